//! Whether the process lives, and whether it can answer.

use app::kernel::AppState;
use axum::extract::State;
use axum::http::StatusCode;
use std::time::Duration;

/// The process lives.
pub async fn livez() -> &'static str {
    "ok"
}

/// The database answers within a second.
pub async fn readyz(State(state): State<AppState>) -> (StatusCode, &'static str) {
    let asked = sqlx::query("select 1").execute(&state.pool);
    match tokio::time::timeout(Duration::from_secs(1), asked).await {
        Ok(Ok(_)) => (StatusCode::OK, "ok"),
        _ => (StatusCode::SERVICE_UNAVAILABLE, "database away"),
    }
}
