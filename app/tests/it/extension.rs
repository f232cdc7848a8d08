//! Extension (X1): three keys over the same text from three hands and sessions, once, and never over another text.

mod list;
mod sealed;

use crate::consented::{consent, withdraw};
use crate::world::{Member, Person, World};
use app::exit::api::Filled;
use app::extension::api::{ExtensionDesk, Proposal};
use app::extension::doing::{self, Typed};
use app::kernel::error::Field;
use app::kernel::policy::{Action, Role};
use app::kernel::{Actor, AppError, Ctx};
use domain::exit::AfterRefusal;
use domain::extension::{Content, canonical};
use domain::ids::{CentreId, EnrolmentId, SessionId};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use uuid::Uuid;

const SOC: &str = "soc-bergsjon";
const WORDS: &str = "Praktiken på lagret slutar i juni.";

struct Stage {
    world: World,
    centre: CentreId,
    who: Person,
    enrolment: EnrolmentId,
    coach: Member,
    lead: Member,
    case_worker: Member,
    consent: Uuid,
}

fn session(n: u128) -> SessionId {
    SessionId::from(Uuid::from_u128(n))
}

const fn refused(field: Field, why: AfterRefusal) -> Result<(), AppError> {
    Err(AppError::After { field, why })
}

impl Stage {
    async fn new() -> Self {
        let world = World::new().await;
        let centre = world.centre("arbetsforum").await;
        let who = world.person().await;
        // The world's term is 180 days: to 2027-01-10.
        let enrolment = world.enrol(who, centre, "2026-07-14".parse().unwrap()).await;
        let coach = world.member(centre, Role::Coach).await;
        world.assign(who, enrolment, coach).await;
        let lead = world.member(centre, Role::TeamLeader).await;
        let case_worker = world.outsider(SOC, Role::CaseWorker).await;
        let consent = consent(&world, who, centre, SOC, "enrolment").await;
        Self {
            world,
            centre,
            who,
            enrolment,
            coach,
            lead,
            case_worker,
            consent,
        }
    }

    async fn begin(&self, actor: Actor) -> Result<Ctx, AppError> {
        let visitor = self.world.visitor(Some(actor));
        if matches!(actor, Actor::Participant { .. }) {
            Ctx::begin_for(self.world.state.clone(), visitor, Action::AnswerExtension).await
        } else {
            Ctx::begin_about_for(
                self.world.state.clone(),
                visitor,
                Action::HandleExtension,
                self.who.id,
                None,
            )
            .await
        }
    }

    async fn propose(
        &self,
        by: Member,
        of: (&str, i32),
        until: &str,
        deadline: &str,
        words: &str,
    ) -> Result<(), AppError> {
        let agency = self.case_worker.agency.unwrap().to_string();
        let mut cx = self.begin(by.actor()).await?;
        let typed = Typed {
            agency: &agency,
            new_end: until,
            deadline,
            words,
        };
        doing::propose(&mut cx, &self.world.key().to_string(), of, &typed).await?;
        cx.commit().await
    }

    /// The open proposal, as the coach's page has it.
    async fn proposed(&self) -> Proposal {
        self.propose(self.coach, ("", 0), "2027-04-30", "2027-01-08", WORDS)
            .await
            .unwrap();
        self.desk().await.open.unwrap()
    }

    async fn desk(&self) -> ExtensionDesk {
        let mut cx = self.begin(self.coach.actor()).await.unwrap();
        doing::desk(&mut cx).await.unwrap()
    }

    async fn turn(
        &self,
        actor: Actor,
        p: &Proposal,
        said: (&str, &str),
        from: SessionId,
    ) -> Result<(), AppError> {
        let mut cx = self.begin(actor).await?;
        doing::turn(&mut cx, &p.id, &p.hash, said, Some(from)).await?;
        cx.commit().await
    }

    async fn yes(&self, actor: Actor, p: &Proposal, from: u128) -> Result<(), AppError> {
        self.turn(actor, p, ("ja", ""), session(from)).await
    }

    /// What a key is given over, as the domain says it.
    fn sealed(&self, until: &str, deadline: &str, revision: i32, words: &str) -> String {
        let said = canonical(&Content {
            enrolment: self.enrolment,
            old_end: "2027-01-10".parse().unwrap(),
            new_end: until.parse().unwrap(),
            deadline: deadline.parse().unwrap(),
            revision,
            words,
        });
        let sealed = Sha256::digest(said.as_bytes());
        sealed.iter().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }

    async fn term(&self) -> String {
        sqlx::query_scalar("select term_ends_on::text from enrolment where enrolment_id = $1")
            .bind(self.enrolment.as_uuid())
            .fetch_one(&self.world.db.owner)
            .await
            .unwrap()
    }
}

#[tokio::test]
async fn three_keys_over_one_text_move_the_term_once() {
    let s = Stage::new().await;
    let p = s.proposed().await;
    // The database seals what the domain says is sealed.
    assert_eq!(p.hash, s.sealed("2027-04-30", "2027-01-08", 1, WORDS));

    s.yes(s.who.actor(), &p, 1).await.unwrap();
    s.yes(s.who.actor(), &p, 1).await.unwrap();
    s.yes(s.case_worker.actor(), &p, 2).await.unwrap();
    assert_eq!(s.term().await, "2027-01-10", "two keys open nothing");
    // The coach prepares and has no key; a device that has given another key gives none.
    assert_eq!(s.yes(s.coach.actor(), &p, 3).await, Err(AppError::NotFound));
    assert_eq!(
        s.yes(s.lead.actor(), &p, 2).await,
        refused(Field::Extension, AfterRefusal::SameHand)
    );
    s.yes(s.lead.actor(), &p, 3).await.unwrap();
    s.yes(s.lead.actor(), &p, 3).await.unwrap();
    assert_eq!(s.term().await, "2027-04-30");
    assert_eq!(
        s.world
            .count("select count(*) from ledger where event = 'extended'")
            .await,
        1
    );
    assert_eq!(
        s.world
            .count(
                "select count(*) from ledger where event = 'extended' and payload ->> 'until' = '2027-04-30'"
            )
            .await,
        1
    );
    assert_eq!(s.world.count("select count(*) from extension_key").await, 3);
    assert!(s.desk().await.open.is_none());
}

#[tokio::test]
async fn a_changed_text_voids_the_keys_and_they_stay_to_be_seen() {
    let s = Stage::new().await;
    let p = s.proposed().await;
    s.yes(s.who.actor(), &p, 1).await.unwrap();
    s.yes(s.case_worker.actor(), &p, 2).await.unwrap();
    s.propose(
        s.coach,
        (&p.id, p.revision),
        "2027-04-30",
        "2027-01-08",
        "Något annat.",
    )
    .await
    .unwrap();
    assert_eq!(
        s.yes(s.lead.actor(), &p, 3).await,
        refused(Field::Extension, AfterRefusal::Changed)
    );
    let now = s.desk().await.open.unwrap();
    assert_ne!(now.hash, p.hash);
    s.yes(s.lead.actor(), &now, 3).await.unwrap();
    assert_eq!(
        s.term().await,
        "2027-01-10",
        "two of three are of the text before"
    );
    let now = s.desk().await.open.unwrap();
    assert_eq!(now.keys.iter().filter(|k| k.given).count(), 1);
    assert_eq!(now.earlier.len(), 1);
    assert!(now.keys[0].said.contains("tidigare"), "{:?}", now.keys);
    // Somebody who read the page before the change meets it.
    assert_eq!(
        s.propose(
            s.lead,
            (&p.id, p.revision),
            "2027-03-31",
            "2027-01-08",
            "Ett tredje."
        )
        .await,
        Err(AppError::Conflict)
    );
    s.yes(s.who.actor(), &now, 1).await.unwrap();
    s.yes(s.case_worker.actor(), &now, 2).await.unwrap();
    assert_eq!(s.term().await, "2027-04-30");
    assert_eq!(s.world.count("select count(*) from extension_key").await, 5);
}

