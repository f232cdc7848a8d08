//! Erasure: a person without a name, while figures stay right and the access log's chain verifies.
//!
//! Done by the owner of the database, never by a request: `arbetsforum erase`, and the retention rules.

use super::erase_store as store;
use crate::kernel::keys::{Keys, Purpose};
use crate::kernel::outside::SystemRandom;
use chrono::{DateTime, Utc};
use domain::ids::{ErasureId, PersonId};
use domain::participant_number::ParticipantNumber;
use sqlx::{PgConnection, PgPool};

/// Why nothing was erased.
#[derive(Debug, thiserror::Error)]
pub enum EraseError {
    #[error("There is nobody with this number")]
    Unknown,
    #[error("The person has an open enrolment: it is ended first")]
    Enrolled,
    #[error("The database answers: {0}")]
    Database(#[from] sqlx::Error),
}

/// Why a person is erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// They asked, and it was decided.
    Asked,
    /// The retention rules say so.
    Retention,
}

impl Why {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Retention => "retention",
        }
    }
}

/// What an erasure did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Erased {
    /// Now: so many rows were changed or removed.
    Now { rows: u64 },
    /// Before; nothing was left to do.
    Before,
}

/// A keyed hash of a number that is not given out again.
pub fn retired_hash(keys: &Keys, number: ParticipantNumber) -> [u8; 32] {
    keys.mac(Purpose::RetiredNumber, &[number.digits().as_bytes()])
}

/// Whether a number was on the card of somebody who has been erased: whoever gives out numbers asks.
///
/// # Errors
/// When the database is away.
pub async fn is_retired(
    db: &mut PgConnection,
    keys: &Keys,
    number: ParticipantNumber,
) -> Result<bool, sqlx::Error> {
    store::is_retired(db, &retired_hash(keys, number)).await
}

/// Erases the person with this number, in one transaction.
///
/// # Errors
/// [`EraseError`]; then nothing has changed.
pub async fn by_number(
    owner: &PgPool,
    keys: &Keys,
    number: ParticipantNumber,
    now: DateTime<Utc>,
) -> Result<Erased, EraseError> {
    let mut tx = owner.begin().await?;
    let Some(person) = store::person_of(&mut tx, &number.digits()).await? else {
        return if is_retired(&mut tx, keys, number).await? {
            Ok(Erased::Before)
        } else {
            Err(EraseError::Unknown)
        };
    };
    let erased = in_transaction(&mut tx, keys, person, now, Why::Asked, false).await?;
    tx.commit().await?;
    Ok(erased)
}

/// Erases a person inside a transaction of the owner. `again` is after a restore: an enrolment that is open in the
/// older state does not stop it, since the erasure was decided after it had ended.
///
/// # Errors
/// [`EraseError`].
pub async fn in_transaction(
    tx: &mut PgConnection,
    keys: &Keys,
    person: PersonId,
    now: DateTime<Utc>,
    why: Why,
    again: bool,
) -> Result<Erased, EraseError> {
    let is = store::lock(tx, person).await?.ok_or(EraseError::Unknown)?;
    if is.enrolled && !again {
        return Err(EraseError::Enrolled);
    }
    store::allow(tx, person).await?;
    let mut counts = store::blank_tables(tx, person, None).await?;
    counts.extend(store::blank_person(tx, person, now).await?);
    if let Ok(number) = ParticipantNumber::parse(&is.number) {
        store::retire(tx, &retired_hash(keys, number), now).await?;
    }
    store::allow_nothing(tx).await?;
    let rows = counts.iter().map(|(_, n)| n).sum();
    if rows == 0 {
        return Ok(Erased::Before);
    }
    let id = ErasureId::mint(now, &mut SystemRandom);
    store::remember(tx, id, person, now, why, &counts, again).await?;
    Ok(Erased::Now { rows })
}

/// An erasure as it is written down outside the database, one a line: the id, the moment, why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listed {
    pub person: PersonId,
    pub at: DateTime<Utc>,
    pub why: Why,
}

impl Listed {
    pub fn line(&self) -> String {
        let at = self.at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
        format!("{} {at} {}", self.person, self.why.code())
    }

    /// Reads such a line.
    pub fn parse(line: &str) -> Option<Self> {
        let mut parts = line.split_whitespace();
        let person = parts.next()?.parse().ok()?;
        let at = DateTime::parse_from_rfc3339(parts.next()?).ok()?.to_utc();
        let why = match parts.next()? {
            "asked" => Why::Asked,
            "retention" => Why::Retention,
            _ => return None,
        };
        parts.next().is_none().then_some(Self { person, at, why })
    }
}

/// The erasures there have been.
///
/// # Errors
/// When the database is away.
pub async fn list(owner: &PgPool) -> Result<Vec<Listed>, EraseError> {
    Ok(store::erasures(owner).await?)
}

/// What applying them again did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Again {
    pub applied: u32,
    pub already: u32,
    /// Not in this database: the backup is older than they are.
    pub unknown: u32,
}

/// Applies again every erasure that the database remembers, and those of a list that was kept outside it (L10).
///
/// # Errors
/// At the first that cannot be applied; those before it are.
pub async fn again(
    owner: &PgPool,
    keys: &Keys,
    kept: &[Listed],
    now: DateTime<Utc>,
) -> Result<Again, EraseError> {
    let mut all = list(owner).await?;
    for one in kept {
        if all.iter().all(|l| l.person != one.person) {
            all.push(*one);
        }
    }
    let mut done = Again::default();
    for one in all {
        let mut tx = owner.begin().await?;
        match in_transaction(&mut tx, keys, one.person, now, one.why, true).await {
            Ok(Erased::Now { .. }) => done.applied += 1,
            Ok(Erased::Before) => done.already += 1,
            Err(EraseError::Unknown) => done.unknown += 1,
            Err(error) => return Err(error),
        }
        tx.commit().await?;
    }
    Ok(done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_list_reads_back() {
        let line = "01990000-0000-7000-8000-000000000001 2026-11-20T08:12:00Z asked";
        let listed = Listed::parse(line).unwrap();
        assert_eq!(listed.line(), line);
        for bad in [
            "",
            "x 2026-11-20T08:12:00Z asked",
            &format!("{line} more"),
            &line.replace("asked", "why"),
        ] {
            assert_eq!(Listed::parse(bad), None, "{bad}");
        }
    }
}
