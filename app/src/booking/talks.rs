//! Coach talks: offered, booked, held, declined, missed, called off and moved, each a row of the ledger (K1, K2).

use super::offers;
use super::talks_api::{MoveForm, TalkLine, Talks};
use super::talks_store::{self as store, New, Of, Talk, Written};
use super::talks_text as text;
use crate::kernel::error::Field;
use crate::kernel::ledger::Event;
use crate::kernel::outside::SystemRandom;
use crate::kernel::policy::{Action, Category, Verb, decide};
use crate::kernel::{AppError, Choice, Ctx, Lang, access_log, dates};
use crate::promise;
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use domain::civil_time::{at, civil_day, clock_hm};
use domain::ids::{IdempotencyKey, StaffId};
use domain::participant_number::ParticipantNumber;
use domain::plan::checked_text;
use domain::promise::{Happening, PromiseRefusal, TalkStep};
use serde_json::json;
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;
use uuid::Uuid;

/// How long a talk may be, in minutes; the second is proposed.
pub const LENGTHS: [i64; 4] = [30, 45, 60, 90];
/// Most characters of a place.
const PLACE_MAX: usize = 200;

pub(super) const fn refused(field: Field, why: PromiseRefusal) -> AppError {
    AppError::Promise { field, why }
}

/// The enrolment that is open at the actor's centre, with what its promises go by.
pub(super) async fn enrolment(cx: &mut Ctx) -> Result<Option<promise::Case>, AppError> {
    let (person, centre) = (cx.subject()?, cx.actor.centre());
    let cases = promise::of_person(cx, person).await?;
    Ok(cases
        .into_iter()
        .find(|case| Some(case.centre) == centre && case.ended_on.is_none()))
}

pub(super) async fn open_enrolment(cx: &mut Ctx) -> Result<promise::Case, AppError> {
    let case = enrolment(cx)
        .await?
        .ok_or(refused(Field::TalkDay, PromiseRefusal::NotEnrolled))?;
    store::queue_for(cx, case.enrolment).await?;
    Ok(case)
}

pub(super) const fn of(case: &promise::Case) -> Of {
    Of {
        enrolment: case.enrolment,
        person: case.person,
        centre: case.centre,
    }
}

/// The talks of the person that the action is about, and what was offered beside them; `moving` is the talk that is being
/// moved, `wrong` the offer that is being put right.
///
/// # Errors
/// When the database is away.
pub async fn read(cx: &mut Ctx, moving: &str, wrong: &str) -> Result<Talks, AppError> {
    let (person, today, lang) = (cx.subject()?, cx.today(), cx.lang);
    let centre = cx.actor.centre().ok_or(AppError::NotFound)?;
    let cases = promise::of_person(cx, person).await?;
    let permit = cx.permit;
    access_log::read_about(cx, &[Category::Bookings], permit).await?;
    let here = cases
        .iter()
        .find(|c| c.centre == centre)
        .ok_or(AppError::NotFound)?;
    let number = ParticipantNumber::parse(&here.number).map_err(|_| AppError::Internal)?;
    let name = format!("{} {}", here.given_name, here.family_name);
    let case = cases.iter().find(|c| c.centre == centre && c.ended_on.is_none());
    let may_write = cx.may(Category::Bookings, Verb::Write).is_ok();
    let talks = store::talks(cx, person, centre).await?;
    let (mut coaches, mut clocks) = (Vec::new(), Vec::new());
    if let Some(case) = case {
        coaches = store::coaches(cx, case.enrolment, today)
            .await?
            .into_iter()
            .map(|c| Choice {
                value: c.staff.to_string(),
                words: c.name,
            })
            .collect();
        clocks = promise::chips(case, promise::Hands::of(cx), today, lang)?;
    }
    let offers = offers::shown(cx, case.unwrap_or(here), may_write && case.is_some(), wrong).await?;
    let moving = talks
        .iter()
        .find(|t| t.id.to_string() == moving && t.step.is_open() && may_write)
        .map(|t| MoveForm {
            booking: t.id.to_string(),
            revision: t.revision,
            words: words(t, today, lang),
            day: civil_day(t.starts_at).to_string(),
            time: clock_hm(t.starts_at),
            length: (t.ends_at - t.starts_at).num_minutes(),
        });
    let entries = case.map_or(&[][..], |c| &c.entries);
    let now = cx.now;
    Ok(Talks {
        person: person.to_string(),
        name,
        number: number.to_string(),
        enrolled: case.is_some(),
        may_write,
        may_assign: decide(cx.actor.kind(), Action::Assign).is_ok(),
        coaches,
        talks: talks
            .iter()
            .map(|t| line(t, entries, may_write && case.is_some(), now, today, lang))
            .collect(),
        clocks,
        offers,
        moving,
        today: today.to_string(),
        key: IdempotencyKey::mint(now, &mut SystemRandom).to_string(),
    })
}

