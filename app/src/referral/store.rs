//! SQL of referrals: the database's own functions decide; what is read is what row security lets through, or for the
//! sender what `access.my_referrals` tells.

use crate::kernel::policy::Category;
use crate::kernel::{AppError, Ctx, access_log};
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{IdempotencyKey, PersonId, ProgrammeId, ReferralId, StaffId};
use serde_json::Value;
use sqlx::PgPool;
use uuid::Uuid;

pub async fn move_queues(pool: &PgPool, now: DateTime<Utc>) -> Result<i32, AppError> {
    let moved = sqlx::query_scalar!(r#"select access.move_queues($1) as "moved!""#, now)
        .fetch_one(pool)
        .await?;
    Ok(moved)
}

pub async fn clear(pool: &PgPool, now: DateTime<Utc>) -> Result<i32, AppError> {
    let cleared = sqlx::query_scalar!(r#"select access.clear_referrals($1) as "cleared!""#, now)
        .fetch_one(pool)
        .await?;
    Ok(cleared)
}

pub async fn send(
    cx: &mut Ctx,
    id: ReferralId,
    key: IdempotencyKey,
    hash: &[u8],
    sent: &Value,
) -> Result<(Option<ReferralId>, String), AppError> {
    let row = sqlx::query!(
        r#"select referral_id, outcome as "outcome!" from access.send_referral($1, $2, $3, $4)"#,
        id.as_uuid(),
        key.as_uuid(),
        hash,
        sent,
    )
    .fetch_one(cx.db())
    .await;
    match row {
        Ok(row) => Ok((row.referral_id.map(Into::into), row.outcome)),
        // The same key for another programme, at the same moment.
        Err(sqlx::Error::Database(e)) if e.is_unique_violation() => Err(AppError::Conflict),
        Err(error) => Err(error.into()),
    }
}

/// Withdraw, refuse, call a review, judge it, or note the first contact: see `access.change_referral`.
pub async fn change(
    cx: &mut Ctx,
    id: ReferralId,
    change: &str,
    code: Option<&str>,
    words: &str,
    on: Option<NaiveDate>,
) -> Result<String, AppError> {
    Ok(sqlx::query_scalar!(
        r#"select access.change_referral($1, $2, $3, $4, $5) as "outcome!""#,
        id.as_uuid(),
        change,
        code,
        words,
        on,
    )
    .fetch_one(cx.db())
    .await?)
}

pub async fn name_staff(cx: &mut Ctx, id: ReferralId, staff: StaffId) -> Result<String, AppError> {
    Ok(sqlx::query_scalar!(
        r#"select access.name_for_referral($1, $2) as "outcome!""#,
        id.as_uuid(),
        staff.as_uuid(),
    )
    .fetch_one(cx.db())
    .await?)
}

/// K4 in the ledger: the day on which the person was reached.
pub async fn note_contact(cx: &mut Ctx, id: ReferralId, on: NaiveDate) -> Result<(), AppError> {
    let (now, account) = (cx.now, cx.actor.account());
    sqlx::query!(
        "insert into ledger (referral_id, programme_id, centre_id, event, concerns_on, recorded_at, recorded_by)
         select referral_id, programme_id, centre_id, $2, $3, $4, $5 from referral where referral_id = $1",
        id.as_uuid(),
        crate::kernel::ledger::Event::Contacted.code(),
        on,
        now,
        account.as_ref().map(domain::ids::AccountId::as_uuid),
    )
    .execute(cx.db())
    .await?;
    Ok(())
}

/// In the access log: these referrals were read; of people who are known here, in their names.
pub async fn log_read(
    cx: &mut Ctx,
    read: &[(ReferralId, Option<PersonId>)],
    categories: &[Category],
    reason: Option<&str>,
) -> Result<(), AppError> {
    if read.is_empty() {
        return Ok(());
    }
    let people: Vec<PersonId> = read.iter().filter_map(|(_, person)| *person).collect();
    access_log::read_categories(cx, &people, categories).await?;
    let unknown: Vec<Uuid> = read
        .iter()
        .filter(|(_, person)| person.is_none())
        .map(|(id, _)| id.as_uuid())
        .collect();
    sqlx::query!(
        "insert into referral_read (access_log_id, referral_id, reason)
         select currval(pg_get_serial_sequence('access_log', 'access_log_id')), r, $2 from unnest($1::uuid[]) as r",
        &unknown,
        reason,
    )
    .execute(cx.db())
    .await?;
    Ok(())
}

/// A way in as the sender sees it.
#[derive(Clone, Debug)]
pub struct Outlook {
    pub group: String,
    pub quota: Option<i32>,
    pub per: Option<String>,
    pub while_new_at_most: Option<i32>,
    pub taken: i32,
    pub new_applicants: i32,
    pub waiting: i32,
    pub verdict: Option<String>,
    pub capacity: Option<i32>,
    pub in_the_house: i32,
    pub house_waiting: i32,
}

pub async fn outlook(cx: &mut Ctx, programme: ProgrammeId) -> Result<Vec<Outlook>, AppError> {
    Ok(sqlx::query_as!(
        Outlook,
        r#"select entry_group as "group!", quota, per, while_new_at_most, taken as "taken!", new_applicants as "new_applicants!",
                  waiting as "waiting!", verdict, capacity, in_the_house as "in_the_house!", house_waiting as "house_waiting!"
           from access.referral_outlook($1)"#,
        programme.as_uuid(),
    )
    .fetch_all(cx.db())
    .await?)
}

/// A referral, whole or as far as its reader is told.
#[derive(Clone, Debug)]
pub struct Whole {
    pub id: Uuid,
    pub person_id: Option<Uuid>,
    pub centre: String,
    pub programme_sv: String,
    pub programme_en: String,
    pub agency_sv: String,
    pub agency_en: String,
    pub sender: String,
    pub group: Option<String>,
    pub ground: Option<String>,
    pub given_name: Option<String>,
    pub family_name: Option<String>,
    pub birth_year: Option<i16>,
    pub identity_number: Option<String>,
    pub phone: String,
    pub spoken_language: Option<String>,
    pub needs_interpreter: bool,
    pub protected: bool,
    pub reason: String,
    pub answers: Value,
    pub told_terms_on: Option<NaiveDate>,
    pub wished_start: Option<NaiveDate>,
    pub state: String,
    pub taken_over: bool,
    pub refusal: Option<String>,
    pub refusal_words: String,
    pub queue_reason: Option<String>,
    pub queue_place: Option<i32>,
    pub referred_at: DateTime<Utc>,
    pub decided_at: Option<DateTime<Utc>>,
    pub contacted_on: Option<NaiveDate>,
    pub named: Option<String>,
}

/// One's own referral, as its sender.
pub async fn mine(cx: &mut Ctx, id: ReferralId) -> Result<Option<Whole>, AppError> {
    Ok(sqlx::query_as!(
        Whole,
        r#"select r.referral_id as "id!", null::uuid as person_id, c.name as "centre!", g.name_sv as "programme_sv!",
                  g.name_en as "programme_en!", '' as "agency_sv!", '' as "agency_en!", '' as "sender!",
                  r.entry_group as "group", r.ground, r.given_name, r.family_name, r.birth_year, r.identity_number,
                  r.phone as "phone!", r.spoken_language, r.needs_interpreter as "needs_interpreter!",
                  r.protected as "protected!", r.reason as "reason!", r.answers as "answers!", r.told_terms_on, r.wished_start,
                  r.state as "state!", r.taken_over as "taken_over!", r.refusal, r.refusal_words as "refusal_words!",
                  r.queue_reason, r.queue_place, r.referred_at as "referred_at!", r.decided_at,
                  null::date as contacted_on, null::text as named
           from access.my_referrals() r join programme g using (programme_id) join centre c using (centre_id)
           where r.referral_id = $1"#,
        id.as_uuid(),
    )
    .fetch_optional(cx.db())
    .await?)
}

/// A referral at the desk of its centre.
pub async fn at_desk(cx: &mut Ctx, id: ReferralId) -> Result<Option<Whole>, AppError> {
    let centre = cx.actor.centre();
    Ok(sqlx::query_as!(
        Whole,
        r#"select r.referral_id as "id!", r.person_id, coalesce(c.name, '') as "centre!", g.name_sv as "programme_sv!",
                  g.name_en as "programme_en!", a.name_sv as "agency_sv!", a.name_en as "agency_en!",
                  coalesce(s.given_name || ' ' || s.family_name, '') as "sender!", r.entry_group as "group", r.ground,
                  coalesce(r.given_name, p.given_name) as given_name, coalesce(r.family_name, p.family_name) as family_name,
                  r.birth_year, r.identity_number, r.phone, r.spoken_language, r.needs_interpreter, r.protected, r.reason,
                  r.answers as "answers!", r.told_terms_on, r.wished_start, r.state, false as "taken_over!", r.refusal,
                  r.refusal_words, r.queue_reason, access.queue_place(r) as queue_place, r.referred_at, r.decided_at,
                  r.contacted_on, n.given_name || ' ' || n.family_name as named
           from referral r join programme g using (programme_id) join agency a using (agency_id)
           left join centre c on c.centre_id = r.centre_id left join person p on p.person_id = r.person_id
           left join staff s on s.staff_id = r.staff_id left join staff n on n.staff_id = r.named_staff_id
           where r.referral_id = $1 and (r.centre_id is null or r.centre_id = $2)"#,
        id.as_uuid(),
        centre.as_ref().map(domain::ids::CentreId::as_uuid),
    )
    .fetch_optional(cx.db())
    .await?)
}

/// A row of a list.
#[derive(Clone, Debug)]
pub struct Row {
    pub id: Uuid,
    pub person_id: Option<Uuid>,
    pub name: Option<String>,
    pub programme_sv: String,
    pub programme_en: String,
    pub agency_sv: String,
    pub agency_en: String,
    pub group: Option<String>,
    pub state: String,
    pub taken_over: bool,
    pub refusal: Option<String>,
    pub queue_reason: Option<String>,
    pub queue_place: Option<i32>,
    pub referred_at: DateTime<Utc>,
    pub wished_start: Option<NaiveDate>,
    pub contacted_on: Option<NaiveDate>,
    pub total: i64,
}

/// One's own referrals, the latest first; `states` empty for all.
pub async fn my_list(
    cx: &mut Ctx,
    search: &str,
    states: &[String],
    most: i64,
    skip: i64,
) -> Result<Vec<Row>, AppError> {
    Ok(sqlx::query_as!(
        Row,
        r#"select r.referral_id as "id!", null::uuid as person_id, r.given_name || ' ' || r.family_name as name,
                  g.name_sv as "programme_sv!", g.name_en as "programme_en!", '' as "agency_sv!", '' as "agency_en!",
                  r.entry_group as "group", r.state as "state!", r.taken_over as "taken_over!", r.refusal, r.queue_reason, r.queue_place,
                  r.referred_at as "referred_at!", r.wished_start, null::date as contacted_on, count(*) over () as "total!"
           from access.my_referrals() r join programme g using (programme_id)
           where strpos(lower(r.given_name || ' ' || r.family_name), lower($1)) > 0
             and (cardinality($2::text[]) = 0 or r.state = any ($2))
           order by r.referred_at desc, r.referral_id desc limit $3 offset $4"#,
        search,
        states,
        most,
        skip,
    )
    .fetch_all(cx.db())
    .await?)
}

/// The referrals of the actor's centre, in the order of the queue.
pub async fn desk_list(
    cx: &mut Ctx,
    search: &str,
    states: &[String],
    most: i64,
    skip: i64,
) -> Result<Vec<Row>, AppError> {
    let centre = cx.actor.centre();
    Ok(sqlx::query_as!(
        Row,
        r#"select r.referral_id as "id!", r.person_id,
                  coalesce(r.given_name, p.given_name) || ' ' || coalesce(r.family_name, p.family_name) as name,
                  g.name_sv as "programme_sv!", g.name_en as "programme_en!", a.name_sv as "agency_sv!", a.name_en as "agency_en!",
                  r.entry_group as "group", r.state, false as "taken_over!", r.refusal, r.queue_reason,
                  access.queue_place(r) as queue_place, r.referred_at, r.wished_start, r.contacted_on, count(*) over () as "total!"
           from referral r join programme g using (programme_id) join agency a using (agency_id)
           left join person p on p.person_id = r.person_id
           where r.centre_id = $5
             and strpos(lower(coalesce(r.given_name, p.given_name) || ' ' || coalesce(r.family_name, p.family_name)), lower($1)) > 0
             and (cardinality($2::text[]) = 0 or r.state = any ($2))
           order by r.decided_at desc nulls first, r.queue_no limit $3 offset $4"#,
        search,
        states,
        most,
        skip,
        centre.as_ref().map(domain::ids::CentreId::as_uuid),
    )
    .fetch_all(cx.db())
    .await?)
}

/// What happened to a referral.
#[derive(Clone, Debug)]
pub struct Happened {
    pub event: String,
    pub on: NaiveDate,
    pub why: Option<String>,
    pub reason: Option<String>,
}

pub async fn my_events(cx: &mut Ctx, id: ReferralId) -> Result<Vec<Happened>, AppError> {
    Ok(sqlx::query_as!(
        Happened,
        r#"select event as "event!", concerns_on as "on!", why, reason from access.my_referral_events($1)"#,
        id.as_uuid(),
    )
    .fetch_all(cx.db())
    .await?)
}

pub async fn desk_events(cx: &mut Ctx, id: ReferralId) -> Result<Vec<Happened>, AppError> {
    Ok(sqlx::query_as!(
        Happened,
        r#"select event, concerns_on as "on", payload ->> 'why' as why, payload ->> 'reason' as reason
           from ledger where referral_id = $1 order by ledger_id"#,
        id.as_uuid(),
    )
    .fetch_all(cx.db())
    .await?)
}

/// Somebody of the centre who could be the same, and whether the identity number says so.
#[derive(Clone, Debug)]
pub struct Double {
    pub person: Uuid,
    pub name: String,
    pub birth_year: Option<i16>,
    pub by_number: bool,
}

pub async fn doubles(cx: &mut Ctx, id: ReferralId) -> Result<Vec<Double>, AppError> {
    Ok(sqlx::query_as!(
        Double,
        r#"select p.person_id as person, p.given_name || ' ' || p.family_name as "name!", p.birth_year, d.by_number as "by_number!"
           from access.referral_doubles($1) d join person p using (person_id) order by d.by_number desc, p.person_id"#,
        id.as_uuid(),
    )
    .fetch_all(cx.db())
    .await?)
}

/// Other referrals at the same desk that could be of the same person, and are not decided.
pub async fn other_referrals(cx: &mut Ctx, id: ReferralId) -> Result<Vec<(ReferralId, String)>, AppError> {
    let rows = sqlx::query!(
        r#"select o.referral_id, o.given_name || ' ' || o.family_name as "name!"
           from referral r join referral o on o.centre_id = r.centre_id and o.referral_id <> r.referral_id
           where r.referral_id = $1 and o.person_id is null and o.decided_at is null
             and (o.identity_number = r.identity_number
               or (lower(o.given_name) = lower(r.given_name) and lower(o.family_name) = lower(r.family_name)
                 and o.birth_year = r.birth_year))
           order by o.queue_no limit 10"#,
        id.as_uuid(),
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows.into_iter().map(|r| (r.referral_id.into(), r.name)).collect())
}

/// The sender's own referrals that are not decided and could be of the same person.
pub async fn my_doubles(
    cx: &mut Ctx,
    given: &str,
    family: &str,
    year: i32,
    number: Option<&str>,
) -> Result<Vec<(ReferralId, String, DateTime<Utc>)>, AppError> {
    let rows = sqlx::query!(
        r#"select referral_id as "id!", given_name || ' ' || family_name as "name!", referred_at as "at!"
           from access.my_referrals()
           where state in ('placed', 'queued', 'review')
             and (identity_number = $4 or (lower(given_name) = lower($1) and lower(family_name) = lower($2) and birth_year = $3))
           order by referred_at desc limit 5"#,
        given,
        family,
        i16::try_from(year).unwrap_or_default(),
        number,
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows.into_iter().map(|r| (r.id.into(), r.name, r.at)).collect())
}

/// The referral that a draft became, also once it is not the sender's to read any more: by the answer here nobody learns
/// that there is an enrolment (C3).
pub async fn sent_as(cx: &mut Ctx, key: IdempotencyKey) -> Result<Option<ReferralId>, AppError> {
    Ok(sqlx::query_scalar!(
        r#"select referral_id as "id!" from access.my_referrals() where idempotency_key = $1"#,
        key.as_uuid(),
    )
    .fetch_optional(cx.db())
    .await?
    .map(Into::into))
}

pub async fn number_opened(cx: &mut Ctx, id: ReferralId) -> Result<bool, AppError> {
    Ok(sqlx::query_scalar!(
        r#"select access.referral_number_opened($1) as "opened!""#,
        id.as_uuid()
    )
    .fetch_one(cx.db())
    .await?)
}

/// Colleagues of the centre whom the manager may name for a protected referral (G4).
pub async fn colleagues(cx: &mut Ctx) -> Result<Vec<(StaffId, String)>, AppError> {
    let (today, centre) = (cx.today(), cx.actor.centre());
    let rows = sqlx::query!(
        r#"select distinct s.staff_id, s.given_name || ' ' || s.family_name as "name!"
           from staff_role r join staff s using (staff_id)
           where r.centre_id = $1 and r.role in ('reception', 'team_leader') and r.valid_from <= $2
             and (r.valid_to is null or r.valid_to >= $2)
           order by 2"#,
        centre.as_ref().map(domain::ids::CentreId::as_uuid),
        today,
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows.into_iter().map(|r| (r.staff_id.into(), r.name)).collect())
}
