//! Pages of the transfer: the team leader's, and the participant's own.

mod desk;
mod mine;

pub use desk::TransferDeskPage;
pub use mine::MyTransferPage;
