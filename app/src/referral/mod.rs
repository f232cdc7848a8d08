//! Referrals (E1–E6): an agency's case worker writes one, one question a page; the database decides who has a place and
//! who waits; the centre's desk sees whom to expect, judges what needs judging, and says no by a typed reason.

pub mod api;
pub mod draft_api;
pub mod pages;
mod parts;
pub mod refusal;
mod text;

#[cfg(feature = "ssr")]
pub mod desk;
#[cfg(feature = "ssr")]
pub mod draft;
#[cfg(feature = "ssr")]
mod draft_store;
#[cfg(feature = "ssr")]
pub mod jobs;
#[cfg(feature = "ssr")]
pub mod lists;
#[cfg(feature = "ssr")]
pub mod mine;
#[cfg(feature = "ssr")]
mod outlook;
#[cfg(feature = "ssr")]
pub mod sending;
#[cfg(feature = "ssr")]
pub mod settle;
#[cfg(feature = "ssr")]
mod store;
#[cfg(feature = "ssr")]
mod typed_in;

#[cfg(feature = "ssr")]
pub use settle::hidden;
#[cfg(feature = "ssr")]
pub use store::log_read;
