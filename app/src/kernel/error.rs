//! The one error of every server function: an enumeration that crosses the wire, with nothing internal in it.

use super::policy::Denial;
use domain::account::AccountRefusal;
use domain::attendance::CheckInRefusal;
use domain::centre_day::CentreDayRefusal;
use domain::exit::AfterRefusal;
use domain::form::{FormError, FormRefusal};
use domain::intake::DeskRefusal;
use domain::plan::TextError;
use domain::programme::{RuleError, RuleRefusal};
use domain::promise::PromiseRefusal;
use domain::referral::ReferralProblem;
use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// What can go wrong, as far as anyone outside is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
#[serde(rename_all = "snake_case")]
pub enum AppError {
    /// Nobody is signed in, or the session has ended.
    #[error("not signed in")]
    NotSignedIn,
    /// There is no such thing, or none that this actor may know of: the same answer.
    #[error("not found")]
    NotFound,
    /// What is asked for is there and closed to this actor, and why.
    #[error("closed")]
    Closed(Denial),
    /// The card number and PIN, or name and password, do not belong together, or there is no such account.
    #[error("wrong credential")]
    WrongCredential,
    /// What was given in this field does not prove it, or cannot be chosen.
    #[error("not right")]
    NotRight(Field),
    /// The way in took too long, or was gone already: it begins anew.
    #[error("start over")]
    StartOver,
    /// Too many tries; seconds until the next is looked at.
    #[error("too many tries")]
    TooManyTries { seconds: u32 },
    /// A check-in that is not recorded, and why.
    #[error("not checked in: {0}")]
    CheckIn(CheckInRefusal),
    /// An identity that is not linked to an account, and why.
    #[error("not linked")]
    Link(LinkRefusal),
    /// A field that cannot be accepted as it is.
    #[error("field not accepted")]
    Field { field: Field, problem: TextError },
    /// A change of accounts, roles or assignments that is refused, and at which field.
    #[error("not accepted: {why}")]
    Account { field: Field, why: AccountRefusal },
    /// Rules of a programme that cannot hold, and where.
    #[error("rules not accepted: {0}")]
    Programme(RuleError),
    /// An answer to a form, or a question of one, that cannot be accepted, and where.
    #[error("form not accepted: {0}")]
    Form(FormError),
    /// Something in a referral that cannot be accepted, and at which field.
    #[error("not accepted: {why}")]
    Referral { field: Field, why: ReferralProblem },
    /// An exit, a follow-up, an extension or a transfer that is refused, and at which field.
    #[error("not accepted: {why}")]
    After { field: Field, why: AfterRefusal },
    /// A talk or a reason of a broken promise that is refused, and at which field.
    #[error("not accepted: {why}")]
    Promise { field: Field, why: PromiseRefusal },
    /// Something at the desk, or a time, that is refused, and at which field.
    #[error("not accepted: {why}")]
    Desk { field: Field, why: DeskRefusal },
    /// A day of the centre's own calendar that is refused.
    #[error("not accepted: {0}")]
    CentreDay(CentreDayRefusal),
    /// The same key with another question, or a change of something that has changed since it was read.
    #[error("conflict")]
    Conflict,
    /// It came from a page of another centre or agency than the one that the actor works at now; nothing was done.
    #[error("of another place")]
    OtherPlace,
    /// The request could not be read at all.
    #[error("unreadable request")]
    Unreadable,
    /// The database or something else that is needed is away; nothing was stored.
    #[error("unavailable for now")]
    Unavailable,
    /// The answer never came: no network, or the server is away. Only made in the browser.
    #[error("no answer")]
    NoAnswer,
    /// A fault of ours; it is in the log under the request's id.
    #[error("internal")]
    Internal,
}

/// Why an identity at a provider of sign-ins is not linked to an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkRefusal {
    /// Used, withdrawn, too old, or never given.
    UnknownCode,
    /// Nobody has proved who they are in this browser, or too long ago.
    NothingWaiting,
    /// The provider tells another identity number than stands on the record.
    OtherPerson,
    /// The identity belongs to an account already.
    LinkedAlready,
}

domain::coded!(LinkRefusal {
    UnknownCode = "unknown_code",
    NothingWaiting = "nothing_waiting",
    OtherPerson = "other_person",
    LinkedAlready = "linked_already",
});

/// A field of a form, by the id that it has on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Card,
    Pin,
    Name,
    Password,
    Code,
    Title,
    When,
    Want,
    GoodAt,
    Need,
    Reason,
    NewPassword,
    NewPin,
    Passkey,
    Repeat,
    Otp,
    GivenName,
    FamilyName,
    Employer,
    Share,
    Role,
    Agency,
    ValidFrom,
    ValidTo,
    Person,
    Words,
    Answer,
    Phone,
    Email,
    Street,
    PostalCode,
    Town,
    Signature,
    PaperPlace,
    Purpose,
    Consents,
    Until,
    SearchWords,
    Level,
    TextLanguage,
    How,
    OverrideReason,
    Hours,
    Staff,
    LastDay,
    StaffRole,
    Colleague,
    Assignment,
    Coach,
    Kind,
    UserName,
    Account,
    About,
    Wrong,
    ShouldBe,
    BirthYear,
    Accept,
    Programme,
    IdentityNumber,
    Outcome,
    EndedOn,
    StartsOn,
    Extent,
    Lasts,
    TriedOn,
    Result,
    Extension,
    NewEnd,
    Deadline,
    Refusal,
    ToCentre,
    EffectiveOn,
    TalkDay,
    TalkTime,
    TalkPlace,
    Activity,
    OldCard,
    Same,
    Points,
    Time,
    Weekday,
    FromTime,
    ToTime,
    DayFrom,
    DayTo,
    Day,
    Language,
    Length,
}

