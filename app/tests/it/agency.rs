//! What an agency's people see, and that they see nothing else (C3, P4, A3).

use crate::consented::{consent, partner_of, refer, step, withdraw};
use crate::world::{Member, Person, World};
use app::agency::api::{Desk, Part, Record};
use app::extension::doing as extending;
use app::kernel::policy::{Action, Denial, Role};
use app::kernel::{AppError, Ctx};
use app::plan::sharing::api::server as sharing;
use domain::ids::CentreId;

const SOC: &str = "soc-bergsjon";

async fn desk(world: &World, who: Member, search: &str) -> Desk {
    let visitor = world.visitor(Some(who.actor()));
    let mut cx = Ctx::begin_for(world.state.clone(), visitor, Action::ReadAgencyDesk)
        .await
        .unwrap();
    let desk = app::agency::desk(&mut cx, search, 1).await.unwrap();
    cx.commit().await.unwrap();
    desk
}

async fn open(world: &World, who: Member, about: Person) -> Result<Record, AppError> {
    let visitor = world.visitor(Some(who.actor()));
    let mut cx =
        Ctx::begin_about_for(world.state.clone(), visitor, Action::OpenRecord, about.id, None).await?;
    let record = app::agency::record(&mut cx).await?;
    cx.commit().await?;
    Ok(record)
}

async fn publish(world: &World, who: Person) {
    let visitor = world.visitor(Some(who.actor()));
    let mut cx = Ctx::begin_for(world.state.clone(), visitor, Action::PublishOwnPlan)
        .await
        .unwrap();
    let page = sharing::page(&mut cx, SOC).await.unwrap();
    sharing::publish(&mut cx, &world.key().to_string(), SOC, &page.hash, "Hej")
        .await
        .unwrap();
    cx.commit().await.unwrap();
}

async fn stop(world: &World, who: Person) {
    let visitor = world.visitor(Some(who.actor()));
    let mut cx = Ctx::begin_for(world.state.clone(), visitor, Action::PublishOwnPlan)
        .await
        .unwrap();
    sharing::revoke(&mut cx, SOC).await.unwrap();
    cx.commit().await.unwrap();
}

async fn contact(world: &World, who: Person) {
    sqlx::query("insert into contact (person_id, phone, updated_at) values ($1, '070-174 06 05', now())")
        .bind(who.id.as_uuid())
        .execute(&world.db.owner)
        .await
        .unwrap();
}

struct Scene {
    world: World,
    centre: CentreId,
    who: Person,
    worker: Member,
}

impl Scene {
    /// An enrolled person with a phone number and a step, and a case worker of an agency.
    async fn new() -> Self {
        let world = World::new().await;
        let centre = world.centre("arbetsforum").await;
        let who = world.enrolled(centre).await;
        contact(&world, who).await;
        step(&world, who, "Ring lagret", None).await;
        let worker = world.outsider(SOC, Role::CaseWorker).await;
        Self {
            world,
            centre,
            who,
            worker,
        }
    }

    async fn consent(&self, category: &str) -> uuid::Uuid {
        consent(&self.world, self.who, self.centre, SOC, category).await
    }
}

#[tokio::test]
async fn without_a_consent_there_is_nobody() {
    let scene = Scene::new().await;
    consent(
        &scene.world,
        scene.who,
        scene.centre,
        "soc-kortedala",
        "enrolment",
    )
    .await;
    assert_eq!(desk(&scene.world, scene.worker, "").await.total, 0);
    let stranger = scene.world.person().await;
    let unknown = Person {
        id: domain::ids::PersonId::from(uuid::Uuid::nil()),
        account: stranger.account,
    };
    for about in [scene.who, stranger, unknown] {
        assert_eq!(
            open(&scene.world, scene.worker, about).await,
            Err(AppError::NotFound)
        );
    }
    // Consent to the plan alone does not tell that they are enrolled.
    scene.consent("plan").await;
    assert_eq!(desk(&scene.world, scene.worker, "").await.total, 0);
    assert_eq!(
        open(&scene.world, scene.worker, scene.who).await,
        Err(AppError::NotFound)
    );
}

