//! SQL of the manager's page: over the rows that row security lets the manager see.

use super::store::{Answer, Who};
use crate::kernel::policy::{Action, Role};
use crate::kernel::{AppError, Ctx, Lang};
use chrono::{DateTime, Utc};
use domain::ids::{CentreId, PersonId};
use uuid::Uuid;

/// Somebody as the manager may see them: without a name where the identity is protected.
#[derive(Clone, Debug)]
pub struct Subject {
    pub person: PersonId,
    pub name: Option<String>,
    pub number: Option<String>,
}

/// Denials alike, or openings of a protected identity alike.
#[derive(Clone, Debug)]
pub struct Group {
    pub who: Who,
    pub action: Option<Action>,
    pub why: String,
    pub people: Vec<PersonId>,
    pub numbers: Vec<String>,
    pub latest: DateTime<Utc>,
    pub times: i64,
}

/// A question with the entry that it is about.
#[derive(Clone, Debug)]
pub struct Asked {
    pub id: Uuid,
    pub subject: Subject,
    pub words: String,
    pub asked_at: DateTime<Utc>,
    pub entry: Option<super::store::Read>,
    pub answer: Option<Answer>,
}

/// An override, and whether the manager has seen it.
#[derive(Clone, Debug)]
pub struct Taken {
    pub id: Uuid,
    pub who: Who,
    pub subject: Subject,
    pub reason: String,
    pub begins_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub seen: Option<(String, DateTime<Utc>)>,
    pub note: String,
}

/// Counts of what waits.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    pub questions: i64,
    pub overrides: i64,
    pub openings: i64,
}

/// What waits for the manager of this centre; openings since a moment.
pub async fn waiting(cx: &mut Ctx, centre: CentreId, since: DateTime<Utc>) -> Result<Counts, AppError> {
    let row = sqlx::query!(
        r#"select (select count(*) from access_question q where q.centre_id = $1
                   and not exists (select from access_answer a where a.access_question_id = q.access_question_id)) as "questions!",
                  (select count(*) from override o where o.centre_id = $1
                   and not exists (select from override_seen s where s.override_id = o.override_id)) as "overrides!",
                  (select count(*) from access.protected_openings($2)) as "openings!""#,
        centre.as_uuid(),
        since,
    )
    .fetch_one(cx.db())
    .await?;
    Ok(Counts {
        questions: row.questions,
        overrides: row.overrides,
        openings: row.openings,
    })
}

/// Denials since a moment: of the centre's own, and of agencies' people who tried to reach somebody of the centre.
pub async fn denials(cx: &mut Ctx, centre: CentreId, since: DateTime<Utc>) -> Result<Vec<Group>, AppError> {
    let swedish = cx.lang == Lang::Sv;
    let rows = sqlx::query!(
        r#"with denied as (
             select staff_id, role, agency_id, action, reason, person_ids, at from access_log
             where centre_id = $1 and not permitted and at >= $2
             union all
             select staff_id, role, agency_id, action, reason, person_ids, at from access_log
             where centre_id is null and agency_id is not null and not permitted and at >= $2),
           grouped as (
             select d.staff_id, d.role, d.agency_id, d.action, d.reason, max(d.at) as latest, count(*) as times,
                    array(select distinct p from denied x cross join unnest(x.person_ids) as p
                          where x.staff_id is not distinct from d.staff_id and x.role is not distinct from d.role
                            and x.action = d.action and x.reason = d.reason limit 50) as people
             from denied d group by d.staff_id, d.role, d.agency_id, d.action, d.reason)
           select g.staff_id, g.role, g.action as "action!", g.reason as "reason!", g.latest as "latest!", g.times as "times!",
                  g.people as "people!", t.given_name as "given_name?", t.family_name as "family_name?",
                  case when $3 then y.name_sv else y.name_en end as agency,
                  array(select n from (select access.participant_number(p) as n from unnest(g.people) as p) as numbers
                        where n is not null order by n) as "numbers!: Vec<String>"
           from grouped g left join staff t on t.staff_id = g.staff_id left join agency y on y.agency_id = g.agency_id
           order by g.latest desc limit 200"#,
        centre.as_uuid(),
        since,
        swedish,
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Group {
            who: Who {
                staff: r.staff_id,
                given_name: r.given_name,
                family_name: r.family_name,
                role: r.role.as_deref().and_then(Role::from_code),
                agency: r.agency,
                assigned: None,
            },
            action: Action::from_code(&r.action),
            why: r.reason,
            people: r.people.into_iter().map(Into::into).collect(),
            numbers: r.numbers,
            latest: r.latest,
            times: r.times,
        })
        .collect())
}

