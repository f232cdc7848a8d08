//! K4 to the sender: what was promised and why it was late, until the centre has taken over (C3); and how long the words
//! are kept.

use super::{begin, change_as, draft, programme, read_as, send_as, worker};
use crate::world::{Member, World};
use app::kernel::policy::{Action, Role};
use app::promise::{OfReferral, Tone, contact};
use app::referral::jobs;
use app::referral::settle::Change;
use domain::ids::ReferralId;
use domain::programme::EntryGroup;

/// One place a month, and a first contact within two working days.
const RULES: &str = r#"{"contact_within_days": 2,
    "entries": [{"agency": "soc-bergsjon", "group": "new_applicants", "quota": 1, "per": "month"}]}"#;

async fn two(world: &World, who: Member, rules: &str) -> [ReferralId; 2] {
    let programme = programme(world, rules).await;
    let mut ids = Vec::new();
    for _ in 0..2 {
        let whole = draft(world, programme, EntryGroup::NewApplicants).await;
        ids.push(send_as(world, who, world.key(), &whole).await.unwrap());
    }
    [ids[0], ids[1]]
}

async fn promise(world: &World, who: Member, id: ReferralId) -> Option<OfReferral> {
    read_as(world, who, id).await.unwrap().promise
}

#[tokio::test]
async fn the_sender_sees_the_promise_until_the_centre_has_taken_over() {
    let world = World::new().await;
    let here = world.centre("arbetsforum").await;
    let (reception, lead) = (
        world.member(here, Role::Reception).await,
        world.member(here, Role::TeamLeader).await,
    );
    let who = worker(&world, "soc-bergsjon").await;
    let [placed, queued] = two(&world, who, RULES).await;
    for id in [placed, queued] {
        let runs = promise(&world, who, id).await.unwrap();
        assert_eq!(runs.line.tone, Tone::Running);
        assert_eq!(
            runs.line.words,
            "Centret ska höra av sig till personen senast tisdag 24 november."
        );
        assert_eq!((runs.line.why, runs.explain, runs.reasons.len()), (None, None, 0));
    }
    // Nobody else's sender is told.
    let other = worker(&world, "soc-bergsjon").await;
    assert!(read_as(&world, other, placed).await.is_err());
    // The centre's closed day counts for both sides alike.
    sqlx::query("insert into centre_day (centre_id, day, is_open, reason) values ($1, '2026-11-23', false, 'Planering')")
        .bind(here.as_uuid())
        .execute(&world.db.owner)
        .await
        .unwrap();
    for reader in [who, reception] {
        let line = promise(&world, reader, placed).await.unwrap().line;
        assert!(
            line.words.ends_with("senast onsdag 25 november."),
            "{}",
            line.words
        );
    }
    // Late: both sides read that it is, and that nobody has said why.
    world.at("2026-11-26T08:00:00Z");
    for reader in [who, lead] {
        let broken = promise(&world, reader, queued).await.unwrap();
        assert_eq!(broken.line.tone, Tone::Broken);
        assert_eq!(broken.line.why.as_deref(), Some("Ingen orsak är angiven än."));
        assert_eq!(broken.explain.is_some(), reader.role == Role::TeamLeader);
    }
    // Reached: at the desk it stands with its days, to the sender the centre has taken over.
    change_as(&world, reception, placed, Change::Contacted { on: "" })
        .await
        .unwrap();
    assert_eq!(promise(&world, who, placed).await, None);
    let late = promise(&world, lead, placed).await.unwrap();
    assert_eq!(
        late.line.words,
        "Centret skulle ha hört av sig till personen senast onsdag 25 november. Det blev 26 november i stället."
    );
}

#[tokio::test]
async fn what_ends_in_time_is_promised_no_more_and_nothing_is_said_where_nothing_was_promised() {
    let world = World::new().await;
    let reception = world
        .member(world.centre("arbetsforum").await, Role::Reception)
        .await;
    let who = worker(&world, "soc-bergsjon").await;
    let [back, no] = two(&world, who, RULES).await;
    change_as(&world, who, back, Change::Withdraw).await.unwrap();
    let refusal = Change::Refuse {
        code: "not_target_group",
        words: "",
    };
    change_as(&world, reception, no, refusal).await.unwrap();
    world.at("2026-12-07T08:00:00Z");
    for id in [back, no] {
        let stands = promise(&world, reception, id).await.unwrap();
        assert_eq!((stands.line.tone, stands.line.why), (Tone::Stopped, None));
        assert!(
            stands.line.words.ends_with("Löftet gäller inte längre."),
            "{}",
            stands.line.words
        );
        assert_eq!(promise(&world, who, id).await, None, "nothing is left to say");
    }
    let [silent, _] = two(&world, who, &RULES.replace("\"contact_within_days\": 2,", "")).await;
    for reader in [who, reception] {
        assert_eq!(promise(&world, reader, silent).await, None);
    }
}

#[tokio::test]
async fn the_words_go_with_the_particulars() {
    let world = World::new().await;
    let here = world.centre("arbetsforum").await;
    let lead = world.member(here, Role::TeamLeader).await;
    let who = worker(&world, "soc-bergsjon").await;
    let [id, _] = two(&world, who, RULES).await;
    world.at("2026-11-26T08:00:00Z");
    let mut cx = begin(&world, lead, Action::ExplainPromise).await.unwrap();
    let typed = contact::Typed {
        referral: &id.to_string(),
        clock: "k4",
        reason: "other",
        words: "Ylva svarade inte.",
        key: &world.key().to_string(),
    };
    contact::explain(&mut cx, typed).await.unwrap();
    cx.commit().await.unwrap();
    change_as(&world, who, id, Change::Withdraw).await.unwrap();
    let kept = "select count(*) from promise_reason where words <> ''";
    jobs::look(&world.state).await.unwrap();
    assert_eq!(world.count(kept).await, 1);
    world.at("2028-01-02T08:00:00Z");
    jobs::look(&world.state).await.unwrap();
    assert_eq!(world.count(kept).await, 0);
    assert_eq!(world.count("select count(*) from promise_reason").await, 1);
}
