//! Who it is that comes to the desk (E6): a known person, a namesake, another centre's, a protected one.

use super::{House, NUMBER, REZA, finished, house, refused};
use crate::booking::acting;
use crate::world::{Member, Person};
use app::intake::api::Body;
use app::intake::desk;
use app::intake::steps::{TypedPerson, Who};
use app::kernel::error::Field;
use app::kernel::policy::{Action, Role};
use domain::intake::DeskRefusal;
use sqlx::Row;

/// Gives somebody a name and a year, as an earlier desk wrote them.
async fn named(house: &House, who: Person, given: &str, family: &str, year: i16) {
    sqlx::query("update person set given_name = $2, family_name = $3, birth_year = $4 where person_id = $1")
        .bind(who.id.as_uuid())
        .bind(given)
        .bind(family)
        .bind(year)
        .execute(&house.world.db.owner)
        .await
        .unwrap();
}

async fn card_of(house: &House, who: Person) -> String {
    sqlx::query_scalar("select participant_number from person where person_id = $1")
        .bind(who.id.as_uuid())
        .fetch_one(&house.world.db.owner)
        .await
        .unwrap()
}

async fn end(house: &House, who: Person) {
    sqlx::query("update enrolment set ended_on = '2026-11-10' where person_id = $1")
        .bind(who.id.as_uuid())
        .execute(&house.world.db.owner)
        .await
        .unwrap();
}

#[tokio::test]
async fn somebody_who_comes_back_keeps_their_number_and_history() {
    let house = house().await;
    let before = house.world.enrolled(house.here).await;
    named(&house, before, "Reza", "Ahmadi", 1988).await;
    let number = card_of(&house, before).await;
    let referral = house.placed("Reza", "Ahmadi", false).await;
    let id = house.begin(house.desk, referral).await.unwrap();
    // E6: an open enrolment in the programme is told, whichever way the person is found.
    assert_eq!(
        house.person(house.desk, &id, &REZA).await,
        Ok(Who::Open(DeskRefusal::MaybeSame)),
        "shown before anybody new is made"
    );
    let Body::Person(form) = house.page(house.desk.actor(), &id, "").await.unwrap().body else {
        panic!("the first step");
    };
    assert_eq!(form.doubles.len(), 1);
    assert!(form.doubles[0].enrolled && form.may_be_new);
    let same = before.id.to_string();
    let chosen = TypedPerson { same: &same, ..REZA };
    assert_eq!(
        house.person(house.desk, &id, &chosen).await,
        Ok(Who::Open(DeskRefusal::EnrolledAlready))
    );
    end(&house, before).await;
    assert_eq!(house.person(house.desk, &id, &chosen).await, Ok(Who::Settled));
    house.middle(house.desk, &id).await.unwrap();
    house.press(house.desk, &id, &house.time()).await.unwrap();
    let row = sqlx::query(
        "select count(*), count(*) filter (where ended_on is null) from enrolment where person_id = $1",
    )
    .bind(before.id.as_uuid())
    .fetch_one(&house.world.db.owner)
    .await
    .unwrap();
    assert_eq!((row.get::<i64, _>(0), row.get::<i64, _>(1)), (2, 1));
    assert_eq!(card_of(&house, before).await, number);
    assert_eq!(house.rows().await[0], 1, "no second person");
    let login: String = sqlx::query_scalar("select login from credential where ended_at is null")
        .fetch_one(&house.world.db.owner)
        .await
        .unwrap();
    assert_eq!(login, number);
}

