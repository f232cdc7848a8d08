//! Figures of a centre: how many there were, came, left and are, and how it went; never a person (S1–S5).
//!
//! They are read from the ledger alone, through a role of the database that sees no name. What leaves the centre has
//! its small cells hidden. A month's figures are set on the 15th of the next: days between would tell one from another.

pub mod api;
pub mod pages;
mod parts;
mod text;

#[cfg(feature = "ssr")]
mod download;
#[cfg(feature = "ssr")]
mod reckon;
#[cfg(feature = "ssr")]
mod store;

#[cfg(feature = "ssr")]
pub use {download::csv, download::download, reckon::figures};
