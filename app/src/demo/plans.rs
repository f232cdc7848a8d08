//! The plans, at every stage, with the history that led to them (P1, P2).

use super::cast::{Planned, State};
use super::chance::{below, between, chance, pick, shuffle, stream, weighted};
use super::epoch;
use super::people::Participant;
use super::rows::{ActivityRow, HistoryRow, PlanRow, Rows};
use super::when::{When, hm, workday_on_or_after, workday_on_or_before};
use super::words::steps::{STEPS, STEPS_EN};
use super::words::themes::{THEMES, THEMES_EN};
use super::words::{Step, Theme};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::clock::SeededRandom;
use domain::ids::{ActivityId, IdempotencyKey, PlanId};
use domain::plan::{ActivityStatus, Doer};
use serde_json::{Value, json};
use uuid::Uuid;

/// What a plan holds, with its days counted back from its last.
struct Draft {
    wanted_first: &'static str,
    want: &'static str,
    good_at: &'static str,
    need: &'static str,
    steps: Vec<Planned>,
}

/// How far a plan has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    NotBegun,
    Empty,
    GoalOnly,
    Few,
    Many,
}

/// A plan for everybody who has begun one.
pub fn make(when: &When, people: &[Participant], rows: &mut Rows) {
    for p in people {
        let last = p.ended_on.unwrap_or(when.today);
        let days = (last - p.enrolled_on).num_days();
        let mut random = stream("plan", p.index);
        let draft = match p.story {
            Some(s) if s.want.is_empty() => None,
            Some(s) => Some(Draft {
                wanted_first: s.wanted_first,
                want: s.want,
                good_at: s.good_at,
                need: s.need,
                steps: s.steps.to_vec(),
            }),
            None => invent(&mut random, p, days),
        };
        if let Some(draft) = draft {
            Writer {
                p,
                when,
                last,
                plan: PlanId::mint(epoch(), &mut random).as_uuid(),
                rows,
            }
            .write(&draft, &mut random);
        }
    }
}

/// A plan as it could have come about in so many days.
fn invent(random: &mut SeededRandom, p: &Participant, days: i64) -> Option<Draft> {
    let left = p.ended_on.is_some();
    let stage = match days {
        _ if left => Stage::Many,
        ..2 => Stage::NotBegun,
        2..6 => weighted(
            random,
            &[(3, Stage::Empty), (5, Stage::GoalOnly), (2, Stage::Few)],
        ),
        6..22 => weighted(
            random,
            &[(1, Stage::Empty), (3, Stage::GoalOnly), (6, Stage::Few)],
        ),
        22..61 => weighted(random, &[(1, Stage::GoalOnly), (6, Stage::Few), (4, Stage::Many)]),
        _ => weighted(
            random,
            &[(1, Stage::GoalOnly), (4, Stage::Few), (10, Stage::Many)],
        ),
    };
    let themes = if p.english { THEMES_EN } else { THEMES };
    let theme = pick(random, themes);
    let needs: Vec<&str> = theme.need.iter().copied().filter(|need| fits(p, need)).collect();
    let need = if needs.is_empty() {
        ""
    } else {
        pick(random, &needs)
    };
    let answers = (*pick(random, theme.want), *pick(random, theme.good_at), need);
    let empty = Draft {
        wanted_first: "",
        want: "",
        good_at: "",
        need: "",
        steps: Vec::new(),
    };
    let number = match stage {
        Stage::NotBegun => return None,
        Stage::Empty => return Some(empty),
        Stage::GoalOnly => 0,
        Stage::Few => between(random, 1, 4),
        Stage::Many => between(random, 5, 12),
    };
    // Some have only said what they want.
    let whole = stage != Stage::GoalOnly || chance(random, 50);
    let first = if chance(random, 25) {
        earlier_goal(p.english)
    } else {
        ""
    };
    let steps = steps(random, p, theme, number);
    Some(Draft {
        wanted_first: first,
        want: answers.0,
        good_at: if whole { answers.1 } else { "" },
        need: if whole { answers.2 } else { "" },
        steps: days_of(random, &steps, days, left),
    })
}

