//! The desk (N1, N2): the steps of an enrolment, and why one is refused. No text here is a person's.

use thiserror::Error;

/// Days that a half-done enrolment is kept after it was last touched; then it is cleared.
pub const DRAFT_DAYS: i64 = 14;
/// Days from which a later first meeting is offered, when none inside the promise suits (K1).
pub const LATER_DAYS: i64 = 21;

/// The steps, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Who it is, language, interpreter, contact (E6).
    Person,
    /// What is expected, and what can be expected (N2).
    Information,
    /// Consents, party by party; none is a choice too (C1).
    Consent,
    /// The number of the card, and the PIN that the person chooses.
    Card,
    /// The coach and the first meeting (K1), and the press that does all of it.
    Meeting,
}

crate::coded!(Step {
    Person = "person",
    Information = "information",
    Consent = "samtycke",
    Card = "kort",
    Meeting = "mote",
});

impl Step {
    /// The step after; none after the last.
    pub fn next(self) -> Option<Self> {
        Self::ALL.into_iter().find(|s| *s > self)
    }
}

/// The first step that is not done; the last is done by the press itself. `done` answers for each of the others.
pub fn first_open(done: impl Fn(Step) -> bool) -> Step {
    Step::ALL
        .into_iter()
        .find(|step| *step == Step::Meeting || !done(*step))
        .unwrap_or(Step::Meeting)
}

/// Why something at the desk, or a time, is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum DeskRefusal {
    #[error("not an identity number")]
    IdentityNumber,
    #[error("not a card number")]
    CardNumber,
    #[error("not a year of birth")]
    BirthYear,
    #[error("not the year that the identity number says")]
    OtherYear,
    #[error("a person has an identity number or a year of birth")]
    NumberOrYear,
    #[error("somebody here may be the same person")]
    MaybeSame,
    #[error("somebody has this identity number already")]
    NumberKnown,
    #[error("the person has an open enrolment in the programme")]
    EnrolledAlready,
    #[error("for the manager to do")]
    HandOver,
    #[error("somebody related to the actor")]
    Related,
    #[error("the referral is not there any more, or somebody else has finished it")]
    ReferralGone,
    #[error("this programme is entered by referral alone")]
    ReferralNeeded,
    #[error("the house is full")]
    Full,
    #[error("a point of the information is not ticked")]
    Informed,
    #[error("the information has a newer version")]
    InformationChanged,
    #[error("consents must be taken or declined")]
    ConsentOpen,
    #[error("an earlier step is not done")]
    StepOpen,
    #[error("the time was just taken")]
    TimeTaken,
    #[error("the time is not one of the coach's free ones")]
    NotFree,
    #[error("not a time of day")]
    NotATime,
    #[error("the end is not after the beginning")]
    TimesCrossed,
    #[error("those hours stand there already")]
    HoursThere,
    #[error("the day is past")]
    DayPast,
    #[error("the person has another identity number registered")]
    OtherNumber,
}

crate::coded!(DeskRefusal {
    IdentityNumber = "identity_number",
    CardNumber = "card_number",
    BirthYear = "birth_year",
    OtherYear = "other_year",
    NumberOrYear = "number_or_year",
    MaybeSame = "maybe_same",
    NumberKnown = "number_known",
    EnrolledAlready = "enrolled_already",
    HandOver = "hand_over",
    Related = "related",
    ReferralGone = "referral_gone",
    ReferralNeeded = "referral_needed",
    Full = "full",
    Informed = "informed",
    InformationChanged = "information_changed",
    ConsentOpen = "consent_open",
    StepOpen = "step_open",
    TimeTaken = "time_taken",
    NotFree = "not_free",
    NotATime = "not_a_time",
    TimesCrossed = "times_crossed",
    HoursThere = "hours_there",
    DayPast = "day_past",
    OtherNumber = "other_number",
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_follow_each_other_and_the_first_open_one_is_found() {
        assert_eq!(Step::Person.next(), Some(Step::Information));
        assert_eq!(Step::Meeting.next(), None);
        for step in Step::ALL {
            assert_eq!(Step::from_code(step.code()), Some(step));
        }
        assert_eq!(first_open(|_| false), Step::Person);
        assert_eq!(first_open(|s| s < Step::Card), Step::Card);
        assert_eq!(first_open(|_| true), Step::Meeting);
    }
}