/// "tisdag 24 november 13:00–13:45, med Karin Lund".
fn words(talk: &Talk, today: NaiveDate, lang: Lang) -> String {
    let day = civil_day(talk.starts_at);
    let day = if (day - today).num_days().abs() < 300 {
        dates::long(day, lang)
    } else {
        dates::short(day, today, lang)
    };
    format!("{day} {}–{}", clock_hm(talk.starts_at), clock_hm(talk.ends_at))
}

fn line(
    talk: &Talk,
    entries: &[domain::promise::Entry],
    may_write: bool,
    now: DateTime<Utc>,
    today: NaiveDate,
    lang: Lang,
) -> TalkLine {
    let state = match talk.step {
        TalkStep::Offered => text::state_offered(lang),
        TalkStep::Booked => text::state_booked(lang),
        TalkStep::Held => text::state_held(lang),
        TalkStep::Declined => text::state_declined(lang),
        TalkStep::Missed => text::state_missed(lang),
        TalkStep::Cancelled => text::state_cancelled(lang),
    };
    let can = |step: TalkStep| {
        let in_time = talk.starts_at <= now || !matches!(step, TalkStep::Held | TalkStep::Missed);
        talk.step.may_become(step) && in_time
    };
    let marks = [
        (TalkStep::Held, text::mark_held(lang)),
        (TalkStep::Booked, text::mark_booked(lang)),
        (TalkStep::Missed, text::mark_missed(lang)),
        (TalkStep::Declined, text::mark_declined(lang)),
        (TalkStep::Cancelled, text::mark_cancelled(lang)),
    ];
    TalkLine {
        booking: talk.id.to_string(),
        revision: talk.revision,
        words: words(talk, today, lang),
        with: talk.staff_name.clone(),
        place: talk.place.clone(),
        step: talk.step,
        state: state.to_owned(),
        first: talk.is_first,
        marks: marks
            .into_iter()
            .filter(|(step, _)| may_write && can(*step))
            .map(|(step, word)| Choice {
                value: step.code().to_owned(),
                words: word.to_owned(),
            })
            .collect(),
        may_move: may_write && talk.step.is_open(),
        may_undo: may_write && !talk.step.is_open() && before_last(entries, talk.id).is_some(),
    }
}

/// The last row of a talk that stands, and what the talk is without it: the step before. One that was added as held
/// already has no step before, and is then called off.
fn before_last(entries: &[domain::promise::Entry], talk: Uuid) -> Option<(i64, TalkStep)> {
    let gone: BTreeSet<i64> = entries
        .iter()
        .filter_map(|e| match e.happening {
            Happening::Corrected { of } => Some(of),
            _ => None,
        })
        .collect();
    let mut rows: Vec<(i64, TalkStep)> = entries
        .iter()
        .filter(|e| !gone.contains(&e.id))
        .filter_map(|e| match e.happening {
            Happening::Talk {
                talk: Some(id), step, ..
            } if id == talk => Some((e.id, step)),
            _ => None,
        })
        .collect();
    rows.sort_unstable_by_key(|(id, _)| *id);
    let (last, step) = rows.pop()?;
    match rows.pop() {
        Some((_, before)) => Some((last, before)),
        None => (step == TalkStep::Held).then_some((last, TalkStep::Cancelled)),
    }
}

/// A talk as it is typed.
#[derive(Clone, Copy, Debug)]
pub struct Typed<'a> {
    pub staff: &'a str,
    pub day: &'a str,
    pub time: &'a str,
    pub length: &'a str,
    pub place: &'a str,
    pub how: &'a str,
    pub key: &'a str,
}

/// When a talk is, as it is typed: its first and last moment.
fn when(day: &str, time: &str, length: &str) -> Result<(DateTime<Utc>, DateTime<Utc>), AppError> {
    let day = Some(day.trim())
        .filter(|typed| typed.len() == 10)
        .and_then(|typed| NaiveDate::parse_from_str(typed, "%Y-%m-%d").ok())
        .ok_or(refused(Field::TalkDay, PromiseRefusal::NoSuchTime))?;
    let typed = time.trim().replace('.', ":");
    let time = NaiveTime::parse_from_str(&typed, "%H:%M")
        .map_err(|_| refused(Field::TalkTime, PromiseRefusal::NoSuchTime))?;
    let length: i64 = length
        .trim()
        .parse()
        .ok()
        .filter(|n| LENGTHS.contains(n))
        .ok_or(AppError::Unreadable)?;
    let start = at(day, time);
    Ok((start, start + TimeDelta::minutes(length)))
}

