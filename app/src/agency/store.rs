//! SQL of the agencies' people: reads over the rows that row security lets them see, and what they have opened.

use crate::kernel::{AppError, Ctx, Lang};
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{AccountId, AgencyId, PersonId, PlanVersionId, StaffId};
use domain::plan::ActivityStatus;
use domain::plan_version::PlanContent;
use uuid::Uuid;

pub async fn agency_name(cx: &mut Ctx, agency: AgencyId) -> Result<String, AppError> {
    let lang = cx.lang;
    let row = sqlx::query!(
        "select name_sv, name_en from agency where agency_id = $1",
        agency.as_uuid()
    )
    .fetch_one(cx.db())
    .await?;
    Ok(if lang == Lang::Sv {
        row.name_sv
    } else {
        row.name_en
    })
}

/// Everybody that this member of the agency may know of, by name: begun at the consents, the referrals and the
/// assignments, never at the people.
pub async fn candidates(
    cx: &mut Ctx,
    staff: StaffId,
    agency: AgencyId,
    partner: bool,
    search: &str,
) -> Result<Vec<PersonId>, AppError> {
    let today = cx.today();
    let ids = sqlx::query_scalar!(
        r#"with known as (
             select c.person_id from consent c
             where not $3 and c.agency_id = $2 and c.direction = 'to_agency' and c.category = 'enrolment'
               and access.in_force(c.consent_id, c.person_id, c.centre_id, c.valid_from, c.valid_until)
             union
             select r.person_id from referral r
             where not $3 and r.agency_id = $2 and r.staff_id = $1 and r.decided_at is null
             union
             select a.person_id from assignment a
             where $3 and a.staff_id = $1 and a.kind = 'partner' and a.valid_from <= $4
               and (a.valid_to is null or a.valid_to >= $4))
           select p.person_id from known join person p using (person_id)
           where strpos(lower(p.given_name || ' ' || p.family_name), lower($5)) > 0
           order by p.family_name collate "sv-x-icu", p.given_name collate "sv-x-icu", p.person_id"#,
        staff.as_uuid(),
        agency.as_uuid(),
        partner,
        today,
        search,
    )
    .fetch_all(cx.db())
    .await?;
    Ok(ids.into_iter().map(PersonId::from).collect())
}

fn uuids(people: &[PersonId]) -> Vec<Uuid> {
    people.iter().map(PersonId::as_uuid).collect()
}

/// Holds off withdrawals of these people's consents until the answer is given.
pub async fn hold(cx: &mut Ctx, people: &[PersonId]) -> Result<(), AppError> {
    sqlx::query!(
        r#"select access.hold_read_consents($1) as "held: ()""#,
        &uuids(people) as &[Uuid]
    )
    .execute(cx.db())
    .await?;
    Ok(())
}

/// A row of the list.
#[derive(Debug)]
pub struct Row {
    pub person: PersonId,
    pub given_name: String,
    pub family_name: String,
    /// They consent to the agency's knowing of them.
    pub consented: bool,
    pub referred_at: Option<DateTime<Utc>>,
    pub published_at: Option<DateTime<Utc>>,
    pub news: bool,
    pub own_steps: u32,
    /// A proposed extension waits for the agency's key (X1).
    pub waits: bool,
    /// When the term ends that they let the agency know of (C3).
    pub term_ends_on: Option<NaiveDate>,
}

