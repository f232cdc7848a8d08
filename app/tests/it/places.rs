//! Places and their forecast (E3): counts alone, from the ledger and the queue, for those who look after the house.

use crate::consented::ledger;
use crate::world::{Member, World};
use app::kernel::policy::{Action, Role};
use app::kernel::{AppError, Ctx};
use app::places::api::{Ahead, Forecast, House, Lever, Places};
use app::places::places;
use domain::ids::{CentreId, EnrolmentId};
use uuid::Uuid;

async fn read(world: &World, who: Member) -> Result<Places, AppError> {
    let visitor = world.visitor(Some(who.actor()));
    let mut cx = Ctx::begin_for(world.state.clone(), visitor, Action::ReadCapacity).await?;
    let places = places(&mut cx).await?;
    cx.commit().await?;
    Ok(places)
}

async fn house(world: &World, centre: CentreId) -> House {
    let leader = world.member(centre, Role::TeamLeader).await;
    let found = read(world, leader).await.unwrap();
    assert_eq!(found.houses.len(), 1);
    found.houses.into_iter().next().unwrap()
}

/// So many stays from one day, ended on another.
async fn stays(world: &World, centre: CentreId, count: u32, came: &str, left: Option<&str>) {
    for _ in 0..count {
        let who = world.person().await;
        let enrolment = world.enrol(who, centre, came.parse().unwrap()).await;
        ledger(
            world,
            enrolment,
            "enrolled",
            came,
            &format!("{came}T10:00:00Z"),
            None,
        )
        .await;
        if let Some(left) = left {
            ledger(
                world,
                enrolment,
                "exited",
                left,
                &format!("{left}T15:00:00Z"),
                Some("work"),
            )
            .await;
        }
    }
}

/// 28 stays of 61 days and 12 that have run for 20, on 20 November 2026; 18 came in the last three whole months.
async fn sixty_one_days(world: &World, centre: CentreId) {
    stays(world, centre, 10, "2026-03-01", Some("2026-04-30")).await;
    stays(world, centre, 18, "2026-09-01", Some("2026-10-31")).await;
    stays(world, centre, 12, "2026-11-01", None).await;
}

/// The programme has so many places from the first of the month on.
async fn capacity(world: &World, places: i32) {
    sqlx::query(
        "insert into programme_version (programme_version_id, programme_id, version, valid_from, rules, source, created_at)
         select gen_random_uuid(), programme_id, 2, date '2026-11-01', rules || jsonb_build_object('capacity', $1::int), 'test', now()
         from programme_version join programme using (programme_id) where code = 'arbetsforum' and version = 1",
    )
    .bind(places)
    .execute(&world.db.owner)
    .await
    .unwrap();
}

/// A referral of nobody who is here yet.
async fn referral(world: &World, programme: &str, agency: &str, state: &str, group: &str) -> Uuid {
    let sender = world.outsider(agency, Role::CaseWorker).await;
    // Counted by its state alone: what else a whole one has, and whether there was a place, is not looked at here.
    sqlx::raw_sql("alter table referral drop constraint if exists referral_whole; alter table referral disable trigger user")
        .execute(&world.db.owner)
        .await
        .unwrap();
    sqlx::query_scalar(
        "insert into referral (referral_id, programme_id, agency_id, staff_id, referred_at, state, entry_group, given_name, family_name)
         select gen_random_uuid(), p.programme_id, $2, $3, '2026-11-10T10:00:00Z', $4, $5, 'Prov', 'Prov'
         from programme p where p.code = $1 returning referral_id",
    )
    .bind(programme)
    .bind(sender.agency.unwrap().as_uuid())
    .bind(sender.id.as_uuid())
    .bind(state)
    .bind(group)
    .fetch_one(&world.db.owner)
    .await
    .unwrap()
}

fn forecast(house: &House) -> &Forecast {
    match &house.ahead {
        Ahead::Forecast(found) => found,
        Ahead::TooFew { .. } => panic!("{house:?}"),
    }
}

