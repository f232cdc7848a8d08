//! Talks offered, booked, held, declined, missed, called off and moved.

use super::{House, refused};
use app::booking::talks::{self, Typed};
use app::kernel::AppError;
use app::kernel::policy::{Action, Role};
use domain::promise::{PromiseRefusal as Why, TalkStep};

fn events(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter()
        .map(|(e, d)| ((*e).to_owned(), (*d).to_owned()))
        .collect()
}

#[tokio::test]
async fn each_step_of_a_talk_is_a_row_of_the_ledger_and_settles_its_clock() {
    let house = House::enrolled_on("2026-11-19").await;
    house.add("offered", "2026-11-23", "13.00").await.unwrap();
    let talk = house.talks(house.coach).await.unwrap().talks.remove(0);
    assert!(talk.first && talk.revision == 1);
    let marks: Vec<_> = talk.marks.iter().map(|m| m.value.as_str()).collect();
    assert_eq!(
        marks,
        ["booked", "declined", "cancelled"],
        "not held before it has been"
    );
    house.mark(house.lead, &talk.booking, 1, "booked").await.unwrap();
    house.world.at("2026-11-23T13:00:00Z");
    assert_eq!(house.clock(house.coach, "k1").await.0, "sista dagen");
    house.mark(house.coach, &talk.booking, 2, "held").await.unwrap();
    assert_eq!(house.clock(house.coach, "k1").await.0, "hållet 23 november");
    assert_eq!(
        house.ledger().await,
        events(&[
            ("meeting_offered", "2026-11-20"),
            ("meeting_booked", "2026-11-20"),
            ("meeting_held", "2026-11-23")
        ])
    );
    let payload = house
        .world
        .count("select count(*) from ledger where payload ? 'booking' and payload ->> 'kind' = 'coach_talk'")
        .await;
    assert_eq!(payload, 3);
}

#[tokio::test]
async fn the_same_press_is_one_and_a_stale_page_changes_nothing() {
    let house = House::enrolled_on("2026-11-19").await;
    let (staff, key) = (house.coach.id.to_string(), house.world.key().to_string());
    let typed = Typed {
        staff: &staff,
        day: "2026-11-23",
        time: "13:00",
        length: "45",
        place: " Rum 2 ",
        how: "booked",
        key: &key,
    };
    house.add_with(house.coach, typed).await.unwrap();
    house.add_with(house.coach, typed).await.unwrap();
    // The same press, answered after the time has come.
    house.world.at("2026-11-23T14:00:00Z");
    house.add_with(house.coach, typed).await.unwrap();
    // The same key with something else is no second press.
    let other = Typed {
        time: "15:00",
        ..typed
    };
    assert_eq!(house.add_with(house.coach, other).await, Err(AppError::Conflict));
    let talk = house.talks(house.coach).await.unwrap().talks.remove(0);
    assert_eq!(talk.place, "Rum 2");
    house.mark(house.coach, &talk.booking, 1, "missed").await.unwrap();
    house.mark(house.coach, &talk.booking, 1, "missed").await.unwrap();
    house.add_with(house.coach, typed).await.unwrap();
    assert_eq!(
        house.mark(house.lead, &talk.booking, 1, "held").await,
        Err(AppError::Conflict),
        "a page from before"
    );
    assert_eq!(
        house.mark(house.lead, &talk.booking, 2, "held").await,
        Err(AppError::Conflict),
        "an end stays"
    );
    assert_eq!(
        house.ledger().await,
        events(&[("meeting_booked", "2026-11-20"), ("meeting_missed", "2026-11-23")])
    );
}

