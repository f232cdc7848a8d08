//! SQL of published versions. A version is never changed: it is superseded by the next, or revoked.

use crate::kernel::{AppError, Ctx, Lang};
use chrono::{DateTime, Utc};
use domain::ids::{AgencyId, IdempotencyKey, PersonId, PlanId, PlanVersionId};
use domain::plan_version::PlanContent;

/// An agency, and what the person has consented to that it may be told.
#[derive(Debug)]
pub struct Agency {
    pub id: AgencyId,
    pub code: String,
    pub name: String,
    /// Consent to the plan is in force.
    pub plan: bool,
    /// Consent to tell that the person is enrolled is in force.
    pub enrolment: bool,
}

/// Every agency that is a party; a civil-society partner works with its own steps and gets no version.
pub async fn agencies(cx: &mut Ctx, person: PersonId) -> Result<Vec<Agency>, AppError> {
    let (now, lang) = (cx.now, cx.lang);
    let rows = sqlx::query!(
        r#"with in_force as (
             select c.agency_id, c.category from consent c
             where c.person_id = $1 and c.direction = 'to_agency' and c.valid_from <= $2
               and (c.valid_until is null or c.valid_until > $2)
               and not exists (select from consent_withdrawal w where w.consent_id = c.consent_id))
           select a.agency_id, a.code, a.name_sv, a.name_en,
                  exists (select from in_force f where f.agency_id = a.agency_id and f.category = 'plan') as "plan!",
                  exists (select from in_force f where f.agency_id = a.agency_id and f.category = 'enrolment') as "enrolment!"
           from agency a where a.kind <> 'civil_society'
           order by a.name_sv collate "sv-x-icu", a.agency_id"#,
        person.as_uuid(),
        now,
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Agency {
            id: r.agency_id.into(),
            code: r.code,
            name: if lang == Lang::Sv { r.name_sv } else { r.name_en },
            plan: r.plan,
            enrolment: r.enrolment,
        })
        .collect())
}

/// A version as it is stored.
#[derive(Debug)]
pub struct Version {
    pub agency: AgencyId,
    pub message: String,
    pub content: PlanContent,
    pub hash: Vec<u8>,
    pub published_at: DateTime<Utc>,
    pub revoked_at: Option<DateTime<Utc>>,
    pub superseded_at: Option<DateTime<Utc>>,
    /// When somebody at the agency first opened it.
    pub read_at: Option<DateTime<Utc>>,
}

impl Version {
    pub const fn is_current(&self) -> bool {
        self.revoked_at.is_none() && self.superseded_at.is_none()
    }
}

/// Every version that the person has published, the latest first.
pub async fn versions(cx: &mut Ctx, person: PersonId) -> Result<Vec<Version>, AppError> {
    let rows = sqlx::query!(
        r#"select v.agency_id, v.message, v.content, v.content_hash, v.published_at, v.revoked_at, v.superseded_at,
                  (select min(r.read_at) from plan_version_read r where r.plan_version_id = v.plan_version_id) as read_at
           from plan_version v where v.person_id = $1
           order by v.published_at desc, v.plan_version_id desc"#,
        person.as_uuid(),
    )
    .fetch_all(cx.db())
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(Version {
                agency: r.agency_id.into(),
                message: r.message,
                content: serde_json::from_value(r.content).map_err(|_| AppError::Internal)?,
                hash: r.content_hash,
                published_at: r.published_at,
                revoked_at: r.revoked_at,
                superseded_at: r.superseded_at,
                read_at: r.read_at,
            })
        })
        .collect()
}

