//! Sessions: begun at sign-in with a fresh token, looked up once a request, ended for good.

use super::store;
use crate::kernel::outside::SystemRandom;
use crate::kernel::policy::Role;
use crate::kernel::{Actor, AppError, AppState, cookies};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use domain::civil_time::civil_day;
use domain::clock::RandomSource;
use domain::ids::{AccountId, AgencyId, CentreId, PersonId, SessionId, StaffId};
use sha2::{Digest, Sha256};
use sqlx::PgPool;

/// How often a session in use is marked as seen: a write a request would cost more than it tells.
const SEEN_EVERY: TimeDelta = TimeDelta::seconds(60);

/// What a session is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Participant,
    Staff,
    /// The tablet at the door.
    Screen,
    /// A colleague's, locked to one person.
    Joint,
}

impl Kind {
    pub(super) const ALL: [Self; 4] = [Self::Participant, Self::Staff, Self::Screen, Self::Joint];

    /// The kind of session that an actor has.
    pub const fn of(actor: &Actor) -> Self {
        match actor {
            Actor::Participant { .. } => Self::Participant,
            Actor::Staff { .. } | Actor::Agency { .. } => Self::Staff,
            Actor::Screen { .. } => Self::Screen,
            Actor::Joint { .. } => Self::Joint,
        }
    }

    pub const fn code(self) -> &'static str {
        match self {
            Self::Participant => "participant",
            Self::Staff => "staff",
            Self::Screen => "screen",
            Self::Joint => "joint",
        }
    }

    /// How long it may live, whatever happens (QUALITY, Session).
    pub const fn life(self) -> TimeDelta {
        match self {
            Self::Participant => TimeDelta::hours(12),
            Self::Staff | Self::Joint => TimeDelta::hours(10),
            Self::Screen => TimeDelta::hours(18),
        }
    }

    /// How long it may rest without a request.
    pub const fn rest(self) -> TimeDelta {
        match self {
            // Two who talk meanwhile.
            Self::Participant | Self::Joint => TimeDelta::minutes(30),
            Self::Staff => TimeDelta::minutes(15),
            Self::Screen => TimeDelta::hours(18),
        }
    }
}

/// A session that has been found in force.
#[derive(Clone, Copy, Debug)]
pub struct Found {
    pub session: SessionId,
    pub stepped_up_at: Option<DateTime<Utc>>,
    pub actor: Actor,
}

