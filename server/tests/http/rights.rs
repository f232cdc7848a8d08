//! The participant's own book as a file, and a correction without script.

use crate::door::Door;
use app::kernel::Actor;
use app::kernel::policy::Role;
use axum::http::StatusCode;

const FILES: [(&str, &str, &str); 2] = [
    (
        "/min-bok/allt.json",
        "application/json; charset=utf-8",
        "attachment; filename=\"min-bok-2026-11-20.json\"",
    ),
    (
        "/min-bok/allt.html",
        "text/html; charset=utf-8",
        "attachment; filename=\"min-bok-2026-11-20.html\"",
    ),
];

const ASK: &str = "/api/rights/ask-for-correction";

#[tokio::test]
async fn the_file_is_ones_own_is_saved_and_is_kept_by_nobody_on_the_way() {
    let door = Door::open().await;
    let centre = door.world.centre("arbetsforum").await;
    let (who, other) = (
        door.world.enrolled(centre).await,
        door.world.enrolled(centre).await,
    );
    let cookie = door.session(who.actor()).await;
    for (path, media_type, disposition) in FILES {
        let answer = door.page(path, &cookie).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert_eq!(answer.header("content-type"), media_type);
        assert_eq!(answer.header("content-disposition"), disposition);
        assert!(answer.header("cache-control").contains("no-store"), "{path}");
        let name = |id: app::kernel::Actor| id.person().unwrap().to_string();
        if path.ends_with("json") {
            let book: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
            assert_eq!(
                book["tables"]["person"]["rows"][0]["person_id"],
                name(who.actor())
            );
        }
        assert!(!answer.body.contains(&name(other.actor())));
    }
}

#[tokio::test]
async fn nobody_is_led_to_the_way_in_and_everybody_else_finds_nothing() {
    let door = Door::open().await;
    let centre = door.world.centre("arbetsforum").await;
    let mut others = vec![door.session(Actor::Screen { centre }).await];
    for role in [
        Role::Reception,
        Role::Coach,
        Role::Recruiter,
        Role::TeamLeader,
        Role::Manager,
        Role::Specialist,
        Role::Steering,
    ] {
        let member = door.world.member(centre, role).await;
        others.push(door.session(member.actor()).await);
    }
    for (agency, role) in [
        ("soc-bergsjon", Role::CaseWorker),
        ("ideburen-verkstad", Role::Partner),
    ] {
        let outsider = door.world.outsider(agency, role).await;
        others.push(door.session(outsider.actor()).await);
    }
    for (path, ..) in FILES {
        let answer = door.page(path, "").await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert!(answer.header("location").starts_with("/logga-in?next="));
        for cookie in &others {
            let answer = door.page(path, cookie).await;
            assert_eq!(
                (answer.status, answer.body.as_str()),
                (StatusCode::NOT_FOUND, "\"not_found\""),
                "{path}"
            );
        }
    }
    let who = door.world.enrolled(centre).await;
    let cookie = door.session(who.actor()).await;
    for path in ["/min-bok/annat.json", "/min-bok/allt.JSON"] {
        assert_eq!(
            door.page(path, &cookie).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_correction_without_script_keeps_what_was_typed_and_lands_in_the_managers_list() {
    let door = Door::open().await;
    let centre = door.world.centre("arbetsforum").await;
    let who = door.world.enrolled(centre).await;
    let cookie = door.session(who.actor()).await;
    let key = door.world.key();
    let refused = door
        .post_from(
            "/rattelse",
            ASK,
            &cookie,
            &format!("key={key}&about=name&wrong=Fel+namn&should_be="),
            true,
        )
        .await;
    assert!(refused.status.is_redirection());
    let typed = refused
        .cookie("__Host-typed")
        .expect("what was typed is kept")
        .to_owned();
    let form = door
        .page("/rattelse", &format!("{cookie}; __Host-typed={typed}"))
        .await;
    assert!(form.body.contains(">Fel namn</textarea>"));
    let sent = door
        .post(
            ASK,
            &cookie,
            &format!("key={key}&about=name&wrong=Fel+namn&should_be=Amina"),
            true,
        )
        .await;
    assert_eq!(sent.header("location"), "/rattelse");
    assert!(
        door.page("/rattelse", &cookie)
            .await
            .body
            .contains("Väntar på svar")
    );

    let manager = door.world.member(centre, Role::Manager).await;
    let cookie = door.session(manager.actor()).await;
    let list = door.page("/rattelser", &cookie).await.body;
    let at = list.find("/rattelser?id=").unwrap();
    let link = &list[at..at + "/rattelser?id=".len() + 36];
    let form = door.page(link, &cookie).await.body;
    assert!(form.contains("name=\"given_name\"") && form.contains("Fel namn"));
    let id = &link["/rattelser?id=".len()..];
    let judged = door
        .post(
            "/api/rights/judge-correction",
            &cookie,
            &format!("correction={id}&accept=yes&answer=Klart&given_name=Amina&family_name=Prov"),
            true,
        )
        .await;
    assert_eq!(judged.header("location"), "/rattelser");
    let is = "select count(*) from person where given_name = 'Amina'";
    assert_eq!(door.world.count(is).await, 1);
}