#[tokio::test]
async fn a_wrong_end_is_corrected_by_a_row_of_its_own_and_the_clock_follows() {
    let house = House::enrolled_on("2026-11-19").await;
    house.add("booked", "2026-11-23", "13.00").await.unwrap();
    house.world.at("2026-11-23T14:00:00Z");
    let talk = house.talks(house.coach).await.unwrap().talks.remove(0);
    house.mark(house.coach, &talk.booking, 1, "held").await.unwrap();
    house.world.at("2026-11-24T08:00:00Z");
    let undo = async |revision| {
        let mut cx = house.begin(house.coach.actor(), Action::WriteTalks).await?;
        talks::undo(&mut cx, &talk.booking, revision).await?;
        cx.commit().await
    };
    assert!(house.talks(house.coach).await.unwrap().talks[0].may_undo);
    undo(2).await.unwrap();
    undo(2).await.unwrap();
    assert_eq!(undo(1).await, Err(AppError::Conflict));
    let now = house.talks(house.coach).await.unwrap().talks.remove(0);
    assert_eq!(
        (now.state.as_str(), now.revision, now.may_undo),
        ("bokat", 3, false)
    );
    assert_eq!(house.clock(house.coach, "k1").await.0, "bröts 24 november");
    house.mark(house.coach, &talk.booking, 3, "held").await.unwrap();
    assert_eq!(house.clock(house.coach, "k1").await.0, "hållet 23 november");
    let of = house
        .world
        .count(
            "select count(*) from ledger c join ledger h on h.ledger_id = (c.payload ->> 'of')::bigint
                where c.event = 'corrected' and h.event = 'meeting_held'",
        )
        .await;
    assert_eq!(of, 1);
}

#[tokio::test]
async fn a_talk_that_was_added_as_held_by_mistake_is_called_off() {
    let house = House::enrolled_on("2026-11-18").await;
    sqlx::query("update person set spoken_language = 'so' where person_id = $1")
        .bind(house.person.id.as_uuid())
        .execute(&house.world.db.owner)
        .await
        .unwrap();
    sqlx::query("insert into contact (person_id, needs_interpreter, updated_at) values ($1, true, now())")
        .bind(house.person.id.as_uuid())
        .execute(&house.world.db.owner)
        .await
        .unwrap();
    house.add("held", "2026-11-19", "13.00").await.unwrap();
    let spoken = "select count(*) from booking where language = 'so' and interpreter";
    assert_eq!(
        house.world.count(spoken).await,
        1,
        "as the person's own are stored"
    );
    assert_eq!(house.clock(house.coach, "k1").await.0, "hållet 19 november");
    let talk = house.talks(house.coach).await.unwrap().talks.remove(0);
    assert!(talk.may_undo);
    for _ in 0..2 {
        let mut cx = house
            .begin(house.coach.actor(), Action::WriteTalks)
            .await
            .unwrap();
        talks::undo(&mut cx, &talk.booking, 1).await.unwrap();
        cx.commit().await.unwrap();
    }
    let now = house.talks(house.coach).await.unwrap().talks.remove(0);
    assert_eq!(
        (now.step, now.revision, now.may_undo),
        (TalkStep::Cancelled, 2, false)
    );
    assert_eq!(house.clock(house.coach, "k1").await.0, "sista dagen");
    assert_eq!(
        house.ledger().await,
        events(&[("meeting_held", "2026-11-19"), ("corrected", "2026-11-20")])
    );
}

#[tokio::test]
async fn a_moved_talk_is_one_talk_with_its_history() {
    let house = House::enrolled_on("2026-11-19").await;
    house.add("booked", "2026-11-23", "13.00").await.unwrap();
    let talk = house.talks(house.coach).await.unwrap().talks.remove(0);
    let to = async |revision, day: &str, time: &str| {
        let mut cx = house.begin(house.lead.actor(), Action::WriteTalks).await?;
        talks::move_to(&mut cx, &talk.booking, revision, day, time, "30").await?;
        cx.commit().await
    };
    assert_eq!(refused(to(1, "2026-11-20", "08.00").await), Why::Past);
    assert_eq!(refused(to(1, "2026-11-22", "10.00").await), Why::ClosedDay);
    to(1, "2026-11-24", "10.00").await.unwrap();
    to(1, "2026-11-24", "10.00").await.unwrap();
    assert_eq!(to(1, "2026-11-25", "10.00").await, Err(AppError::Conflict));
    let read = house.talks(house.coach).await.unwrap();
    assert_eq!(read.talks.len(), 1);
    assert_eq!(read.talks[0].words, "tisdag 24 november 10:00–10:30");
    assert_eq!(
        house.ledger().await,
        events(&[
            ("meeting_booked", "2026-11-20"),
            ("meeting_cancelled", "2026-11-20"),
            ("meeting_booked", "2026-11-20")
        ])
    );
    let read = house.promises(house.coach).await.unwrap();
    let k2 = read.cases[0].clocks.iter().find(|c| c.code == "k2").unwrap();
    assert_eq!(k2.tally.as_deref(), Some("Erbjudna: 1 av 3 · bokade: 1"));
}

