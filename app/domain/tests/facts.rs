//! Every case in `tests/facts/` holds. The files are the project's own copies of its fact sheets;
//! a case is added by adding a line.

#![allow(clippy::unwrap_used, reason = "tests")]

use chrono::{DateTime, NaiveDate, Utc};
use domain::civil_time::{at, civil_day, clock_hm, clock_time, day_bounds, iso_week_label};
use domain::identity_number::{IdentityNumber, IdentityNumberError, IdentityNumberKind};
use domain::month_term::{days_left, last_day};
use domain::workdays::{CentreCalendar, nth_working_day_after, working_days_between};

/// The rows of a case file, of `N` fields each; comments and the header are left out.
fn cases<const N: usize>(file: &str) -> Vec<[&str; N]> {
    let rows: Vec<[&str; N]> = file
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .skip(1)
        .map(|line| line.split(',').collect::<Vec<_>>().try_into().unwrap())
        .collect();
    assert!(!rows.is_empty(), "a case file without cases");
    rows
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn civil_time() {
    for [instant, expected_day, expected_clock, expected_week] in cases(include_str!("facts/civil-time.csv"))
    {
        let moment: DateTime<Utc> = instant.parse().unwrap();
        let found = civil_day(moment);
        assert_eq!(found, day(expected_day), "{instant}");
        assert_eq!(clock_hm(moment), expected_clock, "{instant}");
        assert_eq!(iso_week_label(found), expected_week, "{instant}");
        let (start, end) = day_bounds(found);
        assert!(start <= moment && moment < end, "{instant}");
        assert!(at(found, clock_time(moment)) <= moment, "{instant}");
    }
}

#[test]
fn month_terms() {
    for [enrolled, months, expected] in cases(include_str!("facts/month-terms.csv")) {
        let found = last_day(day(enrolled), months.parse().unwrap());
        assert_eq!(found, Some(day(expected)), "{enrolled} and {months} months");
        assert_eq!(days_left(day(expected), day(expected)), 0);
    }
}

#[test]
fn workdays() {
    let calendar = CentreCalendar::default();
    for [from, count, expected] in cases(include_str!("facts/workdays.csv")) {
        let n = count.parse().unwrap();
        let found = nth_working_day_after(day(from), n, &calendar);
        assert_eq!(found, Ok(day(expected)), "{count} after {from}");
        assert_eq!(
            working_days_between(day(from), day(expected), &calendar),
            n,
            "{from}"
        );
    }
}

#[test]
fn identity_numbers() {
    let today = day("2026-11-21");
    for [number, verdict] in cases(include_str!("facts/identity-numbers.csv")) {
        let found = IdentityNumber::parse(number, today);
        match verdict {
            "personnummer" | "samordningsnummer" => {
                let found = found.unwrap();
                let kind = match found.kind() {
                    IdentityNumberKind::Personnummer => "personnummer",
                    IdentityNumberKind::Samordningsnummer => "samordningsnummer",
                };
                assert_eq!(kind, verdict, "{number}");
                assert_eq!(found.reveal(), number);
            }
            "refused: no such day" => {
                assert_eq!(found, Err(IdentityNumberError::NoSuchDay), "{number}");
            }
            "refused: check digit" => {
                assert_eq!(found, Err(IdentityNumberError::CheckDigit), "{number}");
            }
            other => panic!("a verdict nobody knows: {other}"),
        }
    }
}
