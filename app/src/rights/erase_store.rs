//! SQL of erasure and of the retention runs: the owner's, outside any request. Names of tables and columns are the
//! inventory's, never input.

use super::erasure::{Listed, Why};
use super::inventory::{Class, Erase, Own, TABLES, Table};
use chrono::{DateTime, NaiveDate, Utc};
use domain::civil_time::civil_day;
use domain::ids::{ErasureId, PersonId, RetentionRunId};
use sqlx::{AssertSqlSafe, PgConnection, PgPool};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Rows changed, by table.
pub type Counts = Vec<(&'static str, u64)>;

/// What an erasure looks at first.
pub struct Is {
    pub number: String,
    pub enrolled: bool,
}

pub async fn person_of(db: &mut PgConnection, number: &str) -> Result<Option<PersonId>, sqlx::Error> {
    let id = sqlx::query_scalar!(
        "select person_id from person where participant_number = $1",
        number
    )
    .fetch_optional(db)
    .await?;
    Ok(id.map(Into::into))
}

pub async fn lock(db: &mut PgConnection, person: PersonId) -> Result<Option<Is>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select p.participant_number,
                  exists (select from enrolment e where e.person_id = p.person_id and e.ended_on is null) as "enrolled!"
           from person p where p.person_id = $1 for update"#,
        person.as_uuid(),
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|r| Is {
        number: r.participant_number,
        enrolled: r.enrolled,
    }))
}

/// Says to the history tables whose words are blanked, until the transaction ends or [`allow_nothing`].
pub async fn allow(db: &mut PgConnection, person: PersonId) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "select set_config('erasure.person', $1, true)",
        person.to_string()
    )
    .fetch_one(db)
    .await?;
    Ok(())
}

pub async fn allow_nothing(db: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query!("select set_config('erasure.person', '', true)")
        .fetch_one(db)
        .await?;
    Ok(())
}

/// Blanks or removes the person's rows of every table that there is; of one class alone where one is named.
pub async fn blank_tables(
    db: &mut PgConnection,
    person: PersonId,
    class: Option<Class>,
) -> Result<Counts, sqlx::Error> {
    let there: Vec<String> = sqlx::query_scalar!(
        r#"select c.relname::text as "name!" from pg_class c
           where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')"#
    )
    .fetch_all(&mut *db)
    .await?;
    let mut counts = Vec::new();
    for table in TABLES
        .iter()
        .filter(|t| class.is_none_or(|c| t.class == c) && there.iter().any(|n| n == t.name))
    {
        let Some(sql) = statement(table) else { continue };
        let done = sqlx::query(AssertSqlSafe(sql))
            .bind(person.as_uuid())
            .execute(&mut *db)
            .await?;
        if done.rows_affected() > 0 {
            counts.push((table.name, done.rows_affected()));
        }
    }
    Ok(counts)
}

fn statement(table: &Table) -> Option<String> {
    let of_person = match table.own {
        Own::Person => "person_id = $1",
        Own::Account => "account_id in (select a.account_id from account a where a.person_id = $1)",
        Own::Log => return None,
    };
    match table.erase {
        Erase::Keep | Erase::Apart => None,
        Erase::Delete => Some(format!("delete from {} where {of_person}", table.name)),
        Erase::Blank(columns) => {
            let list = |f: fn(&(&str, &str)) -> String| columns.iter().map(f).collect::<Vec<_>>().join(", ");
            Some(format!(
                "update {} set {} where {of_person} and row({}) is distinct from row({})",
                table.name,
                list(|(column, to)| format!("{column} = {to}")),
                list(|(column, _)| (*column).to_owned()),
                list(|(_, to)| (*to).to_owned()),
            ))
        }
    }
}

