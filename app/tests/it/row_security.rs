//! The second wall: what the database itself lets each actor read and write, asked with plain SQL as the web role.

use crate::world::World;
use app::kernel::policy::{Action, Role};
use app::kernel::{Actor, Ctx};
use sqlx::{AssertSqlSafe, Row};

/// A transaction of this actor, whatever the first wall says of what is done in it.
async fn acting(world: &World, actor: Actor) -> Ctx {
    let action = match actor {
        Actor::Participant { .. } => Action::ReadOwnDay,
        Actor::Staff { .. } | Actor::Agency { .. } => Action::ManageOwnSignIn,
        Actor::Screen { .. } => Action::ShowCode,
        Actor::Joint { .. } => Action::AnswerTogether,
    };
    Ctx::begin_for(world.state.clone(), world.visitor(Some(actor)), action)
        .await
        .unwrap()
}

async fn sees(cx: &mut Ctx, table: &str) -> i64 {
    let sql = format!("select count(*) from {table}");
    sqlx::query(AssertSqlSafe(sql))
        .fetch_one(cx.db())
        .await
        .unwrap()
        .get(0)
}

const ABOUT_PEOPLE: [&str; 19] = [
    "person",
    "enrolment",
    "assignment",
    "plan",
    "activity",
    "plan_history",
    "attendance",
    "attendance_correction",
    "absence",
    "ledger",
    "access_log",
    "exit_record",
    "follow_up_task",
    "follow_up_attempt",
    "extension",
    "extension_text",
    "extension_key",
    "transfer",
    "form_entry",
];

#[tokio::test]
async fn every_table_about_people_has_row_security() {
    let world = World::new().await;
    let without: Vec<String> = sqlx::query_scalar(
        "select distinct c.relname::text from pg_class c
         join pg_attribute a on a.attrelid = c.oid and a.attname in ('person_id', 'person_ids') and a.attnum > 0
         where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and not c.relrowsecurity
           and c.relname not in ('account', 'session')",
    )
    .fetch_all(&world.db.owner)
    .await
    .unwrap();
    assert_eq!(without, Vec::<String>::new());
}

#[tokio::test]
async fn the_web_role_owns_nothing_bypasses_nothing_and_rewrites_no_history() {
    let world = World::new().await;
    let role = sqlx::query(
        "select rolsuper, rolbypassrls, rolcanlogin from pg_roles where rolname = 'arbetsforum_web'",
    )
    .fetch_one(&world.db.owner)
    .await
    .unwrap();
    assert_eq!(
        (
            role.get::<bool, _>(0),
            role.get::<bool, _>(1),
            role.get::<bool, _>(2)
        ),
        (false, false, false)
    );
    let owned = world
        .count("select count(*) from pg_class where relowner = 'arbetsforum_web'::regrole")
        .await;
    assert_eq!(owned, 0);
    let rewrites: Vec<String> = sqlx::query_scalar(
        "select table_name || ' ' || privilege_type from information_schema.table_privileges
         where grantee = 'arbetsforum_web' and privilege_type in ('UPDATE', 'DELETE', 'TRUNCATE')
           and table_name in ('ledger', 'access_log', 'attendance', 'attendance_correction', 'plan_history', 'absence',
             'exit_record', 'follow_up_task', 'follow_up_attempt', 'extension', 'extension_text', 'extension_key', 'transfer', 'form_entry', 'form_version')",
    )
    .fetch_all(&world.db.owner)
    .await
    .unwrap();
    assert_eq!(rewrites, Vec::<String>::new());
}

#[tokio::test]
async fn history_is_refused_even_to_the_owner() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let who = world.enrolled(centre).await;
    sqlx::query(
        "insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at)
         select enrolment_id, person_id, centre_id, 'enrolled', enrolled_on, now() from enrolment where person_id = $1",
    )
    .bind(who.id.as_uuid())
    .execute(&world.db.owner)
    .await
    .unwrap();
    for sql in ["update ledger set event = 'exited'", "delete from ledger"] {
        let refused = sqlx::query(sql).execute(&world.db.owner).await.unwrap_err();
        assert!(refused.to_string().contains("append-only"), "{refused}");
    }
}

#[tokio::test]
async fn a_participant_sees_themselves_and_nobody_else() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let (one, other) = (world.enrolled(centre).await, world.enrolled(centre).await);
    let mut cx = acting(&world, one.actor()).await;
    assert_eq!(sees(&mut cx, "person").await, 1);
    assert_eq!(sees(&mut cx, "enrolment").await, 1);
    let theirs = sqlx::query("select from person where person_id = $1").bind(other.id.as_uuid());
    assert!(theirs.fetch_optional(cx.db()).await.unwrap().is_none());
}

#[tokio::test]
async fn a_participant_cannot_check_in_for_somebody_else_even_with_sql() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let (one, other) = (world.enrolled(centre).await, world.enrolled(centre).await);
    let mut cx = acting(&world, one.actor()).await;
    let refused = sqlx::query(
        "insert into attendance (attendance_id, enrolment_id, person_id, centre_id, day, attended_at, recorded_at, method,
                                 idempotency_key, request_hash)
         select gen_random_uuid(), gen_random_uuid(), $1, $2, '2026-11-20', now(), now(), 'code_link', gen_random_uuid(),
                sha256('x')",
    )
    .bind(other.id.as_uuid())
    .bind(centre.as_uuid())
    .execute(cx.db())
    .await
    .unwrap_err();
    assert!(refused.to_string().contains("row-level security"), "{refused}");
}

