//! SQL of who works with whom.

use crate::kernel::ledger::Event;
use crate::kernel::policy::Role;
use crate::kernel::{AppError, Ctx};
use chrono::NaiveDate;
use domain::ids::{AccountId, AssignmentId, CentreId, EnrolmentId, PersonId, StaffId};
use serde_json::json;
use uuid::Uuid;

/// The person's open enrolment at the centre.
pub async fn enrolment(
    cx: &mut Ctx,
    person: PersonId,
    centre: CentreId,
) -> Result<Option<EnrolmentId>, AppError> {
    let id = sqlx::query_scalar!(
        "select enrolment_id from enrolment
         where person_id = $1 and centre_id = $2 and ended_on is null order by enrolled_on desc limit 1",
        person.as_uuid(),
        centre.as_uuid(),
    )
    .fetch_optional(cx.db())
    .await?;
    Ok(id.map(Into::into))
}

/// What the person is called, and their number.
pub async fn person(cx: &mut Ctx, person: PersonId) -> Result<Option<(String, String)>, AppError> {
    let row = sqlx::query!(
        r#"select given_name || ' ' || family_name as "name!", participant_number from person where person_id = $1"#,
        person.as_uuid(),
    )
    .fetch_optional(cx.db())
    .await?;
    Ok(row.map(|r| (r.name, r.participant_number)))
}

/// Changes of who works with this person come one at a time.
pub async fn queue(cx: &mut Ctx, person: PersonId) -> Result<(), AppError> {
    sqlx::query("select pg_advisory_xact_lock(hashtextextended('assign ' || $1, 0))")
        .bind(person.to_string())
        .execute(cx.db())
        .await?;
    Ok(())
}

/// An assignment as it is stored.
pub struct Row {
    pub id: AssignmentId,
    pub enrolment: EnrolmentId,
    pub staff: StaffId,
    pub name: String,
    pub kind: String,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
    pub reason: Option<String>,
    /// Whether the colleague's account is closed.
    pub closed: bool,
}

/// Everybody who works or has worked with the person at this centre.
pub async fn of(cx: &mut Ctx, person: PersonId, centre: CentreId) -> Result<Vec<Row>, AppError> {
    let rows = sqlx::query!(
        r#"select a.assignment_id, a.enrolment_id, a.staff_id, s.given_name || ' ' || s.family_name as "name!", a.kind,
                  a.valid_from, a.valid_to, a.reason,
                  exists (select from account k where k.staff_id = a.staff_id and k.disabled_at is not null) as "closed!"
           from assignment a join staff s using (staff_id)
           where a.person_id = $1 and a.centre_id = $2
           order by array_position(array['coach', 'deputy', 'recruiter', 'specialist', 'partner'], a.kind),
                    a.valid_from desc, a.assignment_id"#,
        person.as_uuid(),
        centre.as_uuid(),
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Row {
            id: r.assignment_id.into(),
            enrolment: r.enrolment_id.into(),
            staff: r.staff_id.into(),
            name: r.name,
            kind: r.kind,
            valid_from: r.valid_from,
            valid_to: r.valid_to,
            reason: r.reason,
            closed: r.closed,
        })
        .collect())
}

/// A colleague, with a role that they have now or will have.
pub struct Candidate {
    pub staff: StaffId,
    pub name: String,
    pub role: Role,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
}

/// Who of the centre may be assigned: its staff, and the partners that it keeps.
pub async fn candidates(cx: &mut Ctx, centre: CentreId) -> Result<Vec<Candidate>, AppError> {
    let today = cx.today();
    let rows = sqlx::query!(
        r#"select r.staff_id, s.given_name || ' ' || s.family_name as "name!", r.role, r.valid_from, r.valid_to
           from staff_role r join staff s using (staff_id) join account k using (staff_id)
           where k.disabled_at is null and (r.valid_to is null or r.valid_to >= $2 and r.valid_to >= r.valid_from)
             and (r.centre_id = $1 and r.role in ('coach', 'team_leader', 'recruiter', 'specialist')
               or r.role = 'partner' and s.kept_by = $1)
           order by s.family_name collate "sv-x-icu", s.given_name collate "sv-x-icu", r.staff_id, r.valid_from"#,
        centre.as_uuid(),
        today,
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|r| {
            Some(Candidate {
                staff: r.staff_id.into(),
                name: r.name,
                role: Role::from_code(&r.role)?,
                valid_from: r.valid_from,
                valid_to: r.valid_to,
            })
        })
        .collect())
}

