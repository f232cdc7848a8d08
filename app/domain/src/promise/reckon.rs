//! The reckoning: from the rows of the ledger to how each clock stands.

use super::{Application, Case, Clock, Entry, Happening, Promises, Reason, State, TalkStep, Tally, Which};
use crate::month_term::last_day;
use crate::programme::ProgrammeRules;
use crate::workdays::{CentreCalendar, WorkdayError, nth_working_day_after, working_days_between};
use chrono::{Days, Months, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// K1 and K4 are marked on their last working day and the one before.
const SOON_WORKING_DAYS: u32 = 1;
/// K2 and K3 are marked in their last five days.
const SOON_DAYS: u32 = 5;
/// K5: the countdown is visible from two months before.
const WARNING_MONTHS: u32 = 2;

/// How the clocks stand on `today`: what concerns later days is not looked at.
///
/// # Errors
/// Where the centre's calendar has no working day to count to.
pub fn promises(case: &Case<'_>, today: NaiveDate) -> Result<Promises, WorkdayError> {
    let case = Reckoning::new(case, today);
    let (talks_state, talks) = case.coach_talks();
    let clocks = [
        (Which::FirstMeeting, case.first_meeting()?),
        (Which::CoachTalks, talks_state),
        (Which::Activity, case.activity()),
        (Which::Contact, case.contact()?),
        (Which::Term, case.term()),
    ];
    Ok(Promises {
        clocks: clocks.map(|(which, state)| Clock { which, state }),
        talks,
    })
}

/// K4 of an application that is no enrolment.
///
/// # Errors
/// As [`promises`].
pub fn first_contact(
    rules: &ProgrammeRules,
    calendar: &CentreCalendar,
    application: &Application,
    today: NaiveDate,
) -> Result<Clock, WorkdayError> {
    let Application {
        sent,
        contacted,
        ended,
        explained,
    } = *application;
    let row = |id, on, happening| Entry {
        id,
        happening,
        on,
        recorded_on: on,
    };
    let mut entries = vec![row(1, sent, Happening::Referred)];
    entries.extend(contacted.map(|on| row(2, on, Happening::Contacted)));
    entries.extend(ended.map(|on| row(3, on, Happening::ReferralEnded)));
    // The reason that stands, whenever it was given.
    entries.extend(explained.map(|reason| {
        let which = Which::Contact;
        row(4, sent, Happening::Explained { which, reason })
    }));
    let case = Case {
        rules,
        calendar,
        enrolled_on: None,
        entries: &entries,
    };
    let state = Reckoning::new(&case, today).contact()?;
    Ok(Clock {
        which: Which::Contact,
        state,
    })
}

/// A talk: its rows in the order they were written.
type Talk<'e> = Vec<&'e Entry>;

struct Reckoning<'c> {
    case: &'c Case<'c>,
    today: NaiveDate,
    /// Rows that stand, up to today, in the order they were written.
    rows: Vec<&'c Entry>,
    exited: Option<NaiveDate>,
}

impl<'c> Reckoning<'c> {
    fn new(case: &'c Case<'c>, today: NaiveDate) -> Self {
        let gone = corrected(case.entries);
        let mut rows: Vec<_> = case
            .entries
            .iter()
            .filter(|e| !gone.contains(&e.id) && e.day() <= today)
            .collect();
        rows.sort_by_key(|e| e.id);
        let exited = rows
            .iter()
            .filter(|e| e.happening == Happening::Exited)
            .map(|e| e.day())
            .min();
        Self {
            case,
            today,
            rows,
            exited,
        }
    }

    /// K1.
    fn first_meeting(&self) -> Result<State, WorkdayError> {
        let (Some(from), Some(n)) = (self.case.enrolled_on, self.case.rules.first_meeting_working_days)
        else {
            return Ok(State::NotPromised);
        };
        let due = working_day(from, n, self.case.calendar)?;
        let held = self.days(|h| {
            matches!(
                h,
                Happening::Talk {
                    step: TalkStep::Held,
                    own_coach: true,
                    ..
                }
            )
        });
        Ok(self.judged(Which::FirstMeeting, due, held.first().copied(), self.exited))
    }