/// What stands of these people, in their order.
pub async fn rows(
    cx: &mut Ctx,
    people: &[PersonId],
    staff: StaffId,
    agency: AgencyId,
    partner: bool,
) -> Result<Vec<Row>, AppError> {
    let (today, account) = (cx.today(), cx.actor.account());
    let rows = sqlx::query!(
        r#"select p.person_id, p.given_name, p.family_name,
                  access.consented(p.person_id, $3, 'enrolment') as "consented!",
                  (select max(r.referred_at) from referral r where r.person_id = p.person_id and r.staff_id = $2
                    and r.agency_id = $3 and r.decided_at is null) as referred_at,
                  v.published_at as "published_at?",
                  (v.plan_version_id is not null and not exists (select from plan_version_read d
                    where d.plan_version_id = v.plan_version_id and d.account_id = $4)) as "news!",
                  (select count(*) from activity a where a.person_id = p.person_id and a.doer_staff_id = $2
                    and a.status in ('agreed', 'under_way')) as "own_steps!",
                  (not $6 and exists (select from extension x where x.person_id = p.person_id and x.agency_id = $3
                    and x.stage = 'open' and x.deadline >= $5 and not exists (select from extension_key k
                      where k.extension_id = x.extension_id and k.key = 'case_worker'
                        and k.content_hash = x.content_hash and not k.refused))) as "waits!",
                  (select min(e.term_ends_on) from enrolment e where not $6 and e.person_id = p.person_id
                    and e.ended_on is null and exists (select from consent k where k.person_id = e.person_id
                      and k.centre_id = e.centre_id and k.agency_id = $3 and k.direction = 'to_agency'
                      and k.category = 'enrolment'
                      and access.in_force(k.consent_id, k.person_id, k.centre_id, k.valid_from, k.valid_until))) as term_ends_on
           from unnest($1::uuid[]) with ordinality as wanted (person_id, place)
           join person p using (person_id)
           left join plan_version v on v.person_id = p.person_id and v.agency_id = $3
             and v.revoked_at is null and v.superseded_at is null
           order by wanted.place"#,
        &uuids(people) as &[Uuid],
        staff.as_uuid(),
        agency.as_uuid(),
        account.as_ref().map(AccountId::as_uuid),
        today,
        partner,
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Row {
            person: r.person_id.into(),
            given_name: r.given_name,
            family_name: r.family_name,
            consented: r.consented,
            referred_at: r.referred_at,
            published_at: r.published_at,
            news: r.news,
            own_steps: u32::try_from(r.own_steps).unwrap_or(u32::MAX),
            waits: r.waits,
            term_ends_on: r.term_ends_on,
        })
        .collect())
}

/// Lists what is told under a consent (C2): once a day for each person, consent, category and reader.
pub async fn disclose(cx: &mut Ctx, person: PersonId, told: &str) -> Result<(), AppError> {
    sqlx::query_scalar!("select access.disclose($1, $2)", person.as_uuid(), told)
        .fetch_one(cx.db())
        .await?;
    Ok(())
}

pub async fn name(cx: &mut Ctx, person: PersonId) -> Result<Option<String>, AppError> {
    Ok(sqlx::query_scalar!(
        r#"select given_name || ' ' || family_name as "name!" from person where person_id = $1"#,
        person.as_uuid()
    )
    .fetch_optional(cx.db())
    .await?)
}

/// An enrolment, as far as an agency is told.
#[derive(Debug)]
pub struct Enrolment {
    pub programme: String,
    pub centre: String,
    pub enrolled_on: NaiveDate,
    pub ended_on: Option<NaiveDate>,
}

/// Enrolments at a centre that the person consents to being told of, in a programme that the reader has referred to
/// and that is not decided, or where the person is assigned to the reader. Others are not told: a consent that was given
/// for as long as a stay lasts has ended with it, whatever is consented to elsewhere (C3).
pub async fn enrolments(cx: &mut Ctx, person: PersonId) -> Result<Vec<Enrolment>, AppError> {
    let (today, lang) = (cx.today(), cx.lang);
    let (agency, staff) = (cx.actor.agency(), cx.actor.staff());
    let rows = sqlx::query!(
        "select g.name_sv, g.name_en, c.name as centre, e.enrolled_on, e.ended_on
         from enrolment e join programme g using (programme_id) join centre c using (centre_id)
         where e.person_id = $1 and (
           exists (select from consent k where k.person_id = $1 and k.centre_id = e.centre_id and k.agency_id = $2
             and k.direction = 'to_agency' and k.category = 'enrolment'
             and access.in_force(k.consent_id, k.person_id, k.centre_id, k.valid_from, k.valid_until))
           or exists (select from referral r where r.person_id = $1 and r.programme_id = e.programme_id
             and r.agency_id = $2 and r.staff_id = $3 and r.decided_at is null)
           or exists (select from assignment a where a.enrolment_id = e.enrolment_id and a.staff_id = $3
             and a.valid_from <= $4 and (a.valid_to is null or a.valid_to >= $4)))
         order by e.enrolled_on desc, e.enrolment_id",
        person.as_uuid(),
        agency.as_ref().map(AgencyId::as_uuid),
        staff.as_ref().map(StaffId::as_uuid),
        today,
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Enrolment {
            programme: if lang == Lang::Sv { r.name_sv } else { r.name_en },
            centre: r.centre,
            enrolled_on: r.enrolled_on,
            ended_on: r.ended_on,
        })
        .collect())
}

/// The contact card.
#[derive(Debug)]
pub struct ContactRow {
    pub phone: String,
    pub email: String,
    pub street: String,
    pub postal_code: String,
    pub town: String,
    pub language: String,
    pub needs_interpreter: bool,
}

