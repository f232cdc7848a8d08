//! Passkeys, made and used by a device in software.

use crate::browser::{Browser, by_name, set_up, with_password};
use crate::door::Door;
use app::kernel::policy::Role;
use axum::http::StatusCode;
use chrono::TimeDelta;
use url::Url;
use uuid::Uuid;
use webauthn_authenticator_rs::WebauthnAuthenticator;
use webauthn_authenticator_rs::softpasskey::SoftPasskey;
use webauthn_rs::prelude::{CreationChallengeResponse, PublicKeyCredential, RequestChallengeResponse};

const ADDRESS: &str = "http://localhost:3000";
const ASK: &str = "/api/identity/ask-passkey";
const SIGN_IN: &str = "/api/identity/sign-in-with-passkey";

type Device = SoftPasskey;

fn form(said: &str) -> String {
    let escaped: String = said
        .bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect();
    format!("said={escaped}")
}

/// What a server function that answers with text has said.
fn text(body: &str) -> String {
    serde_json::from_str(body).unwrap()
}

/// Makes a passkey in the browser that is signed in; its id.
async fn add(browser: &mut Browser<'_>, device: &mut Device) -> Vec<u8> {
    let asked = text(&browser.call("/api/identity/begin-passkey", "").await.body);
    let asked: serde_json::Value = serde_json::from_str(&asked).unwrap();
    assert_eq!(asked["authenticatorSelection"]["residentKey"], "required");
    assert_eq!(asked["authenticatorSelection"]["userVerification"], "required");
    let asked: CreationChallengeResponse =
        serde_json::from_value(serde_json::json!({ "publicKey": asked })).unwrap();
    let said = device
        .do_registration(Url::parse(ADDRESS).unwrap(), asked)
        .unwrap();
    let id = said.raw_id.clone();
    let answer = browser
        .call(
            "/api/identity/add-passkey",
            form(&serde_json::to_string(&said).unwrap()),
        )
        .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    id
}

/// Answers the challenge that the browser has been given, as this account, from a page at this address.
async fn said(
    browser: &mut Browser<'_>,
    device: &mut Device,
    id: &[u8],
    account: Uuid,
    address: &str,
) -> PublicKeyCredential {
    let asked = text(&browser.call(ASK, "").await.body);
    let asked: serde_json::Value = serde_json::from_str(&asked).unwrap();
    assert_eq!(asked["userVerification"], "required");
    let mut asked: RequestChallengeResponse =
        serde_json::from_value(serde_json::json!({ "publicKey": asked })).unwrap();
    // The device in software keeps no list of its own: it is told which key, and says whose.
    asked
        .public_key
        .allow_credentials
        .push(serde_json::from_value(serde_json::json!({ "type": "public-key", "id": base64(id) })).unwrap());
    let mut said = device
        .do_authentication(Url::parse(address).unwrap(), asked)
        .unwrap();
    said.response.user_handle = Some(account.as_bytes().to_vec());
    said
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}

fn json(said: &PublicKeyCredential) -> String {
    form(&serde_json::to_string(said).unwrap())
}

