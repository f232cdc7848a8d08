//! SQL of the list of extensions. Row security shows the centre's, or the actor's own (X1).

use super::waiting_api::{Order, Which};
use crate::kernel::{AppError, Ctx, Lang};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::ids::{CentreId, ExtensionId, PersonId};
use uuid::Uuid;

/// Days that what was decided stays in the list.
const DECIDED_DAYS: i64 = 90;

fn since(cx: &Ctx) -> DateTime<Utc> {
    cx.now - TimeDelta::days(DECIDED_DAYS)
}

/// A proposal in the list.
#[derive(Debug)]
pub struct Row {
    pub id: ExtensionId,
    pub person: PersonId,
    pub name: String,
    pub coach: Option<String>,
    pub agency: Option<String>,
    pub revision: i32,
    pub old_end: NaiveDate,
    pub new_end: NaiveDate,
    pub deadline: NaiveDate,
    pub stage: String,
    pub closed_at: Option<DateTime<Utc>>,
    pub keys: Vec<String>,
    /// The actor's own key is awaited.
    pub mine: bool,
}

/// One page of those that are proposed. What nobody has closed since its deadline passed waits for nobody.
pub async fn proposed(
    cx: &mut Ctx,
    centre: CentreId,
    key: Option<&str>,
    (which, order): (Which, Order),
    (limit, offset): (u32, u32),
) -> Result<Vec<Row>, AppError> {
    let (today, english, decided_since) = (cx.today(), cx.lang == Lang::En, since(cx));
    Ok(sqlx::query_as!(
        Row,
        r#"select l.id as "id!", l.person as "person!", l.name as "name!", l.coach, l.agency, l.revision as "revision!",
                  l.old_end as "old_end!", l.new_end as "new_end!", l.deadline as "deadline!", l.stage as "stage!", l.closed_at,
                  l.keys as "keys!", l.mine as "mine!"
           from (
             select x.extension_id as id, x.person_id as person, p.given_name || ' ' || p.family_name as name,
                    p.family_name, p.given_name, c.name as coach,
                    case when $6 then a.name_en else a.name_sv end as agency, x.revision, x.old_end, x.new_end, x.deadline,
                    x.stage, x.closed_at, w.keys,
                    x.stage = 'open' and x.deadline >= $2 as waits,
                    coalesce(x.stage = 'open' and x.deadline >= $2 and $3 = any (w.keys)
                      and not exists (select from extension_key k where k.extension_id = x.extension_id and k.key = $3
                                      and k.revision = x.revision and not k.refused), false) as mine
             from extension x join person p using (person_id) left join agency a on a.agency_id = x.agency_id
             cross join lateral (
               select coalesce((select array(select jsonb_array_elements_text(coalesce(v.rules -> 'extension_keys', '[]')))
                 from enrolment e join programme_version v using (programme_version_id)
                 where e.enrolment_id = x.enrolment_id), array['participant', 'case_worker', 'centre']) as keys) w
             left join lateral (
               select s.given_name || ' ' || s.family_name as name from assignment g join staff s using (staff_id)
               where g.enrolment_id = x.enrolment_id and g.kind = 'coach'
               order by g.valid_from desc, g.assignment_id limit 1) c on true
             where x.centre_id = $1 and (x.stage = 'open' or x.closed_at >= $7)
           ) l
           where case $4 when 'mine' then l.mine when 'waiting' then l.waits else not l.waits end
           order by case when $5 = 'answer' then not l.mine end,
                    case when $5 = 'answer' and l.waits then l.deadline end,
                    case when $5 = 'answer' then coalesce(l.closed_at, l.deadline::timestamptz) end desc,
                    case when $5 = 'end' then l.old_end end,
                    l.family_name collate "sv-x-icu", l.given_name collate "sv-x-icu", l.id
           limit $8 offset $9"#,
        centre.as_uuid(),
        today,
        key,
        match which {
            Which::Mine => "mine",
            Which::Waiting | Which::Without => "waiting",
            Which::Decided => "decided",
        },
        order_word(order),
        english,
        decided_since,
        i64::from(limit),
        i64::from(offset),
    )
    .fetch_all(cx.db())
    .await?)
}

const fn order_word(order: Order) -> &'static str {
    match order {
        Order::Answer => "answer",
        Order::End => "end",
        Order::Name => "name",
    }
}

/// A key, or a refusal, to one of these.
#[derive(Debug)]
pub struct Key {
    pub extension: ExtensionId,
    pub key: String,
    pub revision: i32,
    pub refused: bool,
    pub given_at: DateTime<Utc>,
}

pub async fn keys(cx: &mut Ctx, of: &[Uuid]) -> Result<Vec<Key>, AppError> {
    Ok(sqlx::query_as!(
        Key,
        r#"select extension_id as extension, key, revision, refused, given_at
           from extension_key where extension_id = any ($1) order by given_at, extension_key_id"#,
        of
    )
    .fetch_all(cx.db())
    .await?)
}

