//! Protected identities (G4): in no search and no list, opened by name alone, without an address, and the manager's to
//! protect and to lower.

use crate::record::{call, full, names, open_as, relate, search};
use crate::world::{Member, Person, World};
use app::kernel::error::Field;
use app::kernel::policy::{Action, Role};
use app::kernel::{AppError, Ctx};
use app::portfolio::api::{Order, Portfolio};
use app::record::api::contact::server::{Typed, write};
use app::record::api::protection::{Protection, server};
use domain::plan::TextError;

async fn managing(world: &World, manager: Member) -> Ctx {
    let mut visitor = world.visitor(Some(manager.actor()));
    visitor.stepped_up_at = Some(world.state.clock.now());
    Ctx::begin_for(world.state.clone(), visitor, Action::ManageProtection)
        .await
        .unwrap()
}

async fn number(world: &World, who: Person) -> String {
    sqlx::query_scalar("select participant_number from person where person_id = $1")
        .bind(who.id.as_uuid())
        .fetch_one(&world.db.owner)
        .await
        .unwrap()
}

async fn protect(
    world: &World,
    manager: Member,
    who: Person,
    level: &str,
    first: Option<Member>,
) -> Result<(), AppError> {
    let number = number(world, who).await;
    let first = first.map(|m| m.id.to_string()).unwrap_or_default();
    let mut cx = managing(world, manager).await;
    server::protect(&mut cx, &number, level, &first).await?;
    cx.commit().await
}

async fn list(world: &World, manager: Member) -> Protection {
    let mut cx = managing(world, manager).await;
    let list = server::read(&mut cx).await.unwrap();
    cx.commit().await.unwrap();
    list
}

async fn portfolio(world: &World, coach: Member) -> Portfolio {
    let visitor = world.visitor(Some(coach.actor()));
    let mut cx = Ctx::begin_for(world.state.clone(), visitor, Action::ReadPortfolio)
        .await
        .unwrap();
    app::portfolio::api::server::my_participants(&mut cx, "", Order::Name, 1)
        .await
        .unwrap()
}

async fn arrive(world: &World, who: Person) {
    sqlx::query(
        "insert into attendance (attendance_id, enrolment_id, person_id, centre_id, day, attended_at, recorded_at, method,
                                 idempotency_key, request_hash)
         select gen_random_uuid(), enrolment_id, $1, centre_id, '2026-11-20', $2, $2, 'code_link', gen_random_uuid(), sha256('x')
         from enrolment where person_id = $1",
    )
    .bind(who.id.as_uuid())
    .bind(world.state.clock.now())
    .execute(&world.db.owner)
    .await
    .unwrap();
}

#[tokio::test]
async fn a_protected_identity_is_gone_from_search_lists_and_counts_but_for_the_named() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let (coach, manager) = (
        world.member(centre, Role::Coach).await,
        world.member(centre, Role::Manager).await,
    );
    let who = full(&world, centre, coach).await;
    let other = world.enrolled(centre).await;
    arrive(&world, who).await;
    arrive(&world, other).await;
    let before = portfolio(&world, coach).await;
    assert_eq!((before.total, before.here.len(), before.here_in_house), (1, 1, 2));
    assert_eq!(before.people[0].person, who.id.to_string());
    assert_eq!(before.here[0].person, who.id.to_string());
    assert_eq!(
        names(&search(&world, manager, "Amina", 1).await),
        ["Amina Warsame"]
    );

    protect(&world, manager, who, "1", None).await.unwrap();
    let after = portfolio(&world, coach).await;
    assert_eq!((after.total, after.here.len(), after.here_in_house), (0, 0, 1));
    for member in [coach, manager, world.member(centre, Role::Reception).await] {
        assert_eq!(
            names(&search(&world, member, "Amina", 1).await),
            Vec::<&str>::new()
        );
        assert_eq!(
            names(&search(&world, member, &number(&world, who).await, 1).await),
            Vec::<&str>::new()
        );
        assert_eq!(
            open_as(&world, member.actor(), who, "").await,
            Err(AppError::NotFound)
        );
    }

    let mut cx = managing(&world, manager).await;
    server::name(&mut cx, &who.id.to_string(), &coach.id.to_string())
        .await
        .unwrap();
    cx.commit().await.unwrap();
    let named = portfolio(&world, coach).await;
    assert_eq!((named.total, named.here.len(), named.here_in_house), (1, 1, 1));
    let record = open_as(&world, coach.actor(), who, "").await.unwrap();
    assert!(record.protected && record.plan.is_some());
    // In no search, even for the named: they are told the number, and no name.
    assert_eq!(
        names(&search(&world, coach, "Amina", 1).await),
        Vec::<&str>::new()
    );
    let ways = search(&world, coach, "", 1).await.named;
    assert_eq!(ways.len(), 1);
    assert_eq!(ways[0].person, who.id.to_string());
    assert_eq!(search(&world, manager, "", 1).await.named, []);
    let opened = "select count(*) from access_log where permitted and action = 'open_record'";
    assert_eq!(world.count(opened).await, 1);
}

