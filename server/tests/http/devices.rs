//! One's own devices, ways in and roles.

use crate::browser::{Browser, by_name, code, set_up, with_password};
use crate::door::Door;
use app::kernel::policy::Role;
use axum::http::StatusCode;
use chrono::TimeDelta;
use uuid::Uuid;

const PAGE: &str = "/mina-enheter";

async fn sessions(door: &Door) -> Vec<Uuid> {
    sqlx::query_scalar(
        "select session_id from session where ended_at is null order by created_at, session_id",
    )
    .fetch_all(&door.world.db.owner)
    .await
    .unwrap()
}

#[tokio::test]
async fn devices_are_listed_and_ended_one_by_one_or_all_but_this() {
    let door = Door::open().await;
    let centre = door.world.centre("arbetsforum").await;
    let who = door.world.enrolled(centre).await;
    let stranger = door.world.enrolled(centre).await;
    let theirs = door.session(stranger.actor()).await;
    let foreign = sessions(&door).await[0];
    let mut cookies = Vec::new();
    for _ in 0..4 {
        door.world.clock.advance(TimeDelta::seconds(1));
        cookies.push(door.session(who.actor()).await);
    }
    let page = door.page(PAGE, &cookies[0]).await.body;
    assert_eq!(
        page.matches("Senast använd").count(),
        4,
        "one's own and nobody else's"
    );
    assert_eq!(page.matches("Den här").count(), 1);

    let second = sessions(&door).await[2];
    let end = "/api/identity/end-session";
    for _ in 0..2 {
        let answer = door
            .post(end, &cookies[0], &format!("session={second}"), true)
            .await;
        assert_eq!(answer.header("location"), PAGE, "ended is ended");
    }
    assert_eq!(
        door.page("/idag", &cookies[1]).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(door.page("/idag", &cookies[2]).await.status, StatusCode::OK);
    let answer = door
        .post(end, &cookies[0], &format!("session={foreign}"), false)
        .await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert_eq!(door.page("/idag", &theirs).await.status, StatusCode::OK);

    door.post("/api/identity/end-other-sessions", &cookies[0], "", true)
        .await;
    for (n, status) in [
        (0, StatusCode::OK),
        (2, StatusCode::SEE_OTHER),
        (3, StatusCode::SEE_OTHER),
    ] {
        assert_eq!(door.page("/idag", &cookies[n]).await.status, status, "{n}");
    }
    assert_eq!(door.page("/idag", &theirs).await.status, StatusCode::OK);
}

#[tokio::test]
async fn another_password_signs_every_other_device_out() {
    let door = Door::open().await;
    let centre = door.world.centre("arbetsforum").await;
    let coach = door.world.member(centre, Role::Coach).await;
    with_password(&door, coach, "stina").await;
    let mut here = Browser::new(&door);
    let (secret, _) = set_up(&mut here, "stina").await;
    let there = door.session(coach.actor()).await;
    let form = "new_password=moln-torg-penna&repeat=moln-torg-penna";
    assert_eq!(here.post("/api/identity/change-password", form).await, PAGE);
    assert_eq!(here.page("/coach").await.status, StatusCode::OK);
    assert_eq!(door.page("/coach", &there).await.status, StatusCode::SEE_OTHER);
    let sign_in = "/api/identity/sign-in-with-password";
    assert_eq!(
        Browser::new(&door).call(sign_in, by_name("stina")).await.status,
        StatusCode::UNAUTHORIZED
    );
    door.world.clock.advance(TimeDelta::minutes(1));
    let mut anew = Browser::new(&door);
    anew.post(sign_in, "name=stina&password=moln-torg-penna").await;
    let form = format!("otp={}", code(&door, &secret));
    assert_eq!(anew.post("/api/identity/confirm-code", form).await, "/coach");
}

#[tokio::test]
async fn another_app_takes_the_place_of_the_one_before() {
    let door = Door::open().await;
    let centre = door.world.centre("arbetsforum").await;
    let coach = door.world.member(centre, Role::Coach).await;
    with_password(&door, coach, "stina").await;
    let mut here = Browser::new(&door);
    let (old, old_codes) = set_up(&mut here, "stina").await;
    let there = door.session(coach.actor()).await;
    assert_eq!(
        here.post("/api/identity/change-app", "").await,
        "/personal/ny-kod"
    );
    let page = here.page("/personal/ny-kod").await.body;
    let new = crate::browser::in_mono(&page).remove(0);
    assert_ne!(new, old);
    // The step is no way in for somebody who only holds its token.
    let mut thief = Browser::new(&door);
    let token = here.cookies["__Host-step"].clone();
    thief.cookies.insert("__Host-step".into(), token);
    let form = format!("otp={}", code(&door, &new));
    let body = thief
        .call("/api/identity/confirm-new-code", form.clone())
        .await
        .body;
    assert_eq!(body, "\"not_signed_in\"");
    assert_eq!(
        here.post("/api/identity/confirm-new-code", form).await,
        "/personal/reservkoder"
    );
    assert_eq!(door.page("/coach", &there).await.status, StatusCode::SEE_OTHER);
    door.world.clock.advance(TimeDelta::minutes(1));
    let mut anew = Browser::new(&door);
    anew.post("/api/identity/sign-in-with-password", by_name("stina"))
        .await;
    for gone in [code(&door, &old), old_codes[0].clone()] {
        let answer = anew
            .call("/api/identity/confirm-code", format!("otp={gone}"))
            .await;
        assert_eq!(answer.body, "{\"not_right\":\"otp\"}", "{gone}");
    }
    let form = format!("otp={}", code(&door, &new));
    assert_eq!(anew.post("/api/identity/confirm-code", form).await, "/coach");
}

#[tokio::test]
async fn one_acts_in_one_role_at_a_time_and_switching_is_a_new_token() {
    let door = Door::open().await;
    let centre = door.world.centre("arbetsforum").await;
    let coach = door.world.member(centre, Role::Coach).await;
    let roles: Vec<Uuid> = sqlx::query_scalar(
        "with added as (insert into staff_role (staff_role_id, staff_id, centre_id, role, valid_from, valid_to)
           values (gen_random_uuid(), $1, $2, 'manager', '2026-11-01', null),
                  (gen_random_uuid(), $1, $2, 'reception', '2026-11-01', '2026-11-19'),
                  (gen_random_uuid(), $1, $2, 'specialist', '2026-11-21', null) returning staff_role_id, role)
         select staff_role_id from added order by role",
    )
    .bind(coach.id.as_uuid())
    .bind(centre.as_uuid())
    .fetch_all(&door.world.db.owner)
    .await
    .unwrap();
    let cookie = door.session(coach.actor()).await;
    let listed = door.page("/api/identity/my-roles", &cookie).await.body;
    assert_eq!(
        listed.matches("\"active\"").count(),
        2,
        "those held today: {listed}"
    );
    assert_eq!(listed.matches("\"active\":true").count(), 1);

    let switch = "/api/identity/switch-role";
    for not_today in [roles[1], roles[2], Uuid::nil()] {
        let answer = door
            .post(switch, &cookie, &format!("role={not_today}"), false)
            .await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
    }
    let answer = door
        .post(switch, &cookie, &format!("role={}", roles[0]), true)
        .await;
    assert_eq!(answer.header("location"), "/drift");
    let token = answer.cookie("__Host-session").unwrap();
    assert_eq!(
        door.page("/coach", &cookie).await.status,
        StatusCode::SEE_OTHER,
        "the old token is worth nothing"
    );
    let manager = format!("__Host-session={token}");
    assert_eq!(
        door.page("/coach", &manager).await.status,
        StatusCode::NOT_FOUND,
        "and the manager is no coach"
    );
    let listed = door.page("/api/identity/my-roles", &manager).await.body;
    assert!(listed.contains(&format!("\"id\":\"{}\",\"role\":\"manager\"", roles[0])));

    // Another's role is nobody's to take.
    let other = door.world.member(centre, Role::Coach).await;
    let theirs = door.session(other.actor()).await;
    let answer = door
        .post(switch, &theirs, &format!("role={}", roles[0]), false)
        .await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
}
