//! What the year must have left behind: books that balance, limits that held, tables that the ledger can make again.

use super::houses::Year;
use crate::booking::acting;
use crate::world::World;
use app::kernel::policy::Action;
use app::promise::api::Chosen;
use app::promise::house::{Wanted, house as promises};
use chrono::{DateTime, Months, NaiveDate, Utc};
use domain::ids::EnrolmentId;
use domain::month_term::last_day;
use domain::programme::ProgrammeRules;
use domain::promise::{State, Which};
use serde_json::Value;
use sqlx::FromRow;
use sqlx::types::Json;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// A row of the ledger, with the name of the one it is about (the names of the year are numbers).
#[derive(FromRow)]
pub struct Row {
    pub ledger_id: i64,
    pub event: String,
    pub concerns_on: NaiveDate,
    pub recorded_at: DateTime<Utc>,
    pub enrolment_id: Option<Uuid>,
    pub referral_id: Option<Uuid>,
    pub centre_id: Uuid,
    pub name: String,
    pub payload: Value,
}

pub async fn ledger(world: &World) -> Vec<Row> {
    sqlx::query_as(
        "select l.ledger_id, l.event, l.concerns_on, l.recorded_at, l.enrolment_id, l.referral_id, l.centre_id,
                coalesce(p.given_name, r.given_name, '') as name, l.payload
         from ledger l left join person p on p.person_id = l.person_id left join referral r on r.referral_id = l.referral_id
         order by l.ledger_id",
    )
    .fetch_all(&world.db.owner)
    .await
    .unwrap()
}

/// The rows without the ids that chance made, in an order of their own.
pub fn told_apart(ledger: &[Row]) -> Vec<String> {
    fn without_ids(value: &Value) -> Value {
        match value {
            Value::String(text) if Uuid::parse_str(text).is_ok() => "an id".into(),
            Value::Array(all) => all.iter().map(without_ids).collect(),
            // Rows of the ledger are named by their numbers, which another order of the same day makes others; a seal has
            // an id inside.
            Value::Object(all) => all
                .iter()
                .map(|(k, v)| {
                    (
                        k.clone(),
                        if k == "of" || k.ends_with("seal") {
                            "a row".into()
                        } else {
                            without_ids(v)
                        },
                    )
                })
                .collect(),
            other => other.clone(),
        }
    }
    let mut told: Vec<String> = ledger
        .iter()
        .map(|row| {
            format!(
                "{} {} {} {} {}",
                row.recorded_at,
                row.name,
                row.event,
                row.concerns_on,
                without_ids(&row.payload)
            )
        })
        .collect();
    told.sort();
    told
}

/// The rows that hold: those that a later row corrects are left out (S2).
pub fn holding(ledger: &[Row]) -> Vec<&Row> {
    let wrong: BTreeSet<i64> = ledger
        .iter()
        .filter(|row| row.event == "corrected")
        .filter_map(|row| row.payload["of"].as_i64())
        .collect();
    ledger
        .iter()
        .filter(|row| !wrong.contains(&row.ledger_id))
        .collect()
}

/// S3: what was there, what came and what went is what is there, for each centre and month.
pub async fn every_month_balances(world: &World, ledger: &[Row]) {
    // Each stay at a centre: whoever moved has two.
    let spells: Vec<(Uuid, NaiveDate, Option<NaiveDate>)> = sqlx::query_as(
        "select coalesce(t.from_centre, e.centre_id), e.enrolled_on, coalesce(t.effective_on, e.ended_on)
         from enrolment e left join transfer t on t.enrolment_id = e.enrolment_id and t.stage = 'done'
         union all
         select t.to_centre, t.effective_on, e.ended_on
         from enrolment e join transfer t on t.enrolment_id = e.enrolment_id and t.stage = 'done'",
    )
    .fetch_all(&world.db.owner)
    .await
    .unwrap();
    let holding = holding(ledger);
    let centres: BTreeSet<Uuid> = spells.iter().map(|s| s.0).collect();
    assert_eq!(centres.len(), 7);
    for centre in centres {
        let mut stock = 0_usize;
        for month in 0..12 {
            let first = NaiveDate::from_ymd_opt(2026, 11, 1).unwrap() + Months::new(month);
            let next = first + Months::new(1);
            let many = |event: &str, way: &str| {
                holding
                    .iter()
                    .filter(|r| r.centre_id == centre && r.event == event)
                    .filter(|r| way.is_empty() || r.payload["way"] == way)
                    .filter(|r| r.concerns_on >= first && r.concerns_on < next)
                    .count()
            };
            let there = spells
                .iter()
                .filter(|(at, from, until)| *at == centre && *from < next && until.is_none_or(|u| u >= next))
                .count();
            stock += many("enrolled", "") + many("transferred", "in");
            stock -= many("exited", "") + many("transferred", "out");
            assert_eq!(stock, there, "{centre} at the end of {first}");
        }
    }
}

