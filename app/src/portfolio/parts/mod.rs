//! Parts of the coach's day.

mod here_now;
mod participant_list;

pub use here_now::HereNow;
pub use participant_list::ParticipantList;