#[tokio::test]
async fn a_text_that_comes_back_brings_no_key_with_it_and_neither_does_another_deadline() {
    let s = Stage::new().await;
    let p = s.proposed().await;
    s.yes(s.who.actor(), &p, 1).await.unwrap();
    s.yes(s.case_worker.actor(), &p, 2).await.unwrap();
    for (was, words) in [(1, "Något annat."), (2, WORDS)] {
        s.propose(s.coach, (&p.id, was), "2027-04-30", "2027-01-08", words)
            .await
            .unwrap();
    }
    let now = s.desk().await.open.unwrap();
    assert_eq!((&now.words, now.revision), (&p.words, 3));
    assert_eq!(now.hash, s.sealed("2027-04-30", "2027-01-08", 3, WORDS));
    assert!(now.keys.iter().all(|k| !k.given), "{:?}", now.keys);
    s.yes(s.lead.actor(), &now, 3).await.unwrap();
    assert_eq!(
        s.term().await,
        "2027-01-10",
        "the other two are of the first revision"
    );
    // The deadline is part of what is signed: another one is another seal, and voids what was given.
    s.yes(s.who.actor(), &now, 1).await.unwrap();
    let before = now;
    s.propose(s.coach, (&p.id, 3), "2027-04-30", "2027-01-05", WORDS)
        .await
        .unwrap();
    let now = s.desk().await.open.unwrap();
    assert!(now.keys.iter().all(|k| !k.given), "{:?}", now.keys);
    assert_eq!((now.revision, now.earlier.len()), (4, 3));
    assert_eq!(now.hash, s.sealed("2027-04-30", "2027-01-05", 4, WORDS));
    assert_ne!(now.hash, before.hash);
    assert_eq!(
        s.yes(s.case_worker.actor(), &before, 2).await,
        refused(Field::Extension, AfterRefusal::Changed)
    );
    for (actor, from) in [
        (s.who.actor(), 1),
        (s.case_worker.actor(), 2),
        (s.lead.actor(), 3),
    ] {
        s.yes(actor, &now, from).await.unwrap();
    }
    assert_eq!(s.term().await, "2027-04-30");
    assert_eq!(s.world.count("select count(*) from extension_key").await, 7);
    assert_eq!(
        s.world
            .count("select count(*) from ledger where event = 'extension_key_given' and concerns_on = '2026-11-20'")
            .await,
        7
    );
    assert_eq!(
        s.world
            .count("select count(*) from ledger where event = 'extension_proposed' and payload ->> 'deadline' = '2027-01-05'")
            .await,
        1
    );
}

#[tokio::test]
async fn a_no_after_a_yes_of_the_same_key_is_heard() {
    let s = Stage::new().await;
    let manager = s.world.member(s.centre, Role::Manager).await;
    let p = s.proposed().await;
    s.yes(s.lead.actor(), &p, 3).await.unwrap();
    // The manager holds the centre's key too: a second yes is the same one, a no is not.
    s.yes(manager.actor(), &p, 4).await.unwrap();
    assert_eq!(s.world.count("select count(*) from extension_key").await, 1);
    for _ in 0..2 {
        s.turn(manager.actor(), &p, ("nej", "Målet är nått."), session(4))
            .await
            .unwrap();
    }
    assert_eq!(
        s.yes(s.case_worker.actor(), &p, 2).await,
        refused(Field::Extension, AfterRefusal::Closed)
    );
    // One's own yes is taken back by a no, from the same session.
    let p = s.proposed().await;
    s.yes(s.who.actor(), &p, 1).await.unwrap();
    s.turn(s.who.actor(), &p, ("nej", "Jag börjar arbeta."), session(1))
        .await
        .unwrap();
    assert!(s.desk().await.open.is_none());
    assert_eq!(s.term().await, "2027-01-10");
    for sql in [
        "select count(*) from extension where stage = 'refused'",
        "select count(*) from extension_key where refused",
        "select count(*) from ledger where event = 'extension_refused'",
    ] {
        assert_eq!(s.world.count(sql).await, 2, "{sql}");
    }
}

#[tokio::test]
async fn a_proposal_that_waits_is_told_before_the_end_is_near_and_its_end_stands_in_the_ledger() {
    let s = Stage::new().await;
    // The two months begin on the tenth.
    s.world.at("2026-11-05T09:00:00Z");
    let warned = || async {
        let mut cx = s.begin(s.who.actor()).await.unwrap();
        app::extension::my_warning(&mut cx, s.who.id, Some("2027-01-10".parse().unwrap()))
            .await
            .unwrap()
    };
    assert_eq!(warned().await, None);
    let p = s.proposed().await;
    assert!(warned().await.is_some());
    s.yes(s.who.actor(), &p, 1).await.unwrap();
    assert_eq!(warned().await, None);
    for _ in 0..2 {
        let mut cx = s.begin(s.coach.actor()).await.unwrap();
        doing::withdraw(&mut cx, &p.id).await.unwrap();
        cx.commit().await.unwrap();
    }
    // An exit closes the next one.
    s.proposed().await;
    let visitor = s.world.visitor(Some(s.lead.actor()));
    let mut cx = Ctx::begin_about_for(s.world.state.clone(), visitor, Action::HandleExit, s.who.id, None)
        .await
        .unwrap();
    let left = Filled {
        outcome: "moved".to_owned(),
        ended_on: "2026-11-05".to_owned(),
        ..Filled::default()
    };
    app::exit::doing::record(&mut cx, &s.world.key().to_string(), 0, &left)
        .await
        .unwrap();
    cx.commit().await.unwrap();
    for sql in [
        "select count(*) from ledger where event = 'extension_withdrawn' and concerns_on = '2026-11-05' and recorded_by is not null",
        "select count(*) from ledger where event = 'extension_closed' and concerns_on = '2026-11-05' and recorded_by is not null",
    ] {
        assert_eq!(s.world.count(sql).await, 1, "{sql}");
    }
}

