//! Who may read and do what with a referral, what the sender is not told, and what the log remembers.

use super::{ONE, begin, change_as, draft, events, programme, read_as, send_as, standing, worker};
use crate::world::{Member, World};
use app::kernel::error::Field;
use app::kernel::policy::{Action, Role};
use app::kernel::{Actor, AppError, Ctx};
use app::referral::settle::{self, Change};
use app::referral::{jobs, mine};
use domain::ids::{IdempotencyKey, ReferralId};
use domain::programme::EntryGroup;
use domain::referral::{ReferralProblem, ReferralState};
use sqlx::{AssertSqlSafe, Row};

async fn sent(world: &World, who: Member, protected: bool) -> ReferralId {
    sent_by(world, who, world.key(), protected).await
}

async fn sent_by(world: &World, who: Member, key: IdempotencyKey, protected: bool) -> ReferralId {
    let programme = programme(world, &ONE.replace("\"quota\": 1", "\"quota\": 9")).await;
    let mut whole = draft(world, programme, EntryGroup::NewApplicants).await;
    if let Some(who) = &mut whole.who {
        who.protected = protected;
        who.identity_number = Some("199001012385".into());
        who.phone = "070-174 06 10".into();
    }
    send_as(world, who, key, &whole).await.unwrap()
}

/// Rows of a table that this actor sees past the first wall.
async fn sees(world: &World, who: Member, table: &str) -> i64 {
    let mut cx = begin(world, who, Action::ManageOwnSignIn).await.unwrap();
    sqlx::query(AssertSqlSafe(format!("select count(*) from {table}")))
        .fetch_one(cx.db())
        .await
        .unwrap()
        .get(0)
}

#[tokio::test]
async fn a_referral_is_the_senders_and_the_desks_of_its_centre() {
    let world = World::new().await;
    let here = world.centre("arbetsforum").await;
    let who = worker(&world, "soc-bergsjon").await;
    let id = sent(&world, who, false).await;
    for may in [
        who,
        world.member(here, Role::Reception).await,
        world.member(here, Role::TeamLeader).await,
        world.member(here, Role::Manager).await,
    ] {
        assert_eq!(
            read_as(&world, may, id).await.unwrap().state,
            ReferralState::Placed
        );
        assert_eq!(sees(&world, may, "referral").await, 1, "{:?}", may.role);
        assert_eq!(
            sees(&world, may, "ledger where referral_id is not null").await,
            2,
            "{:?}",
            may.role
        );
    }
    for may_not in [
        worker(&world, "soc-bergsjon").await,
        worker(&world, "soc-kortedala").await,
        world
            .member(world.centre("kompetenscenter-oster").await, Role::Reception)
            .await,
        world.member(here, Role::Coach).await,
        world.member(here, Role::Recruiter).await,
        world.member(here, Role::Steering).await,
    ] {
        assert_eq!(read_as(&world, may_not, id).await.err(), Some(AppError::NotFound));
        assert_eq!(sees(&world, may_not, "referral").await, 0, "{:?}", may_not.role);
        assert_eq!(sees(&world, may_not, "ledger").await, 0, "{:?}", may_not.role);
        for change in [Change::Withdraw, Change::Review, Change::Contacted { on: "" }] {
            assert_eq!(
                change_as(&world, may_not, id, change).await,
                Err(AppError::NotFound)
            );
        }
    }
    assert_eq!(standing(&world, id).await.0, "placed");
    let read = "select count(*) from access_log l join referral_read r using (access_log_id)
        where l.permitted and l.action = 'read_referrals' and 'referral' = any (l.categories) and r.person_id is null";
    assert_eq!(world.count(read).await, 4);
    assert!(
        world
            .count("select count(*) from access_log where not permitted and person_ids = '{}'")
            .await
            >= 6
    );
    // Nobody writes past the functions.
    let mut cx = begin(&world, who, Action::Refer).await.unwrap();
    let written = sqlx::query("update referral set state = 'enrolled'")
        .execute(cx.db())
        .await;
    assert!(written.is_err());
}

