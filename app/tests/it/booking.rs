//! Hours and bookings against a real database: who keeps whose hours, which times are free, and one slot for one.

use crate::world::{Member, World};
use app::booking::{NewBooking, book, free_times, hours};
use app::kernel::error::Field;
use app::kernel::policy::{Action, Role};
use app::kernel::{Actor, AppError, Ctx};
use chrono::{DateTime, Utc};
use domain::civil_time::clock_hm;
use domain::free_times::Span;
use domain::ids::CentreId;
use domain::intake::DeskRefusal;
use domain::plan::TextError;
use std::sync::Arc;

pub async fn acting(world: &World, actor: Actor, action: Action) -> Result<Ctx, AppError> {
    Ctx::begin_for(world.state.clone(), world.visitor(Some(actor)), action).await
}

pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// Every working day from nine to noon, from this Friday on.
pub async fn every_morning(world: &World, coach: Member) {
    for weekday in ["1", "2", "3", "4", "5"] {
        let mut cx = acting(world, coach.actor(), Action::KeepHours).await.unwrap();
        hours::add(&mut cx, "", weekday, "09:00", "12:00", "2026-11-20")
            .await
            .unwrap();
        cx.commit().await.unwrap();
    }
}

async fn times(world: &World, actor: Actor, coach: Member, from: &str, to: &str) -> Vec<String> {
    let mut cx = acting(world, actor, Action::Enrol).await.unwrap();
    let span = Span {
        from: at(from),
        to: at(to),
    };
    free_times(&mut cx, span)
        .await
        .unwrap()
        .into_iter()
        .find(|c| c.staff == coach.id)
        .map(|c| c.times.iter().map(|t| clock_hm(*t)).collect())
        .unwrap_or_default()
}

const fn refused(field: Field, why: DeskRefusal) -> AppError {
    AppError::Desk { field, why }
}

#[tokio::test]
async fn hours_days_closures_and_bookings_make_the_free_times() {
    let world = World::new().await;
    let here = world.centre("arbetsforum").await;
    let (coach, desk) = (
        world.member(here, Role::Coach).await,
        world.member(here, Role::Reception).await,
    );
    every_morning(&world, coach).await;
    // Friday at 09.12: what has begun is past.
    let friday = ("2026-11-20T08:12:00Z", "2026-11-20T23:00:00Z");
    assert_eq!(
        times(&world, desk.actor(), coach, friday.0, friday.1).await,
        ["09:45", "10:30", "11:15"]
    );
    let monday = ("2026-11-22T23:00:00Z", "2026-11-23T23:00:00Z");
    assert_eq!(
        times(&world, desk.actor(), coach, monday.0, monday.1).await,
        ["09:00", "09:45", "10:30", "11:15"]
    );

    let mut cx = acting(&world, coach.actor(), Action::KeepHours).await.unwrap();
    hours::other_day(&mut cx, "", "2026-11-23", "", "").await.unwrap();
    cx.commit().await.unwrap();
    assert!(
        times(&world, desk.actor(), coach, monday.0, monday.1)
            .await
            .is_empty()
    );
    let mut cx = acting(&world, coach.actor(), Action::KeepHours).await.unwrap();
    hours::undo_day(&mut cx, "", "2026-11-23").await.unwrap();
    cx.commit().await.unwrap();
    assert_eq!(
        times(&world, desk.actor(), coach, monday.0, monday.1).await.len(),
        4
    );

    sqlx::query("insert into centre_day values ($1, '2026-11-23', false, 'Planeringsdag')")
        .bind(here.as_uuid())
        .execute(&world.db.owner)
        .await
        .unwrap();
    assert!(
        times(&world, desk.actor(), coach, monday.0, monday.1)
            .await
            .is_empty()
    );
}

