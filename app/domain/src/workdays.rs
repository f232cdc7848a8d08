//! Working days (arbetsdagar), in which the promise clocks K1 and K4 are counted: Swedish public
//! holidays for any year, the three eves that are free as well, and the centre's own calendar.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A day that is not a working day, whatever day of the week it falls on: the public holidays of
/// the Act on Public Holidays (1989:253), and the three eves kept free like them.
///
/// Ordinary Sundays are holidays in the Act but not here; the weekend is a rule of its own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holiday {
    /// Nyårsdagen, 1 January.
    NewYearsDay,
    /// Trettondedag jul, 6 January.
    Epiphany,
    /// Långfredagen, the Friday before Easter.
    GoodFriday,
    /// Påskdagen.
    EasterSunday,
    /// Annandag påsk, the Monday after Easter.
    EasterMonday,
    /// Första maj, 1 May.
    FirstOfMay,
    /// Kristi himmelsfärdsdag, the sixth Thursday after Easter.
    AscensionDay,
    /// Pingstdagen, the seventh Sunday after Easter.
    WhitSunday,
    /// Annandag pingst, the day after Whit Sunday; a holiday up to and including 2004.
    WhitMonday,
    /// Sveriges nationaldag, 6 June; a holiday since 2005.
    NationalDay,
    /// Midsommarafton, the Friday of 19–25 June; an eve.
    MidsummerEve,
    /// Midsommardagen, the Saturday of 20–26 June.
    MidsummerDay,
    /// Alla helgons dag, the Saturday of 31 October–6 November.
    AllSaintsDay,
    /// Julafton, 24 December; an eve.
    ChristmasEve,
    /// Juldagen, 25 December.
    ChristmasDay,
    /// Annandag jul, 26 December.
    BoxingDay,
    /// Nyårsafton, 31 December; an eve.
    NewYearsEve,
}

/// Easter Sunday of a year of the Gregorian calendar, or `None` past the calendar's end; the rule is
/// that of Meeus, Jones and Butcher.
fn easter_sunday(year: i32) -> Option<NaiveDate> {
    let lunar = year.rem_euclid(19);
    let (century, in_century) = (year.div_euclid(100), year.rem_euclid(100));
    let moon_shift = (century - (century + 8).div_euclid(25) + 1).div_euclid(3);
    let full_moon = (19 * lunar + century - century.div_euclid(4) - moon_shift + 15).rem_euclid(30);
    let to_sunday =
        (32 + 2 * century.rem_euclid(4) + 2 * (in_century / 4) - full_moon - in_century % 4).rem_euclid(7);
    let correction = (lunar + 11 * full_moon + 22 * to_sunday) / 451;
    // Days from 22 March.
    let days = full_moon + to_sunday - 7 * correction;
    let first = NaiveDate::from_ymd_opt(year, 3, 22)?;
    first.checked_add_days(chrono::Days::new(u64::try_from(days).ok()?))
}

/// The holiday or free eve that `day` is, if it is one.
///
/// The rules are those since 1953, with the exchange of Whit Monday for the National Day in 2005;
/// they are applied to earlier years as well. When two fall on one day (1 May and Ascension Day in
/// 2008) the one with the fixed date is given.
pub fn holiday(day: NaiveDate) -> Option<Holiday> {
    let fixed = match (day.month(), day.day(), day.weekday()) {
        (1, 1, _) => Some(Holiday::NewYearsDay),
        (1, 6, _) => Some(Holiday::Epiphany),
        (5, 1, _) => Some(Holiday::FirstOfMay),
        (6, 6, _) if day.year() >= 2005 => Some(Holiday::NationalDay),
        (6, 19..=25, Weekday::Fri) => Some(Holiday::MidsummerEve),
        (6, 20..=26, Weekday::Sat) => Some(Holiday::MidsummerDay),
        (10, 31, Weekday::Sat) | (11, 1..=6, Weekday::Sat) => Some(Holiday::AllSaintsDay),
        (12, 24, _) => Some(Holiday::ChristmasEve),
        (12, 25, _) => Some(Holiday::ChristmasDay),
        (12, 26, _) => Some(Holiday::BoxingDay),
        (12, 31, _) => Some(Holiday::NewYearsEve),
        _ => None,
    };
    fixed.or_else(|| {
        let easter = easter_sunday(day.year())?;
        match day.signed_duration_since(easter).num_days() {
            -2 => Some(Holiday::GoodFriday),
            0 => Some(Holiday::EasterSunday),
            1 => Some(Holiday::EasterMonday),
            39 => Some(Holiday::AscensionDay),
            49 => Some(Holiday::WhitSunday),
            50 if day.year() <= 2004 => Some(Holiday::WhitMonday),
            _ => None,
        }
    })
}

