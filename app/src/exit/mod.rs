//! Exit (X3), follow-up after it (X4), and what the passing of time does: terms that end, transfers whose day has come.
//!
//! What changes an enrolment is done in the database, by functions that lock it first. What is told here is why not.

pub mod api;
pub mod follow_up_api;
pub mod pages;
pub mod refusal;
mod text;

#[cfg(feature = "ssr")]
pub mod doing;
#[cfg(feature = "ssr")]
mod follow_up_store;
#[cfg(feature = "ssr")]
pub mod following;
#[cfg(feature = "ssr")]
pub mod jobs;
#[cfg(feature = "ssr")]
mod store;

#[cfg(feature = "ssr")]
pub use doing::{day_in, refused};
