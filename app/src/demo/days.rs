//! The days: who came, who did not and why, and today as far as it has come.

use super::chance::{below, between, chance, pick, stream, weighted};
use super::people::Participant;
use super::rows::{AbsenceRow, AttendanceRow, CorrectionRow, LedgerRow, OpenDayRow, Rows};
use super::staff::{Colleague, RECEPTION};
use super::when::{When, hm, workday_on_or_after, workday_on_or_before, workdays};
use super::words::reasons::{CORRECTED_BACK, CORRECTIONS, REASONS};
use crate::kernel::ledger::Event;
use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc, Weekday};
use domain::clock::SeededRandom;
use domain::ids::{AbsenceId, AttendanceId, IdempotencyKey};
use domain::workdays::is_national_working_day;
use serde_json::json;
use sha2::{Digest, Sha256};

/// The doors open.
const OPENS: u32 = hm(8, 15);
/// The last of the morning's arrivals.
const LAST: u32 = hm(9, 40);
/// Before the doors open, from here on, a few have come early.
const EARLY: u32 = hm(6, 30);
/// Of those who come today, how many in a hundred come in the morning's hours and not later.
const THIS_MORNING: u32 = 70;
/// Attendance rows that were corrected.
const CORRECTED: usize = 8;

/// How somebody comes: on which weekdays, how often of those, when, and how they prove it.
struct Rhythm {
    weekdays: Vec<Weekday>,
    comes: u32,
    /// Minute of the morning that they aim at.
    around: u32,
    method: &'static str,
}

impl Rhythm {
    fn of(p: &Participant) -> Self {
        let mut random = stream("rhythm", p.index);
        let around = weighted(&mut random, &[(3, hm(8, 26)), (4, hm(8, 55)), (3, hm(9, 22))]);
        let method = weighted(
            &mut random,
            &[(70, "code_link"), (15, "code_digits"), (15, "kiosk")],
        );
        if let Some(story) = p.story {
            return Self {
                weekdays: story.weekdays.to_vec(),
                comes: story.comes,
                around,
                method: "code_link",
            };
        }
        let a_week = weighted(&mut random, &[(33, 1), (40, 2), (21, 3), (6, 4)]);
        let mut weekdays = vec![
            Weekday::Mon,
            Weekday::Tue,
            Weekday::Wed,
            Weekday::Thu,
            Weekday::Fri,
        ];
        while weekdays.len() > a_week {
            let out = below(&mut random, weekdays.len());
            weekdays.remove(out);
        }
        let comes = weighted(&mut random, &[(30, 95), (25, 90), (22, 82), (14, 70), (9, 60)]);
        Self {
            weekdays,
            comes,
            around,
            method,
        }
    }

    /// Seconds after midnight: round the minute aimed at, between opening and the last.
    fn arrival(&self, random: &mut SeededRandom) -> u32 {
        let spread = between(random, 0, 13) + between(random, 0, 13);
        (self.around + spread * 60 - hm(0, 13) + between(random, 0, 59)).clamp(OPENS, LAST - 1)
    }
}

/// The days of everybody, and the days that the centres are open for the demonstration.
pub fn make(when: &When, people: &[Participant], staff: &[Colleague], rows: &mut Rows) {
    let desk = staff[RECEPTION[0]];
    let mut early = 0;
    for p in people {
        let rhythm = Rhythm::of(p);
        past(p, &rhythm, when, &desk, rows);
        if p.ended_on.is_none() {
            today(p, &rhythm, when, &mut early, rows);
        }
    }
    correct(when, &desk, rows);
    open(when, people, rows);
}

fn past(p: &Participant, rhythm: &Rhythm, when: &When, desk: &Colleague, rows: &mut Rows) {
    let mut random = stream("days", p.index);
    let last = p.ended_on.unwrap_or(when.ago(1)).min(when.ago(1));
    for day in workdays(p.enrolled_on, last).filter(|d| rhythm.weekdays.contains(&d.weekday())) {
        if chance(&mut random, rhythm.comes) {
            let at = when.moment(day, rhythm.arrival(&mut random));
            // Now and then a phone is forgotten, and the reception does it.
            let by_desk = chance(&mut random, 3);
            let (method, by) = if by_desk {
                ("reception", desk.account)
            } else {
                (rhythm.method, p.account)
            };
            attend(p, day, at, method, by, &mut random, rows);
        } else {
            stay_away(p, day, when, &mut random, rows);
        }
    }
}

