//! Exit (X3), follow-up after it (X4), and what stays the participant's (X5).

use crate::consented::{consent, ledger};
use crate::world::{Member, Person, World};
use app::exit::api::{ExitPage, Filled};
use app::exit::follow_up_api::FollowUps;
use app::exit::{doing, following, jobs};
use app::figures::api::{Asked, Left};
use app::kernel::error::Field;
use app::kernel::policy::{Action, Denial, Role};
use app::kernel::{AppError, Ctx, Lang};
use app::programme::outcome_word;
use domain::exit::{AfterRefusal, Standing};
use domain::ids::{CentreId, EnrolmentId, IdempotencyKey};
use domain::programme::Outcome;
use domain::suppression::Cell;
use sqlx::Row as _;

async fn about(world: &World, who: Member, person: Person, action: Action) -> Result<Ctx, AppError> {
    Ctx::begin_about_for(
        world.state.clone(),
        world.visitor(Some(who.actor())),
        action,
        person.id,
        None,
    )
    .await
}

async fn page(world: &World, who: Member, person: Person) -> Result<ExitPage, AppError> {
    let mut cx = about(world, who, person, Action::HandleExit).await?;
    let page = doing::page(&mut cx).await?;
    cx.commit().await?;
    Ok(page)
}

fn left(outcome: &str, ended_on: &str) -> Filled {
    Filled {
        outcome: outcome.to_owned(),
        ended_on: ended_on.to_owned(),
        ..Filled::default()
    }
}

async fn record(
    world: &World,
    who: Member,
    person: Person,
    key: IdempotencyKey,
    was: i32,
    typed: &Filled,
) -> Result<(), AppError> {
    let mut cx = about(world, who, person, Action::HandleExit).await?;
    doing::record(&mut cx, &key.to_string(), was, typed).await?;
    cx.commit().await
}

async fn reopen(world: &World, who: Member, person: Person) -> Result<(), AppError> {
    let mut cx = about(world, who, person, Action::HandleExit).await?;
    doing::reopen(&mut cx, &world.key().to_string()).await?;
    cx.commit().await
}

struct Stage {
    world: World,
    centre: CentreId,
    who: Person,
    enrolment: EnrolmentId,
    coach: Member,
    lead: Member,
}

impl Stage {
    async fn new() -> Self {
        let world = World::new().await;
        let centre = world.centre("arbetsforum").await;
        let who = world.person().await;
        let enrolment = world.enrol(who, centre, "2026-11-01".parse().unwrap()).await;
        ledger(
            &world,
            enrolment,
            "enrolled",
            "2026-11-01",
            "2026-11-01T09:00:00Z",
            None,
        )
        .await;
        let coach = world.member(centre, Role::Coach).await;
        world.assign(who, enrolment, coach).await;
        let lead = world.member(centre, Role::TeamLeader).await;
        Self {
            world,
            centre,
            who,
            enrolment,
            coach,
            lead,
        }
    }

    async fn book(&self, at: &str) {
        sqlx::query(
            "insert into booking (booking_id, kind, centre_id, enrolment_id, person_id, staff_id, starts_at, ends_at, state,
                                  idempotency_key, created_at, updated_at)
             values (gen_random_uuid(), 'coach_talk', $1, $2, $3, $4, $5::timestamptz, $5::timestamptz + interval '1 hour',
                     'booked', gen_random_uuid(), now(), now())",
        )
        .bind(self.centre.as_uuid())
        .bind(self.enrolment.as_uuid())
        .bind(self.who.id.as_uuid())
        .bind(self.coach.id.as_uuid())
        .bind(at.parse::<chrono::DateTime<chrono::Utc>>().unwrap())
        .execute(&self.world.db.owner)
        .await
        .unwrap();
    }

    async fn exit(&self) {
        record(
            &self.world,
            self.coach,
            self.who,
            self.world.key(),
            0,
            &left("moved", "2026-11-20"),
        )
        .await
        .unwrap();
    }

    async fn text(&self, sql: &'static str) -> Option<String> {
        sqlx::query_scalar(sql)
            .bind(self.enrolment.as_uuid())
            .fetch_one(&self.world.db.owner)
            .await
            .unwrap()
    }
}

