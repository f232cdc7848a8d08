//! Exit and what follows it (X3, X4): outcomes, what each carries, when somebody is asked again.
//!
//! Days are civil days. Extent is in per cent of full time, 1–100.

use crate::month_term::last_day;
use crate::programme::Outcome;
use chrono::{NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Days after the day an exit was recorded in which a team leader can take it back.
pub const REOPEN_DAYS: i64 = 14;
/// Days after the day of an answer to a follow-up in which it can be put right.
pub const CORRECT_DAYS: i64 = 14;
/// Months after the exit at which somebody is asked how it went (X4).
pub const FOLLOW_UP_MONTHS: [u32; 3] = [3, 6, 12];
/// Days before its day from which a follow-up can be done.
pub const FOLLOW_UP_OPENS: i64 = 14;
/// Days after its day from which a follow-up is overdue.
pub const FOLLOW_UP_LATE: i64 = 14;

impl Outcome {
    /// Those that an enrolment can end with, of the list of its programme's version; all of them where the version is
    /// silent (X3).
    pub fn offered(listed: &[Self]) -> impl Iterator<Item = Self> {
        Self::ALL
            .into_iter()
            .filter(move |outcome| listed.is_empty() || listed.contains(outcome))
    }

    /// Work and education carry start, extent and whether it is expected to last; nothing else does (X3).
    pub const fn carries_start(self) -> bool {
        self.is_onward()
    }

    /// Work of any kind, or education (S4).
    pub const fn is_onward(self) -> bool {
        matches!(
            self,
            Self::Work | Self::WorkSubsidised | Self::OwnBusiness | Self::Education
        )
    }
}

/// When work or education starts, how much it is, and whether it is expected to last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    /// The first day.
    pub on: NaiveDate,
    /// Per cent of full time, 1–100.
    pub extent: u8,
    /// Whether it is expected to last.
    pub lasts: bool,
}

/// An exit that holds (X3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exit {
    /// How it went.
    pub outcome: Outcome,
    /// The last day.
    pub ended_on: NaiveDate,
    /// Of work and education.
    pub start: Option<Start>,
}

/// Why something of an exit, a follow-up, an extension or a transfer is refused; told at its field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum AfterRefusal {
    /// Not a day of the calendar.
    #[error("not a day")]
    NotADay,
    /// The day is to come, before the enrolment or its latest move, or after the end of its term.
    #[error("the last day is within the enrolment, and not to come")]
    DayOutside,
    /// Not in the list of the programme's version (X3).
    #[error("not an outcome of the programme")]
    NotAnOutcome,
    /// Work and education carry a first day.
    #[error("a first day is needed")]
    StartNeeded,
    /// The first day is not before the enrolment and not more than a year ahead.
    #[error("the first day is too far away")]
    StartFar,
    /// A whole number of per cent, 1–100.
    #[error("the extent is 1 to 100 per cent")]
    ExtentShape,
    /// Whether it is expected to last is to be answered.
    #[error("whether it lasts is not answered")]
    LastsNeeded,
    /// The enrolment has ended.
    #[error("the enrolment has ended")]
    Ended,
    /// Too late to take it back.
    #[error("too late to reopen")]
    TooLate,
    /// The person is enrolled anew.
    #[error("enrolled anew")]
    EnrolledAnew,
    /// The programme's rules have no extension, or no term.
    #[error("the programme has no extension")]
    NoExtension,
    /// One is open already.
    #[error("one is open already")]
    OpenAlready,
    /// The new last day is not after the term's.
    #[error("not later than the term")]
    NotLater,
    /// Longer than the term was.
    #[error("longer than the term was")]
    TooFar,
    /// The deadline is not between today and the term's last day.
    #[error("the deadline is outside the term")]
    DeadlineOutside,
    /// The agency does not work with the centre.
    #[error("not an agency of the centre")]
    WrongAgency,
    /// It is closed: extended, refused, lapsed or withdrawn.
    #[error("closed")]
    Closed,
    /// The text or the day is another than the one that was read.
    #[error("changed since it was read")]
    Changed,
    /// Three keys are of three people, from three devices.
    #[error("the same hand or session has given another key")]
    SameHand,
    /// The centre is not one of the programme's.
    #[error("not a centre of the programme")]
    WrongCentre,
    /// Today, or within three months, and within the term.
    #[error("the day is outside the term or three months away")]
    DayFar,
    /// The attempt is to come, or before the follow-up opens.
    #[error("the day of the attempt")]
    AttemptDay,
    /// Reached: how it is; not reached: no result but that.
    #[error("result and reached do not go together")]
    ResultMissing,
    /// The house has no place for whom an exit is taken back (E3).
    #[error("the house is full")]
    HouseFull,
}

