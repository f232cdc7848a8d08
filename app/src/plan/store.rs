//! SQL of the plan. Every change counts the revision up or names the state it starts from, and leaves a
//! row of history (P2).

use crate::kernel::{AppError, Ctx};
use chrono::NaiveDate;
use domain::ids::{AccountId, ActivityId, IdempotencyKey, PersonId, PlanId};
use domain::plan::{ActivityKind, ActivityStatus, Doer};

/// The plan's own row.
#[derive(Debug, Default)]
pub struct Plan {
    pub revision: i32,
    pub want: String,
    pub good_at: String,
    pub need: String,
}

/// The three answers of the plan, checked.
#[derive(Debug, Clone, Copy)]
pub struct Answers<'a> {
    pub want: &'a str,
    pub good_at: &'a str,
    pub need: &'a str,
}

pub async fn plan(cx: &mut Ctx, person: PersonId) -> Result<Option<Plan>, AppError> {
    Ok(sqlx::query_as!(
        Plan,
        "select revision, want, good_at, need from plan where person_id = $1",
        person.as_uuid()
    )
    .fetch_optional(cx.db())
    .await?)
}

/// An activity as it is stored.
#[derive(Debug)]
pub struct Activity {
    pub id: ActivityId,
    pub kind: ActivityKind,
    pub title: String,
    pub why: String,
    pub doer: Doer,
    pub doer_name: Option<String>,
    pub due_on: Option<NaiveDate>,
    pub when_text: String,
    pub place: String,
    pub status: ActivityStatus,
    pub done_on: Option<NaiveDate>,
}

/// The person's activities: what comes first is first, what is done most lately is first of the done.
pub async fn activities(cx: &mut Ctx, person: PersonId) -> Result<Vec<Activity>, AppError> {
    let rows = sqlx::query!(
        r#"select a.activity_id, a.kind, a.title, a.why, a.doer,
                  coalesce(a.doer_name, s.given_name) as doer_name, a.due_on, a.when_text, a.place, a.status, a.done_on
           from activity a left join staff s on s.staff_id = a.doer_staff_id
           where a.person_id = $1
           order by a.done_on desc nulls first, a.due_on nulls last, a.created_at, a.activity_id"#,
        person.as_uuid(),
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|r| {
            Some(Activity {
                id: r.activity_id.into(),
                kind: ActivityKind::from_code(&r.kind)?,
                title: r.title,
                why: r.why,
                doer: Doer::from_code(&r.doer)?,
                doer_name: r.doer_name,
                due_on: r.due_on,
                when_text: r.when_text,
                place: r.place,
                status: ActivityStatus::from_code(&r.status)?,
                done_on: r.done_on,
            })
        })
        .collect())
}

/// Staff who may read the plan as it grows, or their own steps of it (P4): those it is assigned to, as one of these.
pub async fn readers(cx: &mut Ctx, person: PersonId, kinds: &[&str]) -> Result<Vec<String>, AppError> {
    let kinds: Vec<String> = kinds.iter().map(|k| (*k).to_owned()).collect();
    let today = cx.today();
    Ok(sqlx::query_scalar!(
        r#"select distinct s.given_name || ' ' || s.family_name as "name!"
           from assignment a join staff s using (staff_id)
           where a.person_id = $1 and a.valid_from <= $2 and (a.valid_to is null or a.valid_to >= $2)
             and a.kind = any($3)
           order by 1"#,
        person.as_uuid(),
        today,
        &kinds,
    )
    .fetch_all(cx.db())
    .await?)
}

/// Begins the person's plan where there is none, in the transaction of whoever enrols them: they do not read it.
///
/// # Errors
/// When the database is away, or refuses.
pub async fn begin_plan(cx: &mut Ctx, person: PersonId) -> Result<(), AppError> {
    let fresh = PlanId::mint(cx.now, &mut crate::kernel::outside::SystemRandom);
    let now = cx.now;
    sqlx::query!(
        "insert into plan (plan_id, person_id, updated_at) values ($1, $2, $3) on conflict do nothing",
        fresh.as_uuid(),
        person.as_uuid(),
        now,
    )
    .execute(cx.db())
    .await?;
    Ok(())
}

/// The person's plan, begun if there is none.
pub async fn plan_of(cx: &mut Ctx, person: PersonId) -> Result<PlanId, AppError> {
    let fresh = PlanId::mint(cx.now, &mut crate::kernel::outside::SystemRandom);
    let now = cx.now;
    sqlx::query!(
        "insert into plan (plan_id, person_id, updated_at) values ($1, $2, $3) on conflict (person_id) do nothing",
        fresh.as_uuid(),
        person.as_uuid(),
        now,
    )
    .execute(cx.db())
    .await?;
    Ok(
        sqlx::query_scalar!("select plan_id from plan where person_id = $1", person.as_uuid())
            .fetch_one(cx.db())
            .await?
            .into(),
    )
}

/// A step of one's own to be added.
#[derive(Debug)]
pub struct NewActivity<'a> {
    pub id: ActivityId,
    pub plan: PlanId,
    pub person: PersonId,
    pub title: &'a str,
    pub when: &'a str,
    pub key: IdempotencyKey,
    pub created_by: Option<AccountId>,
}