#[tokio::test]
async fn a_coach_keeps_their_own_hours_and_who_leads_anybodys_of_the_centre() {
    let world = World::new().await;
    let (here, there) = (
        world.centre("arbetsforum").await,
        world.centre("kompetenscenter-oster").await,
    );
    let (coach, colleague) = (
        world.member(here, Role::Coach).await,
        world.member(here, Role::Coach).await,
    );
    let lead = world.member(here, Role::TeamLeader).await;
    let elsewhere = world.member(there, Role::Coach).await;
    let add = async |who: Member, whose: Member| {
        let mut cx = acting(&world, who.actor(), Action::KeepHours).await?;
        hours::add(
            &mut cx,
            &whose.id.to_string(),
            "1",
            "09:00",
            "12:00",
            "2026-11-23",
        )
        .await?;
        cx.commit().await
    };
    assert_eq!(add(coach, coach).await, Ok(()));
    assert_eq!(add(coach, colleague).await, Err(AppError::NotFound));
    assert_eq!(add(lead, colleague).await, Ok(()));
    assert_eq!(add(lead, elsewhere).await, Err(AppError::NotFound));
    // The same press again is stored once; hours that cross those that stand there are refused.
    assert_eq!(add(coach, coach).await, Ok(()));
    assert_eq!(
        world
            .count("select count(*) from free_hours where weekday = 1 and valid_from = '2026-11-23'")
            .await,
        2
    );
    let mut cx = acting(&world, coach.actor(), Action::KeepHours).await.unwrap();
    let crossing = hours::add(
        &mut cx,
        &coach.id.to_string(),
        "1",
        "11:00",
        "13:00",
        "2026-11-23",
    )
    .await;
    assert_eq!(crossing, Err(refused(Field::FromTime, DeskRefusal::HoursThere)));
    drop(cx);
    for role in [Role::Reception, Role::Recruiter, Role::Specialist] {
        let member = world.member(here, role).await;
        assert!(
            acting(&world, member.actor(), Action::KeepHours).await.is_err(),
            "{role:?}"
        );
    }
    // The second wall says the same.
    let mut cx = acting(&world, coach.actor(), Action::KeepHours).await.unwrap();
    let refused = sqlx::query(
        "insert into free_hours (free_hours_id, staff_id, centre_id, weekday, from_time, to_time, valid_from, created_at)
         values (gen_random_uuid(), $1, $2, 2, '09:00', '10:00', '2026-11-23', now())",
    )
    .bind(colleague.id.as_uuid())
    .bind(here.as_uuid())
    .execute(cx.db())
    .await
    .unwrap_err();
    assert!(refused.to_string().contains("row-level security"), "{refused}");
}

#[tokio::test]
async fn nonsense_is_told_at_its_field() {
    let world = World::new().await;
    let here = world.centre("arbetsforum").await;
    let coach = world.member(here, Role::Coach).await;
    let add = async |weekday: &str, from: &str, to: &str, since: &str| {
        let mut cx = acting(&world, coach.actor(), Action::KeepHours).await?;
        hours::add(&mut cx, "", weekday, from, to, since).await
    };
    assert!(matches!(
        add("", "09:00", "10:00", "2026-11-23").await,
        Err(AppError::Field {
            field: Field::Weekday,
            ..
        })
    ));
    assert_eq!(
        add("6", "09:00", "10:00", "2026-11-23").await,
        Err(AppError::Unreadable)
    );
    assert_eq!(
        add("1", "nio", "10:00", "2026-11-23").await,
        Err(refused(Field::FromTime, DeskRefusal::NotATime))
    );
    assert_eq!(
        add("1", "10:00", "09.00", "2026-11-23").await,
        Err(refused(Field::ToTime, DeskRefusal::TimesCrossed))
    );
    assert_eq!(
        add("1", "09:00", "10:00", "2026-11-19").await,
        Err(refused(Field::ValidFrom, DeskRefusal::DayPast))
    );
    assert!(add("1", "09:00", "10:00", "2999-01-01").await.is_err());
    // The day that differs has fields of its own on the same page.
    let mut cx = acting(&world, coach.actor(), Action::KeepHours).await.unwrap();
    assert_eq!(
        hours::other_day(&mut cx, "", "2026-11-24", "10:00", "09:00").await,
        Err(refused(Field::DayTo, DeskRefusal::TimesCrossed))
    );
    assert_eq!(
        hours::other_day(&mut cx, "", "2026-11-24", "", "10:00").await,
        Err(AppError::Field {
            field: Field::DayFrom,
            problem: TextError::Empty,
        })
    );
}

