//! SQL of accounts, credentials and sessions.

use super::session::{Beginning, Kind, Row};
use crate::kernel::policy::Role;
use crate::kernel::{Actor, AppError};
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{AccountId, AgencyId, CentreId, PersonId, SessionId, StaffId};
use sqlx::PgPool;

/// A credential in use, and whose it is.
pub struct Credential {
    /// None where nothing opens it any more: the account is disabled, or its time has passed.
    pub secret_hash: Option<String>,
    /// Whether it is there and opens nothing.
    pub ended: bool,
    /// Whether somebody else chose it.
    pub must_change: bool,
    pub account: AccountId,
    pub person: Option<PersonId>,
    pub staff: Option<StaffId>,
}

/// The credential with this login.
pub async fn credential(
    pool: &PgPool,
    kind: &str,
    login: &str,
    now: DateTime<Utc>,
) -> Result<Option<Credential>, AppError> {
    let row = sqlx::query!(
        r#"select c.secret_hash, c.must_change, a.account_id, a.person_id, a.staff_id,
                  (a.disabled_at is not null or coalesce(c.usable_until <= $3, false)) as "ended!"
           from credential c join account a using (account_id)
           where c.kind = $1 and c.login = $2 and c.ended_at is null"#,
        kind,
        login,
        now,
    )
    .fetch_optional(pool)
    .await?;
    Ok(row.map(|r| Credential {
        secret_hash: (!r.ended).then_some(r.secret_hash),
        ended: r.ended,
        must_change: r.must_change,
        account: r.account_id.into(),
        person: r.person_id.map(Into::into),
        staff: r.staff_id.map(Into::into),
    }))
}

/// The actor of a staff member in the role that they act in first: the one with most to do about participants.
pub async fn first_role(
    pool: &PgPool,
    account: AccountId,
    staff: StaffId,
    today: NaiveDate,
) -> Result<Option<Actor>, AppError> {
    let row = sqlx::query!(
        "select centre_id, agency_id, role from staff_role
         where staff_id = $1 and valid_from <= $2 and (valid_to is null or valid_to >= $2)
         order by array_position(array['team_leader', 'coach', 'recruiter', 'reception', 'manager', 'specialist',
                                       'case_worker', 'partner', 'steering'], role), valid_from
         limit 1",
        staff.as_uuid(),
        today,
    )
    .fetch_optional(pool)
    .await?;
    Ok(row.and_then(|r| acting(account, staff, r.centre_id, r.agency_id, &r.role)))
}

/// The actor of a role as it is stored.
pub fn acting(
    account: AccountId,
    staff: StaffId,
    centre: Option<uuid::Uuid>,
    agency: Option<uuid::Uuid>,
    role: &str,
) -> Option<Actor> {
    let role = Role::from_code(role)?;
    match (centre, agency) {
        (Some(centre), None) => Some(Actor::Staff {
            account,
            staff,
            centre: centre.into(),
            role,
        }),
        (None, Some(agency)) => Some(Actor::Agency {
            account,
            staff,
            agency: agency.into(),
            role,
        }),
        _ => None,
    }
}

/// What a staff member is called.
pub async fn given_name(db: &mut sqlx::PgConnection, staff: StaffId) -> Result<Option<String>, AppError> {
    Ok(sqlx::query_scalar!(
        "select given_name from staff where staff_id = $1",
        staff.as_uuid()
    )
    .fetch_optional(db)
    .await?)
}

/// The actor that an account signs in as: the person, or the staff member in their first role; `None` when
/// there is no such account, it is disabled, or its staff member holds no role today.
///
/// # Errors
/// When the database is away.
pub async fn actor_of_account(
    pool: &PgPool,
    account: AccountId,
    today: NaiveDate,
) -> Result<Option<Actor>, AppError> {
    let row = sqlx::query!(
        "select person_id, staff_id from account where account_id = $1 and disabled_at is null",
        account.as_uuid(),
    )
    .fetch_optional(pool)
    .await?;
    let (person, staff) = row.map_or((None, None), |r| (r.person_id, r.staff_id));
    if let Some(person) = person {
        return Ok(Some(Actor::Participant {
            account,
            person: person.into(),
        }));
    }
    let Some(staff) = staff.map(StaffId::from) else {
        return Ok(None);
    };
    first_role(pool, account, staff, today).await
}