/// Whether `day` is a working day in Sweden: neither Saturday nor Sunday, nor a [`Holiday`].
pub fn is_national_working_day(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && holiday(day).is_none()
}

/// What a centre's own calendar adds to the national one.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct CentreCalendar {
    /// The centre's own closures and bridge days (klämdagar). Where a day stands in both sets it
    /// is closed.
    #[serde(default)]
    pub closed: BTreeSet<NaiveDate>,
    /// Extra opening days, a Saturday for instance: open for check-in, never working days.
    #[serde(default)]
    pub open: BTreeSet<NaiveDate>,
}

impl CentreCalendar {
    /// Whether `day` counts in the promise clocks (K1, K4): a national working day on which the
    /// centre is not closed.
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        !self.closed.contains(&day) && is_national_working_day(day)
    }

    /// Whether the centre is open for check-in on `day`: a working day, or an extra opening day.
    pub fn is_open(&self, day: NaiveDate) -> bool {
        !self.closed.contains(&day) && (self.open.contains(&day) || is_national_working_day(day))
    }
}

/// The most working days [`nth_working_day_after`] counts, some forty years.
pub const MAX_WORKING_DAYS: u32 = 10_000;

/// The most days in a row without a working day that [`nth_working_day_after`] looks through.
pub const MAX_DAYS_WITHOUT_WORK: u32 = 400;

/// Why a working day could not be counted out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum WorkdayError {
    /// There is no zeroth working day: day one is the first working day after (K1).
    #[error("working days are counted from one")]
    Zero,
    /// More than [`MAX_WORKING_DAYS`] were asked for.
    #[error("at most {MAX_WORKING_DAYS} working days can be counted, not {0}")]
    TooMany(u32),
    /// No working day in [`MAX_DAYS_WITHOUT_WORK`] days after the day given, or the calendar ends.
    #[error("no working day found in the {MAX_DAYS_WITHOUT_WORK} days after {0}")]
    NoneFound(NaiveDate),
}

/// The `n`-th working day after `from` (K1, K4). Day one is the first working day after `from`;
/// whether `from` itself is a working day does not matter.
///
/// # Errors
///
/// [`WorkdayError::Zero`] when `n` is 0, [`WorkdayError::TooMany`] when it is above
/// [`MAX_WORKING_DAYS`], and [`WorkdayError::NoneFound`] when the calendar has no working day for
/// [`MAX_DAYS_WITHOUT_WORK`] days in a row.
pub fn nth_working_day_after(
    from: NaiveDate,
    n: u32,
    calendar: &CentreCalendar,
) -> Result<NaiveDate, WorkdayError> {
    if n == 0 {
        return Err(WorkdayError::Zero);
    }
    if n > MAX_WORKING_DAYS {
        return Err(WorkdayError::TooMany(n));
    }
    (0..n).try_fold(from, |day, _| {
        std::iter::successors(day.succ_opt(), NaiveDate::succ_opt)
            .take(MAX_DAYS_WITHOUT_WORK as usize)
            .find(|candidate| calendar.is_working_day(*candidate))
            .ok_or(WorkdayError::NoneFound(day))
    })
}

