//! The centre's own closed and open days: who keeps them, which may be changed, what they touch, and what stays as it was
//! (DOMAIN "Calendar", decision 027).

use crate::booking::{acting, at, every_morning};
use crate::world::{Member, Person, World};
use app::booking::{free_times, hours};
use app::calendar::api::{Address, Calendar};
use app::calendar::keep::{self, Sent};
use app::calendar::show;
use app::kernel::error::Field;
use app::kernel::policy::{Action, Role};
use app::kernel::{Actor, AppError, Ctx};
use domain::centre_day::CentreDayRefusal;
use domain::civil_time::clock_hm;
use domain::free_times::Span;
use domain::ids::CentreId;
use domain::plan::TextError;
use domain::promise::{State, Which};
use sqlx::AssertSqlSafe;
use std::sync::Arc;

/// Friday 20 November 2026 it is; the Monday after it, and a Saturday.
const MONDAY: &str = "2026-11-23";
const SATURDAY: &str = "2026-12-05";

async fn add_with(
    world: &World,
    who: Member,
    (day, kind, reason): (&str, &str, &str),
    key: &str,
) -> Result<(), AppError> {
    let mut cx = acting(world, who.actor(), Action::WriteCalendar).await?;
    let sent = Sent {
        day,
        kind,
        reason,
        key,
    };
    keep::add(&mut cx, &sent).await?;
    cx.commit().await
}

async fn add(world: &World, who: Member, what: (&str, &str, &str)) -> Result<(), AppError> {
    add_with(world, who, what, &world.key().to_string()).await
}

async fn take_back(world: &World, who: Member, day: &str, key: &str) -> Result<(), AppError> {
    let mut cx = acting(world, who.actor(), Action::WriteCalendar).await?;
    keep::take_back(&mut cx, day, key).await?;
    cx.commit().await
}

async fn read_at(world: &World, who: Member, at: &Address) -> Calendar {
    let mut cx = acting(world, who.actor(), Action::ReadCalendar).await.unwrap();
    let page = show::page(&mut cx, at).await.unwrap();
    cx.commit().await.unwrap();
    page
}

async fn read(world: &World, who: Member) -> Calendar {
    read_at(world, who, &Address::default()).await
}

fn about(day: &str, kind: &str) -> Address {
    Address {
        day: day.to_owned(),
        kind: kind.to_owned(),
        ..Address::default()
    }
}

const fn refused(why: CentreDayRefusal) -> AppError {
    AppError::CentreDay(why)
}

async fn house() -> (World, CentreId, Member) {
    let world = World::new().await;
    let here = world.centre("arbetsforum").await;
    let lead = world.member(here, Role::TeamLeader).await;
    (world, here, lead)
}

