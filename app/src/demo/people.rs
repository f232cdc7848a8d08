//! Who takes part: persons, their enrolments, and who works with them.

use super::cast::Story;
use super::chance::{between, chance, pick, stream, weighted};
use super::ground::Ground;
use super::names::BACKGROUNDS;
use super::parts::{self, Part};
use super::rows::{AccountRow, AssignmentRow, EnrolmentRow, LedgerRow, PersonRow, Rows};
use super::staff::{ARBVUX_COACH, Colleague, RECEPTION, RECRUITERS, TEAM_LEADER};
use super::when::{When, hm};
use super::{DemoError, epoch};
use crate::kernel::ledger::Event;
use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use domain::clock::SeededRandom;
use domain::ids::{AccountId, AssignmentId, EnrolmentId, PersonId};
use domain::month_term::last_day;
use domain::participant_number::ParticipantNumber;
use domain::plan::Doer;
use serde_json::json;
use std::collections::BTreeSet;
use uuid::Uuid;

/// One who is not in a story, and has the other published test number that an adult can have.
const WITH_NUMBER: (u32, &str, i16) = (40, "200002292399", 2000);

/// A participant as the plan and the days lean on them.
#[derive(Clone, Debug)]
pub struct Participant {
    /// Whose streams of chance are theirs.
    pub index: u32,
    pub story: Option<&'static Story>,
    pub person: Uuid,
    pub account: Uuid,
    pub enrolment: Uuid,
    pub centre: Uuid,
    pub enrolled_on: NaiveDate,
    pub enrolled_at: DateTime<Utc>,
    pub ended_on: Option<NaiveDate>,
    pub coach: Colleague,
    pub recruiter: Option<Colleague>,
    /// Reads and writes English here.
    pub english: bool,
    /// Grew up with Swedish: needs no more of it.
    pub swedish: bool,
}

/// What the person's own row says that others lean on.
struct Known {
    person: Uuid,
    account: Uuid,
    english: bool,
    swedish: bool,
}

/// Everybody: the stories first, then the other open ones, the ones elsewhere, and those who have left.
pub fn make(
    ground: &Ground,
    when: &When,
    staff: &[Colleague],
    rows: &mut Rows,
) -> Result<Vec<Participant>, DemoError> {
    let mut names = BTreeSet::new();
    let mut people = Vec::new();
    for (index, (story, part)) in (0_u32..).zip(parts::all(ground, when)) {
        let person = person(index, story, &part, when, &mut names, rows)?;
        people.push(enrol(index, story, &part, person, when, staff, rows));
    }
    Ok(people)
}

/// The person's own row, and their account.
fn person(
    index: u32,
    story: Option<&'static Story>,
    part: &Part,
    when: &When,
    names: &mut BTreeSet<(&'static str, &'static str)>,
    rows: &mut Rows,
) -> Result<Known, DemoError> {
    let mut random = stream("person", index);
    let id = PersonId::mint(epoch(), &mut random).as_uuid();
    let account = AccountId::mint(epoch(), &mut random).as_uuid();
    // Not one after the other: nobody's number tells when they came.
    let body = story.map_or(104_300 + index * 37 + between(&mut random, 0, 36), |s| s.number);
    let number = ParticipantNumber::from_body(body).map_err(|_| DemoError::Lacks("a participant number"))?;
    let created_at = enrolled_at(index, part, when) - TimeDelta::minutes(5);
    let this_year = when.today.year();
    let row = if let Some(s) = story {
        names.insert((s.given, s.family));
        let from_number = s
            .identity_number
            .and_then(|n| n.get(..4))
            .and_then(|year| year.parse().ok());
        PersonRow {
            id,
            number: number.digits(),
            given_name: s.given,
            family_name: s.family,
            birth_year: from_number.or_else(|| i16::try_from(this_year - s.age).ok()),
            identity_number: s.identity_number,
            spoken: s.spoken,
            interface: s.interface,
            created_at,
        }
    } else {
        let (given_name, family_name, spoken, english) = name(&mut random, names);
        let age = i32::try_from(between(&mut random, 19, 62)).unwrap_or_default();
        let known = !chance(&mut random, 4);
        let (identity_number, birth_year) = if index == WITH_NUMBER.0 {
            (Some(WITH_NUMBER.1), Some(WITH_NUMBER.2))
        } else {
            (None, i16::try_from(this_year - age).ok().filter(|_| known))
        };
        PersonRow {
            id,
            number: number.digits(),
            given_name,
            family_name,
            birth_year,
            identity_number,
            spoken,
            interface: if english { "en" } else { "sv" },
            created_at,
        }
    };
    let (english, swedish) = (row.interface == "en", row.spoken == "sv");
    rows.people.push(row);
    rows.accounts.push(AccountRow {
        id: account,
        person: Some(id),
        staff: None,
        created_at,
    });
    Ok(Known {
        person: id,
        account,
        english,
        swedish,
    })
}

