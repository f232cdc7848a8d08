//! Migrations run at start, and several servers may start at once.

use crate::database;
use app::kernel::db::{MIGRATIONS, migrate};
use sqlx::{Connection, PgConnection};

#[tokio::test]
async fn four_servers_that_start_at_once_migrate_one_empty_database() {
    let options = database::empty().await;
    let mut starts = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let options = options.clone();
        starts.spawn(async move { migrate(&options).await });
    }
    for done in starts.join_all().await {
        done.unwrap();
    }
    let mut migrated = PgConnection::connect_with(&options).await.unwrap();
    let applied: i64 = sqlx::query_scalar("select count(*) from _sqlx_migrations where success")
        .fetch_one(&mut migrated)
        .await
        .unwrap();
    assert_eq!(usize::try_from(applied).unwrap(), MIGRATIONS.iter().count());
}
