//! The record against a real database: what each role sees of a person, how it opens, and what is told of it
//! (G1, G2, C3, L in ACCESS.md).

use crate::world::{Member, Person, World};
use app::kernel::error::Field;
use app::kernel::policy::{Action, Category, Denial, Role};
use app::kernel::{Actor, AppError, Ctx};
use app::record::api::contact::server::{Typed, write};
use app::record::api::find::{self, Found, Order};
use app::record::api::open::{self, AbsencePart, Identity, Record};
use app::record::api::reason::Wants;
use app::record::api::{emergency, reason};
use chrono::TimeDelta;
use domain::ids::CentreId;
use domain::plan::TextError;
use sqlx::Row;

pub const IDENTITY: &str = "199001012385";

pub async fn open_as(world: &World, actor: Actor, who: Person, stated: &str) -> Result<Record, AppError> {
    let visitor = world.visitor(Some(actor));
    let mut cx = Ctx::begin_about_for(world.state.clone(), visitor, Action::OpenRecord, who.id, None).await?;
    let record = open::server::open(&mut cx, stated).await?;
    cx.commit().await?;
    Ok(record)
}

pub async fn search(world: &World, who: Member, words: &str, page: u32) -> Found {
    let visitor = world.visitor(Some(who.actor()));
    let mut cx = Ctx::begin_for(world.state.clone(), visitor, Action::FindPerson)
        .await
        .unwrap();
    let found = find::server::find_people(&mut cx, words, Order::Name, page)
        .await
        .unwrap();
    cx.commit().await.unwrap();
    found
}

pub fn names(found: &Found) -> Vec<&str> {
    found.people.iter().map(|hit| hit.name.as_str()).collect()
}

pub async fn run(world: &World, sql: &'static str, who: Person) {
    sqlx::query(sql)
        .bind(who.id.as_uuid())
        .execute(&world.db.owner)
        .await
        .unwrap();
}

pub async fn call(world: &World, who: Person, given: &str, family: &str) {
    sqlx::query("update person set given_name = $2, family_name = $3 where person_id = $1")
        .bind(who.id.as_uuid())
        .bind(given)
        .bind(family)
        .execute(&world.db.owner)
        .await
        .unwrap();
}

pub async fn relate(world: &World, who: Person, member: Member) {
    sqlx::query(
        "insert into staff_relation (staff_relation_id, staff_id, person_id, kind, declared_at, declared_by)
         values (gen_random_uuid(), $1, $2, 'relative', now(), $3)",
    )
    .bind(member.id.as_uuid())
    .bind(who.id.as_uuid())
    .bind(member.account.as_uuid())
    .execute(&world.db.owner)
    .await
    .unwrap();
}

