//! The first wall: the one place in the code that says who may do what (decision 1, ACCESS.md).
//!
//! Deny by default: an actor and an action that no arm names is a denial, with a typed reason.
//! Row security in the database is the second wall.

use serde::{Deserialize, Serialize};

/// What somebody wants to do. What it is done to (their own, their centre's) follows from the actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Register one's own attendance (A1).
    CheckIn,
    /// One's own day: stamp, next step, time left.
    ReadOwnDay,
    /// One's own plan, stamps and absences.
    ReadOwnPlan,
    /// Change one's own plan (P1).
    WriteOwnPlan,
    /// The participants assigned to oneself, and who of the centre is here now.
    ReadPortfolio,
    /// Turn this device into the centre's screen.
    StartScreen,
    /// The code that changes on the centre's screen.
    ShowCode,
    /// The page where a staff member's day begins, with the ways on that the role has.
    OpenStart,
}

impl Action {
    pub const ALL: [Self; 8] = [
        Self::CheckIn,
        Self::ReadOwnDay,
        Self::ReadOwnPlan,
        Self::WriteOwnPlan,
        Self::ReadPortfolio,
        Self::StartScreen,
        Self::ShowCode,
        Self::OpenStart,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::CheckIn => "check_in",
            Self::ReadOwnDay => "read_own_day",
            Self::ReadOwnPlan => "read_own_plan",
            Self::WriteOwnPlan => "write_own_plan",
            Self::ReadPortfolio => "read_portfolio",
            Self::StartScreen => "start_screen",
            Self::ShowCode => "show_code",
            Self::OpenStart => "open_start",
        }
    }
}

/// A role of the staff (DOMAIN.md, Who).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Reception,
    Coach,
    Recruiter,
    TeamLeader,
    Manager,
    Specialist,
}

impl Role {
    pub const ALL: [Self; 6] = [
        Self::Reception,
        Self::Coach,
        Self::Recruiter,
        Self::TeamLeader,
        Self::Manager,
        Self::Specialist,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Reception => "reception",
            Self::Coach => "coach",
            Self::Recruiter => "recruiter",
            Self::TeamLeader => "team_leader",
            Self::Manager => "manager",
            Self::Specialist => "specialist",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.code() == code)
    }

    /// The page where this role begins its day.
    pub const fn home(self) -> &'static str {
        match self {
            Self::Coach | Self::TeamLeader => "/coach",
            Self::Reception | Self::Manager | Self::Recruiter | Self::Specialist => "/start",
        }
    }
}

/// Who acts, as far as a decision needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActorKind {
    Nobody,
    Participant,
    Staff(Role),
    /// The tablet at the door: nothing but the code.
    Screen,
}

/// Why something was permitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permit {
    /// It is their own.
    Own,
    /// Their role at the centre has it.
    Role,
    /// The centre's screen.
    Screen,
}

impl Permit {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Role => "role",
            Self::Screen => "screen",
        }
    }
}

/// Why something was denied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denial {
    /// Nobody is signed in.
    NotSignedIn,
    /// This role has no such cell.
    RoleWithout,
}

impl Denial {
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotSignedIn => "not_signed_in",
            Self::RoleWithout => "role_without",
        }
    }
}

/// Whether this actor may do this.
///
/// # Errors
/// The reason of the denial.
pub fn decide(actor: ActorKind, action: Action) -> Result<Permit, Denial> {
    use Action::{
        CheckIn, OpenStart, ReadOwnDay, ReadOwnPlan, ReadPortfolio, ShowCode, StartScreen, WriteOwnPlan,
    };
    let cell = match (actor, action) {
        (ActorKind::Nobody, _) => return Err(Denial::NotSignedIn),
        (ActorKind::Participant, CheckIn | ReadOwnDay | ReadOwnPlan | WriteOwnPlan) => Permit::Own,
        (ActorKind::Staff(Role::Coach | Role::TeamLeader), ReadPortfolio)
        | (ActorKind::Staff(Role::Reception | Role::TeamLeader | Role::Manager), StartScreen | ShowCode)
        | (ActorKind::Staff(_), OpenStart) => Permit::Role,
        (ActorKind::Screen, ShowCode) => Permit::Screen,
        (ActorKind::Participant | ActorKind::Staff(_) | ActorKind::Screen, _) => {
            return Err(Denial::RoleWithout);
        }
    };
    Ok(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_may_nothing_and_a_screen_only_the_code() {
        for action in Action::ALL {
            assert_eq!(decide(ActorKind::Nobody, action), Err(Denial::NotSignedIn));
            assert_eq!(
                decide(ActorKind::Screen, action).is_ok(),
                action == Action::ShowCode
            );
        }
    }

    #[test]
    fn no_staff_checks_in_for_themselves_or_writes_a_participants_plan() {
        for role in Role::ALL {
            for action in [
                Action::CheckIn,
                Action::ReadOwnDay,
                Action::ReadOwnPlan,
                Action::WriteOwnPlan,
            ] {
                assert_eq!(decide(ActorKind::Staff(role), action), Err(Denial::RoleWithout));
            }
        }
    }

    #[test]
    fn only_those_with_own_participants_have_a_portfolio() {
        let with: Vec<_> = Role::ALL
            .into_iter()
            .filter(|r| decide(ActorKind::Staff(*r), Action::ReadPortfolio).is_ok())
            .collect();
        assert_eq!(with, [Role::Coach, Role::TeamLeader]);
    }
}
