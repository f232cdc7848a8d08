//! Server functions of passkeys: what the browser is asked, and what it answers.

use crate::kernel::AppError;
use leptos::prelude::*;

/// A challenge to whatever passkey of ours the device has; as the browser takes it.
#[server(prefix = "/api", endpoint = "identity/ask-passkey")]
pub async fn ask_passkey() -> Result<String, AppError> {
    crate::kernel::answer(server::ask()).await
}

/// Signs in with a passkey alone, or confirms with it that it is them.
#[server(prefix = "/api", endpoint = "identity/sign-in-with-passkey")]
pub async fn sign_in_with_passkey(
    #[server(default)] said: String,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    crate::kernel::answer(server::sign_in(&said, &next)).await
}

/// A challenge to make a passkey.
#[server(prefix = "/api", endpoint = "identity/begin-passkey")]
pub async fn begin_passkey() -> Result<String, AppError> {
    crate::kernel::answer(server::begin_adding()).await
}

/// Keeps the public half of a passkey that has been made.
#[server(prefix = "/api", endpoint = "identity/add-passkey")]
pub async fn add_passkey(#[server(default)] said: String) -> Result<(), AppError> {
    crate::kernel::answer(server::add(&said)).await
}

/// Removes one of one's passkeys: it opens nothing any more.
#[server(prefix = "/api", endpoint = "identity/remove-passkey")]
pub async fn remove_passkey(#[server(default)] passkey: String) -> Result<(), AppError> {
    crate::kernel::answer(server::remove(&passkey)).await
}

#[cfg(feature = "ssr")]
mod server {
    use super::AppError;
    use crate::identity::api::server::{begin_fully, state_and_visitor};
    use crate::identity::guess::{Guess, Proof};
    use crate::identity::passkeys;
    use crate::identity::proof_store::{self as store, PasskeyRow};
    use crate::identity::step::{self, Purpose};
    use crate::kernel::Ctx;
    use crate::kernel::error::Field;
    use crate::kernel::outside::SystemRandom;
    use crate::kernel::policy::Action;
    use domain::ids::{AccountId, PasskeyId};
    use webauthn_rs::prelude::Passkey;

    /// No answer of a browser is longer.
    const MOST: usize = 16 * 1024;
    /// As many as anyone has devices.
    const PASSKEYS: usize = 10;

    pub async fn ask() -> Result<String, AppError> {
        let (state, _) = state_and_visitor()?;
        let ceremony = passkeys::ceremony(&state).ok_or(AppError::Unreadable)?;
        let (asked, kept) = passkeys::begin_asking(&ceremony)?;
        step::begin(&state, Purpose::PasskeyIn, None, "", &kept).await?;
        Ok(asked)
    }

    pub async fn sign_in(said: &str, next: &str) -> Result<(), AppError> {
        let (state, visitor) = state_and_visitor()?;
        let step = step::current(&state, &[Purpose::PasskeyIn]).await?;
        let ceremony = passkeys::ceremony(&state).ok_or(AppError::Unreadable)?;
        if said.len() > MOST {
            return Err(AppError::Unreadable);
        }
        let (said, id) = passkeys::read(said)?;
        // One challenge, one answer, right or wrong.
        step::take(&state, &step).await?;
        let row = store::passkey_by_credential(&state.pool, &id).await?;
        let who = row
            .as_ref()
            .map_or_else(|| "nobody".to_owned(), |row| row.account.to_string());
        let guess = Guess::count(&state, &visitor, Proof::Passkey, &who).await?;
        let Some(row) = row else {
            guess.failed(None, "unknown").await?;
            return Err(AppError::NotRight(Field::Passkey));
        };
        let mut passkey: Passkey = serde_json::from_value(row.public_key).map_err(|_| AppError::Internal)?;
        let account = row.account.as_uuid();
        let Some(result) = passkeys::answers(&ceremony, &said, &step.kept, account, &passkey) else {
            guess.failed(Some(row.account), "wrong").await?;
            return Err(AppError::NotRight(Field::Passkey));
        };
        guess.right().await?;
        passkey.update_credential(&result);
        let public_key = serde_json::to_value(&passkey).map_err(|_| AppError::Internal)?;
        store::passkey_used(&state.pool, row.id, &public_key, state.clock.now()).await?;
        begin_fully(&state, &visitor, row.account, next).await
    }

    /// The member of staff whose own passkeys these are.
    fn own_account(cx: &Ctx) -> Result<AccountId, AppError> {
        cx.actor.staff().ok_or(AppError::NotFound)?;
        cx.actor.account().ok_or(AppError::NotFound)
    }

    fn keys(rows: Vec<PasskeyRow>) -> Vec<Passkey> {
        rows.into_iter()
            .filter_map(|row| serde_json::from_value(row.public_key).ok())
            .collect()
    }

    pub async fn begin_adding() -> Result<String, AppError> {
        let mut cx = Ctx::begin(Action::ChangeOwnSignIn).await?;
        let account = own_account(&cx)?;
        let ceremony = passkeys::ceremony(&cx.state).ok_or(AppError::Unreadable)?;
        let there = keys(store::passkeys(&mut *cx.db(), account).await?);
        if there.len() >= PASSKEYS {
            return Err(AppError::Conflict);
        }
        let login = store::own_credential(&mut *cx.db(), account, "password").await?;
        let login = login.map_or_else(|| crate::kernel::APP_NAME.to_owned(), |(login, _)| login);
        let (asked, kept) = passkeys::begin_adding(&ceremony, account.as_uuid(), &login, &there)?;
        let state = cx.state.clone();
        cx.commit().await?;
        step::begin(&state, Purpose::PasskeyAdd, Some(account), "", &kept).await?;
        Ok(asked)
    }

    pub async fn add(said: &str) -> Result<(), AppError> {
        let mut cx = Ctx::begin(Action::ChangeOwnSignIn).await?;
        let account = own_account(&cx)?;
        let step = step::current(&cx.state, &[Purpose::PasskeyAdd]).await?;
        let ceremony = passkeys::ceremony(&cx.state).ok_or(AppError::Unreadable)?;
        if step.account()? != account || said.len() > MOST {
            return Err(AppError::Unreadable);
        }
        let passkey = passkeys::finish_adding(&ceremony, said, &step.kept)?;
        step::take(&cx.state, &step).await?;
        let device = crate::kernel::Visitor::current().map(|v| v.device.name());
        let row = PasskeyRow {
            id: PasskeyId::mint(cx.now, &mut SystemRandom),
            account,
            public_key: serde_json::to_value(&passkey).map_err(|_| AppError::Internal)?,
            device: device.unwrap_or_default(),
            created: cx.now,
            used: None,
        };
        let credential: &[u8] = passkey.cred_id().as_ref();
        store::insert_passkey(&mut *cx.db(), &row, credential).await?;
        cx.commit().await
    }

    pub async fn remove(passkey: &str) -> Result<(), AppError> {
        let mut cx = Ctx::begin(Action::ChangeOwnSignIn).await?;
        let account = own_account(&cx)?;
        let passkey: PasskeyId = passkey.parse().map_err(|_| AppError::Unreadable)?;
        let now = cx.now;
        if !store::end_passkey(&mut *cx.db(), account, passkey, now).await? {
            return Err(AppError::NotFound);
        }
        cx.commit().await?;
        leptos_axum::redirect("/mina-enheter");
        Ok(())
    }
}
