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
    /// Working days from application to first contact (K4).
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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

crate::coded!(Condition {
    ChildCareArranged = "child_care_arranged",
    NoOngoingAbuse = "no_ongoing_abuse",
    NoHinderingIllness = "no_hindering_illness",
    CommunicatesInSwedishOrEnglish = "communicates_in_swedish_or_english",
    WantsWork = "wants_work",
});

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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

crate::coded!(EntryGroup {
    NewApplicants = "new_applicants",
    OldCases = "old_cases",
    LongTermRegistered = "long_term_registered",
    Referred = "referred",
});

/// The calendar period that a quota counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuotaPeriod {
    /// A calendar month.
    Month,
    /// January–June or July–December.
    HalfYear,
}

crate::coded!(QuotaPeriod {
    Month = "month",
    HalfYear = "half_year",
});

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TargetDenominator {
    /// Those whose time ended.
    Exited,
    /// Those who were enrolled.
    Enrolled,
    /// Those who finished the programme.
    Finished,
}

crate::coded!(TargetDenominator {
    Exited = "exited",
    Enrolled = "enrolled",
    Finished = "finished",
});

/// A key that an extension needs (X1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ExtensionKey {
    /// The participant.
    Participant,
    /// The agency's case worker.
    CaseWorker,
    /// The centre.
    Centre,
}

crate::coded!(ExtensionKey {
    Participant = "participant",
    CaseWorker = "case_worker",
    Centre = "centre",
});

/// How an enrolment ends (X3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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

crate::coded!(Outcome {
    Work = "work",
    WorkSubsidised = "work_subsidised",
    OwnBusiness = "own_business",
    Education = "education",
    OtherMeasure = "other_measure",
    BackToAgency = "back_to_agency",
    Illness = "illness",
    Moved = "moved",
    DroppedOut = "dropped_out",
    TimeLimit = "time_limit",
    Other = "other",
});