#[derive(FromRow)]
struct Sent {
    referral_id: Uuid,
    programme_id: Uuid,
    agency: String,
    entry_group: String,
    period_start: Option<NaiveDate>,
    state: String,
}

async fn sent(world: &World) -> BTreeMap<Uuid, Sent> {
    let rows: Vec<Sent> = sqlx::query_as(
        "select referral_id, programme_id, a.code as agency, entry_group, period_start, state
         from referral join agency a using (agency_id)",
    )
    .fetch_all(&world.db.owner)
    .await
    .unwrap();
    rows.into_iter().map(|r| (r.referral_id, r)).collect()
}

/// E2, E3: followed row by row, no quota and no house was ever fuller than its rule.
pub async fn no_quota_and_no_house_was_ever_exceeded(world: &World, ledger: &[Row]) {
    let sent = sent(world).await;
    let rules: Vec<(Uuid, Json<ProgrammeRules>)> =
        sqlx::query_as("select programme_id, rules from programme_version")
            .fetch_all(&world.db.owner)
            .await
            .unwrap();
    let rules: BTreeMap<Uuid, ProgrammeRules> = rules.into_iter().map(|(id, r)| (id, r.0)).collect();
    let of: Vec<(Uuid, Uuid)> = sqlx::query_as("select enrolment_id, programme_id from enrolment")
        .fetch_all(&world.db.owner)
        .await
        .unwrap();
    let of: BTreeMap<Uuid, Uuid> = of.into_iter().collect();
    let mut taken: BTreeMap<(Uuid, String, String, NaiveDate), u32> = BTreeMap::new();
    let mut houses: BTreeMap<Uuid, u32> = BTreeMap::new();
    let mut placed: BTreeSet<Uuid> = BTreeSet::new();
    let (mut full, mut waited, mut put_right) = (0, 0, false);
    for (n, row) in ledger.iter().enumerate() {
        match (row.event.as_str(), row.referral_id.map(|id| &sent[&id])) {
            ("referral_placed", Some(one)) => {
                let way = rules[&one.programme_id]
                    .entries
                    .iter()
                    .find(|e| e.agency == one.agency && e.group.code() == one.entry_group)
                    .expect("a way in");
                *houses.entry(one.programme_id).or_default() += 1;
                placed.insert(one.referral_id);
                if let (Some(quota), Some(period)) = (way.quota, one.period_start) {
                    let key = |group: &str| (one.programme_id, one.agency.clone(), group.to_owned(), period);
                    let many = taken.entry(key(&one.entry_group)).or_default();
                    *many += 1;
                    assert!(
                        *many <= quota,
                        "{} {} in {period}: {many}",
                        one.agency,
                        one.entry_group
                    );
                    full += u32::from(*many == quota);
                    if let Some(most) = way.while_new_at_most {
                        let new = taken.get(&key("new_applicants")).copied().unwrap_or_default();
                        assert!(
                            new <= most,
                            "old cases of {} with {new} new in {period}",
                            one.agency
                        );
                    }
                }
            }
            ("referral_queued", Some(_)) => waited += 1,
            ("referral_refused" | "referral_withdrawn", Some(one)) if placed.remove(&one.referral_id) => {
                *houses.get_mut(&one.programme_id).unwrap() -= 1;
                if let Some(period) = one.period_start
                    && let Some(many) = taken.get_mut(&(
                        one.programme_id,
                        one.agency.clone(),
                        one.entry_group.clone(),
                        period,
                    ))
                {
                    *many -= 1;
                }
            }
            // Whoever had a place has it as an enrolment now; whoever had none takes one.
            ("enrolled", one) => {
                let programme = of[&row.enrolment_id.unwrap()];
                if !one.is_some_and(|one| placed.remove(&one.referral_id)) {
                    *houses.entry(programme).or_default() += 1;
                }
            }
            // An exit that was put right is told twice in one breath; one that was taken back takes its place again.
            ("corrected", _) if row.payload["event"] == "exited" => {
                let again = ledger.get(n + 1).is_some_and(|next| next.event == "exited");
                put_right = again;
                if !again {
                    *houses.get_mut(&of[&row.enrolment_id.unwrap()]).unwrap() += 1;
                }
            }
            ("exited", _) if put_right => put_right = false,
            ("exited", _) => *houses.get_mut(&of[&row.enrolment_id.unwrap()]).unwrap() -= 1,
            _ => {}
        }
        for (programme, many) in &houses {
            if let Some(capacity) = rules[programme].capacity {
                assert!(*many <= capacity, "{many} in the house on {}", row.concerns_on);
            }
        }
    }
    assert!(
        full > 0 && waited > 0,
        "a year in which nobody waits tries nothing"
    );
}

