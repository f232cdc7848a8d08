//! Pages of hours and bookings.

mod hours;
mod offers;
mod talks;

pub use hours::HoursPage;
pub use talks::TalksPage;