#[tokio::test]
async fn a_number_tells_the_year_and_keeps_namesakes_apart() {
    let house = house().await;
    let known = house.world.enrolled(house.here).await;
    named(&house, known, "Reza", "Ahmadi", 1990).await;
    end(&house, known).await;
    let referral = house.placed("Reza", "Ahmadi", false).await;
    let id = house.begin(house.desk, referral).await.unwrap();
    // No year is typed: the number has one.
    let numbered = TypedPerson {
        identity_number: NUMBER,
        birth_year: "",
        ..REZA
    };
    assert_eq!(
        house.person(house.desk, &id, &numbered).await,
        Ok(Who::Open(DeskRefusal::MaybeSame))
    );
    let same = known.id.to_string();
    let chosen = TypedPerson {
        same: &same,
        ..numbered
    };
    assert_eq!(house.person(house.desk, &id, &chosen).await, Ok(Who::Settled));
    house.middle(house.desk, &id).await.unwrap();
    // Meanwhile another number is registered: the one that was shown is not dropped in silence.
    sqlx::query("insert into person_identity (person_id, identity_number, recorded_at) values ($1, '200002292399', now())")
        .bind(known.id.as_uuid())
        .execute(&house.world.db.owner)
        .await
        .unwrap();
    assert_eq!(
        house.press(house.desk, &id, &house.time()).await,
        refused(Field::IdentityNumber, DeskRefusal::OtherNumber)
    );
    // By name they are somebody else now; by their card they are told apart.
    assert_eq!(house.person(house.desk, &id, &numbered).await, Ok(Who::Settled));
    let card = card_of(&house, known).await;
    let shown = TypedPerson {
        old_card: &card,
        ..chosen
    };
    assert_eq!(
        house.person(house.desk, &id, &shown).await,
        Ok(Who::Open(DeskRefusal::OtherNumber))
    );
    // Without a number they may be the same again.
    let unnumbered = TypedPerson {
        no_number: true,
        birth_year: "1990",
        ..REZA
    };
    assert_eq!(
        house.person(house.desk, &id, &unnumbered).await,
        Ok(Who::Open(DeskRefusal::MaybeSame))
    );
}

#[tokio::test]
async fn one_human_at_two_desks_is_asked_about_before_there_are_two() {
    let house = house().await;
    let other = house.world.member(house.here, Role::Reception).await;
    let numbered = TypedPerson {
        identity_number: NUMBER,
        birth_year: "",
        ..REZA
    };
    let by_year = TypedPerson {
        birth_year: "1990",
        ..REZA
    };
    let mut begun = Vec::new();
    for (who, typed) in [(house.desk, numbered), (other, by_year)] {
        let referral = house.placed("Reza", "Ahmadi", false).await;
        let id = house.begin(who, referral).await.unwrap();
        assert_eq!(house.person(who, &id, &typed).await, Ok(Who::Settled));
        house.middle(who, &id).await.unwrap();
        begun.push((who, typed, id));
    }
    let (early, late) = (house.time(), house.later(45));
    let (first, second) = tokio::join!(
        house.press(begun[0].0, &begun[0].2, &early),
        house.press(begun[1].0, &begun[1].2, &late),
    );
    let maybe = refused(Field::Same, DeskRefusal::MaybeSame);
    assert!(
        (first == Ok(()) && second == maybe) || (first == maybe && second == Ok(())),
        "{first:?} {second:?}"
    );
    assert_eq!(house.rows().await[0], 1);
    // The other desk is asked, from the last step back at the first; a namesake is somebody new.
    let left = usize::from(first == Ok(()));
    let (who, typed, id) = &begun[left];
    let Body::Person(form) = house.page(who.actor(), id, "mote").await.unwrap().body else {
        panic!("the first step");
    };
    assert_eq!((form.doubles.len(), form.chosen.as_str()), (1, ""));
    let new = TypedPerson {
        same: "new",
        ..*typed
    };
    assert_eq!(house.person(*who, id, &new).await, Ok(Who::Settled));
    house.press(*who, id, [&early, &late][left]).await.unwrap();
    assert_eq!(house.rows().await[0], 2);
}

