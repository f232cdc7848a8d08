//! Extension of a term (X1): three keys over the same text, days and enrolment, from three hands and three sessions.
//!
//! A key is given over a revision of the proposal: a text that is changed and changed back is another revision, and the
//! keys of the first one do not come back with it.

use crate::ids::EnrolmentId;
use crate::programme::ExtensionKey;
use chrono::{Months, NaiveDate};

/// Longest text of an extension, in characters.
pub const WORDS_MAX: usize = 2000;
/// Longest reason of a refusal, in characters.
pub const REASON_MAX: usize = 1000;
/// Months before the end of the term from which all three are told (K5).
pub const WARN_MONTHS: u32 = 2;

/// The text in the one form that is stored and sealed: lines ended alike, nothing around it. Whoever reads it in composes it.
pub fn canonical_words(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned()
}

/// What a key is given over: everything that each signer is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Content<'w> {
    /// Whose term.
    pub enrolment: EnrolmentId,
    /// The last day of the term as it is.
    pub old_end: NaiveDate,
    /// The last day that is proposed.
    pub new_end: NaiveDate,
    /// The last day on which a key can be given.
    pub deadline: NaiveDate,
    /// Which revision of the proposal.
    pub revision: i32,
    /// Why, and what is to be done.
    pub words: &'w str,
}

/// What a key is given over, as it is sealed. The words come last: nothing written in them can pass for another day,
/// revision or enrolment.
pub fn canonical(content: &Content<'_>) -> String {
    let day = |day: NaiveDate| day.format("%Y-%m-%d").to_string();
    format!(
        "extension 2\n{}\n{}\n{}\n{}\n{}\n{}",
        content.enrolment,
        day(content.old_end),
        day(content.new_end),
        day(content.deadline),
        content.revision,
        canonical_words(content.words)
    )
}

/// A key that was given: over which revision, by which account, in which session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given<R, A, S> {
    /// Which key.
    pub key: ExtensionKey,
    /// The revision that it was given over.
    pub over: R,
    /// Whose account.
    pub account: A,
    /// Which session.
    pub session: S,
}

/// Which of these keys count for this revision: given over it, each once, from accounts and sessions that differ. The
/// first given comes first.
pub fn counting<'g, R: PartialEq, A: PartialEq, S: PartialEq>(
    given: &'g [Given<R, A, S>],
    over: &R,
) -> Vec<&'g Given<R, A, S>> {
    let mut counted: Vec<&Given<R, A, S>> = Vec::new();
    for key in given.iter().filter(|k| k.over == *over) {
        let taken = counted
            .iter()
            .any(|c| c.key == key.key || c.account == key.account || c.session == key.session);
        if !taken {
            counted.push(key);
        }
    }
    counted
}

/// Which of the wanted keys are missing for this revision; an extension without a rule is never complete.
pub fn missing<R: PartialEq, A: PartialEq, S: PartialEq>(
    wanted: &[ExtensionKey],
    given: &[Given<R, A, S>],
    over: &R,
) -> Vec<ExtensionKey> {
    let counted = counting(given, over);
    wanted
        .iter()
        .copied()
        .filter(|w| !counted.iter().any(|c| c.key == *w))
        .collect()
}

