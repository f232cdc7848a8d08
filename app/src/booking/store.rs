//! SQL of hours and bookings. Who is taken when is asked of the database's own function, which leaves out nobody.

use crate::kernel::ledger::Event;
use crate::kernel::{AppError, Ctx};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc, Weekday};
use domain::free_times::{Busy, Hours, OtherDay, Weekly};
use domain::ids::{
    AccountId, BookingId, CentreId, EnrolmentId, FreeHoursId, IdempotencyKey, PersonId, StaffId,
};
use domain::workdays::CentreCalendar;
use serde_json::json;
use std::collections::BTreeMap;
use uuid::Uuid;

/// The centre's own days in a span, over the national calendar.
///
/// # Errors
/// When the database is away.
pub async fn calendar(
    cx: &mut Ctx,
    centre: CentreId,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<CentreCalendar, AppError> {
    let rows = sqlx::query!(
        "select day, is_open from centre_day where centre_id = $1 and day between $2 and $3",
        centre.as_uuid(),
        first,
        last,
    )
    .fetch_all(cx.db())
    .await?;
    let (open, closed): (Vec<_>, Vec<_>) = rows.into_iter().partition(|r| r.is_open);
    Ok(CentreCalendar {
        closed: closed.into_iter().map(|r| r.day).collect(),
        open: open.into_iter().map(|r| r.day).collect(),
    })
}

/// A coach of the centre, and how many they have.
pub struct Coach {
    pub staff: StaffId,
    pub name: String,
    pub load: u32,
}

pub async fn coaches(cx: &mut Ctx) -> Result<Vec<Coach>, AppError> {
    let rows = sqlx::query!(
        r#"select staff_id as "staff_id!", name as "name!", load as "load!" from access.coaches_here()"#
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Coach {
            staff: r.staff_id.into(),
            name: r.name,
            load: u32::try_from(r.load).unwrap_or(u32::MAX),
        })
        .collect())
}

/// A line of the week as it is stored.
pub struct HoursRow {
    pub id: FreeHoursId,
    pub staff: StaffId,
    pub weekly: Weekly,
}

/// The week's hours of the centre's colleagues that hold on this day or later.
pub async fn weekly(cx: &mut Ctx, centre: CentreId, from: NaiveDate) -> Result<Vec<HoursRow>, AppError> {
    let rows = sqlx::query!(
        "select free_hours_id, staff_id, weekday, from_time, to_time, valid_from, valid_to from free_hours
         where centre_id = $1 and (valid_to is null or valid_to >= $2)
         order by weekday, from_time, valid_from, free_hours_id",
        centre.as_uuid(),
        from,
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|r| {
            Some(HoursRow {
                id: r.free_hours_id.into(),
                staff: r.staff_id.into(),
                weekly: Weekly {
                    weekday: Weekday::try_from(u8::try_from(r.weekday - 1).ok()?).ok()?,
                    from: r.from_time,
                    to: r.to_time,
                    valid_from: r.valid_from,
                    valid_to: r.valid_to,
                },
            })
        })
        .collect())
}

/// The days that differ, of this day or later.
pub async fn other_days(
    cx: &mut Ctx,
    centre: CentreId,
    from: NaiveDate,
) -> Result<Vec<(StaffId, OtherDay)>, AppError> {
    let rows = sqlx::query!(
        "select staff_id, day, from_time, to_time from free_hours_day where centre_id = $1 and day >= $2 order by day",
        centre.as_uuid(),
        from,
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| {
            let other = OtherDay {
                day: r.day,
                hours: r.from_time.zip(r.to_time),
            };
            (r.staff_id.into(), other)
        })
        .collect())
}

/// Everybody's hours, by colleague.
pub async fn hours(
    cx: &mut Ctx,
    centre: CentreId,
    from: NaiveDate,
) -> Result<BTreeMap<StaffId, Hours>, AppError> {
    let mut all: BTreeMap<StaffId, Hours> = BTreeMap::new();
    for row in weekly(cx, centre, from).await? {
        all.entry(row.staff).or_default().weekly.push(row.weekly);
    }
    for (staff, other) in other_days(cx, centre, from).await? {
        all.entry(staff).or_default().other_days.push(other);
    }
    Ok(all)
}

