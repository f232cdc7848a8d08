//! Rules in plain words: each as the lines that a person reads.

use super::api::{Changed, Section};
use super::text;
use crate::kernel::Lang;
use domain::programme::{CoachTalks, Entry, EntryGroup, ProgrammeRules, Target};
use domain::programme_change::{Change, diff};

/// Codes and names of the parties.
pub type Parties = [(String, String)];

/// Grounds and steps of the four programmes by code, in Swedish and English; others stand in their own words.
const KNOWN: [(&str, &str, &str); 10] = [
    (
        "unemployed_on_social_assistance",
        "Arbetslös med försörjningsstöd",
        "Unemployed on social assistance",
    ),
    (
        "registered_without_unemployment_insurance",
        "Inskriven hos Arbetsförmedlingen utan a-kassa",
        "Registered at the employment service without unemployment insurance",
    ),
    (
        "registered_on_basic_amount_with_supplementary_assistance",
        "Inskriven hos Arbetsförmedlingen med grundbelopp och kompletterande försörjningsstöd",
        "Registered at the employment service on the basic amount with supplementary assistance",
    ),
    (
        "on_social_assistance_in_need_of_extended_support",
        "Har försörjningsstöd och behöver utökat stöd",
        "On social assistance and in need of extended support",
    ),
    (
        "judged_able_to_enter_vocational_education_or_job_within_18_months",
        "Bedöms kunna börja yrkesutbildning eller arbete inom 18 månader",
        "Judged able to enter vocational education or a job within 18 months",
    ),
    (
        "far_from_the_labour_market",
        "Står långt från arbetsmarknaden",
        "Far from the labour market",
    ),
    ("preparation", "Förberedande steg", "Preparation"),
    ("first_job", "Första jobbet", "First job"),
    (
        "validation_or_further_education",
        "Validering eller fortsatt utbildning",
        "Validation or further education",
    ),
    ("next_job", "Nästa jobb", "Next job"),
];

/// "1 dag", "14 dagar".
fn counted(n: u32, one: &str, more: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { more })
}

/// A ground of the target group, or a step, in words.
pub fn ground_word(code: &str, lang: Lang) -> String {
    KNOWN
        .iter()
        .find(|(known, ..)| *known == code)
        .map_or(code, |(_, sv, en)| match lang {
            Lang::Sv => sv,
            Lang::En => en,
        })
        .to_owned()
}

/// The code of a ground or step that is written in words; others are stored as they are written.
pub fn ground_code(words: &str) -> String {
    let words = words.trim();
    KNOWN
        .iter()
        .find(|(code, sv, en)| [*code, *sv, *en].contains(&words))
        .map_or(words, |(code, ..)| code)
        .to_owned()
}

/// Whom a way in counts, for those who ask from other rooms.
pub fn entry_group_word(group: EntryGroup, lang: Lang) -> &'static str {
    text::entry_group(group, lang)
}

struct Speaker<'a> {
    parties: &'a Parties,
    lang: Lang,
}

