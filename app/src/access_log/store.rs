//! SQL of what a participant sees of the log, and of their questions about it.

use crate::kernel::policy::{Action, Category, Role};
use crate::kernel::{AppError, Ctx, Lang};
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{AccountId, CentreId, PersonId, QuestionId};
use uuid::Uuid;

/// The same reads of one person by another on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    pub day: NaiveDate,
    /// The first of them, which stands for all.
    pub entry: i64,
    pub entries: Vec<i64>,
    pub first_at: DateTime<Utc>,
    pub last_at: DateTime<Utc>,
    pub times: i64,
    pub who: Who,
    pub action: Option<Action>,
    pub categories: Vec<Category>,
    pub why: String,
    pub stated: Option<String>,
    pub override_reason: Option<String>,
    /// When the consent was given that it leaned on.
    pub consented_at: Option<DateTime<Utc>>,
}

/// Who has read: as they stood towards the person on that day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Who {
    pub staff: Option<Uuid>,
    pub given_name: Option<String>,
    pub family_name: Option<String>,
    pub role: Option<Role>,
    pub agency: Option<String>,
    /// The kind of the assignment that held on the day.
    pub assigned: Option<String>,
}

/// A question and its answer.
#[derive(Clone, Debug)]
pub struct Question {
    pub entry: i64,
    pub words: String,
    pub asked_at: DateTime<Utc>,
    pub answer: Option<Answer>,
}

#[derive(Clone, Debug)]
pub struct Answer {
    pub words: String,
    pub answered_at: DateTime<Utc>,
    pub answered_by: Option<String>,
    pub read_at: Option<DateTime<Utc>>,
}

/// An emergency override about the person.
#[derive(Clone, Debug)]
pub struct Override {
    pub who: Who,
    pub reason: String,
    pub begins_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
}

/// What others have read about the participant who acts, from one moment up to another, latest first.
pub async fn seen_me(
    cx: &mut Ctx,
    since: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Vec<Read>, AppError> {
    let person = cx.oneself()?;
    let swedish = cx.lang == Lang::Sv;
    let rows = sqlx::query!(
        r#"select s.day as "day!", s.entry as "entry!", s.entries as "entries!", s.first_at as "first_at!", s.last_at as "last_at!",
                  s.times as "times!", s.staff_id, s.role, s.action as "action!", s.categories as "categories!", s.why as "why!",
                  s.stated, t.given_name as "given_name?", t.family_name as "family_name?",
                  case when $4 then g.name_sv else g.name_en end as agency, o.reason as "override_reason?",
                  (select a.kind from assignment a
                   where a.person_id = $3 and a.staff_id = s.staff_id and a.valid_from <= s.day
                     and (a.valid_to is null or a.valid_to >= s.day)
                   order by case a.kind when 'coach' then 0 when 'deputy' then 1 else 2 end limit 1) as assigned,
                  (select max(c.valid_from) from consent c where c.consent_id = any (s.consent_ids)) as consented_at
           from access.seen_me($1, $2) s
           left join staff t on t.staff_id = s.staff_id
           left join agency g on g.agency_id = s.agency_id
           left join override o on o.override_id = s.override_id
           order by s.last_at desc, s.entry desc"#,
        since,
        until,
        person.as_uuid(),
        swedish,
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Read {
            day: r.day,
            entry: r.entry,
            entries: r.entries,
            first_at: r.first_at,
            last_at: r.last_at,
            times: r.times,
            who: Who {
                staff: r.staff_id,
                given_name: r.given_name,
                family_name: r.family_name,
                role: r.role.as_deref().and_then(Role::from_code),
                agency: r.agency,
                assigned: r.assigned,
            },
            action: Action::from_code(&r.action),
            categories: r
                .categories
                .iter()
                .filter_map(|c| Category::from_code(c))
                .collect(),
            why: r.why,
            stated: r.stated,
            override_reason: r.override_reason,
            consented_at: r.consented_at,
        })
        .collect())
}

/// The nearest reads before and after a span of time: the ways to other months.
pub async fn beside(
    cx: &mut Ctx,
    since: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<(Option<DateTime<Utc>>, Option<DateTime<Utc>>), AppError> {
    let row = sqlx::query!(
        r#"select before, after from access.seen_me_beside($1, $2)"#,
        since,
        until
    )
    .fetch_one(cx.db())
    .await?;
    Ok((row.before, row.after))
}

/// The overrides about the participant who acts that were in force at some time of a span, latest first.
pub async fn overrides_of_me(
    cx: &mut Ctx,
    since: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Vec<Override>, AppError> {
    let person = cx.oneself()?;
    let rows = sqlx::query!(
        r#"select o.staff_id, o.reason, o.begins_at, o.ends_at, t.given_name as "given_name?", t.family_name as "family_name?",
                  (select r.role from staff_role r where r.staff_id = o.staff_id and r.centre_id = o.centre_id
                   order by r.valid_from desc limit 1) as role
           from override o left join staff t on t.staff_id = o.staff_id
           where o.person_id = $1 and o.ends_at > $2 and o.begins_at < $3
           order by o.begins_at desc"#,
        person.as_uuid(),
        since,
        until,
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Override {
            who: Who {
                staff: Some(r.staff_id),
                given_name: r.given_name,
                family_name: r.family_name,
                role: r.role.as_deref().and_then(Role::from_code),
                ..Who::default()
            },
            reason: r.reason,
            begins_at: r.begins_at,
            ends_at: r.ends_at,
        })
        .collect())
}

/// The participant's own questions, with their answers.
pub async fn my_questions(cx: &mut Ctx) -> Result<Vec<Question>, AppError> {
    let person = cx.oneself()?;
    let rows = sqlx::query!(
        r#"select q.access_log_id, q.words, q.asked_at, a.answer as "answer?", a.answered_at as "answered_at?",
                  a.read_at, t.given_name || ' ' || t.family_name as answered_by
           from access_question q
           left join access_answer a using (access_question_id)
           left join account c on c.account_id = a.answered_by
           left join staff t on t.staff_id = c.staff_id
           where q.person_id = $1 order by q.asked_at desc"#,
        person.as_uuid(),
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Question {
            entry: r.access_log_id,
            words: r.words,
            asked_at: r.asked_at,
            answer: r.answer.zip(r.answered_at).map(|(words, answered_at)| Answer {
                words,
                answered_at,
                answered_by: r.answered_by,
                read_at: r.read_at,
            }),
        })
        .collect())
}

