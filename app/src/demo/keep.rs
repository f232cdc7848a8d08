//! Makes the demonstration where there is none, and anew on another day.

use super::chance::SEED;
use super::ground::Ground;
use super::rows::Rows;
use super::when::When;
use super::{DemoError, Made, accounts, days, people, plans, promises, staff, write};
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{PgConnection, PgPool};
use std::time::Instant;
use uuid::Uuid;

/// Counted up when another set of rows is made, so that a database of the version before is made anew.
const EDITION: i32 = 5;

/// "demo" as a number: one process at a time makes it.
const LOCK: i64 = 0x6465_6d6f;

/// What is known of the demonstration that is there.
#[derive(sqlx::FromRow)]
struct Before {
    day: NaiveDate,
    seed: i64,
    edition: i32,
    people: Vec<Uuid>,
    staff: Vec<Uuid>,
}

/// See [`super::ensure`].
pub async fn ensure(pool: &PgPool, now: DateTime<Utc>) -> Result<Made, DemoError> {
    let started = Instant::now();
    let when = When::new(now);
    let mut tx = pool.begin().await?;
    sqlx::raw_sql("set local statement_timeout = 0; set local lock_timeout = 0; set local client_min_messages = warning")
        .execute(&mut *tx)
        .await?;
    sqlx::query("select pg_advisory_xact_lock($1)")
        .bind(LOCK)
        .execute(&mut *tx)
        .await?;

    let before = before(&mut tx).await?;
    let current = |b: &&Before| (b.day, b.seed, b.edition) == (when.today, seed(), EDITION);
    if let Some(b) = before.as_ref().filter(current) {
        let people = count(b.people.len());
        return Ok(Made {
            fresh: false,
            people,
            millis: millis(started),
        });
    }
    let (known_people, known_staff) = before.map(|b| (b.people, b.staff)).unwrap_or_default();
    if holds_others(&mut tx, &known_people, &known_staff).await? {
        return Err(DemoError::Foreign);
    }
    wipe(&mut tx).await?;
    let ground = Ground::find(&mut tx, when.today).await?;
    // Hashing takes a processor for a second: not one of those that answer others.
    let rows = tokio::task::spawn_blocking(move || all(&ground, &when))
        .await
        .map_err(|_| DemoError::Hashing)??;
    tables(&mut tx).await?;
    write::everything(&mut tx, &rows, &when).await?;
    sqlx::query("insert into demo_made (day, seed, edition, people, staff) values ($1, $2, $3, $4, $5)")
        .bind(when.today)
        .bind(seed())
        .bind(EDITION)
        .bind(rows.people.iter().map(|r| r.id).collect::<Vec<_>>())
        .bind(rows.staff.iter().map(|r| r.id).collect::<Vec<_>>())
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(Made {
        fresh: true,
        people: count(rows.people.len()),
        millis: millis(started),
    })
}

/// Every row, from the seed and the moment alone.
fn all(ground: &Ground, when: &When) -> Result<Rows, DemoError> {
    let mut rows = Rows::default();
    let colleagues = staff::make(ground, when, &mut rows)?;
    let people = people::make(ground, when, &colleagues, &mut rows)?;
    days::make(when, &people, &colleagues, &mut rows);
    plans::make(when, &people, &mut rows);
    promises::make(ground, when, &people, &mut rows);
    accounts::make(when, &people, &colleagues, &mut rows)?;
    Ok(rows.in_order())
}

fn seed() -> i64 {
    i64::from_le_bytes(SEED.to_le_bytes())
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn millis(started: Instant) -> u64 {
    u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX)
}

async fn before(db: &mut PgConnection) -> Result<Option<Before>, sqlx::Error> {
    let made: bool = sqlx::query_scalar("select to_regclass('public.demo_made') is not null")
        .fetch_one(&mut *db)
        .await?;
    if !made {
        return Ok(None);
    }
    sqlx::query_as("select day, seed, edition, people, staff from demo_made")
        .fetch_optional(&mut *db)
        .await
}

async fn holds_others(db: &mut PgConnection, people: &[Uuid], staff: &[Uuid]) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar(
        "select exists (select from person where person_id <> all ($1))
             or exists (select from staff where staff_id <> all ($2))",
    )
    .bind(people)
    .bind(staff)
    .fetch_one(&mut *db)
    .await
}

/// Removes the demonstration with all that hangs on its people: what they did themselves that day as well.
/// Truncating asks no row's trigger, so that history, which refuses a deletion, goes too.
async fn wipe(db: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(
        "drop table if exists demo_account, demo_made;
         delete from centre_day d using centre_day_change c where (c.centre_id, c.day) = (d.centre_id, d.day);
         truncate person, staff restart identity cascade;
         delete from centre_day where reason = 'Demonstration'",
    )
    .execute(&mut *db)
    .await?;
    Ok(())
}

/// The demonstration's own tables: a database that it was never made in does not have them.
async fn tables(db: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(
        "create table demo_made (
           day date not null,
           seed bigint not null,
           edition integer not null,
           people uuid[] not null,
           staff uuid[] not null
         );
         create table demo_account (
           position integer primary key,
           account_id uuid not null unique references account,
           name text not null,
           what_sv text not null,
           what_en text not null,
           kind text not null,
           login text not null,
           secret text not null,
           home text not null,
           lang text
         );
         grant select on demo_account to arbetsforum_web",
    )
    .execute(&mut *db)
    .await?;
    Ok(())
}
