//! Pages of signing in, and where staff begin.

mod link;
mod participant_sign_in;
mod staff_sign_in;
mod staff_start;

pub use link::LinkPage;
pub use participant_sign_in::SignInPage;
pub use staff_sign_in::StaffSignInPage;
pub use staff_start::StaffStartPage;
