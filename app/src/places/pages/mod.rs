//! The page of the places.

mod places;

pub use places::PlacesPage;
