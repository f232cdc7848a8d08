//! The promise clocks (löften) K1–K5: what a programme promises a person from the first day on, and how it went.
//!
//! Everything here follows from what it is given: the rules of the programme's version, the centre's calendar, the day
//! of enrolment, the rows of the ledger and a day to look at them from. No clock is inside, so that any day can be
//! looked at. Days are civil days of Europe/Stockholm.

mod offer;
mod reason;
mod reckon;

#[cfg(test)]
mod tests;

pub use offer::{CORRECT_OFFER_DAYS, TakenBack, correct_offer_until, taken_back};
pub use reason::{NotExplained, Reason, WORDS_MAX, explanation};
pub use reckon::{first_contact, promises};

use crate::plan::ActivityKind;
use crate::programme::ProgrammeRules;
use crate::workdays::CentreCalendar;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

/// Which promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Which {
    /// K1: the first meeting with the own coach, held within so many working days.
    FirstMeeting,
    /// K2: so many coach talks offered within so many days.
    CoachTalks,
    /// K3: work, education or a job-search activity offered within so many days.
    Activity,
    /// K4: first contact within so many working days from the application.
    Contact,
    /// K5: the time limit.
    Term,
}

crate::coded!(Which {
    FirstMeeting = "k1",
    CoachTalks = "k2",
    Activity = "k3",
    Contact = "k4",
    Term = "k5",
});

impl Which {
    /// Whether its days left are working days; the others count every day.
    pub const fn in_working_days(self) -> bool {
        matches!(self, Self::FirstMeeting | Self::Contact)
    }

    /// Whether a row of the ledger has a part in this clock: what explains it.
    pub const fn is_about(self, happening: &Happening) -> bool {
        match (self, happening) {
            (_, Happening::Exited) => true,
            (Self::FirstMeeting | Self::CoachTalks, Happening::Talk { .. })
            | (Self::Activity, Happening::ActivityOffered)
            | (Self::Contact, Happening::Referred | Happening::Contacted | Happening::ReferralEnded)
            | (Self::Term, Happening::Extended { .. })
            | (_, Happening::Enrolled) => true,
            (which, Happening::Explained { which: of, .. }) => which as u8 == *of as u8,
            _ => false,
        }
    }
}

/// What keeps K3 when it is offered: work, education or job search, and nothing else.
pub const OFFERED: [ActivityKind; 4] = [
    ActivityKind::JobSearch,
    ActivityKind::Placement,
    ActivityKind::Training,
    ActivityKind::Education,
];

/// How far a talk has come: five different things, and one that the centre did (K2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TalkStep {
    Offered,
    Booked,
    Held,
    /// The person said no.
    Declined,
    /// The person did not come.
    Missed,
    /// The centre called it off.
    Cancelled,
}

crate::coded!(TalkStep {
    Offered = "offered",
    Booked = "booked",
    Held = "held",
    Declined = "declined",
    Missed = "missed",
    Cancelled = "cancelled",
});

impl TalkStep {
    /// Whether the talk is still to come.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Offered | Self::Booked)
    }

    /// Whether one may follow the other. An offer is taken, declined or called off; what is booked is held, missed,
    /// declined or called off; an end stays (a slip of the finger is a correction of its own, A6).
    pub const fn may_become(self, next: Self) -> bool {
        match self {
            Self::Offered => !matches!(next, Self::Offered),
            Self::Booked => !matches!(next, Self::Offered | Self::Booked),
            Self::Held | Self::Declined | Self::Missed | Self::Cancelled => false,
        }
    }
}

/// What a row of the ledger says, as far as the clocks go by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happening {
    /// The application was sent.
    Referred,
    /// It was refused, or the sender took it back.
    ReferralEnded,
    Contacted,
    Enrolled,
    /// A talk with a coach; rows with the same talk are one talk.
    Talk {
        talk: Option<Uuid>,
        step: TalkStep,
        /// With the own coach of that day, or a deputy who stood in (G3).
        own_coach: bool,
    },
    ActivityOffered,
    Explained {
        which: Which,
        reason: Reason,
    },
    Extended {
        until: NaiveDate,
    },
    Exited,
    /// Another row was wrong, and counts no longer (S2).
    Corrected {
        of: i64,
    },
}

/// A row of the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its number; a later one was written later.
    pub id: i64,
    pub happening: Happening,
    /// The day it concerns.
    pub on: NaiveDate,
    /// The civil day it was recorded.
    pub recorded_on: NaiveDate,
}

impl Entry {
    /// The day it was done. An offer or a booking may concern a day to come, and was made when it was recorded; what
    /// was recorded afterwards was done on the day it concerns.
    pub fn day(&self) -> NaiveDate {
        match self.happening {
            Happening::Talk {
                step: TalkStep::Held | TalkStep::Missed,
                ..
            }
            | Happening::Exited => self.on,
            _ => self.on.min(self.recorded_on),
        }
    }
}