/// How many working days lie after `after`, up to and including `up_to`; 0 when `up_to` is not
/// later. The inverse of [`nth_working_day_after`] (K1, K4).
pub fn working_days_between(after: NaiveDate, up_to: NaiveDate, calendar: &CentreCalendar) -> u32 {
    std::iter::successors(after.succ_opt(), NaiveDate::succ_opt)
        .take_while(|day| *day <= up_to)
        .fold(0, |count, day| count + u32::from(calendar.is_working_day(day)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use std::collections::BTreeSet;

    use chrono::{Datelike, Days, NaiveDate, Weekday};
    use proptest::prelude::*;

    use super::{
        CentreCalendar, Holiday, MAX_WORKING_DAYS, WorkdayError, easter_sunday, holiday,
        is_national_working_day, nth_working_day_after, working_days_between,
    };

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn easter_falls_where_the_almanac_has_it() {
        for text in [
            "1818-03-22",
            "1943-04-25",
            "1954-04-18",
            "1981-04-19",
            "2000-04-23",
            "2008-03-23",
            "2024-03-31",
            "2025-04-20",
            "2026-04-05",
            "2027-03-28",
            "2028-04-16",
            "2030-04-21",
            "2038-04-25",
            "2049-04-18",
            "2076-04-19",
            "2285-03-22",
        ] {
            let easter = day(text);
            assert_eq!(easter_sunday(easter.year()), Some(easter));
        }
    }

    #[test]
    fn the_holidays_of_2026() {
        let year = day("2026-01-01").iter_days().take(365);
        let found: Vec<_> = year
            .filter_map(|d| holiday(d).map(|h| (d.to_string(), h)))
            .collect();
        let expected = [
            ("2026-01-01", Holiday::NewYearsDay),
            ("2026-01-06", Holiday::Epiphany),
            ("2026-04-03", Holiday::GoodFriday),
            ("2026-04-05", Holiday::EasterSunday),
            ("2026-04-06", Holiday::EasterMonday),
            ("2026-05-01", Holiday::FirstOfMay),
            ("2026-05-14", Holiday::AscensionDay),
            ("2026-05-24", Holiday::WhitSunday),
            ("2026-06-06", Holiday::NationalDay),
            ("2026-06-19", Holiday::MidsummerEve),
            ("2026-06-20", Holiday::MidsummerDay),
            ("2026-10-31", Holiday::AllSaintsDay),
            ("2026-12-24", Holiday::ChristmasEve),
            ("2026-12-25", Holiday::ChristmasDay),
            ("2026-12-26", Holiday::BoxingDay),
            ("2026-12-31", Holiday::NewYearsEve),
        ];
        let expected: Vec<_> = expected.map(|(d, h)| (d.to_owned(), h)).into();
        assert_eq!(found, expected);
    }

    #[test]
    fn whit_monday_gave_way_to_the_national_day() {
        assert_eq!(holiday(day("2004-05-31")), Some(Holiday::WhitMonday));
        assert_eq!(holiday(day("2004-06-06")), None);
        assert_eq!(holiday(day("2005-05-16")), None);
        assert_eq!(holiday(day("2005-06-06")), Some(Holiday::NationalDay));
        assert_eq!(holiday(day("2008-05-01")), Some(Holiday::FirstOfMay));
    }

    #[test]
    fn closures_push_the_promise_and_extra_days_do_not_pull_it() {
        // Friday 2026-05-15 is the bridge day after Ascension; Saturday 2026-05-16 is extra.
        let calendar = CentreCalendar {
            closed: BTreeSet::from([day("2026-05-15")]),
            open: BTreeSet::from([day("2026-05-16")]),
        };
        let second = |calendar: &CentreCalendar| nth_working_day_after(day("2026-05-13"), 2, calendar);
        assert_eq!(second(&CentreCalendar::default()), Ok(day("2026-05-18")));
        assert_eq!(second(&calendar), Ok(day("2026-05-19")));
        assert!(!calendar.is_open(day("2026-05-15")));
        assert!(calendar.is_open(day("2026-05-16")));
        assert!(!calendar.is_working_day(day("2026-05-16")));
        assert!(calendar.is_open(day("2026-05-18")));
        assert!(!calendar.is_open(day("2026-05-17")));
    }

    #[test]
    fn a_day_both_closed_and_open_is_closed() {
        let both = BTreeSet::from([day("2026-05-16"), day("2026-05-18")]);
        let calendar = CentreCalendar {
            closed: both.clone(),
            open: both,
        };
        assert!(!calendar.is_open(day("2026-05-16")));
        assert!(!calendar.is_open(day("2026-05-18")));
    }

    #[test]
    fn counting_fails_by_name() {
        let from = day("2026-11-21");
        let shut = CentreCalendar {
            closed: from.iter_days().take(1_000).collect(),
            ..CentreCalendar::default()
        };
        let open = CentreCalendar::default();
        assert_eq!(nth_working_day_after(from, 0, &open), Err(WorkdayError::Zero));
        assert_eq!(
            nth_working_day_after(from, u32::MAX, &open),
            Err(WorkdayError::TooMany(u32::MAX))
        );
        assert_eq!(
            nth_working_day_after(from, 1, &shut),
            Err(WorkdayError::NoneFound(from))
        );
        assert_eq!(
            nth_working_day_after(NaiveDate::MAX, 1, &open),
            Err(WorkdayError::NoneFound(NaiveDate::MAX))
        );
        assert!(nth_working_day_after(from, MAX_WORKING_DAYS, &open).is_ok());
    }

    #[test]
    fn nothing_lies_between_a_day_and_an_earlier_one() {
        let calendar = CentreCalendar::default();
        assert_eq!(
            working_days_between(day("2026-11-24"), day("2026-11-24"), &calendar),
            0
        );
        assert_eq!(
            working_days_between(day("2026-11-24"), day("2026-11-20"), &calendar),
            0
        );
        assert_eq!(
            working_days_between(day("2026-11-20"), day("2026-11-24"), &calendar),
            2
        );
        assert_eq!(working_days_between(NaiveDate::MAX, NaiveDate::MAX, &calendar), 0);
    }

    #[test]
    fn a_calendar_reads_with_either_set_left_out() {
        let calendar: CentreCalendar = serde_json::from_str(r#"{"closed":["2026-05-15"]}"#).unwrap();
        assert!(calendar.closed.contains(&day("2026-05-15")) && calendar.open.is_empty());
        let json = serde_json::to_string(&calendar).unwrap();
        assert_eq!(serde_json::from_str::<CentreCalendar>(&json).unwrap(), calendar);
    }

    fn days() -> impl Strategy<Value = NaiveDate> {
        (0_u64..36_525).prop_map(|n| day("1990-01-01") + Days::new(n))
    }

    /// A start and a calendar with closures and extra days in the two months after it.
    fn starts() -> impl Strategy<Value = (NaiveDate, CentreCalendar)> {
        let near = || proptest::collection::btree_set(0_u64..60, 0..15);
        (days(), near(), near()).prop_map(|(from, closed, open)| {
            let dates = |set: BTreeSet<u64>| set.into_iter().map(|n| from + Days::new(n)).collect();
            (
                from,
                CentreCalendar {
                    closed: dates(closed),
                    open: dates(open),
                },
            )
        })
    }

    proptest! {
        #[test]
        fn the_nth_is_a_working_day_and_counts_back_to_n(
            (from, calendar) in starts(), n in 1_u32..60,
        ) {
            let found = nth_working_day_after(from, n, &calendar).unwrap();
            prop_assert!(found > from);
            prop_assert!(calendar.is_working_day(found) && calendar.is_open(found));
            prop_assert!(is_national_working_day(found) && !calendar.closed.contains(&found));
            prop_assert_eq!(working_days_between(from, found, &calendar), n);
            let before = found.pred_opt().unwrap();
            prop_assert_eq!(working_days_between(from, before, &calendar), n - 1);
        }

        #[test]
        fn every_year_has_its_holidays(year in 1953_i32..2300) {
            let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
            let in_year: Vec<_> = first.iter_days().take_while(|d| d.year() == year).collect();
            let named: BTreeSet<_> = in_year.iter().filter_map(|d| holiday(*d)).collect();
            let days = in_year.iter().filter(|d| holiday(**d).is_some()).count();
            // Each at most once a year; only the movable ones can be hidden by a fixed one.
            prop_assert_eq!(named.len(), days);
            prop_assert!((15..=16).contains(&days), "{} in {}", days, year);
            prop_assert_eq!(easter_sunday(year).unwrap().weekday(), Weekday::Sun);
        }
    }
}
