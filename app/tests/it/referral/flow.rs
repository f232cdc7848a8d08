//! Writing a referral: one question a page, what is wrong at its field, and what the sender sees before and after.

use super::{begin, change_as, draft, events, judged, programme, read_as, send_as, standing, worker};
use crate::world::{Member, World};
use app::kernel::AppError;
use app::kernel::error::Field;
use app::kernel::policy::{Action, Role};
use app::referral::api::Which;
use app::referral::draft::Draft;
use app::referral::draft_api::{Ask, PersonForm, Question};
use app::referral::mine::{self, Answered};
use app::referral::settle::Change;
use app::referral::{jobs, lists};
use domain::plan::TextError;
use domain::programme::EntryGroup;
use domain::referral::{ReferralProblem, ReferralState};
use uuid::Uuid;

const NOTHING: Answered<'static> = Answered {
    programme: "",
    group: "",
    ground: "",
    answer: "",
    when: "",
    told: false,
    start: "",
    reason: "",
};

async fn begun(world: &World, who: Member) -> String {
    let id = world.key().as_uuid();
    let mut cx = begin(world, who, Action::Refer).await.unwrap();
    sqlx::query(
        "insert into referral_draft (referral_draft_id, account_id, agency_id, created_at, updated_at) values ($1, $2, $3, $4, $4)",
    )
    .bind(id)
    .bind(who.account.as_uuid())
    .bind(who.agency.unwrap().as_uuid())
    .bind(cx.now)
    .execute(cx.db())
    .await
    .unwrap();
    cx.commit().await.unwrap();
    id.to_string()
}

async fn answer(
    world: &World,
    who: Member,
    id: &str,
    step: &str,
    said: Answered<'_>,
) -> Result<String, AppError> {
    let mut cx = begin(world, who, Action::Refer).await?;
    let to = mine::save(&mut cx, id, step, &said).await?;
    cx.commit().await?;
    Ok(to)
}

async fn person(world: &World, who: Member, id: &str, form: PersonForm) -> Result<String, AppError> {
    let mut cx = begin(world, who, Action::Refer).await?;
    let to = mine::save_person(&mut cx, id, &form).await?;
    cx.commit().await?;
    Ok(to)
}

async fn question(world: &World, who: Member, id: &str, step: &str) -> Result<Question, AppError> {
    let mut cx = begin(world, who, Action::Refer).await?;
    let question = mine::question(&mut cx, id, step).await?;
    cx.commit().await?;
    Ok(question)
}

fn refused(field: Field, why: ReferralProblem) -> Result<String, AppError> {
    Err(AppError::Referral { field, why })
}

fn form() -> PersonForm {
    PersonForm {
        given_name: "Ylva".into(),
        family_name: "Prov".into(),
        birth_year: "1990".into(),
        language: "so".into(),
        needs_interpreter: true,
        ..PersonForm::default()
    }
}

