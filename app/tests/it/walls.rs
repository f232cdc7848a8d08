//! The two walls side by side: for every role, category and verb, and every standing that a person can have towards
//! the actor, the decision in Rust and what the database lets through are asked and must be the same.

use crate::world::{Member, Person, World};
use app::kernel::policy::{
    Action, ActorKind, Category, Denial, Permit, Role, Standing, Verb, decide_about, rule,
};
use app::kernel::{Actor, AppError, Ctx};
use domain::access::StatedReason;
use domain::ids::{CentreId, EnrolmentId};
use sqlx::{AssertSqlSafe, Row as _};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use uuid::Uuid;

/// What is so between an actor and a person; each is made in the tables, and told to neither wall.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "independent circumstances, walked in all their mixtures"
)]
struct Circumstance {
    elsewhere: bool,
    assigned: bool,
    related: bool,
    protected: bool,
    named: bool,
    overridden: bool,
    reason: bool,
    referred: bool,
    published: bool,
    /// Which consent is in force for the actor's agency, or how it is not.
    consent: Consent,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Consent {
    #[default]
    None,
    Enrolment,
    Contact,
    Plan,
    All,
    Withdrawn,
    Expired,
    NotYet,
    OtherAgency,
    /// The other direction: what the agency may tell the centre opens nothing for the agency.
    FromAgency,
}

fn circumstances(role: Role) -> Vec<Circumstance> {
    let mut all = Vec::new();
    let flags = [false, true];
    if role.of_agency() {
        for assigned in flags {
            for referred in flags {
                for published in flags {
                    for consent in [
                        Consent::None,
                        Consent::Enrolment,
                        Consent::Contact,
                        Consent::Plan,
                        Consent::All,
                        Consent::Withdrawn,
                        Consent::Expired,
                        Consent::NotYet,
                        Consent::OtherAgency,
                        Consent::FromAgency,
                    ] {
                        all.push(Circumstance {
                            assigned,
                            referred,
                            published,
                            consent,
                            ..Circumstance::default()
                        });
                    }
                }
            }
        }
    } else {
        for elsewhere in flags {
            for assigned in flags {
                for overridden in flags {
                    for reason in flags {
                        all.push(Circumstance {
                            elsewhere,
                            assigned,
                            overridden,
                            reason,
                            ..Circumstance::default()
                        });
                    }
                }
            }
        }
    }
    let plain = all.clone();
    for c in plain {
        all.push(Circumstance { related: true, ..c });
        // G2: there is no override of a protected identity.
        all.push(Circumstance {
            protected: true,
            overridden: false,
            ..c
        });
        all.push(Circumstance {
            protected: true,
            named: true,
            overridden: false,
            ..c
        });
    }
    all.dedup();
    all
}

struct Stage {
    world: World,
    here: CentreId,
    there: CentreId,
    manager: Member,
    enrolment_of: Vec<(Uuid, EnrolmentId)>,
}

impl Stage {
    async fn new() -> Self {
        let world = World::new().await;
        // Every standing has people of its own: more than the house holds.
        sqlx::query("alter table enrolment disable trigger enrolment_within_capacity")
            .execute(&world.db.owner)
            .await
            .unwrap();
        let here = world.centre("arbetsforum").await;
        let there = world.centre("kompetenscenter-oster").await;
        let manager = world.member(here, Role::Manager).await;
        Self {
            world,
            here,
            there,
            manager,
            enrolment_of: Vec::new(),
        }
    }

    async fn run(&self, sql: String) {
        sqlx::raw_sql(AssertSqlSafe(sql.clone()))
            .execute(&self.world.db.owner)
            .await
            .unwrap_or_else(|e| panic!("{e}: {sql}"));
    }