/// Times that are taken, whoever's meeting it is.
pub async fn busy(
    cx: &mut Ctx,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<BTreeMap<StaffId, Vec<Busy>>, AppError> {
    let rows = sqlx::query!(
        r#"select staff_id as "staff_id!", starts_at as "starts_at!", ends_at as "ends_at!" from access.busy_times($1, $2)"#,
        from,
        to,
    )
    .fetch_all(cx.db())
    .await?;
    let mut all: BTreeMap<StaffId, Vec<Busy>> = BTreeMap::new();
    for row in rows {
        all.entry(row.staff_id.into()).or_default().push(Busy {
            starts_at: row.starts_at,
            ends_at: row.ends_at,
        });
    }
    Ok(all)
}

/// Bookings with this colleague come one at a time.
pub async fn queue_for(cx: &mut Ctx, staff: StaffId) -> Result<(), AppError> {
    sqlx::query("select pg_advisory_xact_lock(hashtextextended('book ' || $1, 0))")
        .bind(staff.to_string())
        .execute(cx.db())
        .await?;
    Ok(())
}

/// A booking that is stored.
pub struct Stored {
    pub id: BookingId,
    pub enrolment: EnrolmentId,
    pub staff: StaffId,
    pub starts_at: DateTime<Utc>,
}

pub async fn booked_with(cx: &mut Ctx, key: IdempotencyKey) -> Result<Option<Stored>, AppError> {
    let row = sqlx::query!(
        "select booking_id, enrolment_id, staff_id, starts_at from booking where idempotency_key = $1",
        key.as_uuid(),
    )
    .fetch_optional(cx.db())
    .await?;
    Ok(row.map(|r| Stored {
        id: r.booking_id.into(),
        enrolment: r.enrolment_id.into(),
        staff: r.staff_id.into(),
        starts_at: r.starts_at,
    }))
}

/// With whom and when a booking is, as far as the actor may know of it.
///
/// # Errors
/// When the database is away.
pub async fn meeting_of(
    cx: &mut Ctx,
    key: IdempotencyKey,
) -> Result<Option<(String, DateTime<Utc>)>, AppError> {
    let row = sqlx::query!(
        r#"select s.given_name || ' ' || s.family_name as "name!", b.starts_at
           from booking b join staff s using (staff_id) where b.idempotency_key = $1"#,
        key.as_uuid(),
    )
    .fetch_optional(cx.db())
    .await?;
    Ok(row.map(|r| (r.name, r.starts_at)))
}

/// What became of a try to store a booking.
#[derive(Debug, PartialEq, Eq)]
pub enum Tried {
    Stored,
    /// Somebody else has the time: the transaction can do no more.
    Taken,
    /// The key is used.
    KeyUsed,
}

pub async fn insert(cx: &mut Ctx, id: BookingId, new: &super::NewBooking<'_>) -> Result<Tried, AppError> {
    let (now, by) = (cx.now, cx.actor.account());
    let done = sqlx::query!(
        "insert into booking (booking_id, kind, centre_id, enrolment_id, person_id, staff_id, starts_at, ends_at, place,
                              language, interpreter, state, is_first, idempotency_key, created_at, created_by, updated_at)
         values ($1, 'coach_talk', $2, $3, $4, $5, $6, $7, $8, $9, $10, 'booked', $11, $12, $13, $14, $13)
         on conflict (idempotency_key) do nothing",
        id.as_uuid(),
        new.centre.as_uuid(),
        new.enrolment.as_uuid(),
        new.person.as_uuid(),
        new.staff.as_uuid(),
        new.starts_at,
        new.ends_at(),
        new.place,
        new.language,
        new.interpreter,
        new.is_first,
        new.key.as_uuid(),
        now,
        by.as_ref().map(AccountId::as_uuid),
    )
    .execute(cx.db())
    .await;
    match done {
        Ok(done) if done.rows_affected() == 1 => Ok(Tried::Stored),
        Ok(_) => Ok(Tried::KeyUsed),
        Err(sqlx::Error::Database(e)) if e.constraint() == Some("booking_one_at_a_time") => Ok(Tried::Taken),
        Err(error) => Err(error.into()),
    }
}

/// Offered and booked: two events of one press (K2).
pub async fn tell(cx: &mut Ctx, id: BookingId, new: &super::NewBooking<'_>) -> Result<(), AppError> {
    let (now, today, by) = (cx.now, cx.today(), cx.actor.account());
    let mut payload = json!({
        "booking": id,
        "kind": "coach_talk",
        "first": new.is_first,
        "staff": new.staff,
        "starts_at": new.starts_at,
        "ends_at": new.ends_at(),
    });
    if let Some(seal) = super::talks_store::place_seal(cx, id.as_uuid()).await? {
        payload["place_seal"] = seal.into();
    }
    let told = sqlx::query!(
        "insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
         select $1, $2, $3, event, $4, $5, $6, $7 from unnest($8::text[]) with ordinality as e (event, n) order by n",
        new.enrolment.as_uuid(),
        new.person.as_uuid(),
        new.centre.as_uuid(),
        today,
        now,
        by.as_ref().map(AccountId::as_uuid),
        payload,
        &[Event::MeetingOffered, Event::MeetingBooked].map(|e| e.code().to_owned()),
    )
    .execute(cx.db())
    .await?;
    if told.rows_affected() == 2 {
        Ok(())
    } else {
        Err(AppError::Internal)
    }
}

/// Hours that begin.
pub struct NewHours {
    pub staff: StaffId,
    pub centre: CentreId,
    pub weekly: Weekly,
}

