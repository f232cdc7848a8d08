//! Pages of the extension: the centre's, the agency's, the participant's own, and the list of what waits.

mod agency;
mod desk;
mod list;
mod mine;

pub use agency::AgencyExtensionPage;
pub use desk::ExtensionDeskPage;
pub use list::ExtensionsPage;
pub use mine::MyExtensionPage;
