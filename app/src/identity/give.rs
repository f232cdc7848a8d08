//! What the manager's pages give and take of others' ways in, in a transaction that has been decided already.

use super::{proof_store as store, secret};
use crate::kernel::outside::SystemRandom;
use crate::kernel::{AppError, Ctx};
use chrono::{DateTime, Utc};
use domain::ids::{AccountId, CredentialId};

/// Gives an account of staff a password that must be changed at the first sign-in, in place of whatever it had; it opens
/// nothing after `usable_until`. The account's sessions end.
///
/// # Errors
/// `Conflict` when somebody else signs in by that name.
pub async fn give_password(
    cx: &mut Ctx,
    account: AccountId,
    login: &str,
    one_time: &str,
    usable_until: Option<DateTime<Utc>>,
) -> Result<(), AppError> {
    let (now, login) = (cx.now, login.trim().to_lowercase());
    let hash = secret::hash_async(one_time.to_owned()).await?;
    let id = CredentialId::mint(now, &mut SystemRandom);
    store::give_password(cx.db(), account, id, (&login, &hash), usable_until, now).await?;
    store::end_others(&mut *cx.db(), account, None, now).await
}

/// Takes an account's app, recovery codes and passkeys away, for somebody who has lost them, and ends its sessions:
/// together with [`give_password`] they begin anew.
///
/// # Errors
/// When the database is away.
pub async fn take_second_proofs(cx: &mut Ctx, account: AccountId) -> Result<(), AppError> {
    let now = cx.now;
    store::forget_proofs(cx.db(), account, now).await
}
