//! What asks for a second proof given lately, and what waits for none.

use crate::world::World;
use app::kernel::policy::{Action, Denial, Role};
use app::kernel::{Actor, AppError, Ctx};
use chrono::TimeDelta;
use domain::clock::Clock;

async fn begin(world: &World, actor: Actor, action: Action, ago: Option<TimeDelta>) -> Option<AppError> {
    let mut visitor = world.visitor(Some(actor));
    visitor.stepped_up_at = ago.map(|ago| world.clock.now() - ago);
    Ctx::begin_for(world.state.clone(), visitor, action).await.err()
}

#[tokio::test]
async fn some_actions_ask_for_a_second_proof_not_older_than_ten_minutes() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let manager = world.member(centre, Role::Manager).await.actor();
    let participant = world.enrolled(centre).await.actor();
    let closed = Some(AppError::Closed(Denial::StepUpNeeded));
    for (actor, action) in [
        (manager, Action::WriteAccounts),
        (manager, Action::ManageProtection),
        (manager, Action::ChangeOwnSignIn),
        (participant, Action::ChangeOwnSignIn),
        (participant, Action::TakeOwnBook),
    ] {
        assert!(action.needs_step_up());
        assert_eq!(begin(&world, actor, action, None).await, closed, "{action:?}");
        let old = Some(TimeDelta::minutes(10));
        assert_eq!(begin(&world, actor, action, old).await, closed, "{action:?}");
        let fresh = Some(TimeDelta::seconds(599));
        assert_eq!(begin(&world, actor, action, fresh).await, None, "{action:?}");
    }
    for (actor, action) in [
        (manager, Action::TakeOverride),
        (manager, Action::ReadAccounts),
        (participant, Action::ManageOwnSignIn),
    ] {
        assert_eq!(
            begin(&world, actor, action, None).await,
            None,
            "{action:?} waits for nothing"
        );
    }
    // Whoever may not at all is told so, and not to confirm first.
    let coach = world.member(centre, Role::Coach).await.actor();
    let told = begin(&world, coach, Action::WriteAccounts, None).await;
    assert_eq!(told, Some(AppError::NotFound));
}

#[tokio::test]
async fn it_is_asked_for_about_a_person_too() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let manager = world.member(centre, Role::Manager).await.actor();
    let who = world.enrolled(centre).await;
    let mut visitor = world.visitor(Some(manager));
    visitor.stepped_up_at = None;
    let state = world.state.clone();
    let begun = Ctx::begin_about_for(state, visitor, Action::ManageProtection, who.id, None).await;
    assert_eq!(begun.err(), Some(AppError::Closed(Denial::StepUpNeeded)));
    let visitor = world.visitor(Some(manager));
    let state = world.state.clone();
    let begun = Ctx::begin_about_for(state, visitor, Action::ManageProtection, who.id, None).await;
    assert!(begun.is_ok());
    let told = "select count(*) from access_log where not permitted and reason = 'step_up_needed'";
    assert_eq!(world.count(told).await, 1);
}
