//! Who puts an offer right, asked of both walls.

use super::House;
use crate::booking::acting;
use app::booking::offers;
use app::kernel::policy::{Action, Denial, Role};
use app::kernel::{Actor, AppError, Ctx};

#[tokio::test]
async fn who_wrote_it_and_who_answers_for_the_person_put_it_right_and_nobody_else() {
    let house = House::new().await;
    let member = |role| house.world.member(house.centre, role);
    let (reception, other_reception) = (member(Role::Reception).await, member(Role::Reception).await);
    let (stranger, manager) = (member(Role::Coach).await, member(Role::Manager).await);
    let elsewhere = house
        .world
        .member(
            house.world.centre("kompetenscenter-oster").await,
            Role::TeamLeader,
        )
        .await;
    let offer = house.offer(reception, "kind:placement").await;
    let mut denied = 0;
    for (who, why) in [
        (other_reception, AppError::NotFound),
        (stranger, AppError::NotFound),
        (manager, AppError::Closed(Denial::RoleWithout)),
        (elsewhere, AppError::NotFound),
    ] {
        let key = house.key();
        let back = house.take_back(who, &offer, ("wrong_person", ""), &key).await;
        assert_eq!(back, Err(why), "{:?}", who.role);
        let put = house
            .correct(who, &offer, ("kind:training", "2026-11-20"), &key)
            .await;
        assert_eq!(put, Err(why), "{:?}", who.role);
        denied += 1;
        if who.centre == Some(house.centre) {
            let page = house.shown(who, &offer).await;
            assert!(page.wrong.is_none() && page.lines[0].correct.is_none());
            assert_eq!(page.choices.is_empty(), who.role == Role::Manager);
        }
    }
    assert_eq!(denied, 4);
    assert_eq!(house.ledger().await.len(), 1);
    house
        .correct(reception, &offer, ("kind:training", "2026-11-20"), &house.key())
        .await
        .unwrap();
    let offer = house.offer(stranger, "kind:education").await;
    house
        .take_back(stranger, &offer, ("wrong_person", ""), &house.key())
        .await
        .unwrap();
    let offer = house.offer(stranger, "kind:job_search").await;
    house
        .take_back(house.coach, &offer, ("not_offered", ""), &house.key())
        .await
        .unwrap();
    // An offer of somebody else is not there on this person's page.
    let theirs = house.world.person().await;
    let enrolment = house
        .world
        .enrol(theirs, house.centre, "2026-11-19".parse().unwrap())
        .await;
    house.world.assign(theirs, enrolment, house.coach).await;
    let visitor = house.world.visitor(Some(house.coach.actor()));
    let mut cx = Ctx::begin_about_for(
        house.world.state.clone(),
        visitor,
        Action::WriteTalks,
        theirs.id,
        None,
    )
    .await
    .unwrap();
    offers::offer(&mut cx, "kind:education").await.unwrap();
    cx.commit().await.unwrap();
    let last: i64 = sqlx::query_scalar("select max(ledger_id) from ledger")
        .fetch_one(&house.world.db.owner)
        .await
        .unwrap();
    let (last, key) = (last.to_string(), house.key());
    for no in [last.as_str(), "1000000"] {
        assert_eq!(
            house.take_back(house.coach, no, ("twice", ""), &key).await,
            Err(AppError::NotFound)
        );
        assert_eq!(
            house
                .correct(house.coach, no, ("kind:training", "2026-11-20"), &key)
                .await,
            Err(AppError::NotFound)
        );
    }
}

#[tokio::test]
async fn the_database_holds_the_same_and_a_correction_is_history() {
    let house = House::new().await;
    let offer = house.offer(house.coach, "kind:job_search").await;
    house
        .take_back(house.coach, &offer, ("other", "Fel knapp"), &house.key())
        .await
        .unwrap();
    let world = &house.world;
    for sql in [
        "update activity_correction set words = 'x'",
        "delete from activity_correction",
    ] {
        let refused = sqlx::query(sql).execute(&world.db.owner).await.unwrap_err();
        assert!(refused.to_string().contains("append-only"), "{refused}");
    }
    let sees = async |who: Actor| {
        let action = if matches!(who, Actor::Participant { .. }) {
            Action::ReadOwnDay
        } else {
            Action::ManageOwnSignIn
        };
        let mut cx = acting(world, who, action).await.unwrap();
        let rows: i64 = sqlx::query_scalar("select count(*) from activity_correction")
            .fetch_one(cx.db())
            .await
            .unwrap();
        let offers: i64 = sqlx::query_scalar("select count(*) from access.activity_offers($1)")
            .bind(house.enrolment.as_uuid())
            .fetch_one(cx.db())
            .await
            .unwrap();
        (rows, offers)
    };
    for (role, seen) in [
        (Role::Reception, (1, 1)),
        (Role::Coach, (1, 1)),
        (Role::TeamLeader, (1, 1)),
        (Role::Manager, (1, 1)),
        (Role::Recruiter, (0, 0)),
        (Role::Specialist, (0, 0)),
        (Role::Steering, (0, 0)),
    ] {
        let who = world.member(house.centre, role).await;
        assert_eq!(sees(who.actor()).await, seen, "{role:?}");
    }
    let agency = world.outsider("soc-bergsjon", Role::CaseWorker).await;
    assert_eq!(sees(agency.actor()).await, (0, 0));
    assert_eq!(sees(world.enrolled(house.centre).await.actor()).await, (0, 0));
    assert_eq!(sees(house.person.actor()).await, (1, 1), "one's own");

    // Nobody writes a correction past the function, and it answers nobody who may not.
    let offer = house.offer(house.coach, "kind:education").await;
    let call = "select access.correct_offer(gen_random_uuid(), gen_random_uuid(), $1, $2, null, null, null, 'twice', '')";
    let manager = world.member(house.centre, Role::Manager).await;
    let stranger = world.member(house.centre, Role::Coach).await;
    for who in [
        house.person.actor(),
        manager.actor(),
        stranger.actor(),
        agency.actor(),
    ] {
        let action = if matches!(who, Actor::Participant { .. }) {
            Action::ReadOwnDay
        } else {
            Action::ManageOwnSignIn
        };
        let mut cx = acting(world, who, action).await.unwrap();
        let code: String = sqlx::query_scalar(call)
            .bind(house.person.id.as_uuid())
            .bind(offer.parse::<i64>().unwrap())
            .fetch_one(cx.db())
            .await
            .unwrap();
        assert_eq!(code, "hidden", "{who:?}");
        let written = sqlx::query(
            "insert into activity_correction select gen_random_uuid(), enrolment_id, person_id, centre_id, of_ledger_id + 1,
             kind, null, reason, words, recorded_at, corrected_at, corrected_by, gen_random_uuid() from activity_correction",
        )
        .execute(cx.db())
        .await;
        assert!(written.is_err());
    }
    assert_eq!(world.count("select count(*) from activity_correction").await, 1);
    let logged = "select count(*) from access_log where permitted and action = 'write_talks' and categories @> '{bookings}'";
    assert!(world.count(logged).await >= 1, "who put it right is in the log");
}