/// Names of the agencies that can read the plan now: consent to it and to the enrolment, and a version.
pub async fn reading_agencies(cx: &mut Ctx, person: PersonId) -> Result<Vec<String>, AppError> {
    let (now, lang) = (cx.now, cx.lang);
    let rows = sqlx::query!(
        r#"select a.name_sv, a.name_en from agency a
           where exists (select from plan_version v where v.person_id = $1 and v.agency_id = a.agency_id and v.revoked_at is null)
             and 2 = (select count(distinct c.category) from consent c
                      where c.person_id = $1 and c.agency_id = a.agency_id and c.direction = 'to_agency'
                        and c.category in ('plan', 'enrolment') and c.valid_from <= $2
                        and (c.valid_until is null or c.valid_until > $2)
                        and not exists (select from consent_withdrawal w where w.consent_id = c.consent_id))
           order by a.name_sv collate "sv-x-icu", a.agency_id"#,
        person.as_uuid(),
        now,
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| if lang == Lang::Sv { r.name_sv } else { r.name_en })
        .collect())
}

/// Two presses at once follow each other from here on.
pub async fn hold_plan(cx: &mut Ctx, plan: PlanId) -> Result<(), AppError> {
    sqlx::query!(
        "select plan_id from plan where plan_id = $1 for update",
        plan.as_uuid()
    )
    .fetch_one(cx.db())
    .await?;
    Ok(())
}

/// What is to be published.
#[derive(Debug)]
pub struct NewVersion<'a> {
    pub id: PlanVersionId,
    pub person: PersonId,
    pub plan: PlanId,
    pub agency: AgencyId,
    pub message: &'a str,
    pub content: &'a PlanContent,
    pub hash: &'a [u8],
    pub key: IdempotencyKey,
}

/// Whether this key has published this already; under another question it is a conflict.
pub async fn published(cx: &mut Ctx, new: &NewVersion<'_>) -> Result<bool, AppError> {
    let same = sqlx::query_scalar!(
        r#"select (person_id = $2 and agency_id = $3 and message = $4 and content_hash = $5) as "same!"
           from plan_version where idempotency_key = $1"#,
        new.key.as_uuid(),
        new.person.as_uuid(),
        new.agency.as_uuid(),
        new.message,
        new.hash,
    )
    .fetch_optional(cx.db())
    .await?;
    match same {
        None => Ok(false),
        Some(true) => Ok(true),
        Some(false) => Err(AppError::Conflict),
    }
}

/// Stores the version in the place of the one before.
pub async fn publish(cx: &mut Ctx, new: &NewVersion<'_>) -> Result<(), AppError> {
    let now = cx.now;
    let content = serde_json::to_value(new.content).map_err(|_| AppError::Internal)?;
    sqlx::query!(
        "update plan_version set superseded_at = $3
         where person_id = $1 and agency_id = $2 and revoked_at is null and superseded_at is null",
        new.person.as_uuid(),
        new.agency.as_uuid(),
        now,
    )
    .execute(cx.db())
    .await?;
    let written = sqlx::query!(
        "insert into plan_version (plan_version_id, person_id, plan_id, agency_id, message, content, content_hash,
                                   published_at, idempotency_key)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (idempotency_key) do nothing",
        new.id.as_uuid(),
        new.person.as_uuid(),
        new.plan.as_uuid(),
        new.agency.as_uuid(),
        new.message,
        content,
        new.hash,
        now,
        new.key.as_uuid(),
    )
    .execute(cx.db())
    .await?
    .rows_affected();
    // Somebody else's key: nothing of this may stand.
    if written == 1 {
        Ok(())
    } else {
        Err(AppError::Conflict)
    }
}

/// Closes every version that this agency has, from now on; how many there were.
pub async fn revoke(cx: &mut Ctx, person: PersonId, agency: AgencyId) -> Result<u64, AppError> {
    let now = cx.now;
    let closed = sqlx::query!(
        "update plan_version set revoked_at = $3 where person_id = $1 and agency_id = $2 and revoked_at is null",
        person.as_uuid(),
        agency.as_uuid(),
        now,
    )
    .execute(cx.db())
    .await?;
    Ok(closed.rows_affected())
}
