//! What access leans on that is no role and no row: the reason that somebody states for reading (L in the grid).

use crate::plan::{TextError, checked_text};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Fewest characters of a stated reason: a word is none.
pub const REASON_MIN: usize = 5;
/// Most characters of a stated reason.
pub const REASON_MAX: usize = 500;

/// Why somebody needs to read this, in their own words: 5 to 500 characters, which the participant reads too.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StatedReason(String);

impl StatedReason {
    /// Reads a typed reason; spaces around it do not count.
    ///
    /// # Errors
    /// [`TextError::Empty`] under [`REASON_MIN`] characters, [`TextError::TooLong`] over [`REASON_MAX`],
    /// [`TextError::Unreadable`] for control characters.
    pub fn parse(typed: &str) -> Result<Self, TextError> {
        let text = checked_text(typed, REASON_MAX)?;
        if text.chars().count() < REASON_MIN {
            return Err(TextError::Empty);
        }
        Ok(Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for StatedReason {
    /// Never the words: they may speak of a person, and logs do not.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StatedReason(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_more_than_a_word_and_less_than_a_page() {
        assert_eq!(StatedReason::parse("  ja "), Err(TextError::Empty));
        assert_eq!(StatedReason::parse(""), Err(TextError::Empty));
        assert_eq!(StatedReason::parse(&"å".repeat(501)), Err(TextError::TooLong));
        let reason = StatedReason::parse(" Ringde och frågade om sin tid ").unwrap();
        assert_eq!(reason.as_str(), "Ringde och frågade om sin tid");
        assert_eq!(format!("{reason:?}"), "StatedReason(…)");
    }
}
