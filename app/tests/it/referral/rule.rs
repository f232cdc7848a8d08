//! The rule in the database and the one in the domain are the same: random sequences of everything that moves a queue.

use super::{app_day, change_as, draft, events, new_version, programme, send_as, standing, worker};
use crate::world::World;
use app::kernel::policy::Role;
use app::referral::jobs;
use app::referral::settle::Change;
use chrono::TimeDelta;
use domain::clock::{Clock, RandomSource, SeededRandom};
use domain::ids::ReferralId;
use domain::programme::{EntryGroup, ProgrammeRules, QuotaPeriod};
use domain::quota::{Counted, Standing, settle};
use sqlx::AssertSqlSafe;

const RULES: &str = r#"{"capacity": 7, "entries": [
    {"agency": "soc-bergsjon", "group": "new_applicants", "quota": 3, "per": "month"},
    {"agency": "soc-bergsjon", "group": "old_cases", "quota": 2, "per": "month", "while_new_at_most": 3},
    {"agency": "soc-kortedala", "group": "referred", "quota": 4, "per": "half_year"}]}"#;

fn draw(random: &mut SeededRandom, below: usize) -> usize {
    let mut bytes = [0; 8];
    random.fill(&mut bytes);
    usize::try_from(u64::from_le_bytes(bytes) % below as u64).unwrap()
}

/// Enrols whoever the referral is about, as the desk does.
async fn enrol(world: &World, id: ReferralId) {
    let person = world.person().await;
    let sql = format!(
        "with e as (insert into enrolment (enrolment_id, person_id, programme_id, programme_version_id, centre_id, enrolled_on, created_at)
           select gen_random_uuid(), '{p}', r.programme_id, r.programme_version_id, r.centre_id, '{day}', '{now}'
           from referral r where referral_id = '{id}' returning enrolment_id)
         update referral set state = 'enrolled', decided_at = '{now}', person_id = '{p}', enrolment_id = (select enrolment_id from e)
         where referral_id = '{id}'",
        p = person.id,
        day = app_day(world),
        now = world.clock.now().to_rfc3339(),
    );
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(&world.db.owner)
        .await
        .unwrap();
}

async fn end(world: &World, id: ReferralId) {
    let sql = format!(
        "update enrolment set ended_on = '{}' where enrolment_id = (select enrolment_id from referral where referral_id = '{id}')",
        app_day(world)
    );
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(&world.db.owner)
        .await
        .unwrap();
}

async fn one_sequence(seed: u64) {
    let world = World::new().await;
    let programme = programme(&world, RULES).await;
    let mut rules: ProgrammeRules = serde_json::from_str(RULES).unwrap();
    let bergsjon = worker(&world, "soc-bergsjon").await;
    let kortedala = worker(&world, "soc-kortedala").await;
    let reception = world
        .member(world.centre("arbetsforum").await, Role::Reception)
        .await;
    let mut random = SeededRandom::new(seed);
    let (mut ids, mut model, mut open) = (
        Vec::<ReferralId>::new(),
        Vec::<Counted>::new(),
        Vec::<usize>::new(),
    );
    for step in 0..70 {
        let pick = (!ids.is_empty()).then(|| draw(&mut random, ids.len()));
        match draw(&mut random, 12) {
            // New rules: more places, and one way in is counted by another period.
            _ if step == 40 || step == 55 => {
                let (way, per) = if step == 40 {
                    (0, QuotaPeriod::HalfYear)
                } else {
                    (2, QuotaPeriod::Month)
                };
                let entry = &mut rules.entries[way];
                entry.quota = entry.quota.map(|q| q + 4);
                entry.per = Some(per);
                rules.capacity = rules.capacity.map(|c| c + 4);
                let json = serde_json::to_string(&rules).unwrap();
                new_version(&world, programme, step + 2, &app_day(&world).to_string(), &json).await;
            }
            0..=5 => {
                let (agency, group, sender) = match draw(&mut random, 3) {
                    0 => ("soc-bergsjon", EntryGroup::NewApplicants, bergsjon),
                    1 => ("soc-bergsjon", EntryGroup::OldCases, bergsjon),
                    _ => ("soc-kortedala", EntryGroup::Referred, kortedala),
                };
                let whole = draft(&world, programme, group).await;
                ids.push(send_as(&world, sender, world.key(), &whole).await.unwrap());
                model.push(Counted {
                    agency: agency.into(),
                    group,
                    came: app_day(&world),
                    standing: Standing::Queued(None),
                });
            }
            6 | 7 => {
                if let Some(i) =
                    pick.filter(|i| !matches!(model[*i].standing, Standing::Out | Standing::Enrolled(_)))
                {
                    let by_sender = draw(&mut random, 2) == 0;
                    if by_sender {
                        let sender = if model[i].agency == "soc-bergsjon" {
                            bergsjon
                        } else {
                            kortedala
                        };
                        change_as(&world, sender, ids[i], Change::Withdraw).await.unwrap();
                    } else {
                        let no = Change::Refuse {
                            code: "not_reached",
                            words: "",
                        };
                        change_as(&world, reception, ids[i], no).await.unwrap();
                    }
                    model[i].standing = Standing::Out;
                }
            }
            8 => {
                let placed = |i: &usize| matches!(model[*i].standing, Standing::Placed(_));
                if let Some(i) = pick.filter(placed) {
                    enrol(&world, ids[i]).await;
                    if let Standing::Placed(since) = model[i].standing {
                        model[i].standing = Standing::Enrolled(since);
                    }
                    open.push(i);
                }
            }
            9 if !open.is_empty() => {
                let i = open.remove(draw(&mut random, open.len()));
                end(&world, ids[i]).await;
            }
            10 => {
                let days = i64::try_from(draw(&mut random, 20)).unwrap();
                world.clock.set(world.clock.now() + TimeDelta::days(days));
            }
            _ => {}
        }
        let enrolled = u32::try_from(open.len()).unwrap();
        settle(
            &rules.entries,
            rules.capacity,
            enrolled,
            app_day(&world),
            &mut model,
        );
        jobs::look(&world.state).await.unwrap();
        for (id, one) in ids.iter().zip(&model) {
            let (state, reason) = standing(&world, *id).await;
            let said = match one.standing {
                Standing::Queued(reason) => ("queued", reason.map(|r| r.code().to_owned())),
                Standing::Placed(_) => ("placed", None),
                Standing::Enrolled(_) => ("enrolled", None),
                Standing::Out => continue,
            };
            assert_eq!((state.as_str(), reason), said, "seed {seed}, step {step}");
        }
        // Looked at again, nothing moves.
        assert_eq!(jobs::look(&world.state).await.unwrap(), 0);
    }
}

