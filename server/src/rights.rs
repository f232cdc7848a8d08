//! `arbetsforum retention` and `arbetsforum erase`: what the owner of the database does, outside any request.

use crate::cli::{Erase, Retention};
use crate::config::Config;
use crate::serve::{Failure, keys, other, say};
use app::kernel::db;
use app::kernel::outside::SystemClock;
use app::rights::erasure::{self, Erased, Listed};
use app::rights::retention;
use domain::clock::Clock;
use domain::participant_number::ParticipantNumber;
use sqlx::PgPool;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

/// The owner's connections, to a database that is up to date.
async fn owner(options: &PgConnectOptions) -> Result<PgPool, Failure> {
    db::migrate(options).await?;
    PgPoolOptions::new()
        .max_connections(2)
        .connect_with(options.clone())
        .await
        .map_err(other)
}

/// Counts what the rules would take, or applies them.
pub async fn retention(config: &Config, options: &PgConnectOptions, how: &Retention) -> Result<(), Failure> {
    let owner = owner(options).await?;
    let tallies = if how.apply {
        retention::apply(&owner, &keys(config)?, &SystemClock).await
    } else {
        retention::dry_run(&owner, SystemClock.now()).await
    }
    .map_err(other)?;
    owner.close().await;
    let verb = if how.apply { "done" } else { "due" };
    for tally in &tallies {
        say(&format!("{:<12} {:>8} {verb}", tally.class, tally.how_many));
    }
    match tallies.iter().map(|t| t.failed).sum::<u32>() {
        0 => Ok(()),
        n => Err(Failure::Other(format!(
            "{n} could not be carried out; they are due again in the next run."
        ))),
    }
}

/// Erases a person, lists the erasures, or applies them again.
pub async fn erase(config: &Config, options: &PgConnectOptions, how: &Erase) -> Result<(), Failure> {
    // What was typed is read before anything is opened.
    let number = match &how.participant {
        Some(typed) => Some(ParticipantNumber::parse(typed).map_err(other)?),
        None => None,
    };
    let kept = match &how.from {
        Some(file) => read_list(&std::fs::read_to_string(file).map_err(other)?)?,
        None => Vec::new(),
    };
    let (owner, keys) = (owner(options).await?, keys(config)?);
    let now = SystemClock.now();
    if how.list {
        for one in erasure::list(&owner).await.map_err(other)? {
            say(&one.line());
        }
    } else if how.again {
        let again = erasure::again(&owner, &keys, &kept, now).await.map_err(other)?;
        say(&format!(
            "Applied again: {}. Already so: {}. Not in this database: {}.",
            again.applied, again.already, again.unknown
        ));
    } else if let Some(number) = number {
        match erasure::by_number(&owner, &keys, number, now)
            .await
            .map_err(other)?
        {
            Erased::Now { rows } => say(&format!("Erased: {rows} rows were blanked or removed.")),
            Erased::Before => say("Erased before: nothing was left to do."),
        }
    }
    owner.close().await;
    Ok(())
}

/// The lines of a list; one that cannot be read stops everything, since a person would be left out in silence.
fn read_list(text: &str) -> Result<Vec<Listed>, Failure> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(i, line)| {
            Listed::parse(line)
                .ok_or_else(|| Failure::Other(format!("Line {} of the list cannot be read.", i + 1)))
        })
        .collect()
}
