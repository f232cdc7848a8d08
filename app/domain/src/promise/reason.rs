//! Why a promise was broken: a short list, and words where the list does not reach.

use super::PromiseRefusal;
use crate::plan::checked_text;

/// Most characters of the words beside a reason.
pub const WORDS_MAX: usize = 300;

/// Why a promise was not kept; the participant reads the same (P7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The person could not come then.
    PersonCouldNot,
    /// No coach had a free time.
    NoFreeTime,
    /// The coach was away ill.
    CoachIll,
    /// The centre was closed.
    Closed,
    /// In words.
    Other,
}

crate::coded!(Reason {
    PersonCouldNot = "person_could_not",
    NoFreeTime = "no_free_time",
    CoachIll = "coach_ill",
    Closed = "closed",
    Other = "other",
});

/// What is wrong with an explanation, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotExplained {
    /// The choice of reason.
    Choice(PromiseRefusal),
    /// The words.
    Words(PromiseRefusal),
    /// The words, as a text.
    Text(crate::plan::TextError),
}

/// A reason as it was chosen, with its words: "other" says nothing without them, the rest may do without.
///
/// # Errors
/// What is wrong, and at which field.
pub fn explanation<'w>(code: &str, words: &'w str) -> Result<(Reason, &'w str), NotExplained> {
    let reason = Reason::from_code(code.trim()).ok_or(NotExplained::Choice(PromiseRefusal::NoReason))?;
    let words = words.trim();
    if words.is_empty() {
        return if reason == Reason::Other {
            Err(NotExplained::Words(PromiseRefusal::WordsNeeded))
        } else {
            Ok((reason, ""))
        };
    }
    let words = checked_text(words, WORDS_MAX).map_err(NotExplained::Text)?;
    Ok((reason, words))
}
