//! The server's secret and the keys derived from it, one a purpose.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
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
    /// Numbers of cards that are not given out again after an erasure.
    RetiredNumber,
}

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
            Purpose::RetiredNumber => b"retired number 1",
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
}
