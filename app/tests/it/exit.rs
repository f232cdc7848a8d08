//! Exit (X3), follow-up after it (X4), and what stays the participant's (X5).

mod follow_up;
mod undone;

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
