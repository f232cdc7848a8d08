//! The list of promises in the demonstration: a house that is mostly well run, with something to do (K4).

use super::NOON;
use crate::world::{Member, World};
use app::demo::ensure;
use app::kernel::Ctx;
use app::kernel::policy::{Action, Role};
use app::promise::api::{Chosen, House};
use app::promise::house::{Wanted, house};
use uuid::Uuid;

async fn list(world: &World, who: Member, chosen: Chosen) -> House {
    let wanted = Wanted {
        clock: "k4",
        coach: "",
        chosen,
        page: 1,
        explain: "",
    };
    let visitor = world.visitor(Some(who.actor()));
    let mut cx = Ctx::begin_for(world.state.clone(), visitor, Action::ReadPromises)
        .await
        .unwrap();
    house(&mut cx, &wanted).await.unwrap()
}

#[tokio::test]
async fn most_are_reached_in_time_and_one_wants_a_reason() {
    let world = World::new().await;
    world.at(NOON);
    ensure(&world.db.owner, super::at(NOON)).await.unwrap();
    let (staff, account): (Uuid, Uuid) = sqlx::query_as(
        "select staff_id, account_id from account join credential using (account_id) where login = 'johan.ek'",
    )
    .fetch_one(&world.db.owner)
    .await
    .unwrap();
    let lead = Member {
        id: staff.into(),
        account: account.into(),
        centre: Some(world.centre("arbetsforum").await),
        agency: None,
        role: Role::TeamLeader,
    };
    let read = list(&world, lead, Chosen::Unexplained).await;
    let names: Vec<_> = read.rows.iter().map(|r| r.name.as_str()).collect();
    assert_eq!(names, ["Viktor Palm"]);
    let k4 = read.totals.iter().find(|t| t.code == "k4").unwrap();
    println!("{k4:?} {}", read.counted);
    assert!(k4.kept > 200 && k4.broken * 10 < k4.kept, "{k4:?}");
    assert!(k4.broken > 5 && (1..=4).contains(&k4.running), "{k4:?}");
    assert_eq!((k4.unexplained, k4.stopped), (1, 1), "{k4:?}");
    // Each that is late says why, in words that its sender may read.
    for row in list(&world, lead, Chosen::Broken).await.rows {
        assert!(row.why.is_some() || row.explain.is_some(), "{row:?}");
    }
}
