//! Consent against a real database: C1–C4, each rule by what happens and by what is refused.

mod seen;
mod taken_back;

use crate::world::{Member, Person, World};
use app::consent::api::{Desk, MyConsents, Receipt, State};
use app::consent::giving::{self, Asked, Given};
use app::consent::{Party, Summary, record_disclosure, shown, summary_for, withdrawing};
use app::kernel::error::Field;
use app::kernel::policy::{Action, Category as Cell, Denial, Role, Verb};
use app::kernel::{Actor, AppError, Ctx};
use domain::consent::{Category, How};
use domain::ids::{CentreId, EnrolmentId};
use domain::intake::DeskRefusal;
use domain::plan::TextError;
use sha2::{Digest, Sha256};
use sqlx::Row;
use std::sync::Arc;
use uuid::Uuid;

/// Long enough to be somebody's hand.
const DRAWN: &str = "100.300.300.100.500.300_200.200.400.200";

/// A form as it is filled in.
#[derive(Clone)]
struct Form {
    key: String,
    agency: &'static str,
    consents: Vec<String>,
    purpose: &'static str,
    until_kind: &'static str,
    until: &'static str,
    language: &'static str,
    version: i32,
    how: &'static str,
    place: &'static str,
    signature: &'static str,
}

impl Form {
    /// On paper, for as long as the enrolment lasts.
    fn paper(world: &World, agency: &'static str, consents: &[&str]) -> Self {
        Self {
            key: world.key().to_string(),
            agency,
            consents: consents.iter().map(|c| (*c).to_owned()).collect(),
            purpose: "coordination",
            until_kind: "enrolled",
            until: "",
            language: "sv",
            version: 1,
            how: "paper",
            place: "Pärm 3, receptionen",
            signature: "",
        }
    }

    fn drawn(world: &World, agency: &'static str, consents: &[&str]) -> Self {
        Self {
            how: "screen",
            place: "",
            signature: DRAWN,
            ..Self::paper(world, agency, consents)
        }
    }

    fn asked(&self) -> Asked<'_> {
        Asked {
            key: &self.key,
            agency: self.agency,
            consents: &self.consents,
            purpose: self.purpose,
            until_kind: self.until_kind,
            until: self.until,
            text_language: self.language,
            text_version: self.version,
            how: self.how,
            paper_place: self.place,
            signature: self.signature,
        }
    }
}

async fn about(world: &World, actor: Actor, action: Action, person: Person) -> Result<Ctx, AppError> {
    let visitor = world.visitor(Some(actor));
    Ctx::begin_about_for(world.state.clone(), visitor, action, person.id, None).await
}

async fn own(world: &World, who: Person, action: Action) -> Ctx {
    Ctx::begin_for(world.state.clone(), world.visitor(Some(who.actor())), action)
        .await
        .unwrap()
}

/// At the desk.
async fn take(world: &World, desk: Member, who: Person, form: &Form) -> Result<Given, AppError> {
    let mut cx = about(world, desk.actor(), Action::TakeConsent, who).await?;
    let given = giving::take(&mut cx, &form.asked()).await?;
    cx.commit().await?;
    Ok(given)
}

/// On one's own screen.
async fn give(world: &World, who: Person, form: &Form) -> Result<Given, AppError> {
    let mut cx = own(world, who, Action::GiveOwnConsent).await;
    let given = giving::give(&mut cx, who.id, None, &form.asked()).await?;
    cx.commit().await?;
    Ok(given)
}

async fn withdraw(world: &World, who: Person, consent: &str, agency: &str) -> Result<u64, AppError> {
    let mut cx = own(world, who, Action::WithdrawOwnConsent).await;
    let taken_back = withdrawing::withdraw(&mut cx, who.id, consent, agency).await?;
    cx.commit().await?;
    Ok(taken_back)
}

async fn mine(world: &World, who: Person) -> MyConsents {
    let mut cx = own(world, who, Action::ReadOwnConsents).await;
    shown::mine(&mut cx).await.unwrap()
}

