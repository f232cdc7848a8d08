//! SQL of the figures: the ledger, read by a role that sees figures and no person (S2).

use crate::kernel::{AppError, AppState};
use chrono::NaiveDate;
use domain::ids::CentreId;

/// One enrolment without anybody's name or number: when it began, when it ended, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spell {
    pub came: Option<NaiveDate>,
    pub left: Option<NaiveDate>,
    pub outcome: Option<String>,
}

/// Every enrolment of a centre up to a day, as it was known at the end of another.
pub async fn spells(
    state: &AppState,
    centre: CentreId,
    until: NaiveDate,
    known: NaiveDate,
) -> Result<Vec<Spell>, AppError> {
    Ok(sqlx::query_as!(
        Spell,
        r#"select min(concerns_on) filter (where event = 'enrolled') as came,
                  max(concerns_on) filter (where event = 'exited') as "left",
                  (array_agg(payload ->> 'outcome' order by ledger_id desc) filter (where event = 'exited'))[1] as outcome
           from ledger
           where centre_id = $1 and event in ('enrolled', 'exited') and concerns_on <= $2
             and recorded_at < (($3::date + 1)::timestamp at time zone 'Europe/Stockholm')
           group by enrolment_id"#,
        centre.as_uuid(),
        until,
        known,
    )
    .fetch_all(&state.reports)
    .await?)
}

pub async fn centre_name(state: &AppState, centre: CentreId) -> Result<String, AppError> {
    Ok(
        sqlx::query_scalar!("select name from centre where centre_id = $1", centre.as_uuid())
            .fetch_one(&state.reports)
            .await?,
    )
}
