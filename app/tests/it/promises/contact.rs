//! K4 of referrals that are no enrolment: counted once, kept, broken, or promised no more, and explained by those who may
//! (decision 029).

use super::House;
use crate::referral::{change_as, draft, programme, read_as, send_as, worker};
use crate::world::{Member, World};
use app::kernel::policy::{Action, Role};
use app::kernel::{AppError, Ctx};
use app::promise::api::{Chosen, House as List};
use app::promise::house::{Wanted, house as read_house};
use app::promise::{Tone, contact};
use app::referral::settle::Change;
use domain::ids::{CentreId, ReferralId};
use domain::programme::EntryGroup;
use domain::promise::PromiseRefusal as Why;
use uuid::Uuid;

/// New applicants of Bergsjön, reached within two working days.
const TWO_DAYS: &str = r#"{"contact_within_days": 2,
    "entries": [{"agency": "soc-bergsjon", "group": "new_applicants", "quota": 30, "per": "month"}]}"#;

/// A programme at Arbetsforum that promises a first contact, with who sends, receives and answers for it. It is Friday 20
/// November 2026: the last day to reach whoever is sent now is Tuesday.
struct Desk {
    world: World,
    centre: CentreId,
    programme: Uuid,
    sender: Member,
    reception: Member,
    lead: Member,
}

impl Desk {
    async fn new() -> Self {
        let world = World::new().await;
        let centre = world.centre("arbetsforum").await;
        Self {
            programme: programme(&world, TWO_DAYS).await,
            sender: worker(&world, "soc-bergsjon").await,
            reception: world.member(centre, Role::Reception).await,
            lead: world.member(centre, Role::TeamLeader).await,
            centre,
            world,
        }
    }

    async fn sent(&self) -> ReferralId {
        let whole = draft(&self.world, self.programme, EntryGroup::NewApplicants).await;
        send_as(&self.world, self.sender, self.world.key(), &whole)
            .await
            .unwrap()
    }

    async fn refuse(&self, id: ReferralId) {
        let no = Change::Refuse {
            code: "not_reached",
            words: "",
        };
        change_as(&self.world, self.reception, id, no).await.unwrap();
    }

    async fn list(&self, who: Member, clock: &str, chosen: Chosen, explain: &str) -> List {
        let wanted = Wanted {
            clock,
            coach: "",
            chosen,
            page: 1,
            explain,
        };
        let visitor = self.world.visitor(Some(who.actor()));
        let mut cx = Ctx::begin_for(self.world.state.clone(), visitor, Action::ReadPromises)
            .await
            .unwrap();
        let read = read_house(&mut cx, &wanted).await.unwrap();
        cx.commit().await.unwrap();
        read
    }

    async fn explain(
        &self,
        who: Member,
        id: &str,
        reason: &str,
        words: &str,
        key: &str,
    ) -> Result<(), AppError> {
        let visitor = self.world.visitor(Some(who.actor()));
        let mut cx = Ctx::begin_for(self.world.state.clone(), visitor, Action::ExplainPromise).await?;
        let typed = contact::Typed {
            referral: id,
            clock: "k4",
            reason,
            words,
            key,
        };
        contact::explain(&mut cx, typed).await?;
        cx.commit().await
    }

    /// Kept, broken, without a reason, running, stopped, not promised.
    async fn k4(&self, who: Member) -> [u32; 6] {
        let list = self.list(who, "k4", Chosen::All, "").await;
        let t = list.totals.into_iter().find(|t| t.code == "k4").unwrap();
        [
            t.kept,
            t.broken,
            t.unexplained,
            t.running,
            t.stopped,
            t.not_promised,
        ]
    }
}

