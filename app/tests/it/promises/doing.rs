//! The one thing that settles a clock: offered where there is something to do, to whom it is theirs to do.

use super::House;
use crate::world::Member;
use app::kernel::policy::{Action, Role};
use app::kernel::{Ctx, Lang};
use app::promise::api::Chosen;
use app::promise::house::{Wanted, house as read_house};

/// Where a clock of the person leads, and the word of it.
async fn leads(house: &House, who: Member, code: &str) -> Option<(String, String)> {
    let read = house.promises(who).await.unwrap();
    let clock = read.cases[0].clocks.iter().find(|c| c.code == code).unwrap();
    clock.action.clone()
}

/// The same in the list of the house.
async fn listed(house: &House, who: Member, code: &str) -> Option<(String, String)> {
    let wanted = Wanted {
        clock: code,
        coach: "",
        chosen: Chosen::All,
        page: 1,
        explain: "",
    };
    let visitor = house.world.visitor(Some(who.actor()));
    let mut cx = Ctx::begin_for(house.world.state.clone(), visitor, Action::ReadPromises)
        .await
        .unwrap();
    let read = read_house(&mut cx, &wanted).await.unwrap();
    assert_eq!(read.rows.len(), 1);
    read.rows[0].action.clone()
}

#[tokio::test]
async fn time_that_ends_soon_leads_to_more_of_it_and_time_that_does_not_to_nothing() {
    // The last day is 1 December.
    let house = House::enrolled_on("2026-06-01").await;
    let world = &house.world;
    let page = |part: &str| format!("/deltagare/{}/{part}", house.person.id);
    let more = Some((page("forlangning"), "Förläng eller avsluta".to_owned()));
    let manager = world.member(house.centre, Role::Manager).await;
    for who in [house.coach, house.lead, manager] {
        assert_eq!(leads(&house, who, "k5").await, more, "{:?}", who.role);
        assert_eq!(listed(&house, who, "k5").await, more, "{:?}", who.role);
    }
    let reception = world.member(house.centre, Role::Reception).await;
    let colleague = world.member(house.centre, Role::Coach).await;
    for who in [reception, colleague] {
        assert_eq!(leads(&house, who, "k5").await, None, "not theirs: {:?}", who.role);
    }
    // Extended, it is far away again.
    house
        .write("extended", "2026-11-18", r#"{"until": "2027-03-31"}"#)
        .await;
    assert_eq!(leads(&house, house.lead, "k5").await, None);
    assert_eq!(listed(&house, house.lead, "k5").await, None);
}

#[tokio::test]
async fn what_is_past_is_explained_and_then_ended_and_who_has_left_is_offered_nothing() {
    let house = House::enrolled_on("2026-06-01").await;
    let world = &house.world;
    world.at("2026-12-02T09:00:00Z");
    let said = leads(&house, house.lead, "k5").await.unwrap();
    assert!(said.0.contains("?orsak=") && said.1 == "Ange orsak", "{said:?}");
    assert_eq!(
        listed(&house, house.lead, "k5").await,
        None,
        "the list has its own way to the reason"
    );
    let reception = world.member(house.centre, Role::Reception).await;
    assert_eq!(leads(&house, reception, "k5").await, None);
    let key = world.key().to_string();
    house
        .explain(house.lead.actor(), "k5", "closed", "", &key)
        .await
        .unwrap();
    let end = (
        format!("/deltagare/{}/avslut", house.person.id),
        "Avsluta inskrivningen".to_owned(),
    );
    assert_eq!(leads(&house, house.lead, "k5").await, Some(end));
    // K1 was broken as well; after an exit a reason is asked for, and nothing else is to be done.
    sqlx::query("update enrolment set ended_on = '2026-12-02' where enrolment_id = $1")
        .bind(house.enrolment.as_uuid())
        .execute(&world.db.owner)
        .await
        .unwrap();
    let again = world.key().to_string();
    house
        .explain(house.lead.actor(), "k1", "coach_ill", "", &again)
        .await
        .unwrap();
    for code in ["k1", "k5"] {
        assert_eq!(leads(&house, house.lead, code).await, None, "{code}");
    }
}

#[tokio::test]
async fn a_first_contact_of_somebody_enrolled_asks_for_its_reason_alone() {
    let house = House::enrolled_on("2026-11-19").await;
    let referral = "insert into referral (referral_id, person_id, agency_id, programme_id, staff_id, referred_at, enrolment_id, state)
         select gen_random_uuid(), $1, a.agency_id, e.programme_id, $2, '2026-11-10 09:00+01', e.enrolment_id, 'enrolled'
         from agency a, enrolment e where a.code = 'soc-bergsjon' and e.enrolment_id = $3";
    sqlx::query(referral)
        .bind(house.person.id.as_uuid())
        .bind(house.lead.id.as_uuid())
        .bind(house.enrolment.as_uuid())
        .execute(&house.world.db.owner)
        .await
        .unwrap();
    house.write("referred", "2026-11-10", "{}").await;
    let why = leads(&house, house.lead, "k4").await.unwrap();
    assert!(
        why.0.rsplit('.').next() == Some("k4") && why.1 == "Ange orsak",
        "{why:?}"
    );
    let key = house.world.key().to_string();
    house
        .explain(house.coach.actor(), "k4", "person_could_not", "", &key)
        .await
        .unwrap();
    assert_eq!(leads(&house, house.lead, "k4").await, None);
    // The person reads of themselves.
    let visitor = house.world.visitor(Some(house.person.actor()));
    let mut cx = Ctx::begin_for(house.world.state.clone(), visitor, Action::ReadOwnDay)
        .await
        .unwrap();
    let cases = app::promise::of_person(&mut cx, house.person.id).await.unwrap();
    let own = app::promise::own_lines(&cases, cx.today(), Lang::Sv).unwrap();
    assert!(
        own.iter()
            .any(|l| l.why.as_deref() == Some("Orsak: Du kunde inte då.")),
        "{own:?}"
    );
}