impl Speaker<'_> {
    fn pick(&self, sv: String, en: String) -> String {
        match self.lang {
            Lang::Sv => sv,
            Lang::En => en,
        }
    }

    fn turned(&self, age: Option<u8>) -> Vec<String> {
        age.map(|n| self.pick(format!("Har fyllt {n} år"), format!("Has turned {n}")))
            .into_iter()
            .collect()
    }

    fn not_turned(&self, age: Option<u8>) -> Vec<String> {
        age.map(|n| self.pick(format!("Har inte fyllt {n} år"), format!("Has not turned {n}")))
            .into_iter()
            .collect()
    }

    fn capacity(&self, most: Option<u32>) -> Vec<String> {
        most.map(|n| {
            self.pick(
                format!("Högst {} på en gång", counted(n, "inskriven", "inskrivna")),
                format!("At most {n} enrolled at once"),
            )
        })
        .into_iter()
        .collect()
    }

    fn first_meeting(&self, days: Option<u32>) -> Vec<String> {
        days.map(|n| {
            self.pick(
                format!(
                    "Första mötet med den egna coachen inom {}",
                    counted(n, "arbetsdag", "arbetsdagar")
                ),
                format!(
                    "First meeting with the own coach within {}",
                    counted(n, "working day", "working days")
                ),
            )
        })
        .into_iter()
        .collect()
    }

    fn talks(&self, talks: Option<CoachTalks>) -> Vec<String> {
        talks
            .map(|t| {
                self.pick(
                    format!(
                        "{} coachsamtal erbjuds inom {}",
                        t.offered,
                        counted(t.within_days, "dag", "dagar")
                    ),
                    format!(
                        "{} offered within {}",
                        counted(t.offered, "coach talk", "coach talks"),
                        counted(t.within_days, "day", "days")
                    ),
                )
            })
            .into_iter()
            .collect()
    }

    fn offer(&self, days: Option<u32>) -> Vec<String> {
        days.map(|n| {
            self.pick(
                format!(
                    "Arbete, studier eller jobbsökaraktivitet erbjuds inom {}",
                    counted(n, "dag", "dagar")
                ),
                format!(
                    "Work, education or a job-search activity offered within {}",
                    counted(n, "day", "days")
                ),
            )
        })
        .into_iter()
        .collect()
    }

    fn contact(&self, days: Option<u32>) -> Vec<String> {
        days.map(|n| {
            self.pick(
                format!(
                    "Första kontakt inom {} från anvisningen",
                    counted(n, "arbetsdag", "arbetsdagar")
                ),
                format!(
                    "First contact within {} of the referral",
                    counted(n, "working day", "working days")
                ),
            )
        })
        .into_iter()
        .collect()
    }

    fn term(&self, months: Option<u32>) -> Vec<String> {
        months
            .map(|n| {
                self.pick(
                    format!("En inskrivning varar {}", counted(n, "månad", "månader")),
                    format!("An enrolment lasts {}", counted(n, "month", "months")),
                )
            })
            .into_iter()
            .collect()
    }

    fn grounds(&self, list: &[String]) -> Vec<String> {
        list.iter().map(|code| ground_word(code, self.lang)).collect()
    }

    fn words<T: Copy>(&self, list: &[T], word: fn(T, Lang) -> &'static str) -> Vec<String> {
        list.iter().map(|one| word(*one, self.lang).to_owned()).collect()
    }

    fn party(&self, code: &str) -> String {
        self.parties
            .iter()
            .find(|(known, _)| known == code)
            .map_or(code, |(_, name)| name)
            .to_owned()
    }

    fn entry(&self, entry: &Entry) -> String {
        let mut line = format!(
            "{}, {}: ",
            self.party(&entry.agency),
            text::entry_group(entry.group, self.lang)
        );
        line += &match (entry.quota, entry.per) {
            (Some(n), Some(per)) => {
                let per = text::period(per, self.lang);
                self.pick(format!("högst {n} per {per}"), format!("at most {n} a {per}"))
            }
            _ => self.pick("ingen kvot".to_owned(), "no quota".to_owned()),
        };
        if let Some(n) = entry.while_new_at_most {
            line += &self.pick(
                format!(", bara så länge månadens nybesök därifrån är högst {n}"),
                format!(", only while the month's new applicants from there are at most {n}"),
            );
        }
        line
    }

    fn target(&self, target: &Target) -> String {
        let of = text::denominator(target.of, self.lang);
        let within = target.within_months.map_or_else(String::new, |n| {
            self.pick(
                format!(" inom {}", counted(n, "månad", "månader")),
                format!(" within {}", counted(n, "month", "months")),
            )
        });
        self.pick(
            format!("{} % av {of}{within}", target.percent),
            format!("{}% of {of}{within}", target.percent),
        )
    }

    fn entries(&self, list: &[Entry]) -> Vec<String> {
        list.iter().map(|e| self.entry(e)).collect()
    }

    fn targets(&self, list: &[Target]) -> Vec<String> {
        list.iter().map(|t| self.target(t)).collect()
    }

    fn changed(&self, change: &Change) -> Changed {
        use Change as C;
        let (label, before, after): (&str, Vec<String>, Vec<String>) = match change {
            C::AgeFrom { before, after } => {
                (text::ages(self.lang), self.turned(*before), self.turned(*after))
            }
            C::AgeBelow { before, after } => (
                text::ages(self.lang),
                self.not_turned(*before),
                self.not_turned(*after),
            ),
            C::TargetGroup { before, after } => (
                text::target_group(self.lang),
                self.grounds(before),
                self.grounds(after),
            ),
            C::Conditions { before, after } => (
                text::conditions(self.lang),
                self.words(before, text::condition),
                self.words(after, text::condition),
            ),
            C::Entries { before, after } => (
                text::entries(self.lang),
                self.entries(before),
                self.entries(after),
            ),
            C::Capacity { before, after } => (
                text::capacity(self.lang),
                self.capacity(*before),
                self.capacity(*after),
            ),
            C::FirstMeeting { before, after } => (
                text::promises(self.lang),
                self.first_meeting(*before),
                self.first_meeting(*after),
            ),
            C::Talks { before, after } => {
                (text::promises(self.lang), self.talks(*before), self.talks(*after))
            }
            C::Offer { before, after } => {
                (text::promises(self.lang), self.offer(*before), self.offer(*after))
            }
            C::Contact { before, after } => (
                text::promises(self.lang),
                self.contact(*before),
                self.contact(*after),
            ),
            C::Term { before, after } => (text::term(self.lang), self.term(*before), self.term(*after)),
            C::ExtensionKeys { before, after } => (
                text::extension(self.lang),
                self.words(before, text::key),
                self.words(after, text::key),
            ),
            C::Steps { before, after } => (text::steps(self.lang), self.grounds(before), self.grounds(after)),
            C::Outcomes { before, after } => (
                text::outcomes(self.lang),
                self.words(before, text::outcome_word),
                self.words(after, text::outcome_word),
            ),
            C::Targets { before, after } => (
                text::targets(self.lang),
                self.targets(before),
                self.targets(after),
            ),
        };
        // Of a list only what is otherwise; where the order alone is, the whole of it.
        let less = |a: &[String], b: &[String]| -> Vec<String> {
            a.iter().filter(|line| !b.contains(line)).cloned().collect()
        };
        let (gone, come) = (less(&before, &after), less(&after, &before));
        let moved = gone.is_empty() && come.is_empty();
        Changed {
            label: label.to_owned(),
            before: if moved { before } else { gone },
            after: if moved { after } else { come },
        }
    }
}