#[tokio::test]
async fn a_protected_referral_is_open_to_the_manager_and_whom_the_manager_names() {
    let world = World::new().await;
    let here = world.centre("arbetsforum").await;
    let (reception, other) = (
        world.member(here, Role::Reception).await,
        world.member(here, Role::Reception).await,
    );
    let (manager, coach) = (
        world.member(here, Role::Manager).await,
        world.member(here, Role::Coach).await,
    );
    let who = worker(&world, "soc-bergsjon").await;
    let id = sent(&world, who, true).await;
    assert_eq!(
        read_as(&world, reception, id).await.err(),
        Some(AppError::NotFound)
    );
    assert_eq!(sees(&world, reception, "referral").await, 0);
    assert!(read_as(&world, manager, id).await.unwrap().may.name);
    let name = async |by: Member, whom: Member| {
        let mut cx = begin(&world, by, Action::ManageProtection).await?;
        settle::name_staff(&mut cx, &id.to_string(), &whom.id.to_string()).await?;
        cx.commit().await
    };
    assert_eq!(name(reception, reception).await, Err(AppError::NotFound));
    assert_eq!(
        name(manager, coach).await,
        Err(AppError::NotFound),
        "a coach settles no referral"
    );
    name(manager, reception).await.unwrap();
    assert!(read_as(&world, reception, id).await.is_ok());
    assert_eq!(read_as(&world, other, id).await.err(), Some(AppError::NotFound));
    change_as(&world, reception, id, Change::Contacted { on: "2026-11-20" })
        .await
        .unwrap();
}

/// Finds or makes the person at the desk, as the enrolment does.
async fn enrol(world: &World, id: ReferralId) {
    let person = world.enrolled(world.centre("arbetsforum").await).await;
    let sql = format!(
        "update referral set state = 'enrolled', decided_at = '2026-11-20 09:00Z', person_id = '{}' where referral_id = '{id}'",
        person.id
    );
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(&world.db.owner)
        .await
        .unwrap();
}

#[tokio::test]
async fn to_its_sender_one_who_was_reached_and_one_who_is_enrolled_look_the_same() {
    let world = World::new().await;
    let reception = world
        .member(world.centre("arbetsforum").await, Role::Reception)
        .await;
    let who = worker(&world, "soc-bergsjon").await;
    let keys = [world.key(), world.key()];
    let reached = sent_by(&world, who, keys[0], false).await;
    let enrolled = sent_by(&world, who, keys[1], false).await;
    change_as(&world, reception, reached, Change::Contacted { on: "" })
        .await
        .unwrap();
    enrol(&world, enrolled).await;
    let mut seen = Vec::new();
    for (id, key) in [(reached, keys[0]), (enrolled, keys[1])] {
        // The press said again, with its draft gone, is answered alike too.
        let mut cx = begin(&world, who, Action::Refer).await.unwrap();
        assert_eq!(mine::send(&mut cx, &key.to_string()).await, Ok(id));
        drop(cx);
        let mut one = read_as(&world, who, id).await.unwrap();
        assert_eq!(one.state_words, "Centret har tagit vid");
        assert!(one.number.is_none() && one.answers.is_empty() && one.reason.is_none());
        assert_eq!(
            change_as(&world, who, id, Change::Withdraw).await,
            Err(AppError::Referral {
                field: Field::Answer,
                why: ReferralProblem::TakenOver
            })
        );
        // All that may differ is the name that the sender wrote.
        (one.id, one.name) = (String::new(), String::new());
        seen.push(one);
    }
    assert_eq!(seen[0], seen[1]);
    // The reads from before are the person's to see, now that there is one.
    let mut cx = begin(&world, reception, Action::ReadReferrals).await.unwrap();
    app::referral::desk::one(&mut cx, &reached.to_string(), "")
        .await
        .unwrap();
    cx.commit().await.unwrap();
    enrol(&world, reached).await;
    let follows = format!("referral_read where person_id is not null and referral_id = '{reached}'");
    let count: i64 = sqlx::query_scalar(AssertSqlSafe(format!("select count(*) from {follows}")))
        .fetch_one(&world.db.owner)
        .await
        .unwrap();
    assert_eq!(count, 2);
    // And so is what the sender reads after the enrolment, of which they do not know (G6).
    for id in [reached, enrolled] {
        let person: uuid::Uuid = sqlx::query_scalar("select person_id from referral where referral_id = $1")
            .bind(id.as_uuid())
            .fetch_one(&world.db.owner)
            .await
            .unwrap();
        let oneself = Actor::Participant {
            account: reception.account,
            person: person.into(),
        };
        let mut cx = Ctx::begin_for(
            world.state.clone(),
            world.visitor(Some(oneself)),
            Action::ReadWhoHasSeenMe,
        )
        .await
        .unwrap();
        let seen = app::access_log::told::month(&mut cx, "2026-11").await.unwrap();
        let told: Vec<_> = seen
            .days
            .iter()
            .flat_map(|d| d.opened.iter().chain(&d.lists))
            .map(|e| e.rest.clone())
            .collect();
        assert!(told.iter().any(|rest| rest.contains("din anvisning")), "{told:?}");
    }
}

