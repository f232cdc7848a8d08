//! Start and exit forms (X2): the same questions at both ends, filled alone or together on a device that is locked to the
//! person, and read by nobody else than the grid says.

mod questions;
mod together;

use crate::world::{Member, Person, World};
use app::forms::api::{Card, FormsOf, OwnForms};
use app::forms::sent::Sent;
use app::forms::{colleague, filling, making, shown};
use app::kernel::policy::{Action, Role};
use app::kernel::{Actor, AppError, Ctx};
use domain::form::{FormError, FormPlace, FormRefusal};
use domain::ids::{CentreId, EnrolmentId};
use std::collections::BTreeMap;

struct Stage {
    world: World,
    centre: CentreId,
    who: Person,
    enrolment: EnrolmentId,
    coach: Member,
}

impl Stage {
    /// Enrolled on 9 November, with a coach; the term ends on 8 May. Today is 20 November.
    async fn new() -> Self {
        Self::at("arbetsforum").await
    }

    async fn at(centre: &str) -> Self {
        let world = World::new().await;
        let centre = world.centre(centre).await;
        let who = world.person().await;
        let enrolment = world.enrol(who, centre, "2026-11-09".parse().unwrap()).await;
        let coach = world.member(centre, Role::Coach).await;
        world.assign(who, enrolment, coach).await;
        Self {
            world,
            centre,
            who,
            enrolment,
            coach,
        }
    }

    fn joint(&self) -> Actor {
        joint(self.coach, self.centre, self.who)
    }

    async fn begin(&self, actor: Actor, action: Action) -> Result<Ctx, AppError> {
        Ctx::begin_for(self.world.state.clone(), self.world.visitor(Some(actor)), action).await
    }

    async fn own(&self, actor: Actor) -> Result<OwnForms, AppError> {
        let mut cx = self.begin(actor, action_of(actor)).await?;
        let forms = shown::own(&mut cx).await?;
        cx.commit().await?;
        Ok(forms)
    }

    async fn of(&self, reader: Member) -> Result<FormsOf, AppError> {
        let visitor = self.world.visitor(Some(reader.actor()));
        let state = self.world.state.clone();
        let mut cx = colleague::begin_for(state, visitor, Action::ReadForms, self.who.id).await?;
        let forms = shown::of(&mut cx).await?;
        cx.commit().await?;
        Ok(forms)
    }

    /// What a browser sends that shows the form as it is now.
    async fn sent(&self, actor: Actor, occasion: &str, said: &[(&str, &str)]) -> Sent {
        self.sent_of(actor, self.enrolment, occasion, said).await
    }

    async fn sent_of(
        &self,
        actor: Actor,
        enrolment: EnrolmentId,
        occasion: &str,
        said: &[(&str, &str)],
    ) -> Sent {
        let forms = self.own(actor).await.unwrap();
        let enrolment = enrolment.to_string();
        let life = forms.lives.iter().find(|l| l.enrolment == enrolment).unwrap();
        let sheet = card(&life.cards, occasion).sheet.clone().unwrap();
        Sent {
            enrolment,
            occasion: occasion.to_owned(),
            was: sheet.was,
            version: sheet.version,
            key: sheet.key,
            answers: typed(said),
        }
    }

    async fn fill(&self, actor: Actor, sent: &Sent) -> Result<(), AppError> {
        let mut cx = self.begin(actor, action_of(actor)).await?;
        filling::fill(&mut cx, sent).await?;
        cx.commit().await
    }

    async fn say(&self, actor: Actor, occasion: &str, said: &[(&str, &str)]) -> Result<(), AppError> {
        let sent = self.sent(actor, occasion, said).await;
        self.fill(actor, &sent).await
    }

    async fn entries(&self) -> i64 {
        self.world.count("select count(*) from form_entry").await
    }

    async fn told(&self) -> i64 {
        let sql = "select count(*) from ledger where event = 'form_answered'";
        self.world.count(sql).await
    }
}