/// The colleagues who have participants of their own: coaches, and a team leader who stands in.
pub async fn coaches(cx: &mut Ctx, centre: CentreId) -> Result<Vec<Candidate>, AppError> {
    let mut coaches = candidates(cx, centre).await?;
    coaches.retain(|c| matches!(c.role, Role::Coach | Role::TeamLeader));
    coaches.dedup_by_key(|c| c.staff);
    Ok(coaches)
}

/// An assignment that begins.
pub struct New<'a> {
    pub enrolment: EnrolmentId,
    pub person: PersonId,
    pub centre: CentreId,
    pub staff: StaffId,
    pub kind: &'a str,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
    pub reason: Option<&'a str>,
}

pub async fn add(cx: &mut Ctx, id: AssignmentId, new: &New<'_>) -> Result<(), AppError> {
    let (now, by) = (cx.now, cx.actor.account());
    sqlx::query!(
        "insert into assignment (assignment_id, enrolment_id, person_id, centre_id, staff_id, kind, valid_from, valid_to,
                                 reason, created_by, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        id.as_uuid(),
        new.enrolment.as_uuid(),
        new.person.as_uuid(),
        new.centre.as_uuid(),
        new.staff.as_uuid(),
        new.kind,
        new.valid_from,
        new.valid_to,
        new.reason,
        by.as_ref().map(AccountId::as_uuid),
        now,
    )
    .execute(cx.db())
    .await?;
    Ok(())
}

pub async fn end(cx: &mut Ctx, id: AssignmentId, last_day: NaiveDate) -> Result<bool, AppError> {
    let done = sqlx::query!(
        "update assignment set valid_to = $2 where assignment_id = $1",
        id.as_uuid(),
        last_day,
    )
    .execute(cx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// What happened, in the ledger: the day it concerns, and as what; not who.
pub struct Told<'a> {
    pub event: Event,
    pub enrolment: EnrolmentId,
    pub person: PersonId,
    pub centre: CentreId,
    pub kind: &'a str,
    pub assignment: AssignmentId,
    pub concerns_on: NaiveDate,
}

pub async fn tell(cx: &mut Ctx, told: &Told<'_>) -> Result<(), AppError> {
    let (now, by) = (cx.now, cx.actor.account());
    sqlx::query!(
        "insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        told.enrolment.as_uuid(),
        told.person.as_uuid(),
        told.centre.as_uuid(),
        told.event.code(),
        told.concerns_on,
        now,
        by.as_ref().map(AccountId::as_uuid),
        json!({ "kind": told.kind, "assignment": told.assignment }),
    )
    .execute(cx.db())
    .await?;
    Ok(())
}

/// Those of a coach's participants for whom a deputy is wanted in these days and is not there yet. Row security leaves
/// out whom the actor may not know of.
pub async fn to_cover(
    cx: &mut Ctx,
    centre: CentreId,
    coach: StaffId,
    deputy: StaffId,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Vec<(EnrolmentId, PersonId)>, AppError> {
    let rows = sqlx::query!(
        "select distinct e.enrolment_id, e.person_id
         from assignment a join enrolment e using (enrolment_id)
         where a.centre_id = $1 and a.staff_id = $2 and a.kind = 'coach' and e.ended_on is null
           and a.valid_from <= $5 and (a.valid_to is null or a.valid_to >= $4 and a.valid_to >= a.valid_from)
           and not exists (
             select from assignment d where d.enrolment_id = e.enrolment_id and d.staff_id = $3 and d.kind = 'deputy'
               and d.valid_from <= $5 and (d.valid_to is null or d.valid_to >= $4 and d.valid_to >= d.valid_from))
         order by e.person_id",
        centre.as_uuid(),
        coach.as_uuid(),
        deputy.as_uuid(),
        first,
        last,
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| (r.enrolment_id.into(), r.person_id.into()))
        .collect())
}

/// Changes of a colleague's cover come one at a time.
pub async fn queue_for(cx: &mut Ctx, staff: Uuid) -> Result<(), AppError> {
    sqlx::query("select pg_advisory_xact_lock(hashtextextended('cover ' || $1, 0))")
        .bind(staff.to_string())
        .execute(cx.db())
        .await?;
    Ok(())
}
