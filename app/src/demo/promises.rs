//! What the promise clocks go by (K1–K3): talks offered, booked, held, declined and missed, activities offered, and the
//! reasons for what was not kept. Most is kept, some runs, a few are broken, with a reason and without.

use super::chance::{between, stream, weighted};
use super::ground::Ground;
use super::people::Participant;
use super::rows::{LedgerRow, Rows};
use super::when::{When, hm, workday_on_or_after, workdays};
use crate::kernel::ledger::Event;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::clock::SeededRandom;
use domain::ids::IdempotencyKey;
use domain::programme::ProgrammeRules;
use serde_json::{Value, json};
use sqlx::PgConnection;
use std::collections::BTreeSet;
use uuid::Uuid;

/// When talks begin, by the clock; a coach has one at a time.
const TIMES: [u32; 8] = [
    hm(9, 0),
    hm(9, 45),
    hm(10, 30),
    hm(11, 15),
    hm(13, 0),
    hm(13, 45),
    hm(14, 30),
    hm(15, 15),
];
const LENGTH: TimeDelta = TimeDelta::minutes(45);
const PLACES: [&str; 3] = ["Samtalsrum 1", "Samtalsrum 2", "Samtalsrum 3"];

/// A talk as it stands.
#[derive(Debug)]
pub struct BookingRow {
    pub id: Uuid,
    pub centre: Uuid,
    pub enrolment: Uuid,
    pub person: Uuid,
    pub staff: Uuid,
    pub starts_at: DateTime<Utc>,
    pub place: &'static str,
    pub state: &'static str,
    pub first: bool,
    pub revision: i32,
    pub key: Uuid,
    pub created_at: DateTime<Utc>,
    pub created_by: Uuid,
    pub updated_at: DateTime<Utc>,
}

/// Why a promise was not kept.
#[derive(Debug)]
pub struct ReasonRow {
    pub id: Uuid,
    pub enrolment: Uuid,
    pub person: Uuid,
    pub centre: Uuid,
    pub clock: &'static str,
    pub due_on: NaiveDate,
    pub reason: &'static str,
    pub words: &'static str,
    pub given_at: DateTime<Utc>,
    pub given_by: Uuid,
    pub key: Uuid,
}

/// How it went for somebody.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Went {
    Well,
    /// The first meeting came late: the reason, and its words.
    MetLate(Option<(&'static str, &'static str)>),
    /// Too few talks were offered.
    FewTalks(Option<(&'static str, &'static str)>),
    /// Nothing was offered in time.
    OfferedLate(Option<(&'static str, &'static str)>),
}

const WAYS: [(u32, Went); 9] = [
    (86, Went::Well),
    (3, Went::MetLate(Some(("person_could_not", "")))),
    (2, Went::MetLate(Some(("coach_ill", "")))),
    (2, Went::MetLate(None)),
    (2, Went::FewTalks(Some(("no_free_time", "")))),
    (1, Went::FewTalks(None)),
    (
        2,
        Went::OfferedLate(Some(("other", "Kursen som passade började först senare."))),
    ),
    (1, Went::OfferedLate(Some(("closed", "")))),
    (1, Went::OfferedLate(None)),
];

/// A reason is given within these days: who is newer than that has none yet.
const REASON_TAKES: i64 = 2;

/// The talks, the offers and the reasons of everybody in a programme that promises them.
pub fn make(ground: &Ground, when: &When, people: &[Participant], rows: &mut Rows) {
    let mut taken = BTreeSet::new();
    for who in people.iter().filter(|p| p.centre == ground.arbetsforum.centre) {
        Life {
            who,
            when,
            rules: &ground.rules,
            random: stream("promises", who.index),
            taken: &mut taken,
            rows: &mut *rows,
        }
        .live();
    }
}

