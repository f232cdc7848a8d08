//! Places at the centre (E3): enrolled, waiting, and when the house is full if it goes on as it has lately.
//!
//! Counts alone: stays are read from the ledger by the role that sees no name, the queue by functions of the database
//! that give numbers and no person.

pub mod api;
pub mod pages;
mod parts;
mod text;

#[cfg(feature = "ssr")]
mod reckon;
#[cfg(feature = "ssr")]
mod store;

#[cfg(feature = "ssr")]
pub use reckon::places;
