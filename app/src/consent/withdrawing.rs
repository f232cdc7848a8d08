//! The taking back of consent (C2): by the participant, or at the desk on behalf of somebody without a phone.

use super::store::{self, Which};
use crate::kernel::{AppError, Ctx};
use domain::ids::PersonId;
use uuid::Uuid;

/// Withdraws one consent by its id, or all of a party's by its code, whichever is given. It waits for reads under way
/// and no read under it is committed afterwards. Withdrawn already is withdrawn: how many were taken back now.
///
/// # Errors
/// `Unreadable` where neither or both are given; `NotFound` where the person has no such consent.
pub async fn withdraw(cx: &mut Ctx, person: PersonId, consent: &str, agency: &str) -> Result<u64, AppError> {
    let which = match (consent, agency) {
        ("", "") => return Err(AppError::Unreadable),
        ("", code) => Which::Party(code),
        (id, "") => Which::One(Uuid::try_parse(id).map_err(|_| AppError::Unreadable)?.into()),
        _ => return Err(AppError::Unreadable),
    };
    store::hold(cx, person).await?;
    store::withdraw(cx, person, which).await
}

/// At the desk: the same for the person that the action is about, logged in the same commit.
///
/// # Errors
/// As [`withdraw`].
pub async fn withdraw_on_behalf(cx: &mut Ctx, consent: &str, agency: &str) -> Result<u64, AppError> {
    let person = cx.subject()?;
    let withdrawn = withdraw(cx, person, consent, agency).await?;
    super::shown::log(cx).await?;
    Ok(withdrawn)
}
