//! Server functions of the second proof: the code of an app, setting one up, recovery codes, a password that must be
//! changed, and giving the proofs anew.

use crate::kernel::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A QR code as one path of unit squares, and its side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Square {
    pub path: String,
    pub side: u32,
}

/// The step that this browser is on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnTheWay {
    /// None: it took too long, or never began.
    Nowhere,
    /// A code of the app is asked for.
    Code,
    /// An app is set up: what it scans, and what is typed where it cannot.
    NewCode { square: Square, secret: String },
    /// The password must be changed.
    NewPassword,
    /// Recovery codes, shown once.
    Codes { codes: Vec<String> },
}

/// What somebody may confirm with that it is them.
#[allow(clippy::struct_excessive_bools, reason = "each says whether a field is shown")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmable {
    pub pin: bool,
    pub password: bool,
    /// Whether a code is asked for beside the password.
    pub code: bool,
    pub passkey: bool,
}

/// Where this browser is on its way in.
#[server(prefix = "/api", endpoint = "identity/on-the-way", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_on_the_way() -> Result<OnTheWay, AppError> {
    crate::kernel::answer(server::on_the_way()).await
}

/// The code of the app, or a recovery code: with it the session begins.
#[server(prefix = "/api", endpoint = "identity/confirm-code")]
pub async fn confirm_code(#[server(default)] otp: String) -> Result<(), AppError> {
    crate::kernel::answer(server::confirm_code(&otp)).await
}

/// The first code of an app that has been set up: from now on it is asked for.
#[server(prefix = "/api", endpoint = "identity/confirm-new-code")]
pub async fn confirm_new_code(#[server(default)] otp: String) -> Result<(), AppError> {
    crate::kernel::answer(server::confirm_new_code(&otp)).await
}

/// The recovery codes are put away; nobody sees them again.
#[server(prefix = "/api", endpoint = "identity/codes-kept")]
pub async fn put_codes_away() -> Result<(), AppError> {
    crate::kernel::answer(server::put_codes_away()).await
}

/// One's own password in place of the one that was given.
#[server(prefix = "/api", endpoint = "identity/choose-password")]
pub async fn choose_password(
    #[server(default)] new_password: String,
    #[server(default)] repeat: String,
) -> Result<(), AppError> {
    crate::kernel::answer(server::choose_password(&new_password, &repeat)).await
}

/// What the signed-in person may confirm with.
#[server(prefix = "/api", endpoint = "identity/confirmable", input = leptos::server_fn::codec::GetUrl)]
pub async fn read_confirmable() -> Result<Confirmable, AppError> {
    crate::kernel::answer(server::confirmable()).await
}

/// Confirms that it is them: the session goes on under a new token, and what asks for it is open for a while.
#[server(prefix = "/api", endpoint = "identity/confirm-oneself")]
pub async fn confirm_oneself(
    #[server(default)] pin: String,
    #[server(default)] password: String,
    #[server(default)] otp: String,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    crate::kernel::answer(server::confirm_oneself(&pin, &password, &otp, &next)).await
}

#[cfg(feature = "ssr")]
pub mod server {
    use super::{AppError, Confirmable, OnTheWay, Square};
    use crate::identity::api::server::{
        begin_for_account, begin_fully, confirm, home, own_path, second_proof, state_and_visitor,
    };
    use crate::identity::guess::{Guess, Proof};
    use crate::identity::passkeys;
    use crate::identity::step::{self, Purpose};
    use crate::identity::{proof_store as store, recovery, secret, totp};
    use crate::kernel::error::Field;
    use crate::kernel::keys::Purpose as Key;
    use crate::kernel::outside::SystemRandom;
    use crate::kernel::policy::Action;
    use crate::kernel::{AppState, Ctx, Visitor};
    use chrono::{DateTime, Utc};
    use domain::ids::{AccountId, CredentialId, RecoveryCodeId, TotpId};
    use domain::plan::TextError;

    /// ASVS: long rather than curious, and of letters that somebody chose.
    const PASSWORD_LEAST: usize = 12;
    const PASSWORD_MOST: usize = 200;

