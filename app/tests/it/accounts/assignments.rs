//! Who works with a participant (G3), and whose record is closed to whom (G1).

use super::{acting, end_role, manager, refused};
use crate::world::{Member, Person, World};
use app::accounts::{assign, relate};
use app::kernel::error::Field;
use app::kernel::policy::{Action, Category, Role, Verb};
use app::kernel::{AppError, Ctx};
use domain::account::AccountRefusal as Why;

async fn about(world: &World, who: Member, action: Action, person: Person) -> Result<Ctx, AppError> {
    let visitor = world.visitor(Some(who.actor()));
    Ctx::begin_about_for(world.state.clone(), visitor, action, person.id, None).await
}

async fn coach_of(
    world: &World,
    by: Member,
    person: Person,
    was: &str,
    coach: Member,
    from: &str,
) -> Result<(), AppError> {
    let mut cx = about(world, by, Action::Assign, person).await?;
    assign::change_coach(&mut cx, was, &coach.id.to_string(), from, "").await?;
    cx.commit().await
}

async fn add(
    world: &World,
    by: Member,
    person: Person,
    kind: &str,
    who: Member,
    from: &str,
    to: &str,
) -> Result<(), AppError> {
    let mut cx = about(world, by, Action::Assign, person).await?;
    assign::add_colleague(&mut cx, &format!("{kind} {}", who.id), from, to, "Sommaren").await?;
    cx.commit().await
}

async fn colleagues(world: &World, by: Member, person: Person) -> app::accounts::assign_api::Colleagues {
    let mut cx = about(world, by, Action::Assign, person).await.unwrap();
    let read = assign::colleagues(&mut cx).await.unwrap();
    cx.commit().await.unwrap();
    read
}

/// Whether the plan of a person is open to this colleague now.
async fn reads_plan(world: &World, who: Member, person: Person) -> bool {
    match about(world, who, Action::OpenRecord, person).await {
        Ok(cx) => cx.may(Category::PlanDraft, Verb::Read).is_ok(),
        Err(_) => false,
    }
}

async fn ledger(world: &World) -> Vec<(String, String)> {
    sqlx::query_as("select event, concerns_on::text from ledger where event in ('assigned', 'unassigned') order by ledger_id")
        .fetch_all(&world.db.owner)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_new_coach_ends_the_old_one_the_day_before_and_both_stay_to_be_read() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let lead = world.member(centre, Role::TeamLeader).await;
    let (old, new) = (
        world.member(centre, Role::Coach).await,
        world.member(centre, Role::Coach).await,
    );
    let person = world.enrolled(centre).await;
    coach_of(&world, lead, person, "", old, "").await.unwrap();
    coach_of(&world, lead, person, "", old, "").await.unwrap();
    let was = colleagues(&world, lead, person).await.coach_was;
    assert!(reads_plan(&world, old, person).await);
    coach_of(&world, lead, person, &was, new, "2026-12-01")
        .await
        .unwrap();
    coach_of(&world, lead, person, &was, new, "2026-12-01")
        .await
        .unwrap();
    assert_eq!(
        coach_of(&world, lead, person, &was, lead, "2026-12-02").await,
        Err(AppError::Conflict),
        "the page showed another coach"
    );
    let days: Vec<(String, Option<String>)> =
        sqlx::query_as("select valid_from::text, valid_to::text from assignment order by valid_from")
            .fetch_all(&world.db.owner)
            .await
            .unwrap();
    assert_eq!(
        days,
        [
            ("2026-11-20".to_owned(), Some("2026-11-30".to_owned())),
            ("2026-12-01".to_owned(), None)
        ]
    );
    let expected = [
        ("assigned", "2026-11-20"),
        ("unassigned", "2026-12-01"),
        ("assigned", "2026-12-01"),
    ];
    assert_eq!(
        ledger(&world).await,
        expected.map(|(e, d)| (e.to_owned(), d.to_owned()))
    );
    assert!(!reads_plan(&world, new, person).await, "not before its first day");
    world.at("2026-12-01T08:00:00Z");
    assert!(reads_plan(&world, new, person).await && !reads_plan(&world, old, person).await);
    let read = colleagues(&world, lead, person).await;
    assert_eq!((read.current.len(), read.past.len()), (1, 1));
    let logged = "select count(*) from access_log where permitted and action = 'assign' and cardinality(person_ids) = 1";
    assert!(world.count(logged).await >= 2, "each reading of it is in the log");
}

