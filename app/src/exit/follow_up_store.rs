//! SQL of the follow-up after an exit. Row security shows the actor's own, or the centre's.

use crate::kernel::{AppError, Ctx};
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{CentreId, FollowUpTaskId, IdempotencyKey, PersonId};
use uuid::Uuid;

/// A follow-up in the list.
#[derive(Debug)]
pub struct Row {
    pub id: FollowUpTaskId,
    pub person: PersonId,
    pub name: String,
    pub months: i16,
    pub due_on: NaiveDate,
    pub open: bool,
    pub result: Option<String>,
    pub closed_at: Option<DateTime<Utc>>,
    /// When the answer was last put right.
    pub corrected_at: Option<DateTime<Utc>>,
    pub outcome: Option<String>,
    pub may_write: bool,
}

/// Open ones first, the longest overdue at the top; then the answered, the latest first. Nothing that is more than
/// three months ahead.
pub async fn rows(
    cx: &mut Ctx,
    centre: CentreId,
    limit: u32,
    offset: u32,
) -> Result<(Vec<Row>, u32), AppError> {
    let today = cx.today();
    let rows = sqlx::query!(
        r#"select t.follow_up_task_id, t.person_id, p.given_name || ' ' || p.family_name as "name!", t.months, t.due_on,
                  t.stage = 'open' as "open!", t.result, t.closed_at, t.corrected_at,
                  (select r.outcome from exit_record r where r.enrolment_id = t.enrolment_id and r.outcome is not null
                   order by r.no desc limit 1) as outcome,
                  coalesce(access.may_follow_up(t.person_id, t.enrolment_id, t.centre_id, 'write'), false) as "may_write!",
                  count(*) over () as "total!"
           from follow_up_task t join person p using (person_id)
           where t.centre_id = $1 and t.stage in ('open', 'done') and t.due_on <= $2::date + 92
             and access.may_follow_up(t.person_id, t.enrolment_id, t.centre_id, 'read')
           order by t.stage desc, case when t.stage = 'open' then t.due_on end, t.closed_at desc,
                    p.family_name collate "sv-x-icu", p.given_name collate "sv-x-icu", t.follow_up_task_id
           limit $3 offset $4"#,
        centre.as_uuid(),
        today,
        i64::from(limit),
        i64::from(offset),
    )
    .fetch_all(cx.db())
    .await?;
    let total = rows
        .first()
        .map_or(0, |r| u32::try_from(r.total).unwrap_or(u32::MAX));
    let rows = rows
        .into_iter()
        .map(|r| Row {
            id: r.follow_up_task_id.into(),
            person: r.person_id.into(),
            name: r.name,
            months: r.months,
            due_on: r.due_on,
            open: r.open,
            result: r.result,
            closed_at: r.closed_at,
            corrected_at: r.corrected_at,
            outcome: r.outcome,
            may_write: r.may_write,
        })
        .collect();
    Ok((rows, total))
}

/// An attempt to reach somebody.
#[derive(Debug)]
pub struct Attempt {
    pub task: FollowUpTaskId,
    pub tried_on: NaiveDate,
    pub how: String,
    pub reached: bool,
}

pub async fn attempts(cx: &mut Ctx, tasks: &[Uuid]) -> Result<Vec<Attempt>, AppError> {
    Ok(sqlx::query_as!(
        Attempt,
        r#"select follow_up_task_id as task, tried_on, how, reached
           from follow_up_attempt where follow_up_task_id = any ($1)
           order by tried_on, recorded_at, follow_up_attempt_id"#,
        tasks
    )
    .fetch_all(cx.db())
    .await?)
}

/// Counts over all follow-ups whose day has come that the actor may see.
#[derive(Debug)]
pub struct Counted {
    pub months: i16,
    pub onward: i64,
    pub closed: i64,
    pub not_reached: i64,
    pub open: i64,
}

pub async fn counts(cx: &mut Ctx, centre: CentreId) -> Result<Vec<Counted>, AppError> {
    let today = cx.today();
    Ok(sqlx::query_as!(
        Counted,
        r#"select months, count(*) filter (where result in ('work', 'study')) as "onward!",
                  count(*) filter (where stage = 'done') as "closed!",
                  count(*) filter (where result = 'not_reached') as "not_reached!",
                  count(*) filter (where stage = 'open') as "open!"
           from follow_up_task
           where centre_id = $1 and stage in ('open', 'done') and (due_on <= $2 or stage = 'done')
             and access.may_follow_up(person_id, enrolment_id, centre_id, 'read')
           group by months order by months"#,
        centre.as_uuid(),
        today,
    )
    .fetch_all(cx.db())
    .await?)
}

/// An attempt, as it is to be recorded.
pub struct New<'a> {
    pub task: FollowUpTaskId,
    pub key: IdempotencyKey,
    pub tried_on: NaiveDate,
    pub how: &'a str,
    pub reached: bool,
    pub result: Option<&'a str>,
}

pub async fn record(cx: &mut Ctx, new: &New<'_>) -> Result<String, AppError> {
    // The attempt's own id is its key: the same press is the same attempt.
    Ok(sqlx::query_scalar!(
        r#"select access.record_follow_up($1, $2, $2, $3, $4, $5, $6) as "code!""#,
        new.task.as_uuid(),
        new.key.as_uuid(),
        new.tried_on,
        new.how,
        new.reached,
        new.result,
    )
    .fetch_one(cx.db())
    .await?)
}

/// Puts the answer right that stands as `was`.
pub async fn correct(
    cx: &mut Ctx,
    task: FollowUpTaskId,
    was: &str,
    result: &str,
) -> Result<String, AppError> {
    Ok(sqlx::query_scalar!(
        r#"select access.correct_follow_up($1, $2, $3) as "code!""#,
        task.as_uuid(),
        was,
        result,
    )
    .fetch_one(cx.db())
    .await?)
}

/// Whose follow-up it is, where the actor may see it.
pub async fn person_of(cx: &mut Ctx, task: FollowUpTaskId) -> Result<Option<PersonId>, AppError> {
    let id = sqlx::query_scalar!(
        "select person_id from follow_up_task where follow_up_task_id = $1",
        task.as_uuid()
    )
    .fetch_optional(cx.db())
    .await?;
    Ok(id.map(PersonId::from))
}
