//! The check-in against a real database: every answer of issue and domain (A1, A2), each by its own name.

use crate::world::{Person, World};
use app::attendance::api::CheckedIn;
use app::attendance::api::server::check_in;
use app::attendance::code;
use app::kernel::policy::Action;
use app::kernel::{AppError, Ctx};
use domain::attendance::{CheckInRefusal, CodeStep};
use domain::clock::Clock;
use domain::ids::{CentreId, IdempotencyKey};

const TODAY: &str = "arbetsforum";
const ELSEWHERE: &str = "kompetenscenter-oster";

fn digits(world: &World, centre: CentreId) -> String {
    code::digits(&world.state.keys, centre, CodeStep::at(world.clock.now()))
}

async fn press(world: &World, who: Person, key: IdempotencyKey, code: &str) -> Result<CheckedIn, AppError> {
    let visitor = world.visitor(Some(who.actor()));
    let cx = Ctx::begin_for(world.state.clone(), visitor, Action::CheckIn).await?;
    check_in(cx, &key.to_string(), code, "", "").await
}

async fn press_link(
    world: &World,
    who: Person,
    centre: CentreId,
    step: CodeStep,
    code: &str,
) -> Result<CheckedIn, AppError> {
    let visitor = world.visitor(Some(who.actor()));
    let cx = Ctx::begin_for(world.state.clone(), visitor, Action::CheckIn).await?;
    check_in(
        cx,
        &world.key().to_string(),
        code,
        &centre.to_string(),
        &step.0.to_string(),
    )
    .await
}

const fn refused(why: CheckInRefusal) -> Result<CheckedIn, AppError> {
    Err(AppError::CheckIn(why))
}

async fn rows(world: &World) -> (i64, i64) {
    (
        world.count("select count(*) from attendance").await,
        world
            .count("select count(*) from ledger where event = 'attended'")
            .await,
    )
}

#[tokio::test]
async fn the_code_on_the_screen_is_a_stamp_a_row_and_a_ledger_entry() {
    let world = World::new().await;
    let centre = world.centre(TODAY).await;
    let who = world.enrolled(centre).await;
    let done = press(&world, who, world.key(), &digits(&world, centre))
        .await
        .unwrap();
    assert!(!done.already);
    assert_eq!(
        (done.stamp.day.as_str(), done.stamp.time.as_str()),
        ("20 NOV", "09:12")
    );
    assert_eq!(rows(&world).await, (1, 1));
}

#[tokio::test]
async fn digits_may_be_typed_with_spaces() {
    let world = World::new().await;
    let centre = world.centre(TODAY).await;
    let who = world.enrolled(centre).await;
    let code = digits(&world, centre);
    let spaced = format!(" {} {} ", &code[..3], &code[3..]);
    assert!(press(&world, who, world.key(), &spaced).await.is_ok());
}

#[tokio::test]
async fn the_same_press_again_is_the_same_answer_and_one_row() {
    let world = World::new().await;
    let centre = world.centre(TODAY).await;
    let who = world.enrolled(centre).await;
    let (key, code) = (world.key(), digits(&world, centre));
    let first = press(&world, who, key, &code).await;
    // Hours later, when the code is long dead: the press is known.
    world.at("2026-11-20T12:00:00Z");
    assert_eq!(press(&world, who, key, &code).await, first);
    assert_eq!(rows(&world).await, (1, 1));
}

#[tokio::test]
async fn another_press_of_the_day_says_already() {
    let world = World::new().await;
    let centre = world.centre(TODAY).await;
    let who = world.enrolled(centre).await;
    press(&world, who, world.key(), &digits(&world, centre))
        .await
        .unwrap();
    world.at("2026-11-20T12:00:00Z");
    let again = press(&world, who, world.key(), &digits(&world, centre))
        .await
        .unwrap();
    assert!(again.already);
    assert_eq!(again.stamp.time, "09:12", "the stamp shows when one came");
    assert_eq!(rows(&world).await, (1, 1));
}

#[tokio::test]
async fn the_same_key_with_another_question_is_a_conflict() {
    let world = World::new().await;
    let centre = world.centre(TODAY).await;
    let (who, other) = (world.enrolled(centre).await, world.enrolled(centre).await);
    let (key, code) = (world.key(), digits(&world, centre));
    press(&world, who, key, &code).await.unwrap();
    assert_eq!(press(&world, who, key, "000000").await, Err(AppError::Conflict));
    assert_eq!(
        press(&world, other, key, &code).await,
        Err(AppError::Conflict),
        "somebody else's key"
    );
    assert_eq!(rows(&world).await, (1, 1));
}

