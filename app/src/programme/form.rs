//! The form of a new version: rules to fields and back, each field by the name of its place.

use super::said::{ground_code, ground_word};
use crate::kernel::Lang;
use domain::programme::{
    CoachTalks, Condition, Entry, EntryGroup, ExtensionKey, Outcome, ProgrammeRules, QuotaPeriod, ROWS_MAX,
    RuleError, RulePlace, RuleRefusal, Target, TargetDenominator,
};
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// What stands in each field, by its name.
pub type Fields = BTreeMap<String, String>;

/// The name under which what was typed is kept for a browser that loads the form anew.
pub const KEPT: &str = "programme_form";
/// The version that the fields were made from; and a newer one that the sender says they have seen the difference to.
pub const MADE_FROM: &str = "made_from";
pub const BUILDS_ON: &str = "builds_on";
/// Texts are kept last: where there is not room for all, one of them is cut and not the rules.
const LAST: [&str; 4] = ["target_group", "steps", "source", "reason"];

fn row(n: usize) -> u8 {
    u8::try_from(n).unwrap_or(u8::MAX)
}

/// The name of a place's field; every place of a form has one.
fn name(at: RulePlace) -> &'static str {
    at.id().unwrap_or("whole")
}

/// The name of one box of several.
pub fn box_name(at: RulePlace, code: &str) -> String {
    format!("{}_{code}", name(at))
}

/// What the fields show for these rules.
pub fn fields_of(rules: &ProgrammeRules, lang: Lang) -> Fields {
    use RulePlace as P;
    let mut fields = Fields::new();
    let mut put = |at: RulePlace, value: Option<String>| {
        if let Some(value) = value {
            fields.insert(name(at).to_owned(), value);
        }
    };
    let number = |n: Option<u32>| n.map(|n| n.to_string());
    put(P::AgeFrom, number(rules.age_from.map(u32::from)));
    put(P::AgeBelow, number(rules.age_below.map(u32::from)));
    put(P::TermMonths, number(rules.term_months));
    put(P::Capacity, number(rules.capacity));
    put(P::FirstMeeting, number(rules.first_meeting_working_days));
    put(P::TalksOffered, number(rules.coach_talks.map(|t| t.offered)));
    put(P::TalksWithin, number(rules.coach_talks.map(|t| t.within_days)));
    put(P::OfferWithin, number(rules.offer_within_days));
    put(P::ContactWithin, number(rules.contact_within_days));
    let lines = |list: &[String]| {
        let words: Vec<String> = list.iter().map(|code| ground_word(code, lang)).collect();
        (!words.is_empty()).then(|| words.join("\n"))
    };
    put(P::TargetGroup, lines(&rules.target_group));
    put(P::Steps, lines(&rules.steps));
    for (n, entry) in rules.entries.iter().enumerate() {
        let n = row(n);
        put(P::EntryAgency(n), Some(entry.agency.clone()));
        put(P::EntryGroup(n), Some(entry.group.code().to_owned()));
        put(P::EntryQuota(n), number(entry.quota));
        put(P::EntryPer(n), entry.per.map(|p| p.code().to_owned()));
        put(P::EntryWhile(n), number(entry.while_new_at_most));
    }
    for (n, target) in rules.targets.iter().enumerate() {
        let n = row(n);
        put(P::TargetPercent(n), Some(target.percent.to_string()));
        put(P::TargetOf(n), Some(target.of.code().to_owned()));
        put(P::TargetWithin(n), number(target.within_months));
    }
    let boxes = (rules.conditions.iter().map(|c| box_name(P::Conditions, c.code())))
        .chain(
            rules
                .extension_keys
                .iter()
                .map(|k| box_name(P::ExtensionKeys, k.code())),
        )
        .chain(rules.outcomes.iter().map(|o| box_name(P::Outcomes, o.code())));
    fields.extend(boxes.map(|name| (name, "on".to_owned())));
    fields
}

/// How many rows there are, of those whose fields have one of these names.
pub fn rows_of(fields: &Fields, names: &[fn(u8) -> RulePlace]) -> u8 {
    (0..row(ROWS_MAX))
        .rev()
        .find(|n| names.iter().any(|at| !value(fields, at(*n)).is_empty()))
        .map_or(0, |last| last + 1)
}

