//! The first wall: the one place in the code that says who may do what (decision 1, ACCESS.md).
//!
//! Deny by default: what no rule names is a denial, with a typed reason. Row security in the database is the second
//! wall, and holds the same grid.

mod action;
mod category;
mod grid;
mod role;
mod standing;

pub use action::{Action, Asks};
pub use category::{Category, Verb};
pub use grid::{Rule, own, rule};
pub use role::{ActorKind, Role};
pub use standing::{Standing, decide_about};

use serde::{Deserialize, Serialize};

/// Why something was permitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permit {
    /// It is their own.
    Own,
    /// Their role at the centre has it.
    Role,
    /// The person is assigned to them.
    Assigned,
    /// They stated a reason (L).
    Reason,
    /// An emergency override is in force (G2).
    Override,
    /// A consent is in force (c).
    Consent,
    /// Their own referral is not decided yet.
    Referral,
    /// The centre's screen.
    Screen,
}

impl Permit {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Role => "role",
            Self::Assigned => "assigned",
            Self::Reason => "reason",
            Self::Override => "override",
            Self::Consent => "consent",
            Self::Referral => "referral",
            Self::Screen => "screen",
        }
    }
}

/// Why something was denied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Denial {
    /// Nobody is signed in.
    NotSignedIn,
    /// This role has no such cell.
    RoleWithout,
    /// There is no such person, or none at the actor's centre.
    NotHere,
    /// The actor themselves or a declared relative (G1).
    Related,
    /// A protected identity, and the actor is not named for it (G4).
    Protected,
    /// The person is not assigned to the actor.
    NotAssigned,
    /// A reason must be stated first (L).
    ReasonNeeded,
    /// No consent to it is in force (c).
    NoConsent,
    /// Nothing has been published to the actor's agency (p).
    NotPublished,
    /// The actor's referral is decided, or there is none.
    NoReferral,
    /// The actor is not invited to it, has not written it, or it is not at their own session.
    NotTheirs,
    /// It was signed in too long ago for this; once more, please.
    StepUpNeeded,
}

domain::coded!(Denial {
    NotSignedIn = "not_signed_in",
    RoleWithout = "role_without",
    NotHere = "not_here",
    Related = "related",
    Protected = "protected",
    NotAssigned = "not_assigned",
    ReasonNeeded = "reason_needed",
    NoConsent = "no_consent",
    NotPublished = "not_published",
    NoReferral = "no_referral",
    NotTheirs = "not_theirs",
    StepUpNeeded = "step_up_needed",
});

/// Whether this actor may do this, where nobody else is concerned; an action about a person is decided by
/// [`decide_about`].
///
/// # Errors
/// The reason of the denial.
pub fn decide(actor: ActorKind, action: Action) -> Result<Permit, Denial> {
    if actor == ActorKind::Nobody {
        return Err(Denial::NotSignedIn);
    }
    match (action.asks(), actor) {
        // Decided about the person who is named, never without one.
        (Asks::Cell(..), _) => Err(Denial::RoleWithout),
        (Asks::Oneself | Asks::SignedIn, ActorKind::Participant) => Ok(Permit::Own),
        (Asks::SignedIn | Asks::Jointly(true), ActorKind::Staff(_)) => Ok(Permit::Own),
        (Asks::Jointly(true), ActorKind::Participant) => Ok(Permit::Own),
        // It was locked by a colleague whose person it is.
        (Asks::Jointly(_), ActorKind::Joint) => Ok(Permit::Assigned),
        (Asks::Roles(_, true), ActorKind::Screen) => Ok(Permit::Screen),
        (Asks::Roles(roles, _), ActorKind::Staff(role)) if roles.contains(&role) => Ok(Permit::Role),
        (Asks::RoleCell(category, verb), ActorKind::Staff(role))
            if rule(role, category, verb) == Some(Rule::Role) =>
        {
            Ok(Permit::Role)
        }
        _ => Err(Denial::RoleWithout),
    }
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
    fn no_staff_acts_as_a_participant() {
        for role in Role::ALL {
            for action in Action::ALL.into_iter().filter(|a| a.asks() == Asks::Oneself) {
                assert_eq!(decide(ActorKind::Staff(role), action), Err(Denial::RoleWithout));
            }
        }
    }

    #[test]
    fn nothing_about_a_person_is_decided_without_one() {
        for role in Role::ALL {
            for action in Action::ALL {
                if matches!(action.asks(), Asks::Cell(..)) {
                    assert_eq!(decide(ActorKind::Staff(role), action), Err(Denial::RoleWithout));
                }
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

    #[test]
    fn every_action_is_listed_once_and_has_a_code_of_its_own() {
        let codes: std::collections::BTreeSet<_> = Action::ALL.iter().map(|a| a.code()).collect();
        assert_eq!(codes.len(), Action::ALL.len());
        for action in Action::ALL {
            assert_eq!(Action::from_code(action.code()), Some(action));
        }
    }
}
