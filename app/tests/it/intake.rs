//! The desk against a real database: one flow, one press, all of it or nothing.

mod once;
mod who;

use crate::booking::{acting, every_morning};
use crate::world::{Member, World};
use app::intake::api::{Body, Finished, IntakePage, MeetingForm};
use app::intake::draft::ConsentStep;
use app::intake::finish::Pressed;
use app::intake::steps::{TypedPerson, Who};
use app::intake::{desk, finish, page, steps, sweep};
use app::kernel::error::Field;
use app::kernel::policy::{Action, Role};
use app::kernel::{Actor, AppError};
use chrono::TimeDelta;
use domain::clock::Clock;
use domain::ids::CentreId;
use domain::intake::DeskRefusal;
use sqlx::{AssertSqlSafe, Row};
use uuid::Uuid;

/// A published test number.
const NUMBER: &str = "19900101-2385";

const fn refused<T>(field: Field, why: DeskRefusal) -> Result<T, AppError> {
    Err(AppError::Desk { field, why })
}

struct House {
    world: World,
    here: CentreId,
    coach: Member,
    desk: Member,
}

/// Arbetsforum on a Friday morning, with a coach who has every morning.
async fn house() -> House {
    let world = World::new().await;
    let here = world.centre("arbetsforum").await;
    let (coach, desk) = (
        world.member(here, Role::Coach).await,
        world.member(here, Role::Reception).await,
    );
    every_morning(&world, coach).await;
    House {
        world,
        here,
        coach,
        desk,
    }
}

