//! Secrets that people remember (PIN, password): argon2id, made and checked off the async threads.

use crate::kernel::AppError;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use domain::clock::RandomSource;
use std::sync::LazyLock;
use tokio::sync::Semaphore;

/// 19 MiB, two passes, one lane: the first of OWASP's recommended settings.
fn hasher() -> Argon2<'static> {
    Argon2::new(
        Algorithm::Argon2id,
        Version::V0x13,
        Params::new(19 * 1024, 2, 1, None).unwrap_or_default(),
    )
}

/// So that a burst of sign-ins takes neither all cores nor all memory.
static AT_ONCE: Semaphore = Semaphore::const_new(4);

/// Checked when there is no such account, so that its absence takes as long as a wrong secret.
static NOBODYS: LazyLock<String> =
    LazyLock::new(|| hash("nobody's secret", &mut crate::kernel::outside::SystemRandom).unwrap_or_default());

/// The PHC form of a secret, with a salt from `random`.
///
/// # Errors
/// `Internal` when argon2 refuses, which it does for no secret that the forms let through.
pub fn hash(secret: &str, random: &mut dyn RandomSource) -> Result<String, AppError> {
    let mut salt = [0_u8; 16];
    random.fill(&mut salt);
    let salt = SaltString::encode_b64(&salt).map_err(|_| AppError::Internal)?;
    Ok(hasher()
        .hash_password(secret.as_bytes(), &salt)
        .map_err(|_| AppError::Internal)?
        .to_string())
}

/// The same off the async threads.
///
/// # Errors
/// As [`hash`].
pub async fn hash_async(secret: String) -> Result<String, AppError> {
    let _permit = AT_ONCE.acquire().await.map_err(|_| AppError::Internal)?;
    tokio::task::spawn_blocking(move || hash(&secret, &mut crate::kernel::outside::SystemRandom))
        .await
        .map_err(|_| AppError::Internal)?
}

/// Whether the secret is the one of this hash; with no hash it takes as long and is false.
///
/// # Errors
/// `Internal` when the stored form cannot be read or the work cannot be run.
pub async fn verify(secret: String, hash: Option<String>) -> Result<bool, AppError> {
    let _permit = AT_ONCE.acquire().await.map_err(|_| AppError::Internal)?;
    tokio::task::spawn_blocking(move || {
        let known = hash.is_some();
        let form = hash.unwrap_or_else(|| NOBODYS.clone());
        let parsed = PasswordHash::new(&form).map_err(|_| AppError::Internal)?;
        let matches = hasher().verify_password(secret.as_bytes(), &parsed).is_ok();
        Ok(matches && known)
    })
    .await
    .map_err(|_| AppError::Internal)?
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::clock::SeededRandom;

    #[tokio::test]
    async fn the_right_secret_the_wrong_one_and_nobodys() {
        let kept = hash("4711", &mut SeededRandom::new(1)).unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(verify("4711".into(), Some(kept.clone())).await.unwrap());
        assert!(!verify("4712".into(), Some(kept)).await.unwrap());
        assert!(!verify("nobody's secret".into(), None).await.unwrap());
    }
}
