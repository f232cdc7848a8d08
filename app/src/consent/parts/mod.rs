//! Parts of the consent pages.

mod card;
mod choices;
mod reading;
mod signature_pad;
mod summary;

pub use card::{PartyCard, WithdrawForm};
pub use choices::{Choice, Until, Ways, WhyAndHowLong};
pub use reading::{Reading, ReadingProps};
pub use signature_pad::SignaturePad;
pub use summary::{ConsentSummary, ConsentSummaryProps};
