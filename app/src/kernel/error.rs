//! The one error of every server function: an enumeration that crosses the wire, with nothing internal in it.

use super::policy::Denial;
use domain::attendance::CheckInRefusal;
use domain::plan::TextError;
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
    /// The same key with another question, or a change of something that has changed since it was read.
    #[error("conflict")]
    Conflict,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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

/// A field of a form, by the id that it has on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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
}

impl Field {
    /// The id of the input on the page, and its name in the form.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Pin => "pin",
            Self::Name => "name",
            Self::Password => "password",
            Self::Code => "code",
            Self::Title => "title",
            Self::When => "when",
            Self::Want => "want",
            Self::GoodAt => "good_at",
            Self::Need => "need",
            Self::Reason => "reason",
            Self::NewPassword => "new_password",
            Self::NewPin => "new_pin",
            Self::Passkey => "passkey",
            Self::Repeat => "repeat",
            Self::Otp => "otp",
            Self::GivenName => "given_name",
            Self::FamilyName => "family_name",
            Self::Employer => "employer",
            Self::Share => "share",
            Self::Role => "role",
            Self::Agency => "agency",
            Self::ValidFrom => "valid_from",
            Self::ValidTo => "valid_to",
            Self::Person => "person",
            Self::Words => "words",
            Self::Answer => "answer",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Street => "street",
            Self::PostalCode => "postal_code",
            Self::Town => "town",
            Self::Signature => "signature",
            Self::PaperPlace => "paper_place",
            Self::Purpose => "purpose",
            Self::Consents => "consents",
            Self::Until => "until",
            Self::SearchWords => "search_words",
            Self::Level => "level",
        }
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
            Self::Conflict => 409,
            Self::CheckIn(_) | Self::Field { .. } | Self::NotRight(_) => 422,
            Self::CheckIn(_) | Self::Link(_) | Self::Field { .. } => 422,
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
            // 08 connection, 53 resources (disk full among them), 57 operator: shutting down or starting.
            sqlx::Error::Database(e) => e
                .code()
                .is_some_and(|c| ["08", "53", "57"].iter().any(|p| c.starts_with(p))),
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
