//! The participant number (deltagarnummer): what a person is called by the centre, printed on the
//! card. Six digits and a check digit, shown `104071-3`; it says nothing about the person.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The quasigroup of order ten that Damm gave (2004), totally anti-symmetric, with zeros on the
/// diagonal: it catches every wrong digit and every swap of neighbours.
const DAMM: [[u8; 10]; 10] = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
    [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
    [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
    [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
    [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
    [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
    [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

/// Damm's check digit of a row of digits, each 0–9; 0 for a row that ends in its own check digit.
fn damm(digits: &[u8]) -> u8 {
    digits.iter().fold(0, |interim, digit| {
        DAMM[usize::from(interim)][usize::from(*digit)]
    })
}

/// Digits of the number with its check digit.
const LENGTH: usize = 7;

/// A participant number whose check digit is right.
///
/// Ordered and compared by its body, 100 000 to 999 999.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ParticipantNumber(u32);

/// Why something is not a participant number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum ParticipantNumberError {
    /// Nothing was written, or only spaces and hyphens.
    #[error("the participant number is empty")]
    Empty,
    /// Something other than digits, spaces and hyphens: the first such character.
    #[error("a participant number has only digits, not {0:?}")]
    Character(char),
    /// Not seven digits: how many there were.
    #[error("a participant number has seven digits, not {0}")]
    Length(usize),
    /// The check digit is wrong: some digit is mistyped, or two have changed places.
    #[error("the participant number is mistyped: its check digit is wrong")]
    CheckDigit,
    /// The six digits before the check digit are not 100 000 to 999 999.
    #[error("the participant number's body must be 100000 to 999999, not {0}")]
    Body(u32),
}

impl ParticipantNumber {
    /// The smallest body.
    pub const MIN_BODY: u32 = 100_000;
    /// The greatest body.
    pub const MAX_BODY: u32 = 999_999;

    /// The number with this body; the check digit follows from it.
    ///
    /// # Errors
    ///
    /// [`ParticipantNumberError::Body`] when `body` is not 100 000 to 999 999.
    pub fn from_body(body: u32) -> Result<Self, ParticipantNumberError> {
        if (Self::MIN_BODY..=Self::MAX_BODY).contains(&body) {
            Ok(Self(body))
        } else {
            Err(ParticipantNumberError::Body(body))
        }
    }

    /// Reads a number as people write it: spaces anywhere, with any kind of hyphen or none.
    ///
    /// # Errors
    ///
    /// In this order: [`Empty`](ParticipantNumberError::Empty),
    /// [`Character`](ParticipantNumberError::Character),
    /// [`Length`](ParticipantNumberError::Length),
    /// [`CheckDigit`](ParticipantNumberError::CheckDigit),
    /// [`Body`](ParticipantNumberError::Body).
    pub fn parse(text: &str) -> Result<Self, ParticipantNumberError> {
        let mut digits = Vec::with_capacity(LENGTH);
        for character in text.chars().filter(|c| !is_filler(*c)) {
            let digit = character
                .to_digit(10)
                .and_then(|digit| u8::try_from(digit).ok())
                .ok_or(ParticipantNumberError::Character(character))?;
            digits.push(digit);
        }
        if digits.is_empty() {
            return Err(ParticipantNumberError::Empty);
        }
        if digits.len() != LENGTH {
            return Err(ParticipantNumberError::Length(digits.len()));
        }
        if damm(&digits) != 0 {
            return Err(ParticipantNumberError::CheckDigit);
        }
        let body = digits[..LENGTH - 1]
            .iter()
            .fold(0, |body, digit| body * 10 + u32::from(*digit));
        Self::from_body(body)
    }

    /// The six digits before the check digit, 100 000 to 999 999.
    pub const fn body(self) -> u32 {
        self.0
    }

    /// The check digit, 0–9.
    pub fn check_digit(self) -> u8 {
        let mut digits = [0_u8; LENGTH - 1];
        let mut rest = self.0;
        for place in digits.iter_mut().rev() {
            // A remainder of ten fits in a byte.
            *place = u8::try_from(rest % 10).unwrap_or(0);
            rest /= 10;
        }
        damm(&digits)
    }

    /// All seven digits without the hyphen, as in a bar code: `1040713`.
    pub fn digits(self) -> String {
        format!("{}{}", self.0, self.check_digit())
    }
}

/// Spaces, and the hyphens and dashes that keyboards and word processors make.
fn is_filler(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            '-' | '\u{ad}' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe63}' | '\u{ff0d}'
        )
}

impl fmt::Display for ParticipantNumber {
    /// Six digits, a hyphen and the check digit: `104071-3`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}-{}", self.0, self.check_digit()))
    }
}

impl fmt::Debug for ParticipantNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ParticipantNumber({self})")
    }
}