#[tokio::test]
async fn every_referral_is_counted_once_and_a_figure_shows_what_it_counts() {
    let desk = Desk::new().await;
    let world = &desk.world;
    // Sent on Friday: reached in time, refused in time, taken back in time, refused too late, reached too late, silent.
    let mut ids = Vec::new();
    for _ in 0..6 {
        ids.push(desk.sent().await);
    }
    assert_eq!(desk.k4(desk.lead).await, [0, 0, 0, 6, 0, 0]);
    change_as(world, desk.sender, ids[2], Change::Withdraw)
        .await
        .unwrap();
    world.at("2026-11-24T09:00:00Z");
    let reach = async |id, on| {
        change_as(world, desk.reception, id, Change::Contacted { on })
            .await
            .unwrap();
    };
    reach(ids[0], "2026-11-24").await;
    desk.refuse(ids[1]).await;
    assert_eq!(desk.k4(desk.lead).await, [1, 0, 0, 3, 2, 0]);
    world.at("2026-11-25T09:00:00Z");
    desk.refuse(ids[3]).await;
    reach(ids[4], "2026-11-25").await;
    assert_eq!(desk.k4(desk.lead).await, [1, 3, 3, 0, 2, 0]);
    // Who is enrolled, with a referral or without one, is counted as an enrolment alone.
    let walked_in = world.enrolled(desk.centre).await;
    let from_referral = world.enrolled(desk.centre).await;
    let enrolled = desk.sent().await;
    sqlx::query(
        "update referral set state = 'enrolled', decided_at = $3, person_id = $2,
           enrolment_id = (select enrolment_id from enrolment where person_id = $2) where referral_id = $1",
    )
    .bind(enrolled.as_uuid())
    .bind(from_referral.id.as_uuid())
    .bind(domain::clock::Clock::now(&*world.clock))
    .execute(&world.db.owner)
    .await
    .unwrap();
    assert_ne!(walked_in.id, from_referral.id);
    let read = desk.list(desk.lead, "", Chosen::All, "").await;
    assert!(
        read.counted.starts_with("2 inskrivningar") && read.counted.contains("6 anvisningar"),
        "{}",
        read.counted
    );
    for t in &read.totals {
        let sum = t.running + t.kept + t.broken + t.stopped + t.not_promised;
        assert_eq!(sum, if t.code == "k4" { 8 } else { 2 }, "{}", t.code);
        for (chosen, figure) in [
            (Chosen::Kept, t.kept),
            (Chosen::Broken, t.broken),
            (Chosen::Unexplained, t.unexplained),
            (Chosen::Running, t.running),
            (Chosen::Stopped, t.stopped),
            (Chosen::NotPromised, t.not_promised),
        ] {
            let rows = desk.list(desk.lead, &t.code, chosen, "").await.rows;
            assert_eq!(rows.len(), figure as usize, "{} {chosen:?}", t.code);
        }
    }
    // A row leads to its referral, and to what is to be done: a contact alone where it is not made.
    let rows = desk.list(desk.lead, "k4", Chosen::Broken, "").await.rows;
    let at = |id: ReferralId| {
        let href = format!("/anvisningar/{id}");
        rows.iter().find(|r| r.href == href).unwrap()
    };
    let silent = at(ids[5]);
    assert_eq!(
        (silent.tone, silent.standing.as_str(), silent.coach.as_deref()),
        (
            Some(Tone::Broken),
            "bröts 25 november",
            Some("Anvisad, inte inskriven")
        )
    );
    let note = format!("/anvisningar/{}#contact", ids[5]);
    assert_eq!(silent.action.as_ref().map(|(href, _)| href), Some(&note));
    assert_eq!(silent.explain.as_deref(), Some(format!("{}.k4", ids[5]).as_str()));
    assert_eq!(at(ids[3]).action, None, "it is decided");
    assert_eq!(at(ids[4]).standing, "bröts 25 november, gjort 25 november");
    // The manager reads and explains, and notes no contact.
    let manager = world.member(desk.centre, Role::Manager).await;
    let rows = desk.list(manager, "k4", Chosen::Broken, "").await.rows;
    assert!(
        rows.iter().all(|r| r.explain.is_some() && r.action.is_none()),
        "{rows:?}"
    );
    // After two months it is history.
    world.at("2027-02-01T09:00:00Z");
    assert_eq!(desk.k4(desk.lead).await[4], 0);
}