async fn party(world: &World, who: Person, code: &str) -> Party {
    let mine = mine(world, who).await;
    mine.parties.into_iter().find(|p| p.name.code == code).unwrap()
}

fn categories(party: &Party) -> Vec<Category> {
    party.agreed.iter().map(|a| a.category).collect()
}

async fn receipt(world: &World, who: Person, id: &str) -> Result<Receipt, AppError> {
    let mut cx = own(world, who, Action::ReadOwnConsents).await;
    shown::receipt(&mut cx, id).await
}

/// What an agency's case worker is told of somebody: that they are there at all.
async fn may_know(world: &World, worker: Member, who: Person) -> Result<(), AppError> {
    let mut cx = about(world, worker.actor(), Action::OpenRecord, who).await?;
    let row = sqlx::query("select given_name from person where person_id = $1").bind(who.id.as_uuid());
    assert!(
        row.fetch_optional(cx.db()).await.unwrap().is_some(),
        "both walls agree"
    );
    cx.commit().await
}

/// Rows of the second wall alone, whatever the first says.
async fn rows(world: &World, actor: Actor, table: &str, who: Person) -> i64 {
    let visitor = world.visitor(Some(actor));
    let mut cx = Ctx::begin_for(world.state.clone(), visitor, Action::ManageOwnSignIn)
        .await
        .unwrap();
    let sql = format!("select count(*) from {table} where person_id = $1");
    sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(who.id.as_uuid())
        .fetch_one(cx.db())
        .await
        .unwrap()
        .get(0)
}

struct Cast {
    world: World,
    centre: CentreId,
    who: Person,
    enrolment: EnrolmentId,
    desk: Member,
    /// Of Socialtjänsten Bergsjön.
    worker: Member,
}

async fn cast() -> Cast {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let who = world.person().await;
    let enrolment = world.enrol(who, centre, "2026-11-01".parse().unwrap()).await;
    Cast {
        centre,
        who,
        enrolment,
        desk: world.member(centre, Role::Reception).await,
        worker: world.outsider("soc-bergsjon", Role::CaseWorker).await,
        world,
    }
}

#[tokio::test]
async fn a_consent_opens_one_category_to_one_party_one_way_and_nothing_else() {
    let Cast {
        world,
        who,
        desk,
        worker,
        ..
    } = cast().await;
    let other = world.outsider("soc-kortedala", Role::CaseWorker).await;
    assert_eq!(may_know(&world, worker, who).await, Err(AppError::NotFound), "C3");
    let form = Form::paper(
        &world,
        "soc-bergsjon",
        &["to_agency.enrolment", "from_agency.planning"],
    );
    let given = take(&world, desk, who, &form).await.unwrap();
    assert!(given.signature.is_some() && given.already.is_empty());

    assert_eq!(may_know(&world, worker, who).await, Ok(()));
    assert_eq!(
        may_know(&world, other, who).await,
        Err(AppError::NotFound),
        "another party"
    );
    let cx = about(&world, worker.actor(), Action::OpenRecord, who)
        .await
        .unwrap();
    for (cell, open) in [
        (Cell::Enrolled, true),
        (Cell::ContactCard, false),
        (Cell::PlanVersion, false),
        (Cell::Outcome, false),
    ] {
        assert_eq!(cx.may(cell, Verb::Read).is_ok(), open, "{cell:?}");
    }
    drop(cx);

    let page = party(&world, who, "soc-bergsjon").await;
    assert_eq!(categories(&page), [Category::Enrolment, Category::Planning]);
    assert_eq!(
        (page.agreed[0].since.as_str(), &page.agreed[0].until),
        ("20 november", &None)
    );
    assert!(party(&world, who, "soc-kortedala").await.agreed.is_empty());
}