/// Somebody enrolled with a coach, and the booking of a time with them.
async fn try_book(
    world: &World,
    desk: Member,
    here: CentreId,
    coach: Member,
    starts_at: DateTime<Utc>,
) -> Result<(), AppError> {
    let who = world.person().await;
    let enrolment = world.enrol(who, here, "2026-11-20".parse().unwrap()).await;
    let mut cx = acting(world, desk.actor(), Action::Enrol).await?;
    let new = NewBooking {
        enrolment,
        person: who.id,
        centre: here,
        staff: coach.id,
        starts_at,
        place: "",
        language: "sv",
        interpreter: false,
        is_first: true,
        key: world.key(),
    };
    book(&mut cx, &new).await?;
    cx.commit().await
}

#[tokio::test]
async fn twenty_race_for_one_time_and_one_has_it() {
    let world = Arc::new(World::new().await);
    let here = world.centre("arbetsforum").await;
    let (coach, desk) = (
        world.member(here, Role::Coach).await,
        world.member(here, Role::Reception).await,
    );
    every_morning(&world, coach).await;
    let slot = at("2026-11-23T08:00:00Z");
    let racers: Vec<_> = (0..20)
        .map(|_| {
            let world = world.clone();
            tokio::spawn(async move { try_book(&world, desk, here, coach, slot).await })
        })
        .collect();
    let mut outcomes = Vec::new();
    for racer in racers {
        outcomes.push(racer.await.unwrap());
    }
    assert_eq!(outcomes.iter().filter(|o| o.is_ok()).count(), 1, "{outcomes:?}");
    let taken = refused(Field::Time, DeskRefusal::TimeTaken);
    assert!(
        outcomes.iter().all(|o| o.is_ok() || *o == Err(taken)),
        "{outcomes:?}"
    );
    assert_eq!(world.count("select count(*) from booking").await, 1);
    let told = "select count(*) from ledger where event in ('meeting_offered', 'meeting_booked') and payload ->> 'first' = 'true'";
    assert_eq!(world.count(told).await, 2);
    // The next ones are offered.
    let next = times(
        &world,
        desk.actor(),
        coach,
        "2026-11-22T23:00:00Z",
        "2026-11-23T23:00:00Z",
    )
    .await;
    assert_eq!(next, ["09:45", "10:30", "11:15"]);
    // The wall behind: whoever writes past the rule is refused by the table.
    let past_the_rule = sqlx::query(
        "insert into booking (booking_id, kind, centre_id, enrolment_id, person_id, staff_id, starts_at, ends_at, state,
                              idempotency_key, created_at, updated_at)
         select gen_random_uuid(), kind, centre_id, enrolment_id, person_id, staff_id, starts_at + interval '10 minutes',
                ends_at, 'booked', gen_random_uuid(), created_at, updated_at from booking",
    )
    .execute(&world.db.owner)
    .await
    .unwrap_err();
    assert!(
        past_the_rule.to_string().contains("booking_one_at_a_time"),
        "{past_the_rule}"
    );
}

#[tokio::test]
async fn a_time_outside_the_hours_is_no_free_one_and_a_key_is_one_booking() {
    let world = World::new().await;
    let here = world.centre("arbetsforum").await;
    let (coach, desk) = (
        world.member(here, Role::Coach).await,
        world.member(here, Role::Reception).await,
    );
    every_morning(&world, coach).await;
    let not_free = Err(refused(Field::Time, DeskRefusal::NotFree));
    // After the hours, off the grid, on a Saturday, in the past.
    for bad in [
        "2026-11-23T13:00:00Z",
        "2026-11-23T08:10:00Z",
        "2026-11-21T08:00:00Z",
        "2026-11-20T08:00:00Z",
    ] {
        assert_eq!(
            try_book(&world, desk, here, coach, at(bad)).await,
            not_free,
            "{bad}"
        );
    }
    let who = world.person().await;
    let enrolment = world.enrol(who, here, "2026-11-20".parse().unwrap()).await;
    let new = NewBooking {
        enrolment,
        person: who.id,
        centre: here,
        staff: coach.id,
        starts_at: at("2026-11-23T08:00:00Z"),
        place: "",
        language: "sv",
        interpreter: true,
        is_first: true,
        key: world.key(),
    };
    let mut ids = Vec::new();
    for _ in 0..2 {
        let mut cx = acting(&world, desk.actor(), Action::Enrol).await.unwrap();
        ids.push(book(&mut cx, &new).await.unwrap());
        cx.commit().await.unwrap();
    }
    assert_eq!(ids[0], ids[1]);
    let mut cx = acting(&world, desk.actor(), Action::Enrol).await.unwrap();
    let other = NewBooking {
        starts_at: at("2026-11-23T08:45:00Z"),
        ..new
    };
    assert_eq!(book(&mut cx, &other).await, Err(AppError::Conflict));
}

