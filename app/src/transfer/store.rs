//! SQL of the transfer: reads under row security; each change is a function of the database, which answers in a code.

use crate::kernel::{AppError, Ctx};
use chrono::NaiveDate;
use domain::ids::{CentreId, EnrolmentId, IdempotencyKey, PersonId, ProgrammeId, TransferId};

/// The open enrolment at the actor's centre.
#[derive(Debug)]
pub struct Here {
    pub enrolment: EnrolmentId,
    pub programme: ProgrammeId,
}

pub async fn enrolment(cx: &mut Ctx, person: PersonId, centre: CentreId) -> Result<Option<Here>, AppError> {
    Ok(sqlx::query_as!(
        Here,
        "select enrolment_id as enrolment, programme_id as programme from enrolment
         where person_id = $1 and centre_id = $2 and ended_on is null
         order by enrolled_on desc, enrolment_id limit 1",
        person.as_uuid(),
        centre.as_uuid(),
    )
    .fetch_optional(cx.db())
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

pub async fn centre_name(cx: &mut Ctx, centre: CentreId) -> Result<String, AppError> {
    Ok(
        sqlx::query_scalar!("select name from centre where centre_id = $1", centre.as_uuid())
            .fetch_one(cx.db())
            .await?,
    )
}

/// The programme's other centres.
pub async fn centres(
    cx: &mut Ctx,
    programme: ProgrammeId,
    but: CentreId,
) -> Result<Vec<(CentreId, String)>, AppError> {
    let rows = sqlx::query!(
        "select c.centre_id, c.name from programme_centre p join centre c using (centre_id)
         where p.programme_id = $1 and c.centre_id <> $2 order by c.name",
        programme.as_uuid(),
        but.as_uuid(),
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows.into_iter().map(|r| (r.centre_id.into(), r.name)).collect())
}

/// A transfer that the actor sees.
#[derive(Debug)]
pub struct Row {
    pub id: TransferId,
    pub from_name: String,
    pub to_name: String,
    pub effective_on: NaiveDate,
    pub stage: String,
}

pub async fn of(cx: &mut Ctx, person: PersonId) -> Result<Vec<Row>, AppError> {
    Ok(sqlx::query_as!(
        Row,
        "select t.transfer_id as id, f.name as from_name, c.name as to_name, t.effective_on, t.stage
         from transfer t join centre f on f.centre_id = t.from_centre join centre c on c.centre_id = t.to_centre
         where t.person_id = $1 order by t.proposed_at desc, t.transfer_id",
        person.as_uuid()
    )
    .fetch_all(cx.db())
    .await?)
}

pub async fn propose(
    cx: &mut Ctx,
    id: TransferId,
    enrolment: EnrolmentId,
    key: IdempotencyKey,
    to: CentreId,
    on: NaiveDate,
) -> Result<String, AppError> {
    Ok(sqlx::query_scalar!(
        r#"select access.propose_transfer($1, $2, $3, $4, $5) as "code!""#,
        id.as_uuid(),
        enrolment.as_uuid(),
        key.as_uuid(),
        to.as_uuid(),
        on,
    )
    .fetch_one(cx.db())
    .await?)
}

pub async fn withdraw(cx: &mut Ctx, id: TransferId) -> Result<String, AppError> {
    Ok(
        sqlx::query_scalar!(r#"select access.withdraw_transfer($1) as "code!""#, id.as_uuid())
            .fetch_one(cx.db())
            .await?,
    )
}

pub async fn answer(cx: &mut Ctx, id: TransferId, yes: bool) -> Result<String, AppError> {
    Ok(sqlx::query_scalar!(
        r#"select access.answer_transfer($1, $2) as "code!""#,
        id.as_uuid(),
        yes
    )
    .fetch_one(cx.db())
    .await?)
}

/// The latest move that brought the participant to where they are enrolled now, and the coach whom they have there, or
/// are to have first.
#[derive(Debug, sqlx::FromRow)]
pub struct Arrival {
    #[sqlx(try_from = "uuid::Uuid")]
    pub id: TransferId,
    pub effective_on: NaiveDate,
    pub to_name: String,
    pub coach: Option<String>,
    pub coach_from: Option<NaiveDate>,
}

pub async fn arrival(cx: &mut Ctx, person: PersonId) -> Result<Option<Arrival>, AppError> {
    let today = cx.today();
    Ok(sqlx::query_as(
        "select t.transfer_id as id, t.effective_on, c.name as to_name, k.coach, k.valid_from as coach_from
         from transfer t join enrolment e using (enrolment_id) join centre c on c.centre_id = t.to_centre
         left join lateral (
           select s.given_name || ' ' || s.family_name as coach, a.valid_from
           from assignment a join staff s using (staff_id)
           where a.enrolment_id = e.enrolment_id and a.centre_id = e.centre_id and a.kind = 'coach'
             and (a.valid_to is null or (a.valid_to >= $2 and a.valid_to >= a.valid_from))
           order by a.valid_from limit 1) k on true
         where t.person_id = $1 and t.stage = 'done' and e.centre_id = t.to_centre and e.ended_on is null
         order by t.effective_on desc, t.closed_at desc limit 1",
    )
    .bind(person.as_uuid())
    .bind(today)
    .fetch_optional(cx.db())
    .await?)
}

/// When and from where somebody of the actor's centre came there.
pub async fn moved_here(cx: &mut Ctx, person: PersonId) -> Result<Option<(NaiveDate, String)>, AppError> {
    Ok(
        sqlx::query_as("select effective_on, from_name from access.moved_here($1)")
            .bind(person.as_uuid())
            .fetch_optional(cx.db())
            .await?,
    )
}
