//! What the manager's pages take of others' ways in, in a transaction that has been decided already.

use super::proof_store as store;
use crate::kernel::{AppError, Ctx};
use domain::ids::AccountId;

/// Takes an account's password, app, recovery codes and passkeys away, for somebody who has lost one of them, and ends
/// its sessions: an invitation lets them begin anew.
///
/// # Errors
/// When the database is away.
pub async fn take_ways_in(cx: &mut Ctx, account: AccountId) -> Result<(), AppError> {
    let now = cx.now;
    store::forget_ways_in(cx.db(), account, now).await
}
