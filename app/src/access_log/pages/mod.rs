//! Pages of the access log.

mod operations;
mod who_has_seen;

pub use operations::OperationsPage;
pub use who_has_seen::WhoHasSeenPage;
