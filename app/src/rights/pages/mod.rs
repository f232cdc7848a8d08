mod book;
mod correction;
mod corrections;
mod kept;
mod retention;

pub use book::BookPage;
pub use correction::CorrectionPage;
pub use corrections::CorrectionsPage;
pub use kept::KeptPage;
pub use retention::RetentionPage;