    /// Somebody with one row in every table, who stands so towards the actor.
    async fn person(&mut self, actor: Member, is: Circumstance) -> Person {
        let world = &self.world;
        let who = world.person().await;
        let centre = if is.elsewhere { self.there } else { self.here };
        let enrolment = world.enrol(who, centre, "2026-11-01".parse().unwrap()).await;
        self.enrolment_of.push((who.id.as_uuid(), enrolment));
        let (p, e, c) = (who.id, enrolment, centre);
        let (staff, account, manager) = (actor.id, actor.account, self.manager.account);
        let mut sql = format!(
            "insert into contact (person_id, phone, updated_at) values ('{p}', '031', now());
             insert into plan (plan_id, person_id, want, updated_at) values ('{p}', '{p}', 'x', now());
             insert into activity (activity_id, plan_id, person_id, kind, title, doer, status, idempotency_key, created_at, updated_at)
               values (gen_random_uuid(), '{p}', '{p}', 'own', 'x', 'participant', 'idea', gen_random_uuid(), now(), now());
             insert into plan_history (person_id, plan_id, changed_at, change) values ('{p}', '{p}', now(), '{{}}');
             insert into attendance (attendance_id, enrolment_id, person_id, centre_id, day, attended_at, recorded_at, method, idempotency_key, request_hash)
               values ('{p}', '{e}', '{p}', '{c}', '2026-11-19', now(), now(), 'reception', gen_random_uuid(), sha256('x'));
             insert into attendance_correction (attendance_correction_id, attendance_id, person_id, centre_id, stands, reason, corrected_at, corrected_by)
               values (gen_random_uuid(), '{p}', '{p}', '{c}', true, 'x', now(), '{manager}');
             insert into absence (absence_id, enrolment_id, person_id, centre_id, day, kind, created_at)
               values (gen_random_uuid(), '{e}', '{p}', '{c}', '2026-11-18', 'excused', now());
             insert into access_log (at, actor_kind, action, person_ids, permitted, reason, request_id)
               values (now(), 'staff', 'open_record', array['{p}'::uuid], true, 'role', gen_random_uuid());"
        );
        // One of the published test numbers is enough: the row's number is unique, so they take turns.
        let _ = write!(
            sql,
            "delete from person_identity;
             insert into person_identity (person_id, identity_number, recorded_at) values ('{p}', '199001012385', now());"
        );
        if is.assigned {
            let kind = match actor.role {
                Role::Recruiter => "recruiter",
                Role::Specialist => "specialist",
                Role::Partner => "partner",
                _ => "deputy",
            };
            let _ = write!(
            sql,
                "insert into assignment (assignment_id, enrolment_id, person_id, centre_id, staff_id, kind, valid_from, valid_to)
                 values (gen_random_uuid(), '{e}', '{p}', '{c}', '{staff}', '{kind}', '2026-11-01', '2026-11-20');
                 insert into activity (activity_id, plan_id, person_id, kind, title, doer, doer_staff_id, status, idempotency_key, created_at, updated_at)
                 values (gen_random_uuid(), '{p}', '{p}', 'own', 'mine', 'other', '{staff}', 'idea', gen_random_uuid(), now(), now());"
            );
        } else {
            // An assignment that has ended, and one that has not begun, are none.
            let _ = write!(
            sql,
                "insert into assignment (assignment_id, enrolment_id, person_id, centre_id, staff_id, kind, valid_from, valid_to)
                 values (gen_random_uuid(), '{e}', '{p}', '{c}', '{staff}', 'deputy', '2026-11-01', '2026-11-19'),
                        (gen_random_uuid(), '{e}', '{p}', '{c}', '{staff}', 'deputy', '2026-11-21', null);"
            );
        }
        if is.related {
            let _ = write!(
            sql,
                "insert into staff_relation (staff_relation_id, staff_id, person_id, kind, declared_at, declared_by)
                 values (gen_random_uuid(), '{staff}', '{p}', 'relative', now(), '{account}');"
            );
        }
        if is.overridden {
            let at = self.here;
            let _ = write!(
            sql,
                "insert into override (override_id, person_id, centre_id, staff_id, account_id, reason, begins_at, ends_at, idempotency_key)
                 values (gen_random_uuid(), '{p}', '{at}', '{staff}', '{account}', 'Föll ihop vid dörren', '2026-11-20 08:00+00', '2026-11-20 09:00+00', gen_random_uuid());"
            );
        } else if !is.protected {
            // One that is over is none.
            let at = self.here;
            let _ = write!(
            sql,
                "insert into override (override_id, person_id, centre_id, staff_id, account_id, reason, begins_at, ends_at, idempotency_key)
                 values (gen_random_uuid(), '{p}', '{at}', '{staff}', '{account}', 'Föll ihop vid dörren', '2026-11-19 08:13+00', '2026-11-20 08:12+00', gen_random_uuid());"
            );
        }
        if is.protected {
            let _ = write!(
                sql,
                "update person set protected_level = 1 where person_id = '{p}';"
            );
        }
        if is.named {
            let _ = write!(
                sql,
                "insert into protected_named (protected_named_id, person_id, staff_id, named_at, named_by)
                 values (gen_random_uuid(), '{p}', '{staff}', now(), '{manager}');"
            );
        }
        let agency = actor.agency.map_or_else(
            || "(select agency_id from agency where code = 'soc-bergsjon')".to_owned(),
            |a| format!("'{a}'"),
        );
        let decided = if is.referred { "null" } else { "'2026-11-10'" };
        let _ = write!(
            sql,
            "insert into referral (referral_id, person_id, programme_id, agency_id, staff_id, referred_at, decided_at)
             select gen_random_uuid(), '{p}', programme_id, {agency}, '{staff}', '2026-11-01', {decided} from enrolment where enrolment_id = '{e}';"
        );
        let revoked = if is.published { "null" } else { "'2026-11-15'" };
        let _ = write!(
            sql,
            "insert into plan_version (plan_version_id, person_id, plan_id, agency_id, content, content_hash, published_at, revoked_at, idempotency_key)
             values (gen_random_uuid(), '{p}', '{p}', {agency}, '{{}}', sha256('x'), '2026-11-02', {revoked}, gen_random_uuid());"
        );
        sql += &consents(
            &p.to_string(),
            &c.to_string(),
            &agency,
            &manager.to_string(),
            is.consent,
        );
        self.run(sql).await;
        who
    }
}

fn consents(person: &str, centre: &str, agency: &str, account: &str, consent: Consent) -> String {
    let mut sql = format!(
        "insert into consent_text (consent_text_id, version, language, title, body, sha256, valid_from)
         values ('01990000-0000-7000-8000-00000000aaaa', 990, 'sv', 't', 'b', sha256(convert_to(E't\\nb', 'UTF8')), '2026-01-01')
         on conflict do nothing;
         insert into consent_signature (consent_signature_id, person_id, centre_id, how, paper_place, consent_text_id, signed_at, recorded_by, idempotency_key, request_hash)
         values ('{person}', '{person}', '{centre}', 'paper', 'pärm', '01990000-0000-7000-8000-00000000aaaa', '2026-11-02', '{account}', gen_random_uuid(), sha256('x'));"
    );
    let mut give = |party: &str, direction: &str, category: &str, from: &str, until: &str| {
        let _ = write!(
            sql,
            "insert into consent (consent_id, consent_signature_id, person_id, centre_id, agency_id, direction, category, purpose, valid_from, valid_until)
             values (gen_random_uuid(), '{person}', '{person}', '{centre}', {party}, '{direction}', '{category}', 'coordination', '{from}', {until});"
        );
    };
    let to = ["enrolment", "contact", "plan", "outcome", "review"];
    match consent {
        Consent::None => {}
        Consent::Enrolment => give(agency, "to_agency", "enrolment", "2026-11-02", "null"),
        Consent::Contact => give(agency, "to_agency", "contact", "2026-11-02", "'2026-12-01'"),
        Consent::Plan => give(agency, "to_agency", "plan", "2026-11-02", "null"),
        Consent::All | Consent::Withdrawn => {
            for category in to {
                give(agency, "to_agency", category, "2026-11-02", "null");
            }
        }
        Consent::Expired => {
            for category in to {
                give(
                    agency,
                    "to_agency",
                    category,
                    "2026-11-02",
                    "'2026-11-20 08:12:00+00'",
                );
            }
        }
        Consent::NotYet => {
            for category in to {
                give(agency, "to_agency", category, "2026-11-20 08:12:01+00", "null");
            }
        }
        Consent::OtherAgency => {
            for category in to {
                give(
                    "(select agency_id from agency where code = 'fk-gamlestaden')",
                    "to_agency",
                    category,
                    "2026-11-02",
                    "null",
                );
            }
        }
        Consent::FromAgency => {
            for category in ["planning", "investigations", "work_experience"] {
                give(agency, "from_agency", category, "2026-11-02", "null");
            }
        }
    }
    if consent == Consent::Withdrawn {
        let _ = write!(
            sql,
            "insert into consent_withdrawal (consent_id, person_id, centre_id, agency_id, withdrawn_at, withdrawn_by)
             select consent_id, person_id, centre_id, agency_id, '2026-11-19', '{account}' from consent where person_id = '{person}';"
        );
    }
    sql
}

/// What the test itself knows of the standing, from how the person was made.
fn truth(role: Role, is: Circumstance) -> Standing {
    let consents: &[&str] = match is.consent {
        Consent::Enrolment => &["enrolment"],
        Consent::Contact => &["contact"],
        Consent::Plan => &["plan"],
        Consent::All => &["contact", "enrolment", "outcome", "plan", "review"],
        Consent::None
        | Consent::Withdrawn
        | Consent::Expired
        | Consent::NotYet
        | Consent::OtherAgency
        | Consent::FromAgency => &[],
    };
    Standing {
        oneself: false,
        known: true,
        in_centre: !role.of_agency() && !is.elsewhere,
        assigned: is.assigned && !is.elsewhere,
        related: is.related,
        protected: is.protected,
        named: is.named,
        overridden: is.overridden,
        own_referral: role.of_agency() && is.referred,
        consents: if role.of_agency() {
            consents.iter().map(|c| (*c).to_owned()).collect()
        } else {
            Vec::new()
        },
        published: role.of_agency() && is.published,
        reason: is.reason,
    }
}

/// The question that shows whether the second wall lets this be read: a count of rows, or a yes and no that is null.
fn reads(category: Category) -> Option<Vec<&'static str>> {
    Some(match category {
        Category::Enrolled => vec![
            "select count(*) from person where person_id = $1",
            "select count(*) from enrolment where person_id = $1",
        ],
        Category::ContactCard => vec!["select count(*) from contact where person_id = $1"],
        Category::IdentityNumber => vec!["select count(*) from person_identity where person_id = $1"],
        Category::Referral => vec!["select count(*) from referral where person_id = $1"],
        Category::Consents => vec!["select count(*) from consent_signature where person_id = $1"],
        Category::PlanDraft => vec![
            "select count(*) from plan where person_id = $1",
            "select count(*) from activity where person_id = $1 and doer_staff_id is null",
            "select count(*) from plan_history where person_id = $1",
        ],
        Category::PlanVersion => vec!["select count(*) from plan_version where person_id = $1"],
        Category::Attendance => vec![
            "select count(*) from attendance where person_id = $1",
            "select count(*) from attendance_correction where person_id = $1",
        ],
        Category::Absence => vec!["select count(*) from absence where person_id = $1"],
        Category::WhoHasSeen => vec!["select count(*) from access_log where person_ids = array[$1]"],
        _ => return None,
    })
}

