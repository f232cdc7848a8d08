//! Parts of the consent pages.

mod card;
mod choices;
mod chosen;
mod reading;
mod signature_pad;
mod summary;

pub use card::{PartyCard, WithdrawForm};
pub use choices::{Choice, Ways, WhyAndHowLong};
pub use chosen::Chosen;
pub use reading::{Reading, ReadingProps};
pub use signature_pad::SignaturePad;
pub use summary::{ConsentSummary, ConsentSummaryProps};