#[tokio::test]
async fn an_exit_says_what_it_ends_and_ends_it_once() {
    let s = Stage::new().await;
    s.book("2026-11-18T09:00:00Z").await;
    s.book("2026-11-25T09:00:00Z").await;
    consent(&s.world, s.who, s.centre, "soc-bergsjon", "contact").await;
    let shown = page(&s.world, s.coach, s.who).await.unwrap();
    assert!(shown.open && shown.may_write);
    assert_eq!(
        shown.ends,
        [
            "1 bokad tid avbokas.",
            "1 medarbetare slutar arbeta med personen.",
            "1 samtycke som gäller under inskrivningen slutar gälla efter sista dagen."
        ]
    );
    let work = Filled {
        starts_on: "2026-12-01".into(),
        extent: "75".into(),
        lasts: "ja".into(),
        ..left("work", "2026-11-20")
    };
    let key = s.world.key();
    for _ in 0..3 {
        record(&s.world, s.coach, s.who, key, 0, &work).await.unwrap();
    }
    // The same key with another answer, and another press: nothing is done twice.
    assert_eq!(
        record(&s.world, s.coach, s.who, key, 0, &left("moved", "2026-11-20")).await,
        Err(AppError::Conflict)
    );
    let again = record(&s.world, s.coach, s.who, s.world.key(), 0, &work).await;
    assert_eq!(
        again,
        Err(AppError::After {
            field: Field::Outcome,
            why: AfterRefusal::Ended
        })
    );
    assert_eq!(s.world.count("select count(*) from exit_record").await, 1);
    assert_eq!(
        s.world
            .count("select count(*) from ledger where event = 'exited' and concerns_on = '2026-11-20' and payload = '{\"outcome\": \"work\", \"starts_on\": \"2026-12-01\", \"extent\": 75, \"expected_to_last\": true}'")
            .await,
        1
    );
    assert_eq!(
        s.world
            .count("select count(*) from booking where state = 'cancelled'")
            .await,
        1,
        "the one to come"
    );
    assert_eq!(
        s.world
            .count("select count(*) from ledger l join booking b on b.booking_id::text = l.payload ->> 'booking' where l.event = 'meeting_cancelled'")
            .await,
        1
    );
    assert_eq!(
        s.world
            .count("select count(*) from assignment where valid_to = '2026-11-20'")
            .await,
        1
    );
    let due: Vec<(i16, String)> =
        sqlx::query_as("select months, due_on::text from follow_up_task order by months")
            .fetch_all(&s.world.db.owner)
            .await
            .unwrap();
    let due: Vec<_> = due.iter().map(|(m, d)| (*m, d.as_str())).collect();
    assert_eq!(due, [(3, "2027-02-20"), (6, "2027-05-20"), (12, "2027-11-20")]);
    // A consent for as long as the enrolment lasts holds through the last day and not after.
    for (moment, holds) in [("2026-11-20T12:00:00Z", true), ("2026-11-21T12:00:00Z", false)] {
        s.world.at(moment);
        let mut cx = Ctx::begin_for(
            s.world.state.clone(),
            s.world.visitor(Some(s.lead.actor())),
            Action::ManageOwnSignIn,
        )
        .await
        .unwrap();
        let consented: bool = sqlx::query_scalar(
            "select access.consented($1, (select agency_id from agency where code = 'soc-bergsjon'), null)",
        )
        .bind(s.who.id.as_uuid())
        .fetch_one(cx.db())
        .await
        .unwrap();
        assert_eq!(consented, holds, "{moment}");
    }
}

