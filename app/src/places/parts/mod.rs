//! Parts of the page of the places.

mod ahead;
mod chart;

pub use ahead::Ahead;
