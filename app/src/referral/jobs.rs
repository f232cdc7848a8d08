//! The queue at rest: a new month, new rules and a freed place move it without anybody's pressing anything; and what is
//! over is cleared away.

use super::store;
use crate::kernel::{AppError, AppState};
use std::time::Duration;

/// How often the queues are looked at.
const EVERY: Duration = Duration::from_mins(1);

/// Looks until the server ends.
pub async fn run(state: AppState) {
    loop {
        if let Err(error) = look(&state).await {
            tracing::warn!(%error, "the queues of referrals were not looked at");
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// One look: says how many got a place. Looked at again, nothing moves.
///
/// # Errors
/// When the database is away: the next look does it.
pub async fn look(state: &AppState) -> Result<i32, AppError> {
    let now = state.clock.now();
    let moved = store::move_queues(&state.worker, now).await?;
    store::clear(&state.worker, now).await?;
    Ok(moved)
}
