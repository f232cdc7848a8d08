//! A published version of a plan (P4): what stood in it at that moment, and what is otherwise in the next.

use crate::ids::ActivityId;
use crate::plan::{ActivityKind, ActivityStatus, Doer};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The plan as it was when it was published: the three answers and every step, in the participant's own words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanContent {
    pub want: String,
    pub good_at: String,
    pub need: String,
    pub steps: Vec<FrozenStep>,
}

/// A step as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrozenStep {
    pub id: ActivityId,
    pub kind: ActivityKind,
    pub title: String,
    pub why: String,
    pub doer: Doer,
    /// Who it is by name, where a name is known.
    pub doer_name: Option<String>,
    pub due_on: Option<NaiveDate>,
    pub when: String,
    pub place: String,
    pub status: ActivityStatus,
    pub done_on: Option<NaiveDate>,
}

/// One of the plan's three answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    Want,
    GoodAt,
    Need,
}

/// What is otherwise in a later version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change<'a> {
    /// An answer has other words.
    Answer {
        question: Question,
        before: &'a str,
        after: &'a str,
    },
    /// A step that was not there.
    Added(&'a FrozenStep),
    /// A step that is there no more.
    Removed(&'a FrozenStep),
    /// A step that stands elsewhere: done, stopped, taken up again.
    Moved {
        before: &'a FrozenStep,
        after: &'a FrozenStep,
    },
    /// A step in other words, or on another day, by somebody else, elsewhere.
    Reworded {
        before: &'a FrozenStep,
        after: &'a FrozenStep,
    },
}

/// How many changes there are of each sort.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub answers: u32,
    pub added: u32,
    pub removed: u32,
    pub done: u32,
    pub changed: u32,
}

/// What is otherwise in `after`: the answers first, then step by step in its order, then what is gone.
pub fn diff<'a>(before: &'a PlanContent, after: &'a PlanContent) -> Vec<Change<'a>> {
    let answers = [
        (Question::Want, &before.want, &after.want),
        (Question::GoodAt, &before.good_at, &after.good_at),
        (Question::Need, &before.need, &after.need),
    ];
    let mut changes: Vec<Change<'a>> = answers
        .into_iter()
        .filter(|(_, before, after)| before != after)
        .map(|(question, before, after)| Change::Answer {
            question,
            before,
            after,
        })
        .collect();
    for step in &after.steps {
        match before.steps.iter().find(|s| s.id == step.id) {
            None => changes.push(Change::Added(step)),
            Some(was) => {
                if was.status != step.status {
                    changes.push(Change::Moved {
                        before: was,
                        after: step,
                    });
                }
                if words(was) != words(step) {
                    changes.push(Change::Reworded {
                        before: was,
                        after: step,
                    });
                }
            }
        }
    }
    let gone = before
        .steps
        .iter()
        .filter(|s| after.steps.iter().all(|a| a.id != s.id));
    changes.extend(gone.map(Change::Removed));
    changes
}

/// A step without what its status says.
fn words(step: &FrozenStep) -> FrozenStep {
    FrozenStep {
        status: ActivityStatus::Idea,
        done_on: None,
        ..step.clone()
    }
}

/// The same counted.
pub fn tally(changes: &[Change<'_>]) -> Tally {
    let mut tally = Tally::default();
    for change in changes {
        match change {
            Change::Answer { .. } => tally.answers += 1,
            Change::Added(_) => tally.added += 1,
            Change::Removed(_) => tally.removed += 1,
            Change::Moved { after, .. } if after.status == ActivityStatus::Done => tally.done += 1,
            Change::Moved { .. } | Change::Reworded { .. } => tally.changed += 1,
        }
    }
    tally
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SeededRandom;
    use chrono::DateTime;

    fn step(seed: u64, title: &str, status: ActivityStatus) -> FrozenStep {
        FrozenStep {
            id: ActivityId::mint(DateTime::UNIX_EPOCH, &mut SeededRandom::new(seed)),
            kind: ActivityKind::Own,
            title: title.to_owned(),
            why: String::new(),
            doer: Doer::Participant,
            doer_name: None,
            due_on: None,
            when: String::new(),
            place: String::new(),
            status,
            done_on: None,
        }
    }

    fn plan(want: &str, steps: Vec<FrozenStep>) -> PlanContent {
        PlanContent {
            want: want.to_owned(),
            steps,
            ..PlanContent::default()
        }
    }

    #[test]
    fn a_plan_does_not_differ_from_itself() {
        let one = plan("Lager", vec![step(1, "Ring", ActivityStatus::Idea)]);
        assert!(diff(&one, &one.clone()).is_empty());
        assert_eq!(tally(&[]), Tally::default());
    }

    #[test]
    fn the_order_of_steps_is_no_change() {
        let (a, b) = (
            step(1, "A", ActivityStatus::Idea),
            step(2, "B", ActivityStatus::Idea),
        );
        let (one, other) = (plan("", vec![a.clone(), b.clone()]), plan("", vec![b, a]));
        assert!(diff(&one, &other).is_empty());
    }

    #[test]
    fn every_sort_of_change_is_told_once() {
        let before = plan(
            "Lager",
            vec![
                step(1, "Ring", ActivityStatus::Agreed),
                step(2, "Skriv CV", ActivityStatus::Idea),
                step(3, "Praktik", ActivityStatus::Idea),
            ],
        );
        let mut done = step(1, "Ring", ActivityStatus::Done);
        done.done_on = NaiveDate::from_ymd_opt(2026, 11, 20);
        let reworded = FrozenStep {
            title: "Skriv nytt CV".to_owned(),
            ..before.steps[1].clone()
        };
        let new = step(4, "Truckkort", ActivityStatus::Idea);
        let after = plan("Truck", vec![done.clone(), reworded.clone(), new.clone()]);
        let changes = diff(&before, &after);
        assert_eq!(
            changes,
            [
                Change::Answer {
                    question: Question::Want,
                    before: "Lager",
                    after: "Truck"
                },
                Change::Moved {
                    before: &before.steps[0],
                    after: &done
                },
                Change::Reworded {
                    before: &before.steps[1],
                    after: &reworded
                },
                Change::Added(&new),
                Change::Removed(&before.steps[2]),
            ]
        );
        let counted = Tally {
            answers: 1,
            added: 1,
            removed: 1,
            done: 1,
            changed: 1,
        };
        assert_eq!(tally(&changes), counted);
    }

    #[test]
    fn backwards_what_was_added_is_removed() {
        let (before, after) = (
            plan("", vec![]),
            plan("", vec![step(1, "A", ActivityStatus::Idea)]),
        );
        assert!(matches!(diff(&before, &after)[..], [Change::Added(_)]));
        assert!(matches!(diff(&after, &before)[..], [Change::Removed(_)]));
    }
}
