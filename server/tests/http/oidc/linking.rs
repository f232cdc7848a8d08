//! The first link: by an invitation that a person gave, and by nothing else.

use super::{Bench, LOA2, LOA3};
use app::kernel::Ctx;
use app::kernel::policy::{Action, Role};
use chrono::TimeDelta;

const UNKNOWN: &str = "{\"link\":\"unknown_code\"}";

#[tokio::test]
async fn who_is_not_linked_is_told_what_to_do_and_links_with_the_code_from_the_desk() {
    let bench = Bench::open().await;
    let person = bench.enrolled().await;
    let mut browser = bench.browser();
    assert_eq!(browser.sign_in("bankid", "%2Fmin-plan").await, "/koppla");
    assert!(!browser.signed_in());
    assert_eq!(bench.failures("unknown").await, 1);
    let page = browser.get("/koppla").await;
    assert!(
        page.body.contains("Det är inte kopplat till dig här än."),
        "{}",
        page.body
    );
    assert!(page.body.contains("Be om en kod i receptionen.") && page.body.contains("name=\"code\""));

    let code = bench.code_for(person).await;
    assert!(code.len() == 9 && code.as_bytes()[4] == b' ', "{code}");
    let stored = "select count(*) from sign_in_invitation where octet_length(code_hash) = 32 and expires_at = created_at + interval '10 minutes'";
    assert_eq!(bench.count(stored).await, 1);
    let read = "select count(*) from access_log where permitted and action = 'invite_to_sign_in' and cardinality(person_ids) = 1";
    assert_eq!(bench.count(read).await, 1, "the person sees who gave the code");

    let linked = browser.type_code(&code).await;
    assert_eq!(linked.header("location"), "/min-plan", "the way on was kept");
    assert_eq!(browser.get("/min-plan").await.status, 200);
    assert_eq!(bench.count("select count(*) from oidc_waiting").await, 0);
    // And from now on without a code.
    assert_eq!(bench.browser().sign_in("bankid", "").await, "/idag");
}