/// Whether a read of the participant who acts stands in the log under this number, and at which centre it was done. What
/// was read of their referral before anybody knew whose it was is one, though it names nobody (G6).
pub async fn entry_centre(cx: &mut Ctx, entry: i64) -> Result<Option<Option<CentreId>>, AppError> {
    cx.oneself()?;
    let centre = sqlx::query_scalar!(
        r#"select centre_id as "centre?" from access.my_entry_centre($1)"#,
        entry
    )
    .fetch_optional(cx.db())
    .await?;
    Ok(centre.map(|c| c.map(Into::into)))
}

/// The centre of the participant's latest enrolment: who answers for reads by an agency.
pub async fn own_centre(cx: &mut Ctx) -> Result<Option<CentreId>, AppError> {
    let person = cx.oneself()?;
    let centre = sqlx::query_scalar!(
        "select centre_id from enrolment where person_id = $1
         order by ended_on is null desc, enrolled_on desc, enrolment_id limit 1",
        person.as_uuid(),
    )
    .fetch_optional(cx.db())
    .await?;
    Ok(centre.map(Into::into))
}

/// Puts a question, once an entry; says whether it was put now.
pub async fn ask(
    cx: &mut Ctx,
    id: QuestionId,
    entry: i64,
    centre: CentreId,
    words: &str,
) -> Result<bool, AppError> {
    let (person, now): (PersonId, _) = (cx.oneself()?, cx.now);
    let done = sqlx::query!(
        "insert into access_question (access_question_id, access_log_id, person_id, centre_id, words, asked_at)
         values ($1, $2, $3, $4, $5, $6) on conflict (person_id, access_log_id) do nothing",
        id.as_uuid(),
        entry,
        person.as_uuid(),
        centre.as_uuid(),
        words,
        now,
    )
    .execute(cx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The words of the question that was put about an entry.
pub async fn asked(cx: &mut Ctx, entry: i64) -> Result<Option<String>, AppError> {
    let person = cx.oneself()?;
    Ok(sqlx::query_scalar!(
        "select words from access_question where person_id = $1 and access_log_id = $2",
        person.as_uuid(),
        entry,
    )
    .fetch_optional(cx.db())
    .await?)
}

/// The participant has read every answer there is.
pub async fn mark_read(cx: &mut Ctx) -> Result<(), AppError> {
    let (person, now) = (cx.oneself()?, cx.now);
    sqlx::query!(
        "update access_answer set read_at = $2 where person_id = $1 and read_at is null",
        person.as_uuid(),
        now,
    )
    .execute(cx.db())
    .await?;
    Ok(())
}

/// A member of staff answers; says whether this was the answer that was stored.
pub async fn answer(
    cx: &mut Ctx,
    question: QuestionId,
    words: &str,
    by: AccountId,
) -> Result<bool, AppError> {
    let now = cx.now;
    let done = sqlx::query!(
        "insert into access_answer (access_question_id, person_id, centre_id, answer, answered_at, answered_by)
         select access_question_id, person_id, centre_id, $2, $3, $4 from access_question where access_question_id = $1
         on conflict (access_question_id) do nothing",
        question.as_uuid(),
        words,
        now,
        by.as_uuid(),
    )
    .execute(cx.db())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Who asked, and what has been answered, if anything has.
pub async fn answered(
    cx: &mut Ctx,
    question: QuestionId,
) -> Result<Option<(PersonId, Option<String>)>, AppError> {
    let row = sqlx::query!(
        r#"select q.person_id, a.answer as "answer?" from access_question q left join access_answer a using (access_question_id)
           where q.access_question_id = $1"#,
        question.as_uuid(),
    )
    .fetch_optional(cx.db())
    .await?;
    Ok(row.map(|r| (r.person_id.into(), r.answer)))
}

/// The manager has seen an override; says whether it is there to be seen, and of whom it is.
pub async fn acknowledge(
    cx: &mut Ctx,
    taken: Uuid,
    note: &str,
    by: AccountId,
) -> Result<Option<PersonId>, AppError> {
    let (now, centre) = (cx.now, cx.actor.centre().ok_or(AppError::NotFound)?);
    let person = sqlx::query_scalar!(
        "select person_id from override where override_id = $1 and centre_id = $2",
        taken,
        centre.as_uuid(),
    )
    .fetch_optional(cx.db())
    .await?;
    let Some(person) = person else { return Ok(None) };
    sqlx::query!(
        "insert into override_seen (override_id, person_id, centre_id, seen_at, seen_by, note)
         select override_id, person_id, centre_id, $2, $3, $4 from override where override_id = $1
         on conflict (override_id) do nothing",
        taken,
        now,
        by.as_uuid(),
        note,
    )
    .execute(cx.db())
    .await?;
    Ok(Some(person.into()))
}