/// Every question of Arbetsforum, with nonsense first, as Bergsjön's case worker.
#[tokio::test]
async fn every_question_says_what_is_wrong_and_keeps_what_is_right() {
    let world = World::new().await;
    let who = worker(&world, "soc-bergsjon").await;
    let id = begun(&world, who).await;
    let first = question(&world, who, &id, "granska").await.unwrap();
    let Ask::Programme(choices, _) = first.ask else {
        panic!("the first question")
    };
    assert_eq!(choices.len(), 1, "only where there is a way in (E1)");
    let step = |step: &'static str, said| answer(&world, who, &id, step, said);
    assert_eq!(
        step(
            "verksamhet",
            Answered {
                programme: "kompetenscenter",
                ..NOTHING
            }
        )
        .await,
        refused(Field::Programme, ReferralProblem::Choose)
    );
    let chosen = choices[0].value.clone();
    let to = step(
        "verksamhet",
        Answered {
            programme: &chosen,
            ..NOTHING
        },
    )
    .await
    .unwrap();
    assert!(to.ends_with("steg=vag"), "{to}");
    assert_eq!(
        step(
            "vag",
            Answered {
                group: "long_term_registered",
                ..NOTHING
            }
        )
        .await,
        refused(Field::Kind, ReferralProblem::Choose),
        "the way in of another agency"
    );
    step(
        "vag",
        Answered {
            group: "new_applicants",
            ..NOTHING
        },
    )
    .await
    .unwrap();

    for (bad, field) in [
        (
            PersonForm {
                given_name: " ".into(),
                ..form()
            },
            Field::GivenName,
        ),
        (
            PersonForm {
                family_name: "a\u{7}".into(),
                ..form()
            },
            Field::FamilyName,
        ),
        (
            PersonForm {
                birth_year: "åttio".into(),
                ..form()
            },
            Field::BirthYear,
        ),
        (
            PersonForm {
                birth_year: "2015".into(),
                ..form()
            },
            Field::BirthYear,
        ),
        (
            PersonForm {
                birth_year: "1950".into(),
                ..form()
            },
            Field::BirthYear,
        ),
        (
            PersonForm {
                identity_number: "199001322385".into(),
                ..form()
            },
            Field::IdentityNumber,
        ),
        (
            PersonForm {
                phone: "0".repeat(41),
                ..form()
            },
            Field::Phone,
        ),
    ] {
        match person(&world, who, &id, bad).await {
            Err(AppError::Referral { field: at, .. } | AppError::Field { field: at, .. }) => {
                assert_eq!(at, field);
            }
            other => panic!("{field:?}: {other:?}"),
        }
    }
    let whole = PersonForm {
        identity_number: "19900101-2385".into(),
        ..form()
    };
    let to = person(&world, who, &id, whole).await.unwrap();
    assert!(to.ends_with("steg=grund"), "{to}");
    assert_eq!(
        step(
            "grund",
            Answered {
                ground: "far_from_the_labour_market",
                ..NOTHING
            }
        )
        .await,
        refused(Field::About, ReferralProblem::Choose)
    );
    step(
        "grund",
        Answered {
            ground: "unemployed_on_social_assistance",
            ..NOTHING
        },
    )
    .await
    .unwrap();
    // A question behind one that is open is not answered: one is led to the open one.
    let to = step(
        "wants-work",
        Answered {
            answer: "yes",
            ..NOTHING
        },
    )
    .await
    .unwrap();
    assert!(to.ends_with("steg=child-care-arranged"), "{to}");
    for condition in [
        "child-care-arranged",
        "no-ongoing-abuse",
        "no-hindering-illness",
        "communicates-in-swedish-or-english",
        "wants-work",
    ] {
        assert_eq!(
            step(
                condition,
                Answered {
                    answer: "kanske",
                    ..NOTHING
                }
            )
            .await,
            refused(Field::Answer, ReferralProblem::Choose)
        );
        assert_eq!(
            step(
                condition,
                Answered {
                    answer: "yes",
                    when: "2026-12-01",
                    ..NOTHING
                }
            )
            .await,
            refused(Field::When, ReferralProblem::StillToCome)
        );
        step(
            condition,
            Answered {
                answer: "yes",
                when: "2026-11-18",
                ..NOTHING
            },
        )
        .await
        .unwrap();
    }
    assert_eq!(
        step("villkor", NOTHING).await,
        refused(Field::Accept, ReferralProblem::TermsNotTold),
        "E5"
    );
    step(
        "villkor",
        Answered {
            told: true,
            ..NOTHING
        },
    )
    .await
    .unwrap();
    assert_eq!(
        step(
            "start",
            Answered {
                start: "2020-01-01",
                ..NOTHING
            }
        )
        .await,
        refused(Field::ValidFrom, ReferralProblem::Past)
    );
    assert_eq!(
        step(
            "start",
            Answered {
                reason: "nr 19900101-2385",
                ..NOTHING
            }
        )
        .await,
        refused(Field::Reason, ReferralProblem::LooksLikeIdentityNumber)
    );
    let too_long = "å".repeat(1001);
    assert_eq!(
        step(
            "start",
            Answered {
                reason: &too_long,
                ..NOTHING
            }
        )
        .await,
        Err(AppError::Field {
            field: Field::Reason,
            problem: TextError::TooLong
        })
    );
    assert_eq!(
        step("start", NOTHING).await,
        Err(AppError::Field {
            field: Field::Reason,
            problem: TextError::Empty
        }),
        "E1: a referral says why"
    );
    let to = step(
        "start",
        Answered {
            reason: "Vill arbeta",
            ..NOTHING
        },
    )
    .await
    .unwrap();
    assert!(to.ends_with("steg=granska"), "{to}");

    let last = question(&world, who, &id, "granska").await.unwrap();
    assert_eq!((last.no, last.of), (12, 12));
    let Ask::Check(check) = last.ask else {
        panic!("the last look")
    };
    assert!(check.place && check.doubles.is_empty());
    assert!(
        last.places.iter().any(|p| p.number == "40 kvar"),
        "{:?}",
        last.places
    );
    assert!(!format!("{:?}", check.lines).contains("2385"), "masked");

    let mut cx = begin(&world, who, Action::Refer).await.unwrap();
    let sent = mine::send(&mut cx, &id).await.unwrap();
    cx.commit().await.unwrap();
    assert_eq!(standing(&world, sent).await.0, "placed");
    assert_eq!(events(&world, sent).await, ["referred", "referral_placed sent"]);
    // Sent again: the same, and the draft is gone.
    let mut cx = begin(&world, who, Action::Refer).await.unwrap();
    assert_eq!(mine::send(&mut cx, &id).await, Ok(sent));
    cx.commit().await.unwrap();
    assert_eq!(world.count("select count(*) from referral_draft").await, 0);
    assert_eq!(world.count("select count(*) from referral").await, 1);
}

