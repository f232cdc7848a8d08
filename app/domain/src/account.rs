//! Accounts of the staff: user names, passwords, shares of a position (O1), and why a change of them is refused.

use std::fmt;
use thiserror::Error;

/// Fewest characters of a password.
pub const PASSWORD_MIN: usize = 12;
/// Most bytes of a password: what the sign-in looks at.
pub const PASSWORD_MAX: usize = 500;
/// Days that an invitation holds.
pub const INVITATION_DAYS: i64 = 7;

/// Why a change of accounts, roles or assignments is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum AccountRefusal {
    #[error("not a user name")]
    NameShape,
    #[error("the user name is somebody's")]
    NameTaken,
    #[error("the password is too short")]
    PasswordShort,
    #[error("the password is among the first that are guessed")]
    PasswordCommon,
    #[error("the two passwords differ")]
    PasswordsDiffer,
    #[error("the invitation is used, ended or over")]
    InvitationGone,
    #[error("a share is 0.01 to 1.00")]
    ShareShape,
    #[error("a position at the centre has a share")]
    ShareNeeded,
    #[error("not a day")]
    NotADay,
    #[error("the last day is before the first")]
    DaysCrossed,
    #[error("the day is past")]
    DayPast,
    #[error("this role is not of that agency")]
    WrongAgency,
    #[error("the role is held in those days")]
    RoleHeld,
    #[error("one's own last role as manager stays")]
    OwnManagerRole,
    #[error("the centre's last manager stays")]
    LastManager,
    #[error("one's own account is for somebody else to end")]
    OwnAccount,
    #[error("the number has a wrong check digit")]
    NotANumber,
    #[error("the colleague has no such role in those days")]
    NotInRole,
    #[error("the colleague is assigned in those days")]
    AlreadyAssigned,
    #[error("a deputy covers for somebody else")]
    SamePerson,
    #[error("a deputy has a last day")]
    LastDayNeeded,
    #[error("the person is not enrolled here")]
    NotEnrolled,
}

crate::coded!(AccountRefusal {
    NameShape = "name_shape",
    NameTaken = "name_taken",
    PasswordShort = "password_short",
    PasswordCommon = "password_common",
    PasswordsDiffer = "passwords_differ",
    InvitationGone = "invitation_gone",
    ShareShape = "share_shape",
    ShareNeeded = "share_needed",
    NotADay = "not_a_day",
    DaysCrossed = "days_crossed",
    DayPast = "day_past",
    WrongAgency = "wrong_agency",
    RoleHeld = "role_held",
    OwnManagerRole = "own_manager_role",
    LastManager = "last_manager",
    OwnAccount = "own_account",
    NotANumber = "not_a_number",
    NotInRole = "not_in_role",
    AlreadyAssigned = "already_assigned",
    SamePerson = "same_person",
    LastDayNeeded = "last_day_needed",
    NotEnrolled = "not_enrolled",
});

/// A user name: 3 to 40 of a–z, 0–9, dot, hyphen and underscore, beginning with a letter or a digit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserName(String);

impl UserName {
    /// Reads a typed user name; capitals become small letters.
    ///
    /// # Errors
    /// [`AccountRefusal::NameShape`].
    pub fn parse(typed: &str) -> Result<Self, AccountRefusal> {
        let name = typed.trim().to_lowercase();
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        let whole = (3..=40).contains(&name.len())
            && name.starts_with(plain)
            && name.chars().all(|c| plain(c) || matches!(c, '.' | '-' | '_'));
        if whole {
            Ok(Self(name))
        } else {
            Err(AccountRefusal::NameShape)
        }
    }

