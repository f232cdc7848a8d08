//! SQL of invitations.

use crate::kernel::{AppError, Ctx};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::account::{INVITATION_DAYS, UserName};
use domain::ids::{AccountId, AgencyId, CentreId, CredentialId, InvitationId};
use sqlx::{PgConnection, PgPool};

/// An invitation that is open, or that ended unused last.
pub struct Invitation {
    pub user_name: String,
    pub expires_at: DateTime<Utc>,
    pub ended: bool,
}

/// The account's latest invitation that was not used.
pub async fn latest(cx: &mut Ctx, account: AccountId) -> Result<Option<Invitation>, AppError> {
    let row = sqlx::query!(
        r#"select user_name, expires_at, ended_at is not null as "ended!" from invitation
           where account_id = $1 and used_at is null
           order by created_at desc, invitation_id desc limit 1"#,
        account.as_uuid(),
    )
    .fetch_optional(cx.db())
    .await?;
    Ok(row.map(|r| Invitation {
        user_name: r.user_name,
        expires_at: r.expires_at,
        ended: r.ended,
    }))
}

/// Makes an invitation; `by` is nobody on the command line.
pub async fn add(
    db: &mut PgConnection,
    id: InvitationId,
    account: AccountId,
    token_hash: &[u8],
    user_name: &UserName,
    by: Option<AccountId>,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    sqlx::query!(
        "insert into invitation (invitation_id, account_id, token_hash, user_name, created_at, created_by, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        id.as_uuid(),
        account.as_uuid(),
        token_hash,
        user_name.as_str(),
        now,
        by.as_ref().map(AccountId::as_uuid),
        now + TimeDelta::days(INVITATION_DAYS),
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Ends the account's open invitation; whether there was one.
pub async fn end(cx: &mut Ctx, account: AccountId) -> Result<bool, AppError> {
    let now = cx.now;
    let done = sqlx::query!(
        "update invitation set ended_at = $2 where account_id = $1 and used_at is null and ended_at is null",
        account.as_uuid(),
        now,
    )
    .execute(cx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends the open invitations of a centre's managers, as its owner: a first manager is made anew.
pub async fn end_of_managers(
    db: &mut PgConnection,
    centre: CentreId,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    sqlx::query!(
        "update invitation i set ended_at = $2
         from account a join staff_role r using (staff_id)
         where a.account_id = i.account_id and r.centre_id = $1 and r.role = 'manager'
           and i.used_at is null and i.ended_at is null",
        centre.as_uuid(),
        now,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Whether the user name is somebody else's, or promised to somebody else.
pub async fn user_name_taken(
    db: &mut PgConnection,
    name: &UserName,
    now: DateTime<Utc>,
    but: AccountId,
) -> Result<bool, AppError> {
    Ok(sqlx::query_scalar!(
        r#"select access.user_name_taken($1, $2, $3) as "taken!""#,
        name.as_str(),
        now,
        but.as_uuid(),
    )
    .fetch_one(db)
    .await?)
}

/// What an open invitation says.
pub struct Open {
    pub given_name: String,
    pub user_name: String,
}

pub async fn open(pool: &PgPool, token_hash: &[u8], now: DateTime<Utc>) -> Result<Option<Open>, AppError> {
    let row = sqlx::query!(
        r#"select given_name as "given_name!", user_name as "user_name!" from access.invitation_of($1, $2)"#,
        token_hash,
        now,
    )
    .fetch_optional(pool)
    .await?;
    Ok(row.map(|r| Open {
        given_name: r.given_name,
        user_name: r.user_name,
    }))
}

/// What became of an invitation that was used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Used {
    Done,
    /// It is used, ended or over.
    Gone,
    /// The user name is somebody's.
    Taken,
}

pub async fn accept(
    pool: &PgPool,
    token_hash: &[u8],
    credential: CredentialId,
    name: &UserName,
    secret_hash: &str,
    now: DateTime<Utc>,
) -> Result<Used, AppError> {
    let said = sqlx::query_scalar!(
        r#"select access.accept_invitation($1, $2, $3, $4, $5) as "said!""#,
        token_hash,
        now,
        credential.as_uuid(),
        name.as_str(),
        secret_hash,
    )
    .fetch_one(pool)
    .await?;
    Ok(match said.as_str() {
        "done" => Used::Done,
        "taken" => Used::Taken,
        _ => Used::Gone,
    })
}

/// The centre of this code.
pub async fn centre_by_code(db: &mut PgConnection, code: &str) -> Result<Option<CentreId>, AppError> {
    let id = sqlx::query_scalar!("select centre_id from centre where code = $1", code)
        .fetch_optional(db)
        .await?;
    Ok(id.map(Into::into))
}

pub async fn centre_codes(db: &mut PgConnection) -> Result<String, AppError> {
    Ok(sqlx::query_scalar!(
        r#"select coalesce(string_agg(code, ', ' order by code), '') as "codes!" from centre"#
    )
    .fetch_one(db)
    .await?)
}

/// The agency of this code.
pub async fn agency_by_code(db: &mut PgConnection, code: &str) -> Result<Option<AgencyId>, AppError> {
    let id = sqlx::query_scalar!("select agency_id from agency where code = $1", code)
        .fetch_optional(db)
        .await?;
    Ok(id.map(Into::into))
}

pub async fn agency_codes(db: &mut PgConnection) -> Result<String, AppError> {
    Ok(sqlx::query_scalar!(
        r#"select coalesce(string_agg(code, ', ' order by code), '') as "codes!" from agency"#
    )
    .fetch_one(db)
    .await?)
}

/// Whether the centre has a manager who can sign in; whoever asks next waits until this transaction has ended.
pub async fn is_managed(db: &mut PgConnection, centre: CentreId, today: NaiveDate) -> Result<bool, AppError> {
    sqlx::query("select pg_advisory_xact_lock(hashtextextended('managers ' || $1, 0))")
        .bind(centre.to_string())
        .execute(&mut *db)
        .await?;
    Ok(sqlx::query_scalar!(
        r#"select exists (select from access.managers($1, $2)) as "managed!""#,
        centre.as_uuid(),
        today,
    )
    .fetch_one(db)
    .await?)
}
