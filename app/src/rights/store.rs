//! SQL of corrections, and of the retention rules as they are shown.

use super::About;
use crate::kernel::{AppError, Ctx};
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{AccountId, CentreId, CorrectionId, IdempotencyKey, PersonId};
use serde_json::Value;

/// The centre whose manager judges what the person asks: that of the latest enrolment.
pub async fn centre_of(cx: &mut Ctx, person: PersonId) -> Result<Option<CentreId>, AppError> {
    let id = sqlx::query_scalar!(
        "select centre_id from enrolment where person_id = $1 order by enrolled_on desc, enrolment_id desc limit 1",
        person.as_uuid(),
    )
    .fetch_optional(cx.db())
    .await?;
    Ok(id.map(Into::into))
}

/// A correction to be asked for, checked.
#[derive(Debug)]
pub struct NewCorrection<'a> {
    pub id: CorrectionId,
    pub person: PersonId,
    pub centre: CentreId,
    pub about: About,
    pub wrong: &'a str,
    pub should_be: &'a str,
    pub key: IdempotencyKey,
}

/// Stores it; the same press again stores nothing, another text under the same key is a conflict.
pub async fn ask(cx: &mut Ctx, new: &NewCorrection<'_>) -> Result<(), AppError> {
    let now = cx.now;
    let stored = sqlx::query!(
        "insert into correction (correction_id, person_id, centre_id, about, wrong, should_be, asked_at, idempotency_key)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (idempotency_key) do nothing",
        new.id.as_uuid(),
        new.person.as_uuid(),
        new.centre.as_uuid(),
        new.about.code(),
        new.wrong,
        new.should_be,
        now,
        new.key.as_uuid(),
    )
    .execute(cx.db())
    .await?;
    if stored.rows_affected() == 1 {
        return Ok(());
    }
    let same = sqlx::query_scalar!(
        r#"select exists (select from correction
             where idempotency_key = $1 and person_id = $2 and about = $3 and wrong = $4 and should_be = $5) as "same!""#,
        new.key.as_uuid(),
        new.person.as_uuid(),
        new.about.code(),
        new.wrong,
        new.should_be,
    )
    .fetch_one(cx.db())
    .await?;
    if same { Ok(()) } else { Err(AppError::Conflict) }
}

/// A correction with its judgement, if there is one.
#[derive(Debug, Clone)]
pub struct Row {
    pub id: CorrectionId,
    pub person: PersonId,
    pub centre: CentreId,
    pub name: String,
    pub about: About,
    pub wrong: String,
    pub should_be: String,
    pub asked_at: DateTime<Utc>,
    pub judged: Option<Judged>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    pub accepted: bool,
    pub by_app: bool,
    pub answer: String,
    pub at: DateTime<Utc>,
    pub became: Value,
}

struct Lookup {
    correction_id: uuid::Uuid,
    person_id: uuid::Uuid,
    centre_id: uuid::Uuid,
    name: String,
    about: String,
    wrong: String,
    should_be: String,
    asked_at: DateTime<Utc>,
    accepted: Option<bool>,
    carried_out: Option<String>,
    answer: Option<String>,
    judged_at: Option<DateTime<Utc>>,
    became: Option<Value>,
}

impl From<Lookup> for Row {
    fn from(r: Lookup) -> Self {
        let judged = match (r.accepted, r.answer, r.judged_at) {
            (Some(accepted), Some(answer), Some(at)) => Some(Judged {
                accepted,
                by_app: r.carried_out.as_deref() == Some("by_app"),
                answer,
                at,
                became: r.became.unwrap_or_default(),
            }),
            _ => None,
        };
        Self {
            id: r.correction_id.into(),
            person: r.person_id.into(),
            centre: r.centre_id.into(),
            name: r.name,
            about: About::from_code(&r.about).unwrap_or(About::Other),
            wrong: r.wrong,
            should_be: r.should_be,
            asked_at: r.asked_at,
            judged,
        }
    }
}