impl FromStr for ParticipantNumber {
    type Err = ParticipantNumberError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<String> for ParticipantNumber {
    type Error = ParticipantNumberError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<ParticipantNumber> for String {
    fn from(number: ParticipantNumber) -> Self {
        number.to_string()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::{ParticipantNumber, ParticipantNumberError as E, damm};

    #[test]
    fn the_example_of_the_card() {
        let number = ParticipantNumber::from_body(104_071).unwrap();
        assert_eq!(number.to_string(), "104071-3");
        assert_eq!(number.digits(), "1040713");
        assert_eq!(format!("{number:?}"), "ParticipantNumber(104071-3)");
        assert_eq!(format!("{number:>10}"), "  104071-3");
        // Damm's own example.
        assert_eq!(damm(&[5, 7, 2]), 4);
    }

    #[test]
    fn people_write_it_in_many_ways() {
        let number = ParticipantNumber::from_body(104_071).unwrap();
        for text in [
            "104071-3",
            "1040713",
            " 104 071 3 ",
            "104071 - 3",
            "104071\u{2013}3",
            "104071\u{2212}3",
            "104071\u{a0}\u{2011}3",
            "\t1040713\n",
        ] {
            assert_eq!(ParticipantNumber::parse(text), Ok(number), "{text:?}");
        }
    }

    #[test]
    fn errors_are_told_apart() {
        for (text, error) in [
            ("", E::Empty),
            (" - ", E::Empty),
            ("104071", E::Length(6)),
            ("104071-33", E::Length(8)),
            ("I04071-3", E::Character('I')),
            ("104071+3", E::Character('+')),
            ("\u{ff11}04071-3", E::Character('\u{ff11}')),
            ("104071-7", E::CheckDigit),
            ("000000-0", E::Body(0)),
        ] {
            assert_eq!(ParticipantNumber::parse(text), Err(error), "{text:?}");
        }
        assert_eq!(ParticipantNumber::from_body(99_999), Err(E::Body(99_999)));
        assert_eq!(ParticipantNumber::from_body(1_000_000), Err(E::Body(1_000_000)));
    }

    fn numbers() -> impl Strategy<Value = ParticipantNumber> {
        (ParticipantNumber::MIN_BODY..=ParticipantNumber::MAX_BODY)
            .prop_map(|body| ParticipantNumber::from_body(body).unwrap())
    }

    proptest! {
        #[test]
        fn it_round_trips(number in numbers()) {
            prop_assert_eq!(number.to_string().parse(), Ok(number));
            prop_assert_eq!(ParticipantNumber::parse(&number.digits()), Ok(number));
            let json = serde_json::to_string(&number).unwrap();
            prop_assert_eq!(&json, &format!("\"{number}\""));
            prop_assert_eq!(serde_json::from_str::<ParticipantNumber>(&json).unwrap(), number);
        }

        #[test]
        fn every_single_wrong_digit_is_caught(number in numbers()) {
            let digits = number.digits();
            for place in 0..digits.len() {
                for wrong in '0'..='9' {
                    let mut mistyped: Vec<char> = digits.chars().collect();
                    if mistyped[place] == wrong {
                        continue;
                    }
                    mistyped[place] = wrong;
                    let mistyped: String = mistyped.into_iter().collect();
                    prop_assert_eq!(ParticipantNumber::parse(&mistyped), Err(E::CheckDigit));
                }
            }
        }

        #[test]
        fn every_swap_of_neighbours_is_caught(number in numbers()) {
            let digits: Vec<char> = number.digits().chars().collect();
            for place in 1..digits.len() {
                if digits[place - 1] == digits[place] {
                    continue;
                }
                let mut swapped = digits.clone();
                swapped.swap(place - 1, place);
                let swapped: String = swapped.into_iter().collect();
                prop_assert_eq!(ParticipantNumber::parse(&swapped), Err(E::CheckDigit));
            }
        }

        #[test]
        fn garbage_never_panics(text: String) {
            let _ = ParticipantNumber::parse(&text);
        }
    }
}
