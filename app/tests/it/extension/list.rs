//! The list of extensions: whose key is awaited, in which order, for whom; and the terms that end with nothing proposed.

use super::{SOC, Stage, WORDS};
use crate::consented::consent;
use crate::world::{Member, Person};
use app::extension::doing::{self, Typed};
use app::extension::waiting;
use app::extension::waiting_api::{Counts, Extensions, KeyState, Order, PAGE_SIZE, Which};
use app::kernel::policy::{Action, Role};
use app::kernel::{AppError, Ctx};
use domain::ids::PersonId;
use uuid::Uuid;

/// Somebody of the coach's with a term of 180 days from a day.
async fn somebody(s: &Stage, coach: Member, from: &str) -> Person {
    let who = s.world.person().await;
    let enrolment = s.world.enrol(who, s.centre, from.parse().unwrap()).await;
    s.world.assign(who, enrolment, coach).await;
    who
}

async fn about(s: &Stage, by: Member, who: PersonId) -> Ctx {
    let visitor = s.world.visitor(Some(by.actor()));
    Ctx::begin_about_for(s.world.state.clone(), visitor, Action::HandleExtension, who, None)
        .await
        .unwrap()
}

async fn proposed(s: &Stage, coach: Member, from: &str, until: &str, deadline: &str) -> Person {
    let who = somebody(s, coach, from).await;
    let agency = s.case_worker.agency.unwrap().to_string();
    let typed = Typed {
        agency: &agency,
        new_end: until,
        deadline,
        words: WORDS,
    };
    let mut cx = about(s, coach, who.id).await;
    doing::propose(&mut cx, &s.world.key().to_string(), ("", 0), &typed)
        .await
        .unwrap();
    cx.commit().await.unwrap();
    who
}

/// The centre's key to the open proposal about somebody: a yes, or a no.
async fn answer(s: &Stage, by: Member, who: Person, said: (&str, &str), from: u128) {
    let mut cx = about(s, by, who.id).await;
    let open = doing::desk(&mut cx).await.unwrap().open.unwrap();
    doing::turn(&mut cx, &open.id, &open.hash, said, Some(super::session(from)))
        .await
        .unwrap();
    cx.commit().await.unwrap();
}

async fn listed(
    s: &Stage,
    by: Member,
    which: Which,
    order: Order,
    page: u32,
) -> Result<Extensions, AppError> {
    let visitor = s.world.visitor(Some(by.actor()));
    let mut cx = Ctx::begin_for(s.world.state.clone(), visitor, Action::ReadExtensions).await?;
    let list = waiting::list(&mut cx, which, order, page).await?;
    cx.commit().await?;
    Ok(list)
}

async fn how_many(s: &Stage, by: Member) -> u32 {
    let visitor = s.world.visitor(Some(by.actor()));
    let mut cx = Ctx::begin_for(s.world.state.clone(), visitor, Action::ReadExtensions)
        .await
        .unwrap();
    waiting::how_many(&mut cx).await.unwrap()
}

fn people(list: &Extensions) -> Vec<&str> {
    list.rows.iter().map(|row| row.person.as_str()).collect()
}

