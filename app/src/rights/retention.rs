//! The retention rules carried out: counted in a dry run, or applied, one transaction a person.

use super::erase_store::{self as store, Due, Rule};
use super::erasure::{self, EraseError, Why};
use super::inventory::Class;
use crate::kernel::keys::Keys;
use crate::kernel::outside::SystemRandom;
use chrono::{DateTime, Utc};
use domain::civil_time::civil_day;
use domain::clock::Clock;
use domain::ids::RetentionRunId;
use sqlx::{Connection, PgConnection, PgPool};

/// What is due of a class, or was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    pub class: String,
    pub how_many: i64,
    /// Those that could not be done; they are due again in the next run.
    pub failed: u32,
}

/// Why a run did not happen or did not come to its end.
#[derive(Debug, thiserror::Error)]
pub enum RetentionError {
    #[error("Another run is under way")]
    Busy,
    #[error("The database answers: {0}")]
    Database(#[from] sqlx::Error),
}

/// The order of the classes: what goes with the person whole comes last.
fn in_order(rules: &mut [Rule]) {
    rules.sort_by_key(|r| Class::ALL.iter().position(|c| c.code() == r.class));
}

/// How much each rule would take today, over all centres; nothing changes.
///
/// # Errors
/// When the database is away.
pub async fn dry_run(owner: &PgPool, now: DateTime<Utc>) -> Result<Vec<Tally>, RetentionError> {
    let mut db = owner.acquire().await?;
    let today = civil_day(now);
    let mut rules = store::rules(&mut db, today).await?;
    in_order(&mut rules);
    let mut tallies = Vec::new();
    for rule in rules {
        let due = store::due(&mut db, &rule.class, today).await?;
        tallies.push(Tally {
            how_many: due.iter().map(|d| d.how_many).sum(),
            class: rule.class,
            failed: 0,
        });
    }
    Ok(tallies)
}

/// Applies the rules. A run that is cut off has done what it had committed; the next goes on from there.
///
/// # Errors
/// `Busy` while another run is under way; when the database is away.
pub async fn apply(owner: &PgPool, keys: &Keys, clock: &dyn Clock) -> Result<Vec<Tally>, RetentionError> {
    // A connection that is closed and not handed back: the turn ends with it.
    let mut db = owner.acquire().await?.detach();
    if !store::take_turn(&mut db).await? {
        return Err(RetentionError::Busy);
    }
    let done = run(&mut db, keys, clock).await;
    let closed = db.close().await;
    let done = done?;
    closed?;
    Ok(done)
}

async fn run(db: &mut PgConnection, keys: &Keys, clock: &dyn Clock) -> Result<Vec<Tally>, RetentionError> {
    let now = clock.now();
    let run = RetentionRunId::mint(now, &mut SystemRandom);
    store::begin_run(db, run, now).await?;
    let mut rules = store::rules(db, civil_day(now)).await?;
    in_order(&mut rules);
    let mut tallies = Vec::new();
    for rule in &rules {
        let mut tally = Tally {
            class: rule.class.clone(),
            how_many: 0,
            failed: 0,
        };
        for due in store::due(db, &rule.class, civil_day(now)).await? {
            match one(db, keys, run, rule, due, now).await {
                Ok(n) => tally.how_many += n,
                // Away: the rest would fail alike.
                Err(EraseError::Database(error)) if error.as_database_error().is_none() => {
                    return Err(error.into());
                }
                Err(error) => {
                    tracing::warn!(%error, class = rule.class, "not carried out");
                    tally.failed += 1;
                }
            }
        }
        tallies.push(tally);
    }
    store::end_run(db, run, clock.now()).await?;
    Ok(tallies)
}

/// One person, one class, one transaction.
async fn one(
    db: &mut PgConnection,
    keys: &Keys,
    run: RetentionRunId,
    rule: &Rule,
    due: Due,
    now: DateTime<Utc>,
) -> Result<i64, EraseError> {
    let today = civil_day(now);
    let mut tx = db.begin().await?;
    let class = rule.class.as_str();
    let Some(person) = due.person else {
        // Sign-ins of nobody that is known, and of staff.
        let rows = store::old_sign_ins(&mut tx, None, due.centre, today, rule.months).await?;
        let rows = i64::try_from(rows).unwrap_or(i64::MAX);
        store::count_run(&mut tx, run, class, due.centre, rows).await?;
        tx.commit().await?;
        return Ok(rows);
    };
    if !store::still_due(&mut tx, class, today, person).await? {
        return Ok(0);
    }
    let how_many = if class == Class::SignIns.code() {
        let rows = store::old_sign_ins(&mut tx, Some(person), None, today, rule.months).await?;
        i64::try_from(rows).unwrap_or(i64::MAX)
    } else if class == Class::Reasons.code() {
        let rows = store::old_reasons(&mut tx, person, today, rule.months).await?;
        i64::try_from(rows).unwrap_or(i64::MAX)
    } else if class == Class::Person.code() {
        erasure::in_transaction(&mut tx, keys, person, now, Why::Retention, false).await?;
        1
    } else {
        let words = if class == Class::Contact.code() {
            Class::Contact
        } else {
            Class::OwnWords
        };
        store::allow(&mut tx, person).await?;
        store::blank_tables(&mut tx, person, Some(words)).await?;
        store::done(&mut tx, class, today, person).await?;
        1
    };
    store::count_run(&mut tx, run, class, due.centre, how_many).await?;
    tx.commit().await?;
    Ok(how_many)
}
