//! Publishing the plan (P4): exactly what was shown, once, in the place of the version before, and revoked forward.

use crate::consented::{consent, step, withdraw};
use crate::world::{Person, World};
use app::kernel::policy::Action;
use app::kernel::{AppError, Ctx};
use app::plan::sharing::Reach;
use app::plan::sharing::api::{SharePage, server};
use domain::ids::IdempotencyKey;
use sqlx::Row;

const SOC: &str = "soc-bergsjon";

async fn acting(world: &World, who: Person) -> Ctx {
    let visitor = world.visitor(Some(who.actor()));
    Ctx::begin_for(world.state.clone(), visitor, Action::PublishOwnPlan)
        .await
        .unwrap()
}

async fn page(world: &World, who: Person) -> SharePage {
    server::page(&mut acting(world, who).await, SOC).await.unwrap()
}

async fn publish(
    world: &World,
    who: Person,
    key: IdempotencyKey,
    hash: &str,
    message: &str,
) -> Result<(), AppError> {
    let mut cx = acting(world, who).await;
    server::publish(&mut cx, &key.to_string(), SOC, hash, message).await?;
    cx.commit().await
}

async fn share_now(world: &World, who: Person) {
    let hash = page(world, who).await.hash;
    publish(world, who, world.key(), &hash, "Hej").await.unwrap();
}

async fn stop(world: &World, who: Person) {
    let mut cx = acting(world, who).await;
    server::revoke(&mut cx, SOC).await.unwrap();
    cx.commit().await.unwrap();
}

/// Somebody with a plan of one step, who has consented to the agency's reading it.
async fn ready(world: &World) -> Person {
    let centre = world.centre("arbetsforum").await;
    let who = world.enrolled(centre).await;
    consent(world, who, centre, SOC, "plan").await;
    consent(world, who, centre, SOC, "enrolment").await;
    step(world, who, "Ring lagret", None).await;
    who
}

#[tokio::test]
async fn the_same_press_is_one_version_and_its_proof_is_of_its_canonical_content() {
    let world = World::new().await;
    let who = ready(&world).await;
    let (key, hash) = (world.key(), page(&world, who).await.hash);
    for _ in 0..3 {
        publish(&world, who, key, &hash, "  Hej  ").await.unwrap();
    }
    assert_eq!(
        publish(&world, who, key, &hash, "Något annat").await,
        Err(AppError::Conflict)
    );
    // The same once more, by another press: they have just this already.
    publish(&world, who, world.key(), &hash, "Hej").await.unwrap();
    assert_eq!(world.count("select count(*) from plan_version").await, 1);

    let row = sqlx::query("select content, content_hash, message from plan_version")
        .fetch_one(&world.db.owner)
        .await
        .unwrap();
    let content: serde_json::Value = row.get("content");
    let parsed = serde_json::from_value(content).unwrap();
    assert_eq!(
        app::plan::sharing::hash(&parsed).unwrap().to_vec(),
        row.get::<Vec<u8>, _>("content_hash")
    );
    assert_eq!(row.get::<String, _>("message"), "Hej");
}

#[tokio::test]
async fn what_was_not_shown_is_not_published() {
    let world = World::new().await;
    let who = ready(&world).await;
    let seen = page(&world, who).await.hash;
    step(&world, who, "Nytt i en annan flik", None).await;
    assert_eq!(
        publish(&world, who, world.key(), &seen, "").await,
        Err(AppError::Conflict)
    );
    assert_eq!(world.count("select count(*) from plan_version").await, 0);
}

#[tokio::test]
async fn without_a_consent_to_the_plan_nothing_is_published() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let who = world.enrolled(centre).await;
    step(&world, who, "Ring lagret", None).await;
    consent(&world, who, centre, SOC, "enrolment").await;
    consent(&world, who, centre, "soc-kortedala", "plan").await;
    let page = page(&world, who).await;
    assert!(!page.consented);
    let answer = publish(&world, who, world.key(), &page.hash, "").await;
    assert_eq!(answer, Err(AppError::Conflict));

    let sharing = server::sharing(&mut acting(&world, who).await).await.unwrap();
    let codes =
        |parties: &[app::plan::sharing::Party]| parties.iter().map(|p| p.code.clone()).collect::<Vec<_>>();
    assert_eq!(codes(&sharing.may), ["soc-kortedala"]);
    assert!(codes(&sharing.without_consent).contains(&SOC.to_owned()));
    assert!(!codes(&sharing.without_consent).contains(&"ideburen-verkstad".to_owned()));
}

