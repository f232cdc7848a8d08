//! SQL of the coach's day: reads alone, over the rows that row security lets the coach see.

use super::api::Order;
use crate::kernel::{AppError, Ctx};
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{EnrolmentId, PersonId, StaffId};

/// A row of the list.
#[derive(Debug)]
pub struct Row {
    pub person: PersonId,
    pub enrolment: EnrolmentId,
    pub given_name: String,
    pub family_name: String,
    pub term_ends_on: Option<NaiveDate>,
    pub last_seen: Option<NaiveDate>,
    pub steps_done: u32,
    pub steps_open: u32,
}

fn few(n: Option<i64>) -> u32 {
    u32::try_from(n.unwrap_or(0)).unwrap_or(u32::MAX)
}

/// The part of a name that is looked for, as a pattern; its own wildcards are letters.
fn pattern(search: &str) -> String {
    let escaped: String = search
        .chars()
        .flat_map(|c| {
            matches!(c, '%' | '_' | '\\')
                .then_some('\\')
                .into_iter()
                .chain([c])
        })
        .collect();
    format!("%{escaped}%")
}

pub async fn count(cx: &mut Ctx, staff: StaffId, search: &str) -> Result<u32, AppError> {
    let today = cx.today();
    let count = sqlx::query_scalar!(
        "select count(*) from assignment a join enrolment e using (enrolment_id) join person p on p.person_id = a.person_id
         where a.staff_id = $1 and a.valid_from <= $2 and (a.valid_to is null or a.valid_to >= $2) and e.ended_on is null
           and p.given_name || ' ' || p.family_name ilike $3",
        staff.as_uuid(),
        today,
        pattern(search),
    )
    .fetch_one(cx.db())
    .await?;
    Ok(few(count))
}

pub async fn page(
    cx: &mut Ctx,
    staff: StaffId,
    search: &str,
    order: Order,
    limit: u32,
    offset: u32,
) -> Result<Vec<Row>, AppError> {
    let today = cx.today();
    let rows = sqlx::query!(
        r#"select p.person_id, e.enrolment_id, p.given_name, p.family_name, e.term_ends_on, seen.day as "last_seen?",
                  steps.done as steps_done, steps.open as steps_open
           from assignment a
           join enrolment e using (enrolment_id)
           join person p on p.person_id = a.person_id
           left join lateral (
             select max(day) as day from attendance t where t.person_id = p.person_id and t.enrolment_id = e.enrolment_id
           ) seen on true
           left join lateral (
             select count(*) filter (where v.status = 'done') as done,
                    count(*) filter (where v.status in ('idea', 'agreed', 'under_way')) as open
             from activity v where v.person_id = p.person_id
           ) steps on true
           where a.staff_id = $1 and a.valid_from <= $2 and (a.valid_to is null or a.valid_to >= $2)
             and e.ended_on is null and p.given_name || ' ' || p.family_name ilike $3
           order by case when $4 = 'tid' then e.term_ends_on end nulls last,
                    case when $4 = 'senast' then coalesce(seen.day, e.enrolled_on) end,
                    p.family_name collate "sv-x-icu", p.given_name collate "sv-x-icu", p.person_id
           limit $5 offset $6"#,
        staff.as_uuid(),
        today,
        pattern(search),
        order.code(),
        i64::from(limit),
        i64::from(offset),
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Row {
            person: r.person_id.into(),
            enrolment: r.enrolment_id.into(),
            given_name: r.given_name,
            family_name: r.family_name,
            term_ends_on: r.term_ends_on,
            last_seen: r.last_seen,
            steps_done: few(r.steps_done),
            steps_open: few(r.steps_open),
        })
        .collect())
}

/// One's own who have arrived today.
#[derive(Debug)]
pub struct HereRow {
    pub person: PersonId,
    pub given_name: String,
    pub family_name: String,
    pub attended_at: DateTime<Utc>,
    pub next_step: Option<String>,
}

pub async fn here(cx: &mut Ctx, staff: StaffId) -> Result<Vec<HereRow>, AppError> {
    let today = cx.today();
    let rows = sqlx::query!(
        r#"select p.person_id, p.given_name, p.family_name, t.attended_at,
                  (select v.title from activity v
                   where v.person_id = p.person_id and v.status in ('agreed', 'under_way')
                   order by v.due_on nulls last, v.created_at limit 1) as next_step
           from assignment a
           join attendance t on t.enrolment_id = a.enrolment_id and t.day = $2
           join person p on p.person_id = a.person_id
           where a.staff_id = $1 and a.valid_from <= $2 and (a.valid_to is null or a.valid_to >= $2)
           order by t.attended_at desc, p.person_id"#,
        staff.as_uuid(),
        today,
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| HereRow {
            person: r.person_id.into(),
            given_name: r.given_name,
            family_name: r.family_name,
            attended_at: r.attended_at,
            next_step: r.next_step,
        })
        .collect())
}

/// How many have arrived in the whole house: a number without names, and without the protected (G4).
pub async fn here_in_house(cx: &mut Ctx) -> Result<u32, AppError> {
    let count = sqlx::query_scalar!("select access.here_today()")
        .fetch_one(cx.db())
        .await?;
    Ok(few(count))
}

#[cfg(test)]
mod tests {
    use super::pattern;

    #[test]
    fn wildcards_that_are_typed_are_letters() {
        assert_eq!(pattern("50%_a\\b"), "%50\\%\\_a\\\\b%");
    }
}