/// Whether the end of the term is so near that all three are told: from two months before, to its last day.
pub fn warns(term_ends_on: NaiveDate, today: NaiveDate) -> bool {
    let from = term_ends_on
        .checked_sub_months(Months::new(WARN_MONTHS))
        .unwrap_or(term_ends_on);
    from <= today && today <= term_ends_on
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    const ALL: [ExtensionKey; 3] = [
        ExtensionKey::Participant,
        ExtensionKey::CaseWorker,
        ExtensionKey::Centre,
    ];

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn given(key: ExtensionKey, over: u8, account: u8, session: u8) -> Given<u8, u8, u8> {
        Given {
            key,
            over,
            account,
            session,
        }
    }

    fn content(words: &str) -> Content<'_> {
        Content {
            enrolment: EnrolmentId::from(Uuid::from_u128(1)),
            old_end: day("2027-04-30"),
            new_end: day("2027-05-21"),
            deadline: day("2027-04-20"),
            revision: 1,
            words,
        }
    }

    #[test]
    fn what_looks_alike_is_sealed_alike_and_what_differs_is_not() {
        let seal = |words| canonical(&content(words));
        assert_eq!(
            seal("Vi förlänger\r\nen månad. "),
            seal("Vi förlänger\nen månad.")
        );
        assert_ne!(seal("En månad."), seal("Två månader."));
        // Each thing that is shown is sealed: another one of it is another seal.
        let shown = content("En månad.");
        let others = [
            Content {
                enrolment: EnrolmentId::from(Uuid::from_u128(2)),
                ..shown
            },
            Content {
                old_end: day("2027-04-29"),
                ..shown
            },
            Content {
                new_end: day("2027-05-22"),
                ..shown
            },
            Content {
                deadline: day("2027-04-21"),
                ..shown
            },
            Content { revision: 2, ..shown },
        ];
        for other in others {
            assert_ne!(canonical(&shown), canonical(&other), "{other:?}");
        }
    }

    #[test]
    fn the_same_hand_or_session_is_one_key() {
        let two_hands = [
            given(ExtensionKey::Participant, 1, 1, 1),
            given(ExtensionKey::CaseWorker, 1, 2, 2),
            given(ExtensionKey::Centre, 1, 2, 3),
        ];
        assert_eq!(missing(&ALL, &two_hands, &1), [ExtensionKey::Centre]);
        let one_session = [
            given(ExtensionKey::Participant, 1, 1, 1),
            given(ExtensionKey::CaseWorker, 1, 2, 2),
            given(ExtensionKey::Centre, 1, 3, 2),
        ];
        assert_eq!(missing(&ALL, &one_session, &1), [ExtensionKey::Centre]);
    }

    #[test]
    fn told_from_two_months_before_to_the_last_day() {
        let end = day("2027-04-30");
        assert!(!warns(end, day("2027-02-27")));
        assert!(warns(end, day("2027-02-28")));
        assert!(warns(end, end));
        assert!(!warns(end, day("2027-05-01")));
    }

    fn any_given() -> impl Strategy<Value = Vec<Given<u8, u8, u8>>> {
        let one =
            (0_usize..3, 0_u8..3, 0_u8..4, 0_u8..4).prop_map(|(k, over, a, s)| given(ALL[k], over, a, s));
        proptest::collection::vec(one, 0..12)
    }

    proptest! {
        #[test]
        fn never_complete_without_three_keys_hands_and_sessions_over_that_revision(keys in any_given(), over in 0_u8..3) {
            if missing(&ALL, &keys, &over).is_empty() {
                let counted = counting(&keys, &over);
                prop_assert_eq!(counted.len(), 3);
                prop_assert!(counted.iter().all(|k| k.over == over));
                for (i, a) in counted.iter().enumerate() {
                    for b in &counted[i + 1..] {
                        prop_assert!(a.key != b.key && a.account != b.account && a.session != b.session);
                    }
                }
            }
        }

        #[test]
        fn a_new_revision_voids_every_key(keys in any_given()) {
            prop_assert_eq!(missing(&ALL, &keys, &9), ALL);
        }

        #[test]
        fn the_words_cannot_pass_for_another_day(words in "[ -~\n]{0,40}", offset in 1_u64..400) {
            let shown = content(&words);
            let later = |day: NaiveDate| day + chrono::Days::new(offset);
            for other in [
                Content { new_end: later(shown.new_end), ..shown },
                Content { deadline: later(shown.deadline), ..shown },
            ] {
                prop_assert_ne!(canonical(&shown), canonical(&other));
            }
        }
    }
}
