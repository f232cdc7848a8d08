//! How the clocks stand, for whom and why.

use super::{House, refused};
use app::booking::talks::Typed;
use app::kernel::policy::{Action, Role};
use app::kernel::{AppError, Ctx};
use app::promise::api::Chosen;
use app::promise::house::{Wanted, house as read_house};
use app::promise::{Chip, Tone};
use domain::ids::{CentreId, ReferralId};
use domain::promise::PromiseRefusal as Why;

const WANTED: Wanted<'_> = Wanted {
    clock: "",
    coach: "",
    chosen: Chosen::ToDo,
    page: 1,
    explain: "",
};

async fn house_of(house: &House, who: crate::world::Member, wanted: &Wanted<'_>) -> app::promise::api::House {
    let visitor = house.world.visitor(Some(who.actor()));
    let mut cx = Ctx::begin_for(house.world.state.clone(), visitor, Action::ReadPromises)
        .await
        .unwrap();
    let read = read_house(&mut cx, wanted).await.unwrap();
    cx.commit().await.unwrap();
    read
}

#[tokio::test]
async fn a_broken_promise_has_the_same_reason_for_everybody() {
    let house = House::enrolled_on("2026-11-16").await;
    // Due Wednesday 18 November; it is Friday.
    let own = house.own().await;
    assert_eq!(own[0].tone, Tone::Broken);
    assert_eq!(
        own[0].words,
        "Du skulle träffa din coach senast onsdag 18 november."
    );
    assert_eq!(own[0].why.as_deref(), Some("Ingen orsak är angiven än."));
    let key = house.world.key().to_string();
    let coach = house.coach.actor();
    assert_eq!(
        refused(house.explain(coach, "k2", "closed", "", &key).await),
        Why::NotBroken
    );
    assert_eq!(
        refused(house.explain(coach, "k1", "", "", &key).await),
        Why::NoReason
    );
    assert_eq!(
        refused(house.explain(coach, "k1", "other", " ", &key).await),
        Why::WordsNeeded
    );
    assert!(matches!(
        house.explain(coach, "k1", "other", &"å".repeat(301), &key).await,
        Err(AppError::Field { .. })
    ));
    assert_eq!(
        house.explain(coach, "k9", "closed", "", &key).await,
        Err(AppError::Unreadable)
    );
    house
        .explain(coach, "k1", "coach_ill", "Vi ringer i dag.", &key)
        .await
        .unwrap();
    house
        .explain(coach, "k1", "coach_ill", "Vi ringer i dag.", &key)
        .await
        .unwrap();
    let said = "Coachen var sjuk. Vi ringer i dag.";
    assert_eq!(
        house.own().await[0].why.as_deref(),
        Some("Orsak: Coachen var sjuk. Vi ringer i dag.")
    );
    for who in [house.coach, house.lead] {
        assert_eq!(
            house.clock(who, "k1").await,
            ("bröts 19 november".to_owned(), Some(said.to_owned()))
        );
    }
    assert_eq!(house.world.count("select count(*) from promise_reason").await, 1);
    let told = "select count(*) from ledger where event = 'promise_explained' and payload = '{\"clock\": \"k1\", \"reason\": \"coach_ill\", \"due\": \"2026-11-18\"}'";
    assert_eq!(house.world.count(told).await, 1);
    // The same key with something else is no second press.
    assert_eq!(
        house.explain(coach, "k1", "closed", "", &key).await,
        Err(AppError::Conflict)
    );
    assert_eq!(house.world.count("select count(*) from promise_reason").await, 1);
    // A later reason takes its place, and the earlier stays to be read.
    house.world.at("2026-11-20T09:00:00Z");
    let again = house.world.key().to_string();
    house
        .explain(house.lead.actor(), "k1", "no_free_time", "", &again)
        .await
        .unwrap();
    assert_eq!(
        house.clock(house.coach, "k1").await.1.as_deref(),
        Some("Det fanns ingen ledig tid.")
    );
    let read = house.promises(house.coach).await.unwrap();
    assert_eq!(read.cases[0].clocks[0].reasons.len(), 2);
}

#[tokio::test]
async fn two_reasons_by_the_same_press_at_once_are_one() {
    let house = House::enrolled_on("2026-11-16").await;
    let key = house.world.key().to_string();
    let say = || house.explain(house.lead.actor(), "k1", "closed", "", &key);
    let (one, two, three) = tokio::join!(say(), say(), say());
    assert_eq!((one, two, three), (Ok(()), Ok(()), Ok(())));
    assert_eq!(house.world.count("select count(*) from promise_reason").await, 1);
    assert_eq!(house.world.count("select count(*) from ledger").await, 1);
}