/// Whoever grew up with Swedish does not have to learn it.
fn fits(p: &Participant, text: &str) -> bool {
    !p.swedish || !["vensk", "annat land"].iter().any(|word| text.contains(word))
}

fn earlier_goal(english: bool) -> &'static str {
    if english {
        "I want a job."
    } else {
        "Jag vill ha ett jobb."
    }
}

/// So many steps, those of the goal among them, none twice; a recruiter's only where there is one.
fn steps(random: &mut SeededRandom, p: &Participant, theme: &Theme, number: u32) -> Vec<Step> {
    let general = if p.english { STEPS_EN } else { STEPS };
    let mut general: Vec<Step> = general.to_vec();
    shuffle(random, &mut general);
    let mut own: Vec<Step> = theme.steps.to_vec();
    shuffle(random, &mut own);
    let mut chosen: Vec<Step> = own
        .into_iter()
        .take(usize::from(number > 3) + 1)
        .chain(general)
        .collect();
    chosen.retain(|s| s.doer != Doer::Recruiter || p.recruiter.is_some());
    chosen.retain(|s| fits(p, s.title) && fits(p, s.why));
    chosen.truncate(usize::try_from(number).unwrap_or_default());
    shuffle(random, &mut chosen);
    chosen
}

/// Days for the steps: spread from the first week on, the old ones mostly done.
fn days_of(random: &mut SeededRandom, steps: &[Step], days: i64, left: bool) -> Vec<Planned> {
    let mut made: Vec<i64> = steps.iter().map(|_| below_days(random, days)).collect();
    made.sort_unstable_by(|a, b| b.cmp(a));
    steps
        .iter()
        .zip(made)
        .map(|(step, made)| {
            let ended = (made - made / 3 - i64::from(between(random, 0, 9))).max(0);
            let state = match made {
                _ if left => weighted(random, &[(8, State::Done(ended)), (2, State::Stopped(ended))]),
                31.. => weighted(
                    random,
                    &[
                        (65, State::Done(ended)),
                        (12, State::Stopped(ended)),
                        (15, State::UnderWay),
                        (8, State::Agreed),
                    ],
                ),
                11.. => weighted(
                    random,
                    &[
                        (32, State::Done(ended)),
                        (5, State::Stopped(ended)),
                        (28, State::UnderWay),
                        (28, State::Agreed),
                        (7, State::Idea),
                    ],
                ),
                _ => weighted(
                    random,
                    &[
                        (5, State::Done(ended)),
                        (20, State::UnderWay),
                        (45, State::Agreed),
                        (30, State::Idea),
                    ],
                ),
            };
            let due = match state {
                State::Done(ago) | State::Stopped(ago) => i64::from(between(random, 0, 6)) - 3 - ago,
                _ => i64::from(between(random, 0, 29)) - 8,
            };
            let has_day = step.when.is_empty() && chance(random, 85);
            Planned {
                step: *step,
                made,
                state,
                due: has_day.then_some(due.max(1 - made)),
            }
        })
        .collect()
}

fn below_days(random: &mut SeededRandom, days: i64) -> i64 {
    i64::try_from(below(random, usize::try_from(days).unwrap_or_default().max(1))).unwrap_or_default()
}

/// Turns a draft into the rows that writing it would have left.
struct Writer<'a> {
    p: &'a Participant,
    when: &'a When,
    /// The plan's day 0.
    last: NaiveDate,
    plan: Uuid,
    rows: &'a mut Rows,
}

