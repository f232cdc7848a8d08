//! SQL of the promise clocks: the rows that they go by, read whole in one statement whoever and however many it is
//! about; and the reasons.

use crate::kernel::ledger::Event;
use crate::kernel::{AppError, Ctx};
use chrono::{DateTime, NaiveDate, Utc};
use domain::civil_time::civil_day;
use domain::ids::{AccountId, CentreId, EnrolmentId, IdempotencyKey, PersonId, StaffId};
use domain::plan::ActivityKind;
use domain::programme::ProgrammeRules;
use domain::promise::{self, Entry, Happening, Promises, Reason, TalkStep, Which};
use domain::workdays::CentreCalendar;
use serde::Deserialize;
use serde_json::json;
use sqlx::postgres::PgRow;
use sqlx::types::Json;
use sqlx::{AssertSqlSafe, Row as _};
use std::collections::BTreeMap;
use uuid::Uuid;

/// An enrolment with what its clocks are reckoned from.
#[derive(Debug)]
pub struct Case {
    pub enrolment: EnrolmentId,
    pub person: PersonId,
    pub given_name: String,
    pub family_name: String,
    pub number: String,
    pub centre: CentreId,
    pub enrolled_on: NaiveDate,
    pub ended_on: Option<NaiveDate>,
    pub programme_sv: String,
    pub programme_en: String,
    pub coach: Option<(StaffId, String)>,
    pub rules: ProgrammeRules,
    /// The days of the centre where the person is now: a talk to come is on one of them.
    pub calendar: CentreCalendar,
    /// The centre where the enrolment began.
    pub began_at: CentreId,
    /// The days of the centre where the enrolment began: what was promised there is not reckoned anew after a transfer.
    pub began: CentreCalendar,
    pub entries: Vec<Entry>,
    /// What was offered, of rows of that kind.
    pub offered: BTreeMap<i64, Offered>,
    pub reasons: Vec<Given>,
    /// Offers that were put right or taken back, in the order it was done.
    pub mended: Vec<Mended>,
}

/// An offer that was put right: the row that was wrong and the one instead of it, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Mended {
    pub of: i64,
    pub instead: Option<i64>,
    pub reason: Option<String>,
    pub words: String,
    pub at: DateTime<Utc>,
    pub by: String,
}

/// What was offered (K3): of which kind, and the step of the plan that it links to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    pub kind: String,
    pub activity: Option<Uuid>,
}

/// A reason that was given.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Given {
    pub clock: String,
    pub reason: String,
    pub words: String,
    pub given_at: DateTime<Utc>,
    pub by: String,
}

impl Case {
    /// How the clocks stand on a day.
    ///
    /// # Errors
    /// `Internal` where the centre's calendar has no working day to count to.
    pub fn promises(&self, today: NaiveDate) -> Result<Promises, AppError> {
        let case = promise::Case {
            rules: &self.rules,
            calendar: &self.began,
            enrolled_on: Some(self.enrolled_on),
            entries: &self.entries,
        };
        promise::promises(&case, today).map_err(|error| {
            tracing::error!(%error, enrolment = %self.enrolment, "promises cannot be reckoned");
            AppError::Internal
        })
    }

    /// The last reason given for a clock, with its words.
    pub fn given(&self, which: Which) -> Option<&Given> {
        self.reasons.iter().rev().find(|r| r.clock == which.code())
    }
}

/// A row of `access.promise_events`.
#[derive(Deserialize)]
struct EventRow {
    ledger_id: i64,
    event: String,
    concerns_on: NaiveDate,
    recorded_at: DateTime<Utc>,
    talk: Option<Uuid>,
    own_coach: bool,
    of_row: Option<i64>,
    clock: Option<String>,
    reason: Option<String>,
    until: Option<NaiveDate>,
    offered: Option<String>,
    activity: Option<Uuid>,
}