/// That a time to come is one: not past, and on a day when the centre works.
fn is_to_come(case: &promise::Case, start: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), AppError> {
    if start <= now {
        return Err(refused(Field::TalkDay, PromiseRefusal::Past));
    }
    if !case.calendar.is_working_day(civil_day(start)) {
        return Err(refused(Field::TalkDay, PromiseRefusal::ClosedDay));
    }
    Ok(())
}

/// Offers or books a talk, or records one that was held without a booking. The same press twice is one talk.
///
/// # Errors
/// At the field, for what is not accepted; `Conflict` for a key of another talk.
pub async fn add(cx: &mut Ctx, typed: Typed<'_>) -> Result<(), AppError> {
    let (today, now) = (cx.today(), cx.now);
    let key: Uuid = typed.key.trim().parse().map_err(|_| AppError::Unreadable)?;
    let step = match typed.how.trim() {
        "offered" => TalkStep::Offered,
        "booked" => TalkStep::Booked,
        "held" => TalkStep::Held,
        _ => return Err(AppError::Unreadable),
    };
    let place = if typed.place.trim().is_empty() {
        String::new()
    } else {
        let problem = |problem| AppError::Field {
            field: Field::TalkPlace,
            problem,
        };
        let place = checked_text(typed.place, PLACE_MAX).map_err(problem)?;
        place.nfc().collect()
    };
    let not_the_coach = refused(Field::Staff, PromiseRefusal::NotTheCoach);
    let staff: StaffId = typed.staff.trim().parse().map_err(|_| not_the_coach)?;
    let (starts_at, ends_at) = when(typed.day, typed.time, typed.length)?;
    let case = open_enrolment(cx).await?;
    let day = civil_day(starts_at);
    if step == TalkStep::Held {
        if starts_at > now {
            return Err(refused(Field::TalkDay, PromiseRefusal::NotYet));
        }
        if day < case.enrolled_on {
            return Err(refused(Field::TalkDay, PromiseRefusal::NotEnrolledThen));
        }
    }
    let coaches = store::coaches(cx, case.enrolment, day.min(today)).await?;
    let theirs = coaches
        .iter()
        .any(|c| c.staff == staff && c.valid_from <= day && c.valid_to.is_none_or(|last| last >= day));
    if !theirs {
        return Err(not_the_coach);
    }
    let id = IdempotencyKey::mint(now, &mut SystemRandom).as_uuid();
    let new = New {
        id,
        key,
        enrolment: case.enrolment,
        person: case.person,
        centre: case.centre,
        staff,
        starts_at,
        ends_at,
        place: &place,
        step,
    };
    let written = store::add(cx, &new).await?;
    match written {
        Written::Before => {
            return if store::is_written(cx, &new).await? {
                Ok(())
            } else {
                Err(AppError::Conflict)
            };
        }
        Written::Taken => return Err(refused(Field::TalkTime, PromiseRefusal::Taken)),
        Written::Done => {}
    }
    if step != TalkStep::Held {
        // After the key was looked at: the same press again, later, is no new talk and no error.
        is_to_come(&case, starts_at, now)?;
    }
    let concerns = if step == TalkStep::Held { day } else { today };
    let mut payload = json!({ "booking": id, "kind": "coach_talk", "staff": staff, "starts_at": starts_at,
                              "ends_at": ends_at });
    if let Some(seal) = store::place_seal(cx, id).await? {
        payload["place_seal"] = seal.into();
    }
    store::tell(cx, of(&case), store::event(step), concerns, payload).await
}

/// A talk of the person, as the page showed it.
async fn shown(cx: &mut Ctx, booking: &str) -> Result<(promise::Case, Talk), AppError> {
    let id: Uuid = booking.trim().parse().map_err(|_| AppError::Unreadable)?;
    let case = open_enrolment(cx).await?;
    let talk = store::lock(cx, id, case.person, case.centre)
        .await?
        .filter(|talk| talk.enrolment == case.enrolment)
        .ok_or(AppError::NotFound)?;
    Ok((case, talk))
}