/// An enrolment as its table has it, with the rules that it keeps.
type Stored = (
    Uuid,
    Uuid,
    NaiveDate,
    Option<NaiveDate>,
    Option<NaiveDate>,
    Json<ProgrammeRules>,
);

/// Outcome, first day, extent and whether it is expected to last.
type ExitSaid = (String, Option<NaiveDate>, Option<i64>, Option<bool>);

/// An exit as its table has it.
type StoredExit = (Uuid, String, Option<NaiveDate>, Option<i16>, Option<bool>);

fn said_of(payload: &Value) -> ExitSaid {
    (
        payload["outcome"].as_str().unwrap().to_owned(),
        payload["starts_on"].as_str().map(|day| day.parse().unwrap()),
        payload["extent"].as_i64(),
        payload["expected_to_last"].as_bool(),
    )
}

/// S2: what the tables say of the state of things follows from the ledger.
pub async fn the_tables_can_be_rebuilt(world: &World, ledger: &[Row]) {
    let mut referrals: BTreeMap<Uuid, String> = BTreeMap::new();
    let mut enrolments: BTreeMap<Uuid, (Uuid, NaiveDate, Option<NaiveDate>)> = BTreeMap::new();
    let mut bookings: BTreeMap<Uuid, String> = BTreeMap::new();
    let mut terms: BTreeMap<Uuid, NaiveDate> = BTreeMap::new();
    let mut forms: BTreeMap<(Uuid, String), i64> = BTreeMap::new();
    let mut exits: BTreeMap<Uuid, ExitSaid> = BTreeMap::new();
    let mut asked: BTreeMap<(Uuid, i64), String> = BTreeMap::new();
    let mut assigned: BTreeSet<Uuid> = BTreeSet::new();
    let mut explained: BTreeSet<(Uuid, String)> = BTreeSet::new();
    let text = |row: &Row, name: &str| row.payload[name].as_str().unwrap_or_default().to_owned();
    for row in holding(ledger) {
        if let Some(referral) = row.referral_id
            && let Some(state) = row
                .event
                .strip_prefix("referral_")
                .or((row.event == "enrolled").then_some("enrolled"))
        {
            referrals.insert(referral, state.to_owned());
        }
        if let (Some(state), Some(booking)) = (row.event.strip_prefix("meeting_"), row.payload.get("booking"))
        {
            let booking = booking.as_str().unwrap().parse().unwrap();
            bookings.insert(booking, state.to_owned());
        }
        match (row.event.as_str(), row.enrolment_id) {
            ("enrolled", Some(id)) => {
                enrolments.insert(id, (row.centre_id, row.concerns_on, None));
            }
            ("exited", Some(id)) => {
                enrolments.get_mut(&id).unwrap().2 = Some(row.concerns_on);
                exits.insert(id, said_of(&row.payload));
            }
            ("transferred", Some(id)) if row.payload["way"] == "in" => {
                enrolments.get_mut(&id).unwrap().0 = row.centre_id;
            }
            ("promise_explained", of) => {
                // Of a referral that waited, the reason is its own, whatever became of it.
                let of = of.or(row.referral_id).unwrap();
                explained.insert((of, text(row, "clock")));
            }
            ("extended", Some(id)) => {
                terms.insert(id, text(row, "until").parse().unwrap());
            }
            ("form_answered", Some(id)) => {
                let revision = row.payload["revision"].as_i64().unwrap();
                forms.insert((id, text(row, "occasion")), revision);
            }
            ("followed_up", Some(id)) => {
                asked.insert((id, row.payload["months"].as_i64().unwrap()), text(row, "result"));
            }
            ("assigned", Some(_)) => {
                assigned.insert(text(row, "assignment").parse().unwrap());
            }
            ("unassigned", Some(_)) => {
                assigned.remove(&text(row, "assignment").parse().unwrap());
            }
            _ => {}
        }
    }
    let stored = sent(world)
        .await
        .into_values()
        .map(|r| (r.referral_id, r.state))
        .collect();
    assert_eq!(referrals, stored, "referrals");

    let stored: Vec<Stored> = sqlx::query_as(
        "select enrolment_id, centre_id, enrolled_on, ended_on, term_ends_on, rules
         from enrolment join programme_version using (programme_version_id)",
    )
    .fetch_all(&world.db.owner)
    .await
    .unwrap();
    assert_eq!(enrolments.len(), stored.len());
    for (id, centre, from, until, term, rules) in stored {
        assert_eq!(enrolments[&id], (centre, from, until), "enrolment {id}");
        let by_rule = rules.term_months.and_then(|months| last_day(from, months));
        assert_eq!(term, terms.get(&id).copied().or(by_rule), "term of {id}");
    }
    let stored: Vec<(Uuid, String, i64)> =
        sqlx::query_as("select enrolment_id, occasion, max(revision)::bigint from form_entry group by 1, 2")
            .fetch_all(&world.db.owner)
            .await
            .unwrap();
    let stored = stored.into_iter().map(|(id, at, n)| ((id, at), n)).collect();
    assert_eq!(forms, stored, "forms");
    // The latest record of each; of one that was taken back there is none.
    let stored: Vec<StoredExit> = sqlx::query_as(
        "select enrolment_id, outcome, starts_on, extent, expected_to_last from (
           select distinct on (enrolment_id) * from exit_record order by enrolment_id, no desc) r
         where kind <> 'reopened'",
    )
    .fetch_all(&world.db.owner)
    .await
    .unwrap();
    let stored = stored
        .into_iter()
        .map(|(id, outcome, from, extent, lasts)| (id, (outcome, from, extent.map(i64::from), lasts)))
        .collect();
    assert_eq!(exits, stored, "exits");
    let stored: Vec<(Uuid, String)> =
        sqlx::query_as("select distinct coalesce(referral_id, enrolment_id), clock from promise_reason")
            .fetch_all(&world.db.owner)
            .await
            .unwrap();
    assert_eq!(explained, stored.into_iter().collect(), "reasons");
    // A reason became the person's with their enrolment, and nobody's else.
    let astray = "select count(*) from promise_reason g join referral r using (referral_id)
        where (g.person_id, g.enrolment_id) is distinct from (r.person_id, r.enrolment_id)";
    assert_eq!(world.count(astray).await, 0, "reasons follow their referrals");
    let stored: Vec<(Uuid, i64, String)> = sqlx::query_as(
        "select enrolment_id, months::bigint, result from follow_up_task where stage = 'done'",
    )
    .fetch_all(&world.db.owner)
    .await
    .unwrap();
    let stored = stored.into_iter().map(|(id, m, r)| ((id, m), r)).collect();
    assert_eq!(asked, stored, "follow-ups");
    // Whoever works with somebody still: nobody after an exit, in this year.
    let stored: Vec<Uuid> = sqlx::query_scalar("select assignment_id from assignment where valid_to is null")
        .fetch_all(&world.db.owner)
        .await
        .unwrap();
    assert_eq!(assigned, stored.into_iter().collect(), "assignments");

    let stored: Vec<(Uuid, String)> = sqlx::query_as("select booking_id, state from booking")
        .fetch_all(&world.db.owner)
        .await
        .unwrap();
    assert_eq!(bookings, stored.into_iter().collect(), "bookings");
}