#[tokio::test]
async fn what_waits_for_the_reader_comes_first_then_the_nearest_deadline() {
    let s = Stage::new().await;
    // Three wait; the centre has said yes to the one whose deadline is nearest.
    let near = proposed(&s, s.coach, "2026-07-14", "2027-04-30", "2026-11-25").await;
    let far = proposed(&s, s.coach, "2026-07-14", "2027-05-31", "2027-01-08").await;
    let middle = proposed(&s, s.coach, "2026-08-20", "2027-04-30", "2026-12-20").await;
    answer(&s, s.lead, near, ("ja", ""), 7).await;
    let [near, far, middle] = [near, far, middle].map(|who| who.id.to_string());

    let all = listed(&s, s.lead, Which::Waiting, Order::Answer, 1)
        .await
        .unwrap();
    assert!(all.holds_key);
    assert_eq!(people(&all), [&middle, &far, &near]);
    let counts = Counts {
        mine: 2,
        waiting: 3,
        // The stage's own person has nothing proposed, and a term that is over on 10 January.
        without: 1,
        decided: 0,
    };
    assert_eq!(all.counts, counts);
    let first = &all.rows[0];
    assert_eq!((first.waits_for_me, first.near), (true, false));
    assert_eq!(first.old_end, "16 februari 2027");
    assert_eq!(first.new_end.as_deref(), Some("30 april 2027"));
    assert_eq!(first.standing, "20 december, 30 dagar kvar");
    assert!(first.agency.is_some() && first.coach.is_some());
    let said: Vec<_> = all.rows[2]
        .keys
        .iter()
        .map(|key| (&*key.who, key.state))
        .collect();
    assert_eq!(
        said,
        [
            ("Deltagaren", KeyState::Awaited),
            ("Handläggaren", KeyState::Awaited),
            ("Centret", KeyState::Given)
        ]
    );
    assert_eq!(all.rows[2].keys[2].said, "ja 20 november");
    assert!(all.rows[2].near && !all.rows[2].waits_for_me);

    let mine = listed(&s, s.lead, Which::Mine, Order::Answer, 1).await.unwrap();
    assert_eq!(people(&mine), [&middle, &far]);
    // By the end of the term, and by name: the addresses that are shared.
    let by_end = listed(&s, s.lead, Which::Waiting, Order::End, 1).await.unwrap();
    assert_eq!(people(&by_end)[2], middle);
    let by_name = listed(&s, s.lead, Which::Waiting, Order::Name, 1).await.unwrap();
    let mut names: Vec<_> = by_name.rows.iter().map(|row| row.name.clone()).collect();
    names.dedup();
    assert_eq!(names.len(), 3);
    assert_eq!(how_many(&s, s.lead).await, 2);
    // The manager holds the same key.
    let manager = s.world.member(s.centre, Role::Manager).await;
    assert_eq!(how_many(&s, manager).await, 2);
    // What nobody closed yet after its deadline waits for nobody, and is told as it is.
    s.world.at("2026-11-26T09:00:00Z");
    let all = listed(&s, s.lead, Which::Waiting, Order::Answer, 1)
        .await
        .unwrap();
    assert_eq!(people(&all), [&middle, &far]);
    let decided = listed(&s, s.lead, Which::Decided, Order::Answer, 1)
        .await
        .unwrap();
    assert_eq!(people(&decided), [&near]);
    assert!(
        decided.rows[0].standing.starts_with("Alla svar kom inte"),
        "{decided:?}"
    );
    assert_eq!(decided.counts.decided, 1);
}

#[tokio::test]
async fn a_coach_reads_their_own_and_nobody_another_centres() {
    let s = Stage::new().await;
    let colleague = s.world.member(s.centre, Role::Coach).await;
    let own = proposed(&s, s.coach, "2026-07-14", "2027-04-30", "2027-01-08").await;
    let theirs = proposed(&s, colleague, "2026-07-14", "2027-04-30", "2027-01-08").await;
    // A coach has no key: what waits for them is all that wait.
    let list = listed(&s, s.coach, Which::Mine, Order::Answer, 1).await.unwrap();
    assert!(!list.holds_key);
    assert_eq!(
        (list.which, people(&list)),
        (Which::Waiting, vec![&*own.id.to_string()])
    );
    assert_eq!(
        (list.counts.mine, list.counts.waiting, list.counts.without),
        (0, 1, 1)
    );
    assert_eq!(how_many(&s, s.coach).await, 0);
    let list = listed(&s, colleague, Which::Without, Order::Answer, 1)
        .await
        .unwrap();
    assert_eq!((people(&list), list.counts.waiting), (vec![], 1));
    // Another centre's lead sees none of them, and no names stand in the log.
    let there = s.world.centre("kompetenscenter-oster").await;
    let elsewhere = s.world.member(there, Role::TeamLeader).await;
    for which in Which::ALL {
        let list = listed(&s, elsewhere, which, Order::Answer, 1).await.unwrap();
        assert_eq!((list.rows.len(), list.counts), (0, Counts::default()));
    }
    let reception = s.world.member(s.centre, Role::Reception).await;
    assert_eq!(
        listed(&s, reception, Which::Waiting, Order::Answer, 1).await,
        Err(AppError::NotFound)
    );
    // Each of whom something was shown reads so, with what it was.
    for (who, reads) in [(own, 1), (theirs, 0)] {
        let logged: i64 = sqlx::query_scalar(
            "select count(*) from access_log where permitted and action = 'read_extensions' and $1 = any (person_ids)
               and categories = '{enrolled,extension}'",
        )
        .bind(who.id.as_uuid())
        .fetch_one(&s.world.db.owner)
        .await
        .unwrap();
        assert_eq!(logged, reads);
    }
    // Protected: open to those who are named alone (G4), and counted for nobody else.
    sqlx::query("update person set protected_level = 1 where person_id = $1")
        .bind(own.id.as_uuid())
        .execute(&s.world.db.owner)
        .await
        .unwrap();
    let list = listed(&s, s.lead, Which::Waiting, Order::Answer, 1)
        .await
        .unwrap();
    assert_eq!(people(&list), [&theirs.id.to_string()]);
    assert_eq!(
        (list.counts.waiting, list.total, how_many(&s, s.lead).await),
        (1, 1, 1)
    );
}

