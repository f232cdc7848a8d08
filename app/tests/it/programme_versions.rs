//! New versions of a programme's rules: who makes them, what is refused and where, and what runs keeps its own.

use crate::world::{Member, World};
use app::kernel::policy::{Action, Role};
use app::kernel::{AppError, Ctx, Lang};
use app::programme::api::{Changed, Programme};
use app::programme::{Fields, Sent, fields_of, list, make, new_version, one, rules_of, version_on};
use chrono::NaiveDate;
use domain::programme::{Outcome, RuleError, RulePlace as P, RuleRefusal as R};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

/// Each programme, and a centre where it runs.
const FOUR: [(&str, &str); 4] = [
    ("arbetsforum", "arbetsforum"),
    ("kompetenscenter", "kompetenscenter-oster"),
    ("arbvux-trappan", "arbvux"),
    ("jobbcentrum-enkoping", "jobbcentrum-enkoping"),
];

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

async fn acting(world: &World, who: Member, action: Action) -> Result<Ctx, AppError> {
    Ctx::begin_for(world.state.clone(), world.visitor(Some(who.actor())), action).await
}

/// The form as it stands when it is opened, with a source and a reason.
async fn opened(world: &World, who: Member, code: &str) -> (String, Fields) {
    let mut cx = acting(world, who, Action::WriteProgrammes).await.unwrap();
    let form = new_version(&mut cx, code).await.unwrap();
    let mut fields = form.fields;
    set(&mut fields, "source", "Beslut 2026-11-20");
    set(&mut fields, "reason", "Styrgruppen har bestämt det");
    (form.key, fields)
}

fn set(fields: &mut Fields, name: &str, value: &str) {
    fields.insert(name.to_owned(), value.to_owned());
}

async fn send(world: &World, who: Member, code: &str, key: &str, fields: &Fields) -> Result<i32, AppError> {
    let mut cx = acting(world, who, Action::WriteProgrammes).await?;
    let made = make(&mut cx, &Sent { code, key, fields }).await?;
    cx.commit().await?;
    Ok(made)
}

async fn read(world: &World, who: Member, code: &str, between: (i32, i32)) -> Result<Programme, AppError> {
    let mut cx = acting(world, who, Action::ReadProgrammes).await?;
    let page = one(&mut cx, code, 0, between).await?;
    cx.commit().await?;
    Ok(page)
}

async fn arbetsforum() -> (World, Member) {
    let world = World::new().await;
    let here = world.centre("arbetsforum").await;
    let manager = world.member(here, Role::Manager).await;
    (world, manager)
}

fn refused(at: P, why: R) -> Result<i32, AppError> {
    Err(AppError::Programme(RuleError::new(at, why)))
}

#[tokio::test]
async fn each_of_the_four_gets_a_new_version_and_what_runs_keeps_its_own() {
    let world = World::new().await;
    for (code, centre) in FOUR {
        let here = world.centre(centre).await;
        let manager = world.member(here, Role::Manager).await;
        let person = world.person().await;
        let enrolment = world.enrol(person, here, day("2026-11-01")).await;
        let first = version_on(&world.db.web, code, day("2026-11-20"))
            .await
            .unwrap()
            .unwrap();

        let (key, mut fields) = opened(&world, manager, code).await;
        set(&mut fields, "valid_from", "2026-12-01");
        set(&mut fields, "term_months", "9");
        fields.remove("outcomes_other");
        assert_eq!(send(&world, manager, code, &key, &fields).await, Ok(2), "{code}");

        let on = async |text: &str| version_on(&world.db.web, code, day(text)).await.unwrap().unwrap();
        assert_eq!(on("2026-11-30").await.id, first.id);
        let second = on("2026-12-01").await;
        assert_eq!((second.version, second.rules.term_months), (2, Some(9)));
        assert_eq!(second.rules.outcomes, Outcome::ALL[..10]);
        // What else it says is what it said.
        let mut as_before = second.rules.clone();
        as_before.term_months = first.rules.term_months;
        as_before.outcomes = Outcome::ALL.to_vec();
        assert_eq!(as_before, first.rules, "{code}");
        assert_eq!(
            rules_of(&world.db.web, first.id).await.unwrap(),
            Some(first.rules)
        );
        assert_eq!(
            rules_of(&world.db.web, second.id).await.unwrap(),
            Some(second.rules)
        );

        let kept: Uuid =
            sqlx::query_scalar("select programme_version_id from enrolment where enrolment_id = $1")
                .bind(enrolment.as_uuid())
                .fetch_one(&world.db.owner)
                .await
                .unwrap();
        assert_eq!(kept, first.id.as_uuid());
        let page = read(&world, manager, code, (1, 2)).await.unwrap();
        let under: Vec<_> = page
            .versions
            .iter()
            .map(|v| (v.version, v.enrolled, v.holds, v.coming))
            .collect();
        assert_eq!(under, [(2, 0, false, true), (1, 1, true, false)]);
        assert_eq!(page.difference.unwrap().changes.len(), 2, "{code}");
    }
    // Who made it and why is kept.
    assert_eq!(
        world
            .count("select count(*) from programme_version v join account a on a.account_id = v.created_by where v.version = 2 and v.reason <> ''")
            .await,
        4
    );
}

