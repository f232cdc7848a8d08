//! Extension of a term (X1): a text and a new last day that the participant, the agency's case worker and the centre
//! each give a key to. A changed text needs all of them again.

pub mod api;
pub mod pages;
mod parts;
mod text;

#[cfg(feature = "ssr")]
pub mod doing;
#[cfg(feature = "ssr")]
mod store;

#[cfg(feature = "ssr")]
pub use doing::{for_agency, my_warning};