const fn joint(coach: Member, centre: CentreId, who: Person) -> Actor {
    Actor::Joint {
        account: coach.account,
        staff: coach.id,
        centre,
        role: coach.role,
        person: who.id,
    }
}

fn action_of(actor: Actor) -> Action {
    if actor.joint_person().is_some() {
        Action::AnswerTogether
    } else {
        Action::AnswerOwnForms
    }
}

fn typed(said: &[(&str, &str)]) -> BTreeMap<String, String> {
    said.iter()
        .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
        .collect()
}

fn card<'a>(cards: &'a [Card], occasion: &str) -> &'a Card {
    cards.iter().find(|c| c.occasion == occasion).unwrap()
}

fn refused(at: FormPlace, why: FormRefusal) -> Result<(), AppError> {
    Err(AppError::Form(FormError::new(at, why)))
}

#[tokio::test]
async fn a_form_is_filled_changed_and_never_lost_and_the_ledger_has_no_answer_of_it() {
    let s = Stage::new().await;
    let me = s.who.actor();
    let sent = s.sent(me, "start", &[("near", "2"), ("matters", "Arbete")]).await;
    s.fill(me, &sent).await.unwrap();
    // The same press once more.
    s.fill(me, &sent).await.unwrap();
    assert_eq!((s.entries().await, s.told().await), (1, 1));
    // The same press with other answers is another question.
    let other = Sent {
        answers: typed(&[("near", "5")]),
        ..sent.clone()
    };
    assert_eq!(s.fill(me, &other).await, Err(AppError::Conflict));

    let forms = s.own(me).await.unwrap();
    let start = card(&forms.lives[0].cards, "start");
    assert!(start.filled && start.open);
    assert_eq!(start.standing, "Ifyllt 20 november.");
    let said: Vec<_> = start.said.iter().map(|s| s.answer.as_str()).collect();
    assert_eq!(said, ["2 av 5", "Arbete"]);

    // A change is a new row; the same answers again are none.
    s.say(me, "start", &[("near", "3")]).await.unwrap();
    s.say(me, "start", &[("near", "3")]).await.unwrap();
    assert_eq!((s.entries().await, s.told().await), (2, 2));
    // A page that was open meanwhile does not write over it.
    let late = Sent {
        key: s.world.key().to_string(),
        ..sent
    };
    assert_eq!(s.fill(me, &late).await, Err(AppError::Conflict));
    let leaks =
        "select count(*) from ledger where event = 'form_answered' and payload::text ~ 'near|Arbete|answers'";
    assert_eq!(s.world.count(leaks).await, 0);
    let days = "select count(*) from ledger where event = 'form_answered' and concerns_on = '2026-11-20'
                and payload ->> 'filling' = 'alone'";
    assert_eq!(s.world.count(days).await, 2);
}

#[tokio::test]
async fn nonsense_is_told_at_its_question_and_changes_nothing() {
    use FormPlace as P;
    use FormRefusal as R;
    let s = Stage::new().await;
    let me = s.who.actor();
    let say = async |said: &[(&str, &str)]| s.say(me, "start", said).await;
    assert_eq!(say(&[("near", "6")]).await, refused(P::Answer(0), R::NotOffered));
    assert_eq!(
        say(&[("days", "sleep")]).await,
        refused(P::Answer(6), R::NotOffered)
    );
    let long = "å".repeat(1001);
    assert_eq!(
        say(&[("matters", &long)]).await,
        refused(P::Answer(7), R::TooLong)
    );
    assert_eq!(say(&[]).await, refused(P::Whole, R::NothingSaid));
    assert_eq!(say(&[("health", "ill")]).await, refused(P::Whole, R::Stale));
    let sent = s.sent(me, "start", &[("near", "1")]).await;
    let with = |change: &dyn Fn(&mut Sent)| {
        let mut sent = sent.clone();
        change(&mut sent);
        sent
    };
    let unreadable = [
        with(&|s| s.key = "x".into()),
        with(&|s| s.version = String::new()),
        with(&|s| s.enrolment = "'; drop table form_entry".into()),
        with(&|s| s.occasion = "middle".into()),
    ];
    for sent in unreadable {
        assert_eq!(s.fill(me, &sent).await, Err(AppError::Unreadable));
    }
    // Somebody else's enrolment is not there.
    let other = s.world.enrolled(s.centre).await;
    assert_eq!(s.fill(other.actor(), &sent).await, Err(AppError::NotFound));
    assert_eq!((s.entries().await, s.told().await), (0, 0));
}

