//! Today as the demonstration sees it: every day of it is so many days from today.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, SubsecRound, TimeDelta, Utc, Weekday};
use domain::civil_time::{at, civil_day, clock_time};
use domain::workdays::is_national_working_day;

/// The moment the demonstration is made, and its civil day.
#[derive(Clone, Copy, Debug)]
pub struct When {
    pub now: DateTime<Utc>,
    pub today: NaiveDate,
}

impl When {
    pub fn new(now: DateTime<Utc>) -> Self {
        let now = now.trunc_subsecs(0);
        Self {
            now,
            today: civil_day(now),
        }
    }

    /// The day so many days before today; a negative number is a day to come.
    pub fn ago(&self, days: i64) -> NaiveDate {
        self.today - TimeDelta::days(days)
    }

    /// When the clock in Stockholm shows so many seconds after midnight, but never later than now.
    pub fn moment(&self, day: NaiveDate, seconds: u32) -> DateTime<Utc> {
        at(day, clock(seconds)).min(self.now)
    }

    /// Seconds after midnight now, by the clock in Stockholm.
    pub fn clock_now(&self) -> u32 {
        chrono::Timelike::num_seconds_from_midnight(&clock_time(self.now))
    }

    /// The weekday that people keep today: on a Saturday or Sunday the demonstration is open all the same.
    pub fn weekday_kept_today(&self) -> Weekday {
        match self.today.weekday() {
            Weekday::Sat => Weekday::Wed,
            Weekday::Sun => Weekday::Thu,
            weekday => weekday,
        }
    }
}

fn clock(seconds: u32) -> NaiveTime {
    NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0).unwrap_or_default()
}

/// Seconds after midnight of an hour and a minute.
pub const fn hm(hour: u32, minute: u32) -> u32 {
    hour * 3600 + minute * 60
}

/// The day itself if it is a working day, else the nearest before it.
pub fn workday_on_or_before(day: NaiveDate) -> NaiveDate {
    std::iter::successors(Some(day), NaiveDate::pred_opt)
        .take(30)
        .find(|d| is_national_working_day(*d))
        .unwrap_or(day)
}

/// The day itself if it is a working day, else the nearest after it.
pub fn workday_on_or_after(day: NaiveDate) -> NaiveDate {
    std::iter::successors(Some(day), NaiveDate::succ_opt)
        .take(30)
        .find(|d| is_national_working_day(*d))
        .unwrap_or(day)
}

/// The working days after the first, up to and including the last.
pub fn workdays(after: NaiveDate, last: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    std::iter::successors(after.succ_opt(), NaiveDate::succ_opt)
        .take_while(move |day| *day <= last)
        .filter(|day| is_national_working_day(*day))
}
