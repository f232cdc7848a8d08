//! What every capability stands on: errors, language, who acts, what they may, the transaction of a request.

mod choice;
pub mod error;
pub mod error_text;
pub mod lang;
pub mod policy;

#[cfg(feature = "ssr")]
pub mod access_log;
#[cfg(feature = "ssr")]
pub mod actor;
#[cfg(feature = "ssr")]
pub mod answer;
#[cfg(feature = "ssr")]
pub mod cookies;
#[cfg(feature = "ssr")]
pub mod ctx;
#[cfg(feature = "ssr")]
pub mod dates;
#[cfg(feature = "ssr")]
pub mod db;
#[cfg(feature = "ssr")]
pub mod device;
#[cfg(feature = "ssr")]
pub mod keys;
#[cfg(feature = "ssr")]
pub mod ledger;
#[cfg(feature = "ssr")]
pub mod live;
#[cfg(feature = "ssr")]
pub mod outside;
#[cfg(feature = "ssr")]
pub mod state;
#[cfg(feature = "ssr")]
pub mod throttle;

pub mod typed;

/// What the product is called.
pub const APP_NAME: &str = "Arbetsforum";

pub use choice::Choice;
pub use error::AppError;
pub use lang::Lang;
#[cfg(feature = "ssr")]
pub use {
    actor::{Actor, Visitor},
    answer::answer,
    ctx::Ctx,
    state::AppState,
};