#[tokio::test]
async fn a_no_is_sent_for_review_or_not_at_all() {
    let world = World::new().await;
    let who = worker(&world, "soc-bergsjon").await;
    let rules = super::ONE.replacen('{', "{\"conditions\": [\"wants_work\"], ", 1);
    let programme = programme(&world, &rules).await;
    let mut whole = draft(&world, programme, EntryGroup::NewApplicants).await;
    let unanswered = send_as(&world, who, world.key(), &whole).await;
    assert_eq!(
        unanswered,
        Err(AppError::Referral {
            field: Field::Answer,
            why: ReferralProblem::Unanswered
        })
    );
    whole.answers.insert("wants_work".into(), judged(false));
    assert!(
        send_as(&world, who, world.key(), &whole).await.is_err(),
        "nobody has chosen"
    );
    whole.review = true;
    let sent = send_as(&world, who, world.key(), &whole).await.unwrap();
    assert_eq!(standing(&world, sent).await.0, "review");
    assert_eq!(
        events(&world, sent).await,
        ["referred", "referral_review condition_not_met"]
    );
    // It takes no place, and the next has it.
    let mut other = draft(&world, programme, EntryGroup::NewApplicants).await;
    other.answers.insert("wants_work".into(), judged(true));
    let other = send_as(&world, who, world.key(), &other).await.unwrap();
    assert_eq!(standing(&world, other).await.0, "placed");
    // Judged with yes it waits, since the place is taken.
    let reception = world
        .member(world.centre("arbetsforum").await, Role::Reception)
        .await;
    change_as(&world, reception, sent, Change::Judge).await.unwrap();
    change_as(&world, reception, sent, Change::Judge).await.unwrap();
    assert_eq!(
        standing(&world, sent).await,
        ("queued".into(), Some("quota_full".into()))
    );
}

/// Makes this the only draft's answers.
async fn answers(world: &World, whole: &Draft) {
    sqlx::query("update referral_draft set answers = $1")
        .bind(sqlx::types::Json(whole))
        .execute(&world.db.owner)
        .await
        .unwrap();
}

