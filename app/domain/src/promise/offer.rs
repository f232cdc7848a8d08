//! An offer that was wrong (K3): put right, or taken back with a reason. What was offered stays in the ledger (S2).

use super::PromiseRefusal;
use super::reason::{NotExplained, WORDS_MAX};
use crate::plan::checked_text;
use chrono::{NaiveDate, TimeDelta};

/// Days after the day an offer was recorded in which it can be put right or taken back, as an answer to a follow-up can.
pub const CORRECT_OFFER_DAYS: i64 = 14;

/// Why an offer is taken back; the participant reads the same (P7). That somebody said no, or that the place was gone
/// later, takes nothing back: it was offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TakenBack {
    /// It was meant for somebody else.
    WrongPerson,
    /// It was never made.
    NotOffered,
    /// It is written twice.
    Twice,
    /// In words.
    Other,
}

crate::coded!(TakenBack {
    WrongPerson = "wrong_person",
    NotOffered = "not_offered",
    Twice = "twice",
    Other = "other",
});

/// The last day on which an offer that was first recorded on this day can be put right.
pub fn correct_offer_until(recorded: NaiveDate) -> NaiveDate {
    recorded + TimeDelta::days(CORRECT_OFFER_DAYS)
}

/// A reason as it was chosen, with its words: "other" says nothing without them, the rest may do without.
///
/// # Errors
/// What is wrong, and at which field.
pub fn taken_back<'w>(code: &str, words: &'w str) -> Result<(TakenBack, &'w str), NotExplained> {
    let reason = TakenBack::from_code(code.trim()).ok_or(NotExplained::Choice(PromiseRefusal::NoReason))?;
    let words = words.trim();
    if words.is_empty() {
        return if reason == TakenBack::Other {
            Err(NotExplained::Words(PromiseRefusal::WordsNeeded))
        } else {
            Ok((reason, ""))
        };
    }
    let words = checked_text(words, WORDS_MAX).map_err(NotExplained::Text)?;
    Ok((reason, words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offer_is_put_right_for_fourteen_days() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(correct_offer_until(day("2026-11-20")), day("2026-12-04"));
    }

    #[test]
    fn other_wants_words_and_a_reason_is_one_of_the_list() {
        assert_eq!(taken_back(" twice ", " "), Ok((TakenBack::Twice, "")));
        assert_eq!(
            taken_back("other", " Fel knapp "),
            Ok((TakenBack::Other, "Fel knapp"))
        );
        assert_eq!(
            taken_back("other", " "),
            Err(NotExplained::Words(PromiseRefusal::WordsNeeded))
        );
        assert_eq!(
            taken_back("", "x"),
            Err(NotExplained::Choice(PromiseRefusal::NoReason))
        );
        let long = "x".repeat(WORDS_MAX + 1);
        assert!(matches!(taken_back("twice", &long), Err(NotExplained::Text(_))));
    }
}
