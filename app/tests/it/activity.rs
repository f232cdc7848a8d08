//! Offered activities (K3) that were wrong: put right or taken back by a row of their own, by those who may, and told
//! alike to everybody (S2, P7).

mod who;

use crate::booking::acting;
use crate::world::{Member, Person, World};
use app::booking::offers;
use app::booking::offers_api::Offers;
use app::booking::talks;
use app::kernel::error::Field;
use app::kernel::policy::{Action, Role};
use app::kernel::{Actor, AppError, Ctx};
use domain::ids::{CentreId, EnrolmentId};
use domain::plan::TextError;
use domain::promise::PromiseRefusal as Why;
use serde_json::json;
use uuid::Uuid;

/// A person at Arbetsforum since the day before, with a coach; Friday 20 November 2026 it is.
struct House {
    world: World,
    centre: CentreId,
    person: Person,
    enrolment: EnrolmentId,
    coach: Member,
    lead: Member,
}

impl House {
    async fn new() -> Self {
        let world = World::new().await;
        let centre = world.centre("arbetsforum").await;
        let person = world.person().await;
        let enrolment = world.enrol(person, centre, "2026-11-19".parse().unwrap()).await;
        let coach = world.member(centre, Role::Coach).await;
        let lead = world.member(centre, Role::TeamLeader).await;
        world.assign(person, enrolment, coach).await;
        Self {
            world,
            centre,
            person,
            enrolment,
            coach,
            lead,
        }
    }

    async fn begin(&self, who: Actor, action: Action) -> Result<Ctx, AppError> {
        let visitor = self.world.visitor(Some(who));
        Ctx::begin_about_for(self.world.state.clone(), visitor, action, self.person.id, None).await
    }

    async fn offer(&self, who: Member, what: &str) -> String {
        let mut cx = self.begin(who.actor(), Action::WriteTalks).await.unwrap();
        offers::offer(&mut cx, what).await.unwrap();
        cx.commit().await.unwrap();
        let last: i64 =
            sqlx::query_scalar("select max(ledger_id) from ledger where event = 'activity_offered'")
                .fetch_one(&self.world.db.owner)
                .await
                .unwrap();
        last.to_string()
    }

    async fn correct(
        &self,
        who: Member,
        offer: &str,
        (what, day): (&str, &str),
        key: &str,
    ) -> Result<(), AppError> {
        let mut cx = self.begin(who.actor(), Action::WriteTalks).await?;
        offers::correct(&mut cx, offer, what, day, key).await?;
        cx.commit().await
    }

    async fn take_back(
        &self,
        who: Member,
        offer: &str,
        (reason, words): (&str, &str),
        key: &str,
    ) -> Result<(), AppError> {
        let mut cx = self.begin(who.actor(), Action::WriteTalks).await?;
        offers::take_back(&mut cx, offer, reason, words, key).await?;
        cx.commit().await
    }

    fn key(&self) -> String {
        self.world.key().to_string()
    }

    async fn shown(&self, who: Member, wrong: &str) -> Offers {
        let mut cx = self.begin(who.actor(), Action::ReadTalks).await.unwrap();
        let read = talks::read(&mut cx, "", wrong).await.unwrap();
        cx.commit().await.unwrap();
        read.offers
    }

    /// How K3 stands in words, and what happened.
    async fn clock(&self, who: Member) -> (String, Vec<String>) {
        let mut cx = self.begin(who.actor(), Action::ReadPromisesOf).await.unwrap();
        let read = app::promise::person::of_person(&mut cx, "").await.unwrap();
        cx.commit().await.unwrap();
        let clock = read.cases[0].clocks.iter().find(|c| c.code == "k3").unwrap();
        (clock.standing.clone(), clock.happened.clone())
    }

    /// What the person reads of it on their own page.
    async fn own(&self) -> String {
        let mut cx = acting(&self.world, self.person.actor(), Action::ReadOwnDay)
            .await
            .unwrap();
        let cases = app::promise::of_person(&mut cx, self.person.id).await.unwrap();
        let lines = app::promise::own_lines(&cases, cx.today(), cx.lang).unwrap();
        cx.commit().await.unwrap();
        let lines: Vec<String> = lines.into_iter().map(|l| l.words).collect();
        lines
            .into_iter()
            .find(|l| l.contains("ett erbjudande"))
            .unwrap_or_default()
    }

