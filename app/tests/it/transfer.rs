//! Transfer between centres: with the participant's yes, out at one and in at the other, and nothing seen too early.

use crate::consented::ledger;
use crate::world::{Member, Person, World};
use app::exit::api::Filled;
use app::exit::{doing as exit, jobs};
use app::figures::api::{Asked, Figures};
use app::kernel::error::Field;
use app::kernel::policy::{Action, Role};
use app::kernel::{AppError, Ctx};
use app::transfer::doing;
use domain::exit::AfterRefusal;
use domain::ids::{CentreId, EnrolmentId};
use domain::suppression::Cell;

struct Stage {
    world: World,
    from: CentreId,
    to: CentreId,
    who: Person,
    enrolment: EnrolmentId,
    coach: Member,
    lead: Member,
    there: Member,
}

impl Stage {
    async fn new() -> Self {
        let world = World::new().await;
        let (from, to) = (
            world.centre("kompetenscenter-oster").await,
            world.centre("kompetenscenter-angered").await,
        );
        let who = world.person().await;
        let enrolment = world.enrol(who, from, "2026-11-01".parse().unwrap()).await;
        ledger(
            &world,
            enrolment,
            "enrolled",
            "2026-11-01",
            "2026-11-01T09:00:00Z",
            None,
        )
        .await;
        let coach = world.member(from, Role::Coach).await;
        world.assign(who, enrolment, coach).await;
        let (lead, there) = (
            world.member(from, Role::TeamLeader).await,
            world.member(to, Role::TeamLeader).await,
        );
        Self {
            world,
            from,
            to,
            who,
            enrolment,
            coach,
            lead,
            there,
        }
    }

    async fn begin(&self, who: Member, action: Action) -> Result<Ctx, AppError> {
        let visitor = self.world.visitor(Some(who.actor()));
        Ctx::begin_about_for(self.world.state.clone(), visitor, action, self.who.id, None).await
    }

    async fn propose(&self, who: Member, key: &str, to: &str, on: &str) -> Result<(), AppError> {
        let mut cx = self.begin(who, Action::ProposeTransfer).await?;
        doing::propose(&mut cx, key, to, on).await?;
        cx.commit().await
    }

    async fn answer(&self, who: Person, said: &str) -> Result<(), AppError> {
        let visitor = self.world.visitor(Some(who.actor()));
        let mut cx = Ctx::begin_for(self.world.state.clone(), visitor, Action::AnswerTransfer).await?;
        let id: uuid::Uuid = sqlx::query_scalar(
            "select transfer_id from transfer order by proposed_at desc, transfer_id desc limit 1",
        )
        .fetch_one(&self.world.db.owner)
        .await
        .unwrap();
        doing::answer(&mut cx, &id.to_string(), said).await?;
        cx.commit().await
    }

    async fn opens(&self, who: Member) -> bool {
        self.begin(who, Action::OpenRecord).await.is_ok()
    }

    async fn figures(&self, who: Member) -> Figures {
        let visitor = self.world.visitor(Some(who.actor()));
        let cx = Ctx::begin_for(self.world.state.clone(), visitor, Action::ReadFigures)
            .await
            .unwrap();
        let asked = Asked {
            until: "2026-12-31".into(),
            known: "2026-12-31".into(),
            small: true,
        };
        app::figures::figures(&cx, &asked).await.unwrap()
    }
}

