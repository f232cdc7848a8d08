//! Pages of attendance.

mod check_in;
mod screen;

pub use check_in::CheckInPage;
pub use screen::ScreenPage;
