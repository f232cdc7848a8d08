//! What the manager's pages take of others' ways in, in a transaction that has been decided already.

use super::{account_store, proof_store as store};
use crate::kernel::outside::SystemRandom;
use crate::kernel::{AppError, Ctx};
use domain::ids::{AccountId, CredentialId, PersonId};
use domain::participant_number::ParticipantNumber;

/// Takes an account's password, app, recovery codes and passkeys away, for somebody who has lost one of them, and ends
/// its sessions: an invitation lets them begin anew.
///
/// # Errors
/// When the database is away.
pub async fn take_ways_in(cx: &mut Ctx, account: AccountId) -> Result<(), AppError> {
    let now = cx.now;
    store::forget_ways_in(cx.db(), account, now).await
}

/// Gives a participant a way in with the card and a PIN, by its hash: an account where there is none, and the earlier
/// PIN ends. `number` is the one on the card.
///
/// # Errors
/// When the database is away, or refuses.
pub async fn give_card(
    cx: &mut Ctx,
    person: PersonId,
    number: ParticipantNumber,
    hash: &str,
) -> Result<(), AppError> {
    let now = cx.now;
    let account = if let Some(account) = account_store::account_of_person(cx.db(), person).await? {
        account
    } else {
        let account = AccountId::mint(now, &mut SystemRandom);
        account_store::open_participants_account(cx.db(), account, person, now).await?;
        account
    };
    let id = CredentialId::mint(now, &mut SystemRandom);
    account_store::replace_card(cx.db(), id, account, &number.digits(), hash, now).await
}