#[tokio::test]
async fn staff_see_their_own_centre_and_a_plan_only_when_it_is_assigned_to_them() {
    let world = World::new().await;
    let (here, there) = (
        world.centre("arbetsforum").await,
        world.centre("kompetenscenter-oster").await,
    );
    let mine = world.person().await;
    let enrolment = world.enrol(mine, here, "2026-11-01".parse().unwrap()).await;
    let (_colleagues, _elsewhere) = (world.enrolled(here).await, world.enrolled(there).await);
    let coach = world.member(here, Role::Coach).await;
    world.assign(mine, enrolment, coach).await;
    sqlx::query("insert into plan (plan_id, person_id, want, updated_at) select gen_random_uuid(), person_id, 'x', now() from person")
        .execute(&world.db.owner)
        .await
        .unwrap();
    let mut cx = acting(&world, coach.actor()).await;
    assert_eq!(sees(&mut cx, "person").await, 2, "those of the centre");
    assert_eq!(sees(&mut cx, "enrolment").await, 2);
    assert_eq!(sees(&mut cx, "plan").await, 1, "the one that is assigned");

    let specialist = world.member(here, Role::Specialist).await;
    let mut cx = acting(&world, specialist.actor()).await;
    for table in ABOUT_PEOPLE {
        assert_eq!(sees(&mut cx, table).await, 0, "a specialist sees {table}");
    }
}

#[tokio::test]
async fn protected_people_are_in_no_list() {
    let world = World::new().await;
    let here = world.centre("arbetsforum").await;
    let who = world.enrolled(here).await;
    sqlx::query("update person set protected_level = 1 where person_id = $1")
        .bind(who.id.as_uuid())
        .execute(&world.db.owner)
        .await
        .unwrap();
    let coach = world.member(here, Role::Coach).await;
    let mut cx = acting(&world, coach.actor()).await;
    assert_eq!(sees(&mut cx, "person").await, 0);
}

#[tokio::test]
async fn a_screen_and_nobody_see_no_person_at_all() {
    let world = World::new().await;
    let here = world.centre("arbetsforum").await;
    world.enrolled(here).await;
    let mut cx = acting(&world, Actor::Screen { centre: here }).await;
    for table in ABOUT_PEOPLE {
        assert_eq!(sees(&mut cx, table).await, 0, "the screen sees {table}");
        let sql = format!("select count(*) from {table}");
        let count: i64 = sqlx::query_scalar(AssertSqlSafe(sql))
            .fetch_one(&world.db.web)
            .await
            .unwrap();
        assert_eq!(count, 0, "a connection without an actor sees {table}");
    }
}

#[tokio::test]
async fn an_actor_ends_with_its_transaction() {
    let world = World::new().await;
    let here = world.centre("arbetsforum").await;
    let who = world.enrolled(here).await;
    let cx = acting(&world, who.actor()).await;
    cx.commit().await.unwrap();
    for _ in 0..20 {
        let count: i64 = sqlx::query_scalar("select count(*) from person")
            .fetch_one(&world.db.web)
            .await
            .unwrap();
        assert_eq!(count, 0);
    }
}

#[tokio::test]
async fn a_request_that_is_given_up_leaves_no_transaction_and_no_actor_behind() {
    let world = World::new().await;
    let here = world.centre("arbetsforum").await;
    let who = world.enrolled(here).await;
    let open = "select count(*) from pg_stat_activity
                where datname = current_database() and state like 'idle in transaction%'";
    // Every connection is made first: a cut there would be before BEGIN.
    world.count(open).await;
    acting(&world, who.actor()).await.commit().await.unwrap();
    for moment in (0..8).cycle().take(160) {
        let visitor = world.visitor(Some(who.actor()));
        let begin = Ctx::begin_for(world.state.clone(), visitor, Action::ReadOwnDay);
        // Given up at another moment each time: before, during and after BEGIN.
        let gives_up = async {
            for _ in 0..moment {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            biased;
            _ = begin => {}
            () = gives_up => {}
        }
        // What was begun in the background has five seconds to end.
        let ended = async { while world.count(open).await > 0 {} };
        let ended = tokio::time::timeout(std::time::Duration::from_secs(5), ended).await;
        assert!(ended.is_ok(), "given up at {moment}: a transaction was left open");
    }
    // Every connection of the pool, taken at once.
    let mut taken = Vec::new();
    for _ in 0..8 {
        let mut connection = world.db.web.acquire().await.unwrap();
        let acting: Option<String> = sqlx::query_scalar("select actor.kind()")
            .fetch_one(&mut *connection)
            .await
            .unwrap();
        taken.push((connection, acting));
    }
    assert!(
        taken.iter().all(|(_, acting)| acting.is_none()),
        "somebody's actor came back to the pool"
    );
}
