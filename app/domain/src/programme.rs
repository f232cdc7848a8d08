//! Programmes as data: the rules of one version of a programme.
//!
//! A field that the programme's source is silent about is absent, never invented. A change of rule
//! is a new version; an enrolment keeps the version it began under.

mod check;
mod refusal;

use serde::{Deserialize, Serialize};

pub use check::{LINE_MAX, ROWS_MAX};
pub use refusal::{RuleError, RulePlace, RuleRefusal};

/// The rules of one version of a programme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ProgrammeRules {
    /// Youngest age in whole years (turned).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age_from: Option<u8>,
    /// The age in whole years that must not have been reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age_below: Option<u8>,
    /// Term in months from enrolment (K5).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term_months: Option<u32>,
    /// People enrolled at once, at most (E3).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u32>,
    /// Working days within which the own coach is met (K1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_meeting_working_days: Option<u32>,
    /// Coach talks offered, and within how many days (K2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coach_talks: Option<CoachTalks>,
    /// Days within which work, education or a job-search activity is offered (K3).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offer_within_days: Option<u32>,
    /// Days from application to first contact (K4).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_within_days: Option<u32>,
    /// Whom the programme is for, each a ground of its own.
    pub target_group: Vec<String>,
    /// Conditions answered yes or no (E4).
    pub conditions: Vec<Condition>,
    /// Ways in, with quotas where the source states any (E1, E2); empty where it names none.
    pub entries: Vec<Entry>,
    /// Result targets, each with its denominator.
    pub targets: Vec<Target>,
    /// Whether the term can be extended, and by whose keys (X1).
    pub extension_keys: Vec<ExtensionKey>,
    /// The steps of a staircase, in order (X5).
    pub steps: Vec<String>,
    /// How an enrolment may end (X3); all that there are where the version does not say.
    #[serde(skip_serializing_if = "is_every_outcome")]
    pub outcomes: Vec<Outcome>,
}

impl Default for ProgrammeRules {
    /// Rules that say nothing: every outcome is open.
    fn default() -> Self {
        Self {
            age_from: None,
            age_below: None,
            term_months: None,
            capacity: None,
            first_meeting_working_days: None,
            coach_talks: None,
            offer_within_days: None,
            contact_within_days: None,
            target_group: Vec::new(),
            conditions: Vec::new(),
            entries: Vec::new(),
            targets: Vec::new(),
            extension_keys: Vec::new(),
            steps: Vec::new(),
            outcomes: Outcome::ALL.to_vec(),
        }
    }
}

fn is_every_outcome(outcomes: &[Outcome]) -> bool {
    outcomes == Outcome::ALL
}

/// K2: this many talks offered within this many days from enrolment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoachTalks {
    /// Talks offered, at least.
    pub offered: u32,
    /// Days from enrolment.
    pub within_days: u32,
}

/// A condition for taking part, answered yes or no and never explained by health (E4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// Child care is arranged.
    ChildCareArranged,
    /// No ongoing abuse.
    NoOngoingAbuse,
    /// No hindering physical or mental illness.
    NoHinderingIllness,
    /// Can communicate in Swedish or English.
    CommunicatesInSwedishOrEnglish,
    /// Wants work.
    WantsWork,
}

impl Condition {
    /// All of them, in the order that they are shown.
    pub const ALL: [Self; 5] = [
        Self::ChildCareArranged,
        Self::NoOngoingAbuse,
        Self::NoHinderingIllness,
        Self::CommunicatesInSwedishOrEnglish,
        Self::WantsWork,
    ];

    /// The word in the stored rules.
    pub const fn code(self) -> &'static str {
        match self {
            Self::ChildCareArranged => "child_care_arranged",
            Self::NoOngoingAbuse => "no_ongoing_abuse",
            Self::NoHinderingIllness => "no_hindering_illness",
            Self::CommunicatesInSwedishOrEnglish => "communicates_in_swedish_or_english",
            Self::WantsWork => "wants_work",
        }
    }

    /// The condition of such a word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// One agency's way in, with its quota where one is stated (E2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Code of the agency that may refer.
    pub agency: String,
    /// Which people this quota counts.
    pub group: EntryGroup,
    /// How many in one period; absent where the source states none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quota: Option<u32>,
    /// The period of the quota.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per: Option<QuotaPeriod>,
    /// Open only while this month's new applicants of the same agency do not exceed this number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub while_new_at_most: Option<u32>,
}