/// Categories whose tables come with their own capabilities: the first wall answers for them already.
const WITHOUT_TABLES: [Category; 9] = [
    Category::FollowUps,
    Category::Forms,
    Category::Bookings,
    Category::PhysioNotes,
    Category::JointReview,
    Category::Feedback,
    Category::Extension,
    Category::Outcome,
    Category::AttendanceQuestion,
];

/// A write that the second wall is asked for, rolled back afterwards.
fn writes(category: Category) -> Option<&'static str> {
    Some(match category {
        Category::ContactCard => "update contact set phone = '032' where person_id = $1",
        Category::Consents => {
            "insert into consent_withdrawal (consent_id, person_id, centre_id, agency_id, withdrawn_at, withdrawn_by)
             select gen_random_uuid(), $1, $2, agency_id, now(), (select actor.account_id()) from agency limit 1"
        }
        Category::PlanDraft => "update plan set want = 'y' where person_id = $1",
        Category::Attendance => {
            "insert into attendance (attendance_id, enrolment_id, person_id, centre_id, day, attended_at, recorded_at, method, idempotency_key, request_hash)
             values (gen_random_uuid(), $3, $1, $2, '2026-11-20', now(), now(), 'reception', gen_random_uuid(), sha256('y'))"
        }
        _ => return None,
    })
}

