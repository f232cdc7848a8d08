//! Who has no coach is told at their centre, from the day on which they are there: moved, left without, or never had one.

use crate::record::search;
use crate::world::{Member, Person, World};
use app::accounts::without;
use app::accounts::without_api::{PAGE_SIZE, WithoutCoach};
use app::accounts::{assign, manage};
use app::kernel::policy::{Action, Role};
use app::kernel::{AppError, Ctx};
use app::record::api::open::server::open;
use app::transfer::doing;
use domain::ids::{CentreId, EnrolmentId};

async fn list(world: &World, who: Member, page: u32) -> Result<WithoutCoach, AppError> {
    let visitor = world.visitor(Some(who.actor()));
    let mut cx = Ctx::begin_for(world.state.clone(), visitor, Action::ReadWithoutCoach).await?;
    let list = without::list(&mut cx, page).await?;
    assert_eq!(
        without::count(&mut cx).await?,
        list.total,
        "the mark says what the list holds"
    );
    cx.commit().await?;
    Ok(list)
}

async fn about(world: &World, who: Member, whom: Person, action: Action) -> Result<Ctx, AppError> {
    Ctx::begin_about_for(
        world.state.clone(),
        world.visitor(Some(who.actor())),
        action,
        whom.id,
        None,
    )
    .await
}

async fn give(world: &World, lead: Member, whom: Person, coach: Member, was: &str, from: &str) {
    let mut cx = about(world, lead, whom, Action::Assign).await.unwrap();
    assign::change_coach(&mut cx, was, &coach.id.to_string(), from, "")
        .await
        .unwrap();
    cx.commit().await.unwrap();
}

/// The last day of a colleague's only role.
async fn ends_on(world: &World, manager: Member, who: Member, day: &str) {
    let role: uuid::Uuid = sqlx::query_scalar("select staff_role_id from staff_role where staff_id = $1")
        .bind(who.id.as_uuid())
        .fetch_one(&world.db.owner)
        .await
        .unwrap();
    let visitor = world.visitor(Some(manager.actor()));
    let mut cx = Ctx::begin_for(world.state.clone(), visitor, Action::WriteAccounts)
        .await
        .unwrap();
    manage::end_role(&mut cx, &who.id.to_string(), &role.to_string(), day)
        .await
        .unwrap();
    cx.commit().await.unwrap();
}

/// Since when, why and who is next, in the list's order.
fn lines(list: &WithoutCoach) -> Vec<(String, String, Option<String>)> {
    list.people
        .iter()
        .map(|p| (p.since.clone(), p.why.clone(), p.next.clone()))
        .collect()
}

fn line(since: &str, why: &str) -> (String, String, Option<String>) {
    (since.to_owned(), why.to_owned(), None)
}

/// Moves somebody with their yes.
async fn moves(world: &World, lead: Member, who: Person, to: CentreId, on: &str) {
    let mut cx = about(world, lead, who, Action::ProposeTransfer).await.unwrap();
    let key = world.key().to_string();
    doing::propose(&mut cx, &key, &to.to_string(), on).await.unwrap();
    cx.commit().await.unwrap();
    let id: uuid::Uuid = sqlx::query_scalar("select transfer_id from transfer where stage = 'proposed'")
        .fetch_one(&world.db.owner)
        .await
        .unwrap();
    let visitor = world.visitor(Some(who.actor()));
    let mut cx = Ctx::begin_for(world.state.clone(), visitor, Action::AnswerTransfer)
        .await
        .unwrap();
    doing::answer(&mut cx, &id.to_string(), "ja").await.unwrap();
    cx.commit().await.unwrap();
}

/// What the participant reads on their day and on their page of transfers.
async fn own(world: &World, who: Person) -> (Option<(String, String)>, Option<String>) {
    let visitor = world.visitor(Some(who.actor()));
    let mut cx = Ctx::begin_for(world.state.clone(), visitor.clone(), Action::ReadOwnDay)
        .await
        .unwrap();
    let day = app::today::api::server::today(&mut cx).await.unwrap();
    drop(cx);
    let mut cx = Ctx::begin_for(world.state.clone(), visitor, Action::AnswerTransfer)
        .await
        .unwrap();
    let page = doing::mine(&mut cx).await.unwrap();
    (
        day.moved.map(|m| (m.words, m.coach)),
        page.into_iter().next().and_then(|t| t.coach),
    )
}

async fn moved_here(world: &World, who: Member, whom: Person) -> Option<String> {
    let mut cx = about(world, who, whom, Action::OpenRecord).await.unwrap();
    let record = open(&mut cx, "").await.unwrap();
    cx.commit().await.unwrap();
    record.moved_here
}

