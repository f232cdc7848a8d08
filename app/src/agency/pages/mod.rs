//! Pages of the agencies' people.

mod desk;
mod person;

pub use desk::AgencyDeskPage;
pub use person::AgencyPersonPage;
