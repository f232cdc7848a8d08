//! Pages of the participant's day.

mod more;
mod today;

pub use more::MorePage;
pub use today::TodayPage;
