//! The plan (aktivitetsplan): the participant's own, in their words (P1–P3).

pub mod api;
pub mod pages;
mod parts;
pub mod sharing;
mod text;

#[cfg(feature = "ssr")]
mod store;

pub use api::SetActivityStatus;
pub use parts::{FrozenPlanCard, StatusChanged, StepCard};
#[cfg(feature = "ssr")]
pub use {
    api::server::shown,
    store::{activities, begin_plan},
    text::status as status_word,
};

use domain::plan::{ActivityKind, ActivityStatus};
use serde::{Deserialize, Serialize};

/// A step of the plan, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    pub id: String,
    pub kind: ActivityKind,
    pub title: String,
    pub why: String,
    pub status: ActivityStatus,
    /// Who does it and when, in one line.
    pub meta: String,
}
