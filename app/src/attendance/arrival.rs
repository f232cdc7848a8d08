//! A browser's proof that it opened a fresh code, so that signing in may take longer than a code lives.
//!
//! The proof says which centre and when, is signed, and stays in a cookie of that browser for as long
//! as `domain::attendance::ARRIVAL_SECONDS`.

use crate::attendance::code;
use crate::kernel::keys::{Keys, Purpose};
use chrono::{DateTime, Utc};
use domain::attendance::{ARRIVAL_SECONDS, CodeStep, Freshness};
use domain::ids::CentreId;
use subtle::ConstantTimeEq;
use uuid::Uuid;

/// Seconds that the cookie is kept; the signature's time decides.
pub const COOKIE_SECONDS: i64 = ARRIVAL_SECONDS;

/// What a code's link says.
#[derive(Clone, Copy, Debug)]
pub struct Link<'a> {
    pub centre: CentreId,
    pub step: CodeStep,
    pub digits: &'a str,
}

impl<'a> Link<'a> {
    /// Reads the link's three parts; `None` when they are not of its form.
    pub fn parse(centre: &str, step: &str, digits: &'a str) -> Option<Self> {
        let centre = Uuid::try_parse(centre).ok()?.into();
        let step = CodeStep(step.parse().ok()?);
        (digits.len() == code::DIGITS).then_some(Self { centre, step, digits })
    }
}

/// The cookie's value for a link that is opened now, if its code is fresh.
pub fn prove(keys: &Keys, link: Link<'_>, now: DateTime<Utc>) -> Option<String> {
    let fresh = link.step.freshness(now) == Freshness::Accepted;
    if !fresh || !code::linked(keys, link.centre, link.step, link.digits) {
        return None;
    }
    let centre = link.centre.as_uuid().simple().to_string();
    let at = now.timestamp();
    Some(format!("{centre}.{at}.{}", signature(keys, link.centre, at)))
}

/// When this browser opened a fresh code of this centre, if the proof is ours.
pub fn opened_at(keys: &Keys, centre: CentreId, cookie: &str) -> Option<DateTime<Utc>> {
    let mut parts = cookie.splitn(3, '.');
    let named: CentreId = Uuid::try_parse(parts.next()?).ok()?.into();
    let at: i64 = parts.next()?.parse().ok()?;
    let signed = parts.next()?;
    let true_one = signature(keys, centre, at);
    let ours: bool = true_one.as_bytes().ct_eq(signed.as_bytes()).into();
    (named == centre && ours)
        .then(|| DateTime::from_timestamp(at, 0))
        .flatten()
}

fn signature(keys: &Keys, centre: CentreId, at: i64) -> String {
    keys.mac_text(
        Purpose::Arrival,
        &[centre.as_uuid().as_bytes(), &at.to_be_bytes()],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{SubsecRound, TimeDelta, TimeZone};
    use domain::clock::SeededRandom;

    #[test]
    fn a_fresh_link_is_proof_a_stale_or_altered_one_is_not() {
        let now = Utc.with_ymd_and_hms(2026, 11, 23, 8, 12, 7).unwrap();
        let mut random = SeededRandom::new(1);
        let (centre, other) = (CentreId::mint(now, &mut random), CentreId::mint(now, &mut random));
        let keys = Keys::new(&[1; 32]).unwrap();
        let step = CodeStep::at(now);
        let digits = code::digits(&keys, centre, step);
        let link = Link {
            centre,
            step,
            digits: &digits,
        };

        let cookie = prove(&keys, link, now).unwrap();
        assert_eq!(opened_at(&keys, centre, &cookie), Some(now.trunc_subsecs(0)));
        assert_eq!(opened_at(&keys, other, &cookie), None);
        assert_eq!(
            opened_at(&keys, centre, &cookie.replace(&now.timestamp().to_string(), "1")),
            None
        );
        assert_eq!(opened_at(&keys, centre, "nonsense"), None);
        assert!(prove(&keys, link, now + TimeDelta::minutes(2)).is_none());
        assert!(
            prove(
                &keys,
                Link {
                    digits: "000000",
                    ..link
                },
                now
            )
            .is_none()
        );
    }
}