/// The person's own row becomes a tombstone, the account is closed, and nobody works with them any more.
pub async fn blank_person(
    db: &mut PgConnection,
    person: PersonId,
    now: DateTime<Utc>,
) -> Result<Counts, sqlx::Error> {
    let (id, today) = (person.as_uuid(), civil_day(now));
    let named = sqlx::query!(
        "update person
         set given_name = 'Raderad', family_name = 'person', birth_year = null, spoken_language = 'sv',
             interface_language = 'sv', protected_level = 0, erased_at = coalesce(erased_at, $2),
             participant_number = case when erased_at is null
               then 'x' || lpad(nextval('erased_number')::text, 6, '0') else participant_number end
         where person_id = $1
           and (erased_at, given_name, family_name, birth_year, spoken_language, interface_language, protected_level)
               is distinct from (coalesce(erased_at, $2), 'Raderad', 'person', null, 'sv', 'sv', 0)",
        id,
        now,
    )
    .execute(&mut *db)
    .await?;
    let account = sqlx::query!(
        "update account set disabled_at = $2 where person_id = $1 and disabled_at is null",
        id,
        now,
    )
    .execute(&mut *db)
    .await?;
    let assignment = sqlx::query!(
        "update assignment set reason = null, valid_to = coalesce(valid_to, greatest(valid_from, $2))
         where person_id = $1 and (reason is not null or valid_to is null)",
        id,
        today,
    )
    .execute(&mut *db)
    .await?;
    Ok([
        ("person", named.rows_affected()),
        ("account", account.rows_affected()),
        ("assignment", assignment.rows_affected()),
    ]
    .into_iter()
    .filter(|(_, n)| *n > 0)
    .collect())
}

pub async fn retire(db: &mut PgConnection, hash: &[u8], now: DateTime<Utc>) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into retired_number (number_hash, retired_at) values ($1, $2) on conflict do nothing",
        hash,
        now,
    )
    .execute(db)
    .await?;
    Ok(())
}

pub async fn is_retired(db: &mut PgConnection, hash: &[u8]) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from retired_number where number_hash = $1) as "is!""#,
        hash
    )
    .fetch_one(db)
    .await
}

pub async fn remember(
    db: &mut PgConnection,
    id: ErasureId,
    person: PersonId,
    now: DateTime<Utc>,
    why: Why,
    counts: &[(&'static str, u64)],
    again: bool,
) -> Result<(), sqlx::Error> {
    let counts: BTreeMap<&str, u64> = counts.iter().copied().collect();
    sqlx::query!(
        "insert into erasure (erasure_id, person_id, erased_at, why, counts, applied_again_at)
         values ($1, $2, $3::timestamptz, $4, $5, case when $6 then $3::timestamptz end)
         on conflict (person_id) do update set applied_again_at = $3::timestamptz",
        id.as_uuid(),
        person.as_uuid(),
        now,
        why.code(),
        serde_json::json!(counts),
        again,
    )
    .execute(db)
    .await?;
    Ok(())
}

pub async fn erasures(owner: &PgPool) -> Result<Vec<Listed>, sqlx::Error> {
    let rows = sqlx::query!("select person_id, erased_at, why from erasure order by erased_at, person_id")
        .fetch_all(owner)
        .await?;
    Ok(rows
        .into_iter()
        .map(|r| Listed {
            person: r.person_id.into(),
            at: r.erased_at,
            why: if r.why == "asked" {
                Why::Asked
            } else {
                Why::Retention
            },
        })
        .collect())
}

/// A rule in force, of a class that does not stay.
#[derive(Debug)]
pub struct Rule {
    pub class: String,
    pub months: i32,
}

pub async fn rules(db: &mut PgConnection, today: NaiveDate) -> Result<Vec<Rule>, sqlx::Error> {
    sqlx::query_as!(
        Rule,
        r#"select class, months as "months!"
           from (select distinct on (class) class, months from retention_rule
                 where valid_from <= $1 order by class, version desc) r
           where months is not null"#,
        today,
    )
    .fetch_all(db)
    .await
}

/// Something that is due: a person, or rows of an event that name nobody any more.
#[derive(Debug, Clone, Copy)]
pub struct Due {
    pub person: Option<PersonId>,
    pub centre: Option<Uuid>,
    pub how_many: i64,
}

pub async fn due(db: &mut PgConnection, class: &str, today: NaiveDate) -> Result<Vec<Due>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select person_id as "person?", centre_id as "centre?", how_many as "how_many!"
           from access.retention_due($1, $2) order by person_id"#,
        class,
        today,
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Due {
            person: r.person.map(Into::into),
            centre: r.centre,
            how_many: r.how_many,
        })
        .collect())
}

