//! SQL of accounts as others open and close them; the rows of signing in are this capability's own.

use crate::kernel::AppError;
use crate::kernel::policy::Role;
use chrono::{DateTime, Utc};
use domain::ids::{AccountId, AgencyId, CentreId, CredentialId, PersonId, StaffId};
use sqlx::PgConnection;

/// Opens the account of a member of staff; how they sign in comes with an invitation.
///
/// # Errors
/// When the database is away, or refuses: the actor does not manage that member of staff.
pub async fn open_staff_account(
    db: &mut PgConnection,
    account: AccountId,
    staff: StaffId,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    sqlx::query!(
        "insert into account (account_id, staff_id, created_at) values ($1, $2, $3)",
        account.as_uuid(),
        staff.as_uuid(),
        now,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Closes an account, or opens it again; whether anything changed.
///
/// # Errors
/// When the database is away.
pub async fn close_account(
    db: &mut PgConnection,
    account: AccountId,
    closed_at: Option<DateTime<Utc>>,
) -> Result<bool, AppError> {
    let done = sqlx::query!(
        "update account set disabled_at = $2 where account_id = $1 and (disabled_at is null) = ($2::timestamptz is not null)",
        account.as_uuid(),
        closed_at,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends every session of an account (G5); the centres where one of them was.
///
/// # Errors
/// When the database is away.
pub async fn end_sessions_of(
    db: &mut PgConnection,
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<Vec<CentreId>, AppError> {
    let centres = sqlx::query_scalar!(
        "update session set ended_at = $2 where account_id = $1 and ended_at is null returning centre_id",
        account.as_uuid(),
        now,
    )
    .fetch_all(db)
    .await?;
    Ok(centres.into_iter().flatten().map(Into::into).collect())
}

/// Ends every session of a member of staff in one role (G5).
///
/// # Errors
/// When the database is away.
pub async fn end_sessions_in_role(
    db: &mut PgConnection,
    staff: StaffId,
    role: Role,
    centre: Option<CentreId>,
    agency: Option<AgencyId>,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    sqlx::query!(
        "update session set ended_at = $5
         where staff_id = $1 and role = $2 and centre_id is not distinct from $3 and agency_id is not distinct from $4
           and ended_at is null",
        staff.as_uuid(),
        role.code(),
        centre.as_ref().map(CentreId::as_uuid),
        agency.as_ref().map(AgencyId::as_uuid),
        now,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A participant's account.
///
/// # Errors
/// When the database is away.
pub async fn account_of_person(
    db: &mut PgConnection,
    person: PersonId,
) -> Result<Option<AccountId>, AppError> {
    let account = sqlx::query_scalar!(
        "select account_id from account where person_id = $1",
        person.as_uuid()
    )
    .fetch_optional(db)
    .await?;
    Ok(account.map(Into::into))
}

/// Opens a participant's account.
///
/// # Errors
/// When the database is away, or refuses.
pub async fn open_participants_account(
    db: &mut PgConnection,
    account: AccountId,
    person: PersonId,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    sqlx::query!(
        "insert into account (account_id, person_id, created_at) values ($1, $2, $3)",
        account.as_uuid(),
        person.as_uuid(),
        now,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A PIN for a card; the one before ends.
///
/// # Errors
/// When the database is away, or refuses.
pub async fn replace_card(
    db: &mut PgConnection,
    id: CredentialId,
    account: AccountId,
    number: &str,
    hash: &str,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    sqlx::query!(
        "update credential set ended_at = $2 where account_id = $1 and kind = 'card_pin' and ended_at is null",
        account.as_uuid(),
        now,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into credential (credential_id, account_id, kind, login, secret_hash, created_at)
         values ($1, $2, 'card_pin', $3, $4, $5)",
        id.as_uuid(),
        account.as_uuid(),
        number,
        hash,
        now,
    )
    .execute(db)
    .await?;
    Ok(())
}
