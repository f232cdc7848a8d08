//! Sessions: how long they rest and live, when they get a new token, and what ends them.

use crate::browser::{Browser, by_name, code, set_up, with_password};
use crate::door::Door;
use app::identity::secret;
use app::kernel::policy::Role;
use axum::http::StatusCode;
use chrono::TimeDelta;
use domain::clock::SeededRandom;

const CONFIRM: &str = "/api/identity/confirm-oneself";
const NEW_PIN: &str = "/api/identity/change-pin";
const STEP_UP: &str = "{\"closed\":\"step_up_needed\"}";

#[tokio::test]
async fn staff_rest_fifteen_minutes_and_live_ten_hours() {
    let door = Door::open().await;
    let centre = door.world.centre("arbetsforum").await;
    let coach = door.world.member(centre, Role::Coach).await;
    let cookie = door.session(coach.actor()).await;
    door.world.clock.advance(TimeDelta::minutes(14));
    assert_eq!(door.page("/coach", &cookie).await.status, StatusCode::OK);
    door.world.clock.advance(TimeDelta::minutes(15));
    assert_eq!(door.page("/coach", &cookie).await.status, StatusCode::SEE_OTHER);

    let cookie = door.session(coach.actor()).await;
    for _ in 0..42 {
        door.world.clock.advance(TimeDelta::minutes(14));
        assert_eq!(door.page("/coach", &cookie).await.status, StatusCode::OK);
    }
    door.world.clock.advance(TimeDelta::minutes(13));
    assert_eq!(
        door.page("/coach", &cookie).await.status,
        StatusCode::SEE_OTHER,
        "ten hours, however busy"
    );
}

