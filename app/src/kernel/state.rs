//! What the whole server shares.

use super::keys::Keys;
use super::live::Live;
use domain::clock::Clock;
use leptos::config::LeptosOptions;
use sqlx::PgPool;
use std::sync::Arc;

/// Shared by every request; cheap to clone.
#[derive(Clone)]
pub struct AppState {
    /// Connections that have stepped down to the web role.
    pub pool: PgPool,
    /// Connections that read figures and no person (S2).
    pub reports: PgPool,
    /// Connections of the worker that seals the access log.
    pub worker: PgPool,
    pub clock: Arc<dyn Clock>,
    pub keys: Keys,
    pub live: Live,
    /// The address people reach the app at, for the code's link: scheme, host and port.
    pub public_url: Arc<str>,
    pub leptos: LeptosOptions,
}

impl axum::extract::FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.leptos.clone()
    }
}