#[tokio::test]
async fn a_passkey_is_made_signs_in_alone_confirms_and_is_removed() {
    let door = Door::open_as(ADDRESS, false).await;
    let centre = door.world.centre("arbetsforum").await;
    let coach = door.world.member(centre, Role::Coach).await;
    with_password(&door, coach, "stina").await;
    let mut browser = Browser::new(&door);
    set_up(&mut browser, "stina").await;
    let mut device = SoftPasskey::new(true);
    let id = add(&mut browser, &mut device).await;
    let account = coach.account.as_uuid();
    let page = browser.page("/mina-enheter").await.body;
    assert!(page.contains("Inte använd än"));

    let mut elsewhere = Browser::new(&door);
    let answer = said(&mut elsewhere, &mut device, &id, account, ADDRESS).await;
    assert_eq!(elsewhere.post(SIGN_IN, json(&answer)).await, "/coach");
    assert!(elsewhere.session().is_some());
    assert_eq!(
        elsewhere.call(SIGN_IN, json(&answer)).await.body,
        "\"start_over\"",
        "a challenge is answered once"
    );
    // It is both proofs: what asks for a second one is open, and is again after confirming with it.
    assert_eq!(
        elsewhere.call("/api/identity/begin-passkey", "").await.status,
        StatusCode::OK
    );
    door.world.clock.advance(TimeDelta::minutes(11));
    let closed = elsewhere.call("/api/identity/begin-passkey", "").await;
    assert_eq!(closed.body, "{\"closed\":\"step_up_needed\"}");
    let before = elsewhere.session().unwrap().to_owned();
    let answer = said(&mut elsewhere, &mut device, &id, account, ADDRESS).await;
    let next = format!("{}&next=%2Fmina-enheter", json(&answer));
    assert_eq!(elsewhere.post(SIGN_IN, next).await, "/mina-enheter");
    assert_ne!(elsewhere.session(), Some(&before[..]));

    let passkey: Uuid = sqlx::query_scalar("select passkey_id from passkey")
        .fetch_one(&door.world.db.owner)
        .await
        .unwrap();
    let remove = format!("passkey={passkey}");
    let to = elsewhere
        .post("/api/identity/remove-passkey", remove.clone())
        .await;
    assert_eq!(to, "/mina-enheter");
    let mut late = Browser::new(&door);
    let answer = said(&mut late, &mut device, &id, account, ADDRESS).await;
    assert_eq!(
        late.call(SIGN_IN, json(&answer)).await.body,
        "{\"not_right\":\"passkey\"}"
    );
    // Nobody removes another's.
    let other = door.world.member(centre, Role::Coach).await;
    let theirs = door.session(other.actor()).await;
    let answer = door
        .post("/api/identity/remove-passkey", &theirs, &remove, false)
        .await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_answer_from_another_site_for_another_challenge_or_as_somebody_else_opens_nothing() {
    let door = Door::open_as(ADDRESS, false).await;
    let centre = door.world.centre("arbetsforum").await;
    let coach = door.world.member(centre, Role::Coach).await;
    let other = door.world.member(centre, Role::Manager).await;
    with_password(&door, coach, "stina").await;
    let mut browser = Browser::new(&door);
    set_up(&mut browser, "stina").await;
    let mut device = SoftPasskey::new(true);
    let id = add(&mut browser, &mut device).await;
    let (mine, theirs) = (coach.account.as_uuid(), other.account.as_uuid());
    let refused = "{\"not_right\":\"passkey\"}";

    let mut thief = Browser::new(&door);
    let as_another = said(&mut thief, &mut device, &id, theirs, ADDRESS).await;
    assert_eq!(thief.call(SIGN_IN, json(&as_another)).await.body, refused);
    let first = said(&mut thief, &mut device, &id, mine, ADDRESS).await;
    let _second = said(&mut thief, &mut device, &id, mine, ADDRESS).await;
    assert_eq!(
        thief.call(SIGN_IN, json(&first)).await.body,
        refused,
        "the answer to an earlier challenge"
    );
    let mut altered = said(&mut thief, &mut device, &id, mine, ADDRESS).await;
    let data = String::from_utf8(altered.response.client_data_json.clone()).unwrap();
    altered.response.client_data_json = data.replace("localhost", "elsewhere").into_bytes();
    assert_eq!(thief.call(SIGN_IN, json(&altered)).await.body, refused);
    assert_eq!(thief.session(), None);
    let told = "select count(*) from sign_in_failure where kind = 'passkey' and why = 'wrong' and account_id is not null";
    assert_eq!(door.world.count(told).await, 3);

    // Where the app is put aside, the password is no way past the passkey that is left.
    sqlx::query("update totp set ended_at = now()")
        .execute(&door.world.db.owner)
        .await
        .unwrap();
    let answer = Browser::new(&door)
        .call("/api/identity/sign-in-with-password", by_name("stina"))
        .await;
    assert_eq!(answer.body, refused);
    // Nor does it open anything of an account that has ended.
    let right = said(&mut thief, &mut device, &id, mine, ADDRESS).await;
    sqlx::query("update account set disabled_at = now()")
        .execute(&door.world.db.owner)
        .await
        .unwrap();
    assert_eq!(thief.call(SIGN_IN, json(&right)).await.body, refused);
}