domain::coded!(Field {
    Card = "card",
    Pin = "pin",
    Name = "name",
    Password = "password",
    Code = "code",
    Title = "title",
    When = "when",
    Want = "want",
    GoodAt = "good_at",
    Need = "need",
    Reason = "reason",
    NewPassword = "new_password",
    NewPin = "new_pin",
    Passkey = "passkey",
    Repeat = "repeat",
    Otp = "otp",
    GivenName = "given_name",
    FamilyName = "family_name",
    Employer = "employer",
    Share = "share",
    Role = "role",
    Agency = "agency",
    ValidFrom = "valid_from",
    ValidTo = "valid_to",
    Person = "person",
    Words = "words",
    Answer = "answer",
    Phone = "phone",
    Email = "email",
    Street = "street",
    PostalCode = "postal_code",
    Town = "town",
    Signature = "signature",
    PaperPlace = "paper_place",
    Purpose = "purpose",
    Consents = "consents",
    Until = "until",
    SearchWords = "search_words",
    Level = "level",
    TextLanguage = "text_language",
    How = "how",
    OverrideReason = "override_reason",
    Hours = "hours",
    Staff = "staff",
    LastDay = "last_day",
    StaffRole = "staff_role",
    Colleague = "colleague",
    Assignment = "assignment",
    Coach = "coach",
    Kind = "kind",
    UserName = "user_name",
    Account = "account",
    About = "about",
    Wrong = "wrong",
    ShouldBe = "should_be",
    BirthYear = "birth_year",
    Accept = "accept",
    Programme = "programme",
    IdentityNumber = "identity_number",
    Outcome = "outcome",
    EndedOn = "ended_on",
    StartsOn = "starts_on",
    Extent = "extent",
    Lasts = "lasts",
    TriedOn = "tried_on",
    Result = "result",
    Extension = "extension",
    NewEnd = "new_end",
    Deadline = "deadline",
    Refusal = "refusal",
    ToCentre = "to_centre",
    EffectiveOn = "effective_on",
    TalkDay = "talk_day",
    TalkTime = "talk_time",
    TalkPlace = "talk_place",
    Activity = "activity",
    OldCard = "old_card",
    Same = "same",
    Points = "points",
    Time = "time",
    Weekday = "weekday",
    FromTime = "from_time",
    ToTime = "to_time",
    DayFrom = "day_from",
    DayTo = "day_to",
    Day = "day",
    Language = "language",
    Length = "length",
});

impl Field {
    /// The id of the input on the page, and its name in the form.
    pub const fn id(self) -> &'static str {
        self.code()
    }
}

impl AppError {
    /// The HTTP status that says the same (decision 6; a layer of the server sets it).
    pub const fn status(self) -> u16 {
        match self {
            Self::NotSignedIn
            | Self::WrongCredential
            | Self::StartOver
            | Self::NotRight(Field::Password | Field::Pin | Field::Otp | Field::Passkey) => 401,
            Self::NotFound => 404,
            Self::Closed(_) => 403,
            Self::TooManyTries { .. } => 429,
            Self::Conflict
            | Self::OtherPlace
            | Self::Form(FormError {
                why: FormRefusal::Stale,
                ..
            })
            | Self::Programme(RuleError {
                why: RuleRefusal::Stale { .. },
                ..
            }) => 409,
            Self::CheckIn(_)
            | Self::Link(_)
            | Self::Field { .. }
            | Self::NotRight(_)
            | Self::Account { .. }
            | Self::Programme(_)
            | Self::Form(_)
            | Self::Referral { .. }
            | Self::After { .. }
            | Self::Promise { .. }
            | Self::Desk { .. }
            | Self::CentreDay(_) => 422,
            Self::Unreadable => 400,
            Self::Unavailable | Self::NoAnswer => 503,
            Self::Internal => 500,
        }
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) => Self::NoAnswer,
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_)
            | ServerFnErrorErr::Serialization(_) => Self::Unreadable,
            _ => Self::Internal,
        }
    }
}

#[cfg(feature = "ssr")]
impl From<sqlx::Error> for AppError {
    /// A database that does not answer is told apart from a fault of ours; either way the cause is logged, not told.
    fn from(error: sqlx::Error) -> Self {
        let away = match &error {
            sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::BeginFailed => true,
            // 08 connection, 53 resources (disk full among them), 57 operator: shutting down or starting; 55P03 a lock
            // that was waited for in vain.
            sqlx::Error::Database(e) => e
                .code()
                .is_some_and(|c| ["08", "53", "57", "55P03"].iter().any(|p| c.starts_with(p))),
            _ => false,
        };
        if away {
            tracing::warn!(error = %error, "database away");
            Self::Unavailable
        } else {
            tracing::error!(error = %error, "database error");
            Self::Internal
        }
    }
}
