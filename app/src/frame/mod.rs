//! What is around the pages: the participant's tabs, the staff's rail, the tools of every page.

mod lost;
mod participant;
mod read_aloud;
mod route_announcer;
mod staff;
mod text;
mod tools;
mod waiting;
mod ways;
mod who;

pub use lost::LostPage;
pub use participant::{ParticipantFrame, Tab};
pub use route_announcer::RouteAnnouncer;
pub use staff::StaffFrame;
pub use tools::PlainTop;
pub use waiting::{ExtensionsMark, UnreadMark};
pub use ways::ways_of;
pub use who::role_here;