    /// "karin.akesson" for Karin Åkesson; may be taken, and may be no user name where a name has no Latin letter.
    pub fn propose(given: &str, family: &str) -> String {
        let part = |name: &str| -> String { name.to_lowercase().chars().filter_map(latin).collect() };
        let (given, family) = (part(given), part(family));
        let joined = match (given.is_empty(), family.is_empty()) {
            (false, false) => format!("{given}.{family}"),
            _ => format!("{given}{family}"),
        };
        joined.chars().take(40).collect()
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UserName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The nearest plain letter of the ones that names here have.
const fn latin(c: char) -> Option<char> {
    Some(match c {
        'a'..='z' | '0'..='9' | '-' => c,
        'å' | 'ä' | 'á' | 'à' | 'â' | 'ã' | 'ă' | 'ą' => 'a',
        'ö' | 'ø' | 'ó' | 'ò' | 'ô' | 'õ' | 'ő' => 'o',
        'é' | 'è' | 'ê' | 'ë' | 'ę' | 'ě' => 'e',
        'ü' | 'ú' | 'ù' | 'û' | 'ű' | 'ů' => 'u',
        'í' | 'ì' | 'î' | 'ï' | 'ı' => 'i',
        'ç' | 'ć' | 'č' => 'c',
        'ş' | 'š' | 'ś' => 's',
        'ñ' | 'ń' => 'n',
        'ž' | 'ź' | 'ż' => 'z',
        'ł' => 'l',
        'ğ' => 'g',
        'đ' => 'd',
        'ý' => 'y',
        'ř' => 'r',
        'ť' => 't',
        _ => return None,
    })
}

/// A share of a full-time position, in hundredths: 1 to 100 (O1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share(u8);

impl Share {
    /// Hundredths of full time.
    pub const fn hundredths(self) -> u8 {
        self.0
    }

    /// `hundredths` from 1 to 100.
    pub fn from_hundredths(hundredths: i64) -> Option<Self> {
        u8::try_from(hundredths)
            .ok()
            .filter(|h| (1..=100).contains(h))
            .map(Self)
    }

    /// Reads `0,75`, `0.75`, `1` or `,5`; `None` when nothing is written.
    ///
    /// # Errors
    /// [`AccountRefusal::ShareShape`] for anything but 0.01 to 1.00 with at most two decimals.
    pub fn parse(typed: &str) -> Result<Option<Self>, AccountRefusal> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Ok(None);
        }
        let (whole, part) = typed.split_once([',', '.']).unwrap_or((typed, ""));
        let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
        let sound = digits(whole) && digits(part) && whole.len() <= 2 && part.len() <= 2;
        let number = |text: &str| text.parse::<i64>().unwrap_or(0);
        let hundredths = number(whole) * 100 + number(part) * if part.len() == 1 { 10 } else { 1 };
        match Self::from_hundredths(hundredths) {
            Some(share) if sound => Ok(Some(share)),
            _ => Err(AccountRefusal::ShareShape),
        }
    }
}

/// Positions as the agreement writes them: `13.40` hundredths apart, with this decimal mark.
pub fn positions(hundredths: i64, mark: char) -> String {
    format!("{}{mark}{:02}", hundredths / 100, hundredths % 100)
}

/// Words that the first guesses are made of; what is added to them, digits and marks, does not help.
const COMMON: [&str; 62] = [
    "password",
    "passwort",
    "passw",
    "lösenord",
    "losenord",
    "lösenordet",
    "losenordet",
    "hemligt",
    "hemlig",
    "qwerty",
    "qwertyuiop",
    "asdfgh",
    "asdfghjkl",
    "zxcvbn",
    "zxcvbnm",
    "qazwsx",
    "qazwsxedc",
    "abcdef",
    "abcdefgh",
    "abcdefghijkl",
    "admin",
    "administrator",
    "administratör",
    "letmein",
    "welcome",
    "välkommen",
    "valkommen",
    "iloveyou",
    "jagälskardig",
    "arbetsforum",
    "arbetsförmedlingen",
    "arbetsformedlingen",
    "kompetenscenter",
    "arbvux",
    "jobbcentrum",
    "göteborg",
    "goteborg",
    "gothenburg",
    "enköping",
    "enkoping",
    "kortedala",
    "bergsjön",
    "bergsjon",
    "hisingen",
    "angered",
    "sverige",
    "sweden",
    "stockholm",
    "sommar",
    "vinter",
    "höst",
    "host",
    "vår",
    "var",
    "summer",
    "winter",
    "autumn",
    "spring",
    "changeme",
    "computer",
    "football",
    "fotboll",
];