    pub async fn on_the_way() -> Result<OnTheWay, AppError> {
        use Purpose as P;
        let (state, _) = state_and_visitor()?;
        let any = [P::Code, P::NewTotp, P::ChangeTotp, P::NewPassword, P::ShowCodes];
        let step = match step::current(&state, &any).await {
            Ok(step) => step,
            Err(AppError::StartOver) => return Ok(OnTheWay::Nowhere),
            Err(error) => return Err(error),
        };
        Ok(match step.purpose {
            P::Code => OnTheWay::Code,
            P::NewPassword => OnTheWay::NewPassword,
            P::NewTotp | P::ChangeTotp => {
                let secret = secret_of(&step.kept)?;
                let login = store::own_credential(&state.pool, step.account()?, "password").await?;
                let login = login.map_or_else(String::new, |(login, _)| login);
                OnTheWay::NewCode {
                    square: square(&totp::address(secret, &login))?,
                    secret: totp::spelled(secret),
                }
            }
            P::ShowCodes => OnTheWay::Codes {
                codes: serde_json::from_slice(&step.kept).map_err(|_| AppError::Internal)?,
            },
            P::PasskeyIn | P::PasskeyAdd => OnTheWay::Nowhere,
        })
    }

    /// The QR code as one SVG path.
    fn square(text: &str) -> Result<Square, AppError> {
        use std::fmt::Write as _;
        let code = qrcode::QrCode::with_error_correction_level(text, qrcode::EcLevel::M)
            .map_err(|_| AppError::Internal)?;
        let width = code.width();
        let mut path = String::new();
        for (i, colour) in code.to_colors().into_iter().enumerate() {
            if colour == qrcode::Color::Dark {
                let _ = write!(path, "M{} {}h1v1h-1z", i % width, i / width);
            }
        }
        Ok(Square {
            path,
            side: u32::try_from(width).unwrap_or(0),
        })
    }

    fn secret_of(kept: &[u8]) -> Result<[u8; totp::SECRET_BYTES], AppError> {
        kept.try_into().map_err(|_| AppError::Internal)
    }

    fn empty(field: Field) -> AppError {
        AppError::Field {
            field,
            problem: TextError::Empty,
        }
    }

    /// Whether this is a code of the account's app, or a recovery code: each opens once.
    ///
    /// Counted like a password, per account and place.
    async fn is_second_proof(
        state: &AppState,
        visitor: &Visitor,
        account: AccountId,
        typed: &str,
    ) -> Result<(), AppError> {
        let now = state.clock.now();
        let guess = Guess::count(state, visitor, Proof::Totp, &account.to_string()).await?;
        let right = match (totp::digits(typed), recovery::read(typed)) {
            (Some(digits), _) => takes_step(state, account, &digits, now).await?,
            (None, Some(code)) => {
                let hash = recovery::hash(&state.keys, account, &code);
                store::use_code(&state.pool, account, &hash, now).await?
            }
            (None, None) => false,
        };
        if right {
            guess.right().await
        } else {
            guess.failed(Some(account), "wrong").await?;
            Err(AppError::NotRight(Field::Otp))
        }
    }

    async fn takes_step(
        state: &AppState,
        account: AccountId,
        digits: &str,
        now: DateTime<Utc>,
    ) -> Result<bool, AppError> {
        let Some(row) = store::totp(&state.pool, account).await? else {
            return Ok(false);
        };
        let opened = state
            .keys
            .open(Key::Totp, account.as_uuid().as_bytes(), &row.sealed);
        let secret = secret_of(&opened.ok_or(AppError::Internal)?)?;
        match totp::step_of(secret, digits, now)? {
            Some(step) => store::take_step(&state.pool, row.id, step).await,
            None => Ok(false),
        }
    }

    pub async fn confirm_code(typed: &str) -> Result<(), AppError> {
        let (state, visitor) = state_and_visitor()?;
        let step = step::current(&state, &[Purpose::Code]).await?;
        if typed.trim().is_empty() {
            return Err(empty(Field::Otp));
        }
        let account = step.account()?;
        is_second_proof(&state, &visitor, account, typed).await?;
        step::take(&state, &step).await?;
        begin_fully(&state, &visitor, account, &step.next).await
    }