#[tokio::test]
async fn nonsense_is_told_at_its_field_and_stores_nothing() {
    let s = Stage::new().await;
    let field = |f: &Filled| {
        let f = f.clone();
        let (world, coach, who, key) = (&s.world, s.coach, s.who, s.world.key());
        async move {
            match record(world, coach, who, key, 0, &f).await.unwrap_err() {
                AppError::After { field, .. } | AppError::Field { field, .. } => Some(field),
                AppError::Unreadable => None,
                other => panic!("{other:?}"),
            }
        }
    };
    assert_eq!(field(&left("", "2026-11-20")).await, Some(Field::Outcome));
    assert_eq!(field(&left("retired", "2026-11-20")).await, None);
    for bad in ["", "2026-13-01", "i går", "2026-11-21", "2026-10-31"] {
        assert_eq!(field(&left("moved", bad)).await, Some(Field::EndedOn), "{bad}");
    }
    let work = |starts_on: &str, extent: &str, lasts: &str| Filled {
        starts_on: starts_on.into(),
        extent: extent.into(),
        lasts: lasts.into(),
        ..left("education", "2026-11-20")
    };
    assert_eq!(field(&work("", "50", "ja")).await, Some(Field::StartsOn));
    assert_eq!(
        field(&work("2030-01-01", "50", "ja")).await,
        Some(Field::StartsOn)
    );
    for bad in ["", "0", "101", "-5", "halvtid", "99999"] {
        assert_eq!(
            field(&work("2026-12-01", bad, "ja")).await,
            Some(Field::Extent),
            "{bad}"
        );
    }
    assert_eq!(
        field(&work("2026-12-01", "50", "kanske")).await,
        Some(Field::Lasts)
    );
    assert_eq!(s.world.count("select count(*) from exit_record").await, 0);
    assert_eq!(
        s.world
            .count("select count(*) from enrolment where ended_on is not null")
            .await,
        0
    );
}

#[tokio::test]
async fn an_enrolment_ends_with_an_outcome_of_the_version_that_it_keeps() {
    let s = Stage::new().await;
    sqlx::query("alter table programme_version disable trigger programme_version_is_history")
        .execute(&s.world.db.owner)
        .await
        .unwrap();
    sqlx::query(
        "update programme_version set rules = rules || '{\"outcomes\": [\"work\", \"moved\"]}'
         where programme_version_id = (select programme_version_id from enrolment where person_id = $1)",
    )
    .bind(s.who.id.as_uuid())
    .execute(&s.world.db.owner)
    .await
    .unwrap();
    let mut cx = Ctx::begin_about_for(
        s.world.state.clone(),
        s.world.visitor(Some(s.coach.actor())),
        Action::HandleExit,
        s.who.id,
        None,
    )
    .await
    .unwrap();
    let offered = doing::page(&mut cx).await.unwrap().outcomes;
    let offered: Vec<_> = offered.iter().map(|c| c.value.as_str()).collect();
    assert_eq!(offered, ["work", "moved"]);
    drop(cx);
    let ill = record(
        &s.world,
        s.coach,
        s.who,
        s.world.key(),
        0,
        &left("illness", "2026-11-20"),
    )
    .await;
    let refused = AppError::After {
        field: Field::Outcome,
        why: AfterRefusal::NotAnOutcome,
    };
    assert_eq!(ill, Err(refused));
    record(
        &s.world,
        s.coach,
        s.who,
        s.world.key(),
        0,
        &left("moved", "2026-11-20"),
    )
    .await
    .unwrap();
}

#[tokio::test]
async fn only_ones_own_and_the_team_leaders_are_ended_and_each_look_is_logged() {
    let s = Stage::new().await;
    let other = s.world.member(s.centre, Role::Coach).await;
    let manager = s.world.member(s.centre, Role::Manager).await;
    let elsewhere = s.world.centre("kompetenscenter-oster").await;
    let stranger = s.world.member(elsewhere, Role::TeamLeader).await;
    assert_eq!(
        page(&s.world, other, s.who).await,
        Err(AppError::Closed(Denial::NotAssigned))
    );
    let typed = left("moved", "2026-11-20");
    for who in [other, manager] {
        let refused = record(&s.world, who, s.who, s.world.key(), 0, &typed).await;
        assert_eq!(refused, Err(AppError::Closed(Denial::NotAssigned)));
    }
    assert_eq!(page(&s.world, stranger, s.who).await, Err(AppError::NotFound));
    let read = page(&s.world, manager, s.who).await.unwrap();
    assert!(!read.may_write);
    // The second wall by itself, past the first.
    for who in [other, manager, stranger] {
        let mut cx = Ctx::begin_for(
            s.world.state.clone(),
            s.world.visitor(Some(who.actor())),
            Action::ManageOwnSignIn,
        )
        .await
        .unwrap();
        let code: String = sqlx::query_scalar(
            "select access.record_exit($1, gen_random_uuid(), 'moved', '2026-11-20', null, null, null)",
        )
        .bind(s.enrolment.as_uuid())
        .fetch_one(cx.db())
        .await
        .unwrap();
        assert_eq!(code, "hidden");
    }
    assert_eq!(
        s.world
            .count("select count(*) from access_log where action = 'handle_exit' and permitted and 'outcome' = any (categories)")
            .await,
        1
    );
    record(&s.world, s.lead, s.who, s.world.key(), 0, &typed)
        .await
        .unwrap();
}

