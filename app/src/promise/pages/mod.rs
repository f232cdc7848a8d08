//! Pages of the promises.

mod house;
mod person;

pub use house::PromisesPage;
pub use person::PersonPromisesPage;