#[tokio::test]
async fn an_age_that_the_programme_does_not_take_leads_back_to_the_person() {
    let world = World::new().await;
    let who = worker(&world, "soc-bergsjon").await;
    let rules = super::ONE.replacen('{', "{\"age_from\": 18, \"age_below\": 65, ", 1);
    let programme = programme(&world, &rules).await;
    // As it stands when the programme was changed after the person was written.
    let mut whole = draft(&world, programme, EntryGroup::NewApplicants).await;
    if let Some(who) = &mut whole.who {
        who.birth_year = 1950;
    }
    let id = begun(&world, who).await;
    answers(&world, &whole).await;
    let mut cx = begin(&world, who, Action::Refer).await.unwrap();
    assert_eq!(
        mine::send(&mut cx, &id).await,
        Err(AppError::Referral {
            field: Field::BirthYear,
            why: ReferralProblem::Age
        })
    );
    drop(cx);
    let asked = question(&world, who, &id, "granska").await.unwrap();
    let Ask::Person(kept) = asked.ask else {
        panic!("the person: {asked:?}")
    };
    assert!(kept.not_of_age && kept.birth_year == "1950");
    person(&world, who, &id, form()).await.unwrap();
    let asked = question(&world, who, &id, "granska").await.unwrap();
    assert!(matches!(asked.ask, Ask::Check(_)));
}

#[tokio::test]
async fn no_place_is_left_where_nobody_can_get_one() {
    let world = World::new().await;
    let who = worker(&world, "soc-bergsjon").await;
    let rules = r#"{"capacity": 2, "entries": [
        {"agency": "soc-bergsjon", "group": "new_applicants", "quota": 9, "per": "month"},
        {"agency": "soc-bergsjon", "group": "old_cases", "quota": 5, "per": "month", "while_new_at_most": 0}]}"#;
    let programme = programme(&world, rules).await;
    let whole = draft(&world, programme, EntryGroup::NewApplicants).await;
    let id = begun(&world, who).await;
    answers(&world, &whole).await;
    let numbers = async || {
        let asked = question(&world, who, &id, "vag").await.unwrap();
        let Ask::Group(choices, _) = asked.ask else {
            panic!("the way in")
        };
        let choices: Vec<_> = choices.into_iter().filter_map(|c| c.more).collect();
        let places: Vec<_> = asked
            .places
            .into_iter()
            .filter(|p| !p.house)
            .map(|p| (p.number, p.more))
            .collect();
        (places, choices)
    };
    // Two in the house, whatever the quotas say.
    let (places, _) = numbers().await;
    assert_eq!([&places[0].0, &places[1].0], ["2 kvar", "2 kvar"]);
    send_as(&world, who, world.key(), &whole).await.unwrap();
    let (places, choices) = numbers().await;
    assert_eq!(
        [&places[0].0, &places[1].0],
        ["1 kvar", "0 kvar"],
        "closed for old cases"
    );
    assert!(places[1].1.contains("nybesöken är fler"), "{places:?}");
    assert!(choices[1].starts_with("0 kvar, nybesöken"), "{choices:?}");
    let other = draft(&world, programme, EntryGroup::NewApplicants).await;
    send_as(&world, who, world.key(), &other).await.unwrap();
    let (places, _) = numbers().await;
    assert_eq!(places[0].0, "0 kvar", "the house is full");
    assert!(places[0].1.contains("fullt"), "{places:?}");
}