/// Today, as far as the clock has come. The page's own people have not come, but for the one who has.
fn today(p: &Participant, rhythm: &Rhythm, when: &When, early: &mut u32, rows: &mut Rows) {
    let mut random = stream("today", p.index);
    let at = rhythm.arrival(&mut random);
    let (comes, in_the_morning) = (
        chance(&mut random, rhythm.comes),
        chance(&mut random, THIS_MORNING),
    );
    let now = when.clock_now();
    if let Some(story) = p.story {
        if story.checked_in && now >= EARLY {
            let at = (OPENS + 120).min(now.saturating_sub(300));
            attend(
                p,
                when.today,
                when.moment(when.today, at),
                "code_link",
                p.account,
                &mut random,
                rows,
            );
        }
        return;
    }
    if p.enrolled_on >= when.today || !rhythm.weekdays.contains(&when.weekday_kept_today()) {
        return;
    }
    if !comes {
        excuse_today(p, when, &mut random, rows);
    } else if in_the_morning {
        let at = if at < now {
            Some(at)
        } else if (EARLY..=OPENS).contains(&now) && *early < 4 {
            *early += 1;
            Some(now - *early * 250)
        } else {
            None
        };
        if let Some(at) = at {
            let at = when.moment(when.today, at);
            attend(p, when.today, at, rhythm.method, p.account, &mut random, rows);
        }
    }
}

fn attend(
    p: &Participant,
    day: NaiveDate,
    at: DateTime<Utc>,
    method: &'static str,
    by: uuid::Uuid,
    random: &mut SeededRandom,
    rows: &mut Rows,
) {
    let id = AttendanceId::mint(at, random).as_uuid();
    let request = Sha256::new()
        .chain_update(p.person.as_bytes())
        .chain_update(day.to_string())
        .finalize();
    rows.attendance.push(AttendanceRow {
        id,
        enrolment: p.enrolment,
        person: p.person,
        centre: p.centre,
        day,
        at,
        method,
        key: IdempotencyKey::mint(at, random).as_uuid(),
        request_hash: request.to_vec(),
        recorded_by: by,
    });
    rows.ledger.push(LedgerRow {
        enrolment: p.enrolment,
        person: p.person,
        centre: p.centre,
        event: Event::Attended.code(),
        concerns_on: day,
        recorded_at: at,
        recorded_by: Some(by),
        payload: json!({ "attendance_id": id, "method": method }),
    });
}

/// A day that was agreed on and nobody came (A4): said ahead, called off, or missed and perhaps explained since.
fn stay_away(p: &Participant, day: NaiveDate, when: &When, random: &mut SeededRandom, rows: &mut Rows) {
    let kind = weighted(
        random,
        &[(46, "excused"), (47, "missed"), (7, "cancelled_by_centre")],
    );
    let lately = (when.today - day).num_days() <= 4;
    let reasons: Vec<_> = REASONS.iter().map(|r| (r.weight, r)).collect();
    let reason = weighted(random, &reasons);
    let words = *pick(random, reason.words);
    let (told, judged) = (chance(random, 65), chance(random, 85));
    let evening_before = when.moment(day - TimeDelta::days(1), hm(17, between(random, 0, 55)));
    let (reason, explanation, accepted, at) = match kind {
        "excused" => (
            Some(reason.code),
            if told { words } else { "" },
            None,
            evening_before,
        ),
        "missed" if lately => (None, "", None, when.moment(day, hm(16, 0))),
        "missed" if told => (
            Some(reason.code),
            words,
            Some(judged),
            when.moment(day, hm(16, 0)),
        ),
        "missed" => (None, "", (!judged).then_some(false), when.moment(day, hm(16, 0))),
        _ => (None, "", None, evening_before),
    };
    absent(p, day, (kind, reason, explanation, accepted), at, random, rows);
}

