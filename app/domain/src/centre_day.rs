//! The centre's own days over the national calendar: a working day that is closed (a bridge day, a planning day), or a
//! day off that is open. Only a day to come is added or taken back (decision 027).

use crate::coded::code_enum;
use crate::workdays::{holiday, is_national_working_day};
use chrono::{Datelike, Months, NaiveDate, Weekday};
use thiserror::Error;

code_enum! {
    /// How a day differs from the national calendar.
    CentreDayKind {
        Closed = "closed",
        Open = "open",
    }
}

/// So many months ahead may be planned.
pub const MONTHS_AHEAD: u32 = 18;

/// Most characters of a reason.
pub const REASON_MAX: usize = 200;

/// Why a day of the centre's own is not added or taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CentreDayRefusal {
    #[error("not a day")]
    NotADay,
    #[error("neither closed nor open")]
    NoKind,
    /// Today and what has been stay as they are: promises were reckoned by them (K1, K4).
    #[error("not a day to come")]
    NotComing,
    #[error("too far ahead")]
    TooFar,
    /// The national calendar says so already.
    #[error("a day off anyway")]
    ClosedAnyway,
    #[error("a working day anyway")]
    OpenAnyway,
    #[error("the day stands there already")]
    There,
    #[error("the day is gone already")]
    Gone,
}

crate::coded!(CentreDayRefusal {
    NotADay = "not_a_day",
    NoKind = "no_kind",
    NotComing = "not_coming",
    TooFar = "too_far",
    ClosedAnyway = "closed_anyway",
    OpenAnyway = "open_anyway",
    There = "there",
    Gone = "gone",
});

/// A day as a form sends it.
///
/// # Errors
/// `NotADay` for anything but a date of ten characters.
pub fn typed_day(typed: &str) -> Result<NaiveDate, CentreDayRefusal> {
    let typed = typed.trim();
    NaiveDate::parse_from_str(typed, "%Y-%m-%d")
        .ok()
        // No year of five digits, which the database would not sort with the others.
        .filter(|_| typed.len() == 10)
        .ok_or(CentreDayRefusal::NotADay)
}

/// The last day that may be planned.
pub fn last_day(today: NaiveDate) -> NaiveDate {
    today
        .checked_add_months(Months::new(MONTHS_AHEAD))
        .unwrap_or(NaiveDate::MAX)
}

/// Whether a day may be added or taken back today.
///
/// # Errors
/// `NotComing`, `TooFar`.
pub fn may_change(day: NaiveDate, today: NaiveDate) -> Result<(), CentreDayRefusal> {
    if day <= today {
        Err(CentreDayRefusal::NotComing)
    } else if day > last_day(today) {
        Err(CentreDayRefusal::TooFar)
    } else {
        Ok(())
    }
}

/// Whether a day may be added as closed or open: what the national calendar says already is no day of the centre's own.
///
/// # Errors
/// As [`may_change`]; `ClosedAnyway`, `OpenAnyway`.
pub fn may_add(day: NaiveDate, kind: CentreDayKind, today: NaiveDate) -> Result<(), CentreDayRefusal> {
    may_change(day, today)?;
    match (kind, is_national_working_day(day)) {
        (CentreDayKind::Closed, false) => Err(CentreDayRefusal::ClosedAnyway),
        (CentreDayKind::Open, true) => Err(CentreDayRefusal::OpenAnyway),
        _ => Ok(()),
    }
}

/// The bridge days (klämdagar) of a span: single working days between a holiday in the week and another day off.
pub fn bridge_days(first: NaiveDate, last: NaiveDate) -> Vec<NaiveDate> {
    let in_the_week =
        |day: NaiveDate| holiday(day).is_some() && !matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    first
        .iter_days()
        .take_while(|day| *day <= last)
        .filter(|day| {
            let beside = day.pred_opt().zip(day.succ_opt());
            is_national_working_day(*day)
                && beside.is_some_and(|(before, after)| {
                    !is_national_working_day(before)
                        && !is_national_working_day(after)
                        && (in_the_week(before) || in_the_week(after))
                })
        })
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn only_a_day_to_come_that_differs_is_added() {
        use CentreDayKind::{Closed, Open};
        use CentreDayRefusal as R;
        let today = day("2026-11-20");
        for (on, kind, expected) in [
            ("2026-11-19", Closed, Err(R::NotComing)),
            ("2026-11-20", Closed, Err(R::NotComing)),
            ("2026-11-23", Closed, Ok(())),
            ("2026-11-23", Open, Err(R::OpenAnyway)),
            ("2026-11-21", Open, Ok(())),
            ("2026-11-22", Open, Ok(())),
            ("2026-11-22", Closed, Err(R::ClosedAnyway)),
            ("2026-12-24", Closed, Err(R::ClosedAnyway)),
            ("2026-12-24", Open, Ok(())),
            ("2028-05-19", Closed, Ok(())),
            ("2028-05-20", Open, Ok(())),
            ("2028-05-21", Open, Err(R::TooFar)),
        ] {
            assert_eq!(may_add(day(on), kind, today), expected, "{on} {kind:?}");
        }
    }

    #[test]
    fn a_day_is_ten_characters() {
        assert_eq!(typed_day(" 2026-11-23 "), Ok(day("2026-11-23")));
        for typed in [
            "",
            "i morgon",
            "2026-02-30",
            "2026-1-2",
            "12026-11-23",
            "23/11 2026",
        ] {
            assert_eq!(typed_day(typed), Err(CentreDayRefusal::NotADay), "{typed}");
        }
    }

    #[test]
    fn the_bridge_days_of_two_years() {
        // Ascension Day is a Thursday; Epiphany 2028 is too; the National Day 2028 is a Tuesday.
        let found: Vec<String> = bridge_days(day("2027-01-01"), day("2028-12-31"))
            .into_iter()
            .map(|d| d.to_string())
            .collect();
        assert_eq!(found, ["2027-05-07", "2028-01-07", "2028-05-26", "2028-06-05"]);
        assert!(bridge_days(day("2027-05-08"), day("2027-05-07")).is_empty());
    }
}
