//! Erasure and retention against a real database: no trace of the person, every figure and the log as they were.

use crate::rights::with_everything;
use crate::world::{Person, World};
use app::kernel::Ctx;
use app::kernel::policy::{Action, Role};
use app::rights::api::server;
use app::rights::erasure::{self, Again, EraseError, Erased, Listed, Why};
use app::rights::retention::{self, RetentionError, Tally};
use domain::clock::Clock;
use domain::participant_number::ParticipantNumber;
use sqlx::AssertSqlSafe;

/// Every row of every table as text, with the table's name before it.
async fn everything(world: &World) -> Vec<String> {
    let tables: Vec<String> = sqlx::query_scalar(
        "select c.relname::text from pg_class c where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace",
    )
    .fetch_all(&world.db.owner)
    .await
    .unwrap();
    let mut all = Vec::new();
    for table in tables {
        let sql = format!("select '{table} ' || to_jsonb(t)::text from {table} t");
        let rows: Vec<String> = sqlx::query_scalar(AssertSqlSafe(sql))
            .fetch_all(&world.db.owner)
            .await
            .unwrap();
        all.extend(rows);
    }
    all
}

/// All of these tables, byte for byte.
async fn as_text(world: &World, tables: &[&str]) -> String {
    let mut all = String::new();
    for table in tables {
        let sql = format!("select coalesce(string_agg(t::text, E'\\n' order by t::text), '') from {table} t");
        let rows: String = sqlx::query_scalar(AssertSqlSafe(sql))
            .fetch_one(&world.db.owner)
            .await
            .unwrap();
        all.push_str(&rows);
    }
    all
}

/// A month's figures as the reports read them: by the role that sees the ledger alone.
async fn figures(world: &World) -> String {
    sqlx::query_scalar(
        "select coalesce(string_agg(f::text, E'\\n' order by f::text), '') from (
           select date_trunc('month', concerns_on)::date, centre_id, event, count(*), count(distinct person_id), count(distinct enrolment_id)
           from ledger group by 1, 2, 3) f",
    )
    .fetch_one(&world.state.reports)
    .await
    .unwrap()
}

async fn number_of(world: &World, who: Person) -> ParticipantNumber {
    let number: String = sqlx::query_scalar("select participant_number from person where person_id = $1")
        .bind(who.id.as_uuid())
        .fetch_one(&world.db.owner)
        .await
        .unwrap();
    ParticipantNumber::parse(&number).unwrap()
}

async fn erase(world: &World, number: ParticipantNumber) -> Result<Erased, EraseError> {
    erasure::by_number(&world.db.owner, &world.state.keys, number, world.clock.now()).await
}

#[tokio::test]
async fn no_trace_of_the_person_stays_and_every_figure_and_the_log_are_as_they_were() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let coach = world.member(centre, Role::Coach).await;
    let who = with_everything(&world, centre, coach, Some("2022-05-01")).await;
    let number = number_of(&world, who).await;
    sqlx::query("insert into access_log_seal (seal_no, access_log_id, xid, seal, sealed_at) select row_number() over (), access_log_id, xid, sha256('x'), at from access_log")
        .execute(&world.db.owner)
        .await
        .unwrap();
    let trace = |row: &&String| {
        row.to_uppercase().contains("HEMLIGT")
            || row.contains("199001012385")
            || row.contains(&number.digits())
            || row.contains("1991")
    };
    let tables = [
        "ledger",
        "access_log",
        "access_log_seal",
        "attendance",
        "enrolment",
        "consent",
        "consent_withdrawal",
        "disclosure",
    ];
    let (before, figures_before) = (as_text(&world, &tables).await, figures(&world).await);
    assert!(
        everything(&world).await.iter().filter(trace).count() > 20,
        "the test has something to find"
    );
    assert!(figures_before.contains("attended"));

    assert!(matches!(erase(&world, number).await, Ok(Erased::Now { rows }) if rows > 25));

    let all = everything(&world).await;
    let left: Vec<&String> = all.iter().filter(trace).collect();
    assert!(left.is_empty(), "{left:#?}");
    assert_eq!(as_text(&world, &tables).await, before);
    assert_eq!(figures(&world).await, figures_before);
    assert!(
        all.iter()
            .all(|row| !row.starts_with("absence ") || row.contains("\"reason\": null"))
    );
    let tombstone = "select count(*) from person join account using (person_id)
                     where given_name = 'Raderad' and birth_year is null and erased_at is not null and disabled_at is not null";
    assert_eq!(world.count(tombstone).await, 1);
    // Whoever holds the old card is nobody, and nobody else gets its number.
    let mut db = world.db.owner.acquire().await.unwrap();
    assert!(
        erasure::is_retired(&mut db, &world.state.keys, number)
            .await
            .unwrap()
    );
    let other = ParticipantNumber::from_body(number.body() + 500).unwrap();
    assert!(
        !erasure::is_retired(&mut db, &world.state.keys, other)
            .await
            .unwrap()
    );
    assert!(matches!(erase(&world, other).await, Err(EraseError::Unknown)));
}

