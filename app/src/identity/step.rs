//! A step on the way in, or in the middle of a change: what a browser holds between two forms. For one purpose, for some
//! minutes, once; it is no session, and opens no page but its own.

use super::session::{new_token, token_hash};
use super::step_store as store;
use crate::kernel::keys::Purpose as Key;
use crate::kernel::outside::SystemRandom;
use crate::kernel::{AppError, AppState, cookies};
use chrono::TimeDelta;
use domain::ids::{AccountId, SignInStepId};
use leptos::prelude::use_context;

/// How long one may take to find the phone.
pub const LIFE: TimeDelta = TimeDelta::minutes(5);
/// How long one may take to write ten codes down, or find the printer.
const READING: TimeDelta = TimeDelta::minutes(10);

/// What a step is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The password was right, and must be changed.
    NewPassword,
    /// The password was right; a code is asked for.
    Code,
    /// The password was right; an app is set up.
    NewTotp,
    /// Somebody who is signed in sets up an app anew.
    ChangeTotp,
    /// Recovery codes are shown.
    ShowCodes,
    /// A challenge to whatever passkey there is.
    PasskeyIn,
    /// A challenge to a passkey that is being made.
    PasskeyAdd,
}

impl Purpose {
    const ALL: [Self; 7] = [
        Self::NewPassword,
        Self::Code,
        Self::NewTotp,
        Self::ChangeTotp,
        Self::ShowCodes,
        Self::PasskeyIn,
        Self::PasskeyAdd,
    ];

    const fn code(self) -> &'static str {
        match self {
            Self::NewPassword => "new_password",
            Self::Code => "code",
            Self::NewTotp => "new_totp",
            Self::ChangeTotp => "change_totp",
            Self::ShowCodes => "show_codes",
            Self::PasskeyIn => "passkey_in",
            Self::PasskeyAdd => "passkey_add",
        }
    }

    /// The page where the step is taken; a passkey's is taken where one is.
    pub const fn page(self) -> &'static str {
        match self {
            Self::NewPassword => "/personal/nytt-losenord",
            Self::Code => "/personal/kod",
            Self::NewTotp | Self::ChangeTotp => "/personal/ny-kod",
            Self::ShowCodes => "/personal/reservkoder",
            Self::PasskeyIn | Self::PasskeyAdd => "",
        }
    }

    pub const fn cookie(self) -> &'static str {
        match self {
            Self::PasskeyIn | Self::PasskeyAdd => cookies::CHALLENGE,
            _ => cookies::STEP,
        }
    }

    pub const fn life(self) -> TimeDelta {
        match self {
            Self::ShowCodes => READING,
            _ => LIFE,
        }
    }
}

/// A step that is under way.
#[derive(Debug)]
pub struct Step {
    pub id: SignInStepId,
    pub purpose: Purpose,
    pub account: Option<AccountId>,
    pub next: String,
    /// What it remembers.
    pub kept: Vec<u8>,
}

impl Step {
    /// Whose it is.
    ///
    /// # Errors
    /// `StartOver` for a challenge that is nobody's.
    pub fn account(&self) -> Result<AccountId, AppError> {
        self.account.ok_or(AppError::StartOver)
    }
}

/// Begins a step and gives its token to the browser.
///
/// # Errors
/// When the database is away.
pub async fn begin(
    state: &AppState,
    purpose: Purpose,
    account: Option<AccountId>,
    next: &str,
    kept: &[u8],
) -> Result<(), AppError> {
    let token = prepare(state, purpose, account, next, kept).await?;
    cookies::put(purpose.cookie(), &token, purpose.life().num_seconds());
    Ok(())
}

/// Begins a step; the caller gives its token to the browser, in the purpose's cookie.
///
/// # Errors
/// When the database is away.
pub async fn prepare(
    state: &AppState,
    purpose: Purpose,
    account: Option<AccountId>,
    next: &str,
    kept: &[u8],
) -> Result<String, AppError> {
    let now = state.clock.now();
    let token = new_token(&mut SystemRandom);
    let id = SignInStepId::mint(now, &mut SystemRandom);
    let sealed = state
        .keys
        .seal(Key::Step, id.as_uuid().as_bytes(), kept, &mut SystemRandom);
    let row = store::NewStep {
        id,
        token_hash: &token_hash(&token),
        purpose: purpose.code(),
        account,
        next,
        state: &sealed,
        now,
        expires: now + purpose.life(),
    };
    store::insert(&state.pool, &row).await?;
    Ok(token)
}

/// The step that this browser is on, if it is one of these.
///
/// # Errors
/// `StartOver` where there is none, it is over, or it is for something else.
pub async fn current(state: &AppState, purposes: &[Purpose]) -> Result<Step, AppError> {
    let cookie = purposes.first().map_or(cookies::STEP, |p| p.cookie());
    let parts = use_context::<http::request::Parts>().ok_or(AppError::Internal)?;
    let token = cookies::read(&parts.headers, cookie).filter(|token| token.len() == 43);
    let Some(token) = token else {
        return Err(AppError::StartOver);
    };
    let row = store::by_token(&state.pool, &token_hash(token), state.clock.now()).await?;
    let row = row.ok_or(AppError::StartOver)?;
    let purpose = Purpose::ALL.into_iter().find(|p| p.code() == row.purpose);
    let purpose = purpose
        .filter(|p| purposes.contains(p))
        .ok_or(AppError::StartOver)?;
    let sealed = row.state.unwrap_or_default();
    let kept = state.keys.open(Key::Step, row.id.as_uuid().as_bytes(), &sealed);
    Ok(Step {
        id: row.id,
        purpose,
        account: row.account,
        next: row.next,
        kept: kept.ok_or(AppError::StartOver)?,
    })
}

/// Takes the step: nobody takes it again.
///
/// # Errors
/// `StartOver` when it has been taken meanwhile.
pub async fn take(state: &AppState, step: &Step) -> Result<(), AppError> {
    if !store::take(&state.pool, step.id, state.clock.now()).await? {
        return Err(AppError::StartOver);
    }
    cookies::put(step.purpose.cookie(), "", 0);
    Ok(())
}

/// Gives up whatever step this browser is on.
///
/// # Errors
/// When the database is away.
pub async fn abandon(state: &AppState) -> Result<(), AppError> {
    let (challenges, steps): (Vec<Purpose>, Vec<Purpose>) = Purpose::ALL
        .into_iter()
        .partition(|p| p.cookie() == cookies::CHALLENGE);
    for of_one_cookie in [steps, challenges] {
        match current(state, &of_one_cookie).await {
            Ok(step) => take(state, &step).await.or_else(gone)?,
            Err(error) => gone(error)?,
        }
    }
    Ok(())
}

/// One that is over already is given up.
const fn gone(error: AppError) -> Result<(), AppError> {
    match error {
        AppError::StartOver => Ok(()),
        other => Err(other),
    }
}

/// Removes steps that are over; a worker calls it.
///
/// # Errors
/// When the database is away.
pub async fn sweep(state: &AppState) -> Result<(), AppError> {
    store::sweep(&state.pool, state.clock.now()).await
}
