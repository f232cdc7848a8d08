//! Pages of consent.

mod decide;
mod desk;
mod mine;
mod receipt;

pub use decide::DecidePage;
pub use desk::ConsentDeskPage;
pub use mine::ConsentsPage;
pub use receipt::ReceiptPage;
