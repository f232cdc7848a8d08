//! What is wrong in a form, and in which field of it.

use super::QUESTIONS_MAX;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A place in a form that is filled or made; rows count from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormPlace {
    /// The answer to a question.
    Answer(u8),
    /// A question's words.
    Swedish(u8),
    English(u8),
    LowSwedish(u8),
    LowEnglish(u8),
    HighSwedish(u8),
    HighEnglish(u8),
    /// What a question offers, a line each.
    Choices(u8),
    /// Why a version is made.
    Reason,
    /// The whole of it.
    Whole,
}

/// Why a form is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum FormRefusal {
    #[error("nothing is written")]
    Empty,
    #[error("the text is too long")]
    TooLong,
    #[error("a character that no keyboard types")]
    Unreadable,
    #[error("a form asks something")]
    NoQuestion,
    #[error("more questions than there may be")]
    TooMany,
    #[error("it stands there twice")]
    Twice,
    #[error("a question offers from two choices to eight")]
    ChoicesCount,
    #[error("a line has a choice in both languages")]
    ChoiceShape,
    #[error("not among what the question offers")]
    NotOffered,
    #[error("an identity number has no place here")]
    LooksLikeIdentityNumber,
    #[error("nothing is answered")]
    NothingSaid,
    #[error("nothing differs from the version before")]
    NoDifference,
    #[error("the questions have changed meanwhile")]
    Stale,
    #[error("the form cannot be filled on this day")]
    Closed,
}

crate::coded!(FormRefusal {
    Empty = "empty",
    TooLong = "too_long",
    Unreadable = "unreadable",
    NoQuestion = "no_question",
    TooMany = "too_many",
    Twice = "twice",
    ChoicesCount = "choices_count",
    ChoiceShape = "choice_shape",
    NotOffered = "not_offered",
    LooksLikeIdentityNumber = "looks_like_identity_number",
    NothingSaid = "nothing_said",
    NoDifference = "no_difference",
    Stale = "stale",
    Closed = "closed",
});

/// What is wrong, and where. On the wire it is one line: the field, and the refusal's word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
#[serde(into = "String", try_from = "String")]
#[error("{at:?}: {why}")]
pub struct FormError {
    pub at: FormPlace,
    pub why: FormRefusal,
}

impl FormError {
    pub const fn new(at: FormPlace, why: FormRefusal) -> Self {
        Self { at, why }
    }
}

/// The word of the whole of a form, which is no field.
const WHOLE: &str = "whole";

impl From<FormError> for String {
    fn from(error: FormError) -> Self {
        format!("{} {}", error.at.id().unwrap_or(WHOLE), error.why.code())
    }
}

impl TryFrom<String> for FormError {
    type Error = &'static str;

    fn try_from(line: String) -> Result<Self, &'static str> {
        let (at, why) = line.split_once(' ').ok_or("unknown word")?;
        Ok(Self {
            at: FormPlace::from_id(at).ok_or("unknown word")?,
            why: FormRefusal::from_code(why).ok_or("unknown word")?,
        })
    }
}

macro_rules! row_ids {
    ($name:literal) => {
        [
            concat!($name, "_0"),
            concat!($name, "_1"),
            concat!($name, "_2"),
            concat!($name, "_3"),
            concat!($name, "_4"),
            concat!($name, "_5"),
            concat!($name, "_6"),
            concat!($name, "_7"),
            concat!($name, "_8"),
            concat!($name, "_9"),
            concat!($name, "_10"),
            concat!($name, "_11"),
        ]
    };
}

impl FormPlace {
    /// Every place, those of rows as their first.
    const PLACES: [Self; 10] = [
        Self::Answer(0),
        Self::Swedish(0),
        Self::English(0),
        Self::LowSwedish(0),
        Self::LowEnglish(0),
        Self::HighSwedish(0),
        Self::HighEnglish(0),
        Self::Choices(0),
        Self::Reason,
        Self::Whole,
    ];

    /// The name of its field in a form; `None` for the whole of it, and for a row past the last.
    pub const fn id(self) -> Option<&'static str> {
        const fn one(ids: [&'static str; QUESTIONS_MAX], n: u8) -> Option<&'static str> {
            if (n as usize) < QUESTIONS_MAX {
                Some(ids[n as usize])
            } else {
                None
            }
        }
        match self {
            Self::Answer(n) => one(row_ids!("answer"), n),
            Self::Swedish(n) => one(row_ids!("sv"), n),
            Self::English(n) => one(row_ids!("en"), n),
            Self::LowSwedish(n) => one(row_ids!("low_sv"), n),
            Self::LowEnglish(n) => one(row_ids!("low_en"), n),
            Self::HighSwedish(n) => one(row_ids!("high_sv"), n),
            Self::HighEnglish(n) => one(row_ids!("high_en"), n),
            Self::Choices(n) => one(row_ids!("choices"), n),
            Self::Reason => Some("reason"),
            Self::Whole => None,
        }
    }

    /// The place of such a name; `None` for any other.
    pub fn from_id(id: &str) -> Option<Self> {
        let named = |place: &Self| place.id().unwrap_or(WHOLE) == id;
        Self::PLACES.into_iter().find_map(|place| {
            (0..u8::try_from(QUESTIONS_MAX).unwrap_or(0))
                .map(|n| place.in_row(n))
                .find(named)
        })
    }

    /// The same place in another row.
    #[must_use]
    pub const fn in_row(self, n: u8) -> Self {
        match self {
            Self::Answer(_) => Self::Answer(n),
            Self::Swedish(_) => Self::Swedish(n),
            Self::English(_) => Self::English(n),
            Self::LowSwedish(_) => Self::LowSwedish(n),
            Self::LowEnglish(_) => Self::LowEnglish(n),
            Self::HighSwedish(_) => Self::HighSwedish(n),
            Self::HighEnglish(_) => Self::HighEnglish(n),
            Self::Choices(_) => Self::Choices(n),
            Self::Reason | Self::Whole => self,
        }
    }

    /// The row that it is in.
    pub const fn row(self) -> Option<u8> {
        match self {
            Self::Answer(n)
            | Self::Swedish(n)
            | Self::English(n)
            | Self::LowSwedish(n)
            | Self::LowEnglish(n)
            | Self::HighSwedish(n)
            | Self::HighEnglish(n)
            | Self::Choices(n) => Some(n),
            Self::Reason | Self::Whole => None,
        }
    }
}