/// Openings of the centre's protected identities since a moment.
pub async fn openings(cx: &mut Ctx, since: DateTime<Utc>) -> Result<Vec<Group>, AppError> {
    let swedish = cx.lang == Lang::Sv;
    let rows = sqlx::query!(
        r#"select o.staff_id, o.role, o.action as "action!", o.why as "why!", o.last_at as "latest!", o.times as "times!",
                  o.person_id as "person!", o.participant_number as "number!", t.given_name as "given_name?",
                  t.family_name as "family_name?", case when $2 then y.name_sv else y.name_en end as agency
           from access.protected_openings($1) o
           left join staff t on t.staff_id = o.staff_id left join agency y on y.agency_id = o.agency_id
           order by o.last_at desc"#,
        since,
        swedish,
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Group {
            who: Who {
                staff: r.staff_id,
                given_name: r.given_name,
                family_name: r.family_name,
                role: r.role.as_deref().and_then(Role::from_code),
                agency: r.agency,
                assigned: None,
            },
            action: Action::from_code(&r.action),
            why: r.why,
            people: vec![r.person.into()],
            numbers: vec![r.number],
            latest: r.latest,
            times: r.times,
        })
        .collect())
}

/// Overrides since a moment, and older ones that nobody has seen yet.
pub async fn overrides(cx: &mut Ctx, centre: CentreId, since: DateTime<Utc>) -> Result<Vec<Taken>, AppError> {
    let rows = sqlx::query!(
        r#"select o.override_id, o.person_id, o.staff_id, o.reason, o.begins_at, o.ends_at,
                  t.given_name as "given_name?", t.family_name as "family_name?",
                  (select r.role from staff_role r where r.staff_id = o.staff_id and r.centre_id = o.centre_id
                   order by r.valid_from desc limit 1) as role,
                  p.given_name || ' ' || p.family_name as name, access.participant_number(o.person_id) as number,
                  s.seen_at as "seen_at?", s.note as "note?", u.given_name || ' ' || u.family_name as seen_by
           from override o
           left join staff t on t.staff_id = o.staff_id
           left join person p on p.person_id = o.person_id
           left join override_seen s on s.override_id = o.override_id
           left join account a on a.account_id = s.seen_by left join staff u on u.staff_id = a.staff_id
           where o.centre_id = $1 and (o.begins_at >= $2 or s.override_id is null)
           order by s.override_id is null desc, o.begins_at desc limit 200"#,
        centre.as_uuid(),
        since,
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Taken {
            id: r.override_id,
            who: Who {
                staff: Some(r.staff_id),
                given_name: r.given_name,
                family_name: r.family_name,
                role: r.role.as_deref().and_then(Role::from_code),
                ..Who::default()
            },
            subject: Subject {
                person: r.person_id.into(),
                name: r.name,
                number: r.number,
            },
            reason: r.reason,
            begins_at: r.begins_at,
            ends_at: r.ends_at,
            seen: r.seen_at.map(|at| (r.seen_by.unwrap_or_default(), at)),
            note: r.note.unwrap_or_default(),
        })
        .collect())
}