#[tokio::test]
async fn everything_about_a_consent_is_kept_in_one_commit_with_ledger_and_access_log() {
    let Cast {
        world,
        who,
        enrolment,
        desk,
        ..
    } = cast().await;
    let form = Form {
        purpose: "follow_up",
        until_kind: "date",
        until: "2027-03-31",
        language: "sv-easy",
        ..Form::drawn(
            &world,
            "af-svingeln",
            &["from_agency.work_experience", "to_agency.plan"],
        )
    };
    take(&world, desk, who, &form).await.unwrap();
    let kept = sqlx::query(
        "select s.how, s.strokes::text, t.language, t.version, c.direction, c.category, c.purpose,
                c.valid_until::text, c.centre_id = s.centre_id, s.recorded_by
         from consent c join consent_signature s using (consent_signature_id) join consent_text t using (consent_text_id)
         order by c.category",
    )
    .fetch_all(&world.db.owner)
    .await
    .unwrap();
    assert_eq!(kept.len(), 2);
    assert_eq!(kept[0].get::<String, _>(0), "screen");
    assert_eq!(
        kept[0].get::<String, _>(1),
        "[[[100, 300], [300, 100], [500, 300]], [[200, 200], [400, 200]]]"
    );
    assert_eq!(
        (kept[0].get::<String, _>(2), kept[0].get::<i32, _>(3)),
        ("sv-easy".to_owned(), 1)
    );
    assert_eq!(
        (kept[0].get::<String, _>(4), kept[0].get::<String, _>(5)),
        ("to_agency".to_owned(), "plan".to_owned())
    );
    assert_eq!(kept[1].get::<String, _>(4), "from_agency");
    assert_eq!(kept[0].get::<String, _>(6), "follow_up");
    assert!(kept[0].get::<String, _>(7).starts_with("2027-03-31 22:00:00"));
    assert!(kept[0].get::<bool, _>(8));
    assert_eq!(kept[0].get::<Uuid, _>(9), desk.account.as_uuid());

    let ledger = sqlx::query("select enrolment_id, concerns_on::text, payload->>'category' from ledger where event = 'consented' order by 3")
        .fetch_all(&world.db.owner)
        .await
        .unwrap();
    assert_eq!(ledger.len(), 2);
    assert_eq!(ledger[0].get::<Uuid, _>(0), enrolment.as_uuid());
    assert_eq!(
        (ledger[0].get::<String, _>(1), ledger[0].get::<String, _>(2)),
        ("2026-11-20".to_owned(), "plan".to_owned())
    );
    let logged = "select count(*) from access_log where action = 'take_consent' and permitted and 'consents' = any (categories)";
    assert_eq!(world.count(logged).await, 1);

    // A transaction that is not committed leaves nothing of it.
    let mut cx = about(&world, desk.actor(), Action::TakeConsent, who)
        .await
        .unwrap();
    let second = Form::paper(&world, "fk-gamlestaden", &["to_agency.plan"]);
    giving::take(&mut cx, &second.asked()).await.unwrap();
    drop(cx);
    for (table, count) in [
        ("select count(*) from consent", 2),
        ("select count(*) from consent_signature", 1),
        ("select count(*) from ledger where event = 'consented'", 2),
        ("select count(*) from access_log where action = 'take_consent'", 1),
    ] {
        assert_eq!(world.count(table).await, count, "{table}");
    }
}

