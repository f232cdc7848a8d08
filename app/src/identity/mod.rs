//! Signing in and out: credentials, sessions, the language of a device.
//!
//! A session is a random token in a cookie and its hash in a table of ours (decision 7). What kind of
//! session it is says how long it may rest and live.

pub mod api;
pub mod linking;
pub mod pages;
pub mod parts;
mod text;

#[cfg(feature = "ssr")]
pub mod oidc;
#[cfg(feature = "ssr")]
pub mod secret;
#[cfg(feature = "ssr")]
pub mod session;
#[cfg(feature = "ssr")]
mod store;

#[cfg(feature = "ssr")]
pub use api::server::{begin, own_path};
pub use api::{ChooseLanguage, SignOut};
pub use parts::{InviteStaffToSignIn, InviteToSignIn, MyLinks};
pub use text::sign_out as sign_out_word;

#[cfg(feature = "ssr")]
pub use store::actor_of_account;
