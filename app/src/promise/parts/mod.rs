//! Parts of the promises.

mod asked;
mod chips;
mod list;
mod standing;

pub use asked::AskedForm;
pub use chips::ClockChips;
pub use list::PromiseList;
pub use standing::Standing;