/// Says how far a talk has come. A page that shows what no longer stands says so and changes nothing; the same press
/// twice is one.
///
/// # Errors
/// `Conflict` from a stale page; a refusal where the talk has not been yet.
pub async fn mark(cx: &mut Ctx, booking: &str, revision: i32, to: &str) -> Result<(), AppError> {
    let to = TalkStep::from_code(to.trim()).ok_or(AppError::Unreadable)?;
    let (case, talk) = shown(cx, booking).await?;
    if talk.revision == revision.saturating_add(1) && talk.step == to {
        return Ok(());
    }
    if talk.revision != revision || !talk.step.may_become(to) {
        return Err(AppError::Conflict);
    }
    let (now, today) = (cx.now, cx.today());
    let been = matches!(to, TalkStep::Held | TalkStep::Missed);
    if been && talk.starts_at > now {
        return Err(refused(Field::TalkDay, PromiseRefusal::NotYet));
    }
    if store::change(cx, &talk, to, None).await? == Written::Taken {
        return Err(refused(Field::TalkTime, PromiseRefusal::Taken));
    }
    let concerns = if been { civil_day(talk.starts_at) } else { today };
    let payload = json!({ "booking": talk.id, "kind": "coach_talk", "staff": talk.staff });
    store::tell(cx, of(&case), store::event(to), concerns, payload).await
}

/// Moves a talk that is to come: one talk still, called off and made anew in the ledger.
///
/// # Errors
/// As [`mark`], and at the field for the new time.
pub async fn move_to(
    cx: &mut Ctx,
    booking: &str,
    revision: i32,
    day: &str,
    time: &str,
    length: &str,
) -> Result<(), AppError> {
    let (starts_at, ends_at) = when(day, time, length)?;
    let (case, talk) = shown(cx, booking).await?;
    let there = (talk.starts_at, talk.ends_at) == (starts_at, ends_at);
    if talk.revision == revision.saturating_add(1) && there {
        return Ok(());
    }
    if talk.revision != revision || !talk.step.is_open() {
        return Err(AppError::Conflict);
    }
    let (now, today) = (cx.now, cx.today());
    is_to_come(&case, starts_at, now)?;
    let new_day = civil_day(starts_at);
    let coaches = store::coaches(cx, case.enrolment, today).await?;
    let theirs = coaches.iter().any(|c| {
        c.staff == talk.staff && c.valid_from <= new_day && c.valid_to.is_none_or(|last| last >= new_day)
    });
    if !theirs {
        return Err(refused(Field::TalkDay, PromiseRefusal::NotTheCoach));
    }
    if store::change(cx, &talk, talk.step, Some((starts_at, ends_at))).await? == Written::Taken {
        return Err(refused(Field::TalkTime, PromiseRefusal::Taken));
    }
    let was = json!({ "booking": talk.id, "kind": "coach_talk", "staff": talk.staff, "moved": true,
                      "starts_at": talk.starts_at, "ends_at": talk.ends_at });
    store::tell(cx, of(&case), Event::MeetingCancelled, today, was).await?;
    let is = json!({ "booking": talk.id, "kind": "coach_talk", "staff": talk.staff, "moved": true,
                     "starts_at": starts_at, "ends_at": ends_at });
    store::tell(cx, of(&case), store::event(talk.step), today, is).await
}

/// Takes back the last thing said of a talk that is over: a correction of that row (A6, S2).
///
/// # Errors
/// `Conflict` from a stale page, or where nothing stood before.
pub async fn undo(cx: &mut Ctx, booking: &str, revision: i32) -> Result<(), AppError> {
    let (_, talk) = shown(cx, booking).await?;
    // Read again under the lock.
    let case = enrolment(cx).await?.ok_or(AppError::NotFound)?;
    let before = before_last(&case.entries, talk.id);
    if talk.revision == revision.saturating_add(1) && (talk.step.is_open() || before.is_none()) {
        return Ok(());
    }
    let (last, before) = before.ok_or(AppError::Conflict)?;
    if talk.revision != revision || talk.step.is_open() {
        return Err(AppError::Conflict);
    }
    if store::change(cx, &talk, before, None).await? == Written::Taken {
        return Err(refused(Field::TalkTime, PromiseRefusal::Taken));
    }
    let today = cx.today();
    store::tell(cx, of(&case), Event::Corrected, today, json!({ "of": last })).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_as_people_write_it() {
        let (start, end) = when("2026-11-24", "13.00", "45").unwrap();
        assert_eq!(start.to_rfc3339(), "2026-11-24T12:00:00+00:00");
        assert_eq!((end - start).num_minutes(), 45);
        assert_eq!(
            when("2026-11-24", "9:5", "30").unwrap().0.to_rfc3339(),
            "2026-11-24T08:05:00+00:00"
        );
        for (day, time) in [
            ("24/11", "13.00"),
            ("2026-11-24", "25.00"),
            ("12026-11-24", "13.00"),
            ("", ""),
        ] {
            assert!(matches!(
                when(day, time, "45"),
                Err(AppError::Promise {
                    why: PromiseRefusal::NoSuchTime,
                    ..
                })
            ));
        }
        assert_eq!(when("2026-11-24", "13.00", "46"), Err(AppError::Unreadable));
    }
}
