//! A coach of two centres: each is seen from itself alone, and nobody is in two rooms at once.

use crate::booking::{acting, at, every_morning};
use crate::world::{Member, Person, World};
use app::accounts::manage;
use app::booking::talks::{self, Typed};
use app::booking::{NewBooking, book, free_times, hours};
use app::identity::session;
use app::kernel::error::Field;
use app::kernel::policy::{Action, Role};
use app::kernel::{AppError, Ctx};
use app::portfolio::api::{Order, server::my_participants};
use app::promise::api::Chosen;
use app::promise::house::{Wanted, house};
use app::record::api::find::{self, server::find_people};
use domain::clock::{Clock, SeededRandom};
use domain::free_times::Span;
use domain::ids::{BookingId, CentreId, EnrolmentId};
use domain::intake::DeskRefusal;
use domain::promise::PromiseRefusal;
use std::sync::Arc;

/// The same coach at two centres, with a participant at each.
struct Both {
    world: World,
    a: Side,
    b: Side,
}

#[derive(Clone, Copy)]
struct Side {
    centre: CentreId,
    coach: Member,
    person: Person,
    enrolment: EnrolmentId,
    desk: Member,
}

impl Both {
    async fn new() -> Self {
        let world = World::new().await;
        let (a, b) = (
            world.centre("kompetenscenter-oster").await,
            world.centre("kompetenscenter-angered").await,
        );
        let coach = world.member(a, Role::Coach).await;
        let there = also_at(&world, coach, b).await;
        let (a, b) = (side(&world, a, coach).await, side(&world, b, there).await);
        Self { world, a, b }
    }

    async fn acting(&self, who: Member, action: Action) -> Ctx {
        acting(&self.world, who.actor(), action).await.unwrap()
    }

    async fn about(&self, who: Member, whom: Person, action: Action) -> Result<Ctx, AppError> {
        let visitor = self.world.visitor(Some(who.actor()));
        Ctx::begin_about_for(self.world.state.clone(), visitor, action, whom.id, None).await
    }

    /// A time at one of the centres, taken by its reception.
    async fn book(&self, side: Side, when: &str) -> Result<BookingId, AppError> {
        let mut cx = acting(&self.world, side.desk.actor(), Action::Enrol).await?;
        let new = NewBooking {
            enrolment: side.enrolment,
            person: side.person.id,
            centre: side.centre,
            staff: side.coach.id,
            starts_at: at(when),
            place: "",
            language: "sv",
            interpreter: false,
            is_first: true,
            key: self.world.key(),
        };
        let id = book(&mut cx, &new).await?;
        cx.commit().await?;
        Ok(id)
    }

    /// A talk that the coach writes at one of the centres.
    async fn talk(&self, side: Side, how: &str, day: &str, time: &str) -> Result<(), AppError> {
        let mut cx = self.about(side.coach, side.person, Action::WriteTalks).await?;
        let (staff, key) = (side.coach.id.to_string(), self.world.key().to_string());
        let typed = Typed {
            staff: &staff,
            day,
            time,
            length: "45",
            place: "",
            how,
            key: &key,
        };
        talks::add(&mut cx, typed).await?;
        cx.commit().await
    }

    async fn free(&self, side: Side) -> usize {
        let mut cx = self.acting(side.desk, Action::Enrol).await;
        let monday = Span {
            from: at("2026-11-22T23:00:00Z"),
            to: at("2026-11-23T23:00:00Z"),
        };
        let free = free_times(&mut cx, monday).await.unwrap();
        free.iter()
            .find(|c| c.staff == side.coach.id)
            .map_or(0, |c| c.times.len())
    }
}

/// One more role of the same colleague.
async fn also_at(world: &World, who: Member, centre: CentreId) -> Member {
    sqlx::query(
        "insert into staff_role (staff_role_id, staff_id, centre_id, role, valid_from)
         values (gen_random_uuid(), $1, $2, $3, '2026-11-01')",
    )
    .bind(who.id.as_uuid())
    .bind(centre.as_uuid())
    .bind(who.role.code())
    .execute(&world.db.owner)
    .await
    .unwrap();
    Member {
        centre: Some(centre),
        ..who
    }
}

