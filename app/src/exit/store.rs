//! SQL of the exit: reads under row security; what changes an enrolment is a function of the database, which answers in
//! a code.

use crate::kernel::{AppError, AppState, Ctx, Lang};
use chrono::{DateTime, NaiveDate, Utc};
use domain::exit::Exit;
use domain::ids::{CentreId, EnrolmentId, IdempotencyKey, PersonId};
use domain::programme::Outcome;
use sqlx::types::Json;

/// An enrolment at the actor's centre.
#[derive(Debug)]
pub struct Enrolment {
    pub id: EnrolmentId,
    pub programme: String,
    pub enrolled_on: NaiveDate,
    pub term_ends_on: Option<NaiveDate>,
    pub ended_on: Option<NaiveDate>,
    /// The database's second wall, for whom the person was at the end (X4).
    pub follows_up: bool,
    /// How it ended, as it was last told.
    pub outcome: Option<String>,
    /// What the version that the enrolment keeps lists; nothing where it is silent.
    pub outcomes: Json<Vec<Outcome>>,
}

/// The enrolments at the actor's centre, the open or latest one first.
pub async fn enrolments(
    cx: &mut Ctx,
    person: PersonId,
    centre: CentreId,
) -> Result<Vec<Enrolment>, AppError> {
    let english = cx.lang == Lang::En;
    Ok(sqlx::query_as!(
        Enrolment,
        r#"select e.enrolment_id as id, case when $3 then g.name_en else g.name_sv end as "programme!",
                  e.enrolled_on, e.term_ends_on, e.ended_on,
                  coalesce(access.may_follow_up(e.person_id, e.enrolment_id, e.centre_id, 'write'), false) as "follows_up!",
                  (select r.outcome from exit_record r where r.enrolment_id = e.enrolment_id order by r.no desc limit 1) as "outcome?",
                  coalesce(v.rules -> 'outcomes', '[]') as "outcomes!: Json<Vec<Outcome>>"
           from enrolment e join programme g using (programme_id) join programme_version v using (programme_version_id)
           where e.person_id = $1 and e.centre_id = $2
           order by e.ended_on desc nulls first, e.enrolled_on desc, e.enrolment_id"#,
        person.as_uuid(),
        centre.as_uuid(),
        english,
    )
    .fetch_all(cx.db())
    .await?)
}

pub async fn person(cx: &mut Ctx, person: PersonId) -> Result<(String, String), AppError> {
    let row = sqlx::query!(
        "select given_name, family_name, participant_number from person where person_id = $1",
        person.as_uuid()
    )
    .fetch_optional(cx.db())
    .await?
    .ok_or(AppError::NotFound)?;
    Ok((
        format!("{} {}", row.given_name, row.family_name),
        row.participant_number,
    ))
}

/// A record of an exit.
#[derive(Debug)]
pub struct Record {
    pub no: i32,
    pub kind: String,
    pub outcome: Option<String>,
    pub ended_on: Option<NaiveDate>,
    pub starts_on: Option<NaiveDate>,
    pub extent: Option<i16>,
    pub expected_to_last: Option<bool>,
    pub recorded_at: DateTime<Utc>,
    /// Nobody: the term ran out.
    pub by_somebody: bool,
}

/// What has been recorded of an enrolment's end, the latest first.
pub async fn records(cx: &mut Ctx, enrolment: EnrolmentId) -> Result<Vec<Record>, AppError> {
    Ok(sqlx::query_as!(
        Record,
        r#"select no, kind, outcome, ended_on, starts_on, extent, expected_to_last, recorded_at,
                  recorded_by is not null as "by_somebody!"
           from exit_record where enrolment_id = $1 order by no desc"#,
        enrolment.as_uuid()
    )
    .fetch_all(cx.db())
    .await?)
}

/// What an exit would end: bookings, colleagues, consents.
pub async fn ends(cx: &mut Ctx, enrolment: EnrolmentId) -> Result<(i64, i64, i64), AppError> {
    let row = sqlx::query!(
        r#"select bookings as "bookings!", colleagues as "colleagues!", consents as "consents!" from access.exit_ends($1)"#,
        enrolment.as_uuid()
    )
    .fetch_optional(cx.db())
    .await?;
    Ok(row.map_or((0, 0, 0), |r| (r.bookings, r.colleagues, r.consents)))
}

pub async fn record(
    cx: &mut Ctx,
    enrolment: EnrolmentId,
    key: IdempotencyKey,
    exit: &Exit,
) -> Result<String, AppError> {
    Ok(sqlx::query_scalar!(
        r#"select access.record_exit($1, $2, $3, $4, $5, $6, $7) as "code!""#,
        enrolment.as_uuid(),
        key.as_uuid(),
        exit.outcome.code(),
        exit.ended_on,
        exit.start.map(|s| s.on),
        exit.start.map(|s| i32::from(s.extent)),
        exit.start.map(|s| s.lasts),
    )
    .fetch_one(cx.db())
    .await?)
}

pub async fn correct(
    cx: &mut Ctx,
    enrolment: EnrolmentId,
    was: i32,
    key: IdempotencyKey,
    exit: &Exit,
) -> Result<String, AppError> {
    Ok(sqlx::query_scalar!(
        r#"select access.correct_exit($1, $2, $3, $4, $5, $6, $7, $8) as "code!""#,
        enrolment.as_uuid(),
        was,
        key.as_uuid(),
        exit.outcome.code(),
        exit.ended_on,
        exit.start.map(|s| s.on),
        exit.start.map(|s| i32::from(s.extent)),
        exit.start.map(|s| s.lasts),
    )
    .fetch_one(cx.db())
    .await?)
}

pub async fn reopen(cx: &mut Ctx, enrolment: EnrolmentId, key: IdempotencyKey) -> Result<String, AppError> {
    Ok(sqlx::query_scalar!(
        r#"select access.reopen_exit($1, $2) as "code!""#,
        enrolment.as_uuid(),
        key.as_uuid()
    )
    .fetch_one(cx.db())
    .await?)
}

/// The worker's: extensions whose deadline has passed.
pub async fn lapse_extensions(state: &AppState, now: DateTime<Utc>) -> Result<(), AppError> {
    sqlx::query_scalar!("select access.lapse_extensions($1)", now)
        .fetch_one(&state.worker)
        .await?;
    Ok(())
}

/// The worker's: the next transfer whose day has come; whether there was one.
pub async fn move_next(state: &AppState, now: DateTime<Utc>) -> Result<bool, AppError> {
    let found = sqlx::query_scalar!("select access.move_next_transfer($1)", now)
        .fetch_one(&state.worker)
        .await?;
    Ok(found.is_some())
}

/// The worker's: the next enrolment whose term has passed; whether there was one.
pub async fn close_next(state: &AppState, now: DateTime<Utc>) -> Result<bool, AppError> {
    let found = sqlx::query_scalar!("select access.close_next_term($1)", now)
        .fetch_one(&state.worker)
        .await?;
    Ok(found.is_some())
}
