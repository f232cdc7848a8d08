//! The coach's day: who is here now, and one's own participants.

pub mod api;
pub mod pages;
mod parts;
pub mod text;

#[cfg(feature = "ssr")]
mod store;
