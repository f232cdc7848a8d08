//! The chain of seals.

use crate::world::{Member, Person, World};
use app::access_log::chain::Head;
use app::access_log::jobs::seal_batch;
use app::access_log::verify::{Fault, Report, export, verify};
use app::kernel::keys::Keys;
use app::kernel::policy::{Action, Category, Role};
use app::kernel::{Ctx, access_log};
use sqlx::AssertSqlSafe;
use std::time::Duration;

/// A coach and somebody whom they read.
async fn pair(world: &World) -> (Member, Person) {
    let centre = world.centre("arbetsforum").await;
    (
        world.member(centre, Role::Coach).await,
        world.enrolled(centre).await,
    )
}

async fn reads(world: &World, coach: Member, person: Person, times: u32) {
    for _ in 0..times {
        let visitor = world.visitor(Some(coach.actor()));
        let mut cx = Ctx::begin_for(world.state.clone(), visitor, Action::ReadPortfolio)
            .await
            .unwrap();
        access_log::read_categories(&mut cx, &[person.id], &[Category::Enrolled])
            .await
            .unwrap();
        cx.commit().await.unwrap();
    }
}

/// Seals what is there: transactions of other tests on the same server may hold rows back for a moment.
async fn sealed(world: &World, expected: i64) {
    for _ in 0..200 {
        seal_batch(&world.state).await.unwrap();
        if world.count("select count(*) from access_log_seal").await == expected {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{expected} rows were not sealed");
}

/// A log of so many sealed rows.
async fn log(rows: u32) -> World {
    let world = World::new().await;
    let (coach, person) = pair(&world).await;
    reads(&world, coach, person, rows).await;
    sealed(&world, rows.into()).await;
    world
}

async fn verified(world: &World, head: Option<&Head>) -> Result<Report, Fault> {
    let mut worker = world.state.worker.acquire().await.unwrap();
    verify(&mut worker, &world.state.keys, head, world.state.clock.now())
        .await
        .unwrap()
}

/// Somebody with the owner's rights, who has put the triggers to sleep.
async fn tamper(world: &World, sql: &str) {
    let mut tx = world.db.owner.begin().await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(format!(
        "set local session_replication_role = replica; {sql}"
    )))
    .execute(&mut *tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn an_untouched_log_holds_and_its_numbers_follow_each_other() {
    let world = log(5).await;
    let report = verified(&world, None).await.unwrap();
    assert_eq!((report.sealed, report.waiting, report.late), (5, 0, 0));
    let head = report.head.unwrap();
    assert_eq!(head.no, 5);
    assert_eq!(verified(&world, Some(&head)).await.unwrap().head, Some(head));
    let contiguous =
        "select count(*) from access_log_seal having max(seal_no) = count(*) and min(seal_no) = 1";
    assert_eq!(world.count(contiguous).await, 5);
    // The words of a reason may be erased: only their hash is sealed.
    tamper(&world, "delete from access_reason").await;
    assert!(verified(&world, None).await.is_ok());
}

#[tokio::test]
async fn another_secret_makes_no_seal_of_this_log() {
    let world = log(2).await;
    let mut worker = world.state.worker.acquire().await.unwrap();
    let other = Keys::new(&[8; 32]).unwrap();
    let found = verify(&mut worker, &other, None, world.state.clock.now())
        .await
        .unwrap();
    assert!(matches!(found, Err(Fault::Altered { no: 1, .. })), "{found:?}");
}

#[tokio::test]
async fn an_altered_row_is_found_whatever_was_altered() {
    let world = log(4).await;
    let id = "(select access_log_id from access_log_seal where seal_no = 3)";
    for (column, value) in [
        ("at", "at + interval '1 microsecond'"),
        ("account_id", "null"),
        ("actor_kind", "'screen'"),
        ("role", "'manager'"),
        ("centre_id", "null"),
        ("action", "'open_record'"),
        ("person_ids", "'{}'"),
        ("permitted", "false"),
        ("reason", "'assigned'"),
        ("request_id", "gen_random_uuid()"),
        ("staff_id", "null"),
        ("agency_id", "(select agency_id from agency limit 1)"),
        ("categories", "array['plan_draft']"),
        ("reason_hash", "sha256('x')"),
        ("consent_ids", "array[gen_random_uuid()]"),
        ("override_id", "gen_random_uuid()"),
        ("xid", "'1'"),
    ] {
        tamper(&world, "create table kept as select * from access_log").await;
        tamper(
            &world,
            &format!("update access_log set {column} = {value} where access_log_id = {id}"),
        )
        .await;
        let found = verified(&world, None).await;
        assert!(
            matches!(found, Err(Fault::Altered { no: 3, .. })),
            "{column}: {found:?}"
        );
        let back = format!(
            "update access_log l set {column} = k.{column} from kept k where k.access_log_id = l.access_log_id; drop table kept"
        );
        tamper(&world, &back).await;
        assert!(verified(&world, None).await.is_ok(), "{column} put back");
    }
    let columns: i64 = world
        .count("select count(*) from information_schema.columns where table_name = 'access_log' and table_schema = 'public'")
        .await;
    assert_eq!(
        columns, 18,
        "a new column of the log must be sealed, and stand in this test"
    );
}

#[tokio::test]
async fn a_removed_row_is_found_with_and_without_its_seal() {
    let world = log(5).await;
    let row = "(select access_log_id from access_log_seal where seal_no = 3)";
    tamper(
        &world,
        &format!("delete from access_log where access_log_id = {row}"),
    )
    .await;
    assert!(matches!(
        verified(&world, None).await,
        Err(Fault::SealWithoutRow { no: 3, .. })
    ));
    tamper(&world, "delete from access_log_seal where seal_no = 3").await;
    assert_eq!(verified(&world, None).await, Err(Fault::Removed { no: 3 }));
    // Numbers that close over the gap hide nothing.
    tamper(&world, "update access_log_seal set seal_no = seal_no - 1 where seal_no = 4; update access_log_seal set seal_no = 4 where seal_no = 5")
        .await;
    assert!(matches!(
        verified(&world, None).await,
        Err(Fault::RemovedBefore { no: 3, .. })
    ));
}

#[tokio::test]
async fn swapped_rows_and_swapped_seals_are_found() {
    // What stands in two rows.
    let world = log(0).await;
    let (coach, one) = pair(&world).await;
    let (_, two) = pair(&world).await;
    reads(&world, coach, one, 2).await;
    reads(&world, coach, two, 2).await;
    sealed(&world, 4).await;
    let contents = "update access_log l set (at, person_ids, request_id) = (select o.at, o.person_ids, o.request_id from access_log o
        where o.access_log_id = case l.access_log_id when (select min(access_log_id) from access_log) then (select max(access_log_id) from access_log)
        else (select min(access_log_id) from access_log) end)
        where access_log_id in ((select min(access_log_id) from access_log), (select max(access_log_id) from access_log))";
    tamper(&world, contents).await;
    assert!(matches!(
        verified(&world, None).await,
        Err(Fault::Swapped { no: 1, .. })
    ));
    tamper(&world, contents).await;
    assert!(verified(&world, None).await.is_ok());
    // Two seals: neighbours and others; the seals alone, and all of the link but its number.
    for other in [3, 4] {
        for set in ["seal", "(access_log_id, xid, seal, sealed_at)"] {
            let swap = if set == "seal" {
                format!(
                    "create table kept as select * from access_log_seal;
                     update access_log_seal s set seal = k.seal from kept k
                     where (s.seal_no, k.seal_no) in ((2, {other}), ({other}, 2))"
                )
            } else {
                format!(
                    "create table kept as select * from access_log_seal;
                     delete from access_log_seal where seal_no in (2, {other});
                     insert into access_log_seal select case k.seal_no when 2 then {other} else 2 end, k.access_log_id, k.xid, k.seal, k.sealed_at
                     from kept k where k.seal_no in (2, {other})"
                )
            };
            tamper(&world, &swap).await;
            let found = verified(&world, None).await;
            assert!(
                matches!(found, Err(Fault::Swapped { no: 2, .. })),
                "{set} with {other}: {found:?}"
            );
            tamper(
                &world,
                "delete from access_log_seal; insert into access_log_seal select * from kept; drop table kept",
            )
            .await;
            assert!(verified(&world, None).await.is_ok());
        }
    }
}

#[tokio::test]
async fn a_row_that_was_added_past_the_log_is_found() {
    let forged = "insert into access_log (at, actor_kind, action, permitted, reason, request_id, xid)
                  select min(at), 'staff', 'open_record', true, 'role', gen_random_uuid(), '4' from access_log";
    // In the middle, with a seal that nobody could make.
    let world = log(4).await;
    tamper(&world, forged).await;
    tamper(
        &world,
        "update access_log_seal set seal_no = 105 where seal_no = 4; update access_log_seal set seal_no = 104 where seal_no = 3;
         update access_log_seal set seal_no = seal_no - 100 where seal_no > 100;
         insert into access_log_seal select 3, max(l.access_log_id), '4', sha256('x'), max(s.sealed_at) from access_log l, access_log_seal s",
    )
    .await;
    let found = verified(&world, None).await;
    assert!(matches!(found, Err(Fault::Added { no: 3, .. })), "{found:?}");
    // At the end, with a forged seal.
    let world = log(2).await;
    tamper(&world, forged).await;
    tamper(
        &world,
        "insert into access_log_seal select 3, max(l.access_log_id), '4', sha256('x'), max(s.sealed_at) from access_log l, access_log_seal s",
    )
    .await;
    assert!(matches!(
        verified(&world, None).await,
        Err(Fault::Altered { no: 3, .. })
    ));
    // Without a seal, among transactions that have long been sealed: nobody seals it, and after a minute it is told.
    let world = log(2).await;
    tamper(&world, forged).await;
    seal_batch(&world.state).await.unwrap();
    assert_eq!(world.count("select count(*) from access_log_seal").await, 2);
    assert_eq!(verified(&world, None).await.unwrap().waiting, 1);
    world.at("2026-11-20T08:13:01Z");
    assert!(matches!(
        verified(&world, None).await,
        Err(Fault::Unsealed { .. })
    ));
}

#[tokio::test]
async fn a_tail_that_was_removed_is_found_by_the_remembered_head() {
    let world = log(5).await;
    let head = verified(&world, None).await.unwrap().head.unwrap();
    tamper(
        &world,
        "delete from access_log where access_log_id in (select access_log_id from access_log_seal where seal_no > 3);
         delete from access_log_seal where seal_no > 3",
    )
    .await;
    assert!(
        verified(&world, None).await.is_ok(),
        "nothing in the database tells of it"
    );
    assert_eq!(
        verified(&world, Some(&head)).await,
        Err(Fault::TailRemoved { head: 5, last: 3 })
    );
    // Nor does it help to let the log grow again.
    let (coach, person) = pair(&world).await;
    reads(&world, coach, person, 2).await;
    sealed(&world, 5).await;
    assert!(verified(&world, None).await.is_ok());
    assert_eq!(
        verified(&world, Some(&head)).await,
        Err(Fault::OtherHead { head: 5 })
    );
}

#[tokio::test]
async fn a_transaction_that_commits_late_is_not_passed_by() {
    let world = log(1).await;
    let (coach, person) = pair(&world).await;
    let visitor = world.visitor(Some(coach.actor()));
    let mut slow = Ctx::begin_for(world.state.clone(), visitor, Action::ReadPortfolio)
        .await
        .unwrap();
    access_log::read(&mut slow, &[person.id]).await.unwrap();
    // Others write and are done meanwhile: their rows have larger numbers, and wait for the slow one.
    reads(&world, coach, person, 3).await;
    for _ in 0..5 {
        assert_eq!(seal_batch(&world.state).await.unwrap(), 0);
    }
    slow.commit().await.unwrap();
    sealed(&world, 5).await;
    assert_eq!(verified(&world, None).await.unwrap().sealed, 5);
    let in_order =
        "select count(*) from access_log_seal a join access_log_seal b on b.seal_no = a.seal_no + 1
                    where (a.xid, a.access_log_id) < (b.xid, b.access_log_id)";
    assert_eq!(world.count(in_order).await, 4);
}

#[tokio::test]
async fn processes_that_seal_at_once_make_one_chain() {
    let world = World::new().await;
    let (coach, person) = pair(&world).await;
    reads(&world, coach, person, 20).await;
    let all = (0..8).map(|_| seal_batch(&world.state));
    for outcome in futures(all).await {
        outcome.unwrap();
    }
    sealed(&world, 20).await;
    assert_eq!(verified(&world, None).await.unwrap().sealed, 20);
}

/// All at once.
async fn futures<T>(all: impl Iterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut pending: Vec<_> = all.map(Box::pin).collect();
    let mut done = Vec::new();
    std::future::poll_fn(|cx| {
        pending.retain_mut(|f| match f.as_mut().poll(cx) {
            std::task::Poll::Ready(outcome) => {
                done.push(outcome);
                false
            }
            std::task::Poll::Pending => true,
        });
        if pending.is_empty() {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    done
}

/// A database that was filled from a dump counts its transactions anew: sealing goes on.
#[tokio::test]
async fn a_restored_log_is_sealed_further() {
    let world = World::new().await;
    let (coach, person) = pair(&world).await;
    reads(&world, coach, person, 3).await;
    tamper(
        &world,
        "update access_log set xid = (xid::text::bigint + 1000000000)::text::xid8",
    )
    .await;
    sealed(&world, 3).await;
    reads(&world, coach, person, 2).await;
    sealed(&world, 5).await;
    reads(&world, coach, person, 1).await;
    sealed(&world, 6).await;
    assert_eq!(verified(&world, None).await.unwrap().sealed, 6);
}

#[tokio::test]
async fn the_worker_changes_nothing_and_reads_no_words() {
    let world = log(1).await;
    let mut worker = world.state.worker.acquire().await.unwrap();
    for sql in [
        "update access_log set role = 'coach'",
        "delete from access_log",
        "update access_log_seal set seal_no = 2",
        "delete from access_log_seal",
        "select reason from access_reason",
        "select reason from override",
        "select given_name from person",
        "select words from access_question",
    ] {
        let refused = sqlx::query(sql).execute(&mut *worker).await.unwrap_err();
        let code = refused
            .as_database_error()
            .and_then(|e| e.code().map(|c| c.to_string()));
        assert_eq!(code.as_deref(), Some("42501"), "{sql}");
    }
    // Past the rights, history refuses.
    for sql in [
        "update access_log_seal set seal_no = 2",
        "delete from access_log_seal",
    ] {
        assert!(sqlx::query(sql).execute(&world.db.owner).await.is_err(), "{sql}");
    }
}

#[tokio::test]
async fn the_export_tells_reads_denials_overrides_and_failed_sign_ins_in_ids_alone() {
    let world = World::new().await;
    let (coach, person) = pair(&world).await;
    reads(&world, coach, person, 2).await;
    let visitor = world.visitor(Some(coach.actor()));
    assert!(
        Ctx::begin_for(world.state.clone(), visitor, Action::ReadOperations)
            .await
            .is_err()
    );
    sealed(&world, 3).await;
    let (p, s, a) = (person.id.as_uuid(), coach.id.as_uuid(), coach.account.as_uuid());
    let c = coach.centre.unwrap().as_uuid();
    tamper(
        &world,
        &format!(
            "insert into override (override_id, person_id, centre_id, staff_id, account_id, reason, begins_at, ends_at, idempotency_key)
             values (gen_random_uuid(), '{p}', '{c}', '{s}', '{a}', 'Person 1 Prov ramlade i trappan', '2026-11-20T08:00:00Z', '2026-11-20T10:00:00Z', gen_random_uuid());
             insert into sign_in_failure (at, kind, account_id, why) values ('2026-11-20T08:00:00Z', 'password', '{a}', 'wrong'),
               ('2026-11-19T08:00:00Z', 'card_pin', null, 'unknown')"
        ),
    )
    .await;
    let lines = |from: Option<&'static str>| {
        let world = &world;
        async move {
            let mut worker = world.state.worker.acquire().await.unwrap();
            let mut lines = Vec::new();
            export(
                &mut worker,
                from.map(|f| f.parse().unwrap()),
                None,
                "0.1.0",
                |line| {
                    lines.push(line.to_owned());
                    true
                },
            )
            .await
            .unwrap();
            lines
        }
    };
    let all = lines(None).await;
    let of = |id: &str| {
        all.iter()
            .filter(|l| l.contains(&format!("|0.1.0|{id}|")))
            .count()
    };
    assert_eq!(
        (of("read"), of("denied"), of("override"), of("sign_in_failed")),
        (2, 1, 1, 2)
    );
    assert_eq!(all.len(), 6);
    assert!(
        all.iter()
            .all(|l| l.starts_with("CEF:0|Arbetsforum|arbetsforum|0.1.0|") && l.lines().count() == 1)
    );
    assert!(
        !all.iter()
            .any(|l| l.contains("Prov") || l.contains("Stina") || l.contains("trappan")),
        "{all:#?}"
    );
    assert!(
        all[0].contains("cs1=") && all[0].contains(&format!("cs2={p}")),
        "{}",
        all[0]
    );
    assert_eq!(lines(Some("2026-11-20T00:00:00Z")).await.len(), 5);
}