#[tokio::test]
async fn only_agencies_with_a_way_in_refer_and_long_term_registered_are_judged_jointly() {
    let world = World::new().await;
    for agency in ["fk-gamlestaden", "flyktingenheten"] {
        let who = worker(&world, agency).await;
        let mut cx = begin(&world, who, Action::Refer).await.unwrap();
        assert!(
            mine::beginning(&mut cx).await.unwrap().programmes.is_empty(),
            "{agency}"
        );
        drop(cx);
        let programme = arbetsforum(&world).await;
        let whole = draft(&world, programme, EntryGroup::NewApplicants).await;
        assert_eq!(
            send_as(&world, who, world.key(), &whole).await,
            Err(AppError::Referral {
                field: Field::Programme,
                why: ReferralProblem::NoWayIn
            }),
            "{agency}"
        );
    }
    let who = worker(&world, "af-svingeln").await;
    let mut whole = draft(&world, arbetsforum(&world).await, EntryGroup::LongTermRegistered).await;
    whole.ground = Some("unemployed_on_social_assistance".into());
    for condition in domain::programme::Condition::ALL {
        whole.answers.insert(condition.code().into(), judged(true));
    }
    let sent = send_as(&world, who, world.key(), &whole).await.unwrap();
    assert_eq!(
        events(&world, sent).await,
        ["referred", "referral_review judged_jointly"]
    );
    assert!(
        begin(
            &world,
            world.member(world.centre("arbetsforum").await, Role::Coach).await,
            Action::Refer
        )
        .await
        .is_err()
    );
}

async fn arbetsforum(world: &World) -> Uuid {
    sqlx::query_scalar("select programme_id from programme where code = 'arbetsforum'")
        .fetch_one(&world.db.owner)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_draft_is_ones_own_and_is_cleared_after_thirty_days() {
    let world = World::new().await;
    let (who, other) = (
        worker(&world, "soc-bergsjon").await,
        worker(&world, "soc-bergsjon").await,
    );
    let id = begun(&world, who).await;
    assert!(question(&world, who, &id, "").await.is_ok());
    assert_eq!(
        question(&world, other, &id, "").await.err(),
        Some(AppError::NotFound)
    );
    assert_eq!(
        question(&world, who, "nonsens", "").await.err(),
        Some(AppError::NotFound)
    );
    world.at("2026-12-20T08:00:00Z");
    jobs::look(&world.state).await.unwrap();
    assert!(question(&world, who, &id, "").await.is_ok());
    world.at("2026-12-20T08:13:00Z");
    assert_eq!(
        question(&world, who, &id, "").await.err(),
        Some(AppError::NotFound)
    );
    jobs::look(&world.state).await.unwrap();
    assert_eq!(world.count("select count(*) from referral_draft").await, 0);
}

#[tokio::test]
async fn the_sender_sees_the_place_in_the_queue_and_why_before_and_after() {
    let world = World::new().await;
    let who = worker(&world, "soc-bergsjon").await;
    let programme = programme(&world, super::ONE).await;
    for _ in 0..2 {
        let whole = draft(&world, programme, EntryGroup::NewApplicants).await;
        send_as(&world, who, world.key(), &whole).await.unwrap();
    }
    let whole = draft(&world, programme, EntryGroup::NewApplicants).await;
    let id = begun(&world, who).await;
    answers(&world, &whole).await;
    let last = question(&world, who, &id, "granska").await.unwrap();
    let Ask::Check(check) = last.ask else {
        panic!("the last look: {last:?}")
    };
    assert!(
        !check.place && check.will.contains("plats 2 i kön"),
        "{}",
        check.will
    );
    let mut cx = begin(&world, who, Action::Refer).await.unwrap();
    let sent = mine::send(&mut cx, &id).await.unwrap();
    cx.commit().await.unwrap();
    let one = read_as(&world, who, sent).await.unwrap();
    assert_eq!(one.state, ReferralState::Queued);
    assert!(one.more.unwrap().starts_with("Plats 2 i kön"));
    let mut cx = begin(&world, who, Action::ReadReferrals).await.unwrap();
    let all = lists::list(&mut cx, Which::Open, "", 1).await.unwrap();
    assert_eq!((all.total, all.rows.len()), (3, 3));
    let queued = lists::list(&mut cx, Which::Queued, "", 7).await.unwrap();
    assert_eq!((queued.total, queued.page), (2, 1));
    let found = lists::list(&mut cx, Which::Open, &one.name.to_uppercase(), 1)
        .await
        .unwrap();
    assert_eq!(found.total, 1);
    assert_eq!(
        lists::list(&mut cx, Which::Open, "finns inte", 1)
            .await
            .unwrap()
            .total,
        0
    );
    cx.commit().await.unwrap();
}
