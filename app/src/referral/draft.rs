//! A referral that is being written: which questions there are, in which order, and how far one has come.

use chrono::NaiveDate;
use domain::ids::{CentreId, ProgrammeId};
use domain::programme::{Condition, EntryGroup, ProgrammeRules};
use domain::referral::may_be_of_age;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What has been answered so far.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    pub programme: Option<ProgrammeId>,
    pub centre: Option<CentreId>,
    pub group: Option<EntryGroup>,
    pub who: Option<Who>,
    pub ground: Option<String>,
    /// By the condition's code (E4).
    pub answers: BTreeMap<String, Judged>,
    /// After a "no": it is sent for a joint review all the same.
    pub review: bool,
    pub told_terms_on: Option<NaiveDate>,
    /// Whether the last question has been answered; no day is as soon as possible.
    pub wished: bool,
    pub wished_start: Option<NaiveDate>,
    pub reason: String,
}

/// Who it is about, as the sender writes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Who {
    pub given_name: String,
    pub family_name: String,
    pub birth_year: i32,
    /// Twelve digits.
    pub identity_number: Option<String>,
    pub phone: String,
    pub language: String,
    pub needs_interpreter: bool,
    pub protected: bool,
}

/// Yes or no, and the day it was judged (E4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    pub yes: bool,
    pub judged_on: NaiveDate,
}

/// A question, with a page of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Programme,
    Group,
    Person,
    Ground,
    Condition(Condition),
    /// What to do after a "no".
    AfterNo,
    Terms,
    Wish,
    Check,
}

impl Step {
    /// The word in the page's address.
    pub fn code(self) -> String {
        match self {
            Self::Programme => "verksamhet".to_owned(),
            Self::Group => "vag".to_owned(),
            Self::Person => "person".to_owned(),
            Self::Ground => "grund".to_owned(),
            Self::Condition(condition) => condition.code().replace('_', "-"),
            Self::AfterNo => "nej".to_owned(),
            Self::Terms => "villkor".to_owned(),
            Self::Wish => "start".to_owned(),
            Self::Check => "granska".to_owned(),
        }
    }
}

impl Draft {
    /// Whether anything has been answered with no.
    pub fn has_no(&self, rules: &ProgrammeRules) -> bool {
        rules
            .conditions
            .iter()
            .any(|c| self.answers.get(c.code()).is_some_and(|a| !a.yes))
    }

    /// The questions that there are, in order. `groups` are the agency's ways in.
    pub fn steps(&self, rules: Option<&ProgrammeRules>, groups: &[EntryGroup]) -> Vec<Step> {
        let mut steps = vec![Step::Programme];
        let Some(rules) = rules.filter(|_| self.centre.is_some()) else {
            return steps;
        };
        if groups.len() > 1 {
            steps.push(Step::Group);
        }
        steps.push(Step::Person);
        if !rules.target_group.is_empty() {
            steps.push(Step::Ground);
        }
        steps.extend(rules.conditions.iter().copied().map(Step::Condition));
        if self.has_no(rules) {
            steps.push(Step::AfterNo);
        }
        steps.extend([Step::Terms, Step::Wish, Step::Check]);
        steps
    }

    /// Whether who it is about can be of the programme's age: the programme, its rules or the day may have changed since
    /// it was written.
    pub fn of_age(&self, rules: Option<&ProgrammeRules>, today: NaiveDate) -> bool {
        match (&self.who, rules) {
            (Some(who), Some(rules)) => may_be_of_age(rules, who.birth_year, today),
            _ => true,
        }
    }

