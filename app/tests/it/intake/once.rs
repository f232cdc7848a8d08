//! One press is one enrolment, and a press that fails leaves the draft: failures, races, a full house.

use super::{NUMBER, REZA, house, meeting, refused};
use crate::booking::acting;
use crate::world::Member;
use app::intake::desk;
use app::intake::steps::TypedPerson;
use app::kernel::AppError;
use app::kernel::error::Field;
use app::kernel::policy::{Action, Role};
use domain::intake::DeskRefusal;
use sqlx::AssertSqlSafe;
use std::sync::Arc;

/// Whatever moves the queue takes the programme's lock and then the referral; so does the press, and neither waits for
/// the other for ever.
#[tokio::test]
async fn the_press_waits_for_the_queue_before_it_holds_the_referral() {
    let house = Arc::new(house().await);
    let referral = house.placed("Reza", "Ahmadi", false).await;
    let id = house.ready(house.desk, referral).await;
    let mut queue = house.world.db.owner.begin().await.unwrap();
    sqlx::query("select access.lock_programme(programme_id) from programme where code = 'arbetsforum'")
        .execute(&mut *queue)
        .await
        .unwrap();
    let pressing = {
        let house = house.clone();
        tokio::spawn(async move { house.press(house.desk, &id, &house.time()).await })
    };
    let waits = "select count(*) from pg_locks l join pg_database d on d.oid = l.database
        where d.datname = current_database() and l.locktype = 'advisory' and not l.granted";
    for _ in 0..100 {
        if house.world.count(waits).await > 0 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    sqlx::query("select from referral where referral_id = $1 for update nowait")
        .bind(referral)
        .execute(&mut *queue)
        .await
        .unwrap();
    queue.commit().await.unwrap();
    assert_eq!(pressing.await.unwrap(), Ok(()));
}

#[tokio::test]
async fn a_failure_at_any_table_leaves_nothing_and_the_draft() {
    let house = house().await;
    let referral = house.placed("Reza", "Ahmadi", false).await;
    let id = house.begin(house.desk, referral).await.unwrap();
    let typed = TypedPerson {
        birth_year: "1990",
        identity_number: NUMBER,
        ..REZA
    };
    house.person(house.desk, &id, &typed).await.unwrap();
    house.middle(house.desk, &id).await.unwrap();
    house.consent(house.desk, &id, "soc-kortedala").await.unwrap();
    let before = house.rows().await;
    sqlx::raw_sql("create function public.break_off() returns trigger language plpgsql as $$ begin raise exception 'broken off'; end $$")
        .execute(&house.world.db.owner)
        .await
        .unwrap();
    for table in [
        "person",
        "person_identity",
        "contact",
        "account",
        "credential",
        "enrolment",
        "plan",
        "assignment",
        "consent_signature",
        "consent",
        "booking",
        "ledger",
        "referral",
        "intake",
    ] {
        let when = if matches!(table, "referral" | "intake") {
            "update"
        } else {
            "insert"
        };
        let on = format!(
            "create trigger breaks_off before {when} on {table} for each row execute function public.break_off()"
        );
        sqlx::query(AssertSqlSafe(on))
            .execute(&house.world.db.owner)
            .await
            .unwrap();
        assert_eq!(
            house.press(house.desk, &id, &house.time()).await,
            Err(AppError::Internal),
            "{table}"
        );
        sqlx::query(AssertSqlSafe(format!("drop trigger breaks_off on {table}")))
            .execute(&house.world.db.owner)
            .await
            .unwrap();
        assert_eq!(house.rows().await, before, "{table}: something was left");
        let state: String = sqlx::query_scalar("select state from referral")
            .fetch_one(&house.world.db.owner)
            .await
            .unwrap();
        assert_eq!(state, "placed", "{table}");
    }
    house.press(house.desk, &id, &house.time()).await.unwrap();
    assert_eq!(house.rows().await[5], 1);
}

#[tokio::test]
async fn a_full_house_is_told_plainly_and_the_draft_is_kept() {
    let house = house().await;
    let referral = house.placed("Reza", "Ahmadi", false).await;
    let id = house.ready(house.desk, referral).await;
    // E3 as the enrolments' own rule refuses it.
    sqlx::raw_sql(
        "create function public.is_full() returns trigger language plpgsql as $$ begin
           raise exception 'full' using errcode = 'check_violation', constraint = 'enrolment_capacity'; end $$;
         create trigger is_full before insert on enrolment for each row execute function public.is_full()",
    )
    .execute(&house.world.db.owner)
    .await
    .unwrap();
    assert_eq!(
        house.press(house.desk, &id, &house.time()).await,
        refused(Field::Person, DeskRefusal::Full)
    );
    sqlx::raw_sql("drop trigger is_full on enrolment")
        .execute(&house.world.db.owner)
        .await
        .unwrap();
    house.press(house.desk, &id, &house.time()).await.unwrap();
}

#[tokio::test]
async fn two_tabs_and_two_receptionists_make_one_enrolment() {
    let house = Arc::new(house().await);
    let referral = house.placed("Reza", "Ahmadi", false).await;
    let other = house.world.member(house.here, Role::Reception).await;
    let (one, two) = (
        house.ready(house.desk, referral).await,
        house.ready(other, referral).await,
    );
    let press = |who: Member, id: String, minutes: i64| {
        let house = house.clone();
        tokio::spawn(async move { house.press(who, &id, &house.later(minutes)).await })
    };
    let presses = [
        press(house.desk, one.clone(), 0),
        press(house.desk, one.clone(), 0),
        press(other, two.clone(), 45),
    ];
    let mut outcomes = Vec::new();
    for one in presses {
        outcomes.push(one.await.unwrap());
    }
    let gone = refused(Field::Person, DeskRefusal::ReferralGone);
    let (first, second) = (outcomes[0], outcomes[2]);
    assert_eq!(outcomes[0], outcomes[1], "two tabs are told the same");
    assert!(
        (first == Ok(()) && second == gone) || (first == gone && second == Ok(())),
        "{outcomes:?}"
    );
    assert_eq!(house.rows().await[5], 1);
    assert_eq!(house.world.count("select count(*) from booking").await, 1);
    // The other one's page says so, and the beginning of another is refused.
    let (left, whose) = if first == Ok(()) {
        (two, other)
    } else {
        (one, house.desk)
    };
    assert!(house.page(whose.actor(), &left, "").await.unwrap().gone);
    let late = house.world.member(house.here, Role::TeamLeader).await;
    assert_eq!(
        house.begin(late, referral).await,
        refused(Field::Person, DeskRefusal::ReferralGone)
    );
    let mut cx = acting(&house.world, whose.actor(), Action::Enrol).await.unwrap();
    desk::discard(&mut cx, &left).await.unwrap();
    cx.commit().await.unwrap();
    assert_eq!(
        house.page(whose.actor(), &left, "").await.map(|_| ()),
        Err(AppError::NotFound)
    );
}

#[tokio::test]
async fn a_time_that_was_just_taken_is_told_and_the_rest_is_offered() {
    let house = house().await;
    let (one, two) = (
        house.placed("Reza", "Ahmadi", false).await,
        house.placed("Mina", "Karimi", false).await,
    );
    let first = house.ready(house.desk, one).await;
    let second = house.begin(house.desk, two).await.unwrap();
    let mina = TypedPerson {
        given_name: "Mina",
        family_name: "Karimi",
        ..REZA
    };
    house.person(house.desk, &second, &mina).await.unwrap();
    house.middle(house.desk, &second).await.unwrap();
    house.press(house.desk, &first, &house.time()).await.unwrap();
    assert_eq!(
        house.press(house.desk, &second, &house.time()).await,
        refused(Field::Time, DeskRefusal::TimeTaken)
    );
    let form = meeting(house.page(house.desk.actor(), &second, "").await.unwrap());
    assert_eq!(form.coaches[0].inside[0].value, house.later(45));
    assert_eq!(form.coaches[0].load, 1);
    house.press(house.desk, &second, &house.later(45)).await.unwrap();
}
