//! Pages of the exit and of what follows it.

mod exit;
mod follow_ups;

pub use exit::ExitPage;
pub use follow_ups::FollowUpsPage;
