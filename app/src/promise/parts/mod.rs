//! Parts of the promises.

mod asked;
mod chips;
mod contact;
mod list;
mod standing;

pub use asked::AskedForm;
pub use chips::ClockChips;
pub use contact::ContactCard;
pub use list::PromiseList;
pub use standing::Standing;
