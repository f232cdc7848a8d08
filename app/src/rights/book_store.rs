//! SQL of the book: every table of the inventory that the database has, as the person's own row policies let them
//! read it. One statement, so that all of it is of the same moment.

use super::inventory::{Own, TABLES, Table};
use super::left_out::left_out_of;
use crate::kernel::{AppError, Ctx};
use domain::ids::{AccountId, PersonId};
use futures::TryStreamExt;
use sqlx::{AssertSqlSafe, Row};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Places in [`TABLES`] of those that this database has.
async fn present(cx: &mut Ctx) -> Result<Vec<usize>, AppError> {
    let names: Vec<String> = sqlx::query_scalar!(
        r#"select c.relname::text as "name!" from pg_class c
           where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
             and has_table_privilege(c.oid, 'select')"#
    )
    .fetch_all(cx.db())
    .await?;
    Ok(TABLES
        .iter()
        .enumerate()
        .filter(|(_, t)| names.iter().any(|n| n == t.name))
        .map(|(i, _)| i)
        .collect())
}

/// The person's rows of a table; the names are the inventory's, never input.
fn of_person(table: &Table) -> String {
    match table.own {
        Own::Person => format!("{} x where x.person_id = $1", table.name),
        Own::Account => format!("{} x where x.account_id = $2", table.name),
        Own::Log => "access.own_log() x where true".to_owned(),
    }
}

fn account(cx: &Ctx) -> Option<Uuid> {
    cx.actor.account().as_ref().map(AccountId::as_uuid)
}

/// How many rows of each table are the person's.
pub async fn counts(cx: &mut Ctx, person: PersonId) -> Result<Vec<(&'static Table, u64)>, AppError> {
    let parts: Vec<String> = present(cx)
        .await?
        .into_iter()
        .map(|i| format!("select {i}::int, count(*) from {}", of_person(&TABLES[i])))
        .collect();
    let (sql, account) = (parts.join(" union all "), account(cx));
    let rows = sqlx::query(AssertSqlSafe(sql))
        .bind(person.as_uuid())
        .bind(account)
        .fetch_all(cx.db())
        .await?;
    let mut counts = Vec::new();
    for row in rows {
        let (i, n): (i32, i64) = (row.try_get(0)?, row.try_get(1)?);
        if let Some(table) = usize::try_from(i).ok().and_then(|i| TABLES.get(i)) {
            counts.push((table, u64::try_from(n).unwrap_or(0)));
        }
    }
    counts.sort_by_key(|(table, _)| TABLES.iter().position(|t| t.name == table.name));
    Ok(counts)
}

/// Every row of the person, as JSON text, by table in the inventory's order; tables that are there and empty too.
pub async fn rows(cx: &mut Ctx, person: PersonId) -> Result<Vec<(&'static Table, Vec<String>)>, AppError> {
    let present = present(cx).await?;
    let parts: Vec<String> = present
        .iter()
        .map(|&i| {
            let table = &TABLES[i];
            format!(
                "(select {i}::int, (to_jsonb(x) - array[{}]::text[])::text from {} order by x.{})",
                left_out_of(table.name)
                    .map(|column| format!("'{column}'"))
                    .collect::<Vec<_>>()
                    .join(","),
                of_person(table),
                table.order
            )
        })
        .collect();
    let mut found: BTreeMap<usize, Vec<String>> = present.into_iter().map(|i| (i, Vec::new())).collect();
    let (sql, account) = (parts.join(" union all "), account(cx));
    {
        let mut rows = sqlx::query(AssertSqlSafe(sql))
            .bind(person.as_uuid())
            .bind(account)
            .fetch(cx.db());
        while let Some(row) = rows.try_next().await? {
            let (i, text): (i32, String) = (row.try_get(0)?, row.try_get(1)?);
            if let Some(rows) = usize::try_from(i).ok().and_then(|i| found.get_mut(&i)) {
                rows.push(text);
            }
        }
    }
    Ok(found.into_iter().map(|(i, rows)| (&TABLES[i], rows)).collect())
}

/// What the ids in those rows are called: colleagues (by themselves or by their account), agencies, centres, programmes.
pub async fn names(cx: &mut Ctx, ids: &BTreeSet<Uuid>) -> Result<BTreeMap<Uuid, String>, AppError> {
    let ids: Vec<Uuid> = ids.iter().copied().collect();
    let swedish = cx.lang == crate::kernel::Lang::Sv;
    let rows = sqlx::query!(
        r#"select s.staff_id as "id!", s.given_name || ' ' || s.family_name as "name!" from staff s where s.staff_id = any($1)
           union all
           select a.account_id, s.given_name || ' ' || s.family_name from account a join staff s using (staff_id)
           where a.account_id = any($1)
           union all
           select g.agency_id, case when $2 then g.name_sv else g.name_en end from agency g where g.agency_id = any($1)
           union all
           select c.centre_id, c.name from centre c where c.centre_id = any($1)
           union all
           select p.programme_id, case when $2 then p.name_sv else p.name_en end from programme p where p.programme_id = any($1)"#,
        &ids,
        swedish,
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows.into_iter().map(|r| (r.id, r.name)).collect())
}

/// What is written on the front: the number and the name.
pub async fn front(cx: &mut Ctx, person: PersonId) -> Result<(String, String), AppError> {
    let row = sqlx::query!(
        r#"select participant_number, given_name || ' ' || family_name as "name!" from person where person_id = $1"#,
        person.as_uuid(),
    )
    .fetch_one(cx.db())
    .await?;
    Ok((row.participant_number, row.name))
}
