//! Free times for a meeting with a colleague (M1, K1): the hours of the week, the days that differ from them, the
//! centre's calendar and what is taken already. A meeting is [`SLOT_MINUTES`] minutes long.
//!
//! Hours are read on the clock in Stockholm; moments are UTC. On the night when summer time begins an hour of the
//! clock is not there and holds no time, on the night when it ends an hour comes twice and holds twice as many.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};

use crate::civil_time::{at, civil_day};
use crate::workdays::CentreCalendar;

/// Minutes of one meeting.
pub const SLOT_MINUTES: i64 = 45;
/// The most days that are looked through at once.
pub const MAX_DAYS: usize = 120;

/// Hours of a day of the week, on the clock in Stockholm: from the first, up to and not including the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weekly {
    pub weekday: Weekday,
    pub from: NaiveTime,
    pub to: NaiveTime,
    /// The first day that they hold.
    pub valid_from: NaiveDate,
    /// The last, if there is one.
    pub valid_to: Option<NaiveDate>,
}

/// A day that differs from the week: other hours, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OtherDay {
    pub day: NaiveDate,
    pub hours: Option<(NaiveTime, NaiveTime)>,
}

/// A time that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Busy {
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
}

/// Moments, half open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
}

/// When somebody is there for meetings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hours {
    pub weekly: Vec<Weekly>,
    pub other_days: Vec<OtherDay>,
}

impl Hours {
    /// The hours of a day, in order and apart from each other; a day that differs replaces the week's.
    pub fn on(&self, day: NaiveDate) -> Vec<(NaiveTime, NaiveTime)> {
        if let Some(other) = self.other_days.iter().find(|o| o.day == day) {
            return other.hours.into_iter().filter(|(from, to)| from < to).collect();
        }
        let mut hours: Vec<_> = self
            .weekly
            .iter()
            .filter(|w| w.weekday == day.weekday() && w.from < w.to)
            .filter(|w| w.valid_from <= day && w.valid_to.is_none_or(|last| last >= day))
            .map(|w| (w.from, w.to))
            .collect();
        hours.sort_unstable();
        let mut apart: Vec<(NaiveTime, NaiveTime)> = Vec::with_capacity(hours.len());
        for (from, to) in hours {
            match apart.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => apart.push((from, to)),
            }
        }
        apart
    }
}

/// The moments, in order, at which a meeting of [`SLOT_MINUTES`] can begin: on working days, whole inside the hours,
/// beside nothing that is taken, and not before the span begins. They follow each other from the beginning of the
/// hours, and after what is taken from its end; so they stay where they are while the clock goes.
///
/// At most [`MAX_DAYS`] days are looked through.
pub fn free_times(hours: &Hours, calendar: &CentreCalendar, busy: &[Busy], span: Span) -> Vec<DateTime<Utc>> {
    if span.from >= span.to {
        return Vec::new();
    }
    std::iter::successors(Some(civil_day(span.from)), NaiveDate::succ_opt)
        .take(MAX_DAYS)
        .take_while(|day| at(*day, NaiveTime::MIN) < span.to)
        .filter(|day| calendar.is_working_day(*day))
        .flat_map(|day| {
            hours
                .on(day)
                .into_iter()
                .map(move |(from, to)| (at(day, from), at(day, to)))
        })
        .flat_map(|(from, to)| within(from, to, busy))
        .filter(|start| *start >= span.from && *start < span.to)
        .collect()
}

/// The beginnings of meetings between two moments, beside what is taken.
pub fn within(from: DateTime<Utc>, to: DateTime<Utc>, busy: &[Busy]) -> Vec<DateTime<Utc>> {
    let slot = TimeDelta::minutes(SLOT_MINUTES);
    let mut found = Vec::new();
    let mut start = from;
    while let Some(end) = start.checked_add_signed(slot).filter(|end| *end <= to) {
        let taken = busy
            .iter()
            .filter(|b| b.starts_at < end && b.ends_at > start)
            .map(|b| b.ends_at)
            .max();
        if let Some(after) = taken {
            start = on_five(after);
        } else {
            found.push(start);
            start = end;
        }
    }
    found
}