#[tokio::test]
async fn what_has_changed_is_drawn_and_said_in_words() {
    let s = Stage::new().await;
    let me = s.who.actor();
    let at_start = [
        ("near", "2"),
        ("believe", "4"),
        ("people", "3"),
        ("days", "job_search"),
    ];
    s.say(me, "start", &at_start).await.unwrap();
    assert!(s.own(me).await.unwrap().lives[0].changed.is_empty());
    // Alone only from two months before the end; together at any time.
    let forms = s.own(me).await.unwrap();
    let exit = card(&forms.lives[0].cards, "exit");
    assert!(!exit.open && exit.sheet.is_none());
    let at_exit = [
        ("near", "4"),
        ("believe", "3"),
        ("people", "3"),
        ("days", "work"),
        ("matters", "Nytt jobb"),
    ];
    s.say(s.joint(), "exit", &at_exit).await.unwrap();
    let changed = s.own(me).await.unwrap().lives[0].changed.clone();
    let told: Vec<_> = changed.iter().map(|c| (c.steps, c.words.as_str())).collect();
    assert_eq!(
        told,
        [
            (Some((2, 4)), "Från 2 till 4: 2 steg mot ”mycket nära”."),
            (Some((4, 3)), "Från 4 till 3: 1 steg mot ”inte alls”."),
            (Some((3, 3)), "Samma som i början: 3 av 5."),
            (None, "I början: Söker jobb. Nu: Arbetar."),
            (None, "I början: inget svar. Nu: Nytt jobb."),
        ]
    );
    let exit = card(&s.own(me).await.unwrap().lives[0].cards, "exit").clone();
    assert_eq!(exit.standing, "Ifyllt 20 november, tillsammans.");
}

#[tokio::test]
async fn a_form_opens_and_closes_with_the_days_of_the_enrolment() {
    let s = Stage::new().await;
    let me = s.who.actor();
    let sent = s.sent(me, "start", &[("near", "1")]).await;
    s.world.at("2026-12-10T08:00:00Z");
    assert_eq!(
        s.fill(me, &sent).await,
        refused(FormPlace::Whole, FormRefusal::Closed)
    );
    let forms = s.own(me).await.unwrap();
    assert!(forms.lives[0].cards.iter().all(|c| !c.open));
    // Two months before the end the exit form opens.
    s.world.at("2027-03-08T12:00:00Z");
    s.say(me, "exit", &[("near", "5")]).await.unwrap();
    sqlx::query("update enrolment set ended_on = '2027-03-31'")
        .execute(&s.world.db.owner)
        .await
        .unwrap();
    s.world.at("2027-04-30T12:00:00Z");
    s.say(me, "exit", &[("near", "4")]).await.unwrap();
    s.world.at("2027-05-01T12:00:00Z");
    assert!(!card(&s.own(me).await.unwrap().lives[0].cards, "exit").open);
}

#[tokio::test]
async fn two_devices_at_once_do_not_write_over_each_other() {
    let s = Stage::new().await;
    let (me, together) = (s.who.actor(), s.joint());
    for round in 0..10_u8 {
        let (a, b) = (1 + round % 5, 1 + (round + 1) % 5);
        let phone = s.sent(me, "start", &[("near", &a.to_string())]).await;
        let tablet = s.sent(together, "start", &[("near", &b.to_string())]).await;
        let (one, other) = tokio::join!(s.fill(me, &phone), s.fill(together, &tablet));
        let told = [one, other];
        // One of the two may have said what stood there: that writes nothing, and stands in nobody's way.
        assert!(
            told.iter().all(|r| matches!(r, Ok(()) | Err(AppError::Conflict))),
            "{told:?}"
        );
        assert!(told.iter().any(Result::is_ok), "{told:?}");
    }
    assert_eq!(s.entries().await, s.told().await);
    let gaps = "select count(*) from (select revision, row_number() over (order by revision) as n from form_entry) r where revision <> n";
    assert_eq!(s.world.count(gaps).await, 0);
}

