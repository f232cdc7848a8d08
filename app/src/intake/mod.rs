//! The desk (N1): an enrolment as one flow, begun by one account, seen by nobody else, and done by one press in one
//! transaction – either all of it or nothing.

pub mod api;
pub mod pages;
mod parts;
pub mod refusal;
mod text;

#[cfg(feature = "ssr")]
pub mod desk;
#[cfg(feature = "ssr")]
pub mod draft;
#[cfg(feature = "ssr")]
pub mod finish;
#[cfg(feature = "ssr")]
mod show;
#[cfg(feature = "ssr")]
pub mod steps;
#[cfg(feature = "ssr")]
mod store;

#[cfg(feature = "ssr")]
pub use {desk::sweep, show::page};