/// The moment itself, or the next whole five minutes.
fn on_five(moment: DateTime<Utc>) -> DateTime<Utc> {
    let five = 300;
    let seconds = moment.timestamp() + i64::from(moment.timestamp_subsec_nanos() > 0);
    DateTime::from_timestamp(
        seconds.div_euclid(five) * five + if seconds.rem_euclid(five) > 0 { five } else { 0 },
        0,
    )
    .unwrap_or(moment)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::civil_time::{clock_hm, clock_time};
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn time(text: &str) -> NaiveTime {
        text.parse().unwrap()
    }

    fn moment(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn week(weekday: Weekday, from: &str, to: &str) -> Weekly {
        Weekly {
            weekday,
            from: time(from),
            to: time(to),
            valid_from: day("2026-01-01"),
            valid_to: None,
        }
    }

    fn clocks(times: &[DateTime<Utc>]) -> Vec<String> {
        times.iter().map(|t| clock_hm(*t)).collect()
    }

    fn whole_day(text: &str) -> Span {
        Span {
            from: at(day(text), NaiveTime::MIN),
            to: at(day(text).succ_opt().unwrap(), NaiveTime::MIN),
        }
    }

    #[test]
    fn a_morning_holds_its_meetings_and_no_half_one() {
        let hours = Hours {
            weekly: vec![week(Weekday::Thu, "09:00:00", "11:30:00")],
            other_days: Vec::new(),
        };
        let calendar = CentreCalendar::default();
        let free = |busy: &[Busy]| clocks(&free_times(&hours, &calendar, busy, whole_day("2026-11-26")));
        assert_eq!(free(&[]), ["09:00", "09:45", "10:30"]);
        // 09:30–10:02 by the clock is 08:30–09:02 UTC; the next begins on a whole five minutes.
        let taken = Busy {
            starts_at: moment("2026-11-26T08:30:00Z"),
            ends_at: moment("2026-11-26T09:02:00Z"),
        };
        assert_eq!(free(&[taken]), ["10:05"]);
        // A friday has none.
        assert!(free_times(&hours, &calendar, &[], whole_day("2026-11-27")).is_empty());
    }

    #[test]
    fn a_day_that_differs_replaces_the_weeks_hours() {
        let mut hours = Hours {
            weekly: vec![week(Weekday::Thu, "09:00:00", "12:00:00")],
            other_days: vec![OtherDay {
                day: day("2026-11-26"),
                hours: None,
            }],
        };
        let calendar = CentreCalendar::default();
        assert!(free_times(&hours, &calendar, &[], whole_day("2026-11-26")).is_empty());
        hours.other_days = vec![OtherDay {
            day: day("2026-11-26"),
            hours: Some((time("13:00:00"), time("14:00:00"))),
        }];
        let free = free_times(&hours, &calendar, &[], whole_day("2026-11-26"));
        assert_eq!(clocks(&free), ["13:00"]);
    }

    #[test]
    fn hours_that_touch_are_one_and_a_closed_day_has_none() {
        let hours = Hours {
            weekly: vec![
                week(Weekday::Thu, "09:00:00", "09:30:00"),
                week(Weekday::Thu, "09:30:00", "10:00:00"),
                week(Weekday::Thu, "09:10:00", "09:20:00"),
            ],
            other_days: Vec::new(),
        };
        let open = CentreCalendar::default();
        assert_eq!(
            clocks(&free_times(&hours, &open, &[], whole_day("2026-11-26"))),
            ["09:00"]
        );
        let closed = CentreCalendar {
            closed: [day("2026-11-26")].into(),
            ..CentreCalendar::default()
        };
        assert!(free_times(&hours, &closed, &[], whole_day("2026-11-26")).is_empty());
        // An extra opening day is no working day.
        let saturday = Hours {
            weekly: vec![week(Weekday::Sat, "09:00:00", "10:00:00")],
            other_days: Vec::new(),
        };
        let open = CentreCalendar {
            open: [day("2026-11-28")].into(),
            ..CentreCalendar::default()
        };
        assert!(free_times(&saturday, &open, &[], whole_day("2026-11-28")).is_empty());
    }

    #[test]
    fn the_nights_when_the_clock_moves_hold_the_hours_that_pass() {
        // 2026-03-29: from 02:00 to 03:00 there is no time; 01:00–04:00 are two hours.
        let spring = within(
            at(day("2026-03-29"), time("01:00:00")),
            at(day("2026-03-29"), time("04:00:00")),
            &[],
        );
        assert_eq!(clocks(&spring), ["01:00", "01:45"]);
        assert_eq!(spring[1] - spring[0], TimeDelta::minutes(SLOT_MINUTES));
        // 2026-10-25: 02:00–03:00 comes twice; 01:00–04:00 are four hours.
        let autumn = within(
            at(day("2026-10-25"), time("01:00:00")),
            at(day("2026-10-25"), time("04:00:00")),
            &[],
        );
        assert_eq!(clocks(&autumn), ["01:00", "01:45", "02:30", "02:15", "03:00"]);
        // The Mondays after are read on the new clock.
        let hours = Hours {
            weekly: vec![week(Weekday::Mon, "09:00:00", "09:45:00")],
            other_days: Vec::new(),
        };
        let calendar = CentreCalendar::default();
        let monday = |text: &str| free_times(&hours, &calendar, &[], whole_day(text));
        assert_eq!(monday("2026-03-30"), [moment("2026-03-30T07:00:00Z")]);
        assert_eq!(monday("2026-10-26"), [moment("2026-10-26T08:00:00Z")]);
    }

    #[test]
    fn what_has_begun_is_not_offered_and_what_is_left_stays_where_it_was() {
        let hours = Hours {
            weekly: vec![week(Weekday::Thu, "09:00:00", "12:00:00")],
            other_days: Vec::new(),
        };
        let span = Span {
            from: moment("2026-11-26T08:01:00Z"),
            to: moment("2026-11-27T00:00:00Z"),
        };
        let free = free_times(&hours, &CentreCalendar::default(), &[], span);
        assert_eq!(clocks(&free), ["09:45", "10:30", "11:15"]);
        let none = Span {
            from: span.to,
            to: span.from,
        };
        assert!(free_times(&hours, &CentreCalendar::default(), &[], none).is_empty());
    }

    fn any_time() -> impl Strategy<Value = NaiveTime> {
        (0_u32..24, 0_u32..12).prop_map(|(h, m)| NaiveTime::from_hms_opt(h, m * 5, 0).unwrap())
    }

    fn any_day() -> impl Strategy<Value = NaiveDate> {
        (0_i64..800).prop_map(|n| day("2026-01-01") + TimeDelta::days(n))
    }

    proptest! {
        #[test]
        fn never_beside_the_rules(
            weekly in proptest::collection::vec((0_u8..7, any_time(), any_time()), 0..12),
            others in proptest::collection::vec((any_day(), proptest::option::of((any_time(), any_time()))), 0..6),
            busy in proptest::collection::vec((0_i64..60_000, 5_i64..200), 0..40),
            closed in proptest::collection::btree_set(any_day(), 0..10),
            first in any_day(),
            days in 1_i64..40,
        ) {
            let hours = Hours {
                weekly: weekly.into_iter().map(|(n, from, to)| Weekly {
                    weekday: Weekday::try_from(n).unwrap(), from, to, valid_from: day("2026-01-01"), valid_to: None,
                }).collect(),
                other_days: others.into_iter().map(|(day, hours)| OtherDay { day, hours }).collect(),
            };
            let calendar = CentreCalendar { closed, ..CentreCalendar::default() };
            let begin = at(first, NaiveTime::MIN);
            let busy: Vec<Busy> = busy.into_iter().map(|(from, length)| Busy {
                starts_at: begin + TimeDelta::minutes(from),
                ends_at: begin + TimeDelta::minutes(from + length),
            }).collect();
            let span = Span { from: begin, to: begin + TimeDelta::days(days) };
            let free = free_times(&hours, &calendar, &busy, span);
            let slot = TimeDelta::minutes(SLOT_MINUTES);
            for (n, start) in free.iter().enumerate() {
                let on = civil_day(*start);
                prop_assert!(calendar.is_working_day(on), "{start} on a day off");
                prop_assert!(*start >= span.from && *start < span.to);
                prop_assert!(busy.iter().all(|b| b.ends_at <= *start || b.starts_at >= *start + slot), "{start} is taken");
                // Whole inside hours of that day, by the clock.
                let inside = hours.on(on).iter().any(|(from, to)| at(on, *from) <= *start && *start + slot <= at(on, *to));
                prop_assert!(inside, "{} outside the hours", clock_time(*start));
                if let Some(next) = free.get(n + 1) {
                    prop_assert!(*next >= *start + slot, "two at once");
                }
            }
        }
    }
}
