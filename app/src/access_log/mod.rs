//! The access log as people see it (G6): sealed into a chain, told to the participant in sentences, looked after by the
//! manager, read by a security system. Entries are written by the kernel, in the commit of the read.

pub mod api;
pub mod pages;
mod parts;
mod text;

pub use api::{count_unread_answers, count_waiting};

#[cfg(feature = "ssr")]
pub mod cef;
#[cfg(feature = "ssr")]
pub mod chain;
#[cfg(feature = "ssr")]
mod chain_store;
#[cfg(feature = "ssr")]
mod fold;
#[cfg(feature = "ssr")]
pub mod jobs;
#[cfg(feature = "ssr")]
mod operations;
#[cfg(feature = "ssr")]
mod operations_store;
#[cfg(feature = "ssr")]
mod store;
#[cfg(feature = "ssr")]
pub mod verify;
#[cfg(feature = "ssr")]
mod who_has_seen;

/// What the pages show and do, without a page: for the tests that read it as somebody.
#[cfg(feature = "ssr")]
pub mod told {
    pub use super::operations::{acknowledge, answer, read as operations, waiting};
    pub use super::store::mark_read;
    pub use super::who_has_seen::{ask, month};
}