#[tokio::test]
async fn who_leads_keeps_the_days_and_the_house_reads_them() {
    let (world, here, lead) = house().await;
    let manager = world.member(here, Role::Manager).await;
    add(&world, lead, (MONDAY, "closed", "Planeringsdag"))
        .await
        .unwrap();
    add(&world, manager, (SATURDAY, "open", "Öppet hus"))
        .await
        .unwrap();
    for role in [
        Role::Reception,
        Role::Coach,
        Role::Recruiter,
        Role::Specialist,
        Role::TeamLeader,
        Role::Manager,
    ] {
        let who = world.member(here, role).await;
        let page = read(&world, who).await;
        let leads = matches!(role, Role::TeamLeader | Role::Manager);
        assert_eq!(page.may_write, leads, "{role:?}");
        let days: Vec<_> = page
            .days
            .iter()
            .map(|d| {
                (
                    d.words.as_str(),
                    d.state.as_str(),
                    d.reason.as_str(),
                    d.undo.is_some(),
                )
            })
            .collect();
        assert_eq!(
            days,
            [
                ("Måndag 23 november", "Stängt", "Planeringsdag", leads),
                ("Lördag 5 december", "Öppet", "Öppet hus", leads),
            ],
            "{role:?}"
        );
        assert_eq!(page.changes.len(), 2);
        assert_eq!(page.changes[0].what, "Lördag 5 december: öppet lades till");
        assert_eq!(page.changes[0].made, "Stina Prov, 20 november 09:12");
        // The national days are shown, and no way to change them.
        assert!(
            page.holidays
                .iter()
                .any(|h| h.name == "julafton" && h.day == "Torsdag 24 december")
        );
        assert!(
            page.holidays
                .iter()
                .any(|h| h.name == "Kristi himmelsfärdsdag" && h.day == "Torsdag 6 maj 2027")
        );
        let bridge = "/kalender?dag=2027-05-07&hur=closed";
        assert_eq!(page.bridges.iter().any(|b| b.href == bridge), leads);
        if !leads {
            assert_eq!(
                add(&world, who, ("2026-12-07", "closed", "x")).await,
                Err(AppError::NotFound),
                "{role:?}"
            );
            assert_eq!(
                take_back(&world, who, MONDAY, &world.key().to_string()).await,
                Err(AppError::NotFound),
                "{role:?}"
            );
        }
    }
    // Whoever is not of the house finds nothing there.
    let others: [Actor; 5] = [
        world.member(here, Role::Steering).await.actor(),
        world.outsider("soc-bergsjon", Role::CaseWorker).await.actor(),
        world.outsider("ideburen-verkstad", Role::Partner).await.actor(),
        world.enrolled(here).await.actor(),
        Actor::Screen { centre: here },
    ];
    for who in others {
        for action in [Action::ReadCalendar, Action::WriteCalendar] {
            assert_eq!(
                acting(&world, who, action).await.err(),
                Some(AppError::NotFound),
                "{action:?}"
            );
        }
    }
}

#[tokio::test]
async fn another_centre_has_days_and_a_history_of_its_own() {
    let (world, here, lead) = house().await;
    let there = world.centre("kompetenscenter-oster").await;
    let theirs = world.member(there, Role::Manager).await;
    let key = world.key().to_string();
    add_with(&world, lead, (MONDAY, "closed", "Planeringsdag"), &key)
        .await
        .unwrap();
    let page = read(&world, theirs).await;
    assert!(page.days.is_empty() && page.changes.is_empty());
    assert_eq!(
        take_back(&world, theirs, MONDAY, &world.key().to_string()).await,
        Err(refused(CentreDayRefusal::Gone))
    );
    // The same day there is another day; a key that was used elsewhere is nobody else's.
    assert_eq!(
        add_with(&world, theirs, (MONDAY, "closed", "Planeringsdag"), &key).await,
        Err(AppError::Conflict)
    );
    add(&world, theirs, (MONDAY, "closed", "Flytt")).await.unwrap();
    take_back(&world, theirs, MONDAY, &world.key().to_string())
        .await
        .unwrap();
    assert_eq!(read(&world, lead).await.days.len(), 1);
    let ours = sqlx::query_scalar::<_, String>("select reason from centre_day where centre_id = $1")
        .bind(here.as_uuid())
        .fetch_all(&world.db.owner)
        .await
        .unwrap();
    assert_eq!(ours, ["Planeringsdag"]);
}

