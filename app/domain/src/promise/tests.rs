#![allow(clippy::unwrap_used, reason = "tests")]

mod always;
mod cases;

use super::*;
use crate::plan::TextError;
use crate::programme::CoachTalks;
use chrono::Days;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Arbetsforum's own promises.
fn rules() -> ProgrammeRules {
    ProgrammeRules {
        term_months: Some(6),
        first_meeting_working_days: Some(2),
        coach_talks: Some(CoachTalks {
            offered: 3,
            within_days: 14,
        }),
        offer_within_days: Some(14),
        contact_within_days: Some(2),
        ..ProgrammeRules::default()
    }
}

fn entry(id: i64, on: &str, happening: Happening) -> Entry {
    Entry {
        id,
        happening,
        on: day(on),
        recorded_on: day(on),
    }
}

fn talk(id: i64, on: &str, of: u128, step: TalkStep) -> Entry {
    let happening = Happening::Talk {
        talk: Some(Uuid::from_u128(of)),
        step,
        own_coach: true,
    };
    entry(id, on, happening)
}

fn seen(enrolled: &str, entries: &[Entry], today: &str) -> Promises {
    seen_under(&rules(), &CentreCalendar::default(), enrolled, entries, today)
}

fn seen_under(
    rules: &ProgrammeRules,
    calendar: &CentreCalendar,
    enrolled: &str,
    entries: &[Entry],
    today: &str,
) -> Promises {
    let case = Case {
        rules,
        calendar,
        enrolled_on: Some(day(enrolled)),
        entries,
    };
    promises(&case, day(today)).unwrap()
}

fn state(promises: &Promises, which: Which) -> State {
    promises.clock(which).state
}

#[test]
fn a_meeting_must_be_held_and_with_the_own_coach() {
    for step in TalkStep::ALL {
        let found = seen("2026-11-20", &[talk(1, "2026-11-24", 1, step)], "2026-11-25");
        let kept = matches!(state(&found, Which::FirstMeeting), State::Kept { .. });
        assert_eq!(kept, step == TalkStep::Held, "{step:?}");
    }
    let mut other = talk(1, "2026-11-23", 1, TalkStep::Held);
    if let Happening::Talk { own_coach, .. } = &mut other.happening {
        *own_coach = false;
    }
    let found = seen("2026-11-20", &[other], "2026-11-25");
    assert!(found.clock(Which::FirstMeeting).needs_reason());
    assert_eq!(found.talks.held, 1, "told all the same");
}

