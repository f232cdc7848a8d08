//! What a day touches: promises, free times, meetings.

use super::*;

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