struct Stage {
    world: World,
    to: CentreId,
    who: Person,
    enrolment: EnrolmentId,
    lead: Member,
    there: Member,
}

impl Stage {
    /// Somebody with a coach at Öster, and the leaders of Öster and Angered.
    async fn new() -> Self {
        let world = World::new().await;
        let (from, to) = (
            world.centre("kompetenscenter-oster").await,
            world.centre("kompetenscenter-angered").await,
        );
        let who = world.person().await;
        let enrolment = world.enrol(who, from, "2026-11-01".parse().unwrap()).await;
        let coach = world.member(from, Role::Coach).await;
        world.assign(who, enrolment, coach).await;
        let (lead, there) = (
            world.member(from, Role::TeamLeader).await,
            world.member(to, Role::TeamLeader).await,
        );
        Self {
            world,
            to,
            who,
            enrolment,
            lead,
            there,
        }
    }
}

#[tokio::test]
async fn the_new_centre_is_told_on_the_day_and_not_before() {
    let s = Stage::new().await;
    let world = &s.world;
    moves(world, s.lead, s.who, s.to, "2026-12-01").await;
    // The yes is given and the day has not come: nothing there, and nobody is without a coach here.
    assert!(lines(&list(world, s.there, 1).await.unwrap()).is_empty());
    assert!(lines(&list(world, s.lead, 1).await.unwrap()).is_empty());
    assert_eq!(own(world, s.who).await, (None, None));
    world.at("2026-12-01T06:00:00Z");
    assert_eq!(app::exit::jobs::pass(&world.state).await.unwrap().1, 1);
    let told = list(world, s.there, 1).await.unwrap();
    assert_eq!(
        lines(&told),
        [line(
            "1 december, i dag",
            "Flyttade hit från Kompetenscenter Öster"
        )]
    );
    assert!(told.may_assign && told.people[0].person == s.who.id.to_string());
    let gone = list(world, s.lead, 1).await.unwrap();
    assert_eq!(gone.total, 0, "the first centre tells nothing of them any more");
    // The read is in the log of whoever read, in the same commit.
    let logged: i64 = sqlx::query_scalar(
        "select count(*) from access_log where permitted and action = 'read_without_coach' and account_id = $1 and person_ids = array[$2]",
    )
    .bind(s.there.account.as_uuid())
    .bind(s.who.id.as_uuid())
    .fetch_one(&world.db.owner)
    .await
    .unwrap();
    assert_eq!(logged, 1);
    let (desk, coach) = (
        world.member(s.to, Role::Reception).await,
        world.member(s.to, Role::Coach).await,
    );
    let at_desk = list(world, desk, 1).await.unwrap();
    assert!(at_desk.total == 1 && !at_desk.may_assign);
    for who in [desk, coach, s.there] {
        assert_eq!(
            moved_here(world, who, s.who).await.as_deref(),
            Some("Flyttade hit den 1 december från Kompetenscenter Öster."),
            "{:?}",
            who.role
        );
    }
    let moved = || "Du har flyttat till Kompetenscenter Angered.".to_owned();
    let soon = || "Du får en ny coach snart.".to_owned();
    assert_eq!(own(world, s.who).await, (Some((moved(), soon())), Some(soon())));

    // A coach who is to begin: still without one, and everybody sees who comes.
    give(world, s.there, s.who, coach, "", "2026-12-03").await;
    assert_eq!(
        lines(&list(world, s.there, 1).await.unwrap()),
        [(
            "1 december, i dag".to_owned(),
            "Flyttade hit från Kompetenscenter Öster".to_owned(),
            Some("Stina Prov från 3 december".to_owned())
        )]
    );
    let to_come = "Stina Prov blir din coach från 3 december.".to_owned();
    assert_eq!(
        own(world, s.who).await,
        (Some((moved(), to_come.clone())), Some(to_come))
    );
    world.at("2026-12-03T08:00:00Z");
    assert!(lines(&list(world, s.there, 1).await.unwrap()).is_empty());
    let has = "Din coach heter Stina Prov.".to_owned();
    assert_eq!(
        own(world, s.who).await,
        (Some((moved(), has.clone())), Some(has.clone()))
    );
    // News for two weeks; on the page of transfers it stays.
    world.at("2026-12-16T08:00:00Z");
    assert_eq!(own(world, s.who).await, (None, Some(has)));
}