#[tokio::test]
async fn nonsense_is_told_and_nothing_is_written() {
    use CentreDayRefusal as R;
    let (world, _, lead) = house().await;
    for (day, kind, why) in [
        ("", "closed", R::NotADay),
        ("i morgon", "closed", R::NotADay),
        ("2026-02-30", "closed", R::NotADay),
        (MONDAY, "", R::NoKind),
        (MONDAY, "halv", R::NoKind),
        ("2026-11-20", "closed", R::NotComing),
        ("2026-11-19", "closed", R::NotComing),
        ("2028-05-22", "closed", R::TooFar),
        ("9999-12-31", "closed", R::TooFar),
        (SATURDAY, "closed", R::ClosedAnyway),
        ("2026-12-24", "closed", R::ClosedAnyway),
        (MONDAY, "open", R::OpenAnyway),
    ] {
        assert_eq!(
            add(&world, lead, (day, kind, "Skäl")).await,
            Err(refused(why)),
            "{day} {kind}"
        );
        let mut cx = acting(&world, lead.actor(), Action::WriteCalendar).await.unwrap();
        assert_eq!(
            keep::checked(&mut cx, day, kind).await,
            Err(refused(why)),
            "{day} {kind}"
        );
        assert!(
            read_at(&world, lead, &about(day, kind)).await.asked.is_none(),
            "{day} {kind}"
        );
    }
    for (reason, problem) in [
        ("", TextError::Empty),
        (" \u{a0} ", TextError::Empty),
        (&*"å".repeat(201), TextError::TooLong),
        ("a\u{0}b", TextError::Unreadable),
    ] {
        let field = Field::Reason;
        assert_eq!(
            add(&world, lead, (MONDAY, "closed", reason)).await,
            Err(AppError::Field { field, problem }),
            "{reason:?}"
        );
    }
    assert_eq!(
        add_with(&world, lead, (MONDAY, "closed", "Skäl"), "nyckel").await,
        Err(AppError::Unreadable)
    );
    for (day, why) in [
        ("måndag", R::NotADay),
        ("2026-11-20", R::NotComing),
        (MONDAY, R::Gone),
    ] {
        assert_eq!(
            take_back(&world, lead, day, &world.key().to_string()).await,
            Err(refused(why)),
            "{day}"
        );
    }
    assert_eq!(world.count("select count(*) from centre_day").await, 0);
    assert_eq!(world.count("select count(*) from centre_day_change").await, 0);
}

#[tokio::test]
async fn the_same_press_twice_is_one_day_and_the_same_day_twice_is_told() {
    let (world, _, lead) = house().await;
    let what = (MONDAY, "closed", "Planeringsdag");
    let (key, other, back) = (
        world.key().to_string(),
        world.key().to_string(),
        world.key().to_string(),
    );
    for _ in 0..2 {
        add_with(&world, lead, what, &key).await.unwrap();
    }
    assert_eq!(
        add_with(&world, lead, what, &other).await,
        Err(refused(CentreDayRefusal::There))
    );
    assert_eq!(
        add_with(&world, lead, ("2026-11-24", "closed", "Annat"), &key).await,
        Err(AppError::Conflict)
    );
    // The page says so before anything is sent.
    assert!(
        read_at(&world, lead, &about(MONDAY, "closed"))
            .await
            .asked
            .unwrap()
            .there
    );
    for _ in 0..2 {
        take_back(&world, lead, MONDAY, &back).await.unwrap();
    }
    assert_eq!(
        take_back(&world, lead, MONDAY, &key).await,
        Err(AppError::Conflict)
    );
    assert_eq!(
        take_back(&world, lead, MONDAY, &other).await,
        Err(refused(CentreDayRefusal::Gone))
    );
    // And it may come again.
    add_with(&world, lead, what, &other).await.unwrap();
    let history: Vec<String> =
        sqlx::query_scalar("select what from centre_day_change order by centre_day_change_id")
            .fetch_all(&world.db.owner)
            .await
            .unwrap();
    assert_eq!(history, ["added", "taken_back", "added"]);
}

#[tokio::test]
async fn of_two_at_once_one_wins_and_the_other_hears_it() {
    let (world, here, lead) = house().await;
    let manager = world.member(here, Role::Manager).await;
    let world = Arc::new(world);
    let race = async |adding: bool| {
        let racers: Vec<_> = (0..10)
            .map(|n| {
                let (world, who) = (world.clone(), if n % 2 == 0 { lead } else { manager });
                tokio::spawn(async move {
                    if adding {
                        add(&world, who, (MONDAY, "closed", &format!("Skäl {n}"))).await
                    } else {
                        take_back(&world, who, MONDAY, &world.key().to_string()).await
                    }
                })
            })
            .collect();
        let mut outcomes = Vec::new();
        for racer in racers {
            outcomes.push(racer.await.unwrap());
        }
        outcomes
    };
    for (adding, why) in [(true, CentreDayRefusal::There), (false, CentreDayRefusal::Gone)] {
        let outcomes = race(adding).await;
        assert_eq!(outcomes.iter().filter(|o| o.is_ok()).count(), 1, "{outcomes:?}");
        assert!(
            outcomes.iter().all(|o| o.is_ok() || *o == Err(refused(why))),
            "{outcomes:?}"
        );
    }
    assert_eq!(world.count("select count(*) from centre_day").await, 0);
    assert_eq!(world.count("select count(*) from centre_day_change").await, 2);
}

