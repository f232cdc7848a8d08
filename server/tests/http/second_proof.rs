//! A password alone opens nothing: the code of an app, recovery codes, a password that was given.

use crate::browser::{Browser, PASSWORD, by_name, code, in_mono, set_up, with_password};
use crate::door::Door;
use app::kernel::Ctx;
use app::kernel::policy::{Action, Role};
use axum::http::StatusCode;
use chrono::TimeDelta;

const SIGN_IN: &str = "/api/identity/sign-in-with-password";
const CODE: &str = "/api/identity/confirm-code";
const NEW_CODE: &str = "/api/identity/confirm-new-code";

async fn staff(door: &Door, login: &str) {
    let centre = door.world.centre("arbetsforum").await;
    let coach = door.world.member(centre, Role::Coach).await;
    with_password(door, coach, login).await;
}

#[tokio::test]
async fn a_password_alone_opens_a_step_and_no_session() {
    let door = Door::open().await;
    staff(&door, "stina").await;
    let mut browser = Browser::new(&door);
    let answer = door.post(SIGN_IN, "", &by_name("stina"), true).await;
    assert_eq!(answer.header("location"), "/personal/ny-kod");
    let set: Vec<_> = answer
        .headers
        .get_all("set-cookie")
        .iter()
        .map(|v| v.to_str().unwrap())
        .collect();
    assert_eq!(set.len(), 1, "{set:?}");
    for part in [
        "__Host-step=",
        "Path=/",
        "Secure",
        "HttpOnly",
        "SameSite=Lax",
        "Max-Age=300",
    ] {
        assert!(set[0].contains(part), "{part} in {set:?}");
    }
    browser.post(SIGN_IN, by_name("stina")).await;
    assert_eq!(browser.session(), None);
    assert_eq!(door.world.count("select count(*) from session").await, 0);
    let page = browser.page("/coach").await;
    assert!(
        page.header("location").starts_with("/personal?next="),
        "{}",
        page.status
    );
    // Nor is the step's token worth anything as a session's.
    let token = browser.cookies["__Host-step"].clone();
    let page = door.page("/coach", &format!("__Host-session={token}")).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    let kept =
        "select count(*) from sign_in_step where octet_length(token_hash) = 32 and octet_length(state) >= 28";
    assert_eq!(door.world.count(kept).await, 2, "hashed and sealed");
}

#[tokio::test]
async fn the_first_time_an_app_is_set_up_and_recovery_codes_are_shown_once() {
    let door = Door::open().await;
    staff(&door, "stina").await;
    let mut browser = Browser::new(&door);
    let form = format!("{}&next=%2Fmina-enheter", by_name("stina"));
    assert_eq!(browser.post(SIGN_IN, form).await, "/personal/ny-kod");
    let page = browser.page("/personal/ny-kod").await.body;
    assert!(page.contains("class=\"qr\""), "the picture");
    let secret = in_mono(&page).remove(0);

    let wrong = browser.call(NEW_CODE, "otp=000000").await;
    assert_eq!(wrong.body, "{\"not_right\":\"otp\"}");
    assert_eq!(browser.session(), None, "an app that was not read opens nothing");
    let right = format!("otp={}", code(&door, &secret));
    assert_eq!(
        browser.post(NEW_CODE, right.clone()).await,
        "/personal/reservkoder"
    );
    assert!(browser.session().is_some());
    let codes = in_mono(&browser.page("/personal/reservkoder").await.body);
    assert_eq!(codes.len(), 10, "{codes:?}");
    assert_eq!(
        browser.post("/api/identity/codes-kept", "").await,
        "/mina-enheter"
    );
    let gone = browser.page("/personal/reservkoder").await.body;
    assert!(in_mono(&gone).is_empty() && gone.contains("Börja om"));

    let plain: String = secret.split_whitespace().collect();
    let bytes = totp_rs::Secret::try_from_base32(&plain).unwrap();
    let stored: Vec<u8> = sqlx::query_scalar("select secret from totp")
        .fetch_one(&door.world.db.owner)
        .await
        .unwrap();
    assert!(
        !stored.windows(20).any(|w| w == bytes.as_ref()),
        "sealed where it lies"
    );
    let bare = "select count(*) from recovery_code where octet_length(code_hash) = 32";
    assert_eq!(door.world.count(bare).await, 10);
    // The page that was open in another tab is no way to put the app aside.
    assert_eq!(
        browser.call(NEW_CODE, right).await.body,
        "\"start_over\"",
        "a step is taken once"
    );
}