impl EventRow {
    fn happening(&self) -> Option<Happening> {
        let talk = |step| Happening::Talk {
            talk: self.talk,
            step,
            own_coach: self.own_coach,
        };
        Some(match self.event.as_str() {
            "referred" => Happening::Referred,
            "referral_refused" | "referral_withdrawn" => Happening::ReferralEnded,
            "contacted" => Happening::Contacted,
            "enrolled" => Happening::Enrolled,
            "meeting_offered" => talk(TalkStep::Offered),
            "meeting_booked" => talk(TalkStep::Booked),
            "meeting_held" => talk(TalkStep::Held),
            "meeting_declined" => talk(TalkStep::Declined),
            "meeting_missed" => talk(TalkStep::Missed),
            "meeting_cancelled" => talk(TalkStep::Cancelled),
            "activity_offered" => {
                let kind = self.offered.as_deref().and_then(ActivityKind::from_code);
                // Another kind was offered, and keeps no promise.
                if kind.is_some_and(|kind| !promise::OFFERED.contains(&kind)) {
                    return None;
                }
                Happening::ActivityOffered
            }
            "promise_explained" => Happening::Explained {
                which: Which::from_code(self.clock.as_deref()?)?,
                reason: Reason::from_code(self.reason.as_deref()?)?,
            },
            "extended" => Happening::Extended { until: self.until? },
            "exited" => Happening::Exited,
            "corrected" => Happening::Corrected { of: self.of_row? },
            _ => return None,
        })
    }
}

/// One statement: the enrolments that `who` names and that row security shows, each with its rules, the days that its
/// centre and the one it began at are closed, its rows of the ledger and its reasons.
fn statement(who: &'static str, order: &'static str) -> String {
    format!(
        "with wanted as materialized (
           select e.* from enrolment e where {who}
         ), entry as (
           select v.enrolment_id, jsonb_agg(to_jsonb(v) order by v.ledger_id) as rows,
                  (array_agg(v.began_at order by v.ledger_id) filter (where v.began_at is not null))[1] as began_at
           from access.promise_events((select array_agg(w.enrolment_id) from wanted w)) v group by v.enrolment_id
         )
         select w.enrolment_id, w.person_id, w.centre_id, w.enrolled_on, w.ended_on, p.given_name, p.family_name,
                p.participant_number, m.name_sv, m.name_en, r.rules, coach.staff_id as coach_id, coach.name as coach_name,
                array(select d.day from centre_day d where d.centre_id = w.centre_id and not d.is_open) as closed,
                coalesce(n.began_at, w.centre_id) as began_at,
                array(select d.day from centre_day d where d.centre_id = coalesce(n.began_at, w.centre_id) and not d.is_open)
                  as closed_then,
                coalesce(n.rows, '[]') as entries,
                (select coalesce(jsonb_agg(jsonb_build_object('clock', g.clock, 'reason', g.reason, 'words', g.words,
                        'given_at', g.given_at, 'by', coalesce(s.given_name || ' ' || s.family_name, ''))
                        order by g.given_at, g.promise_reason_id), '[]')
                 from promise_reason g left join account k on k.account_id = g.given_by
                 left join staff s on s.staff_id = k.staff_id
                 where g.enrolment_id = w.enrolment_id) as reasons,
                (select coalesce(jsonb_agg(jsonb_build_object('of', c.of_ledger_id, 'instead', c.new_ledger_id,
                        'reason', c.reason, 'words', c.words, 'at', c.corrected_at,
                        'by', coalesce(s.given_name || ' ' || s.family_name, '')) order by c.corrected_at, c.of_ledger_id), '[]')
                 from activity_correction c left join account k on k.account_id = c.corrected_by
                 left join staff s on s.staff_id = k.staff_id
                 where c.enrolment_id = w.enrolment_id) as mended
         from wanted w
         join person p on p.person_id = w.person_id
         join programme m on m.programme_id = w.programme_id
         join programme_version r on r.programme_version_id = w.programme_version_id
         left join entry n on n.enrolment_id = w.enrolment_id
         left join lateral (
           select a.staff_id, s.given_name || ' ' || s.family_name as name from assignment a join staff s using (staff_id)
           where a.enrolment_id = w.enrolment_id and a.kind = 'coach'
             and a.valid_from <= coalesce(w.ended_on, $2) and (a.valid_to is null or a.valid_to >= coalesce(w.ended_on, $2))
             and access.coaches_at(a.staff_id, w.centre_id, coalesce(w.ended_on, $2))
           order by a.valid_from desc limit 1) coach on true
         order by {order}"
    )
}

/// The enrolments that are open, and those that ended within these days: a promise that was broken is explained all the
/// same.
pub const LATELY_DAYS: i64 = 60;

