//! SQL of the steps on the way in, of the places they were taken at, and of the tries that failed.

use crate::kernel::AppError;
use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::{AccountId, SignInStepId};
use sqlx::PgPool;

pub struct NewStep<'a> {
    pub id: SignInStepId,
    pub token_hash: &'a [u8],
    pub purpose: &'a str,
    pub account: Option<AccountId>,
    pub next: &'a str,
    pub state: &'a [u8],
    pub now: DateTime<Utc>,
    pub expires: DateTime<Utc>,
}

pub async fn insert(pool: &PgPool, step: &NewStep<'_>) -> Result<(), AppError> {
    sqlx::query!(
        "insert into sign_in_step (sign_in_step_id, token_hash, purpose, account_id, next, state, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        step.id.as_uuid(),
        step.token_hash,
        step.purpose,
        step.account.as_ref().map(AccountId::as_uuid),
        step.next,
        step.state,
        step.now,
        step.expires,
    )
    .execute(pool)
    .await?;
    Ok(())
}

pub struct StepRow {
    pub id: SignInStepId,
    pub purpose: String,
    pub account: Option<AccountId>,
    pub next: String,
    pub state: Option<Vec<u8>>,
}

/// The step of a token, if it is not over and its account not disabled.
pub async fn by_token(
    pool: &PgPool,
    token_hash: &[u8],
    now: DateTime<Utc>,
) -> Result<Option<StepRow>, AppError> {
    let row = sqlx::query!(
        "select s.sign_in_step_id, s.purpose, s.account_id, s.next, s.state
         from sign_in_step s left join account a using (account_id)
         where s.token_hash = $1 and s.used_at is null and s.expires_at > $2 and a.disabled_at is null",
        token_hash,
        now,
    )
    .fetch_optional(pool)
    .await?;
    Ok(row.map(|r| StepRow {
        id: r.sign_in_step_id.into(),
        purpose: r.purpose,
        account: r.account_id.map(Into::into),
        next: r.next,
        state: r.state,
    }))
}

pub async fn take(pool: &PgPool, step: SignInStepId, now: DateTime<Utc>) -> Result<bool, AppError> {
    let done = sqlx::query!(
        "update sign_in_step set used_at = $2 where sign_in_step_id = $1 and used_at is null",
        step.as_uuid(),
        now,
    )
    .execute(pool)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// How long a place is known after the last time.
const KNOWN_FOR: TimeDelta = TimeDelta::days(90);

pub async fn sweep(pool: &PgPool, now: DateTime<Utc>) -> Result<(), AppError> {
    sqlx::query!("delete from sign_in_step where expires_at < $1", now)
        .execute(pool)
        .await?;
    sqlx::query!("delete from known_place where seen_at < $1", now - KNOWN_FOR)
        .execute(pool)
        .await?;
    Ok(())
}

pub async fn is_known_place(pool: &PgPool, place: &[u8], now: DateTime<Utc>) -> Result<bool, AppError> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from known_place where place = $1 and seen_at > $2) as "known!""#,
        place,
        now - KNOWN_FOR,
    )
    .fetch_one(pool)
    .await?)
}

pub async fn remember_place(pool: &PgPool, place: &[u8], now: DateTime<Utc>) -> Result<(), AppError> {
    sqlx::query!(
        "insert into known_place (place, seen_at) values ($1, $2)
         on conflict (place) do update set seen_at = greatest(known_place.seen_at, excluded.seen_at)",
        place,
        now,
    )
    .execute(pool)
    .await?;
    Ok(())
}

pub async fn insert_failure(
    pool: &PgPool,
    kind: &str,
    account: Option<AccountId>,
    why: &str,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    sqlx::query!(
        "insert into sign_in_failure (at, kind, account_id, why) values ($1, $2, $3, $4)",
        now,
        kind,
        account.as_ref().map(AccountId::as_uuid),
        why,
    )
    .execute(pool)
    .await?;
    Ok(())
}
