//! Parts of attendance that other pages show too.

mod stamp;

pub use stamp::{StampCard, StampMark};