/// The person's enrolments, the open ones and the latest first.
///
/// # Errors
/// When the database is away.
pub async fn of_person(cx: &mut Ctx, person: PersonId) -> Result<Vec<Case>, AppError> {
    let sql = statement(
        "e.person_id = $1",
        "w.ended_on is not null, w.enrolled_on desc, w.enrolment_id",
    );
    let today = cx.today();
    let rows = sqlx::query(AssertSqlSafe(sql))
        .bind(person.as_uuid())
        .bind(today)
        .fetch_all(cx.db())
        .await?;
    rows.iter().map(case).collect()
}

/// These enrolments, as many of them as the actor may read the bookings of.
///
/// # Errors
/// When the database is away.
pub async fn of_enrolments(cx: &mut Ctx, enrolments: &[EnrolmentId]) -> Result<Vec<Case>, AppError> {
    if enrolments.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = enrolments.iter().map(EnrolmentId::as_uuid).collect();
    let sql = statement("e.enrolment_id = any($1)", "w.enrolment_id");
    let today = cx.today();
    let rows = sqlx::query(AssertSqlSafe(sql))
        .bind(ids)
        .bind(today)
        .fetch_all(cx.db())
        .await?;
    rows.iter().map(case).collect()
}

/// The house: the centre's enrolments that are open or ended lately; those of one coach where one is named, with the
/// people whom they stand in for.
pub async fn of_house(cx: &mut Ctx, centre: CentreId, coach: Option<StaffId>) -> Result<Vec<Case>, AppError> {
    let sql = statement(
        "e.centre_id = $1 and (e.ended_on is null or e.ended_on >= $3)
         and ($4::uuid is null or exists (
           select from assignment a where a.enrolment_id = e.enrolment_id and a.staff_id = $4
             and a.kind in ('coach', 'deputy') and a.valid_from <= coalesce(e.ended_on, $2)
             and (a.valid_to is null or a.valid_to >= coalesce(e.ended_on, $2))))",
        "p.family_name collate \"sv-x-icu\", p.given_name collate \"sv-x-icu\", w.enrolment_id",
    );
    let today = cx.today();
    let rows = sqlx::query(AssertSqlSafe(sql))
        .bind(centre.as_uuid())
        .bind(today)
        .bind(today - chrono::TimeDelta::days(LATELY_DAYS))
        .bind(coach.as_ref().map(StaffId::as_uuid))
        .fetch_all(cx.db())
        .await?;
    rows.iter().map(case).collect()
}

fn case(row: &PgRow) -> Result<Case, AppError> {
    let events: Json<Vec<EventRow>> = row.try_get("entries")?;
    let mut entries = Vec::new();
    let mut offered = BTreeMap::new();
    for event in events.0 {
        let Some(happening) = event.happening() else {
            continue;
        };
        entries.push(Entry {
            id: event.ledger_id,
            happening,
            on: event.concerns_on,
            recorded_on: civil_day(event.recorded_at),
        });
        offered.extend(event.offered.map(|kind| {
            let activity = event.activity;
            (event.ledger_id, Offered { kind, activity })
        }));
    }
    let coach: Option<Uuid> = row.try_get("coach_id")?;
    let coach_name: Option<String> = row.try_get("coach_name")?;
    let rules: Json<ProgrammeRules> = row.try_get("rules")?;
    let reasons: Json<Vec<Given>> = row.try_get("reasons")?;
    let mended: Json<Vec<Mended>> = row.try_get("mended")?;
    Ok(Case {
        enrolment: row.try_get::<Uuid, _>("enrolment_id")?.into(),
        person: row.try_get::<Uuid, _>("person_id")?.into(),
        given_name: row.try_get("given_name")?,
        family_name: row.try_get("family_name")?,
        number: row.try_get("participant_number")?,
        centre: row.try_get::<Uuid, _>("centre_id")?.into(),
        enrolled_on: row.try_get("enrolled_on")?,
        ended_on: row.try_get("ended_on")?,
        programme_sv: row.try_get("name_sv")?,
        programme_en: row.try_get("name_en")?,
        coach: coach.map(Into::into).zip(coach_name),
        rules: rules.0,
        calendar: calendar(row, "closed")?,
        began_at: row.try_get::<Uuid, _>("began_at")?.into(),
        began: calendar(row, "closed_then")?,
        entries,
        offered,
        reasons: reasons.0,
        mended: mended.0,
    })
}

