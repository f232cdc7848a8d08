//! Pages of the extension: the centre's, the agency's, and the participant's own.

mod agency;
mod desk;
mod mine;

pub use agency::AgencyExtensionPage;
pub use desk::ExtensionDeskPage;
pub use mine::MyExtensionPage;
