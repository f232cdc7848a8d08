//! What the participant and the manager are told.

use crate::consented::refer;
use crate::world::{Member, Person, World};
use app::access_log::api::{Operations, Span, WhoHasSeen};
use app::access_log::told;
use app::kernel::policy::{Action, Category, Role, Verb};
use app::kernel::{AppError, Ctx, Lang, access_log};
use domain::access::StatedReason;
use uuid::Uuid;

struct Scene {
    world: World,
    coach: Member,
    manager: Member,
    person: Person,
}

async fn scene() -> Scene {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let coach = world.member(centre, Role::Coach).await;
    let manager = world.member(centre, Role::Manager).await;
    let person = world.person().await;
    let enrolment = world.enrol(person, centre, "2026-11-01".parse().unwrap()).await;
    world.assign(person, enrolment, coach).await;
    Scene {
        world,
        coach,
        manager,
        person,
    }
}

impl Scene {
    async fn cx(&self, actor: app::kernel::Actor, action: Action) -> Ctx {
        let visitor = self.world.visitor(Some(actor));
        Ctx::begin_for(self.world.state.clone(), visitor, action)
            .await
            .unwrap()
    }

    /// A member opens the person's record and reads these.
    async fn opens(&self, who: Member, categories: &[Category], reason: Option<&str>) {
        let reason = reason.map(|r| StatedReason::parse(r).unwrap());
        let mut cx = Ctx::begin_about_for(
            self.world.state.clone(),
            self.world.visitor(Some(who.actor())),
            Action::OpenRecord,
            self.person.id,
            reason,
        )
        .await
        .unwrap();
        for category in categories {
            let permit = cx.may(*category, Verb::Read).unwrap();
            access_log::read_about(&mut cx, &[*category], permit)
                .await
                .unwrap();
        }
        cx.commit().await.unwrap();
    }

    async fn lists(&self, who: Member) {
        let mut cx = self.cx(who.actor(), Action::ReadPortfolio).await;
        access_log::read(&mut cx, &[self.person.id]).await.unwrap();
        cx.commit().await.unwrap();
    }

    async fn seen(&self, month: &str) -> WhoHasSeen {
        let mut cx = self.cx(self.person.actor(), Action::ReadWhoHasSeenMe).await;
        let seen = told::month(&mut cx, month).await.unwrap();
        cx.commit().await.unwrap();
        seen
    }

    async fn ask(&self, person: Person, entry: &str, words: &str) -> Result<(), AppError> {
        let mut cx = self.cx(person.actor(), Action::AskAboutRead).await;
        told::ask(&mut cx, entry, words).await?;
        cx.commit().await
    }

    async fn operations(&self, manager: Member, span: Span) -> Operations {
        let mut cx = self.cx(manager.actor(), Action::ReadOperations).await;
        let read = told::operations(&mut cx, span).await.unwrap();
        cx.commit().await.unwrap();
        read
    }

    async fn answer(&self, manager: Member, question: &str, words: &str) -> Result<(), AppError> {
        let mut cx = self.cx(manager.actor(), Action::AnswerQuestion).await;
        told::answer(&mut cx, question, words).await?;
        cx.commit().await
    }

    async fn override_by(&self, who: Member, hours: i32) -> Uuid {
        sqlx::query_scalar(
            "insert into override (override_id, person_id, centre_id, staff_id, account_id, reason, begins_at, ends_at, idempotency_key)
             values (gen_random_uuid(), $1, $2, $3, $4, 'Ramlade i trappan, anhörig ringde', $5, $5 + make_interval(hours => $6), gen_random_uuid())
             returning override_id",
        )
        .bind(self.person.id.as_uuid())
        .bind(who.centre.unwrap().as_uuid())
        .bind(who.id.as_uuid())
        .bind(who.account.as_uuid())
        .bind(self.world.state.clock.now())
        .bind(hours)
        .fetch_one(&self.world.db.owner)
        .await
        .unwrap()
    }
}

fn sentence(entry: &app::access_log::api::Entry) -> String {
    format!("{}{}", entry.who, entry.rest)
}

