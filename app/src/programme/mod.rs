//! Programmes are data: which version of the rules holds, and what it says.

#[cfg(feature = "ssr")]
mod store;

#[cfg(feature = "ssr")]
pub use store::{Version, rules_of, version_on};
