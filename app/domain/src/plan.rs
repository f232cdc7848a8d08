//! The plan (aktivitetsplan): its activities, who does them, and which change of status is allowed (P1–P3).

use crate::coded::code_enum;
use thiserror::Error;

code_enum! {
    /// Status of an activity (P2).
    ActivityStatus {
        /// Idé: somebody's thought, nobody's promise.
        Idea = "idea",
        /// Överenskommet.
        Agreed = "agreed",
        /// Pågår.
        UnderWay = "under_way",
        /// Klart.
        Done = "done",
        /// Avbrutet; it stays in the history.
        Stopped = "stopped",
    }
}

code_enum! {
    /// Kind of an activity (P2).
    ActivityKind {
        /// Jobbsök.
        JobSearch = "job_search",
        /// Praktik.
        Placement = "placement",
        /// Kurs.
        Training = "training",
        /// Utbildning.
        Education = "education",
        /// Vägledning.
        Guidance = "guidance",
        /// Hälsa.
        Health = "health",
        /// Möte.
        Meeting = "meeting",
        /// Eget.
        Own = "own",
    }
}

code_enum! {
    /// Who does an activity (P2).
    Doer {
        /// The participant.
        Participant = "participant",
        /// The coach.
        Coach = "coach",
        /// The recruiter.
        Recruiter = "recruiter",
        /// Someone else, by name.
        Other = "other",
    }
}

/// Longest title of an activity, in characters.
pub const TITLE_MAX: usize = 200;
/// Longest answer to one of the plan's three questions, in characters.
pub const ANSWER_MAX: usize = 2000;

/// Why a text for the plan is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum TextError {
    /// Nothing but white space.
    #[error("empty")]
    Empty,
    /// Longer than the field holds.
    #[error("too long")]
    TooLong,
    /// A character that no keyboard types (control characters but for line breaks).
    #[error("unreadable character")]
    Unreadable,
}

crate::coded!(TextError {
    Empty = "empty",
    TooLong = "too_long",
    Unreadable = "unreadable",
});

/// A text as it may be kept: trimmed, of at most `max` characters, without control characters but line breaks.
///
/// # Errors
/// [`TextError::Empty`], [`TextError::TooLong`] (counted in characters) or [`TextError::Unreadable`].
pub fn checked_text(text: &str, max: usize) -> Result<&str, TextError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(TextError::Empty);
    }
    if text.chars().count() > max {
        return Err(TextError::TooLong);
    }
    if text
        .chars()
        .any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
    {
        return Err(TextError::Unreadable);
    }
    Ok(text)
}

/// Most characters of a given or a family name.
pub const NAME_MAX: usize = 100;

/// A person's name as it may be kept: one line with letters of any script in it, and without the digits and signs that no
/// name has. What names have is more than a list could hold; this keeps out what was meant for another field.
///
/// # Errors
/// As [`checked_text`]; [`TextError::Unreadable`] for what is no name.
pub fn checked_name(text: &str) -> Result<&str, TextError> {
    const NO_NAME: &[char] = &[
        '\n', '\r', '\t', '<', '>', '{', '}', '[', ']', '|', '\\', '/', '@', '#', '$', '%', '^', '*', '=',
        '+', '_', '~', ';', ':', '"', '!', '?',
    ];
    let name = checked_text(text, NAME_MAX)?;
    let strange = |c: char| c.is_numeric() || NO_NAME.contains(&c);
    if name.contains(strange) || !name.contains(char::is_alphabetic) {
        return Err(TextError::Unreadable);
    }
    Ok(name)
}

/// The owner of the plan may say that a step is done, or that it is not after all; what was stopped
/// together with the coach is taken up with the coach (P1, P3).
pub fn owner_may_change(from: ActivityStatus, to: ActivityStatus) -> bool {
    use ActivityStatus::{Agreed, Done, Idea, Stopped, UnderWay};
    match (from, to) {
        (Idea | Agreed | UnderWay, Done)
        | (Done, Idea | Agreed | UnderWay)
        | (Idea | Agreed, UnderWay)
        | (UnderWay, Agreed | Idea) => true,
        (_, Stopped | Idea | Agreed | UnderWay | Done) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_of_letters_of_any_script() {
        for name in [
            "Åsa",
            "O’Neil",
            "Anna-Karin",
            "محمد",
            "Ngô Thị",
            "李",
            "J.",
            "d'Arc",
            "علی\u{200c}رضا",
        ] {
            assert_eq!(checked_name(name), Ok(name));
        }
        for name in ["<b>", "😀", "19900101", "Ann4", "a@b", "-", "Ann\nSol"] {
            assert_eq!(checked_name(name), Err(TextError::Unreadable), "{name}");
        }
        assert_eq!(checked_name("  "), Err(TextError::Empty));
    }

    #[test]
    fn codes_go_there_and_back() {
        for status in ActivityStatus::ALL {
            assert_eq!(ActivityStatus::from_code(status.code()), Some(status));
        }
        assert_eq!(ActivityKind::from_code("nonsense"), None);
        assert_eq!(Doer::from_code("coach"), Some(Doer::Coach));
    }

    #[test]
    fn a_stopped_step_is_not_reopened_alone_and_done_can_be_taken_back() {
        assert!(!owner_may_change(ActivityStatus::Stopped, ActivityStatus::Agreed));
        assert!(!owner_may_change(ActivityStatus::Agreed, ActivityStatus::Stopped));
        assert!(owner_may_change(ActivityStatus::Done, ActivityStatus::Agreed));
        assert!(!owner_may_change(ActivityStatus::Done, ActivityStatus::Done));
    }

    #[test]
    fn texts_are_trimmed_and_bounded() {
        assert_eq!(checked_text("  Ring lagret \n", 200), Ok("Ring lagret"));
        assert_eq!(checked_text(" \n ", 200), Err(TextError::Empty));
        assert_eq!(checked_text("åäö", 2), Err(TextError::TooLong));
        assert_eq!(checked_text("a\u{0}b", 9), Err(TextError::Unreadable));
    }
}
