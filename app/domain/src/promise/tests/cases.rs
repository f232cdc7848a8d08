//! The published cases of working days, month terms and civil time, each as a promise.

use super::*;
use crate::civil_time::civil_day;
use chrono::{DateTime, Utc};

/// The fields of a case file.
fn cases(file: &str) -> Vec<Vec<&str>> {
    let rows: Vec<Vec<&str>> = file
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .skip(1)
        .map(|line| line.split(',').collect())
        .collect();
    assert!(!rows.is_empty());
    rows
}

#[test]
fn every_case_of_working_days_is_a_first_meeting_and_a_first_contact() {
    for case in cases(include_str!("../../../tests/facts/workdays.csv")) {
        let (from, n, expected) = (case[0], case[1].parse().unwrap(), day(case[2]));
        let rules = ProgrammeRules {
            first_meeting_working_days: Some(n),
            contact_within_days: Some(n),
            ..ProgrammeRules::default()
        };
        let calendar = CentreCalendar::default();
        let sent = [entry(1, from, Happening::Referred)];
        let meeting = seen_under(&rules, &calendar, from, &[], from);
        let contact = promises(
            &Case {
                rules: &rules,
                calendar: &calendar,
                enrolled_on: None,
                entries: &sent,
            },
            day(from),
        )
        .unwrap();
        for (found, which) in [(meeting, Which::FirstMeeting), (contact, Which::Contact)] {
            let State::Running { due, left, .. } = state(&found, which) else {
                panic!("{which:?} runs from {from}")
            };
            assert_eq!((due, left), (expected, n), "{which:?} from {from}");
        }
        // Held on the last day keeps it, a day later breaks it.
        let held = |on: &str| [talk(1, on, 1, TalkStep::Held)];
        let kept = seen_under(&rules, &calendar, from, &held(case[2]), case[2]);
        assert_eq!(
            state(&kept, Which::FirstMeeting),
            State::Kept { on: expected },
            "{from}"
        );
        let next = (expected + Days::new(1)).to_string();
        let late = seen_under(&rules, &calendar, from, &held(&next), &next);
        let State::Broken { due, late, .. } = state(&late, Which::FirstMeeting) else {
            panic!("broken the day after {expected}")
        };
        assert_eq!((due, late), (expected, Some(day(&next))));
    }
}

#[test]
fn every_case_of_month_terms_is_a_time_limit_with_a_warning_of_two_months() {
    for case in cases(include_str!("../../../tests/facts/month-terms.csv")) {
        let (from, last) = (case[0], day(case[2]));
        let rules = ProgrammeRules {
            term_months: case[1].parse().ok(),
            ..ProgrammeRules::default()
        };
        let at = |today: NaiveDate| {
            state(
                &seen_under(&rules, &CentreCalendar::default(), from, &[], &today.to_string()),
                Which::Term,
            )
        };
        let State::Running { due, .. } = at(day(from)) else {
            panic!("runs from {from}")
        };
        assert_eq!(due, last, "{from}");
        let warned = last - chrono::Months::new(2);
        if warned > day(from) {
            let soon = |today| matches!(at(today), State::Running { soon: true, .. });
            assert!(soon(warned) && !soon(warned - Days::new(1)), "{from}");
        }
        assert!(matches!(at(last), State::Running { left: 0, .. }));
        assert!(matches!(at(last + Days::new(1)), State::Broken { .. }));
    }
}

#[test]
fn every_case_of_civil_time_falls_on_the_day_that_people_have() {
    for case in cases(include_str!("../../../tests/facts/civil-time.csv")) {
        let moment: DateTime<Utc> = case[0].parse().unwrap();
        let on = civil_day(moment);
        assert_eq!(on, day(case[1]));
        // A meeting held at that moment keeps a promise whose last day it is, and no earlier one.
        let rules = ProgrammeRules {
            first_meeting_working_days: Some(0),
            ..ProgrammeRules::default()
        };
        let entries = [talk(1, &on.to_string(), 1, TalkStep::Held)];
        let state = |from: NaiveDate| {
            let from = from.to_string();
            state(
                &seen_under(
                    &rules,
                    &CentreCalendar::default(),
                    &from,
                    &entries,
                    &on.to_string(),
                ),
                Which::FirstMeeting,
            )
        };
        assert_eq!(state(on), State::Kept { on });
        assert!(matches!(state(on - Days::new(1)), State::Broken { late, .. } if late == Some(on)));
    }
}