/// Whether a new password may be kept: long enough, and not among the first that are guessed.
///
/// # Errors
/// [`AccountRefusal::PasswordShort`] or [`AccountRefusal::PasswordCommon`].
pub fn check_password(password: &str, user_name: &str) -> Result<(), AccountRefusal> {
    if password.chars().count() < PASSWORD_MIN {
        return Err(AccountRefusal::PasswordShort);
    }
    let plain = password.to_lowercase();
    let letters: String = plain.chars().filter(|c| c.is_alphabetic()).collect();
    let own: String = user_name.chars().filter(|c| c.is_alphabetic()).collect();
    let few = {
        let mut seen: Vec<char> = plain.chars().collect();
        seen.sort_unstable();
        seen.dedup();
        seen.len() < 5
    };
    let made_of =
        |word: &str| !word.is_empty() && letters.replace(word, "").is_empty() && !letters.is_empty();
    // Digits alone are a number of some kind, and rows of the keyboard or the alphabet are no secret.
    let digits_alone = plain
        .chars()
        .all(|c| c.is_ascii_digit() || c.is_whitespace() || c == '-');
    let common =
        few || digits_alone || COMMON.iter().any(|word| made_of(word)) || made_of(&own) || plain == user_name;
    if common || is_row(&plain) {
        return Err(AccountRefusal::PasswordCommon);
    }
    Ok(())
}

/// Whether every character follows the one before on the keyboard or in the alphabet, or one piece is repeated.
fn is_row(plain: &str) -> bool {
    const ROWS: [&str; 3] = [
        "1234567890qwertyuiopåasdfghjklöäzxcvbnm",
        "abcdefghijklmnopqrstuvwxyzåäö0123456789",
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    ];
    let backwards: String = plain.chars().rev().collect();
    let row = ROWS
        .iter()
        .any(|row| row.contains(plain) || row.contains(backwards.as_str()));
    let chars: Vec<char> = plain.chars().collect();
    let repeated = (1..=6).any(|n| chars.iter().zip(chars.iter().skip(n)).all(|(a, b)| a == b));
    row || repeated
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_user_name_is_small_and_plain() {
        assert_eq!(UserName::parse(" Karin.Holm ").unwrap().as_str(), "karin.holm");
        for bad in ["", "ab", ".ab", "karin holm", "kårin", "a/b", &"a".repeat(41)] {
            assert_eq!(UserName::parse(bad), Err(AccountRefusal::NameShape), "{bad:?}");
        }
        assert_eq!(UserName::propose("Björn", "Åkesson"), "bjorn.akesson");
        assert_eq!(UserName::propose("Zeynep", "Aydın"), "zeynep.aydin");
        assert_eq!(UserName::propose("يوسف", "Barre"), "barre");
    }

    #[test]
    fn a_share_is_from_a_hundredth_to_the_whole() {
        let read = |text: &str| Share::parse(text).map(|s| s.map(Share::hundredths));
        assert_eq!(read(""), Ok(None));
        for (text, hundredths) in [
            ("1", 100),
            ("1,00", 100),
            ("0,75", 75),
            ("0.05", 5),
            (",5", 50),
            ("0.01", 1),
        ] {
            assert_eq!(read(text), Ok(Some(hundredths)), "{text}");
        }
        for bad in ["0", "1,01", "75", "-1", "0,755", "0,7x", "1e0", "½", "."] {
            assert_eq!(read(bad), Err(AccountRefusal::ShareShape), "{bad}");
        }
        assert_eq!(positions(1340, ','), "13,40");
        assert_eq!(positions(5, '.'), "0.05");
    }

    #[test]
    fn what_is_guessed_first_is_no_password() {
        assert_eq!(check_password("kort", "x"), Err(AccountRefusal::PasswordShort));
        for bad in [
            "password1234",
            "Losenord2026!",
            "Arbetsforum1!",
            "sommarsommar",
            "123456789012",
            "2026 11 24 08",
            "aaaaaaaaaaaa",
            "abcabcabcabc",
            "qwertyuiopåa",
            "abcdefghijkl",
            "karinholm123",
            "Karin.Holm..",
            "Göteborg2026",
        ] {
            assert_eq!(
                check_password(bad, "karin.holm"),
                Err(AccountRefusal::PasswordCommon),
                "{bad}"
            );
        }
        for good in [
            "kaffe-tavla-buss",
            "en lång mening som ingen gissar",
            "tV9#qLp2!xWz",
        ] {
            assert_eq!(check_password(good, "karin.holm"), Ok(()), "{good}");
        }
    }
}
