//! Parts of signing in that its pages share, and the one that the staff's frame shows.

mod passkey;
mod print;
mod role_switch;

pub use passkey::{PasskeyAdd, PasskeyIn};
pub use print::PrintButton;
pub use role_switch::{RoleSwitch, Roles};
