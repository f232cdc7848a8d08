//! The invitation as whoever holds its link uses it: once, for a user name and a password of their own.

use super::invitation_store::{self as store, Used};
use super::typed_in::refused;
use crate::identity;
use crate::kernel::error::Field;
use crate::kernel::outside::SystemRandom;
use crate::kernel::throttle::{self, Limit};
use crate::kernel::{AppError, AppState, Visitor};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use domain::account::{AccountRefusal, PASSWORD_MAX, UserName, check_password};
use domain::clock::RandomSource;
use domain::ids::CredentialId;
use domain::plan::TextError;
use sha2::{Digest, Sha256};

/// One address, whatever it tries: hashing a password is work.
const ADDRESS: Limit = Limit {
    name: "invitation address",
    attempts: 60,
    window: TimeDelta::minutes(15),
};

/// 256 random bits for the link, and the hash that is kept.
pub fn new_token(random: &mut dyn RandomSource) -> (String, [u8; 32]) {
    let mut bytes = [0_u8; 32];
    random.fill(&mut bytes);
    let token = URL_SAFE_NO_PAD.encode(bytes);
    let hash = hash(&token);
    (token, hash)
}

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// What an open invitation says: the given name, and the user name that is proposed.
///
/// # Errors
/// When the database is away.
pub async fn open(state: &AppState, token: &str) -> Result<Option<(String, String)>, AppError> {
    if token.len() != 43 {
        return Ok(None);
    }
    let open = store::open(&state.pool, &hash(token), state.clock.now()).await?;
    Ok(open.map(|o| (o.given_name, o.user_name)))
}

/// What somebody chose.
#[derive(Clone, Copy, Debug)]
pub struct Chosen<'a> {
    pub token: &'a str,
    pub user_name: &'a str,
    pub password: &'a str,
    pub repeat: &'a str,
}

/// Uses the invitation: from then on the user name and the password open the account, and nothing older does.
///
/// # Errors
/// At the field; `InvitationGone` for a link that is used, ended or over, and for one that never was.
pub async fn accept(state: &AppState, visitor: &Visitor, chosen: &Chosen<'_>) -> Result<(), AppError> {
    let now = state.clock.now();
    let address = visitor.address.to_string();
    throttle::count(&state.pool, &state.keys, ADDRESS, &[address.as_bytes()], now).await?;
    let gone = refused(Field::UserName, AccountRefusal::InvitationGone);
    if open(state, chosen.token).await?.is_none() {
        return Err(gone);
    }
    let name = UserName::parse(chosen.user_name).map_err(|why| refused(Field::UserName, why))?;
    let problem = |problem| AppError::Field {
        field: Field::NewPassword,
        problem,
    };
    if chosen.password.is_empty() {
        return Err(problem(TextError::Empty));
    }
    if chosen.password.len() > PASSWORD_MAX {
        return Err(problem(TextError::TooLong));
    }
    check_password(chosen.password, name.as_str()).map_err(|why| refused(Field::NewPassword, why))?;
    if chosen.password != chosen.repeat {
        return Err(refused(Field::Repeat, AccountRefusal::PasswordsDiffer));
    }
    let secret = identity::make_secret(chosen.password.to_owned()).await?;
    let credential = CredentialId::mint(now, &mut SystemRandom);
    match store::accept(&state.pool, &hash(chosen.token), credential, &name, &secret, now).await? {
        Used::Done => Ok(()),
        Used::Gone => Err(gone),
        Used::Taken => Err(refused(Field::UserName, AccountRefusal::NameTaken)),
    }
}
