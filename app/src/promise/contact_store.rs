//! SQL of the first contact (K4) of referrals that are no enrolment: what row security shows of them, and the reasons.

use super::store::{Given, LATELY_DAYS, calendar};
use crate::kernel::ledger::Event;
use crate::kernel::{AppError, Ctx};
use chrono::{DateTime, NaiveDate, Utc};
use domain::civil_time::civil_day;
use domain::ids::{AccountId, CentreId, IdempotencyKey, PersonId, ReferralId};
use domain::programme::ProgrammeRules;
use domain::promise::{Application, Clock, Reason, Which, first_contact};
use domain::workdays::CentreCalendar;
use serde_json::json;
use sqlx::postgres::PgRow;
use sqlx::types::Json;
use sqlx::{AssertSqlSafe, Row as _};
use uuid::Uuid;

/// A referral that is no enrolment, with what its first contact is reckoned from.
#[derive(Debug)]
pub struct Applied {
    pub id: ReferralId,
    /// Who it is about, once they are known here.
    pub person: Option<PersonId>,
    pub name: String,
    pub sent: NaiveDate,
    pub contacted: Option<NaiveDate>,
    /// Refused or taken back.
    pub ended: Option<NaiveDate>,
    pub rules: ProgrammeRules,
    pub calendar: CentreCalendar,
    pub reasons: Vec<Given>,
}

impl Applied {
    /// How K4 stands on a day.
    ///
    /// # Errors
    /// `Internal` where the centre's calendar has no working day to count to.
    pub fn clock(&self, today: NaiveDate) -> Result<Clock, AppError> {
        let application = Application {
            sent: self.sent,
            contacted: self.contacted,
            ended: self.ended,
            explained: self.given().and_then(|g| Reason::from_code(&g.reason)),
        };
        first_contact(&self.rules, &self.calendar, &application, today).map_err(|error| {
            tracing::error!(%error, referral = %self.id, "first contact cannot be reckoned");
            AppError::Internal
        })
    }

    /// The last reason given, with its words.
    pub fn given(&self) -> Option<&Given> {
        self.reasons.last()
    }

    /// Whether it waits still.
    pub const fn waits(&self) -> bool {
        self.ended.is_none()
    }
}

/// Those of the actor's centre that `who` names and that row security shows. One that became an enrolment is counted
/// there; one from before referrals were whole has no rules to be promised anything by.
fn statement(who: &'static str) -> String {
    format!(
        "select r.referral_id, r.person_id,
                trim(concat_ws(' ', coalesce(r.given_name, p.given_name), coalesce(r.family_name, p.family_name))) as name,
                r.referred_at, r.contacted_on, r.decided_at, v.rules,
                array(select d.day from centre_day d where d.centre_id = r.centre_id and not d.is_open) as closed,
                (select coalesce(jsonb_agg(jsonb_build_object('clock', g.clock, 'reason', g.reason, 'words', g.words,
                        'given_at', g.given_at, 'by', coalesce(s.given_name || ' ' || s.family_name, ''))
                        order by g.given_at, g.promise_reason_id), '[]')
                 from promise_reason g left join account k on k.account_id = g.given_by
                 left join staff s on s.staff_id = k.staff_id
                 where g.referral_id = r.referral_id) as reasons
         from referral r
         join programme_version v on v.programme_version_id = r.programme_version_id
         left join person p on p.person_id = r.person_id
         where r.centre_id = $1 and r.enrolment_id is null and r.state <> 'enrolled' and {who}
         order by r.referred_at, r.referral_id"
    )
}

/// Those of these referrals that are the actor's centre's and no enrolments.
pub async fn of(cx: &mut Ctx, referrals: &[ReferralId]) -> Result<Vec<Applied>, AppError> {
    let Some(centre) = cx.actor.centre().filter(|_| !referrals.is_empty()) else {
        return Ok(Vec::new());
    };
    let ids: Vec<Uuid> = referrals.iter().map(ReferralId::as_uuid).collect();
    let rows = sqlx::query(AssertSqlSafe(statement("r.referral_id = any($2)")))
        .bind(centre.as_uuid())
        .bind(ids)
        .fetch_all(cx.db())
        .await?;
    rows.iter().map(applied).collect()
}

/// The house: the centre's referrals that wait, and those that ended lately without becoming an enrolment.
pub async fn of_house(cx: &mut Ctx, centre: CentreId) -> Result<Vec<Applied>, AppError> {
    let since = cx.today() - chrono::TimeDelta::days(LATELY_DAYS);
    let rows = sqlx::query(AssertSqlSafe(statement(
        "(r.decided_at is null or (r.decided_at at time zone 'Europe/Stockholm')::date >= $2)",
    )))
    .bind(centre.as_uuid())
    .bind(since)
    .fetch_all(cx.db())
    .await?;
    rows.iter().map(applied).collect()
}

