//! Between stored moments (UTC) and the civil day and clock of Europe/Stockholm, where every
//! centre is. A civil day has 23 hours when summer time begins and 25 when it ends.
//!
//! Nothing here fails: at the far ends of what chrono can hold (some 262 000 years away), where a
//! local time cannot be written, the UTC reading stands in for it.

use chrono::{
    DateTime, Datelike, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone,
    Utc,
};
use chrono_tz::Europe::Stockholm;

/// The reading of calendar and clock in Stockholm at `instant`.
fn local(instant: DateTime<Utc>) -> NaiveDateTime {
    let utc = instant.naive_utc();
    let offset = Stockholm.offset_from_utc_datetime(&utc).fix();
    utc.checked_add_offset(offset).unwrap_or(utc)
}

/// The civil day in Stockholm at `instant`.
pub fn civil_day(instant: DateTime<Utc>) -> NaiveDate {
    local(instant).date()
}

/// The clock in Stockholm at `instant`, seconds and their fractions kept.
pub fn clock_time(instant: DateTime<Utc>) -> NaiveTime {
    local(instant).time()
}

/// The clock in Stockholm at `instant` as people read it, hours and minutes of the 24-hour clock:
/// `09:12`. Seconds are cut off, not rounded.
pub fn clock_hm(instant: DateTime<Utc>) -> String {
    clock_time(instant).format("%H:%M").to_string()
}

/// The ISO 8601 week that `day` lies in, `2026-W47`. The year is the week's, which around New Year
/// may differ from the day's.
pub fn iso_week_label(day: NaiveDate) -> String {
    let week = day.iso_week();
    format!("{:04}-W{:02}", week.year(), week.week())
}

/// The civil day as moments, half open: from the first that belongs to `day` up to, not including,
/// the first that belongs to the next.
pub fn day_bounds(day: NaiveDate) -> (DateTime<Utc>, DateTime<Utc>) {
    let next = day.succ_opt().unwrap_or(day);
    (at(day, NaiveTime::MIN), at(next, NaiveTime::MIN))
}

/// The moment when the clock in Stockholm shows `time` on `day`.
///
/// A time that comes twice, when summer time ends, is the first of the two. A time that never
/// comes, when summer time begins, is the first moment after the gap.
pub fn at(day: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    let wanted = day.and_time(time);
    match Stockholm.offset_from_local_datetime(&wanted) {
        MappedLocalTime::Single(offset) | MappedLocalTime::Ambiguous(offset, _) => wanted
            .checked_sub_offset(offset.fix())
            .unwrap_or(wanted)
            .and_utc(),
        MappedLocalTime::None => after_gap(wanted),
    }
}

