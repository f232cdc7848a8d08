//! SQL of the forms: reads under row security; what is written goes through functions of the database, which answer in a
//! code.

use crate::kernel::{AppError, Ctx, Lang};
use chrono::{DateTime, NaiveDate, Utc};
use domain::form::{Answers, Question};
use domain::ids::{CentreId, EnrolmentId, FormEntryId, FormVersionId, IdempotencyKey, PersonId};
use sqlx::types::Json;

/// An enrolment whose forms the actor may read.
#[derive(Debug)]
pub struct Enrolled {
    pub id: EnrolmentId,
    pub programme: String,
    pub enrolled_on: NaiveDate,
    pub term_ends_on: Option<NaiveDate>,
    pub ended_on: Option<NaiveDate>,
    /// The questions that it is asked.
    pub version: FormVersionId,
    /// The actor may lock their device to the person for it.
    pub together: bool,
}

/// The person's enrolments, the latest first; on a locked device those at the centre where it was locked.
pub async fn enrolments(cx: &mut Ctx, person: PersonId) -> Result<Vec<Enrolled>, AppError> {
    let english = cx.lang == Lang::En;
    let locked_at = cx.actor.joint_person().and(cx.actor.centre());
    Ok(sqlx::query_as!(
        Enrolled,
        r#"select enrolment_id as "id!", case when $2 then programme_en else programme_sv end as "programme!",
                  enrolled_on as "enrolled_on!", term_ends_on, ended_on, form_version_id as "version!", together as "together!"
           from access.form_enrolments($1)
           where form_version_id is not null and ($3::uuid is null or centre_id = $3)"#,
        person.as_uuid(),
        english,
        locked_at.as_ref().map(CentreId::as_uuid),
    )
    .fetch_all(cx.db())
    .await?)
}

/// A form as it was last filled.
#[derive(Debug)]
pub struct Entry {
    pub enrolment: EnrolmentId,
    pub occasion: String,
    pub revision: i32,
    pub answers: Json<Answers>,
    pub filling: String,
    pub given_at: DateTime<Utc>,
}

/// The latest of each form of the person.
pub async fn entries(cx: &mut Ctx, person: PersonId) -> Result<Vec<Entry>, AppError> {
    Ok(sqlx::query_as!(
        Entry,
        r#"select distinct on (enrolment_id, occasion) enrolment_id as enrolment, occasion, revision,
                  answers as "answers: Json<Answers>", filling, given_at
           from form_entry where person_id = $1
           order by enrolment_id, occasion, revision desc"#,
        person.as_uuid(),
    )
    .fetch_all(cx.db())
    .await?)
}

/// The questions of one version.
pub async fn questions(cx: &mut Ctx, version: FormVersionId) -> Result<Vec<Question>, AppError> {
    let asked = sqlx::query_scalar!(
        r#"select questions as "questions: Json<Vec<Question>>" from form_version where form_version_id = $1"#,
        version.as_uuid(),
    )
    .fetch_optional(cx.db())
    .await?;
    asked.map(|Json(questions)| questions).ok_or(AppError::NotFound)
}

/// What is filled in.
#[derive(Debug)]
pub struct Filled<'a> {
    pub id: FormEntryId,
    pub enrolment: EnrolmentId,
    pub occasion: &'static str,
    pub was: i32,
    pub version: FormVersionId,
    pub answers: &'a Answers,
    pub key: IdempotencyKey,
}

/// Fills a form; tells how it went in a code.
pub async fn fill(cx: &mut Ctx, filled: &Filled<'_>) -> Result<String, AppError> {
    Ok(sqlx::query_scalar!(
        r#"select access.fill_form($1, $2, $3, $4, $5, $6, $7) as "code!""#,
        filled.id.as_uuid(),
        filled.enrolment.as_uuid(),
        filled.occasion,
        filled.was,
        filled.version.as_uuid(),
        Json(filled.answers) as _,
        filled.key.as_uuid(),
    )
    .fetch_one(cx.db())
    .await?)
}

/// What the person that a device is locked to is called; `None` once it is locked to nobody any more.
pub async fn joint_name(cx: &mut Ctx, person: PersonId) -> Result<Option<String>, AppError> {
    Ok(
        sqlx::query_scalar!("select access.joint_name($1) as name", person.as_uuid())
            .fetch_one(cx.db())
            .await?,
    )
}

/// Whether the person is nobody's own any more, and the actor still has an exit form to fill in with them.
pub async fn left(cx: &mut Ctx, person: PersonId) -> Result<bool, AppError> {
    Ok(
        sqlx::query_scalar!(r#"select access.form_left($1) as "left!""#, person.as_uuid())
            .fetch_one(cx.db())
            .await?,
    )
}

/// Name and number of a person whose record the actor may open.
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

/// A version of a centre's questions.
#[derive(Debug)]
pub struct Version {
    pub version: i32,
    pub questions: Json<Vec<Question>>,
    pub reason: String,
    pub made_at: DateTime<Utc>,
    /// Who made it; nobody made the one that came with the house.
    pub made_by: Option<String>,
    /// Forms that have been filled with it, of people of the centre.
    pub used: i64,
}

/// The versions of a centre's questions, the latest first.
pub async fn versions(cx: &mut Ctx, centre: CentreId) -> Result<Vec<Version>, AppError> {
    Ok(sqlx::query_as!(
        Version,
        r#"select v.version, v.questions as "questions: Json<Vec<Question>>", v.reason, v.made_at,
                  (select s.given_name || ' ' || s.family_name from account a join staff s using (staff_id)
                   where a.account_id = v.made_by) as made_by,
                  access.form_version_used(v.form_version_id) as "used!"
           from form_version v where v.centre_id = $1 order by v.version desc"#,
        centre.as_uuid(),
    )
    .fetch_all(cx.db())
    .await?)
}

/// Adds a version after the one that it was made from; tells how it went in a code.
pub async fn add(
    cx: &mut Ctx,
    id: FormVersionId,
    was: i32,
    questions: &[Question],
    reason: &str,
) -> Result<String, AppError> {
    Ok(sqlx::query_scalar!(
        r#"select access.add_form_version($1, $2, $3, $4) as "code!""#,
        id.as_uuid(),
        was,
        Json(questions) as _,
        reason,
    )
    .fetch_one(cx.db())
    .await?)
}
