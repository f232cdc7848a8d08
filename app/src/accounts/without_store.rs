//! SQL of who has no coach, by a function of the database that leaves out whom the actor may not know of.

use crate::kernel::{AppError, Ctx};
use chrono::NaiveDate;
use domain::ids::PersonId;
use uuid::Uuid;

/// Somebody without a coach.
#[derive(Debug)]
pub struct Row {
    pub person: PersonId,
    pub name: String,
    pub since: NaiveDate,
    pub why: String,
    /// From which centre, of whoever has moved.
    pub from_name: Option<String>,
    /// Who is to begin as coach, and when.
    pub next: Option<(String, NaiveDate)>,
}

pub async fn count(cx: &mut Ctx) -> Result<u32, AppError> {
    let count: i64 = sqlx::query_scalar("select count(*) from access.without_coach()")
        .fetch_one(cx.db())
        .await?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

type Read = (
    Uuid,
    String,
    NaiveDate,
    String,
    Option<String>,
    Option<String>,
    Option<NaiveDate>,
);

/// Whoever has waited longest first.
pub async fn page(cx: &mut Ctx, limit: u32, offset: u32) -> Result<Vec<Row>, AppError> {
    let rows: Vec<Read> = sqlx::query_as(
        r#"select p.person_id, p.given_name || ' ' || p.family_name, w.since, w.why, c.name,
                  s.given_name || ' ' || s.family_name, w.next_on
           from access.without_coach() w
           join person p using (person_id)
           left join centre c on c.centre_id = w.from_centre
           left join staff s on s.staff_id = w.next_staff
           order by w.since, p.family_name collate "sv-x-icu", p.given_name collate "sv-x-icu", w.enrolment_id
           limit $1 offset $2"#,
    )
    .bind(i64::from(limit))
    .bind(i64::from(offset))
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .map(|(person, name, since, why, from_name, next, on)| Row {
            person: person.into(),
            name,
            since,
            why,
            from_name,
            next: next.zip(on),
        })
        .collect())
}
