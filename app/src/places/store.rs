//! SQL of the places: stays by the role that sees figures and no person, counts of those who wait.

use crate::kernel::{AppError, AppState, Ctx};
use chrono::NaiveDate;
use domain::forecast::Stay;
use domain::ids::ProgrammeId;

/// Every stay of a programme that ends after a day, as the ledger knows it on another (S2). A row that does not name its
/// programme is of the one that runs at its centre. An exit that was corrected or taken back is not there.
pub async fn stays(
    state: &AppState,
    programme: ProgrammeId,
    after: NaiveDate,
    today: NaiveDate,
) -> Result<Vec<Stay>, AppError> {
    let rows = sqlx::query!(
        r#"select min(concerns_on) filter (where event = 'enrolled') as came,
                  max(concerns_on) filter (where event = 'exited') as "left"
           from ledger l
           where event in ('enrolled', 'exited') and concerns_on <= $3 and enrolment_id is not null
             and (programme_id = $1 or (programme_id is null and exists (
               select from programme_centre c where c.centre_id = l.centre_id and c.programme_id = $1)))
             and not exists (select from ledger c
               where c.enrolment_id = l.enrolment_id and c.event = 'corrected' and c.payload -> 'of' = to_jsonb(l.ledger_id))
           group by enrolment_id
           having coalesce(max(concerns_on) filter (where event = 'exited'), $3) > $2"#,
        programme.as_uuid(),
        after,
        today,
    )
    .fetch_all(&state.reports)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|r| r.came.map(|came| Stay { came, left: r.left }))
        .collect())
}

/// How many centres a programme runs at.
pub async fn centres(state: &AppState, programme: ProgrammeId) -> Result<u32, AppError> {
    let n = sqlx::query_scalar!(
        r#"select count(*) as "n!" from programme_centre where programme_id = $1"#,
        programme.as_uuid(),
    )
    .fetch_one(&state.reports)
    .await?;
    Ok(count(n))
}

fn count(n: i64) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// A number by way in; without an agency where no referral came before.
#[derive(Clone, Debug)]
pub struct ByWay {
    pub agency: String,
    pub group: String,
    pub count: u32,
}

/// Those who have a place and are not enrolled, and those in the queue.
pub async fn waiting(cx: &mut Ctx, programme: ProgrammeId) -> Result<(u32, u32), AppError> {
    let rows = sqlx::query!(
        r#"select state as "state!", waiting as "waiting!" from access.waiting_for_place($1)"#,
        programme.as_uuid(),
    )
    .fetch_all(cx.db())
    .await?;
    let of = |state: &str| {
        rows.iter()
            .filter(|r| r.state == state)
            .map(|r| count(r.waiting))
            .sum()
    };
    Ok((of("placed"), of("queued")))
}

/// Those who were enrolled from one day to another, by way in, most first.
pub async fn came(
    cx: &mut Ctx,
    programme: ProgrammeId,
    (first, last): (NaiveDate, NaiveDate),
) -> Result<Vec<ByWay>, AppError> {
    let rows = sqlx::query!(
        r#"select agency as "agency!", entry_group as "group!", came as "came!"
           from access.came_by_way($1, $2, $3) order by came desc, agency, entry_group"#,
        programme.as_uuid(),
        first,
        last,
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| ByWay {
            agency: r.agency,
            group: r.group,
            count: count(r.came),
        })
        .collect())
}
