//! The participant's rights: everything about oneself, corrections, what is kept how long, and erasure.

pub mod api;
pub mod pages;
mod parts;
mod text;

#[cfg(feature = "ssr")]
pub mod book;
#[cfg(feature = "ssr")]
mod book_store;
#[cfg(feature = "ssr")]
pub mod book_words;
#[cfg(feature = "ssr")]
mod erase_store;
#[cfg(feature = "ssr")]
pub mod erasure;
#[cfg(feature = "ssr")]
pub mod inventory;
#[cfg(feature = "ssr")]
mod inventory_after;
#[cfg(feature = "ssr")]
pub mod left_out;
#[cfg(feature = "ssr")]
pub mod retention;
#[cfg(feature = "ssr")]
mod section;
#[cfg(feature = "ssr")]
mod store;

use serde::{Deserialize, Serialize};

/// What a correction is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    Name,
    BirthYear,
    Contact,
    Attendance,
    Absence,
    Plan,
    Consent,
    Other,
}

impl About {
    pub const ALL: [Self; 8] = [
        Self::Name,
        Self::BirthYear,
        Self::Contact,
        Self::Attendance,
        Self::Absence,
        Self::Plan,
        Self::Consent,
        Self::Other,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::BirthYear => "birth_year",
            Self::Contact => "contact",
            Self::Attendance => "attendance",
            Self::Absence => "absence",
            Self::Plan => "plan",
            Self::Consent => "consent",
            Self::Other => "other",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|a| a.code() == code)
    }

    /// Whether the app itself can put it right; the rest is done by hand.
    pub const fn by_app(self) -> bool {
        matches!(self, Self::Name | Self::BirthYear | Self::Contact)
    }
}
