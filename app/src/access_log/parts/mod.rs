//! Parts of the pages of the access log.

mod bars;
mod denied;
mod entry;
mod failed;
mod overrides;
mod questions;

pub use bars::Bars;
pub use denied::{DeniedTable, OpeningsTable};
pub use entry::{EmergencyCard, EntryLine};
pub use failed::FailedSignIns;
pub use overrides::Overrides;
pub use questions::Questions;
