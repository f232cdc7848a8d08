//! Parts of pages: the providers' buttons, and inviting somebody to use them.

mod invite;
mod my_links;
mod ways_in;

pub use invite::{InviteStaffToSignIn, InviteToSignIn};
pub use my_links::MyLinks;
pub use ways_in::{Problem, Way, WayProps, WaysIn};