#[tokio::test]
async fn once_more_changes_nothing() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let coach = world.member(centre, Role::Coach).await;
    let who = with_everything(&world, centre, coach, Some("2022-05-01")).await;
    let number = number_of(&world, who).await;
    erase(&world, number).await.unwrap();
    let mut before = everything(&world).await;
    world.at("2026-12-24T08:00:00Z");
    assert_eq!(erase(&world, number).await.unwrap(), Erased::Before);
    let again = erasure::again(&world.db.owner, &world.state.keys, &[], world.clock.now())
        .await
        .unwrap();
    assert_eq!(
        again,
        Again {
            applied: 0,
            already: 1,
            unknown: 0
        }
    );
    let mut after = everything(&world).await;
    before.sort();
    after.sort();
    assert_eq!(after, before);
}

#[tokio::test]
async fn an_open_enrolment_is_refused_plainly_and_nothing_has_changed() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let coach = world.member(centre, Role::Coach).await;
    let who = with_everything(&world, centre, coach, None).await;
    let mut before = everything(&world).await;
    let refused = erase(&world, number_of(&world, who).await).await.unwrap_err();
    assert_eq!(
        refused.to_string(),
        "The person has an open enrolment: it is ended first"
    );
    let mut after = everything(&world).await;
    before.sort();
    after.sort();
    assert_eq!(after, before);
}

#[tokio::test]
async fn only_the_owner_may_blank_history_of_the_one_person_it_names_and_never_a_ledger() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let coach = world.member(centre, Role::Coach).await;
    let who = with_everything(&world, centre, coach, Some("2022-05-01")).await;
    let other = with_everything(&world, centre, coach, Some("2022-05-01")).await;
    let named = format!("set local erasure.person = '{}'", who.id);
    let blank = format!(
        "update plan_history set change = '{{}}' where person_id = '{}'",
        who.id
    );
    let theirs = format!(
        "update plan_history set change = '{{}}' where person_id = '{}'",
        other.id
    );
    let moved = format!(
        "update plan_history set person_id = '{}' where person_id = '{}'",
        other.id, who.id
    );
    let all = [
        "update ledger set payload = '{}'",
        "delete from ledger",
        "update access_log set reason = 'x'",
        "delete from access_log",
        "update attendance set method = 'kiosk'",
        "delete from attendance",
        "delete from consent",
        "delete from disclosure",
        "delete from consent_withdrawal",
        "update retention_rule set months = 1",
        theirs.as_str(),
        moved.as_str(),
    ];
    // The owner, with the setting: not these.
    for sql in all {
        let mut tx = world.db.owner.begin().await.unwrap();
        sqlx::query(AssertSqlSafe(named.clone()))
            .execute(&mut *tx)
            .await
            .unwrap();
        let refused = sqlx::query(AssertSqlSafe(sql.to_owned()))
            .execute(&mut *tx)
            .await
            .unwrap_err();
        assert!(refused.to_string().contains("append-only"), "{sql}: {refused}");
    }
    // The owner without it, and a connection that has stepped down with it: not even that one person's words.
    let mut tx = world.db.owner.begin().await.unwrap();
    let refused = sqlx::query(AssertSqlSafe(blank.clone()))
        .execute(&mut *tx)
        .await
        .unwrap_err();
    assert!(refused.to_string().contains("append-only"), "{refused}");
    let mut cx = Ctx::begin_for(
        world.state.clone(),
        world.visitor(Some(who.actor())),
        Action::WriteOwnPlan,
    )
    .await
    .unwrap();
    sqlx::query(AssertSqlSafe(named.clone()))
        .execute(cx.db())
        .await
        .unwrap();
    let refused = sqlx::query(AssertSqlSafe(blank.clone()))
        .execute(cx.db())
        .await
        .unwrap_err();
    assert!(refused.to_string().contains("permission denied"), "{refused}");
    drop(cx);
    // Were the privilege given by mistake, or a function of the owner's used from a request: the trigger still refuses.
    for sql in [
        "grant update, delete on plan_history to arbetsforum_web".to_owned(),
        "create function access.hole(who uuid) returns void language sql security definer set search_path = public, pg_temp
         as $$ update plan_history set change = '{}' where person_id = who $$".to_owned(),
        "grant execute on function access.hole(uuid) to arbetsforum_web".to_owned(),
    ] {
        sqlx::query(AssertSqlSafe(sql)).execute(&world.db.owner).await.unwrap();
    }
    for sql in [blank.clone(), format!("select access.hole('{}')", who.id)] {
        let mut cx = Ctx::begin_for(
            world.state.clone(),
            world.visitor(Some(who.actor())),
            Action::WriteOwnPlan,
        )
        .await
        .unwrap();
        sqlx::query(AssertSqlSafe(named.clone()))
            .execute(cx.db())
            .await
            .unwrap();
        match sqlx::query(AssertSqlSafe(sql.clone())).execute(cx.db()).await {
            Err(refused) => assert!(refused.to_string().contains("append-only"), "{sql}: {refused}"),
            // Row security has no policy for it: no row was touched.
            Ok(done) => assert_eq!(done.rows_affected(), 0, "{sql}"),
        }
    }
    let kept = "select count(*) from plan_history where change::text like '%HEMLIGT%'";
    assert_eq!(world.count(kept).await, 2);
    // And the owner with it: that one person's.
    let mut tx = world.db.owner.begin().await.unwrap();
    sqlx::query(AssertSqlSafe(named)).execute(&mut *tx).await.unwrap();
    let done = sqlx::query(AssertSqlSafe(blank)).execute(&mut *tx).await.unwrap();
    assert_eq!(done.rows_affected(), 1);
}

