//! What there is about a person: the rows of ACCESS.md.

use serde::{Deserialize, Serialize};

/// A row of ACCESS.md.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// That they are enrolled.
    Enrolled,
    /// Contact card, language.
    ContactCard,
    /// Identity number, whole.
    IdentityNumber,
    Referral,
    Consents,
    PlanDraft,
    /// A published version of the plan (P4).
    PlanVersion,
    /// Attendance and stamps.
    Attendance,
    /// Absence and explanation (A4).
    Absence,
    /// Follow-ups and agreements (P3).
    FollowUps,
    /// Start and exit forms (X2).
    Forms,
    Bookings,
    /// Consultation notes of the physiotherapist (P7).
    PhysioNotes,
    /// Joint review (M3).
    JointReview,
    /// Feedback to an agency (A5).
    Feedback,
    /// Extension (X1).
    Extension,
    /// Outcome and follow-up after exit (X3, X4).
    Outcome,
    /// An agency's question about attendance (A3).
    AttendanceQuestion,
    /// Who has seen me (G6).
    WhoHasSeen,
    /// Figures with small cells (S5).
    FiguresSmall,
    /// Suppressed figures (S5).
    FiguresSuppressed,
    /// Accounts and roles.
    Accounts,
}

impl Category {
    pub const ALL: [Self; 22] = [
        Self::Enrolled,
        Self::ContactCard,
        Self::IdentityNumber,
        Self::Referral,
        Self::Consents,
        Self::PlanDraft,
        Self::PlanVersion,
        Self::Attendance,
        Self::Absence,
        Self::FollowUps,
        Self::Forms,
        Self::Bookings,
        Self::PhysioNotes,
        Self::JointReview,
        Self::Feedback,
        Self::Extension,
        Self::Outcome,
        Self::AttendanceQuestion,
        Self::WhoHasSeen,
        Self::FiguresSmall,
        Self::FiguresSuppressed,
        Self::Accounts,
    ];

    /// As it is called in the database and in the access log.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Enrolled => "enrolled",
            Self::ContactCard => "contact_card",
            Self::IdentityNumber => "identity_number",
            Self::Referral => "referral",
            Self::Consents => "consents",
            Self::PlanDraft => "plan_draft",
            Self::PlanVersion => "plan_version",
            Self::Attendance => "attendance",
            Self::Absence => "absence",
            Self::FollowUps => "follow_ups",
            Self::Forms => "forms",
            Self::Bookings => "bookings",
            Self::PhysioNotes => "physio_notes",
            Self::JointReview => "joint_review",
            Self::Feedback => "feedback",
            Self::Extension => "extension",
            Self::Outcome => "outcome",
            Self::AttendanceQuestion => "attendance_question",
            Self::WhoHasSeen => "who_has_seen",
            Self::FiguresSmall => "figures_small",
            Self::FiguresSuppressed => "figures_suppressed",
            Self::Accounts => "accounts",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.code() == code)
    }

    /// Whether a row of this category is about a person; figures and accounts are not.
    pub const fn about_a_person(self) -> bool {
        !matches!(
            self,
            Self::FiguresSmall | Self::FiguresSuppressed | Self::Accounts
        )
    }

    /// What a consent to tell an agency must name for the agency to read this (C1); `None` where no consent opens it.
    pub const fn consent(self) -> Option<&'static str> {
        match self {
            Self::Enrolled => Some("enrolment"),
            Self::ContactCard => Some("contact"),
            Self::PlanVersion => Some("plan"),
            Self::Outcome => Some("outcome"),
            Self::JointReview => Some("review"),
            _ => None,
        }
    }
}

/// What is done with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verb {
    Read,
    Write,
}

impl Verb {
    pub const ALL: [Self; 2] = [Self::Read, Self::Write];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
        }
    }
}
