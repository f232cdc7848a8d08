//! Quotas and capacity: who has a place, who waits, and why (E2, E3).
//!
//! The same rule stands in the database, where it is decided while many send at once; a test draws random sequences
//! and compares the two. Counts are people; days are civil days of Europe/Stockholm.

use crate::programme::{Entry, EntryGroup, QuotaPeriod};
use chrono::{Datelike, NaiveDate};

/// Why a referral waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QueueReason {
    /// The places of this way in are taken in this period (E2).
    QuotaFull,
    /// Old cases wait while the month's new applicants of the same agency exceed the number (E2).
    ClosedForOldCases,
    /// As many are enrolled or expected as the programme holds at once (E3).
    HouseFull,
}

crate::coded!(QueueReason {
    QuotaFull = "quota_full",
    ClosedForOldCases = "closed_for_old_cases",
    HouseFull = "house_full",
});

/// The first day of the period that a day is counted in; a quota that names none counts by month.
pub fn period_start(per: Option<QuotaPeriod>, day: NaiveDate) -> NaiveDate {
    let month = match per {
        Some(QuotaPeriod::HalfYear) if day.month() <= 6 => 1,
        Some(QuotaPeriod::HalfYear) => 7,
        Some(QuotaPeriod::Month) | None => day.month(),
    };
    NaiveDate::from_ymd_opt(day.year(), month, 1).unwrap_or(day)
}

/// What a decision about one way in leans on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Places of this way in that are taken in this period.
    pub taken: u32,
    /// This month's new applicants of the same agency: those who got a place in it, and those who came into the queue in
    /// it and wait.
    pub new_applicants: u32,
    /// Enrolled and not ended, and those who have a place and are not enrolled yet.
    pub in_the_house: u32,
}

/// Whether a place is open: `Ok`, or why one waits.
///
/// # Errors
/// The first reason that holds: the quota, closed for old cases, the house. In this order whoever was told a reason keeps
/// it while those behind are placed.
pub fn verdict(entry: &Entry, capacity: Option<u32>, counts: Counts) -> Result<(), QueueReason> {
    if entry.quota.is_some_and(|quota| counts.taken >= quota) {
        return Err(QueueReason::QuotaFull);
    }
    if entry
        .while_new_at_most
        .is_some_and(|most| counts.new_applicants > most)
    {
        return Err(QueueReason::ClosedForOldCases);
    }
    if capacity.is_some_and(|most| counts.in_the_house >= most) {
        return Err(QueueReason::HouseFull);
    }
    Ok(())
}

/// A referral as the quotas see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Code of the agency.
    pub agency: String,
    pub group: EntryGroup,
    /// The day it came into the queue.
    pub came: NaiveDate,
    pub standing: Standing,
}

/// Where a referral stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Waits, and why; `None` before anybody has looked.
    Queued(Option<QueueReason>),
    /// Has had a place since this day, and is expected at the desk.
    Placed(NaiveDate),
    /// Enrolled, by a place that it got on this day: it counts in that period for good.
    Enrolled(NaiveDate),
    /// Under review, refused or withdrawn: counted nowhere.
    Out,
}

/// The counts of one way in on a day; `enrolled` are those enrolled and not ended.
pub fn counts(entry: &Entry, all: &[Counted], enrolled: u32, day: NaiveDate) -> Counts {
    let period = period_start(entry.per, day);
    let month = period_start(Some(QuotaPeriod::Month), day);
    let mut counted = Counts {
        in_the_house: enrolled,
        ..Counts::default()
    };
    for one in all {
        let since = match one.standing {
            Standing::Placed(since) | Standing::Enrolled(since) => Some(since),
            Standing::Queued(_) | Standing::Out => None,
        };
        if matches!(one.standing, Standing::Placed(_)) {
            counted.in_the_house += 1;
        }
        if one.agency != entry.agency {
            continue;
        }
        if one.group == entry.group && since.is_some_and(|d| period_start(entry.per, d) == period) {
            counted.taken += 1;
        }
        // Whoever waits since an earlier month was that month's applicant (E2).
        let of = match one.standing {
            Standing::Queued(_) => Some(one.came),
            _ => since,
        };
        let this_month = of.is_some_and(|d| period_start(Some(QuotaPeriod::Month), d) == month);
        if one.group == EntryGroup::NewApplicants && this_month {
            counted.new_applicants += 1;
        }
    }
    counted
}