#[tokio::test]
async fn after_a_restore_the_erasures_are_applied_again_from_the_table_and_from_a_list() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let coach = world.member(centre, Role::Coach).await;
    let remembered = with_everything(&world, centre, coach, Some("2022-05-01")).await;
    let forgotten = with_everything(&world, centre, coach, Some("2022-05-01")).await;
    for who in [remembered, forgotten] {
        erase(&world, number_of(&world, who).await).await.unwrap();
    }
    let list = erasure::list(&world.db.owner).await.unwrap();
    assert_eq!(list.len(), 2);
    let kept: Vec<Listed> = list.iter().map(|l| Listed::parse(&l.line()).unwrap()).collect();
    // An older state comes back: the words are there again, one erasure is not, and an enrolment is open.
    for sql in [
        format!("delete from erasure where person_id = '{}'", forgotten.id),
        format!(
            "update person set given_name = 'HEMLIGT', erased_at = null, participant_number = '1999999' where person_id = '{}'",
            forgotten.id
        ),
        format!(
            "update enrolment set ended_on = null where person_id = '{}'",
            forgotten.id
        ),
        "update plan set want = 'HEMLIGT'".to_owned(),
        format!(
            "insert into contact (person_id, phone, updated_at) values ('{}', 'HEMLIGT', now())",
            remembered.id
        ),
    ] {
        sqlx::query(AssertSqlSafe(sql))
            .execute(&world.db.owner)
            .await
            .unwrap();
    }
    let stranger = Listed {
        person: domain::ids::PersonId::from_uuid(uuid::Uuid::nil()),
        at: world.clock.now(),
        why: Why::Asked,
    };
    let kept: Vec<Listed> = kept.into_iter().chain([stranger]).collect();
    let again = || erasure::again(&world.db.owner, &world.state.keys, &kept, world.clock.now());
    assert_eq!(
        again().await.unwrap(),
        Again {
            applied: 2,
            already: 0,
            unknown: 1
        }
    );
    let left = everything(&world)
        .await
        .into_iter()
        .filter(|r| r.contains("HEMLIGT"))
        .count();
    assert_eq!(left, 0);
    assert_eq!(
        again().await.unwrap(),
        Again {
            applied: 0,
            already: 2,
            unknown: 1
        }
    );
}

