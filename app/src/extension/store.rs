//! SQL of the extension: reads under row security; each change is a function of the database, which answers in a code.

use crate::kernel::{AppError, Ctx, Lang};
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{AgencyId, CentreId, EnrolmentId, ExtensionId, IdempotencyKey, PersonId};
use uuid::Uuid;

/// The enrolment whose term is extended: the open one at the actor's centre, or the participant's own.
#[derive(Debug)]
pub struct Term {
    pub enrolment: EnrolmentId,
    pub term_ends_on: Option<NaiveDate>,
    /// Codes of the keys that the programme's rules ask for.
    pub keys: Vec<String>,
    /// The agency that referred the person to this programme.
    pub referred_by: Option<Uuid>,
}

pub async fn term(
    cx: &mut Ctx,
    person: PersonId,
    centre: Option<CentreId>,
) -> Result<Option<Term>, AppError> {
    Ok(sqlx::query_as!(
        Term,
        r#"select e.enrolment_id as enrolment, e.term_ends_on,
                  array(select jsonb_array_elements_text(coalesce(v.rules -> 'extension_keys', '[]'))) as "keys!",
                  (select r.agency_id from referral r where r.person_id = e.person_id and r.programme_id = e.programme_id
                   order by r.enrolment_id = e.enrolment_id desc nulls last, r.referred_at desc limit 1) as referred_by
           from enrolment e join programme_version v using (programme_version_id)
           where e.person_id = $1 and e.ended_on is null and ($2::uuid is null or e.centre_id = $2)
           order by e.enrolled_on desc, e.enrolment_id limit 1"#,
        person.as_uuid(),
        centre.as_ref().map(CentreId::as_uuid),
    )
    .fetch_optional(cx.db())
    .await?)
}