#[tokio::test]
async fn what_cannot_be_is_refused_at_its_field() {
    let house = House::enrolled_on("2026-11-19").await;
    assert_eq!(
        refused(house.add("booked", "2026-11-19", "13.00").await),
        Why::Past
    );
    assert_eq!(
        refused(house.add("held", "2026-11-20", "13.00").await),
        Why::NotYet
    );
    assert_eq!(
        refused(house.add("held", "2026-11-18", "13.00").await),
        Why::NotEnrolledThen
    );
    assert_eq!(
        refused(house.add("booked", "2026-11-21", "13.00").await),
        Why::ClosedDay
    );
    assert_eq!(
        refused(house.add("booked", "i morgon", "13.00").await),
        Why::NoSuchTime
    );
    assert_eq!(
        refused(house.add("booked", "2026-11-23", "kl tre").await),
        Why::NoSuchTime
    );
    assert_eq!(
        house.add("promised", "2026-11-23", "13.00").await,
        Err(AppError::Unreadable)
    );
    sqlx::query("insert into centre_day (centre_id, day, is_open, reason) values ($1, '2026-11-23', false, 'Planering')")
        .bind(house.centre.as_uuid())
        .execute(&house.world.db.owner)
        .await
        .unwrap();
    assert_eq!(
        refused(house.add("booked", "2026-11-23", "13.00").await),
        Why::ClosedDay
    );
    let (staff, key) = (house.lead.id.to_string(), house.world.key().to_string());
    let typed = Typed {
        staff: &staff,
        day: "2026-11-24",
        time: "13.00",
        length: "45",
        place: "",
        how: "booked",
        key: &key,
    };
    assert_eq!(
        refused(house.add_with(house.coach, typed).await),
        Why::NotTheCoach
    );
    for booking in ["", "x", "01990000-0000-7000-8000-000000000000"] {
        let error = house.mark(house.coach, booking, 1, "held").await.unwrap_err();
        assert!(
            matches!(error, AppError::Unreadable | AppError::NotFound),
            "{booking}"
        );
    }
    assert_eq!(house.ledger().await, []);
    assert_eq!(house.world.count("select count(*) from booking").await, 0);
}

#[tokio::test]
async fn two_at_once_do_not_get_the_same_time_and_two_ends_are_one() {
    let house = House::enrolled_on("2026-11-19").await;
    let other = house.world.person().await;
    let enrolment = house
        .world
        .enrol(other, house.centre, "2026-11-19".parse().unwrap())
        .await;
    house.world.assign(other, enrolment, house.coach).await;
    for round in 0..5_u32 {
        let (staff, day) = (
            house.coach.id.to_string(),
            format!("2026-12-{:02}", 7 + round % 5),
        );
        let keys = [house.world.key().to_string(), house.world.key().to_string()];
        let book = async |person: crate::world::Person, key: &str| {
            let visitor = house.world.visitor(Some(house.lead.actor()));
            let mut cx = app::kernel::Ctx::begin_about_for(
                house.world.state.clone(),
                visitor,
                Action::WriteTalks,
                person.id,
                None,
            )
            .await?;
            let typed = Typed {
                staff: &staff,
                day: &day,
                time: "10.00",
                length: "45",
                place: "",
                how: "booked",
                key,
            };
            talks::add(&mut cx, typed).await?;
            cx.commit().await
        };
        let (one, two) = tokio::join!(book(house.person, &keys[0]), book(other, &keys[1]));
        let got = [&one, &two].iter().filter(|r| r.is_ok()).count();
        assert_eq!(got, 1, "{one:?} {two:?}");
        assert_eq!(refused(if one.is_ok() { two } else { one }), Why::Taken);
    }
    assert_eq!(house.world.count("select count(*) from booking").await, 5);
    assert_eq!(house.world.count("select count(*) from ledger").await, 5);

    house.add("booked", "2026-11-23", "13.00").await.unwrap();
    let booking: uuid::Uuid =
        sqlx::query_scalar("select booking_id from booking where starts_at < '2026-12-01'")
            .fetch_one(&house.world.db.owner)
            .await
            .unwrap();
    house.world.at("2026-11-23T14:00:00Z");
    let booking = booking.to_string();
    let (held, missed) = tokio::join!(
        house.mark(house.coach, &booking, 1, "held"),
        house.mark(house.lead, &booking, 1, "missed")
    );
    assert!(held.is_ok() != missed.is_ok(), "{held:?} {missed:?}");
    let ends = house
        .world
        .count("select count(*) from ledger where event in ('meeting_held', 'meeting_missed')")
        .await;
    assert_eq!(ends, 1);
}