/// Somebody of the centre about whom there is something of everything.
pub async fn full(world: &World, centre: CentreId, coach: Member) -> Person {
    let who = world.person().await;
    call(world, who, "Amina", "Warsame").await;
    let enrolment = world.enrol(who, centre, "2026-11-09".parse().unwrap()).await;
    world.assign(who, enrolment, coach).await;
    for sql in [
        "insert into person_identity (person_id, identity_number, recorded_at) values ($1, '199001012385', now())",
        "insert into contact (person_id, phone, email, street, postal_code, town, updated_at)
         values ($1, '070-174 06 05', 'a@b.example', 'Gatan 1', '415 01', 'Göteborg', now())",
        "insert into referral (referral_id, person_id, programme_id, agency_id, staff_id, referred_at, decided_at)
         select gen_random_uuid(), $1, e.programme_id, a.agency_id, s.staff_id, '2026-11-02', '2026-11-06'
         from enrolment e, agency a, (select staff_id from staff limit 1) s where e.person_id = $1 and a.code = 'soc-bergsjon'",
        "insert into plan (plan_id, person_id, want, updated_at) values (gen_random_uuid(), $1, 'Jag vill arbeta på lager', now())",
        "insert into activity (activity_id, plan_id, person_id, kind, title, doer, due_on, status, idempotency_key, created_at, updated_at)
         select gen_random_uuid(), plan_id, $1, 'job_search', 'Ring lagret i Gamlestaden', 'participant', '2026-11-24', 'agreed',
                gen_random_uuid(), now(), now() from plan where person_id = $1",
        "insert into attendance (attendance_id, enrolment_id, person_id, centre_id, day, attended_at, recorded_at, method,
                                 idempotency_key, request_hash)
         select gen_random_uuid(), enrolment_id, $1, centre_id, d::date, d + interval '8 hours', d + interval '8 hours',
                'code_link', gen_random_uuid(), sha256('x')
         from enrolment, unnest(array[timestamptz '2026-11-16 00:00Z', timestamptz '2026-11-18 00:00Z']) d where person_id = $1",
        "insert into absence (absence_id, enrolment_id, person_id, centre_id, day, kind, reason, explanation, created_at)
         select gen_random_uuid(), enrolment_id, $1, centre_id, '2026-11-20', 'excused', 'ill_child', 'Barnet har feber', now()
         from enrolment where person_id = $1",
        "insert into plan_version (plan_version_id, person_id, plan_id, agency_id, content, content_hash, published_at, idempotency_key)
         select gen_random_uuid(), $1, plan_id, agency_id, '{}', sha256('{}'), '2026-11-19', gen_random_uuid()
         from plan, agency where person_id = $1 and code = 'soc-bergsjon'",
        "with t as (insert into consent_text (consent_text_id, version, language, title, body, sha256, valid_from)
                    values (gen_random_uuid(), 99, 'sv', 'T', 'B', sha256(convert_to('T' || E'\\n' || 'B', 'UTF8')), '2020-01-01')
                    returning consent_text_id),
              s as (insert into consent_signature (consent_signature_id, person_id, centre_id, how, paper_place, consent_text_id,
                                                   signed_at, recorded_by, idempotency_key, request_hash)
                    select gen_random_uuid(), $1, e.centre_id, 'paper', 'Pärm 1', t.consent_text_id, '2026-11-09',
                           (select account_id from account limit 1), gen_random_uuid(), sha256('x')
                    from enrolment e, t where e.person_id = $1 returning consent_signature_id, centre_id)
         insert into consent (consent_id, consent_signature_id, person_id, centre_id, agency_id, direction, category, purpose, valid_from)
         select gen_random_uuid(), s.consent_signature_id, $1, s.centre_id, a.agency_id, 'to_agency', 'plan', 'coordination', '2026-11-09'
         from s, agency a where a.code = 'soc-bergsjon'",
    ] {
        run(world, sql, who).await;
    }
    who
}

async fn assign_as(world: &World, who: Person, member: Member, kind: &str) {
    sqlx::query(
        "insert into assignment (assignment_id, enrolment_id, person_id, centre_id, staff_id, kind, valid_from)
         select gen_random_uuid(), enrolment_id, person_id, centre_id, $2, $3, '2026-11-01' from enrolment where person_id = $1",
    )
    .bind(who.id.as_uuid())
    .bind(member.id.as_uuid())
    .bind(kind)
    .execute(&world.db.owner)
    .await
    .unwrap();
}

/// The last entry of the log: why, categories, the words of the reason.
pub async fn last_entry(world: &World) -> (String, Vec<String>, Option<String>, bool) {
    let row = sqlx::query(
        "select l.reason, l.categories, r.reason, l.override_id is not null
         from access_log l left join access_reason r using (access_log_id) order by l.access_log_id desc limit 1",
    )
    .fetch_one(&world.db.owner)
    .await
    .unwrap();
    (row.get(0), row.get(1), row.get(2), row.get(3))
}

fn why(record: &Record, category: Category) -> Option<Denial> {
    record
        .closed
        .iter()
        .find(|c| c.category == category)
        .map(|c| c.why)
}

async fn state(
    world: &World,
    member: Member,
    who: Person,
    words: &str,
    wants: Wants,
) -> Result<String, AppError> {
    let visitor = world.visitor(Some(member.actor()));
    let key = world.key().to_string();
    reason::server::state_for(
        world.state.clone(),
        visitor,
        &who.id.to_string(),
        &key,
        words,
        wants,
    )
    .await
    .map(|stated| stated.to_string())
}

pub async fn take(
    world: &World,
    member: Member,
    who: Person,
    words: &str,
    hours: &str,
) -> Result<(), AppError> {
    let key = world.key().to_string();
    take_with(world, member, who, words, hours, &key).await
}

