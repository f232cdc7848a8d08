//! Extension of a term (X1): a text and a new last day that the participant, the agency's case worker and the centre
//! each give a key to. A changed text, day or deadline needs all of them again.

pub mod api;
pub mod pages;
mod parts;
mod text;
pub mod waiting_api;

#[cfg(feature = "ssr")]
pub mod doing;
#[cfg(feature = "ssr")]
mod store;
#[cfg(feature = "ssr")]
pub mod waiting;
#[cfg(feature = "ssr")]
mod waiting_store;

pub use waiting_api::count_extensions_waiting;

#[cfg(feature = "ssr")]
pub use doing::{for_agency, my_warning};