#[tokio::test]
async fn the_first_contact_counts_from_the_referral_that_became_the_enrolment() {
    let house = House::enrolled_on("2026-11-19").await;
    assert_eq!(house.clock(house.lead, "k4").await.0, "Inte lovat");
    let referral: uuid::Uuid = sqlx::query_scalar(
        "insert into referral (referral_id, person_id, agency_id, programme_id, staff_id, referred_at, enrolment_id, state)
         select gen_random_uuid(), $1, a.agency_id, e.programme_id, $2, '2026-11-10 09:00+01', e.enrolment_id, 'enrolled'
         from agency a, enrolment e where a.code = 'soc-bergsjon' and e.enrolment_id = $3 returning referral_id",
    )
    .bind(house.person.id.as_uuid())
    .bind(house.lead.id.as_uuid())
    .bind(house.enrolment.as_uuid())
    .fetch_one(&house.world.db.owner)
    .await
    .unwrap();
    let write = async |event: &str, on: &str| {
        sqlx::query(
            "insert into ledger (referral_id, centre_id, event, concerns_on, recorded_at)
             values ($1, $2, $3, $4, $4 + time '10:00')",
        )
        .bind(referral)
        .bind(house.centre.as_uuid())
        .bind(event)
        .bind(on.parse::<chrono::NaiveDate>().unwrap())
        .execute(&house.world.db.owner)
        .await
        .unwrap();
    };
    write("referred", "2026-11-10").await;
    assert_eq!(
        house.clock(house.lead, "k4").await.0,
        "bröts 13 november, gjort 19 november"
    );
    assert!(
        house
            .own()
            .await
            .iter()
            .any(|l| l.words.starts_with("Vi skulle höra av oss senast"))
    );
    write("contacted", "2026-11-12").await;
    assert_eq!(house.clock(house.coach, "k4").await.0, "hållet 12 november");
    assert_eq!(
        house.clock(house.lead, "k4").await,
        house.clock(house.coach, "k4").await
    );
}

/// A referral to the programme of the enrolment that waits at a centre.
async fn waits(house: &House, centre: CentreId, referred_at: &str) -> ReferralId {
    let id: uuid::Uuid = sqlx::query_scalar(
        "insert into referral (referral_id, agency_id, programme_id, programme_version_id, centre_id, staff_id, referred_at)
         select gen_random_uuid(), a.agency_id, e.programme_id, e.programme_version_id, $1, $2, $3
         from agency a, enrolment e where a.code = 'soc-bergsjon' and e.enrolment_id = $4 returning referral_id",
    )
    .bind(centre.as_uuid())
    .bind(house.lead.id.as_uuid())
    .bind(referred_at.parse::<chrono::DateTime<chrono::Utc>>().unwrap())
    .bind(house.enrolment.as_uuid())
    .fetch_one(&house.world.db.owner)
    .await
    .unwrap();
    id.into()
}

#[tokio::test]
async fn the_first_contact_runs_while_the_referral_waits() {
    let house = House::enrolled_on("2026-11-19").await;
    let world = &house.world;
    let elsewhere = world.centre("kompetenscenter-oster").await;
    let here = waits(&house, house.centre, "2026-11-18T08:00:00Z").await;
    let there = waits(&house, elsewhere, "2026-11-18T08:00:00Z").await;
    let chip = async || {
        let visitor = world.visitor(Some(house.lead.actor()));
        let mut cx = Ctx::begin_for(world.state.clone(), visitor, Action::ReadReferrals)
            .await
            .unwrap();
        let mut chips = app::promise::contact_chips(&mut cx, &[here, there])
            .await
            .unwrap();
        assert!(!chips.contains_key(&there), "another centre's");
        chips.remove(&here)
    };
    let today = chip().await.unwrap();
    assert_eq!(today.tone, Tone::Soon);
    assert_eq!(today.words, "Första kontakt: sista dagen, senast 20 november");
    let note = |chip: &Chip| chip.action.clone().map(|(href, _)| href);
    assert_eq!(note(&today), Some(format!("/anvisningar/{here}#contact")));
    // The centre's closed day does not count.
    sqlx::query("insert into centre_day (centre_id, day, is_open, reason) values ($1, '2026-11-19', false, 'Planering')")
        .bind(house.centre.as_uuid())
        .execute(&world.db.owner)
        .await
        .unwrap();
    assert_eq!(
        chip().await.unwrap().words,
        "Första kontakt: 1 arbetsdag kvar, senast 23 november"
    );
    world.at("2026-11-24T08:00:00Z");
    let broken = chip().await.unwrap();
    assert_eq!(
        (broken.tone, broken.words.as_str()),
        (Tone::Broken, "Första kontakt: bröts 24 november")
    );
    sqlx::query("update referral set contacted_on = '2026-11-24' where referral_id = $1")
        .bind(here.as_uuid())
        .execute(&world.db.owner)
        .await
        .unwrap();
    // Made too late: what is left is to say why.
    let late = chip().await.unwrap();
    assert_eq!(late.words, "Första kontakt: bröts 24 november, gjort 24 november");
    assert_eq!(note(&late), Some(format!("/anvisningar/{here}?orsak=k4")));
    sqlx::query("update referral set contacted_on = '2026-11-23' where referral_id = $1")
        .bind(here.as_uuid())
        .execute(&world.db.owner)
        .await
        .unwrap();
    assert_eq!(chip().await, None, "made");
}