#[tokio::test]
async fn a_read_stands_in_a_sentence_at_once_with_who_when_and_why() {
    let s = scene().await;
    assert!(s.seen("").await.days.is_empty());
    s.opens(s.coach, &[Category::PlanDraft], None).await;
    s.world.at("2026-11-20T13:10:00Z");
    s.opens(
        s.manager,
        &[Category::PlanDraft, Category::Attendance],
        Some("Ringde och frågade om sin tid"),
    )
    .await;
    let seen = s.seen("").await;
    assert_eq!(
        (seen.month.as_str(), seen.month_name.as_str()),
        ("2026-11", "november 2026")
    );
    assert_eq!(seen.days.len(), 1);
    assert_eq!(seen.days[0].title, "I dag");
    let [manager, coach] = &seen.days[0].opened[..] else {
        panic!("{:?}", seen.days[0].opened)
    };
    assert_eq!(sentence(coach), "Stina Prov, din coach, öppnade din plan.");
    assert_eq!(coach.meta, "klockan 09:12 · för att Stina är din coach");
    assert_eq!(
        sentence(manager),
        "Stina Prov, chef, såg din plan och din närvaro."
    );
    assert_eq!(manager.meta, "klockan 14:10 · med ett skäl");
    assert_eq!(manager.quote.as_deref(), Some("Ringde och frågade om sin tid"));
    // In English too.
    let mut visitor = s.world.visitor(Some(s.person.actor()));
    visitor.lang = Lang::En;
    let mut cx = Ctx::begin_for(s.world.state.clone(), visitor, Action::ReadWhoHasSeenMe)
        .await
        .unwrap();
    let seen = told::month(&mut cx, "2026-11").await.unwrap();
    assert_eq!(
        sentence(&seen.days[0].opened[1]),
        "Stina Prov, your coach, opened your plan."
    );
}

#[tokio::test]
async fn repeated_reads_are_one_line_a_day_and_lists_stand_apart() {
    let s = scene().await;
    for at in [
        "2026-11-19T08:00:00Z",
        "2026-11-19T09:30:00Z",
        "2026-11-19T13:10:00Z",
        "2026-11-20T08:12:00Z",
    ] {
        s.world.at(at);
        s.opens(s.coach, &[Category::PlanDraft], None).await;
        s.lists(s.coach).await;
    }
    let seen = s.seen("2026-11").await;
    let titles: Vec<_> = seen.days.iter().map(|d| d.title.as_str()).collect();
    assert_eq!(titles, ["I dag", "I går"]);
    let yesterday = &seen.days[1];
    assert_eq!((yesterday.opened.len(), yesterday.lists.len()), (1, 1));
    assert!(
        yesterday.opened[0]
            .meta
            .starts_with("3 gånger, klockan 09:00–14:10 · "),
        "{}",
        yesterday.opened[0].meta
    );
    assert_eq!(
        sentence(&yesterday.lists[0]),
        "Stina Prov, din coach, såg ditt namn i sin lista."
    );
}

#[tokio::test]
async fn months_lead_to_each_other_and_denials_and_others_are_not_shown() {
    let s = scene().await;
    s.world.at("2026-11-05T08:00:00Z");
    s.opens(s.coach, &[Category::PlanDraft], None).await;
    // Midnight in Stockholm belongs to December.
    s.world.at("2026-11-30T23:30:00Z");
    s.opens(s.coach, &[Category::PlanDraft], None).await;
    s.world.at("2027-02-01T08:00:00Z");
    // A colleague without the right: denied, and not told to the person.
    let centre = s.coach.centre.unwrap();
    let reception = s.world.member(centre, Role::Reception).await;
    let denied = Ctx::begin_about_for(
        s.world.state.clone(),
        s.world.visitor(Some(reception.actor())),
        Action::ReadIdentityNumber,
        s.person.id,
        None,
    )
    .await;
    assert!(denied.is_err());
    let now = s.seen("").await;
    assert!(now.days.is_empty());
    assert_eq!(
        now.earlier,
        Some(("2026-12".to_owned(), "december 2026".to_owned()))
    );
    let december = s.seen("2026-12").await;
    assert_eq!(december.days.len(), 1);
    assert_eq!(december.days[0].title, "Tisdag 1 december");
    assert_eq!(december.earlier.unwrap().0, "2026-11");
    assert_eq!(december.later, None);
    assert_eq!(s.seen("2026-11").await.later.unwrap().0, "2026-12");
    assert_eq!(s.seen("nonsens").await.month, "2027-02");

    // Somebody else sees nothing of it.
    let other = s.world.enrolled(centre).await;
    let mut cx = s.cx(other.actor(), Action::ReadWhoHasSeenMe).await;
    assert!(told::month(&mut cx, "2026-12").await.unwrap().days.is_empty());
}