pub async fn take_with(
    world: &World,
    member: Member,
    who: Person,
    words: &str,
    hours: &str,
    key: &str,
) -> Result<(), AppError> {
    let visitor = world.visitor(Some(member.actor()));
    emergency::server::take(
        world.state.clone(),
        visitor,
        &who.id.to_string(),
        key,
        words,
        hours,
    )
    .await
}

#[tokio::test]
async fn the_own_coach_reads_everything_but_the_identity_number_in_one_entry_of_the_log() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let coach = world.member(centre, Role::Coach).await;
    let who = full(&world, centre, coach).await;
    let record = open_as(&world, coach.actor(), who, "").await.unwrap();
    assert_eq!(record.name, "Amina Warsame");
    assert_eq!(record.enrolments[0].since, "Inskriven 9 november");
    assert_eq!(record.enrolments[0].coach.as_deref(), Some("Stina Prov"));
    assert_eq!(record.contact.as_ref().unwrap().phone, "070-174 06 05");
    let plan = record.plan.as_ref().unwrap();
    assert_eq!(plan.want, "Jag vill arbeta på lager");
    assert_eq!(plan.steps[0].meta, "Amina · senast 24 november");
    let attendance = record.attendance.as_ref().unwrap();
    assert_eq!((attendance.this_month, attendance.stamps.len()), (2, 2));
    let Some(AbsencePart::Days(days)) = &record.absence else {
        panic!("days")
    };
    assert_eq!(days[0].explanation, "Barnet har feber");
    assert_eq!(record.versions.as_ref().unwrap().len(), 1);
    assert_eq!(record.referrals.as_ref().unwrap().len(), 1);
    assert_eq!(
        record.consents.as_ref().unwrap()[0].words,
        "centret får berätta: plan"
    );
    assert_eq!(record.identity, Some(Identity::Hidden));
    assert_eq!(record.closed, []);
    assert!(!record.may_override && !record.may_state_reason);
    assert!(
        !format!("{record:?}").contains(&IDENTITY[8..]),
        "nothing of the number is sent"
    );

    assert_eq!(world.count("select count(*) from access_log").await, 1);
    let (permit, categories, reason, by_override) = last_entry(&world).await;
    assert_eq!(permit, "assigned");
    assert_eq!(
        categories,
        [
            "enrolled",
            "contact_card",
            "referral",
            "consents",
            "plan_draft",
            "attendance",
            "absence",
            "plan_version"
        ]
    );
    assert_eq!((reason, by_override), (None, false));
}

#[tokio::test]
async fn another_coach_sees_that_it_is_closed_and_why_and_nothing_of_it() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let (coach, other) = (
        world.member(centre, Role::Coach).await,
        world.member(centre, Role::Coach).await,
    );
    let who = full(&world, centre, coach).await;
    let record = open_as(&world, other.actor(), who, "").await.unwrap();
    for category in [
        Category::Referral,
        Category::Consents,
        Category::PlanDraft,
        Category::PlanVersion,
        Category::Attendance,
        Category::Absence,
    ] {
        assert_eq!(why(&record, category), Some(Denial::NotAssigned), "{category:?}");
    }
    assert!(record.contact.is_some() && record.may_override);
    let sent = format!("{record:?}");
    for word in ["lager", "feber", "anvisade", "16 NOV"] {
        assert!(!sent.contains(word), "{word}");
    }
    let (permit, categories, ..) = last_entry(&world).await;
    assert_eq!(permit, "role");
    assert_eq!(categories, ["enrolled", "contact_card"]);
}

#[tokio::test]
async fn the_reception_is_told_that_somebody_is_excused_and_not_why() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let coach = world.member(centre, Role::Coach).await;
    let reception = world.member(centre, Role::Reception).await;
    let who = full(&world, centre, coach).await;
    let record = open_as(&world, reception.actor(), who, "").await.unwrap();
    assert_eq!(record.absence, Some(AbsencePart::Excused(true)));
    assert_eq!(record.attendance.as_ref().unwrap().this_month, 2);
    assert_eq!(why(&record, Category::PlanDraft), Some(Denial::RoleWithout));
    assert!(!format!("{record:?}").contains("feber"));
    // Nothing here would open in an emergency: an override opens no cell that the role has not.
    assert!(!record.may_override);
}

