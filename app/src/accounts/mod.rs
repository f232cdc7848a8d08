//! Accounts of the staff (O1, G5): who works there, for whom and in which roles; who works with whom (G3); and whose
//! records are closed to whom (G1).
//!
//! A member of staff is kept by one centre: the one whose manager made the account, or the centre of the first role.
//! The managers of that centre change the name, the employer and the share, invite, and close the account. Roles at a
//! centre are given and ended by that centre's managers. A case worker or a partner has no centre of their own: the
//! centre that made them keeps them, and may make them only for an agency that has a way in to one of its programmes
//! (case workers), or that is of civil society (partners). The list of a centre is those whom it keeps and those who
//! have or had a role there. Row security holds the same rule (`access.keeps`, `access.staff_here`, `access.agency_here`).

pub mod api;
pub mod assign_api;
pub mod pages;
pub mod refusal;
pub mod relation_api;
mod text;
pub mod welcome_api;
pub mod without_api;
mod without_text;

#[cfg(feature = "ssr")]
mod account_store;
#[cfg(feature = "ssr")]
pub mod assign;
#[cfg(feature = "ssr")]
mod assignment_store;
#[cfg(feature = "ssr")]
mod first_manager;
#[cfg(feature = "ssr")]
mod invitation_store;
#[cfg(feature = "ssr")]
pub mod manage;
#[cfg(feature = "ssr")]
mod read;
#[cfg(feature = "ssr")]
pub mod relate;
#[cfg(feature = "ssr")]
mod relation_store;
#[cfg(feature = "ssr")]
mod typed_in;
#[cfg(feature = "ssr")]
pub mod welcome;
#[cfg(feature = "ssr")]
pub mod without;
#[cfg(feature = "ssr")]
mod without_store;

pub use without_api::count_without_coach;

#[cfg(feature = "ssr")]
pub use assign::first_coach;
#[cfg(feature = "ssr")]
pub use first_manager::{FirstManager, FirstManagerError, first_manager};
#[cfg(feature = "ssr")]
pub use read::{Asked, account, accounts};
