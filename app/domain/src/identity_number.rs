//! Swedish identity numbers: personnummer and samordningsnummer. Optional, one attribute of a
//! person and never a key. The date in one is not proof of a birth date, so it is not given out.
//!
//! The number is masked wherever it is formatted; [`IdentityNumber::reveal`] is the only way to
//! the whole of it, and whoever calls it for somebody to read logs that.

use std::fmt;

use chrono::{Datelike, NaiveDate};
use thiserror::Error;

/// What a samordningsnummer adds to the day of the month.
const COORDINATION_DAYS: u32 = 60;

/// The years a number can carry: nobody registered when the numbers came (1947) was born before,
/// and four digits hold no more.
const YEARS: std::ops::RangeInclusive<i32> = 1800..=9999;

/// The two kinds of identity number.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum IdentityNumberKind {
    /// For somebody who is or has been in the population register.
    Personnummer,
    /// For somebody who has not been; day of the month plus 60.
    Samordningsnummer,
}

/// Why something is not an identity number. The errors never repeat what was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum IdentityNumberError {
    /// Nothing was written.
    #[error("the identity number is empty")]
    Empty,
    /// Something other than digits and one `-` or `+` before the last four.
    #[error("an identity number has digits, and `-` or `+` before the last four")]
    Characters,
    /// Neither 10 nor 12 digits: how many there were.
    #[error("an identity number has 10 or 12 digits, not {0}")]
    Length(usize),
    /// Its date is not in the calendar, with or without 60 added to the day, or is before 1800.
    #[error("the identity number has no such day")]
    NoSuchDay,
    /// Its date is later than today.
    #[error("the identity number's day has not come yet")]
    FutureDay,
    /// The check digit (Luhn over the last ten) is wrong.
    #[error("the identity number's check digit is wrong")]
    CheckDigit,
}

/// An identity number that could be somebody's: its day exists and its check digit is right.
///
/// Neither `Display` nor serde: it cannot slip into a text, a log or an answer.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct IdentityNumber {
    /// Twelve digits, each 0–9: year, month, day, three and the check digit.
    digits: [u8; 12],
}

impl IdentityNumber {
    /// Reads a number of 12 digits, or of 10, with or without `-` or `+` before the last four;
    /// spaces around it are dropped. It is kept as 12.
    ///
    /// The century of 10 digits is found from `today`, the civil day in Stockholm. With `-` or no
    /// sign it is the latest that puts the date not after today. With `+` it is the one before the
    /// latest that puts the *year* not after today's, since the sign is changed from the start of
    /// the year in which a person turns 100 (Population Registration Act 1991:481, 18 §). In 12
    /// digits the sign says nothing.
    ///
    /// # Errors
    ///
    /// In this order: [`Empty`](IdentityNumberError::Empty),
    /// [`Characters`](IdentityNumberError::Characters), [`Length`](IdentityNumberError::Length),
    /// [`NoSuchDay`](IdentityNumberError::NoSuchDay),
    /// [`CheckDigit`](IdentityNumberError::CheckDigit),
    /// [`FutureDay`](IdentityNumberError::FutureDay).
    pub fn parse(text: &str, today: NaiveDate) -> Result<Self, IdentityNumberError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(IdentityNumberError::Empty);
        }
        let (written, sign) = split(text)?;
        let (century_of_birth, last_ten) = match written.len() {
            10 => (None, written.as_slice()),
            12 => (Some(number(&written[..2])), &written[2..]),
            other => return Err(IdentityNumberError::Length(other)),
        };
        let in_century = number(&last_ten[..2]);
        let (month, day) = (number(&last_ten[2..4]), number(&last_ten[4..6]));
        let date_in = |year: i32| date(year, month, day);

        let year = match century_of_birth {
            Some(century) => signed(century * 100 + in_century),
            None => century_year(signed(in_century), sign, today, date_in),
        };
        let date = date_in(year).ok_or(IdentityNumberError::NoSuchDay)?;
        if !luhn(last_ten) {
            return Err(IdentityNumberError::CheckDigit);
        }
        if date > today {
            return Err(IdentityNumberError::FutureDay);
        }

        let mut digits = [0_u8; 12];
        let century = year / 100;
        digits[0] = u8::try_from(century / 10).map_err(|_| IdentityNumberError::NoSuchDay)?;
        digits[1] = u8::try_from(century % 10).map_err(|_| IdentityNumberError::NoSuchDay)?;
        digits[2..].copy_from_slice(last_ten);
        Ok(Self { digits })
    }

    /// Which kind it is, told by the day of the month.
    pub fn kind(&self) -> IdentityNumberKind {
        if number(&self.digits[6..8]) > COORDINATION_DAYS {
            IdentityNumberKind::Samordningsnummer
        } else {
            IdentityNumberKind::Personnummer
        }
    }

    /// The year of birth that it says.
    pub fn birth_year(&self) -> i32 {
        signed(number(&self.digits[..4]))
    }

    /// What may be shown: the date part, and stars for the last four: `19900101-****`.
    pub fn masked(&self) -> String {
        format!("{}-****", shown(&self.digits[..8]))
    }

    /// The whole number, 12 digits without a sign, to store or, logged, to show.
    pub fn reveal(&self) -> String {
        shown(&self.digits)
    }
}