#[tokio::test]
async fn the_identity_number_is_shown_once_to_who_says_why_and_the_participant_reads_why() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let coach = world.member(centre, Role::Coach).await;
    let (reception, colleague) = (
        world.member(centre, Role::Reception).await,
        world.member(centre, Role::Reception).await,
    );
    let who = full(&world, centre, coach).await;
    let too_short = state(&world, reception, who, " ja ", Wants::IdentityNumber).await;
    assert_eq!(
        too_short,
        Err(AppError::Field {
            field: Field::Reason,
            problem: TextError::Empty
        })
    );
    let words = "Kontrollerar legitimation";
    let stated = state(&world, reception, who, words, Wants::IdentityNumber)
        .await
        .unwrap();
    // Not for a colleague, not about somebody else.
    let theirs = open_as(&world, colleague.actor(), who, &stated).await.unwrap();
    assert_eq!(theirs.identity, Some(Identity::Hidden));
    let another = world.enrolled(centre).await;
    let about_another = open_as(&world, reception.actor(), another, &stated)
        .await
        .unwrap();
    assert_eq!(about_another.identity, Some(Identity::Hidden));

    let record = open_as(&world, reception.actor(), who, &stated).await.unwrap();
    assert_eq!(record.identity, Some(Identity::Shown("19900101-2385".into())));
    let (permit, categories, reason, _) = last_entry(&world).await;
    assert_eq!((permit.as_str(), reason.as_deref()), ("reason", Some(words)));
    assert!(categories.iter().any(|c| c == "identity_number"));
    let read: i64 =
        sqlx::query_scalar("select count(*) from access_reason where person_id = $1 and reason = $2")
            .bind(who.id.as_uuid())
            .bind(words)
            .fetch_one(&world.db.owner)
            .await
            .unwrap();
    assert_eq!(read, 1);

    let again = open_as(&world, reception.actor(), who, &stated).await.unwrap();
    assert_eq!(again.identity, Some(Identity::Hidden), "once");
    let late = state(&world, reception, who, words, Wants::IdentityNumber)
        .await
        .unwrap();
    world.clock.advance(TimeDelta::seconds(61));
    let record = open_as(&world, reception.actor(), who, &late).await.unwrap();
    assert_eq!(record.identity, Some(Identity::Hidden), "a minute");
    // A role without the cell gets no further by a reason.
    let manager = world.member(centre, Role::Manager).await;
    assert_eq!(
        state(&world, manager, who, words, Wants::IdentityNumber).await,
        Err(AppError::Closed(Denial::RoleWithout))
    );
}

#[tokio::test]
async fn a_manager_reads_the_plan_with_a_reason_for_a_quarter_of_an_hour() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let coach = world.member(centre, Role::Coach).await;
    let (manager, deputy) = (
        world.member(centre, Role::Manager).await,
        world.member(centre, Role::Manager).await,
    );
    let who = full(&world, centre, coach).await;
    let shut = open_as(&world, manager.actor(), who, "").await.unwrap();
    assert_eq!(why(&shut, Category::PlanDraft), Some(Denial::ReasonNeeded));
    assert!(shut.may_state_reason && shut.plan.is_none() && shut.attendance.is_none());
    assert_eq!(why(&shut, Category::IdentityNumber), Some(Denial::RoleWithout));

    let words = "Klagomål från deltagaren";
    let stated = state(&world, manager, who, words, Wants::Record).await.unwrap();
    for _ in 0..2 {
        let record = open_as(&world, manager.actor(), who, &stated).await.unwrap();
        assert_eq!(record.plan.unwrap().want, "Jag vill arbeta på lager");
        assert!(record.attendance.is_some() && record.absence.is_some() && record.versions.is_some());
        assert_eq!(record.reason_until.as_deref(), Some("09:27"));
        assert!(!record.may_override && !record.may_state_reason);
    }
    let (permit, categories, reason, _) = last_entry(&world).await;
    assert_eq!((permit.as_str(), reason.as_deref()), ("reason", Some(words)));
    assert!(categories.iter().any(|c| c == "absence"));

    let theirs = open_as(&world, deputy.actor(), who, &stated).await.unwrap();
    assert_eq!(
        why(&theirs, Category::PlanDraft),
        Some(Denial::ReasonNeeded),
        "another account"
    );
    let as_lead = Actor::Staff {
        account: manager.account,
        staff: manager.id,
        centre,
        role: Role::Reception,
    };
    let record = open_as(&world, as_lead, who, &stated).await.unwrap();
    assert!(
        record.reason_until.is_none() && record.plan.is_none(),
        "another role"
    );
    world.clock.advance(TimeDelta::minutes(15));
    let late = open_as(&world, manager.actor(), who, &stated).await.unwrap();
    assert!(late.plan.is_none(), "a quarter of an hour");
    // Nobody else has a cell that a reason opens.
    assert_eq!(
        state(&world, coach, world.enrolled(centre).await, words, Wants::Record).await,
        Err(AppError::Closed(Denial::NotAssigned))
    );
}

