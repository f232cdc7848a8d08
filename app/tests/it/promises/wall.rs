//! Who may see and write what of it, asked of both walls.

use super::{House, refused};
use crate::world::World;
use app::kernel::policy::{Action, Denial, Role};
use app::kernel::{Actor, AppError, Ctx};
use domain::promise::PromiseRefusal as Why;
use sqlx::Row as _;

async fn acting(world: &World, actor: Actor) -> Ctx {
    let action = match actor {
        Actor::Participant { .. } => Action::ReadOwnDay,
        _ => Action::ManageOwnSignIn,
    };
    Ctx::begin_for(world.state.clone(), world.visitor(Some(actor)), action)
        .await
        .unwrap()
}

/// How many rows of the clocks the database gives this actor.
async fn rows(house: &House, actor: Actor) -> i64 {
    let mut cx = acting(&house.world, actor).await;
    sqlx::query("select count(*) from access.promise_events(array[$1::uuid])")
        .bind(house.enrolment.as_uuid())
        .fetch_one(cx.db())
        .await
        .unwrap()
        .get(0)
}

#[tokio::test]
async fn the_grid_of_bookings_decides_who_sees_and_who_writes_talks() {
    let house = House::enrolled_on("2026-11-19").await;
    house.add("booked", "2026-11-23", "13.00").await.unwrap();
    let world = &house.world;
    for (role, read, write) in [
        (Role::Reception, Ok(()), Ok(())),
        (Role::Coach, Ok(()), Ok(())),
        (Role::TeamLeader, Ok(()), Ok(())),
        (Role::Manager, Ok(()), Err(AppError::Closed(Denial::RoleWithout))),
        (
            Role::Recruiter,
            Err(AppError::Closed(Denial::NotAssigned)),
            Err(AppError::Closed(Denial::RoleWithout)),
        ),
        (Role::Specialist, Err(AppError::NotFound), Err(AppError::NotFound)),
        (Role::Steering, Err(AppError::NotFound), Err(AppError::NotFound)),
    ] {
        let who = world.member(house.centre, role).await;
        assert_eq!(house.talks(who).await.map(|_| ()), read, "{role:?} reads");
        assert_eq!(
            house.promises(who).await.map(|_| ()),
            read,
            "{role:?} reads the promises"
        );
        assert_eq!(house.offer(who, "kind:education").await, write, "{role:?} writes");
        // The database says the same.
        assert_eq!(
            rows(&house, who.actor()).await > 0,
            read.is_ok(),
            "{role:?} at the second wall"
        );
    }
    let elsewhere = world
        .member(world.centre("kompetenscenter-oster").await, Role::TeamLeader)
        .await;
    assert_eq!(house.talks(elsewhere).await.map(|_| ()), Err(AppError::NotFound));
    assert_eq!(rows(&house, elsewhere.actor()).await, 0);
    let agency = world.outsider("soc-bergsjon", Role::CaseWorker).await;
    assert_eq!(house.talks(agency).await.map(|_| ()), Err(AppError::NotFound));
    assert_eq!(rows(&house, agency.actor()).await, 0);
    let stranger = world.enrolled(house.centre).await;
    assert_eq!(rows(&house, stranger.actor()).await, 0);
    assert_eq!(
        rows(&house, house.person.actor()).await,
        2,
        "one's own: the talk, and what three offered on one day"
    );
}

#[tokio::test]
async fn the_protected_and_ones_own_kin_are_not_there() {
    let house = House::enrolled_on("2026-11-16").await;
    let world = &house.world;
    sqlx::query("update person set protected_level = 1 where person_id = $1")
        .bind(house.person.id.as_uuid())
        .execute(&world.db.owner)
        .await
        .unwrap();
    assert_eq!(
        house.talks(house.coach).await.map(|_| ()),
        Err(AppError::NotFound)
    );
    assert_eq!(
        house.promises(house.lead).await.map(|_| ()),
        Err(AppError::NotFound)
    );
    let mut cx = Ctx::begin_for(
        world.state.clone(),
        world.visitor(Some(house.lead.actor())),
        Action::ReadPromises,
    )
    .await
    .unwrap();
    let wanted = app::promise::house::Wanted {
        clock: "",
        coach: "",
        chosen: app::promise::api::Chosen::All,
        page: 1,
        explain: &format!("{}.k1", house.enrolment),
    };
    let read = app::promise::house::house(&mut cx, &wanted).await.unwrap();
    assert!(read.rows.is_empty() && read.asked.is_none() && read.counted.starts_with("0 "));
}

#[tokio::test]
async fn who_answers_for_the_promise_explains_it() {
    let house = House::enrolled_on("2026-11-16").await;
    let world = &house.world;
    let key = world.key().to_string();
    let say = |who| house.explain(who, "k1", "closed", "", &key);
    let member = |role| world.member(house.centre, role);
    assert_eq!(
        say(member(Role::Reception).await.actor()).await,
        Err(AppError::NotFound)
    );
    assert_eq!(
        say(member(Role::Recruiter).await.actor()).await,
        Err(AppError::NotFound)
    );
    assert_eq!(
        say(member(Role::Coach).await.actor()).await,
        Err(AppError::NotFound),
        "a coach whose person it is not"
    );
    assert_eq!(say(house.person.actor()).await, Err(AppError::NotFound));
    assert_eq!(world.count("select count(*) from promise_reason").await, 0);
    say(member(Role::Manager).await.actor()).await.unwrap();
    assert_eq!(world.count("select count(*) from promise_reason").await, 1);
    let denied = "select count(*) from access_log where not permitted and action = 'explain_promise'";
    assert_eq!(world.count(denied).await, 3, "the attempts are remembered");
}