#[tokio::test]
async fn the_manager_sees_numbers_and_who_is_named_and_ends_a_naming() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let (coach, manager) = (
        world.member(centre, Role::Coach).await,
        world.member(centre, Role::Manager).await,
    );
    let who = full(&world, centre, coach).await;
    for _ in 0..2 {
        protect(&world, manager, who, "2", Some(coach)).await.unwrap();
    }
    let shown = list(&world, manager).await;
    assert_eq!(shown.people.len(), 1);
    assert_eq!((shown.people[0].level, shown.people[0].named.len()), (2, 1));
    assert_eq!(shown.people[0].named[0].name, "Stina Prov");
    assert!(!format!("{shown:?}").contains("Amina"), "no name");
    assert_eq!(
        open_as(&world, manager.actor(), who, "").await,
        Err(AppError::NotFound),
        "not even the manager"
    );
    assert!(open_as(&world, coach.actor(), who, "").await.is_ok());

    for _ in 0..2 {
        let mut cx = managing(&world, manager).await;
        server::end(&mut cx, &shown.people[0].named[0].naming)
            .await
            .unwrap();
        cx.commit().await.unwrap();
    }
    assert_eq!(
        open_as(&world, coach.actor(), who, "").await,
        Err(AppError::NotFound)
    );
    let told =
        "select count(*) from access_log where action = 'manage_protection' and cardinality(person_ids) = 1";
    assert_eq!(world.count(told).await, 5, "each look and each change is logged");
}

#[tokio::test]
async fn the_address_goes_with_the_protection_and_cannot_come_back() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let reception = world.member(centre, Role::Reception).await;
    let (coach, manager) = (
        world.member(centre, Role::Coach).await,
        world.member(centre, Role::Manager).await,
    );
    let who = full(&world, centre, coach).await;
    protect(&world, manager, who, "3", Some(reception)).await.unwrap();
    let stored = "select count(*) from contact where street || postal_code || town <> ''";
    assert_eq!(world.count(stored).await, 0);
    let visitor = world.visitor(Some(reception.actor()));
    let mut cx = Ctx::begin_about_for(world.state.clone(), visitor, Action::WriteContact, who.id, None)
        .await
        .unwrap();
    let card = Typed {
        revision: 1,
        phone: "031-1",
        street: "Gatan 1",
        postal_code: "41501",
        town: "Göteborg",
        language: "so",
        ..Typed::default()
    };
    write(&mut cx, &card).await.unwrap();
    cx.commit().await.unwrap();
    assert_eq!(world.count(stored).await, 0);
    let record = open_as(&world, reception.actor(), who, "").await.unwrap();
    let contact = record.contact.unwrap();
    assert!(contact.no_address && contact.phone == "031-1");
    // And not by SQL, past the first wall.
    let visitor = world.visitor(Some(reception.actor()));
    let mut cx = Ctx::begin_for(world.state.clone(), visitor, Action::OpenStart)
        .await
        .unwrap();
    let refused = sqlx::query("update contact set street = 'Gatan 1' where person_id = $1")
        .bind(who.id.as_uuid())
        .execute(cx.db())
        .await
        .unwrap_err();
    assert!(refused.to_string().contains("G4"), "{refused}");
}