#[tokio::test]
async fn the_database_and_the_domain_decide_alike() {
    for seed in 1..=4 {
        one_sequence(seed).await;
    }
}

#[tokio::test]
async fn old_cases_wait_for_that_months_new_applicants_and_not_for_the_months_before() {
    let world = World::new().await;
    let sender = worker(&world, "soc-bergsjon").await;
    let rules = r#"{"entries": [
        {"agency": "soc-bergsjon", "group": "new_applicants", "quota": 1, "per": "month"},
        {"agency": "soc-bergsjon", "group": "old_cases", "quota": 5, "per": "month", "while_new_at_most": 1}]}"#;
    let programme = programme(&world, rules).await;
    for _ in 0..4 {
        let whole = draft(&world, programme, EntryGroup::NewApplicants).await;
        send_as(&world, sender, world.key(), &whole).await.unwrap();
    }
    let whole = draft(&world, programme, EntryGroup::OldCases).await;
    let old = send_as(&world, sender, world.key(), &whole).await.unwrap();
    assert_eq!(
        standing(&world, old).await,
        ("queued".into(), Some("closed_for_old_cases".into()))
    );
    // In December one of November's gets a place, and two go on waiting: one does not exceed one.
    world.at("2026-12-01T08:00:00Z");
    assert_eq!(jobs::look(&world.state).await.unwrap(), 2);
    assert_eq!(standing(&world, old).await.0, "placed");
}

#[tokio::test]
async fn a_freed_place_a_new_month_and_new_rules_move_the_queue_and_say_why() {
    let world = World::new().await;
    let sender = worker(&world, "soc-bergsjon").await;
    let programme = programme(&world, super::ONE).await;
    let mut ids = Vec::new();
    for _ in 0..4 {
        let whole = draft(&world, programme, EntryGroup::NewApplicants).await;
        ids.push(send_as(&world, sender, world.key(), &whole).await.unwrap());
    }
    assert_eq!(
        standing(&world, ids[1]).await,
        ("queued".into(), Some("quota_full".into()))
    );
    change_as(&world, sender, ids[0], Change::Withdraw).await.unwrap();
    assert_eq!(
        events(&world, ids[1]).await,
        [
            "referred",
            "referral_queued quota_full",
            "referral_placed withdrawn"
        ]
    );
    let freed: uuid::Uuid = sqlx::query_scalar(
        "select (payload ->> 'freed')::uuid from ledger where referral_id = $1 and event = 'referral_placed'",
    )
    .bind(ids[1].as_uuid())
    .fetch_one(&world.db.owner)
    .await
    .unwrap();
    assert_eq!(freed, ids[0].as_uuid());
    // Said again, nothing more happens.
    change_as(&world, sender, ids[0], Change::Withdraw).await.unwrap();
    assert_eq!(standing(&world, ids[2]).await.0, "queued");

    world.at("2026-12-01T08:00:00Z");
    assert_eq!(jobs::look(&world.state).await.unwrap(), 1);
    assert!(
        events(&world, ids[2])
            .await
            .contains(&"referral_placed new_period".to_owned())
    );
    assert_eq!(standing(&world, ids[3]).await.0, "queued");
    let two = super::ONE.replace("\"quota\": 1", "\"quota\": 2");
    new_version(&world, programme, 2, "2026-12-02", &two).await;
    world.at("2026-12-02T08:00:00Z");
    // Not by waiting alone: the place is of the same month.
    assert_eq!(jobs::look(&world.state).await.unwrap(), 1);
    assert_eq!(standing(&world, ids[3]).await.0, "placed");
}

