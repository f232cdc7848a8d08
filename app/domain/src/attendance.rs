//! Attendance (närvaro): the code that proves presence, and the answer to a check-in (A1, A2).
//!
//! The code on the centre's screen changes every [`STEP_SECONDS`] and is accepted for at most
//! [`ACCEPTED_SECONDS`] from the moment it was first shown. How its digits are made from a secret
//! is the application's; here is only which step counts when.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Seconds that one code is shown.
pub const STEP_SECONDS: i64 = 30;
/// Seconds, from when a code is first shown, during which it proves presence.
pub const ACCEPTED_SECONDS: i64 = 60;
/// Seconds that a phone that opened a fresh code has to sign in and press the button.
///
/// Presence is proven when the link is opened; typing a card number and a PIN takes longer than a
/// code lives. The proof is bound to that browser.
pub const ARRIVAL_SECONDS: i64 = 300;

/// The number of whole [`STEP_SECONDS`] since 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CodeStep(pub i64);

impl CodeStep {
    /// The step whose code is on the screen at this instant.
    pub fn at(now: DateTime<Utc>) -> Self {
        Self(now.timestamp().div_euclid(STEP_SECONDS))
    }

    /// The instant this step's code is first shown; `None` past the calendar's end.
    pub fn starts(self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp(self.0.checked_mul(STEP_SECONDS)?, 0)
    }

    /// Whether a code of this step proves presence now (A1).
    pub fn freshness(self, now: DateTime<Utc>) -> Freshness {
        let Some(starts) = self.starts() else {
            return Freshness::NotYet;
        };
        if now < starts {
            Freshness::NotYet
        } else if now - starts < TimeDelta::seconds(ACCEPTED_SECONDS) {
            Freshness::Accepted
        } else {
            Freshness::Stale
        }
    }
}

/// What the age of a code says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// Shown at most [`ACCEPTED_SECONDS`] ago.
    Accepted,
    /// Shown longer ago than that.
    Stale,
    /// Not shown yet: a code of tomorrow, or a screen whose clock is ahead.
    NotYet,
}

/// Why a check-in is not recorded. Each has its own plain words in the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
pub enum CheckInRefusal {
    /// No enrolment is open for this person.
    #[error("not enrolled")]
    NotEnrolled,
    /// The centre's calendar says closed on this civil day.
    #[error("the centre is closed today")]
    ClosedDay,
    /// The digits belong to no code lately shown.
    #[error("unknown code")]
    UnknownCode,
    /// A true code, shown too long ago.
    #[error("stale code")]
    StaleCode,
    /// A true code of a time that has not come.
    #[error("code of a later time")]
    CodeNotYet,
    /// A true code of another centre than the one the person is enrolled at.
    #[error("code of another centre")]
    WrongCentre,
}

crate::coded!(CheckInRefusal {
    NotEnrolled = "not_enrolled",
    ClosedDay = "closed_day",
    UnknownCode = "unknown_code",
    StaleCode = "stale_code",
    CodeNotYet = "code_not_yet",
    WrongCentre = "wrong_centre",
});

/// What is known of a code that somebody presents, once its digits have been compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PresentedCode {
    /// Digits that match no step looked at.
    Unknown,
    /// Digits that match this step of the person's own centre.
    Own(CodeStep),
    /// Digits that match a current step of another centre.
    Foreign,
    /// The person's own centre's code, opened by this browser while it was fresh, at this instant.
    Opened(DateTime<Utc>),
}

/// The answer to a check-in, but for the enrolment (which the application looks up): may it be recorded?
///
/// # Errors
/// The first of: unknown code, another centre's, stale, not yet, closed day.
pub fn judge_check_in(
    code: PresentedCode,
    centre_is_open: bool,
    now: DateTime<Utc>,
) -> Result<(), CheckInRefusal> {
    match code {
        PresentedCode::Unknown => return Err(CheckInRefusal::UnknownCode),
        PresentedCode::Foreign => return Err(CheckInRefusal::WrongCentre),
        PresentedCode::Own(step) => match step.freshness(now) {
            Freshness::Accepted => {}
            Freshness::Stale => return Err(CheckInRefusal::StaleCode),
            Freshness::NotYet => return Err(CheckInRefusal::CodeNotYet),
        },
        PresentedCode::Opened(at) => {
            let age = now - at;
            if age > TimeDelta::seconds(ARRIVAL_SECONDS) {
                return Err(CheckInRefusal::StaleCode);
            }
            if age < TimeDelta::zero() {
                return Err(CheckInRefusal::CodeNotYet);
            }
        }
    }
    if centre_is_open {
        Ok(())
    } else {
        Err(CheckInRefusal::ClosedDay)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    fn noon() -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 11, 23, 11, 0, 0).unwrap()
    }

    #[test]
    fn a_code_lives_sixty_seconds_from_its_first_showing() {
        let step = CodeStep::at(noon());
        let second = TimeDelta::seconds(1);
        assert_eq!(step.freshness(noon() - second), Freshness::NotYet);
        assert_eq!(step.freshness(noon()), Freshness::Accepted);
        assert_eq!(step.freshness(noon() + second * 59), Freshness::Accepted);
        assert_eq!(step.freshness(noon() + second * 60), Freshness::Stale);
    }

    #[test]
    fn every_refusal_has_its_own_cause() {
        let own = PresentedCode::Own(CodeStep::at(noon()));
        let day = TimeDelta::days(1);
        assert_eq!(judge_check_in(own, true, noon()), Ok(()));
        assert_eq!(judge_check_in(own, false, noon()), Err(CheckInRefusal::ClosedDay));
        assert_eq!(
            judge_check_in(own, true, noon() + day),
            Err(CheckInRefusal::StaleCode)
        );
        assert_eq!(
            judge_check_in(own, true, noon() - day),
            Err(CheckInRefusal::CodeNotYet)
        );
        assert_eq!(
            judge_check_in(PresentedCode::Unknown, true, noon()),
            Err(CheckInRefusal::UnknownCode)
        );
        assert_eq!(
            judge_check_in(PresentedCode::Foreign, true, noon()),
            Err(CheckInRefusal::WrongCentre)
        );
    }

    #[test]
    fn an_opened_code_waits_five_minutes_for_the_sign_in_and_no_longer() {
        let opened = PresentedCode::Opened(noon());
        let minute = TimeDelta::minutes(1);
        assert_eq!(judge_check_in(opened, true, noon() + minute * 5), Ok(()));
        let late = noon() + minute * 5 + TimeDelta::seconds(1);
        assert_eq!(judge_check_in(opened, true, late), Err(CheckInRefusal::StaleCode));
        assert_eq!(
            judge_check_in(opened, true, noon() - minute),
            Err(CheckInRefusal::CodeNotYet)
        );
    }

    proptest::proptest! {
        #[test]
        fn at_any_moment_at_most_two_steps_are_accepted(seconds in 0_i64..4_000_000_000) {
            let now = Utc.timestamp_opt(seconds, 0).unwrap();
            let current = CodeStep::at(now);
            let accepted = (-5..=5).filter(|d| CodeStep(current.0 + d).freshness(now) == Freshness::Accepted).count();
            proptest::prop_assert_eq!(accepted, 2);
            proptest::prop_assert_eq!(current.freshness(now), Freshness::Accepted);
        }
    }
}
