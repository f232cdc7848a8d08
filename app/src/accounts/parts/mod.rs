//! Parts of the pages of accounts.

mod field;

pub use field::{Choose, Filled, Grouped, Saved};