/// The days in a column as a centre's calendar.
pub(super) fn calendar(row: &PgRow, column: &str) -> Result<CentreCalendar, AppError> {
    let closed: Vec<NaiveDate> = row.try_get(column)?;
    Ok(CentreCalendar {
        closed: closed.into_iter().collect(),
        ..CentreCalendar::default()
    })
}

/// These colleagues with their names, in the order of the Swedish alphabet by family name.
pub async fn by_name(cx: &mut Ctx, staff: &[StaffId]) -> Result<Vec<(StaffId, String)>, AppError> {
    let ids: Vec<Uuid> = staff.iter().map(StaffId::as_uuid).collect();
    let rows = sqlx::query(
        "select staff_id, given_name || ' ' || family_name as name from staff where staff_id = any($1)
         order by family_name collate \"sv-x-icu\", given_name collate \"sv-x-icu\", staff_id",
    )
    .bind(ids)
    .fetch_all(cx.db())
    .await?;
    rows.iter()
        .map(|row| {
            let (id, name): (Uuid, String) = (row.try_get("staff_id")?, row.try_get("name")?);
            Ok((StaffId::from(id), name))
        })
        .collect()
}

/// One at a time for each enrolment, so that the same press twice is one reason.
pub async fn queue_for(cx: &mut Ctx, enrolment: EnrolmentId) -> Result<(), AppError> {
    sqlx::query("select pg_advisory_xact_lock(hashtextextended('promise ' || $1, 0))")
        .bind(enrolment.to_string())
        .execute(cx.db())
        .await?;
    Ok(())
}

/// A reason to write down.
pub struct New<'a> {
    pub key: IdempotencyKey,
    pub which: Which,
    pub due: NaiveDate,
    pub reason: Reason,
    pub words: &'a str,
}

/// Writes the reason and its row of the ledger; the same press again has done so before.
///
/// # Errors
/// `Conflict` where the key was used for something else.
pub async fn explain(cx: &mut Ctx, id: Uuid, case: &Case, new: &New<'_>) -> Result<(), AppError> {
    let (now, today) = (cx.now, cx.today());
    let account = cx.actor.account().ok_or(AppError::NotFound)?;
    let written = sqlx::query(
        "insert into promise_reason (promise_reason_id, enrolment_id, person_id, centre_id, clock, due_on, reason, words,
                                     given_at, given_by, idempotency_key)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (idempotency_key) do nothing",
    )
    .bind(id)
    .bind(case.enrolment.as_uuid())
    .bind(case.person.as_uuid())
    .bind(case.centre.as_uuid())
    .bind(new.which.code())
    .bind(new.due)
    .bind(new.reason.code())
    .bind(new.words)
    .bind(now)
    .bind(AccountId::as_uuid(&account))
    .bind(new.key.as_uuid())
    .execute(cx.db())
    .await?;
    if written.rows_affected() == 0 {
        return if is_written(cx, case, new).await? {
            Ok(())
        } else {
            Err(AppError::Conflict)
        };
    }
    sqlx::query(
        "insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(case.enrolment.as_uuid())
    .bind(case.person.as_uuid())
    .bind(case.centre.as_uuid())
    .bind(Event::PromiseExplained.code())
    .bind(today)
    .bind(now)
    .bind(AccountId::as_uuid(&account))
    .bind(json!({ "clock": new.which.code(), "reason": new.reason.code(), "due": new.due }))
    .execute(cx.db())
    .await?;
    Ok(())
}

/// Whether this key has written this very reason before.
async fn is_written(cx: &mut Ctx, case: &Case, new: &New<'_>) -> Result<bool, AppError> {
    let same: Option<bool> = sqlx::query_scalar(
        "select enrolment_id = $2 and clock = $3 and reason = $4 and words = $5 from promise_reason
         where idempotency_key = $1",
    )
    .bind(new.key.as_uuid())
    .bind(case.enrolment.as_uuid())
    .bind(new.which.code())
    .bind(new.reason.code())
    .bind(new.words)
    .fetch_optional(cx.db())
    .await?;
    Ok(same.unwrap_or(false))
}