#[tokio::test]
async fn who_reads_is_whom_the_grid_says_and_is_seen() {
    let s = Stage::new().await;
    s.say(s.who.actor(), "start", &[("matters", "Mina barn")])
        .await
        .unwrap();
    let read = s.of(s.coach).await.unwrap();
    assert!(read.may_fill);
    assert_eq!(read.lives[0].cards[0].said[0].answer, "Mina barn");
    let lead = s.world.member(s.centre, Role::TeamLeader).await;
    assert!(!s.of(lead).await.unwrap().may_fill);
    for role in [Role::Reception, Role::Recruiter, Role::Manager, Role::Specialist] {
        let other = s.world.member(s.centre, role).await;
        assert!(s.of(other).await.is_err(), "{role:?}");
    }
    assert!(s.of(s.world.member(s.centre, Role::Coach).await).await.is_err());
    let elsewhere = s.world.centre("arbvux").await;
    assert!(
        s.of(s.world.member(elsewhere, Role::TeamLeader).await)
            .await
            .is_err()
    );
    let case_worker = s.world.outsider("soc-bergsjon", Role::CaseWorker).await;
    assert!(s.of(case_worker).await.is_err());
    let seen = "select count(*) from access_log where permitted and action = 'read_forms' and categories @> '{forms}'";
    assert_eq!(s.world.count(seen).await, 2);
    // The second wall alone.
    for (reader, rows) in [(s.coach, 1_i64), (lead, 1), (case_worker, 0)] {
        let mut cx = s.begin(reader.actor(), Action::ManageOwnSignIn).await.unwrap();
        let count: i64 = sqlx::query_scalar("select count(*) from form_entry")
            .fetch_one(cx.db())
            .await
            .unwrap();
        assert_eq!(count, rows, "{:?}", reader.role);
    }
}

#[tokio::test]
async fn what_was_filled_before_a_transfer_goes_along_and_stays_at_no_old_centre() {
    let s = Stage::at("kompetenscenter-oster").await;
    s.say(s.who.actor(), "start", &[("near", "2")]).await.unwrap();
    let to = s.world.centre("kompetenscenter-angered").await;
    // As a transfer leaves it.
    sqlx::query("update assignment set valid_to = '2026-11-19'")
        .execute(&s.world.db.owner)
        .await
        .unwrap();
    sqlx::query("update enrolment set centre_id = $1")
        .bind(to.as_uuid())
        .execute(&s.world.db.owner)
        .await
        .unwrap();
    let coach = s.world.member(to, Role::Coach).await;
    s.world.assign(s.who, s.enrolment, coach).await;
    s.say(joint(coach, to, s.who), "exit", &[("near", "4")])
        .await
        .unwrap();
    let read = s.of(coach).await.unwrap();
    assert_eq!(card(&read.lives[0].cards, "start").said[0].answer, "2 av 5");
    assert_eq!(read.lives[0].changed[0].steps, Some((2, 4)));
    let lead = s.world.member(s.centre, Role::TeamLeader).await;
    for before in [s.coach, lead] {
        assert!(s.of(before).await.is_err());
        let mut cx = s.begin(before.actor(), Action::ManageOwnSignIn).await.unwrap();
        let rows: i64 = sqlx::query_scalar("select count(*) from form_entry")
            .fetch_one(cx.db())
            .await
            .unwrap();
        assert_eq!(rows, 0, "{:?}", before.role);
    }
}