#[tokio::test]
async fn what_is_left_out_or_cannot_be_is_said_at_its_field_and_nothing_is_stored() {
    let Cast { world, who, desk, .. } = cast().await;
    let good = Form::paper(&world, "soc-bergsjon", &["to_agency.plan"]);
    let ticks = |codes: &[&str]| codes.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>();
    let refused = [
        (
            Form {
                agency: "",
                ..good.clone()
            },
            Field::Agency,
            TextError::Empty,
        ),
        // Nothing is ticked for anybody, and there is no "all".
        (
            Form {
                consents: vec![],
                ..good.clone()
            },
            Field::Consents,
            TextError::Empty,
        ),
        (
            Form {
                consents: ticks(&["all"]),
                ..good.clone()
            },
            Field::Consents,
            TextError::Unreadable,
        ),
        (
            Form {
                consents: ticks(&["to_agency.all"]),
                ..good.clone()
            },
            Field::Consents,
            TextError::Unreadable,
        ),
        (
            Form {
                consents: ticks(&["to_agency.planning"]),
                ..good.clone()
            },
            Field::Consents,
            TextError::Unreadable,
        ),
        (
            Form {
                consents: ticks(&["to_agency.plan", "from_agency.plan"]),
                ..good.clone()
            },
            Field::Consents,
            TextError::Unreadable,
        ),
        (
            Form {
                purpose: "",
                ..good.clone()
            },
            Field::Purpose,
            TextError::Empty,
        ),
        (
            Form {
                purpose: "decision",
                ..good.clone()
            },
            Field::Purpose,
            TextError::Unreadable,
        ),
        (
            Form {
                until_kind: "",
                ..good.clone()
            },
            Field::Until,
            TextError::Empty,
        ),
        (
            Form {
                until_kind: "date",
                ..good.clone()
            },
            Field::Until,
            TextError::Empty,
        ),
        (
            Form {
                language: "",
                ..good.clone()
            },
            Field::TextLanguage,
            TextError::Empty,
        ),
        (
            Form {
                how: "",
                ..good.clone()
            },
            Field::How,
            TextError::Empty,
        ),
        // Nothing signs with an electronic identity yet: nothing may say that it did.
        (
            Form {
                how: "eid",
                ..good.clone()
            },
            Field::How,
            TextError::Unreadable,
        ),
        (
            Form {
                place: "  ",
                ..good.clone()
            },
            Field::PaperPlace,
            TextError::Empty,
        ),
        (
            Form {
                how: "screen",
                ..good.clone()
            },
            Field::Signature,
            TextError::Empty,
        ),
        (
            Form {
                how: "screen",
                signature: "5.5",
                ..good.clone()
            },
            Field::Signature,
            TextError::Empty,
        ),
        (
            Form {
                how: "screen",
                signature: "<svg>",
                ..good.clone()
            },
            Field::Signature,
            TextError::Unreadable,
        ),
    ];
    for (form, field, problem) in refused {
        let answer = take(&world, desk, who, &form).await;
        assert_eq!(answer, Err(AppError::Field { field, problem }), "{field:?}");
    }
    // A day that has been is said to be one.
    let past = Form {
        until_kind: "date",
        until: "2026-11-19",
        ..good.clone()
    };
    assert_eq!(
        take(&world, desk, who, &past).await,
        Err(AppError::Desk {
            field: Field::Until,
            why: DeskRefusal::DayPast
        })
    );
    let unknown = Form {
        agency: "polisen",
        ..good.clone()
    };
    assert_eq!(take(&world, desk, who, &unknown).await, Err(AppError::NotFound));
    let elsewhere = Form {
        agency: "soc-enkoping",
        ..good.clone()
    };
    assert_eq!(
        take(&world, desk, who, &elsewhere).await,
        Err(AppError::NotFound),
        "no party of this centre"
    );
    let another_text = Form {
        version: 2,
        ..good.clone()
    };
    assert_eq!(
        take(&world, desk, who, &another_text).await,
        Err(AppError::Conflict)
    );
    let no_key = Form {
        key: "x".to_owned(),
        ..good.clone()
    };
    assert_eq!(take(&world, desk, who, &no_key).await, Err(AppError::Unreadable));
    // A paper is the centre's to keep: nobody says at home that there is one.
    let at_home = give(&world, who, &good).await;
    assert_eq!(
        at_home,
        Err(AppError::Field {
            field: Field::How,
            problem: TextError::Unreadable
        })
    );
    assert_eq!(world.count("select count(*) from consent_signature").await, 0);
    assert!(
        take(&world, desk, who, &good).await.is_ok(),
        "and the same form, whole, is accepted"
    );
}

