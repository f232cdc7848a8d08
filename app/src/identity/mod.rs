//! Signing in and out: credentials, sessions, the language of a device.
//!
//! A session is a random token in a cookie and its hash in a table of ours (decision 7). What kind of
//! session it is says how long it may rest and live.

pub mod api;
mod devices_api;
pub mod linking;
pub mod pages;
mod parts;
mod passkey_api;
mod proof_api;
mod text;

#[cfg(feature = "ssr")]
mod account_store;
#[cfg(feature = "ssr")]
mod give;
#[cfg(feature = "ssr")]
mod guess;
#[cfg(feature = "ssr")]
pub mod oidc;
#[cfg(feature = "ssr")]
mod passkeys;
#[cfg(feature = "ssr")]
mod proof_store;
#[cfg(feature = "ssr")]
mod recovery;
#[cfg(feature = "ssr")]
pub mod secret;
#[cfg(feature = "ssr")]
pub mod session;
#[cfg(feature = "ssr")]
mod step;
#[cfg(feature = "ssr")]
mod step_store;
#[cfg(feature = "ssr")]
mod store;
#[cfg(feature = "ssr")]
mod totp;

pub use api::{ChooseLanguage, SignOut};
pub use devices_api::SwitchRole;
pub use parts::{InviteStaffToSignIn, InviteToSignIn, WhereThereIsAWay};
pub use text::{role as role_word, sign_out as sign_out_word};

#[cfg(feature = "ssr")]
pub use {
    account_store::{close_account, end_sessions_in_role, end_sessions_of, open_staff_account},
    api::server::{begin, begin_with, own_path},
    devices_api::server::good_pin,
    give::{give_card, take_ways_in},
    secret::hash_async as make_secret,
    session::go_on_as,
    step::{abandon as abandon_step, sweep as sweep_steps},
    store::actor_of_account,
};