pub async fn insert_session(
    pool: &PgPool,
    id: SessionId,
    token_hash: &[u8],
    actor: Actor,
    beginning: &Beginning,
) -> Result<(), AppError> {
    let (kind, now) = (Kind::of(&actor), beginning.now);
    sqlx::query!(
        "insert into session (session_id, token_hash, kind, account_id, person_id, staff_id, centre_id, role,
                              created_at, last_seen_at, expires_at, agency_id, stepped_up_at, device)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10, $11, $12, $13)",
        id.as_uuid(),
        token_hash,
        kind.code(),
        actor.account().as_ref().map(AccountId::as_uuid),
        actor
            .person()
            .or(actor.joint_person())
            .as_ref()
            .map(PersonId::as_uuid),
        actor.staff().as_ref().map(StaffId::as_uuid),
        actor.centre().as_ref().map(CentreId::as_uuid),
        actor.role().map(Role::code),
        now,
        now + kind.life(),
        actor.agency().as_ref().map(AgencyId::as_uuid),
        beginning.two_proofs.then_some(now),
        beginning.device.as_deref(),
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// Ends one session and begins another with its age and its device; false when it had ended already.
pub async fn renew_session(
    pool: &PgPool,
    old: SessionId,
    id: SessionId,
    token_hash: &[u8],
    actor: Actor,
    stepped_up_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<bool, AppError> {
    let done = sqlx::query!(
        "with old as (update session set ended_at = $9 where session_id = $12 and ended_at is null
                      returning created_at, expires_at, device)
         insert into session (session_id, token_hash, kind, account_id, person_id, staff_id, centre_id, role,
                              created_at, last_seen_at, expires_at, agency_id, stepped_up_at, device)
         select $1, $2, $3, $4, $5, $6, $7, $8, old.created_at, $9, old.expires_at, $10, $11, old.device from old",
        id.as_uuid(),
        token_hash,
        Kind::of(&actor).code(),
        actor.account().as_ref().map(AccountId::as_uuid),
        actor
            .person()
            .or(actor.joint_person())
            .as_ref()
            .map(PersonId::as_uuid),
        actor.staff().as_ref().map(StaffId::as_uuid),
        actor.centre().as_ref().map(CentreId::as_uuid),
        actor.role().map(Role::code),
        now,
        actor.agency().as_ref().map(AgencyId::as_uuid),
        stepped_up_at,
        old.as_uuid(),
    )
    .execute(pool)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub async fn session_by_token(
    pool: &PgPool,
    token_hash: &[u8],
    today: NaiveDate,
) -> Result<Option<Row>, AppError> {
    let row = sqlx::query!(
        r#"select s.session_id, s.kind, s.account_id, s.person_id, s.staff_id, s.centre_id, s.agency_id, s.role,
                  s.stepped_up_at, s.last_seen_at, s.expires_at, s.ended_at is not null as "ended!",
                  a.disabled_at is not null as "disabled!",
                  case when s.staff_id is null then true else exists (
                    select from staff_role r where r.staff_id = s.staff_id and r.role = s.role
                      and r.centre_id is not distinct from s.centre_id and r.agency_id is not distinct from s.agency_id
                      and r.valid_from <= $2 and (r.valid_to is null or r.valid_to >= $2)) end as "holds_role!"
           from session s left join account a using (account_id) where s.token_hash = $1"#,
        token_hash,
        today,
    )
    .fetch_optional(pool)
    .await?;
    Ok(row.and_then(|r| {
        Some(Row {
            session_id: r.session_id.into(),
            kind: Kind::ALL.into_iter().find(|k| k.code() == r.kind)?,
            account: r.account_id.map(Into::into),
            person: r.person_id.map(Into::into),
            staff: r.staff_id.map(Into::into),
            centre: r.centre_id.map(Into::into),
            agency: r.agency_id.map(Into::into),
            role: r.role.as_deref().and_then(Role::from_code),
            holds_role: r.holds_role,
            stepped_up_at: r.stepped_up_at,
            last_seen_at: r.last_seen_at,
            expires_at: r.expires_at,
            ended: r.ended,
            disabled: r.disabled,
        })
    }))
}

pub async fn mark_seen(pool: &PgPool, session: SessionId, now: DateTime<Utc>) -> Result<(), AppError> {
    sqlx::query!(
        "update session set last_seen_at = greatest(last_seen_at, $2) where session_id = $1",
        session.as_uuid(),
        now,
    )
    .execute(pool)
    .await?;
    Ok(())
}

pub async fn end_session(pool: &PgPool, session: SessionId, now: DateTime<Utc>) -> Result<(), AppError> {
    sqlx::query!(
        "update session set ended_at = $2 where session_id = $1 and ended_at is null",
        session.as_uuid(),
        now,
    )
    .execute(pool)
    .await?;
    Ok(())
}