struct Life<'a> {
    who: &'a Participant,
    when: &'a When,
    rules: &'a ProgrammeRules,
    random: SeededRandom,
    /// Coach, day and time of the talks there are.
    taken: &'a mut BTreeSet<(Uuid, NaiveDate, usize)>,
    rows: &'a mut Rows,
}

impl Life<'_> {
    fn live(mut self) {
        let Some(first_days) = self.rules.first_meeting_working_days else {
            return;
        };
        let enrolled = self.who.enrolled_on;
        let went = weighted(&mut self.random, &WAYS);
        // In a story all is well: it tells of something else.
        let went = if self.who.story.is_some() {
            Went::Well
        } else {
            went
        };
        let in_time: Vec<NaiveDate> = workdays(enrolled, self.day(30)).take(8).collect();
        let late = usize::try_from(first_days).unwrap_or(0);
        let place = if let Went::MetLate(_) = went {
            late + 1
        } else {
            usize::try_from(between(&mut self.random, 0, first_days.saturating_sub(1))).unwrap_or(0)
        };
        let (Some(meeting), Some(due)) = (in_time.get(place), in_time.get(late.saturating_sub(1))) else {
            return;
        };
        self.talk(enrolled, *meeting, true, "held");
        if let Went::MetLate(Some(reason)) = went {
            self.reason("k1", *due, reason);
        }
        if let Some(talks) = self.rules.coach_talks {
            let offered = if let Went::FewTalks(_) = went {
                talks.offered.saturating_sub(1)
            } else {
                talks.offered
            };
            for n in 1..i64::from(offered) {
                let offered_on = workday_on_or_after(self.day(3 + 4 * (n - 1)));
                let on = workday_on_or_after(self.day(7 + 6 * (n - 1)));
                let end = weighted(&mut self.random, &[(82, "held"), (9, "declined"), (9, "missed")]);
                self.talk(offered_on, on, false, end);
            }
            if let Went::FewTalks(Some(reason)) = went {
                self.reason("k2", self.day(i64::from(talks.within_days)), reason);
            }
        }
        if let Some(days) = self.rules.offer_within_days {
            let last = i64::from(days);
            let after = if let Went::OfferedLate(_) = went {
                last + 3
            } else {
                i64::from(between(&mut self.random, 2, days.saturating_sub(4)))
            };
            let on = workday_on_or_after(self.day(after));
            if self.has_been(on) {
                let kind = weighted(
                    &mut self.random,
                    &[
                        (6, "job_search"),
                        (2, "training"),
                        (2, "education"),
                        (1, "placement"),
                    ],
                );
                let at = self.when.moment(on, hm(15, 0));
                self.tell(
                    Event::ActivityOffered,
                    on,
                    at,
                    self.who.coach.account,
                    json!({ "kind": kind }),
                );
            }
            if let Went::OfferedLate(Some(reason)) = went {
                self.reason("k3", self.day(last), reason);
            }
        }
    }

    /// So many days after enrolment.
    fn day(&self, days: i64) -> NaiveDate {
        self.who.enrolled_on + TimeDelta::days(days)
    }

    /// Whether the day is past, or today, and the person was there still.
    fn has_been(&self, day: NaiveDate) -> bool {
        day <= self.when.today && self.who.ended_on.is_none_or(|last| day <= last)
    }

    /// A talk offered on one day for another, and how it ended if that has been; booked from the offer on unless it was
    /// declined.
    fn talk(&mut self, offered_on: NaiveDate, on: NaiveDate, first: bool, end: &'static str) {
        if !self.has_been(offered_on) || self.who.ended_on.is_some_and(|last| on > last) {
            return;
        }
        let who = self.who;
        let Some((day, time)) = self.free(on, first) else {
            return;
        };
        let offered_at = if offered_on == who.enrolled_on {
            who.enrolled_at + TimeDelta::minutes(8)
        } else {
            self.when.moment(offered_on, hm(16, 0))
        }
        .min(self.when.now);
        let starts_at = domain::civil_time::at(
            day,
            chrono::NaiveTime::from_num_seconds_from_midnight_opt(TIMES[time], 0).unwrap_or_default(),
        );
        let id = IdempotencyKey::mint(offered_at, &mut self.random).as_uuid();
        let key = IdempotencyKey::mint(offered_at, &mut self.random).as_uuid();
        let payload = json!({ "booking": id, "kind": "coach_talk", "staff": who.coach.id, "starts_at": starts_at,
                              "ends_at": starts_at + LENGTH });
        let coach = who.coach.account;
        self.tell(
            Event::MeetingOffered,
            offered_on,
            offered_at,
            coach,
            payload.clone(),
        );
        let over = starts_at + LENGTH <= self.when.now;
        let (mut revision, mut updated_at) = (1, offered_at);
        let state = if end == "declined" {
            let answered = offered_at + TimeDelta::minutes(30);
            if answered > self.when.now {
                "offered"
            } else {
                self.tell(Event::MeetingDeclined, offered_on, answered, coach, payload);
                (revision, updated_at) = (2, answered);
                "declined"
            }
        } else {
            let booked_at = (offered_at + TimeDelta::minutes(2)).min(self.when.now);
            self.tell(
                Event::MeetingBooked,
                offered_on,
                booked_at,
                coach,
                payload.clone(),
            );
            (revision, updated_at) = (revision + 1, booked_at);
            if over {
                let (event, state) = if end == "missed" {
                    (Event::MeetingMissed, "missed")
                } else {
                    (Event::MeetingHeld, "held")
                };
                let told_at = starts_at + LENGTH;
                self.tell(event, day, told_at, coach, payload);
                (revision, updated_at) = (revision + 1, told_at);
                state
            } else {
                "booked"
            }
        };
        self.rows.bookings.push(BookingRow {
            id,
            centre: who.centre,
            enrolment: who.enrolment,
            person: who.person,
            staff: who.coach.id,
            starts_at,
            place: PLACES[time % PLACES.len()],
            state,
            first,
            revision,
            key,
            created_at: offered_at,
            created_by: coach,
            updated_at,
        });
    }

    /// A free time of the coach that day; for what is no first meeting, on a day soon after as well.
    fn free(&mut self, on: NaiveDate, first: bool) -> Option<(NaiveDate, usize)> {
        let start = usize::try_from(between(&mut self.random, 0, 7)).unwrap_or(0);
        let days = if first { 1 } else { 6 };
        let coach = self.who.coach.id;
        std::iter::once(on)
            .chain(workdays(on, on + TimeDelta::days(14)))
            .take(days)
            .flat_map(|day| (0..TIMES.len()).map(move |n| (day, (start + n) % TIMES.len())))
            .find(|(day, time)| self.taken.insert((coach, *day, *time)))
    }

    fn reason(
        &mut self,
        clock: &'static str,
        due_on: NaiveDate,
        (reason, words): (&'static str, &'static str),
    ) {
        let on = workday_on_or_after(due_on + TimeDelta::days(REASON_TAKES));
        if !self.has_been(on) {
            return;
        }
        let given_at = self.when.moment(on, hm(15, 30));
        let who = self.who;
        self.tell(
            Event::PromiseExplained,
            on,
            given_at,
            who.coach.account,
            json!({ "clock": clock, "reason": reason, "due": due_on }),
        );
        let mut id = || IdempotencyKey::mint(given_at, &mut self.random).as_uuid();
        let (id, key) = (id(), id());
        self.rows.reasons.push(ReasonRow {
            id,
            enrolment: who.enrolment,
            person: who.person,
            centre: who.centre,
            clock,
            due_on,
            reason,
            words,
            given_at,
            given_by: who.coach.account,
            key,
        });
    }

    fn tell(&mut self, event: Event, on: NaiveDate, at: DateTime<Utc>, by: Uuid, payload: Value) {
        self.rows.ledger.push(LedgerRow {
            enrolment: self.who.enrolment,
            person: self.who.person,
            centre: self.who.centre,
            event: event.code(),
            concerns_on: on,
            recorded_at: at,
            recorded_by: Some(by),
            payload,
        });
    }
}

