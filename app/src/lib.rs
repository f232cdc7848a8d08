//! The application: capabilities, the kernel they stand on, and the pages.
//!
//! With `ssr` it is the server's half, with `hydrate` the browser's. `docs/decisions/` tells why.
#![recursion_limit = "512"]

pub mod kernel;

pub mod access_log;
pub mod accounts;
pub mod agency;
pub mod attendance;
pub mod booking;
pub mod calendar;
pub mod consent;
pub mod exit;
pub mod extension;
pub mod figures;
pub mod forms;
pub mod identity;
pub mod intake;
pub mod places;
pub mod plan;
pub mod portfolio;
pub mod programme;
pub mod promise;
pub mod record;
pub mod referral;
pub mod rights;
pub mod today;
pub mod transfer;

pub mod frame;
pub mod routes;
#[cfg(feature = "ssr")]
pub mod shell;
pub mod ui;

#[cfg(feature = "demo")]
pub mod demo;

pub use routes::App;
