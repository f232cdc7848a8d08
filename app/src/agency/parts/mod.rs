//! Parts of the agencies' pages.

mod section;

pub use section::Section;
