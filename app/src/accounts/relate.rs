//! Relations that close a record (G1): declared by whoever has one, ended by a manager alone.

use super::api::RelationLine;
use super::read::relation_line;
use super::typed_in::{empty, id, refused};
use super::{account_store, relation_store as store};
use crate::kernel::error::Field;
use crate::kernel::outside::SystemRandom;
use crate::kernel::{AppError, Ctx};
use domain::account::AccountRefusal;
use domain::ids::RelationId;
use domain::participant_number::ParticipantNumber;
use serde_json::json;

/// The actor's own declarations, by number.
///
/// # Errors
/// When the database is away.
pub async fn mine(cx: &mut Ctx) -> Result<Vec<RelationLine>, AppError> {
    let staff = cx.actor.staff().ok_or(AppError::NotFound)?;
    let (today, lang) = (cx.today(), cx.lang);
    let rows = store::of(cx, staff).await?;
    Ok(rows.iter().map(|r| relation_line(r, today, lang)).collect())
}

/// Declares that the actor is this participant, or is related to them. The answer is the same when the number is
/// nobody's, and when it was declared before.
///
/// # Errors
/// At the field, for what is no number.
pub async fn declare(cx: &mut Ctx, number: &str, kind: &str) -> Result<(), AppError> {
    if number.trim().is_empty() {
        return Err(empty(Field::Person));
    }
    let number =
        ParticipantNumber::parse(number).map_err(|_| refused(Field::Person, AccountRefusal::NotANumber))?;
    let kind = match kind.trim() {
        "self" => "self",
        "relative" => "relative",
        "" => return Err(empty(Field::Kind)),
        _ => return Err(AppError::Unreadable),
    };
    let relation = RelationId::mint(cx.now, &mut SystemRandom);
    store::declare(cx, relation, number, kind).await
}

/// Ends somebody else's declaration, as a manager of their centre.
///
/// # Errors
/// `NotFound` where there is none in force that this manager may end: one's own among them.
pub async fn end(cx: &mut Ctx, relation: &str) -> Result<(), AppError> {
    let relation: RelationId = id(relation)?;
    let centre = super::read::centre(cx)?;
    let staff = store::end(cx, relation).await?.ok_or(AppError::NotFound)?;
    let member = account_store::member(cx, centre, staff)
        .await?
        .ok_or(AppError::NotFound)?;
    account_store::remember(cx, member.account, "relation_ended", json!({})).await
}