    async fn step(&self, title: &str, kind: &str) -> Uuid {
        sqlx::query_scalar(
            "with p as (insert into plan (plan_id, person_id, updated_at) values (gen_random_uuid(), $1, now())
                        on conflict (person_id) do update set updated_at = now() returning plan_id)
             insert into activity (activity_id, plan_id, person_id, kind, title, doer, status, idempotency_key, created_at, updated_at)
             select gen_random_uuid(), plan_id, $1, $3, $2, 'participant', 'agreed', gen_random_uuid(), now(), now() from p
             returning activity_id",
        )
        .bind(self.person.id.as_uuid())
        .bind(title)
        .bind(kind)
        .fetch_one(&self.world.db.owner)
        .await
        .unwrap()
    }

    async fn ledger(&self) -> Vec<(String, String, serde_json::Value)> {
        sqlx::query_as("select event, concerns_on::text, payload from ledger order by ledger_id")
            .fetch_all(&self.world.db.owner)
            .await
            .unwrap()
    }
}

const fn at(field: Field, why: Why) -> Result<(), AppError> {
    Err(AppError::Promise { field, why })
}

#[tokio::test]
async fn an_offer_is_put_right_by_a_row_that_names_it_and_the_clock_follows() {
    let house = House::new().await;
    let step = house.step("Truckkort", "training").await;
    let wrong = house.offer(house.coach, "kind:job_search").await;
    house.world.at("2026-11-23T08:00:00Z");
    let page = house.shown(house.coach, &wrong).await;
    let form = page.wrong.unwrap();
    assert_eq!(
        (form.activity.as_str(), form.day.as_str(), form.until.as_str()),
        (
            "kind:job_search",
            "2026-11-20",
            "Går att ändra till och med 4 december."
        )
    );
    let right = format!("activity:{step}");
    house
        .correct(house.coach, &wrong, (&right, "2026-11-19"), &form.key)
        .await
        .unwrap();
    let of: i64 = wrong.parse().unwrap();
    assert_eq!(
        house.ledger().await,
        [
            (
                "activity_offered".into(),
                "2026-11-20".into(),
                json!({ "kind": "job_search" })
            ),
            (
                "corrected".into(),
                "2026-11-20".into(),
                json!({ "of": of, "event": "activity_offered" })
            ),
            (
                "activity_offered".into(),
                "2026-11-19".into(),
                json!({ "kind": "training", "activity": step })
            ),
        ]
    );
    let (standing, happened) = house.clock(house.lead).await;
    assert_eq!(standing, "hållet 19 november");
    let by = name(&house, house.coach).await;
    assert_eq!(
        happened,
        [
            format!("20 november: Aktivitet erbjuden, jobbsökning, rättat 23 november av {by}, räknas inte"),
            "19 november: Aktivitet erbjuden, kurs: Truckkort".to_owned(),
        ]
    );
    assert_eq!(
        house.own().await,
        "Du fick ett erbjudande 19 november. Erbjudandet 20 november (jobbsökning) är rättat: kurs, 19 november."
    );
    // The page shows both, the one that stands first; each with who may put it right.
    let lines = house.shown(house.lead, &wrong).await;
    assert_eq!(
        lines.wrong, None,
        "what was put right is put right where it stands"
    );
    let lines: Vec<_> = lines
        .lines
        .into_iter()
        .map(|l| (l.words, l.correct.is_some(), l.became.map(|(word, _)| word)))
        .collect();
    assert_eq!(
        lines,
        [
            ("19 november: Kurs, Truckkort".to_owned(), true, None),
            (
                "20 november: Jobbsökning".to_owned(),
                false,
                Some("rättat".to_owned())
            ),
        ]
    );
    // Its link stays where the day alone is wrong, for who reads no plan too; and the days count from the first row.
    let reception = house.world.member(house.centre, Role::Reception).await;
    assert_eq!(
        house.shown(reception, "").await.lines[0].words,
        "19 november: Kurs, ur planen"
    );
    let again: i64 = sqlx::query_scalar("select max(ledger_id) from ledger")
        .fetch_one(&house.world.db.owner)
        .await
        .unwrap();
    house.world.at("2026-12-04T08:00:00Z");
    let form = house.shown(house.coach, &again.to_string()).await.wrong.unwrap();
    assert_eq!(form.until, "Går att ändra till och med 4 december.");
    house
        .correct(house.coach, &again.to_string(), (&right, "2026-11-20"), &form.key)
        .await
        .unwrap();
    assert_eq!(house.clock(house.coach).await.0, "hållet 20 november");
    house.world.at("2026-12-05T08:00:00Z");
    assert!(
        house
            .shown(house.lead, "")
            .await
            .lines
            .iter()
            .all(|l| l.correct.is_none())
    );
}

