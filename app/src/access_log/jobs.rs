//! Sealing: a task that links new rows of the log to the chain, a batch at a time, one process at a time.

use super::chain::{self, Link};
use super::chain_store as store;
use crate::kernel::{AppError, AppState};
use std::time::Duration;

/// How often new rows are looked for.
const EVERY: Duration = Duration::from_secs(2);
/// Most rows of one transaction.
const BATCH: i64 = 1_000;

/// Seals until the server ends.
pub async fn run(state: AppState) {
    loop {
        match seal_batch(&state).await {
            // A full batch: there may be more at once.
            Ok(sealed) if sealed == BATCH => continue,
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "the access log was not sealed"),
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Seals what is there to seal, up to a batch of it, and says how much; nothing where another process is at it.
///
/// # Errors
/// When the database is away: the rows wait.
pub async fn seal_batch(state: &AppState) -> Result<i64, AppError> {
    let mut tx = state.worker.begin().await?;
    if !store::alone(&mut tx).await? {
        return Ok(0);
    }
    let last = store::head(&mut tx).await?;
    let rows = store::unsealed(&mut tx, last.as_ref(), BATCH).await?;
    let now = state.clock.now();
    let (mut no, mut before) = last.map_or((0, Vec::new()), |l| (l.no, l.seal));
    let mut links = Vec::with_capacity(rows.len());
    for row in rows {
        no += 1;
        before = chain::seal(&state.keys, &before, no, &row, now).to_vec();
        links.push(Link {
            no,
            row_id: row.id,
            xid: row.xid,
            seal: before.clone(),
            sealed_at: now,
            row: None,
        });
    }
    if !links.is_empty() {
        store::add(&mut tx, &links).await?;
    }
    tx.commit().await?;
    Ok(i64::try_from(links.len()).unwrap_or(BATCH))
}
