//! Parts of the plan's pages.

mod frozen;
mod goal;
mod sharing;
mod stamp_sheet;
mod step;

pub use frozen::FrozenPlanCard;
pub use goal::Goal;
pub use sharing::{SharingSection, reach};
pub use stamp_sheet::StampSheet;
pub use step::{StatusChanged, StepCard};