    /// Whether a question has its answer, and one that still holds.
    pub fn answered(
        &self,
        step: Step,
        rules: Option<&ProgrammeRules>,
        groups: &[EntryGroup],
        today: NaiveDate,
    ) -> bool {
        match step {
            Step::Programme => self.programme.is_some() && self.centre.is_some() && rules.is_some(),
            Step::Group => self.group.is_some_and(|g| groups.contains(&g)),
            Step::Person => self.who.is_some() && self.of_age(rules, today),
            Step::Ground => {
                let listed = |g: &String| rules.is_some_and(|r| r.target_group.contains(g));
                self.ground.as_ref().is_some_and(listed)
            }
            Step::Condition(condition) => self.answers.contains_key(condition.code()),
            Step::AfterNo => self.review,
            Step::Terms => self.told_terms_on.is_some(),
            // E1: a referral says why.
            Step::Wish => self.wished && !self.reason.is_empty(),
            Step::Check => false,
        }
    }

    /// The question that is shown where this one is asked for: itself, or the first without an answer before it.
    pub fn at(
        &self,
        asked: &str,
        rules: Option<&ProgrammeRules>,
        groups: &[EntryGroup],
        today: NaiveDate,
    ) -> (Step, Vec<Step>) {
        let steps = self.steps(rules, groups);
        let reached = steps
            .iter()
            .position(|s| !self.answered(*s, rules, groups, today))
            .unwrap_or(steps.len() - 1);
        let wanted = steps.iter().position(|s| s.code() == asked).unwrap_or(reached);
        (steps[wanted.min(reached)], steps)
    }

    /// The way in: the one that was chosen, or the only one there is.
    pub fn way_in(&self, groups: &[EntryGroup]) -> Option<EntryGroup> {
        match groups {
            [only] => Some(*only),
            _ => self.group.filter(|g| groups.contains(g)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules() -> ProgrammeRules {
        ProgrammeRules {
            target_group: vec!["far".into()],
            conditions: vec![Condition::WantsWork],
            ..ProgrammeRules::default()
        }
    }

    const BOTH: [EntryGroup; 2] = [EntryGroup::NewApplicants, EntryGroup::OldCases];

    fn today() -> NaiveDate {
        "2026-11-20".parse().unwrap()
    }

    fn begun() -> Draft {
        Draft {
            programme: Some(uuid::Uuid::nil().into()),
            centre: Some(uuid::Uuid::nil().into()),
            ..Draft::default()
        }
    }

    #[test]
    fn one_comes_no_further_than_the_first_open_question() {
        let rules = rules();
        let mut draft = begun();
        let at = |draft: &Draft, asked: &str| draft.at(asked, Some(&rules), &BOTH, today()).0;
        assert_eq!(at(&draft, "granska"), Step::Group);
        assert_eq!(at(&draft, "verksamhet"), Step::Programme);
        assert_eq!(at(&draft, "nonsens"), Step::Group);
        draft.group = Some(EntryGroup::OldCases);
        assert_eq!(at(&draft, ""), Step::Person);
        assert_eq!(
            Draft::default().at("person", None, &[], today()).0,
            Step::Programme
        );
    }

    #[test]
    fn an_age_that_the_programme_does_not_take_is_asked_about_again() {
        let rules = ProgrammeRules {
            age_below: Some(65),
            ..rules()
        };
        let mut draft = begun();
        draft.group = Some(EntryGroup::OldCases);
        for (birth_year, step) in [(1990, Step::Ground), (1950, Step::Person)] {
            draft.who = Some(Who {
                birth_year,
                ..Who::default()
            });
            assert_eq!(draft.at("granska", Some(&rules), &BOTH, today()).0, step);
        }
    }

    #[test]
    fn a_no_asks_what_to_do_and_one_way_in_asks_nothing() {
        let rules = rules();
        let mut draft = begun();
        let no = Judged {
            yes: false,
            judged_on: today(),
        };
        assert!(!draft.steps(Some(&rules), &BOTH).contains(&Step::AfterNo));
        draft.answers.insert("wants_work".into(), no);
        assert!(draft.steps(Some(&rules), &BOTH).contains(&Step::AfterNo));
        assert!(!draft.steps(Some(&rules), &BOTH[..1]).contains(&Step::Group));
        assert_eq!(draft.way_in(&BOTH[..1]), Some(EntryGroup::NewApplicants));
    }
}
