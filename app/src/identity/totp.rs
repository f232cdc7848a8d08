//! Codes of an authenticator app (RFC 6238): six digits, thirty seconds, one step to either side, each once.

use crate::kernel::{APP_NAME, AppError};
use chrono::{DateTime, Utc};
use domain::clock::RandomSource;
use totp_rs::{Builder, Secret};

/// 160 bits, as RFC 4226 advises.
pub const SECRET_BYTES: usize = 20;
const DIGITS: usize = 6;

pub fn new_secret(random: &mut dyn RandomSource) -> [u8; SECRET_BYTES] {
    let mut secret = [0; SECRET_BYTES];
    random.fill(&mut secret);
    secret
}

/// The secret for those who type it: base32 in groups of four.
pub fn spelled(secret: [u8; SECRET_BYTES]) -> String {
    let plain = Secret::from(secret).to_base32();
    let letters: Vec<char> = plain.chars().collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join(" ")
}

/// What the QR code says to the app.
pub fn address(secret: [u8; SECRET_BYTES], login: &str) -> String {
    use std::fmt::Write as _;
    let login = login.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    });
    let secret = Secret::from(secret).to_base32();
    format!("otpauth://totp/{APP_NAME}:{login}?secret={secret}&issuer={APP_NAME}")
}

/// What was typed, as six digits; `None` when it is no code of an app.
pub fn digits(typed: &str) -> Option<String> {
    let plain: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .collect();
    (plain.len() == DIGITS && plain.bytes().all(|b| b.is_ascii_digit())).then_some(plain)
}

/// The step whose code this is, if it is one of now, the one before and the one after.
///
/// # Errors
/// `Internal` when the secret is none.
pub fn step_of(
    secret: [u8; SECRET_BYTES],
    digits: &str,
    now: DateTime<Utc>,
) -> Result<Option<i64>, AppError> {
    let totp = Builder::new()
        .with_secret(secret)
        .build()
        .map_err(|_| AppError::Internal)?;
    let seconds = u64::try_from(now.timestamp()).map_err(|_| AppError::Internal)?;
    Ok(totp
        .check(digits, seconds)
        .and_then(|step| i64::try_from(step).ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of RFC 6238's test vectors.
    const RFC: [u8; SECRET_BYTES] = *b"12345678901234567890";

    #[test]
    fn the_vectors_of_the_rfc_and_one_step_to_either_side() {
        let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap();
        // Appendix B, the last six of the eight digits.
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ] {
            let step = Some(seconds / 30);
            assert_eq!(step_of(RFC, code, at(seconds)).unwrap(), step, "{seconds}");
            assert_eq!(
                step_of(RFC, code, at(seconds + 30)).unwrap(),
                step,
                "the one before"
            );
            assert_eq!(
                step_of(RFC, code, at(seconds - 30)).unwrap(),
                step,
                "the one after"
            );
            assert_eq!(step_of(RFC, code, at(seconds + 60)).unwrap(), None);
            assert_eq!(step_of(RFC, code, at(seconds - 60)).unwrap(), None);
        }
    }

    #[test]
    fn a_code_is_read_as_people_type_it() {
        assert_eq!(digits(" 081 804 ").as_deref(), Some("081804"));
        assert_eq!(digits("08180"), None);
        assert_eq!(digits("ABCD-EFGH"), None);
        assert_eq!(digits("٠٨١٨٠٤"), None);
    }

    #[test]
    fn the_secret_is_spelled_and_addressed() {
        assert_eq!(spelled(RFC), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        assert_eq!(
            address(RFC, "karin.holm å"),
            "otpauth://totp/Arbetsforum:karin.holm%20%C3%A5?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Arbetsforum"
        );
    }
}