#[tokio::test]
async fn another_centres_people_are_matched_by_a_number_that_is_shown_and_never_listed() {
    let house = house().await;
    let there = house.world.centre("kompetenscenter-oster").await;
    let known = house.world.enrolled(there).await;
    named(&house, known, "Reza", "Ahmadi", 1988).await;
    let card = card_of(&house, known).await;
    let referral = house.placed("Reza", "Ahmadi", false).await;
    let id = house.begin(house.desk, referral).await.unwrap();
    // By name: nobody of another centre.
    assert_eq!(house.person(house.desk, &id, &REZA).await, Ok(Who::Settled));
    let shown = TypedPerson {
        old_card: &card,
        ..REZA
    };
    assert_eq!(
        house.person(house.desk, &id, &shown).await,
        Ok(Who::Open(DeskRefusal::MaybeSame))
    );
    let Body::Person(form) = house.page(house.desk.actor(), &id, "").await.unwrap().body else {
        panic!("the first step");
    };
    assert_eq!(form.doubles.len(), 1);
    assert_eq!(
        form.doubles[0].words, "Kortet finns redan",
        "nothing but that there is a match"
    );
    assert!(!form.may_be_new);
    let new = TypedPerson { same: "new", ..shown };
    assert_eq!(
        house.person(house.desk, &id, &new).await,
        Ok(Who::Open(DeskRefusal::NumberKnown))
    );
    let same = known.id.to_string();
    let chosen = TypedPerson { same: &same, ..shown };
    assert_eq!(house.person(house.desk, &id, &chosen).await, Ok(Who::Settled));
    house.middle(house.desk, &id).await.unwrap();
    house.press(house.desk, &id, &house.time()).await.unwrap();
    assert_eq!(house.rows().await[0], 1);
    // The read is theirs to see.
    let logged = "select count(*) from access_log where action = 'enrol' and cardinality(person_ids) = 1 and 'enrolled' = any (categories)";
    assert!(house.world.count(logged).await >= 2);
}

#[tokio::test]
async fn a_protected_identity_is_the_managers_and_stands_in_no_other_list() {
    let house = house().await;
    let referral = house.placed("Sara", "Skyddad", true).await;
    let manager = house.world.member(house.here, Role::Manager).await;
    let act = async |who: Member| acting(&house.world, who.actor(), Action::Enrol).await.unwrap();
    let desk_page = desk::page(&mut act(house.desk).await, "").await.unwrap();
    assert_eq!((desk_page.expected.len(), desk_page.managers_own), (0, 1));
    assert_eq!(
        house.begin(house.desk, referral).await,
        refused(Field::Person, DeskRefusal::ReferralGone)
    );
    assert_eq!(
        desk::page(&mut act(manager).await, "")
            .await
            .unwrap()
            .expected
            .len(),
        1
    );
    let id = house.begin(manager, referral).await.unwrap();
    let typed = TypedPerson {
        given_name: "Sara",
        family_name: "Skyddad",
        street: "Gatan 1",
        ..REZA
    };
    assert_eq!(house.person(manager, &id, &typed).await, Ok(Who::Settled));
    house.middle(manager, &id).await.unwrap();
    house.press(manager, &id, &house.time()).await.unwrap();
    let row = sqlx::query(
        "select p.protected_level, c.street, (select count(*) from protected_named n where n.person_id = p.person_id)
         from person p join contact c using (person_id)",
    )
    .fetch_one(&house.world.db.owner)
    .await
    .unwrap();
    assert_eq!(
        (
            row.get::<i16, _>(0),
            row.get::<String, _>(1),
            row.get::<i64, _>(2)
        ),
        (1, String::new(), 2)
    );
    assert_eq!(
        finished(house.page(manager.actor(), &id, "").await.unwrap()).name,
        "Sara Skyddad"
    );
    // Known to this centre, and the desk is told to hand over.
    let known = house.world.enrolled(house.here).await;
    let card = card_of(&house, known).await;
    sqlx::query("update person set protected_level = 1 where person_id = $1")
        .bind(known.id.as_uuid())
        .execute(&house.world.db.owner)
        .await
        .unwrap();
    let other = house.placed("Reza", "Ahmadi", false).await;
    let id = house.begin(house.desk, other).await.unwrap();
    let shown = TypedPerson {
        old_card: &card,
        ..REZA
    };
    assert_eq!(
        house.person(house.desk, &id, &shown).await,
        Ok(Who::Open(DeskRefusal::HandOver))
    );
    let Body::Person(form) = house.page(house.desk.actor(), &id, "").await.unwrap().body else {
        panic!("the first step");
    };
    assert!(form.doubles.is_empty());
}