/// Whom a quota counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryGroup {
    /// Nybesök.
    NewApplicants,
    /// Gamla ärenden.
    OldCases,
    /// Långtidsinskrivna.
    LongTermRegistered,
    /// Whoever the agency refers.
    Referred,
}

impl EntryGroup {
    /// All of them, in the order that they are shown.
    pub const ALL: [Self; 4] = [
        Self::NewApplicants,
        Self::OldCases,
        Self::LongTermRegistered,
        Self::Referred,
    ];

    /// The word in the stored rules.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NewApplicants => "new_applicants",
            Self::OldCases => "old_cases",
            Self::LongTermRegistered => "long_term_registered",
            Self::Referred => "referred",
        }
    }

    /// The group of such a word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// The calendar period that a quota counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuotaPeriod {
    /// A calendar month.
    Month,
    /// January–June or July–December.
    HalfYear,
}

impl QuotaPeriod {
    /// All of them, in the order that they are shown.
    pub const ALL: [Self; 2] = [Self::Month, Self::HalfYear];

    /// The word in the stored rules.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::HalfYear => "half_year",
        }
    }

    /// The period of such a word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// A result target, in per cent of a named denominator (S4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// Per cent.
    pub percent: u8,
    /// Whom the per cent is of.
    pub of: TargetDenominator,
    /// Months within which it is to be reached, where stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within_months: Option<u32>,
}

/// Whom a target's per cent is of: two numbers that look alike are not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetDenominator {
    /// Those whose time ended.
    Exited,
    /// Those who were enrolled.
    Enrolled,
    /// Those who finished the programme.
    Finished,
}

impl TargetDenominator {
    /// All of them, in the order that they are shown.
    pub const ALL: [Self; 3] = [Self::Exited, Self::Enrolled, Self::Finished];

    /// The word in the stored rules.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Exited => "exited",
            Self::Enrolled => "enrolled",
            Self::Finished => "finished",
        }
    }

    /// The denominator of such a word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// A key that an extension needs (X1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExtensionKey {
    /// The participant.
    Participant,
    /// The agency's case worker.
    CaseWorker,
    /// The centre.
    Centre,
}

impl ExtensionKey {
    /// All of them, in the order that they are shown.
    pub const ALL: [Self; 3] = [Self::Participant, Self::CaseWorker, Self::Centre];

    /// The word in the stored rules.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Participant => "participant",
            Self::CaseWorker => "case_worker",
            Self::Centre => "centre",
        }
    }

    /// The key of such a word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// How an enrolment ends (X3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Unsubsidised work.
    Work,
    /// Subsidised work.
    WorkSubsidised,
    /// Own business.
    OwnBusiness,
    /// Education.
    Education,
    /// Another measure.
    OtherMeasure,
    /// Back to the agency.
    BackToAgency,
    /// Illness.
    Illness,
    /// Moved away.
    Moved,
    /// Dropped out.
    DroppedOut,
    /// The term ended (X1).
    TimeLimit,
    /// Something else.
    Other,
}

impl Outcome {
    /// All of them, in the order that they are shown.
    pub const ALL: [Self; 11] = [
        Self::Work,
        Self::WorkSubsidised,
        Self::OwnBusiness,
        Self::Education,
        Self::OtherMeasure,
        Self::BackToAgency,
        Self::Illness,
        Self::Moved,
        Self::DroppedOut,
        Self::TimeLimit,
        Self::Other,
    ];

    /// The word in the stored rules.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Work => "work",
            Self::WorkSubsidised => "work_subsidised",
            Self::OwnBusiness => "own_business",
            Self::Education => "education",
            Self::OtherMeasure => "other_measure",
            Self::BackToAgency => "back_to_agency",
            Self::Illness => "illness",
            Self::Moved => "moved",
            Self::DroppedOut => "dropped_out",
            Self::TimeLimit => "time_limit",
            Self::Other => "other",
        }
    }

    /// The outcome of such a word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}
