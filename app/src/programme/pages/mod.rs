//! Pages of the programmes.

mod list;
mod new_version;
mod one;

pub use list::ProgrammesPage;
pub use new_version::NewVersionPage;
pub use one::ProgrammePage;