#[tokio::test]
async fn a_refusal_is_typed_and_reaches_its_sender() {
    let world = World::new().await;
    let reception = world
        .member(world.centre("arbetsforum").await, Role::Reception)
        .await;
    let who = worker(&world, "soc-bergsjon").await;
    let programme = programme(&world, ONE).await;
    let mut ids = Vec::new();
    for _ in 0..2 {
        let whole = draft(&world, programme, EntryGroup::NewApplicants).await;
        ids.push(send_as(&world, who, world.key(), &whole).await.unwrap());
    }
    let too_long = "å".repeat(501);
    let refuse = |code, words| Change::Refuse { code, words };
    assert_eq!(
        change_as(&world, reception, ids[0], refuse("vill inte", "")).await,
        Err(AppError::Referral {
            field: Field::Kind,
            why: ReferralProblem::Choose
        })
    );
    assert!(matches!(
        change_as(&world, reception, ids[0], refuse("not_reached", &too_long)).await,
        Err(AppError::Field {
            field: Field::Words,
            ..
        })
    ));
    change_as(
        &world,
        reception,
        ids[0],
        refuse("not_reached", "Ring oss gärna."),
    )
    .await
    .unwrap();
    change_as(
        &world,
        reception,
        ids[0],
        refuse("not_reached", "Ring oss gärna."),
    )
    .await
    .unwrap();
    assert_eq!(events(&world, ids[0]).await.len(), 3, "said twice, done once");
    assert_eq!(
        change_as(&world, reception, ids[0], refuse("person_declines", "")).await,
        Err(AppError::Referral {
            field: Field::Answer,
            why: ReferralProblem::Decided
        })
    );
    let one = read_as(&world, who, ids[0]).await.unwrap();
    assert_eq!(
        (one.state, one.said.as_deref()),
        (ReferralState::Refused, Some("Ring oss gärna."))
    );
    assert_eq!(one.more.as_deref(), Some("Vi har inte nått personen"));
    assert_eq!(
        standing(&world, ids[1]).await.0,
        "placed",
        "the place goes to the next"
    );
    // A review takes the place back, and gives it in order.
    change_as(&world, reception, ids[1], Change::Review)
        .await
        .unwrap();
    assert_eq!(standing(&world, ids[1]).await.0, "review");
    change_as(&world, reception, ids[1], Change::Judge).await.unwrap();
    assert!(
        events(&world, ids[1])
            .await
            .contains(&"referral_placed judged".to_owned())
    );
}

#[tokio::test]
async fn the_first_contact_is_a_day_between_the_referral_and_today_and_stands_in_the_ledger() {
    let world = World::new().await;
    let reception = world
        .member(world.centre("arbetsforum").await, Role::Reception)
        .await;
    let who = worker(&world, "soc-bergsjon").await;
    // Half past midnight in Stockholm: the 20th has begun.
    world.at("2026-11-19T23:30:00Z");
    let id = sent(&world, who, false).await;
    world.at("2026-11-23T08:12:00Z");
    for (bad, why) in [
        ("2026-11-24", ReferralProblem::StillToCome),
        ("2026-11-19", ReferralProblem::BeforeReferral),
        ("i går", ReferralProblem::NotADay),
    ] {
        assert_eq!(
            change_as(&world, reception, id, Change::Contacted { on: bad }).await,
            Err(AppError::Referral {
                field: Field::When,
                why
            })
        );
    }
    for _ in 0..2 {
        change_as(&world, reception, id, Change::Contacted { on: "2026-11-20" })
            .await
            .unwrap();
    }
    let noted = "select count(*) from ledger where event = 'contacted' and concerns_on = '2026-11-20'";
    assert_eq!(world.count(noted).await, 1);
}