crate::coded!(AfterRefusal {
    NotADay = "not_a_day",
    DayOutside = "day_outside",
    NotAnOutcome = "not_an_outcome",
    StartNeeded = "start_needed",
    StartFar = "start_far",
    ExtentShape = "extent_shape",
    LastsNeeded = "lasts_needed",
    Ended = "ended",
    TooLate = "too_late",
    EnrolledAnew = "enrolled_anew",
    NoExtension = "no_extension",
    OpenAlready = "open_already",
    NotLater = "not_later",
    TooFar = "too_far",
    DeadlineOutside = "deadline_outside",
    WrongAgency = "wrong_agency",
    Closed = "closed",
    Changed = "changed",
    SameHand = "same_hand",
    WrongCentre = "wrong_centre",
    DayFar = "day_far",
    AttemptDay = "attempt_day",
    ResultMissing = "result_missing",
    HouseFull = "house_full",
});

/// An exit that holds: the day within the enrolment and its term (X1), a start with work and education and with nothing
/// else (X3).
///
/// # Errors
/// The first thing that does not hold.
pub fn checked_exit(
    outcome: Outcome,
    ended_on: NaiveDate,
    start: (Option<NaiveDate>, Option<u8>, Option<bool>),
    enrolled_on: NaiveDate,
    term_ends_on: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<Exit, AfterRefusal> {
    if ended_on < enrolled_on || ended_on > today || term_ends_on.is_some_and(|end| ended_on > end) {
        return Err(AfterRefusal::DayOutside);
    }
    let start = if outcome.carries_start() {
        let on = start.0.ok_or(AfterRefusal::StartNeeded)?;
        if on < enrolled_on || on > ended_on + TimeDelta::days(366) {
            return Err(AfterRefusal::StartFar);
        }
        let extent = start
            .1
            .filter(|e| (1..=100).contains(e))
            .ok_or(AfterRefusal::ExtentShape)?;
        let lasts = start.2.ok_or(AfterRefusal::LastsNeeded)?;
        Some(Start { on, extent, lasts })
    } else {
        None
    };
    Ok(Exit {
        outcome,
        ended_on,
        start,
    })
}

/// Whether an exit recorded on a day can still be taken back.
pub fn may_reopen(recorded: NaiveDate, today: NaiveDate) -> bool {
    today <= recorded + TimeDelta::days(REOPEN_DAYS)
}

/// Whether an answer to a follow-up that was given on a day can still be put right.
pub fn may_correct(answered: NaiveDate, today: NaiveDate) -> bool {
    today <= answered + TimeDelta::days(CORRECT_DAYS)
}

/// The days on which somebody is asked again: 3, 6 and 12 months after the exit (X4).
pub fn follow_up_days(ended_on: NaiveDate) -> impl Iterator<Item = (u32, NaiveDate)> {
    FOLLOW_UP_MONTHS
        .into_iter()
        .filter_map(move |months| Some((months, last_day(ended_on, months)?)))
}

/// Where a follow-up stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// More than two weeks late.
    Overdue,
    /// To be done now.
    Due,
    /// Not yet.
    Coming,
}

