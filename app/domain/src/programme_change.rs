//! What differs between two versions of a programme's rules: field by field, before and after.

use crate::programme::{CoachTalks, Condition, Entry, ExtensionKey, Outcome, ProgrammeRules, Target};

macro_rules! changes {
    ($($(#[$meta:meta])* $field:ident: $name:ident($type:ty)),+ $(,)?) => {
        /// A field of the rules that is otherwise in one version than in another.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Change {
            $($(#[$meta])* $name { before: $type, after: $type }),+
        }

        /// What differs from `before` to `after`, in the order of the rules; nothing where they say the same.
        pub fn diff(before: &ProgrammeRules, after: &ProgrammeRules) -> Vec<Change> {
            // Taken apart without a rest, so that a new field cannot be left out.
            let ProgrammeRules { $($field),+ } = before.clone();
            let mut changes = Vec::new();
            $(if $field != after.$field {
                changes.push(Change::$name { before: $field, after: after.$field.clone() });
            })+
            changes
        }

        /// The rules after these changes.
        pub fn apply(mut rules: ProgrammeRules, changes: &[Change]) -> ProgrammeRules {
            for change in changes {
                match change {
                    $(Change::$name { after, .. } => rules.$field.clone_from(after)),+
                }
            }
            rules
        }
    };
}

changes! {
    /// Youngest age.
    age_from: AgeFrom(Option<u8>),
    /// The age that must not have been reached.
    age_below: AgeBelow(Option<u8>),
    /// Whom it is for.
    target_group: TargetGroup(Vec<String>),
    /// E4.
    conditions: Conditions(Vec<Condition>),
    /// E1, E2.
    entries: Entries(Vec<Entry>),
    /// E3.
    capacity: Capacity(Option<u32>),
    /// K1.
    first_meeting_working_days: FirstMeeting(Option<u32>),
    /// K2.
    coach_talks: Talks(Option<CoachTalks>),
    /// K3.
    offer_within_days: Offer(Option<u32>),
    /// K4.
    contact_within_days: Contact(Option<u32>),
    /// K5.
    term_months: Term(Option<u32>),
    /// X1.
    extension_keys: ExtensionKeys(Vec<ExtensionKey>),
    /// X5.
    steps: Steps(Vec<String>),
    /// X3.
    outcomes: Outcomes(Vec<Outcome>),
    /// Result targets.
    targets: Targets(Vec<Target>),
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::programme::{
        EntryGroup, LINE_MAX, QuotaPeriod, ROWS_MAX, RuleError, RulePlace, RuleRefusal, TargetDenominator,
    };
    use proptest::collection::vec;
    use proptest::option;
    use proptest::prelude::*;
    use proptest::sample::{select, subsequence};

    fn parties() -> Vec<String> {
        ["soc-bergsjon", "af-svingeln"].map(str::to_owned).to_vec()
    }

    fn entries() -> impl Strategy<Value = Vec<Entry>> {
        let entry = (
            select(vec![
                "soc-bergsjon".to_owned(),
                "af-svingeln".to_owned(),
                "okand".to_owned(),
            ]),
            select(EntryGroup::ALL.to_vec()),
            option::of(0..60_u32),
            option::of(select(QuotaPeriod::ALL.to_vec())),
            option::of(0..60_u32),
        );
        vec(
            entry.prop_map(|(agency, group, quota, per, while_new_at_most)| Entry {
                agency,
                group,
                quota,
                per,
                while_new_at_most,
            }),
            0..4,
        )
    }

    fn targets() -> impl Strategy<Value = Vec<Target>> {
        let target = (
            any::<u8>(),
            select(TargetDenominator::ALL.to_vec()),
            option::of(0..30_u32),
        );
        vec(
            target.prop_map(|(percent, of, within_months)| Target {
                percent,
                of,
                within_months,
            }),
            0..4,
        )
    }

    fn rules() -> impl Strategy<Value = ProgrammeRules> {
        let numbers = (
            option::of(any::<u8>()),
            option::of(any::<u8>()),
            option::of(0..200_u32),
            option::of(0..900_u32),
            option::of(0..90_u32),
            option::of((0..9_u32, 0..99_u32)),
            option::of(0..99_u32),
            option::of(0..99_u32),
        );
        let lists = (
            vec("[a-zå ]{0,9}", 0..4),
            subsequence(Condition::ALL.to_vec(), 0..=5),
            entries(),
            targets(),
            subsequence(ExtensionKey::ALL.to_vec(), 0..=3),
            vec("[a-z_]{1,9}", 0..4),
            subsequence(Outcome::ALL.to_vec(), 0..=11),
        );
        (numbers, lists).prop_map(|(n, l)| ProgrammeRules {
            age_from: n.0,
            age_below: n.1,
            term_months: n.2,
            capacity: n.3,
            first_meeting_working_days: n.4,
            coach_talks: n
                .5
                .map(|(offered, within_days)| CoachTalks { offered, within_days }),
            offer_within_days: n.6,
            contact_within_days: n.7,
            target_group: l.0,
            conditions: l.1,
            entries: l.2,
            targets: l.3,
            extension_keys: l.4,
            steps: l.5,
            outcomes: l.6,
        })
    }

    fn refused(rules: ProgrammeRules) -> RuleError {
        rules.checked(&parties()).unwrap_err()
    }

    fn with_entry(quota: Option<u32>, per: Option<QuotaPeriod>, most: Option<u32>) -> ProgrammeRules {
        ProgrammeRules {
            entries: vec![Entry {
                agency: "af-svingeln".to_owned(),
                group: EntryGroup::LongTermRegistered,
                quota,
                per,
                while_new_at_most: most,
            }],
            ..ProgrammeRules::default()
        }
    }

    #[test]
    fn what_cannot_hold_is_told_at_its_place() {
        use RulePlace as P;
        use RuleRefusal as R;
        let plain = ProgrammeRules::default;
        let month = Some(QuotaPeriod::Month);
        let target = |percent| ProgrammeRules {
            targets: vec![
                Target {
                    percent: 40,
                    of: TargetDenominator::Exited,
                    within_months: None,
                },
                Target {
                    percent,
                    of: TargetDenominator::Enrolled,
                    within_months: None,
                },
            ],
            ..plain()
        };
        let cases = [
            (
                ProgrammeRules {
                    age_from: Some(65),
                    age_below: Some(18),
                    ..plain()
                },
                P::AgeBelow,
                R::AgesCross,
            ),
            (
                ProgrammeRules {
                    age_from: Some(18),
                    age_below: Some(18),
                    ..plain()
                },
                P::AgeBelow,
                R::AgesCross,
            ),
            (
                ProgrammeRules {
                    capacity: Some(0),
                    ..plain()
                },
                P::Capacity,
                R::NotANumber { from: 1, to: 100_000 },
            ),
            (
                ProgrammeRules {
                    term_months: Some(121),
                    ..plain()
                },
                P::TermMonths,
                R::NotANumber { from: 1, to: 120 },
            ),
            (
                with_entry(Some(5), None, None),
                P::EntryPer(0),
                R::QuotaWithoutPeriod,
            ),
            (
                with_entry(None, month, None),
                P::EntryQuota(0),
                R::PeriodWithoutQuota,
            ),
            (
                with_entry(Some(0), month, None),
                P::EntryQuota(0),
                R::NotANumber { from: 1, to: 10_000 },
            ),
            (
                with_entry(Some(5), month, Some(40)),
                P::EntryWhile(0),
                R::NothingToDependOn,
            ),
            (target(101), P::TargetPercent(1), R::Percent),
            (target(0), P::TargetPercent(1), R::Percent),
            (
                ProgrammeRules {
                    extension_keys: vec![ExtensionKey::Centre],
                    ..plain()
                },
                P::ExtensionKeys,
                R::NoTerm,
            ),
            (
                ProgrammeRules {
                    outcomes: vec![],
                    ..plain()
                },
                P::Outcomes,
                R::Empty,
            ),
            (
                ProgrammeRules {
                    steps: vec!["a".into(), "a".into()],
                    ..plain()
                },
                P::Steps,
                R::Twice,
            ),
            (
                ProgrammeRules {
                    steps: vec!["å".repeat(LINE_MAX + 1)],
                    ..plain()
                },
                P::Steps,
                R::TooLong,
            ),
            (
                ProgrammeRules {
                    target_group: (0..=ROWS_MAX).map(|n| n.to_string()).collect(),
                    ..plain()
                },
                P::TargetGroup,
                R::TooMany,
            ),
        ];
        for (rules, at, why) in cases {
            assert_eq!(refused(rules.clone()), RuleError::new(at, why), "{rules:?}");
        }
        let mut stranger = with_entry(None, None, None);
        stranger.entries[0].agency = "okand".to_owned();
        assert_eq!(
            refused(stranger),
            RuleError::new(P::EntryAgency(0), R::UnknownAgency)
        );
        let mut twice = with_entry(Some(5), month, None);
        twice.entries.push(twice.entries[0].clone());
        assert_eq!(refused(twice), RuleError::new(P::EntryGroup(1), R::Twice));
    }

    #[test]
    fn absent_outcomes_are_all_of_them_and_all_of_them_are_not_written() {
        let read: ProgrammeRules = serde_json::from_str("{}").unwrap();
        assert_eq!(read.outcomes, Outcome::ALL);
        assert!(serde_json::to_value(&read).unwrap().get("outcomes").is_none());
        let some: ProgrammeRules = serde_json::from_str(r#"{"outcomes": ["work", "moved"]}"#).unwrap();
        assert_eq!(some.outcomes, [Outcome::Work, Outcome::Moved]);
        assert!(serde_json::from_str::<ProgrammeRules>(r#"{"outcomes": ["won"]}"#).is_err());
    }

    #[test]
    fn codes_are_the_words_that_are_stored() {
        for outcome in Outcome::ALL {
            assert_eq!(serde_json::to_value(outcome).unwrap(), outcome.code());
            assert_eq!(Outcome::from_code(outcome.code()), Some(outcome));
        }
        for condition in Condition::ALL {
            assert_eq!(serde_json::to_value(condition).unwrap(), condition.code());
        }
        for group in EntryGroup::ALL {
            assert_eq!(serde_json::to_value(group).unwrap(), group.code());
        }
        for per in QuotaPeriod::ALL {
            assert_eq!(serde_json::to_value(per).unwrap(), per.code());
        }
        for of in TargetDenominator::ALL {
            assert_eq!(serde_json::to_value(of).unwrap(), of.code());
        }
        for key in ExtensionKey::ALL {
            assert_eq!(serde_json::to_value(key).unwrap(), key.code());
        }
    }

    proptest! {
        #[test]
        fn rules_come_back_from_json_as_they_were(rules in rules()) {
            let json = serde_json::to_value(&rules).unwrap();
            prop_assert_eq!(serde_json::from_value::<ProgrammeRules>(json).unwrap(), rules);
        }

        #[test]
        fn nothing_differs_from_itself(rules in rules()) {
            prop_assert_eq!(diff(&rules, &rules), vec![]);
        }

        #[test]
        fn what_differs_makes_the_one_into_the_other_and_nothing_less_does(a in rules(), b in rules()) {
            let changes = diff(&a, &b);
            prop_assert_eq!(apply(a.clone(), &changes), b.clone());
            for left_out in 0..changes.len() {
                let mut fewer = changes.clone();
                fewer.remove(left_out);
                prop_assert_ne!(apply(a.clone(), &fewer), b.clone());
            }
        }

        #[test]
        fn what_is_accepted_is_unchanged_and_holds_together(rules in rules()) {
            if let Ok(held) = rules.clone().checked(&parties()) {
                prop_assert_eq!(&held, &rules);
                prop_assert!(held.age_from.zip(held.age_below).is_none_or(|(from, below)| from < below));
                prop_assert!(held.entries.iter().all(|e| e.quota.is_some() == e.per.is_some()));
                prop_assert!(held.targets.iter().all(|t| (1..=100).contains(&t.percent)));
                prop_assert!(held.clone().checked(&[]).is_ok() == held.entries.is_empty());
            }
        }
    }
}
