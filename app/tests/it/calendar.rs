//! The centre's own closed and open days: who keeps them, which may be changed, what they touch, and what stays as it was
//! (DOMAIN "Calendar", decision 027).

mod touched;
mod wall;

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
async fn every_change_can_be_reached_a_page_at_a_time() {
    let (world, _, lead) = house().await;
    let at = |page| Address {
        page,
        ..Address::default()
    };
    // Added and taken back thirty times: sixty changes.
    for n in 1..=30 {
        add(&world, lead, (MONDAY, "closed", &format!("Försök {n}")))
            .await
            .unwrap();
        take_back(&world, lead, MONDAY, &world.key().to_string())
            .await
            .unwrap();
    }
    let (first, second) = (
        read_at(&world, lead, &at(1)).await,
        read_at(&world, lead, &at(2)).await,
    );
    assert_eq!((first.changes.len(), first.page, first.older), (50, 1, true));
    assert_eq!((second.changes.len(), second.page, second.older), (10, 2, false));
    assert_eq!(first.changes[0].reason, "Försök 30");
    assert_eq!(second.changes[9].reason, "Försök 1");
    assert_eq!(read_at(&world, lead, &at(0)).await.changes, first.changes);
    let beyond = read_at(&world, lead, &at(u32::MAX)).await;
    assert!(beyond.changes.is_empty() && !beyond.older);
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
