//! The digits of the code on the screen: a keyed hash of centre and time (A1).

use crate::kernel::keys::{Keys, Purpose};
use chrono::{DateTime, Utc};
use domain::attendance::{CodeStep, PresentedCode};
use domain::ids::CentreId;
use subtle::ConstantTimeEq;

/// Digits of a code.
pub const DIGITS: usize = 6;
/// How far back and ahead typed digits are looked for, in steps, to tell "too late" and "too early"
/// from "wrong": ten minutes. What is *accepted* is the domain's.
const LOOKED_AT: i64 = 20;

/// The code of a centre at a step.
pub fn digits(keys: &Keys, centre: CentreId, step: CodeStep) -> String {
    let mac = keys.mac(
        Purpose::CheckInCode,
        &[centre.as_uuid().as_bytes(), &step.0.to_be_bytes()],
    );
    let number =
        u64::from_be_bytes([mac[0], mac[1], mac[2], mac[3], mac[4], mac[5], mac[6], mac[7]]) % 1_000_000;
    format!("{number:06}")
}

fn matches(keys: &Keys, centre: CentreId, step: CodeStep, presented: &str) -> bool {
    digits(keys, centre, step)
        .as_bytes()
        .ct_eq(presented.as_bytes())
        .into()
}

/// What was presented, as it was typed: digits and nothing else, spaces left out.
pub fn cleaned(typed: &str) -> Option<String> {
    let digits: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .collect();
    (digits.len() == DIGITS && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
}

/// Digits typed by hand: looked for among the late steps of one's own centre.
pub fn typed(keys: &Keys, own: CentreId, presented: &str, now: DateTime<Utc>) -> PresentedCode {
    let current = CodeStep::at(now);
    // Nearest first: the current code, the one before, then outwards.
    let mut offsets: Vec<i64> = (-LOOKED_AT..=LOOKED_AT).collect();
    offsets.sort_by_key(|d| (d.abs(), *d));
    offsets
        .into_iter()
        .map(|d| CodeStep(current.0 + d))
        .find(|step| matches(keys, own, *step, presented))
        .map_or(PresentedCode::Unknown, PresentedCode::Own)
}

/// Whether the digits are another centre's current ones.
pub fn is_current_of(keys: &Keys, centre: CentreId, presented: &str, now: DateTime<Utc>) -> bool {
    let current = CodeStep::at(now);
    [current, CodeStep(current.0 - 1)]
        .into_iter()
        .any(|step| matches(keys, centre, step, presented))
}

/// A link names its centre and step: true digits of them, whenever that was or will be.
pub fn linked(keys: &Keys, centre: CentreId, step: CodeStep, presented: &str) -> bool {
    matches(keys, centre, step, presented)
}

/// The path that the QR code opens.
pub fn link(keys: &Keys, centre: CentreId, step: CodeStep) -> String {
    format!(
        "/checka-in?c={}&t={}&k={}",
        centre.as_uuid().simple(),
        step.0,
        digits(keys, centre, step)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{TimeDelta, TimeZone};
    use domain::clock::SeededRandom;

    fn setting() -> (Keys, CentreId, CentreId, DateTime<Utc>) {
        let now = Utc.with_ymd_and_hms(2026, 11, 23, 8, 12, 7).unwrap();
        let mut random = SeededRandom::new(1);
        (
            Keys::new(&[1; 32]).unwrap(),
            CentreId::mint(now, &mut random),
            CentreId::mint(now, &mut random),
            now,
        )
    }

    #[test]
    fn a_code_is_bound_to_centre_and_time_and_secret() {
        let (keys, one, other, now) = setting();
        let step = CodeStep::at(now);
        let code = digits(&keys, one, step);
        assert_eq!(code.len(), DIGITS);
        assert_eq!(typed(&keys, one, &code, now), PresentedCode::Own(step));
        assert_ne!(digits(&keys, other, step), code);
        assert_ne!(digits(&Keys::new(&[2; 32]).unwrap(), one, step), code);
        assert!(is_current_of(&keys, one, &code, now) && !is_current_of(&keys, other, &code, now));
        assert!(!linked(&keys, one, CodeStep(step.0 + 1), &code));
    }

    #[test]
    fn old_and_early_digits_are_recognised_as_such() {
        let (keys, one, _, now) = setting();
        let step = CodeStep::at(now);
        let code = digits(&keys, one, step);
        assert_eq!(
            typed(&keys, one, &code, now + TimeDelta::minutes(5)),
            PresentedCode::Own(step)
        );
        assert_eq!(
            typed(&keys, one, &code, now - TimeDelta::minutes(5)),
            PresentedCode::Own(step)
        );
        assert_eq!(
            typed(&keys, one, &code, now + TimeDelta::minutes(15)),
            PresentedCode::Unknown
        );
    }

    #[test]
    fn digits_may_be_typed_as_they_stand_on_the_screen() {
        assert_eq!(cleaned(" 482 913 ").as_deref(), Some("482913"));
        assert_eq!(cleaned("48291"), None);
        assert_eq!(cleaned("48291x"), None);
        assert_eq!(cleaned("٤٨٢٩١٣"), None);
    }
}
