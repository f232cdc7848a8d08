//! What the passing of time does to enrolments, by nobody's hand: terms that have passed are closed (X1), extensions
//! past their deadline lapse, transfers whose day has come are carried out.
//!
//! Each enrolment is a transaction of its own, and what is done is not found again: after a stop it goes on from there,
//! with the days that it concerns.

use super::store;
use crate::kernel::{AppError, AppState};
use std::time::Duration;

/// How often it is looked for.
const EVERY: Duration = Duration::from_mins(5);

/// Looks until the server ends.
pub async fn run(state: AppState) {
    loop {
        if let Err(error) = pass(&state).await {
            tracing::warn!(%error, "terms and transfers were not seen to");
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Everything that is due now. How many terms were closed and transfers carried out.
///
/// # Errors
/// When the database is away: what is left waits.
pub async fn pass(state: &AppState) -> Result<(u32, u32), AppError> {
    let now = state.clock.now();
    store::lapse_extensions(state, now).await?;
    // A move first: who has moved and whose term has passed ends at the new centre.
    let mut moved = 0;
    while store::move_next(state, now).await? {
        moved += 1;
    }
    let mut closed = 0;
    while store::close_next(state, now).await? {
        closed += 1;
    }
    Ok((closed, moved))
}