/// K1–K5: each clock of each enrolment stands somewhere, and none is broken without a reason.
pub async fn every_clock_is_explained(year: &Year) {
    let mut kept = 0;
    let mut broken = 0;
    for house in &year.houses {
        let all: Vec<Uuid> = sqlx::query_scalar("select enrolment_id from enrolment where centre_id = $1")
            .bind(house.centre.as_uuid())
            .fetch_all(&year.world.db.owner)
            .await
            .unwrap();
        let all: Vec<EnrolmentId> = all.into_iter().map(EnrolmentId::from).collect();
        let mut cx = acting(&year.world, house.lead.actor(), Action::ReadPromises)
            .await
            .unwrap();
        let cases = app::promise::of_enrolments(&mut cx, &all).await.unwrap();
        let today = cx.today();
        assert_eq!(cases.len(), all.len());
        for case in cases {
            for clock in case.promises(today).unwrap().clocks {
                let promised = match clock.which {
                    Which::FirstMeeting => house.rules.first_meeting_working_days.is_some(),
                    Which::CoachTalks => house.rules.coach_talks.is_some(),
                    Which::Activity => house.rules.offer_within_days.is_some(),
                    Which::Contact => house.rules.contact_within_days.is_some(),
                    Which::Term => house.rules.term_months.is_some(),
                };
                assert!(promised || clock.state == State::NotPromised, "{clock:?}");
                kept += u32::from(matches!(clock.state, State::Kept { .. }));
                broken += u32::from(matches!(clock.state, State::Broken { .. }));
                assert!(!clock.needs_reason(), "{clock:?} of {}", case.given_name);
            }
        }
    }
    assert!(kept > 100 && broken > 5, "{kept} kept, {broken} broken");
    every_contact_is_counted_once(year).await;
}

