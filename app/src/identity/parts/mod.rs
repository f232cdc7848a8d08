//! Parts of signing in that its pages share, and the one that the staff's frame shows.

mod passkey;
mod print;
mod role_switch;

pub use passkey::{PasskeyAdd, PasskeyIn};
pub use print::PrintButton;
pub use role_switch::RoleSwitch;
//! Parts of pages: the providers' buttons, and inviting somebody to use them.

mod invite;
mod my_links;
mod ways_in;

pub use invite::{InviteStaffToSignIn, InviteToSignIn};
pub use my_links::MyLinks;
pub use ways_in::{Problem, Way, WayProps, WaysIn};
