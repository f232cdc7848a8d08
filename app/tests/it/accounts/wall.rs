//! The second wall round accounts: what the web role itself may write, asked with plain SQL.

use super::{Form, acting, manager};
use crate::world::{Member, World};
use app::kernel::Ctx;
use app::kernel::policy::{Action, Role};
use sqlx::Connection as _;
use uuid::Uuid;

async fn signed_in(world: &World, who: Member) -> Ctx {
    acting(world, who, Action::ManageOwnSignIn).await.unwrap()
}

/// How many rows a statement changed; the database's words where it refused. Nothing of it stays.
async fn tries(cx: &mut Ctx, sql: &'static str, ids: &[Uuid]) -> Result<u64, String> {
    let mut inner = cx.db().begin().await.unwrap();
    let mut query = sqlx::query(sql);
    for id in ids {
        query = query.bind(*id);
    }
    let done = query.execute(&mut *inner).await;
    inner.rollback().await.unwrap();
    done.map(|d| d.rows_affected()).map_err(|e| e.to_string())
}

fn is_refused(answer: &Result<u64, String>) -> bool {
    match answer {
        Ok(rows) => *rows == 0,
        Err(words) => words.contains("row-level security") || words.contains("permission denied"),
    }
}

const ROLE: &str = "insert into staff_role (staff_role_id, staff_id, centre_id, role, valid_from)
                    values (gen_random_uuid(), $1, $2, 'manager', '2026-11-20')";
const OTHERS_CREDENTIAL: &str =
    "insert into credential (credential_id, account_id, kind, login, secret_hash, created_at)
                    values (gen_random_uuid(), $1, 'password', 'inkräktare', '$argon2id$x', now())";

#[tokio::test]
async fn only_a_manager_of_the_centre_writes_staff_roles_and_accounts_even_with_sql() {
    let world = World::new().await;
    let (here, there) = (world.centre("arbetsforum").await, world.centre("arbvux").await);
    let victim = world.member(here, Role::Coach).await;
    super::with_way_in(&world, victim, "en.coach").await;
    let strangers = [
        world.member(here, Role::Coach).await,
        world.member(here, Role::TeamLeader).await,
        world.member(here, Role::Reception).await,
        world.outsider("soc-bergsjon", Role::CaseWorker).await,
        manager(&world, there).await,
    ];
    for stranger in strangers {
        let mut cx = signed_in(&world, stranger).await;
        for (sql, ids) in [
            (ROLE, vec![victim.id.as_uuid(), here.as_uuid()]),
            (ROLE, vec![stranger.id.as_uuid(), here.as_uuid()]),
            (
                "insert into staff (staff_id, given_name, family_name, employer_agency_id, created_at, kept_by)
                 select gen_random_uuid(), 'a', 'b', agency_id, now(), $1 from agency limit 1",
                vec![here.as_uuid()],
            ),
            ("update staff set given_name = 'x' where staff_id = $1", vec![victim.id.as_uuid()]),
            ("update staff_role set valid_to = '2026-11-19' where staff_id = $1", vec![victim.id.as_uuid()]),
            ("update account set disabled_at = now() where account_id = $1", vec![victim.account.as_uuid()]),
            (
                "insert into account (account_id, staff_id, created_at) values (gen_random_uuid(), $1, now())",
                vec![victim.id.as_uuid()],
            ),
            (OTHERS_CREDENTIAL, vec![victim.account.as_uuid()]),
            ("update credential set ended_at = now() where account_id = $1", vec![victim.account.as_uuid()]),
            ("update staff set kept_by = null where staff_id = $1", vec![victim.id.as_uuid()]),
        ] {
            let answer = tries(&mut cx, sql, &ids).await;
            assert!(is_refused(&answer), "{:?}: {sql}: {answer:?}", stranger.role);
        }
    }
}