impl fmt::Debug for IdentityNumber {
    /// Masked.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IdentityNumber({})", self.masked())
    }
}

/// How a number of 10 digits tells its century.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    Minus,
    Plus,
}

/// The digits, and the sign before the last four; no sign is a minus.
fn split(text: &str) -> Result<(Vec<u8>, Sign), IdentityNumberError> {
    let mut digits = Vec::with_capacity(12);
    let mut sign = None;
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' => digits.push(byte - b'0'),
            b'-' if sign.is_none() => sign = Some((digits.len(), Sign::Minus)),
            b'+' if sign.is_none() => sign = Some((digits.len(), Sign::Plus)),
            _ => return Err(IdentityNumberError::Characters),
        }
    }
    match sign {
        None => Ok((digits, Sign::Minus)),
        Some((place, sign)) if place + 4 == digits.len() => Ok((digits, sign)),
        Some(_) => Err(IdentityNumberError::Characters),
    }
}

/// A few digits read as a number.
fn number(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |sum, digit| sum * 10 + u32::from(*digit))
}

/// A year of at most four digits, as chrono counts years.
fn signed(year: u32) -> i32 {
    i32::try_from(year).unwrap_or(i32::MAX)
}

/// The date of a number, if it is a day from 1800 on; a day above 60 is a samordningsnummer's.
fn date(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    let day = day.checked_sub(COORDINATION_DAYS).unwrap_or(day);
    NaiveDate::from_ymd_opt(year, month, day).filter(|date| YEARS.contains(&date.year()))
}

/// The year that the last two digits of one, `in_century`, stand for.
fn century_year(
    in_century: i32,
    sign: Sign,
    today: NaiveDate,
    date_in: impl Fn(i32) -> Option<NaiveDate>,
) -> i32 {
    let this_year = today.year();
    let latest = this_year - (this_year - in_century).rem_euclid(100);
    let not_yet = date_in(latest).is_some_and(|date| date > today);
    if sign == Sign::Plus || not_yet {
        latest - 100
    } else {
        latest
    }
}

/// Whether ten digits end in their Luhn check digit.
fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let weighted = u32::from(*digit) * if place % 2 == 1 { 2 } else { 1 };
            weighted / 10 + weighted % 10
        })
        .sum();
    sum.is_multiple_of(10)
}

/// Digits as text.
fn shown(digits: &[u8]) -> String {
    digits.iter().map(|digit| char::from(b'0' + digit)).collect()
}