/// Some of those who do not come today have said so.
fn excuse_today(p: &Participant, when: &When, random: &mut SeededRandom, rows: &mut Rows) {
    let yesterday = workday_on_or_before(when.ago(1));
    if p.enrolled_on < yesterday && chance(random, 60) {
        let reasons: Vec<_> = REASONS.iter().map(|r| (r.weight, r)).collect();
        let reason = weighted(random, &reasons);
        let at = when.moment(yesterday, hm(15, 20));
        absent(
            p,
            when.today,
            ("excused", Some(reason.code), "", None),
            at,
            random,
            rows,
        );
    }
}

fn absent(
    p: &Participant,
    day: NaiveDate,
    (kind, reason, explanation, accepted): (&'static str, Option<&'static str>, &'static str, Option<bool>),
    at: DateTime<Utc>,
    random: &mut SeededRandom,
    rows: &mut Rows,
) {
    // Nothing of an enrolment happens before it.
    let at = at.max(p.enrolled_at);
    let id = AbsenceId::mint(at, random).as_uuid();
    rows.absences.push(AbsenceRow {
        id,
        enrolment: p.enrolment,
        person: p.person,
        centre: p.centre,
        day,
        kind,
        reason,
        explanation,
        accepted,
        created_at: at,
    });
    let by = if kind == "excused" {
        p.account
    } else {
        p.coach.account
    };
    rows.ledger.push(LedgerRow {
        enrolment: p.enrolment,
        person: p.person,
        centre: p.centre,
        event: Event::Absent.code(),
        concerns_on: day,
        recorded_at: at,
        recorded_by: Some(by),
        payload: json!({ "absence_id": id, "kind": kind }),
    });
}

/// A few stamps were wrong, and were set right by a row of their own (A6); one of them was right after all.
fn correct(when: &When, desk: &Colleague, rows: &mut Rows) {
    let mut random = stream("corrections", 0);
    let old = when.ago(6);
    let candidates: Vec<usize> = (0..rows.attendance.len())
        .filter(|i| rows.attendance[*i].day < old)
        .collect();
    let step = candidates.len() / (CORRECTED + 1);
    for (n, index) in candidates
        .into_iter()
        .skip(step.max(1))
        .step_by(step.max(1))
        .take(CORRECTED)
        .enumerate()
    {
        let wrong = &rows.attendance[index];
        let next_day = workday_on_or_after(wrong.day + TimeDelta::days(1));
        let (attendance, person, centre, day, enrolment) =
            (wrong.id, wrong.person, wrong.centre, wrong.day, wrong.enrolment);
        let mut changes = vec![(
            false,
            *pick(&mut random, CORRECTIONS),
            when.moment(next_day, hm(13, 5)),
        )];
        if n == 0 {
            changes.push((true, CORRECTED_BACK, when.moment(next_day, hm(15, 40))));
        }
        for (stands, reason, at) in changes {
            rows.corrections.push(CorrectionRow {
                id: AttendanceId::mint(at, &mut random).as_uuid(),
                attendance,
                person,
                centre,
                stands,
                reason,
                at,
                by: desk.account,
            });
            rows.ledger.push(LedgerRow {
                enrolment,
                person,
                centre,
                event: "attendance_corrected",
                concerns_on: day,
                recorded_at: at,
                recorded_by: Some(desk.account),
                payload: json!({ "attendance_id": attendance, "stands": stands }),
            });
        }
    }
}

/// So that one can check in on a Saturday too: every day off from three days ago to thirty days on is open.
fn open(when: &When, people: &[Participant], rows: &mut Rows) {
    let mut centres: Vec<_> = people.iter().map(|p| p.centre).collect();
    centres.sort_unstable();
    centres.dedup();
    for centre in centres {
        for day in (-30..=3)
            .rev()
            .map(|n| when.ago(n))
            .filter(|d| !is_national_working_day(*d))
        {
            rows.open_days.push(OpenDayRow { centre, day });
        }
    }
}
