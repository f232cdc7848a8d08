//! Recording an exit, correcting it, taking it back (X3).

use super::api::{ExitPage, Filled};
use super::store::{self, Enrolment, Record};
use super::text;
use crate::kernel::error::Field;
use crate::kernel::outside::SystemRandom;
use crate::kernel::policy::{Category, Denial, Role, Verb};
use crate::kernel::{AppError, Choice, Ctx, Visitor, access_log, dates};
use crate::programme::outcome_word;
use chrono::{NaiveDate, TimeDelta};
use domain::civil_time::civil_day;
use domain::exit::{AfterRefusal, Exit, REOPEN_DAYS, checked_exit, may_reopen};
use domain::ids::{IdempotencyKey, PersonId};
use domain::participant_number::ParticipantNumber;
use domain::plan::TextError;
use domain::programme::Outcome;

pub const fn refused(field: Field, why: AfterRefusal) -> AppError {
    AppError::After { field, why }
}

const fn empty(field: Field) -> AppError {
    AppError::Field {
        field,
        problem: TextError::Empty,
    }
}

/// A day as a date field sends it; `None` when nothing is written.
///
/// # Errors
/// At the field.
pub fn day_in(typed: &str, field: Field) -> Result<Option<NaiveDate>, AppError> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    NaiveDate::parse_from_str(typed, "%Y-%m-%d")
        .ok()
        .filter(|_| typed.len() == 10)
        .map(Some)
        .ok_or(refused(field, AfterRefusal::NotADay))
}

/// A browser without script goes back to the person's page.
pub fn back_to(person: &str) {
    if Visitor::current().is_some_and(|v| v.wants_page)
        && let Ok(person) = person.trim().parse::<PersonId>()
    {
        leptos_axum::redirect(&format!("/deltagare/{person}/avslut"));
    }
}

/// The latest enrolment at the actor's centre, and those before it.
async fn latest(cx: &mut Ctx) -> Result<(Enrolment, Vec<Enrolment>), AppError> {
    let (person, centre) = (cx.subject()?, cx.actor.centre().ok_or(AppError::NotFound)?);
    let mut all = store::enrolments(cx, person, centre).await?.into_iter();
    let first = all.next().ok_or(AppError::NotFound)?;
    Ok((first, all.collect()))
}

/// Whether the actor may write of this enrolment's end: their own, the team leader's, or their own as it was.
fn may_write(cx: &Ctx, enrolment: &Enrolment) -> bool {
    enrolment.follows_up || (enrolment.ended_on.is_none() && cx.may(Category::Outcome, Verb::Write).is_ok())
}

fn line(record: &Record, cx: &Ctx) -> String {
    let day = |day: NaiveDate| dates::short(day, cx.today(), cx.lang);
    let outcome = record
        .outcome
        .as_deref()
        .and_then(Outcome::from_code)
        .map(|o| outcome_word(o, cx.lang));
    text::recorded(
        &record.kind,
        outcome,
        record.ended_on.map(day).as_deref(),
        &day(civil_day(record.recorded_at)),
        record.by_somebody,
        cx.lang,
    )
}

/// The form as the record has it, or empty with the latest day that the exit can have.
fn filled(record: Option<&Record>, latest: NaiveDate) -> Filled {
    let Some(r) = record else {
        return Filled {
            ended_on: latest.to_string(),
            ..Filled::default()
        };
    };
    Filled {
        outcome: r.outcome.clone().unwrap_or_default(),
        ended_on: r.ended_on.unwrap_or(latest).to_string(),
        starts_on: r.starts_on.map(|d| d.to_string()).unwrap_or_default(),
        extent: r.extent.map(|e| e.to_string()).unwrap_or_default(),
        lasts: r
            .expected_to_last
            .map(|l| if l { "ja" } else { "nej" }.to_owned())
            .unwrap_or_default(),
    }
}