#[tokio::test]
async fn bookings_follow_the_grid_and_are_seen_by_nobody_elsewhere() {
    let world = World::new().await;
    let (here, there) = (
        world.centre("arbetsforum").await,
        world.centre("kompetenscenter-oster").await,
    );
    let (coach, desk) = (
        world.member(here, Role::Coach).await,
        world.member(here, Role::Reception).await,
    );
    every_morning(&world, coach).await;
    try_book(&world, desk, here, coach, at("2026-11-23T08:00:00Z"))
        .await
        .unwrap();
    let sees = async |who: Actor| {
        let action = if matches!(who, Actor::Participant { .. }) {
            Action::ReadOwnDay
        } else {
            Action::ManageOwnSignIn
        };
        let mut cx = acting(&world, who, action).await.unwrap();
        let n: i64 = sqlx::query_scalar("select count(*) from booking")
            .fetch_one(cx.db())
            .await
            .unwrap();
        n
    };
    for (role, centre, expected) in [
        (Role::Reception, here, 1),
        (Role::Coach, here, 1),
        (Role::TeamLeader, here, 1),
        (Role::Manager, here, 1),
        (Role::Recruiter, here, 0),
        (Role::Specialist, here, 0),
        (Role::Steering, here, 0),
        (Role::Reception, there, 0),
        (Role::Manager, there, 0),
    ] {
        let member = world.member(centre, role).await;
        assert_eq!(sees(member.actor()).await, expected, "{role:?}");
    }
    let worker = world.outsider("soc-bergsjon", Role::CaseWorker).await;
    assert_eq!(sees(worker.actor()).await, 0);
    assert_eq!(
        sees(world.enrolled(here).await.actor()).await,
        0,
        "another participant"
    );
    // A manager reads and does not write.
    let manager = world.member(here, Role::Manager).await;
    let mut cx = acting(&world, manager.actor(), Action::ManageOwnSignIn)
        .await
        .unwrap();
    let changed = sqlx::query("update booking set state = 'cancelled'")
        .execute(cx.db())
        .await
        .unwrap();
    assert_eq!(changed.rows_affected(), 0);
}

#[tokio::test]
async fn the_ledger_tells_when_with_whom_and_which_place_without_its_words() {
    let world = World::new().await;
    let here = world.centre("arbetsforum").await;
    let (coach, desk) = (
        world.member(here, Role::Coach).await,
        world.member(here, Role::Reception).await,
    );
    every_morning(&world, coach).await;
    let who = world.person().await;
    let enrolment = world.enrol(who, here, "2026-11-20".parse().unwrap()).await;
    let mut cx = acting(&world, desk.actor(), Action::Enrol).await.unwrap();
    let new = NewBooking {
        enrolment,
        person: who.id,
        centre: here,
        staff: coach.id,
        starts_at: at("2026-11-23T08:00:00Z"),
        place: "Hemma hos Anna",
        language: "sv",
        interpreter: false,
        is_first: true,
        key: world.key(),
    };
    book(&mut cx, &new).await.unwrap();
    cx.commit().await.unwrap();
    let told = "select count(*) from ledger l join booking b on l.payload ->> 'booking' = b.booking_id::text
                where l.payload ->> 'staff' = b.staff_id::text
                  and ((l.payload ->> 'starts_at')::timestamptz, (l.payload ->> 'ends_at')::timestamptz) = (b.starts_at, b.ends_at)
                  and l.payload ->> 'place_seal' = access.salted(b.salt, convert_to(b.place, 'UTF8'))";
    assert_eq!(world.count(told).await, 2);
    let words = "select count(*) from ledger where payload::text like '%Anna%'";
    assert_eq!(world.count(words).await, 0, "an erasure changes no ledger");
    // So that the seal holds, a place stays as it was written.
    let mut cx = acting(&world, coach.actor(), Action::ManageOwnSignIn)
        .await
        .unwrap();
    let changed = sqlx::query("update booking set place = 'Rum 2'")
        .execute(cx.db())
        .await
        .unwrap_err();
    assert!(changed.to_string().contains("permission denied"), "{changed}");
}
