//! The server's secret and the keys derived from it, one a purpose.

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit as _, Nonce};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::clock::RandomSource;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::sync::Arc;

/// Keys by purpose, all derived from one secret of at least 32 bytes.
#[derive(Clone)]
pub struct Keys {
    secret: Arc<[u8]>,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(…)")
    }
}

/// What a keyed hash is for; the same bytes under two purposes give unrelated answers.
#[derive(Clone, Copy, Debug)]
pub enum Purpose {
    /// The code on the centre's screen (A1).
    CheckInCode,
    /// A browser's proof that it opened a fresh code.
    Arrival,
    /// Buckets of the throttle: nobody's address or number is stored.
    Throttle,
    /// Secrets of authenticator apps, sealed.
    Totp,
    /// What a step of signing in must remember, sealed.
    Step,
    /// Recovery codes: a read of the table opens nothing.
    RecoveryCode,
    /// Where an account has signed in before: nobody's address is stored.
    Place,
    /// What a provider of sign-ins calls somebody, and the number that it tells of them.
    External,
    /// The code of an invitation.
    Invitation,
    /// What one sign-in at a provider is bound to the browser with.
    SignInElsewhere,
}

/// Bytes of the nonce that stands before what is sealed.
const NONCE: usize = 12;

/// A secret shorter than 32 bytes.
#[derive(Debug, thiserror::Error)]
#[error("the secret holds {0} bytes; at least 32 are needed")]
pub struct ShortSecret(usize);

impl Keys {
    /// # Errors
    /// [`ShortSecret`] under 32 bytes.
    pub fn new(secret: &[u8]) -> Result<Self, ShortSecret> {
        if secret.len() < 32 {
            Err(ShortSecret(secret.len()))
        } else {
            Ok(Self {
                secret: secret.into(),
            })
        }
    }

    /// HMAC-SHA-256 over the parts, each preceded by its length so that no two lists of parts are alike.
    pub fn mac(&self, purpose: Purpose, parts: &[&[u8]]) -> [u8; 32] {
        let purpose: &[u8] = match purpose {
            Purpose::CheckInCode => b"check-in code 1",
            Purpose::Arrival => b"arrival 1",
            Purpose::Throttle => b"throttle 1",
            Purpose::Totp => b"totp 1",
            Purpose::Step => b"sign-in step 1",
            Purpose::RecoveryCode => b"recovery code 1",
            Purpose::Place => b"known place 1",
            Purpose::External => b"external identity 1",
            Purpose::Invitation => b"invitation 1",
            Purpose::SignInElsewhere => b"sign-in elsewhere 1",
        };
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.secret) else {
            unreachable!("HMAC takes a key of any length");
        };
        for part in std::iter::once(&purpose).chain(parts) {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    /// Seals bytes (AES-256-GCM) so that only this server's secret opens them, and only beside the same `beside`: a
    /// sealed secret that is moved to another account's row opens nothing.
    pub fn seal(
        &self,
        purpose: Purpose,
        beside: &[u8],
        plain: &[u8],
        random: &mut dyn RandomSource,
    ) -> Vec<u8> {
        let mut nonce = [0_u8; NONCE];
        random.fill(&mut nonce);
        let payload = Payload {
            msg: plain,
            aad: beside,
        };
        let Ok(sealed) = self.cipher(purpose).encrypt(&Nonce::from(nonce), payload) else {
            unreachable!("AES-GCM seals anything shorter than 64 GiB");
        };
        [&nonce[..], &sealed].concat()
    }

    /// What was sealed; `None` for what was sealed otherwise, elsewhere, or has been altered.
    pub fn open(&self, purpose: Purpose, beside: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_at_checked(NONCE)?;
        let nonce: [u8; NONCE] = nonce.try_into().ok()?;
        let payload = Payload {
            msg: sealed,
            aad: beside,
        };
        self.cipher(purpose).decrypt(&Nonce::from(nonce), payload).ok()
    }

    fn cipher(&self, purpose: Purpose) -> Aes256Gcm {
        Aes256Gcm::new(&self.mac(purpose, &[b"seal"]).into())
    }

    /// The same as text for a cookie.
    pub fn mac_text(&self, purpose: Purpose, parts: &[&[u8]]) -> String {
        URL_SAFE_NO_PAD.encode(self.mac(purpose, parts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_and_purposes_do_not_run_together() {
        let keys = Keys::new(&[7; 32]).unwrap();
        assert_ne!(
            keys.mac(Purpose::Throttle, &[b"ab", b"c"]),
            keys.mac(Purpose::Throttle, &[b"a", b"bc"])
        );
        assert_ne!(
            keys.mac(Purpose::Throttle, &[b"a"]),
            keys.mac(Purpose::Arrival, &[b"a"])
        );
        assert!(Keys::new(&[0; 31]).is_err());
        assert_eq!(format!("{keys:?}"), "Keys(…)");
    }

    #[test]
    fn what_is_sealed_opens_in_its_own_place_alone() {
        let mut random = domain::clock::SeededRandom::new(1);
        let keys = Keys::new(&[7; 32]).unwrap();
        let sealed = keys.seal(Purpose::Totp, b"account 1", b"secret", &mut random);
        let again = keys.seal(Purpose::Totp, b"account 1", b"secret", &mut random);
        assert_ne!(sealed, again, "a nonce of its own each time");
        assert!(!sealed.windows(6).any(|w| w == b"secret"));
        assert_eq!(
            keys.open(Purpose::Totp, b"account 1", &sealed).unwrap(),
            b"secret"
        );
        assert_eq!(keys.open(Purpose::Totp, b"account 2", &sealed), None);
        assert_eq!(keys.open(Purpose::Step, b"account 1", &sealed), None);
        let others = Keys::new(&[8; 32]).unwrap();
        assert_eq!(others.open(Purpose::Totp, b"account 1", &sealed), None);
        let mut altered = sealed.clone();
        altered[20] ^= 1;
        assert_eq!(keys.open(Purpose::Totp, b"account 1", &altered), None);
        assert_eq!(keys.open(Purpose::Totp, b"account 1", &sealed[..5]), None);
    }
}