async fn side(world: &World, centre: CentreId, coach: Member) -> Side {
    let person = world.person().await;
    let enrolment = world.enrol(person, centre, "2026-11-01".parse().unwrap()).await;
    world.assign(person, enrolment, coach).await;
    Side {
        centre,
        coach,
        person,
        enrolment,
        desk: world.member(centre, Role::Reception).await,
    }
}

#[tokio::test]
async fn each_centre_shows_its_own_people_and_nobody_elses() {
    let both = Both::new().await;
    for (here, there) in [(both.a, both.b), (both.b, both.a)] {
        let mut cx = both.acting(here.coach, Action::ReadPortfolio).await;
        let list = my_participants(&mut cx, "", Order::Name, 1).await.unwrap();
        let ids: Vec<_> = list.people.iter().map(|p| p.person.clone()).collect();
        assert_eq!((ids, list.total), (vec![here.person.id.to_string()], 1));

        let mut cx = both.acting(here.coach, Action::FindPerson).await;
        let found = find_people(&mut cx, "Prov", find::Order::default(), 1)
            .await
            .unwrap();
        assert!(
            found
                .people
                .iter()
                .all(|p| p.person == here.person.id.to_string())
        );
        assert_eq!(found.total, 1);

        let mut cx = both.acting(here.coach, Action::ReadPromises).await;
        let wanted = Wanted {
            clock: "",
            coach: "",
            chosen: Chosen::All,
            page: 1,
            explain: "",
        };
        let shown = format!("{:?}", house(&mut cx, &wanted).await.unwrap());
        assert!(!shown.contains(&there.person.id.to_string()), "{shown}");

        // A link of the other centre: nothing there, and in the log as a denial that names nobody.
        both.world.clock.advance(chrono::TimeDelta::seconds(1));
        for action in [
            Action::OpenRecord,
            Action::ReadTalks,
            Action::WriteTalks,
            Action::ReadPromisesOf,
        ] {
            assert_eq!(
                both.about(here.coach, there.person, action).await.err(),
                Some(AppError::NotFound),
                "{action:?}"
            );
        }
        assert!(
            both.about(here.coach, here.person, Action::OpenRecord)
                .await
                .is_ok()
        );
        let denied: i64 = sqlx::query_scalar(
            "select count(*) from access_log where not permitted and reason = 'not_here' and person_ids = '{}'
               and account_id = $1 and centre_id = $2 and at = $3",
        )
        .bind(here.coach.account.as_uuid())
        .bind(here.centre.as_uuid())
        .bind(both.world.clock.now())
        .fetch_one(&both.world.db.owner)
        .await
        .unwrap();
        assert_eq!(denied, 4);
        // The second wall says the same, whatever is asked for.
        let mut cx = both.acting(here.coach, Action::ReadPortfolio).await;
        let rows: i64 = sqlx::query_scalar(
            "select (select count(*) from person where person_id = $1) + (select count(*) from enrolment where person_id = $1)
                  + (select count(*) from assignment where person_id = $1)",
        )
        .bind(there.person.id.as_uuid())
        .fetch_one(cx.db())
        .await
        .unwrap();
        assert_eq!(rows, 0);
    }
}

