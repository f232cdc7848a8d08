//! Who is behind a request.

use super::lang::Lang;
use super::policy::{ActorKind, Role};
use domain::ids::{AccountId, CentreId, PersonId, RequestId, SessionId, StaffId};
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
    Screen {
        centre: CentreId,
    },
}

impl Actor {
    pub const fn kind(&self) -> ActorKind {
        match self {
            Self::Participant { .. } => ActorKind::Participant,
            Self::Staff { role, .. } => ActorKind::Staff(*role),
            Self::Screen { .. } => ActorKind::Screen,
        }
    }

    pub const fn account(&self) -> Option<AccountId> {
        match self {
            Self::Participant { account, .. } | Self::Staff { account, .. } => Some(*account),
            Self::Screen { .. } => None,
        }
    }

    pub const fn centre(&self) -> Option<CentreId> {
        match self {
            Self::Staff { centre, .. } | Self::Screen { centre } => Some(*centre),
            Self::Participant { .. } => None,
        }
    }

    pub const fn kind_code(&self) -> &'static str {
        match self {
            Self::Participant { .. } => "participant",
            Self::Staff { .. } => "staff",
            Self::Screen { .. } => "screen",
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
    pub actor: Option<Actor>,
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
}