#[tokio::test]
async fn participants_live_twelve_hours_however_busy() {
    let door = Door::open().await;
    let centre = door.world.centre("arbetsforum").await;
    let who = door.world.enrolled(centre).await;
    let cookie = door.session(who.actor()).await;
    for _ in 0..24 {
        door.world.clock.advance(TimeDelta::minutes(29));
        assert_eq!(door.page("/idag", &cookie).await.status, StatusCode::OK);
    }
    door.world.clock.advance(TimeDelta::minutes(25));
    assert_eq!(door.page("/idag", &cookie).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn staff_are_out_the_moment_their_account_or_their_role_ends() {
    let door = Door::open().await;
    let centre = door.world.centre("arbetsforum").await;
    for end in [
        "update account set disabled_at = now() where staff_id is not null",
        "update staff_role set valid_to = '2026-11-19'",
    ] {
        let coach = door.world.member(centre, Role::Coach).await;
        let cookie = door.session(coach.actor()).await;
        assert_eq!(door.page("/coach", &cookie).await.status, StatusCode::OK);
        sqlx::query(end).execute(&door.world.db.owner).await.unwrap();
        assert_eq!(
            door.page("/coach", &cookie).await.status,
            StatusCode::SEE_OTHER,
            "{end}"
        );
    }
}

#[tokio::test]
async fn signing_in_anew_ends_the_session_that_the_browser_had() {
    let door = Door::open().await;
    let centre = door.world.centre("arbetsforum").await;
    let coach = door.world.member(centre, Role::Coach).await;
    with_password(&door, coach, "stina").await;
    let mut browser = Browser::new(&door);
    let (secret, _) = set_up(&mut browser, "stina").await;
    let before = browser.session().unwrap().to_owned();
    door.world.clock.advance(TimeDelta::minutes(1));
    browser
        .post("/api/identity/sign-in-with-password", by_name("stina"))
        .await;
    assert_eq!(
        browser.session(),
        Some(&before[..]),
        "half way in, nothing has changed"
    );
    let form = format!("otp={}", code(&door, &secret));
    browser.post("/api/identity/confirm-code", form).await;
    assert_ne!(browser.session(), Some(&before[..]));
    let old = door.page("/coach", &format!("__Host-session={before}")).await;
    assert_eq!(old.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_session_knows_its_device_by_a_plain_name() {
    let door = Door::open().await;
    let centre = door.world.centre("arbetsforum").await;
    let coach = door.world.member(centre, Role::Coach).await;
    with_password(&door, coach, "stina").await;
    set_up(&mut Browser::new(&door), "stina").await;
    let device: String = sqlx::query_scalar("select device from session")
        .fetch_one(&door.world.db.owner)
        .await
        .unwrap();
    assert_eq!(device, "Chrome på Android");
}

/// A participant whose PIN is 2580, with a browser that holds a session of theirs, begun with card and PIN.
async fn participant(door: &Door) -> Browser<'_> {
    let centre = door.world.centre("arbetsforum").await;
    let who = door.world.enrolled(centre).await;
    sqlx::query(
        "insert into credential (credential_id, account_id, kind, login, secret_hash, created_at)
         select gen_random_uuid(), $1, 'card_pin', participant_number, $3, now() from person where person_id = $2",
    )
    .bind(who.account.as_uuid())
    .bind(who.id.as_uuid())
    .bind(secret::hash("2580", &mut SeededRandom::new(1)).unwrap())
    .execute(&door.world.db.owner)
    .await
    .unwrap();
    let mut browser = Browser::new(door);
    let cookie = door.session_as(who.actor(), false).await;
    let token = cookie.strip_prefix("__Host-session=").unwrap().to_owned();
    browser.cookies.insert("__Host-session".into(), token);
    browser
}

#[tokio::test]
async fn a_change_asks_for_the_pin_once_more_and_the_session_gets_a_new_token() {
    let door = Door::open().await;
    let mut browser = participant(&door).await;
    let change = "new_pin=8426&repeat=8426";
    let refused = browser.call(NEW_PIN, change).await;
    assert_eq!(
        (refused.status, refused.body.as_str()),
        (StatusCode::FORBIDDEN, STEP_UP)
    );
    let told = "select count(*) from access_log where not permitted and reason = 'step_up_needed'";
    assert_eq!(door.world.count(told).await, 1);

    let before = browser.session().unwrap().to_owned();
    let wrong = browser.call(CONFIRM, "pin=0000&next=%2Fmina-enheter").await;
    assert_eq!(wrong.body, "{\"not_right\":\"pin\"}");
    assert_eq!(browser.session(), Some(&before[..]));
    assert_eq!(browser.call(NEW_PIN, change).await.body, STEP_UP);
    let to = browser.post(CONFIRM, "pin=2580&next=%2Fmina-enheter").await;
    assert_eq!(to, "/mina-enheter");
    assert_ne!(browser.session(), Some(&before[..]));
    let old = door.page("/idag", &format!("__Host-session={before}")).await;
    assert_eq!(
        old.status,
        StatusCode::SEE_OTHER,
        "the old token is worth nothing"
    );
    let ages = "select count(distinct (created_at, expires_at)) from session";
    assert_eq!(
        door.world.count(ages).await,
        1,
        "and the session lives no longer for it"
    );

    assert_eq!(browser.post(NEW_PIN, change).await, "/mina-enheter");
    door.world.clock.advance(TimeDelta::minutes(11));
    assert_eq!(
        browser.call(NEW_PIN, change).await.body,
        STEP_UP,
        "it holds ten minutes"
    );
    assert_eq!(
        browser.call(CONFIRM, "pin=2580").await.body,
        "{\"not_right\":\"pin\"}",
        "the old PIN"
    );
    assert_eq!(browser.post(CONFIRM, "pin=8426").await, "/idag");
}

#[tokio::test]
async fn confirming_is_slowed_like_signing_in() {
    let door = Door::open().await;
    let mut browser = participant(&door).await;
    for _ in 0..8 {
        browser.call(CONFIRM, "pin=0000").await;
    }
    let answer = browser.call(CONFIRM, "pin=2580").await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn staff_confirm_with_password_and_code_and_signing_in_with_both_is_confirmed_already() {
    let door = Door::open().await;
    let centre = door.world.centre("arbetsforum").await;
    let coach = door.world.member(centre, Role::Coach).await;
    with_password(&door, coach, "stina").await;
    let mut browser = Browser::new(&door);
    let (secret, _) = set_up(&mut browser, "stina").await;
    let codes = "/api/identity/new-recovery-codes";
    assert_eq!(
        browser.post(codes, "").await,
        "/personal/reservkoder",
        "both proofs were given just now"
    );
    door.world.clock.advance(TimeDelta::minutes(11));
    assert_eq!(browser.call(codes, "").await.body, STEP_UP);
    let password = "password=kaffe-tavla-buss";
    assert_eq!(
        browser.call(CONFIRM, password).await.body,
        "{\"field\":{\"field\":\"otp\",\"problem\":\"empty\"}}"
    );
    assert_eq!(
        browser.call(CONFIRM, format!("{password}&otp=000000")).await.body,
        "{\"not_right\":\"otp\"}"
    );
    let right = format!("{password}&otp={}&next=%2Fmina-enheter", code(&door, &secret));
    assert_eq!(browser.post(CONFIRM, right).await, "/mina-enheter");
    assert_eq!(browser.post(codes, "").await, "/personal/reservkoder");
}

#[tokio::test]
async fn a_refused_change_leads_to_confirming_and_back() {
    let door = Door::open().await;
    let mut browser = participant(&door).await;
    let back = browser.post(NEW_PIN, "new_pin=8426&repeat=8426").await;
    let path = back
        .strip_prefix("http://127.0.0.1:3000")
        .unwrap_or(&back)
        .to_owned();
    // The form's own page says why, and where to.
    let path = path.replacen("/?", "/mina-enheter?", 1);
    let page = browser.page(&path).await.body;
    assert!(page.contains("href=\"/bekrafta?next=%2Fmina-enheter\""), "{page}");
    let page = browser.page("/bekrafta?next=%2Fmina-enheter").await.body;
    assert!(page.contains("id=\"pin\"") && !page.contains("id=\"password\""));
    assert!(page.contains("value=\"/mina-enheter\""));
}

#[tokio::test]
async fn signing_out_has_the_browser_forget() {
    let door = Door::open().await;
    let centre = door.world.centre("arbetsforum").await;
    let coach = door.world.member(centre, Role::Coach).await;
    let cookie = door.session(coach.actor()).await;
    let out = door.post("/api/identity/sign-out", &cookie, "", true).await;
    assert_eq!(out.header("clear-site-data"), "\"cache\", \"storage\"");
    assert_eq!(out.cookie("__Host-session"), Some(""));
    assert_eq!(door.page("/coach", &cookie).await.status, StatusCode::SEE_OTHER);
}