pub const ENTRY: [fn(u8) -> RulePlace; 5] = [
    RulePlace::EntryAgency,
    RulePlace::EntryGroup,
    RulePlace::EntryQuota,
    RulePlace::EntryPer,
    RulePlace::EntryWhile,
];
pub const TARGET: [fn(u8) -> RulePlace; 3] = [
    RulePlace::TargetPercent,
    RulePlace::TargetOf,
    RulePlace::TargetWithin,
];

pub fn value(fields: &Fields, at: RulePlace) -> &str {
    fields.get(name(at)).map_or("", |v| v.trim())
}

fn number(fields: &Fields, at: RulePlace) -> Result<Option<u32>, RuleError> {
    let typed = value(fields, at);
    let (from, to) = at.bounds();
    if typed.is_empty() {
        return Ok(None);
    }
    let plain = typed.bytes().all(|b| b.is_ascii_digit());
    match typed.parse::<u32>() {
        Ok(n) if plain && (from..=to).contains(&n) => Ok(Some(n)),
        _ => Err(RuleError::new(at, RuleRefusal::NotANumber { from, to })),
    }
}

/// A number that is 255 at most by its bounds.
fn small(fields: &Fields, at: RulePlace) -> Result<Option<u8>, RuleError> {
    Ok(number(fields, at)?.and_then(|n| u8::try_from(n).ok()))
}

fn lines(fields: &Fields, at: RulePlace) -> Vec<String> {
    value(fields, at)
        .lines()
        .map(|line| ground_code(&line.nfc().collect::<String>()))
        .filter(|line| !line.is_empty())
        .collect()
}

fn ticked<T: Copy>(fields: &Fields, at: RulePlace, all: &[T], code: fn(T) -> &'static str) -> Vec<T> {
    all.iter()
        .copied()
        .filter(|one| fields.contains_key(&box_name(at, code(*one))))
        .collect()
}

/// A choice of a list: nothing, one of it, or what is none of it.
fn chosen<T>(
    fields: &Fields,
    at: RulePlace,
    from_code: fn(&str) -> Option<T>,
) -> Result<Option<T>, RuleError> {
    let typed = value(fields, at);
    if typed.is_empty() {
        return Ok(None);
    }
    from_code(typed)
        .map(Some)
        .ok_or(RuleError::new(at, RuleRefusal::Empty))
}

fn needed<T>(one: Option<T>, at: RulePlace) -> Result<T, RuleError> {
    one.ok_or(RuleError::new(at, RuleRefusal::Empty))
}

/// Rows that somebody wrote in and did not take away.
fn rows(fields: &Fields, names: &[fn(u8) -> RulePlace], drop: &str) -> Vec<u8> {
    (0..rows_of(fields, names))
        .filter(|n| names.iter().any(|at| !value(fields, at(*n)).is_empty()))
        .filter(|n| !fields.contains_key(&format!("{drop}_{n}")))
        .collect()
}