/// What the cookie holds: 256 random bits.
pub(super) fn new_token(random: &mut dyn RandomSource) -> String {
    let mut bytes = [0_u8; 32];
    random.fill(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

pub(super) fn token_hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// How a session begins.
#[derive(Clone, Debug)]
pub struct Beginning {
    pub now: DateTime<Utc>,
    /// Whether two proofs were given, so that nothing is asked for again at once (QUALITY, step-up).
    pub two_proofs: bool,
    /// What the device is called.
    pub device: Option<String>,
}

/// Begins a session of this actor and returns its token; the caller gives it to the browser.
///
/// # Errors
/// When the database is away.
pub async fn begin(
    pool: &PgPool,
    actor: Actor,
    now: DateTime<Utc>,
    random: &mut (dyn RandomSource + Send),
) -> Result<String, AppError> {
    let beginning = Beginning {
        now,
        two_proofs: false,
        device: None,
    };
    begin_as(pool, actor, &beginning, random).await
}

/// The same, with what is known of how it begins.
///
/// # Errors
/// When the database is away.
pub async fn begin_as(
    pool: &PgPool,
    actor: Actor,
    beginning: &Beginning,
    random: &mut (dyn RandomSource + Send),
) -> Result<String, AppError> {
    let token = new_token(random);
    let id = SessionId::mint(beginning.now, random);
    store::insert_session(pool, id, &token_hash(&token), actor, beginning).await?;
    Ok(token)
}

/// A session goes on under a new token, as this actor: the old token is worth nothing from now on. It lives no longer
/// than it would have.
///
/// # Errors
/// `NotSignedIn` when it has ended meanwhile.
pub async fn renew(
    pool: &PgPool,
    old: SessionId,
    actor: Actor,
    stepped_up_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
    random: &mut (dyn RandomSource + Send),
) -> Result<String, AppError> {
    let token = new_token(random);
    let id = SessionId::mint(now, random);
    let renewed = store::renew_session(pool, old, id, &token_hash(&token), actor, stepped_up_at, now).await?;
    if renewed {
        Ok(token)
    } else {
        Err(AppError::NotSignedIn)
    }
}

/// The session of this browser goes on as another actor, under a new token that it is given.
///
/// # Errors
/// As [`renew`].
pub async fn go_on_as(
    state: &AppState,
    old: SessionId,
    actor: Actor,
    stepped_up_at: Option<DateTime<Utc>>,
) -> Result<(), AppError> {
    let now = state.clock.now();
    let token = renew(&state.pool, old, actor, stepped_up_at, now, &mut SystemRandom).await?;
    hand_over(&token, Kind::of(&actor));
    Ok(())
}

/// The actor of a token, if its session is in force; marks it as seen once a minute.
///
/// # Errors
/// When the database is away: then nobody is signed in, and the caller says so plainly.
pub async fn find(state: &AppState, token: &str) -> Result<Option<Found>, AppError> {
    // A token of ours has exactly this length; anything else is not worth a question to the database.
    if token.len() != 43 {
        return Ok(None);
    }
    let now = state.clock.now();
    let Some(row) = store::session_by_token(&state.pool, &token_hash(token), civil_day(now)).await? else {
        return Ok(None);
    };
    let Some(found) = row.in_force(now) else {
        return Ok(None);
    };
    if now - row.last_seen_at > SEEN_EVERY {
        store::mark_seen(&state.pool, found.session, now).await?;
    }
    Ok(Some(found))
}

/// Whose session a token was, in force or not; nobody's where the database is away.
pub async fn whose(state: &AppState, token: &str) -> Option<AccountId> {
    if token.len() != 43 {
        return None;
    }
    let today = civil_day(state.clock.now());
    let row = store::session_by_token(&state.pool, &token_hash(token), today).await;
    row.ok().flatten()?.account
}

/// Whether the token's session is still in force, asked without marking it as seen: an open page that nobody
/// touches keeps nobody signed in. A database that is away ends nothing.
pub async fn still_in_force(state: &AppState, token: &str) -> bool {
    let now = state.clock.now();
    match store::session_by_token(&state.pool, &token_hash(token), civil_day(now)).await {
        Ok(row) => row.is_some_and(|row| row.in_force(now).is_some()),
        Err(_) => true,
    }
}

/// Ends a session; from the next request on its token is worth nothing.
///
/// # Errors
/// When the database is away.
pub async fn end(pool: &PgPool, session: SessionId, now: DateTime<Utc>) -> Result<(), AppError> {
    store::end_session(pool, session, now).await
}

/// Gives the token to the browser.
pub fn hand_over(token: &str, kind: Kind) {
    cookies::put(cookies::SESSION, token, kind.life().num_seconds());
}

/// A session as it is stored, with what its account says today.
#[derive(Debug)]
pub struct Row {
    pub session_id: SessionId,
    pub kind: Kind,
    pub account: Option<AccountId>,
    pub person: Option<PersonId>,
    pub staff: Option<StaffId>,
    pub centre: Option<CentreId>,
    pub agency: Option<AgencyId>,
    pub role: Option<Role>,
    /// Whether the staff member still holds the role there today (G5); true for others.
    pub holds_role: bool,
    pub stepped_up_at: Option<DateTime<Utc>>,
    pub last_seen_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub ended: bool,
    pub disabled: bool,
}

impl Row {
    fn in_force(&self, now: DateTime<Utc>) -> Option<Found> {
        let rested = now - self.last_seen_at >= self.kind.rest();
        if self.ended || self.disabled || !self.holds_role || rested || now >= self.expires_at {
            return None;
        }
        let actor = match self.kind {
            Kind::Participant => Actor::Participant {
                account: self.account?,
                person: self.person?,
            },
            Kind::Staff => match self.agency {
                Some(agency) => Actor::Agency {
                    account: self.account?,
                    staff: self.staff?,
                    agency,
                    role: self.role?,
                },
                None => Actor::Staff {
                    account: self.account?,
                    staff: self.staff?,
                    centre: self.centre?,
                    role: self.role?,
                },
            },
            Kind::Screen => Actor::Screen { centre: self.centre? },
            Kind::Joint => Actor::Joint {
                account: self.account?,
                staff: self.staff?,
                centre: self.centre?,
                role: self.role?,
                person: self.person?,
            },
        };
        Some(Found {
            session: self.session_id,
            stepped_up_at: self.stepped_up_at,
            actor,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;
    use domain::clock::SeededRandom;

    #[test]
    fn a_token_is_256_bits_and_only_its_hash_is_kept() {
        let mut random = SeededRandom::new(3);
        let (one, two) = (new_token(&mut random), new_token(&mut random));
        assert_eq!(one.len(), 43);
        assert_ne!(one, two);
        assert_ne!(token_hash(&one), token_hash(&two));
    }

    #[test]
    fn a_session_ends_by_rest_by_age_by_hand_and_with_its_account() {
        let at = Utc.with_ymd_and_hms(2026, 11, 23, 8, 0, 0).unwrap();
        let mut random = SeededRandom::new(4);
        let row = |ended, disabled| Row {
            session_id: SessionId::mint(at, &mut SeededRandom::new(5)),
            kind: Kind::Participant,
            account: Some(AccountId::mint(at, &mut SeededRandom::new(6))),
            person: Some(PersonId::mint(at, &mut SeededRandom::new(7))),
            staff: None,
            centre: None,
            agency: None,
            role: None,
            holds_role: true,
            stepped_up_at: None,
            last_seen_at: at,
            expires_at: at + Kind::Participant.life(),
            ended,
            disabled,
        };
        let _ = new_token(&mut random);
        assert!(row(false, false).in_force(at + TimeDelta::minutes(29)).is_some());
        assert!(row(false, false).in_force(at + TimeDelta::minutes(30)).is_none());
        assert!(row(true, false).in_force(at).is_none());
        assert!(row(false, true).in_force(at).is_none());
        let mut seen = row(false, false);
        seen.last_seen_at = at + TimeDelta::hours(12);
        assert!(seen.in_force(at + TimeDelta::hours(12)).is_none());
    }
}
