//! What the demonstration's people say of themselves, and the steps that they and their coaches have thought of.
//! All of it is invented, and all of it is plain.

pub mod reasons;
pub mod steps;
pub mod themes;

use domain::plan::{ActivityKind, Doer};

/// A step as a plan may hold it, before anybody has said when.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    pub kind: ActivityKind,
    pub doer: Doer,
    /// Who does it, where that is neither the participant nor the staff they are assigned to.
    pub name: Option<&'static str>,
    pub title: &'static str,
    pub why: &'static str,
    pub place: &'static str,
    /// When, in words; a step without has a day instead.
    pub when: &'static str,
}

impl Step {
    pub const fn new(kind: ActivityKind, doer: Doer, title: &'static str) -> Self {
        Self {
            kind,
            doer,
            name: None,
            title,
            why: "",
            place: "",
            when: "",
        }
    }

    pub const fn by(self, name: &'static str) -> Self {
        Self {
            doer: Doer::Other,
            name: Some(name),
            ..self
        }
    }

    pub const fn why(self, why: &'static str) -> Self {
        Self { why, ..self }
    }

    pub const fn at(self, place: &'static str) -> Self {
        Self { place, ..self }
    }

    pub const fn when(self, when: &'static str) -> Self {
        Self { when, ..self }
    }
}

/// What somebody wants to work with, and what belongs to it.
#[derive(Debug)]
pub struct Theme {
    pub want: &'static [&'static str],
    pub good_at: &'static [&'static str],
    pub need: &'static [&'static str],
    pub steps: &'static [Step],
}