/// What the person has asked for, latest first.
pub async fn of_person(cx: &mut Ctx, person: PersonId) -> Result<Vec<Row>, AppError> {
    let rows = sqlx::query_as!(
        Lookup,
        r#"select c.correction_id, c.person_id, c.centre_id, p.given_name || ' ' || p.family_name as "name!", c.about,
                  c.wrong, c.should_be, c.asked_at, j.accepted as "accepted?", j.carried_out as "carried_out?",
                  j.answer as "answer?", j.judged_at as "judged_at?", j.became as "became?"
           from correction c join person p using (person_id) left join correction_judgement j using (correction_id)
           where c.person_id = $1
           order by c.asked_at desc, c.correction_id desc"#,
        person.as_uuid(),
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// What waits for the centre's manager first, oldest first; then the latest that were judged.
pub async fn of_centre(cx: &mut Ctx, centre: CentreId, most: i64) -> Result<Vec<Row>, AppError> {
    let rows = sqlx::query_as!(
        Lookup,
        r#"select c.correction_id, c.person_id, c.centre_id, p.given_name || ' ' || p.family_name as "name!", c.about,
                  c.wrong, c.should_be, c.asked_at, j.accepted as "accepted?", j.carried_out as "carried_out?",
                  j.answer as "answer?", j.judged_at as "judged_at?", j.became as "became?"
           from correction c join person p using (person_id) left join correction_judgement j using (correction_id)
           where c.centre_id = $1
           order by j.judged_at desc nulls first, c.asked_at, c.correction_id
           limit $2"#,
        centre.as_uuid(),
        most,
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

pub async fn one(cx: &mut Ctx, id: CorrectionId) -> Result<Option<Row>, AppError> {
    let row = sqlx::query_as!(
        Lookup,
        r#"select c.correction_id, c.person_id, c.centre_id, p.given_name || ' ' || p.family_name as "name!", c.about,
                  c.wrong, c.should_be, c.asked_at, j.accepted as "accepted?", j.carried_out as "carried_out?",
                  j.answer as "answer?", j.judged_at as "judged_at?", j.became as "became?"
           from correction c join person p using (person_id) left join correction_judgement j using (correction_id)
           where c.correction_id = $1"#,
        id.as_uuid(),
    )
    .fetch_optional(cx.db())
    .await?;
    Ok(row.map(Into::into))
}

/// A judgement to be stored.
#[derive(Debug)]
pub struct NewJudgement<'a> {
    pub accepted: bool,
    pub by_app: bool,
    pub answer: &'a str,
    pub became: &'a Value,
}

/// Stores it and carries it out; `false` when another judgement was first.
pub async fn judge(cx: &mut Ctx, of: &Row, new: &NewJudgement<'_>) -> Result<bool, AppError> {
    let (now, account) = (cx.now, cx.actor.account());
    let carried_out = new
        .accepted
        .then_some(if new.by_app { "by_app" } else { "by_hand" });
    let stored = sqlx::query!(
        "insert into correction_judgement (correction_id, person_id, centre_id, accepted, carried_out, answer, became,
                                           judged_at, judged_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (correction_id) do nothing",
        of.id.as_uuid(),
        of.person.as_uuid(),
        of.centre.as_uuid(),
        new.accepted,
        carried_out,
        new.answer,
        new.became,
        now,
        account.as_ref().map(AccountId::as_uuid),
    )
    .execute(cx.db())
    .await?;
    if stored.rows_affected() == 0 {
        return Ok(false);
    }
    if new.accepted && new.by_app {
        let done = sqlx::query_scalar!(
            r#"select access.carry_out_correction($1) as "done!""#,
            of.id.as_uuid()
        )
        .fetch_one(cx.db())
        .await?;
        if !done {
            return Err(AppError::Conflict);
        }
    }
    Ok(true)
}

/// What stands now of what the app can put right.
#[derive(Debug, Default, Clone)]
pub struct Standing {
    pub given_name: String,
    pub family_name: String,
    pub birth_year: Option<i16>,
    pub protected: bool,
    pub phone: String,
    pub email: String,
    pub street: String,
    pub postal_code: String,
    pub town: String,
}

pub async fn standing(cx: &mut Ctx, person: PersonId) -> Result<Standing, AppError> {
    let row = sqlx::query_as!(
        Standing,
        r#"select p.given_name, p.family_name, p.birth_year, p.protected_level > 0 as "protected!",
                  coalesce(c.phone, '') as "phone!", coalesce(c.email, '') as "email!", coalesce(c.street, '') as "street!",
                  coalesce(c.postal_code, '') as "postal_code!", coalesce(c.town, '') as "town!"
           from person p left join contact c using (person_id) where p.person_id = $1"#,
        person.as_uuid(),
    )
    .fetch_optional(cx.db())
    .await?;
    row.ok_or(AppError::NotFound)
}

/// A retention rule in force.
#[derive(Debug)]
pub struct Rule {
    pub class: String,
    pub months: Option<i32>,
    pub counted_from: Option<String>,
    pub what: String,
    pub decided: bool,
    pub why_sv: String,
    pub why_en: String,
    pub ground_sv: String,
    pub ground_en: String,
}

pub async fn rules(cx: &mut Ctx, today: NaiveDate) -> Result<Vec<Rule>, AppError> {
    Ok(sqlx::query_as!(
        Rule,
        r#"select class as "class!", months, counted_from, what as "what!", decided as "decided!", why_sv as "why_sv!",
                  why_en as "why_en!", ground_sv as "ground_sv!", ground_en as "ground_en!"
           from (select distinct on (class) * from retention_rule where valid_from <= $1 order by class, version desc) r"#,
        today,
    )
    .fetch_all(cx.db())
    .await?)
}

/// How much each class would take at the actor's centre today.
pub async fn due_here(cx: &mut Ctx) -> Result<Vec<(String, i64)>, AppError> {
    let rows =
        sqlx::query!(r#"select class as "class!", how_many as "how_many!" from access.retention_counts()"#)
            .fetch_all(cx.db())
            .await?;
    Ok(rows.into_iter().map(|r| (r.class, r.how_many)).collect())
}

/// A line of a run at the actor's centre; a run that did nothing there has one line without a class.
#[derive(Debug)]
pub struct RunLine {
    pub began_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
    pub class: Option<String>,
    pub how_many: Option<i64>,
}

pub async fn runs(cx: &mut Ctx, latest: i32) -> Result<Vec<RunLine>, AppError> {
    Ok(sqlx::query_as!(
        RunLine,
        r#"select began_at as "began_at!", ended_at as "ended_at?", class as "class?", how_many as "how_many?"
           from access.retention_runs($1)"#,
        latest,
    )
    .fetch_all(cx.db())
    .await?)
}