#[tokio::test]
async fn a_move_reckons_no_promise_anew() {
    let s = Stage::new().await;
    let world = &s.world;
    let clocks = async |who: Member| {
        let mut cx = about(world, who, s.who, Action::ReadPromisesOf).await.unwrap();
        let read = app::promise::person::of_person(&mut cx, "").await.unwrap();
        let clocks: Vec<_> = read.cases[0]
            .clocks
            .iter()
            .map(|c| (c.code.clone(), c.due.clone(), c.standing.clone()))
            .collect();
        clocks
    };
    let before = clocks(s.lead).await;
    moves(world, s.lead, s.who, s.to, "2026-11-20").await;
    assert_eq!(clocks(s.there).await, before);
    let coach = world.member(s.to, Role::Coach).await;
    give(world, s.there, s.who, coach, "", "2026-11-20").await;
    assert_eq!(clocks(s.there).await, before, "nor does the new coach");
    let enrolled: String =
        sqlx::query_scalar("select enrolled_on::text from enrolment where enrolment_id = $1")
            .bind(s.enrolment.as_uuid())
            .fetch_one(&world.db.owner)
            .await
            .unwrap();
    assert_eq!(enrolled, "2026-11-01");
}

#[tokio::test]
async fn whoever_has_waited_longest_comes_first_each_with_why() {
    let world = World::new().await;
    let here = world.centre("arbetsforum").await;
    let (lead, manager) = (
        world.member(here, Role::TeamLeader).await,
        world.member(here, Role::Manager).await,
    );
    // Never had one, since the second; one whose coach's role ends; one whose assignment ends; one who has a coach.
    let never = world.person().await;
    world.enrol(never, here, "2026-11-02".parse().unwrap()).await;
    let (leaves, stays) = (
        world.member(here, Role::Coach).await,
        world.member(here, Role::Coach).await,
    );
    for coach in [leaves, stays, stays] {
        let who = world.person().await;
        let enrolment = world.enrol(who, here, "2026-11-01".parse().unwrap()).await;
        world.assign(who, enrolment, coach).await;
    }
    // Of no other centre, not enrolled any more, and not yet.
    world.enrolled(world.centre("kompetenscenter-oster").await).await;
    let left = world.enrolled(here).await;
    sqlx::query("update enrolment set ended_on = '2026-11-10' where person_id = $1")
        .bind(left.id.as_uuid())
        .execute(&world.db.owner)
        .await
        .unwrap();
    assert_eq!(
        lines(&list(&world, lead, 1).await.unwrap()),
        [line("2 november, 18 dagar", "Har inte haft någon coach")]
    );
    ends_on(&world, manager, leaves, "2026-11-22").await;
    assert_eq!(
        list(&world, manager, 1).await.unwrap().total,
        1,
        "until their last day"
    );
    world.at("2026-11-25T08:00:00Z");
    assert_eq!(
        lines(&list(&world, lead, 1).await.unwrap()),
        [
            line("2 november, 23 dagar", "Har inte haft någon coach"),
            line("23 november, 2 dagar", "Coachen är inte kvar"),
        ]
    );
    // A closed account coaches nobody either.
    sqlx::query("update account set disabled_at = '2026-11-25T07:00:00Z' where account_id = $1")
        .bind(stays.account.as_uuid())
        .execute(&world.db.owner)
        .await
        .unwrap();
    let all = list(&world, lead, 1).await.unwrap();
    assert_eq!(
        lines(&all)[2..],
        [
            line("25 november, i dag", "Coachen är inte kvar"),
            line("25 november, i dag", "Coachen är inte kvar"),
        ]
    );
    // A deputy is no coach.
    let deputy = world.member(here, Role::Coach).await;
    let mut cx = about(&world, lead, never, Action::Assign).await.unwrap();
    assign::add_colleague(&mut cx, &format!("deputy {}", deputy.id), "", "2026-12-01", "")
        .await
        .unwrap();
    cx.commit().await.unwrap();
    assert_eq!(list(&world, lead, 1).await.unwrap().total, 4);
    give(&world, lead, never, deputy, "", "2026-11-25").await;
    assert_eq!(list(&world, lead, 1).await.unwrap().total, 3);
}