pub async fn add_hours(cx: &mut Ctx, id: FreeHoursId, new: &NewHours) -> Result<(), AppError> {
    let (now, by) = (cx.now, cx.actor.account());
    sqlx::query!(
        "insert into free_hours (free_hours_id, staff_id, centre_id, weekday, from_time, to_time, valid_from, created_at, created_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        id.as_uuid(),
        new.staff.as_uuid(),
        new.centre.as_uuid(),
        i16::from(u8::try_from(new.weekly.weekday.number_from_monday()).unwrap_or(1)),
        new.weekly.from,
        new.weekly.to,
        new.weekly.valid_from,
        now,
        by.as_ref().map(AccountId::as_uuid),
    )
    .execute(cx.db())
    .await?;
    Ok(())
}

/// Hours end the day before; those that had not begun are gone. Whether there were any.
pub async fn end_hours(cx: &mut Ctx, id: FreeHoursId, staff: StaffId) -> Result<bool, AppError> {
    let today = cx.today();
    let ended = sqlx::query!(
        "with gone as (delete from free_hours where free_hours_id = $1 and staff_id = $2 and valid_from >= $3 returning 1),
              ended as (update free_hours set valid_to = $3::date - 1
                        where free_hours_id = $1 and staff_id = $2 and valid_from < $3 and (valid_to is null or valid_to >= $3)
                        returning 1)
         select (select count(*) from gone) + (select count(*) from ended) as \"n!\"",
        id.as_uuid(),
        staff.as_uuid(),
        today,
    )
    .fetch_one(cx.db())
    .await?;
    Ok(ended.n > 0)
}

/// A day that differs; the same day anew replaces it.
pub async fn set_day(
    cx: &mut Ctx,
    staff: StaffId,
    centre: CentreId,
    day: NaiveDate,
    hours: Option<(NaiveTime, NaiveTime)>,
) -> Result<(), AppError> {
    drop_day(cx, staff, centre, day).await?;
    let (now, by) = (cx.now, cx.actor.account());
    let by: Option<Uuid> = by.as_ref().map(AccountId::as_uuid);
    sqlx::query!(
        "insert into free_hours_day (staff_id, centre_id, day, from_time, to_time, created_at, created_by)
         values ($1, $2, $3, $4, $5, $6, $7)",
        staff.as_uuid(),
        centre.as_uuid(),
        day,
        hours.map(|h| h.0),
        hours.map(|h| h.1),
        now,
        by,
    )
    .execute(cx.db())
    .await?;
    Ok(())
}

pub async fn drop_day(
    cx: &mut Ctx,
    staff: StaffId,
    centre: CentreId,
    day: NaiveDate,
) -> Result<bool, AppError> {
    let done = sqlx::query!(
        "delete from free_hours_day where staff_id = $1 and centre_id = $2 and day = $3",
        staff.as_uuid(),
        centre.as_uuid(),
        day,
    )
    .execute(cx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A meeting of a colleague's that is to come, as far as the actor may know of it.
pub struct Ahead {
    pub person: PersonId,
    pub name: String,
    pub starts_at: DateTime<Utc>,
    pub interpreter: bool,
}

pub async fn ahead(
    cx: &mut Ctx,
    staff: StaffId,
    centre: CentreId,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<Vec<Ahead>, AppError> {
    let rows = sqlx::query!(
        r#"select b.person_id, p.given_name || ' ' || p.family_name as "name!", b.starts_at, b.interpreter
           from booking b join person p using (person_id)
           where b.staff_id = $1 and b.centre_id = $2 and b.starts_at >= $3 and b.starts_at < $4
             and b.state in ('offered', 'booked') and p.protected_level = 0
           order by b.starts_at limit 30"#,
        staff.as_uuid(),
        centre.as_uuid(),
        from,
        to,
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Ahead {
            person: r.person_id.into(),
            name: r.name,
            starts_at: r.starts_at,
            interpreter: r.interpreter,
        })
        .collect())
}

/// A meeting of one's own that is to come.
pub struct Mine {
    pub colleague: String,
    /// With a coach, and not of another kind.
    pub is_talk: bool,
    /// Booked, and not only offered.
    pub is_booked: bool,
    pub starts_at: DateTime<Utc>,
    /// Where it is: as it was written, else the centre.
    pub place: String,
}

/// The next of one's own meetings that are offered or booked, the soonest first.
///
/// # Errors
/// When the database is away.
pub async fn mine(cx: &mut Ctx, person: PersonId, most: i64) -> Result<Vec<Mine>, AppError> {
    let now = cx.now;
    Ok(sqlx::query_as!(
        Mine,
        r#"select s.given_name as "colleague!", b.kind = 'coach_talk' as "is_talk!", b.state = 'booked' as "is_booked!",
                  b.starts_at as "starts_at!", case when b.place = '' then c.name else b.place end as "place!"
           from booking b
           join enrolment e on e.enrolment_id = b.enrolment_id
           join staff s on s.staff_id = b.staff_id
           join centre c on c.centre_id = b.centre_id
           where b.person_id = $1 and b.ends_at > $2 and b.state in ('offered', 'booked') and e.ended_on is null
           order by b.starts_at, b.booking_id limit $3"#,
        person.as_uuid(),
        now,
        most,
    )
    .fetch_all(cx.db())
    .await?)
}
