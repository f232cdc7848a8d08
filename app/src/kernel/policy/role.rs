//! Who acts, as far as a decision needs to know.

use serde::{Deserialize, Serialize};

/// A role that reads about others (DOMAIN.md, Who): of the centre's staff, of an agency, of a partner, or of the
/// steering group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Reception,
    Coach,
    Recruiter,
    TeamLeader,
    Manager,
    Specialist,
    CaseWorker,
    Partner,
    Steering,
}

impl Role {
    pub const ALL: [Self; 9] = [
        Self::Reception,
        Self::Coach,
        Self::Recruiter,
        Self::TeamLeader,
        Self::Manager,
        Self::Specialist,
        Self::CaseWorker,
        Self::Partner,
        Self::Steering,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Reception => "reception",
            Self::Coach => "coach",
            Self::Recruiter => "recruiter",
            Self::TeamLeader => "team_leader",
            Self::Manager => "manager",
            Self::Specialist => "specialist",
            Self::CaseWorker => "case_worker",
            Self::Partner => "partner",
            Self::Steering => "steering",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.code() == code)
    }

    /// Whether the role belongs to an agency or a partner and not to a centre.
    pub const fn of_agency(self) -> bool {
        matches!(self, Self::CaseWorker | Self::Partner)
    }

    /// Whether the role works in the house: with participants, under the centre's roof.
    pub const fn in_house(self) -> bool {
        !matches!(self, Self::CaseWorker | Self::Partner | Self::Steering)
    }

    /// The page where this role begins its day.
    pub const fn home(self) -> &'static str {
        match self {
            Self::Coach | Self::TeamLeader => "/coach",
            Self::Reception | Self::Recruiter | Self::Specialist | Self::Manager => "/start",
            Self::CaseWorker | Self::Partner => "/myndighet",
            Self::Steering => "/siffror",
        }
    }
}

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActorKind {
    Nobody,
    Participant,
    /// Staff of a centre, an agency, a partner; or a member of the steering group.
    Staff(Role),
    /// The tablet at the door: nothing but the code.
    Screen,
    /// A colleague's device that is locked to one person while the two fill in a form together (X2).
    Joint,
}
