//! The forecast of a house (E3): how many are enrolled month by month, and when it is full, if stays last and people
//! come as they have lately.
//!
//! **Stays.** Of the stays that ended in the last twelve months and those that run, for each length in days: of those
//! who were there so long, how many left just then (Kaplan and Meier, 1958, with late entry: a stay that began before the
//! twelve months counts from the length that it had when they began). A length counts both its days, so that a stay
//! that begins and ends on one day is one day long. Past the longest stay that was seen people leave at the average
//! pace of the twelve months.
//!
//! **Coming.** So many a month by each way in as it is told; who comes in a month is counted as come in its middle, and
//! what remains of this month has its share. Those who are placed or wait in the queue come as soon as there is room;
//! with a capacity nobody comes past it, and the rest wait.
//!
//! Numbers are expected values, not whole people; days are civil days. Under [`FEWEST`] stays there is no forecast.

use chrono::{Datelike, Months, NaiveDate};
use thiserror::Error;

/// Months that a forecast looks ahead, the rest of this one among them.
pub const MONTHS: u32 = 12;
/// Months that it learns from.
pub const LOOKS_BACK: u32 = 12;
/// Fewest stays that ended, and that began, in the months that it learns from (S5: no rate on a number under ten).
pub const FEWEST: u32 = 10;

/// One stay, without anybody's name or number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stay {
    /// The day of the enrolment.
    pub came: NaiveDate,
    /// The day that it ended; `None` while it runs.
    pub left: Option<NaiveDate>,
}

/// What a forecast is made from.
#[derive(Clone, Debug, PartialEq)]
pub struct House {
    /// The day that is known: stays are as they stand at its end.
    pub today: NaiveDate,
    /// Every stay that ended in the months that it learns from, and every one that runs; more do no harm.
    pub stays: Vec<Stay>,
    /// People a month, by each way in.
    pub inflow: Vec<f64>,
    /// Those who have a place and are not enrolled, or wait in the queue.
    pub waiting: u32,
    /// People enrolled at once, at most (E3).
    pub capacity: Option<u32>,
}

/// Too little has happened to learn from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("{ended} stays ended and {came} began: too few to forecast")]
pub struct TooFew {
    pub ended: u32,
    pub came: u32,
}

/// How it is expected to stand at the end of a month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MonthEnd {
    /// The month's last day.
    pub day: NaiveDate,
    /// Enrolled then.
    pub enrolled: f64,
    /// Came in the month, and left in it.
    pub came: f64,
    pub left: f64,
    /// Wait for room then.
    pub waiting: f64,
    /// No room is left, to the nearest whole person.
    pub full: bool,
}

/// A forecast.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    pub months: Vec<MonthEnd>,
    /// The first month that ends full.
    pub full_from: Option<NaiveDate>,
    /// The first month after it that does not.
    pub free_from: Option<NaiveDate>,
    /// Days after which half of those who come have left, where so many do.
    pub half_left_after: Option<i32>,
}

/// Something that a manager could change, one at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lever {
    /// This many places instead.
    Capacity(u32),
    /// A fifth fewer by this way in.
    WayDown(usize),
}

/// How long stays last: the share that is still there after so many days.
#[derive(Clone, Debug, PartialEq)]
pub struct Survival {
    /// A length at which somebody left, and the share that is there after it.
    steps: Vec<(i32, f64)>,
    longest: i32,
    /// Share of those there who leave in a day, over all lengths.
    pace: f64,
}

fn days(from: NaiveDate, to: NaiveDate) -> i32 {
    let days = to.signed_duration_since(from).num_days();
    i32::try_from(days).unwrap_or(if days < 0 { i32::MIN } else { i32::MAX })
}