#[tokio::test]
async fn a_recruiter_reads_the_plan_of_their_own_and_a_specialist_their_own_activities_alone() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let coach = world.member(centre, Role::Coach).await;
    let recruiter = world.member(centre, Role::Recruiter).await;
    let specialist = world.member(centre, Role::Specialist).await;
    let who = full(&world, centre, coach).await;
    sqlx::query(
        "insert into activity (activity_id, plan_id, person_id, kind, title, doer, doer_staff_id, status, idempotency_key, created_at, updated_at)
         select gen_random_uuid(), plan_id, $1, 'health', 'Bedöma arbetsplatsen', 'other', $2, 'agreed', gen_random_uuid(), now(), now()
         from plan where person_id = $1",
    )
    .bind(who.id.as_uuid())
    .bind(specialist.id.as_uuid())
    .execute(&world.db.owner)
    .await
    .unwrap();

    let before = open_as(&world, recruiter.actor(), who, "").await.unwrap();
    assert!(before.plan.is_none() && before.contact.is_none());
    assert_eq!(why(&before, Category::ContactCard), Some(Denial::NotAssigned));
    assert_eq!(
        open_as(&world, specialist.actor(), who, "").await,
        Err(AppError::NotFound),
        "a specialist knows of their own alone"
    );

    assign_as(&world, who, recruiter, "recruiter").await;
    assign_as(&world, who, specialist, "specialist").await;
    let record = open_as(&world, recruiter.actor(), who, "").await.unwrap();
    let plan = record.plan.as_ref().unwrap();
    assert_eq!(
        (plan.want.as_str(), plan.steps.len()),
        ("Jag vill arbeta på lager", 2)
    );
    assert!(record.attendance.is_some() && record.contact.is_some());
    assert_eq!(
        record.consents.as_ref().unwrap()[0].words,
        "centret får berätta: plan"
    );
    assert_eq!(why(&record, Category::Absence), Some(Denial::RoleWithout));

    let record = open_as(&world, specialist.actor(), who, "").await.unwrap();
    let plan = record.plan.as_ref().unwrap();
    assert!(plan.own_only && plan.want.is_empty());
    let titles: Vec<_> = plan.steps.iter().map(|s| s.title.as_str()).collect();
    assert_eq!(titles, ["Bedöma arbetsplatsen"]);
    assert_eq!(why(&record, Category::Attendance), Some(Denial::NotTheirs));
    assert!(!format!("{record:?}").contains("lager"));
}

#[tokio::test]
async fn the_record_is_the_centres_own() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let coach = world.member(centre, Role::Coach).await;
    let who = full(&world, centre, coach).await;
    assert_eq!(
        open_as(&world, who.actor(), who, "").await,
        Err(AppError::NotFound)
    );
    let elsewhere = world
        .member(world.centre("kompetenscenter-oster").await, Role::Coach)
        .await;
    assert_eq!(
        open_as(&world, elsewhere.actor(), who, "").await,
        Err(AppError::NotFound)
    );
    let steering = world.member(centre, Role::Steering).await;
    assert_eq!(
        open_as(&world, steering.actor(), who, "").await,
        Err(AppError::NotFound)
    );
    let worker = world.outsider("soc-bergsjon", Role::CaseWorker).await;
    sqlx::query("update referral set staff_id = $1, decided_at = null")
        .bind(worker.id.as_uuid())
        .execute(&world.db.owner)
        .await
        .unwrap();
    assert_eq!(
        open_as(&world, worker.actor(), who, "").await,
        Err(AppError::NotFound),
        "an agency has a view of its own"
    );
    assert_eq!(
        world
            .count("select count(*) from access_log where permitted")
            .await,
        0
    );
}

