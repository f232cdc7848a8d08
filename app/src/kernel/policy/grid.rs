//! The grid of ACCESS.md: for each role, category and verb the rule that must hold. What is not here is denied.
//!
//! `docs/access.md` says the same in words, and the table `access.grid` holds it for row security; tests compare all
//! three, cell by cell.

use super::{Category, Role, Verb};

/// What a cell of the grid asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rule {
    /// Everybody who is or was enrolled at the actor's centre.
    Centre,
    /// Only those assigned to the actor, deputies included (G3).
    Own,
    /// Only with a stated reason, logged and shown to the participant (L).
    Reason,
    /// A yes or no and nothing more.
    YesNo,
    /// A yes or no about those assigned.
    OwnYesNo,
    /// The activities that the actor does, not the plan around them.
    OwnActivities,
    /// Attendance at the actor's own sessions.
    OwnSessions,
    /// Attendance at the actor's own activity.
    OwnPlacements,
    /// What the actor has written.
    Author,
    /// What the actor is invited to.
    Invited,
    /// The same, and a consent.
    InvitedWithConsent,
    /// A consent in force for the actor's agency (c).
    Consent,
    /// The actor's own referral until it is decided, and after that a consent.
    ReferralOrConsent,
    /// A version published to the actor's agency, and a consent (p and c).
    VersionAndConsent,
    /// What concerns the actor's own agency, while any consent to it is in force.
    OwnParty,
    /// The actor's own referral until it is decided.
    OwnReferral,
    /// Asks, with a stated reason (A3).
    Asks,
    /// Not about a person: the role alone.
    Role,
}

impl Rule {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Centre => "centre",
            Self::Own => "own",
            Self::Reason => "reason",
            Self::YesNo => "yes_no",
            Self::OwnYesNo => "own_yes_no",
            Self::OwnActivities => "own_activities",
            Self::OwnSessions => "own_sessions",
            Self::OwnPlacements => "own_placements",
            Self::Author => "author",
            Self::Invited => "invited",
            Self::InvitedWithConsent => "invited_with_consent",
            Self::Consent => "consent",
            Self::ReferralOrConsent => "referral_or_consent",
            Self::VersionAndConsent => "version_and_consent",
            Self::OwnParty => "own_party",
            Self::OwnReferral => "own_referral",
            Self::Asks => "asks",
            Self::Role => "role",
        }
    }
}

/// The rule of a cell; `None` where the role has nothing there.
pub const fn rule(role: Role, category: Category, verb: Verb) -> Option<Rule> {
    let (read, write) = match category {
        Category::Enrolled => (enrolled(role), None),
        Category::ContactCard => contact_card(role),
        Category::IdentityNumber => (identity_number(role), None),
        Category::Referral => referral(role),
        Category::Consents => consents(role),
        Category::PlanDraft => plan_draft(role),
        Category::PlanVersion => (plan_version(role), None),
        Category::Attendance => attendance(role),
        Category::Absence => absence(role),
        Category::FollowUps => follow_ups(role),
        Category::Forms => forms(role),
        Category::Bookings => bookings(role),
        Category::PhysioNotes => physio_notes(role),
        Category::JointReview => joint_review(role),
        Category::Feedback => feedback(role),
        Category::Extension => extension(role),
        Category::Outcome => outcome(role),
        Category::AttendanceQuestion => attendance_question(role),
        Category::WhoHasSeen => (who_has_seen(role), None),
        Category::FiguresSmall => (figures_small(role), None),
        Category::FiguresSuppressed => (figures_suppressed(role), None),
        Category::Accounts => accounts(role),
    };
    match verb {
        Verb::Read => read,
        Verb::Write => write,
    }
}

type ReadWrite = (Option<Rule>, Option<Rule>);
const NOTHING: ReadWrite = (None, None);
const fn read(rule: Rule) -> ReadWrite {
    (Some(rule), None)
}
const fn both(rule: Rule) -> ReadWrite {
    (Some(rule), Some(rule))
}