fn of<'a>(tallies: &'a [Tally], class: &str) -> &'a Tally {
    tallies.iter().find(|t| t.class == class).unwrap()
}

#[tokio::test]
async fn a_dry_run_counts_what_the_run_then_does_and_the_next_run_finds_nothing() {
    let world = World::new().await;
    let (here, there) = (
        world.centre("arbetsforum").await,
        world.centre("kompetenscenter-oster").await,
    );
    let coach = world.member(here, Role::Coach).await;
    let far = world.member(there, Role::Coach).await;
    let manager = world.member(here, Role::Manager).await;
    // Left long ago; left 13 months ago; left last month; still here; and somebody of another centre.
    let old = with_everything(&world, here, coach, Some("2021-11-20")).await;
    let left = with_everything(&world, here, coach, Some("2025-10-20")).await;
    let lately = with_everything(&world, here, coach, Some("2026-10-20")).await;
    let open = with_everything(&world, here, coach, None).await;
    let elsewhere = with_everything(&world, there, far, Some("2025-10-20")).await;
    let before = everything(&world).await.len();
    let dry = retention::dry_run(&world.db.owner, world.clock.now())
        .await
        .unwrap();
    assert_eq!(
        everything(&world).await.len(),
        before,
        "a dry run changes nothing"
    );
    let counts = |tallies: &[Tally]| {
        ["contact", "own_words", "sign_ins", "reasons", "person"].map(|c| of(tallies, c).how_many)
    };
    // Contact 13 months after the exit: three of them. Own words 24 months: the one who left long ago. Everybody's
    // session and failed sign-in, and everybody's reason, are of 2021. One is erased whole.
    assert_eq!(counts(&dry), [3, 1, 10, 5, 1]);
    let figures_before = figures(&world).await;

    // What the manager sees is their own centre's, and no name.
    let retention = |world: &World| {
        let (state, visitor) = (world.state.clone(), world.visitor(Some(manager.actor())));
        async move {
            let mut cx = Ctx::begin_for(state, visitor, Action::JudgeCorrection)
                .await
                .unwrap();
            server::retention(&mut cx).await.unwrap()
        }
    };
    let seen = retention(&world).await;
    assert_eq!(
        seen.due.iter().map(|d| d.how_many).collect::<Vec<_>>(),
        [2, 1, 8, 4, 1, 0]
    );
    assert!(seen.runs.is_empty());

    let done = retention::apply(&world.db.owner, &world.state.keys, &*world.clock)
        .await
        .unwrap();
    assert_eq!(counts(&done), counts(&dry));
    assert!(done.iter().all(|t| t.failed == 0));
    let erased = "select count(*) from erasure where why = 'retention'";
    assert_eq!(world.count(erased).await, 1);
    assert_eq!(figures(&world).await, figures_before);
    let names: Vec<uuid::Uuid> =
        sqlx::query_scalar("select person_id from person where erased_at is not null")
            .fetch_all(&world.db.owner)
            .await
            .unwrap();
    assert_eq!(names, [old.id.as_uuid()]);
    let contacts: Vec<uuid::Uuid> = sqlx::query_scalar("select person_id from contact")
        .fetch_all(&world.db.owner)
        .await
        .unwrap();
    assert!(
        [left, elsewhere]
            .iter()
            .all(|p| !contacts.contains(&p.id.as_uuid()))
    );
    assert!([lately, open].iter().all(|p| contacts.contains(&p.id.as_uuid())));
    assert_eq!(
        world
            .count("select count(*) from plan where want = 'HEMLIGT vill'")
            .await,
        4
    );

    world.at("2026-11-20T08:13:00Z");
    let after = everything(&world).await;
    let again = retention::apply(&world.db.owner, &world.state.keys, &*world.clock)
        .await
        .unwrap();
    assert_eq!(counts(&again), [0; 5]);
    assert_eq!(
        everything(&world).await.len(),
        after.len() + 1,
        "the run itself, and nothing else"
    );
    let seen = retention(&world).await;
    assert!(seen.due.iter().all(|d| d.how_many == 0));
    assert_eq!(seen.runs.len(), 2);
    let lines: Vec<u32> = seen
        .runs
        .iter()
        .flat_map(|r| r.lines.iter().map(|(_, n)| *n))
        .collect();
    assert_eq!(
        lines.iter().sum::<u32>(),
        2 + 1 + 8 + 4 + 1,
        "this centre's alone"
    );

    // Who writes in their plan again has new words, which are counted anew.
    sqlx::query("update plan set want = 'nytt', updated_at = '2027-01-01' where person_id = $1")
        .bind(left.id.as_uuid())
        .execute(&world.db.owner)
        .await
        .unwrap();
    world.at("2028-12-31T12:00:00Z");
    let dry = retention::dry_run(&world.db.owner, world.clock.now())
        .await
        .unwrap();
    let due_then = of(&dry, "own_words").how_many;
    world.at("2029-01-01T12:00:00Z");
    let dry = retention::dry_run(&world.db.owner, world.clock.now())
        .await
        .unwrap();
    assert_eq!(of(&dry, "own_words").how_many, due_then + 1);
}

