//! SQL of attendance. The check-in is two statements between BEGIN and COMMIT: look, then write all or nothing.

use crate::kernel::ledger::Event;
use crate::kernel::{AppError, Ctx};
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{AccountId, AttendanceId, CentreId, EnrolmentId, IdempotencyKey, PersonId};

/// An open enrolment of the person, with what a check-in there needs to know about today.
#[derive(Debug, Clone)]
pub struct Enrolled {
    pub enrolment: EnrolmentId,
    pub centre: CentreId,
    pub stamp_name: String,
    /// What the centre's own calendar says of today, if anything.
    pub own_day: Option<bool>,
    /// Today's attendance there, if it is stored already.
    pub today: Option<Recorded>,
}

/// An attendance as it is stored.
#[derive(Debug, Clone)]
pub struct Recorded {
    pub at: DateTime<Utc>,
    pub key: IdempotencyKey,
    pub request_hash: Vec<u8>,
}

pub async fn enrolled_today(cx: &mut Ctx, person: PersonId) -> Result<Vec<Enrolled>, AppError> {
    let today = cx.today();
    let rows = sqlx::query!(
        r#"select e.enrolment_id, e.centre_id, c.stamp_name, d.is_open as "own_day?",
                  a.attended_at as "attended_at?", a.idempotency_key as "key?", a.request_hash as "request_hash?"
           from enrolment e
           join centre c using (centre_id)
           left join centre_day d on d.centre_id = e.centre_id and d.day = $2
           left join attendance a on a.enrolment_id = e.enrolment_id and a.day = $2
           where e.person_id = $1 and e.ended_on is null and e.enrolled_on <= $2
           order by e.enrolled_on desc"#,
        person.as_uuid(),
        today,
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Enrolled {
            enrolment: r.enrolment_id.into(),
            centre: r.centre_id.into(),
            stamp_name: r.stamp_name,
            own_day: r.own_day,
            today: r
                .attended_at
                .zip(r.key)
                .zip(r.request_hash)
                .map(|((at, key), request_hash)| Recorded {
                    at,
                    key: key.into(),
                    request_hash,
                }),
        })
        .collect())
}

/// An attendance to be stored.
#[derive(Debug)]
pub struct NewAttendance<'a> {
    pub id: AttendanceId,
    pub enrolment: EnrolmentId,
    pub person: PersonId,
    pub centre: CentreId,
    pub method: &'static str,
    pub key: IdempotencyKey,
    pub request_hash: &'a [u8],
    pub recorded_by: AccountId,
}

/// Stores the attendance and its ledger row in one statement; `false` when another request was first
/// (the same key, or the same day).
pub async fn record(cx: &mut Ctx, new: &NewAttendance<'_>) -> Result<bool, AppError> {
    let (now, today) = (cx.now, cx.today());
    let recorded = sqlx::query_scalar!(
        r#"with attended as (
             insert into attendance (attendance_id, enrolment_id, person_id, centre_id, day, attended_at, recorded_at,
                                     method, idempotency_key, request_hash, recorded_by)
             values ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9, $10)
             on conflict do nothing
             returning enrolment_id, person_id, centre_id, day, recorded_at, recorded_by, attendance_id, method
           ), entered as (
             insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
             select enrolment_id, person_id, centre_id, $11, day, recorded_at, recorded_by,
                    jsonb_build_object('attendance_id', attendance_id, 'method', method)
             from attended
           )
           select exists (select from attended) as "recorded!""#,
        new.id.as_uuid(),
        new.enrolment.as_uuid(),
        new.person.as_uuid(),
        new.centre.as_uuid(),
        today,
        now,
        new.method,
        new.key.as_uuid(),
        new.request_hash,
        new.recorded_by.as_uuid(),
        Event::Attended.code(),
    )
    .fetch_one(cx.db())
    .await?;
    Ok(recorded)
}

/// Centres other than these, for telling a foreign code from a wrong one.
pub async fn other_centres(cx: &mut Ctx, own: &[CentreId]) -> Result<Vec<CentreId>, AppError> {
    let own: Vec<_> = own.iter().map(CentreId::as_uuid).collect();
    let rows = sqlx::query_scalar!("select centre_id from centre where centre_id <> all($1)", &own)
        .fetch_all(cx.db())
        .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Name of a centre, and whether its own calendar says anything of a day.
pub async fn centre(
    cx: &mut Ctx,
    centre: CentreId,
    day: NaiveDate,
) -> Result<Option<(String, Option<bool>)>, AppError> {
    let row = sqlx::query!(
        r#"select c.name, d.is_open as "own_day?" from centre c
           left join centre_day d on d.centre_id = c.centre_id and d.day = $2 where c.centre_id = $1"#,
        centre.as_uuid(),
        day,
    )
    .fetch_optional(cx.db())
    .await?;
    Ok(row.map(|r| (r.name, r.own_day)))
}

/// A day that the person was there, or was not.
#[derive(Debug)]
pub struct Day {
    pub day: NaiveDate,
    pub stamp_name: String,
    pub attended_at: Option<DateTime<Utc>>,
    pub absence: Option<(String, Option<String>)>,
}

/// The person's own days from `since` on, latest first; a corrected attendance only while it stands (A6).
pub async fn days(cx: &mut Ctx, person: PersonId, since: NaiveDate) -> Result<Vec<Day>, AppError> {
    let rows = sqlx::query!(
        r#"select a.day as "day!", c.stamp_name as "stamp_name!", a.attended_at as "attended_at?", null::text as "kind?", null::text as "reason?"
           from attendance a join centre c using (centre_id)
           where a.person_id = $1 and a.day >= $2
             and coalesce((select k.stands from attendance_correction k where k.attendance_id = a.attendance_id
                           order by k.corrected_at desc limit 1), true)
           union all
           select b.day, c.stamp_name, null::timestamptz, b.kind, b.reason
           from absence b join centre c using (centre_id) where b.person_id = $1 and b.day >= $2
           order by 1 desc"#,
        person.as_uuid(),
        since,
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Day {
            day: r.day,
            stamp_name: r.stamp_name,
            attended_at: r.attended_at,
            absence: r.kind.map(|kind| (kind, r.reason)),
        })
        .collect())
}
