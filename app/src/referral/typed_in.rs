//! What the forms of a referral say, read into what the domain knows; what cannot be read is told at its field.

use crate::kernel::AppError;
use crate::kernel::error::Field;
use chrono::{Datelike, NaiveDate, TimeDelta};
use domain::identity_number::looks_like_one;
use domain::plan::{TextError, checked_name, checked_text};
use domain::referral::ReferralProblem;
use std::str::FromStr;
use unicode_normalization::UnicodeNormalization;

pub const fn wrong(field: Field, why: ReferralProblem) -> AppError {
    AppError::Referral { field, why }
}

/// A name in one form of Unicode, on one line.
pub fn name(typed: &str, field: Field) -> Result<String, AppError> {
    let name = checked_name(typed).map_err(|problem| AppError::Field { field, problem })?;
    Ok(name.nfc().collect())
}

/// A few words, or none. An identity number does not belong in them.
pub fn words(typed: &str, most: usize, field: Field) -> Result<String, AppError> {
    if typed.trim().is_empty() {
        return Ok(String::new());
    }
    let words = checked_text(typed, most).map_err(|problem| AppError::Field { field, problem })?;
    if looks_like_one(words) {
        return Err(wrong(field, ReferralProblem::LooksLikeIdentityNumber));
    }
    Ok(words.nfc().collect())
}

/// A few words that must be there.
pub fn some_words(typed: &str, most: usize, field: Field) -> Result<String, AppError> {
    let words = words(typed, most, field)?;
    if words.is_empty() {
        return Err(AppError::Field {
            field,
            problem: TextError::Empty,
        });
    }
    Ok(words)
}

/// A day as a date field sends it; `None` when nothing is written.
pub fn day(typed: &str, field: Field) -> Result<Option<NaiveDate>, AppError> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    NaiveDate::parse_from_str(typed, "%Y-%m-%d")
        .ok()
        .filter(|_| typed.len() == 10)
        .map(Some)
        .ok_or(wrong(field, ReferralProblem::NotADay))
}

/// A day that has been, at most a year ago; today when nothing is written.
pub fn past_day(typed: &str, field: Field, today: NaiveDate) -> Result<NaiveDate, AppError> {
    let day = day(typed, field)?.unwrap_or(today);
    if day > today {
        return Err(wrong(field, ReferralProblem::StillToCome));
    }
    if day < today - TimeDelta::days(366) {
        return Err(wrong(field, ReferralProblem::TooFar));
    }
    Ok(day)
}

/// A day to come, at most a year ahead, or none.
pub fn coming_day(typed: &str, field: Field, today: NaiveDate) -> Result<Option<NaiveDate>, AppError> {
    let day = day(typed, field)?;
    match day {
        Some(day) if day < today => Err(wrong(field, ReferralProblem::Past)),
        Some(day) if day > today + TimeDelta::days(366) => Err(wrong(field, ReferralProblem::TooFar)),
        day => Ok(day),
    }
}

/// A year that somebody who lives can be born in.
pub fn year(typed: &str, field: Field, today: NaiveDate) -> Result<i32, AppError> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(AppError::Field {
            field,
            problem: TextError::Empty,
        });
    }
    typed
        .parse()
        .ok()
        .filter(|year| typed.len() == 4 && (1900..=today.year()).contains(year))
        .ok_or(wrong(field, ReferralProblem::NotAYear))
}

/// An id that a form carries; nobody types one.
pub fn id<T: FromStr>(sent: &str) -> Result<T, AppError> {
    sent.trim().parse().map_err(|_| AppError::NotFound)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_days_of_the_calendar_and_of_their_time() {
        let today = "2026-11-20".parse().unwrap();
        assert_eq!(past_day("", Field::When, today), Ok(today));
        assert!(past_day("2026-11-21", Field::When, today).is_err());
        assert!(past_day("2024-11-21", Field::When, today).is_err());
        assert!(coming_day("2026-11-19", Field::ValidFrom, today).is_err());
        assert_eq!(coming_day(" ", Field::ValidFrom, today), Ok(None));
        for bad in ["2026-02-30", "20/11", "12026-01-01", "x"] {
            assert!(day(bad, Field::When).is_err(), "{bad}");
        }
    }

    #[test]
    fn years_and_words() {
        let today = "2026-11-20".parse().unwrap();
        assert_eq!(year(" 1990 ", Field::BirthYear, today), Ok(1990));
        for bad in ["", "90", "1899", "2027", "nittio", "+199"] {
            assert!(year(bad, Field::BirthYear, today).is_err(), "{bad}");
        }
        assert!(words("ring 19900101-2385 nu", 1000, Field::Reason).is_err());
        assert!(words("Söker arbete sedan 2024-01-01.", 1000, Field::Reason).is_ok());
        assert_eq!(words("  ", 1000, Field::Reason), Ok(String::new()));
    }
}
