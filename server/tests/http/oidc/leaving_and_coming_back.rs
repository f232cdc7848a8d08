//! The way out and back: once, in one browser, within ten minutes; and what is told when it comes to nothing.

use super::Bench;
use crate::door::Door;
use chrono::TimeDelta;
use std::time::{Duration, Instant};

#[tokio::test]
async fn a_state_works_once() {
    let bench = Bench::open().await;
    bench.linked("ada").await;
    let mut browser = bench.browser();
    let departure = browser.leave("bankid", "").await;
    let kept = browser.cookies.clone();
    let back = browser.prove(&departure).await;
    assert_eq!(browser.get(&back).await.header("location"), "/idag");
    // Even for whoever has everything that the browser had.
    let mut again = bench.browser();
    again.cookies = kept;
    assert_eq!(again.get(&back).await.header("location"), "/logga-in?eid=gammal");
    assert!(!again.signed_in());
    assert_eq!(bench.failures("refused").await, 1);
}

#[tokio::test]
async fn a_state_works_in_the_browser_that_began_alone() {
    let bench = Bench::open().await;
    bench.linked("ada").await;
    let mut begun = bench.browser();
    let departure = begun.leave("bankid", "").await;
    let back = begun.prove(&departure).await;
    // Somebody is lured to come back in another's name: with nothing, and with a journey of their own.
    let mut lured = bench.browser();
    assert_eq!(lured.get(&back).await.header("location"), "/logga-in?eid=gammal");
    lured.leave("bankid", "").await;
    assert_eq!(lured.get(&back).await.header("location"), "/logga-in?eid=gammal");
    assert!(!lured.signed_in());
    assert_eq!(
        begun.get(&back).await.header("location"),
        "/idag",
        "and is not used up"
    );
}

#[tokio::test]
async fn a_code_works_once() {
    let bench = Bench::open().await;
    bench.linked("ada").await;
    let mut browser = bench.browser();
    let departure = browser.leave("bankid", "").await;
    let first = browser.prove(&departure).await;
    let code = first
        .split("code=")
        .nth(1)
        .unwrap()
        .split('&')
        .next()
        .unwrap()
        .to_owned();
    assert_eq!(browser.get(&first).await.header("location"), "/idag");

    let mut thief = bench.browser();
    let departure = thief.leave("bankid", "").await;
    let state = departure
        .split("state=")
        .nth(1)
        .unwrap()
        .split('&')
        .next()
        .unwrap();
    let back = format!("/oidc/callback?code={code}&state={state}");
    assert_eq!(thief.get(&back).await.header("location"), "/logga-in?eid=nekad");
    assert!(!thief.signed_in());
}

#[tokio::test]
async fn a_code_of_another_journey_is_of_no_use_since_its_verifier_is_elsewhere() {
    let bench = Bench::open().await;
    bench.linked("ada").await;
    let victim = {
        let mut browser = bench.browser();
        let departure = browser.leave("bankid", "").await;
        browser.prove(&departure).await
    };
    let code = victim.split("code=").nth(1).unwrap().split('&').next().unwrap();
    let mut thief = bench.browser();
    let departure = thief.leave("bankid", "").await;
    let state = departure
        .split("state=")
        .nth(1)
        .unwrap()
        .split('&')
        .next()
        .unwrap();
    let back = format!("/oidc/callback?code={code}&state={state}");
    assert_eq!(thief.get(&back).await.header("location"), "/logga-in?eid=nekad");
}

#[tokio::test]
async fn ten_minutes_are_enough() {
    let bench = Bench::open().await;
    bench.linked("ada").await;
    let mut browser = bench.browser();
    let departure = browser.leave("bankid", "").await;
    let back = browser.prove(&departure).await;
    bench.door.world.clock.advance(TimeDelta::seconds(601));
    assert_eq!(
        browser.get(&back).await.header("location"),
        "/logga-in?eid=gammal"
    );
}

#[tokio::test]
async fn two_tabs_of_one_browser_do_not_disturb_each_other() {
    let bench = Bench::open().await;
    bench.linked("ada").await;
    let mut browser = bench.browser();
    let one = browser.leave("bankid", "").await;
    let two = browser.leave("bankid", "%2Fmin-plan").await;
    let (one, two) = (browser.prove(&one).await, browser.prove(&two).await);
    let kept = browser.cookies.clone();
    assert_eq!(browser.get(&two).await.header("location"), "/min-plan");
    browser.cookies.extend(kept);
    assert_eq!(browser.get(&one).await.header("location"), "/idag");
}

#[tokio::test]
async fn an_answer_of_one_provider_is_not_taken_to_another() {
    let bench = Bench::open().await;
    bench.linked("ada").await;
    let mut browser = bench.browser();
    let departure = browser.leave("bankid", "").await;
    let back = browser.prove(&departure).await;
    let (front, _) = back.split_once("&iss=").unwrap();
    let mixed = format!("{front}&iss=http%3A%2F%2Fidp.example");
    assert_eq!(
        browser.get(&mixed).await.header("location"),
        "/logga-in?eid=nekad"
    );
}