#[tokio::test]
async fn a_part_is_open_by_its_own_consent_and_otherwise_says_why_it_is_closed() {
    let scene = Scene::new().await;
    scene.consent("enrolment").await;
    let record = open(&scene.world, scene.worker, scene.who).await.unwrap();
    assert_eq!(record.enrolled.len(), 1);
    assert_eq!(record.contact, Part::Closed(Denial::NoConsent));
    assert_eq!(record.plan, Part::Closed(Denial::NoConsent));
    assert_eq!(record.own_steps, Part::Closed(Denial::RoleWithout));
    let Part::Open(consents) = record.consents else {
        panic!("own party's consents are open")
    };
    assert_eq!(consents.len(), 1);

    scene.consent("contact").await;
    scene.consent("plan").await;
    let record = open(&scene.world, scene.worker, scene.who).await.unwrap();
    let Part::Open(card) = record.contact else {
        panic!("consented to")
    };
    assert_eq!(card.phone, "070-174 06 05");
    assert_eq!(
        record.plan,
        Part::Closed(Denial::NotPublished),
        "the draft is never seen"
    );
}

#[tokio::test]
async fn versions_and_what_changed_between_them_and_nothing_after_revoking() {
    let scene = Scene::new().await;
    for category in ["enrolment", "plan"] {
        scene.consent(category).await;
    }
    publish(&scene.world, scene.who).await;
    let row = &desk(&scene.world, scene.worker, "").await.people[0];
    assert!(row.news && row.shared.is_some(), "{row:?}");
    open(&scene.world, scene.worker, scene.who).await.unwrap();
    assert!(!desk(&scene.world, scene.worker, "").await.people[0].news);

    scene.world.at("2026-11-24T08:00:00Z");
    step(&scene.world, scene.who, "Bara i utkastet", None).await;
    let draft = open(&scene.world, scene.worker, scene.who).await.unwrap();
    assert!(!serde_json::to_string(&draft).unwrap().contains("Bara i utkastet"));

    publish(&scene.world, scene.who).await;
    assert!(desk(&scene.world, scene.worker, "").await.people[0].news);
    let Part::Open(plan) = open(&scene.world, scene.worker, scene.who).await.unwrap().plan else {
        panic!("published and consented to")
    };
    assert_eq!((plan.message.as_str(), plan.latest.steps.len()), ("Hej", 2));
    assert_eq!(plan.steps_of_change.len(), 1);
    assert_eq!(plan.steps_of_change[0].changes, ["Nytt steg: Bara i utkastet"]);
    assert!(plan.steps_of_change[0].news);

    stop(&scene.world, scene.who).await;
    let record = open(&scene.world, scene.worker, scene.who).await.unwrap();
    assert_eq!(record.plan, Part::Closed(Denial::NotPublished));
    assert!(
        desk(&scene.world, scene.worker, "").await.people[0]
            .shared
            .is_none()
    );
}

#[tokio::test]
async fn another_agency_sees_nothing_of_what_was_shared_with_one() {
    let scene = Scene::new().await;
    for category in ["enrolment", "plan"] {
        scene.consent(category).await;
        consent(&scene.world, scene.who, scene.centre, "soc-kortedala", category).await;
    }
    publish(&scene.world, scene.who).await;
    let other = scene.world.outsider("soc-kortedala", Role::CaseWorker).await;
    let record = open(&scene.world, other, scene.who).await.unwrap();
    assert_eq!(record.plan, Part::Closed(Denial::NotPublished));
    let Part::Open(consents) = record.consents else {
        panic!("own party's")
    };
    assert_eq!(consents.len(), 2, "one's own party's alone");
}

#[tokio::test]
async fn a_withdrawal_holds_from_the_next_request_on() {
    let scene = Scene::new().await;
    let consent = scene.consent("enrolment").await;
    assert_eq!(desk(&scene.world, scene.worker, "").await.total, 1);
    open(&scene.world, scene.worker, scene.who).await.unwrap();
    withdraw(&scene.world, consent).await;
    assert_eq!(
        open(&scene.world, scene.worker, scene.who).await,
        Err(AppError::NotFound)
    );
    assert_eq!(desk(&scene.world, scene.worker, "").await.total, 0);
    assert!(
        scene.world.count("select count(*) from disclosure").await > 0,
        "what was told stays listed"
    );
}

