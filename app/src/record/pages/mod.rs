//! Pages of the record.

mod find;
mod protection;
mod record;

pub use find::FindPage;
pub use protection::ProtectionPage;
pub use record::RecordPage;