#[tokio::test]
async fn the_manager_lowers_it_again_and_every_change_is_kept() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let (coach, manager) = (
        world.member(centre, Role::Coach).await,
        world.member(centre, Role::Manager).await,
    );
    let who = full(&world, centre, coach).await;
    protect(&world, manager, who, "1", None).await.unwrap();
    let elsewhere = world
        .member(world.centre("kompetenscenter-oster").await, Role::Manager)
        .await;
    let mut cx = managing(&world, elsewhere).await;
    let person = who.id.to_string();
    assert_eq!(
        server::change(&mut cx, &person, "2").await,
        Err(AppError::NotFound)
    );
    assert_eq!(
        server::name(&mut cx, &person, &elsewhere.id.to_string()).await,
        Err(AppError::NotFound)
    );
    drop(cx);
    for level in ["3", "0", "0"] {
        let mut cx = managing(&world, manager).await;
        server::change(&mut cx, &person, level).await.unwrap();
        cx.commit().await.unwrap();
    }
    assert_eq!(names(&search(&world, coach, "Amina", 1).await), ["Amina Warsame"]);
    let kept: Vec<(i16, i16, bool)> = sqlx::query_as(
        "select level_before, level_after, changed_by = $1 from protection_change order by protection_change_id",
    )
    .bind(manager.account.as_uuid())
    .fetch_all(&world.db.owner)
    .await
    .unwrap();
    assert_eq!(kept, [(0, 1, true), (1, 3, true), (3, 0, true)]);
}

#[tokio::test]
async fn what_is_not_there_is_not_protected_and_only_colleagues_are_named() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let (coach, manager) = (
        world.member(centre, Role::Coach).await,
        world.member(centre, Role::Manager).await,
    );
    let problem = |field, problem| Err(AppError::Field { field, problem });
    let unreadable = problem(Field::Person, TextError::Unreadable);
    let elsewhere = world.enrolled(world.centre("kompetenscenter-oster").await).await;
    assert_eq!(protect(&world, manager, elsewhere, "1", None).await, unreadable);
    let relative = world.enrolled(centre).await;
    call(&world, relative, "Nära", "Släkting").await;
    relate(&world, relative, manager).await;
    assert_eq!(protect(&world, manager, relative, "1", None).await, unreadable);
    let who = full(&world, centre, coach).await;
    for level in ["0", "4", "", "hög"] {
        assert_eq!(
            protect(&world, manager, who, level, None).await,
            problem(Field::Level, TextError::Empty)
        );
    }
    let outsider = world.outsider("soc-bergsjon", Role::CaseWorker).await;
    assert_eq!(
        protect(&world, manager, who, "1", Some(outsider)).await,
        problem(Field::Staff, TextError::Empty)
    );
    assert_eq!(
        world
            .count("select count(*) from person where protected_level > 0")
            .await,
        0
    );
    // Who is related to a protected identity does not see it in the list either.
    sqlx::query("update person set protected_level = 1 where person_id = $1")
        .bind(relative.id.as_uuid())
        .execute(&world.db.owner)
        .await
        .unwrap();
    assert_eq!(list(&world, manager).await.people, []);
    for role in [Role::Reception, Role::Coach, Role::TeamLeader, Role::Specialist] {
        let visitor = world.visitor(Some(world.member(centre, role).await.actor()));
        let refused = Ctx::begin_for(world.state.clone(), visitor, Action::ManageProtection).await;
        assert_eq!(refused.err(), Some(AppError::NotFound), "{role:?}");
    }
}
