//! Consent (samtycke): who may tell whom what, and the taking back of it (C1–C4).

pub mod api;
pub mod pages;
mod parts;
mod text;

#[cfg(feature = "ssr")]
pub mod giving;
#[cfg(feature = "ssr")]
pub mod shown;
#[cfg(feature = "ssr")]
mod store;
#[cfg(feature = "ssr")]
pub mod withdrawing;

pub use api::ConsentText;
pub use parts::{
    Choice, Chosen, ConsentSummary, ConsentSummaryProps, Reading, ReadingProps, SignaturePad, Ways,
    WhyAndHowLong,
};
pub use text::{
    category as category_word, desk_how, desk_language, desk_who, language_name, on_paper, on_screen,
    paper_place, paper_place_hint,
};
#[cfg(feature = "ssr")]
pub use {
    giving::{Asked, Given, check_at_desk, give},
    shown::{list_for, offer_at_desk, record_disclosure, summary_for, yes_no_for},
};

use domain::consent::{Category, Direction, How, Purpose, TextLanguage};
use serde::{Deserialize, Serialize};

/// A party by its names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyName {
    pub code: String,
    pub sv: String,
    pub en: String,
}

impl PartyName {
    /// As it is called in the interface's language.
    pub fn of(&self, lang: crate::kernel::Lang) -> &str {
        match lang {
            crate::kernel::Lang::Sv => &self.sv,
            crate::kernel::Lang::En => &self.en,
        }
    }

    /// As it is called in the language of a text.
    pub fn in_text(&self, language: TextLanguage) -> &str {
        match language {
            TextLanguage::Sv | TextLanguage::SvEasy => &self.sv,
            TextLanguage::En => &self.en,
        }
    }
}

/// A party with what is agreed with it now, and what it has been told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    pub name: PartyName,
    /// Consents in force.
    pub agreed: Vec<Agreed>,
    /// What was told to it under any consent, whether or not that still holds (C2).
    pub told: Vec<Told>,
}

/// A consent in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreed {
    pub id: String,
    pub direction: Direction,
    pub category: Category,
    pub purpose: Purpose,
    pub since: String,
    /// Its last day; none where it holds for as long as the enrolment does.
    pub until: Option<String>,
    pub how: How,
    /// The signature it stands under: its receipt.
    pub signature: String,
}

/// Something that was told to a party.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    pub category: Category,
    /// The last day it was told.
    pub day: String,
}

/// A person's consents, as far as whoever asks may know (ACCESS.md, "consents").
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Summary {
    /// Not for this actor, and why.
    Closed(crate::kernel::policy::Denial),
    /// Yes, party by party, and nothing more.
    YesNo(Vec<YesNo>),
    /// All of it; the path to take or withdraw at the desk where the actor may.
    Whole {
        parties: Vec<Party>,
        desk: Option<String>,
    },
}

/// A consent is in force with this party for this category, and nothing more is said of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct YesNo {
    pub name: PartyName,
    pub direction: Direction,
    pub category: Category,
}