/// What the clocks of one enrolment are reckoned from.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    pub rules: &'a ProgrammeRules,
    pub calendar: &'a CentreCalendar,
    /// `None` before there is an enrolment: then K4 alone runs.
    pub enrolled_on: Option<NaiveDate>,
    /// In any order.
    pub entries: &'a [Entry],
}

/// What K4 of an application that is no enrolment is reckoned from: it waits, or it ended without one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Application {
    pub sent: NaiveDate,
    pub contacted: Option<NaiveDate>,
    /// Refused by the centre, or taken back by its sender.
    pub ended: Option<NaiveDate>,
    /// The last reason given.
    pub explained: Option<Reason>,
}

/// How a clock stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The programme's rules are silent about it, or nothing has begun that it counts from.
    NotPromised,
    Running {
        /// The last day to keep it.
        due: NaiveDate,
        /// Days left after the day looked from: 0 on the last. Working days where the clock counts them.
        left: u32,
        /// Few days are left: a K5 within two months of its end.
        soon: bool,
    },
    Kept {
        on: NaiveDate,
    },
    Broken {
        due: NaiveDate,
        /// The first day after the last.
        since: NaiveDate,
        /// When it was done all the same.
        late: Option<NaiveDate>,
        explained: Option<Reason>,
    },
    /// The person left, or the application ended, before its last day.
    Stopped {
        on: NaiveDate,
    },
}

/// One clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    pub which: Which,
    pub state: State,
}

impl Clock {
    /// Broken, and nobody has said why.
    pub const fn needs_reason(&self) -> bool {
        matches!(self.state, State::Broken { explained: None, .. })
    }
}

/// The talks told apart, each counted once by how far it has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Promised by the rules; 0 where they are silent.
    pub needed: u32,
    /// Offered in time and not called off in time: what K2 counts.
    pub offered: u32,
    /// Offered, and not answered yet.
    pub waiting: u32,
    pub booked: u32,
    pub held: u32,
    pub declined: u32,
    pub missed: u32,
    pub cancelled: u32,
}

/// All clocks of an enrolment, in their order, and the talks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promises {
    pub clocks: [Clock; 5],
    pub talks: Tally,
}

impl Promises {
    pub fn clock(&self, which: Which) -> &Clock {
        &self.clocks[which as usize]
    }
}

/// Why something about a promise or a talk is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PromiseRefusal {
    /// The promise is not broken: there is nothing to explain.
    #[error("not broken")]
    NotBroken,
    /// No reason is chosen.
    #[error("no reason")]
    NoReason,
    /// "Other" says nothing without words.
    #[error("words needed")]
    WordsNeeded,
    /// No day, or no time of day.
    #[error("no such time")]
    NoSuchTime,
    /// The time has passed: such a talk is recorded as held, not offered.
    #[error("past")]
    Past,
    /// The talk has not been yet.
    #[error("not yet")]
    NotYet,
    /// The centre is closed that day.
    #[error("closed that day")]
    ClosedDay,
    /// The colleague has another talk then.
    #[error("taken")]
    Taken,
    /// Not a coach or deputy of this person that day.
    #[error("not the coach")]
    NotTheCoach,
    /// The person is not enrolled here now.
    #[error("not enrolled")]
    NotEnrolled,
    /// Nothing was chosen to offer.
    #[error("nothing to offer")]
    NothingToOffer,
    /// A talk that was held before the person was enrolled.
    #[error("not enrolled then")]
    NotEnrolledThen,
    /// Not a day of the calendar.
    #[error("not a day")]
    NotADay,
    /// An offer is made while the person is enrolled, and not on a day to come.
    #[error("the day of the offer")]
    OfferDay,
    /// An offer that is put right says what it said before.
    #[error("nothing is changed")]
    NothingChanged,
    /// The same is offered on that day already.
    #[error("offered already")]
    OfferedAlready,
    /// Too long ago to be put right.
    #[error("too late to correct")]
    TooLate,
}

crate::coded!(PromiseRefusal {
    NotBroken = "not_broken",
    NoReason = "no_reason",
    WordsNeeded = "words_needed",
    NoSuchTime = "no_such_time",
    Past = "past",
    NotYet = "not_yet",
    ClosedDay = "closed_day",
    Taken = "taken",
    NotTheCoach = "not_the_coach",
    NotEnrolled = "not_enrolled",
    NothingToOffer = "nothing_to_offer",
    NotEnrolledThen = "not_enrolled_then",
    NotADay = "not_a_day",
    OfferDay = "offer_day",
    NothingChanged = "nothing_changed",
    OfferedAlready = "offered_already",
    TooLate = "too_late",
});
