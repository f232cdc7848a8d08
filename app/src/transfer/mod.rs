//! Transfer to another centre of the same programme, with the participant's yes. Nothing of it is seen at the other
//! centre before the day it takes effect, and nothing at the first after it.

pub mod api;
pub mod pages;
mod text;

#[cfg(feature = "ssr")]
pub mod doing;
#[cfg(feature = "ssr")]
mod store;

pub use api::Moved;
#[cfg(feature = "ssr")]
pub use doing::{moved_here, moved_lately};