#[tokio::test]
async fn a_run_that_was_cut_off_goes_on_and_two_do_not_run_at_once() {
    let world = World::new().await;
    let here = world.centre("arbetsforum").await;
    let coach = world.member(here, Role::Coach).await;
    let mut people = Vec::new();
    for _ in 0..3 {
        people.push(with_everything(&world, here, coach, Some("2021-11-20")).await);
    }
    // Something holds one of them back: the others are done, and that one is due again.
    sqlx::query(AssertSqlSafe(format!(
        "create function stop() returns trigger language plpgsql as $$ begin if new.person_id = '{}' then raise exception 'held back'; end if; return new; end $$",
        people[1].id
    )))
    .execute(&world.db.owner)
    .await
    .unwrap();
    sqlx::query("create trigger stop before update on person for each row execute function stop()")
        .execute(&world.db.owner)
        .await
        .unwrap();
    let first = retention::apply(&world.db.owner, &world.state.keys, &*world.clock)
        .await
        .unwrap();
    assert_eq!(
        (of(&first, "person").how_many, of(&first, "person").failed),
        (2, 1)
    );
    let half = "select count(*) from plan where want = ''";
    assert_eq!(
        world.count(half).await,
        3,
        "the words had gone before, in transactions of their own"
    );
    sqlx::query("drop trigger stop on person")
        .execute(&world.db.owner)
        .await
        .unwrap();

    let mut other = world.db.owner.acquire().await.unwrap();
    sqlx::query("select pg_advisory_lock(hashtextextended('retention', 0))")
        .execute(&mut *other)
        .await
        .unwrap();
    let busy = retention::apply(&world.db.owner, &world.state.keys, &*world.clock).await;
    assert!(matches!(busy, Err(RetentionError::Busy)));
    sqlx::query("select pg_advisory_unlock(hashtextextended('retention', 0))")
        .execute(&mut *other)
        .await
        .unwrap();

    let next = retention::apply(&world.db.owner, &world.state.keys, &*world.clock)
        .await
        .unwrap();
    assert_eq!((of(&next, "person").how_many, of(&next, "person").failed), (1, 0));
    assert_eq!(of(&next, "contact").how_many, 0);
}

#[tokio::test]
async fn a_request_learns_of_nobody_what_is_due_or_was_erased() {
    let world = World::new().await;
    let here = world.centre("arbetsforum").await;
    let coach = world.member(here, Role::Coach).await;
    with_everything(&world, here, coach, Some("2021-11-20")).await;
    let begin = async |role| {
        let member = world.member(here, role).await;
        Ctx::begin_for(
            world.state.clone(),
            world.visitor(Some(member.actor())),
            Action::ReadWhatIsKept,
        )
        .await
        .unwrap()
    };
    for sql in [
        "select count(*) from access.retention_due('person', '2026-11-20')",
        "select count(*) from erasure",
        "select count(*) from retention_run_count",
        "select access.centre_of(gen_random_uuid())",
    ] {
        let refused = sqlx::query(sql)
            .execute(begin(Role::Manager).await.db())
            .await
            .unwrap_err();
        assert!(
            refused.to_string().contains("permission denied"),
            "{sql}: {refused}"
        );
    }
    for (role, classes) in [(Role::Manager, 6_i64), (Role::Coach, 0), (Role::TeamLeader, 0)] {
        let counted: i64 = sqlx::query_scalar("select count(*) from access.retention_counts()")
            .fetch_one(begin(role).await.db())
            .await
            .unwrap();
        assert_eq!(counted, classes, "{role:?}");
    }
}