/// Somebody whose term ends within two months, and for whom nothing waits.
#[derive(Debug)]
pub struct Ending {
    pub person: PersonId,
    pub name: String,
    pub coach: Option<String>,
    pub ends_on: NaiveDate,
    /// How the last proposal about this term ended.
    pub before: Option<String>,
}

/// One page of them; of enrolments that may be extended at all. From two months before the end (K5).
pub async fn without(
    cx: &mut Ctx,
    centre: CentreId,
    order: Order,
    (limit, offset): (u32, u32),
) -> Result<Vec<Ending>, AppError> {
    let today = cx.today();
    Ok(sqlx::query_as!(
        Ending,
        r#"select e.person_id as person, p.given_name || ' ' || p.family_name as "name!", c.name as "coach?",
                  e.term_ends_on as "ends_on!",
                  (select x.stage from extension x where x.enrolment_id = e.enrolment_id and x.old_end = e.term_ends_on
                   order by x.proposed_at desc, x.extension_id limit 1) as before
           from enrolment e join person p using (person_id) join programme_version v using (programme_version_id)
           left join lateral (
             select s.given_name || ' ' || s.family_name as name from assignment g join staff s using (staff_id)
             where g.enrolment_id = e.enrolment_id and g.kind = 'coach'
             order by g.valid_from desc, g.assignment_id limit 1) c on true
           where e.centre_id = $1 and e.ended_on is null and e.term_ends_on between $2 and $2 + 63
             and (e.term_ends_on - interval '2 months')::date <= $2
             and jsonb_array_length(coalesce(v.rules -> 'extension_keys', '[]')) > 0
             and access.may(e.person_id, e.centre_id, 'extension', 'read')
             and not exists (select from extension x where x.enrolment_id = e.enrolment_id and x.stage = 'open' and x.deadline >= $2)
           order by case when $3 <> 'name' then e.term_ends_on end, p.family_name collate "sv-x-icu",
                    p.given_name collate "sv-x-icu", e.enrolment_id
           limit $4 offset $5"#,
        centre.as_uuid(),
        today,
        order_word(order),
        i64::from(limit),
        i64::from(offset),
    )
    .fetch_all(cx.db())
    .await?)
}

/// How many there are of each.
#[derive(Debug)]
pub struct Counted {
    pub mine: i64,
    pub waiting: i64,
    pub decided: i64,
    pub without: i64,
}

pub async fn counts(cx: &mut Ctx, centre: CentreId, key: Option<&str>) -> Result<Counted, AppError> {
    let (today, decided_since) = (cx.today(), since(cx));
    let without = sqlx::query_scalar!(
        r#"select count(*) as "n!" from enrolment e join programme_version v using (programme_version_id)
           where e.centre_id = $1 and e.ended_on is null and e.term_ends_on between $2 and $2 + 63
             and (e.term_ends_on - interval '2 months')::date <= $2
             and jsonb_array_length(coalesce(v.rules -> 'extension_keys', '[]')) > 0
             and access.may(e.person_id, e.centre_id, 'extension', 'read')
             and not exists (select from extension x where x.enrolment_id = e.enrolment_id and x.stage = 'open' and x.deadline >= $2)"#,
        centre.as_uuid(),
        today,
    )
    .fetch_one(cx.db())
    .await?;
    let proposed = sqlx::query!(
        r#"select count(*) filter (where stage = 'open' and deadline >= $2) as "waiting!",
                  count(*) filter (where not (stage = 'open' and deadline >= $2)) as "decided!"
           from extension
           where centre_id = $1 and (stage = 'open' or closed_at >= $3)"#,
        centre.as_uuid(),
        today,
        decided_since,
    )
    .fetch_one(cx.db())
    .await?;
    Ok(Counted {
        mine: mine(cx, centre, key).await?,
        waiting: proposed.waiting,
        decided: proposed.decided,
        without,
    })
}

/// How many wait for this key.
pub async fn mine(cx: &mut Ctx, centre: CentreId, key: Option<&str>) -> Result<i64, AppError> {
    let Some(key) = key else { return Ok(0) };
    let today = cx.today();
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "n!" from extension x
           where x.centre_id = $1 and x.stage = 'open' and x.deadline >= $2
             and exists (select from enrolment e join programme_version v using (programme_version_id)
                         where e.enrolment_id = x.enrolment_id and v.rules -> 'extension_keys' ? $3)
             and not exists (select from extension_key k where k.extension_id = x.extension_id and k.key = $3
                             and k.revision = x.revision and not k.refused)"#,
        centre.as_uuid(),
        today,
        key,
    )
    .fetch_one(cx.db())
    .await?)
}
