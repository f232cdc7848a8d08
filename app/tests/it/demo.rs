//! The demonstration: the same people every time, nothing impossible among what they did, nobody else's data.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use crate::database::{TestDatabase, fresh};
use app::demo::{DemoError, Made, accounts, ensure};
use chrono::{DateTime, TimeDelta, Utc};
use domain::civil_time::civil_day;
use domain::clock::SeededRandom;
use domain::ids::{AttendanceId, IdempotencyKey, PersonId};
use domain::participant_number::ParticipantNumber;
use sqlx::{AssertSqlSafe, PgPool};
use std::collections::BTreeMap;
use uuid::Uuid;

mod contacts;
mod invariants;
mod page;

/// Monday 23 November 2026, 10.12 in Stockholm.
const NOON: &str = "2026-11-23T09:12:07Z";

fn at(moment: &str) -> DateTime<Utc> {
    moment.parse().unwrap()
}

/// Each table as one number, whatever the order of its rows.
async fn digests(pool: &PgPool) -> BTreeMap<String, String> {
    let tables: Vec<String> = sqlx::query_scalar(
        "select tablename::text from pg_tables where schemaname = 'public' and tablename <> '_sqlx_migrations'",
    )
    .fetch_all(pool)
    .await
    .unwrap();
    let mut digests = BTreeMap::new();
    for table in tables {
        // Which transaction wrote it is the database's own and no part of what was made.
        let sql = format!(
            "select coalesce(md5(string_agg(r, '|' order by r)), '') from (select (to_jsonb(t) - 'xid')::text as r from {table} t) t"
        );
        let digest = sqlx::query_scalar(AssertSqlSafe(sql))
            .fetch_one(pool)
            .await
            .unwrap();
        digests.insert(table, digest);
    }
    digests
}

async fn number(pool: &PgPool, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(pool).await.unwrap()
}

/// Checks Amina in, as she would by her telephone.
async fn check_in(db: &TestDatabase, now: DateTime<Utc>) {
    let mut random = SeededRandom::new(99);
    sqlx::query(
        "insert into attendance (attendance_id, enrolment_id, person_id, centre_id, day, attended_at, recorded_at,
                                 method, idempotency_key, request_hash, recorded_by)
         select $1, enrolment_id, person_id, centre_id, $2, $3, $3, 'code_link', $4, decode(repeat('00', 32), 'hex'), null
         from enrolment join person using (person_id) where participant_number = '1040713'",
    )
    .bind(AttendanceId::mint(now, &mut random).as_uuid())
    .bind(civil_day(now))
    .bind(now)
    .bind(IdempotencyKey::mint(now, &mut random).as_uuid())
    .execute(&db.owner)
    .await
    .unwrap();
}

#[tokio::test]
async fn the_same_seed_and_moment_make_the_same_rows() {
    let (one, other) = (fresh().await, fresh().await);
    let made = ensure(&one.owner, at(NOON)).await.unwrap();
    ensure(&other.owner, at(NOON)).await.unwrap();
    println!(
        "the demonstration took {} ms for {} people",
        made.millis, made.people
    );
    assert!(made.fresh);
    assert_eq!(digests(&one.owner).await, digests(&other.owner).await);
    for (table, atleast) in [
        ("person", 342),
        ("attendance", 5000),
        ("absence", 800),
        ("activity", 1200),
        ("plan_history", 3000),
        ("attendance_correction", 8),
    ] {
        let sql = format!("select count(*) from {table}");
        let rows: i64 = sqlx::query_scalar(AssertSqlSafe(sql))
            .fetch_one(&one.owner)
            .await
            .unwrap();
        println!("{table}: {rows}");
        assert!(rows >= atleast, "{table}: {rows}");
    }
}

#[tokio::test]
async fn later_the_same_day_nothing_changes_and_a_check_in_stays() {
    let db = fresh().await;
    ensure(&db.owner, at(NOON)).await.unwrap();
    check_in(&db, at("2026-11-23T09:30:00Z")).await;
    let before = digests(&db.owner).await;
    let again = ensure(&db.owner, at("2026-11-23T22:59:59Z")).await.unwrap();
    assert_eq!((again.fresh, again.people), (false, 342));
    assert_eq!(digests(&db.owner).await, before);
}

/// Person, account, names and goal.
type Row = (Uuid, Uuid, String, String, Option<String>);

