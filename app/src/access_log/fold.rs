//! Reads that are one event to the person: several categories of one opening, repeated openings of a day.

use super::store::Read;
use crate::kernel::policy::{Action, Category};

/// Whether an action shows a list in which the person is one of many.
pub const fn is_list(action: Option<Action>) -> bool {
    matches!(
        action,
        Some(Action::ReadPortfolio | Action::FindPerson | Action::ReadAgencyDesk | Action::ReadOperations)
    )
}

/// A permit that needs no telling apart: the ordinary ones are folded, the others keep a line of their own.
fn ordinary(why: &str) -> bool {
    matches!(why, "role" | "assigned" | "screen" | "own")
}

/// Whether both are one line: the same day, person, role and action, for an ordinary reason or the very same.
fn alike(a: &Read, b: &Read) -> bool {
    a.day == b.day
        && a.who == b.who
        && a.action == b.action
        && if ordinary(&a.why) {
            ordinary(&b.why)
        } else {
            a.why == b.why
                && a.stated == b.stated
                && a.override_reason == b.override_reason
                && a.consented_at == b.consented_at
        }
}

/// Folds what is alike; the order is that of the latest of each.
pub fn fold(reads: Vec<Read>) -> Vec<Read> {
    let mut folded: Vec<Read> = Vec::new();
    for read in reads {
        match folded.iter_mut().find(|f| alike(f, &read)) {
            None => folded.push(read),
            Some(into) => {
                // One opening reads several categories: times are those of the one that was read most.
                into.times = into.times.max(read.times);
                into.entry = into.entry.min(read.entry);
                into.entries.extend(read.entries);
                into.first_at = into.first_at.min(read.first_at);
                into.last_at = into.last_at.max(read.last_at);
                for category in read.categories {
                    if !into.categories.contains(&category) {
                        into.categories.push(category);
                    }
                }
                if read.why == "assigned" {
                    into.why = read.why;
                }
            }
        }
    }
    for read in &mut folded {
        read.categories
            .sort_by_key(|c| Category::ALL.iter().position(|a| a == c));
        read.entries.sort_unstable();
    }
    folded.sort_by(|a, b| b.last_at.cmp(&a.last_at).then(b.entry.cmp(&a.entry)));
    folded
}

#[cfg(test)]
mod tests {
    use super::super::store::Who;
    use super::*;
    use uuid::Uuid;

    fn read(entry: i64, at: &str, categories: &[Category], why: &str) -> Read {
        let at = at.parse().unwrap();
        Read {
            day: domain::civil_time::civil_day(at),
            entry,
            entries: vec![entry],
            first_at: at,
            last_at: at,
            times: 1,
            who: Who {
                staff: Some(Uuid::from_u128(1)),
                ..Who::default()
            },
            action: Some(Action::OpenRecord),
            categories: categories.to_vec(),
            why: why.to_owned(),
            stated: None,
            override_reason: None,
            consented_at: None,
        }
    }

    #[test]
    fn one_opening_is_one_line_whatever_it_read() {
        let folded = fold(vec![
            read(3, "2026-11-20T09:00:00Z", &[Category::PlanDraft], "assigned"),
            read(
                1,
                "2026-11-20T08:00:00Z",
                &[Category::Enrolled, Category::Bookings],
                "role",
            ),
        ]);
        assert_eq!(folded.len(), 1);
        assert_eq!(
            folded[0].categories,
            [Category::Enrolled, Category::PlanDraft, Category::Bookings]
        );
        assert_eq!((folded[0].entry, folded[0].why.as_str()), (1, "assigned"));
        assert_eq!(folded[0].entries, [1, 3]);
        assert_eq!(folded[0].first_at.to_rfc3339(), "2026-11-20T08:00:00+00:00");
    }

    #[test]
    fn another_day_another_person_and_another_reason_are_other_lines() {
        let base = || read(1, "2026-11-20T08:00:00Z", &[Category::PlanDraft], "role");
        let mut somebody = base();
        somebody.who.staff = Some(Uuid::from_u128(2));
        let mut stated = base();
        (stated.why, stated.stated) = ("reason".to_owned(), Some("Ringde om sin tid".to_owned()));
        let mut otherwise = stated.clone();
        otherwise.stated = Some("Frågade om sin buss".to_owned());
        let emergency = read(1, "2026-11-20T08:00:00Z", &[Category::PlanDraft], "override");
        let tomorrow = read(1, "2026-11-20T23:30:00Z", &[Category::PlanDraft], "role");
        let lines = fold(vec![
            base(),
            somebody,
            stated.clone(),
            otherwise,
            emergency,
            tomorrow,
            base(),
            stated,
        ]);
        assert_eq!(lines.len(), 6);
    }
}
