//! A referral from an agency to the centre (E1, E4–E6): its states, and what can be wrong with one.

use crate::programme::{EntryGroup, ProgrammeRules};
use chrono::{Datelike, NaiveDate};
use thiserror::Error;

/// Where a referral stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReferralState {
    /// Has a place, and is expected at the desk.
    Placed,
    /// Waits for a place (E3).
    Queued,
    /// Waits for a joint review (E4, M3).
    Review,
    /// The centre has said no, by a typed reason.
    Refused,
    /// The sender has taken it back.
    Withdrawn,
    /// The person is enrolled.
    Enrolled,
}

crate::coded!(ReferralState {
    Placed = "placed",
    Queued = "queued",
    Review = "review",
    Refused = "refused",
    Withdrawn = "withdrawn",
    Enrolled = "enrolled",
});

impl ReferralState {
    /// Whether nothing more happens to it.
    pub const fn decided(self) -> bool {
        matches!(self, Self::Refused | Self::Withdrawn | Self::Enrolled)
    }
}

/// Why the centre says no (E4): typed, and never a word about health.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// A condition of the programme does not hold.
    ConditionNotMet,
    /// Outside the programme's target group.
    NotTargetGroup,
    /// Another programme or measure fits better.
    OtherFitsBetter,
    /// The person does not want to come.
    PersonDeclines,
    /// Nobody could reach the person.
    NotReached,
}

crate::coded!(Refusal {
    ConditionNotMet = "condition_not_met",
    NotTargetGroup = "not_target_group",
    OtherFitsBetter = "other_fits_better",
    PersonDeclines = "person_declines",
    NotReached = "not_reached",
});

/// What is wrong with what was written, or why a step is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
pub enum ReferralProblem {
    #[error("nothing chosen")]
    Choose,
    #[error("not a day")]
    NotADay,
    #[error("a day that has not come")]
    StillToCome,
    #[error("a day that has been")]
    Past,
    #[error("a day too far off")]
    TooFar,
    #[error("not a year")]
    NotAYear,
    #[error("not the year that the identity number says")]
    OtherYear,
    #[error("younger or older than the programme takes")]
    Age,
    #[error("not an identity number")]
    IdentityNumber,
    #[error("the person has not been told of the terms")]
    TermsNotTold,
    #[error("the agency has no way in")]
    NoWayIn,
    #[error("a question is not answered")]
    Unanswered,
    #[error("the centre has taken over")]
    TakenOver,
    #[error("already decided")]
    Decided,
    #[error("looks like an identity number")]
    LooksLikeIdentityNumber,
    #[error("a day before the referral came")]
    BeforeReferral,
}

crate::coded!(ReferralProblem {
    Choose = "choose",
    NotADay = "not_a_day",
    StillToCome = "still_to_come",
    Past = "past",
    TooFar = "too_far",
    NotAYear = "not_a_year",
    OtherYear = "other_year",
    Age = "age",
    IdentityNumber = "identity_number",
    TermsNotTold = "terms_not_told",
    NoWayIn = "no_way_in",
    Unanswered = "unanswered",
    TakenOver = "taken_over",
    Decided = "decided",
    LooksLikeIdentityNumber = "looks_like_identity_number",
    BeforeReferral = "before_referral",
});

impl EntryGroup {
    /// Whether the agency and the centre judge each of them together before there is a place (E2).
    pub const fn judged_jointly(self) -> bool {
        matches!(self, Self::LongTermRegistered)
    }
}

/// Whether somebody born this year can be of the programme's age on a day: a year alone does not say whether the
/// birthday has been, so it is refused only where no birthday would do.
pub fn may_be_of_age(rules: &ProgrammeRules, birth_year: i32, on: NaiveDate) -> bool {
    let oldest = on.year() - birth_year;
    let youngest = oldest - 1;
    rules.age_from.is_none_or(|from| oldest >= i32::from(from))
        && rules.age_below.is_none_or(|below| youngest < i32::from(below))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::programme::Condition;

    #[test]
    fn codes_are_the_ones_that_are_stored() {
        for condition in Condition::ALL {
            let code = serde_json::to_value(condition).unwrap();
            assert_eq!(code, condition.code());
            assert_eq!(Condition::from_code(condition.code()), Some(condition));
        }
        for group in EntryGroup::ALL {
            assert_eq!(serde_json::to_value(group).unwrap(), group.code());
        }
        for state in ReferralState::ALL {
            assert_eq!(ReferralState::from_code(state.code()), Some(state));
        }
        for refusal in Refusal::ALL {
            assert_eq!(Refusal::from_code(refusal.code()), Some(refusal));
        }
    }

    #[test]
    fn a_year_is_refused_only_where_no_birthday_would_do() {
        let rules = ProgrammeRules {
            age_from: Some(18),
            age_below: Some(65),
            ..ProgrammeRules::default()
        };
        let today = "2026-11-20".parse().unwrap();
        // Turns 18 this year; turns 19 next: too young.
        assert!(may_be_of_age(&rules, 2008, today));
        assert!(!may_be_of_age(&rules, 2009, today));
        // 65 this year, and perhaps not yet; 66 this year has been 65.
        assert!(may_be_of_age(&rules, 1961, today));
        assert!(!may_be_of_age(&rules, 1960, today));
        assert!(may_be_of_age(&ProgrammeRules::default(), 1930, today));
    }
}