/// The page of the exit of whom the action is about.
///
/// # Errors
/// `Closed` where the person is not one's own, and was not at the end.
pub async fn page(cx: &mut Ctx) -> Result<ExitPage, AppError> {
    let (enrolment, before) = latest(cx).await?;
    let permit = match cx.may(Category::Outcome, Verb::Read) {
        Ok(permit) => permit,
        Err(_) if enrolment.follows_up => cx.permit,
        Err(_) => return Err(AppError::Closed(Denial::NotAssigned)),
    };
    let person = cx.subject()?;
    let (name, number) = store::person(cx, person).await?;
    let records = store::records(cx, enrolment.id).await?;
    access_log::read_about(cx, &[Category::Enrolled, Category::Outcome], permit).await?;
    let open = enrolment.ended_on.is_none();
    let ends = if open {
        let (bookings, colleagues, consents) = store::ends(cx, enrolment.id).await?;
        text::ends(bookings, colleagues, consents, cx.lang)
    } else {
        Vec::new()
    };
    let (today, lang) = (cx.today(), cx.lang);
    let current = records.first().filter(|r| !open && r.kind != "reopened");
    let began = records.iter().find(|r| r.kind == "exit").filter(|_| !open);
    let reopen_until = began
        .map(|r| civil_day(r.recorded_at))
        .filter(|recorded| {
            cx.actor.role() == Some(Role::TeamLeader)
                && may_reopen(*recorded, today)
                && enrolment.term_ends_on.is_none_or(|end| end >= today)
        })
        .map(|recorded| dates::short(recorded + TimeDelta::days(REOPEN_DAYS), today, lang));
    let key = || IdempotencyKey::mint(cx.now, &mut SystemRandom).to_string();
    let (key, reopen_key) = (key(), key());
    let shown = |e: &Enrolment| {
        let days = text::enrolment(
            &e.programme,
            &dates::short(e.enrolled_on, today, lang),
            e.ended_on.map(|d| dates::short(d, today, lang)).as_deref(),
            lang,
        );
        match e.outcome.as_deref().and_then(Outcome::from_code) {
            Some(outcome) => format!("{days}. {}", outcome_word(outcome, lang)),
            None => days,
        }
    };
    let until = enrolment.term_ends_on.map_or(today, |end| today.min(end));
    Ok(ExitPage {
        person: person.to_string(),
        name,
        number: ParticipantNumber::parse(&number).map_or(number, |n| n.to_string()),
        programme: enrolment.programme.clone(),
        since: text::since(
            &dates::short(enrolment.enrolled_on, today, lang),
            enrolment
                .term_ends_on
                .map(|d| dates::short(d, today, lang))
                .as_deref(),
            lang,
        ),
        open,
        may_write: may_write(cx, &enrolment) && (open || current.is_some()),
        reopen_until,
        outcomes: Outcome::offered(&enrolment.outcomes)
            .map(|o| Choice::new(o.code(), outcome_word(o, lang)))
            .collect(),
        ends,
        was: current.map_or(0, |r| r.no),
        filled: filled(current, until),
        history: records.iter().map(|r| line(r, cx)).collect(),
        earlier: before.iter().map(shown).collect(),
        key,
        reopen_key,
    })
}

fn read_in(typed: &Filled, enrolment: &Enrolment, today: NaiveDate) -> Result<Exit, AppError> {
    if typed.outcome.trim().is_empty() {
        return Err(empty(Field::Outcome));
    }
    let outcome = Outcome::from_code(typed.outcome.trim()).ok_or(AppError::Unreadable)?;
    let ended_on = day_in(&typed.ended_on, Field::EndedOn)?.ok_or(empty(Field::EndedOn))?;
    let start = if outcome.carries_start() {
        let extent = typed.extent.trim().trim_end_matches('%').trim_end();
        let lasts = match typed.lasts.trim() {
            "ja" => Some(true),
            "nej" => Some(false),
            _ => None,
        };
        (
            day_in(&typed.starts_on, Field::StartsOn)?,
            extent.parse().ok(),
            lasts,
        )
    } else {
        (None, None, None)
    };
    checked_exit(
        outcome,
        ended_on,
        start,
        enrolment.enrolled_on,
        enrolment.term_ends_on,
        today,
    )
    .map_err(|why| {
        let field = match why {
            AfterRefusal::StartNeeded | AfterRefusal::StartFar => Field::StartsOn,
            AfterRefusal::ExtentShape => Field::Extent,
            AfterRefusal::LastsNeeded => Field::Lasts,
            _ => Field::EndedOn,
        };
        refused(field, why)
    })
}

fn answered(code: &str) -> Result<(), AppError> {
    match code {
        "done" | "same" => Ok(()),
        "ended" => Err(refused(Field::Outcome, AfterRefusal::Ended)),
        "day" => Err(refused(Field::EndedOn, AfterRefusal::DayOutside)),
        "late" => Err(refused(Field::Outcome, AfterRefusal::TooLate)),
        "enrolled_anew" => Err(refused(Field::Outcome, AfterRefusal::EnrolledAnew)),
        "full" => Err(refused(Field::Outcome, AfterRefusal::HouseFull)),
        "conflict" => Err(AppError::Conflict),
        _ => Err(AppError::NotFound),
    }
}

/// Records the exit, or corrects the record `was`. The same press again changes nothing.
///
/// # Errors
/// At the field; `Closed` where it is not the actor's; `Conflict` where somebody else was first.
pub async fn record(cx: &mut Ctx, key: &str, was: i32, typed: &Filled) -> Result<(), AppError> {
    let key: IdempotencyKey = key.trim().parse().map_err(|_| AppError::Unreadable)?;
    let (enrolment, _) = latest(cx).await?;
    if !enrolment.follows_up && cx.may(Category::Outcome, Verb::Write).is_err() {
        return Err(AppError::Closed(Denial::NotAssigned));
    }
    let exit = read_in(typed, &enrolment, cx.today())?;
    if !Outcome::offered(&enrolment.outcomes).any(|o| o == exit.outcome) {
        return Err(refused(Field::Outcome, AfterRefusal::NotAnOutcome));
    }
    let code = if was == 0 {
        store::record(cx, enrolment.id, key, &exit).await?
    } else {
        store::correct(cx, enrolment.id, was, key, &exit).await?
    };
    answered(&code)
}

/// Takes the exit back.
///
/// # Errors
/// As [`record`]; too late, enrolled anew, or a full house.
pub async fn reopen(cx: &mut Ctx, key: &str) -> Result<(), AppError> {
    let key: IdempotencyKey = key.trim().parse().map_err(|_| AppError::Unreadable)?;
    let (enrolment, _) = latest(cx).await?;
    answered(&store::reopen(cx, enrolment.id, key).await?)
}
