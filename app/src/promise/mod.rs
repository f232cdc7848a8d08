//! The promises (löften) that a programme makes a person, as clocks that everybody reads alike (K1–K5).
//!
//! What a clock goes by is the ledger; how it is reckoned stands in `domain::promise`. A broken promise wants a reason,
//! which the participant reads as the coach and the team leader do (P7).

pub mod api;
pub mod pages;
mod parts;
pub mod refusal;
#[cfg_attr(
    not(feature = "ssr"),
    allow(dead_code, reason = "some words are said by the server alone")
)]
mod text;

#[cfg(feature = "ssr")]
pub mod contact;
#[cfg(feature = "ssr")]
mod contact_store;
#[cfg(feature = "ssr")]
pub mod explain;
#[cfg(feature = "ssr")]
pub mod house;
#[cfg(feature = "ssr")]
mod mended;
#[cfg(feature = "ssr")]
mod moved;
#[cfg(feature = "ssr")]
pub mod person;
#[cfg(feature = "ssr")]
pub mod show;
#[cfg(feature = "ssr")]
mod store;

pub use api::{Asked, ExplainPromise};
#[cfg(feature = "ssr")]
pub use contact::contact_chips;
#[cfg(feature = "ssr")]
pub use mended::{became, reasons as taken_back_reasons};
#[cfg(feature = "ssr")]
pub use moved::later_if_closed;
pub use parts::{AskedForm, ClockChips, ContactCard, PromiseList};
#[cfg(feature = "ssr")]
pub use show::{Hands, chips, own_lines};
#[cfg(feature = "ssr")]
pub use store::{Case, of_enrolments, of_person};

use serde::{Deserialize, Serialize};

/// How a clock stands, as it is drawn: always an icon and a word together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Running,
    /// Few days are left.
    Soon,
    Kept,
    Broken,
    /// The person left before its last day.
    Stopped,
}

domain::coded!(Tone {
    Running = "running",
    Soon = "soon",
    Kept = "kept",
    Broken = "broken",
    Stopped = "stopped",
});

/// A promise in words, made on the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub tone: Tone,
    /// How it stands, in a word.
    pub state: String,
    pub words: String,
    /// Why it was broken, where somebody has said so.
    pub why: Option<String>,
}

/// A clock in a list of people, with the one thing that settles it: where, and in a word. Nothing where it is not the
/// reader's to settle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chip {
    pub tone: Tone,
    pub words: String,
    pub action: Option<(String, String)>,
}

/// How K4 of a referral stands, on its own page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfReferral {
    pub line: Line,
    /// Each reason that was given, by whom and when: for the centre.
    pub reasons: Vec<String>,
    /// Where the reason is given, for those who may.
    pub explain: Option<String>,
    /// The form of the reason that was asked for.
    pub asked: Option<Asked>,
}