/// A name that nobody else there has.
fn name(
    random: &mut SeededRandom,
    taken: &mut BTreeSet<(&'static str, &'static str)>,
) -> (&'static str, &'static str, &'static str, bool) {
    let backgrounds: Vec<_> = BACKGROUNDS.iter().map(|b| (b.weight, b)).collect();
    loop {
        let background = weighted(random, &backgrounds);
        let name = (*pick(random, background.given), *pick(random, background.family));
        if taken.insert(name) {
            return (
                name.0,
                name.1,
                background.language,
                chance(random, background.english),
            );
        }
    }
}

/// Somewhat after ten in the morning, on the day of the enrolment.
fn enrolled_at(index: u32, part: &Part, when: &When) -> DateTime<Utc> {
    let minute = between(&mut stream("enrolled at", index), 0, 170);
    when.moment(part.enrolled_on, hm(10, 0) + minute * 60)
}

/// The enrolment, who works with the person, and what the ledger says of both.
fn enrol(
    index: u32,
    story: Option<&'static Story>,
    part: &Part,
    Known {
        person,
        account,
        english,
        swedish,
    }: Known,
    when: &When,
    staff: &[Colleague],
    rows: &mut Rows,
) -> Participant {
    let mut random = stream("enrolment", index);
    let Part {
        place,
        enrolled_on,
        ended,
        coach,
    } = *part;
    let enrolment = EnrolmentId::mint(epoch(), &mut random).as_uuid();
    let at = enrolled_at(index, part, when);
    let ended_on = ended.map(|(day, _)| day);
    // The reception enrols; elsewhere the coach does.
    let desk = if coach == ARBVUX_COACH {
        coach
    } else {
        *pick(&mut random, &RECEPTION)
    };
    let desk = &staff[desk];
    rows.enrolments.push(EnrolmentRow {
        id: enrolment,
        person,
        programme: place.programme,
        version: place.version,
        centre: place.centre,
        enrolled_on,
        term_ends_on: place.term_months.and_then(|months| last_day(enrolled_on, months)),
        ended_on,
        created_at: at,
    });
    let mut ledger = |event: Event, concerns_on, recorded_at, payload| {
        rows.ledger.push(LedgerRow {
            enrolment,
            person,
            centre: place.centre,
            event: event.code(),
            concerns_on,
            recorded_at,
            recorded_by: Some(desk.account),
            payload,
        });
    };
    ledger(
        Event::Enrolled,
        enrolled_on,
        at,
        json!({ "programme_version": place.version_number }),
    );

    // A recruiter works with some; the team leader stands in for a coach with a few.
    let other = second_colleague(
        &mut random,
        story,
        ended.is_some() || coach == ARBVUX_COACH,
        staff,
    );
    let mut assigned = vec![(&staff[coach], "coach")];
    assigned.extend(other);
    for (colleague, kind) in &assigned {
        let id = AssignmentId::mint(at, &mut random).as_uuid();
        let payload = json!({ "assignment_id": id, "staff_id": colleague.id, "kind": kind });
        ledger(Event::Assigned, enrolled_on, at, payload);
        rows.assignments.push(AssignmentRow {
            id,
            enrolment,
            person,
            centre: place.centre,
            staff: colleague.id,
            kind,
            valid_from: enrolled_on,
            valid_to: ended_on,
        });
    }
    if let Some((day, outcome)) = ended {
        ledger(
            Event::Exited,
            day,
            when.moment(day, hm(16, 10)),
            json!({ "outcome": outcome }),
        );
    }
    Participant {
        index,
        story,
        person,
        account,
        enrolment,
        centre: place.centre,
        enrolled_on,
        enrolled_at: at,
        ended_on,
        coach: staff[coach],
        recruiter: other
            .filter(|(_, kind)| *kind == "recruiter")
            .map(|(colleague, _)| *colleague),
        english,
        swedish,
    }
}

fn second_colleague<'s>(
    random: &mut SeededRandom,
    story: Option<&Story>,
    coach_only: bool,
    staff: &'s [Colleague],
) -> Option<(&'s Colleague, &'static str)> {
    let recruiter = &staff[*pick(random, &RECRUITERS)];
    let drawn = between(random, 0, 99);
    if coach_only {
        return None;
    }
    match story {
        // In a story the recruiter is there as soon as the plan speaks of one.
        Some(story) => {
            let needed = story.steps.iter().any(|s| s.step.doer == Doer::Recruiter);
            needed.then_some((&staff[RECRUITERS[0]], "recruiter"))
        }
        None if drawn < 22 => Some((recruiter, "recruiter")),
        None if drawn < 25 => Some((&staff[TEAM_LEADER], "deputy")),
        None => None,
    }
}
