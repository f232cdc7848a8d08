//! SQL of referrals that are being written: one's own, and nobody else's.

use super::draft::Draft;
use crate::kernel::{AppError, Ctx};
use chrono::{DateTime, Utc};
use domain::ids::{AccountId, AgencyId, CentreId, ProgrammeId, ReferralDraftId};
use domain::programme::ProgrammeRules;
use sqlx::types::Json;

/// A draft of the list.
pub struct Line {
    pub id: ReferralDraftId,
    pub draft: Draft,
    pub updated_at: DateTime<Utc>,
}

pub async fn list(cx: &mut Ctx) -> Result<Vec<Line>, AppError> {
    let since = cx.now - chrono::TimeDelta::days(30);
    let rows = sqlx::query!(
        r#"select referral_draft_id, answers as "answers: Json<Draft>", updated_at from referral_draft
           where updated_at >= $1 order by updated_at desc limit 20"#,
        since,
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Line {
            id: r.referral_draft_id.into(),
            draft: r.answers.0,
            updated_at: r.updated_at,
        })
        .collect())
}

/// Begins one; the same press sent twice is one draft.
pub async fn begin(cx: &mut Ctx, id: ReferralDraftId) -> Result<(), AppError> {
    let (now, account, agency) = (cx.now, cx.actor.account(), cx.actor.agency());
    sqlx::query!(
        "insert into referral_draft (referral_draft_id, account_id, agency_id, created_at, updated_at)
         values ($1, $2, $3, $4, $4) on conflict do nothing",
        id.as_uuid(),
        account.as_ref().map(AccountId::as_uuid),
        agency.as_ref().map(AgencyId::as_uuid),
        now,
    )
    .execute(cx.db())
    .await?;
    Ok(())
}

/// One draft, locked until the end of the action.
pub async fn one(cx: &mut Ctx, id: ReferralDraftId) -> Result<Option<Draft>, AppError> {
    let since = cx.now - chrono::TimeDelta::days(30);
    let draft = sqlx::query_scalar!(
        r#"select answers as "answers: Json<Draft>" from referral_draft
           where referral_draft_id = $1 and updated_at >= $2 for update"#,
        id.as_uuid(),
        since,
    )
    .fetch_optional(cx.db())
    .await?;
    Ok(draft.map(|json| json.0))
}

pub async fn save(cx: &mut Ctx, id: ReferralDraftId, draft: &Draft) -> Result<(), AppError> {
    let now = cx.now;
    sqlx::query!(
        "update referral_draft set answers = $2, updated_at = $3 where referral_draft_id = $1",
        id.as_uuid(),
        Json(draft) as _,
        now,
    )
    .execute(cx.db())
    .await?;
    Ok(())
}

pub async fn discard(cx: &mut Ctx, id: ReferralDraftId) -> Result<(), AppError> {
    sqlx::query!(
        "delete from referral_draft where referral_draft_id = $1",
        id.as_uuid()
    )
    .execute(cx.db())
    .await?;
    Ok(())
}

/// Somewhere that the agency may refer to (E1): a programme at one of its centres.
pub struct Goal {
    pub programme: ProgrammeId,
    pub centre: CentreId,
    pub name_sv: String,
    pub name_en: String,
    pub centre_name: String,
    /// Whether the programme has several centres.
    pub several: bool,
}

pub async fn goals(cx: &mut Ctx) -> Result<Vec<Goal>, AppError> {
    let (today, agency) = (cx.today(), cx.actor.agency());
    let rows = sqlx::query!(
        r#"select g.programme_id, g.name_sv, g.name_en, c.centre_id, c.name as centre_name,
                  count(*) over (partition by g.programme_id) > 1 as "several!"
           from programme g
           cross join lateral (select v.rules from programme_version v where v.programme_id = g.programme_id and v.valid_from <= $2
                               order by v.valid_from desc, v.version desc limit 1) v
           join programme_centre p on p.programme_id = g.programme_id join centre c on c.centre_id = p.centre_id
           where exists (select from jsonb_array_elements(coalesce(v.rules -> 'entries', '[]'::jsonb)) e
                         join agency a on a.code = e ->> 'agency' where a.agency_id = $1)
           order by g.name_sv collate "sv-x-icu", c.name collate "sv-x-icu""#,
        agency.as_ref().map(AgencyId::as_uuid),
        today,
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Goal {
            programme: r.programme_id.into(),
            centre: r.centre_id.into(),
            name_sv: r.name_sv,
            name_en: r.name_en,
            centre_name: r.centre_name,
            several: r.several,
        })
        .collect())
}

/// The rules that hold today, and the code of the acting agency.
pub async fn rules(cx: &mut Ctx, programme: ProgrammeId) -> Result<Option<ProgrammeRules>, AppError> {
    let today = cx.today();
    let rules = sqlx::query_scalar!(
        r#"select rules as "rules: Json<ProgrammeRules>" from programme_version where programme_id = $1 and valid_from <= $2
           order by valid_from desc, version desc limit 1"#,
        programme.as_uuid(),
        today,
    )
    .fetch_optional(cx.db())
    .await?;
    Ok(rules.map(|json| json.0))
}

/// The acting agency's code and names.
pub async fn agency(cx: &mut Ctx) -> Result<(String, String, String), AppError> {
    let agency = cx.actor.agency();
    let row = sqlx::query!(
        "select code, name_sv, name_en from agency where agency_id = $1",
        agency.as_ref().map(AgencyId::as_uuid)
    )
    .fetch_optional(cx.db())
    .await?
    .ok_or(AppError::NotFound)?;
    Ok((row.code, row.name_sv, row.name_en))
}
