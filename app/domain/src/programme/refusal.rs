//! What is wrong in rules that cannot hold, and in which field of them.

use super::ROWS_MAX;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A place in the rules, so that an error stands where it can be put right; rows count from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RulePlace {
    AgeFrom,
    AgeBelow,
    TermMonths,
    Capacity,
    FirstMeeting,
    TalksOffered,
    TalksWithin,
    OfferWithin,
    ContactWithin,
    TargetGroup,
    Conditions,
    EntryAgency(u8),
    EntryGroup(u8),
    EntryQuota(u8),
    EntryPer(u8),
    EntryWhile(u8),
    TargetPercent(u8),
    TargetOf(u8),
    TargetWithin(u8),
    ExtensionKeys,
    Steps,
    Outcomes,
    /// Not of the rules themselves: the day that the version holds from.
    ValidFrom,
    /// Why it is made, and what it leans on.
    Source,
    Reason,
    /// The whole of it.
    Whole,
}

/// Why rules cannot hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum RuleRefusal {
    #[error("nothing is written")]
    Empty,
    #[error("not a whole number in its bounds")]
    NotANumber { from: u32, to: u32 },
    #[error("the ages cross")]
    AgesCross,
    #[error("a number of talks needs its days, and the other way round")]
    TalksHalf,
    #[error("the text is too long")]
    TooLong,
    #[error("more rows than there may be")]
    TooMany,
    #[error("it stands there twice")]
    Twice,
    #[error("no such agency")]
    UnknownAgency,
    #[error("a quota needs its period")]
    QuotaWithoutPeriod,
    #[error("a period needs its quota")]
    PeriodWithoutQuota,
    #[error("old cases depend on new applicants of the same agency")]
    NothingToDependOn,
    #[error("a share is 1 to 100 per cent")]
    Percent,
    #[error("there is no term to extend")]
    NoTerm,
    #[error("not a day")]
    NotADay,
    #[error("the day is past")]
    DayPast,
    #[error("an earlier version holds from a later day")]
    BeforeLatest,
    #[error("nothing differs from the version before")]
    NoDifference,
    #[error("a newer version has been made meanwhile")]
    Stale { latest: u32 },
}

/// What is wrong, and where.
///
/// On the wire it is one line: the field, the refusal's word, and its two numbers if it has any.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
#[serde(into = "String", try_from = "String")]
#[error("{at:?}: {why}")]
pub struct RuleError {
    pub at: RulePlace,
    pub why: RuleRefusal,
}

impl RuleError {
    pub const fn new(at: RulePlace, why: RuleRefusal) -> Self {
        Self { at, why }
    }
}

/// The refusals that say nothing but themselves, and their words on the wire.
const PLAIN: [(RuleRefusal, &str); 16] = [
    (RuleRefusal::Empty, "empty"),
    (RuleRefusal::AgesCross, "ages_cross"),
    (RuleRefusal::TalksHalf, "talks_half"),
    (RuleRefusal::TooLong, "too_long"),
    (RuleRefusal::TooMany, "too_many"),
    (RuleRefusal::Twice, "twice"),
    (RuleRefusal::UnknownAgency, "unknown_agency"),
    (RuleRefusal::QuotaWithoutPeriod, "quota_without_period"),
    (RuleRefusal::PeriodWithoutQuota, "period_without_quota"),
    (RuleRefusal::NothingToDependOn, "nothing_to_depend_on"),
    (RuleRefusal::Percent, "percent"),
    (RuleRefusal::NoTerm, "no_term"),
    (RuleRefusal::NotADay, "not_a_day"),
    (RuleRefusal::DayPast, "day_past"),
    (RuleRefusal::BeforeLatest, "before_latest"),
    (RuleRefusal::NoDifference, "no_difference"),
];
/// The word of the whole of the rules, which is no field.
const WHOLE: &str = "whole";

