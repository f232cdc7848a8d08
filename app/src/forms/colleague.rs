//! How a colleague begins with a person's forms.
//!
//! As the grid says; and when the enrolment has ended, as the coach or deputy whom the person had on its last day, until the
//! exit form closes (X2): nobody is assigned to them then, and the form is still to be filled in together.

use super::store;
use crate::kernel::policy::{Action, ActorKind, Role};
use crate::kernel::{AppError, AppState, Ctx, Visitor};
use domain::ids::PersonId;
use leptos::prelude::use_context;

/// Begins an action of the current visitor about a person's forms.
///
/// # Errors
/// As [`Ctx::begin_about`].
pub async fn begin(action: Action, person: PersonId) -> Result<Ctx, AppError> {
    let state = use_context::<AppState>().ok_or(AppError::Internal)?;
    let visitor = Visitor::current().ok_or(AppError::Internal)?;
    begin_for(state, visitor, action, person).await
}

/// The same for a visitor who is named.
///
/// # Errors
/// As [`Ctx::begin_about`].
pub async fn begin_for(
    state: AppState,
    visitor: Visitor,
    action: Action,
    person: PersonId,
) -> Result<Ctx, AppError> {
    if !left_with(&state, &visitor, person).await? {
        return Ctx::begin_about_for(state, visitor, action, person, None).await;
    }
    // What comes after an exit asks that the person may be known of; of which enrolment is the database's to say.
    let mut cx = Ctx::begin_about_for(state, visitor, Action::FollowUpAfterExit, person, None).await?;
    cx.action = action;
    Ok(cx)
}

/// Asked ahead, so that no denial is written about what is permitted.
async fn left_with(state: &AppState, visitor: &Visitor, person: PersonId) -> Result<bool, AppError> {
    if visitor.kind() != ActorKind::Staff(Role::Coach) {
        return Ok(false);
    }
    let mut cx = Ctx::begin_for(state.clone(), visitor.clone(), Action::ReadPortfolio).await?;
    let left = store::left(&mut cx, person).await?;
    cx.commit().await?;
    Ok(left)
}