/// The length of a stay at the end of a day: its first day is its first.
fn length(came: NaiveDate, on: NaiveDate) -> i32 {
    days(came, on).saturating_add(1)
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// A stay within the months that are learnt from: there past one length, up to another, and whether it ended there.
#[derive(Clone, Copy)]
struct Seen {
    past: i32,
    up_to: i32,
    ended: bool,
}

fn seen(stay: Stay, start: NaiveDate, today: NaiveDate) -> Option<Seen> {
    let left = stay.left.filter(|left| *left <= today);
    let past = length(stay.came, start).max(0);
    let up_to = length(stay.came, left.unwrap_or(today));
    (up_to > past).then_some(Seen {
        past,
        up_to,
        ended: left.is_some(),
    })
}

impl Survival {
    /// How long stays have lasted in the months up to the end of `today`.
    pub fn of(stays: &[Stay], today: NaiveDate) -> Self {
        let start = today.checked_sub_months(Months::new(LOOKS_BACK)).unwrap_or(today);
        let seen: Vec<Seen> = stays.iter().filter_map(|s| seen(*s, start, today)).collect();
        let mut lengths: Vec<i32> = seen.iter().filter(|s| s.ended).map(|s| s.up_to).collect();
        lengths.sort_unstable();
        let ended = count(lengths.len());
        lengths.dedup();
        let mut there = 1.0;
        let steps = lengths
            .into_iter()
            .map(|length| {
                let at_risk = seen
                    .iter()
                    .filter(|s| s.past < length && length <= s.up_to)
                    .count();
                let left = seen.iter().filter(|s| s.ended && s.up_to == length).count();
                there *= 1.0 - f64::from(count(left)) / f64::from(count(at_risk).max(1));
                (length, there)
            })
            .collect();
        let spent: f64 = seen.iter().map(|s| f64::from(s.up_to) - f64::from(s.past)).sum();
        Self {
            steps,
            longest: seen.iter().map(|s| s.up_to).max().unwrap_or(0),
            pace: if spent > 0.0 {
                f64::from(ended) / spent
            } else {
                0.0
            },
        }
    }

    /// The share that is still there after this many days.
    pub fn after(&self, length: i32) -> f64 {
        let known = self
            .steps
            .iter()
            .rev()
            .find(|(at, _)| *at <= length)
            .map_or(1.0, |(_, there)| *there);
        let past = f64::from(length) - f64::from(self.longest);
        if past > 0.0 {
            known * (-self.pace * past).exp()
        } else {
            known
        }
    }

    /// Of those who have been there so long, the share that is there after so many days more.
    pub fn onward(&self, has: i32, more: i32) -> f64 {
        let now = self.after(has);
        if now > 0.0 {
            self.after(has.saturating_add(more)) / now
        } else {
            // Longer than anybody whose end was seen.
            (-self.pace * f64::from(more)).exp()
        }
    }

    /// The length after which half have left.
    pub fn half(&self) -> Option<i32> {
        self.steps
            .iter()
            .find(|(_, there)| *there <= 0.5)
            .map(|(length, _)| *length)
    }
}

/// The last day of a day's month.
fn month_end(day: NaiveDate) -> Option<NaiveDate> {
    day.with_day(1)?.checked_add_months(Months::new(1))?.pred_opt()
}

/// The ends of the months to come after today.
fn month_ends(today: NaiveDate) -> Vec<NaiveDate> {
    let first = today.succ_opt().and_then(month_end);
    std::iter::successors(first, |day| day.succ_opt().and_then(month_end))
        .take(MONTHS as usize)
        .collect()
}

/// What has a forecast to lean on.
///
/// # Errors
/// [`TooFew`] where under [`FEWEST`] stays ended, or began, in the months that it learns from.
fn enough(house: &House) -> Result<(), TooFew> {
    let start = house
        .today
        .checked_sub_months(Months::new(LOOKS_BACK))
        .unwrap_or(house.today);
    let lately = |day: NaiveDate| start < day && day <= house.today;
    let ended = count(house.stays.iter().filter(|s| s.left.is_some_and(lately)).count());
    let came = count(house.stays.iter().filter(|s| lately(s.came)).count());
    if ended < FEWEST || came < FEWEST {
        Err(TooFew { ended, came })
    } else {
        Ok(())
    }
}

/// How many are enrolled at the end of `house.today`.
pub fn enrolled_now(house: &House) -> u32 {
    count(house.stays.iter().filter(|s| runs(**s, house.today)).count())
}

fn runs(stay: Stay, today: NaiveDate) -> bool {
    stay.came <= today && stay.left.is_none_or(|left| left > today)
}

/// The months to come, and when the house is full.
///
/// # Errors
/// [`TooFew`].
pub fn forecast(house: &House) -> Result<Forecast, TooFew> {
    enough(house)?;
    let survival = Survival::of(&house.stays, house.today);
    let running: Vec<i32> = house
        .stays
        .iter()
        .filter(|s| runs(**s, house.today))
        .map(|s| length(s.came, house.today))
        .collect();
    let a_month: f64 = house
        .inflow
        .iter()
        .filter(|n| n.is_finite())
        .map(|n| n.max(0.0))
        .sum();
    let mut cohorts: Vec<(NaiveDate, f64)> = Vec::new();
    let mut waiting = f64::from(house.waiting);
    let (mut before, mut enrolled) = (house.today, f64::from(count(running.len())));
    let mut months = Vec::new();
    for day in month_ends(house.today) {
        let span = days(before, day);
        let share = f64::from(span) / f64::from(day.day().max(1));
        let middle = before + chrono::Days::new(u64::try_from(span / 2).unwrap_or(0));
        let more = days(house.today, day);
        let of_running: f64 = running.iter().map(|has| survival.onward(*has, more)).sum();
        let of_cohorts: f64 = cohorts
            .iter()
            .map(|(came, size)| size * survival.after(length(*came, day)))
            .sum();
        let staying = of_running + of_cohorts;
        let stay_on = survival.after(length(middle, day));
        let wanting = waiting + a_month * share;
        let came = match house.capacity {
            Some(most) if stay_on > 0.0 => wanting.min((f64::from(most) - staying).max(0.0) / stay_on),
            _ => wanting,
        };
        waiting = wanting - came;
        cohorts.push((middle, came));
        let now = came.mul_add(stay_on, staying);
        months.push(MonthEnd {
            day,
            enrolled: now,
            came,
            left: (enrolled + came - now).max(0.0),
            waiting,
            full: house.capacity.is_some_and(|most| now >= f64::from(most) - 0.5),
        });
        (before, enrolled) = (day, now);
    }
    let full = months.iter().position(|m| m.full);
    let free = full.and_then(|from| months.iter().skip(from).find(|m| !m.full));
    Ok(Forecast {
        full_from: full.and_then(|n| months.get(n)).map(|m| m.day),
        free_from: free.map(|m| m.day),
        half_left_after: survival.half(),
        months,
    })
}

/// What a manager could change: a tenth more places, and a fifth fewer by each way in that people come by.
pub fn levers(house: &House) -> Vec<Lever> {
    let places = house
        .capacity
        .map(|most| Lever::Capacity(most.saturating_add(most.div_ceil(10))));
    let ways = house
        .inflow
        .iter()
        .enumerate()
        .filter(|(_, n)| **n > 0.0)
        .map(|(n, _)| Lever::WayDown(n));
    places.into_iter().chain(ways).collect()
}

/// The house with one thing changed.
#[must_use]
pub fn pulled(house: &House, lever: Lever) -> House {
    let mut house = house.clone();
    match lever {
        Lever::Capacity(most) => house.capacity = Some(most),
        Lever::WayDown(n) => {
            if let Some(n) = house.inflow.get_mut(n) {
                *n *= 0.8;
            }
        }
    }
    house
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::float_cmp, reason = "tests")]
mod tests {
    use super::*;
    use chrono::Days;
    use proptest::collection::vec;
    use proptest::option;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn stays(n: usize, came: &str, left: Option<&str>) -> Vec<Stay> {
        vec![
            Stay {
                came: day(came),
                left: left.map(day)
            };
            n
        ]
    }

