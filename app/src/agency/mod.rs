//! What those outside the centre meet: an agency's case worker, and a partner (C3, P4, A3).
//!
//! They see the people who have let them, and each of these as far as they have let them. There is no list of the
//! centre's participants here, and nothing about attendance.

pub mod api;
pub mod pages;
mod parts;
mod text;

#[cfg(feature = "ssr")]
mod desk;
#[cfg(feature = "ssr")]
mod record;
#[cfg(feature = "ssr")]
mod store;

#[cfg(feature = "ssr")]
pub use {desk::desk, record::record};
