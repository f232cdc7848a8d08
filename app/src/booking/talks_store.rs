//! SQL of the coach talks: bookings of that kind, and their rows of the ledger.

use crate::kernel::ledger::Event;
use crate::kernel::{AppError, Ctx};
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{AccountId, CentreId, EnrolmentId, PersonId, StaffId};
use domain::promise::TalkStep;
use serde_json::Value;
use sqlx::Row as _;
use sqlx::postgres::PgRow;
use uuid::Uuid;

/// Postgres: an exclusion constraint was violated.
const OVERLAP: &str = "23P01";

/// A talk as it stands.
#[derive(Clone, Debug)]
pub struct Talk {
    pub id: Uuid,
    pub enrolment: EnrolmentId,
    pub staff: StaffId,
    pub staff_name: String,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub place: String,
    pub step: TalkStep,
    pub is_first: bool,
    pub revision: i32,
}

/// A coach or a deputy, from today on.
#[derive(Clone, Debug)]
pub struct Coach {
    pub staff: StaffId,
    pub name: String,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
}

fn talk(row: &PgRow) -> Result<Talk, AppError> {
    let state: String = row.try_get("state")?;
    Ok(Talk {
        id: row.try_get("booking_id")?,
        enrolment: row.try_get::<Uuid, _>("enrolment_id")?.into(),
        staff: row.try_get::<Uuid, _>("staff_id")?.into(),
        staff_name: row.try_get("staff_name")?,
        starts_at: row.try_get("starts_at")?,
        ends_at: row.try_get("ends_at")?,
        place: row.try_get("place")?,
        step: TalkStep::from_code(&state).ok_or(AppError::Internal)?,
        is_first: row.try_get("is_first")?,
        revision: row.try_get("revision")?,
    })
}

/// The person's talks at this centre, the latest first.
pub async fn talks(cx: &mut Ctx, person: PersonId, centre: CentreId) -> Result<Vec<Talk>, AppError> {
    let rows = sqlx::query(
        "select b.*, s.given_name || ' ' || s.family_name as staff_name from booking b join staff s using (staff_id)
         where b.person_id = $1 and b.centre_id = $2 and b.kind = 'coach_talk'
         order by b.starts_at desc, b.booking_id desc",
    )
    .bind(person.as_uuid())
    .bind(centre.as_uuid())
    .fetch_all(cx.db())
    .await?;
    rows.iter().map(talk).collect()
}

/// One of them, locked until the end of the transaction.
pub async fn lock(
    cx: &mut Ctx,
    id: Uuid,
    person: PersonId,
    centre: CentreId,
) -> Result<Option<Talk>, AppError> {
    let row = sqlx::query(
        "select b.*, s.given_name || ' ' || s.family_name as staff_name from booking b join staff s using (staff_id)
         where b.booking_id = $1 and b.person_id = $2 and b.centre_id = $3 and b.kind = 'coach_talk' for update of b",
    )
    .bind(id)
    .bind(person.as_uuid())
    .bind(centre.as_uuid())
    .fetch_optional(cx.db())
    .await?;
    row.as_ref().map(talk).transpose()
}

/// Who is the person's coach or deputy on some day from this one on, the coach first.
pub async fn coaches(cx: &mut Ctx, enrolment: EnrolmentId, from: NaiveDate) -> Result<Vec<Coach>, AppError> {
    let rows = sqlx::query(
        "select a.staff_id, s.given_name || ' ' || s.family_name as name, a.valid_from, a.valid_to
         from assignment a join staff s using (staff_id)
         where a.enrolment_id = $1 and a.kind in ('coach', 'deputy')
           and (a.valid_to is null or (a.valid_to >= $2 and a.valid_to >= a.valid_from))
         order by a.kind, a.valid_from, a.assignment_id",
    )
    .bind(enrolment.as_uuid())
    .bind(from)
    .fetch_all(cx.db())
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Coach {
                staff: row.try_get::<Uuid, _>("staff_id")?.into(),
                name: row.try_get("name")?,
                valid_from: row.try_get("valid_from")?,
                valid_to: row.try_get("valid_to")?,
            })
        })
        .collect()
}

/// What is written about one enrolment comes one after the other.
pub async fn queue_for(cx: &mut Ctx, enrolment: EnrolmentId) -> Result<(), AppError> {
    sqlx::query("select pg_advisory_xact_lock(hashtextextended('talks ' || $1, 0))")
        .bind(enrolment.to_string())
        .execute(cx.db())
        .await?;
    Ok(())
}

/// A talk to add.
pub struct New<'a> {
    pub id: Uuid,
    pub key: Uuid,
    pub enrolment: EnrolmentId,
    pub person: PersonId,
    pub centre: CentreId,
    pub staff: StaffId,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub place: &'a str,
    pub step: TalkStep,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    Done,
    /// The same key has been here before.
    Before,
    /// The colleague is with somebody else then.
    Taken,
}

fn overlap(error: sqlx::Error) -> Result<Written, AppError> {
    match &error {
        sqlx::Error::Database(e) if e.code().as_deref() == Some(OVERLAP) => Ok(Written::Taken),
        _ => Err(error.into()),
    }
}