#[tokio::test]
async fn nothing_is_seen_before_the_yes_and_the_books_of_both_centres_balance() {
    let s = Stage::new().await;
    let (key, to) = (s.world.key().to_string(), s.to.to_string());
    for _ in 0..2 {
        s.propose(s.lead, &key, &to, "2026-12-01").await.unwrap();
    }
    assert_eq!(s.world.count("select count(*) from transfer").await, 1);
    let sees = |who: Member| {
        let s = &s;
        async move {
            let visitor = s.world.visitor(Some(who.actor()));
            let mut cx = Ctx::begin_for(s.world.state.clone(), visitor, Action::ManageOwnSignIn)
                .await
                .unwrap();
            let count: i64 =
                sqlx::query_scalar("select (select count(*) from transfer) + (select count(*) from person)")
                    .fetch_one(cx.db())
                    .await
                    .unwrap();
            count
        }
    };
    assert_eq!(sees(s.there).await, 0, "nothing leaks before the yes");
    assert!(!s.opens(s.there).await && s.opens(s.coach).await);
    // Nobody but the participant answers.
    let other = s.world.enrolled(s.from).await;
    assert_eq!(s.answer(other, "ja").await, Err(AppError::NotFound));
    for _ in 0..2 {
        s.answer(s.who, "ja").await.unwrap();
    }
    // The yes is given; the day has not come.
    assert_eq!(sees(s.there).await, 0);
    assert!(s.opens(s.coach).await);
    s.world.at("2026-12-02T06:00:00Z");
    let (a, b) = tokio::join!(
        app::exit::jobs::pass(&s.world.state),
        app::exit::jobs::pass(&s.world.state)
    );
    assert_eq!(a.unwrap().1 + b.unwrap().1, 1);
    assert!(
        !s.opens(s.coach).await && !s.opens(s.lead).await,
        "the old centre reads nothing after it"
    );
    assert!(s.opens(s.there).await);
    let coach = s.world.member(s.to, Role::Coach).await;
    assert!(s.opens(coach).await);
    assert_eq!(
        s.world
            .count("select count(*) from assignment where valid_to = '2026-11-30'")
            .await,
        1
    );
    assert_eq!(
        s.world
            .count("select count(*) from ledger where event = 'transferred' and concerns_on = '2026-12-01'")
            .await,
        2
    );
    let (out, back) = (s.figures(s.lead).await, s.figures(s.there).await);
    assert!(out.adds_up && back.adds_up);
    // The other person of the first centre has no ledger row and is in no figure.
    assert_eq!(
        (out.together.left, out.enrolled_now),
        (Cell::Shown(1), Cell::Shown(0))
    );
    assert_eq!(
        (back.together.came, back.enrolled_now),
        (Cell::Shown(1), Cell::Shown(1))
    );
    let enrolment =
        sqlx::query_scalar::<_, uuid::Uuid>("select centre_id from enrolment where enrolment_id = $1")
            .bind(s.enrolment.as_uuid())
            .fetch_one(&s.world.db.owner)
            .await
            .unwrap();
    assert_eq!(enrolment, s.to.as_uuid());
}

#[tokio::test]
async fn a_no_a_withdrawal_and_nonsense_move_nobody() {
    let s = Stage::new().await;
    let to = s.to.to_string();
    let refused = |field, why| Err(AppError::After { field, why });
    let key = || s.world.key().to_string();
    let elsewhere = s.world.centre("arbetsforum").await.to_string();
    assert_eq!(
        s.propose(s.lead, &key(), &elsewhere, "2026-12-01").await,
        refused(Field::ToCentre, AfterRefusal::WrongCentre)
    );
    assert_eq!(
        s.propose(s.lead, &key(), &s.from.to_string(), "2026-12-01").await,
        refused(Field::ToCentre, AfterRefusal::WrongCentre)
    );
    for day in ["2026-11-19", "2027-11-01"] {
        assert_eq!(
            s.propose(s.lead, &key(), &to, day).await,
            refused(Field::EffectiveOn, AfterRefusal::DayFar)
        );
    }
    assert_eq!(
        s.propose(s.lead, &key(), "x", "2026-12-01").await,
        Err(AppError::Unreadable)
    );
    assert!(s.propose(s.coach, &key(), &to, "2026-12-01").await.is_err());
    s.propose(s.lead, &key(), &to, "2026-11-20").await.unwrap();
    assert_eq!(
        s.propose(s.lead, &key(), &to, "2026-11-21").await,
        refused(Field::ToCentre, AfterRefusal::OpenAlready)
    );
    s.answer(s.who, "nej").await.unwrap();
    assert_eq!(
        s.answer(s.who, "ja").await,
        refused(Field::ToCentre, AfterRefusal::Closed)
    );
    assert!(s.opens(s.coach).await && !s.opens(s.there).await);
    assert_eq!(
        s.world
            .count("select count(*) from ledger where event = 'transferred'")
            .await,
        0
    );
    s.world.at("2026-11-20T08:30:00Z");
    s.propose(s.lead, &key(), &to, "2026-11-20").await.unwrap();
    let asked: uuid::Uuid = sqlx::query_scalar("select transfer_id from transfer where stage = 'proposed'")
        .fetch_one(&s.world.db.owner)
        .await
        .unwrap();
    for _ in 0..2 {
        let mut cx = s.begin(s.lead, Action::ProposeTransfer).await.unwrap();
        doing::withdraw(&mut cx, &asked.to_string()).await.unwrap();
        cx.commit().await.unwrap();
    }
    // A yes on the day moves at once.
    s.world.at("2026-11-20T09:00:00Z");
    s.propose(s.lead, &key(), &to, "2026-11-20").await.unwrap();
    s.answer(s.who, "ja").await.unwrap();
    assert!(!s.opens(s.coach).await && s.opens(s.there).await);
    let told: Vec<String> = sqlx::query_scalar(
        "select event from ledger where event like 'transfer%' and concerns_on = '2026-11-20' order by ledger_id",
    )
    .fetch_all(&s.world.db.owner)
    .await
    .unwrap();
    assert_eq!(
        told,
        [
            "transfer_proposed",
            "transfer_declined",
            "transfer_proposed",
            "transfer_withdrawn",
            "transfer_proposed",
            "transfer_agreed",
            "transferred",
            "transferred"
        ]
    );
}

