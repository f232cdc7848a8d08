//! The demonstration: a centre with invented people, and a page to become any of some of them.
//!
//! Only a build with the feature `demo` holds it, and only a database that [`ensure`] was called on holds its
//! people. The same seed makes the same people, names, plans and habits; every day of theirs is so many days
//! from today.

mod accounts;
mod after;
mod cast;
mod chance;
mod contacts;
mod days;
mod desk;
mod forms;
mod ground;
mod keep;
mod ledger;
mod names;
mod page;
mod parts;
mod people;
mod plans;
mod promises;
mod referrals;
mod rows;
mod staff;
mod trust;
mod when;
mod words;
mod write;

use chrono::{DateTime, Utc};
use domain::ids::AccountId;
use sqlx::PgPool;
use uuid::Uuid;

pub use page::routes;

/// What [`ensure`] has done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Made {
    /// Whether it was made now; otherwise it was there, and nothing has changed.
    pub fresh: bool,
    /// Participants, those who have left among them.
    pub people: u32,
    pub millis: u64,
}

/// Why the demonstration is not there.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// It would have to remove or mix with people that are not its own.
    #[error("the database holds people that the demo did not make")]
    Foreign,
    /// A migration has not been applied.
    #[error("the database lacks {0}")]
    Lacks(&'static str),
    #[error("a secret could not be hashed")]
    Hashing,
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// Sees to it that the demonstration is there for the day of `now`, in one transaction and under a lock of the
/// database: several processes may start at once.
///
/// - A database without people gets it.
/// - Made earlier the same civil day (Europe/Stockholm): nothing changes, so that what somebody has done since,
///   a check-in above all, is there after a restart.
/// - Made on another day, or by another version of this program: it is removed **with everything done in it**
///   (check-ins, steps, sessions, the log of who read what) and made anew. Otherwise "today" would be in the past.
///
/// `pool` must connect as the owner of the tables, not as the web role.
///
/// # Errors
/// [`DemoError::Foreign`] where it would have to be made and the database holds a person or a member of staff that
/// is not the demonstration's: nothing is changed then. [`DemoError::Lacks`] before the migrations.
pub async fn ensure(pool: &PgPool, now: DateTime<Utc>) -> Result<Made, DemoError> {
    keep::ensure(pool, now).await
}

/// An account that the page offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoAccount {
    pub account: AccountId,
    pub name: String,
    /// What there is to see as this person, in Swedish.
    pub what: String,
    /// The card's number with its hyphen, or the user name.
    pub login: String,
    pub secret: String,
    /// `card_pin` or `password`.
    pub kind: String,
    pub home: String,
}

/// The accounts that the page offers, in its order; [`ensure`] must have been called.
///
/// # Errors
/// When the database is away, or the demonstration was never made in it.
pub async fn accounts(pool: &PgPool) -> Result<Vec<DemoAccount>, sqlx::Error> {
    type Row = (Uuid, String, String, String, String, String, String);
    let rows: Vec<Row> = sqlx::query_as(
        "select account_id, name, what_sv, login, secret, kind, home from demo_account order by position",
    )
    .fetch_all(pool)
    .await?;
    Ok(rows
        .into_iter()
        .map(|(account, name, what, login, secret, kind, home)| DemoAccount {
            account: account.into(),
            name,
            what,
            login,
            secret,
            kind,
            home,
        })
        .collect())
}

/// The moment in the ids of people, staff and accounts: the same every day, so that theirs are too.
fn epoch() -> DateTime<Utc> {
    DateTime::from_timestamp(1_767_225_600, 0).unwrap_or_default()
}