/// The rules that the fields say, where they can hold.
///
/// # Errors
/// The first field that cannot be accepted, in its own row of the form.
pub fn rules_from(fields: &Fields, agencies: &[String]) -> Result<ProgrammeRules, RuleError> {
    use RulePlace as P;
    let coach_talks = match (number(fields, P::TalksOffered)?, number(fields, P::TalksWithin)?) {
        (None, None) => None,
        (Some(offered), Some(within_days)) => Some(CoachTalks { offered, within_days }),
        (None, Some(_)) => return Err(RuleError::new(P::TalksOffered, RuleRefusal::TalksHalf)),
        (Some(_), None) => return Err(RuleError::new(P::TalksWithin, RuleRefusal::TalksHalf)),
    };
    let entry_rows = rows(fields, &ENTRY, "entry_drop");
    let mut entries = Vec::new();
    for n in &entry_rows {
        let n = *n;
        entries.push(Entry {
            agency: needed(
                Some(value(fields, P::EntryAgency(n)).to_owned()).filter(|a| !a.is_empty()),
                P::EntryAgency(n),
            )?,
            group: needed(
                chosen(fields, P::EntryGroup(n), EntryGroup::from_code)?,
                P::EntryGroup(n),
            )?,
            quota: number(fields, P::EntryQuota(n))?,
            per: chosen(fields, P::EntryPer(n), QuotaPeriod::from_code)?,
            while_new_at_most: number(fields, P::EntryWhile(n))?,
        });
    }
    let target_rows = rows(fields, &TARGET, "target_drop");
    let mut targets = Vec::new();
    for n in &target_rows {
        let n = *n;
        targets.push(Target {
            percent: needed(small(fields, P::TargetPercent(n))?, P::TargetPercent(n))?,
            of: needed(
                chosen(fields, P::TargetOf(n), TargetDenominator::from_code)?,
                P::TargetOf(n),
            )?,
            within_months: number(fields, P::TargetWithin(n))?,
        });
    }
    let rules = ProgrammeRules {
        age_from: small(fields, P::AgeFrom)?,
        age_below: small(fields, P::AgeBelow)?,
        term_months: number(fields, P::TermMonths)?,
        capacity: number(fields, P::Capacity)?,
        first_meeting_working_days: number(fields, P::FirstMeeting)?,
        coach_talks,
        offer_within_days: number(fields, P::OfferWithin)?,
        contact_within_days: number(fields, P::ContactWithin)?,
        target_group: lines(fields, P::TargetGroup),
        conditions: ticked(fields, P::Conditions, &Condition::ALL, Condition::code),
        entries,
        targets,
        extension_keys: ticked(fields, P::ExtensionKeys, &ExtensionKey::ALL, ExtensionKey::code),
        steps: lines(fields, P::Steps),
        outcomes: ticked(fields, P::Outcomes, &Outcome::ALL, Outcome::code),
    };
    // Rows left empty have no number in the rules: the error goes back to the row that it was written in.
    rules.checked(agencies).map_err(|error| {
        let of = match error.at {
            P::TargetPercent(_) | P::TargetOf(_) | P::TargetWithin(_) => &target_rows,
            _ => &entry_rows,
        };
        let written = error.at.row().and_then(|n| of.get(usize::from(n)));
        RuleError::new(written.map_or(error.at, |n| error.at.in_row(*n)), error.why)
    })
}

/// What was typed, in one line for a cookie: `name=value`, parted by tabs, empty ones left out.
pub fn kept(code: &str, fields: &Fields) -> String {
    let plain = |v: &str| v.replace("\r\n", "\n").replace('\t', " ");
    let mut parts = vec![format!("code={}", plain(code))];
    let (last, first): (Vec<_>, Vec<_>) = fields
        .iter()
        .filter(|(_, v)| !v.is_empty())
        .partition(|(name, _)| LAST.contains(&name.as_str()));
    parts.extend(
        first
            .into_iter()
            .chain(last)
            .map(|(k, v)| format!("{}={}", plain(k), plain(v))),
    );
    parts.join("\t")
}