#[tokio::test]
async fn the_last_two_keys_at_once_extend_once_and_a_change_against_a_key_never_extends_the_unread() {
    for round in 0..6 {
        let s = Stage::new().await;
        let p = s.proposed().await;
        s.yes(s.who.actor(), &p, 1).await.unwrap();
        if round % 2 == 0 {
            let (a, b) = tokio::join!(s.yes(s.case_worker.actor(), &p, 2), s.yes(s.lead.actor(), &p, 3));
            a.unwrap();
            b.unwrap();
            assert_eq!(s.term().await, "2027-04-30");
        } else {
            s.yes(s.case_worker.actor(), &p, 2).await.unwrap();
            let (key, change) = tokio::join!(
                s.yes(s.lead.actor(), &p, 3),
                s.propose(s.coach, (&p.id, p.revision), "2027-06-30", "2027-01-08", WORDS)
            );
            // Whoever is first: the key extends over what was read, or the change voids it.
            match (key, change) {
                (Ok(()), Err(_)) => assert_eq!(s.term().await, "2027-04-30"),
                (Err(_), Ok(())) => assert_eq!(s.term().await, "2027-01-10"),
                both => panic!("{both:?}"),
            }
        }
        assert!(
            s.world
                .count("select count(*) from ledger where event = 'extended'")
                .await
                <= 1
        );
    }
}

#[tokio::test]
async fn a_refusal_needs_its_reason_ends_it_and_all_three_read_it() {
    let s = Stage::new().await;
    let p = s.proposed().await;
    let no = |why| ("nej", why);
    assert!(matches!(
        s.turn(s.who.actor(), &p, no(" "), session(1)).await,
        Err(AppError::Field {
            field: Field::Refusal,
            ..
        })
    ));
    s.turn(s.who.actor(), &p, no("Jag börjar arbeta."), session(1))
        .await
        .unwrap();
    assert_eq!(
        s.yes(s.lead.actor(), &p, 3).await,
        refused(Field::Extension, AfterRefusal::Closed)
    );
    let mut cx = s.begin(s.who.actor()).await.unwrap();
    let mine = doing::mine(&mut cx).await.unwrap().proposals;
    let mut cx = s.begin(s.case_worker.actor()).await.unwrap();
    let theirs = doing::of_agency(&mut cx).await.unwrap().proposals;
    for shown in [&mine[0], &theirs[0], &s.desk().await.past[0]] {
        assert!(shown.keys[0].said.contains("Jag börjar arbeta."), "{shown:?}");
    }
}

#[tokio::test]
async fn a_deadline_that_has_passed_and_the_end_of_the_term_close_it() {
    let s = Stage::new().await;
    let p = s.proposed().await;
    s.yes(s.who.actor(), &p, 1).await.unwrap();
    s.yes(s.case_worker.actor(), &p, 2).await.unwrap();
    s.world.at("2027-01-09T09:00:00Z");
    assert_eq!(
        s.yes(s.lead.actor(), &p, 3).await,
        refused(Field::Extension, AfterRefusal::TooLate)
    );
    // What the refused key held is let go of behind its answer, and the pass leaves alone what somebody holds.
    s.world
        .count("select count(*) from (select from enrolment for update) held")
        .await;
    app::exit::jobs::pass(&s.world.state).await.unwrap();
    assert_eq!(
        s.world
            .count("select count(*) from extension where stage = 'lapsed'")
            .await,
        1
    );
    assert_eq!(
        s.world
            .count("select count(*) from ledger where event = 'extension_lapsed' and concerns_on = '2027-01-09' and recorded_by is null")
            .await,
        1
    );
    s.world.at("2027-01-11T09:00:00Z");
    assert_eq!(app::exit::jobs::pass(&s.world.state).await.unwrap(), (1, 0));
    assert_eq!(
        s.world
            .count("select count(*) from ledger where event = 'exited' and concerns_on = '2027-01-10' and payload ->> 'outcome' = 'time_limit'")
            .await,
        1
    );
}