/// The rules part by part; a part that the source is silent about has no lines.
pub fn sections(rules: &ProgrammeRules, parties: &Parties, lang: Lang) -> Vec<Section> {
    let say = Speaker { parties, lang };
    let together = |lines: Vec<Vec<String>>| lines.concat();
    [
        (
            text::ages(lang),
            together(vec![say.turned(rules.age_from), say.not_turned(rules.age_below)]),
        ),
        (text::target_group(lang), say.grounds(&rules.target_group)),
        (
            text::conditions(lang),
            say.words(&rules.conditions, text::condition),
        ),
        (text::entries(lang), say.entries(&rules.entries)),
        (text::capacity(lang), say.capacity(rules.capacity)),
        (
            text::promises(lang),
            together(vec![
                say.first_meeting(rules.first_meeting_working_days),
                say.talks(rules.coach_talks),
                say.offer(rules.offer_within_days),
                say.contact(rules.contact_within_days),
            ]),
        ),
        (text::term(lang), say.term(rules.term_months)),
        (text::extension(lang), say.words(&rules.extension_keys, text::key)),
        (text::steps(lang), say.grounds(&rules.steps)),
        (text::targets(lang), say.targets(&rules.targets)),
        (
            text::outcomes(lang),
            say.words(&rules.outcomes, text::outcome_word),
        ),
    ]
    .into_iter()
    .map(|(label, lines)| Section {
        label: label.to_owned(),
        lines,
    })
    .collect()
}

/// What differs between two, rule by rule.
pub fn differences(
    before: &ProgrammeRules,
    after: &ProgrammeRules,
    parties: &Parties,
    lang: Lang,
) -> Vec<Changed> {
    let say = Speaker { parties, lang };
    diff(before, after)
        .iter()
        .map(|change| say.changed(change))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_tells_the_lines_that_differ_and_no_others() {
        let entry = |agency: &str, quota| Entry {
            agency: agency.to_owned(),
            group: EntryGroup::NewApplicants,
            quota: Some(quota),
            per: Some(domain::programme::QuotaPeriod::Month),
            while_new_at_most: None,
        };
        let before = ProgrammeRules {
            age_from: Some(18),
            entries: vec![entry("a", 40), entry("b", 40)],
            ..ProgrammeRules::default()
        };
        let after = ProgrammeRules {
            age_from: Some(16),
            entries: vec![entry("a", 40), entry("b", 45)],
            ..ProgrammeRules::default()
        };
        let parties = [("b".to_owned(), "Bergsjön".to_owned())];
        let said = differences(&before, &after, &parties, Lang::Sv);
        assert_eq!(said.len(), 2);
        assert_eq!(said[0].before, ["Har fyllt 18 år"]);
        assert_eq!(said[0].after, ["Har fyllt 16 år"]);
        assert_eq!(said[1].before, ["Bergsjön, nybesök: högst 40 per månad"]);
        assert_eq!(said[1].after, ["Bergsjön, nybesök: högst 45 per månad"]);
    }

    #[test]
    fn one_is_told_as_one_and_the_first_contact_in_working_days() {
        let rules = ProgrammeRules {
            capacity: Some(1),
            first_meeting_working_days: Some(1),
            coach_talks: Some(CoachTalks {
                offered: 1,
                within_days: 1,
            }),
            contact_within_days: Some(2),
            term_months: Some(1),
            ..ProgrammeRules::default()
        };
        let lines: Vec<String> = sections(&rules, &[], Lang::En)
            .into_iter()
            .flat_map(|section| section.lines)
            .collect();
        for said in [
            "At most 1 enrolled at once",
            "First meeting with the own coach within 1 working day",
            "1 coach talk offered within 1 day",
            "First contact within 2 working days of the referral",
            "An enrolment lasts 1 month",
        ] {
            assert!(lines.iter().any(|line| line == said), "{said}: {lines:?}");
        }
    }

    #[test]
    fn a_changed_order_is_told_whole() {
        let steps = |list: [&str; 2]| ProgrammeRules {
            steps: list.map(str::to_owned).to_vec(),
            ..ProgrammeRules::default()
        };
        let said = differences(
            &steps(["first_job", "next_job"]),
            &steps(["next_job", "first_job"]),
            &[],
            Lang::En,
        );
        assert_eq!(said[0].before, ["First job", "Next job"]);
        assert_eq!(said[0].after, ["Next job", "First job"]);
    }

    #[test]
    fn known_grounds_are_the_same_in_both_languages_and_others_stay_as_they_are_written() {
        for (code, ..) in KNOWN {
            for lang in [Lang::Sv, Lang::En] {
                assert_eq!(ground_code(&ground_word(code, lang)), code);
            }
        }
        assert_eq!(ground_code(" Unga utan gymnasium "), "Unga utan gymnasium");
    }
}