#[tokio::test]
async fn a_relative_is_to_staff_as_somebody_who_is_not_there() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let coach = world.member(centre, Role::Coach).await;
    let who = full(&world, centre, coach).await;
    relate(&world, who, coach).await;
    let stranger = Person {
        id: uuid::Uuid::from_u128(7).into(),
        account: who.account,
    };
    for person in [who, stranger] {
        assert_eq!(
            open_as(&world, coach.actor(), person, "").await,
            Err(AppError::NotFound)
        );
        assert_eq!(
            take(&world, coach, person, "Det är bråttom i dag", "1").await,
            Err(AppError::NotFound)
        );
        assert_eq!(
            state(&world, coach, person, "Det är bråttom", Wants::IdentityNumber).await,
            Err(AppError::NotFound)
        );
    }
    assert_eq!(
        names(&search(&world, coach, "Warsame", 1).await),
        Vec::<&str>::new()
    );
    let visitor = world.visitor(Some(coach.actor()));
    let mut cx = Ctx::begin_for(world.state.clone(), visitor, Action::ReadPortfolio)
        .await
        .unwrap();
    let seen: i64 = sqlx::query_scalar("select count(*) from person")
        .fetch_one(cx.db())
        .await
        .unwrap();
    assert_eq!(seen, 0, "in no list");
    assert_eq!(world.count("select count(*) from override").await, 0);
}

async fn write_card(world: &World, member: Member, who: Person, card: &Typed<'_>) -> Result<(), AppError> {
    let visitor = world.visitor(Some(member.actor()));
    let mut cx =
        Ctx::begin_about_for(world.state.clone(), visitor, Action::WriteContact, who.id, None).await?;
    write(&mut cx, card).await?;
    cx.commit().await
}

#[tokio::test]
async fn a_contact_card_is_written_over_the_revision_that_was_read() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let coach = world.member(centre, Role::Coach).await;
    let reception = world.member(centre, Role::Reception).await;
    let who = world.enrolled(centre).await;
    let card = Typed {
        phone: "070-174 06 05",
        street: "Gatan 1",
        postal_code: "41501",
        town: "Göteborg",
        language: "so",
        needs_interpreter: true,
        ..Typed::default()
    };
    for _ in 0..2 {
        write_card(&world, reception, who, &card).await.unwrap();
    }
    let read = open_as(&world, coach.actor(), who, "")
        .await
        .unwrap()
        .contact
        .unwrap();
    assert_eq!((read.revision, read.postal_code.as_str()), (1, "415 01"));
    assert_eq!(read.language_name, "somaliska");
    let changed = Typed {
        revision: 1,
        phone: "031-123 45",
        ..card
    };
    for _ in 0..2 {
        write_card(&world, reception, who, &changed).await.unwrap();
    }
    let late = Typed {
        revision: 1,
        phone: "031-000 00",
        ..card
    };
    assert_eq!(
        write_card(&world, reception, who, &late).await,
        Err(AppError::Conflict)
    );
    let bad = Typed {
        revision: 2,
        postal_code: "4150",
        ..card
    };
    assert_eq!(
        write_card(&world, reception, who, &bad).await,
        Err(AppError::Field {
            field: Field::PostalCode,
            problem: TextError::Unreadable
        })
    );
    for role in [Role::Coach, Role::TeamLeader, Role::Manager, Role::Recruiter] {
        let member = world.member(centre, role).await;
        assert_eq!(
            write_card(&world, member, who, &changed).await,
            Err(AppError::Closed(Denial::RoleWithout)),
            "{role:?}"
        );
    }
    let read = open_as(&world, coach.actor(), who, "")
        .await
        .unwrap()
        .contact
        .unwrap();
    assert_eq!((read.revision, read.phone.as_str()), (2, "031-123 45"));
}
