//! Signing in and out, as a browser without script and as a program.

use crate::door::Door;
use crate::world::Person;
use app::attendance::code;
use app::identity::secret;
use axum::http::StatusCode;
use chrono::TimeDelta;
use domain::attendance::CodeStep;
use domain::clock::{Clock, SeededRandom};

const CARD: &str = "/api/identity/sign-in-with-card";

/// A participant with a card and the PIN 4711; the card's number.
async fn with_card(door: &Door) -> (Person, String) {
    let centre = door.world.centre("arbetsforum").await;
    let who = door.world.enrolled(centre).await;
    let hash = secret::hash("4711", &mut SeededRandom::new(1)).unwrap();
    let number: String = sqlx::query_scalar(
        "insert into credential (credential_id, account_id, kind, login, secret_hash, created_at)
         select gen_random_uuid(), $1, 'card_pin', participant_number, $3, now() from person where person_id = $2
         returning login",
    )
    .bind(who.account.as_uuid())
    .bind(who.id.as_uuid())
    .bind(hash)
    .fetch_one(&door.world.db.owner)
    .await
    .unwrap();
    (who, number)
}

#[tokio::test]
async fn the_right_pin_opens_the_day_and_the_cookie_is_bound_to_this_host() {
    let door = Door::open().await;
    let (_, number) = with_card(&door).await;
    let answer = door
        .post(CARD, "", &format!("card={number}&pin=4711"), true)
        .await;
    assert!(answer.status.is_redirection());
    assert_eq!(answer.header("location"), "/idag");
    let cookie = answer.headers.get("set-cookie").unwrap().to_str().unwrap();
    for part in [
        "__Host-session=",
        "Path=/",
        "Secure",
        "HttpOnly",
        "SameSite=Lax",
        "Max-Age=43200",
    ] {
        assert!(cookie.contains(part), "{part} in {cookie}");
    }
    let token = answer.cookie("__Host-session").unwrap();
    let stored: i64 = door
        .world
        .count("select count(*) from session where octet_length(token_hash) = 32")
        .await;
    assert_eq!((token.len(), stored), (43, 1));
    let page = door.page("/idag", &format!("__Host-session={token}")).await;
    assert!(page.body.contains("Hej Person"), "{}", page.status);
}

#[tokio::test]
async fn a_wrong_pin_and_an_unknown_card_get_the_same_answer() {
    let door = Door::open().await;
    let (_, number) = with_card(&door).await;
    let wrong = door
        .post(CARD, "", &format!("card={number}&pin=0000"), false)
        .await;
    let unknown = door.post(CARD, "", "card=1040713&pin=4711", false).await;
    assert_eq!(
        (wrong.status, wrong.body.as_str()),
        (StatusCode::UNAUTHORIZED, "\"wrong_credential\"")
    );
    assert_eq!((wrong.status, wrong.body), (unknown.status, unknown.body));
    assert!(wrong.headers.get("set-cookie").is_none());
    assert!(
        wrong.headers.get("x-arbetsforum-status").is_none(),
        "the marker stays inside"
    );
}

#[tokio::test]
async fn without_script_an_error_leads_back_and_keeps_the_card_but_not_in_the_address() {
    let door = Door::open().await;
    let (_, number) = with_card(&door).await;
    let answer = door
        .post(CARD, "", &format!("card={number}&pin=0000"), true)
        .await;
    assert!(answer.status.is_redirection(), "{}", answer.status);
    let back = answer.header("location").to_owned();
    assert!(!back.contains(&number) && !back.contains("0000"), "{back}");
    let typed = answer.cookie("__Host-typed").unwrap().to_owned();
    let path = back.strip_prefix("http://127.0.0.1:3000").unwrap_or(&back);
    let page = door.page(path, &format!("__Host-typed={typed}")).await;
    assert!(
        page.body.contains(&format!("value=\"{number}\"")),
        "the card's number is given back"
    );
    assert!(page.body.contains("Numret eller koden stämmer inte."));
}

