//! SQL of what is offered (K3): the ledger's rows of an enrolment, and their corrections, by functions of the database
//! (migration 0034).

use crate::kernel::{AppError, Ctx};
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{EnrolmentId, IdempotencyKey, PersonId};
use sqlx::Row as _;
use uuid::Uuid;

/// A row of the ledger that says what was offered.
#[derive(Clone, Debug)]
pub struct Told {
    pub id: i64,
    pub on: NaiveDate,
    /// When it was first recorded, however often it has been put right since.
    pub first_at: DateTime<Utc>,
    pub kind: String,
    pub activity: Option<Uuid>,
    pub by: String,
    /// Whether the actor can put it right now.
    pub correctable: bool,
}

/// The offers of an enrolment, in the order they were written.
pub async fn told(cx: &mut Ctx, enrolment: EnrolmentId) -> Result<Vec<Told>, AppError> {
    let rows = sqlx::query(
        "select ledger_id, concerns_on, first_at, coalesce(kind, '') as kind, activity, by_name, coalesce(correctable, false) as correctable
         from access.activity_offers($1)",
    )
    .bind(enrolment.as_uuid())
    .fetch_all(cx.db())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Told {
                id: row.try_get("ledger_id")?,
                on: row.try_get("concerns_on")?,
                first_at: row.try_get("first_at")?,
                kind: row.try_get("kind")?,
                activity: row.try_get("activity")?,
                by: row.try_get("by_name")?,
                correctable: row.try_get("correctable")?,
            })
        })
        .collect()
}

/// What an offer should have been, or why there should be none.
#[derive(Clone, Copy, Debug)]
pub enum Instead<'a> {
    Offer {
        kind: &'a str,
        activity: Option<Uuid>,
        on: NaiveDate,
    },
    Nothing {
        reason: &'a str,
        words: &'a str,
    },
}

/// Puts an offer right; what became of it as a code.
pub async fn correct(
    cx: &mut Ctx,
    id: Uuid,
    key: IdempotencyKey,
    person: PersonId,
    offer: i64,
    instead: Instead<'_>,
) -> Result<String, AppError> {
    let (kind, activity, on, reason, words) = match instead {
        Instead::Offer { kind, activity, on } => (Some(kind), activity, Some(on), None, ""),
        Instead::Nothing { reason, words } => (None, None, None, Some(reason), words),
    };
    Ok(
        sqlx::query_scalar("select access.correct_offer($1, $2, $3, $4, $5, $6, $7, $8, $9)")
            .bind(id)
            .bind(key.as_uuid())
            .bind(person.as_uuid())
            .bind(offer)
            .bind(kind)
            .bind(activity)
            .bind(on)
            .bind(reason)
            .bind(words)
            .fetch_one(cx.db())
            .await?,
    )
}