#[tokio::test]
async fn a_coach_is_somebody_who_is_one_from_today_on_and_for_somebody_who_is_enrolled() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let lead = world.member(centre, Role::TeamLeader).await;
    let coach = world.member(centre, Role::Coach).await;
    let person = world.enrolled(centre).await;
    let reception = world.member(centre, Role::Reception).await;
    let elsewhere = world.member(world.centre("arbvux").await, Role::Coach).await;
    for wrong in [reception, elsewhere] {
        assert_eq!(
            coach_of(&world, lead, person, "", wrong, "").await,
            refused(Field::Coach, Why::NotInRole)
        );
    }
    assert_eq!(
        coach_of(&world, lead, person, "", coach, "2026-11-19").await,
        refused(Field::ValidFrom, Why::DayPast)
    );
    assert!(matches!(
        about(&world, coach, Action::Assign, person).await,
        Err(AppError::NotFound)
    ));
    sqlx::query("update enrolment set ended_on = '2026-11-19'")
        .execute(&world.db.owner)
        .await
        .unwrap();
    assert_eq!(
        coach_of(&world, lead, person, "", coach, "").await,
        refused(Field::Coach, Why::NotEnrolled)
    );
}

#[tokio::test]
async fn twenty_who_change_the_coach_at_once_leave_one_coach() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let lead = world.member(centre, Role::TeamLeader).await;
    let person = world.enrolled(centre).await;
    let mut coaches = Vec::new();
    for _ in 0..20 {
        coaches.push(world.member(centre, Role::Coach).await);
    }
    let all = coaches
        .iter()
        .map(|coach| coach_of(&world, lead, person, "", *coach, ""));
    let answers = futures_of(all).await;
    assert_eq!(answers.iter().filter(|a| a.is_ok()).count(), 1, "{answers:?}");
    assert!(
        answers
            .iter()
            .all(|a| matches!(a, Ok(()) | Err(AppError::Conflict)))
    );
    let one = "select count(*) from assignment where kind = 'coach' and valid_to is null";
    assert_eq!(world.count(one).await, 1);
}

/// All of them at once.
async fn futures_of<F: Future>(all: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut waiting: Vec<_> = all.map(|f| (Box::pin(f), None)).collect();
    std::future::poll_fn(|context| {
        let mut pending = false;
        for (future, done) in &mut waiting {
            if done.is_none() {
                match future.as_mut().poll(context) {
                    std::task::Poll::Ready(output) => *done = Some(output),
                    std::task::Poll::Pending => pending = true,
                }
            }
        }
        if pending {
            std::task::Poll::Pending
        } else {
            std::task::Poll::Ready(())
        }
    })
    .await;
    waiting.into_iter().filter_map(|(_, done)| done).collect()
}

#[tokio::test]
async fn a_deputy_reads_as_the_coach_does_on_the_days_that_were_said() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let lead = world.member(centre, Role::TeamLeader).await;
    let deputy = world.member(centre, Role::Coach).await;
    let person = world.enrolled(centre).await;
    assert_eq!(
        add(&world, lead, person, "deputy", deputy, "", "").await,
        refused(Field::Until, Why::LastDayNeeded)
    );
    assert_eq!(
        add(&world, lead, person, "deputy", deputy, "2026-11-25", "2026-11-24").await,
        refused(Field::Until, Why::DaysCrossed)
    );
    for _ in 0..2 {
        add(&world, lead, person, "deputy", deputy, "2026-11-23", "2026-11-24")
            .await
            .unwrap();
    }
    assert_eq!(
        add(&world, lead, person, "deputy", deputy, "2026-11-24", "2026-11-30").await,
        refused(Field::Colleague, Why::AlreadyAssigned)
    );
    for (moment, open) in [
        ("2026-11-22T12:00:00Z", false),
        ("2026-11-22T23:00:00Z", true),
        ("2026-11-24T22:59:59Z", true),
        ("2026-11-24T23:00:00Z", false),
    ] {
        world.at(moment);
        assert_eq!(reads_plan(&world, deputy, person).await, open, "{moment}");
    }
    let read = colleagues(&world, lead, person).await;
    assert_eq!((read.current.len(), read.past.len()), (0, 1));
    assert_eq!(read.past[0].reason.as_deref(), Some("Sommaren"));
}

