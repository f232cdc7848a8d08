//! Recovery codes: ten on paper for the day when the phone is gone, each once.

use crate::kernel::keys::{Keys, Purpose};
use domain::clock::RandomSource;
use domain::ids::AccountId;

/// How many there are at a time.
pub const CODES: usize = 10;
/// 60 bits each, read aloud without mistakes: Crockford's base32 has no I, L, O and U.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 12;

/// Ten fresh codes, as they are shown: "4T7K-9QXM-2B6D".
pub fn fresh(random: &mut dyn RandomSource) -> Vec<String> {
    (0..CODES)
        .map(|_| {
            let mut bytes = [0_u8; LENGTH];
            random.fill(&mut bytes);
            let letters: Vec<char> = bytes
                .iter()
                .map(|byte| char::from(LETTERS[usize::from(byte % 32)]))
                .collect();
            let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
            groups.join("-")
        })
        .collect()
}

/// What was typed, as a code; `None` when it can be none.
pub fn read(typed: &str) -> Option<String> {
    let plain: String = typed
        .to_uppercase()
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| match c {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect();
    let known = |byte: u8| LETTERS.contains(&byte);
    (plain.len() == LENGTH && plain.bytes().all(known)).then_some(plain)
}

/// What is kept of a code: it is worth something with the server's secret and this account alone.
pub fn hash(keys: &Keys, account: AccountId, plain: &str) -> [u8; 32] {
    keys.mac(
        Purpose::RecoveryCode,
        &[account.as_uuid().as_bytes(), plain.as_bytes()],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::clock::SeededRandom;

    #[test]
    fn ten_codes_no_two_alike_and_read_as_people_write_them() {
        let codes = fresh(&mut SeededRandom::new(1));
        let unlike: std::collections::BTreeSet<_> = codes.iter().collect();
        assert_eq!((codes.len(), unlike.len()), (CODES, CODES));
        for code in &codes {
            assert_eq!(read(code).unwrap(), code.replace('-', ""));
            assert_eq!(read(&code.to_lowercase().replace('-', " ")), read(code));
        }
        assert_eq!(read("o1il-0000-0000").as_deref(), Some("011100000000"));
        assert_eq!(read("123456"), None);
        assert_eq!(read("UUUU-UUUU-UUUU"), None);
    }
}