#[tokio::test]
async fn a_coach_and_another_centre_have_no_part_in_it() {
    let desk = Desk::new().await;
    let world = &desk.world;
    desk.sent().await;
    world.at("2026-11-26T09:00:00Z");
    let coach = world.member(desk.centre, Role::Coach).await;
    assert_eq!(desk.k4(coach).await, [0; 6]);
    let elsewhere = world
        .member(world.centre("kompetenscenter-oster").await, Role::TeamLeader)
        .await;
    assert_eq!(desk.k4(elsewhere).await, [0; 6]);
    // Narrowed to a coach there is no referral: it has none.
    let visitor = world.visitor(Some(desk.lead.actor()));
    let mut cx = Ctx::begin_for(world.state.clone(), visitor, Action::ReadPromises)
        .await
        .unwrap();
    let wanted = Wanted {
        clock: "",
        coach: &coach.id.to_string(),
        chosen: Chosen::All,
        page: 1,
        explain: "",
    };
    let read = read_house(&mut cx, &wanted).await.unwrap();
    assert!(read.rows.is_empty() && !read.counted.contains("anvisning"));
    drop(cx);
    // A protected one is the manager's (G4).
    let mut whole = draft(world, desk.programme, EntryGroup::NewApplicants).await;
    if let Some(who) = &mut whole.who {
        who.protected = true;
    }
    send_as(world, desk.sender, world.key(), &whole).await.unwrap();
    assert_eq!(desk.k4(desk.lead).await, [0, 1, 1, 0, 0, 0]);
    let manager = world.member(desk.centre, Role::Manager).await;
    assert_eq!(desk.k4(manager).await, [0, 1, 1, 1, 0, 0]);
    // What was read is in the log, by the referral.
    let logged = "select count(*) from referral_read join access_log using (access_log_id) where action = 'read_promises'";
    assert_eq!(world.count(logged).await, 3);
}

#[tokio::test]
async fn the_reason_is_given_once_by_those_who_may() {
    let desk = Desk::new().await;
    let world = &desk.world;
    let id = desk.sent().await;
    let (key, named) = (world.key().to_string(), id.to_string());
    let say = |who, reason, words| desk.explain(who, &named, reason, words, &key);
    let refused = |answer| match answer {
        Err(AppError::Promise { why, .. }) => why,
        other => panic!("not refused: {other:?}"),
    };
    assert_eq!(
        refused(say(desk.lead, "closed", "").await),
        Why::NotBroken,
        "it runs still"
    );
    world.at("2026-11-25T09:00:00Z");
    desk.refuse(id).await;
    assert_eq!(refused(say(desk.lead, "", "").await), Why::NoReason);
    assert_eq!(refused(say(desk.lead, "other", " ").await), Why::WordsNeeded);
    assert_eq!(
        desk.explain(desk.lead, "x", "closed", "", &key).await,
        Err(AppError::Unreadable)
    );
    let elsewhere = world.centre("kompetenscenter-oster").await;
    for may_not in [
        desk.reception,
        desk.sender,
        world.member(desk.centre, Role::Coach).await,
        world.member(desk.centre, Role::Recruiter).await,
        world.member(elsewhere, Role::Manager).await,
    ] {
        assert_eq!(
            say(may_not, "closed", "").await,
            Err(AppError::NotFound),
            "{:?}",
            may_not.role
        );
    }
    assert_eq!(world.count("select count(*) from promise_reason").await, 0);
    let words = "Telefonen var avstängd.";
    let press = || say(desk.lead, "other", words);
    let (one, two, three) = tokio::join!(press(), press(), press());
    assert_eq!((one, two, three), (Ok(()), Ok(()), Ok(())));
    assert_eq!(world.count("select count(*) from promise_reason").await, 1);
    let told = "select count(*) from ledger where event = 'promise_explained' and referral_id is not null and enrolment_id is null
        and payload = '{\"clock\": \"k4\", \"reason\": \"other\", \"due\": \"2026-11-24\"}'";
    assert_eq!(world.count(told).await, 1);
    assert_eq!(
        say(desk.lead, "closed", "").await,
        Err(AppError::Conflict),
        "the key of another reason"
    );
    assert_eq!(desk.k4(desk.lead).await, [0, 1, 0, 0, 0, 0]);
    // The list and the page say the same, and the sender reads the same words.
    let rows = desk.list(desk.lead, "k4", Chosen::Broken, "").await.rows;
    assert_eq!(rows[0].why.as_deref(), Some(words));
    assert!(rows[0].explain.is_none());
    for who in [desk.lead, desk.reception, desk.sender] {
        let promise = read_as(world, who, id).await.unwrap().promise.unwrap();
        assert_eq!(
            promise.line.words,
            "Centret skulle ha hört av sig till personen senast tisdag 24 november."
        );
        assert_eq!(promise.line.why, Some(format!("Orsak: {words}")));
        assert_eq!(
            promise.reasons.len(),
            usize::from(who.agency.is_none()),
            "by whom is the centre's"
        );
    }
    // A later one takes its place, of the manager as well.
    world.at("2026-11-25T10:00:00Z");
    let manager = world.member(desk.centre, Role::Manager).await;
    let again = world.key().to_string();
    desk.explain(manager, &named, "person_could_not", "", &again)
        .await
        .unwrap();
    let read = read_as(world, desk.sender, id).await.unwrap().promise.unwrap();
    assert_eq!(read.line.why.as_deref(), Some("Orsak: Personen kunde inte då."));
}