#[tokio::test]
async fn a_form_that_is_opened_says_what_the_latest_version_says() {
    let world = World::new().await;
    for (code, centre) in FOUR {
        let manager = world.member(world.centre(centre).await, Role::Manager).await;
        let latest = version_on(&world.db.web, code, day("2026-11-20"))
            .await
            .unwrap()
            .unwrap();
        let (key, fields) = opened(&world, manager, code).await;
        for (name, value) in fields_of(&latest.rules, Lang::Sv) {
            assert_eq!(fields.get(&name), Some(&value), "{code} {name}");
        }
        // Sent as it is, nothing differs; and nothing is stored.
        assert_eq!(
            send(&world, manager, code, &key, &fields).await,
            refused(P::Whole, R::NoDifference)
        );
    }
    assert_eq!(world.count("select count(*) from programme_version").await, 4);
}

#[tokio::test]
async fn what_cannot_hold_is_told_at_its_field_and_nothing_is_stored() {
    let (world, manager) = arbetsforum().await;
    let (key, fields) = opened(&world, manager, "arbetsforum").await;
    let long = "å".repeat(501);
    let cases = [
        ("age_below", "17", P::AgeBelow, R::AgesCross),
        (
            "capacity",
            "många",
            P::Capacity,
            R::NotANumber { from: 1, to: 100_000 },
        ),
        ("entry_per_0", "", P::EntryPer(0), R::QuotaWithoutPeriod),
        (
            "entry_agency_2",
            "finns-inte",
            P::EntryAgency(2),
            R::UnknownAgency,
        ),
        (
            "target_percent_1",
            "150",
            P::TargetPercent(1),
            R::NotANumber { from: 1, to: 100 },
        ),
        ("term_months", "", P::ExtensionKeys, R::NoTerm),
        ("valid_from", "2026-11-19", P::ValidFrom, R::DayPast),
        ("valid_from", "", P::ValidFrom, R::NotADay),
        ("valid_from", "12026-01-01", P::ValidFrom, R::NotADay),
        ("source", " ", P::Source, R::Empty),
        ("reason", "", P::Reason, R::Empty),
        ("reason", &long, P::Reason, R::TooLong),
    ];
    for (name, value, at, why) in cases {
        let mut bad = fields.clone();
        set(&mut bad, "first_meeting", "3");
        set(&mut bad, name, value);
        assert_eq!(
            send(&world, manager, "arbetsforum", &key, &bad).await,
            refused(at, why),
            "{name} = {value}"
        );
    }
    assert_eq!(
        send(&world, manager, "arbetsforum", "inget id", &fields).await,
        Err(AppError::Unreadable)
    );
    assert_eq!(
        send(&world, manager, "finns-inte", &key, &fields).await,
        Err(AppError::NotFound)
    );
    assert_eq!(world.count("select count(*) from programme_version").await, 4);
}

#[tokio::test]
async fn the_same_press_twice_is_one_version_and_another_under_its_key_is_none() {
    let (world, manager) = arbetsforum().await;
    let (key, mut fields) = opened(&world, manager, "arbetsforum").await;
    set(&mut fields, "capacity", "260");
    assert_eq!(send(&world, manager, "arbetsforum", &key, &fields).await, Ok(2));
    assert_eq!(send(&world, manager, "arbetsforum", &key, &fields).await, Ok(2));
    set(&mut fields, "capacity", "270");
    assert_eq!(
        send(&world, manager, "arbetsforum", &key, &fields).await,
        Err(AppError::Conflict)
    );
    assert_eq!(world.count("select count(*) from programme_version").await, 5);
}

