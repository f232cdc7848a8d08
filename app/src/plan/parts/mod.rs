//! Parts of the plan's pages.

mod goal;
mod stamp_sheet;
mod step;

pub use goal::Goal;
pub use stamp_sheet::StampSheet;
pub use step::{StatusChanged, StepCard};