#[tokio::test]
async fn two_hundred_at_once_with_one_key_are_one_row_and_one_answer() {
    let world = std::sync::Arc::new(World::new().await);
    let centre = world.centre(TODAY).await;
    let who = world.enrolled(centre).await;
    let (key, code) = (world.key(), digits(&world, centre));
    let mut presses = tokio::task::JoinSet::new();
    for _ in 0..200 {
        let (world, code) = (world.clone(), code.clone());
        presses.spawn(async move { press(&world, who, key, &code).await });
    }
    let answers = presses.join_all().await;
    let first = answers[0].clone().unwrap();
    assert!(!first.already);
    assert!(answers.into_iter().all(|a| a.as_ref() == Ok(&first)));
    assert_eq!(rows(&world).await, (1, 1));
}

#[tokio::test]
async fn fifty_at_once_with_keys_of_their_own_are_one_row() {
    let world = std::sync::Arc::new(World::new().await);
    let centre = world.centre(TODAY).await;
    let who = world.enrolled(centre).await;
    let code = digits(&world, centre);
    let mut presses = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let (world, code) = (world.clone(), code.clone());
        presses.spawn(async move { press(&world, who, world.key(), &code).await.unwrap() });
    }
    let answers = presses.join_all().await;
    assert_eq!(answers.iter().filter(|a| !a.already).count(), 1);
    assert_eq!(rows(&world).await, (1, 1));
}

#[tokio::test]
async fn a_code_lives_for_a_minute_from_when_it_was_shown() {
    let world = World::new().await;
    let centre = world.centre(TODAY).await;
    let code = digits(&world, centre);
    for (moment, holds) in [
        ("08:12:00", true),
        ("08:12:59", true),
        ("08:13:00", false),
        ("08:30:00", false),
    ] {
        let who = world.enrolled(centre).await;
        world.at(&format!("2026-11-20T{moment}Z"));
        let answer = press(&world, who, world.key(), &code).await;
        assert_eq!(answer.is_ok(), holds, "{moment}: {answer:?}");
        world.at("2026-11-20T08:12:00Z");
    }
}

#[tokio::test]
async fn a_stale_link_says_stale_and_a_code_of_tomorrow_says_not_yet() {
    let world = World::new().await;
    let centre = world.centre(TODAY).await;
    let who = world.enrolled(centre).await;
    let shown = CodeStep::at(world.clock.now());
    let (tomorrow, yesterday) = (CodeStep(shown.0 + 2880), CodeStep(shown.0 - 2880));
    for (step, why) in [
        (tomorrow, CheckInRefusal::CodeNotYet),
        (yesterday, CheckInRefusal::StaleCode),
    ] {
        let code = code::digits(&world.state.keys, centre, step);
        assert_eq!(press_link(&world, who, centre, step, &code).await, refused(why));
    }
    assert_eq!(rows(&world).await, (0, 0));
}

#[tokio::test]
async fn a_link_with_a_code_that_is_not_its_own_is_unknown() {
    let world = World::new().await;
    let centre = world.centre(TODAY).await;
    let who = world.enrolled(centre).await;
    let step = CodeStep::at(world.clock.now());
    let code = code::digits(&world.state.keys, centre, CodeStep(step.0 + 1));
    assert_eq!(
        press_link(&world, who, centre, step, &code).await,
        refused(CheckInRefusal::UnknownCode)
    );
}

#[tokio::test]
async fn the_code_of_another_place_says_so_by_link_and_by_digits() {
    let world = World::new().await;
    let (centre, other) = (world.centre(TODAY).await, world.centre(ELSEWHERE).await);
    let who = world.enrolled(centre).await;
    let code = digits(&world, other);
    let step = CodeStep::at(world.clock.now());
    assert_eq!(
        press(&world, who, world.key(), &code).await,
        refused(CheckInRefusal::WrongCentre)
    );
    assert_eq!(
        press_link(&world, who, other, step, &code).await,
        refused(CheckInRefusal::WrongCentre)
    );
    assert_eq!(rows(&world).await, (0, 0));
}