#[tokio::test]
async fn the_same_press_is_one_signature_fifty_times_at_once() {
    let Cast { world, who, desk, .. } = cast().await;
    let world = Arc::new(world);
    let form = Form::drawn(&world, "soc-bergsjon", &["to_agency.enrolment", "to_agency.plan"]);
    let mut presses = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let (world, form) = (world.clone(), form.clone());
        presses.spawn(async move { take(&world, desk, who, &form).await });
    }
    let answers = presses.join_all().await;
    let first = answers[0].clone().unwrap();
    assert!(first.signature.is_some());
    assert!(answers.iter().all(|a| a.as_ref() == Ok(&first)), "{answers:?}");
    assert_eq!(world.count("select count(*) from consent_signature").await, 1);
    assert_eq!(world.count("select count(*) from consent").await, 2);
    assert_eq!(
        world
            .count("select count(*) from ledger where event = 'consented'")
            .await,
        2
    );

    // The same key with other content, or for somebody else, is another question.
    let other = Form {
        purpose: "placement",
        ..form.clone()
    };
    assert_eq!(take(&world, desk, who, &other).await, Err(AppError::Conflict));
    let longer = Form {
        until_kind: "date",
        until: "2027-01-01",
        ..form.clone()
    };
    assert_eq!(take(&world, desk, who, &longer).await, Err(AppError::Conflict));
    let centre = world.centre("arbetsforum").await;
    let somebody = world.enrolled(centre).await;
    assert_eq!(take(&world, desk, somebody, &form).await, Err(AppError::Conflict));
    // By somebody who may not even see that the key is used.
    assert_eq!(give(&world, somebody, &form).await, Err(AppError::Conflict));
    // Sent once more after it was taken back: the same answer, and it stays taken back.
    withdraw(&world, who, "", "soc-bergsjon").await.unwrap();
    assert_eq!(take(&world, desk, who, &form).await.unwrap(), first);
    assert!(party(&world, who, "soc-bergsjon").await.agreed.is_empty());
}

#[tokio::test]
async fn what_is_in_force_is_not_given_twice_however_many_ask_at_once() {
    let Cast { world, who, desk, .. } = cast().await;
    let world = Arc::new(world);
    let mut presses = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let world = world.clone();
        presses.spawn(async move {
            let form = Form::paper(&world, "soc-bergsjon", &["to_agency.plan"]);
            take(&world, desk, who, &form).await.unwrap()
        });
    }
    let answers = presses.join_all().await;
    assert_eq!(answers.iter().filter(|g| g.signature.is_some()).count(), 1);
    assert_eq!(
        answers.iter().filter(|g| g.already.len() == 1).count(),
        49,
        "already so"
    );
    assert_eq!(world.count("select count(*) from consent").await, 1);
    // What is new of it is given, and what was there is said.
    let more = Form::paper(&world, "soc-bergsjon", &["to_agency.plan", "to_agency.outcome"]);
    let given = take(&world, desk, who, &more).await.unwrap();
    assert!(given.signature.is_some());
    assert_eq!(given.already.len(), 1);
    assert_eq!(world.count("select count(*) from consent").await, 2);
    // The same with another party is another consent.
    let other = Form::paper(&world, "af-svingeln", &["to_agency.plan"]);
    assert!(take(&world, desk, who, &other).await.unwrap().signature.is_some());
}