/// The last day of a person's first meeting with the coach (K1).
async fn last_day(world: &World, who: Actor, person: Person) -> String {
    let visitor = world.visitor(Some(who));
    let mut cx = Ctx::begin_about_for(
        world.state.clone(),
        visitor,
        Action::ReadPromisesOf,
        person.id,
        None,
    )
    .await
    .unwrap();
    let cases = app::promise::of_person(&mut cx, person.id).await.unwrap();
    let promises = cases[0].promises(cx.today()).unwrap();
    let first = promises.clocks.iter().find(|c| c.which == Which::FirstMeeting);
    match first.map(|c| c.state) {
        Some(State::Running { due, .. }) => due.to_string(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_coming_day_that_is_closed_moves_a_promise_and_its_free_times_are_gone() {
    let (world, here, lead) = house().await;
    let (coach, desk) = (
        world.member(here, Role::Coach).await,
        world.member(here, Role::Reception).await,
    );
    every_morning(&world, coach).await;
    let person = world.person().await;
    let enrolment = world.enrol(person, here, "2026-11-20".parse().unwrap()).await;
    world.assign(person, enrolment, coach).await;
    sqlx::query(
        "insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at)
         values ($1, $2, $3, 'enrolled', '2026-11-20', '2026-11-20T08:00:00Z')",
    )
    .bind(enrolment.as_uuid())
    .bind(person.id.as_uuid())
    .bind(here.as_uuid())
    .execute(&world.db.owner)
    .await
    .unwrap();
    let times = async || {
        let mut cx = acting(&world, desk.actor(), Action::Enrol).await.unwrap();
        let span = Span {
            from: at("2026-11-22T23:00:00Z"),
            to: at("2026-11-23T23:00:00Z"),
        };
        let all = free_times(&mut cx, span).await.unwrap();
        all.into_iter().find(|c| c.staff == coach.id).unwrap().times.len()
    };
    // What it touches is told before anything is saved; a day far ahead and one that is open besides touch no promise.
    let touches = async |day: &str, kind: &str| {
        read_at(&world, lead, &about(day, kind))
            .await
            .asked
            .unwrap()
            .touches
            .join(" ")
    };
    assert!(
        touches(MONDAY, "closed")
            .await
            .contains("1 löfte får en senare sista dag.")
    );
    assert!(
        touches("2027-05-07", "closed")
            .await
            .contains("Inget löfte får en senare sista dag.")
    );
    assert!(
        touches("2026-11-21", "open")
            .await
            .contains("Löften räknas som förut.")
    );

    let (before, free) = (last_day(&world, lead.actor(), person).await, times().await);
    assert_eq!((before.as_str(), free), ("2026-11-24", 4));
    add(&world, lead, ("2026-11-21", "open", "Öppet hus"))
        .await
        .unwrap();
    assert_eq!(
        last_day(&world, lead.actor(), person).await,
        before,
        "an opening pulls nothing closer"
    );
    add(&world, lead, (MONDAY, "closed", "Planeringsdag"))
        .await
        .unwrap();
    for who in [lead, coach] {
        assert_eq!(last_day(&world, who.actor(), person).await, "2026-11-25");
    }
    assert_eq!(times().await, 0);
    take_back(&world, lead, MONDAY, &world.key().to_string())
        .await
        .unwrap();
    assert_eq!(last_day(&world, lead.actor(), person).await, before);
    assert_eq!(times().await, 4);

    // The day has come: it stays as it was promised by.
    add(&world, lead, (MONDAY, "closed", "Planeringsdag"))
        .await
        .unwrap();
    world.at("2026-11-23T08:00:00Z");
    for day in [MONDAY, "2026-11-20", "2026-11-21"] {
        assert_eq!(
            take_back(&world, lead, day, &world.key().to_string()).await,
            Err(refused(CentreDayRefusal::NotComing)),
            "{day}"
        );
    }
    let today = &read(&world, lead).await.days[0];
    assert_eq!((today.day.as_str(), today.undo.is_none()), (MONDAY, true));
}

#[tokio::test]
async fn the_meetings_of_the_day_are_counted_and_nobody_is_read() {
    let (world, here, lead) = house().await;
    let coach = world.member(here, Role::Coach).await;
    let there = world.centre("kompetenscenter-oster").await;
    let elsewhere = world.member(there, Role::Coach).await;
    let mut people = Vec::new();
    for (staff, centre, starts, state) in [
        (coach, here, "2026-11-23T08:00:00Z", "booked"),
        (coach, here, "2026-11-23T09:00:00Z", "offered"),
        (coach, here, "2026-11-23T10:00:00Z", "cancelled"),
        // By the clock in Stockholm it is Tuesday.
        (coach, here, "2026-11-23T23:30:00Z", "booked"),
        (elsewhere, there, "2026-11-23T08:00:00Z", "booked"),
    ] {
        let person = world.person().await;
        let enrolment = world.enrol(person, centre, "2026-11-10".parse().unwrap()).await;
        sqlx::query(
            "insert into booking (booking_id, kind, centre_id, enrolment_id, person_id, staff_id, starts_at, ends_at, state,
                                  idempotency_key, created_at, updated_at)
             values (gen_random_uuid(), 'coach_talk', $1, $2, $3, $4, $5, $5 + interval '45 minutes', $6, gen_random_uuid(),
                     now(), now())",
        )
        .bind(centre.as_uuid())
        .bind(enrolment.as_uuid())
        .bind(person.id.as_uuid())
        .bind(staff.id.as_uuid())
        .bind(at(starts))
        .bind(state)
        .execute(&world.db.owner)
        .await
        .unwrap();
        people.push(person);
    }
    // Whom lists leave out is counted all the same: their meeting must be moved too.
    sqlx::query("update person set protected_level = 1 where person_id = $1")
        .bind(people[0].id.as_uuid())
        .execute(&world.db.owner)
        .await
        .unwrap();
    let asked = read_at(&world, lead, &about(MONDAY, "closed"))
        .await
        .asked
        .unwrap();
    assert_eq!(
        asked.touches[0],
        "2 möten är bokade eller erbjudna den dagen. De flyttas inte av sig själva."
    );
    let href = format!("/tider?coach={}&dag={MONDAY}", coach.id);
    let line = |asked: &[app::calendar::api::MeetingsLine]| {
        asked
            .iter()
            .map(|m| (m.words.clone(), m.href.clone()))
            .collect::<Vec<_>>()
    };
    let expected = [("Stina Prov: 2 möten".to_owned(), Some(href))];
    assert_eq!(line(&asked.meetings), expected);
    add(&world, lead, (MONDAY, "closed", "Planeringsdag"))
        .await
        .unwrap();
    assert_eq!(line(&read(&world, lead).await.days[0].meetings), expected);
    assert!(read(&world, coach).await.days[0].meetings.is_empty());
    let logged = "select count(*) from access_log where permitted and person_ids <> '{}'";
    assert_eq!(world.count(logged).await, 0, "counts read nobody");

    // Where the link leads, those whom a list may show are shown, and that is a read.
    let mut cx = acting(&world, lead.actor(), Action::KeepHours).await.unwrap();
    let page = hours::page(&mut cx, &coach.id.to_string(), MONDAY).await.unwrap();
    cx.commit().await.unwrap();
    assert_eq!(page.meetings_day.as_deref(), Some("måndag 23 november"));
    assert_eq!(page.meetings.len(), 1);
    assert!(
        page.meetings[0]
            .when
            .ends_with(&clock_hm(at("2026-11-23T09:00:00Z")))
    );
    assert_eq!(world.count(logged).await, 1);
}

/// Whether the database itself lets this actor's statements each change a row.
async fn straight(world: &World, who: Member, sql: &str) -> bool {
    let action = if who.centre.is_some() && who.role != Role::Steering {
        Action::ReadCalendar
    } else {
        Action::ManageOwnSignIn
    };
    let mut cx = acting(world, who.actor(), action).await.unwrap();
    match sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
        .execute(cx.db())
        .await
    {
        Ok(done) => done.rows_affected() == sql.split(';').count() as u64,
        Err(_) => false,
    }
}

fn told(what: &str, day: &str, centre: &str) -> String {
    format!(
        "insert into centre_day_change (centre_id, day, what, is_open, reason, changed_at, changed_by, idempotency_key)
         values ({centre}, '{day}', '{what}', false, 'Skäl', actor.moment(), actor.account_id(), gen_random_uuid())"
    )
}

#[tokio::test]
async fn the_second_wall_lets_who_leads_change_a_coming_day_of_their_own_centre_with_its_history() {
    let (world, here, lead) = house().await;
    let centre = "actor.centre_id()";
    let day = |day: &str, centre: &str| {
        format!(
            "insert into centre_day (centre_id, day, is_open, reason) values ({centre}, '{day}', false, 'Skäl')"
        )
    };
    let good = format!("{}; {}", told("added", MONDAY, centre), day(MONDAY, centre));
    assert!(straight(&world, lead, &good).await);
    let there = format!("'{}'", world.centre("kompetenscenter-oster").await);
    let colleague = world.member(here, Role::Manager).await;
    for (what, bad) in [
        ("without its history", day(MONDAY, centre)),
        (
            "with the history of another day",
            format!("{}; {}", told("added", "2026-11-24", centre), day(MONDAY, centre)),
        ),
        (
            "a day that is today",
            format!(
                "{}; {}",
                told("added", "2026-11-20", centre),
                day("2026-11-20", centre)
            ),
        ),
        (
            "history of a day that has been",
            told("added", "2026-11-19", centre),
        ),
        (
            "history of a day too far ahead",
            told("added", "2028-05-21", centre),
        ),
        ("history of another centre", told("added", MONDAY, &there)),
        (
            "history in somebody else’s name",
            told("added", MONDAY, centre).replace("actor.account_id()", &format!("'{}'", colleague.account)),
        ),
    ] {
        assert!(!straight(&world, lead, &bad).await, "{what}");
    }
    for role in [
        Role::Reception,
        Role::Coach,
        Role::Recruiter,
        Role::Specialist,
        Role::Steering,
    ] {
        let who = world.member(here, role).await;
        assert!(!straight(&world, who, &good).await, "{role:?}");
    }
    let worker = world.outsider("soc-bergsjon", Role::CaseWorker).await;
    assert!(!straight(&world, worker, &good).await, "an agency");

    add(&world, lead, (MONDAY, "closed", "Skäl")).await.unwrap();
    let gone = format!("delete from centre_day where day = '{MONDAY}'");
    let with_history = format!("{}; {gone}", told("taken_back", MONDAY, centre));
    assert!(
        !straight(&world, lead, &gone).await,
        "taken back without its history"
    );
    for sql in [
        "update centre_day set reason = 'Annat'",
        "update centre_day_change set reason = 'Annat'",
        "delete from centre_day_change",
        "truncate centre_day",
    ] {
        assert!(!straight(&world, lead, sql).await, "{sql}");
    }
    let theirs = world
        .member(world.centre("kompetenscenter-oster").await, Role::Manager)
        .await;
    let at_ours = with_history.replace(centre, &format!("'{here}'"));
    assert!(!straight(&world, theirs, &at_ours).await, "another centre");
    assert!(straight(&world, lead, &with_history).await);
    // History stays even for the owner.
    assert!(
        sqlx::query("delete from centre_day_change")
            .execute(&world.db.owner)
            .await
            .is_err(),
        "append-only"
    );

    // A role that has ended since the session began.
    sqlx::query("update staff_role set valid_to = '2026-11-19' where staff_id = $1")
        .bind(lead.id.as_uuid())
        .execute(&world.db.owner)
        .await
        .unwrap();
    assert_eq!(
        add(&world, lead, ("2026-11-24", "closed", "Skäl")).await,
        Err(AppError::NotSignedIn)
    );
    assert!(!straight(&world, lead, &with_history).await);
}