/// K4: the list of the house counts each referral of the last two months, and each enrolment, once; none is broken without
/// a reason.
async fn every_contact_is_counted_once(year: &Year) {
    let (mut broken, mut stopped) = (0, 0);
    for house in &year.houses {
        let mut cx = acting(&year.world, house.lead.actor(), Action::ReadPromises)
            .await
            .unwrap();
        let since = cx.today() - chrono::TimeDelta::days(60);
        let wanted = Wanted {
            clock: "k4",
            coach: "",
            chosen: Chosen::Unexplained,
            page: 1,
            explain: "",
        };
        let read = promises(&mut cx, &wanted).await.unwrap();
        cx.commit().await.unwrap();
        assert!(read.rows.is_empty(), "{:?}", read.rows);
        let k4 = read.totals.into_iter().find(|t| t.code == "k4").unwrap();
        let counted: i64 = sqlx::query_scalar(
            "select (select count(*) from enrolment where centre_id = $1 and (ended_on is null or ended_on >= $2))
                  + (select count(*) from referral where centre_id = $1 and state <> 'enrolled'
                     and (decided_at is null or (decided_at at time zone 'Europe/Stockholm')::date >= $2))",
        )
        .bind(house.centre.as_uuid())
        .bind(since)
        .fetch_one(&year.world.db.owner)
        .await
        .unwrap();
        let sum = k4.running + k4.kept + k4.broken + k4.stopped + k4.not_promised;
        assert_eq!(i64::from(sum), counted);
        broken += k4.broken;
        stopped += k4.stopped;
    }
    assert!(broken > 5 && stopped > 0, "{broken} broken, {stopped} stopped");
}