#[tokio::test]
async fn the_whole_number_asks_for_a_reason_and_is_shown_for_a_minute() {
    let world = World::new().await;
    let here = world.centre("arbetsforum").await;
    let (reception, manager) = (
        world.member(here, Role::Reception).await,
        world.member(here, Role::Manager).await,
    );
    let who = worker(&world, "soc-bergsjon").await;
    let id = sent(&world, who, false).await;
    let open = async |by: Member, reason: &str| {
        let mut cx = begin(&world, by, Action::ReadReferrals).await?;
        settle::open_number(&mut cx, &id.to_string(), reason).await?;
        cx.commit().await
    };
    assert_eq!(
        read_as(&world, reception, id).await.unwrap().number.as_deref(),
        Some("19900101-****")
    );
    assert!(matches!(
        open(reception, "ja").await,
        Err(AppError::Field {
            field: Field::Reason,
            ..
        })
    ));
    assert_eq!(open(manager, "Jag behöver det nu").await, Err(AppError::NotFound));
    open(reception, "Jämför med ett annat papper").await.unwrap();
    let shown = read_as(&world, reception, id).await.unwrap().number.unwrap();
    assert_eq!(shown.replace('-', ""), "199001012385");
    world.at("2026-11-20T08:14:00Z");
    assert_eq!(
        read_as(&world, reception, id).await.unwrap().number.as_deref(),
        Some("19900101-****")
    );
    let logged = "select count(*) from access_log l join referral_read r using (access_log_id)
        where 'identity_number' = any (l.categories) and r.reason is not null";
    assert_eq!(world.count(logged).await, 1);
}

#[tokio::test]
async fn who_could_be_the_same_is_shown_to_the_desk_and_never_to_the_sender() {
    let world = World::new().await;
    let here = world.centre("arbetsforum").await;
    let reception = world.member(here, Role::Reception).await;
    let who = worker(&world, "soc-bergsjon").await;
    let known = world.enrolled(here).await;
    let elsewhere = world.enrolled(world.centre("kompetenscenter-oster").await).await;
    for (person, number) in [(known, "199001012385"), (elsewhere, "200002292399")] {
        sqlx::query("insert into person_identity (person_id, identity_number, recorded_at) values ($1, $2, '2026-11-01')")
            .bind(person.id.as_uuid())
            .bind(number)
            .execute(&world.db.owner)
            .await
            .unwrap();
    }
    let id = sent(&world, who, false).await;
    let again = sent(&world, who, false).await;
    let at_desk = read_as(&world, reception, id).await.unwrap();
    let hrefs: Vec<_> = at_desk.doubles.iter().map(|d| d.href.clone()).collect();
    assert_eq!(
        hrefs,
        [
            format!("/deltagare/{}", known.id),
            format!("/anvisningar/{again}")
        ]
    );
    assert!(read_as(&world, who, id).await.unwrap().doubles.is_empty());
    assert_eq!(
        world
            .count("select count(*) from referral where person_id is not null")
            .await,
        0,
        "nothing is merged"
    );
    // A protected person is in nobody's list.
    sqlx::query("update person set protected_level = 1")
        .execute(&world.db.owner)
        .await
        .unwrap();
    assert_eq!(read_as(&world, reception, id).await.unwrap().doubles.len(), 1);
}

#[tokio::test]
async fn what_never_became_an_enrolment_is_blanked_when_contact_details_would_be() {
    let world = World::new().await;
    let who = worker(&world, "soc-bergsjon").await;
    let id = sent(&world, who, false).await;
    change_as(&world, who, id, Change::Withdraw).await.unwrap();
    let months: i32 = sqlx::query_scalar(
        "select months from retention_rule where class = 'contact' order by version desc limit 1",
    )
    .fetch_one(&world.db.owner)
    .await
    .unwrap();
    let named = "select count(*) from referral where given_name like 'Ny%' and identity_number is not null";
    jobs::look(&world.state).await.unwrap();
    assert_eq!(world.count(named).await, 1);
    world.clock.set(
        "2026-11-20T08:12:00Z"
            .parse::<chrono::DateTime<chrono::Utc>>()
            .unwrap()
            + chrono::Months::new(u32::try_from(months).unwrap()),
    );
    jobs::look(&world.state).await.unwrap();
    assert_eq!(world.count(named).await, 0);
    let blank = "select count(*) from referral where given_name = 'Raderad' and identity_number is null and phone = '' and reason = ''";
    assert_eq!(world.count(blank).await, 1);
}