impl From<RuleError> for String {
    fn from(error: RuleError) -> Self {
        let at = error.at.id().unwrap_or(WHOLE);
        match error.why {
            RuleRefusal::NotANumber { from, to } => format!("{at} not_a_number {from} {to}"),
            RuleRefusal::Stale { latest } => format!("{at} stale {latest}"),
            plain => {
                let word = PLAIN
                    .iter()
                    .find(|(why, _)| *why == plain)
                    .map_or("", |(_, word)| word);
                format!("{at} {word}")
            }
        }
    }
}

impl TryFrom<String> for RuleError {
    type Error = &'static str;

    fn try_from(line: String) -> Result<Self, &'static str> {
        const UNKNOWN: &str = "unknown word";
        let mut parts = line.split(' ');
        let mut next = || parts.next().ok_or(UNKNOWN);
        let at = RulePlace::from_id(next()?).ok_or(UNKNOWN)?;
        let word = next()?;
        let mut number = || next()?.parse().map_err(|_| UNKNOWN);
        let why = match word {
            "not_a_number" => RuleRefusal::NotANumber {
                from: number()?,
                to: number()?,
            },
            "stale" => RuleRefusal::Stale { latest: number()? },
            word => PLAIN.iter().find(|(_, plain)| *plain == word).ok_or(UNKNOWN)?.0,
        };
        Ok(Self { at, why })
    }
}

macro_rules! row_ids {
    ($name:literal) => {
        [
            concat!($name, "_0"),
            concat!($name, "_1"),
            concat!($name, "_2"),
            concat!($name, "_3"),
            concat!($name, "_4"),
            concat!($name, "_5"),
            concat!($name, "_6"),
            concat!($name, "_7"),
            concat!($name, "_8"),
            concat!($name, "_9"),
            concat!($name, "_10"),
            concat!($name, "_11"),
        ]
    };
}