#[tokio::test]
async fn two_at_once_are_one_exit() {
    let s = Stage::new().await;
    let typed = left("moved", "2026-11-20");
    let (one, two) = (s.world.key(), s.world.key());
    let (a, b) = tokio::join!(
        record(&s.world, s.coach, s.who, one, 0, &typed),
        record(&s.world, s.lead, s.who, two, 0, &typed),
    );
    assert_eq!(
        [a.is_ok(), b.is_ok()].iter().filter(|ok| **ok).count(),
        1,
        "{a:?} {b:?}"
    );
    assert_eq!(
        s.world
            .count("select count(*) from ledger where event = 'exited'")
            .await,
        1
    );
    assert_eq!(s.world.count("select count(*) from follow_up_task").await, 3);
}

#[tokio::test]
async fn a_wrong_exit_is_corrected_and_taken_back_and_the_books_balance() {
    let s = Stage::new().await;
    s.exit().await;
    s.world.at("2026-11-24T09:00:00Z");
    // The coach whom they had goes on answering for it, though the assignment has ended; a colleague does not.
    let shown = page(&s.world, s.coach, s.who).await.unwrap();
    assert!(shown.may_write && !shown.open && shown.reopen_until.is_none());
    record(
        &s.world,
        s.coach,
        s.who,
        s.world.key(),
        shown.was,
        &left("illness", "2026-11-19"),
    )
    .await
    .unwrap();
    // Somebody who read the page before that meets it.
    assert_eq!(
        record(
            &s.world,
            s.lead,
            s.who,
            s.world.key(),
            shown.was,
            &left("other", "2026-11-20")
        )
        .await,
        Err(AppError::Conflict)
    );
    assert_eq!(
        s.world
            .count("select count(*) from follow_up_task where due_on = '2027-02-19'")
            .await,
        1
    );
    let asked = Asked {
        until: "2026-11-30".into(),
        known: "2026-11-30".into(),
        small: true,
    };
    let figures = || async {
        let visitor = s.world.visitor(Some(s.lead.actor()));
        let cx = Ctx::begin_for(s.world.state.clone(), visitor, Action::ReadFigures)
            .await
            .unwrap();
        app::figures::figures(&cx, &asked).await.unwrap()
    };
    let found = figures().await;
    assert!(found.adds_up);
    assert_eq!(found.together.left, Cell::Shown(1));
    let of = |outcome: Outcome| {
        let way = Left::Exit(outcome);
        let period = &found.periods[0];
        period.outcomes.iter().find(|(o, _)| *o == way).unwrap().1
    };
    assert_eq!(
        (of(Outcome::Illness), of(Outcome::Moved)),
        (Cell::Shown(1), Cell::Shown(0))
    );

    assert_eq!(reopen(&s.world, s.coach, s.who).await, Err(AppError::NotFound));
    reopen(&s.world, s.lead, s.who).await.unwrap();
    assert_eq!(
        s.world
            .count("select count(*) from enrolment where ended_on is null")
            .await,
        1
    );
    assert_eq!(
        s.world
            .count("select count(*) from follow_up_task where stage = 'void'")
            .await,
        3
    );
    let found = figures().await;
    assert!(found.adds_up);
    assert_eq!(
        (found.together.left, found.enrolled_now),
        (Cell::Shown(0), Cell::Shown(1))
    );
    // The coach has them again, and a second exit is a new record with follow-ups of its own.
    record(
        &s.world,
        s.coach,
        s.who,
        s.world.key(),
        0,
        &left("moved", "2026-11-24"),
    )
    .await
    .unwrap();
    assert_eq!(s.world.count("select max(no)::bigint from exit_record").await, 4);
    assert_eq!(
        s.world
            .count("select count(*) from follow_up_task where stage = 'open'")
            .await,
        3
    );
    let latest = s
        .text("select kind from exit_record where enrolment_id = $1 order by no desc limit 1")
        .await;
    assert_eq!(latest.as_deref(), Some("exit"));
}