#[tokio::test]
async fn an_override_in_force_is_the_first_thing_on_the_page() {
    let s = scene().await;
    let centre = s.coach.centre.unwrap();
    let other = s.world.member(centre, Role::Coach).await;
    s.override_by(other, 4).await;
    s.opens(other, &[Category::PlanDraft], None).await;
    let seen = s.seen("").await;
    assert_eq!(seen.in_force.len(), 1);
    assert_eq!(
        format!("{}{}", seen.in_force[0].who, seen.in_force[0].rest),
        "Stina Prov, coach, kan läsa mer om dig i en nödsituation."
    );
    assert_eq!(
        seen.in_force[0].when,
        "Från 20 november klockan 09:12 till 20 november klockan 13:12"
    );
    assert_eq!(seen.in_force[0].reason, "Ramlade i trappan, anhörig ringde");
    let entry = &seen.days[0].opened[0];
    assert!(
        entry.urgent && entry.meta.ends_with("i en nödsituation"),
        "{entry:?}"
    );
    assert_eq!(entry.quote.as_deref(), Some("Ramlade i trappan, anhörig ringde"));
    s.world.at("2026-11-20T12:12:00Z");
    let after = s.seen("").await;
    assert_eq!((after.in_force.len(), after.ended.len()), (0, 1));
}

#[tokio::test]
async fn a_question_reaches_the_manager_and_its_answer_the_participant() {
    let s = scene().await;
    s.opens(s.coach, &[Category::PlanDraft], None).await;
    let entry = s.seen("").await.days[0].opened[0].id.clone();
    s.ask(s.person, &entry, " Varför i dag? ").await.unwrap();
    // The same once more is no other; other words are told of.
    s.ask(s.person, &entry, "Varför i dag?").await.unwrap();
    assert_eq!(s.ask(s.person, &entry, "Annat").await, Err(AppError::Conflict));
    assert_eq!(s.world.count("select count(*) from access_question").await, 1);
    let asked = s.seen("").await.days[0].opened[0].question.clone().unwrap();
    assert_eq!((asked.words.as_str(), asked.answer), ("Varför i dag?", None));

    let read = s.operations(s.manager, Span::Day).await;
    assert_eq!(read.waiting.questions, 1);
    let question = &read.questions[0];
    assert!(question.from.starts_with("Person "), "{}", question.from);
    assert_eq!(question.entry, "Stina Prov, din coach, öppnade din plan.");
    assert_eq!(question.words, "Varför i dag?");

    let empty = s.answer(s.manager, &question.id, "  ").await;
    assert!(matches!(empty, Err(AppError::Field { .. })), "{empty:?}");
    s.answer(s.manager, &question.id, "Ni hade samtal klockan nio.")
        .await
        .unwrap();
    s.answer(s.manager, &question.id, "Ni hade samtal klockan nio.")
        .await
        .unwrap();
    assert_eq!(
        s.answer(s.manager, &question.id, "Nej").await,
        Err(AppError::Conflict)
    );
    let seen = s.seen("").await;
    assert_eq!(seen.unread, 1);
    let line = seen.days[0].opened.iter().find(|e| e.id == entry).unwrap();
    let answer = line.question.clone().unwrap().answer.unwrap();
    assert_eq!(answer.words, "Ni hade samtal klockan nio.");
    assert_eq!(answer.answered, "Stina Prov svarade 20 november.");
    // The manager's own look stands in the log of whom it was about.
    assert!(
        seen.days[0]
            .lists
            .iter()
            .any(|e| e.rest.contains("vem som har läst om dig")),
        "{:?}",
        seen.days[0].lists
    );

    let mut cx = s.cx(s.person.actor(), Action::AskAboutRead).await;
    told::mark_read(&mut cx).await.unwrap();
    cx.commit().await.unwrap();
    assert_eq!(s.seen("").await.unread, 0);
    let after = s.operations(s.manager, Span::Day).await;
    assert_eq!((after.waiting.questions, after.questions.len()), (0, 1));
    // An answer stands as it was given.
    for sql in [
        "update access_answer set answer = 'x'",
        "delete from access_answer",
    ] {
        assert!(
            sqlx::query(sql).execute(&s.world.db.owner).await.is_err(),
            "{sql}"
        );
    }
}

