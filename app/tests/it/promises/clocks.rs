//! How the clocks stand, for whom and why.

use super::{House, refused};
use app::kernel::policy::{Action, Role};
use app::kernel::{AppError, Ctx};
use app::promise::Tone;
use app::promise::api::Chosen;
use app::promise::house::{Wanted, house as read_house};
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
        Some("Därför: Coachen var sjuk. Vi ringer i dag.")
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

    let all = house_of(&house, house.lead, &WANTED).await;
    let rows: Vec<_> = all
        .rows
        .iter()
        .map(|r| (r.clock.as_str(), r.tone, r.explain.is_some()))
        .collect();
    assert_eq!(
        rows,
        [
            ("Första samtalet", Tone::Broken, true),
            ("Första samtalet", Tone::Soon, false)
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
    assert_eq!(all.coaches.len(), 2);

    let own = house_of(&house, house.coach, &WANTED).await;
    assert_eq!((own.rows.len(), own.coaches.len()), (1, 0));
    assert!(own.counted.starts_with("1 inskrivningar"));
    let of_colleague = Wanted {
        coach: &colleague.id.to_string(),
        ..WANTED
    };
    let narrowed = house_of(&house, house.lead, &of_colleague).await;
    assert_eq!(narrowed.rows.len(), 1);
    assert_eq!(narrowed.rows[0].tone, Tone::Soon);
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
    assert!(clocks[0].href.contains("/loften?orsak="), "{}", clocks[0].href);
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
        read.people[0].clocks[0].href.ends_with("/samtal"),
        "explained, and still to be done"
    );
}
