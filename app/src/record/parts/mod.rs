//! Parts of the record's pages.

mod closed;
mod contact;
mod doors;
mod plan;
mod sections;

pub use closed::ClosedList;
pub use contact::Contact;
pub use doors::{Emergency, IdentityNumber, Level, Protect, StateReason};
pub use plan::Plan;
pub use sections::{Absence, Attendance, Consents, Enrolments, Lines};
