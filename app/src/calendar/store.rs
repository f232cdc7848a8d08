//! SQL of the centre's own days and their history. A day comes and goes with a row of the history, or the database
//! refuses it (migration 0030).

use crate::kernel::{AppError, Ctx};
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{AccountId, CentreId, IdempotencyKey, StaffId};
use uuid::Uuid;

/// A day of the centre's own.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Row {
    pub day: NaiveDate,
    pub is_open: bool,
    pub reason: String,
}

/// What was done to a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Added,
    TakenBack,
}

domain::coded!(Change {
    Added = "added",
    TakenBack = "taken_back",
});

fn centre(cx: &Ctx) -> Result<CentreId, AppError> {
    cx.actor.centre().ok_or(AppError::NotFound)
}

pub async fn centre_name(cx: &mut Ctx) -> Result<String, AppError> {
    let centre = centre(cx)?;
    Ok(sqlx::query_scalar("select name from centre where centre_id = $1")
        .bind(centre.as_uuid())
        .fetch_one(cx.db())
        .await?)
}

/// Whether the actor leads the centre today.
pub async fn keeps_calendar(cx: &mut Ctx) -> Result<bool, AppError> {
    Ok(sqlx::query_scalar("select access.keeps_calendar()")
        .fetch_one(cx.db())
        .await?)
}

/// Changes of one centre come one at a time.
pub async fn hold(cx: &mut Ctx) -> Result<(), AppError> {
    sqlx::query("select access.hold_calendar()")
        .execute(cx.db())
        .await?;
    Ok(())
}

/// The centre's own days of a span.
pub async fn own_days(cx: &mut Ctx, first: NaiveDate, last: NaiveDate) -> Result<Vec<Row>, AppError> {
    let centre = centre(cx)?;
    Ok(sqlx::query_as(
        "select day, is_open, reason from centre_day where centre_id = $1 and day between $2 and $3 order by day",
    )
    .bind(centre.as_uuid())
    .bind(first)
    .bind(last)
    .fetch_all(cx.db())
    .await?)
}

/// What the centre's own calendar says of a day, if anything.
pub async fn own_day(cx: &mut Ctx, day: NaiveDate) -> Result<Option<Row>, AppError> {
    Ok(own_days(cx, day, day).await?.into_iter().next())
}

/// The change that this key has made before.
pub async fn change_of(cx: &mut Ctx, key: IdempotencyKey) -> Result<Option<(Change, Row)>, AppError> {
    let row: Option<(String, NaiveDate, bool, String)> =
        sqlx::query_as("select what, day, is_open, reason from centre_day_change where idempotency_key = $1")
            .bind(key.as_uuid())
            .fetch_optional(cx.db())
            .await?;
    Ok(row.and_then(|(what, day, is_open, reason)| {
        let row = Row { day, is_open, reason };
        Some((Change::from_code(&what)?, row))
    }))
}

/// Writes the history; comes before the change itself.
///
/// # Errors
/// `Conflict` where another centre's change has this key.
pub async fn tell(cx: &mut Ctx, key: IdempotencyKey, what: Change, row: &Row) -> Result<(), AppError> {
    let (centre, now) = (centre(cx)?, cx.now);
    let by = cx.actor.account().ok_or(AppError::NotFound)?;
    let told = sqlx::query(
        "insert into centre_day_change (centre_id, day, what, is_open, reason, changed_at, changed_by, idempotency_key)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (idempotency_key) do nothing",
    )
    .bind(centre.as_uuid())
    .bind(row.day)
    .bind(what.code())
    .bind(row.is_open)
    .bind(&row.reason)
    .bind(now)
    .bind(AccountId::as_uuid(&by))
    .bind(key.as_uuid())
    .execute(cx.db())
    .await?;
    if told.rows_affected() == 1 {
        Ok(())
    } else {
        Err(AppError::Conflict)
    }
}

pub async fn add(cx: &mut Ctx, row: &Row) -> Result<(), AppError> {
    let centre = centre(cx)?;
    sqlx::query("insert into centre_day (centre_id, day, is_open, reason) values ($1, $2, $3, $4)")
        .bind(centre.as_uuid())
        .bind(row.day)
        .bind(row.is_open)
        .bind(&row.reason)
        .execute(cx.db())
        .await?;
    Ok(())
}

pub async fn remove(cx: &mut Ctx, row: &Row) -> Result<(), AppError> {
    let centre = centre(cx)?;
    let gone = sqlx::query("delete from centre_day where centre_id = $1 and day = $2")
        .bind(centre.as_uuid())
        .bind(row.day)
        .execute(cx.db())
        .await?;
    if gone.rows_affected() == 1 {
        Ok(())
    } else {
        Err(AppError::Internal)
    }
}

/// Meetings of a day with a colleague: how many, and no more.
#[derive(Clone, Debug)]
pub struct Meetings {
    pub day: NaiveDate,
    pub staff: StaffId,
    pub name: String,
    /// Whether they have a page of hours and meetings here.
    pub is_coach: bool,
    pub count: u32,
}

/// The meetings that are offered or booked in a span; none for who does not lead.
pub async fn meetings(cx: &mut Ctx, first: NaiveDate, last: NaiveDate) -> Result<Vec<Meetings>, AppError> {
    let rows: Vec<(NaiveDate, Uuid, String, bool, i64)> =
        sqlx::query_as("select day, staff_id, name, is_coach, meetings from access.meetings_by_day($1, $2)")
            .bind(first)
            .bind(last)
            .fetch_all(cx.db())
            .await?;
    Ok(rows
        .into_iter()
        .map(|(day, staff, name, is_coach, count)| Meetings {
            day,
            staff: staff.into(),
            name,
            is_coach,
            count: u32::try_from(count).unwrap_or(u32::MAX),
        })
        .collect())
}

/// A line of the history.
pub struct Made {
    pub what: Change,
    pub row: Row,
    pub at: DateTime<Utc>,
    pub by: String,
}

/// So many changes, the last first, from the so manyth on.
pub async fn changes(cx: &mut Ctx, limit: u32, offset: u32) -> Result<Vec<Made>, AppError> {
    let centre = centre(cx)?;
    let rows: Vec<(String, NaiveDate, bool, String, DateTime<Utc>, String)> = sqlx::query_as(
        "select c.what, c.day, c.is_open, c.reason, c.changed_at, coalesce(s.given_name || ' ' || s.family_name, '')
         from centre_day_change c left join account a on a.account_id = c.changed_by
         left join staff s on s.staff_id = a.staff_id
         where c.centre_id = $1 order by c.centre_day_change_id desc limit $2 offset $3",
    )
    .bind(centre.as_uuid())
    .bind(i64::from(limit))
    .bind(i64::from(offset))
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|(what, day, is_open, reason, at, by)| {
            Some(Made {
                what: Change::from_code(&what)?,
                row: Row { day, is_open, reason },
                at,
                by,
            })
        })
        .collect())
}
