//! The ledger (S2): what happened to an enrolment, the day it concerns, when it was recorded.
//!
//! The hot path (a check-in) writes its row in the same statement as the attendance; this names the
//! events for it and for everything else.

/// An event of an enrolment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    Enrolled,
    Assigned,
    Attended,
    Absent,
    Exited,
    Consented,
    ConsentWithdrawn,
    Unassigned,
}

impl Event {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Enrolled => "enrolled",
            Self::Assigned => "assigned",
            Self::Attended => "attended",
            Self::Absent => "absent",
            Self::Exited => "exited",
            Self::Consented => "consented",
            Self::ConsentWithdrawn => "consent_withdrawn",
            Self::Unassigned => "unassigned",
        }
    }
}