const fn enrolled(role: Role) -> Option<Rule> {
    match role {
        Role::Reception | Role::Coach | Role::Recruiter | Role::TeamLeader | Role::Manager => {
            Some(Rule::Centre)
        }
        Role::Specialist | Role::Partner => Some(Rule::Own),
        Role::CaseWorker => Some(Rule::ReferralOrConsent),
        Role::Steering => None,
    }
}

const fn contact_card(role: Role) -> ReadWrite {
    match role {
        Role::Reception => both(Rule::Centre),
        Role::Coach | Role::TeamLeader | Role::Manager => read(Rule::Centre),
        Role::Recruiter | Role::Specialist | Role::Partner => read(Rule::Own),
        Role::CaseWorker => read(Rule::Consent),
        Role::Steering => NOTHING,
    }
}

const fn identity_number(role: Role) -> Option<Rule> {
    match role {
        Role::Reception | Role::Coach | Role::TeamLeader => Some(Rule::Reason),
        Role::CaseWorker => Some(Rule::OwnReferral),
        Role::Recruiter | Role::Manager | Role::Specialist | Role::Partner | Role::Steering => None,
    }
}

const fn referral(role: Role) -> ReadWrite {
    match role {
        Role::Reception | Role::TeamLeader => both(Rule::Centre),
        Role::Coach => read(Rule::Own),
        Role::Manager => read(Rule::Centre),
        Role::CaseWorker => both(Rule::OwnReferral),
        Role::Recruiter | Role::Specialist | Role::Partner | Role::Steering => NOTHING,
    }
}

const fn consents(role: Role) -> ReadWrite {
    match role {
        Role::Reception => both(Rule::Centre),
        Role::Coach => read(Rule::Own),
        Role::Recruiter | Role::Specialist => read(Rule::OwnYesNo),
        Role::TeamLeader | Role::Manager => read(Rule::Centre),
        Role::CaseWorker => read(Rule::OwnParty),
        Role::Partner | Role::Steering => NOTHING,
    }
}

const fn plan_draft(role: Role) -> ReadWrite {
    match role {
        Role::Coach => both(Rule::Own),
        Role::Recruiter => (Some(Rule::Own), Some(Rule::OwnActivities)),
        Role::TeamLeader => read(Rule::Centre),
        Role::Manager => read(Rule::Reason),
        Role::Specialist | Role::Partner => read(Rule::OwnActivities),
        Role::Reception | Role::CaseWorker | Role::Steering => NOTHING,
    }
}

const fn plan_version(role: Role) -> Option<Rule> {
    match role {
        Role::Coach => Some(Rule::Own),
        Role::TeamLeader => Some(Rule::Centre),
        Role::Manager => Some(Rule::Reason),
        Role::CaseWorker => Some(Rule::VersionAndConsent),
        Role::Reception | Role::Recruiter | Role::Specialist | Role::Partner | Role::Steering => None,
    }
}

const fn attendance(role: Role) -> ReadWrite {
    match role {
        Role::Reception => both(Rule::Centre),
        Role::Coach | Role::Recruiter => read(Rule::Own),
        Role::TeamLeader => read(Rule::Centre),
        Role::Manager => read(Rule::Reason),
        Role::Specialist => read(Rule::OwnSessions),
        Role::Partner => read(Rule::OwnPlacements),
        Role::CaseWorker | Role::Steering => NOTHING,
    }
}

const fn absence(role: Role) -> ReadWrite {
    match role {
        Role::Reception => read(Rule::YesNo),
        Role::Coach => both(Rule::Own),
        Role::TeamLeader => read(Rule::Centre),
        Role::Manager => read(Rule::Reason),
        Role::Recruiter | Role::Specialist | Role::CaseWorker | Role::Partner | Role::Steering => NOTHING,
    }
}

const fn follow_ups(role: Role) -> ReadWrite {
    match role {
        Role::Coach => both(Rule::Own),
        Role::Recruiter => read(Rule::Own),
        Role::TeamLeader => read(Rule::Centre),
        Role::Manager => read(Rule::Reason),
        Role::Reception | Role::Specialist | Role::CaseWorker | Role::Partner | Role::Steering => NOTHING,
    }
}

