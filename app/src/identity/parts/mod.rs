//! Parts of signing in that its pages share, and the one that the staff's frame shows.

mod invite;
mod my_links;
mod passkey;
mod print;
mod role_switch;
mod ways_in;

pub use invite::{InviteStaffToSignIn, InviteToSignIn};
pub use my_links::MyLinks;
pub use passkey::{PasskeyAdd, PasskeyIn};
pub use print::PrintButton;
pub use role_switch::Roles;
pub use ways_in::{Way, WayProps, WaysIn, WhereThereIsAWay};