#[tokio::test]
async fn what_was_read_of_a_referral_before_it_was_known_whose_it_is_can_be_asked_about() {
    let s = scene().await;
    let worker = s.world.outsider("soc-bergsjon", Role::CaseWorker).await;
    refer(&s.world, s.person, worker).await;
    let reception = s.world.member(s.coach.centre.unwrap(), Role::Reception).await;
    let mut cx = s.cx(reception.actor(), Action::ReadReferrals).await;
    access_log::read_categories(&mut cx, &[], &[Category::Referral])
        .await
        .unwrap();
    cx.commit().await.unwrap();
    // As it stands once the desk has found them.
    sqlx::query(
        "insert into referral_read (access_log_id, referral_id, person_id)
         select (select max(access_log_id) from access_log), referral_id, person_id from referral",
    )
    .execute(&s.world.db.owner)
    .await
    .unwrap();
    let seen = s.seen("").await;
    let read = seen.days[0]
        .opened
        .iter()
        .chain(&seen.days[0].lists)
        .find(|e| e.rest.contains("din anvisning"))
        .unwrap();
    let other = s.world.enrolled(s.coach.centre.unwrap()).await;
    assert_eq!(s.ask(other, &read.id, "").await, Err(AppError::NotFound));
    s.ask(s.person, &read.id, "Varför?").await.unwrap();
    let asked = s.operations(s.manager, Span::Day).await;
    assert_eq!(asked.questions[0].words, "Varför?");
}

#[tokio::test]
async fn nobody_asks_about_or_answers_for_others() {
    let s = scene().await;
    s.opens(s.coach, &[Category::PlanDraft], None).await;
    let entry = s.seen("").await.days[0].opened[0].id.clone();
    let centre = s.coach.centre.unwrap();
    let other = s.world.enrolled(centre).await;
    assert_eq!(s.ask(other, &entry, "").await, Err(AppError::NotFound));
    assert_eq!(s.ask(s.person, "999999", "").await, Err(AppError::NotFound));
    assert_eq!(s.ask(s.person, "x", "").await, Err(AppError::Unreadable));
    // Past the first wall, the database refuses too.
    let mut cx = s.cx(other.actor(), Action::AskAboutRead).await;
    let forced = sqlx::query(
        "insert into access_question (access_question_id, access_log_id, person_id, centre_id, asked_at)
         values (gen_random_uuid(), $1, $2, $3, $4)",
    )
    .bind(entry.parse::<i64>().unwrap())
    .bind(other.id.as_uuid())
    .bind(centre.as_uuid())
    .bind(cx.now)
    .execute(cx.db())
    .await;
    assert!(forced.is_err());
    drop(cx);

    s.ask(s.person, &entry, "").await.unwrap();
    let question = s.operations(s.manager, Span::Day).await.questions[0].id.clone();
    let elsewhere: Uuid = sqlx::query_scalar("select centre_id from centre where centre_id <> $1 limit 1")
        .bind(centre.as_uuid())
        .fetch_one(&s.world.db.owner)
        .await
        .unwrap();
    let stranger = s.world.member(elsewhere.into(), Role::Manager).await;
    assert_eq!(
        s.answer(stranger, &question, "Svar").await,
        Err(AppError::NotFound)
    );
    let read = s.operations(stranger, Span::Month).await;
    assert!(read.questions.is_empty() && read.denials.is_empty() && read.overrides.is_empty());
    let taken = s.override_by(s.coach, 1).await;
    let mut cx = s.cx(stranger.actor(), Action::AnswerQuestion).await;
    assert_eq!(
        told::acknowledge(&mut cx, &taken.to_string(), "").await,
        Err(AppError::NotFound)
    );
}