/// Questions that wait, oldest first, then those that were answered since a moment.
pub async fn questions(cx: &mut Ctx, centre: CentreId, since: DateTime<Utc>) -> Result<Vec<Asked>, AppError> {
    let swedish = cx.lang == Lang::Sv;
    let rows = sqlx::query!(
        r#"select q.access_question_id, q.person_id, q.words, q.asked_at, q.access_log_id,
                  p.given_name || ' ' || p.family_name as name, access.participant_number(q.person_id) as number,
                  l.at as "at?", (l.at at time zone 'Europe/Stockholm')::date as day, l.staff_id, l.role, l.action as "action?",
                  l.categories as "categories?", l.reason as "why?", r.reason as "stated?", o.reason as "override_reason?",
                  t.given_name as "given_name?", t.family_name as "family_name?",
                  case when $3 then y.name_sv else y.name_en end as agency,
                  (select s.kind from assignment s
                   where s.person_id = q.person_id and s.staff_id = l.staff_id
                     and s.valid_from <= (l.at at time zone 'Europe/Stockholm')::date
                     and (s.valid_to is null or s.valid_to >= (l.at at time zone 'Europe/Stockholm')::date)
                   order by case s.kind when 'coach' then 0 when 'deputy' then 1 else 2 end limit 1) as assigned,
                  (select max(c.valid_from) from consent c where c.consent_id = any (l.consent_ids)) as consented_at,
                  a.answer as "answer?", a.answered_at as "answered_at?", a.read_at,
                  u.given_name || ' ' || u.family_name as answered_by
           from access_question q
           left join person p on p.person_id = q.person_id
           left join access_log l on l.access_log_id = q.access_log_id
           left join access_reason r on r.access_log_id = l.access_log_id
           left join override o on o.override_id = l.override_id
           left join staff t on t.staff_id = l.staff_id
           left join agency y on y.agency_id = l.agency_id
           left join access_answer a on a.access_question_id = q.access_question_id
           left join account c on c.account_id = a.answered_by left join staff u on u.staff_id = c.staff_id
           where q.centre_id = $1 and (a.answered_at is null or a.answered_at >= $2)
           order by a.answered_at desc nulls first, q.asked_at limit 200"#,
        centre.as_uuid(),
        since,
        swedish,
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Asked {
            id: r.access_question_id,
            subject: Subject {
                person: r.person_id.into(),
                name: r.name,
                number: r.number,
            },
            words: r.words,
            asked_at: r.asked_at,
            entry: r.at.zip(r.day).map(|(at, day)| super::store::Read {
                day,
                entry: r.access_log_id,
                entries: vec![r.access_log_id],
                first_at: at,
                last_at: at,
                times: 1,
                who: Who {
                    staff: r.staff_id,
                    given_name: r.given_name,
                    family_name: r.family_name,
                    role: r.role.as_deref().and_then(Role::from_code),
                    agency: r.agency,
                    assigned: r.assigned,
                },
                action: r.action.as_deref().and_then(Action::from_code),
                categories: r
                    .categories
                    .unwrap_or_default()
                    .iter()
                    .filter_map(|c| crate::kernel::policy::Category::from_code(c))
                    .collect(),
                why: r.why.unwrap_or_default(),
                stated: r.stated,
                override_reason: r.override_reason,
                consented_at: r.consented_at,
            }),
            answer: r.answer.zip(r.answered_at).map(|(words, answered_at)| Answer {
                words,
                answered_at,
                answered_by: r.answered_by,
                read_at: r.read_at,
            }),
        })
        .collect())
}

/// Failed sign-ins by the civil hour or day, as the beginning of each.
pub async fn failures_over_time(
    cx: &mut Ctx,
    since: DateTime<Utc>,
    by: &str,
) -> Result<Vec<(DateTime<Utc>, i64)>, AppError> {
    let rows = sqlx::query!(
        r#"select date_trunc($2, at, 'Europe/Stockholm') as "at!", count(*) as "times!"
           from sign_in_failure where at >= $1 group by 1 order by 1"#,
        since,
        by,
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows.into_iter().map(|r| (r.at, r.times)).collect())
}

/// Failed sign-ins by way and cause.
pub async fn failures_by_kind(
    cx: &mut Ctx,
    since: DateTime<Utc>,
) -> Result<Vec<(String, String, i64)>, AppError> {
    let rows = sqlx::query!(
        r#"select kind, why, count(*) as "times!" from sign_in_failure where at >= $1
           group by kind, why order by count(*) desc, kind, why"#,
        since,
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows.into_iter().map(|r| (r.kind, r.why, r.times)).collect())
}

/// An account that signing in has failed for again and again.
#[derive(Clone, Debug)]
pub struct Failing {
    pub who: Option<Who>,
    pub subject: Option<Subject>,
    pub times: i64,
    pub latest: DateTime<Utc>,
}

pub async fn failing_accounts(
    cx: &mut Ctx,
    since: DateTime<Utc>,
    many: i64,
) -> Result<Vec<Failing>, AppError> {
    let rows = sqlx::query!(
        r#"select f.times as "times!", f.latest as "latest!", a.person_id, a.staff_id, t.given_name as "given_name?",
                  t.family_name as "family_name?", access.participant_number(a.person_id) as number
           from (select account_id, count(*) as times, max(at) as latest from sign_in_failure
                 where at >= $1 and account_id is not null group by account_id having count(*) >= $2) f
           join account a on a.account_id = f.account_id
           left join staff t on t.staff_id = a.staff_id
           order by f.times desc, f.latest desc limit 50"#,
        since,
        many,
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Failing {
            who: r.staff_id.map(|staff| Who {
                staff: Some(staff),
                given_name: r.given_name,
                family_name: r.family_name,
                ..Who::default()
            }),
            subject: r.person_id.map(|person| Subject {
                person: person.into(),
                name: None,
                number: r.number,
            }),
            times: r.times,
            latest: r.latest,
        })
        .collect())
}