/// A talk with its language and interpreter as the person's own are stored, like the first meeting.
pub async fn add(cx: &mut Ctx, new: &New<'_>) -> Result<Written, AppError> {
    let (now, by) = (cx.now, cx.actor.account());
    let written = sqlx::query(
        "insert into booking (booking_id, kind, centre_id, enrolment_id, person_id, staff_id, starts_at, ends_at, place,
                              language, interpreter, state, is_first, idempotency_key, created_at, created_by, updated_at)
         select $1, 'coach_talk', $2, $3, $4, $5, $6, $7, $8,
                coalesce((select p.spoken_language from person p where p.person_id = $4), 'sv'),
                coalesce((select c.needs_interpreter from contact c where c.person_id = $4), false), $9,
                not exists (select from booking b where b.enrolment_id = $3 and b.kind = 'coach_talk'
                            and b.state in ('offered', 'booked', 'held')),
                $10, $11, $12, $11
         on conflict (idempotency_key) do nothing",
    )
    .bind(new.id)
    .bind(new.centre.as_uuid())
    .bind(new.enrolment.as_uuid())
    .bind(new.person.as_uuid())
    .bind(new.staff.as_uuid())
    .bind(new.starts_at)
    .bind(new.ends_at)
    .bind(new.place)
    .bind(new.step.code())
    .bind(new.key)
    .bind(now)
    .bind(by.as_ref().map(AccountId::as_uuid))
    .execute(cx.db())
    .await;
    match written {
        Ok(done) if done.rows_affected() == 1 => Ok(Written::Done),
        Ok(_) => Ok(Written::Before),
        Err(error) => overlap(error),
    }
}

/// Whether this key has written this very talk before. Where it is and with whom stays; its time and step may have gone
/// on since, which its revision says.
pub async fn is_written(cx: &mut Ctx, new: &New<'_>) -> Result<bool, AppError> {
    let same: Option<bool> = sqlx::query_scalar(
        "select enrolment_id = $2 and staff_id = $3 and place = $4
                and (revision > 1 or (starts_at = $5 and ends_at = $6 and state = $7))
         from booking where idempotency_key = $1",
    )
    .bind(new.key)
    .bind(new.enrolment.as_uuid())
    .bind(new.staff.as_uuid())
    .bind(new.place)
    .bind(new.starts_at)
    .bind(new.ends_at)
    .bind(new.step.code())
    .fetch_optional(cx.db())
    .await?;
    Ok(same.unwrap_or(false))
}

/// A talk takes another state, and another time where it is moved.
pub async fn change(
    cx: &mut Ctx,
    talk: &Talk,
    step: TalkStep,
    when: Option<(DateTime<Utc>, DateTime<Utc>)>,
) -> Result<Written, AppError> {
    let now = cx.now;
    let (starts_at, ends_at) = when.unwrap_or((talk.starts_at, talk.ends_at));
    let written = sqlx::query(
        "update booking set state = $3, starts_at = $4, ends_at = $5, revision = revision + 1, updated_at = $6
         where booking_id = $1 and revision = $2",
    )
    .bind(talk.id)
    .bind(talk.revision)
    .bind(step.code())
    .bind(starts_at)
    .bind(ends_at)
    .bind(now)
    .execute(cx.db())
    .await;
    match written {
        Ok(done) if done.rows_affected() == 1 => Ok(Written::Done),
        Ok(_) => Err(AppError::NotFound),
        Err(error) => overlap(error),
    }
}

/// What the ledger tells a booking's place by, which it does not hold the words of; nothing where none is said.
pub async fn place_seal(cx: &mut Ctx, booking: Uuid) -> Result<Option<String>, AppError> {
    let seal: Option<Option<String>> = sqlx::query_scalar(
        "select case when place <> '' then access.salted(salt, convert_to(place, 'UTF8')) end from booking
         where booking_id = $1",
    )
    .bind(booking)
    .fetch_optional(cx.db())
    .await?;
    Ok(seal.flatten())
}

/// The event of a talk's step.
pub const fn event(step: TalkStep) -> Event {
    match step {
        TalkStep::Offered => Event::MeetingOffered,
        TalkStep::Booked => Event::MeetingBooked,
        TalkStep::Held => Event::MeetingHeld,
        TalkStep::Declined => Event::MeetingDeclined,
        TalkStep::Missed => Event::MeetingMissed,
        TalkStep::Cancelled => Event::MeetingCancelled,
    }
}

/// Whose ledger, and where.
#[derive(Clone, Copy)]
pub struct Of {
    pub enrolment: EnrolmentId,
    pub person: PersonId,
    pub centre: CentreId,
}

pub async fn tell(
    cx: &mut Ctx,
    of: Of,
    event: Event,
    concerns_on: NaiveDate,
    payload: Value,
) -> Result<(), AppError> {
    let (now, by) = (cx.now, cx.actor.account());
    sqlx::query(
        "insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(of.enrolment.as_uuid())
    .bind(of.person.as_uuid())
    .bind(of.centre.as_uuid())
    .bind(event.code())
    .bind(concerns_on)
    .bind(now)
    .bind(by.as_ref().map(AccountId::as_uuid))
    .bind(payload)
    .execute(cx.db())
    .await?;
    Ok(())
}