pub async fn contact(cx: &mut Ctx, person: PersonId) -> Result<Option<ContactRow>, AppError> {
    Ok(sqlx::query_as!(
        ContactRow,
        r#"select coalesce(c.phone, '') as "phone!", coalesce(c.email, '') as "email!", coalesce(c.street, '') as "street!",
                  coalesce(c.postal_code, '') as "postal_code!", coalesce(c.town, '') as "town!",
                  coalesce(p.spoken_language, '') as "language!",
                  coalesce(c.needs_interpreter, false) as "needs_interpreter!"
           from person p left join contact c using (person_id) where p.person_id = $1"#,
        person.as_uuid()
    )
    .fetch_optional(cx.db())
    .await?)
}

/// A version that the agency may read.
#[derive(Debug)]
pub struct Version {
    pub id: PlanVersionId,
    pub message: String,
    pub content: PlanContent,
    pub published_at: DateTime<Utc>,
    /// Whether the reader has opened it before.
    pub read: bool,
}

/// Every version that is published to the reader's agency and not revoked, the latest first.
pub async fn versions(cx: &mut Ctx, person: PersonId) -> Result<Vec<Version>, AppError> {
    let (agency, account) = (cx.actor.agency(), cx.actor.account());
    let rows = sqlx::query!(
        r#"select v.plan_version_id, v.message, v.content, v.published_at,
                  exists (select from plan_version_read r
                    where r.plan_version_id = v.plan_version_id and r.account_id = $3) as "read!"
           from plan_version v where v.person_id = $1 and v.agency_id = $2 and v.revoked_at is null
           order by v.published_at desc, v.plan_version_id desc"#,
        person.as_uuid(),
        agency.as_ref().map(AgencyId::as_uuid),
        account.as_ref().map(AccountId::as_uuid),
    )
    .fetch_all(cx.db())
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(Version {
                id: r.plan_version_id.into(),
                message: r.message,
                content: serde_json::from_value(r.content).map_err(|_| AppError::Internal)?,
                published_at: r.published_at,
                read: r.read,
            })
        })
        .collect()
}

/// That the reader has opened this version; once.
pub async fn mark_read(cx: &mut Ctx, person: PersonId, version: PlanVersionId) -> Result<(), AppError> {
    let (now, agency, account) = (cx.now, cx.actor.agency(), cx.actor.account());
    sqlx::query!(
        "insert into plan_version_read (plan_version_id, account_id, person_id, agency_id, read_at)
         values ($1, $2, $3, $4, $5) on conflict do nothing",
        version.as_uuid(),
        account.as_ref().map(AccountId::as_uuid),
        person.as_uuid(),
        agency.as_ref().map(AgencyId::as_uuid),
        now,
    )
    .execute(cx.db())
    .await?;
    Ok(())
}

/// A consent of the reader's own party that is in force.
#[derive(Debug)]
pub struct Consent {
    pub direction: String,
    pub category: String,
    pub purpose: String,
    pub valid_from: DateTime<Utc>,
    pub valid_until: Option<DateTime<Utc>>,
}

pub async fn consents(cx: &mut Ctx, person: PersonId) -> Result<Vec<Consent>, AppError> {
    let agency = cx.actor.agency();
    Ok(sqlx::query_as!(
        Consent,
        "select c.direction, c.category, c.purpose, c.valid_from, c.valid_until from consent c
         where c.person_id = $1 and c.agency_id = $2
           and access.in_force(c.consent_id, c.person_id, c.centre_id, c.valid_from, c.valid_until)
         order by c.direction desc, c.category, c.valid_from",
        person.as_uuid(),
        agency.as_ref().map(AgencyId::as_uuid),
    )
    .fetch_all(cx.db())
    .await?)
}

/// A step that the reader does.
#[derive(Debug)]
pub struct OwnStepRow {
    pub title: String,
    pub why: String,
    pub status: ActivityStatus,
    pub due_on: Option<NaiveDate>,
    pub when_text: String,
}

pub async fn own_steps(cx: &mut Ctx, person: PersonId) -> Result<Vec<OwnStepRow>, AppError> {
    let staff = cx.actor.staff();
    let rows = sqlx::query!(
        "select title, why, status, due_on, when_text from activity
         where person_id = $1 and doer_staff_id = $2
         order by done_on desc nulls first, due_on nulls last, created_at, activity_id",
        person.as_uuid(),
        staff.as_ref().map(StaffId::as_uuid),
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|r| {
            Some(OwnStepRow {
                title: r.title,
                why: r.why,
                status: ActivityStatus::from_code(&r.status)?,
                due_on: r.due_on,
                when_text: r.when_text,
            })
        })
        .collect())
}
