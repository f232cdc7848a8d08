//! SQL of second proofs, and of what somebody sees of their own ways in.

use crate::kernel::AppError;
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{
    AccountId, AgencyId, CentreId, CredentialId, PasskeyId, RecoveryCodeId, SessionId, StaffId, StaffRoleId,
    TotpId,
};
use sqlx::{PgConnection, PgExecutor, PgPool};

/// The app of an account.
pub struct TotpRow {
    pub id: TotpId,
    pub sealed: Vec<u8>,
    pub last_step: i64,
}

pub async fn totp(pool: &PgPool, account: AccountId) -> Result<Option<TotpRow>, AppError> {
    let row = sqlx::query!(
        "select totp_id, secret, last_step from totp where account_id = $1 and ended_at is null",
        account.as_uuid(),
    )
    .fetch_optional(pool)
    .await?;
    Ok(row.map(|r| TotpRow {
        id: r.totp_id.into(),
        sealed: r.secret,
        last_step: r.last_step,
    }))
}

/// Takes a step of an app: false when it, or one after it, has been taken.
pub async fn take_step(pool: &PgPool, totp: TotpId, step: i64) -> Result<bool, AppError> {
    let done = sqlx::query!(
        "update totp set last_step = $2 where totp_id = $1 and last_step < $2 and ended_at is null",
        totp.as_uuid(),
        step,
    )
    .execute(pool)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// An app in place of the one before, and codes in place of those before, in one statement: all of it or nothing.
pub async fn replace_totp(
    db: impl PgExecutor<'_>,
    account: AccountId,
    totp: &TotpRow,
    codes: &[(RecoveryCodeId, [u8; 32])],
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let (ids, hashes): (Vec<_>, Vec<_>) = codes
        .iter()
        .map(|(id, hash)| (id.as_uuid(), hash.to_vec()))
        .unzip();
    sqlx::query!(
        "with old_totp as (update totp set ended_at = $5 where account_id = $2 and ended_at is null returning 1),
              old_codes as (update recovery_code set ended_at = $5 where account_id = $2 and ended_at is null returning 1),
              new_totp as (insert into totp (totp_id, account_id, secret, last_step, created_at)
                           select $1, $2, $3, $4, $5 from (select count(*) from old_totp) done)
         insert into recovery_code (recovery_code_id, account_id, code_hash, created_at)
         select c.id, $2, c.hash, $5 from unnest($6::uuid[], $7::bytea[]) c (id, hash), (select count(*) from old_codes) done",
        totp.id.as_uuid(),
        account.as_uuid(),
        totp.sealed,
        totp.last_step,
        now,
        &ids,
        &hashes,
    )
    .execute(db)
    .await?;
    Ok(())
}

pub async fn replace_codes(
    db: impl PgExecutor<'_>,
    account: AccountId,
    codes: &[(RecoveryCodeId, [u8; 32])],
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let (ids, hashes): (Vec<_>, Vec<_>) = codes
        .iter()
        .map(|(id, hash)| (id.as_uuid(), hash.to_vec()))
        .unzip();
    sqlx::query!(
        "with old_codes as (update recovery_code set ended_at = $2 where account_id = $1 and ended_at is null returning 1)
         insert into recovery_code (recovery_code_id, account_id, code_hash, created_at)
         select c.id, $1, c.hash, $2 from unnest($3::uuid[], $4::bytea[]) c (id, hash), (select count(*) from old_codes) done",
        account.as_uuid(),
        now,
        &ids,
        &hashes,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Uses a recovery code up: false when it is none of the account's, or has been used.
pub async fn use_code(
    pool: &PgPool,
    account: AccountId,
    hash: &[u8],
    now: DateTime<Utc>,
) -> Result<bool, AppError> {
    let done = sqlx::query!(
        "update recovery_code set used_at = $3
         where account_id = $1 and code_hash = $2 and used_at is null and ended_at is null",
        account.as_uuid(),
        hash,
        now,
    )
    .execute(pool)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The hash and the login of an account's own credential.
pub async fn own_credential(
    db: impl PgExecutor<'_>,
    account: AccountId,
    kind: &str,
) -> Result<Option<(String, String)>, AppError> {
    let row = sqlx::query!(
        "select login, secret_hash from credential where account_id = $1 and kind = $2 and ended_at is null
         order by created_at desc limit 1",
        account.as_uuid(),
        kind,
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|r| (r.login, r.secret_hash)))
}

/// Another secret under the same login; false when there is none to replace.
pub async fn replace_secret(
    db: impl PgExecutor<'_>,
    account: AccountId,
    kind: &str,
    id: CredentialId,
    hash: &str,
    now: DateTime<Utc>,
) -> Result<bool, AppError> {
    let done = sqlx::query!(
        "with old as (update credential set ended_at = $5 where account_id = $2 and kind = $3 and ended_at is null
                      returning login)
         insert into credential (credential_id, account_id, kind, login, secret_hash, created_at)
         select $1, $2, $3, (select max(login) from old), $4, $5 where (select count(*) from old) > 0",
        id.as_uuid(),
        account.as_uuid(),
        kind,
        hash,
        now,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The same of a password for an account that is on its way in: it acts for nobody yet but itself, and row security
/// lets it replace its own.
pub async fn replace_secret_on_the_way(
    pool: &PgPool,
    account: AccountId,
    id: CredentialId,
    hash: &str,
    now: DateTime<Utc>,
) -> Result<bool, AppError> {
    let mut tx = pool.begin().await?;
    sqlx::query!(
        "select set_config('actor.account_id', $1, true)",
        account.to_string()
    )
    .fetch_one(&mut *tx)
    .await?;
    let replaced = replace_secret(&mut *tx, account, "password", id, hash, now).await?;
    tx.commit().await?;
    Ok(replaced)
}

/// Ends the password and every second proof of an account, and every session of it.
pub async fn forget_ways_in(
    db: &mut PgConnection,
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    sqlx::query!(
        "with a as (update totp set ended_at = $2 where account_id = $1 and ended_at is null),
              b as (update recovery_code set ended_at = $2 where account_id = $1 and ended_at is null),
              c as (update passkey set ended_at = $2 where account_id = $1 and ended_at is null),
              d as (update credential set ended_at = $2 where account_id = $1 and kind = 'password' and ended_at is null)
         update session set ended_at = $2 where account_id = $1 and ended_at is null",
        account.as_uuid(),
        now,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Ends the account's sessions but this one.
pub async fn end_others(
    db: impl PgExecutor<'_>,
    account: AccountId,
    keep: Option<SessionId>,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    sqlx::query!(
        "update session set ended_at = $3
         where account_id = $1 and ended_at is null and session_id is distinct from $2",
        account.as_uuid(),
        keep.as_ref().map(SessionId::as_uuid),
        now,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Ends one of the account's sessions; false where it has none such.
pub async fn end_own(
    db: impl PgExecutor<'_>,
    account: AccountId,
    session: SessionId,
    now: DateTime<Utc>,
) -> Result<bool, AppError> {
    let done = sqlx::query!(
        "update session set ended_at = coalesce(ended_at, $3) where account_id = $1 and session_id = $2",
        account.as_uuid(),
        session.as_uuid(),
        now,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub struct SessionRow {
    pub id: SessionId,
    pub device: Option<String>,
    pub begun: DateTime<Utc>,
    pub seen: DateTime<Utc>,
}

/// The account's sessions in force; `rest` is how long one of theirs may rest.
pub async fn sessions(
    db: impl PgExecutor<'_>,
    account: AccountId,
    rested_since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Vec<SessionRow>, AppError> {
    let rows = sqlx::query!(
        "select session_id, device, created_at, last_seen_at from session
         where account_id = $1 and ended_at is null and expires_at > $2 and last_seen_at > $3
         order by last_seen_at desc, session_id limit 50",
        account.as_uuid(),
        now,
        rested_since,
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| SessionRow {
            id: r.session_id.into(),
            device: r.device,
            begun: r.created_at,
            seen: r.last_seen_at,
        })
        .collect())
}

/// What an account has beside its password: since when an app, how many codes are left.
pub async fn second_proofs(
    db: impl PgExecutor<'_>,
    account: AccountId,
) -> Result<(Option<DateTime<Utc>>, i64), AppError> {
    let row = sqlx::query!(
        r#"select (select created_at from totp where account_id = $1 and ended_at is null) as since,
                  (select count(*) from recovery_code where account_id = $1 and used_at is null and ended_at is null)
                    as "left!""#,
        account.as_uuid(),
    )
    .fetch_one(db)
    .await?;
    Ok((row.since, row.left))
}

pub struct PasskeyRow {
    pub id: PasskeyId,
    pub account: AccountId,
    pub public_key: serde_json::Value,
    pub device: String,
    pub created: DateTime<Utc>,
    pub used: Option<DateTime<Utc>>,
}

pub async fn passkeys(db: impl PgExecutor<'_>, account: AccountId) -> Result<Vec<PasskeyRow>, AppError> {
    let rows = sqlx::query!(
        "select passkey_id, account_id, public_key, device, created_at, last_used_at from passkey
         where account_id = $1 and ended_at is null order by created_at, passkey_id",
        account.as_uuid(),
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| PasskeyRow {
            id: r.passkey_id.into(),
            account: r.account_id.into(),
            public_key: r.public_key,
            device: r.device,
            created: r.created_at,
            used: r.last_used_at,
        })
        .collect())
}

/// The passkey with this id, if its account is not disabled.
pub async fn passkey_by_credential(pool: &PgPool, credential: &[u8]) -> Result<Option<PasskeyRow>, AppError> {
    let row = sqlx::query!(
        "select p.passkey_id, p.account_id, p.public_key, p.device, p.created_at, p.last_used_at
         from passkey p join account a using (account_id)
         where p.credential_id = $1 and p.ended_at is null and a.disabled_at is null",
        credential,
    )
    .fetch_optional(pool)
    .await?;
    Ok(row.map(|r| PasskeyRow {
        id: r.passkey_id.into(),
        account: r.account_id.into(),
        public_key: r.public_key,
        device: r.device,
        created: r.created_at,
        used: r.last_used_at,
    }))
}

pub async fn insert_passkey(
    db: impl PgExecutor<'_>,
    passkey: &PasskeyRow,
    credential: &[u8],
) -> Result<(), AppError> {
    let done = sqlx::query!(
        "insert into passkey (passkey_id, account_id, credential_id, public_key, device, created_at)
         values ($1, $2, $3, $4, $5, $6)",
        passkey.id.as_uuid(),
        passkey.account.as_uuid(),
        credential,
        passkey.public_key,
        passkey.device,
        passkey.created,
    )
    .execute(db)
    .await;
    match done {
        Err(sqlx::Error::Database(e)) if e.is_unique_violation() => Err(AppError::Conflict),
        other => other.map(|_| ()).map_err(Into::into),
    }
}

pub async fn passkey_used(
    pool: &PgPool,
    passkey: PasskeyId,
    public_key: &serde_json::Value,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    sqlx::query!(
        "update passkey set public_key = $2, last_used_at = $3 where passkey_id = $1",
        passkey.as_uuid(),
        public_key,
        now,
    )
    .execute(pool)
    .await?;
    Ok(())
}

pub async fn end_passkey(
    db: impl PgExecutor<'_>,
    account: AccountId,
    passkey: PasskeyId,
    now: DateTime<Utc>,
) -> Result<bool, AppError> {
    let done = sqlx::query!(
        "update passkey set ended_at = coalesce(ended_at, $3) where account_id = $1 and passkey_id = $2",
        account.as_uuid(),
        passkey.as_uuid(),
        now,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub struct RoleRow {
    pub id: StaffRoleId,
    pub role: String,
    pub centre: Option<CentreId>,
    pub agency: Option<AgencyId>,
    pub place_sv: String,
    pub place_en: String,
}

/// The roles that a member of staff holds today.
pub async fn roles(
    db: impl PgExecutor<'_>,
    staff: StaffId,
    today: NaiveDate,
) -> Result<Vec<RoleRow>, AppError> {
    let rows = sqlx::query!(
        r#"select r.staff_role_id, r.role, r.centre_id, r.agency_id,
                  coalesce(c.name, a.name_sv) as "place_sv!", coalesce(c.name, a.name_en) as "place_en!"
           from staff_role r left join centre c on c.centre_id = r.centre_id left join agency a on a.agency_id = r.agency_id
           where r.staff_id = $1 and r.valid_from <= $2 and (r.valid_to is null or r.valid_to >= $2)
           order by 5, r.role, r.staff_role_id"#,
        staff.as_uuid(),
        today,
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| RoleRow {
            id: r.staff_role_id.into(),
            role: r.role,
            centre: r.centre_id.map(Into::into),
            agency: r.agency_id.map(Into::into),
            place_sv: r.place_sv,
            place_en: r.place_en,
        })
        .collect())
}
