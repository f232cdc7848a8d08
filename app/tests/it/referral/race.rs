//! Many at once for the last place (E2, E3): exactly one gets it, and nothing is lost.

use super::{ONE, draft, programme, send_as, worker};
use crate::world::{Member, World};
use app::kernel::AppError;
use domain::programme::EntryGroup;
use std::sync::Arc;
use uuid::Uuid;

const SENDERS: usize = 50;

/// As many as a test run has time for; `REFERRAL_ROUNDS` for more.
fn rounds() -> u32 {
    let asked = std::env::var("REFERRAL_ROUNDS").ok();
    asked.and_then(|n| n.parse().ok()).unwrap_or(20)
}

async fn race(world: &Arc<World>, senders: &[Member], programme: Uuid) {
    let mut running = Vec::new();
    for sender in senders {
        let (world, sender) = (world.clone(), *sender);
        let (key, draft) = (
            world.key(),
            draft(&world, programme, EntryGroup::NewApplicants).await,
        );
        running.push(tokio::spawn(
            async move { send_as(&world, sender, key, &draft).await },
        ));
    }
    let mut sent = std::collections::BTreeSet::new();
    for one in running {
        sent.insert(one.await.unwrap().unwrap());
    }
    assert_eq!(sent.len(), SENDERS, "none doubled");
    let rows: Vec<(String, Option<i32>, Option<i32>)> = sqlx::query_as(
        "select state, place_no, access.queue_place(r) from referral r where programme_id = $1 order by queue_no",
    )
    .bind(programme)
    .fetch_all(&world.db.owner)
    .await
    .unwrap();
    assert_eq!(rows.len(), SENDERS, "none lost");
    assert_eq!(
        rows[0],
        ("placed".into(), Some(1), None),
        "who came first has the place"
    );
    for (n, row) in rows.iter().skip(1).enumerate() {
        let place = i32::try_from(n + 1).unwrap();
        assert_eq!(*row, ("queued".into(), None, Some(place)));
    }
    let told: i64 = sqlx::query_scalar(
        "select count(*) from ledger where programme_id = $1 and event in ('referred', 'referral_placed', 'referral_queued')",
    )
    .bind(programme)
    .fetch_one(&world.db.owner)
    .await
    .unwrap();
    assert_eq!(told, 2 * i64::try_from(SENDERS).unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_fifty_senders_for_the_last_place_one_gets_it_each_time() {
    let world = Arc::new(World::new().await);
    let mut senders = Vec::new();
    for _ in 0..SENDERS {
        senders.push(worker(&world, "soc-bergsjon").await);
    }
    for _ in 0..rounds() {
        let programme = programme(&world, ONE).await;
        race(&world, &senders, programme).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_fifty_senders_for_the_last_place_in_the_house_one_gets_it() {
    let world = Arc::new(World::new().await);
    let mut senders = Vec::new();
    for _ in 0..SENDERS {
        senders.push(worker(&world, "soc-bergsjon").await);
    }
    let rules = r#"{"capacity": 1, "entries": [{"agency": "soc-bergsjon", "group": "new_applicants", "quota": 99, "per": "month"}]}"#;
    let programme = programme(&world, rules).await;
    race(&world, &senders, programme).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_press_at_once_is_one_referral_and_another_body_a_conflict() {
    let world = Arc::new(World::new().await);
    let sender = worker(&world, "soc-bergsjon").await;
    let programme = programme(&world, ONE).await;
    let (key, whole) = (
        world.key(),
        draft(&world, programme, EntryGroup::NewApplicants).await,
    );
    let mut running = Vec::new();
    for _ in 0..8 {
        let (world, whole) = (world.clone(), whole.clone());
        running.push(tokio::spawn(
            async move { send_as(&world, sender, key, &whole).await },
        ));
    }
    let mut ids = std::collections::BTreeSet::new();
    for one in running {
        ids.insert(one.await.unwrap().unwrap());
    }
    assert_eq!(ids.len(), 1);
    assert_eq!(world.count("select count(*) from referral").await, 1);
    let mut other = whole.clone();
    other.reason = "Något annat".into();
    assert_eq!(
        send_as(&world, sender, key, &other).await,
        Err(AppError::Conflict)
    );
    let somebody_else = worker(&world, "soc-bergsjon").await;
    assert_eq!(
        send_as(&world, somebody_else, key, &whole).await,
        Err(AppError::Conflict)
    );
    assert_eq!(world.count("select count(*) from referral").await, 1);
}
