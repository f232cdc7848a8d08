//! The centre's own calendar: the working days on which it is closed and the days off on which it is open, over the
//! national one (DOMAIN "Calendar"). Check-ins, free times and promises go by it; only days to come are changed
//! (decision 027).

pub mod api;
pub mod pages;
pub mod refusal;
#[cfg_attr(
    not(feature = "ssr"),
    allow(dead_code, reason = "some words are said by the server alone")
)]
mod text;

#[cfg(feature = "ssr")]
pub mod keep;
#[cfg(feature = "ssr")]
pub mod show;
#[cfg(feature = "ssr")]
mod store;
