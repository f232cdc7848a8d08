//! Proposing a transfer, and the participant's yes or no.

use super::api::{Moved, TransferDesk, TransferLine};
use super::store::{self, Arrival, Row};
use super::text;
use crate::exit::{day_in, refused};
use crate::kernel::error::Field;
use crate::kernel::outside::SystemRandom;
use crate::kernel::policy::Category;
use crate::kernel::{AppError, Choice, Ctx, Visitor, access_log, dates};
use domain::exit::AfterRefusal;
use domain::ids::{CentreId, IdempotencyKey, PersonId, TransferId};
use domain::participant_number::ParticipantNumber;
use domain::plan::TextError;

/// So long a move stands on the participant's day.
const NEWS_DAYS: i64 = 14;

/// A browser without script goes back to the page.
pub fn back_to(page: &str) {
    if Visitor::current().is_some_and(|v| v.wants_page) {
        leptos_axum::redirect(page);
    }
}

fn line(row: &Row, cx: &Ctx) -> TransferLine {
    let day = dates::short(row.effective_on, cx.today(), cx.lang);
    TransferLine {
        id: row.id.to_string(),
        what: text::what(&row.from_name, &row.to_name, &day, cx.lang),
        stage: text::stage(&row.stage, cx.lang).to_owned(),
        coach: None,
        waits: row.stage == "proposed",
        open: matches!(row.stage.as_str(), "proposed" | "agreed"),
    }
}

fn answered(code: &str) -> Result<(), AppError> {
    match code {
        "done" => Ok(()),
        "ended" => Err(refused(Field::ToCentre, AfterRefusal::Ended)),
        "open" => Err(refused(Field::ToCentre, AfterRefusal::OpenAlready)),
        "centre" => Err(refused(Field::ToCentre, AfterRefusal::WrongCentre)),
        "day" => Err(refused(Field::EffectiveOn, AfterRefusal::DayFar)),
        "closed" => Err(refused(Field::ToCentre, AfterRefusal::Closed)),
        "conflict" => Err(AppError::Conflict),
        _ => Err(AppError::NotFound),
    }
}

/// The page of the team leader.
///
/// # Errors
/// `NotFound` for whoever is of no centre.
pub async fn desk(cx: &mut Ctx) -> Result<TransferDesk, AppError> {
    let (person, centre) = (cx.subject()?, cx.actor.centre().ok_or(AppError::NotFound)?);
    let (name, number) = store::person(cx, person).await?;
    let here = store::enrolment(cx, person, centre).await?;
    let centres = match &here {
        Some(here) => store::centres(cx, here.programme, centre).await?,
        None => Vec::new(),
    };
    let rows = store::of(cx, person).await?;
    let permit = cx.permit;
    access_log::read_about(cx, &[Category::Enrolled], permit).await?;
    Ok(TransferDesk {
        person: person.to_string(),
        name,
        number: ParticipantNumber::parse(&number).map_or(number, |n| n.to_string()),
        centre: store::centre_name(cx, centre).await?,
        centres: centres
            .into_iter()
            .map(|(id, name)| Choice::new(id.to_string(), name))
            .collect(),
        enrolled: here.is_some(),
        transfers: rows.iter().map(|r| line(r, cx)).collect(),
        today: cx.today().to_string(),
        key: IdempotencyKey::mint(cx.now, &mut SystemRandom).to_string(),
    })
}

/// Proposes another centre; the same press again changes nothing.
///
/// # Errors
/// At the field.
pub async fn propose(cx: &mut Ctx, key: &str, to: &str, on: &str) -> Result<(), AppError> {
    let (person, centre) = (cx.subject()?, cx.actor.centre().ok_or(AppError::NotFound)?);
    let key: IdempotencyKey = key.trim().parse().map_err(|_| AppError::Unreadable)?;
    let empty = |field| AppError::Field {
        field,
        problem: TextError::Empty,
    };
    if to.trim().is_empty() {
        return Err(empty(Field::ToCentre));
    }
    let to: CentreId = to.trim().parse().map_err(|_| AppError::Unreadable)?;
    let on = day_in(on, Field::EffectiveOn)?.ok_or(empty(Field::EffectiveOn))?;
    let here = store::enrolment(cx, person, centre)
        .await?
        .ok_or(refused(Field::ToCentre, AfterRefusal::Ended))?;
    let id = TransferId::mint(cx.now, &mut SystemRandom);
    answered(&store::propose(cx, id, here.enrolment, key, to, on).await?)
}

/// Withdraws a proposal.
///
/// # Errors
/// Where it has taken effect or is settled otherwise.
pub async fn withdraw(cx: &mut Ctx, transfer: &str) -> Result<(), AppError> {
    let id: TransferId = transfer.trim().parse().map_err(|_| AppError::Unreadable)?;
    answered(&store::withdraw(cx, id).await?)
}

/// The participant's own.
///
/// # Errors
/// `NotFound` for anybody else.
pub async fn mine(cx: &mut Ctx) -> Result<Vec<TransferLine>, AppError> {
    let person = cx.oneself()?;
    let rows = store::of(cx, person).await?;
    let here = store::arrival(cx, person).await?;
    Ok(rows
        .iter()
        .map(|r| TransferLine {
            coach: here.as_ref().filter(|a| a.id == r.id).map(|a| coach_words(a, cx)),
            ..line(r, cx)
        })
        .collect())
}

/// Who the coach is at the new centre, who is to be, or that one is to come.
fn coach_words(arrival: &Arrival, cx: &Ctx) -> String {
    match (&arrival.coach, arrival.coach_from) {
        (Some(name), Some(from)) if from > cx.today() => {
            text::coach_begins(name, &dates::short(from, cx.today(), cx.lang), cx.lang)
        }
        (Some(name), _) => text::coach_is(name, cx.lang),
        _ => text::coach_soon(cx.lang).to_owned(),
    }
}

/// For the participant's day: that they have moved, and who their coach is now, for as long as it is news.
///
/// # Errors
/// When the database is away.
pub async fn moved_lately(cx: &mut Ctx, person: PersonId) -> Result<Option<Moved>, AppError> {
    let arrival = store::arrival(cx, person).await?;
    Ok(arrival
        .filter(|a| (cx.today() - a.effective_on).num_days() <= NEWS_DAYS)
        .map(|a| Moved {
            words: text::moved_to(&a.to_name, cx.lang),
            coach: coach_words(&a, cx),
        }))
}

/// For the person's page at the new centre: from where and when they came, where they did.
///
/// # Errors
/// When the database is away.
pub async fn moved_here(cx: &mut Ctx, person: PersonId) -> Result<Option<String>, AppError> {
    let (today, lang) = (cx.today(), cx.lang);
    Ok(store::moved_here(cx, person)
        .await?
        .map(|(day, from)| text::moved_here(&dates::short(day, today, lang), &from, lang)))
}

/// The participant's yes ("ja") or no ("nej").
///
/// # Errors
/// Where it is settled otherwise, or not theirs.
pub async fn answer(cx: &mut Ctx, transfer: &str, said: &str) -> Result<(), AppError> {
    let id: TransferId = transfer.trim().parse().map_err(|_| AppError::Unreadable)?;
    let yes = match said.trim() {
        "ja" => true,
        "nej" => false,
        _ => return Err(AppError::Unreadable),
    };
    answered(&store::answer(cx, id, yes).await?)
}
