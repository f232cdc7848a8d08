//! The access log (G6): reads of a person by another, in the commit of the read; denials outside any.

use super::policy::{Action, Denial};
use super::{Actor, AppError, AppState, Ctx};
use chrono::{DateTime, Utc};
use domain::ids::{AccountId, CentreId, PersonId, RequestId};
use uuid::Uuid;

/// Records, in the same commit, that this action has read about these people.
///
/// # Errors
/// When it cannot be written: then the read does not happen either.
pub async fn read(cx: &mut Ctx, people: &[PersonId]) -> Result<(), AppError> {
    let people: Vec<Uuid> = people.iter().map(PersonId::as_uuid).collect();
    let (actor, now, action, permit, request) = (cx.actor, cx.now, cx.action, cx.permit, cx.request);
    sqlx::query!(
        "insert into access_log (at, account_id, actor_kind, role, centre_id, action, person_ids, permitted, reason, request_id)
         values ($1, $2, $3, $4, $5, $6, $7, true, $8, $9)",
        now,
        actor.account().as_ref().map(AccountId::as_uuid),
        actor.kind_code(),
        role_of(&actor),
        actor.centre().as_ref().map(CentreId::as_uuid),
        action.code(),
        &people,
        permit.code(),
        request.as_uuid(),
    )
    .execute(cx.db())
    .await?;
    Ok(())
}

/// Records a denial, on its own: a rollback elsewhere does not lose it. A log that cannot be written
/// does not turn a no into a yes, so a failure here is only reported.
pub async fn denied(
    state: &AppState,
    actor: Option<&Actor>,
    action: Action,
    denial: Denial,
    request: RequestId,
    now: DateTime<Utc>,
) {
    // Nobody signed in: there is no one to name, and a row a stranger can cause at will is a way to fill a disk.
    let Some(actor) = actor else { return };
    let written = sqlx::query!(
        "insert into access_log (at, account_id, actor_kind, role, centre_id, action, permitted, reason, request_id)
         values ($1, $2, $3, $4, $5, $6, false, $7, $8)",
        now,
        actor.account().as_ref().map(AccountId::as_uuid),
        actor.kind_code(),
        role_of(actor),
        actor.centre().as_ref().map(CentreId::as_uuid),
        action.code(),
        denial.code(),
        request.as_uuid(),
    )
    .execute(&state.pool)
    .await;
    if let Err(error) = written {
        tracing::error!(%error, %request, "a denial could not be logged");
    }
}

fn role_of(actor: &Actor) -> Option<&'static str> {
    match actor {
        Actor::Staff { role, .. } => Some(role.code()),
        Actor::Participant { .. } | Actor::Screen { .. } => None,
    }
}