/// Writes the talks and the reasons; the ledger is written with the rest of it.
pub async fn write(db: &mut PgConnection, rows: &Rows) -> Result<(), sqlx::Error> {
    let talks = &rows.bookings;
    sqlx::query(
        "insert into booking (booking_id, kind, centre_id, enrolment_id, person_id, staff_id, starts_at, ends_at, place,
                              state, is_first, revision, idempotency_key, created_at, created_by, updated_at, salt)
         select id, 'coach_talk', centre, enrolment, person, staff, starts, starts + interval '45 minutes', place, state,
                first, revision, key, created, by, updated, md5('salt ' || id)::uuid
         from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::timestamptz[], $7::text[],
                     $8::text[], $9::bool[], $10::int[], $11::uuid[], $12::timestamptz[], $13::uuid[], $14::timestamptz[])
              as b (id, centre, enrolment, person, staff, starts, place, state, first, revision, key, created, by, updated)",
    )
    .bind(talks.iter().map(|r| r.id).collect::<Vec<_>>())
    .bind(talks.iter().map(|r| r.centre).collect::<Vec<_>>())
    .bind(talks.iter().map(|r| r.enrolment).collect::<Vec<_>>())
    .bind(talks.iter().map(|r| r.person).collect::<Vec<_>>())
    .bind(talks.iter().map(|r| r.staff).collect::<Vec<_>>())
    .bind(talks.iter().map(|r| r.starts_at).collect::<Vec<_>>())
    .bind(talks.iter().map(|r| r.place).collect::<Vec<_>>())
    .bind(talks.iter().map(|r| r.state).collect::<Vec<_>>())
    .bind(talks.iter().map(|r| r.first).collect::<Vec<_>>())
    .bind(talks.iter().map(|r| r.revision).collect::<Vec<_>>())
    .bind(talks.iter().map(|r| r.key).collect::<Vec<_>>())
    .bind(talks.iter().map(|r| r.created_at).collect::<Vec<_>>())
    .bind(talks.iter().map(|r| r.created_by).collect::<Vec<_>>())
    .bind(talks.iter().map(|r| r.updated_at).collect::<Vec<_>>())
    .execute(&mut *db)
    .await?;
    let reasons = &rows.reasons;
    sqlx::query(
        "insert into promise_reason (promise_reason_id, enrolment_id, person_id, centre_id, clock, due_on, reason, words,
                                     given_at, given_by, idempotency_key)
         select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::date[], $7::text[],
                              $8::text[], $9::timestamptz[], $10::uuid[], $11::uuid[])",
    )
    .bind(reasons.iter().map(|r| r.id).collect::<Vec<_>>())
    .bind(reasons.iter().map(|r| r.enrolment).collect::<Vec<_>>())
    .bind(reasons.iter().map(|r| r.person).collect::<Vec<_>>())
    .bind(reasons.iter().map(|r| r.centre).collect::<Vec<_>>())
    .bind(reasons.iter().map(|r| r.clock).collect::<Vec<_>>())
    .bind(reasons.iter().map(|r| r.due_on).collect::<Vec<_>>())
    .bind(reasons.iter().map(|r| r.reason).collect::<Vec<_>>())
    .bind(reasons.iter().map(|r| r.words).collect::<Vec<_>>())
    .bind(reasons.iter().map(|r| r.given_at).collect::<Vec<_>>())
    .bind(reasons.iter().map(|r| r.given_by).collect::<Vec<_>>())
    .bind(reasons.iter().map(|r| r.key).collect::<Vec<_>>())
    .execute(db)
    .await?;
    Ok(())
}