/// The first moment whose local reading is not before `wanted`, a reading that is skipped.
fn after_gap(wanted: NaiveDateTime) -> DateTime<Utc> {
    let centre = wanted.and_utc();
    let moment = |seconds: i64| {
        TimeDelta::try_seconds(seconds)
            .and_then(|step| centre.checked_add_signed(step))
            .unwrap_or(centre)
    };
    // Seconds from `wanted` read as UTC; no offset reaches a day.
    let (mut before, mut after) = (-86_400_i64, 86_400_i64);
    while after - before > 1 {
        let middle = i64::midpoint(before, after);
        if local(moment(middle)) < wanted {
            before = middle;
        } else {
            after = middle;
        }
    }
    // Offsets change on whole seconds, whatever fraction was asked for.
    let found = moment(after);
    DateTime::from_timestamp(found.timestamp(), 0).unwrap_or(found)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
    use proptest::prelude::*;

    use super::{at, civil_day, clock_hm, clock_time, day_bounds, iso_week_label};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn time(text: &str) -> NaiveTime {
        text.parse().unwrap()
    }

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn days_are_24_hours_but_for_two_a_year() {
        let hours = |text| {
            let (start, end) = day_bounds(day(text));
            (end - start).num_minutes()
        };
        assert_eq!(hours("2026-11-21"), 24 * 60);
        assert_eq!(hours("2027-03-28"), 23 * 60);
        assert_eq!(hours("2026-10-25"), 25 * 60);
        assert_eq!(
            day_bounds(day("2026-11-21")),
            (utc("2026-11-20T23:00:00Z"), utc("2026-11-21T23:00:00Z"))
        );
    }

    #[test]
    fn a_time_that_comes_twice_is_the_first() {
        assert_eq!(
            at(day("2026-10-25"), time("02:30:00")),
            utc("2026-10-25T00:30:00Z")
        );
        assert_eq!(
            at(day("2026-10-25"), time("03:00:00")),
            utc("2026-10-25T02:00:00Z")
        );
    }

    #[test]
    fn a_time_that_never_comes_is_the_end_of_the_gap() {
        for skipped in ["02:00:00", "02:30:00", "02:30:00.5", "02:59:59.999999999"] {
            assert_eq!(
                at(day("2027-03-28"), time(skipped)),
                utc("2027-03-28T01:00:00Z"),
                "{skipped}"
            );
        }
        assert_eq!(
            at(day("2027-03-28"), time("01:59:59")),
            utc("2027-03-28T00:59:59Z")
        );
        assert_eq!(
            at(day("2027-03-28"), time("03:00:00")),
            utc("2027-03-28T01:00:00Z")
        );
    }

    #[test]
    fn the_clock_keeps_seconds_and_people_read_minutes() {
        let instant = utc("2026-11-21T08:12:59Z");
        assert_eq!(clock_time(instant), time("09:12:59"));
        assert_eq!(clock_hm(instant), "09:12");
        assert_eq!(iso_week_label(civil_day(instant)), "2026-W47");
    }

    #[test]
    fn the_far_ends_do_not_panic() {
        for instant in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
            let _ = (civil_day(instant), clock_hm(instant));
        }
        for day in [NaiveDate::MIN, NaiveDate::MAX] {
            let _ = (day_bounds(day), iso_week_label(day));
        }
    }

    /// Days of 1990 to 2089, the last Sundays of March and October among them.
    fn days() -> impl Strategy<Value = NaiveDate> {
        (0_u64..36_525).prop_map(|n| day("1990-01-01") + chrono::Days::new(n))
    }

    /// The nights when the clock is changed: last Sunday of March or October.
    fn change_nights() -> impl Strategy<Value = NaiveDate> {
        (1997_i32..2090, prop_oneof![Just(3), Just(10)]).prop_map(|(year, month)| {
            let last = NaiveDate::from_ymd_opt(year, month, 31).unwrap();
            last.week(chrono::Weekday::Sun).first_day()
        })
    }

    proptest! {
        #[test]
        fn days_join_without_gap_or_overlap(day in days()) {
            let (start, end) = day_bounds(day);
            prop_assert_eq!(end, day_bounds(day.succ_opt().unwrap()).0);
            prop_assert_eq!(civil_day(start), day);
            prop_assert_eq!(civil_day(end - TimeDelta::nanoseconds(1)), day);
            prop_assert_eq!(civil_day(end), day.succ_opt().unwrap());
        }

        #[test]
        fn every_moment_lies_in_its_day(seconds in 0_i64..3_700_000_000) {
            let instant = DateTime::from_timestamp(seconds, 0).unwrap();
            let (start, end) = day_bounds(civil_day(instant));
            prop_assert!(start <= instant && instant < end);
        }

        #[test]
        fn reading_the_clock_back_gives_the_moment_or_its_earlier_twin(seconds in 0_i64..3_700_000_000) {
            let instant = DateTime::from_timestamp(seconds, 0).unwrap();
            let back = at(civil_day(instant), clock_time(instant));
            prop_assert!(back == instant || back == instant - TimeDelta::hours(1));
            prop_assert_eq!(clock_time(back), clock_time(instant));
        }

        #[test]
        fn change_nights_are_an_hour_off_and_times_keep_their_order(
            night in change_nights(), a in 0_u32..86_400, b in 0_u32..86_400,
        ) {
            let (start, end) = day_bounds(night);
            let hours = (end - start).num_hours();
            prop_assert!(hours == 23 || hours == 25);
            let moment = |seconds| {
                at(night, NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0).unwrap())
            };
            prop_assert!(moment(a.min(b)) <= moment(a.max(b)));
            prop_assert!(start <= moment(a) && moment(a) < end);
        }
    }
}