    /// K2: offered counts; the centre's own calling off by the last day takes an offer back.
    fn coach_talks(&self) -> (State, Tally) {
        let talks = self.talks();
        let mut tally = Tally::default();
        for talk in &talks {
            match step_of(talk.iter().copied()) {
                Some(TalkStep::Offered) => tally.waiting += 1,
                Some(TalkStep::Booked) => tally.booked += 1,
                Some(TalkStep::Held) => tally.held += 1,
                Some(TalkStep::Declined) => tally.declined += 1,
                Some(TalkStep::Missed) => tally.missed += 1,
                Some(TalkStep::Cancelled) => tally.cancelled += 1,
                None => {}
            }
        }
        let (Some(from), Some(promised)) = (self.case.enrolled_on, self.case.rules.coach_talks) else {
            return (State::NotPromised, tally);
        };
        tally.needed = promised.offered;
        let due = plus(from, promised.within_days);
        let mut offered: Vec<NaiveDate> = talks
            .iter()
            .filter(|talk| {
                step_of(talk.iter().copied().filter(|e| e.day() <= due)) != Some(TalkStep::Cancelled)
            })
            .filter_map(|talk| talk.iter().map(|e| e.day()).min())
            .filter(|day| self.exited.is_none_or(|exited| *day <= exited))
            .collect();
        offered.sort_unstable();
        tally.offered = few(offered.iter().filter(|day| **day <= due).count());
        let done = match promised.offered.checked_sub(1) {
            Some(last) => offered.get(last as usize).copied(),
            // None is promised: kept from the first day.
            None => Some(from),
        };
        (self.judged(Which::CoachTalks, due, done, self.exited), tally)
    }

    /// K3.
    fn activity(&self) -> State {
        let (Some(from), Some(days)) = (self.case.enrolled_on, self.case.rules.offer_within_days) else {
            return State::NotPromised;
        };
        let offered = self.days(|h| *h == Happening::ActivityOffered);
        self.judged(
            Which::Activity,
            plus(from, days),
            offered.first().copied(),
            self.exited,
        )
    }

    /// K4, in working days, since it does not count from enrolment. Whoever is enrolled has been met; what came before
    /// the application is no answer to it.
    fn contact(&self) -> Result<State, WorkdayError> {
        let sent = self.days(|h| *h == Happening::Referred);
        let (Some(from), Some(n)) = (sent.first().copied(), self.case.rules.contact_within_days) else {
            return Ok(State::NotPromised);
        };
        let due = working_day(from, n, self.case.calendar)?;
        let mut contacted = self.days(|h| *h == Happening::Contacted);
        contacted.extend(self.case.enrolled_on.filter(|day| *day <= self.today));
        contacted.retain(|day| *day >= from);
        contacted.sort_unstable();
        let ended = self.days(|h| *h == Happening::ReferralEnded);
        Ok(self.judged(
            Which::Contact,
            due,
            contacted.first().copied(),
            ended.first().copied(),
        ))
    }

    /// K5: an extension moves the last day while it is not past; nothing keeps it but leaving. They follow each other
    /// by their days and not by their numbers, so that one of a later day never undoes a term that has ended.
    fn term(&self) -> State {
        let (Some(from), Some(months)) = (self.case.enrolled_on, self.case.rules.term_months) else {
            return State::NotPromised;
        };
        let Some(first) = last_day(from, months) else {
            return State::NotPromised;
        };
        let mut given: Vec<_> = self
            .rows
            .iter()
            .filter_map(|e| match e.happening {
                Happening::Extended { until } => Some((e.day(), e.id, until)),
                _ => None,
            })
            .collect();
        given.sort_unstable();
        let due = given
            .into_iter()
            .fold(first, |due, (on, _, until)| if on <= due { until } else { due });
        self.judged(Which::Term, due, None, self.exited)
    }

