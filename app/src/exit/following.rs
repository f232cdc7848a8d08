//! The follow-up after an exit (X4).

use super::doing::{day_in, refused};
use super::follow_up_api::{FollowUp, FollowUps, PAGE_SIZE, Rate};
use super::follow_up_store::{self as store, New};
use super::text;
use crate::kernel::error::Field;
use crate::kernel::outside::SystemRandom;
use crate::kernel::policy::Category;
use crate::kernel::{AppError, Ctx, Visitor, access_log, dates};
use crate::programme::outcome_word;
use domain::civil_time::civil_day;
use domain::exit::{AfterRefusal, may_correct, standing};
use domain::ids::{FollowUpTaskId, IdempotencyKey, PersonId};
use domain::plan::TextError;
use domain::programme::Outcome;

/// Ways of reaching somebody, in the order of the list.
pub const WAYS: [&str; 5] = ["phone", "text_message", "email", "letter", "visit"];
/// Answers, in the order of the list.
pub const RESULTS: [&str; 4] = ["work", "study", "other", "not_reached"];

/// A browser without script goes back to the list.
pub fn back_to(page: u32) {
    if Visitor::current().is_some_and(|v| v.wants_page) {
        let page = if page > 1 {
            format!("?sida={page}")
        } else {
            String::new()
        };
        leptos_axum::redirect(&format!("/uppfoljningar{page}"));
    }
}

/// The list, and how it has gone for all of it.
///
/// # Errors
/// `NotFound` for whoever belongs to no centre.
pub async fn list(cx: &mut Ctx, page: u32) -> Result<FollowUps, AppError> {
    let centre = cx.actor.centre().ok_or(AppError::NotFound)?;
    let (mut page, mut offset) = (page.max(1), 0);
    if page > 1 {
        offset = (page - 1).saturating_mul(PAGE_SIZE);
    }
    let (mut rows, mut total) = store::rows(cx, centre, PAGE_SIZE, offset).await?;
    if rows.is_empty() && page > 1 {
        // Past the end: the first page tells.
        page = 1;
        (rows, total) = store::rows(cx, centre, PAGE_SIZE, 0).await?;
    }
    let ids: Vec<_> = rows.iter().map(|r| r.id.as_uuid()).collect();
    let attempts = store::attempts(cx, &ids).await?;
    let counts = store::counts(cx, centre).await?;
    let people: Vec<PersonId> = rows.iter().map(|r| r.person).collect();
    if !people.is_empty() {
        access_log::read_categories(cx, &people, &[Category::Enrolled, Category::Outcome]).await?;
    }
    let (today, lang) = (cx.today(), cx.lang);
    let few = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    let rows = rows
        .into_iter()
        .map(|r| FollowUp {
            attempts: attempts
                .iter()
                .filter(|a| a.task == r.id)
                .map(|a| text::attempt(&dates::short(a.tried_on, today, lang), &a.how, a.reached, lang))
                .chain(
                    r.corrected_at
                        .map(|at| text::corrected_on(&dates::short(civil_day(at), today, lang), lang)),
                )
                .collect(),
            id: r.id.to_string(),
            person: r.person.to_string(),
            name: r.name,
            months: r.months,
            due: dates::short(r.due_on, today, lang),
            standing: r.open.then(|| standing(r.due_on, today)),
            outcome: r
                .outcome
                .as_deref()
                .and_then(Outcome::from_code)
                .map(|o| outcome_word(o, lang).to_owned())
                .unwrap_or_default(),
            result: r.result.as_deref().map(|c| text::result_word(c, lang).to_owned()),
            correctable: r
                .result
                .filter(|_| r.may_write && r.closed_at.is_some_and(|at| may_correct(civil_day(at), today))),
            may_write: r.may_write,
            key: IdempotencyKey::mint(cx.now, &mut SystemRandom).to_string(),
        })
        .collect();
    Ok(FollowUps {
        rows,
        total,
        page,
        pages: total.div_ceil(PAGE_SIZE).max(1),
        rates: counts
            .into_iter()
            .map(|c| Rate {
                months: c.months,
                onward: few(c.onward),
                of: few(c.closed),
                not_reached: few(c.not_reached),
                open: few(c.open),
            })
            .collect(),
        today: today.to_string(),
    })
}

const fn empty(field: Field) -> AppError {
    AppError::Field {
        field,
        problem: TextError::Empty,
    }
}

/// An answer's code; `None` where nothing is chosen.
fn result_in(typed: &str) -> Result<Option<&'static str>, AppError> {
    match typed.trim() {
        "" => Ok(None),
        said => RESULTS
            .into_iter()
            .find(|r| *r == said)
            .map(Some)
            .ok_or(AppError::Unreadable),
    }
}

fn answered(code: &str) -> Result<(), AppError> {
    match code {
        "done" => Ok(()),
        "day" => Err(refused(Field::TriedOn, AfterRefusal::AttemptDay)),
        "result" => Err(refused(Field::Result, AfterRefusal::ResultMissing)),
        "closed" => Err(refused(Field::Result, AfterRefusal::Closed)),
        "late" => Err(refused(Field::Result, AfterRefusal::TooLate)),
        "conflict" => Err(AppError::Conflict),
        _ => Err(AppError::NotFound),
    }
}

/// Records an attempt, with its answer: whoever was reached has one; "not reached" closes the follow-up too.
///
/// # Errors
/// At the field; `NotFound` where it is not the actor's.
pub async fn record(
    cx: &mut Ctx,
    task: &str,
    key: &str,
    (tried_on, how, result): (&str, &str, &str),
) -> Result<(), AppError> {
    let task: FollowUpTaskId = task.trim().parse().map_err(|_| AppError::Unreadable)?;
    let key: IdempotencyKey = key.trim().parse().map_err(|_| AppError::Unreadable)?;
    // The form names a person and a follow-up: they belong together.
    if store::person_of(cx, task).await? != Some(cx.subject()?) {
        return Err(AppError::NotFound);
    }
    let tried_on = day_in(tried_on, Field::TriedOn)?.ok_or(empty(Field::TriedOn))?;
    if how.trim().is_empty() {
        return Err(empty(Field::How));
    }
    let how = WAYS
        .into_iter()
        .find(|w| *w == how.trim())
        .ok_or(AppError::Unreadable)?;
    let result = result_in(result)?;
    let new = New {
        task,
        key,
        tried_on,
        how,
        reached: result.is_some_and(|r| r != "not_reached"),
        result,
    };
    let permit = cx.permit;
    access_log::read_about(cx, &[Category::Outcome], permit).await?;
    answered(&store::record(cx, &new).await?)
}

/// Puts an answer right, within [`domain::exit::CORRECT_DAYS`] days of it: `was` is what the page showed. The attempt stays
/// as it was made.
///
/// # Errors
/// At the field; `Conflict` where somebody else was first; `NotFound` where it is not the actor's.
pub async fn correct(cx: &mut Ctx, task: &str, was: &str, result: &str) -> Result<(), AppError> {
    let task: FollowUpTaskId = task.trim().parse().map_err(|_| AppError::Unreadable)?;
    if store::person_of(cx, task).await? != Some(cx.subject()?) {
        return Err(AppError::NotFound);
    }
    let was = result_in(was)?.ok_or(AppError::Unreadable)?;
    let result = result_in(result)?.ok_or(empty(Field::Result))?;
    let permit = cx.permit;
    access_log::read_about(cx, &[Category::Outcome], permit).await?;
    answered(&store::correct(cx, task, was, result).await?)
}