/// Whether a class is still due for a person, with the person's row locked: another run may have been first.
pub async fn still_due(
    db: &mut PgConnection,
    class: &str,
    today: NaiveDate,
    person: PersonId,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        "select person_id from person where person_id = $1 for update",
        person.as_uuid()
    )
    .fetch_optional(&mut *db)
    .await?;
    sqlx::query_scalar!(
        r#"select exists (select from access.retention_due($1, $2) d where d.person_id = $3) as "is!""#,
        class,
        today,
        person.as_uuid(),
    )
    .fetch_one(db)
    .await
}

pub async fn done(
    db: &mut PgConnection,
    class: &str,
    today: NaiveDate,
    person: PersonId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into retention_done (person_id, class, done_on) values ($1, $2, $3)
         on conflict (person_id, class) do update set done_on = excluded.done_on",
        person.as_uuid(),
        class,
        today,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Sessions and failed sign-ins that are older than the rule says: of a person, or of those who are no participants, of
/// one centre or of none.
pub async fn old_sign_ins(
    db: &mut PgConnection,
    person: Option<PersonId>,
    centre: Option<Uuid>,
    today: NaiveDate,
    months: i32,
) -> Result<u64, sqlx::Error> {
    let person = person.as_ref().map(PersonId::as_uuid);
    let sessions = sqlx::query!(
        "delete from session where person_id is not distinct from $1
           and ($1::uuid is not null or centre_id is not distinct from $4)
           and coalesce(ended_at, expires_at) + make_interval(months => $3) <= $2::date",
        person,
        today,
        months,
        centre,
    )
    .execute(&mut *db)
    .await?;
    let failures = sqlx::query!(
        "delete from sign_in_failure f where f.at + make_interval(months => $3) <= $2::date
           and ($1::uuid is not null or $4::uuid is null)
           and (select a.person_id from account a where a.account_id = f.account_id) is not distinct from $1",
        person,
        today,
        months,
        centre,
    )
    .execute(db)
    .await?;
    Ok(sessions.rows_affected() + failures.rows_affected())
}

/// Reasons about a person that are older than the rule says; the log's own rows, and their hashes, stay.
pub async fn old_reasons(
    db: &mut PgConnection,
    person: PersonId,
    today: NaiveDate,
    months: i32,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query!(
        "delete from access_reason r using access_log l
         where l.access_log_id = r.access_log_id and r.person_id = $1
           and l.at + make_interval(months => $3) <= $2::date",
        person.as_uuid(),
        today,
        months,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

pub async fn begin_run(
    db: &mut PgConnection,
    run: RetentionRunId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into retention_run (retention_run_id, began_at) values ($1, $2)",
        run.as_uuid(),
        now,
    )
    .execute(db)
    .await?;
    Ok(())
}

pub async fn count_run(
    db: &mut PgConnection,
    run: RetentionRunId,
    class: &str,
    centre: Option<Uuid>,
    how_many: i64,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into retention_run_count as c (retention_run_id, class, centre_id, how_many) values ($1, $2, $3, $4)
         on conflict (retention_run_id, class, centre_id) do update set how_many = c.how_many + excluded.how_many",
        run.as_uuid(),
        class,
        centre,
        how_many,
    )
    .execute(db)
    .await?;
    Ok(())
}

pub async fn end_run(
    db: &mut PgConnection,
    run: RetentionRunId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update retention_run set ended_at = $2 where retention_run_id = $1",
        run.as_uuid(),
        now,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// One run at a time: held by the connection until it is closed.
pub async fn take_turn(db: &mut PgConnection) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(r#"select pg_try_advisory_lock(hashtextextended('retention', 0)) as "mine!""#)
        .fetch_one(db)
        .await
}