    fn judged(
        &self,
        which: Which,
        due: NaiveDate,
        done: Option<NaiveDate>,
        ended: Option<NaiveDate>,
    ) -> State {
        let done = done.filter(|day| ended.is_none_or(|ended| *day <= ended));
        if let Some(on) = done.filter(|day| *day <= due) {
            return State::Kept { on };
        }
        if let Some(on) = ended.filter(|day| *day <= due) {
            return State::Stopped { on };
        }
        if self.today > due {
            return State::Broken {
                due,
                since: plus(due, 1),
                late: done,
                explained: self.explained(which),
            };
        }
        let left = if which.in_working_days() {
            working_days_between(self.today, due, self.case.calendar)
        } else {
            u32::try_from((due - self.today).num_days()).unwrap_or(0)
        };
        let soon = match which {
            Which::FirstMeeting | Which::Contact => left <= SOON_WORKING_DAYS,
            Which::CoachTalks | Which::Activity => left <= SOON_DAYS,
            Which::Term => due
                .checked_sub_months(Months::new(WARNING_MONTHS))
                .is_some_and(|from| self.today >= from),
        };
        State::Running { due, left, soon }
    }

    /// The last reason given.
    fn explained(&self, wanted: Which) -> Option<Reason> {
        self.rows.iter().rev().find_map(|e| match e.happening {
            Happening::Explained { which, reason } if which == wanted => Some(reason),
            _ => None,
        })
    }

    /// The days of the rows of a kind, earliest first.
    fn days(&self, wanted: impl Fn(&Happening) -> bool) -> Vec<NaiveDate> {
        let mut days: Vec<_> = self
            .rows
            .iter()
            .filter(|e| wanted(&e.happening))
            .map(|e| e.day())
            .collect();
        days.sort_unstable();
        days
    }

    /// The talks, each with its rows; a row that names no talk is one of its own.
    fn talks(&self) -> Vec<Talk<'c>> {
        let mut named: BTreeMap<Uuid, Talk<'c>> = BTreeMap::new();
        let mut all = Vec::new();
        for row in &self.rows {
            match row.happening {
                Happening::Talk { talk: Some(id), .. } => named.entry(id).or_default().push(row),
                Happening::Talk { talk: None, .. } => all.push(vec![*row]),
                _ => {}
            }
        }
        all.extend(named.into_values());
        all
    }
}

/// The numbers of the rows that a correction has taken away. A correction may itself be corrected, so the last is looked
/// at first; none reaches forward.
fn corrected(entries: &[Entry]) -> BTreeSet<i64> {
    let mut corrections: Vec<(i64, i64)> = entries
        .iter()
        .filter_map(|e| match e.happening {
            Happening::Corrected { of } if of < e.id => Some((e.id, of)),
            _ => None,
        })
        .collect();
    corrections.sort_unstable_by(|a, b| b.cmp(a));
    let mut gone = BTreeSet::new();
    for (id, of) in corrections {
        if !gone.contains(&id) {
            gone.insert(of);
        }
    }
    gone
}

/// How far a talk has come after these rows.
fn step_of<'e>(rows: impl Iterator<Item = &'e Entry>) -> Option<TalkStep> {
    rows.last().and_then(|e| match e.happening {
        Happening::Talk { step, .. } => Some(step),
        _ => None,
    })
}

/// None is the day itself.
fn working_day(from: NaiveDate, n: u32, calendar: &CentreCalendar) -> Result<NaiveDate, WorkdayError> {
    if n == 0 {
        return Ok(from);
    }
    nth_working_day_after(from, n, calendar)
}

fn plus(day: NaiveDate, days: u32) -> NaiveDate {
    day.checked_add_days(Days::new(u64::from(days)))
        .unwrap_or(NaiveDate::MAX)
}

fn few(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