#[tokio::test]
async fn an_activity_is_offered_once_a_day_and_from_the_plan_by_those_who_read_it() {
    let house = House::enrolled_on("2026-11-19").await;
    let steps: Vec<uuid::Uuid> = sqlx::query_scalar(
        "with p as (insert into plan (plan_id, person_id, updated_at) values (gen_random_uuid(), $1, now()) returning plan_id)
         insert into activity (activity_id, plan_id, person_id, kind, title, doer, status, idempotency_key, created_at, updated_at)
         select gen_random_uuid(), plan_id, $1, 'training', title, 'participant', 'agreed', gen_random_uuid(), now(), now()
         from p, unnest(array['Truckkort', 'Datakurs']) as t (title) returning activity_id",
    )
    .bind(house.person.id.as_uuid())
    .fetch_all(&house.world.db.owner)
    .await
    .unwrap();
    let (step, second) = (steps[0], steps[1]);
    let reception = house.world.member(house.centre, Role::Reception).await;
    let of_plan = format!("activity:{step}");
    assert_eq!(
        refused(house.offer(reception, &of_plan).await),
        Why::NothingToOffer
    );
    // Guidance keeps no K3: work, education or job search does.
    for nothing in [
        "",
        "kind:health",
        "kind:guidance",
        "kind:lunch",
        "activity:x",
        "x",
    ] {
        assert_eq!(
            refused(house.offer(house.coach, nothing).await),
            Why::NothingToOffer,
            "{nothing}"
        );
    }
    assert_eq!(house.clock(house.coach, "k3").await.0, "13 dagar kvar");
    house.offer(house.coach, &of_plan).await.unwrap();
    house.offer(house.coach, &of_plan).await.unwrap();
    // Another course on the same day is another offer.
    let other = format!("activity:{second}");
    house.offer(house.coach, &other).await.unwrap();
    house.offer(reception, "kind:job_search").await.unwrap();
    assert_eq!(house.clock(house.coach, "k3").await.0, "hållet 20 november");
    let payloads: Vec<serde_json::Value> =
        sqlx::query_scalar("select payload from ledger order by ledger_id")
            .fetch_all(&house.world.db.owner)
            .await
            .unwrap();
    assert_eq!(
        payloads,
        [
            serde_json::json!({ "activity": step, "kind": "training" }),
            serde_json::json!({ "activity": second, "kind": "training" }),
            serde_json::json!({ "kind": "job_search" })
        ]
    );
    let offers = |talks: &app::booking::talks_api::Talks| talks.offers.choices[0].1.len();
    assert_eq!(offers(&house.talks(house.coach).await.unwrap()), 2);
    assert_eq!(
        offers(&house.talks(reception).await.unwrap()),
        0,
        "the plan is not theirs to read"
    );
    // Nor is it where the promise is explained; who reads the plan is in the log as having read it.
    let happened = async |who| {
        let read = house.promises(who).await.unwrap();
        let k3 = read.cases[0].clocks.iter().find(|c| c.code == "k3").unwrap();
        k3.happened.clone()
    };
    let line = |what: &str| format!("20 november: Aktivitet erbjuden, {what}");
    assert_eq!(
        happened(house.coach).await,
        ["kurs: Truckkort", "kurs: Datakurs", "jobbsökning"].map(line)
    );
    assert_eq!(
        happened(reception).await,
        ["kurs", "kurs", "jobbsökning"].map(line)
    );
    let logged = "select count(*) from access_log where permitted and action = 'read_promises_of'
                  and categories @> '{plan_draft}'";
    assert_eq!(house.world.count(logged).await, 2, "the coach's two looks");
    // A row of a kind that keeps no K3 is not in it.
    house
        .write("activity_offered", "2026-11-20", r#"{"kind": "guidance"}"#)
        .await;
    assert_eq!(happened(reception).await.len(), 3);
}