/// What was typed in this programme's form before.
pub fn from_kept(code: &str, kept: &str) -> Option<Fields> {
    let mut parts = kept.split('\t').filter_map(|part| part.split_once('='));
    parts
        .next()
        .filter(|(name, whose)| *name == "code" && *whose == code)?;
    Some(parts.map(|(k, v)| (k.to_owned(), v.to_owned())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use RulePlace as P;
    use RuleRefusal as R;

    fn parties() -> Vec<String> {
        ["soc-bergsjon", "af-svingeln"].map(str::to_owned).to_vec()
    }

    fn entry(agency: &str, group: EntryGroup) -> Entry {
        Entry {
            agency: agency.to_owned(),
            group,
            quota: Some(40),
            per: Some(QuotaPeriod::Month),
            while_new_at_most: (group == EntryGroup::OldCases).then_some(40),
        }
    }

    fn rules() -> ProgrammeRules {
        ProgrammeRules {
            age_from: Some(18),
            age_below: Some(65),
            term_months: Some(6),
            capacity: Some(250),
            first_meeting_working_days: Some(2),
            coach_talks: Some(CoachTalks {
                offered: 3,
                within_days: 14,
            }),
            offer_within_days: Some(14),
            contact_within_days: Some(2),
            target_group: vec!["unemployed_on_social_assistance".to_owned(), "Unga".to_owned()],
            conditions: vec![Condition::ChildCareArranged, Condition::WantsWork],
            entries: vec![
                entry("soc-bergsjon", EntryGroup::NewApplicants),
                entry("soc-bergsjon", EntryGroup::OldCases),
            ],
            targets: vec![Target {
                percent: 50,
                of: TargetDenominator::Enrolled,
                within_months: Some(12),
            }],
            extension_keys: ExtensionKey::ALL.to_vec(),
            steps: vec!["next_job".to_owned(), "first_job".to_owned()],
            outcomes: vec![Outcome::Work, Outcome::Other],
        }
    }

    #[test]
    fn rules_come_back_from_their_fields_as_they_were() {
        for lang in [Lang::Sv, Lang::En] {
            let fields = fields_of(&rules(), lang);
            assert_eq!(rules_from(&fields, &parties()), Ok(rules()));
            let plain = ProgrammeRules::default();
            assert_eq!(rules_from(&fields_of(&plain, lang), &[]), Ok(plain));
        }
    }

    fn refused(change: impl Fn(&mut Fields)) -> RuleError {
        let mut fields = fields_of(&rules(), Lang::Sv);
        change(&mut fields);
        rules_from(&fields, &parties()).unwrap_err()
    }

    fn set(fields: &mut Fields, name: &str, value: &str) {
        fields.insert(name.to_owned(), value.to_owned());
    }

    #[test]
    fn nonsense_is_told_at_its_field() {
        for bad in ["-1", "2,5", "arton", "18 år", "+18", "999999999999", "121"] {
            let error = refused(|f| set(f, "age_from", bad));
            assert_eq!(
                error,
                RuleError::new(P::AgeFrom, R::NotANumber { from: 0, to: 120 }),
                "{bad}"
            );
        }
        assert_eq!(
            refused(|f| set(f, "age_from", "70")),
            RuleError::new(P::AgeBelow, R::AgesCross)
        );
        assert_eq!(
            refused(|f| set(f, "entry_per_1", "")),
            RuleError::new(P::EntryPer(1), R::QuotaWithoutPeriod)
        );
        assert_eq!(
            refused(|f| set(f, "entry_agency_1", "nasa")),
            RuleError::new(P::EntryAgency(1), R::UnknownAgency)
        );
        assert_eq!(
            refused(|f| set(f, "entry_group_0", "vip")),
            RuleError::new(P::EntryGroup(0), R::Empty)
        );
        assert_eq!(
            refused(|f| set(f, "target_percent_0", "101")),
            RuleError::new(P::TargetPercent(0), R::NotANumber { from: 1, to: 100 })
        );
        assert_eq!(
            refused(|f| set(f, "talks_within", "")),
            RuleError::new(P::TalksWithin, R::TalksHalf)
        );
        assert_eq!(
            refused(|f| f.retain(|k, _| !k.starts_with("outcomes"))),
            RuleError::new(P::Outcomes, R::Empty)
        );
    }

    #[test]
    fn an_error_goes_back_to_the_row_that_it_was_written_in_past_empty_and_dropped_ones() {
        let error = refused(|f| {
            set(f, "entry_drop_1", "on");
            set(f, "entry_agency_7", "soc-bergsjon");
            set(f, "entry_group_7", "old_cases");
            set(f, "entry_quota_7", "5");
        });
        assert_eq!(error, RuleError::new(P::EntryPer(7), R::QuotaWithoutPeriod));
        let mut fields = fields_of(&rules(), Lang::Sv);
        set(&mut fields, "entry_drop_1", "on");
        set(&mut fields, "target_drop_0", "on");
        let fewer = rules_from(&fields, &parties()).unwrap();
        assert_eq!((fewer.entries.len(), fewer.targets.len()), (1, 0));
    }

    #[test]
    fn what_was_typed_is_given_back_to_its_own_programme_alone_and_fits_in_a_cookie() {
        let mut large = rules();
        large.entries = vec![entry("soc-kortedala", EntryGroup::LongTermRegistered); ROWS_MAX];
        large.outcomes = Outcome::ALL.to_vec();
        large.conditions = Condition::ALL.to_vec();
        let mut fields = fields_of(&large, Lang::Sv);
        set(&mut fields, "reason", "Rad ett\r\nrad två = lika");
        let line = kept("arbetsforum", &fields);
        assert!(line.len() < 2600, "{}", line.len());
        fields.insert("reason".to_owned(), "Rad ett\nrad två = lika".to_owned());
        assert_eq!(from_kept("arbetsforum", &line), Some(fields));
        assert_eq!(from_kept("kompetenscenter", &line), None);
        assert_eq!(from_kept("arbetsforum", ""), None);
    }
}