#[tokio::test]
async fn an_assignment_that_ends_now_closes_the_record_at_once_and_ends_once() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let lead = world.member(centre, Role::TeamLeader).await;
    let recruiter = world.member(centre, Role::Recruiter).await;
    let person = world.enrolled(centre).await;
    add(&world, lead, person, "recruiter", recruiter, "", "")
        .await
        .unwrap();
    assert!(reads_plan(&world, recruiter, person).await);
    let id = colleagues(&world, lead, person).await.current[0].id.clone();
    for (last_day, expected) in [
        ("2026-11-01", refused(Field::LastDay, Why::DayPast)),
        ("2026-11-30", Ok(())),
        ("", Ok(())),
        ("", Ok(())),
        ("2026-12-31", Err(AppError::Conflict)),
    ] {
        let mut cx = about(&world, lead, Action::Assign, person).await.unwrap();
        let answer = assign::end_assignment(&mut cx, &id, last_day).await;
        assert_eq!(answer, expected, "{last_day}");
        if answer.is_ok() {
            cx.commit().await.unwrap();
        }
    }
    assert!(!reads_plan(&world, recruiter, person).await);
    let told: Vec<String> = ledger(&world).await.into_iter().map(|(event, _)| event).collect();
    assert_eq!(
        told,
        ["assigned", "unassigned", "unassigned"],
        "for the last day, and then at once"
    );
}

#[tokio::test]
async fn a_deputy_covers_for_all_of_a_coachs_participants_and_no_one_twice() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let boss = manager(&world, centre).await;
    let (coach, deputy) = (
        world.member(centre, Role::Coach).await,
        world.member(centre, Role::Coach).await,
    );
    let other = world.member(centre, Role::Coach).await;
    let mut people = Vec::new();
    for _ in 0..4 {
        let person = world.enrolled(centre).await;
        coach_of(&world, boss, person, "", coach, "").await.unwrap();
        people.push(person);
    }
    let theirs = world.enrolled(centre).await;
    coach_of(&world, boss, theirs, "", other, "").await.unwrap();
    let cover = async |who: Member, whom: Member, from: &str, to: &str| {
        let mut cx = acting(&world, boss, Action::Assign).await.unwrap();
        let people = assign::cover(&mut cx, &who.id.to_string(), &whom.id.to_string(), from, to).await?;
        cx.commit().await?;
        Ok::<_, AppError>(people)
    };
    assert_eq!(
        cover(coach, coach, "", "2026-11-30").await,
        refused(Field::Coach, Why::SamePerson)
    );
    assert_eq!(
        cover(deputy, coach, "", "").await,
        refused(Field::Until, Why::LastDayNeeded)
    );
    let reception = world.member(centre, Role::Reception).await;
    assert_eq!(
        cover(reception, coach, "", "2026-11-30").await,
        refused(Field::Coach, Why::NotInRole)
    );
    assert_eq!(cover(deputy, coach, "2026-11-23", "2026-11-27").await, Ok(4));
    assert_eq!(cover(deputy, coach, "2026-11-23", "2026-11-27").await, Ok(0));
    assert!(!reads_plan(&world, deputy, people[0]).await);
    world.at("2026-11-23T08:00:00Z");
    for person in &people {
        assert!(reads_plan(&world, deputy, *person).await);
    }
    assert!(!reads_plan(&world, deputy, theirs).await);
    world.at("2026-11-28T08:00:00Z");
    assert!(!reads_plan(&world, deputy, people[0]).await);
    assert_eq!(
        world
            .count("select count(*) from account_event where what = 'covers' and detail ->> 'people' = '4'")
            .await,
        1
    );
}

async fn number(world: &World, person: Person) -> String {
    sqlx::query_scalar("select participant_number from person where person_id = $1")
        .bind(person.id.as_uuid())
        .fetch_one(&world.db.owner)
        .await
        .unwrap()
}

async fn declare(world: &World, who: Member, number: &str, kind: &str) -> Result<(), AppError> {
    let mut cx = acting(world, who, Action::DeclareRelation).await?;
    relate::declare(&mut cx, number, kind).await?;
    cx.commit().await
}

async fn own(world: &World, who: Member) -> Vec<app::accounts::api::RelationLine> {
    let mut cx = acting(world, who, Action::DeclareRelation).await.unwrap();
    relate::mine(&mut cx).await.unwrap()
}