async fn begin(stage: &Stage, actor: Actor, person: Person, reason: bool) -> Result<Ctx, AppError> {
    let reason = reason.then(|| StatedReason::parse("Ringde och bad om det").unwrap());
    Ctx::begin_about_for(
        stage.world.state.clone(),
        stage.world.visitor(Some(actor)),
        Action::OpenRecord,
        person.id,
        reason,
    )
    .await
}

/// A transaction of the actor past the first wall: by role alone, with the settings that a stated reason sets.
async fn past_the_first_wall(stage: &Stage, actor: Actor, reason: bool) -> Ctx {
    let visitor = stage.world.visitor(Some(actor));
    let mut cx = Ctx::begin_for(stage.world.state.clone(), visitor, Action::OpenStart)
        .await
        .unwrap();
    if reason {
        sqlx::query("select set_config('actor.reason', 'stated', true)")
            .execute(cx.db())
            .await
            .unwrap();
    }
    cx
}

#[tokio::test]
async fn both_walls_say_the_same_of_every_cell_under_every_standing() {
    let mut stage = Stage::new().await;
    let (mut asked, mut open) = (0_u32, 0_u32);
    let mut wrong = Vec::new();
    for role in Role::ALL {
        let actor = match role {
            Role::CaseWorker => stage.world.outsider("soc-bergsjon", role).await,
            Role::Partner => stage.world.outsider("ideburen-verkstad", role).await,
            _ => stage.world.member(stage.here, role).await,
        };
        let kind = ActorKind::Staff(role);
        for is in circumstances(role) {
            let who = stage.person(actor, is).await;
            let standing = truth(role, is);

            // What the first wall leans on is what is so.
            match begin(&stage, actor.actor(), who, is.reason).await {
                Ok(cx) => assert_eq!(cx.about.as_ref().unwrap().standing, standing, "{role:?} {is:?}"),
                Err(error) => {
                    let denied = decide_about(kind, Category::Enrolled, Verb::Read, &standing);
                    assert!(denied.is_err(), "{role:?} {is:?}: {error}");
                    assert_eq!(
                        error,
                        AppError::NotFound,
                        "what may not be known of is not there: {role:?} {is:?}"
                    );
                }
            }

            let mut cx = past_the_first_wall(&stage, actor.actor(), is.reason).await;
            for category in Category::ALL.into_iter().filter(|c| c.about_a_person()) {
                let first = decide_about(kind, category, Verb::Read, &standing);
                let Some(questions) = reads(category) else {
                    assert!(
                        WITHOUT_TABLES.contains(&category),
                        "{category:?} has no question to the database"
                    );
                    continue;
                };
                // A yes or no, and one's own activities, are no rows of the category: asked below.
                let by_row = !matches!(
                    rule(role, category, Verb::Read).map(app::kernel::policy::Rule::code),
                    Some("yes_no" | "own_yes_no" | "own_activities")
                );
                let expected = first.is_ok() && by_row;
                // The signature is the centre's: an agency sees the consents themselves.
                let agency_consents = category == Category::Consents && role.of_agency();
                for question in questions {
                    let question = if agency_consents {
                        "select count(*) from consent where person_id = $1"
                    } else {
                        question
                    };
                    let rows: i64 = sqlx::query_scalar(AssertSqlSafe(question.to_owned()))
                        .bind(who.id.as_uuid())
                        .fetch_one(cx.db())
                        .await
                        .unwrap();
                    asked += 1;
                    open += u32::from(rows > 0);
                    if (rows > 0) != expected {
                        wrong.push(format!("{role:?} reads {category:?} {is:?}: first wall {first:?}, rows {rows} ({question})"));
                    }
                }
            }
            let mine: i64 =
                sqlx::query_scalar("select count(*) from activity where person_id = $1 and title = 'mine'")
                    .bind(who.id.as_uuid())
                    .fetch_one(cx.db())
                    .await
                    .unwrap();
            let may_mine =
                is.assigned && decide_about(kind, Category::PlanDraft, Verb::Read, &standing).is_ok();
            assert_eq!(mine > 0, may_mine, "{role:?}: one's own activity, {is:?}");
            let excused = sqlx::query("select access.is_excused($1, '2026-11-18')")
                .bind(who.id.as_uuid())
                .fetch_one(cx.db())
                .await
                .unwrap()
                .get::<Option<bool>, _>(0);
            let may_excused = role == Role::Reception
                && decide_about(kind, Category::Absence, Verb::Read, &standing).is_ok();
            assert_eq!(excused.is_some(), may_excused, "{role:?}: excused or not, {is:?}");
            drop(cx);

            for category in Category::ALL.into_iter().filter(|c| c.about_a_person()) {
                let Some(statement) = writes(category) else {
                    continue;
                };
                let first = decide_about(kind, category, Verb::Write, &standing);
                let by_row = rule(role, category, Verb::Write).map(app::kernel::policy::Rule::code)
                    != Some("own_activities");
                let mut cx = past_the_first_wall(&stage, actor.actor(), is.reason).await;
                let enrolment = stage.enrolment_of.last().unwrap().1;
                let centre = if is.elsewhere { stage.there } else { stage.here };
                let mut query = sqlx::query(AssertSqlSafe(statement.to_owned())).bind(who.id.as_uuid());
                if statement.contains("$2") {
                    query = query.bind(centre.as_uuid());
                }
                if statement.contains("$3") {
                    query = query.bind(enrolment.as_uuid());
                }
                let done = match query.execute(cx.db()).await {
                    Ok(done) => done.rows_affected() > 0,
                    // Past row security it fails on a key that is not there: what stopped it was not the wall.
                    Err(sqlx::Error::Database(e)) if e.code().as_deref() == Some("23503") => true,
                    Err(_) => false,
                };
                asked += 1;
                if done != (first.is_ok() && by_row) {
                    wrong.push(format!(
                        "{role:?} writes {category:?} {is:?}: first wall {first:?}, done {done}"
                    ));
                }
            }
        }
    }
    println!(
        "{asked} questions to both walls, {open} of them open, {} differ",
        wrong.len()
    );
    assert!(
        wrong.is_empty(),
        "{} differ:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(20)].join("\n")
    );
    assert!(asked > 5_000 && open > 300, "{asked} asked, {open} open");
}

/// The names of the reasons, so that a new one is thought of here.
#[test]
fn every_denial_that_could_give_a_person_away_is_told_as_not_there() {
    let quiet: BTreeSet<&str> = [Denial::NotHere, Denial::Related, Denial::Protected]
        .map(Denial::code)
        .into();
    let words: BTreeSet<&str> = [Denial::NotHere, Denial::Related, Denial::Protected]
        .map(|d| app::kernel::error_text::closed(d, app::kernel::Lang::Sv))
        .into();
    assert_eq!(words.len(), 1, "{quiet:?} sound alike");
    assert_eq!(
        decide_about(
            ActorKind::Participant,
            Category::PlanDraft,
            Verb::Read,
            &Standing::oneself()
        ),
        Ok(Permit::Own)
    );
}
