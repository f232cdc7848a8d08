//! Passkeys (WebAuthn): a key in its owner's device that proves two things at once, that the device is there and that
//! its owner has unlocked it.

use crate::kernel::{APP_NAME, AppError, AppState};
use url::Url;
use webauthn_rs::prelude::{
    AuthenticationResult, DiscoverableAuthentication, DiscoverableKey, Passkey, PasskeyRegistration,
    PublicKeyCredential, RegisterPublicKeyCredential, Uuid, Webauthn, WebauthnBuilder,
};

/// Who asks for the passkey: this server under its public name. None under an address of numbers, which browsers give
/// no passkey to.
pub fn ceremony(state: &AppState) -> Option<Webauthn> {
    let origin = Url::parse(&state.public_url).ok()?;
    WebauthnBuilder::new(origin.domain()?, &origin)
        .ok()?
        .rp_name(APP_NAME)
        .timeout(std::time::Duration::from_secs(300))
        .build()
        .ok()
}

fn json<T: serde::Serialize>(what: &T) -> Result<Vec<u8>, AppError> {
    serde_json::to_vec(what).map_err(|_| AppError::Internal)
}

/// What the browser is asked for when a passkey is made, and what must be remembered meanwhile.
///
/// # Errors
/// `Internal` when it cannot be made.
pub fn begin_adding(
    ceremony: &Webauthn,
    account: Uuid,
    login: &str,
    there: &[Passkey],
) -> Result<(String, Vec<u8>), AppError> {
    use webauthn_rs::prelude::CredentialID;
    let exclude: Vec<CredentialID> = there.iter().map(|key| key.cred_id().clone()).collect();
    let (asked, state) = ceremony
        .start_passkey_registration(account, login, login, Some(exclude))
        .map_err(|_| AppError::Internal)?;
    let kept = json(&state)?;
    let mut asked = serde_json::to_value(asked.public_key).map_err(|_| AppError::Internal)?;
    // Found without a name being typed: the library asks for the opposite, and checks neither.
    if let Some(selection) = asked.get_mut("authenticatorSelection") {
        selection["residentKey"] = "required".into();
        selection["requireResidentKey"] = true.into();
    }
    Ok((asked.to_string(), kept))
}

/// The passkey that the browser made, if it answers what was asked.
///
/// # Errors
/// `Unreadable` for anything else.
pub fn finish_adding(ceremony: &Webauthn, said: &str, kept: &[u8]) -> Result<Passkey, AppError> {
    let state: PasskeyRegistration = serde_json::from_slice(kept).map_err(|_| AppError::StartOver)?;
    let said: RegisterPublicKeyCredential = serde_json::from_str(said).map_err(|_| AppError::Unreadable)?;
    ceremony
        .finish_passkey_registration(&said, &state)
        .map_err(|_| AppError::Unreadable)
}

/// What the browser is asked for at signing in, whoever it is.
///
/// # Errors
/// `Internal` when it cannot be made.
pub fn begin_asking(ceremony: &Webauthn) -> Result<(String, Vec<u8>), AppError> {
    let (asked, state) = ceremony
        .start_discoverable_authentication()
        .map_err(|_| AppError::Internal)?;
    let asked = serde_json::to_string(&asked.public_key).map_err(|_| AppError::Internal)?;
    Ok((asked, json(&state)?))
}

/// What the browser said, and the id of the passkey that it said it with.
///
/// # Errors
/// `Unreadable` when it is no answer of a passkey.
pub fn read(said: &str) -> Result<(PublicKeyCredential, Vec<u8>), AppError> {
    let said: PublicKeyCredential = serde_json::from_str(said).map_err(|_| AppError::Unreadable)?;
    let id = said.get_credential_id().to_vec();
    Ok((said, id))
}

/// Whether it answers what was asked, with this passkey of this account.
pub fn answers(
    ceremony: &Webauthn,
    said: &PublicKeyCredential,
    kept: &[u8],
    account: Uuid,
    passkey: &Passkey,
) -> Option<AuthenticationResult> {
    let state: DiscoverableAuthentication = serde_json::from_slice(kept).ok()?;
    let (named, _) = ceremony.identify_discoverable_authentication(said).ok()?;
    if named != account {
        return None;
    }
    let key = DiscoverableKey::from(passkey);
    let result = ceremony
        .finish_discoverable_authentication_v2(said, state, key)
        .ok()?;
    result.user_verified().then_some(result)
}