/// Whether words hold ten digits in a row, as an identity number does; a hyphen, a plus or a space may stand between.
pub fn looks_like_one(words: &str) -> bool {
    let mut run = 0;
    words.chars().any(|c| {
        run = match c {
            c if c.is_ascii_digit() => run + 1,
            '-' | '+' | ' ' if run > 0 => run,
            _ => 0,
        };
        run >= 10
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use chrono::NaiveDate;
    use proptest::prelude::*;

    use super::{IdentityNumber, IdentityNumberError as E};

    const FACTS: &str = include_str!("../tests/facts/identity-numbers.csv");

    fn today() -> NaiveDate {
        day("2026-11-21")
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// The published test numbers that must be accepted.
    fn published() -> Vec<&'static str> {
        FACTS
            .lines()
            .filter(|line| !line.starts_with('#'))
            .skip(1)
            .filter_map(|line| line.split_once(','))
            .filter(|(_, verdict)| !verdict.starts_with("refused"))
            .map(|(number, _)| number)
            .collect()
    }

    /// A published number written with ten digits and a sign.
    fn short(number: &str, sign: &str) -> String {
        format!("{}{sign}{}", &number[2..8], &number[8..])
    }

    /// The published number of this day, given as eight digits.
    fn published_on(date: &str) -> &'static str {
        published()
            .into_iter()
            .find(|number| number.starts_with(date))
            .unwrap()
    }

    #[test]
    fn the_year_of_birth_is_the_one_that_it_says() {
        let today = "2026-11-20".parse().unwrap();
        for (number, year) in [
            ("900101-2385", 1990),
            ("19900101-2385", 1990),
            ("20000229-2399", 2000),
        ] {
            assert_eq!(IdentityNumber::parse(number, today).unwrap().birth_year(), year);
        }
    }

    #[test]
    fn all_ways_of_writing_are_one_number() {
        for number in published() {
            let parsed = IdentityNumber::parse(number, today()).unwrap();
            let year: i32 = number[..4].parse().unwrap();
            let sign = if year + 100 <= 2026 { "+" } else { "-" };
            let mut ways = vec![
                format!("{}-{}", &number[..8], &number[8..]),
                format!("{}+{}", &number[..8], &number[8..]),
                format!("  {number}\n"),
                short(number, sign),
            ];
            if sign == "-" {
                ways.push(short(number, ""));
            }
            for way in ways {
                let again = IdentityNumber::parse(&way, today()).unwrap();
                assert_eq!(again, parsed);
                assert_eq!(again.reveal(), number);
            }
        }
    }

    #[test]
    fn the_century_follows_today_and_the_sign() {
        let leap = published_on("20240229");
        let read =
            |sign, today| IdentityNumber::parse(&short(leap, sign), day(today)).map(|number| number.masked());
        assert_eq!(read("-", "2024-02-29").unwrap(), "20240229-****");
        // Not yet born, so a hundred years old; the plus came with the new year.
        assert_eq!(read("-", "2024-02-28").unwrap(), "19240229-****");
        assert_eq!(read("+", "2024-02-28").unwrap(), "19240229-****");
        assert_eq!(read("+", "2024-02-29").unwrap(), "19240229-****");
        assert_eq!(read("+", "2023-12-31").unwrap(), "18240229-****");
        // 1900 was no leap year.
        let millennium = published_on("20000229");
        let older = IdentityNumber::parse(&short(millennium, "+"), today());
        assert_eq!(older.unwrap_err(), E::NoSuchDay);
    }

    #[test]
    fn the_future_and_the_distant_past_are_refused() {
        let leap = published_on("20240229");
        let early = IdentityNumber::parse(leap, day("2024-02-28"));
        assert_eq!(early.unwrap_err(), E::FutureDay);
        let ancient = format!("16{}", &leap[2..]);
        assert_eq!(
            IdentityNumber::parse(&ancient, today()).unwrap_err(),
            E::NoSuchDay
        );
    }

    #[test]
    fn errors_are_told_apart() {
        let number = published_on("19900101");
        let parse = |text: &str| IdentityNumber::parse(text, today()).unwrap_err();
        assert_eq!(parse(""), E::Empty);
        assert_eq!(parse("  "), E::Empty);
        assert_eq!(parse("-"), E::Characters);
        assert_eq!(parse("no number"), E::Characters);
        assert_eq!(parse(&number[..11]), E::Length(11));
        assert_eq!(parse(&number[..4]), E::Length(4));
        assert_eq!(parse(&format!("{number}{number}")), E::Length(24));
        assert_eq!(
            parse(&format!("{}-{}", &number[..6], &number[6..])),
            E::Characters
        );
        assert_eq!(
            parse(&format!("{}--{}", &number[..8], &number[8..])),
            E::Characters
        );
        assert_eq!(
            parse(&format!("{} {}", &number[..8], &number[8..])),
            E::Characters
        );
    }

    #[test]
    fn it_is_masked_wherever_it_is_formatted() {
        for number in published() {
            let parsed = IdentityNumber::parse(number, today()).unwrap();
            let expected = format!("{}-****", &number[..8]);
            assert_eq!(parsed.masked(), expected);
            assert_eq!(format!("{parsed:?}"), format!("IdentityNumber({expected})"));
            assert!(!format!("{:#?}", Some(parsed)).contains(&number[8..]));
        }
    }

    proptest! {
        #[test]
        fn every_single_wrong_digit_is_refused(
            number in proptest::sample::select(published()), place in 2_usize..12, step in 1_u8..10,
        ) {
            let mut digits: Vec<u8> = number.bytes().map(|byte| byte - b'0').collect();
            digits[place] = (digits[place] + step) % 10;
            let wrong: String = digits.iter().map(|digit| char::from(b'0' + digit)).collect();
            prop_assert!(IdentityNumber::parse(&wrong, today()).is_err());
        }

        #[test]
        fn garbage_never_panics(text: String, days in 0_u64..100_000) {
            let today = day("1900-01-01") + chrono::Days::new(days);
            let _ = IdentityNumber::parse(&text, today);
        }

        #[test]
        fn digits_never_panic(text in "[0-9]{0,14}", sign in "[-+]?", days in 0_u64..100_000) {
            let today = day("1900-01-01") + chrono::Days::new(days);
            let (head, tail) = text.split_at(text.len().saturating_sub(4));
            if let Ok(number) = IdentityNumber::parse(&format!("{head}{sign}{tail}"), today) {
                let whole = number.reveal();
                prop_assert_eq!(whole.len(), 12);
                prop_assert!(whole.ends_with(&text[text.len() - 10..]));
                prop_assert_eq!(IdentityNumber::parse(&whole, today), Ok(number));
            }
        }

        #[test]
        fn extreme_days_never_panic(number in proptest::sample::select(published())) {
            for today in [NaiveDate::MIN, NaiveDate::MAX] {
                for sign in ["-", "+"] {
                    let _ = IdentityNumber::parse(&short(number, sign), today);
                }
            }
        }
    }
}
