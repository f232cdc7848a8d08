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
use domain::exit::{AfterRefusal, standing};
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
    let empty = |field| AppError::Field {
        field,
        problem: TextError::Empty,
    };
    let tried_on = day_in(tried_on, Field::TriedOn)?.ok_or(empty(Field::TriedOn))?;
    if how.trim().is_empty() {
        return Err(empty(Field::How));
    }
    let how = WAYS
        .into_iter()
        .find(|w| *w == how.trim())
        .ok_or(AppError::Unreadable)?;
    let result = match result.trim() {
        "" => None,
        said => Some(
            RESULTS
                .into_iter()
                .find(|r| *r == said)
                .ok_or(AppError::Unreadable)?,
        ),
    };
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
    match store::record(cx, &new).await?.as_str() {
        "done" => Ok(()),
        "day" => Err(refused(Field::TriedOn, AfterRefusal::AttemptDay)),
        "result" => Err(refused(Field::Result, AfterRefusal::ResultMissing)),
        "closed" => Err(refused(Field::Result, AfterRefusal::Closed)),
        "conflict" => Err(AppError::Conflict),
        _ => Err(AppError::NotFound),
    }
}
