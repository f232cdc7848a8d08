//! SQL of sign-ins at providers: attempts under way, invitations, links.

use crate::kernel::{AppError, Ctx};
use chrono::{DateTime, TimeDelta, Utc};
use domain::clock::RandomSource;
use domain::ids::{AccountId, CentreId, ExternalIdentityId, InvitationId, PersonId};
use sqlx::PgPool;

pub struct Attempt<'a> {
    pub state_hash: &'a [u8],
    pub browser_hash: &'a [u8],
    pub provider: &'a str,
    pub next: &'a str,
}

pub async fn insert_attempt(
    pool: &PgPool,
    attempt: &Attempt<'_>,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<(), AppError> {
    sqlx::query!(
        "insert into oidc_attempt (state_hash, browser_hash, provider, next, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6)",
        attempt.state_hash,
        attempt.browser_hash,
        attempt.provider,
        attempt.next,
        now,
        until,
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// An attempt of this browser that has come back; never twice.
pub struct Returned {
    pub provider: String,
    pub next: String,
}

pub async fn use_attempt(
    pool: &PgPool,
    state_hash: &[u8],
    browser_hash: &[u8],
    now: DateTime<Utc>,
) -> Result<Option<Returned>, AppError> {
    Ok(sqlx::query_as!(
        Returned,
        "update oidc_attempt set used_at = $3
         where state_hash = $1 and browser_hash = $2 and used_at is null and expires_at > $3
         returning provider, next",
        state_hash,
        browser_hash,
        now,
    )
    .fetch_optional(pool)
    .await?)
}

/// The account that this identity is linked to.
pub async fn linked_account(
    pool: &PgPool,
    issuer: &str,
    subject_hash: &[u8],
) -> Result<Option<AccountId>, AppError> {
    let account = sqlx::query_scalar!("select access.linked_account($1, $2)", issuer, subject_hash)
        .fetch_one(pool)
        .await?;
    Ok(account.map(Into::into))
}

/// Somebody proved and not linked yet.
pub struct Waiting {
    pub provider: String,
    pub issuer: String,
    pub subject_hash: Vec<u8>,
    pub number_hash: Option<Vec<u8>>,
    pub strong: bool,
    pub next: String,
}

pub async fn put_waiting(
    pool: &PgPool,
    browser_hash: &[u8],
    waiting: &Waiting,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<(), AppError> {
    sqlx::query!(
        "insert into oidc_waiting (browser_hash, provider, issuer, subject_hash, number_hash, strong, next, proved_at,
                                   expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (browser_hash) do update set provider = excluded.provider, issuer = excluded.issuer,
           subject_hash = excluded.subject_hash, number_hash = excluded.number_hash, strong = excluded.strong,
           next = excluded.next, proved_at = excluded.proved_at, expires_at = excluded.expires_at",
        browser_hash,
        waiting.provider,
        waiting.issuer,
        waiting.subject_hash,
        waiting.number_hash.as_deref(),
        waiting.strong,
        waiting.next,
        now,
        until,
    )
    .execute(pool)
    .await?;
    Ok(())
}

pub async fn waiting(
    pool: &PgPool,
    browser_hash: &[u8],
    now: DateTime<Utc>,
) -> Result<Option<Waiting>, AppError> {
    Ok(sqlx::query_as!(
        Waiting,
        "select provider, issuer, subject_hash, number_hash, strong, next from oidc_waiting
         where browser_hash = $1 and expires_at > $2",
        browser_hash,
        now,
    )
    .fetch_optional(pool)
    .await?)
}

/// Nobody waits in this browser any more.
pub async fn end_waiting(db: impl sqlx::PgExecutor<'_>, browser_hash: &[u8]) -> Result<(), AppError> {
    sqlx::query!("delete from oidc_waiting where browser_hash = $1", browser_hash)
        .execute(db)
        .await?;
    Ok(())
}

/// The invitation of this code, if it may still be used, and whose it is.
pub async fn invited_account(
    pool: &PgPool,
    code_hash: &[u8],
    now: DateTime<Utc>,
) -> Result<Option<(AccountId, InvitationId)>, AppError> {
    let row = sqlx::query!(
        r#"select account_id as "account_id!", sign_in_invitation_id as "invitation!"
           from access.invited_account($1, $2)"#,
        code_hash,
        now,
    )
    .fetch_optional(pool)
    .await?;
    Ok(row.map(|r| (r.account_id.into(), r.invitation.into())))
}

/// The identity number on the record of whoever acts.
pub async fn own_number(cx: &mut Ctx, person: PersonId) -> Result<Option<String>, AppError> {
    Ok(sqlx::query_scalar!(
        "select identity_number from person_identity where person_id = $1",
        person.as_uuid(),
    )
    .fetch_optional(cx.db())
    .await?)
}

/// Uses the invitation and makes the link; false where the invitation was used meanwhile, `Conflict` where the
/// identity is linked already.
pub async fn link(
    cx: &mut Ctx,
    account: AccountId,
    invitation: InvitationId,
    waiting: &Waiting,
    random: &mut (dyn RandomSource + Send),
) -> Result<bool, AppError> {
    let now = cx.now;
    let used = sqlx::query!(
        "update sign_in_invitation set used_at = $2
         where sign_in_invitation_id = $1 and used_at is null and withdrawn_at is null and expires_at > $2",
        invitation.as_uuid(),
        now,
    )
    .execute(cx.db())
    .await?;
    if used.rows_affected() != 1 {
        return Ok(false);
    }
    let id = ExternalIdentityId::mint(now, random);
    let person = cx.actor.person();
    let linked = sqlx::query!(
        "insert into external_identity (external_identity_id, account_id, person_id, provider, issuer, subject_hash,
                                        sign_in_invitation_id, linked_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict do nothing",
        id.as_uuid(),
        account.as_uuid(),
        person.as_ref().map(PersonId::as_uuid),
        waiting.provider,
        waiting.issuer,
        waiting.subject_hash,
        invitation.as_uuid(),
        now,
    )
    .execute(cx.db())
    .await?;
    if linked.rows_affected() == 1 {
        Ok(true)
    } else {
        Err(AppError::Conflict)
    }
}

/// The account of a person or of a member of staff, if they have one that is not disabled.
pub async fn account_of(
    cx: &mut Ctx,
    person: Option<PersonId>,
    staff: Option<domain::ids::StaffId>,
) -> Result<Option<AccountId>, AppError> {
    let account = sqlx::query_scalar!(
        "select account_id from account where (person_id = $1 or staff_id = $2) and disabled_at is null",
        person.as_ref().map(PersonId::as_uuid),
        staff.as_ref().map(domain::ids::StaffId::as_uuid),
    )
    .fetch_optional(cx.db())
    .await?;
    Ok(account.map(Into::into))
}

pub async fn insert_account(
    cx: &mut Ctx,
    person: PersonId,
    random: &mut (dyn RandomSource + Send),
) -> Result<AccountId, AppError> {
    let id = AccountId::mint(cx.now, random);
    let now = cx.now;
    // Somebody else may make it meanwhile, and a disabled one stays as it is.
    let made = sqlx::query!(
        "insert into account (account_id, person_id, created_at) values ($1, $2, $3) on conflict do nothing",
        id.as_uuid(),
        person.as_uuid(),
        now,
    )
    .execute(cx.db())
    .await?;
    if made.rows_affected() == 1 {
        return Ok(id);
    }
    account_of(cx, Some(person), None)
        .await?
        .ok_or(AppError::NotFound)
}

/// Whether the second wall lets the actor invite the owner of this account.
pub async fn may_invite(
    cx: &mut Ctx,
    account: AccountId,
    person: Option<PersonId>,
    centre: CentreId,
) -> Result<bool, AppError> {
    let may = sqlx::query_scalar!(
        "select access.may_invite($1, $2, $3)",
        account.as_uuid(),
        person.as_ref().map(PersonId::as_uuid),
        centre.as_uuid(),
    )
    .fetch_one(cx.db())
    .await?;
    Ok(may == Some(true))
}

pub async fn withdraw_invitations(cx: &mut Ctx, account: AccountId) -> Result<(), AppError> {
    let now = cx.now;
    sqlx::query!(
        "update sign_in_invitation set withdrawn_at = $2
         where account_id = $1 and used_at is null and withdrawn_at is null",
        account.as_uuid(),
        now,
    )
    .execute(cx.db())
    .await?;
    Ok(())
}

pub async fn insert_invitation(
    cx: &mut Ctx,
    account: AccountId,
    person: Option<PersonId>,
    centre: CentreId,
    code_hash: &[u8],
    until: DateTime<Utc>,
    random: &mut (dyn RandomSource + Send),
) -> Result<(), AppError> {
    let id = InvitationId::mint(cx.now, random);
    let (now, by) = (cx.now, cx.actor.account());
    let made = sqlx::query!(
        "insert into sign_in_invitation (sign_in_invitation_id, account_id, person_id, centre_id, code_hash, created_at,
                                         created_by, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict do nothing",
        id.as_uuid(),
        account.as_uuid(),
        person.as_ref().map(PersonId::as_uuid),
        centre.as_uuid(),
        code_hash,
        now,
        by.as_ref().map(AccountId::as_uuid),
        until,
    )
    .execute(cx.db())
    .await?;
    // A colleague invited at the same moment, or (once in a blue moon) the code is taken: press again.
    if made.rows_affected() == 1 {
        Ok(())
    } else {
        Err(AppError::Conflict)
    }
}

/// A link in force, as it is shown.
pub struct LinkRow {
    pub id: ExternalIdentityId,
    pub provider: String,
    pub linked_at: DateTime<Utc>,
}

/// The links in force of this account, the first first.
///
/// # Errors
/// When the database is away.
pub async fn links_of(cx: &mut Ctx, account: AccountId) -> Result<Vec<LinkRow>, AppError> {
    let rows = sqlx::query!(
        "select external_identity_id, provider, linked_at from external_identity
         where account_id = $1 and ended_at is null order by linked_at, external_identity_id",
        account.as_uuid(),
    )
    .fetch_all(cx.db())
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| LinkRow {
            id: r.external_identity_id.into(),
            provider: r.provider,
            linked_at: r.linked_at,
        })
        .collect())
}

/// Ends a link of one's own; one that has ended already stays as it is.
///
/// # Errors
/// `NotFound` where there is no such link of one's own.
pub async fn end_own_link(cx: &mut Ctx, id: ExternalIdentityId) -> Result<(), AppError> {
    let account = cx.actor.account().ok_or(AppError::NotFound)?;
    let now = cx.now;
    let found = sqlx::query!(
        "update external_identity set ended_at = coalesce(ended_at, $3), ended_by = coalesce(ended_by, $2)
         where external_identity_id = $1 and account_id = $2",
        id.as_uuid(),
        account.as_uuid(),
        now,
    )
    .execute(cx.db())
    .await?;
    if found.rows_affected() == 1 {
        Ok(())
    } else {
        Err(AppError::NotFound)
    }
}

/// Ends every link of this account, and the sessions that may have begun by them.
///
/// # Errors
/// When the database is away.
pub async fn end_links(cx: &mut Ctx, account: AccountId) -> Result<(), AppError> {
    let (now, by) = (cx.now, cx.actor.account());
    let ended = sqlx::query!(
        "update external_identity set ended_at = $2, ended_by = $3 where account_id = $1 and ended_at is null",
        account.as_uuid(),
        now,
        by.as_ref().map(AccountId::as_uuid),
    )
    .execute(cx.db())
    .await?;
    if ended.rows_affected() > 0 {
        sqlx::query!(
            "update session set ended_at = $2 where account_id = $1 and ended_at is null",
            account.as_uuid(),
            now,
        )
        .execute(cx.db())
        .await?;
    }
    Ok(())
}

/// A sign-in that failed, for the manager to see: nothing of who it was.
pub async fn note_failure(
    pool: &PgPool,
    account: Option<AccountId>,
    why: &str,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    sqlx::query!(
        "insert into sign_in_failure (at, kind, account_id, why) values ($1, 'oidc', $2, $3)",
        now,
        account.as_ref().map(AccountId::as_uuid),
        why,
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// Removes attempts that nobody can use any more; a worker calls it.
///
/// # Errors
/// When the database is away.
pub async fn sweep(pool: &PgPool, now: DateTime<Utc>) -> Result<(), AppError> {
    let before = now - TimeDelta::days(1);
    sqlx::query!("delete from oidc_attempt where expires_at < $1", before)
        .execute(pool)
        .await?;
    sqlx::query!("delete from oidc_waiting where expires_at < $1", before)
        .execute(pool)
        .await?;
    Ok(())
}
