//! Pages of referrals.

mod beginning;
mod list;
mod one;
mod question;

pub use beginning::ReferPage;
pub use list::ReferralsPage;
pub use one::ReferralPage;
pub use question::QuestionPage;
