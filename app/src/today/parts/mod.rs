//! Parts of the participant's day.

mod time_line;

pub use time_line::TimeLine;