#[tokio::test]
async fn it_is_too_late_after_fourteen_days_and_once_the_person_is_enrolled_anew() {
    let s = Stage::new().await;
    s.exit().await;
    s.world.at("2026-12-05T09:00:00Z");
    let late = |why| {
        Err(AppError::After {
            field: Field::Outcome,
            why,
        })
    };
    assert_eq!(reopen(&s.world, s.lead, s.who).await, late(AfterRefusal::TooLate));
    s.world.at("2026-12-04T09:00:00Z");
    assert!(
        page(&s.world, s.lead, s.who)
            .await
            .unwrap()
            .reopen_until
            .is_some()
    );
    s.world
        .enrol(s.who, s.centre, "2026-12-01".parse().unwrap())
        .await;
    let mut cx = about(&s.world, s.lead, s.who, Action::HandleExit).await.unwrap();
    let code: String = sqlx::query_scalar("select access.reopen_exit($1, gen_random_uuid())")
        .bind(s.enrolment.as_uuid())
        .fetch_one(cx.db())
        .await
        .unwrap();
    assert_eq!(code, "enrolled_anew");
    // The new enrolment's page shows the one before it; another centre's shows nothing of this one.
    let shown = page(&s.world, s.lead, s.who).await.unwrap();
    assert!(shown.open);
    assert_eq!(shown.earlier.len(), 1);
    assert!(
        shown.earlier[0].ends_with(outcome_word(Outcome::Moved, Lang::Sv)),
        "{:?}",
        shown.earlier
    );
    let there = s.world.centre("kompetenscenter-oster").await;
    s.world.enrol(s.who, there, "2026-12-01".parse().unwrap()).await;
    let elsewhere = s.world.member(there, Role::TeamLeader).await;
    assert_eq!(
        page(&s.world, elsewhere, s.who).await.unwrap().earlier,
        Vec::<String>::new()
    );
    let mut cx = about(&s.world, elsewhere, s.who, Action::HandleExit)
        .await
        .unwrap();
    let seen: i64 = sqlx::query_scalar("select count(*) from exit_record")
        .fetch_one(cx.db())
        .await
        .unwrap();
    assert_eq!(seen, 0);
}

#[tokio::test]
async fn a_term_that_has_passed_is_closed_once_with_its_own_day_after_a_stop_too() {
    let s = Stage::new().await;
    // The world's term is 180 days: to 2027-04-30.
    s.world.at("2027-04-30T21:00:00Z");
    assert_eq!(jobs::pass(&s.world.state).await.unwrap(), (0, 0));
    s.world.at("2027-05-14T06:00:00Z");
    // The term is longer by three keys alone (X1): neither an exit nor its correction goes past it.
    let outside = Err(AppError::After {
        field: Field::EndedOn,
        why: AfterRefusal::DayOutside,
    });
    let past = left("moved", "2027-05-05");
    assert_eq!(
        record(&s.world, s.lead, s.who, s.world.key(), 0, &past).await,
        outside
    );
    assert_eq!(
        wall(
            &s,
            "select access.record_exit($1, gen_random_uuid(), 'moved', '2027-05-05', null, null, null)"
        )
        .await,
        "day"
    );
    let (a, b) = tokio::join!(jobs::pass(&s.world.state), jobs::pass(&s.world.state));
    assert_eq!(a.unwrap().0 + b.unwrap().0, 1);
    assert_eq!(jobs::pass(&s.world.state).await.unwrap(), (0, 0));
    let row = sqlx::query(
        "select concerns_on::text, payload ->> 'outcome', recorded_by is null, recorded_at from ledger where event = 'exited'",
    )
    .fetch_all(&s.world.db.owner)
    .await
    .unwrap();
    assert_eq!(row.len(), 1);
    assert_eq!(row[0].get::<String, _>(0), "2027-04-30");
    assert_eq!(row[0].get::<String, _>(1), "time_limit");
    assert!(row[0].get::<bool, _>(2));
    let ended = s
        .text("select ended_on::text from enrolment where enrolment_id = $1")
        .await;
    assert_eq!(ended.as_deref(), Some("2027-04-30"));
    assert_eq!(
        record(&s.world, s.lead, s.who, s.world.key(), 1, &past).await,
        outside
    );
    assert_eq!(
        wall(
            &s,
            "select access.correct_exit($1, 1, gen_random_uuid(), 'moved', '2027-05-05', null, null, null)"
        )
        .await,
        "day"
    );
}