impl RulePlace {
    /// The name of its field in a form; `None` for the whole of it, and for a row past the last.
    pub const fn id(self) -> Option<&'static str> {
        const fn one(ids: [&'static str; ROWS_MAX], n: u8) -> Option<&'static str> {
            if (n as usize) < ROWS_MAX {
                Some(ids[n as usize])
            } else {
                None
            }
        }
        match self {
            Self::AgeFrom => Some("age_from"),
            Self::AgeBelow => Some("age_below"),
            Self::TermMonths => Some("term_months"),
            Self::Capacity => Some("capacity"),
            Self::FirstMeeting => Some("first_meeting"),
            Self::TalksOffered => Some("talks_offered"),
            Self::TalksWithin => Some("talks_within"),
            Self::OfferWithin => Some("offer_within"),
            Self::ContactWithin => Some("contact_within"),
            Self::TargetGroup => Some("target_group"),
            Self::Conditions => Some("conditions"),
            Self::ExtensionKeys => Some("extension_keys"),
            Self::Steps => Some("steps"),
            Self::Outcomes => Some("outcomes"),
            Self::ValidFrom => Some("valid_from"),
            Self::Source => Some("source"),
            Self::Reason => Some("reason"),
            Self::EntryAgency(n) => one(row_ids!("entry_agency"), n),
            Self::EntryGroup(n) => one(row_ids!("entry_group"), n),
            Self::EntryQuota(n) => one(row_ids!("entry_quota"), n),
            Self::EntryPer(n) => one(row_ids!("entry_per"), n),
            Self::EntryWhile(n) => one(row_ids!("entry_while"), n),
            Self::TargetPercent(n) => one(row_ids!("target_percent"), n),
            Self::TargetOf(n) => one(row_ids!("target_of"), n),
            Self::TargetWithin(n) => one(row_ids!("target_within"), n),
            Self::Whole => None,
        }
    }

    /// The place of such a name; `None` for any other.
    pub fn from_id(id: &str) -> Option<Self> {
        let named = |place: &Self| place.id().unwrap_or(WHOLE) == id;
        Self::PLACES.into_iter().find_map(|place| match place.row() {
            None => Some(place).filter(named),
            Some(_) => (0..=row(ROWS_MAX - 1)).map(|n| place.in_row(n)).find(named),
        })
    }

    /// Every place, those of rows as their first.
    const PLACES: [Self; 26] = [
        Self::AgeFrom,
        Self::AgeBelow,
        Self::TermMonths,
        Self::Capacity,
        Self::FirstMeeting,
        Self::TalksOffered,
        Self::TalksWithin,
        Self::OfferWithin,
        Self::ContactWithin,
        Self::TargetGroup,
        Self::Conditions,
        Self::EntryAgency(0),
        Self::EntryGroup(0),
        Self::EntryQuota(0),
        Self::EntryPer(0),
        Self::EntryWhile(0),
        Self::TargetPercent(0),
        Self::TargetOf(0),
        Self::TargetWithin(0),
        Self::ExtensionKeys,
        Self::Steps,
        Self::Outcomes,
        Self::ValidFrom,
        Self::Source,
        Self::Reason,
        Self::Whole,
    ];

    /// The same place in another row.
    #[must_use]
    pub const fn in_row(self, n: u8) -> Self {
        match self {
            Self::EntryAgency(_) => Self::EntryAgency(n),
            Self::EntryGroup(_) => Self::EntryGroup(n),
            Self::EntryQuota(_) => Self::EntryQuota(n),
            Self::EntryPer(_) => Self::EntryPer(n),
            Self::EntryWhile(_) => Self::EntryWhile(n),
            Self::TargetPercent(_) => Self::TargetPercent(n),
            Self::TargetOf(_) => Self::TargetOf(n),
            Self::TargetWithin(_) => Self::TargetWithin(n),
            other => other,
        }
    }

    /// The row that it is in.
    pub const fn row(self) -> Option<u8> {
        match self {
            Self::EntryAgency(n)
            | Self::EntryGroup(n)
            | Self::EntryQuota(n)
            | Self::EntryPer(n)
            | Self::EntryWhile(n)
            | Self::TargetPercent(n)
            | Self::TargetOf(n)
            | Self::TargetWithin(n) => Some(n),
            _ => None,
        }
    }

    /// From and to which whole number it may be, both among them. A year for a promise and ten for a term: so that a slip
    /// of the finger is told.
    pub const fn bounds(self) -> (u32, u32) {
        match self {
            Self::AgeFrom => (0, 120),
            Self::AgeBelow => (1, 120),
            Self::TermMonths | Self::TargetWithin(_) => (1, 120),
            Self::FirstMeeting => (1, 60),
            Self::TalksOffered | Self::TargetPercent(_) => (1, 100),
            Self::TalksWithin | Self::OfferWithin | Self::ContactWithin => (1, 366),
            Self::EntryQuota(_) | Self::EntryWhile(_) => (1, 10_000),
            _ => (1, 100_000),
        }
    }
}

/// The number of a row as a place has it.
pub(super) fn row(n: usize) -> u8 {
    u8::try_from(n).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_found_by_its_name() {
        for place in RulePlace::PLACES {
            let id = place.id().unwrap_or(WHOLE);
            assert_eq!(RulePlace::from_id(id), Some(place));
        }
        assert_eq!(
            RulePlace::from_id("entry_quota_11"),
            Some(RulePlace::EntryQuota(11))
        );
        for nonsense in ["entry_quota_12", "entry_quota", "", "entry_quota_-1"] {
            assert_eq!(RulePlace::from_id(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn an_error_is_read_as_it_was_written_and_nothing_else_is() {
        let numbers = [
            RuleRefusal::NotANumber { from: 1, to: 120 },
            RuleRefusal::Stale { latest: 7 },
        ];
        for why in PLAIN.into_iter().map(|(why, _)| why).chain(numbers) {
            let error = RuleError::new(RulePlace::TargetOf(3), why);
            let json = serde_json::to_string(&error).unwrap();
            assert_eq!(serde_json::from_str::<RuleError>(&json).unwrap(), error, "{json}");
        }
        for nonsense in [
            "",
            "steps",
            "steps not_a_number 1",
            "steps not_a_number 1 x",
            "nowhere empty",
            "steps sad",
        ] {
            assert!(RuleError::try_from(nonsense.to_owned()).is_err(), "{nonsense}");
        }
    }
}