/// Adds the step; the same press again adds nothing, another step under the same key is a conflict.
pub async fn add(cx: &mut Ctx, new: &NewActivity<'_>) -> Result<(), AppError> {
    let now = cx.now;
    let added = sqlx::query_scalar!(
        r#"with added as (
             insert into activity (activity_id, plan_id, person_id, kind, title, doer, when_text, status,
                                   idempotency_key, created_by, created_at, updated_at)
             values ($1, $2, $3, 'own', $4, 'participant', $5, 'idea', $6, $7, $8, $8)
             on conflict (idempotency_key) do nothing
             returning activity_id, plan_id, person_id, title, when_text
           ), kept as (
             insert into plan_history (person_id, plan_id, activity_id, changed_at, changed_by, change)
             select person_id, plan_id, activity_id, $8, $7,
                    jsonb_build_object('added', jsonb_build_object('title', title, 'when', when_text))
             from added
           )
           select exists (select from added) as "added!""#,
        new.id.as_uuid(),
        new.plan.as_uuid(),
        new.person.as_uuid(),
        new.title,
        new.when,
        new.key.as_uuid(),
        new.created_by.as_ref().map(AccountId::as_uuid),
        now,
    )
    .fetch_one(cx.db())
    .await?;
    if added {
        return Ok(());
    }
    let same = sqlx::query_scalar!(
        r#"select exists (select from activity
             where idempotency_key = $1 and person_id = $2 and title = $3 and when_text = $4) as "same!""#,
        new.key.as_uuid(),
        new.person.as_uuid(),
        new.title,
        new.when,
    )
    .fetch_one(cx.db())
    .await?;
    if same { Ok(()) } else { Err(AppError::Conflict) }
}

/// Changes the status from what the page showed; the same press again changes nothing.
pub async fn set_status(
    cx: &mut Ctx,
    person: PersonId,
    activity: ActivityId,
    from: ActivityStatus,
    to: ActivityStatus,
) -> Result<(), AppError> {
    let (now, today, account) = (cx.now, cx.today(), cx.actor.account());
    let changed = sqlx::query_scalar!(
        r#"with changed as (
             update activity
             set status = $4, done_on = case when $4 = 'done' then $5::date end, updated_at = $6
             where activity_id = $1 and person_id = $2 and status = $3
             returning activity_id, plan_id, person_id
           ), kept as (
             insert into plan_history (person_id, plan_id, activity_id, changed_at, changed_by, change)
             select person_id, plan_id, activity_id, $6, $7,
                    jsonb_build_object('status', jsonb_build_array($3::text, $4::text))
             from changed
           )
           select exists (select from changed) as "changed!""#,
        activity.as_uuid(),
        person.as_uuid(),
        from.code(),
        to.code(),
        today,
        now,
        account.as_ref().map(AccountId::as_uuid),
    )
    .fetch_one(cx.db())
    .await?;
    if changed {
        return Ok(());
    }
    let is = sqlx::query_scalar!(
        "select status from activity where activity_id = $1 and person_id = $2",
        activity.as_uuid(),
        person.as_uuid()
    )
    .fetch_optional(cx.db())
    .await?;
    match is {
        None => Err(AppError::NotFound),
        Some(status) if status == to.code() => Ok(()),
        Some(_) => Err(AppError::Conflict),
    }
}

/// Writes the three answers over those of `revision`; the same text again changes nothing.
pub async fn write_answers(
    cx: &mut Ctx,
    person: PersonId,
    answers: Answers<'_>,
    revision: i32,
) -> Result<(), AppError> {
    // A plan that was never begun was read as revision 0; the row begins as 1.
    let plan = plan_of(cx, person).await?;
    let revision = revision.max(1);
    let (now, account) = (cx.now, cx.actor.account());
    let changed = sqlx::query_scalar!(
        r#"with before as (
             select plan_id, want, good_at, need from plan where plan_id = $1 and revision = $2 for update
           ), changed as (
             update plan p set want = $3, good_at = $4, need = $5, revision = p.revision + 1, updated_at = $6
             from before b where p.plan_id = b.plan_id
               and (b.want, b.good_at, b.need) is distinct from ($3, $4, $5)
             returning p.plan_id, p.person_id,
               jsonb_build_object('want', b.want, 'good_at', b.good_at, 'need', b.need) as was
           ), kept as (
             insert into plan_history (person_id, plan_id, changed_at, changed_by, change)
             select person_id, plan_id, $6, $7, jsonb_build_object('answers_before', was) from changed
           )
           select exists (select from changed) as "changed!""#,
        plan.as_uuid(),
        revision,
        answers.want,
        answers.good_at,
        answers.need,
        now,
        account.as_ref().map(AccountId::as_uuid),
    )
    .fetch_one(cx.db())
    .await?;
    if changed {
        return Ok(());
    }
    let is = self::plan(cx, person).await?.unwrap_or_default();
    let same = (is.want.as_str(), is.good_at.as_str(), is.need.as_str())
        == (answers.want, answers.good_at, answers.need);
    if same { Ok(()) } else { Err(AppError::Conflict) }
}