    /// Fresh recovery codes: what is shown, and what is kept.
    pub fn fresh_codes(
        state: &AppState,
        account: AccountId,
        now: DateTime<Utc>,
    ) -> (Vec<String>, Vec<(RecoveryCodeId, [u8; 32])>) {
        let shown = recovery::fresh(&mut SystemRandom);
        let kept = shown
            .iter()
            .filter_map(|code| recovery::read(code))
            .map(|plain| {
                let id = RecoveryCodeId::mint(now, &mut SystemRandom);
                (id, recovery::hash(&state.keys, account, &plain))
            })
            .collect();
        (shown, kept)
    }

    /// On to the page that shows them, once.
    pub async fn show_codes(
        state: &AppState,
        account: AccountId,
        next: &str,
        codes: &[String],
    ) -> Result<(), AppError> {
        let kept = serde_json::to_vec(codes).map_err(|_| AppError::Internal)?;
        step::begin(state, Purpose::ShowCodes, Some(account), next, &kept).await?;
        leptos_axum::redirect(Purpose::ShowCodes.page());
        Ok(())
    }

    pub async fn confirm_new_code(typed: &str) -> Result<(), AppError> {
        let (state, visitor) = state_and_visitor()?;
        let now = state.clock.now();
        let step = step::current(&state, &[Purpose::NewTotp, Purpose::ChangeTotp]).await?;
        let account = step.account()?;
        // Somebody signed in changes it for themselves, and has confirmed that it is them.
        let changing = if step.purpose == Purpose::ChangeTotp {
            let cx = Ctx::begin(Action::ChangeOwnSignIn).await?;
            if cx.actor.account() != Some(account) {
                return Err(AppError::StartOver);
            }
            Some(cx)
        } else {
            // Two tabs, and the other one has set it up: this one would put it aside with a password alone.
            if store::totp(&state.pool, account).await?.is_some() {
                return Err(AppError::StartOver);
            }
            None
        };
        if typed.trim().is_empty() {
            return Err(empty(Field::Otp));
        }
        let guess = Guess::count(&state, &visitor, Proof::Totp, &account.to_string()).await?;
        let secret = secret_of(&step.kept)?;
        let taken = if let Some(digits) = totp::digits(typed) {
            totp::step_of(secret, &digits, now)?
        } else {
            None
        };
        let Some(taken) = taken else {
            return Err(AppError::NotRight(Field::Otp));
        };
        guess.right().await?;
        step::take(&state, &step).await?;
        let beside = account.as_uuid();
        let row = store::TotpRow {
            id: TotpId::mint(now, &mut SystemRandom),
            sealed: state
                .keys
                .seal(Key::Totp, beside.as_bytes(), &secret, &mut SystemRandom),
            last_step: taken,
        };
        let (shown, kept) = fresh_codes(&state, account, now);
        let next = if let Some(mut cx) = changing {
            store::replace_totp(&mut *cx.db(), account, &row, &kept, now).await?;
            store::end_others(&mut *cx.db(), account, visitor.session, now).await?;
            cx.commit().await?;
            "/mina-enheter".to_owned()
        } else {
            store::replace_totp(&state.pool, account, &row, &kept, now).await?;
            begin_for_account(&state, &visitor, account, &step.next).await?
        };
        show_codes(&state, account, &next, &shown).await
    }

