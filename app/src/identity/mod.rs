//! Signing in and out: credentials, sessions, the language of a device.
//!
//! A session is a random token in a cookie and its hash in a table of ours (decision 7). What kind of
//! session it is says how long it may rest and live.

pub mod api;
pub mod pages;
mod text;

#[cfg(feature = "ssr")]
mod account_store;
#[cfg(feature = "ssr")]
pub mod secret;
#[cfg(feature = "ssr")]
pub mod session;
#[cfg(feature = "ssr")]
mod store;

#[cfg(feature = "ssr")]
pub use api::server::{begin, own_path};
pub use api::{ChooseLanguage, SignOut};
pub use text::sign_out as sign_out_word;

#[cfg(feature = "ssr")]
pub use account_store::{close_account, end_sessions_in_role, end_sessions_of, open_staff_account};
#[cfg(feature = "ssr")]
pub use secret::make as make_secret;
#[cfg(feature = "ssr")]
pub use store::actor_of_account;
