//! The time limit of an enrolment, counted in months (K5).

use chrono::{Months, NaiveDate};

/// The last day of a term of `months` months from `enrolled` (K5): the same day of the month, that
/// many months on; where that month has no such day, its last day.
///
/// `None` only where the calendar ends, some 262 000 years on.
pub fn last_day(enrolled: NaiveDate, months: u32) -> Option<NaiveDate> {
    enrolled.checked_add_months(Months::new(months))
}

/// Days of the term that remain after `today` (K5): 0 on the last day itself, negative after it.
pub fn days_left(today: NaiveDate, last_day: NaiveDate) -> i64 {
    last_day.signed_duration_since(today).num_days()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use chrono::{Datelike, Days, NaiveDate};
    use proptest::prelude::*;

    use super::{days_left, last_day};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn leap_days() {
        assert_eq!(last_day(day("2028-02-29"), 12), Some(day("2029-02-28")));
        assert_eq!(last_day(day("2028-02-29"), 48), Some(day("2032-02-29")));
        assert_eq!(last_day(day("2027-08-31"), 6), Some(day("2028-02-29")));
        assert_eq!(last_day(day("2027-08-29"), 6), Some(day("2028-02-29")));
    }

    #[test]
    fn the_last_day_has_none_left() {
        assert_eq!(days_left(day("2027-05-20"), day("2027-05-21")), 1);
        assert_eq!(days_left(day("2027-05-21"), day("2027-05-21")), 0);
        assert_eq!(days_left(day("2027-05-22"), day("2027-05-21")), -1);
    }

    #[test]
    fn the_end_of_the_calendar_is_no_panic() {
        assert_eq!(last_day(NaiveDate::MAX, 1), None);
        assert_eq!(last_day(day("2026-11-21"), u32::MAX), None);
    }

    proptest! {
        #[test]
        fn same_day_or_the_months_last(offset in 0_u64..36_525, months in 0_u32..60) {
            let enrolled = day("1990-01-01") + Days::new(offset);
            let last = last_day(enrolled, months).unwrap();
            let in_months = |d: NaiveDate| d.year() * 12 + i32::try_from(d.month0()).unwrap();
            prop_assert_eq!(in_months(last) - in_months(enrolled), i32::try_from(months).unwrap());
            let ends_month = last.succ_opt().unwrap().day() == 1;
            prop_assert!(last.day() == enrolled.day() || (last.day() < enrolled.day() && ends_month));
        }

        #[test]
        fn days_left_counts_down_by_one(offset in 0_u64..2_000) {
            let last = day("2027-05-21");
            let today = day("2024-02-01") + Days::new(offset);
            let tomorrow = today + Days::new(1);
            prop_assert_eq!(days_left(today, last), days_left(tomorrow, last) + 1);
        }
    }
}
