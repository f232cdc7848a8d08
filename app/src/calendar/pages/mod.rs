//! The page of the centre's calendar.

mod adding;
mod calendar;

pub use calendar::CalendarPage;
