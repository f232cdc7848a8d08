//! Publishing the plan to an agency (P4): what it sees is a version, frozen, that the participant has chosen to share.

pub mod api;
pub(in crate::plan) mod text;

#[cfg(feature = "ssr")]
mod frozen;
#[cfg(feature = "ssr")]
mod store;

#[cfg(feature = "ssr")]
pub use frozen::{changes, content_of, hash, shown};

use serde::{Deserialize, Serialize};

/// A version of a plan, as an agency reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenPlan {
    pub want: String,
    pub good_at: String,
    pub need: String,
    pub steps: Vec<FrozenLine>,
}

/// A step of it in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenLine {
    pub title: String,
    pub why: String,
    pub status: String,
    /// Who does it, when and where, in one line.
    pub meta: String,
}

/// With whom the plan is shared, for Min plan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sharing {
    /// Agencies that have a version now.
    pub shared: Vec<Shared>,
    /// Agencies that one has consented to, and shares nothing with.
    pub may: Vec<Party>,
    /// Agencies that one has not consented to.
    pub without_consent: Vec<Party>,
}

/// An agency by name, and the word for it in an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    pub code: String,
    pub name: String,
}

/// A version that an agency has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shared {
    pub party: Party,
    pub since: String,
    /// How today's plan differs from it; nothing where it does not.
    pub difference: Option<String>,
    /// When it was first opened there, if it was.
    pub read: Option<String>,
    pub reach: Reach,
}

/// Whether the agency can read what was shared with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    Reads,
    /// There is no consent to the plan any more: it is closed, and opens again with a new one.
    NoConsent,
    /// They may not know that one is enrolled, and so they cannot find the person.
    NotKnown,
}