async fn name(house: &House, who: Member) -> String {
    sqlx::query_scalar("select given_name || ' ' || family_name from staff where staff_id = $1")
        .bind(who.id.as_uuid())
        .fetch_one(&house.world.db.owner)
        .await
        .unwrap()
}

#[tokio::test]
async fn an_offer_is_taken_back_with_a_reason_that_the_person_reads_and_the_promise_is_open_again() {
    let house = House::new().await;
    let wrong = house.offer(house.coach, "kind:education").await;
    assert_eq!(house.clock(house.coach).await.0, "hållet 20 november");
    let words = "Kursen var inställd redan då.";
    let key = house.key();
    house
        .take_back(house.lead, &wrong, ("other", words), &key)
        .await
        .unwrap();
    let by = name(&house, house.lead).await;
    let (standing, happened) = house.clock(house.coach).await;
    assert_eq!(standing, "13 dagar kvar");
    assert_eq!(
        happened,
        [format!(
            "20 november: Aktivitet erbjuden, utbildning, taget tillbaka 20 november av {by}: {words}"
        )]
    );
    assert_eq!(
        house.own().await,
        format!(
            "Du får ett erbjudande om jobb, studier eller jobbsökning senast torsdag 3 december. \
             Erbjudandet 20 november (utbildning) togs tillbaka: {words}"
        )
    );
    // The ledger says why in a word, and holds nobody's words.
    assert_eq!(house.ledger().await[1].2["reason"], "other");
    assert!(
        !house
            .ledger()
            .await
            .iter()
            .any(|(.., p)| p.to_string().contains("Kursen"))
    );
    // The same may be offered the same day: what was taken back is no offer.
    house.offer(house.coach, "kind:education").await;
    assert_eq!(house.clock(house.coach).await.0, "hållet 20 november");
    let last = house.shown(house.coach, "").await.lines[0]
        .correct
        .clone()
        .unwrap();
    house.world.at("2026-12-04T08:00:00Z");
    house
        .take_back(house.coach, &last, ("twice", ""), &house.key())
        .await
        .unwrap();
    assert_eq!(
        house.clock(house.coach).await.0,
        "bröts 4 december",
        "broken, and it wants a reason"
    );
    let mut cx = acting(&house.world, house.lead.actor(), Action::ReadPromises)
        .await
        .unwrap();
    let case = app::promise::of_enrolments(&mut cx, &[house.enrolment])
        .await
        .unwrap()
        .remove(0);
    assert!(
        case.promises(cx.today())
            .unwrap()
            .clock(domain::promise::Which::Activity)
            .needs_reason()
    );
}