    pub async fn put_codes_away() -> Result<(), AppError> {
        let (state, _) = state_and_visitor()?;
        match step::current(&state, &[Purpose::ShowCodes]).await {
            Ok(step) => {
                step::take(&state, &step).await?;
                leptos_axum::redirect(if step.next.is_empty() { "/" } else { &step.next });
            }
            // Pressed twice, or so late that they are gone: the way goes on.
            Err(AppError::StartOver) => leptos_axum::redirect("/"),
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// Whether a password may be chosen: long, not the name, not one letter over and over, the same in both boxes.
    ///
    /// # Errors
    /// What is wrong with it, at its field.
    pub fn good_password(new: &str, repeat: &str, login: &str) -> Result<(), AppError> {
        if new.is_empty() {
            return Err(empty(Field::NewPassword));
        }
        let unlike: std::collections::BTreeSet<char> = new.chars().collect();
        let count = new.chars().count();
        let named = !login.is_empty() && new.to_lowercase().contains(login);
        if !(PASSWORD_LEAST..=PASSWORD_MOST).contains(&count) || unlike.len() < 5 || named {
            return Err(AppError::NotRight(Field::NewPassword));
        }
        if new != repeat {
            return Err(AppError::NotRight(Field::Repeat));
        }
        Ok(())
    }

    pub async fn choose_password(new: &str, repeat: &str) -> Result<(), AppError> {
        let (state, visitor) = state_and_visitor()?;
        let now = state.clock.now();
        let step = step::current(&state, &[Purpose::NewPassword]).await?;
        let account = step.account()?;
        let given = store::own_credential(&state.pool, account, "password").await?;
        let (login, old_hash) = given.ok_or(AppError::StartOver)?;
        good_password(new, repeat, &login)?;
        // The one that was given is somebody else's knowledge.
        if secret::verify(new.to_owned(), Some(old_hash)).await? {
            return Err(AppError::NotRight(Field::NewPassword));
        }
        let hash = secret::hash_async(new.to_owned()).await?;
        step::take(&state, &step).await?;
        let id = CredentialId::mint(now, &mut SystemRandom);
        if !store::replace_secret_on_the_way(&state.pool, account, id, &hash, now).await? {
            return Err(AppError::StartOver);
        }
        let keep = visitor
            .session
            .filter(|_| visitor.actor.and_then(|a| a.account()) == Some(account));
        store::end_others(&state.pool, account, keep, now).await?;
        second_proof(&state, account, &step.next).await
    }

    pub async fn confirmable() -> Result<Confirmable, AppError> {
        let mut cx = Ctx::begin(Action::ConfirmOneself).await?;
        let account = cx.actor.account().ok_or(AppError::NotFound)?;
        let possible = passkeys::ceremony(&cx.state).is_some();
        let pin = store::own_credential(&mut *cx.db(), account, "card_pin").await?;
        let password = store::own_credential(&mut *cx.db(), account, "password").await?;
        let (app, _) = store::second_proofs(&mut *cx.db(), account).await?;
        let keys = store::passkeys(&mut *cx.db(), account).await?;
        cx.commit().await?;
        Ok(Confirmable {
            pin: pin.is_some(),
            password: password.is_some(),
            code: password.is_some() && app.is_some(),
            passkey: possible && !keys.is_empty(),
        })
    }

    pub async fn confirm_oneself(pin: &str, password: &str, otp: &str, next: &str) -> Result<(), AppError> {
        let (state, visitor) = state_and_visitor()?;
        let cx = Ctx::begin(Action::ConfirmOneself).await?;
        let (actor, account) = (cx.actor, cx.actor.account().ok_or(AppError::NotFound)?);
        cx.commit().await?;
        let (proof, field, given) = if actor.person().is_some() {
            (Proof::CardPin, Field::Pin, pin.trim())
        } else {
            (Proof::Password, Field::Password, password)
        };
        if given.is_empty() {
            return Err(empty(field));
        }
        if given.len() > 500 {
            return Err(AppError::NotRight(field));
        }
        let own = store::own_credential(&state.pool, account, proof.code()).await?;
        let login = own.as_ref().map(|(login, _)| login.clone()).unwrap_or_default();
        // Under the same count as signing in: a session left open is no way round it.
        let guess = Guess::count(&state, &visitor, proof, &login).await?;
        if !secret::verify(given.to_owned(), own.map(|(_, hash)| hash)).await? {
            guess.failed(Some(account), "wrong").await?;
            return Err(AppError::NotRight(field));
        }
        guess.right().await?;
        if proof == Proof::Password {
            if store::totp(&state.pool, account).await?.is_none() {
                return second_proof(&state, account, next).await;
            }
            if otp.trim().is_empty() {
                return Err(empty(Field::Otp));
            }
            is_second_proof(&state, &visitor, account, otp).await?;
        }
        // A device that was locked to somebody is the colleague's own again.
        let actor = actor.unlocked();
        confirm(&state, &visitor, actor).await?;
        leptos_axum::redirect(own_path(next).unwrap_or_else(|| home(&actor)));
        Ok(())
    }
}