/// Where an open follow-up stands.
pub fn standing(due_on: NaiveDate, today: NaiveDate) -> Standing {
    let late = (today - due_on).num_days();
    if late > FOLLOW_UP_LATE {
        Standing::Overdue
    } else if late >= -FOLLOW_UP_OPENS {
        Standing::Due
    } else {
        Standing::Coming
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn codes_are_read_back() {
        for outcome in Outcome::ALL {
            assert_eq!(Outcome::from_code(outcome.code()), Some(outcome));
        }
        assert_eq!(Outcome::from_code("retired"), None);
    }

    #[test]
    fn work_needs_all_three_and_is_told_which_is_missing() {
        let check = |start| {
            checked_exit(
                Outcome::Work,
                day("2026-11-20"),
                start,
                day("2026-06-01"),
                None,
                day("2026-11-20"),
            )
        };
        let on = Some(day("2026-12-01"));
        assert_eq!(
            check((None, Some(50), Some(true))),
            Err(AfterRefusal::StartNeeded)
        );
        assert_eq!(check((on, None, Some(true))), Err(AfterRefusal::ExtentShape));
        assert_eq!(check((on, Some(0), Some(true))), Err(AfterRefusal::ExtentShape));
        assert_eq!(check((on, Some(101), Some(true))), Err(AfterRefusal::ExtentShape));
        assert_eq!(check((on, Some(50), None)), Err(AfterRefusal::LastsNeeded));
        assert_eq!(
            check((Some(day("2029-01-01")), Some(50), Some(true))),
            Err(AfterRefusal::StartFar)
        );
        assert!(check((on, Some(50), Some(false))).unwrap().start.is_some());
    }

    #[test]
    fn the_last_day_is_within_the_enrolment_and_its_term() {
        let check = |on: &str, term: Option<&str>| {
            let none = (None, None, None);
            let (from, today) = (day("2026-06-01"), day("2026-12-05"));
            checked_exit(Outcome::Moved, day(on), none, from, term.map(day), today).map(|exit| exit.ended_on)
        };
        assert_eq!(check("2026-11-30", Some("2026-11-30")), Ok(day("2026-11-30")));
        assert_eq!(check("2026-12-05", None), Ok(day("2026-12-05")));
        for (bad, term) in [
            ("2026-05-31", None),
            ("2026-12-06", None),
            ("2026-12-01", Some("2026-11-30")),
        ] {
            assert_eq!(check(bad, term), Err(AfterRefusal::DayOutside), "{bad}");
        }
    }

    #[test]
    fn taken_back_and_put_right_until_the_fourteenth_day() {
        for still in [may_reopen, may_correct] {
            assert!(still(day("2026-11-20"), day("2026-12-04")));
            assert!(!still(day("2026-11-20"), day("2026-12-05")));
        }
    }

    #[test]
    fn follow_ups_open_two_weeks_before_and_are_late_two_weeks_after() {
        let due = day("2027-02-20");
        assert_eq!(standing(due, day("2027-02-05")), Standing::Coming);
        assert_eq!(standing(due, day("2027-02-06")), Standing::Due);
        assert_eq!(standing(due, day("2027-03-06")), Standing::Due);
        assert_eq!(standing(due, day("2027-03-07")), Standing::Overdue);
        let days: Vec<_> = follow_up_days(day("2026-11-30")).collect();
        assert_eq!(
            days,
            [
                (3, day("2027-02-28")),
                (6, day("2027-05-30")),
                (12, day("2027-11-30"))
            ]
        );
    }

    proptest! {
        #[test]
        fn what_is_neither_work_nor_education_never_carries_a_start(
            which in 0_usize..11, offset in -10_i64..400, extent in proptest::option::of(0_u8..200)
        ) {
            let outcome = Outcome::ALL[which];
            let today = day("2026-11-20");
            let given = (Some(today), extent, Some(true));
            let ended_on = today - TimeDelta::days(offset);
            let checked = checked_exit(outcome, ended_on, given, day("2026-01-01"), None, today);
            if let Ok(exit) = checked {
                prop_assert_eq!(exit.start.is_some(), outcome.carries_start());
                prop_assert!(exit.ended_on <= today && exit.ended_on >= day("2026-01-01"));
            }
        }
    }
}
