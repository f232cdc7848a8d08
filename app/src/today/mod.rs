//! Idag: the participant's day, and what is theirs beside the plan.

pub mod api;
pub mod pages;
pub mod parts;
pub mod text;

#[cfg(feature = "ssr")]
mod store;