#[tokio::test]
async fn whoever_cancels_is_back_with_a_plain_sentence_and_nothing_has_failed() {
    let bench = Bench::open().await;
    bench.tell(&bench.eid, r#"{"cancel":true}"#).await;
    let mut browser = bench.browser();
    let to = browser.sign_in("bankid", "%2Fmin-plan").await;
    assert_eq!(to, "/logga-in?eid=avbruten&next=%2Fmin%2Dplan");
    let page = browser.get(&to).await;
    assert!(page.body.contains("Du avbröt inloggningen."), "{}", page.body);
    assert!(
        page.body.contains("/oidc/bankid/start?next=%2Fmin-plan"),
        "the way on is kept"
    );
    assert_eq!(bench.count("select count(*) from sign_in_failure").await, 0);
}

#[tokio::test]
async fn a_provider_that_is_down_is_told_of_and_the_card_still_works() {
    let bench = Bench::open().await;
    bench.tell(&bench.eid, r#"{"down":true}"#).await;
    let mut browser = bench.browser();
    let to = browser.leave("bankid", "").await;
    assert_eq!(to, "/logga-in?eid=borta");
    let page = browser.get(&to).await;
    assert!(
        page.body
            .contains("Det går inte att nå den inloggningen just nu.")
    );
    assert!(page.body.contains("name=\"card\"") && page.body.contains("name=\"pin\""));
    // The other provider is another machine.
    assert!(browser.leave("entra", "").await.starts_with(&bench.work));
    bench.tell(&bench.eid, r#"{"down":false}"#).await;
    assert!(
        browser.leave("bankid", "").await.starts_with(&bench.eid),
        "and back"
    );
}

#[tokio::test]
async fn nobody_is_sent_to_a_provider_that_answered_a_moment_ago_and_is_down_now() {
    let bench = Bench::open().await;
    assert!(bench.browser().leave("bankid", "").await.starts_with(&bench.eid));
    bench.tell(&bench.eid, r#"{"down":true}"#).await;
    bench.door.world.clock.advance(TimeDelta::seconds(3));
    assert_eq!(bench.browser().leave("bankid", "").await, "/logga-in?eid=borta");
}

#[tokio::test]
async fn a_provider_that_goes_down_meanwhile_is_told_of_as_well() {
    let bench = Bench::open().await;
    bench.linked("ada").await;
    let mut browser = bench.browser();
    let departure = browser.leave("bankid", "").await;
    let back = browser.prove(&departure).await;
    bench.tell(&bench.eid, r#"{"down":true}"#).await;
    assert_eq!(browser.get(&back).await.header("location"), "/logga-in?eid=borta");
    assert!(!browser.signed_in());
}

#[tokio::test]
async fn a_provider_that_hangs_keeps_nobody_waiting_for_more_than_five_seconds() {
    let bench = Bench::open().await;
    bench.tell(&bench.eid, r#"{"hang":true}"#).await;
    let began = Instant::now();
    assert_eq!(bench.browser().leave("bankid", "").await, "/logga-in?eid=borta");
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
}

#[tokio::test]
async fn the_way_on_is_a_path_of_ours() {
    let bench = Bench::open().await;
    bench.linked("ada").await;
    for next in [
        "https%3A%2F%2Felsewhere.example",
        "%2F%2Felsewhere.example",
        "%2F%5Celsewhere.example",
    ] {
        assert_eq!(bench.browser().sign_in("bankid", next).await, "/idag", "{next}");
    }
}

#[tokio::test]
async fn each_page_of_signing_in_shows_its_own_providers_and_without_any_nothing() {
    let bench = Bench::open().await;
    let mut browser = bench.browser();
    let (participants, staff) = (
        browser.get("/logga-in").await.body,
        browser.get("/personal").await.body,
    );
    assert!(participants.contains("/oidc/bankid/start") && !participants.contains("/oidc/entra/start"));
    assert!(staff.contains("/oidc/entra/start") && !staff.contains("/oidc/bankid/start"));
    assert!(participants.contains("Logga in med bankid") && participants.contains("Eller med kort och PIN"));
    // The providers come first.
    assert!(participants.find("/oidc/bankid/start") < participants.find("name=\"card\""));
    assert_eq!(browser.get("/oidc/nobody/start").await.status, 404);

    let plain = Door::open().await;
    for path in ["/logga-in", "/personal", "/koppla"] {
        let page = plain.page(path, "").await.body;
        assert!(!page.contains("/oidc/") && !page.contains("Eller med"), "{path}");
    }
    assert_eq!(plain.page("/oidc/bankid/start", "").await.status, 404);
    assert_eq!(
        plain
            .page("/oidc/callback?code=a&state=b", "")
            .await
            .header("location"),
        "/logga-in?eid=gammal"
    );
}
