//! Whoever leads the centre adds a day of its own, or takes one back.

use super::store::{self, Change, Row};
use crate::kernel::error::Field;
use crate::kernel::{AppError, Ctx};
use chrono::NaiveDate;
use domain::centre_day::{CentreDayKind, CentreDayRefusal, REASON_MAX, may_add, may_change, typed_day};
use domain::ids::IdempotencyKey;
use domain::plan::checked_text;
use unicode_normalization::UnicodeNormalization;

/// A day as the form sends it.
#[derive(Clone, Copy, Debug)]
pub struct Sent<'a> {
    pub day: &'a str,
    pub kind: &'a str,
    pub reason: &'a str,
    pub key: &'a str,
}

const fn refused(why: CentreDayRefusal) -> AppError {
    AppError::CentreDay(why)
}

/// A role may have ended since the session began: the database asks as well.
async fn still_leads(cx: &mut Ctx) -> Result<(), AppError> {
    if store::keeps_calendar(cx).await? {
        Ok(())
    } else {
        Err(AppError::NotSignedIn)
    }
}

fn readable(cx: &Ctx, day: &str, kind: &str) -> Result<(NaiveDate, CentreDayKind), AppError> {
    let day = typed_day(day).map_err(refused)?;
    let kind = CentreDayKind::from_code(kind.trim()).ok_or(refused(CentreDayRefusal::NoKind))?;
    may_add(day, kind, cx.today()).map_err(refused)?;
    Ok((day, kind))
}

/// A day that may be added, before its reason is asked for.
///
/// # Errors
/// `CentreDay` where it may not.
pub async fn checked(cx: &mut Ctx, day: &str, kind: &str) -> Result<(NaiveDate, CentreDayKind), AppError> {
    still_leads(cx).await?;
    let (day, kind) = readable(cx, day, kind)?;
    if store::own_day(cx, day).await?.is_some() {
        return Err(refused(CentreDayRefusal::There));
    }
    Ok((day, kind))
}

/// Adds the day with its reason; the same press sent twice is one day.
///
/// # Errors
/// `CentreDay` where it may not, also because somebody was first; at the reason; `Conflict` for a key of another change.
pub async fn add(cx: &mut Ctx, sent: &Sent<'_>) -> Result<NaiveDate, AppError> {
    still_leads(cx).await?;
    let key: IdempotencyKey = sent.key.trim().parse().map_err(|_| AppError::Unreadable)?;
    let (day, kind) = readable(cx, sent.day, sent.kind)?;
    let reason: String = checked_text(sent.reason, REASON_MAX)
        .map_err(|problem| AppError::Field {
            field: Field::Reason,
            problem,
        })?
        .nfc()
        .collect();
    let row = Row {
        day,
        is_open: kind == CentreDayKind::Open,
        reason,
    };
    store::hold(cx).await?;
    if let Some((change, made)) = store::change_of(cx, key).await? {
        return if change == Change::Added && made == row {
            Ok(day)
        } else {
            Err(AppError::Conflict)
        };
    }
    if store::own_day(cx, day).await?.is_some() {
        return Err(refused(CentreDayRefusal::There));
    }
    store::tell(cx, key, Change::Added, &row).await?;
    store::add(cx, &row).await?;
    Ok(day)
}

/// Takes the day back; the same press sent twice is one change.
///
/// # Errors
/// `CentreDay` where it may not, also because somebody was first; `Conflict` for a key of another change.
pub async fn take_back(cx: &mut Ctx, day: &str, key: &str) -> Result<NaiveDate, AppError> {
    still_leads(cx).await?;
    let key: IdempotencyKey = key.trim().parse().map_err(|_| AppError::Unreadable)?;
    let day = typed_day(day).map_err(refused)?;
    may_change(day, cx.today()).map_err(refused)?;
    store::hold(cx).await?;
    if let Some((change, made)) = store::change_of(cx, key).await? {
        return if change == Change::TakenBack && made.day == day {
            Ok(day)
        } else {
            Err(AppError::Conflict)
        };
    }
    let row = store::own_day(cx, day)
        .await?
        .ok_or(refused(CentreDayRefusal::Gone))?;
    store::tell(cx, key, Change::TakenBack, &row).await?;
    store::remove(cx, &row).await?;
    Ok(day)
}
