//! Pages of the coach.

mod coach;

pub use coach::CoachPage;