#[tokio::test]
async fn a_transfer_reckons_nothing_anew() {
    let house = House::enrolled_on("2026-11-16").await;
    let world = &house.world;
    let elsewhere = world.centre("kompetenscenter-oster").await;
    house.write("enrolled", "2026-11-16", "{}").await;
    for sql in [
        "insert into centre_day (centre_id, day, is_open, reason) values ($1, '2026-11-17', false, 'Planering')",
        "update enrolment set centre_id = $1",
    ] {
        sqlx::query(sql)
            .bind(elsewhere.as_uuid())
            .execute(&world.db.owner)
            .await
            .unwrap();
    }
    let lead = world.member(elsewhere, Role::TeamLeader).await;
    // With the other centre's closed day it would run a day longer.
    assert_eq!(house.clock(lead, "k1").await.0, "bröts 19 november");
}

#[tokio::test]
async fn the_day_shows_the_next_meetings_and_the_talks_told_apart() {
    let house = House::enrolled_on("2026-11-19").await;
    let world = &house.world;
    let (staff, key) = (house.coach.id.to_string(), world.key().to_string());
    let typed = Typed {
        staff: &staff,
        day: "2026-11-26",
        time: "13.00",
        length: "45",
        place: "rum 3",
        how: "booked",
        key: &key,
    };
    house.add_with(house.coach, typed).await.unwrap();
    house.add("offered", "2026-11-24", "10.00").await.unwrap();
    let day = house.day().await;
    let centre: String = sqlx::query_scalar("select name from centre where centre_id = $1")
        .bind(house.centre.as_uuid())
        .fetch_one(&world.db.owner)
        .await
        .unwrap();
    let expected = [
        (
            "erbjudet".to_owned(),
            format!("Möte med coach Stina: tisdag 24 november 10:00, {centre}"),
        ),
        (
            "bokat".to_owned(),
            "Möte med coach Stina: torsdag 26 november 13:00, rum 3".to_owned(),
        ),
    ];
    assert_eq!(day[..2], expected);
    let read = house.promises(house.coach).await.unwrap();
    let k2 = read.cases[0].clocks.iter().find(|c| c.code == "k2").unwrap();
    let tally = k2.tally.clone().unwrap();
    assert!(day.iter().any(|(_, words)| words.contains(&tally)), "{day:?}");

    // A later enrolment that promises nothing hides nothing, and each line says which programme it is of.
    let before = house.own().await.len();
    let elsewhere = world.centre("kompetenscenter-oster").await;
    world
        .enrol(house.person, elsewhere, "2026-11-20".parse().unwrap())
        .await;
    let own = house.own().await;
    assert_eq!(own.len(), before);
    assert!(
        own.iter()
            .all(|l| l.words.starts_with("Arbetsforum Kortedala–Bergsjön: ")),
        "{own:?}"
    );

    // One that has been is not to come; one's own read is in nobody's log.
    world.at("2026-11-24T12:00:00Z");
    let day = house.day().await;
    assert_eq!(day[0].0, "bokat");
    let own = "select count(*) from access_log where actor_kind = 'participant'";
    assert_eq!(world.count(own).await, 0);
}

