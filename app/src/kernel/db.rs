//! Connections: the pool of the web role, and the migrations.

use sqlx::migrate::MigrateError;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{AssertSqlSafe, Executor, PgPool};
use std::time::Duration;

/// The migrations in the program, applied by [`migrate`].
pub static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("./migrations");

/// A pool whose connections act as the web role: it owns nothing and bypasses no row policy.
pub fn web_pool(options: PgConnectOptions, connections: u32) -> PgPool {
    pool_as("arbetsforum_web", options, connections, 1)
}

/// A pool that reads figures: the ledger, and nobody's name (S2).
pub fn reports_pool(options: PgConnectOptions) -> PgPool {
    pool_as("arbetsforum_reports", options, 2, 0)
}

/// A pool of the worker that seals the access log.
pub fn worker_pool(options: PgConnectOptions) -> PgPool {
    pool_as("arbetsforum_worker", options, 2, 0)
}

fn pool_as(role: &'static str, options: PgConnectOptions, most: u32, least: u32) -> PgPool {
    PgPoolOptions::new()
        .max_connections(most)
        .min_connections(least)
        .acquire_timeout(Duration::from_secs(2))
        .test_before_acquire(false)
        .after_connect(move |connection, _| {
            Box::pin(async move {
                connection
                    .execute(AssertSqlSafe(format!(
                        "set role {role}; set statement_timeout = '5s'; set lock_timeout = '3s'; \
                         set idle_in_transaction_session_timeout = '10s'; set timezone = 'UTC'"
                    )))
                    .await?;
                Ok(())
            })
        })
        .connect_lazy_with(options)
}

/// Applies what is missing, under a lock of the database: several processes may start at once.
///
/// # Errors
/// When the database is away or a migration does not match what has been applied.
pub async fn migrate(options: &PgConnectOptions) -> Result<(), MigrateError> {
    let mut tries = 0;
    loop {
        let pool = PgPoolOptions::new()
            .max_connections(1)
            .connect_with(options.clone())
            .await?;
        let done = MIGRATIONS.run(&pool).await;
        pool.close().await;
        tries += 1;
        match done {
            Err(error) if tries < TRIES && is_a_race_for_roles(&error) => {}
            done => return done,
        }
    }
}

const TRIES: u32 = 10;

/// Roles belong to the whole cluster, and the lock to one database: where several databases of a new cluster migrate at
/// once, one may meet a role that another has made and that it does not see yet. A new connection sees it.
fn is_a_race_for_roles(error: &MigrateError) -> bool {
    let (MigrateError::Execute(cause) | MigrateError::ExecuteMigration(cause, _)) = error else {
        return false;
    };
    let Some(code) = cause
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code)
    else {
        return false;
    };
    // Undefined or duplicate object, unique violation, and a catalogue row that another has just changed.
    ["42704", "42710", "23505", "XX000"].contains(&code.as_ref())
}