#[tokio::test]
async fn the_form_stands_where_it_is_asked_for() {
    let desk = Desk::new().await;
    let world = &desk.world;
    let id = desk.sent().await;
    world.at("2026-11-25T09:00:00Z");
    let explain = format!("{id}.k4");
    let asked = desk
        .list(desk.lead, "", Chosen::ToDo, &explain)
        .await
        .asked
        .unwrap();
    assert_eq!(
        (
            asked.referral.as_str(),
            asked.person.as_str(),
            asked.clock.as_str()
        ),
        (id.to_string().as_str(), "", "k4")
    );
    assert!(
        asked
            .reasons
            .iter()
            .any(|(_, words)| words == "Personen kunde inte då")
    );
    let form = async |who: Member, explain: &str| {
        let visitor = world.visitor(Some(who.actor()));
        let mut cx = Ctx::begin_for(world.state.clone(), visitor, Action::ReadReferrals)
            .await
            .unwrap();
        let read = app::referral::desk::one(&mut cx, &id.to_string(), explain)
            .await
            .unwrap();
        cx.commit().await.unwrap();
        read.promise.unwrap()
    };
    assert!(form(desk.lead, "").await.asked.is_none());
    assert!(form(desk.lead, "k9").await.asked.is_none());
    assert!(form(desk.lead, "k4").await.asked.is_some());
    let reception = form(desk.reception, "k4").await;
    assert!(reception.asked.is_none() && reception.explain.is_none());
    assert!(form(desk.sender, "k4").await.asked.is_none());
}