#[tokio::test]
async fn the_database_holds_the_same_whatever_the_code_says() {
    let house = House::enrolled_on("2026-11-16").await;
    house.add("booked", "2026-11-23", "13.00").await.unwrap();
    let world = &house.world;
    let insert = async |who: crate::world::Member, words: &str| {
        let mut cx = acting(world, who.actor()).await;
        sqlx::query(
            "insert into promise_reason (promise_reason_id, enrolment_id, person_id, centre_id, clock, due_on, reason, words,
                                         given_at, given_by, idempotency_key)
             values (gen_random_uuid(), $1, $2, $3, 'k1', '2026-11-18', 'other', $4, now(), $5, gen_random_uuid())",
        )
        .bind(house.enrolment.as_uuid())
        .bind(house.person.id.as_uuid())
        .bind(house.centre.as_uuid())
        .bind(words)
        .bind(who.account.as_uuid())
        .execute(cx.db())
        .await
        .map(|_| ())
    };
    for role in [
        Role::Reception,
        Role::Coach,
        Role::Recruiter,
        Role::Specialist,
        Role::Steering,
    ] {
        let who = world.member(house.centre, role).await;
        let error = insert(who, "x").await.unwrap_err().to_string();
        assert!(error.contains("row-level security"), "{role:?}: {error}");
    }
    let elsewhere = world
        .member(world.centre("kompetenscenter-oster").await, Role::Manager)
        .await;
    assert!(insert(elsewhere, "x").await.is_err());
    assert!(
        insert(house.lead, "").await.is_err(),
        "other says nothing without words"
    );
    insert(house.lead, "Vi glömde").await.unwrap();

    // The manager may see a talk and not change it; nobody changes whose it is.
    let manager = world.member(house.centre, Role::Manager).await;
    let mut cx = acting(world, manager.actor()).await;
    let changed = sqlx::query("update booking set state = 'held'")
        .execute(cx.db())
        .await
        .unwrap();
    assert_eq!(changed.rows_affected(), 0);
    drop(cx);
    let mut cx = acting(world, house.coach.actor()).await;
    assert!(
        sqlx::query("update booking set person_id = person_id")
            .execute(cx.db())
            .await
            .is_err()
    );
    drop(cx);
    let mut cx = acting(world, house.person.actor()).await;
    let changed = sqlx::query("update booking set state = 'held'")
        .execute(cx.db())
        .await
        .unwrap();
    assert_eq!(changed.rows_affected(), 0, "nor does the participant");
}

#[tokio::test]
async fn the_ledger_stays_closed_and_an_outcome_does_not_come_out_with_the_clocks() {
    let house = House::enrolled_on("2026-11-16").await;
    house
        .write("exited", "2026-11-19", r#"{"outcome": "illness"}"#)
        .await;
    let reception = house.world.member(house.centre, Role::Reception).await;
    for who in [reception, house.coach, house.lead] {
        let mut cx = acting(&house.world, who.actor()).await;
        let seen: i64 = sqlx::query("select count(*) from ledger")
            .fetch_one(cx.db())
            .await
            .unwrap()
            .get(0);
        assert_eq!(seen, 0, "{:?}", who.role);
        let row: serde_json::Value = sqlx::query(
            "select to_jsonb(v) from access.promise_events(array[$1::uuid]) v where event = 'exited'",
        )
        .bind(house.enrolment.as_uuid())
        .fetch_one(cx.db())
        .await
        .unwrap()
        .get(0);
        assert!(!row.to_string().contains("illness"), "{row}");
    }
}

#[tokio::test]
async fn each_reading_is_in_the_log_with_what_was_read() {
    let house = House::enrolled_on("2026-11-16").await;
    house.talks(house.coach).await.unwrap();
    house.promises(house.lead).await.unwrap();
    house.own().await;
    let read = "select count(*) from access_log where permitted and categories = '{bookings}'
                and action in ('read_talks', 'read_promises_of') and cardinality(person_ids) = 1";
    assert_eq!(
        house.world.count(read).await,
        2,
        "one's own is nobody else's read"
    );
}

#[tokio::test]
async fn reasons_are_history() {
    let house = House::enrolled_on("2026-11-16").await;
    let key = house.world.key().to_string();
    house
        .explain(house.lead.actor(), "k1", "other", "Vi glömde", &key)
        .await
        .unwrap();
    for sql in [
        "update promise_reason set words = 'x'",
        "delete from promise_reason",
    ] {
        let refused = sqlx::query(sql).execute(&house.world.db.owner).await.unwrap_err();
        assert!(refused.to_string().contains("append-only"), "{refused}");
    }
    assert_eq!(
        refused(house.explain(house.lead.actor(), "k3", "closed", "", &key).await),
        Why::NotBroken
    );
}