#[tokio::test]
async fn a_code_opens_once_and_a_step_to_either_side() {
    let door = Door::open().await;
    staff(&door, "stina").await;
    let (secret, _) = set_up(&mut Browser::new(&door), "stina").await;
    let again = || async {
        let mut browser = Browser::new(&door);
        assert_eq!(browser.post(SIGN_IN, by_name("stina")).await, "/personal/kod");
        browser
    };
    let used = code(&door, &secret);
    let mut browser = again().await;
    let refused = browser.call(CODE, format!("otp={used}")).await;
    assert_eq!(
        refused.body, "{\"not_right\":\"otp\"}",
        "the code that linked the app"
    );
    assert_eq!(browser.session(), None);

    door.world.clock.advance(TimeDelta::seconds(30));
    let now = code(&door, &secret);
    door.world.clock.advance(TimeDelta::seconds(30));
    let mut late = again().await;
    assert_eq!(
        late.post(CODE, format!("otp={}", &now)).await,
        "/coach",
        "one step late"
    );
    assert!(late.session().is_some());
    let mut thief = again().await;
    let body = thief.call(CODE, format!("otp={now}")).await.body;
    assert_eq!(body, "{\"not_right\":\"otp\"}", "seen over a shoulder");

    door.world.clock.advance(TimeDelta::minutes(2));
    let early = code(&door, &secret);
    door.world.clock.advance(TimeDelta::seconds(-30));
    let mut ahead = again().await;
    let spaced = format!("otp={}+{}", &early[..3], &early[3..]);
    assert_eq!(ahead.post(CODE, spaced).await, "/coach", "a clock that is ahead");
    door.world.clock.advance(TimeDelta::minutes(5));
    let mut stale = again().await;
    assert_eq!(
        stale.call(CODE, format!("otp={early}")).await.status,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn a_recovery_code_opens_once() {
    let door = Door::open().await;
    staff(&door, "stina").await;
    let (_, codes) = set_up(&mut Browser::new(&door), "stina").await;
    let mut browser = Browser::new(&door);
    browser.post(SIGN_IN, by_name("stina")).await;
    let form = format!("otp={}", codes[3].to_lowercase().replace('-', "+"));
    assert_eq!(browser.post(CODE, form.clone()).await, "/coach");
    assert!(
        browser
            .page("/mina-enheter")
            .await
            .body
            .contains("9 reservkoder kvar")
    );
    let mut again = Browser::new(&door);
    again.post(SIGN_IN, by_name("stina")).await;
    assert_eq!(again.call(CODE, form).await.body, "{\"not_right\":\"otp\"}");
    assert_eq!(again.post(CODE, format!("otp={}", codes[4])).await, "/coach");
}

#[tokio::test]
async fn a_step_is_for_one_purpose_and_five_minutes() {
    let door = Door::open().await;
    staff(&door, "stina").await;
    let (secret, _) = set_up(&mut Browser::new(&door), "stina").await;
    door.world.clock.advance(TimeDelta::minutes(1));
    let mut browser = Browser::new(&door);
    browser.post(SIGN_IN, by_name("stina")).await;
    let form = || format!("otp={}", code(&door, &secret));
    assert_eq!(browser.call(NEW_CODE, form()).await.body, "\"start_over\"");
    assert_eq!(
        browser
            .call("/api/identity/choose-password", "new_password=abc&repeat=abc")
            .await
            .body,
        "\"start_over\""
    );
    door.world.clock.advance(TimeDelta::minutes(5));
    assert_eq!(browser.call(CODE, form()).await.body, "\"start_over\"");
    assert!(browser.page("/personal/kod").await.body.contains("Börja om"));
    // Nor does it outlive its account.
    browser.post(SIGN_IN, by_name("stina")).await;
    sqlx::query("update account set disabled_at = now()")
        .execute(&door.world.db.owner)
        .await
        .unwrap();
    assert_eq!(browser.call(CODE, form()).await.body, "\"start_over\"");
}

#[tokio::test]
async fn a_password_that_was_given_is_changed_before_anything_else() {
    let door = Door::open().await;
    staff(&door, "stina").await;
    sqlx::query("update credential set must_change = true, usable_until = '2026-11-21T00:00:00Z'")
        .execute(&door.world.db.owner)
        .await
        .unwrap();
    let mut browser = Browser::new(&door);
    assert_eq!(
        browser.post(SIGN_IN, by_name("stina")).await,
        "/personal/nytt-losenord"
    );
    let choose = "/api/identity/choose-password";
    for (form, said) in [
        (
            "new_password=kort&repeat=kort".to_owned(),
            "{\"not_right\":\"new_password\"}",
        ),
        (
            format!("new_password={PASSWORD}&repeat={PASSWORD}"),
            "{\"not_right\":\"new_password\"}",
        ),
        (
            "new_password=stina-stina-1&repeat=stina-stina-1".to_owned(),
            "{\"not_right\":\"new_password\"}",
        ),
        (
            "new_password=aaaaaaaaaaaaaa&repeat=aaaaaaaaaaaaaa".to_owned(),
            "{\"not_right\":\"new_password\"}",
        ),
        (
            "new_password=moln-torg-penna&repeat=moln-torg-penn".to_owned(),
            "{\"not_right\":\"repeat\"}",
        ),
    ] {
        assert_eq!(browser.call(choose, form.clone()).await.body, said, "{form}");
    }
    let form = "new_password=moln-torg-penna&repeat=moln-torg-penna";
    assert_eq!(browser.post(choose, form).await, "/personal/ny-kod");
    assert_eq!(browser.session(), None);
    let old = Browser::new(&door).call(SIGN_IN, by_name("stina")).await;
    assert_eq!(old.body, "{\"not_right\":\"password\"}");
    let mut anew = Browser::new(&door);
    let to = anew.post(SIGN_IN, "name=stina&password=moln-torg-penna").await;
    assert_eq!(to, "/personal/ny-kod", "one's own is not asked to be changed");
}

#[tokio::test]
async fn a_given_password_opens_nothing_after_its_time() {
    let door = Door::open().await;
    staff(&door, "stina").await;
    sqlx::query("update credential set must_change = true, usable_until = '2026-11-20T08:00:00Z'")
        .execute(&door.world.db.owner)
        .await
        .unwrap();
    let answer = Browser::new(&door).call(SIGN_IN, by_name("stina")).await;
    assert_eq!(answer.body, "{\"not_right\":\"password\"}");
    let told = "select count(*) from sign_in_failure where why = 'ended' and kind = 'password' and account_id is not null";
    assert_eq!(door.world.count(told).await, 1);
}

#[tokio::test]
async fn a_manager_takes_lost_ways_in_away() {
    let door = Door::open().await;
    let centre = door.world.centre("arbetsforum").await;
    let manager = door.world.member(centre, Role::Manager).await;
    let coach = door.world.member(centre, Role::Coach).await;
    with_password(&door, coach, "stina").await;
    let mut browser = Browser::new(&door);
    set_up(&mut browser, "stina").await;
    let visitor = door.world.visitor(Some(manager.actor()));
    let mut cx = Ctx::begin_for(door.world.state.clone(), visitor, Action::WriteAccounts)
        .await
        .unwrap();
    app::identity::take_ways_in(&mut cx, coach.account).await.unwrap();
    cx.commit().await.unwrap();

    let page = browser.page("/coach").await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "signed out everywhere");
    assert_eq!(
        browser.call(SIGN_IN, by_name("stina")).await.status,
        StatusCode::UNAUTHORIZED,
        "the old name and password are gone"
    );
    let left = "select (select count(*) from totp where ended_at is null)
                     + (select count(*) from recovery_code where ended_at is null and used_at is null)";
    assert_eq!(door.world.count(left).await, 0, "and so is the app");
}

#[tokio::test]
async fn recovery_codes_are_gone_when_somebody_signs_out_before_putting_them_away() {
    let door = Door::open().await;
    staff(&door, "stina").await;
    let mut browser = Browser::new(&door);
    browser.post(SIGN_IN, by_name("stina")).await;
    let secret = in_mono(&browser.page("/personal/ny-kod").await.body).remove(0);
    browser
        .post(NEW_CODE, format!("otp={}", code(&door, &secret)))
        .await;
    let token = browser.cookies["__Host-step"].clone();
    browser.post("/api/identity/sign-out", "").await;
    browser.cookies.insert("__Host-step".into(), token);
    let page = browser.page("/personal/reservkoder").await.body;
    assert!(in_mono(&page).is_empty(), "{page}");
}