impl House {
    /// A referral that has a place.
    async fn placed(&self, given: &str, family: &str, protected: bool) -> Uuid {
        let worker = self.world.outsider("soc-kortedala", Role::CaseWorker).await;
        let id = Uuid::from_u128(u128::from(self.world.number()) + (1 << 90));
        sqlx::query(
            "insert into referral (referral_id, programme_id, agency_id, staff_id, referred_at, centre_id, given_name, family_name,
                                   birth_year, phone, spoken_language, needs_interpreter, protected, state)
             select $1, programme_id, $2, $3, $4, $5, $6, $7, 1988, '070-174 06 35', 'fa', true, $8, 'placed'
             from programme where code = 'arbetsforum'",
        )
        .bind(id)
        .bind(worker.agency.unwrap().as_uuid())
        .bind(worker.id.as_uuid())
        .bind(self.world.clock.now() - TimeDelta::days(3))
        .bind(self.here.as_uuid())
        .bind(given)
        .bind(family)
        .bind(protected)
        .execute(&self.world.db.owner)
        .await
        .unwrap();
        id
    }

    async fn begin(&self, who: Member, referral: Uuid) -> Result<String, AppError> {
        let mut cx = acting(&self.world, who.actor(), Action::Enrol).await?;
        let id = desk::begin(&mut cx, &referral.to_string(), "").await?;
        cx.commit().await?;
        Ok(id.to_string())
    }

    async fn person(&self, who: Member, id: &str, typed: &TypedPerson<'_>) -> Result<Who, AppError> {
        let mut cx = acting(&self.world, who.actor(), Action::Enrol).await?;
        let settled = steps::person(&mut cx, id, typed).await?;
        cx.commit().await?;
        Ok(settled)
    }

    async fn page(&self, who: Actor, id: &str, step: &str) -> Result<IntakePage, AppError> {
        let mut cx = acting(&self.world, who, Action::Enrol).await?;
        let shown = page(&mut cx, id, step).await?;
        cx.commit().await?;
        Ok(shown)
    }

    /// Information, no consent, a PIN.
    async fn middle(&self, who: Member, id: &str) -> Result<(), AppError> {
        let mut cx = acting(&self.world, who.actor(), Action::Enrol).await?;
        let all: Vec<String> = (1..=6).map(|n| n.to_string()).collect();
        steps::informed(&mut cx, id, 1, &all).await?;
        cx.commit().await?;
        let mut cx = acting(&self.world, who.actor(), Action::Enrol).await?;
        steps::consents_done(&mut cx, id, true).await?;
        cx.commit().await?;
        let mut cx = acting(&self.world, who.actor(), Action::Enrol).await?;
        steps::card(&mut cx, id, "4711", "4711").await?;
        cx.commit().await
    }

    async fn consent(&self, who: Member, id: &str, agency: &str) -> Result<(), AppError> {
        let mut cx = acting(&self.world, who.actor(), Action::Enrol).await?;
        let form = ConsentStep {
            key: self.world.key().to_string(),
            agency: agency.to_owned(),
            consents: vec!["to_agency.enrolment".into(), "from_agency.planning".into()],
            purpose: "coordination".into(),
            until_kind: "enrolled".into(),
            text_language: "sv".into(),
            text_version: 1,
            how: "paper".into(),
            paper_place: "Pärm 3".into(),
            ..ConsentStep::default()
        };
        steps::add_consent(&mut cx, id, form).await?;
        steps::consents_done(&mut cx, id, false).await?;
        cx.commit().await
    }

    async fn press(&self, who: Member, id: &str, time: &str) -> Result<(), AppError> {
        let mut cx = acting(&self.world, who.actor(), Action::Enrol).await?;
        let pressed = finish::press(&mut cx, id, time, true).await?;
        cx.commit().await?;
        match pressed {
            Pressed::Done(_) => Ok(()),
            Pressed::Open(why) => refused(Field::Same, why),
        }
    }

    /// The first free time of the house's coach: Friday at 09.45.
    fn time(&self) -> String {
        finish::write_time(self.coach.id, "2026-11-20T08:45:00Z".parse().unwrap())
    }

    fn later(&self, minutes: i64) -> String {
        let at = "2026-11-20T08:45:00Z"
            .parse::<chrono::DateTime<chrono::Utc>>()
            .unwrap();
        finish::write_time(self.coach.id, at + TimeDelta::minutes(minutes))
    }

    /// As far as the last press.
    async fn ready(&self, who: Member, referral: Uuid) -> String {
        let id = self.begin(who, referral).await.unwrap();
        assert_eq!(self.person(who, &id, &REZA).await, Ok(Who::Settled));
        self.middle(who, &id).await.unwrap();
        id
    }

    /// Rows of every table that the press writes.
    async fn rows(&self) -> Vec<i64> {
        let mut rows = Vec::new();
        for table in [
            "person",
            "person_identity",
            "contact",
            "account",
            "credential",
            "enrolment",
            "plan",
            "assignment",
            "consent_signature",
            "consent",
            "booking",
            "ledger",
        ] {
            rows.push(
                sqlx::query(AssertSqlSafe(format!("select count(*) from {table}")))
                    .fetch_one(&self.world.db.owner)
                    .await
                    .unwrap()
                    .get(0),
            );
        }
        rows
    }

    async fn events(&self) -> Vec<String> {
        sqlx::query_scalar("select event from ledger order by ledger_id")
            .fetch_all(&self.world.db.owner)
            .await
            .unwrap()
    }
}

const REZA: TypedPerson<'static> = TypedPerson {
    given_name: "Reza",
    family_name: "Ahmadi",
    birth_year: "1988",
    identity_number: "",
    no_number: false,
    old_card: "",
    same: "",
    language: "fa",
    needs_interpreter: true,
    phone: "070-174 06 35",
    email: "",
    street: "",
    postal_code: "",
    town: "",
};

fn meeting(page: IntakePage) -> MeetingForm {
    match page.body {
        Body::Meeting(form) => form,
        other => panic!("{other:?}"),
    }
}