const fn forms(role: Role) -> ReadWrite {
    match role {
        Role::Coach => both(Rule::Own),
        Role::TeamLeader => read(Rule::Centre),
        _ => NOTHING,
    }
}

const fn bookings(role: Role) -> ReadWrite {
    match role {
        Role::Reception | Role::Coach | Role::TeamLeader => both(Rule::Centre),
        Role::Manager => read(Rule::Centre),
        Role::Recruiter | Role::Specialist | Role::Partner => read(Rule::Own),
        Role::CaseWorker => read(Rule::Invited),
        Role::Steering => NOTHING,
    }
}

const fn physio_notes(role: Role) -> ReadWrite {
    match role {
        Role::Specialist => both(Rule::Author),
        _ => NOTHING,
    }
}

const fn joint_review(role: Role) -> ReadWrite {
    match role {
        Role::Reception => read(Rule::YesNo),
        Role::Coach => both(Rule::Own),
        Role::TeamLeader => read(Rule::Centre),
        Role::Manager => read(Rule::Reason),
        Role::Specialist => read(Rule::Invited),
        Role::CaseWorker => read(Rule::InvitedWithConsent),
        Role::Recruiter | Role::Partner | Role::Steering => NOTHING,
    }
}

const fn feedback(role: Role) -> ReadWrite {
    match role {
        Role::Coach => both(Rule::Own),
        Role::TeamLeader => both(Rule::Centre),
        Role::Manager => read(Rule::Centre),
        Role::CaseWorker => read(Rule::OwnParty),
        Role::Reception | Role::Recruiter | Role::Specialist | Role::Partner | Role::Steering => NOTHING,
    }
}

const fn extension(role: Role) -> ReadWrite {
    match role {
        Role::Coach => both(Rule::Own),
        Role::TeamLeader | Role::Manager => both(Rule::Centre),
        Role::CaseWorker => both(Rule::OwnParty),
        Role::Reception | Role::Recruiter | Role::Specialist | Role::Partner | Role::Steering => NOTHING,
    }
}

const fn outcome(role: Role) -> ReadWrite {
    match role {
        Role::Coach => both(Rule::Own),
        Role::Recruiter => read(Rule::Own),
        Role::TeamLeader => both(Rule::Centre),
        Role::Manager => read(Rule::Centre),
        Role::CaseWorker => read(Rule::Consent),
        Role::Reception | Role::Specialist | Role::Partner | Role::Steering => NOTHING,
    }
}

const fn attendance_question(role: Role) -> ReadWrite {
    match role {
        Role::Reception => both(Rule::Centre),
        Role::Coach => read(Rule::Own),
        Role::TeamLeader | Role::Manager => read(Rule::Centre),
        Role::CaseWorker => (None, Some(Rule::Asks)),
        Role::Recruiter | Role::Specialist | Role::Partner | Role::Steering => NOTHING,
    }
}

const fn who_has_seen(role: Role) -> Option<Rule> {
    match role {
        Role::Manager => Some(Rule::Centre),
        _ => None,
    }
}

const fn figures_small(role: Role) -> Option<Rule> {
    match role {
        Role::Reception | Role::TeamLeader | Role::Manager => Some(Rule::Role),
        _ => None,
    }
}

const fn figures_suppressed(role: Role) -> Option<Rule> {
    match role {
        Role::CaseWorker | Role::Partner => None,
        _ => Some(Rule::Role),
    }
}

const fn accounts(role: Role) -> ReadWrite {
    match role {
        Role::Manager => both(Rule::Role),
        _ => NOTHING,
    }
}

/// The participant's own column: whether they read and write it about themselves.
pub const fn own(category: Category, verb: Verb) -> bool {
    match verb {
        Verb::Read => !matches!(category, Category::FiguresSmall | Category::FiguresSuppressed),
        Verb::Write => matches!(
            category,
            Category::ContactCard
                | Category::Consents
                | Category::PlanDraft
                | Category::PlanVersion
                | Category::Attendance
                | Category::Absence
                | Category::Forms
                | Category::Bookings
                | Category::JointReview
                | Category::Feedback
                | Category::Extension
        ),
    }
}
