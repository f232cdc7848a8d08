//! Bookings (M1): when colleagues have times, which of them are free, and a time that is taken with somebody (K1); the
//! coach talks first.

pub mod api;
pub mod offers_api;
#[cfg_attr(
    not(feature = "ssr"),
    allow(dead_code, reason = "some words are said by the server alone")
)]
mod offers_text;
pub mod pages;
pub mod talks_api;
#[cfg_attr(
    not(feature = "ssr"),
    allow(dead_code, reason = "some words are said by the server alone")
)]
mod talks_text;
mod text;

#[cfg(feature = "ssr")]
pub mod hours;
#[cfg(feature = "ssr")]
pub mod offers;
#[cfg(feature = "ssr")]
mod offers_store;
#[cfg(feature = "ssr")]
mod store;
#[cfg(feature = "ssr")]
pub mod talks;
#[cfg(feature = "ssr")]
mod talks_store;
#[cfg(feature = "ssr")]
mod times;

#[cfg(feature = "ssr")]
pub use {
    store::{Mine, calendar, meeting_of, mine},
    times::{CoachTimes, NewBooking, book, free_times},
};
