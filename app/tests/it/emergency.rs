//! Opening in an emergency against a real database (G2): for its hours, told to the participant and the manager, and never
//! for whom one may not know of.

use crate::record::{full, last_entry, open_as, run, take, take_with};
use crate::world::World;
use app::kernel::error::Field;
use app::kernel::policy::{Action, Role};
use app::kernel::{AppError, Ctx};
use app::record::api::open::Identity;
use chrono::TimeDelta;
use domain::plan::TextError;

#[tokio::test]
async fn an_emergency_opens_the_record_for_its_hours_and_says_so() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let (coach, other) = (
        world.member(centre, Role::Coach).await,
        world.member(centre, Role::Coach).await,
    );
    let who = full(&world, centre, coach).await;
    let words = "Deltagaren mår dåligt och coachen är sjuk";
    let problem = |field, problem| Err(AppError::Field { field, problem });
    assert_eq!(
        take(&world, other, who, "för kort", "2").await,
        problem(Field::OverrideReason, TextError::Empty)
    );
    for hours in ["0", "25", "", "två"] {
        assert_eq!(
            take(&world, other, who, words, hours).await,
            problem(Field::Hours, TextError::Empty),
            "{hours}"
        );
    }
    let key = world.key().to_string();
    for _ in 0..2 {
        take_with(&world, other, who, words, "2", &key).await.unwrap();
    }
    assert_eq!(
        take_with(&world, other, who, "En annan sak har hänt", "2", &key).await,
        Err(AppError::Conflict)
    );
    assert_eq!(world.count("select count(*) from override").await, 1);
    let told = "select count(*) from access_log l join access_reason r using (access_log_id)
                where l.action = 'take_override' and l.override_id is not null and l.permitted";
    assert_eq!(
        world.count(told).await,
        1,
        "the participant reads of the taking, once"
    );

    let record = open_as(&world, other.actor(), who, "").await.unwrap();
    assert_eq!(record.emergency_until.as_deref(), Some("20 november 11:12"));
    assert_eq!(record.plan.as_ref().unwrap().want, "Jag vill arbeta på lager");
    assert!(record.attendance.is_some() && !record.may_override);
    assert_eq!(record.identity, Some(Identity::Hidden), "asked for by itself");
    let (permit, categories, _, by_override) = last_entry(&world).await;
    assert_eq!((permit.as_str(), by_override), ("override", true));
    assert!(categories.iter().any(|c| c == "plan_draft"));
    // The manager sees it, from the moment it is taken.
    let manager = world.member(centre, Role::Manager).await;
    let visitor = world.visitor(Some(manager.actor()));
    let mut cx = Ctx::begin_for(world.state.clone(), visitor, Action::ReadOperations)
        .await
        .unwrap();
    let seen: i64 = sqlx::query_scalar("select count(*) from override")
        .fetch_one(cx.db())
        .await
        .unwrap();
    assert_eq!(seen, 1);

    world.clock.advance(TimeDelta::hours(2));
    let after = open_as(&world, other.actor(), who, "").await.unwrap();
    assert!(after.emergency_until.is_none() && after.plan.is_none() && after.may_override);
}

#[tokio::test]
async fn no_emergency_opens_what_one_may_not_know_of() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let coach = world.member(centre, Role::Coach).await;
    let specialist = world.member(centre, Role::Specialist).await;
    let who = full(&world, centre, coach).await;
    let words = "Det är bråttom just nu";
    assert_eq!(
        take(&world, specialist, who, words, "1").await,
        Err(AppError::NotFound)
    );
    run(
        &world,
        "update person set protected_level = 2 where person_id = $1",
        who,
    )
    .await;
    assert_eq!(
        take(&world, coach, who, words, "1").await,
        Err(AppError::NotFound)
    );
    // Named, and still none: a protected identity has no emergency.
    sqlx::query(
        "insert into protected_named (protected_named_id, person_id, staff_id, named_at, named_by)
         values (gen_random_uuid(), $1, $2, now(), $3)",
    )
    .bind(who.id.as_uuid())
    .bind(coach.id.as_uuid())
    .bind(coach.account.as_uuid())
    .execute(&world.db.owner)
    .await
    .unwrap();
    assert_eq!(
        take(&world, coach, who, words, "1").await,
        Err(AppError::NotFound)
    );
    let record = open_as(&world, coach.actor(), who, "").await.unwrap();
    assert!(record.protected && !record.may_override);
    // And not by SQL, past the first wall.
    let visitor = world.visitor(Some(coach.actor()));
    let mut cx = Ctx::begin_for(world.state.clone(), visitor, Action::OpenStart)
        .await
        .unwrap();
    let refused = sqlx::query(
        "insert into override (override_id, person_id, centre_id, staff_id, account_id, reason, begins_at, ends_at, idempotency_key)
         values (gen_random_uuid(), $1, $2, $3, $4, 'Det är bråttom', now(), now() + interval '1 hour', gen_random_uuid())",
    )
    .bind(who.id.as_uuid())
    .bind(centre.as_uuid())
    .bind(coach.id.as_uuid())
    .bind(coach.account.as_uuid())
    .execute(cx.db())
    .await
    .unwrap_err();
    assert!(refused.to_string().contains("G2"), "{refused}");
    assert_eq!(world.count("select count(*) from override").await, 0);
}
