//! Who is behind a request.

use super::device::Device;
use super::lang::Lang;
use super::policy::{ActorKind, Role};
use chrono::{DateTime, Utc};
use domain::ids::{AccountId, AgencyId, CentreId, PersonId, RequestId, SessionId, StaffId};
use std::net::IpAddr;

/// Somebody signed in, or a paired screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    Participant {
        account: AccountId,
        person: PersonId,
    },
    Staff {
        account: AccountId,
        staff: StaffId,
        centre: CentreId,
        role: Role,
    },
    /// A case worker or a partner: of an agency, not of the centre.
    Agency {
        account: AccountId,
        staff: StaffId,
        agency: AgencyId,
        role: Role,
    },
    Screen {
        centre: CentreId,
    },
    /// A colleague's session that is locked to one person while the two fill in a form together (X2). In the database it
    /// is no colleague and no participant: what is not written for it is closed.
    Joint {
        account: AccountId,
        staff: StaffId,
        centre: CentreId,
        role: Role,
        person: PersonId,
    },
}

impl Actor {
    pub const fn kind(&self) -> ActorKind {
        match self {
            Self::Participant { .. } => ActorKind::Participant,
            Self::Staff { role, .. } | Self::Agency { role, .. } => ActorKind::Staff(*role),
            Self::Screen { .. } => ActorKind::Screen,
            Self::Joint { .. } => ActorKind::Joint,
        }
    }

    pub const fn account(&self) -> Option<AccountId> {
        match self {
            Self::Participant { account, .. }
            | Self::Staff { account, .. }
            | Self::Agency { account, .. }
            | Self::Joint { account, .. } => Some(*account),
            Self::Screen { .. } => None,
        }
    }

    pub const fn centre(&self) -> Option<CentreId> {
        match self {
            Self::Staff { centre, .. } | Self::Screen { centre } | Self::Joint { centre, .. } => {
                Some(*centre)
            }
            Self::Participant { .. } | Self::Agency { .. } => None,
        }
    }

    pub const fn agency(&self) -> Option<AgencyId> {
        match self {
            Self::Agency { agency, .. } => Some(*agency),
            Self::Participant { .. } | Self::Staff { .. } | Self::Screen { .. } | Self::Joint { .. } => None,
        }
    }

    /// The centre or agency whose page this actor reads, as pages name it; a person works at several, in one at a time.
    pub fn place(&self) -> Option<String> {
        match self {
            Self::Staff { centre, .. } | Self::Joint { centre, .. } => Some(centre.to_string()),
            Self::Agency { agency, .. } => Some(agency.to_string()),
            Self::Participant { .. } | Self::Screen { .. } => None,
        }
    }

    /// The person, of a participant.
    pub const fn person(&self) -> Option<PersonId> {
        match self {
            Self::Participant { person, .. } => Some(*person),
            Self::Staff { .. } | Self::Agency { .. } | Self::Screen { .. } | Self::Joint { .. } => None,
        }
    }

    /// The person that a session is locked to.
    pub const fn joint_person(&self) -> Option<PersonId> {
        match self {
            Self::Joint { person, .. } => Some(*person),
            _ => None,
        }
    }

    /// The actor as they are once they have proved who they are: a colleague whose device was locked has it back.
    #[must_use]
    pub const fn unlocked(self) -> Self {
        match self {
            Self::Joint {
                account,
                staff,
                centre,
                role,
                ..
            } => Self::Staff {
                account,
                staff,
                centre,
                role,
            },
            other => other,
        }
    }

    /// The member of staff, of the centre or of an agency.
    pub const fn staff(&self) -> Option<StaffId> {
        match self {
            Self::Staff { staff, .. } | Self::Agency { staff, .. } | Self::Joint { staff, .. } => {
                Some(*staff)
            }
            Self::Participant { .. } | Self::Screen { .. } => None,
        }
    }

    pub const fn role(&self) -> Option<Role> {
        match self {
            Self::Staff { role, .. } | Self::Agency { role, .. } | Self::Joint { role, .. } => Some(*role),
            Self::Participant { .. } | Self::Screen { .. } => None,
        }
    }

    pub const fn kind_code(&self) -> &'static str {
        match self {
            Self::Participant { .. } => "participant",
            Self::Staff { .. } | Self::Agency { .. } => "staff",
            Self::Screen { .. } => "screen",
            Self::Joint { .. } => "joint",
        }
    }
}

/// Everything known of a request before anything is done: put there by the server's session layer.
#[derive(Clone, Debug)]
pub struct Visitor {
    pub request: RequestId,
    pub lang: Lang,
    pub address: IpAddr,
    pub session: Option<SessionId>,
    /// When the session was last strengthened with a second proof, if it was.
    pub stepped_up_at: Option<DateTime<Utc>>,
    pub actor: Option<Actor>,
    /// Whose session it was that this browser still names, where it has ended.
    pub was: Option<AccountId>,
    /// What the device is called.
    pub device: Device,
    /// Whether the client wants a page (a browser without script) and not data.
    pub wants_page: bool,
}

impl Visitor {
    /// The visitor of the request that is being answered.
    pub fn current() -> Option<Self> {
        use leptos::prelude::use_context;
        use_context::<http::request::Parts>().and_then(|parts| parts.extensions.get::<Self>().cloned())
    }

    pub fn kind(&self) -> ActorKind {
        self.actor.as_ref().map_or(ActorKind::Nobody, Actor::kind)
    }

    /// Whether a second proof was given so lately that it still holds.
    pub fn stepped_up(&self, now: DateTime<Utc>) -> bool {
        self.stepped_up_at
            .is_some_and(|at| now - at < super::ctx::STEP_UP_HOLDS)
    }
}