#[tokio::test]
async fn an_own_referral_is_there_until_it_is_decided_and_only_for_who_made_it() {
    let scene = Scene::new().await;
    refer(&scene.world, scene.who, scene.worker).await;
    assert_eq!(desk(&scene.world, scene.worker, "").await.total, 1);
    let record = open(&scene.world, scene.worker, scene.who).await.unwrap();
    assert_eq!(record.contact, Part::Closed(Denial::NoConsent));
    assert_eq!(scene.world.count("select count(*) from disclosure").await, 0);

    let colleague = scene.world.outsider(SOC, Role::CaseWorker).await;
    assert_eq!(desk(&scene.world, colleague, "").await.total, 0);
    assert_eq!(
        open(&scene.world, colleague, scene.who).await,
        Err(AppError::NotFound)
    );
    sqlx::query("update referral set decided_at = referred_at")
        .execute(&scene.world.db.owner)
        .await
        .unwrap();
    assert_eq!(
        open(&scene.world, scene.worker, scene.who).await,
        Err(AppError::NotFound)
    );
}

#[tokio::test]
async fn a_stay_that_has_ended_is_not_told_because_another_centre_may_tell_of_its_own() {
    let scene = Scene::new().await;
    scene.consent("enrolment").await;
    sqlx::query("update enrolment set ended_on = '2026-11-20'")
        .execute(&scene.world.db.owner)
        .await
        .unwrap();
    scene.world.at("2026-11-23T08:00:00Z");
    let elsewhere = scene.world.centre("kompetenscenter-oster").await;
    scene
        .world
        .enrol(scene.who, elsewhere, "2026-11-23".parse().unwrap())
        .await;
    // The consent to the first was given for as long as that stay lasted.
    assert_eq!(desk(&scene.world, scene.worker, "").await.total, 0);
    consent(&scene.world, scene.who, elsewhere, SOC, "enrolment").await;
    let record = open(&scene.world, scene.worker, scene.who).await.unwrap();
    assert_eq!(record.enrolled.len(), 1, "{:?}", record.enrolled);
    assert!(
        record.enrolled[0].contains("Kompetenscenter Öster"),
        "{:?}",
        record.enrolled
    );
    let Part::Open(consents) = record.consents else {
        panic!("own party's")
    };
    assert_eq!(consents.len(), 1, "what has ended is no consent");
}

#[tokio::test]
async fn the_list_says_that_a_term_soon_ends_and_that_an_extension_waits() {
    let scene = Scene::new().await;
    scene.consent("enrolment").await;
    let other = scene.world.outsider("soc-kortedala", Role::CaseWorker).await;
    consent(
        &scene.world,
        scene.who,
        scene.centre,
        "soc-kortedala",
        "enrolment",
    )
    .await;
    let note = async |who: Member| desk(&scene.world, who, "").await.people[0].note.clone();
    assert_eq!(note(scene.worker).await, None);
    scene.world.at("2027-03-10T08:00:00Z");
    let ends = Some("Tiden tar slut 30 april".to_owned());
    assert_eq!(note(scene.worker).await, ends);

    let lead = scene.world.member(scene.centre, Role::TeamLeader).await;
    let visitor = scene.world.visitor(Some(lead.actor()));
    let mut cx = Ctx::begin_about_for(
        scene.world.state.clone(),
        visitor,
        Action::HandleExtension,
        scene.who.id,
        None,
    )
    .await
    .unwrap();
    let typed = extending::Typed {
        agency: &scene.worker.agency.unwrap().to_string(),
        new_end: "2027-06-30",
        deadline: "2027-04-20",
        words: "Praktiken fortsätter.",
    };
    extending::propose(&mut cx, &scene.world.key().to_string(), ("", 0), &typed)
        .await
        .unwrap();
    cx.commit().await.unwrap();
    assert_eq!(
        note(scene.worker).await.as_deref(),
        Some("Förlängning väntar på ditt svar")
    );
    // Whose key is not asked for learns nothing of it.
    assert_eq!(note(other).await, ends);
    let told = "select count(*) from access_log where permitted and action = 'read_agency_desk' and categories = '{extension}'";
    assert_eq!(scene.world.count(told).await, 3);
}