    fn near(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-9, "{a} is not {b}");
    }

    /// Ten stays of 61 days, and twelve that have run for 30 on the last of June.
    fn sixty_one_days(inflow: f64, capacity: Option<u32>) -> House {
        let mut all = stays(10, "2026-01-01", Some("2026-03-02"));
        all.extend(stays(12, "2026-06-01", None));
        House {
            today: day("2026-06-30"),
            stays: all,
            inflow: vec![inflow],
            waiting: 0,
            capacity,
        }
    }

    #[test]
    fn half_leave_at_one_hundred_days_and_the_rest_at_one_hundred_and_fifty() {
        let mut all = stays(5, "2026-01-01", Some("2026-04-10"));
        all.extend(stays(5, "2026-01-01", Some("2026-05-30")));
        let s = Survival::of(&all, day("2026-06-30"));
        assert_eq!([99, 100, 149, 150].map(|n| s.after(n)), [1.0, 0.5, 0.5, 0.0]);
        assert_eq!(s.half(), Some(100));
        near(s.onward(100, 49), 1.0);
        near(s.onward(50, 50), 0.5);
    }

    #[test]
    fn those_who_are_still_there_count_as_there_and_a_stay_from_before_counts_from_where_it_was() {
        // Ten left after 100 days; ten have been there for 120.
        let mut all = stays(10, "2026-01-01", Some("2026-04-10"));
        all.extend(stays(10, "2026-03-03", None));
        let s = Survival::of(&all, day("2026-06-30"));
        near(s.after(100), 0.5);
        // Past the longest, at the pace of 10 ends in 10 × 100 + 10 × 120 days.
        near(s.after(130), 0.5 * (-10.0_f64 / 2200.0 * 10.0).exp());
        // One from two years ago is beside it: it was never seen at 100 days.
        all.extend(stays(1, "2024-06-30", None));
        near(Survival::of(&all, day("2026-06-30")).after(100), 0.5);
        // Who left before the twelve months is not seen at all.
        all.extend(stays(50, "2025-01-01", Some("2025-01-20")));
        near(Survival::of(&all, day("2026-06-30")).after(100), 0.5);
    }

    #[test]
    fn a_house_of_ten_is_full_in_august_when_six_come_a_month_and_stay_for_two() {
        let found = forecast(&sixty_one_days(6.0, Some(10))).unwrap();
        let [july, august, september] = [0, 1, 2].map(|n| found.months[n]);
        // The twelve have been there for 61 days on 31 July: they have left; July's six are there.
        assert_eq!(july.day, day("2026-07-31"));
        near(july.enrolled, 6.0);
        near(july.left, 12.0);
        assert!(!july.full);
        // August has room for four of its six.
        near(august.enrolled, 10.0);
        near(august.came, 4.0);
        near(august.waiting, 2.0);
        assert!(august.full);
        // July's six have left; two from the queue and four of September's come.
        near(september.enrolled, 10.0);
        near(september.left, 6.0);
        near(september.waiting, 2.0);
        assert_eq!(
            (found.full_from, found.half_left_after),
            (Some(day("2026-08-31")), Some(61))
        );
        assert_eq!(found.months.len(), 12);
    }

    #[test]
    fn four_a_month_never_fill_it_and_without_a_capacity_nothing_does() {
        let four = forecast(&sixty_one_days(4.0, Some(10))).unwrap();
        near(four.months[1].enrolled, 8.0);
        assert_eq!(four.full_from, None);
        let open = forecast(&sixty_one_days(600.0, None)).unwrap();
        assert_eq!(open.full_from, None);
        near(open.months[1].enrolled, 1200.0);
    }

    #[test]
    fn a_queue_fills_it_once_and_then_there_is_room_again() {
        let house = House {
            waiting: 9,
            ..sixty_one_days(1.0, Some(10))
        };
        let found = forecast(&house).unwrap();
        assert_eq!(found.full_from, Some(day("2026-07-31")));
        // 9 and 1 in July; one in August has no room; in September the ten have left.
        near(found.months[1].waiting, 1.0);
        assert_eq!(found.free_from, Some(day("2026-09-30")));
        near(found.months[2].enrolled, 2.0);
    }

    #[test]
    fn the_rest_of_a_month_has_its_share() {
        let house = House {
            today: day("2026-06-15"),
            ..sixty_one_days(6.0, None)
        };
        // Of June's 30 days 15 remain.
        near(forecast(&house).unwrap().months[0].came, 3.0);
    }

    #[test]
    fn nine_are_too_few() {
        let mut house = sixty_one_days(6.0, Some(10));
        house.stays.remove(0);
        assert_eq!(forecast(&house), Err(TooFew { ended: 9, came: 21 }));
        let old = House {
            today: day("2028-06-30"),
            ..sixty_one_days(6.0, Some(10))
        };
        assert_eq!(forecast(&old), Err(TooFew { ended: 0, came: 0 }));
    }

    #[test]
    fn a_lever_changes_one_thing() {
        let house = House {
            inflow: vec![4.0, 0.0, 2.0],
            ..sixty_one_days(0.0, Some(25))
        };
        let found = levers(&house);
        assert_eq!(found, [Lever::Capacity(28), Lever::WayDown(0), Lever::WayDown(2)]);
        assert_eq!(
            pulled(&house, found[0]),
            House {
                capacity: Some(28),
                ..house.clone()
            }
        );
        near(pulled(&house, found[2]).inflow[2], 1.6);
        assert!(
            levers(&House {
                capacity: None,
                inflow: vec![],
                ..house
            })
            .is_empty()
        );
    }

    fn houses() -> impl Strategy<Value = House> {
        let stay = (0..600_u64, option::of(0..400_u64));
        (
            vec(stay, 10..60),
            vec(0.0..30.0_f64, 0..4),
            0..40_u32,
            option::of(1..80_u32),
            0..40_u64,
        )
            .prop_map(|(stays, inflow, waiting, capacity, later)| {
                let today = day("2026-06-30") + Days::new(later);
                let mut all: Vec<Stay> = stays
                    .into_iter()
                    .map(|(ago, lasted)| {
                        let came = today - Days::new(ago);
                        Stay {
                            came,
                            left: lasted.map(|n| came + Days::new(n)),
                        }
                    })
                    .collect();
                // Enough to learn from, whatever the rest is.
                all.extend(vec![
                    Stay {
                        came: today - Days::new(200),
                        left: Some(today - Days::new(20))
                    };
                    10
                ]);
                House {
                    today,
                    stays: all,
                    inflow,
                    waiting,
                    capacity,
                }
            })
    }

    proptest! {
        #[test]
        fn nothing_is_negative_and_what_comes_and_leaves_adds_up(house in houses()) {
            let found = forecast(&house).unwrap();
            prop_assert_eq!(found.months.len(), 12);
            let mut before = f64::from(enrolled_now(&house));
            for m in &found.months {
                for n in [m.enrolled, m.came, m.left, m.waiting] {
                    prop_assert!(n.is_finite() && n >= -1e-9, "{:?}", m);
                }
                prop_assert!((before + m.came - m.left - m.enrolled).abs() < 1e-6);
                if let Some(most) = house.capacity {
                    // Nobody comes past the capacity; whoever is there stays.
                    prop_assert!(m.enrolled <= f64::from(most).max(before) + 1e-6);
                    prop_assert!(m.waiting < 1e-9 || m.full);
                }
                before = m.enrolled;
            }
        }

        #[test]
        fn more_who_come_never_fill_it_later(house in houses(), more in 0.0..20.0_f64) {
            let mut busier = house.clone();
            busier.inflow.push(more);
            let (a, b) = (forecast(&house).unwrap(), forecast(&busier).unwrap());
            if let Some(full) = a.full_from {
                prop_assert!(b.full_from.is_some_and(|earlier| earlier <= full));
            }
        }

        #[test]
        fn more_room_never_fills_it_sooner(house in houses(), more in 1..40_u32) {
            let Some(most) = house.capacity else { return Ok(()) };
            let wider = House { capacity: Some(most + more), ..house.clone() };
            let (a, b) = (forecast(&house).unwrap(), forecast(&wider).unwrap());
            if let Some(full) = b.full_from {
                prop_assert!(a.full_from.is_some_and(|earlier| earlier <= full));
            }
        }

        #[test]
        fn the_share_that_stays_only_falls(house in houses(), has in 1..500_i32, more in 0..200_i32) {
            let s = Survival::of(&house.stays, house.today);
            prop_assert!(s.after(has) >= s.after(has + more) && s.after(0) <= 1.0);
            prop_assert!((0.0..=1.0 + 1e-12).contains(&s.onward(has, more)));
        }
    }
}
