//! Guessing is slowed: counted tries per bucket and window, in the database so that every server process counts together.

use super::AppError;
use super::keys::{Keys, Purpose};
use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use sqlx::PgPool;

/// A thing that may be tried so many times in a window.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// Name, part of the bucket.
    pub name: &'static str,
    pub attempts: i32,
    pub window: TimeDelta,
}

/// Counts one try in the bucket.
///
/// # Errors
/// `TooManyTries` with the seconds until the window ends, once the limit is passed.
pub async fn count(
    pool: &PgPool,
    keys: &Keys,
    limit: Limit,
    who: &[&[u8]],
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let start = now.duration_trunc(limit.window).map_err(|_| AppError::Internal)?;
    let attempts = sqlx::query_scalar!(
        "insert into throttle (bucket, window_start) values ($1, $2)
         on conflict (bucket, window_start) do update set attempts = throttle.attempts + 1
         returning attempts",
        &bucket(keys, limit, who)[..],
        start,
    )
    .fetch_one(pool)
    .await?;
    if attempts > limit.attempts {
        let seconds = (start + limit.window - now).num_seconds().max(1);
        return Err(AppError::TooManyTries {
            seconds: u32::try_from(seconds).unwrap_or(u32::MAX),
        });
    }
    Ok(())
}

/// Forgets the tries of a bucket: whoever proved to be the owner does not pay for earlier slips.
///
/// # Errors
/// When the database is away.
pub async fn forget(pool: &PgPool, keys: &Keys, limit: Limit, who: &[&[u8]]) -> Result<(), AppError> {
    sqlx::query!(
        "delete from throttle where bucket = $1",
        &bucket(keys, limit, who)[..]
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// Takes back the last try of a bucket: it was no slip, and the earlier ones still count.
///
/// # Errors
/// When the database is away.
pub async fn give_back(
    pool: &PgPool,
    keys: &Keys,
    limit: Limit,
    who: &[&[u8]],
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let start = now.duration_trunc(limit.window).map_err(|_| AppError::Internal)?;
    sqlx::query!(
        "update throttle set attempts = attempts - 1 where bucket = $1 and window_start = $2 and attempts > 0",
        &bucket(keys, limit, who)[..],
        start,
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// Removes windows that are over; a worker calls it.
///
/// # Errors
/// When the database is away.
pub async fn sweep(pool: &PgPool, now: DateTime<Utc>) -> Result<u64, AppError> {
    let before = now - TimeDelta::days(2);
    Ok(
        sqlx::query!("delete from throttle where window_start < $1", before)
            .execute(pool)
            .await?
            .rows_affected(),
    )
}

fn bucket(keys: &Keys, limit: Limit, who: &[&[u8]]) -> [u8; 32] {
    let mut parts = vec![limit.name.as_bytes()];
    parts.extend_from_slice(who);
    keys.mac(Purpose::Throttle, &parts)
}