#[tokio::test]
async fn nobody_is_told_of_whom_they_may_not_know() {
    let world = World::new().await;
    let here = world.centre("arbetsforum").await;
    let (lead, manager) = (
        world.member(here, Role::TeamLeader).await,
        world.member(here, Role::Manager).await,
    );
    let (protected, relative) = (world.enrolled(here).await, world.enrolled(here).await);
    for sql in [
        "update person set protected_level = 1 where person_id = $1",
        "insert into protected_named (protected_named_id, person_id, staff_id, named_by, named_at)
         select gen_random_uuid(), $1, $2, $3, now()",
    ] {
        let query = sqlx::query(sql).bind(protected.id.as_uuid());
        let query = if sql.starts_with("insert") {
            query.bind(manager.id.as_uuid()).bind(manager.account.as_uuid())
        } else {
            query
        };
        query.execute(&world.db.owner).await.unwrap();
    }
    sqlx::query(
        "insert into staff_relation (staff_relation_id, staff_id, person_id, kind, declared_by, declared_at)
         values (gen_random_uuid(), $1, $2, 'relative', $3, now())",
    )
    .bind(manager.id.as_uuid())
    .bind(relative.id.as_uuid())
    .bind(manager.account.as_uuid())
    .execute(&world.db.owner)
    .await
    .unwrap();
    let of = |list: WithoutCoach| list.people.into_iter().map(|p| p.person).collect::<Vec<_>>();
    // G4: only whoever is named; G1: nobody who is related.
    assert_eq!(
        of(list(&world, lead, 1).await.unwrap()),
        [relative.id.to_string()]
    );
    assert_eq!(
        of(list(&world, manager, 1).await.unwrap()),
        [protected.id.to_string()]
    );
    for role in [Role::Coach, Role::Recruiter, Role::Specialist, Role::Steering] {
        let member = world.member(here, role).await;
        assert_eq!(
            list(&world, member, 1).await.err(),
            Some(AppError::NotFound),
            "{role:?}"
        );
        // The second wall.
        let visitor = world.visitor(Some(member.actor()));
        let mut cx = Ctx::begin_for(world.state.clone(), visitor, Action::ManageOwnSignIn)
            .await
            .unwrap();
        let rows: i64 = sqlx::query_scalar("select count(*) from access.without_coach()")
            .fetch_one(cx.db())
            .await
            .unwrap();
        assert_eq!(rows, 0, "{role:?}");
    }
}

#[tokio::test]
async fn a_long_list_has_pages_and_none_is_beyond_the_last() {
    let world = World::new().await;
    let here = world.centre("arbetsforum").await;
    let lead = world.member(here, Role::TeamLeader).await;
    for _ in 0..=PAGE_SIZE {
        world.enrolled(here).await;
    }
    let first = list(&world, lead, 1).await.unwrap();
    assert_eq!((first.people.len(), first.total, first.pages), (25, 26, 2));
    let last = list(&world, lead, 9).await.unwrap();
    assert_eq!((last.page, last.people.len()), (2, 1));
    assert!(first.people.iter().all(|p| p.person != last.people[0].person));
}

/// Whom the person reads as their coach, whom the reception does, in the record and when searching, and whom the promises.
async fn named(world: &World, whom: Person, reception: Member, lead: Member) -> [Option<String>; 4] {
    let visitor = world.visitor(Some(whom.actor()));
    let mut cx = Ctx::begin_for(world.state.clone(), visitor, Action::ReadOwnDay)
        .await
        .unwrap();
    let own = app::today::api::server::today(&mut cx).await.unwrap().coach;
    drop(cx);
    let mut cx = about(world, reception, whom, Action::OpenRecord).await.unwrap();
    let record = open(&mut cx, "").await.unwrap().enrolments.remove(0).coach;
    cx.commit().await.unwrap();
    let found = search(world, reception, "Marta", 1).await.people.remove(0).coach;
    let visitor = world.visitor(Some(lead.actor()));
    let mut cx = Ctx::begin_for(world.state.clone(), visitor, Action::ReadPromises)
        .await
        .unwrap();
    let wanted = app::promise::house::Wanted {
        clock: "",
        coach: "",
        chosen: app::promise::api::Chosen::All,
        page: 1,
        explain: "",
    };
    let read = app::promise::house::house(&mut cx, &wanted).await.unwrap();
    cx.commit().await.unwrap();
    let promised = read.rows.into_iter().next().and_then(|row| row.coach);
    [own, record, found, promised]
}

#[tokio::test]
async fn nobody_is_named_as_coach_whose_role_has_ended() {
    let world = World::new().await;
    let here = world.centre("arbetsforum").await;
    let [coach, reception, lead, manager] = [
        world.member(here, Role::Coach).await,
        world.member(here, Role::Reception).await,
        world.member(here, Role::TeamLeader).await,
        world.member(here, Role::Manager).await,
    ];
    let who = world.person().await;
    let enrolment = world.enrol(who, here, "2026-11-01".parse().unwrap()).await;
    world.assign(who, enrolment, coach).await;
    crate::record::call(&world, who, "Marta", "Prov").await;
    let all = named(&world, who, reception, lead).await;
    assert!(all.iter().all(Option::is_some), "{all:?}");
    ends_on(&world, manager, coach, "2026-11-22").await;
    assert_eq!(
        named(&world, who, reception, lead).await,
        all,
        "until their last day"
    );
    world.at("2026-11-23T08:00:00Z");
    assert_eq!(named(&world, who, reception, lead).await, [const { None }; 4]);
    assert_eq!(
        list(&world, lead, 1).await.unwrap().total,
        1,
        "and the house is told"
    );
}