#[tokio::test]
async fn an_extension_moves_the_limit_and_leaving_stops_the_clocks() {
    let house = House::enrolled_on("2026-06-01").await;
    assert_eq!(house.clock(house.lead, "k5").await.0, "11 dagar kvar");
    house
        .write("extended", "2026-11-18", r#"{"until": "2027-01-31"}"#)
        .await;
    assert_eq!(house.clock(house.lead, "k5").await.0, "72 dagar kvar");
    house
        .write("exited", "2026-11-19", r#"{"outcome": "illness"}"#)
        .await;
    assert_eq!(house.clock(house.lead, "k5").await.0, "avslutat 19 november");
}

#[tokio::test]
async fn the_list_of_the_house_counts_what_it_says_and_a_coach_sees_their_own() {
    let house = House::enrolled_on("2026-11-16").await;
    let world = &house.world;
    let elsewhere = world.centre("kompetenscenter-oster").await;
    world.enrolled(elsewhere).await;
    let other = world.person().await;
    let enrolment = world
        .enrol(other, house.centre, "2026-11-19".parse().unwrap())
        .await;
    let colleague = world.member(house.centre, Role::Coach).await;
    world.assign(other, enrolment, colleague).await;

    // Å comes before Ä, whatever their bytes say.
    sqlx::query(
        "update staff set given_name = 'Bo', family_name = case staff_id when $1 then 'Ärlig' else 'Åberg' end
         where staff_id in ($1, $2)",
    )
    .bind(house.coach.id.as_uuid())
    .bind(colleague.id.as_uuid())
    .execute(&world.db.owner)
    .await
    .unwrap();
    let all = house_of(&house, house.lead, &WANTED).await;
    let rows: Vec<_> = all
        .rows
        .iter()
        .map(|r| (r.clock.as_str(), r.tone, r.explain.is_some()))
        .collect();
    assert_eq!(
        rows,
        [
            ("Första mötet", Some(Tone::Broken), true),
            ("Första mötet", Some(Tone::Soon), false)
        ]
    );
    let k1 = &all.totals[0];
    assert_eq!(
        (k1.broken, k1.unexplained, k1.running, k1.kept, k1.not_promised),
        (1, 1, 1, 0, 0)
    );
    assert!(all.counted.starts_with("2 inskrivningar"), "{}", all.counted);
    for totals in &all.totals {
        let sum = totals.running + totals.kept + totals.broken + totals.stopped + totals.not_promised;
        assert_eq!(sum, 2, "{}", totals.code);
    }
    let coaches: Vec<_> = all.coaches.iter().map(|(_, name)| name.as_str()).collect();
    assert_eq!(coaches, ["Bo Åberg", "Bo Ärlig"]);

    let own = house_of(&house, house.coach, &WANTED).await;
    assert_eq!((own.rows.len(), own.coaches.len()), (1, 0));
    assert!(own.counted.starts_with("1 inskrivning:"));
    let of_colleague = Wanted {
        coach: &colleague.id.to_string(),
        ..WANTED
    };
    let narrowed = house_of(&house, house.lead, &of_colleague).await;
    assert_eq!(narrowed.rows.len(), 1);
    assert_eq!(narrowed.rows[0].tone, Some(Tone::Soon));
    // A coach who names a colleague in the address sees nothing more.
    assert_eq!(house_of(&house, house.coach, &of_colleague).await.rows.len(), 0);
    let nonsense = Wanted {
        clock: "k9",
        coach: "x",
        chosen: Chosen::All,
        page: 900,
        explain: "x.k1",
    };
    let read = house_of(&house, house.lead, &nonsense).await;
    assert_eq!((read.page, read.asked.is_none()), (1, true));
    assert_eq!(read.rows.len(), 8, "four promises each: nothing was applied for");

    let logged = "select count(*) from access_log where permitted and action = 'read_promises'
                  and categories @> '{bookings}' and cardinality(person_ids) = 2";
    assert!(
        world.count(logged).await >= 1,
        "the people of the list are in the log"
    );
}

#[tokio::test]
async fn a_row_of_the_portfolio_has_what_settles_it() {
    let house = House::enrolled_on("2026-11-16").await;
    let visitor = house.world.visitor(Some(house.coach.actor()));
    let mut cx = Ctx::begin_for(house.world.state.clone(), visitor, Action::ReadPortfolio)
        .await
        .unwrap();
    let read =
        app::portfolio::api::server::my_participants(&mut cx, "", app::portfolio::api::Order::default(), 1)
            .await
            .unwrap();
    cx.commit().await.unwrap();
    let clocks = &read.people[0].clocks;
    assert_eq!(clocks.len(), 1);
    assert_eq!(clocks[0].tone, Tone::Broken);
    let at = |clock: &Chip| clock.action.clone().unwrap_or_default().0;
    assert!(at(&clocks[0]).contains("/loften?orsak="), "{:?}", clocks[0]);
    let key = house.world.key().to_string();
    house
        .explain(house.coach.actor(), "k1", "closed", "", &key)
        .await
        .unwrap();
    let visitor = house.world.visitor(Some(house.coach.actor()));
    let mut cx = Ctx::begin_for(house.world.state.clone(), visitor, Action::ReadPortfolio)
        .await
        .unwrap();
    let read =
        app::portfolio::api::server::my_participants(&mut cx, "", app::portfolio::api::Order::default(), 1)
            .await
            .unwrap();
    assert!(
        at(&read.people[0].clocks[0]).ends_with("/samtal"),
        "explained, and still to be done"
    );
}
