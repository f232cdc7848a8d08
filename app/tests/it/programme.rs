//! The four programmes as they are seeded say what DOMAIN.md's table says, and nothing more.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use crate::database::fresh;
use app::programme::{rules_of, version_on};
use chrono::NaiveDate;
use domain::programme::{
    CoachTalks, Condition, Entry, EntryGroup, ExtensionKey, Outcome, ProgrammeRules, QuotaPeriod, Target,
    TargetDenominator,
};
use sqlx::types::Json;
use uuid::Uuid;

fn day() -> NaiveDate {
    "2026-11-23".parse().unwrap()
}

fn entry(agency: &str, group: EntryGroup, quota: Option<(u32, QuotaPeriod)>, most: Option<u32>) -> Entry {
    let (quota, per) = quota.unzip();
    Entry {
        agency: agency.to_owned(),
        group,
        quota,
        per,
        while_new_at_most: most,
    }
}

fn words(list: &[&str]) -> Vec<String> {
    list.iter().map(|w| (*w).to_owned()).collect()
}

#[tokio::test]
async fn every_version_parses_and_says_no_more_than_it_can_hold() {
    let db = fresh().await;
    let rows: Vec<(Uuid, serde_json::Value)> =
        sqlx::query_as("select programme_version_id, rules from programme_version")
            .fetch_all(&db.owner)
            .await
            .unwrap();
    assert_eq!(rows.len(), 4);
    for (id, stored) in rows {
        let rules = rules_of(&db.web, id.into())
            .await
            .unwrap()
            .expect("a version that is there");
        // Back to JSON it holds every field that is stored: nothing was read past.
        let again = serde_json::to_value(&rules).unwrap();
        for (field, value) in stored.as_object().unwrap() {
            assert_eq!(again.get(field), Some(value), "{id} {field}");
        }
    }
    let unknown = serde_json::from_str::<ProgrammeRules>(r#"{"age_form": 18}"#);
    assert!(unknown.is_err(), "a misspelt field is refused");
    assert_eq!(rules_of(&db.web, Uuid::nil().into()).await.unwrap(), None);
}

#[tokio::test]
async fn arbetsforum() {
    let db = fresh().await;
    let version = version_on(&db.web, "arbetsforum", day()).await.unwrap().unwrap();
    assert_eq!(version.version, 1);
    let month = QuotaPeriod::Month;
    let districts = ["soc-bergsjon", "soc-kortedala"].into_iter().flat_map(|agency| {
        [
            entry(agency, EntryGroup::NewApplicants, Some((40, month)), None),
            entry(agency, EntryGroup::OldCases, Some((5, month)), Some(40)),
        ]
    });
    let long_term = entry(
        "af-svingeln",
        EntryGroup::LongTermRegistered,
        Some((5, QuotaPeriod::HalfYear)),
        None,
    );
    let expected = ProgrammeRules {
        age_from: Some(18),
        age_below: Some(65),
        term_months: Some(6),
        capacity: Some(250),
        first_meeting_working_days: Some(2),
        coach_talks: Some(CoachTalks {
            offered: 3,
            within_days: 14,
        }),
        offer_within_days: Some(14),
        contact_within_days: Some(2),
        target_group: words(&[
            "unemployed_on_social_assistance",
            "registered_without_unemployment_insurance",
            "registered_on_basic_amount_with_supplementary_assistance",
        ]),
        conditions: vec![
            Condition::ChildCareArranged,
            Condition::NoOngoingAbuse,
            Condition::NoHinderingIllness,
            Condition::CommunicatesInSwedishOrEnglish,
            Condition::WantsWork,
        ],
        entries: districts.chain([long_term]).collect(),
        targets: vec![
            Target {
                percent: 40,
                of: TargetDenominator::Exited,
                within_months: None,
            },
            Target {
                percent: 50,
                of: TargetDenominator::Enrolled,
                within_months: Some(12),
            },
        ],
        extension_keys: vec![
            ExtensionKey::Participant,
            ExtensionKey::CaseWorker,
            ExtensionKey::Centre,
        ],
        steps: vec![],
        // X3: the source names no list of its own, so all of them are open.
        outcomes: Outcome::ALL.to_vec(),
    };
    assert_eq!(version.rules, expected);
    assert_eq!(rules_of(&db.web, version.id).await.unwrap(), Some(expected));
}

#[tokio::test]
async fn the_other_three() {
    let db = fresh().await;
    let rules = async |code: &str| version_on(&db.web, code, day()).await.unwrap().unwrap().rules;
    assert_eq!(
        rules("kompetenscenter").await,
        ProgrammeRules {
            term_months: Some(18),
            target_group: words(&["on_social_assistance_in_need_of_extended_support"]),
            entries: vec![entry("soc-goteborg", EntryGroup::Referred, None, None)],
            targets: vec![Target {
                percent: 60,
                of: TargetDenominator::Finished,
                within_months: None
            }],
            ..ProgrammeRules::default()
        }
    );
    assert_eq!(
        rules("arbvux-trappan").await,
        ProgrammeRules {
            term_months: Some(18),
            target_group: words(&["judged_able_to_enter_vocational_education_or_job_within_18_months"]),
            steps: words(&[
                "preparation",
                "first_job",
                "validation_or_further_education",
                "next_job"
            ]),
            ..ProgrammeRules::default()
        }
    );
    assert_eq!(
        rules("jobbcentrum-enkoping").await,
        ProgrammeRules {
            age_from: Some(16),
            age_below: Some(66),
            target_group: words(&["far_from_the_labour_market"]),
            entries: ["af-enkoping", "soc-enkoping"]
                .map(|a| entry(a, EntryGroup::Referred, None, None))
                .to_vec(),
            ..ProgrammeRules::default()
        }
    );
}

#[tokio::test]
async fn a_version_holds_from_its_day_and_is_never_edited() {
    let db = fresh().await;
    assert!(
        version_on(&db.web, "arbetsforum", "2019-12-31".parse().unwrap())
            .await
            .unwrap()
            .is_none()
    );
    assert!(version_on(&db.web, "no-such", day()).await.unwrap().is_none());
    sqlx::query(
        "insert into programme_version (programme_version_id, programme_id, version, valid_from, rules, source, created_at)
         select gen_random_uuid(), programme_id, 2, date '2027-01-01', $1, 'test', now() from programme where code = 'arbetsforum'",
    )
    .bind(Json(ProgrammeRules { term_months: Some(9), ..ProgrammeRules::default() }))
    .execute(&db.owner)
    .await
    .unwrap();
    let on = async |day: &str| {
        version_on(&db.web, "arbetsforum", day.parse().unwrap())
            .await
            .unwrap()
            .unwrap()
    };
    assert_eq!(on("2026-12-31").await.rules.term_months, Some(6));
    assert_eq!(on("2027-01-01").await.rules.term_months, Some(9));
    assert!(
        sqlx::query("update programme_version set version = 3")
            .execute(&db.owner)
            .await
            .is_err()
    );
}

#[tokio::test]
async fn entries_name_parties_that_are_there_and_places_fit_the_stamp() {
    let db = fresh().await;
    let strangers: i64 = sqlx::query_scalar(
        "select count(*) from programme_version v, jsonb_array_elements(v.rules -> 'entries') e
         where not exists (select from agency a where a.code = e ->> 'agency')",
    )
    .fetch_one(&db.owner)
    .await
    .unwrap();
    assert_eq!(strangers, 0);
    let places: Vec<(String, i64)> = sqlx::query_as(
        "select p.code, count(*) from programme p join programme_centre using (programme_id)
         join centre c using (centre_id) where c.stamp_name = upper(c.stamp_name) group by p.code order by p.code",
    )
    .fetch_all(&db.owner)
    .await
    .unwrap();
    let expected = [
        ("arbetsforum", 1),
        ("arbvux-trappan", 1),
        ("jobbcentrum-enkoping", 1),
        ("kompetenscenter", 4),
    ];
    assert_eq!(places, expected.map(|(code, n)| (code.to_owned(), n)));
}
