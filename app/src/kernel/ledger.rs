//! The ledger (S2): what happened to an enrolment, the day it concerns, when it was recorded.
//!
//! The hot path (a check-in) writes its row in the same statement as the attendance; this names the
//! events for it and for everything else.

/// An event of an enrolment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    Enrolled,
    Assigned,
    Attended,
    Absent,
    Exited,
    Consented,
    ConsentWithdrawn,
    Unassigned,
    Referred,
    ReferralPlaced,
    ReferralQueued,
    ReferralReview,
    ReferralRefused,
    ReferralWithdrawn,
    Contacted,
    Transferred,
    MeetingOffered,
    MeetingBooked,
    MeetingHeld,
    MeetingDeclined,
    MeetingMissed,
    MeetingCancelled,
    ActivityOffered,
    PromiseExplained,
    FormAnswered,
    ExtensionProposed,
    Extended,
    FollowedUp,
    Corrected,
}

impl Event {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Enrolled => "enrolled",
            Self::Assigned => "assigned",
            Self::Attended => "attended",
            Self::Absent => "absent",
            Self::Exited => "exited",
            Self::Consented => "consented",
            Self::ConsentWithdrawn => "consent_withdrawn",
            Self::Unassigned => "unassigned",
            Self::Referred => "referred",
            Self::ReferralPlaced => "referral_placed",
            Self::ReferralQueued => "referral_queued",
            Self::ReferralReview => "referral_review",
            Self::ReferralRefused => "referral_refused",
            Self::ReferralWithdrawn => "referral_withdrawn",
            Self::Contacted => "contacted",
            Self::Transferred => "transferred",
            Self::MeetingOffered => "meeting_offered",
            Self::MeetingBooked => "meeting_booked",
            Self::MeetingHeld => "meeting_held",
            Self::MeetingDeclined => "meeting_declined",
            Self::MeetingMissed => "meeting_missed",
            Self::MeetingCancelled => "meeting_cancelled",
            Self::ActivityOffered => "activity_offered",
            Self::PromiseExplained => "promise_explained",
            Self::FormAnswered => "form_answered",
            Self::ExtensionProposed => "extension_proposed",
            Self::Extended => "extended",
            Self::FollowedUp => "followed_up",
            Self::Corrected => "corrected",
        }
    }
}
