//! The record (ACCESS.md): what the centre's staff see of one person, category by category, and how they get there –
//! by search, by a stated reason (L), in an emergency (G2), or by name where an identity is protected (G4).

pub mod api;
pub mod pages;
mod parts;
mod text;

#[cfg(feature = "ssr")]
mod find_store;
#[cfg(feature = "ssr")]
mod protection_store;
#[cfg(feature = "ssr")]
mod store;

pub use text::{LANGUAGES, language as language_name};
#[cfg(feature = "ssr")]
pub use {
    api::contact::server::{Typed as TypedContact, checked as checked_contact, phone as checked_phone},
    store::desk_contact,
};

#[cfg(feature = "ssr")]
use domain::ids::PersonId;

/// A person's id as it was sent; what cannot be read is nobody's, and is answered like anybody who is not there.
#[cfg(feature = "ssr")]
fn person_of(typed: &str) -> PersonId {
    uuid::Uuid::try_parse(typed).unwrap_or_default().into()
}

/// First letters of both names.
#[cfg(feature = "ssr")]
fn initials(given: &str, family: &str) -> String {
    [given, family]
        .iter()
        .filter_map(|n| n.chars().next())
        .flat_map(char::to_uppercase)
        .collect()
}