#[tokio::test]
async fn a_form_made_from_an_older_version_is_refused_until_the_difference_is_seen() {
    let (world, manager) = arbetsforum().await;
    let (late_key, mut late) = opened(&world, manager, "arbetsforum").await;
    set(&mut late, "capacity", "300");
    let (key, mut fields) = opened(&world, manager, "arbetsforum").await;
    set(&mut fields, "term_months", "7");
    set(&mut fields, "valid_from", "2026-12-10");
    assert_eq!(send(&world, manager, "arbetsforum", &key, &fields).await, Ok(2));

    let stale = refused(P::Whole, R::Stale { latest: 2 });
    assert_eq!(
        send(&world, manager, "arbetsforum", &late_key, &late).await,
        stale
    );
    set(&mut late, "builds_on", "2");
    // The version before holds from the tenth: no day before it.
    assert_eq!(
        send(&world, manager, "arbetsforum", &late_key, &late).await,
        refused(P::ValidFrom, R::BeforeLatest)
    );
    set(&mut late, "valid_from", "2026-12-10");
    assert_eq!(
        send(&world, manager, "arbetsforum", &late_key, &late).await,
        Ok(3)
    );
    // Of two from the same day the later number holds.
    let holds = version_on(&world.db.web, "arbetsforum", day("2026-12-10"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!((holds.version, holds.rules.term_months), (3, Some(6)));
}

#[tokio::test]
async fn of_two_managers_who_save_at_once_one_gets_the_number_and_the_other_is_told() {
    let (world, first) = arbetsforum().await;
    let second = world
        .member(world.centre("arbetsforum").await, Role::Manager)
        .await;
    for n in 0..12_i32 {
        let mut forms = Vec::new();
        for (who, places) in [(first, 300 + n), (second, 400 + n)] {
            let (key, mut fields) = opened(&world, who, "arbetsforum").await;
            set(&mut fields, "capacity", &places.to_string());
            forms.push((who, key, fields));
        }
        let [(a, ka, fa), (b, kb, fb)] = &forms[..] else {
            panic!("two forms")
        };
        let (one, other) = tokio::join!(
            send(&world, *a, "arbetsforum", ka, fa),
            send(&world, *b, "arbetsforum", kb, fb)
        );
        let number = n + 2;
        let told = refused(
            P::Whole,
            R::Stale {
                latest: u32::try_from(number).unwrap(),
            },
        );
        assert!(
            (one == Ok(number) && other == told) || (one == told && other == Ok(number)),
            "{one:?} {other:?}"
        );
    }
    assert_eq!(world.count("select count(*) from programme_version").await, 16);
}

#[tokio::test]
async fn the_house_reads_a_manager_writes_and_others_meet_nothing() {
    let (world, manager) = arbetsforum().await;
    let here = world.centre("arbetsforum").await;
    let (key, mut fields) = opened(&world, manager, "arbetsforum").await;
    set(&mut fields, "capacity", "260");
    for role in [
        Role::Reception,
        Role::Coach,
        Role::Recruiter,
        Role::TeamLeader,
        Role::Specialist,
    ] {
        let who = world.member(here, role).await;
        let page = read(&world, who, "arbetsforum", (0, 0)).await.unwrap();
        assert!(
            !page.may_write
                && page
                    .sections
                    .iter()
                    .any(|s| s.lines.contains(&"Har fyllt 18 år".to_owned()))
        );
        assert_eq!(
            send(&world, who, "arbetsforum", &key, &fields).await,
            Err(AppError::NotFound),
            "{role:?}"
        );
    }
    let steering = world.member(here, Role::Steering).await;
    assert!(acting(&world, steering, Action::ReadProgrammes).await.is_err());
    let outsider = world.outsider("soc-bergsjon", Role::CaseWorker).await;
    assert!(acting(&world, outsider, Action::ReadProgrammes).await.is_err());
    let participant = world.enrolled(here).await;
    let visitor = world.visitor(Some(participant.actor()));
    assert!(
        Ctx::begin_for(world.state.clone(), visitor, Action::ReadProgrammes)
            .await
            .is_err()
    );

    // A manager elsewhere neither reads nor writes this one.
    let elsewhere = world.member(world.centre("arbvux").await, Role::Manager).await;
    assert_eq!(
        read(&world, elsewhere, "arbetsforum", (0, 0)).await,
        Err(AppError::NotFound)
    );
    assert_eq!(
        send(&world, elsewhere, "arbetsforum", &key, &fields).await,
        Err(AppError::NotFound)
    );
    let mut cx = acting(&world, elsewhere, Action::ReadProgrammes).await.unwrap();
    let codes: Vec<_> = list(&mut cx)
        .await
        .unwrap()
        .rows
        .into_iter()
        .map(|r| r.code)
        .collect();
    assert_eq!(codes, ["arbvux-trappan"]);

    // A manager whose role has ended since the session began.
    sqlx::query("update staff_role set valid_to = '2026-11-19' where staff_id = $1")
        .bind(manager.id.as_uuid())
        .execute(&world.db.owner)
        .await
        .unwrap();
    assert_eq!(
        send(&world, manager, "arbetsforum", &key, &fields).await,
        Err(AppError::NotSignedIn)
    );
}

/// What the database itself says to a version that is written past the first wall.
async fn straight(
    world: &World,
    who: Member,
    action: Action,
    (version, from, rules, mine): (i32, &str, &str, bool),
) -> bool {
    let mut cx = acting(world, who, action).await.unwrap();
    let by = if mine {
        format!("'{}'", who.account)
    } else {
        "null".to_owned()
    };
    let sql = format!(
        "insert into programme_version (programme_version_id, programme_id, version, valid_from, rules, source, reason,
                                        created_at, created_by)
         select gen_random_uuid(), programme_id, {version}, '{from}', '{rules}', 'källa', 'skäl', actor.moment(), {by}
         from programme where code = 'arbetsforum'"
    );
    sqlx::query(AssertSqlSafe(sql)).execute(cx.db()).await.is_ok()
}

#[tokio::test]
async fn the_second_wall_lets_a_manager_of_the_programme_add_the_next_version_and_nothing_else() {
    let (world, manager) = arbetsforum().await;
    let here = world.centre("arbetsforum").await;
    let write = Action::WriteProgrammes;
    let good = (2, "2026-11-20", "{}", true);
    assert!(straight(&world, manager, write, good).await);
    let unknown = r#"{"entries": [{"agency": "finns-inte", "group": "referred"}]}"#;
    for (what, bad) in [
        ("a number that leaps", (3, "2026-11-20", "{}", true)),
        ("a number that is taken", (1, "2026-11-20", "{}", true)),
        ("a day that is past", (2, "2026-11-19", "{}", true)),
        ("a party that is not there", (2, "2026-11-20", unknown, true)),
        ("in nobody's name", (2, "2026-11-20", "{}", false)),
    ] {
        assert!(!straight(&world, manager, write, bad).await, "{what}");
    }
    for role in [Role::Reception, Role::Coach, Role::TeamLeader, Role::Specialist] {
        let who = world.member(here, role).await;
        assert!(
            !straight(&world, who, Action::ReadProgrammes, good).await,
            "{role:?}"
        );
    }
    let elsewhere = world.member(world.centre("arbvux").await, Role::Manager).await;
    assert!(
        !straight(&world, elsewhere, write, good).await,
        "a manager elsewhere"
    );
    let outsider = world.outsider("soc-bergsjon", Role::CaseWorker).await;
    assert!(
        !straight(&world, outsider, Action::ReadAgencyDesk, good).await,
        "an agency"
    );
    for sql in [
        "update programme_version set version = 9",
        "delete from programme_version",
    ] {
        let mut cx = acting(&world, manager, write).await.unwrap();
        assert!(sqlx::query(sql).execute(cx.db()).await.is_err(), "{sql}");
    }
    assert_eq!(world.count("select count(*) from programme_version").await, 4);
}

#[tokio::test]
async fn the_difference_is_told_in_lines_and_the_page_says_who_made_it() {
    let (world, manager) = arbetsforum().await;
    let (key, mut fields) = opened(&world, manager, "arbetsforum").await;
    set(&mut fields, "entry_quota_1", "6");
    set(&mut fields, "target_group", "Unga utan gymnasieutbildning");
    set(&mut fields, "capacity", "");
    send(&world, manager, "arbetsforum", &key, &fields).await.unwrap();
    let page = read(&world, manager, "arbetsforum", (1, 2)).await.unwrap();
    let difference = page.difference.unwrap();
    let of = |label: &str| -> Changed {
        difference
            .changes
            .iter()
            .find(|c| c.label == label)
            .unwrap()
            .clone()
    };
    let entries = of("Vägar in och kvoter");
    assert_eq!(
        entries.before,
        [
            "Socialtjänsten Bergsjön, gamla ärenden: högst 5 per månad, bara så länge månadens nybesök därifrån är högst 40"
        ]
    );
    assert_eq!(
        entries.after,
        [
            "Socialtjänsten Bergsjön, gamla ärenden: högst 6 per månad, bara så länge månadens nybesök därifrån är högst 40"
        ]
    );
    assert_eq!(of("Målgrupp").after, ["Unga utan gymnasieutbildning"]);
    assert_eq!(
        of("Platser på en gång").before,
        ["Högst 250 inskrivna på en gång"]
    );
    assert!(of("Platser på en gång").after.is_empty());
    assert_eq!(difference.changes.len(), 3);
    // Backwards it is the other way round; versions that are not there have no difference.
    let back = read(&world, manager, "arbetsforum", (2, 1))
        .await
        .unwrap()
        .difference
        .unwrap();
    assert_eq!(back.changes[0].before, of(&back.changes[0].label).after);
    assert_eq!(
        read(&world, manager, "arbetsforum", (1, 7))
            .await
            .unwrap()
            .difference,
        None
    );
    let made = &page.versions[0];
    assert_eq!(made.made.as_deref(), Some("20 november 2026, Stina Prov"));
    assert_eq!(
        (made.reason.as_str(), made.holds),
        ("Styrgruppen har bestämt det", true)
    );
}
