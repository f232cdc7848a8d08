//! Start and exit forms (uppföljningsformulär, X2): filled by the participant, or together with the coach on a device that
//! is locked to the person meanwhile; what has changed is drawn for the participant. The questions are a manager's, in
//! versions.
//!
//! How a question is asked and what is an answer to it stands in `domain::form`.

pub mod api;
pub mod pages;
mod parts;
pub mod question_api;
pub mod refusal;
mod text;

#[cfg(feature = "ssr")]
pub mod colleague;
#[cfg(feature = "ssr")]
pub mod filling;
#[cfg(feature = "ssr")]
pub mod joint;
#[cfg(feature = "ssr")]
pub mod making;
#[cfg(feature = "ssr")]
pub mod sent;
#[cfg(feature = "ssr")]
pub mod shown;
#[cfg(feature = "ssr")]
mod store;