#[tokio::test]
async fn an_ended_enrolment_moves_the_queue_in_the_same_commit() {
    let world = World::new().await;
    let sender = worker(&world, "soc-bergsjon").await;
    let rules = r#"{"capacity": 1, "entries": [{"agency": "soc-bergsjon", "group": "new_applicants", "quota": 9, "per": "month"}]}"#;
    let programme = programme(&world, rules).await;
    let first = draft(&world, programme, EntryGroup::NewApplicants).await;
    let first = send_as(&world, sender, world.key(), &first).await.unwrap();
    enrol(&world, first).await;
    let next = draft(&world, programme, EntryGroup::NewApplicants).await;
    let next = send_as(&world, sender, world.key(), &next).await.unwrap();
    assert_eq!(
        standing(&world, next).await,
        ("queued".into(), Some("house_full".into()))
    );
    // Whoever ends it acts at a moment; the trigger settles with it.
    let sql = format!(
        "begin; select set_config('actor.moment', '2026-11-20T09:00:00Z', true);
         update enrolment set ended_on = '2026-11-20' where enrolment_id = (select enrolment_id from referral where referral_id = '{first}'); commit"
    );
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(&world.db.owner)
        .await
        .unwrap();
    assert_eq!(standing(&world, next).await.0, "placed");
    assert!(
        events(&world, next)
            .await
            .contains(&"referral_placed enrolment_ended".to_owned())
    );
}

#[tokio::test]
async fn no_way_of_writing_passes_a_quota_or_the_house() {
    let world = World::new().await;
    let sender = worker(&world, "soc-bergsjon").await;
    let programme = programme(&world, &super::ONE.replacen('{', "{\"capacity\": 2, ", 1)).await;
    let mut ids = Vec::new();
    for _ in 0..2 {
        let whole = draft(&world, programme, EntryGroup::NewApplicants).await;
        ids.push(send_as(&world, sender, world.key(), &whole).await.unwrap());
    }
    let second = ids[1];
    // The table's owner itself, past every function: a place beyond the quota, one that is taken, and one of no number.
    for place in ["2", "1", "null"] {
        let sql = format!(
            "update referral set state = 'placed', queue_reason = null, placed_on = '2026-11-20', period_start = '2026-11-01', place_no = {place}
             where referral_id = '{second}'"
        );
        let refused = sqlx::raw_sql(AssertSqlSafe(sql)).execute(&world.db.owner).await;
        assert!(refused.is_err(), "{place}");
    }
    for undecide in [
        "update referral set state = 'enrolled', decided_at = now(), person_id = (select person_id from person limit 1) where state = 'queued'",
        "update referral set agency_id = (select agency_id from agency where code = 'af-svingeln')",
    ] {
        assert!(
            sqlx::raw_sql(undecide).execute(&world.db.owner).await.is_err(),
            "{undecide}"
        );
    }
    // The house: two at once, and no third.
    let mut outcomes = Vec::new();
    for _ in 0..3 {
        let person = world.person().await;
        let sql = format!(
            "insert into enrolment (enrolment_id, person_id, programme_id, programme_version_id, centre_id, enrolled_on, created_at)
             select gen_random_uuid(), '{}', v.programme_id, v.programme_version_id, c.centre_id, '2026-11-20', now()
             from programme_version v, centre c where v.programme_id = '{programme}' and c.code = 'arbetsforum'",
            person.id
        );
        outcomes.push(
            sqlx::raw_sql(AssertSqlSafe(sql))
                .execute(&world.db.owner)
                .await
                .is_ok(),
        );
    }
    assert_eq!(outcomes, [true, true, false]);
}
