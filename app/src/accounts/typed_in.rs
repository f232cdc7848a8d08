//! What forms say, read into what the domain knows; what cannot be read is told at its field.

use crate::kernel::AppError;
use crate::kernel::error::Field;
use chrono::NaiveDate;
use domain::account::AccountRefusal;
use domain::plan::{TextError, checked_text};
use std::str::FromStr;
use unicode_normalization::UnicodeNormalization;

/// Most characters of a name.
const NAME_MAX: usize = 100;

pub const fn refused(field: Field, why: AccountRefusal) -> AppError {
    AppError::Account { field, why }
}

pub const fn empty(field: Field) -> AppError {
    AppError::Field {
        field,
        problem: TextError::Empty,
    }
}

/// A name in one form of Unicode, on one line.
pub fn name(typed: &str, field: Field) -> Result<String, AppError> {
    let problem = |problem| AppError::Field { field, problem };
    let name = checked_text(typed, NAME_MAX).map_err(problem)?;
    if name.contains(['\n', '\r', '\t']) {
        return Err(problem(TextError::Unreadable));
    }
    Ok(name.nfc().collect())
}

/// A few words, or none.
pub fn words(typed: &str, most: usize, field: Field) -> Result<Option<String>, AppError> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let words = checked_text(typed, most).map_err(|problem| AppError::Field { field, problem })?;
    Ok(Some(words.nfc().collect()))
}

/// A day as a date field sends it; `None` when nothing is written.
pub fn day(typed: &str, field: Field) -> Result<Option<NaiveDate>, AppError> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    // Ten characters: no year of five digits, which the database could not sort with the others.
    NaiveDate::parse_from_str(typed, "%Y-%m-%d")
        .ok()
        .filter(|_| typed.len() == 10)
        .map(Some)
        .ok_or(refused(field, AccountRefusal::NotADay))
}

/// A first day and perhaps a last one, in their order.
pub fn days(
    from: &str,
    to: &str,
    fields: (Field, Field),
    today: NaiveDate,
) -> Result<(NaiveDate, Option<NaiveDate>), AppError> {
    let first = day(from, fields.0)?.unwrap_or(today);
    let last = day(to, fields.1)?;
    if last.is_some_and(|last| last < first) {
        return Err(refused(fields.1, AccountRefusal::DaysCrossed));
    }
    Ok((first, last))
}

/// An id that a form carries; nobody types one.
pub fn id<T: FromStr>(sent: &str) -> Result<T, AppError> {
    sent.trim().parse().map_err(|_| AppError::Unreadable)
}

/// An id that was chosen from a list.
pub fn chosen<T: FromStr>(sent: &str, field: Field) -> Result<T, AppError> {
    if sent.trim().is_empty() {
        return Err(empty(field));
    }
    id(sent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_a_day_of_the_calendar() {
        assert_eq!(day("", Field::When), Ok(None));
        assert!(day("2026-12-01", Field::When).unwrap().is_some());
        for bad in ["2026-02-30", "1/12/2026", "12026-01-01", "2026-1-1", "i morgon"] {
            assert!(day(bad, Field::When).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_name_is_one_line() {
        assert_eq!(name(" A\u{30a}sa ", Field::GivenName), Ok("Åsa".to_owned()));
        assert!(name("A\nB", Field::GivenName).is_err());
    }
}