#[tokio::test]
async fn nobody_leaves_before_their_latest_move() {
    let s = Stage::new().await;
    let (key, to) = (s.world.key().to_string(), s.to.to_string());
    s.propose(s.lead, &key, &to, "2026-11-20").await.unwrap();
    s.answer(s.who, "ja").await.unwrap();
    s.world.at("2026-11-25T09:00:00Z");
    let leave = |was: i32, on: &'static str| {
        let (s, key) = (&s, s.world.key().to_string());
        async move {
            let mut cx = s.begin(s.there, Action::HandleExit).await?;
            let typed = Filled {
                outcome: "moved".to_owned(),
                ended_on: on.to_owned(),
                ..Filled::default()
            };
            exit::record(&mut cx, &key, was, &typed).await?;
            cx.commit().await
        }
    };
    let outside = Err(AppError::After {
        field: Field::EndedOn,
        why: AfterRefusal::DayOutside,
    });
    assert_eq!(leave(0, "2026-11-19").await, outside);
    leave(0, "2026-11-24").await.unwrap();
    assert_eq!(leave(1, "2026-11-19").await, outside);
    leave(1, "2026-11-21").await.unwrap();
    let (out, back) = (s.figures(s.lead).await, s.figures(s.there).await);
    assert!(out.adds_up && back.adds_up);
    assert_eq!(
        (out.together.left, back.together.left),
        (Cell::Shown(1), Cell::Shown(1))
    );
}

#[tokio::test]
async fn a_yes_after_the_end_of_the_term_moves_nobody() {
    let s = Stage::new().await;
    // The world's term is 180 days: to 2027-04-30.
    s.world.at("2027-04-20T09:00:00Z");
    let (key, to) = (s.world.key().to_string(), s.to.to_string());
    s.propose(s.lead, &key, &to, "2027-04-25").await.unwrap();
    s.world.at("2027-05-01T09:00:00Z");
    assert_eq!(
        s.answer(s.who, "ja").await,
        Err(AppError::After {
            field: Field::ToCentre,
            why: AfterRefusal::Closed
        })
    );
    // Until the refused answer has let go of the enrolment: the worker passes by what is held.
    s.world
        .count("select count(*) from (select from enrolment for update) e")
        .await;
    assert_eq!(jobs::pass(&s.world.state).await.unwrap(), (1, 0));
    assert_eq!(
        s.world
            .count("select count(*) from ledger where event in ('transferred', 'transfer_lapsed')")
            .await,
        1
    );
}
