//! Programmes are data: which version of the rules holds, what it says, and how a manager makes the next.

pub mod api;
pub mod pages;
mod parts;
pub mod refusal;
mod text;

#[cfg(feature = "ssr")]
mod form;
#[cfg(feature = "ssr")]
mod make;
#[cfg(feature = "ssr")]
mod read;
#[cfg(feature = "ssr")]
mod said;
#[cfg(feature = "ssr")]
mod store;

pub use text::{condition as condition_word, outcome_word};
#[cfg(feature = "ssr")]
pub use {
    form::{Fields, fields_of},
    make::{Sent, make},
    read::{list, new_version, one},
    said::{entry_group_word, ground_word},
    store::{
        Row as ProgrammeHere, Version, agencies as parties, centre_name, of_centre as programmes_here,
        rules_of, version_on,
    },
};
