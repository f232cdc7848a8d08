//! Server functions of the record.

pub mod contact;
pub mod emergency;
pub mod find;
pub mod open;
pub mod protection;
pub mod reason;

use serde::{Deserialize, Serialize};

/// What the frame around a page of the staff needs to know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Desk {
    /// Whether the day begins at the coach's page, or at the start page.
    pub at_coach: bool,
    pub may_start_screen: bool,
}

impl Desk {
    /// Where the day begins.
    pub const fn home(self) -> &'static str {
        if self.at_coach { "/coach" } else { "/start" }
    }

    #[cfg(feature = "ssr")]
    pub fn of(actor: &crate::kernel::Actor) -> Self {
        use crate::kernel::policy::{Action, decide};
        Self {
            at_coach: actor.role().is_some_and(|r| r.home() == "/coach"),
            may_start_screen: decide(actor.kind(), Action::StartScreen).is_ok(),
        }
    }
}