#[tokio::test]
async fn a_term_that_ends_soon_with_nothing_proposed_is_forgotten_by_nobody() {
    let s = Stage::new().await;
    // Two months before the end, and not a day earlier (K5): 21 January is too far, 20 January is not.
    let far = somebody(&s, s.coach, "2026-07-25").await;
    let near = somebody(&s, s.coach, "2026-07-24").await;
    let list = listed(&s, s.lead, Which::Without, Order::Answer, 1)
        .await
        .unwrap();
    assert_eq!(people(&list), [&s.who.id.to_string(), &near.id.to_string()]);
    assert!(!people(&list).contains(&&*far.id.to_string()));
    let row = &list.rows[0];
    assert_eq!(row.old_end, "10 januari 2027, 51 dagar kvar");
    assert_eq!(
        (row.standing.as_str(), row.new_end.as_deref()),
        ("Inget förslag", None)
    );
    // A proposal takes them out; a no brings them back, and says so.
    s.proposed().await;
    let list = listed(&s, s.lead, Which::Without, Order::Answer, 1)
        .await
        .unwrap();
    assert_eq!(people(&list), [&near.id.to_string()]);
    answer(&s, s.lead, s.who, ("nej", "Målet är nått."), 7).await;
    let list = listed(&s, s.lead, Which::Without, Order::End, 1).await.unwrap();
    assert_eq!(list.rows[0].standing, "Någon sa nej");
    let decided = listed(&s, s.lead, Which::Decided, Order::Answer, 1)
        .await
        .unwrap();
    assert_eq!(decided.rows[0].standing, "Nej, 20 november");
    let centre = &decided.rows[0].keys[2];
    assert_eq!(
        (centre.state, centre.said.as_str()),
        (KeyState::Refused, "nej 20 november")
    );
    assert_eq!(decided.rows[0].keys[0].state, KeyState::Never);
    // After ninety days it is no longer lately.
    s.world.at("2027-02-20T09:00:00Z");
    let decided = listed(&s, s.lead, Which::Decided, Order::Answer, 1)
        .await
        .unwrap();
    assert_eq!((decided.rows.len(), decided.counts.decided), (0, 0));
}

#[tokio::test]
async fn the_list_has_pages_and_one_past_the_end_is_the_last() {
    let s = Stage::new().await;
    for _ in 0..=PAGE_SIZE {
        proposed(&s, s.coach, "2026-07-14", "2027-04-30", "2027-01-08").await;
    }
    let first = listed(&s, s.lead, Which::Waiting, Order::Name, 1).await.unwrap();
    assert_eq!((first.rows.len(), first.pages, first.total), (25, 2, 26));
    let last = listed(&s, s.lead, Which::Waiting, Order::Name, 2).await.unwrap();
    let past = listed(&s, s.lead, Which::Waiting, Order::Name, u32::MAX)
        .await
        .unwrap();
    assert_eq!((last.rows.len(), last.page), (1, 2));
    assert_eq!(past.rows, last.rows);
    assert!(first.rows.iter().all(|row| row.person != last.rows[0].person));
}

#[tokio::test]
async fn a_key_that_a_changed_proposal_voided_is_awaited_again() {
    let s = Stage::new().await;
    let p = s.proposed().await;
    s.yes(s.lead.actor(), &p, 7).await.unwrap();
    assert_eq!(how_many(&s, s.lead).await, 0);
    // Another agency's consent changes nothing of whose key it is.
    consent(&s.world, s.who, s.centre, "af-svingeln", "enrolment").await;
    s.propose(s.coach, (&p.id, 1), "2027-04-30", "2027-01-07", WORDS)
        .await
        .unwrap();
    assert_eq!(how_many(&s, s.lead).await, 1);
    let list = listed(&s, s.lead, Which::Mine, Order::Answer, 1).await.unwrap();
    assert_eq!(list.rows[0].standing, "7 januari 2027, 48 dagar kvar");
    assert!(list.rows[0].keys.iter().all(|key| key.state == KeyState::Awaited));
    let agency: String = sqlx::query_scalar("select name_sv from agency where code = $1")
        .bind(SOC)
        .fetch_one(&s.world.db.owner)
        .await
        .unwrap();
    assert_eq!(list.rows[0].agency, Some(agency));
    let id: Uuid = p.id.parse().unwrap();
    assert_ne!(id, Uuid::nil());
}
