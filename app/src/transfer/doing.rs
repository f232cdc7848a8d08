//! Proposing a transfer, and the participant's yes or no.

use super::api::{TransferDesk, TransferLine};
use super::store::{self, Row};
use super::text;
use crate::exit::{day_in, refused};
use crate::kernel::error::Field;
use crate::kernel::outside::SystemRandom;
use crate::kernel::policy::Category;
use crate::kernel::{AppError, Choice, Ctx, Visitor, access_log, dates};
use domain::exit::AfterRefusal;
use domain::ids::{CentreId, IdempotencyKey, TransferId};
use domain::participant_number::ParticipantNumber;
use domain::plan::TextError;

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
    Ok(rows.iter().map(|r| line(r, cx)).collect())
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