#[tokio::test]
async fn guessing_is_slowed_and_says_for_how_long() {
    let door = Door::open().await;
    let (_, number) = with_card(&door).await;
    let form = format!("card={number}&pin=0000");
    for _ in 0..8 {
        assert_eq!(
            door.post(CARD, "", &form, false).await.status,
            StatusCode::UNAUTHORIZED
        );
    }
    let slowed = door.post(CARD, "", &form, false).await;
    assert_eq!(slowed.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(slowed.header("retry-after").parse::<u32>().unwrap() > 0);
    let right = door
        .post(CARD, "", &format!("card={number}&pin=4711"), false)
        .await;
    assert_eq!(
        right.status,
        StatusCode::TOO_MANY_REQUESTS,
        "the right PIN is no way past"
    );
    door.world.clock.advance(TimeDelta::minutes(16));
    let later = door
        .post(CARD, "", &format!("card={number}&pin=4711"), true)
        .await;
    assert_eq!(later.header("location"), "/idag");
}

#[tokio::test]
async fn signing_out_ends_the_session_for_good() {
    let door = Door::open().await;
    let (who, _) = with_card(&door).await;
    let cookie = door.session(who.actor()).await;
    assert_eq!(door.page("/idag", &cookie).await.status, StatusCode::OK);
    let out = door.post("/api/identity/sign-out", &cookie, "", true).await;
    assert_eq!(out.header("location"), "/logga-in");
    assert!(out.header("clear-site-data").contains("cache"));
    let after = door.page("/idag", &cookie).await;
    assert_eq!(after.status, StatusCode::SEE_OTHER);
    assert!(after.header("location").starts_with("/logga-in?next="));
}

#[tokio::test]
async fn a_session_rests_too_long_or_ends_with_its_account() {
    let door = Door::open().await;
    let (who, _) = with_card(&door).await;
    let cookie = door.session(who.actor()).await;
    door.world.clock.advance(TimeDelta::minutes(29));
    assert_eq!(door.page("/idag", &cookie).await.status, StatusCode::OK);
    door.world.clock.advance(TimeDelta::minutes(29));
    assert_eq!(
        door.page("/idag", &cookie).await.status,
        StatusCode::OK,
        "a request keeps it"
    );
    door.world.clock.advance(TimeDelta::minutes(31));
    assert_eq!(door.page("/idag", &cookie).await.status, StatusCode::SEE_OTHER);
    let cookie = door.session(who.actor()).await;
    sqlx::query("update account set disabled_at = now()")
        .execute(&door.world.db.owner)
        .await
        .unwrap();
    assert_eq!(door.page("/idag", &cookie).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_way_back_is_a_path_of_ours() {
    let door = Door::open().await;
    let (_, number) = with_card(&door).await;
    for (next, to) in [
        ("%2Fmin-plan", "/min-plan"),
        ("https%3A%2F%2Felsewhere.example", "/idag"),
        ("%2F%2Felsewhere.example", "/idag"),
        ("%2F%5Celsewhere.example", "/idag"),
    ] {
        let answer = door
            .post(CARD, "", &format!("card={number}&pin=4711&next={next}"), true)
            .await;
        assert_eq!(answer.header("location"), to, "{next}");
    }
}

#[tokio::test]
async fn a_fresh_link_opened_signed_out_leads_through_signing_in_to_a_stamp_minutes_later() {
    let door = Door::open().await;
    let (who, _) = with_card(&door).await;
    let centre = door.world.centre("arbetsforum").await;
    let step = CodeStep::at(door.world.clock.now());
    let link = code::link(&door.world.state.keys, centre, step);
    let opened = door.page(&link, "").await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER);
    let proof = opened
        .cookie("__Host-arrival")
        .expect("proof of arrival")
        .to_owned();
    door.world.clock.advance(TimeDelta::minutes(3));
    let cookie = door.session(who.actor()).await;
    let digits = code::digits(&door.world.state.keys, centre, step);
    let form = format!(
        "key={}&centre={centre}&step={}&code={digits}",
        door.world.key(),
        step.0
    );
    // The code alone has died meanwhile.
    let dead = door.post("/api/attendance/check-in", &cookie, &form, false).await;
    assert_eq!(dead.body, "{\"check_in\":\"stale_code\"}");
    let both = format!("{cookie}; __Host-arrival={proof}");
    let stamped = door.post("/api/attendance/check-in", &both, &form, false).await;
    assert_eq!(stamped.status, StatusCode::OK, "{}", stamped.body);
    let stale = door.page(&link, "").await;
    assert!(
        stale.cookie("__Host-arrival").is_none(),
        "a stale link proves nothing"
    );
}