#[tokio::test]
async fn a_reason_goes_along_into_the_enrolment_and_is_the_persons_to_read() {
    let house = House::enrolled_on("2026-11-20").await;
    let world = &house.world;
    let sender = worker(world, "soc-bergsjon").await;
    let to = programme(world, TWO_DAYS).await;
    let id = {
        world.at("2026-11-10T08:00:00Z");
        let whole = draft(world, to, EntryGroup::NewApplicants).await;
        send_as(world, sender, world.key(), &whole).await.unwrap()
    };
    world.at("2026-11-16T08:00:00Z");
    let visitor = world.visitor(Some(house.lead.actor()));
    let mut cx = Ctx::begin_for(world.state.clone(), visitor, Action::ExplainPromise)
        .await
        .unwrap();
    let typed = contact::Typed {
        referral: &id.to_string(),
        clock: "k4",
        reason: "no_free_time",
        words: "",
        key: &world.key().to_string(),
    };
    contact::explain(&mut cx, typed).await.unwrap();
    cx.commit().await.unwrap();
    world.at("2026-11-20T10:00:00Z");
    sqlx::query(
        "update referral set state = 'enrolled', decided_at = $3, person_id = $2, enrolment_id = $4 where referral_id = $1",
    )
    .bind(id.as_uuid())
    .bind(house.person.id.as_uuid())
    .bind(domain::clock::Clock::now(&*world.clock))
    .bind(house.enrolment.as_uuid())
    .execute(&world.db.owner)
    .await
    .unwrap();
    let said = "Det fanns ingen ledig tid.";
    for who in [house.coach, house.lead] {
        assert_eq!(
            house.clock(who, "k4").await,
            (
                "bröts 13 november, gjort 20 november".to_owned(),
                Some(said.to_owned())
            )
        );
    }
    let own = house.own().await;
    assert!(
        own.iter()
            .any(|l| l.why.as_deref() == Some("Orsak: Det fanns ingen ledig tid.")),
        "{own:?}"
    );
    let theirs =
        "select count(*) from promise_reason where person_id is not null and enrolment_id is not null";
    assert_eq!(world.count(theirs).await, 1);
    // It stays as it was given.
    for sql in [
        "update promise_reason set words = 'x'",
        "update promise_reason set enrolment_id = null, person_id = null",
        "delete from promise_reason",
    ] {
        let refused = sqlx::query(sql).execute(&world.db.owner).await.unwrap_err();
        assert!(refused.to_string().contains("append-only"), "{refused}");
    }
}

#[tokio::test]
async fn the_database_holds_the_same_whatever_the_code_says() {
    let desk = Desk::new().await;
    let world = &desk.world;
    let id = desk.sent().await;
    let enrolled = world.enrolled(desk.centre).await;
    let insert = async |who: Member, clock: &str, words: &str| {
        let visitor = world.visitor(Some(who.actor()));
        let mut cx = Ctx::begin_for(world.state.clone(), visitor, Action::ManageOwnSignIn)
            .await
            .unwrap();
        sqlx::query(
            "insert into promise_reason (promise_reason_id, referral_id, centre_id, clock, due_on, reason, words, given_at,
                                         given_by, idempotency_key)
             values (gen_random_uuid(), $1, $2, $3, '2026-11-24', 'other', $4, now(), $5, gen_random_uuid())",
        )
        .bind(id.as_uuid())
        .bind(desk.centre.as_uuid())
        .bind(clock)
        .bind(words)
        .bind(who.account.as_uuid())
        .execute(cx.db())
        .await?;
        cx.commit().await.unwrap();
        Ok::<_, sqlx::Error>(())
    };
    let elsewhere = world.centre("kompetenscenter-oster").await;
    for who in [
        desk.reception,
        desk.sender,
        world.member(desk.centre, Role::Coach).await,
        world.member(elsewhere, Role::TeamLeader).await,
    ] {
        let error = insert(who, "k4", "x").await.unwrap_err().to_string();
        assert!(error.contains("row-level security"), "{:?}: {error}", who.role);
    }
    assert!(
        insert(desk.lead, "k1", "x").await.is_err(),
        "a referral has K4 alone"
    );
    assert!(insert(desk.lead, "k4", "").await.is_err());
    insert(desk.lead, "k4", "Vi glömde").await.unwrap();
    // Who reads the referral at the centre reads it; nobody else.
    let sees = async |actor| {
        let action = match actor {
            app::kernel::Actor::Participant { .. } => Action::ReadOwnDay,
            _ => Action::ManageOwnSignIn,
        };
        let mut cx = Ctx::begin_for(world.state.clone(), world.visitor(Some(actor)), action)
            .await
            .unwrap();
        sqlx::query_scalar::<_, i64>("select count(*) from promise_reason")
            .fetch_one(cx.db())
            .await
            .unwrap()
    };
    assert_eq!(sees(desk.lead.actor()).await, 1);
    assert_eq!(sees(desk.reception.actor()).await, 1);
    for who in [
        desk.sender,
        world.member(desk.centre, Role::Coach).await,
        world.member(elsewhere, Role::TeamLeader).await,
    ] {
        assert_eq!(sees(who.actor()).await, 0, "{:?}", who.role);
    }
    assert_eq!(sees(enrolled.actor()).await, 0);
}