#[tokio::test]
async fn hours_are_kept_at_each_centre_and_an_hour_is_had_once() {
    let both = Both::new().await;
    every_morning(&both.world, both.a.coach).await;
    assert_eq!((both.free(both.a).await, both.free(both.b).await), (4, 0));
    every_morning(&both.world, both.b.coach).await;
    // A day away at one centre is none at the other.
    let mut cx = both.acting(both.b.coach, Action::KeepHours).await;
    hours::other_day(&mut cx, "", "2026-11-24", "", "").await.unwrap();
    let page = hours::page(&mut cx, "", "").await.unwrap();
    assert_eq!((page.week.len(), page.days.len()), (5, 1));
    let other = page.week[0].id.clone();
    cx.commit().await.unwrap();
    let mut cx = both.acting(both.a.coach, Action::KeepHours).await;
    assert!(hours::page(&mut cx, "", "").await.unwrap().days.is_empty());
    assert_eq!(
        hours::end(&mut cx, "", &other).await,
        Err(AppError::NotFound),
        "the hours of the other centre are not here"
    );
    drop(cx);

    both.book(both.a, "2026-11-23T08:00:00Z").await.unwrap();
    assert_eq!((both.free(both.a).await, both.free(both.b).await), (3, 3));
    let taken = AppError::Desk {
        field: Field::Time,
        why: DeskRefusal::TimeTaken,
    };
    assert_eq!(both.book(both.b, "2026-11-23T08:00:00Z").await, Err(taken));
    // Half in the other's time, by the coach's own hand.
    let refused = Err(AppError::Promise {
        field: Field::TalkTime,
        why: PromiseRefusal::Taken,
    });
    for how in ["offered", "booked"] {
        assert_eq!(
            both.talk(both.b, how, "2026-11-23", "09:30").await,
            refused,
            "{how}"
        );
    }
    both.talk(both.b, "booked", "2026-11-23", "09:45").await.unwrap();
    both.talk(both.b, "held", "2026-11-19", "10:00").await.unwrap();
    assert_eq!(both.talk(both.a, "held", "2026-11-19", "10:30").await, refused);
    // Each centre sees its own, and of the other's that the time is taken.
    for (side, own) in [(both.a, 1), (both.b, 2)] {
        let mut cx = both.acting(side.coach, Action::ReadPortfolio).await;
        let sees: i64 = sqlx::query_scalar("select count(*) from booking")
            .fetch_one(cx.db())
            .await
            .unwrap();
        let busy: i64 =
            sqlx::query_scalar("select count(*) from access.busy_times('2026-11-19', '2026-11-25')")
                .fetch_one(cx.db())
                .await
                .unwrap();
        assert_eq!((sees, busy), (own, 3));
    }
}

#[tokio::test]
async fn two_centres_race_for_an_hour_and_one_has_it() {
    let both = Arc::new(Both::new().await);
    every_morning(&both.world, both.a.coach).await;
    every_morning(&both.world, both.b.coach).await;
    let racers: Vec<_> = (0..10)
        .map(|n| {
            let both = both.clone();
            let side = if n % 2 == 0 { both.a } else { both.b };
            tokio::spawn(async move { both.book(side, "2026-11-23T08:00:00Z").await })
        })
        .collect();
    let mut had = 0;
    for racer in racers {
        had += i32::from(racer.await.unwrap().is_ok());
    }
    assert_eq!(had, 1);
    assert_eq!(both.world.count("select count(*) from booking").await, 1);
}

#[tokio::test]
async fn a_role_that_ends_at_one_centre_ends_there_at_once_and_not_at_the_other() {
    let both = Both::new().await;
    let world = &both.world;
    let signed_in = async |who: Member| {
        let mut random = SeededRandom::new(u64::from(world.number()) + 3_000_000);
        session::begin(&world.state.pool, who.actor(), world.clock.now(), &mut random)
            .await
            .unwrap()
    };
    let stands = async |token: &str| session::find(&world.state, token).await.unwrap().is_some();
    let (at_a, at_b) = (signed_in(both.a.coach).await, signed_in(both.b.coach).await);
    assert!(stands(&at_a).await && stands(&at_b).await);
    let manager = world.member(both.b.centre, Role::Manager).await;
    let role: uuid::Uuid =
        sqlx::query_scalar("select staff_role_id from staff_role where staff_id = $1 and centre_id = $2")
            .bind(both.b.coach.id.as_uuid())
            .bind(both.b.centre.as_uuid())
            .fetch_one(&world.db.owner)
            .await
            .unwrap();
    let mut cx = both.acting(manager, Action::WriteAccounts).await;
    manage::end_role(&mut cx, &both.b.coach.id.to_string(), &role.to_string(), "")
        .await
        .unwrap();
    cx.commit().await.unwrap();
    assert!(stands(&at_a).await && !stands(&at_b).await);
    // No coach there any more: no times, no booking, and whom they had waits for another.
    every_morning(world, both.a.coach).await;
    assert_eq!((both.free(both.a).await, both.free(both.b).await), (4, 0));
    assert!(both.book(both.b, "2026-11-23T08:00:00Z").await.is_err());
    let mut cx = both.acting(manager, Action::ReadWithoutCoach).await;
    let list = app::accounts::without::list(&mut cx, 1).await.unwrap();
    assert_eq!(list.total, 1);
    assert_eq!(list.people[0].person, both.b.person.id.to_string());
    let at_the_other = world.member(both.a.centre, Role::Manager).await;
    let mut cx = both.acting(at_the_other, Action::ReadWithoutCoach).await;
    assert_eq!(app::accounts::without::count(&mut cx).await.unwrap(), 0);
}
