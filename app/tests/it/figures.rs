//! Figures from the ledger (S2, S3, S5): of one's own centre, small cells hidden, the same again later.

use crate::consented::ledger;
use crate::world::{Member, World};
use app::figures::api::{Asked, Figures};
use app::kernel::policy::{Action, Role};
use app::kernel::{AppError, Ctx, Lang};
use domain::ids::CentreId;
use domain::suppression::Cell;

async fn figures(world: &World, who: Member, asked: &Asked) -> Figures {
    let visitor = world.visitor(Some(who.actor()));
    let cx = Ctx::begin_for(world.state.clone(), visitor, Action::ReadFigures)
        .await
        .unwrap();
    app::figures::figures(&cx, asked).await.unwrap()
}

/// So many enrolments from one day on, ended on another, and recorded on those days.
async fn spells(world: &World, centre: CentreId, count: u32, came: &str, left: Option<(&str, &str)>) {
    for _ in 0..count {
        let who = world.person().await;
        let enrolment = world.enrol(who, centre, came.parse().unwrap()).await;
        ledger(
            world,
            enrolment,
            "enrolled",
            came,
            &format!("{came}T10:00:00Z"),
            None,
        )
        .await;
        if let Some((left, outcome)) = left {
            ledger(
                world,
                enrolment,
                "exited",
                left,
                &format!("{left}T15:00:00Z"),
                Some(outcome),
            )
            .await;
        }
    }
}

fn small(until: &str, known: &str) -> Asked {
    Asked {
        until: until.to_owned(),
        known: known.to_owned(),
        small: true,
    }
}

#[tokio::test]
async fn opening_and_in_less_out_is_closing_of_the_own_centre_alone() {
    let world = World::new().await;
    let (here, there) = (
        world.centre("arbetsforum").await,
        world.centre("kompetenscenter-oster").await,
    );
    spells(&world, here, 12, "2025-03-10", None).await;
    spells(&world, here, 7, "2026-09-14", Some(("2026-10-20", "work"))).await;
    spells(&world, here, 6, "2026-10-05", None).await;
    spells(&world, there, 9, "2026-10-05", None).await;
    let manager = world.member(here, Role::Manager).await;
    let shown = figures(&world, manager, &Asked::default()).await;
    assert!(shown.adds_up && !shown.hides);
    let october = shown.months.last().unwrap();
    assert_eq!(october.name, "oktober 2026");
    let flow = october.flow;
    assert_eq!(
        [flow.opening, flow.came, flow.left, flow.closing],
        [19, 6, 7, 18].map(Cell::Shown)
    );
    assert_eq!(shown.enrolled_now, Cell::Shown(18));
    assert_eq!(shown.months.len(), 12);
    let together = shown.together;
    assert_eq!(
        [together.opening, together.came, together.left, together.closing],
        [12, 13, 7, 18].map(Cell::Shown)
    );
}

#[tokio::test]
async fn the_steering_group_never_gets_a_small_cell_whatever_it_asks() {
    let world = World::new().await;
    let here = world.centre("arbetsforum").await;
    spells(&world, here, 20, "2025-10-06", None).await;
    spells(&world, here, 2, "2026-02-02", Some(("2026-05-18", "illness"))).await;
    spells(&world, here, 30, "2026-02-02", Some(("2026-05-18", "work"))).await;
    spells(&world, here, 25, "2026-02-02", Some(("2026-05-18", "education"))).await;
    spells(&world, here, 1, "2026-09-07", None).await;
    let steering = world.member(here, Role::Steering).await;
    for asked in [
        Asked::default(),
        small("2026-11-20", "2026-11-20"),
        small("2026-09-30", "2026-09-30"),
    ] {
        let shown = figures(&world, steering, &asked).await;
        assert!(!shown.may_small && !shown.asked.small && shown.hides);
        let cells = shown
            .months
            .iter()
            .map(|m| m.flow)
            .chain([shown.together])
            .flat_map(|f| [f.opening, f.came, f.left, f.closing])
            .chain(
                shown
                    .periods
                    .iter()
                    .flat_map(|p| p.outcomes.iter().map(|(_, c)| *c).chain([p.total])),
            );
        for cell in cells {
            assert!(
                cell.shown().is_none_or(|n| n == 0 || n >= 5),
                "{asked:?}: {cell:?}"
            );
        }
        // September's one would be the difference of the sums.
        assert_eq!(
            (shown.together.came, shown.together.left),
            (Cell::Hidden, Cell::Hidden)
        );
        // The two who are ill would be the difference of the total, were nothing else hidden.
        let spring = &shown.periods[0];
        assert_eq!(spring.total, Cell::Shown(57));
        assert_eq!(
            spring.outcomes.iter().filter(|(_, c)| *c == Cell::Hidden).count(),
            2
        );
        assert_eq!(spring.rate, None, "a part of its numerator is hidden");
    }
    let manager = world.member(here, Role::Manager).await;
    let open = figures(&world, manager, &small("2026-06-30", "2026-11-20")).await;
    assert!(open.may_small && !open.hides);
    assert_eq!(open.periods[0].rate, Some((55, 57)));
    let closed = figures(&world, manager, &Asked::default()).await;
    assert!(closed.hides, "hidden until the switch is used");
    for role in [Role::Coach, Role::Recruiter, Role::Specialist, Role::Steering] {
        let who = world.member(here, role).await;
        assert!(figures(&world, who, &small("", "")).await.hides, "{role:?}");
    }
}