#[tokio::test]
async fn on_another_day_it_is_made_anew_with_the_same_people() {
    let (moved, new) = (fresh().await, fresh().await);
    ensure(&moved.owner, at(NOON)).await.unwrap();
    check_in(&moved, at("2026-11-23T09:30:00Z")).await;
    let people = "select person_id, account_id, given_name, family_name, want from person
                  join account using (person_id) left join plan using (person_id) order by 1";
    let before: Vec<Row> = sqlx::query_as(people).fetch_all(&moved.owner).await.unwrap();

    // 00:30 in Stockholm is another day, though UTC has not come to it.
    let next = at("2026-11-23T23:30:00Z");
    assert!(ensure(&moved.owner, next).await.unwrap().fresh);
    let after: Vec<Row> = sqlx::query_as(people).fetch_all(&moved.owner).await.unwrap();
    let names = |rows: &[Row]| {
        rows.iter()
            .map(|r| (r.0, r.1, r.2.clone(), r.3.clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(names(&before), names(&after));
    let same_goal = before.iter().zip(&after).filter(|(b, a)| b.4 == a.4).count();
    assert!(
        same_goal * 20 > before.len() * 19,
        "goals are the same but where a weekend moved a date: {same_goal} of {}",
        before.len()
    );
    ensure(&new.owner, next).await.unwrap();
    assert_eq!(
        digests(&moved.owner).await,
        digests(&new.owner).await,
        "nothing is left of the day before"
    );
}

#[tokio::test]
async fn two_processes_at_once_make_it_once() {
    let db = fresh().await;
    let another = PgPool::connect_with(db.options.clone()).await.unwrap();
    let (one, other) = tokio::join!(ensure(&db.owner, at(NOON)), ensure(&another, at(NOON)));
    let fresh: Vec<bool> = [one, other]
        .into_iter()
        .map(|made: Result<Made, DemoError>| made.unwrap().fresh)
        .collect();
    assert_eq!(fresh.iter().filter(|f| **f).count(), 1);
}

#[tokio::test]
async fn people_of_others_are_never_touched() {
    let db = fresh().await;
    let stranger = "insert into person (person_id, participant_number, given_name, family_name, created_at)
                    values ($1, '9999990', 'Någon', 'Annan', now())";
    let id = PersonId::mint(at(NOON), &mut SeededRandom::new(7)).as_uuid();
    sqlx::query(stranger).bind(id).execute(&db.owner).await.unwrap();
    let before = digests(&db.owner).await;
    assert!(matches!(
        ensure(&db.owner, at(NOON)).await,
        Err(DemoError::Foreign)
    ));
    assert_eq!(
        digests(&db.owner).await,
        before,
        "and no table of the demonstration is left behind"
    );

    let mixed = fresh().await;
    ensure(&mixed.owner, at(NOON)).await.unwrap();
    sqlx::query(stranger)
        .bind(id)
        .execute(&mixed.owner)
        .await
        .unwrap();
    assert!(
        !ensure(&mixed.owner, at(NOON)).await.unwrap().fresh,
        "the same day nothing is done"
    );
    let next_day = at(NOON) + TimeDelta::days(1);
    assert!(matches!(
        ensure(&mixed.owner, next_day).await,
        Err(DemoError::Foreign)
    ));
    assert_eq!(number(&mixed.owner, "select count(*) from person").await, 343);
}

#[tokio::test]
async fn the_accounts_that_are_offered_work() {
    let db = fresh().await;
    ensure(&db.owner, at(NOON)).await.unwrap();
    // As the web role: the page reads them.
    let offered = accounts(&db.web).await.unwrap();
    assert_eq!(
        (offered[0].login.as_str(), offered[0].name.as_str()),
        ("104071-3", "Amina Warsame")
    );
    let credentials: BTreeMap<Uuid, (String, String, String)> =
        sqlx::query_as::<_, (Uuid, String, String, String)>(
            "select account_id, kind, login, secret_hash from credential",
        )
        .fetch_all(&db.web)
        .await
        .unwrap()
        .into_iter()
        .map(|(account, kind, login, hash)| (account, (kind, login, hash)))
        .collect();
    assert_eq!(credentials.len(), offered.len());
    for account in &offered {
        println!(
            "{:20} {:12} {:20} {:7} {}",
            account.name, account.login, account.secret, account.home, account.what
        );
        let (kind, login, hash) = &credentials[&account.account.as_uuid()];
        assert_eq!(kind, &account.kind);
        if kind == "card_pin" {
            assert_eq!(&ParticipantNumber::parse(&account.login).unwrap().digits(), login);
            assert!(account.secret.len() == 4 && account.secret.bytes().all(|b| b.is_ascii_digit()));
        } else {
            assert_eq!(&account.login, login);
        }
        assert!(
            app::identity::secret::verify(account.secret.clone(), Some(hash.clone()))
                .await
                .unwrap()
        );
        let actor = app::identity::actor_of_account(&db.web, account.account, civil_day(at(NOON)))
            .await
            .unwrap();
        assert!(actor.is_some(), "{}", account.name);
    }
    let participants: Vec<Uuid> = offered
        .iter()
        .filter(|a| a.kind == "card_pin")
        .map(|a| a.account.as_uuid())
        .collect();
    let here: Vec<String> = sqlx::query_scalar(
        "select given_name from attendance join person using (person_id) join account using (person_id)
         where day = '2026-11-23' and account_id = any ($1)",
    )
    .bind(&participants)
    .fetch_all(&db.owner)
    .await
    .unwrap();
    assert_eq!(here, ["Dawit"], "of those offered, one has come today");
}

/// Moments that are apt to go wrong: a morning, a night, weekends, holidays, both nights of the clock, short months.
const MOMENTS: [&str; 10] = [
    NOON,
    "2026-11-23T23:05:00Z",
    "2026-11-25T05:50:00Z",
    "2026-11-28T12:00:00Z",
    "2026-12-26T15:00:00Z",
    "2027-01-03T09:00:00Z",
    "2027-03-29T08:00:00Z",
    "2026-10-25T08:30:00Z",
    "2028-02-29T10:00:00Z",
    "2027-08-31T07:30:00Z",
];

#[tokio::test]
async fn nothing_impossible_whatever_the_day() {
    let db = fresh().await;
    for moment in MOMENTS {
        let now = at(moment);
        ensure(&db.owner, now).await.unwrap();
        invariants::hold(&db.owner, now).await;
    }
}