#[tokio::test]
async fn a_declared_relation_closes_the_record_from_the_next_request_on() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let coach = world.member(centre, Role::Coach).await;
    let (person, colleague) = (world.person().await, world.member(centre, Role::Coach).await);
    let enrolment = world.enrol(person, centre, "2026-11-01".parse().unwrap()).await;
    world.assign(person, enrolment, coach).await;
    assert!(reads_plan(&world, coach, person).await);
    let number = number(&world, person).await;
    for _ in 0..2 {
        declare(
            &world,
            coach,
            &format!("{}-{}", &number[..6], &number[6..]),
            "relative",
        )
        .await
        .unwrap();
    }
    let closed = about(&world, coach, Action::OpenRecord, person).await;
    assert!(
        matches!(closed, Err(AppError::NotFound)),
        "the same answer as for nobody"
    );
    assert!(about(&world, colleague, Action::OpenRecord, person).await.is_ok());
    let mine = own(&world, coach).await;
    assert_eq!(mine.len(), 1);
    assert!(
        mine[0].words.starts_with(&number[..6]) && !mine[0].words.contains("Person"),
        "{}",
        mine[0].words
    );
    // One's own record too.
    let boss = manager(&world, centre).await;
    declare(&world, boss, &number, "self").await.unwrap();
    assert!(about(&world, boss, Action::Assign, person).await.is_err());
}

#[tokio::test]
async fn a_number_that_is_nobodys_gets_the_same_answer_and_the_same_line() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let coach = world.member(centre, Role::Coach).await;
    let person = world.enrolled(centre).await;
    let real = number(&world, person).await;
    let nobodys = domain::participant_number::ParticipantNumber::from_body(999_998)
        .unwrap()
        .digits();
    let answers = (
        declare(&world, coach, &real, "relative").await,
        declare(&world, coach, &nobodys, "relative").await,
    );
    assert_eq!(answers, (Ok(()), Ok(())));
    let lines = own(&world, coach).await;
    let without_number: Vec<_> = lines
        .iter()
        .map(|l| l.words.split_once(' ').unwrap().1.to_owned())
        .collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(without_number[0], without_number[1]);
    assert_eq!(world.count("select count(*) from staff_relation").await, 1);
    for bad in ["1234567", "12", "abc"] {
        assert_eq!(
            declare(&world, coach, bad, "relative").await,
            refused(Field::Person, Why::NotANumber)
        );
    }
    assert!(matches!(
        declare(&world, coach, &real, "").await,
        Err(AppError::Field {
            field: Field::Kind,
            ..
        })
    ));
}

#[tokio::test]
async fn only_a_manager_of_the_centre_ends_a_declaration_and_never_their_own() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let boss = manager(&world, centre).await;
    let second = manager(&world, centre).await;
    let elsewhere = manager(&world, world.centre("arbvux").await).await;
    let coach = world.member(centre, Role::Coach).await;
    let person = world.enrolled(centre).await;
    let number = number(&world, person).await;
    declare(&world, coach, &number, "relative").await.unwrap();
    declare(&world, boss, &number, "self").await.unwrap();
    let (theirs, bosses) = (
        own(&world, coach).await[0].id.clone(),
        own(&world, boss).await[0].id.clone(),
    );
    let end = async |who: Member, relation: &str| {
        let mut cx = acting(&world, who, Action::WriteAccounts).await?;
        relate::end(&mut cx, relation).await?;
        cx.commit().await
    };
    assert!(matches!(end(coach, &theirs).await, Err(AppError::NotFound)));
    assert_eq!(end(elsewhere, &theirs).await, Err(AppError::NotFound));
    assert_eq!(end(boss, &bosses).await, Err(AppError::NotFound), "one's own");
    assert!(about(&world, coach, Action::OpenRecord, person).await.is_err());
    end(boss, &theirs).await.unwrap();
    assert!(about(&world, coach, Action::OpenRecord, person).await.is_ok());
    end(second, &bosses).await.unwrap();
    assert!(about(&world, boss, Action::OpenRecord, person).await.is_ok());
    // It can be declared again, and what ended stays to be read.
    declare(&world, coach, &number, "relative").await.unwrap();
    assert_eq!(own(&world, coach).await.len(), 2);
}

#[tokio::test]
async fn a_colleague_whose_role_has_ended_is_assigned_to_nobody_new() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let boss = manager(&world, centre).await;
    let coach = world.member(centre, Role::Coach).await;
    let person = world.enrolled(centre).await;
    end_role(&world, boss, coach.id, "2026-11-30").await.unwrap();
    assert_eq!(
        coach_of(&world, boss, person, "", coach, "2026-12-01").await,
        refused(Field::Coach, Why::NotInRole)
    );
    coach_of(&world, boss, person, "", coach, "2026-11-30")
        .await
        .unwrap();
}
