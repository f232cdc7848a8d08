//! A database for each test, made inside the server that `DATABASE_URL` names.

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{AssertSqlSafe, Connection, PgConnection, PgPool};
use std::sync::atomic::{AtomicU32, Ordering};

/// A fresh database with all migrations.
pub struct TestDatabase {
    /// Connections of the owner, past row security.
    pub owner: PgPool,
    /// Connections as requests have them.
    pub web: PgPool,
    pub options: PgConnectOptions,
}

static MADE: AtomicU32 = AtomicU32::new(0);

/// An empty database.
pub async fn empty() -> PgConnectOptions {
    let url = std::env::var("DATABASE_URL").expect(
        "DATABASE_URL names a PostgreSQL for tests: run them by `make test`, or under scripts/with-postgres",
    );
    let server: PgConnectOptions = url.parse().unwrap();
    // Tests run as processes of their own, and a process's number comes round again: the address of a local is another's.
    let here = 0_u8;
    let name = format!(
        "test_{}_{}_{:x}",
        std::process::id(),
        MADE.fetch_add(1, Ordering::Relaxed),
        std::ptr::addr_of!(here).addr()
    );
    let mut connection = PgConnection::connect_with(&server).await.unwrap();
    sqlx::query(AssertSqlSafe(format!("create database {name}")))
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
    server.database(&name)
}

pub async fn fresh() -> TestDatabase {
    let options = empty().await;
    app::kernel::db::migrate(&options).await.unwrap();
    TestDatabase {
        owner: PgPoolOptions::new()
            .max_connections(4)
            .connect_with(options.clone())
            .await
            .unwrap(),
        web: app::kernel::db::web_pool(options.clone(), 8),
        options,
    }
}