#[tokio::test]
async fn a_house_of_fourteen_is_full_in_november_and_a_tenth_more_places_would_do() {
    let world = World::new().await;
    let here = world.centre("arbetsforum").await;
    sixty_one_days(&world, here).await;
    capacity(&world, 14).await;
    let house = house(&world, here).await;
    assert_eq!(
        (house.enrolled, house.capacity, house.full_now),
        (12, Some(14), false)
    );
    let way = &house.ways[0];
    assert_eq!(
        (
            house.ways.len(),
            way.name.as_str(),
            way.came,
            way.a_month.as_str()
        ),
        (1, "Utan anvisning", 18, "6,0")
    );
    let found = forecast(&house);
    // Ten of November's thirty days are left: 2 of 6 come. In December the twelve have left.
    let months: Vec<_> = found.months[..4]
        .iter()
        .map(|m| (m.name.as_str(), m.came, m.enrolled, m.full))
        .collect();
    assert_eq!(
        months,
        [
            ("november 2026", 2, 14, true),
            ("december 2026", 6, 8, false),
            ("januari 2027", 6, 12, false),
            ("februari 2027", 6, 12, false),
        ]
    );
    assert_eq!(found.full_from.as_deref(), Some("november 2026"));
    assert_eq!(found.free_from.as_deref(), Some("december 2026"));
    assert_eq!(found.half_left_after, Some(61));
    assert_eq!(
        found.levers,
        [
            Lever {
                what: "Gränsen höjs en tiondel, till 16 platser".to_owned(),
                full_from: None,
                moves: true,
            },
            // 1,6 come instead of 2: 13,6 is 14 all the same.
            Lever {
                what: "En femtedel färre: Utan anvisning".to_owned(),
                full_from: Some("november 2026".to_owned()),
                moves: false,
            },
        ]
    );
    // Two who have a place and are not enrolled yet are held the last two.
    for _ in 0..2 {
        referral(&world, "arbetsforum", "soc-bergsjon", "placed", "new_applicants").await;
    }
    let house = self::house(&world, here).await;
    assert_eq!((house.enrolled, house.placed, house.full_now), (12, 2, true));
}

#[tokio::test]
async fn those_who_wait_are_counted_by_their_state_and_come_first() {
    let world = World::new().await;
    let here = world.centre("arbetsforum").await;
    sixty_one_days(&world, here).await;
    capacity(&world, 100).await;
    for _ in 0..3 {
        referral(&world, "arbetsforum", "soc-bergsjon", "placed", "new_applicants").await;
    }
    referral(
        &world,
        "arbetsforum",
        "af-svingeln",
        "queued",
        "long_term_registered",
    )
    .await;
    for state in ["refused", "withdrawn", "review", "enrolled"] {
        referral(&world, "arbetsforum", "soc-bergsjon", state, "new_applicants").await;
    }
    referral(&world, "kompetenscenter", "soc-goteborg", "queued", "referred").await;
    let house = house(&world, here).await;
    assert_eq!((house.placed, house.queued), (3, 1));
    // 12, 2 of this month's, and the four.
    assert_eq!(forecast(&house).months[0].enrolled, 18);
}

#[tokio::test]
async fn ways_in_are_told_apart_by_the_referral_that_came_before() {
    let world = World::new().await;
    let here = world.centre("arbetsforum").await;
    sixty_one_days(&world, here).await;
    for n in 0..6 {
        let group = if n < 4 { "new_applicants" } else { "old_cases" };
        let one = referral(&world, "arbetsforum", "soc-kortedala", "enrolled", group).await;
        sqlx::query(
            "update referral set enrolment_id = (select e.enrolment_id from enrolment e where e.enrolled_on = '2026-09-01'
               and not exists (select from referral r where r.enrolment_id = e.enrolment_id) limit 1)
             where referral_id = $1",
        )
        .bind(one)
        .execute(&world.db.owner)
        .await
        .unwrap();
    }
    let house = house(&world, here).await;
    let ways: Vec<_> = house.ways.iter().map(|w| (w.name.as_str(), w.came)).collect();
    assert_eq!(
        ways,
        [
            ("Utan anvisning", 12),
            ("Socialtjänsten Kortedala, nybesök", 4),
            ("Socialtjänsten Kortedala, gamla ärenden", 2),
        ]
    );
    // One lever for the places, one for each way.
    assert_eq!(forecast(&house).levers.len(), 4);
}