fn finished(page: IntakePage) -> Finished {
    match page.body {
        Body::Finished(finished) => finished,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_whole_flow_is_one_enrolment_with_everything() {
    let house = house().await;
    let referral = house.placed("Reza", "Ahmadi", false).await;
    let desk = house.desk;
    let id = house.begin(desk, referral).await.unwrap();
    // The same press again goes on with the same.
    assert_eq!(house.begin(desk, referral).await.unwrap(), id);
    let typed = TypedPerson {
        birth_year: "1990",
        identity_number: NUMBER,
        ..REZA
    };
    assert_eq!(house.person(desk, &id, &typed).await, Ok(Who::Settled));
    house.middle(desk, &id).await.unwrap();
    house.consent(desk, &id, "soc-kortedala").await.unwrap();
    let form = meeting(house.page(desk.actor(), &id, "").await.unwrap());
    // Enrolled on a Friday, K1 is Tuesday.
    assert_eq!(form.promised.as_deref(), Some("tisdag 24 november"));
    assert_eq!(form.coaches[0].inside[0].value, house.time());
    assert!(!form.coaches[0].later.is_empty() && form.ready && form.interpreter);
    assert_eq!((form.consents, form.coaches[0].load), (1, 0));
    let before = house.rows().await;
    assert_eq!(before[5], 0);
    house.press(desk, &id, &house.time()).await.unwrap();
    // And from the other tab.
    house.press(desk, &id, &house.time()).await.unwrap();
    let after = house.rows().await;
    let grown: Vec<i64> = before.iter().zip(&after).map(|(b, a)| a - b).collect();
    assert_eq!(grown, [1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 1, 6]);
    assert_eq!(
        house.events().await,
        [
            "enrolled",
            "assigned",
            "consented",
            "consented",
            "meeting_offered",
            "meeting_booked"
        ]
    );
    let row = sqlx::query(
        "select r.state, r.decided_at = i.finished_at, r.person_id = e.person_id, r.enrolment_id = e.enrolment_id,
                e.term_ends_on::text, p.spoken_language, c.phone, c.needs_interpreter, i.data::text, l.referral_id = r.referral_id,
                (l.payload ->> 'informed')::int, k.login = p.participant_number, b.is_first and b.interpreter
         from referral r join intake i using (referral_id) join enrolment e on e.enrolment_id = i.enrolment_id
         join person p on p.person_id = e.person_id join contact c on c.person_id = p.person_id
         join ledger l on l.event = 'enrolled' join account a on a.person_id = p.person_id
         join credential k on k.account_id = a.account_id join booking b on b.enrolment_id = e.enrolment_id",
    )
    .fetch_one(&house.world.db.owner)
    .await
    .unwrap();
    assert_eq!(row.get::<String, _>(0), "enrolled");
    for n in [1, 2, 3, 7, 9, 11, 12] {
        assert!(row.get::<bool, _>(n), "column {n}");
    }
    assert_eq!(row.get::<String, _>(4), "2027-05-20");
    assert_eq!(
        (row.get::<String, _>(5), row.get::<String, _>(8)),
        ("fa".into(), "{}".into())
    );
    assert_eq!(row.get::<i32, _>(10), 1);

    let done = finished(house.page(desk.actor(), &id, "").await.unwrap());
    assert_eq!(
        (done.name.as_str(), done.centre.as_str()),
        ("Reza Ahmadi", "Arbetsforum")
    );
    assert_eq!(done.agreed.len(), 1);
    assert!(done.meeting.unwrap().contains("09:45"));
    // It is in the log that reception read of them, and the way in works.
    let logged = "select count(*) from access_log where action = 'enrol' and cardinality(person_ids) = 1 and permitted";
    assert!(house.world.count(logged).await >= 1);
    let hash: String = sqlx::query_scalar("select secret_hash from credential where kind = 'card_pin'")
        .fetch_one(&house.world.db.owner)
        .await
        .unwrap();
    assert!(
        app::identity::secret::verify("4711".into(), Some(hash))
            .await
            .unwrap()
    );
}

#[tokio::test]
async fn which_referrals_the_desk_has_read_is_in_the_log_and_becomes_the_persons() {
    let house = house().await;
    let referral = house.placed("Reza", "Ahmadi", false).await;
    let other = house.placed("Mina", "Karimi", false).await;
    let known = house.world.enrolled(house.here).await;
    sqlx::query("update referral set person_id = $2 where referral_id = $1")
        .bind(other)
        .bind(known.id.as_uuid())
        .execute(&house.world.db.owner)
        .await
        .unwrap();
    // The list, the beginning, a page.
    let mut cx = acting(&house.world, house.desk.actor(), Action::Enrol)
        .await
        .unwrap();
    assert_eq!(desk::page(&mut cx, "").await.unwrap().expected.len(), 2);
    cx.commit().await.unwrap();
    let id = house.begin(house.desk, referral).await.unwrap();
    house.page(house.desk.actor(), &id, "").await.unwrap();
    let read = "select count(*) from referral_read d join access_log l using (access_log_id)
        where l.action = 'enrol' and 'referral' = any (l.categories) and d.person_id is null";
    assert_eq!(house.world.count(read).await, 3);
    // Whoever is known is named.
    let named = "select count(*) from access_log l join referral r on r.person_id = any (l.person_ids)
        where l.action = 'enrol' and 'referral' = any (l.categories)";
    assert_eq!(house.world.count(named).await, 1);
    house.person(house.desk, &id, &REZA).await.unwrap();
    house.middle(house.desk, &id).await.unwrap();
    house.press(house.desk, &id, &house.time()).await.unwrap();
    let theirs = "select count(*) from referral_read d join referral r using (referral_id)
        where r.state = 'enrolled' and d.person_id = r.person_id";
    assert_eq!(house.world.count(theirs).await, 3);
}

#[tokio::test]
async fn who_may_not_cannot_and_nothing_half_is_seen_by_anybody_else() {
    let house = house().await;
    let referral = house.placed("Reza", "Ahmadi", false).await;
    let id = house.begin(house.desk, referral).await.unwrap();
    house.person(house.desk, &id, &REZA).await.unwrap();
    for role in [Role::Coach, Role::Recruiter, Role::Specialist, Role::Steering] {
        let member = house.world.member(house.here, role).await;
        assert!(
            acting(&house.world, member.actor(), Action::Enrol).await.is_err(),
            "{role:?}"
        );
    }
    let there = house.world.centre("kompetenscenter-oster").await;
    let colleague = house.world.member(house.here, Role::Reception).await;
    let lead = house.world.member(house.here, Role::TeamLeader).await;
    let manager = house.world.member(house.here, Role::Manager).await;
    let elsewhere = house.world.member(there, Role::Reception).await;
    for other in [colleague, lead, manager, elsewhere] {
        assert_eq!(
            house.page(other.actor(), &id, "").await.map(|_| ()),
            Err(AppError::NotFound)
        );
        assert_eq!(house.person(other, &id, &REZA).await, Err(AppError::NotFound));
        assert_eq!(
            house.press(other, &id, &house.time()).await,
            Err(AppError::NotFound)
        );
        let mut cx = acting(&house.world, other.actor(), Action::Enrol).await.unwrap();
        let mine = desk::page(&mut cx, "").await.unwrap();
        assert!(mine.drafts.is_empty());
        // Expected here, and nowhere else; the manager expects the protected alone.
        let expects =
            matches!(other.role, Role::Reception | Role::TeamLeader) && other.centre == Some(house.here);
        assert_eq!(mine.expected.len(), usize::from(expects), "{:?}", other.role);
    }
    for table in ["person", "enrolment", "contact", "booking"] {
        let mut cx = acting(&house.world, colleague.actor(), Action::Enrol)
            .await
            .unwrap();
        let n: i64 = sqlx::query(AssertSqlSafe(format!("select count(*) from {table}")))
            .fetch_one(cx.db())
            .await
            .unwrap()
            .get(0);
        assert_eq!(n, 0, "{table}");
    }
    // The only way in is the function, and it asks who acts: a coach's own SQL gets no further.
    let mut cx = acting(&house.world, house.coach.actor(), Action::KeepHours)
        .await
        .unwrap();
    let said: String = sqlx::query_scalar(
        "select access.enrol($1, gen_random_uuid(), null, '1000009', gen_random_uuid(), gen_random_uuid(), null, 'A', 'B',
                             1990::smallint, null, null, 'sv', '{}', gen_random_uuid())",
    )
    .bind(id.parse::<Uuid>().unwrap())
    .fetch_one(cx.db())
    .await
    .unwrap();
    assert_eq!(said, "no_draft");
    for sql in [
        "insert into person (person_id, participant_number, given_name, family_name, created_at)
         values (gen_random_uuid(), '1000009', 'A', 'B', now())",
        "update intake set finished_at = now()",
    ] {
        let mut cx = acting(&house.world, house.desk.actor(), Action::Enrol)
            .await
            .unwrap();
        assert!(sqlx::query(sql).execute(cx.db()).await.is_err(), "{sql}");
    }
}

#[tokio::test]
async fn nonsense_at_each_step_is_told_at_its_field_and_what_was_kept_stays() {
    let house = house().await;
    let referral = house.placed("Reza", "Ahmadi", false).await;
    let id = house.begin(house.desk, referral).await.unwrap();
    let with = async |typed: TypedPerson<'static>| house.person(house.desk, &id, &typed).await;
    assert!(matches!(
        with(TypedPerson {
            given_name: " ",
            ..REZA
        })
        .await,
        Err(AppError::Field {
            field: Field::GivenName,
            ..
        })
    ));
    assert_eq!(
        with(TypedPerson {
            identity_number: "199001012386",
            ..REZA
        })
        .await,
        refused(Field::IdentityNumber, DeskRefusal::IdentityNumber)
    );
    assert_eq!(
        with(TypedPerson {
            identity_number: NUMBER,
            ..REZA
        })
        .await,
        refused(Field::BirthYear, DeskRefusal::OtherYear)
    );
    assert_eq!(
        with(TypedPerson {
            birth_year: "",
            ..REZA
        })
        .await,
        refused(Field::BirthYear, DeskRefusal::NumberOrYear)
    );
    for year in ["88", "1700", "2027", "x"] {
        assert_eq!(
            with(TypedPerson {
                birth_year: year,
                ..REZA
            })
            .await,
            refused(Field::BirthYear, DeskRefusal::BirthYear)
        );
    }
    assert_eq!(
        with(TypedPerson {
            old_card: "1234567",
            ..REZA
        })
        .await,
        refused(Field::OldCard, DeskRefusal::CardNumber)
    );
    assert!(matches!(
        with(TypedPerson {
            language: "xx",
            ..REZA
        })
        .await,
        Err(AppError::Field {
            field: Field::Language,
            ..
        })
    ));
    assert!(matches!(
        with(TypedPerson {
            phone: "ring",
            ..REZA
        })
        .await,
        Err(AppError::Field {
            field: Field::Phone,
            ..
        })
    ));
    // The last press before the rest is done.
    assert_eq!(
        house.press(house.desk, &id, &house.time()).await,
        refused(Field::Time, DeskRefusal::StepOpen)
    );
    let act = async || {
        acting(&house.world, house.desk.actor(), Action::Enrol)
            .await
            .unwrap()
    };
    assert_eq!(
        steps::card(&mut act().await, &id, "4711", "4711").await,
        refused(Field::NewPin, DeskRefusal::StepOpen)
    );
    assert_eq!(with(REZA).await, Ok(Who::Settled));
    assert_eq!(
        steps::informed(&mut act().await, &id, 1, &["1".into(), "2".into()]).await,
        refused(Field::Points, DeskRefusal::Informed)
    );
    assert_eq!(
        steps::informed(&mut act().await, &id, 7, &[]).await,
        refused(Field::Points, DeskRefusal::InformationChanged)
    );
    assert_eq!(
        steps::consents_done(&mut act().await, &id, false).await,
        refused(Field::Consents, DeskRefusal::ConsentOpen)
    );
    assert_eq!(
        house.consent(house.desk, &id, "fk-nowhere").await,
        Err(AppError::NotFound)
    );
    assert_eq!(
        steps::card(&mut act().await, &id, "1234", "1234").await,
        Err(AppError::NotRight(Field::NewPin))
    );
    assert_eq!(
        steps::card(&mut act().await, &id, "4711", "4712").await,
        Err(AppError::NotRight(Field::Repeat))
    );
    house.middle(house.desk, &id).await.unwrap();
    assert!(matches!(
        house.press(house.desk, &id, "").await,
        Err(AppError::Field {
            field: Field::Time,
            ..
        })
    ));
    assert_eq!(
        house.press(house.desk, &id, "nonsense").await,
        Err(AppError::Unreadable)
    );
    assert_eq!(
        house.press(house.desk, &id, &house.later(7)).await,
        refused(Field::Time, DeskRefusal::NotFree)
    );
    let stranger = house.world.member(house.here, Role::Recruiter).await;
    let of_stranger = finish::write_time(stranger.id, "2026-11-20T08:45:00Z".parse().unwrap());
    assert!(house.press(house.desk, &id, &of_stranger).await.is_err());
    assert_eq!(house.rows().await[5], 0, "nobody is enrolled");
    // Begun today, gone on with tomorrow: every step is where it was.
    house.world.at("2026-11-23T08:00:00Z");
    let form = meeting(house.page(house.desk.actor(), &id, "").await.unwrap());
    assert!(form.ready && form.number.is_some());
    house
        .press(house.desk, &id, &form.coaches[0].inside[0].value)
        .await
        .unwrap();
}

#[tokio::test]
async fn without_a_referral_only_where_the_rules_name_no_way_in() {
    let house = house().await;
    let programme: Uuid = sqlx::query_scalar("select programme_id from programme where code = 'arbetsforum'")
        .fetch_one(&house.world.db.owner)
        .await
        .unwrap();
    let mut cx = acting(&house.world, house.desk.actor(), Action::Enrol)
        .await
        .unwrap();
    assert!(desk::page(&mut cx, "").await.unwrap().open.is_empty());
    assert_eq!(
        desk::begin(&mut cx, "", &programme.to_string()).await,
        refused(Field::Programme, DeskRefusal::ReferralNeeded)
    );
    let there = house.world.centre("arbvux").await;
    let (coach, desk_there) = (
        house.world.member(there, Role::Coach).await,
        house.world.member(there, Role::Reception).await,
    );
    every_morning(&house.world, coach).await;
    let mut cx = acting(&house.world, desk_there.actor(), Action::Enrol)
        .await
        .unwrap();
    let open = desk::page(&mut cx, "").await.unwrap().open;
    let id = desk::begin(&mut cx, "", &open[0].value)
        .await
        .unwrap()
        .to_string();
    cx.commit().await.unwrap();
    house.person(desk_there, &id, &REZA).await.unwrap();
    house.middle(desk_there, &id).await.unwrap();
    let form = meeting(house.page(desk_there.actor(), &id, "").await.unwrap());
    assert_eq!(form.promised, None, "no promise where the rules make none");
    house
        .press(desk_there, &id, &form.coaches[0].inside[0].value)
        .await
        .unwrap();
    assert_eq!(house.rows().await[5], 1);
}

#[tokio::test]
async fn a_team_leader_enrols_with_consents_too_and_leftovers_are_cleared() {
    let house = house().await;
    let lead = house.world.member(house.here, Role::TeamLeader).await;
    let referral = house.placed("Reza", "Ahmadi", false).await;
    let id = house.ready(lead, referral).await;
    house.consent(lead, &id, "af-svingeln").await.unwrap();
    house.press(lead, &id, &house.time()).await.unwrap();
    assert_eq!(house.rows().await[9], 2);
    // What the press may write it may write then alone: a team leader writes no contact card the minute after.
    house.world.clock.advance(TimeDelta::minutes(1));
    let mut cx = acting(&house.world, lead.actor(), Action::Enrol).await.unwrap();
    let changed = sqlx::query("update contact set phone = '1'")
        .execute(cx.db())
        .await
        .unwrap();
    assert_eq!(changed.rows_affected(), 0);
    drop(cx);

    let other = house.placed("Mina", "Karimi", false).await;
    house.begin(house.desk, other).await.unwrap();
    assert_eq!(sweep(&house.world.state).await, Ok(0));
    house.world.clock.advance(TimeDelta::days(13));
    assert_eq!(sweep(&house.world.state).await, Ok(0));
    house.world.clock.advance(TimeDelta::days(2));
    assert_eq!(sweep(&house.world.state).await, Ok(1));
    assert_eq!(
        house.world.count("select count(*) from intake").await,
        1,
        "the finished one stays"
    );
}