#[tokio::test]
async fn an_agency_that_is_not_there_is_not_found_and_a_message_can_be_too_long() {
    let world = World::new().await;
    let who = ready(&world).await;
    let mut cx = acting(&world, who).await;
    assert_eq!(
        server::page(&mut cx, "soc-ingenstans").await,
        Err(AppError::NotFound)
    );
    let hash = page(&world, who).await.hash;
    let long = "å".repeat(server::MESSAGE_MAX + 1);
    let answer = publish(&world, who, world.key(), &hash, &long).await;
    assert!(matches!(
        answer,
        Err(AppError::Field {
            field: app::kernel::error::Field::Words,
            ..
        })
    ));
}

#[tokio::test]
async fn a_new_version_takes_the_place_of_the_one_before_and_the_history_stays() {
    let world = World::new().await;
    let who = ready(&world).await;
    share_now(&world, who).await;
    world.at("2026-11-23T08:00:00Z");
    step(&world, who, "Truckkort", None).await;
    step(&world, who, "Praktik", None).await;

    let sharing = server::sharing(&mut acting(&world, who).await).await.unwrap();
    assert_eq!(sharing.shared.len(), 1);
    assert_eq!(
        sharing.shared[0].difference.as_deref(),
        Some("2 nya steg sedan dess.")
    );
    assert_eq!(sharing.shared[0].reach, Reach::Reads);
    assert_eq!(page(&world, who).await.now.unwrap().changes.len(), 2);

    share_now(&world, who).await;
    let current = "select count(*) from plan_version where superseded_at is null and revoked_at is null";
    assert_eq!(world.count(current).await, 1);
    assert_eq!(world.count("select count(*) from plan_version").await, 2);
    let page = page(&world, who).await;
    assert!(page.now.unwrap().changes.is_empty());
    assert_eq!(page.history, ["Delad 20 november. Ny version 23 november."]);
}

#[tokio::test]
async fn revoking_closes_every_version_of_the_agency_and_twice_is_once() {
    let world = World::new().await;
    let who = ready(&world).await;
    share_now(&world, who).await;
    step(&world, who, "Truckkort", None).await;
    share_now(&world, who).await;
    world.at("2026-11-24T08:00:00Z");
    stop(&world, who).await;
    world.at("2026-11-25T08:00:00Z");
    stop(&world, who).await;
    let open = "select count(*) from plan_version where revoked_at is null";
    assert_eq!(world.count(open).await, 0);
    let once = "select count(*) from plan_version where revoked_at = '2026-11-24 08:00+00'";
    assert_eq!(world.count(once).await, 2, "the day of the first press stays");
    assert!(page(&world, who).await.now.is_none());
    // Anew after that: a version of its own.
    share_now(&world, who).await;
    assert_eq!(world.count(open).await, 1);
}

#[tokio::test]
async fn min_plan_tells_truly_who_reads() {
    let world = World::new().await;
    let who = ready(&world).await;
    let readers = async || {
        let visitor = world.visitor(Some(who.actor()));
        let mut cx = Ctx::begin_for(world.state.clone(), visitor, Action::ReadOwnPlan)
            .await
            .unwrap();
        app::plan::api::server::my_plan(&mut cx).await.unwrap()
    };
    assert!(readers().await.readers.agencies.is_empty());
    share_now(&world, who).await;
    assert_eq!(readers().await.readers.agencies.len(), 1);
    let consent_of_plan: uuid::Uuid =
        sqlx::query_scalar("select consent_id from consent where category = 'plan'")
            .fetch_one(&world.db.owner)
            .await
            .unwrap();
    world.at("2026-11-21T08:00:00Z");
    withdraw(&world, consent_of_plan).await;
    let plan = readers().await;
    assert!(
        plan.readers.agencies.is_empty(),
        "without the consent nobody there reads"
    );
    assert_eq!(plan.sharing.shared[0].reach, Reach::NoConsent);
}

#[tokio::test]
async fn a_version_is_never_changed_whoever_asks() {
    let world = World::new().await;
    let who = ready(&world).await;
    share_now(&world, who).await;
    stop(&world, who).await;
    for sql in [
        "update plan_version set message = 'x'",
        "update plan_version set content = '{}'",
        "update plan_version set revoked_at = null",
    ] {
        let refused = sqlx::query(sql).execute(&world.db.owner).await.unwrap_err();
        assert!(refused.to_string().contains("stays as it was"), "{refused}");
    }
}

#[tokio::test]
async fn two_presses_at_once_leave_one_version_in_force() {
    let world = World::new().await;
    let who = ready(&world).await;
    let hash = page(&world, who).await.hash;
    let (one, other) = tokio::join!(
        publish(&world, who, world.key(), &hash, "Ett"),
        publish(&world, who, world.key(), &hash, "Två"),
    );
    assert_eq!((one, other), (Ok(()), Ok(())));
    let current = "select count(*) from plan_version where superseded_at is null and revoked_at is null";
    assert_eq!(world.count(current).await, 1);
    assert_eq!(world.count("select count(*) from plan_version").await, 2);
}