#[tokio::test]
async fn a_closed_day_takes_no_attendance_and_an_extra_open_one_does() {
    let world = World::new().await;
    let centre = world.centre(TODAY).await;
    let who = world.enrolled(centre).await;
    // A Saturday, closed by the calendar.
    world.at("2026-11-21T09:00:00Z");
    let saturday = press(&world, who, world.key(), &digits(&world, centre)).await;
    assert_eq!(saturday, refused(CheckInRefusal::ClosedDay));
    sqlx::query("insert into centre_day (centre_id, day, is_open, reason) values ($1, '2026-11-21', true, 'öppet hus'), ($1, '2026-11-23', false, 'planeringsdag')")
        .bind(centre.as_uuid())
        .execute(&world.db.owner)
        .await
        .unwrap();
    assert!(
        press(&world, who, world.key(), &digits(&world, centre))
            .await
            .is_ok()
    );
    world.at("2026-11-23T09:00:00Z");
    let closed = press(&world, who, world.key(), &digits(&world, centre)).await;
    assert_eq!(closed, refused(CheckInRefusal::ClosedDay));
}

#[tokio::test]
async fn somebody_who_is_not_enrolled_is_told_so() {
    let world = World::new().await;
    let centre = world.centre(TODAY).await;
    let never = world.person().await;
    let later = world.person().await;
    world.enrol(later, centre, "2026-11-21".parse().unwrap()).await;
    let ended = world.enrolled(centre).await;
    sqlx::query("update enrolment set ended_on = '2026-11-19' where person_id = $1")
        .bind(ended.id.as_uuid())
        .execute(&world.db.owner)
        .await
        .unwrap();
    for who in [never, later, ended] {
        let answer = press(&world, who, world.key(), &digits(&world, centre)).await;
        assert_eq!(answer, refused(CheckInRefusal::NotEnrolled));
    }
}

#[tokio::test]
async fn the_day_is_stockholms() {
    let world = World::new().await;
    let centre = world.centre(TODAY).await;
    let who = world.enrolled(centre).await;
    // 00:30 on Tuesday in Stockholm is still Monday in UTC.
    world.at("2026-11-23T23:30:00Z");
    let done = press(&world, who, world.key(), &digits(&world, centre))
        .await
        .unwrap();
    assert_eq!(
        (done.stamp.day.as_str(), done.stamp.time.as_str()),
        ("24 NOV", "00:30")
    );
    let day: chrono::NaiveDate = sqlx::query_scalar("select day from attendance")
        .fetch_one(&world.db.owner)
        .await
        .unwrap();
    assert_eq!(day, "2026-11-24".parse().unwrap());
}

#[tokio::test]
async fn wrong_digits_are_counted_and_slowed() {
    let world = World::new().await;
    let centre = world.centre(TODAY).await;
    let who = world.enrolled(centre).await;
    let right = digits(&world, centre);
    let wrong = if right == "111111" { "222222" } else { "111111" };
    for _ in 0..10 {
        assert_eq!(
            press(&world, who, world.key(), wrong).await,
            refused(CheckInRefusal::UnknownCode)
        );
    }
    assert!(matches!(
        press(&world, who, world.key(), wrong).await,
        Err(AppError::TooManyTries { .. })
    ));
}

#[tokio::test]
async fn nonsense_is_refused_without_a_word_to_the_database() {
    let world = World::new().await;
    let centre = world.centre(TODAY).await;
    let who = world.enrolled(centre).await;
    let good = digits(&world, centre);
    for key in ["", "1", "nonsense", "' or 1=1 --"] {
        let visitor = world.visitor(Some(who.actor()));
        let cx = Ctx::begin_for(world.state.clone(), visitor, Action::CheckIn)
            .await
            .unwrap();
        assert_eq!(
            check_in(cx, key, &good, "", "").await,
            Err(AppError::Unreadable),
            "{key:?}"
        );
    }
    for code in [
        "12345",
        "1234567",
        "åäöåäö",
        "12345x",
        "\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}",
    ] {
        assert_eq!(
            press(&world, who, world.key(), code).await,
            refused(CheckInRefusal::UnknownCode),
            "{code:?}"
        );
    }
    assert_eq!(rows(&world).await, (0, 0));
}