fn applied(row: &PgRow) -> Result<Applied, AppError> {
    let reasons: Json<Vec<Given>> = row.try_get("reasons")?;
    let rules: Json<ProgrammeRules> = row.try_get("rules")?;
    Ok(Applied {
        id: row.try_get::<Uuid, _>("referral_id")?.into(),
        person: row.try_get::<Option<Uuid>, _>("person_id")?.map(Into::into),
        name: row.try_get("name")?,
        sent: civil_day(row.try_get("referred_at")?),
        contacted: row.try_get("contacted_on")?,
        ended: day_of(row.try_get("decided_at")?),
        rules: rules.0,
        calendar: calendar(row, "closed")?,
        reasons: reasons.0,
    })
}

fn day_of(at: Option<DateTime<Utc>>) -> Option<NaiveDate> {
    at.map(civil_day)
}

/// The sender's own referral, until the centre has taken over.
pub async fn of_sender(cx: &mut Ctx, id: ReferralId) -> Result<Option<Applied>, AppError> {
    let row = sqlx::query(
        "select referred_at, contacted_on, decided_at, rules, closed, reason, words from access.my_referral_promise($1)",
    )
    .bind(id.as_uuid())
    .fetch_optional(cx.db())
    .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let rules: Json<ProgrammeRules> = row.try_get("rules")?;
    let reason: Option<String> = row.try_get("reason")?;
    let words: Option<String> = row.try_get("words")?;
    let given = reason.map(|reason| Given {
        clock: Which::Contact.code().to_owned(),
        reason,
        words: words.unwrap_or_default(),
        // Who gave it and when is the centre's.
        given_at: cx.now,
        by: String::new(),
    });
    Ok(Some(Applied {
        id,
        person: None,
        name: String::new(),
        sent: civil_day(row.try_get("referred_at")?),
        contacted: row.try_get("contacted_on")?,
        ended: day_of(row.try_get("decided_at")?),
        rules: rules.0,
        calendar: calendar(&row, "closed")?,
        reasons: given.into_iter().collect(),
    }))
}

/// One at a time for each referral, so that the same press twice is one reason.
pub async fn queue_for(cx: &mut Ctx, referral: ReferralId) -> Result<(), AppError> {
    sqlx::query("select pg_advisory_xact_lock(hashtextextended('promise ' || $1, 0))")
        .bind(referral.to_string())
        .execute(cx.db())
        .await?;
    Ok(())
}

/// A reason to write down.
pub struct New<'a> {
    pub key: IdempotencyKey,
    pub due: NaiveDate,
    pub reason: Reason,
    pub words: &'a str,
}

/// Writes the reason and its row of the ledger; the same press again has done so before.
///
/// # Errors
/// `Conflict` where the key was used for something else.
pub async fn explain(cx: &mut Ctx, id: Uuid, referral: ReferralId, new: &New<'_>) -> Result<(), AppError> {
    let (now, today) = (cx.now, cx.today());
    let account = cx.actor.account().ok_or(AppError::NotFound)?;
    let centre = cx.actor.centre().ok_or(AppError::NotFound)?;
    let written = sqlx::query(
        "insert into promise_reason (promise_reason_id, referral_id, centre_id, clock, due_on, reason, words, given_at,
                                     given_by, idempotency_key)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (idempotency_key) do nothing",
    )
    .bind(id)
    .bind(referral.as_uuid())
    .bind(centre.as_uuid())
    .bind(Which::Contact.code())
    .bind(new.due)
    .bind(new.reason.code())
    .bind(new.words)
    .bind(now)
    .bind(AccountId::as_uuid(&account))
    .bind(new.key.as_uuid())
    .execute(cx.db())
    .await?;
    if written.rows_affected() == 0 {
        return if is_written(cx, referral, new).await? {
            Ok(())
        } else {
            Err(AppError::Conflict)
        };
    }
    sqlx::query(
        "insert into ledger (referral_id, programme_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
         select referral_id, programme_id, centre_id, $2, $3, $4, $5, $6 from referral where referral_id = $1",
    )
    .bind(referral.as_uuid())
    .bind(Event::PromiseExplained.code())
    .bind(today)
    .bind(now)
    .bind(AccountId::as_uuid(&account))
    .bind(json!({ "clock": Which::Contact.code(), "reason": new.reason.code(), "due": new.due }))
    .execute(cx.db())
    .await?;
    Ok(())
}

/// Whether this key has written this very reason before.
async fn is_written(cx: &mut Ctx, referral: ReferralId, new: &New<'_>) -> Result<bool, AppError> {
    let same: Option<bool> = sqlx::query_scalar(
        "select referral_id = $2 and reason = $3 and words = $4 from promise_reason where idempotency_key = $1",
    )
    .bind(new.key.as_uuid())
    .bind(referral.as_uuid())
    .bind(new.reason.code())
    .bind(new.words)
    .fetch_optional(cx.db())
    .await?;
    Ok(same.unwrap_or(false))
}