/// The exit of an enrolment is corrected: to another day, or taken back where there is none.
async fn corrected(world: &World, enrolment: EnrolmentId, to: Option<&str>) {
    sqlx::query(
        "insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, payload)
         select enrolment_id, person_id, centre_id, 'corrected', concerns_on, recorded_at,
                jsonb_build_object('of', ledger_id, 'event', 'exited')
         from ledger where enrolment_id = $1 and event = 'exited'",
    )
    .bind(enrolment.as_uuid())
    .execute(&world.db.owner)
    .await
    .unwrap();
    if let Some(to) = to {
        ledger(
            world,
            enrolment,
            "exited",
            to,
            "2026-11-19T10:00:00Z",
            Some("work"),
        )
        .await;
    }
}

#[tokio::test]
async fn an_exit_that_was_corrected_or_taken_back_is_none() {
    let world = World::new().await;
    let here = world.centre("arbetsforum").await;
    // One goes on after all; one had left more than twelve months ago, and not last week.
    for (came, to) in [("2026-11-01", None), ("2025-09-01", Some("2025-11-01"))] {
        let who = world.person().await;
        let enrolment = world.enrol(who, here, came.parse().unwrap()).await;
        let (began, ended) = ("2026-11-01T10:00:00Z", "2026-11-12T10:00:00Z");
        ledger(&world, enrolment, "enrolled", came, began, None).await;
        ledger(&world, enrolment, "exited", "2026-11-12", ended, Some("work")).await;
        corrected(&world, enrolment, to).await;
    }
    let found = house(&world, here).await;
    assert_eq!(found.enrolled, 1);
    assert_eq!(found.ahead, Ahead::TooFew { ended: 0, came: 1 });
}

#[tokio::test]
async fn under_ten_there_is_no_forecast_and_it_says_so() {
    let world = World::new().await;
    let here = world.centre("arbetsforum").await;
    stays(&world, here, 9, "2026-03-01", Some("2026-04-30")).await;
    stays(&world, here, 4, "2026-11-01", None).await;
    // Elsewhere there are enough; that tells nothing here.
    stays(
        &world,
        world.centre("kompetenscenter-oster").await,
        20,
        "2026-03-01",
        Some("2026-04-30"),
    )
    .await;
    let found = house(&world, here).await;
    assert_eq!(found.ahead, Ahead::TooFew { ended: 9, came: 13 });
    assert_eq!(found.enrolled, 4);
    let oster = house(&world, world.centre("kompetenscenter-hisingen").await).await;
    // One programme at four centres: the numbers are of all of it, and it has no capacity to be full at.
    assert_eq!((oster.centres, oster.capacity), (4, None));
    assert_eq!(forecast(&oster).full_from, None);
    assert!(forecast(&oster).levers.is_empty());
}

#[tokio::test]
async fn only_those_who_look_after_the_house_read_it_and_the_database_says_the_same() {
    let world = World::new().await;
    let here = world.centre("arbetsforum").await;
    referral(&world, "arbetsforum", "soc-bergsjon", "queued", "new_applicants").await;
    for role in Role::ALL.into_iter().filter(|r| !r.of_agency()) {
        let who = world.member(here, role).await;
        let may = matches!(role, Role::Reception | Role::TeamLeader | Role::Manager);
        assert_eq!(read(&world, who).await.is_ok(), may, "{role:?}");
        let visitor = world.visitor(Some(who.actor()));
        let mut cx = Ctx::begin_for(world.state.clone(), visitor, Action::OpenStart)
            .await
            .unwrap();
        let rows: i64 =
            sqlx::query_scalar("select count(*) from programme p, access.waiting_for_place(p.programme_id)")
                .fetch_one(cx.db())
                .await
                .unwrap();
        assert_eq!(rows, i64::from(may), "{role:?}");
    }
    let elsewhere = world.member(world.centre("arbvux").await, Role::Manager).await;
    let found = read(&world, elsewhere).await.unwrap();
    assert_eq!(found.houses.len(), 1);
    assert_eq!(
        (found.houses[0].code.as_str(), found.houses[0].queued),
        ("arbvux-trappan", 0)
    );
    let outsider = world.outsider("soc-bergsjon", Role::CaseWorker).await;
    assert_eq!(read(&world, outsider).await, Err(AppError::NotFound));
    let participant = world.enrolled(here).await;
    let visitor = world.visitor(Some(participant.actor()));
    assert!(
        Ctx::begin_for(world.state.clone(), visitor, Action::ReadCapacity)
            .await
            .is_err()
    );
}