#[tokio::test]
async fn what_cannot_be_is_told_at_its_field_and_changes_nothing() {
    let house = House::new().await;
    let offer = house.offer(house.coach, "kind:job_search").await;
    let other = house.offer(house.coach, "kind:education").await;
    let key = house.key();
    for (what, day, wrong) in [
        ("", "2026-11-20", at(Field::Activity, Why::NothingToOffer)),
        (
            "kind:health",
            "2026-11-20",
            at(Field::Activity, Why::NothingToOffer),
        ),
        (
            "activity:x",
            "2026-11-20",
            at(Field::Activity, Why::NothingToOffer),
        ),
        (
            "kind:job_search",
            "2026-11-20",
            at(Field::Activity, Why::NothingChanged),
        ),
        (
            "kind:education",
            "2026-11-20",
            at(Field::Activity, Why::OfferedAlready),
        ),
        ("kind:training", "i går", at(Field::Day, Why::NotADay)),
        ("kind:training", "12026-11-20", at(Field::Day, Why::NotADay)),
        ("kind:training", "2026-11-21", at(Field::Day, Why::OfferDay)),
        ("kind:training", "2026-11-18", at(Field::Day, Why::OfferDay)),
        (
            "kind:training",
            " ",
            Err(AppError::Field {
                field: Field::Day,
                problem: TextError::Empty,
            }),
        ),
    ] {
        assert_eq!(
            house.correct(house.coach, &offer, (what, day), &key).await,
            wrong,
            "{what} {day}"
        );
    }
    let long = "x".repeat(301);
    for (reason, words, field) in [
        ("", "x", Field::Reason),
        ("person_could_not", "x", Field::Reason),
        ("other", " ", Field::Words),
        ("twice", &long, Field::Words),
    ] {
        let answer = house.take_back(house.coach, &offer, (reason, words), &key).await;
        let told = match answer {
            Err(AppError::Promise { field, .. } | AppError::Field { field, .. }) => field,
            other => panic!("not refused: {other:?}"),
        };
        assert_eq!(told, field, "{reason}");
    }
    for (offer, key) in [("x", key.as_str()), (offer.as_str(), "x"), ("", "")] {
        assert_eq!(
            house.take_back(house.coach, offer, ("twice", ""), key).await,
            Err(AppError::Unreadable)
        );
    }
    assert_eq!(house.ledger().await.len(), 2);
    // Fourteen days, as an answer to a follow-up has them; and while the person is enrolled.
    house.world.at("2026-12-05T08:00:00Z");
    assert_eq!(
        house.take_back(house.lead, &offer, ("twice", ""), &key).await,
        at(Field::Reason, Why::TooLate)
    );
    assert_eq!(
        house
            .correct(house.lead, &other, ("kind:training", "2026-11-20"), &key)
            .await,
        at(Field::Activity, Why::TooLate)
    );
    house.world.at("2026-11-25T08:00:00Z");
    sqlx::query("update enrolment set ended_on = '2026-11-24'")
        .execute(&house.world.db.owner)
        .await
        .unwrap();
    assert_eq!(
        house.take_back(house.lead, &offer, ("twice", ""), &key).await,
        at(Field::Reason, Why::NotEnrolled)
    );
    assert_eq!(house.ledger().await.len(), 2);
    assert!(house.shown(house.lead, &offer).await.wrong.is_none());
}

#[tokio::test]
async fn the_same_press_is_one_and_two_at_once_are_one() {
    let house = House::new().await;
    let offer = house.offer(house.coach, "kind:job_search").await;
    let key = house.key();
    let right = ("kind:training", "2026-11-20");
    for _ in 0..2 {
        house.correct(house.coach, &offer, right, &key).await.unwrap();
    }
    assert_eq!(
        house
            .correct(house.coach, &offer, ("kind:education", "2026-11-20"), &key)
            .await,
        Err(AppError::Conflict),
        "the key of something else"
    );
    assert_eq!(
        house
            .take_back(house.lead, &offer, ("twice", ""), &house.key())
            .await,
        Err(AppError::Conflict),
        "a page from before"
    );
    assert_eq!(house.ledger().await.len(), 3);

    let offer = house.offer(house.coach, "kind:placement").await;
    let (one, two) = (house.key(), house.key());
    let (put, back) = tokio::join!(
        house.correct(house.coach, &offer, ("kind:education", "2026-11-20"), &one),
        house.take_back(house.lead, &offer, ("wrong_person", ""), &two)
    );
    assert!(put.is_ok() != back.is_ok(), "{put:?} {back:?}");
    let corrections = "select count(*) from ledger where event = 'corrected'";
    assert_eq!(house.world.count(corrections).await, 2);
    let back = house.shown(house.coach, "").await.lines[0].correct.clone();
    if let Some(offer) = back {
        let key = house.key();
        for _ in 0..2 {
            house
                .take_back(house.coach, &offer, ("wrong_person", ""), &key)
                .await
                .unwrap();
        }
        assert_eq!(
            house.take_back(house.coach, &offer, ("twice", ""), &key).await,
            Err(AppError::Conflict)
        );
    }
}