#[tokio::test]
async fn the_manager_sees_denials_overrides_and_failed_sign_ins_of_late_and_is_in_the_log_for_it() {
    let s = scene().await;
    let centre = s.coach.centre.unwrap();
    let other = s.world.member(centre, Role::Coach).await;
    for _ in 0..3 {
        let denied = Ctx::begin_about_for(
            s.world.state.clone(),
            s.world.visitor(Some(other.actor())),
            Action::TakeConsent,
            s.person.id,
            None,
        )
        .await;
        assert!(denied.is_err());
    }
    let taken = s.override_by(other, 4).await;
    sqlx::query(
        "insert into sign_in_failure (at, kind, account_id, why)
         select $1::timestamptz - make_interval(mins => n), 'password', $2, 'wrong' from generate_series(1, 6) n
         union all select $1::timestamptz - interval '3 days', 'card_pin', null, 'unknown'",
    )
    .bind(s.world.state.clock.now())
    .bind(other.account.as_uuid())
    .execute(&s.world.db.owner)
    .await
    .unwrap();

    let read = s.operations(s.manager, Span::Day).await;
    assert_eq!(
        (read.denials.len(), read.denials_total, read.denials[0].times),
        (1, 3, 3)
    );
    assert_eq!(read.denials[0].who, "Stina Prov (coach)");
    assert!(!read.denials[0].numbers.is_empty());
    assert_eq!(read.waiting.overrides, 1);
    assert!(read.overrides[0].in_force && read.overrides[0].seen.is_none());
    assert_eq!(read.failures.total, 6);
    assert_eq!(read.failures.accounts[0].times, 6);
    assert_eq!(read.failures.bars.iter().map(|b| b.count).sum::<u32>(), 6);
    assert_eq!(read.failures.bars.len(), 25);
    let week = s.operations(s.manager, Span::Week).await;
    assert_eq!((week.failures.total, week.failures.bars.len()), (7, 8));
    let logged = "select count(*) from access_log where action = 'read_operations' and permitted
                  and categories = array['who_has_seen'] and cardinality(person_ids) = 1";
    assert_eq!(s.world.count(logged).await, 2);

    for _ in 0..2 {
        let mut cx = s.cx(s.manager.actor(), Action::AnswerQuestion).await;
        told::acknowledge(&mut cx, &taken.to_string(), "Pratade med coachen.")
            .await
            .unwrap();
        cx.commit().await.unwrap();
    }
    let after = s.operations(s.manager, Span::Day).await;
    assert_eq!(after.waiting.overrides, 0);
    assert_eq!(
        after.overrides[0].seen.as_deref(),
        Some("Sedd av Stina Prov, 20 november klockan 09:12")
    );
    assert_eq!(after.overrides[0].note, "Pratade med coachen.");
    assert_eq!(s.world.count("select count(*) from override_seen").await, 1);
}

#[tokio::test]
async fn openings_of_a_protected_identity_are_told_as_a_number_and_their_questions_are_answered() {
    let s = scene().await;
    sqlx::query(
        "with p as (update person set protected_level = 2 where person_id = $1 returning person_id)
         insert into protected_named (protected_named_id, person_id, staff_id, named_at, named_by)
         select gen_random_uuid(), person_id, $2, $3, $4 from p",
    )
    .bind(s.person.id.as_uuid())
    .bind(s.coach.id.as_uuid())
    .bind(s.world.state.clock.now())
    .bind(s.manager.account.as_uuid())
    .execute(&s.world.db.owner)
    .await
    .unwrap();
    s.opens(s.coach, &[Category::PlanDraft], None).await;
    s.opens(s.coach, &[Category::PlanDraft], None).await;
    // Not even the manager opens it.
    let closed = Ctx::begin_about_for(
        s.world.state.clone(),
        s.world.visitor(Some(s.manager.actor())),
        Action::OpenRecord,
        s.person.id,
        None,
    )
    .await;
    assert!(closed.is_err());
    let read = s.operations(s.manager, Span::Day).await;
    assert_eq!((read.openings.len(), read.openings_total), (1, 2));
    assert_eq!(read.waiting.openings, 1);
    assert_eq!(read.openings[0].who, "Stina Prov (coach)");
    assert_eq!(
        read.openings[0]
            .number
            .chars()
            .filter(char::is_ascii_digit)
            .count(),
        7
    );
    let all = serde_json::to_string(&read).unwrap();
    assert!(
        !all.contains("Person ") && !all.contains(&s.person.id.to_string()),
        "{all}"
    );

    // Whoever is protected asks as others do, and stays a number.
    let seen = s.seen("").await;
    let entry = seen.days[0]
        .opened
        .iter()
        .find(|e| e.rest.contains("din plan"))
        .unwrap()
        .id
        .clone();
    s.ask(s.person, &entry, "Varför?").await.unwrap();
    let read = s.operations(s.manager, Span::Day).await;
    assert!(
        read.questions[0].from.starts_with("Skyddad identitet, "),
        "{}",
        read.questions[0].from
    );
    assert!(
        read.questions[0].entry.ends_with("öppnade din plan."),
        "{}",
        read.questions[0].entry
    );
    s.answer(s.manager, &read.questions[0].id, "Ni hade samtal.")
        .await
        .unwrap();
    assert_eq!(s.seen("").await.unread, 1);
}