#[tokio::test]
async fn the_reception_takes_and_withdraws_and_nobody_else_at_the_centre_does() {
    let Cast {
        world,
        centre,
        who,
        enrolment,
        desk,
        worker,
    } = cast().await;
    let elsewhere = world.centre("kompetenscenter-oster").await;
    let form = Form::paper(&world, "soc-bergsjon", &["to_agency.enrolment"]);
    for role in Role::ALL
        .into_iter()
        .filter(|r| *r != Role::Reception && !r.of_agency())
    {
        let member = world.member(centre, role).await;
        if role == Role::Coach {
            world.assign(who, enrolment, member).await;
        }
        assert!(take(&world, member, who, &form).await.is_err(), "{role:?}");
    }
    let stranger = world.member(elsewhere, Role::Reception).await;
    assert_eq!(
        take(&world, stranger, who, &form).await,
        Err(AppError::NotFound),
        "another centre's"
    );
    assert_eq!(take(&world, worker, who, &form).await, Err(AppError::NotFound));

    take(&world, desk, who, &form).await.unwrap();
    let mut cx = about(&world, desk.actor(), Action::TakeConsent, who)
        .await
        .unwrap();
    assert_eq!(
        withdrawing::withdraw_on_behalf(&mut cx, "", "soc-bergsjon").await,
        Ok(1)
    );
    cx.commit().await.unwrap();
    assert_eq!(may_know(&world, worker, who).await, Err(AppError::NotFound));
    let by: Uuid = sqlx::query_scalar("select withdrawn_by from consent_withdrawal")
        .fetch_one(&world.db.owner)
        .await
        .unwrap();
    assert_eq!(by, desk.account.as_uuid(), "who pressed is kept");
    let logged = "select count(*) from access_log where action = 'take_consent' and permitted";
    assert_eq!(world.count(logged).await, 2);

    // The second wall alone: neither a coach of their own nor the agency writes one.
    let coach = world.member(centre, Role::Coach).await;
    for actor in [coach.actor(), worker.actor()] {
        let visitor = world.visitor(Some(actor));
        let mut cx = Ctx::begin_for(world.state.clone(), visitor, Action::ManageOwnSignIn)
            .await
            .unwrap();
        let forged = sqlx::query(
            "insert into consent (consent_id, consent_signature_id, person_id, centre_id, agency_id, direction, category,
                                  purpose, valid_from)
             select gen_random_uuid(), gen_random_uuid(), $1, $2, agency_id, 'to_agency', 'plan', 'coordination', now()
             from agency where code = 'soc-bergsjon'",
        )
        .bind(who.id.as_uuid())
        .bind(centre.as_uuid())
        .execute(cx.db())
        .await
        .unwrap_err();
        assert!(forged.to_string().contains("row-level security"), "{forged}");
    }
}

#[tokio::test]
async fn a_day_ends_at_midnight_in_stockholm_and_an_enrolment_takes_its_consents_with_it() {
    let Cast {
        world,
        centre,
        who,
        enrolment,
        desk,
        worker,
    } = cast().await;
    let fk = world.outsider("fk-gamlestaden", Role::CaseWorker).await;
    let dated = Form {
        until_kind: "date",
        until: "2026-12-01",
        ..Form::paper(&world, "soc-bergsjon", &["to_agency.enrolment"])
    };
    take(&world, desk, who, &dated).await.unwrap();
    take(
        &world,
        desk,
        who,
        &Form::paper(&world, "fk-gamlestaden", &["to_agency.enrolment"]),
    )
    .await
    .unwrap();
    assert_eq!(
        party(&world, who, "soc-bergsjon").await.agreed[0]
            .until
            .as_deref(),
        Some("1 december")
    );
    world.at("2026-12-01T22:59:59Z");
    assert_eq!(may_know(&world, worker, who).await, Ok(()));
    world.at("2026-12-01T23:00:00Z");
    assert_eq!(
        may_know(&world, worker, who).await,
        Err(AppError::NotFound),
        "its day has passed"
    );
    assert!(party(&world, who, "soc-bergsjon").await.agreed.is_empty());
    assert_eq!(may_know(&world, fk, who).await, Ok(()));

    sqlx::query("update enrolment set ended_on = '2026-12-02' where enrolment_id = $1")
        .bind(enrolment.as_uuid())
        .execute(&world.db.owner)
        .await
        .unwrap();
    assert_eq!(
        may_know(&world, fk, who).await,
        Ok(()),
        "enrolled through its last day"
    );
    world.at("2026-12-03T08:00:00Z");
    assert_eq!(may_know(&world, fk, who).await, Err(AppError::NotFound));
    assert_eq!(rows(&world, fk.actor(), "person", who).await, 0);
    // Nothing can be agreed to without an enrolment, and a later one does not wake what ended with the first.
    let form = Form::paper(&world, "fk-gamlestaden", &["to_agency.enrolment"]);
    assert_eq!(take(&world, desk, who, &form).await, Err(AppError::Conflict));
    assert!(!mine(&world, who).await.enrolled);
    world.enrol(who, centre, "2026-12-03".parse().unwrap()).await;
    assert_eq!(may_know(&world, fk, who).await, Err(AppError::NotFound));
    take(&world, desk, who, &form).await.unwrap();
    assert_eq!(may_know(&world, fk, who).await, Ok(()));
}