#[test]
fn a_closed_day_of_the_centre_and_the_turn_of_the_year_move_the_last_day() {
    let due = |from: &str, closed: &[&str]| {
        let calendar = CentreCalendar {
            closed: closed.iter().map(|d| day(d)).collect(),
            ..CentreCalendar::default()
        };
        match state(
            &seen_under(&rules(), &calendar, from, &[], from),
            Which::FirstMeeting,
        ) {
            State::Running { due, .. } => due.to_string(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(due("2026-11-20", &[]), "2026-11-24");
    assert_eq!(due("2026-11-20", &["2026-11-23"]), "2026-11-25");
    // New Year's Eve and Day, the weekend; Epiphany stands after.
    assert_eq!(due("2026-12-30", &[]), "2027-01-05");
    assert_eq!(due("2026-12-30", &["2027-01-04", "2027-01-05"]), "2027-01-08");
    assert_eq!(due("2028-02-28", &[]), "2028-03-01");
    // The nights when the clocks change are days like any other.
    assert_eq!(due("2026-10-23", &[]), "2026-10-27");
    assert_eq!(due("2027-03-24", &[]), "2027-03-30");
}

#[test]
fn fourteen_days_are_fourteen_days_over_both_changes_of_the_clock() {
    for (from, expected) in [("2026-10-20", "2026-11-03"), ("2027-03-20", "2027-04-03")] {
        let found = seen(from, &[], from);
        for which in [Which::CoachTalks, Which::Activity] {
            assert_eq!(
                state(&found, which),
                State::Running {
                    due: day(expected),
                    left: 14,
                    soon: false
                }
            );
        }
    }
}

#[test]
fn what_is_offered_counts_and_the_five_are_told_apart() {
    use TalkStep::{Booked, Cancelled, Declined, Held, Missed, Offered};
    let entries = [
        talk(1, "2026-11-02", 1, Offered),
        talk(2, "2026-11-02", 1, Booked),
        talk(3, "2026-11-03", 1, Held),
        talk(4, "2026-11-05", 2, Offered),
        talk(5, "2026-11-06", 2, Declined),
    ];
    let found = seen("2026-11-01", &entries, "2026-11-10");
    let expected = Tally {
        needed: 3,
        offered: 2,
        held: 1,
        declined: 1,
        ..Tally::default()
    };
    assert_eq!(found.talks, expected);
    assert!(matches!(
        state(&found, Which::CoachTalks),
        State::Running {
            left: 5,
            soon: true,
            ..
        }
    ));
    // A third on the last day keeps it, whatever becomes of it.
    for last in [Offered, Booked, Missed, Declined] {
        let mut more = entries.to_vec();
        more.push(talk(6, "2026-11-15", 3, last));
        let found = seen("2026-11-01", &more, "2026-12-01");
        assert_eq!(
            state(&found, Which::CoachTalks),
            State::Kept {
                on: day("2026-11-15")
            },
            "{last:?}"
        );
    }
    // But not one that the centre called off in time, nor one a day too late.
    let mut off = entries.to_vec();
    off.extend([
        talk(6, "2026-11-10", 3, Offered),
        talk(7, "2026-11-12", 3, Cancelled),
    ]);
    let found = seen("2026-11-01", &off, "2026-11-16");
    assert_eq!((found.talks.offered, found.talks.cancelled), (2, 1));
    assert!(found.clock(Which::CoachTalks).needs_reason());
    let mut late = entries.to_vec();
    late.push(talk(6, "2026-11-16", 3, Offered));
    let found = seen("2026-11-01", &late, "2026-11-20");
    assert!(matches!(
        state(&found, Which::CoachTalks),
        State::Broken { late, .. } if late == Some(day("2026-11-16"))
    ));
}

#[test]
fn an_offer_of_a_later_day_was_made_when_it_was_written_down() {
    let mut offered = talk(1, "2026-11-30", 1, TalkStep::Offered);
    offered.recorded_on = day("2026-11-02");
    let found = seen("2026-11-01", &[offered], "2026-11-03");
    assert_eq!((found.talks.offered, found.talks.waiting), (1, 1));
    // One that was written down afterwards was made on its day.
    let mut after = entry(2, "2026-11-10", Happening::ActivityOffered);
    after.recorded_on = day("2026-11-20");
    let found = seen("2026-11-01", &[after], "2026-11-20");
    assert_eq!(
        state(&found, Which::Activity),
        State::Kept {
            on: day("2026-11-10")
        }
    );
}

#[test]
fn a_moved_talk_is_one_talk() {
    use TalkStep::{Booked, Cancelled, Offered};
    let entries = [
        talk(1, "2026-11-02", 1, Offered),
        talk(2, "2026-11-03", 1, Cancelled),
        talk(3, "2026-11-03", 1, Booked),
    ];
    let found = seen("2026-11-01", &entries, "2026-11-04");
    let expected = Tally {
        needed: 3,
        offered: 1,
        booked: 1,
        ..Tally::default()
    };
    assert_eq!(found.talks, expected);
}

#[test]
fn the_first_contact_counts_from_the_application() {
    let sent = entry(1, "2026-11-20", Happening::Referred);
    let rules = rules();
    let calendar = CentreCalendar::default();
    let at = |entries: &[Entry], enrolled: Option<&str>, today: &str| {
        let case = Case {
            rules: &rules,
            calendar: &calendar,
            enrolled_on: enrolled.map(day),
            entries,
        };
        state(&promises(&case, day(today)).unwrap(), Which::Contact)
    };
    assert_eq!(at(&[], None, "2026-11-30"), State::NotPromised);
    assert!(matches!(
        at(&[sent], None, "2026-11-23"),
        State::Running {
            left: 1,
            soon: true,
            ..
        }
    ));
    let contacted = entry(2, "2026-11-24", Happening::Contacted);
    assert_eq!(
        at(&[sent, contacted], None, "2026-11-30"),
        State::Kept {
            on: day("2026-11-24")
        }
    );
    assert_eq!(
        at(&[sent], Some("2026-11-23"), "2026-11-30"),
        State::Kept {
            on: day("2026-11-23")
        },
        "who is enrolled has been met"
    );
    let ended = entry(2, "2026-11-23", Happening::ReferralEnded);
    assert_eq!(
        at(&[sent, ended], None, "2026-11-30"),
        State::Stopped {
            on: day("2026-11-23")
        }
    );
    assert!(matches!(
        at(&[sent], None, "2026-11-25"),
        State::Broken { since, .. } if since == day("2026-11-25")
    ));
    // What came before the application is no answer to it.
    let before = entry(0, "2026-11-18", Happening::Contacted);
    assert!(matches!(
        at(&[before, sent], None, "2026-11-25"),
        State::Broken { late: None, .. }
    ));
    assert!(matches!(
        at(&[before, sent], Some("2026-11-25"), "2026-11-25"),
        State::Broken { late, .. } if late == Some(day("2026-11-25"))
    ));
}

#[test]
fn an_application_that_is_no_enrolment_is_reckoned_from_its_days() {
    let rules = rules();
    let calendar = CentreCalendar::default();
    // Sent on a Friday: due on Tuesday 24 November.
    let state = |contacted: Option<&str>, ended: Option<&str>, explained, today: &str| {
        let application = Application {
            sent: day("2026-11-20"),
            contacted: contacted.map(day),
            ended: ended.map(day),
            explained,
        };
        first_contact(&rules, &calendar, &application, day(today))
            .unwrap()
            .state
    };
    let broken = |late: Option<&str>, explained| State::Broken {
        due: day("2026-11-24"),
        since: day("2026-11-25"),
        late: late.map(day),
        explained,
    };
    assert_eq!(
        state(None, None, None, "2026-11-23"),
        State::Running {
            due: day("2026-11-24"),
            left: 1,
            soon: true
        }
    );
    let kept = State::Kept {
        on: day("2026-11-24"),
    };
    assert_eq!(state(Some("2026-11-24"), None, None, "2026-11-30"), kept);
    // What came before it is no contact about it.
    assert_eq!(
        state(Some("2026-11-18"), None, None, "2026-11-25"),
        broken(None, None)
    );
    // Whoever says no or takes it back before the last day ends the promise: neither kept nor broken.
    for ended in ["2026-11-20", "2026-11-24"] {
        let stopped = State::Stopped { on: day(ended) };
        assert_eq!(state(None, Some(ended), None, "2026-11-30"), stopped);
    }
    // A contact that was made in time is kept, whatever the answer was afterwards.
    assert_eq!(
        state(Some("2026-11-24"), Some("2026-11-24"), None, "2026-11-30"),
        kept
    );
    // After the last day it is broken for good, and an end mends nothing; a reason stands as long as it is broken.
    assert_eq!(
        state(None, Some("2026-11-25"), None, "2026-11-25"),
        broken(None, None)
    );
    let why = Some(Reason::NoFreeTime);
    assert_eq!(
        state(None, Some("2026-11-27"), why, "2026-11-30"),
        broken(None, why)
    );
    assert_eq!(
        state(Some("2026-11-26"), Some("2026-11-27"), why, "2026-11-30"),
        broken(Some("2026-11-26"), why)
    );
}

#[test]
fn an_extension_moves_the_time_limit_while_it_is_not_past() {
    let extended = |id, on: &str, until: &str| entry(id, on, Happening::Extended { until: day(until) });
    let due = |entries: &[Entry], today: &str| match state(&seen("2026-05-21", entries, today), Which::Term) {
        State::Running { due, .. } | State::Broken { due, .. } => due.to_string(),
        other => panic!("{other:?}"),
    };
    assert_eq!(due(&[], "2026-11-01"), "2026-11-21");
    let first = extended(1, "2026-11-20", "2027-01-31");
    assert_eq!(due(&[first], "2026-11-20"), "2027-01-31");
    assert_eq!(due(&[first], "2026-11-19"), "2026-11-21", "not before its day");
    assert_eq!(
        due(&[first, extended(2, "2027-01-31", "2027-02-28")], "2027-02-01"),
        "2027-02-28"
    );
    let late = extended(1, "2026-11-22", "2027-01-31");
    assert_eq!(due(&[late], "2026-11-23"), "2026-11-21");
    let short = [
        extended(1, "2026-11-20", "2026-11-17"),
        extended(2, "2026-11-18", "2026-11-18"),
    ];
    assert_eq!(due(&short, "2026-11-19"), "2026-11-18");
    assert_eq!(
        due(&short, "2026-11-20"),
        "2026-11-18",
        "the day counts, not the number: what has ended stays"
    );
}

#[test]
fn leaving_stops_every_clock_that_runs_and_changes_none_that_is_settled() {
    let left = entry(9, "2026-11-10", Happening::Exited);
    let found = seen(
        "2026-11-01",
        &[talk(1, "2026-11-02", 1, TalkStep::Held), left],
        "2027-12-01",
    );
    let stopped = State::Stopped {
        on: day("2026-11-10"),
    };
    assert_eq!(
        state(&found, Which::FirstMeeting),
        State::Kept {
            on: day("2026-11-02")
        }
    );
    for which in [Which::CoachTalks, Which::Activity, Which::Term] {
        assert_eq!(state(&found, which), stopped, "{which:?}");
    }
    let broken = seen("2026-11-01", &[left], "2026-12-01");
    assert!(broken.clock(Which::FirstMeeting).needs_reason());
    // What was offered to somebody who had left is no offer.
    let after = entry(10, "2026-11-12", Happening::ActivityOffered);
    assert_eq!(
        state(&seen("2026-11-01", &[left, after], "2026-12-01"), Which::Activity),
        stopped
    );
}

#[test]
fn a_correction_takes_a_row_away_and_a_correction_of_it_gives_it_back() {
    let held = talk(1, "2026-11-02", 1, TalkStep::Held);
    let wrong = entry(2, "2026-11-05", Happening::Corrected { of: 1 });
    let after_all = entry(3, "2026-11-06", Happening::Corrected { of: 2 });
    let at = |entries: &[Entry]| state(&seen("2026-11-01", entries, "2026-11-20"), Which::FirstMeeting);
    assert!(matches!(at(&[held]), State::Kept { .. }));
    assert!(matches!(at(&[held, wrong]), State::Broken { .. }));
    assert!(matches!(at(&[after_all, wrong, held]), State::Kept { .. }));
    let itself = entry(2, "2026-11-05", Happening::Corrected { of: 2 });
    let ahead = entry(0, "2026-11-05", Happening::Corrected { of: 1 });
    assert!(matches!(at(&[ahead, held, itself]), State::Kept { .. }));
}

#[test]
fn a_broken_promise_wants_a_reason_of_its_own() {
    let said = |id, which, reason| entry(id, "2026-11-25", Happening::Explained { which, reason });
    let found = seen(
        "2026-11-01",
        &[
            said(1, Which::Activity, Reason::Closed),
            said(2, Which::Activity, Reason::NoFreeTime),
        ],
        "2026-11-30",
    );
    assert!(matches!(
        state(&found, Which::Activity),
        State::Broken {
            explained: Some(Reason::NoFreeTime),
            ..
        }
    ));
    assert!(found.clock(Which::CoachTalks).needs_reason());
}

#[test]
fn silent_rules_promise_nothing() {
    let found = seen_under(
        &ProgrammeRules::default(),
        &CentreCalendar::default(),
        "2026-11-01",
        &[],
        "2030-01-01",
    );
    assert!(found.clocks.iter().all(|c| c.state == State::NotPromised));
    let shut = CentreCalendar {
        closed: day("2026-11-01").iter_days().take(1000).collect(),
        ..CentreCalendar::default()
    };
    let (rules, entries) = (rules(), []);
    let case = Case {
        rules: &rules,
        calendar: &shut,
        enrolled_on: Some(day("2026-11-01")),
        entries: &entries,
    };
    assert!(promises(&case, day("2026-11-02")).is_err());
}

#[test]
fn each_clock_is_explained_by_its_own_rows() {
    let said = Happening::Explained {
        which: Which::Activity,
        reason: Reason::Closed,
    };
    assert!(Which::Activity.is_about(&said) && !Which::FirstMeeting.is_about(&said));
    assert!(Which::Contact.is_about(&Happening::Referred) && !Which::Term.is_about(&Happening::Referred));
    assert!(
        Which::ALL
            .into_iter()
            .all(|w| w.is_about(&Happening::Exited) && Which::from_code(w.code()) == Some(w))
    );
}

#[test]
fn other_says_nothing_without_words() {
    assert_eq!(
        explanation("other", " \n"),
        Err(NotExplained::Words(PromiseRefusal::WordsNeeded))
    );
    assert_eq!(
        explanation("", "x"),
        Err(NotExplained::Choice(PromiseRefusal::NoReason))
    );
    assert_eq!(
        explanation("coach_ill", &"å".repeat(301)),
        Err(NotExplained::Text(TextError::TooLong))
    );
    assert_eq!(
        explanation(" closed ", "  Vatten i källaren "),
        Ok((Reason::Closed, "Vatten i källaren"))
    );
    assert_eq!(explanation("no_free_time", ""), Ok((Reason::NoFreeTime, "")));
    assert!(
        Reason::ALL
            .into_iter()
            .all(|r| Reason::from_code(r.code()) == Some(r))
    );
}

#[test]
fn an_end_stays_and_an_open_talk_goes_forward() {
    for from in TalkStep::ALL {
        assert_eq!(TalkStep::from_code(from.code()), Some(from));
        for to in TalkStep::ALL {
            assert!(!from.may_become(to) || from.is_open(), "{from:?} to {to:?}");
            assert!(from != to || !from.may_become(to));
        }
    }
    assert!(!TalkStep::Booked.may_become(TalkStep::Offered));
}
