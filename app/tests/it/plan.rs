//! The plan against a real database: changes say what they start from, and leave their history (P1, P2).

use crate::world::{Person, World};
use app::kernel::error::Field;
use app::kernel::policy::Action;
use app::kernel::{AppError, Ctx};
use app::plan::api::server;
use domain::ids::IdempotencyKey;
use domain::plan::ActivityStatus::{self, Agreed, Done, Idea, Stopped};
use domain::plan::{TITLE_MAX, TextError};

async fn writing(world: &World, who: Person) -> Ctx {
    Ctx::begin_for(
        world.state.clone(),
        world.visitor(Some(who.actor())),
        Action::WriteOwnPlan,
    )
    .await
    .unwrap()
}

async fn add(world: &World, who: Person, key: IdempotencyKey, title: &str) -> Result<(), AppError> {
    let mut cx = writing(world, who).await;
    server::add_activity(&mut cx, &key.to_string(), title, "").await?;
    cx.commit().await
}

async fn goal(world: &World, who: Person, want: &str, revision: i32) -> Result<(), AppError> {
    let mut cx = writing(world, who).await;
    server::write_goal(&mut cx, want, "", "", revision).await?;
    cx.commit().await
}

async fn status(
    world: &World,
    who: Person,
    step: &str,
    from: ActivityStatus,
    to: ActivityStatus,
) -> Result<(), AppError> {
    let mut cx = writing(world, who).await;
    server::set_status(&mut cx, step, from, to).await?;
    cx.commit().await
}

async fn plan(world: &World, who: Person) -> app::plan::api::MyPlan {
    let visitor = world.visitor(Some(who.actor()));
    let mut cx = Ctx::begin_for(world.state.clone(), visitor, Action::ReadOwnPlan)
        .await
        .unwrap();
    server::my_plan(&mut cx).await.unwrap()
}

#[tokio::test]
async fn a_step_is_added_once_however_often_it_is_sent() {
    let world = World::new().await;
    let who = world.person().await;
    let key = world.key();
    for _ in 0..3 {
        add(&world, who, key, "  Ring lagret  ").await.unwrap();
    }
    assert_eq!(
        add(&world, who, key, "Något annat").await,
        Err(AppError::Conflict)
    );
    let steps = plan(&world, who).await.steps;
    assert_eq!(steps.len(), 1);
    assert_eq!(
        (steps[0].title.as_str(), steps[0].status),
        ("Ring lagret", ActivityStatus::Idea)
    );
    assert_eq!(world.count("select count(*) from plan_history").await, 1);
}

#[tokio::test]
async fn a_title_that_cannot_be_kept_names_its_field_and_changes_nothing() {
    let world = World::new().await;
    let who = world.person().await;
    for (title, problem) in [
        ("   ".to_owned(), TextError::Empty),
        ("å".repeat(TITLE_MAX + 1), TextError::TooLong),
        ("a\u{0}".to_owned(), TextError::Unreadable),
    ] {
        let answer = add(&world, who, world.key(), &title).await;
        assert_eq!(
            answer,
            Err(AppError::Field {
                field: Field::Title,
                problem
            })
        );
    }
    assert_eq!(world.count("select count(*) from plan").await, 0);
}

#[tokio::test]
async fn text_is_kept_in_one_form_of_unicode() {
    let world = World::new().await;
    let who = world.person().await;
    add(&world, who, world.key(), "O\u{308}ppna fo\u{308}nstret")
        .await
        .unwrap();
    assert_eq!(plan(&world, who).await.steps[0].title, "Öppna fönstret");
}

#[tokio::test]
async fn a_step_changes_from_what_was_read_and_twice_is_once() {
    let world = World::new().await;
    let who = world.person().await;
    add(&world, who, world.key(), "Skriva CV").await.unwrap();
    let id = plan(&world, who).await.steps[0].id.clone();
    status(&world, who, &id, Idea, Done).await.unwrap();
    status(&world, who, &id, Idea, Done).await.unwrap();
    assert_eq!(
        world.count("select count(*) from plan_history").await,
        2,
        "added, and done once"
    );
    assert_eq!(
        status(&world, who, &id, Agreed, Idea).await,
        Err(AppError::Conflict)
    );
    assert_eq!(
        status(&world, who, &id, Done, Stopped).await,
        Err(AppError::Conflict),
        "not alone (P3)"
    );
    status(&world, who, &id, Done, Idea).await.unwrap();
    assert_eq!(
        world
            .count("select count(*) from activity where done_on is not null")
            .await,
        0
    );
}

#[tokio::test]
async fn somebody_elses_step_is_not_there() {
    let world = World::new().await;
    let (who, other) = (world.person().await, world.person().await);
    add(&world, who, world.key(), "Mitt").await.unwrap();
    let id = plan(&world, who).await.steps[0].id.clone();
    let answer = status(&world, other, &id, ActivityStatus::Idea, ActivityStatus::Done).await;
    assert_eq!(answer, Err(AppError::NotFound));
    assert!(plan(&world, other).await.steps.is_empty());
}

#[tokio::test]
async fn a_goal_does_not_overwrite_what_was_not_read() {
    let world = World::new().await;
    let who = world.person().await;
    goal(&world, who, "Lager", 0).await.unwrap();
    let read = plan(&world, who).await;
    assert_eq!((read.want.as_str(), read.revision), ("Lager", 2));
    goal(&world, who, "Truckkort", 2).await.unwrap();
    assert_eq!(goal(&world, who, "Något annat", 2).await, Err(AppError::Conflict));
    goal(&world, who, "Truckkort", 2).await.unwrap();
    let history = world
        .count("select count(*) from plan_history where change ? 'answers_before'")
        .await;
    assert_eq!(history, 2, "the same text again is no change");
}