#[tokio::test]
async fn a_partner_sees_those_assigned_to_them_and_their_own_steps_alone() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let (who, other) = (world.person().await, world.enrolled(centre).await);
    let enrolment = world.enrol(who, centre, "2026-11-01".parse().unwrap()).await;
    let partner = world.outsider("ideburen-verkstad", Role::Partner).await;
    partner_of(&world, who, enrolment, centre, partner).await;
    step(&world, who, "Ring lagret", None).await;
    step(&world, who, "Snickra en bänk", Some(partner)).await;

    let desk = desk(&world, partner, "").await;
    assert_eq!((desk.total, desk.people[0].id.clone()), (1, who.id.to_string()));
    let record = open(&world, partner, who).await.unwrap();
    let Part::Open(steps) = record.own_steps else {
        panic!("their own")
    };
    assert_eq!(steps.len(), 1);
    assert_eq!(steps[0].title, "Snickra en bänk");
    assert_eq!(record.plan, Part::Closed(Denial::RoleWithout));
    assert_eq!(record.consents, Part::Closed(Denial::RoleWithout));
    assert!(matches!(record.contact, Part::Open(_)));
    assert_eq!(open(&world, partner, other).await, Err(AppError::NotFound));
    // Past its last day it is nobody's.
    world.at("2026-11-25T08:00:00Z");
    sqlx::query("update assignment set valid_to = '2026-11-24'")
        .execute(&world.db.owner)
        .await
        .unwrap();
    assert_eq!(open(&world, partner, who).await, Err(AppError::NotFound));
}

#[tokio::test]
async fn every_opening_is_logged_with_its_consents_and_disclosed_once_a_day() {
    let scene = Scene::new().await;
    for category in ["enrolment", "contact"] {
        scene.consent(category).await;
    }
    for _ in 0..3 {
        open(&scene.world, scene.worker, scene.who).await.unwrap();
    }
    let opened = "select count(*) from access_log where action = 'open_record' and permitted and reason = 'consent'
                  and cardinality(consent_ids) = 2 and categories @> '{enrolled,contact_card}' and agency_id is not null";
    assert_eq!(scene.world.count(opened).await, 3);
    let told = "select count(*) from disclosure";
    assert_eq!(scene.world.count(told).await, 2, "each category once a day");
    scene.world.at("2026-11-21T08:00:00Z");
    open(&scene.world, scene.worker, scene.who).await.unwrap();
    assert_eq!(scene.world.count(told).await, 4);
    let closed = "select count(*) from disclosure where category = 'plan'";
    assert_eq!(scene.world.count(closed).await, 0, "what was closed is not told");
}

#[tokio::test]
async fn a_protected_identity_is_in_no_list_of_an_agency() {
    let scene = Scene::new().await;
    scene.consent("enrolment").await;
    sqlx::query("update person set protected_level = 1 where person_id = $1")
        .bind(scene.who.id.as_uuid())
        .execute(&scene.world.db.owner)
        .await
        .unwrap();
    assert_eq!(desk(&scene.world, scene.worker, "").await.total, 0);
    assert_eq!(
        open(&scene.world, scene.worker, scene.who).await,
        Err(AppError::NotFound)
    );
}

#[tokio::test]
async fn the_list_is_filtered_by_name_whose_wildcards_are_letters() {
    let scene = Scene::new().await;
    scene.consent("enrolment").await;
    assert_eq!(desk(&scene.world, scene.worker, " person ").await.total, 1);
    assert_eq!(desk(&scene.world, scene.worker, "%").await.total, 0);
}

#[tokio::test]
async fn the_second_wall_gives_an_agency_no_attendance_and_no_draft() {
    let scene = Scene::new().await;
    for category in ["enrolment", "contact", "plan", "outcome", "review"] {
        scene.consent(category).await;
    }
    publish(&scene.world, scene.who).await;
    sqlx::query(
        "insert into attendance (attendance_id, enrolment_id, person_id, centre_id, day, attended_at, recorded_at, method,
                                 idempotency_key, request_hash)
         select gen_random_uuid(), enrolment_id, person_id, centre_id, '2026-11-20', now(), now(), 'code_link',
                gen_random_uuid(), sha256('x') from enrolment",
    )
    .execute(&scene.world.db.owner)
    .await
    .unwrap();
    let visitor = scene.world.visitor(Some(scene.worker.actor()));
    let mut cx = Ctx::begin_for(scene.world.state.clone(), visitor, Action::ReadAgencyDesk)
        .await
        .unwrap();
    for (table, rows) in [
        ("attendance", 0),
        ("absence", 0),
        ("attendance_correction", 0),
        ("activity", 0),
        ("plan", 0),
        ("plan_history", 0),
        ("ledger", 0),
        ("plan_version", 1),
    ] {
        let sql = format!("select count(*) from {table}");
        let seen: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .fetch_one(cx.db())
            .await
            .unwrap();
        assert_eq!(seen, rows, "{table}");
    }
}