/// What the second wall says by itself to the team leader.
async fn wall(s: &Stage, sql: &'static str) -> String {
    let mut cx = about(&s.world, s.lead, s.who, Action::HandleExit).await.unwrap();
    let code: String = sqlx::query_scalar(sql)
        .bind(s.enrolment.as_uuid())
        .fetch_one(cx.db())
        .await
        .unwrap();
    cx.commit().await.unwrap();
    code
}

#[tokio::test]
async fn an_exit_is_not_taken_back_into_a_full_house_or_beside_a_new_enrolment() {
    let s = Stage::new().await;
    s.exit().await;
    let told = |why| {
        Err(AppError::After {
            field: Field::Outcome,
            why,
        })
    };
    // One place in the house, and somebody who has not come yet is held it (E3).
    sqlx::query(
        "insert into programme_version (programme_version_id, programme_id, version, valid_from, rules, source, created_at)
         select gen_random_uuid(), programme_id, 2, date '2026-11-01', rules || '{\"capacity\": 1}', 'test', now()
         from programme_version join programme using (programme_id) where code = 'arbetsforum' and version = 1",
    )
    .execute(&s.world.db.owner)
    .await
    .unwrap();
    let sender = s.world.outsider("soc-bergsjon", Role::CaseWorker).await;
    sqlx::query(
        "insert into referral (referral_id, programme_id, programme_version_id, centre_id, agency_id, staff_id, referred_at,
                               entry_group, given_name, family_name, birth_year, told_terms_on, state, placed_on,
                               period_start, place_no)
         select gen_random_uuid(), e.programme_id, e.programme_version_id, e.centre_id, $2, $3, e.created_at,
                'new_applicants', 'Ny', 'Prov', 1990, date '2026-11-20', 'placed', date '2026-11-20', date '2026-11-01', 1
         from enrolment e where e.enrolment_id = $1",
    )
    .bind(s.enrolment.as_uuid())
    .bind(sender.agency.unwrap().as_uuid())
    .bind(sender.id.as_uuid())
    .execute(&s.world.db.owner)
    .await
    .unwrap();
    assert_eq!(
        reopen(&s.world, s.lead, s.who).await,
        told(AfterRefusal::HouseFull)
    );
    sqlx::query(
        "update referral set state = 'withdrawn', decided_at = referred_at, placed_on = null, period_start = null, place_no = null",
    )
    .execute(&s.world.db.owner)
    .await
    .unwrap();
    // The desk enrols the person anew at this very moment: the one waits for the other.
    let mut desk = s.world.db.owner.begin().await.unwrap();
    sqlx::query(
        "insert into enrolment (enrolment_id, person_id, programme_id, programme_version_id, centre_id, enrolled_on, created_at)
         select gen_random_uuid(), person_id, programme_id, programme_version_id, centre_id, date '2026-11-20', created_at
         from enrolment where enrolment_id = $1",
    )
    .bind(s.enrolment.as_uuid())
    .execute(&mut *desk)
    .await
    .unwrap();
    let waited = async {
        let waits = "select count(*) from pg_locks where not granted and locktype = 'advisory'
                       and database = (select oid from pg_database where datname = current_database())";
        for _ in 0..500 {
            if s.world.count(waits).await > 0 {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        desk.commit().await.unwrap();
    };
    let (back, ()) = tokio::join!(reopen(&s.world, s.lead, s.who), waited);
    assert_eq!(back, told(AfterRefusal::EnrolledAnew));
}

#[tokio::test]
async fn the_coach_whom_they_had_goes_on_whatever_last_day_is_told() {
    let s = Stage::new().await;
    // The coach began after the last day that is told, and is theirs on the day on which it is.
    sqlx::query("update assignment set valid_from = '2026-11-18'")
        .execute(&s.world.db.owner)
        .await
        .unwrap();
    let (key, ill) = (s.world.key(), left("illness", "2026-11-16"));
    record(&s.world, s.coach, s.who, key, 0, &ill).await.unwrap();
    let shown = page(&s.world, s.coach, s.who).await.unwrap();
    assert!(shown.may_write);
    // Put right to a day after the one on which assignments ended.
    s.world.at("2026-11-24T09:00:00Z");
    let (key, later) = (s.world.key(), left("illness", "2026-11-23"));
    record(&s.world, s.coach, s.who, key, shown.was, &later)
        .await
        .unwrap();
    assert!(page(&s.world, s.coach, s.who).await.unwrap().may_write);
    s.world.at("2027-02-23T09:00:00Z");
    let rows = follow_ups(&s.world, s.coach).await.rows;
    assert!(rows.iter().any(|r| r.may_write && r.months == 3), "{rows:?}");
    // A colleague's it never was.
    let other = s.world.member(s.centre, Role::Coach).await;
    assert!(follow_ups(&s.world, other).await.rows.is_empty());
}

async fn follow_ups(world: &World, who: Member) -> FollowUps {
    let mut cx = Ctx::begin_for(
        world.state.clone(),
        world.visitor(Some(who.actor())),
        Action::FollowUpAfterExit,
    )
    .await
    .unwrap();
    let found = following::list(&mut cx, 1).await.unwrap();
    cx.commit().await.unwrap();
    found
}

async fn try_it(
    world: &World,
    who: Member,
    person: Person,
    (task, key): (&str, &str),
    said: (&str, &str, &str),
) -> Result<(), AppError> {
    let mut cx = about(world, who, person, Action::FollowUpAfterExit).await?;
    following::record(&mut cx, task, key, said).await?;
    cx.commit().await
}

#[tokio::test]
async fn follow_ups_fall_due_are_tried_and_who_is_not_reached_counts() {
    let s = Stage::new().await;
    s.exit().await;
    s.world.at("2027-02-10T09:00:00Z");
    let found = follow_ups(&s.world, s.coach).await;
    assert_eq!(
        found
            .rows
            .iter()
            .filter(|r| r.standing == Some(Standing::Due))
            .count(),
        1
    );
    let first = found.rows[0].clone();
    let refused = |field, why| Err(AppError::After { field, why });
    let press = |said| try_it(&s.world, s.coach, s.who, (&first.id, &first.key), said);
    assert_eq!(
        press(("2027-02-11", "phone", "")).await,
        refused(Field::TriedOn, AfterRefusal::AttemptDay)
    );
    assert_eq!(
        press(("2027-02-01", "phone", "")).await,
        refused(Field::TriedOn, AfterRefusal::AttemptDay)
    );
    assert_eq!(
        press(("2027-02-10", "pigeon", "")).await,
        Err(AppError::Unreadable)
    );
    // In vain, twice the same press: one attempt, and it stays open.
    for _ in 0..2 {
        press(("2027-02-10", "phone", "")).await.unwrap();
    }
    assert_eq!(s.world.count("select count(*) from follow_up_attempt").await, 1);
    assert_eq!(
        s.world
            .count("select count(*) from ledger where event = 'follow_up_tried' and concerns_on = '2027-02-10' and payload ->> 'how' = 'phone'")
            .await,
        1
    );
    s.world.at("2027-03-10T09:00:00Z");
    let found = follow_ups(&s.world, s.lead).await;
    assert_eq!(found.rows[0].standing, Some(Standing::Overdue));
    assert_eq!(found.rows[0].attempts.len(), 1);
    try_it(
        &s.world,
        s.lead,
        s.who,
        (&first.id, &found.rows[0].key),
        ("2027-03-10", "letter", "not_reached"),
    )
    .await
    .unwrap();
    let rate = follow_ups(&s.world, s.coach).await.rates[0].clone();
    assert_eq!(
        (rate.months, rate.onward, rate.of, rate.not_reached),
        (3, 0, 1, 1)
    );
    assert_eq!(
        s.world
            .count("select count(*) from ledger where event = 'followed_up' and payload - 'task' = '{\"months\": 3, \"reached\": false, \"result\": \"not_reached\"}'")
            .await,
        1
    );
    // Somebody else's coach sees none of it, the manager reads and does not write.
    let other = s.world.member(s.centre, Role::Coach).await;
    assert!(follow_ups(&s.world, other).await.rows.is_empty());
    let manager = s.world.member(s.centre, Role::Manager).await;
    let seen = follow_ups(&s.world, manager).await;
    assert!(!seen.rows.is_empty() && seen.rows.iter().all(|r| !r.may_write));
    s.world.at("2027-05-20T09:00:00Z");
    let next = follow_ups(&s.world, s.coach).await.rows[0].clone();
    for who in [other, manager] {
        let said = ("2027-05-20", "phone", "work");
        assert_eq!(
            try_it(&s.world, who, s.who, (&next.id, &next.key), said).await,
            Err(AppError::NotFound)
        );
    }
    let said = ("2027-05-20", "phone", "work");
    try_it(&s.world, s.coach, s.who, (&next.id, &next.key), said)
        .await
        .unwrap();
    let rates = follow_ups(&s.world, s.coach).await.rates;
    assert_eq!((rates[1].months, rates[1].onward, rates[1].of), (6, 1, 1));
}

#[tokio::test]
async fn a_wrong_answer_is_put_right_within_fourteen_days_and_told_anew() {
    let s = Stage::new().await;
    s.exit().await;
    s.world.at("2027-02-20T09:00:00Z");
    let first = follow_ups(&s.world, s.coach).await.rows[0].clone();
    assert_eq!(first.correctable, None, "there is no answer yet");
    let said = ("2027-02-20", "phone", "not_reached");
    try_it(&s.world, s.coach, s.who, (&first.id, &first.key), said)
        .await
        .unwrap();
    let press = |who: Member, was: &'static str, result: &'static str| {
        let (s, task) = (&s, &first.id);
        async move {
            let mut cx = about(&s.world, who, s.who, Action::FollowUpAfterExit).await?;
            following::correct(&mut cx, task, was, result).await?;
            cx.commit().await
        }
    };
    let other = s.world.member(s.centre, Role::Coach).await;
    assert_eq!(press(other, "not_reached", "work").await, Err(AppError::NotFound));
    // Somebody who read another answer meets the one that stands.
    assert_eq!(press(s.coach, "study", "work").await, Err(AppError::Conflict));
    for _ in 0..2 {
        press(s.coach, "not_reached", "work").await.unwrap();
    }
    let found = follow_ups(&s.world, s.coach).await;
    let row = found.rows.iter().find(|r| r.id == first.id).unwrap();
    assert_eq!(row.correctable.as_deref(), Some("work"));
    assert_eq!(
        row.attempts.len(),
        2,
        "the attempt as it was, and that the answer was put right"
    );
    let rate = &found.rates[0];
    assert_eq!((rate.onward, rate.of, rate.not_reached), (1, 1, 0));
    for sql in [
        "select count(*) from ledger c join ledger w on c.payload -> 'of' = to_jsonb(w.ledger_id)
         where c.event = 'corrected' and w.event = 'followed_up' and w.payload ->> 'result' = 'not_reached'",
        "select count(*) from ledger where event = 'followed_up' and concerns_on = '2027-02-20'
           and payload - 'task' = '{\"months\": 3, \"reached\": true, \"result\": \"work\"}'",
    ] {
        assert_eq!(s.world.count(sql).await, 1, "{sql}");
    }
    s.world.at("2027-03-07T09:00:00Z");
    let late = AppError::After {
        field: Field::Result,
        why: AfterRefusal::TooLate,
    };
    assert_eq!(press(s.coach, "work", "study").await, Err(late));
    let rows = follow_ups(&s.world, s.coach).await.rows;
    assert!(rows.iter().all(|r| r.correctable.is_none()));
}

#[tokio::test]
async fn the_plan_stays_the_participants_and_check_in_says_why_not() {
    let s = Stage::new().await;
    s.exit().await;
    s.world.at("2026-12-10T09:00:00Z");
    let begin = |action| {
        Ctx::begin_for(
            s.world.state.clone(),
            s.world.visitor(Some(s.who.actor())),
            action,
        )
    };
    for action in [
        Action::ReadOwnDay,
        Action::ReadOwnPlan,
        Action::WriteOwnPlan,
        Action::TakeOwnBook,
        Action::ReadWhoHasSeenMe,
    ] {
        assert!(begin(action).await.is_ok(), "{action:?}");
    }
    let mut cx = begin(Action::CheckIn).await.unwrap();
    let enrolled = app::attendance::enrolled_today(&mut cx, s.who.id).await.unwrap();
    assert!(enrolled.is_empty(), "no enrolment to check in to");
}