/// Moves the queue: whoever waits gets a place where one is open, in the order in which they came; whoever goes on
/// waiting is told the reason of the day. A way in that is full holds up nobody of another.
///
/// `all` is in the order of the queue. One whose way in the rules no longer have waits as if its quota were full.
pub fn settle(entries: &[Entry], capacity: Option<u32>, enrolled: u32, day: NaiveDate, all: &mut [Counted]) {
    for i in 0..all.len() {
        if !matches!(all[i].standing, Standing::Queued(_)) {
            continue;
        }
        let entry = entries
            .iter()
            .find(|e| e.agency == all[i].agency && e.group == all[i].group);
        let said = match entry {
            Some(entry) => verdict(entry, capacity, counts(entry, all, enrolled, day)),
            None => Err(QueueReason::QuotaFull),
        };
        all[i].standing = match said {
            Ok(()) => Standing::Placed(day),
            Err(reason) => Standing::Queued(Some(reason)),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn way(group: EntryGroup, quota: u32, per: QuotaPeriod, most: Option<u32>) -> Entry {
        Entry {
            agency: "soc".into(),
            group,
            quota: Some(quota),
            per: Some(per),
            while_new_at_most: most,
        }
    }

    fn waiting(group: EntryGroup) -> Counted {
        Counted {
            agency: "soc".into(),
            group,
            came: day("2026-11-20"),
            standing: Standing::Queued(None),
        }
    }

    fn rules() -> Vec<Entry> {
        vec![
            way(EntryGroup::NewApplicants, 2, QuotaPeriod::Month, None),
            way(EntryGroup::OldCases, 1, QuotaPeriod::Month, Some(2)),
        ]
    }

    #[test]
    fn periods_begin_on_the_first() {
        let half = Some(QuotaPeriod::HalfYear);
        assert_eq!(period_start(None, day("2026-11-20")), day("2026-11-01"));
        assert_eq!(period_start(half, day("2026-06-30")), day("2026-01-01"));
        assert_eq!(period_start(half, day("2026-07-01")), day("2026-07-01"));
    }

    #[test]
    fn old_cases_wait_while_new_applicants_exceed_the_number() {
        use EntryGroup::{NewApplicants, OldCases};
        let mut all = vec![waiting(NewApplicants), waiting(NewApplicants), waiting(OldCases)];
        settle(&rules(), None, 0, day("2026-11-20"), &mut all);
        // Two new applicants do not exceed two.
        assert_eq!(all[2].standing, Standing::Placed(day("2026-11-20")));
        let mut all = vec![
            waiting(NewApplicants),
            waiting(NewApplicants),
            waiting(NewApplicants),
            waiting(OldCases),
        ];
        settle(&rules(), None, 0, day("2026-11-20"), &mut all);
        assert_eq!(all[2].standing, Standing::Queued(Some(QueueReason::QuotaFull)));
        assert_eq!(
            all[3].standing,
            Standing::Queued(Some(QueueReason::ClosedForOldCases))
        );
        // The next month the third new applicant has a place, and one is not more than two.
        settle(&rules(), None, 0, day("2026-12-01"), &mut all);
        assert_eq!(all[2].standing, Standing::Placed(day("2026-12-01")));
        assert_eq!(all[3].standing, Standing::Placed(day("2026-12-01")));
    }

    #[test]
    fn who_waits_since_november_is_no_new_applicant_of_december() {
        use EntryGroup::{NewApplicants, OldCases};
        let mut all = vec![waiting(NewApplicants); 6];
        all.push(waiting(OldCases));
        settle(&rules(), None, 0, day("2026-11-20"), &mut all);
        assert_eq!(
            all[6].standing,
            Standing::Queued(Some(QueueReason::ClosedForOldCases))
        );
        // In December two of November's four get a place, and two go on waiting: two do not exceed two.
        settle(&rules(), None, 0, day("2026-12-01"), &mut all);
        assert_eq!(all[5].standing, Standing::Queued(Some(QueueReason::QuotaFull)));
        assert_eq!(all[6].standing, Standing::Placed(day("2026-12-01")));
    }

    #[test]
    fn a_place_counts_in_the_period_that_the_rules_have_now() {
        let mut taken = waiting(EntryGroup::NewApplicants);
        taken.standing = Standing::Enrolled(day("2026-09-10"));
        let by_month = way(EntryGroup::NewApplicants, 2, QuotaPeriod::Month, None);
        let by_half_year = way(EntryGroup::NewApplicants, 2, QuotaPeriod::HalfYear, None);
        let taken_by = |way| counts(way, std::slice::from_ref(&taken), 0, day("2026-11-20")).taken;
        assert_eq!((taken_by(&by_month), taken_by(&by_half_year)), (0, 1));
    }

    #[test]
    fn a_full_house_holds_everybody_in_order() {
        let mut all = vec![waiting(EntryGroup::OldCases), waiting(EntryGroup::NewApplicants)];
        settle(&rules(), Some(10), 10, day("2026-11-20"), &mut all);
        assert!(
            all.iter()
                .all(|one| one.standing == Standing::Queued(Some(QueueReason::HouseFull)))
        );
        settle(&rules(), Some(10), 9, day("2026-11-20"), &mut all);
        assert_eq!(all[0].standing, Standing::Placed(day("2026-11-20")));
        assert_eq!(all[1].standing, Standing::Queued(Some(QueueReason::HouseFull)));
    }

    proptest! {
        #[test]
        fn nothing_is_exceeded_and_nobody_is_passed_by(
            groups in proptest::collection::vec(any::<(bool, bool)>(), 0..30),
            capacity in 0_u32..12,
            enrolled in 0_u32..12,
        ) {
            let mut all: Vec<_> = groups
                .iter()
                .map(|(new, earlier)| Counted {
                    came: day(if *earlier { "2026-10-20" } else { "2026-11-20" }),
                    ..waiting(if *new { EntryGroup::NewApplicants } else { EntryGroup::OldCases })
                })
                .collect();
            let today = day("2026-11-20");
            settle(&rules(), Some(capacity), enrolled, today, &mut all);
            let placed = |one: &&Counted| matches!(one.standing, Standing::Placed(_));
            let house = enrolled + u32::try_from(all.iter().filter(placed).count()).unwrap();
            prop_assert!(house <= capacity.max(enrolled));
            for entry in rules() {
                let of = || all.iter().filter(|one| one.group == entry.group);
                prop_assert!(of().filter(placed).count() <= entry.quota.unwrap() as usize);
                // In order: nobody of the same way in has a place behind somebody who waits.
                let first_waiting = of().position(|one| !matches!(one.standing, Standing::Placed(_)));
                let last_placed = of().collect::<Vec<_>>().iter().rposition(|one| matches!(one.standing, Standing::Placed(_)));
                if let (Some(waits), Some(has)) = (first_waiting, last_placed) {
                    prop_assert!(has < waits);
                }
            }
            // Looked at again, nothing moves.
            let before = all.clone();
            settle(&rules(), Some(capacity), enrolled, today, &mut all);
            prop_assert_eq!(before, all);
        }
    }
}
