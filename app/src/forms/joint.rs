//! A colleague's device that is locked to one person while the two fill in a form together.
//!
//! The session goes on as another kind of actor, under a new token: every page and every read but the form is closed to it,
//! in the code as in the database. The colleague gets it back by proving who they are (`/bekrafta`).

use super::filling::{open, refused};
use super::store;
use crate::identity::{abandon_step, go_on_as};
use crate::kernel::policy::Category;
use crate::kernel::{Actor, AppError, Ctx, Visitor, access_log};
use domain::form::{FormRefusal, Occasion};
use domain::ids::EnrolmentId;

/// Locks the device to the person that the action is about, and leads to the form.
///
/// # Errors
/// `Closed` of the form where it cannot be filled in now; `NotFound` for whoever does not work with the person in it.
pub async fn begin(mut cx: Ctx, enrolment: &str, occasion: &str) -> Result<(), AppError> {
    let person = cx.subject()?;
    let Actor::Staff {
        account,
        staff,
        centre,
        role,
    } = cx.actor
    else {
        return Err(AppError::NotFound);
    };
    let id: EnrolmentId = enrolment.trim().parse().map_err(|_| AppError::Unreadable)?;
    let occasion = Occasion::from_code(occasion).ok_or(AppError::Unreadable)?;
    let of = store::enrolments(&mut cx, person)
        .await?
        .into_iter()
        .find(|e| e.id == id && e.together)
        .ok_or(AppError::NotFound)?;
    if !open(&cx, &of, occasion, true) {
        return Err(refused(FormRefusal::Closed));
    }
    let permit = cx.permit;
    access_log::read_about(&mut cx, &[Category::Forms], permit).await?;
    let state = cx.state.clone();
    let old = Visitor::current()
        .and_then(|v| v.session)
        .ok_or(AppError::NotSignedIn)?;
    cx.commit().await?;
    // What the colleague had under way in this browser stays theirs: recovery codes that were being shown, a code to type.
    abandon_step(&state).await?;
    let locked = Actor::Joint {
        account,
        staff,
        centre,
        role,
        person,
    };
    // No proof that was given before goes along: the way back asks for one.
    go_on_as(&state, old, locked, None).await?;
    leptos_axum::redirect(&format!("/tillsammans?fyll={}&av={id}", occasion.code()));
    Ok(())
}