/// When the term ends that the person lets the actor's agency know of, by a consent in force at that centre (C3).
pub async fn term_for_agency(cx: &mut Ctx, person: PersonId) -> Result<Option<NaiveDate>, AppError> {
    let agency = cx.actor.agency();
    Ok(sqlx::query_scalar!(
        r#"select e.term_ends_on as "end!" from enrolment e
           where e.person_id = $1 and e.ended_on is null and e.term_ends_on is not null
             and exists (select from consent k where k.person_id = e.person_id and k.centre_id = e.centre_id
               and k.agency_id = $2 and k.direction = 'to_agency' and k.category = 'enrolment'
               and access.in_force(k.consent_id, k.person_id, k.centre_id, k.valid_from, k.valid_until))
           order by e.term_ends_on limit 1"#,
        person.as_uuid(),
        agency.as_ref().map(AgencyId::as_uuid),
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

/// The centre's agencies.
pub async fn agencies(cx: &mut Ctx, centre: CentreId) -> Result<Vec<(AgencyId, String)>, AppError> {
    let english = cx.lang == Lang::En;
    let rows = sqlx::query!(
        r#"select a.agency_id, case when $2 then a.name_en else a.name_sv end as "name!"
           from centre_party p join agency a using (agency_id)
           where p.centre_id = $1 order by 2"#,
        centre.as_uuid(),
        english,
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows.into_iter().map(|r| (r.agency_id.into(), r.name)).collect())
}

/// A proposal as it stands.
#[derive(Debug)]
pub struct Row {
    pub id: ExtensionId,
    pub revision: i32,
    pub words: String,
    pub old_end: NaiveDate,
    pub new_end: NaiveDate,
    pub hash: Vec<u8>,
    pub stage: String,
    pub deadline: NaiveDate,
    pub agency: Option<String>,
    /// What the programme's rules ask for.
    pub keys: Vec<String>,
    /// The agency's consent is missing: it cannot read this.
    pub blind: bool,
}

/// Every proposal about the person that the actor sees, the latest first.
pub async fn proposals(cx: &mut Ctx, person: PersonId) -> Result<Vec<Row>, AppError> {
    let english = cx.lang == Lang::En;
    Ok(sqlx::query_as!(
        Row,
        r#"select x.extension_id as id, x.revision, t.words, x.old_end, x.new_end, x.content_hash as hash, x.stage, x.deadline,
                  (select case when $2 then a.name_en else a.name_sv end from agency a where a.agency_id = x.agency_id) as agency,
                  coalesce((select array(select jsonb_array_elements_text(coalesce(v.rules -> 'extension_keys', '[]')))
                   from enrolment e join programme_version v using (programme_version_id)
                   where e.enrolment_id = x.enrolment_id), array['participant', 'case_worker', 'centre']) as "keys!",
                  coalesce(x.agency_id is not null and not access.consented(x.person_id, x.agency_id, null), false) as "blind!"
           from extension x join extension_text t using (extension_id, revision)
           where x.person_id = $1
           order by x.proposed_at desc, x.extension_id"#,
        person.as_uuid(),
        english,
    )
    .fetch_all(cx.db())
    .await?)
}

/// A text that has been changed since.
#[derive(Debug)]
pub struct Earlier {
    pub extension: ExtensionId,
    pub revision: i32,
    pub words: String,
    pub new_end: NaiveDate,
    pub deadline: NaiveDate,
    pub written_at: DateTime<Utc>,
}

pub async fn texts(cx: &mut Ctx, person: PersonId) -> Result<Vec<Earlier>, AppError> {
    Ok(sqlx::query_as!(
        Earlier,
        r#"select extension_id as extension, revision, words, new_end, deadline, written_at
           from extension_text where person_id = $1 order by extension_id, revision desc"#,
        person.as_uuid()
    )
    .fetch_all(cx.db())
    .await?)
}

/// A key, or a refusal.
#[derive(Debug)]
pub struct Key {
    pub extension: ExtensionId,
    pub key: String,
    /// What it was given over: no other revision.
    pub revision: i32,
    pub refused: bool,
    pub reason: String,
    pub given_at: DateTime<Utc>,
}

pub async fn keys(cx: &mut Ctx, person: PersonId) -> Result<Vec<Key>, AppError> {
    Ok(sqlx::query_as!(
        Key,
        r#"select extension_id as extension, key, revision, refused, reason, given_at
           from extension_key where person_id = $1 order by given_at, extension_key_id"#,
        person.as_uuid()
    )
    .fetch_all(cx.db())
    .await?)
}

/// What is proposed.
pub struct New<'a> {
    pub enrolment: EnrolmentId,
    pub key: IdempotencyKey,
    pub agency: Option<AgencyId>,
    pub until: NaiveDate,
    pub words: &'a str,
    pub deadline: NaiveDate,
}

pub async fn propose(cx: &mut Ctx, id: ExtensionId, new: &New<'_>) -> Result<String, AppError> {
    Ok(sqlx::query_scalar!(
        r#"select access.propose_extension($1, $2, $3, $4, $5, $6, $7) as "code!""#,
        id.as_uuid(),
        new.enrolment.as_uuid(),
        new.key.as_uuid(),
        new.agency.as_ref().map(AgencyId::as_uuid),
        new.until,
        new.words,
        new.deadline,
    )
    .fetch_one(cx.db())
    .await?)
}

pub async fn change(
    cx: &mut Ctx,
    id: ExtensionId,
    was: i32,
    until: NaiveDate,
    words: &str,
    deadline: NaiveDate,
) -> Result<String, AppError> {
    Ok(sqlx::query_scalar!(
        r#"select access.change_extension($1, $2, $3, $4, $5) as "code!""#,
        id.as_uuid(),
        was,
        until,
        words,
        deadline,
    )
    .fetch_one(cx.db())
    .await?)
}

pub async fn withdraw(cx: &mut Ctx, id: ExtensionId) -> Result<String, AppError> {
    Ok(
        sqlx::query_scalar!(r#"select access.withdraw_extension($1) as "code!""#, id.as_uuid())
            .fetch_one(cx.db())
            .await?,
    )
}

pub async fn turn(
    cx: &mut Ctx,
    id: ExtensionId,
    entry: Uuid,
    over: &[u8],
    session: &[u8],
    refuses: bool,
    why: &str,
) -> Result<String, AppError> {
    Ok(sqlx::query_scalar!(
        r#"select access.turn_extension_key($1, $2, $3, $4, $5, $6) as "code!""#,
        id.as_uuid(),
        entry,
        over,
        session,
        refuses,
        why,
    )
    .fetch_one(cx.db())
    .await?)
}

/// Whether an open proposal of one's own waits for one's key.
pub async fn waits_for_participant(cx: &mut Ctx, person: PersonId) -> Result<bool, AppError> {
    let today = cx.today();
    Ok(sqlx::query_scalar!(
        r#"select exists (select from extension x where x.person_id = $1 and x.stage = 'open' and x.deadline >= $2
             and not exists (select from extension_key k where k.extension_id = x.extension_id and k.key = 'participant'
                             and k.revision = x.revision and not k.refused)) as "waits!""#,
        person.as_uuid(),
        today,
    )
    .fetch_one(cx.db())
    .await?)
}

/// Lists what is told under a consent (C2).
pub async fn disclose(cx: &mut Ctx, person: PersonId, told: &str) -> Result<(), AppError> {
    sqlx::query_scalar!("select access.disclose($1, $2)", person.as_uuid(), told)
        .fetch_one(cx.db())
        .await?;
    Ok(())
}
