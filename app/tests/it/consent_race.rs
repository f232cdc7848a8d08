//! L9: no read under a consent is committed after its withdrawal is (C2).

use crate::world::{Member, Person, World};
use app::consent::withdrawing;
use app::kernel::db::web_pool;
use app::kernel::policy::{Action, Category, Role};
use app::kernel::{AppError, AppState, Ctx, Visitor, access_log};
use domain::ids::CentreId;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use uuid::Uuid;

/// How many reads race against as many withdrawals.
const PAIRS: u32 = 10_000;
/// How many pairs are under way at once.
const AT_ONCE: u32 = 8;

/// People with one consent each to tell Socialtjänsten Bergsjön that they are enrolled, made in bulk; and a sequence that
/// says in which order transactions came to their end.
async fn crowd(world: &World, centre: CentreId, people: u32) {
    for sql in [
        // More than the house holds.
        "alter table enrolment disable trigger enrolment_within_capacity",
        "create sequence commit_order",
        "grant usage on sequence commit_order to arbetsforum_web",
        "create function nth(kind int, n int) returns uuid language sql immutable as
         $$ select (lpad(to_hex(kind), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$",
    ] {
        sqlx::query(sql).execute(&world.db.owner).await.unwrap();
    }
    sqlx::query(
        "with n as (select generate_series(1, $2) as n),
         p as (insert into person (person_id, participant_number, given_name, family_name, created_at)
               select nth(1, n), (5000000 + n)::text, 'Person', 'Prov', $3 from n returning person_id),
         a as (insert into account (account_id, person_id, created_at) select nth(2, n), nth(1, n), $3 from n),
         e as (insert into enrolment (enrolment_id, person_id, programme_id, programme_version_id, centre_id, enrolled_on, created_at)
               select nth(3, n), nth(1, n), v.programme_id, v.programme_version_id, $1, '2026-11-01', $3
               from n, lateral (select programme_id, programme_version_id from programme_centre
                                join programme_version using (programme_id) where centre_id = $1 limit 1) v),
         s as (insert into consent_signature (consent_signature_id, person_id, centre_id, how, paper_place, consent_text_id,
                                              signed_at, recorded_by, idempotency_key, request_hash)
               select nth(4, n), nth(1, n), $1, 'paper', 'Pärm', t.consent_text_id, $3, nth(2, n), nth(4, n), sha256('x')
               from n, lateral (select consent_text_id from consent_text where language = 'sv' limit 1) t)
         insert into consent (consent_id, consent_signature_id, person_id, centre_id, agency_id, direction, category, purpose, valid_from)
         select nth(5, n), nth(4, n), nth(1, n), $1, g.agency_id, 'to_agency', 'enrolment', 'coordination', $3
         from n, agency g where g.code = 'soc-bergsjon'",
    )
    .bind(centre.as_uuid())
    .bind(i32::try_from(people).unwrap())
    .bind(world.state.clock.now())
    .execute(&world.db.owner)
    .await
    .unwrap();
}

fn nth(n: u32) -> Person {
    let id = |kind: u128| Uuid::from_u128((kind << 96) | (0x7000 << 64) | (0x8000 << 48) | u128::from(n));
    Person {
        id: id(1).into(),
        account: id(2).into(),
    }
}

/// Taken inside the transaction as the last thing before its commit.
async fn order(cx: &mut Ctx) -> i64 {
    sqlx::query_scalar("select nextval('commit_order')")
        .fetch_one(cx.db())
        .await
        .unwrap()
}

/// A read as a request makes it: who may, the row, the log, the commit. Its place in the order, where it was let in and
/// saw the row; `None` where it was told nothing.
async fn read(state: AppState, visitor: Visitor, who: Person) -> Option<i64> {
    let begun = Ctx::begin_about_for(state, visitor, Action::OpenRecord, who.id, None).await;
    let mut cx = match begun {
        Ok(cx) => cx,
        Err(AppError::NotFound) => return None,
        Err(error) => panic!("{error}"),
    };
    let name: Option<String> = sqlx::query_scalar("select given_name from person where person_id = $1")
        .bind(who.id.as_uuid())
        .fetch_optional(cx.db())
        .await
        .unwrap();
    let permit = cx.permit;
    access_log::read_about(&mut cx, &[Category::Enrolled], permit)
        .await
        .unwrap();
    let order = order(&mut cx).await;
    cx.commit().await.unwrap();
    name.map(|_| order)
}

async fn withdraw(state: AppState, visitor: Visitor, who: Person) -> i64 {
    let mut cx = Ctx::begin_for(state, visitor, Action::WithdrawOwnConsent)
        .await
        .unwrap();
    assert_eq!(
        withdrawing::withdraw(&mut cx, who.id, "", "soc-bergsjon").await,
        Ok(1)
    );
    let order = order(&mut cx).await;
    cx.commit().await.unwrap();
    order
}

struct Outcome {
    before: u32,
    denied: u32,
    /// Committed under a consent that was withdrawn by then.
    after: u32,
}

async fn race(world: Arc<World>, worker: Member, pairs: u32) -> Outcome {
    let state = AppState {
        pool: web_pool(world.db.options.clone(), 2 * AT_ONCE + 4),
        ..world.state.clone()
    };
    let next = Arc::new(AtomicU32::new(1));
    let mut racing = tokio::task::JoinSet::new();
    for _ in 0..AT_ONCE {
        let (world, state, next) = (world.clone(), state.clone(), next.clone());
        racing.spawn(async move {
            let mut outcome = Outcome {
                before: 0,
                denied: 0,
                after: 0,
            };
            loop {
                let n = next.fetch_add(1, Ordering::Relaxed);
                if n > pairs {
                    return outcome;
                }
                let who = nth(n);
                let (reader, owner) = (
                    world.visitor(Some(worker.actor())),
                    world.visitor(Some(who.actor())),
                );
                let (reads, withdraws) = (
                    read(state.clone(), reader, who),
                    withdraw(state.clone(), owner, who),
                );
                // Each begins first half of the time, and a little sooner or later by turns.
                let lag = Duration::from_micros(u64::from(n % 7) * 300);
                let (was_read, withdrawn) = if n % 2 == 0 {
                    tokio::join!(reads, async {
                        tokio::time::sleep(lag).await;
                        withdraws.await
                    })
                } else {
                    tokio::join!(
                        async {
                            tokio::time::sleep(lag).await;
                            reads.await
                        },
                        withdraws
                    )
                };
                match was_read {
                    None => outcome.denied += 1,
                    Some(order) if order < withdrawn => outcome.before += 1,
                    Some(_) => outcome.after += 1,
                }
            }
        });
    }
    racing.join_all().await.into_iter().fold(
        Outcome {
            before: 0,
            denied: 0,
            after: 0,
        },
        |a, b| Outcome {
            before: a.before + b.before,
            denied: a.denied + b.denied,
            after: a.after + b.after,
        },
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_ten_thousand_reads_racing_a_withdrawal_none_is_committed_after_it() {
    let world = Arc::new(World::new().await);
    let centre = world.centre("arbetsforum").await;
    let worker = world.outsider("soc-bergsjon", Role::CaseWorker).await;
    crowd(&world, centre, PAIRS).await;
    let began = std::time::Instant::now();
    let outcome = race(world.clone(), worker, PAIRS).await;
    println!(
        "{} read before, {} denied, {} after, in {:?}",
        outcome.before,
        outcome.denied,
        outcome.after,
        began.elapsed()
    );
    assert_eq!(outcome.after, 0, "reads committed after the withdrawal");
    // It was a race: each side was first often enough.
    assert!(
        outcome.before > PAIRS / 100 && outcome.denied > PAIRS / 100,
        "{} before, {} denied",
        outcome.before,
        outcome.denied
    );
    assert_eq!(
        world.count("select count(*) from consent_withdrawal").await,
        i64::from(PAIRS)
    );
}

/// A read that is under way while the withdrawal is asked for; whether the withdrawal waited for it, and whether the
/// read was committed after it.
async fn one_pair(world: &World, worker: Member, who: Person) -> (bool, bool) {
    let visitor = world.visitor(Some(worker.actor()));
    let mut cx = Ctx::begin_about_for(world.state.clone(), visitor, Action::OpenRecord, who.id, None)
        .await
        .unwrap();
    let mut withdrawal = tokio::spawn(withdraw(
        world.state.clone(),
        world.visitor(Some(who.actor())),
        who,
    ));
    let early = tokio::time::timeout(Duration::from_millis(500), &mut withdrawal).await;
    let waited = early.is_err();
    let permit = cx.permit;
    access_log::read_about(&mut cx, &[Category::Enrolled], permit)
        .await
        .unwrap();
    let read = order(&mut cx).await;
    cx.commit().await.unwrap();
    let withdrawn = match early {
        Ok(done) => done.unwrap(),
        Err(_) => withdrawal.await.unwrap(),
    };
    (waited, read > withdrawn)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_withdrawal_waits_for_a_read_under_way_and_without_the_lock_the_judge_sees_it() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let worker = world.outsider("soc-bergsjon", Role::CaseWorker).await;
    crowd(&world, centre, 2).await;
    assert_eq!(one_pair(&world, worker, nth(1)).await, (true, false));
    // The same with the reader's lock taken out: what the race above would count is seen.
    sqlx::query(
        "do $$ begin
           execute replace(pg_get_functiondef('access.facts(uuid)'::regprocedure),
                           'perform pg_advisory_xact_lock_shared(hashtextextended(''consent '' || who::text, 0));', 'null;');
         end $$",
    )
    .execute(&world.db.owner)
    .await
    .unwrap();
    assert_eq!(one_pair(&world, worker, nth(2)).await, (false, true));
}