#[tokio::test]
async fn without_consent_or_for_another_agency_there_is_nothing() {
    let s = Stage::new().await;
    let p = s.proposed().await;
    // Another agency has a consent of its own, and is not asked.
    let other = s.world.outsider("af-svingeln", Role::CaseWorker).await;
    consent(&s.world, s.who, s.centre, "af-svingeln", "enrolment").await;
    let mut cx = s.begin(other.actor()).await.unwrap();
    assert_eq!(doing::of_agency(&mut cx).await.unwrap_err(), AppError::NotFound);
    assert_eq!(s.yes(other.actor(), &p, 4).await, Err(AppError::NotFound));
    withdraw(&s.world, s.consent).await;
    assert!(s.begin(s.case_worker.actor()).await.is_err());
    // The second wall by itself.
    let visitor = s.world.visitor(Some(s.case_worker.actor()));
    let mut cx = Ctx::begin_for(s.world.state.clone(), visitor, Action::ReadAgencyDesk)
        .await
        .unwrap();
    for table in ["extension", "extension_text", "extension_key"] {
        let sql = format!("select count(*) from {table}");
        let seen: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .fetch_one(cx.db())
            .await
            .unwrap();
        assert_eq!(seen, 0, "{table}");
    }
    let code: String = sqlx::query_scalar(
        "select access.turn_extension_key($1, gen_random_uuid(), (select content_hash from extension), sha256('x'), false, '')",
    )
    .bind(p.id.parse::<Uuid>().unwrap())
    .fetch_one(cx.db())
    .await
    .unwrap();
    assert_eq!(code, "hidden");
    assert!(s.desk().await.agency_blind);
}

#[tokio::test]
async fn a_proposal_keeps_the_rules_of_the_programme_and_the_calendar() {
    let s = Stage::new().await;
    let try_one = |until, deadline, words| s.propose(s.coach, ("", 0), until, deadline, words);
    assert_eq!(
        try_one("2027-01-10", "2027-01-08", WORDS).await,
        refused(Field::NewEnd, AfterRefusal::NotLater)
    );
    assert_eq!(
        try_one("2027-08-01", "2027-01-08", WORDS).await,
        refused(Field::NewEnd, AfterRefusal::TooFar)
    );
    for bad in ["2026-11-19", "2027-01-11"] {
        assert_eq!(
            try_one("2027-04-30", bad, WORDS).await,
            refused(Field::Deadline, AfterRefusal::DeadlineOutside)
        );
    }
    assert!(matches!(
        try_one("2027-04-30", "2027-01-08", "  ").await,
        Err(AppError::Field {
            field: Field::Words,
            ..
        })
    ));
    let colleague = s.world.member(s.centre, Role::Coach).await;
    assert!(
        s.propose(colleague, ("", 0), "2027-04-30", "2027-01-08", WORDS)
            .await
            .is_err()
    );
    s.proposed().await;
    assert_eq!(
        try_one("2027-03-31", "2027-01-08", WORDS).await,
        refused(Field::Words, AfterRefusal::OpenAlready)
    );
    // A programme whose rules name no keys has no extension.
    let there = s.world.centre("kompetenscenter-oster").await;
    let who = s.world.person().await;
    let enrolment = s.world.enrol(who, there, "2026-07-14".parse().unwrap()).await;
    let coach = s.world.member(there, Role::Coach).await;
    s.world.assign(who, enrolment, coach).await;
    let visitor = s.world.visitor(Some(coach.actor()));
    let mut cx = Ctx::begin_about_for(
        s.world.state.clone(),
        visitor,
        Action::HandleExtension,
        who.id,
        None,
    )
    .await
    .unwrap();
    assert!(!doing::desk(&mut cx).await.unwrap().possible);
    let typed = Typed {
        agency: "",
        new_end: "2027-04-30",
        deadline: "2027-01-08",
        words: WORDS,
    };
    assert_eq!(
        doing::propose(&mut cx, &s.world.key().to_string(), ("", 0), &typed).await,
        refused(Field::NewEnd, AfterRefusal::NoExtension)
    );
}