#[tokio::test]
async fn a_manager_writes_those_of_the_centre_and_makes_nobodys_way_in() {
    let world = World::new().await;
    let (here, there) = (world.centre("arbetsforum").await, world.centre("arbvux").await);
    let (boss, coach) = (manager(&world, here).await, world.member(here, Role::Coach).await);
    super::with_way_in(&world, coach, "en.coach").await;
    let mut cx = signed_in(&world, boss).await;
    for (sql, id) in [
        (
            "update staff set given_name = 'x' where staff_id = $1",
            coach.id.as_uuid(),
        ),
        (
            "update staff_role set valid_to = '2026-11-19' where staff_id = $1",
            coach.id.as_uuid(),
        ),
        (
            "update account set disabled_at = now() where account_id = $1",
            coach.account.as_uuid(),
        ),
        (
            "update credential set ended_at = now() where account_id = $1",
            coach.account.as_uuid(),
        ),
    ] {
        assert_eq!(tries(&mut cx, sql, &[id]).await, Ok(1), "{sql}");
    }
    let role = tries(&mut cx, ROLE, &[coach.id.as_uuid(), here.as_uuid()]).await;
    assert_eq!(role, Ok(1));
    for (sql, ids) in [
        (ROLE, vec![coach.id.as_uuid(), there.as_uuid()]),
        (OTHERS_CREDENTIAL, vec![coach.account.as_uuid()]),
    ] {
        let answer = tries(&mut cx, sql, &ids).await;
        assert!(is_refused(&answer), "{answer:?}");
    }
    // The last manager stays, whatever is sent.
    let last = tries(
        &mut cx,
        "update staff_role set valid_to = '2026-12-31' where staff_id = $1",
        &[boss.id.as_uuid()],
    )
    .await;
    assert!(
        last.clone().unwrap_err().contains("a centre keeps a manager"),
        "{last:?}"
    );
    let last = tries(
        &mut cx,
        "update account set disabled_at = now() where account_id = $1",
        &[boss.account.as_uuid()],
    )
    .await;
    assert!(
        last.clone().unwrap_err().contains("a centre keeps a manager"),
        "{last:?}"
    );
}

#[tokio::test]
async fn a_manager_whose_role_has_ended_writes_nothing_though_the_request_is_under_way() {
    let world = World::new().await;
    let here = world.centre("arbetsforum").await;
    let (boss, coach) = (manager(&world, here).await, world.member(here, Role::Coach).await);
    let mut cx = signed_in(&world, boss).await;
    sqlx::query("update staff_role set valid_to = '2026-11-19' where staff_id = $1")
        .bind(boss.id.as_uuid())
        .execute(&world.db.owner)
        .await
        .unwrap();
    for sql in [
        "update staff set given_name = 'x' where staff_id = $1",
        "update staff_role set valid_to = '2026-11-19' where staff_id = $1",
    ] {
        assert_eq!(tries(&mut cx, sql, &[coach.id.as_uuid()]).await, Ok(0), "{sql}");
    }
}

#[tokio::test]
async fn ones_own_way_in_is_ones_own_to_change() {
    let world = World::new().await;
    let here = world.centre("arbetsforum").await;
    let coach = world.member(here, Role::Coach).await;
    super::with_way_in(&world, coach, "en.coach").await;
    let mut cx = signed_in(&world, coach).await;
    let own = coach.account.as_uuid();
    assert_eq!(tries(&mut cx, OTHERS_CREDENTIAL, &[own]).await, Ok(1));
    let ended = tries(
        &mut cx,
        "update credential set ended_at = now() where account_id = $1",
        &[own],
    )
    .await;
    assert_eq!(ended, Ok(1));

    let person = world.enrolled(here).await;
    let mut cx = acting_participant(&world, person).await;
    assert_eq!(
        tries(&mut cx, OTHERS_CREDENTIAL, &[person.account.as_uuid()]).await,
        Ok(1)
    );
    assert!(is_refused(&tries(&mut cx, OTHERS_CREDENTIAL, &[own]).await));
}

async fn acting_participant(world: &World, who: crate::world::Person) -> Ctx {
    Ctx::begin_for(
        world.state.clone(),
        world.visitor(Some(who.actor())),
        Action::ManageOwnSignIn,
    )
    .await
    .unwrap()
}

#[tokio::test]
async fn invitations_and_histories_are_seen_by_the_keeping_centres_manager_alone() {
    let world = World::new().await;
    let (here, there) = (world.centre("arbetsforum").await, world.centre("arbvux").await);
    let boss = manager(&world, here).await;
    Form::coach(&world).await.send(&world, boss).await.unwrap();
    let sees = async |who: Member| {
        let mut cx = signed_in(&world, who).await;
        let counts: (i64, i64) = sqlx::query_as(
            "select (select count(*) from invitation), (select count(*) from account_event where what = 'invited')",
        )
        .fetch_one(cx.db())
        .await
        .unwrap();
        counts
    };
    assert_eq!(sees(boss).await, (1, 1));
    assert_eq!(sees(manager(&world, there).await).await, (0, 0));
    assert_eq!(sees(world.member(here, Role::TeamLeader).await).await, (0, 0));
    // Without an actor nothing is seen, and the sign-in still finds what it looks for.
    let without: (i64, i64, i64) = sqlx::query_as(
        "select (select count(*) from invitation), (select count(*) from account_event), (select count(*) from credential)",
    )
    .fetch_one(&world.db.web)
    .await
    .unwrap();
    assert_eq!((without.0, without.1), (0, 0));
    assert!(without.2 > 0);
    let refused = sqlx::query("update account_event set what = 'changed'")
        .execute(&world.db.owner)
        .await
        .unwrap_err();
    assert!(refused.to_string().contains("append-only"), "{refused}");
}