impl Writer<'_> {
    fn write(mut self, draft: &Draft, random: &mut SeededRandom) {
        let begun = self.moment(self.p.enrolled_on + TimeDelta::days(1), hm(9, 45));
        let mut was = json!({ "want": "", "good_at": "", "need": "" });
        let mut revision = 1;
        let mut updated_at = begun;
        if !draft.wanted_first.is_empty() {
            self.history(None, begun, self.p.account, json!({ "answers_before": was }));
            was = json!({ "want": draft.wanted_first, "good_at": "", "need": "" });
            revision += 1;
        }
        if !draft.want.is_empty() {
            updated_at = self
                .moment(self.p.enrolled_on + TimeDelta::days(4), hm(10, 30))
                .max(begun);
            self.history(None, updated_at, self.p.account, json!({ "answers_before": was }));
            revision += 1;
        }
        self.rows.plans.push(PlanRow {
            id: self.plan,
            person: self.p.person,
            want: draft.want.to_owned(),
            good_at: draft.good_at.to_owned(),
            need: draft.need.to_owned(),
            revision,
            updated_at,
        });
        for planned in &draft.steps {
            self.step(planned, random);
        }
    }

    /// A day of the plan: a working day, not before the enrolment nor after the plan's last.
    fn day(&self, ago: i64) -> NaiveDate {
        workday_on_or_before(self.last - TimeDelta::days(ago)).max(self.p.enrolled_on)
    }

    fn moment(&self, day: NaiveDate, seconds: u32) -> DateTime<Utc> {
        self.when
            .moment(day.min(self.last), seconds)
            .max(self.p.enrolled_at)
    }

    fn history(&mut self, activity: Option<Uuid>, at: DateTime<Utc>, by: Uuid, change: Value) {
        self.rows.history.push(HistoryRow {
            person: self.p.person,
            plan: self.plan,
            activity,
            changed_at: at,
            changed_by: by,
            change,
        });
    }

    fn step(&mut self, planned: &Planned, random: &mut SeededRandom) {
        let Planned {
            step,
            made,
            state,
            due,
        } = *planned;
        let made_on = self.day(made);
        let created_at = self.moment(made_on, hm(10, 0) + between(random, 0, 170) * 60);
        let id = ActivityId::mint(created_at, random).as_uuid();
        // What somebody on the staff does was written together with them.
        let (doer_staff, by) = match step.doer {
            Doer::Coach => (Some(self.p.coach.id), self.p.coach.account),
            Doer::Recruiter => (self.p.recruiter.map(|r| r.id), self.p.account),
            Doer::Participant | Doer::Other => (None, self.p.account),
        };
        self.history(
            Some(id),
            created_at,
            by,
            json!({ "added": { "title": step.title, "when": step.when } }),
        );

        // From an idea by way of an agreement: each change in its own row, none before the one it follows.
        let agreed_on = (state != State::Idea).then_some(made_on);
        let begun_on = self.day((made - 3).max(0)).max(made_on);
        let (status, path): (ActivityStatus, &[(ActivityStatus, NaiveDate)]) = match state {
            State::Idea => (ActivityStatus::Idea, &[]),
            State::Agreed => (ActivityStatus::Agreed, &[(ActivityStatus::Agreed, made_on)]),
            State::UnderWay => (
                ActivityStatus::UnderWay,
                &[
                    (ActivityStatus::Agreed, made_on),
                    (ActivityStatus::UnderWay, begun_on),
                ],
            ),
            State::Done(ago) => (
                ActivityStatus::Done,
                &[
                    (ActivityStatus::Agreed, made_on),
                    (ActivityStatus::Done, self.day(ago).max(made_on)),
                ],
            ),
            State::Stopped(ago) => (
                ActivityStatus::Stopped,
                &[
                    (ActivityStatus::Agreed, made_on),
                    (ActivityStatus::Stopped, self.day(ago).max(made_on)),
                ],
            ),
        };
        let mut updated_at = created_at;
        let mut from = ActivityStatus::Idea;
        let mut last_day = made_on;
        for (to, day) in path {
            let at = if *day == made_on {
                created_at
            } else {
                self.moment(*day, hm(11, 15))
            };
            updated_at = at.max(updated_at);
            last_day = *day;
            self.history(
                Some(id),
                updated_at,
                by,
                json!({ "status": [from.code(), to.code()] }),
            );
            from = *to;
        }
        self.rows.activities.push(ActivityRow {
            id,
            plan: self.plan,
            person: self.p.person,
            kind: step.kind,
            title: step.title,
            why: step.why,
            doer: step.doer,
            doer_staff,
            doer_name: step.name,
            due_on: due.map(|days| workday_on_or_after(self.last + TimeDelta::days(days)).max(made_on)),
            when_text: step.when,
            place: step.place,
            status,
            agreed_on,
            done_on: (status == ActivityStatus::Done).then_some(last_day),
            key: IdempotencyKey::mint(created_at, random).as_uuid(),
            created_by: by,
            created_at,
            updated_at,
        });
    }
}
