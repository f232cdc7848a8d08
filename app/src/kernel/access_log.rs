//! The access log (G6): reads of a person by another, in the commit of the read; denials outside any.

use super::ctx::begin_tx;
use super::policy::{Action, Category, Denial, Permit};
use super::{Actor, AppError, AppState, Ctx};
use chrono::{DateTime, Utc};
use domain::access::StatedReason;
use domain::ids::{AccountId, AgencyId, CentreId, PersonId, RequestId, StaffId};
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use uuid::Uuid;

/// What somebody tried to do.
#[derive(Clone, Debug)]
pub struct Attempt {
    pub action: Action,
    pub request: RequestId,
    pub now: DateTime<Utc>,
    pub person: Option<PersonId>,
    pub reason: Option<StatedReason>,
}

/// Records, in the same commit, that this action has read about these people: a list.
///
/// # Errors
/// When it cannot be written: then the read does not happen either.
pub async fn read(cx: &mut Ctx, people: &[PersonId]) -> Result<(), AppError> {
    read_categories(cx, people, &[Category::Enrolled]).await
}

/// The same, with the categories that the list shows.
///
/// # Errors
/// As [`read`].
pub async fn read_categories(
    cx: &mut Ctx,
    people: &[PersonId],
    categories: &[Category],
) -> Result<(), AppError> {
    let entry = Entry {
        actor: Some(cx.actor),
        action: cx.action,
        request: cx.request,
        now: cx.now,
        people: people.iter().map(PersonId::as_uuid).collect(),
        categories,
        permitted: true,
        why: cx.permit.code(),
        reason: None,
        consents: &[],
        override_id: None,
    };
    insert(cx.db(), &entry).await
}

/// Records, in the same commit, that this action has read these categories about the person it is about; with the
/// stated reason, the consents it leaned on, and the override.
///
/// # Errors
/// As [`read`].
pub async fn read_about(cx: &mut Ctx, categories: &[Category], permit: Permit) -> Result<(), AppError> {
    let about = cx.about.clone().ok_or(AppError::Internal)?;
    // One's own is nobody else's read.
    if about.standing.oneself {
        return Ok(());
    }
    let entry = Entry {
        actor: Some(cx.actor),
        action: cx.action,
        request: cx.request,
        now: cx.now,
        people: vec![about.person.as_uuid()],
        categories,
        permitted: true,
        why: permit.code(),
        reason: about.reason.as_ref(),
        consents: if permit == Permit::Consent {
            &about.consents
        } else {
            &[]
        },
        override_id: about.override_id.filter(|_| permit == Permit::Override),
    };
    insert(cx.db(), &entry).await
}

/// Records a denial, on its own: a rollback elsewhere does not lose it. A log that cannot be written
/// does not turn a no into a yes, so a failure here is only reported.
pub async fn denied(state: &AppState, actor: Option<&Actor>, attempt: &Attempt, denial: Denial) {
    // Nobody signed in: there is no one to name, and a row a stranger can cause at will is a way to fill a disk.
    let Some(actor) = actor else { return };
    let write = async {
        let mut tx = begin_tx(state, actor, attempt.now, None).await?;
        // A person who is not there is not named: the log knows people, not guesses.
        let people = match attempt.person {
            Some(person) if denial != Denial::NotHere => vec![person.as_uuid()],
            _ => Vec::new(),
        };
        let entry = Entry {
            actor: Some(*actor),
            action: attempt.action,
            request: attempt.request,
            now: attempt.now,
            people,
            categories: &[],
            permitted: false,
            why: denial.code(),
            reason: None,
            consents: &[],
            override_id: None,
        };
        insert(&mut tx, &entry).await?;
        tx.commit().await.map_err(AppError::from)
    };
    if let Err(error) = write.await {
        tracing::error!(%error, request = %attempt.request, "a denial could not be logged");
    }
}

struct Entry<'a> {
    actor: Option<Actor>,
    action: Action,
    request: RequestId,
    now: DateTime<Utc>,
    people: Vec<Uuid>,
    categories: &'a [Category],
    permitted: bool,
    why: &'static str,
    reason: Option<&'a StatedReason>,
    consents: &'a [Uuid],
    override_id: Option<Uuid>,
}

/// The log's row holds a hash of the stated reason; the words stand beside it, one row a person.
async fn insert(db: &mut PgConnection, entry: &Entry<'_>) -> Result<(), AppError> {
    let actor = entry.actor;
    let categories: Vec<String> = entry.categories.iter().map(|c| c.code().to_owned()).collect();
    let reason = entry.reason.map(StatedReason::as_str);
    let reason_hash = reason.map(|r| Sha256::digest(r.as_bytes()).to_vec());
    sqlx::query!(
        "insert into access_log (at, account_id, actor_kind, role, centre_id, action, person_ids, permitted, reason,
                                 request_id, staff_id, agency_id, categories, reason_hash, consent_ids, override_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        entry.now,
        actor.and_then(|a| a.account()).as_ref().map(AccountId::as_uuid),
        actor.map_or("nobody", |a| a.kind_code()),
        actor.and_then(|a| a.role()).map(super::policy::Role::code),
        actor.and_then(|a| a.centre()).as_ref().map(CentreId::as_uuid),
        entry.action.code(),
        &entry.people,
        entry.permitted,
        entry.why,
        entry.request.as_uuid(),
        actor.and_then(|a| a.staff()).as_ref().map(StaffId::as_uuid),
        actor.and_then(|a| a.agency()).as_ref().map(AgencyId::as_uuid),
        &categories,
        reason_hash,
        entry.consents,
        entry.override_id,
    )
    .execute(&mut *db)
    .await?;
    if let Some(reason) = reason {
        // The log's own row is not readable by whoever reads a person: its number is the sequence's last of this session.
        sqlx::query!(
            "insert into access_reason (access_log_id, person_id, reason)
             select currval(pg_get_serial_sequence('access_log', 'access_log_id')), who, $2
             from unnest($1::uuid[]) as who limit 1",
            &entry.people,
            reason,
        )
        .execute(db)
        .await?;
    }
    Ok(())
}