#[tokio::test]
async fn last_march_as_of_last_april_is_the_same_to_the_byte_however_late_it_is_drawn() {
    let world = World::new().await;
    let here = world.centre("arbetsforum").await;
    spells(&world, here, 8, "2026-03-02", None).await;
    let leader = world.member(here, Role::TeamLeader).await;
    let asked = small("2026-03-31", "2026-04-15");
    let draw = async |world: &World| {
        let mut shown = figures(world, leader, &asked).await;
        // The way on to later figures depends on the day.
        shown.later = None;
        (
            serde_json::to_string(&shown).unwrap(),
            app::figures::csv(&shown, Lang::Sv),
        )
    };
    let first = draw(&world).await;
    // Written down afterwards: of March itself, and an exit.
    let who = world.person().await;
    let enrolment = world.enrol(who, here, "2026-03-09".parse().unwrap()).await;
    ledger(
        &world,
        enrolment,
        "enrolled",
        "2026-03-09",
        "2026-04-16T08:00:00Z",
        None,
    )
    .await;
    ledger(
        &world,
        enrolment,
        "exited",
        "2026-03-20",
        "2026-04-16T08:00:00Z",
        Some("work"),
    )
    .await;
    world.at("2027-02-01T08:00:00Z");
    assert_eq!(draw(&world).await, first);
    let now = figures(&world, leader, &small("2026-03-31", "")).await;
    assert_eq!(now.months.last().unwrap().flow.came, Cell::Shown(9));
    // The day of April 15 counts to its end in Sweden, and not longer.
    let next = figures(&world, leader, &small("2026-03-31", "2026-04-16")).await;
    assert_eq!(next.months.last().unwrap().flow.came, Cell::Shown(9));
}

#[tokio::test]
async fn protected_people_count_and_nobody_is_named() {
    let world = World::new().await;
    let here = world.centre("arbetsforum").await;
    spells(&world, here, 11, "2026-02-02", None).await;
    sqlx::query("update person set protected_level = 2")
        .execute(&world.db.owner)
        .await
        .unwrap();
    let steering = world.member(here, Role::Steering).await;
    let shown = figures(&world, steering, &Asked::default()).await;
    assert_eq!(shown.enrolled_now, Cell::Shown(11));
    let said = serde_json::to_string(&shown).unwrap();
    assert!(!said.contains("Person") && !said.contains("person_id"), "{said}");
    assert_eq!(
        world
            .count("select count(*) from access_log where cardinality(person_ids) > 0")
            .await,
        0
    );
}

#[tokio::test]
async fn the_reports_role_reads_no_person() {
    let world = World::new().await;
    for table in ["person", "contact", "attendance", "plan", "account", "consent"] {
        let sql = format!("select count(*) from {table}");
        let refused = sqlx::query(sqlx::AssertSqlSafe(sql))
            .fetch_one(&world.state.reports)
            .await
            .unwrap_err();
        assert!(
            refused.to_string().contains("permission denied"),
            "{table}: {refused}"
        );
    }
}

#[tokio::test]
async fn an_agency_reads_no_figures() {
    let world = World::new().await;
    for (agency, role) in [
        ("soc-bergsjon", Role::CaseWorker),
        ("ideburen-verkstad", Role::Partner),
    ] {
        let who = world.outsider(agency, role).await;
        let visitor = world.visitor(Some(who.actor()));
        let answer = Ctx::begin_for(world.state.clone(), visitor, Action::ReadFigures).await;
        assert_eq!(answer.err(), Some(AppError::NotFound));
    }
}

#[tokio::test]
async fn the_file_says_the_same_as_the_page_and_no_cell_is_a_formula() {
    let world = World::new().await;
    let here = world.centre("arbetsforum").await;
    spells(&world, here, 3, "2026-09-07", None).await;
    spells(&world, here, 20, "2025-10-06", None).await;
    sqlx::query("update centre set name = '=2+5|cmd' where code = 'arbetsforum'")
        .execute(&world.db.owner)
        .await
        .unwrap();
    let steering = world.member(here, Role::Steering).await;
    let shown = figures(&world, steering, &Asked::default()).await;
    let file = app::figures::csv(&shown, Lang::Sv);
    assert!(file.contains("\"'=2+5|cmd\";"), "{file}");
    assert!(file.contains("september 2026;20;dolt;dolt;23\r\n"), "{file}");
    assert!(file.starts_with('\u{feff}'));
    for cell in file
        .trim_start_matches('\u{feff}')
        .lines()
        .flat_map(|l| l.split(';'))
    {
        let seen = cell.trim_start_matches('"');
        assert!(!seen.starts_with(['=', '+', '-', '@']), "{cell}");
    }
}