#[tokio::test]
async fn a_code_links_once() {
    let bench = Bench::open().await;
    let person = bench.enrolled().await;
    let code = bench.code_for(person).await;
    let mut first = bench.browser();
    first.sign_in("bankid", "").await;
    assert_eq!(first.type_code(&code).await.header("location"), "/idag");

    bench.tell(&bench.eid, r#"{"who":"bo"}"#).await;
    let mut second = bench.browser();
    assert_eq!(second.sign_in("bankid", "").await, "/koppla");
    assert_eq!(second.refused(&code).await, UNKNOWN);
    assert_eq!(bench.count("select count(*) from external_identity").await, 1);
}

#[tokio::test]
async fn a_code_ends_after_ten_minutes_and_when_another_is_made() {
    let bench = Bench::open().await;
    let person = bench.enrolled().await;
    let replaced = bench.code_for(person).await;
    let late = bench.code_for(person).await;
    let mut browser = bench.browser();
    browser.sign_in("bankid", "").await;
    assert_eq!(browser.refused(&replaced).await, UNKNOWN);
    bench.door.world.clock.advance(TimeDelta::minutes(10));
    let mut browser = bench.browser();
    browser.sign_in("bankid", "").await;
    assert_eq!(browser.refused(&late).await, UNKNOWN);
    assert_eq!(bench.count("select count(*) from external_identity").await, 0);
}

#[tokio::test]
async fn without_having_proved_who_one_is_a_code_does_nothing() {
    let bench = Bench::open().await;
    let person = bench.enrolled().await;
    let code = bench.code_for(person).await;
    let nothing = "{\"link\":\"nothing_waiting\"}";
    assert_eq!(bench.browser().refused(&code).await, nothing);
    let mut browser = bench.browser();
    browser.leave("bankid", "").await;
    assert_eq!(browser.refused(&code).await, nothing);
    let mut slow = bench.browser();
    slow.sign_in("bankid", "").await;
    bench.door.world.clock.advance(TimeDelta::minutes(10));
    let code = bench.code_for(person).await;
    assert_eq!(slow.refused(&code).await, nothing);
}

#[tokio::test]
async fn guessing_codes_is_slowed_and_an_error_keeps_what_was_typed() {
    let bench = Bench::open().await;
    let mut browser = bench.browser();
    browser.sign_in("bankid", "").await;
    let back = browser.type_code("1111 1111").await;
    assert!(back.status.is_redirection() && !back.header("location").contains("1111"));
    let page = browser.get("/koppla").await;
    assert!(page.body.contains("value=\"1111 1111\""), "{}", page.body);
    for _ in 0..7 {
        assert_eq!(browser.refused("22222222").await, UNKNOWN);
    }
    assert!(
        browser
            .refused("22222222")
            .await
            .starts_with("{\"too_many_tries\"")
    );
}

#[tokio::test]
async fn the_same_number_links_nobody() {
    let bench = Bench::open().await;
    let person = bench.enrolled().await;
    number(&bench, person.id.as_uuid(), "199001012385").await;
    let mut browser = bench.browser();
    assert_eq!(
        browser.sign_in("bankid", "").await,
        "/koppla",
        "ada's number stands on the record"
    );
    assert!(!browser.signed_in());
    assert_eq!(bench.count("select count(*) from external_identity").await, 0);
    assert_eq!(
        bench
            .count("select count(*) from session where person_id is not null")
            .await,
        0
    );
    // With the code it does.
    let code = bench.code_for(person).await;
    assert_eq!(browser.type_code(&code).await.header("location"), "/idag");
}

#[tokio::test]
async fn another_number_than_the_records_stops_a_link() {
    let bench = Bench::open().await;
    let person = bench.enrolled().await;
    number(&bench, person.id.as_uuid(), "200002292399").await;
    let mut browser = bench.browser();
    browser.sign_in("bankid", "").await;
    let code = bench.code_for(person).await;
    assert_eq!(browser.refused(&code).await, "{\"link\":\"other_person\"}");
    assert_eq!(bench.count("select count(*) from external_identity").await, 0);
    // The code is not used up: whom it was meant for can still use it.
    bench.tell(&bench.eid, r#"{"who":"bo"}"#).await;
    let mut right = bench.browser();
    right.sign_in("bankid", "").await;
    assert_eq!(right.type_code(&code).await.header("location"), "/idag");
}

async fn number(bench: &Bench, person: uuid::Uuid, number: &str) {
    sqlx::query(
        "insert into person_identity (person_id, identity_number, recorded_at) values ($1, $2, now())",
    )
    .bind(person)
    .bind(number)
    .execute(&bench.door.world.db.owner)
    .await
    .unwrap();
}

#[tokio::test]
async fn an_identity_belongs_to_one_account() {
    let bench = Bench::open().await;
    let other = bench.enrolled().await;
    // Proved, and waiting, before the same identity is linked in another browser.
    bench.tell(&bench.eid, r#"{"who":"ada"}"#).await;
    let mut waiting = bench.browser();
    assert_eq!(waiting.sign_in("bankid", "").await, "/koppla");
    bench.linked("ada").await;
    let code = bench.code_for(other).await;
    assert_eq!(waiting.refused(&code).await, "{\"link\":\"linked_already\"}");
    assert_eq!(bench.count("select count(*) from external_identity").await, 1);
}

/// A link for a colleague, as the manager gets it.
async fn invitation(bench: &Bench, staff: domain::ids::StaffId) -> String {
    let told = bench
        .ask_as(
            Role::Manager,
            "/api/identity/invite-staff",
            &format!("staff={staff}"),
        )
        .await;
    assert_eq!(told.status, 200, "{}", told.body);
    let told: serde_json::Value = serde_json::from_str(&told.body).unwrap();
    let link = told["link"].as_str().unwrap();
    link.strip_prefix("http://127.0.0.1:3000").unwrap().to_owned()
}

#[tokio::test]
async fn staff_link_by_the_link_that_they_were_sent_and_two_factors_count_as_two() {
    let bench = Bench::open().await;
    let centre = bench.door.world.centre("arbetsforum").await;
    let coach = bench.door.world.member(centre, Role::Coach).await;
    // Made a while ago: who signs in at the provider does so now.
    bench.door.world.clock.advance(TimeDelta::minutes(-14));
    let link = invitation(&bench, coach.id).await;
    bench.tell(&bench.work, r#"{"who":"stina"}"#).await;
    bench.door.world.clock.advance(TimeDelta::minutes(14));

    let mut browser = bench.browser();
    let page = browser.get(&link).await;
    let next = page
        .body
        .split("/oidc/entra/start?next=")
        .nth(1)
        .expect("a way in")
        .split('"')
        .next()
        .unwrap();
    assert_eq!(browser.sign_in("entra", next).await, link, "back to the link");
    let code = link.split("code=").nth(1).unwrap();
    assert!(
        browser
            .get(&link)
            .await
            .body
            .contains(&format!("value=\"{code}\""))
    );
    let linked = browser.type_code(code).await;
    assert_eq!(linked.header("location"), "/coach");
    assert_eq!(browser.get("/coach").await.status, 200);

    let stepped = "select count(*) from session where role = 'coach' and stepped_up_at = created_at";
    assert_eq!(bench.count(stepped).await, 1, "the link's own, by {LOA3}");
    bench.tell(&bench.work, &format!("{{\"acr\":\"{LOA2}\"}}")).await;
    // Accepted, and one proof alone: on to the second, as after a password.
    let mut weak = bench.browser();
    assert_eq!(weak.sign_in("entra", "").await, "/personal/ny-kod");
    assert!(!weak.signed_in());
    assert_eq!(weak.get("/coach").await.status, 303);
    assert!(
        weak.get("/personal/ny-kod").await.body.contains("otp"),
        "the step is there"
    );
    assert_eq!(bench.count(stepped).await, 1);
    bench.tell(&bench.work, &format!("{{\"acr\":\"{LOA3}\"}}")).await;
    assert_eq!(bench.browser().sign_in("entra", "").await, "/coach");
    assert_eq!(bench.count(stepped).await, 2);
}

#[tokio::test]
async fn an_invitation_of_staff_lasts_seven_days() {
    let bench = Bench::open().await;
    let centre = bench.door.world.centre("arbetsforum").await;
    let coach = bench.door.world.member(centre, Role::Coach).await;
    invitation(&bench, coach.id).await;
    let seven = "select count(*) from sign_in_invitation where expires_at = created_at + interval '7 days' and person_id is null";
    assert_eq!(bench.count(seven).await, 1);
}

#[tokio::test]
async fn a_participants_code_links_no_work_account_and_the_other_way_round() {
    let bench = Bench::open().await;
    let centre = bench.door.world.centre("arbetsforum").await;
    let coach = bench.door.world.member(centre, Role::Coach).await;
    let link = invitation(&bench, coach.id).await;
    let person = bench.enrolled().await;
    let code = bench.code_for(person).await;
    bench.tell(&bench.work, r#"{"who":"stina"}"#).await;

    let mut staff = bench.browser();
    staff.sign_in("entra", "").await;
    assert_eq!(staff.refused(&code).await, UNKNOWN);
    let mut participant = bench.browser();
    participant.sign_in("bankid", "").await;
    assert_eq!(
        participant.refused(link.split("code=").nth(1).unwrap()).await,
        UNKNOWN
    );
    assert_eq!(bench.count("select count(*) from external_identity").await, 0);
}

#[tokio::test]
async fn a_link_that_is_ended_stays_as_a_dated_row_and_signs_nobody_in() {
    let bench = Bench::open().await;
    let person = bench.linked("ada").await;
    let mut browser = bench.browser();
    browser.sign_in("bankid", "").await;
    let mine = bench.door.page("/api/identity/my-links", &browser.cookie()).await;
    assert!(mine.body.contains("Logga in med bankid"), "{}", mine.body);

    let ended = bench
        .ask_as(
            Role::Reception,
            "/api/identity/end-links",
            &format!("person={}", person.id),
        )
        .await;
    assert_eq!(ended.status, 200, "{}", ended.body);
    assert_eq!(browser.get("/idag").await.status, 303, "signed out");
    let dated = "select count(*) from external_identity where ended_at is not null and ended_by is not null";
    assert_eq!(bench.count(dated).await, 1);
    let mut again = bench.browser();
    assert_eq!(again.sign_in("bankid", "").await, "/koppla");
    let code = bench.code_for(person).await;
    assert_eq!(
        again.type_code(&code).await.header("location"),
        "/idag",
        "linked anew"
    );
    assert_eq!(bench.count("select count(*) from external_identity").await, 2);
}

#[tokio::test]
async fn one_ends_ones_own_link_and_nobody_elses() {
    let bench = Bench::open().await;
    let (ada, bo) = (bench.linked("ada").await, bench.linked("bo").await);
    let id: uuid::Uuid =
        sqlx::query_scalar("select external_identity_id from external_identity where person_id = $1")
            .bind(ada.id.as_uuid())
            .fetch_one(&bench.door.world.db.owner)
            .await
            .unwrap();
    let form = format!("link={id}");
    let theirs = bench.ask_by(bo.actor(), "/api/identity/end-my-link", &form).await;
    assert_eq!(
        (theirs.status.as_u16(), theirs.body.as_str()),
        (404, "\"not_found\"")
    );
    for _ in 0..2 {
        let own = bench
            .ask_by(ada.actor(), "/api/identity/end-my-link", &form)
            .await;
        assert_eq!(own.status, 200, "{}", own.body);
    }
    assert_eq!(
        bench
            .count("select count(*) from external_identity where ended_at is null")
            .await,
        1
    );
}

#[tokio::test]
async fn an_account_that_has_ended_is_told_so() {
    let bench = Bench::open().await;
    bench.linked("ada").await;
    sqlx::query("update account set disabled_at = now() where person_id is not null")
        .execute(&bench.door.world.db.owner)
        .await
        .unwrap();
    let mut browser = bench.browser();
    assert_eq!(browser.sign_in("bankid", "").await, "/logga-in?eid=avslutad");
    assert!(!browser.signed_in());
    assert_eq!(bench.failures("ended").await, 1);
}

#[tokio::test]
async fn only_the_desk_and_the_manager_invite_and_only_whom_they_may_know_of() {
    let bench = Bench::open().await;
    let person = bench.enrolled().await;
    let form = format!("person={}", person.id);
    let path = "/api/identity/invite-participant";
    let hidden = (404, "\"not_found\"");
    for role in [
        Role::Coach,
        Role::TeamLeader,
        Role::Recruiter,
        Role::Specialist,
        Role::Steering,
    ] {
        let told = bench.ask_as(role, path, &form).await;
        assert_eq!((told.status.as_u16(), told.body.as_str()), hidden, "{role:?}");
    }
    assert_eq!(bench.ask_as(Role::Manager, path, &form).await.status, 200);
    // Of another centre, and of somebody who is protected.
    let elsewhere: uuid::Uuid =
        sqlx::query_scalar("select centre_id from centre where code <> 'arbetsforum' limit 1")
            .fetch_one(&bench.door.world.db.owner)
            .await
            .unwrap();
    let stranger = bench.door.world.member(elsewhere.into(), Role::Reception).await;
    let told = bench.ask_by(stranger.actor(), path, &form).await;
    assert_eq!((told.status.as_u16(), told.body.as_str()), hidden);
    sqlx::query("update person set protected_level = 1 where person_id = $1")
        .bind(person.id.as_uuid())
        .execute(&bench.door.world.db.owner)
        .await
        .unwrap();
    let told = bench.ask_as(Role::Reception, path, &form).await;
    assert_eq!((told.status.as_u16(), told.body.as_str()), hidden);
    // A colleague of another centre is not the manager's to invite.
    let told = bench
        .ask_as(
            Role::Manager,
            "/api/identity/invite-staff",
            &format!("staff={}", stranger.id),
        )
        .await;
    assert_eq!((told.status.as_u16(), told.body.as_str()), hidden);
}

#[tokio::test]
async fn the_database_itself_takes_no_link_without_an_invitation_that_is_used_for_it() {
    let bench = Bench::open().await;
    let world = &bench.door.world;
    let person = bench.enrolled().await;
    bench.code_for(person).await;
    let mut cx = Ctx::begin_for(
        world.state.clone(),
        world.visitor(Some(person.actor())),
        Action::ManageOwnSignIn,
    )
    .await
    .unwrap();
    // One's own invitation, not used: the second wall says no.
    let made = sqlx::query(
        "insert into external_identity (external_identity_id, account_id, person_id, provider, issuer, subject_hash,
                                        sign_in_invitation_id, linked_at)
         select gen_random_uuid(), account_id, person_id, 'x', 'https://x', decode(repeat('00', 32), 'hex'),
                sign_in_invitation_id, actor.moment() from sign_in_invitation",
    )
    .execute(cx.db())
    .await;
    assert!(made.unwrap_err().to_string().contains("row-level security"));

    // And nobody sees another's.
    let other = bench.enrolled().await;
    let mut cx = Ctx::begin_for(
        world.state.clone(),
        world.visitor(Some(other.actor())),
        Action::ManageOwnSignIn,
    )
    .await
    .unwrap();
    let seen: i64 = sqlx::query_scalar("select count(*) from sign_in_invitation")
        .fetch_one(cx.db())
        .await
        .unwrap();
    assert_eq!(seen, 0);
}
