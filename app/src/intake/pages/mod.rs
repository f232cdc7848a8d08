//! Pages of the desk.

mod consent;
mod desk;
mod finished;
mod flow;
mod meeting;
mod person;

pub use desk::DeskPage;
pub use flow::FlowPage;
