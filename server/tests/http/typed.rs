//! What was typed when the session had ended is given back once its author has signed in again: on its own page, and to
//! nobody else (decision 009).

use crate::door::{Answer, Door};
use app::kernel::policy::Role;
use axum::http::StatusCode;

const ADD: &str = "/api/booking/add-hours";
const CROSSED: &str = "staff=&weekday=1&from_time=09%3A00&to_time=08%3A07&valid_from=2026-11-23";
const TYPED: &str = "value=\"08:07\"";

/// The form of `/tider`, sent by its program or by a browser without script.
async fn sent(door: &Door, cookie: &str, page: bool) -> Answer {
    door.post_from("/tider", ADD, cookie, CROSSED, page).await
}

async fn end_sessions(door: &Door) {
    sqlx::query("update session set ended_at = now()")
        .execute(&door.world.db.owner)
        .await
        .unwrap();
}

#[tokio::test]
async fn it_comes_back_to_its_author_on_its_page_alone() {
    let door = Door::open().await;
    let here = door.world.centre("arbetsforum").await;
    let (author, other) = (
        door.world.member(here, Role::Coach).await,
        door.world.member(here, Role::Coach).await,
    );
    for page in [false, true] {
        let old = door.session(author.actor()).await;
        end_sessions(&door).await;
        let refused = sent(&door, &old, page).await;
        if page {
            assert!(refused.status.is_redirection());
        } else {
            assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
        }
        let kept = refused.cookie("__Host-typed").unwrap().to_owned();
        assert_eq!(door.world.count("select count(*) from free_hours").await, 0);

        let (mine, theirs) = (
            door.session(author.actor()).await,
            door.session(other.actor()).await,
        );
        let with = |session: &str| format!("{session}; __Host-typed={kept}");
        assert!(door.page("/tider", &with(&mine)).await.body.contains(TYPED));
        let not_theirs = door.page("/tider", &with(&theirs)).await;
        assert!(not_theirs.status.is_success() && !not_theirs.body.contains("08:07"));
        // Signing in, with a wrong PIN first, takes nothing of it away.
        let waits = format!("__Host-typed={kept}");
        let wrong = "card=1040713&pin=0000&next=%2Ftider";
        let wrong = door
            .post("/api/identity/sign-in-with-card", &waits, wrong, true)
            .await;
        assert_eq!(wrong.cookie("__Host-typed"), None);
        // Another page of the same author has none of it.
        let elsewhere = door.page("/coach", &with(&mine)).await;
        assert!(elsewhere.status.is_success() && !elsewhere.body.contains("08:07"));
        // Stored, it is forgotten.
        let right = CROSSED.replace("08%3A07", "10%3A00");
        let stored = door.post_from("/tider", ADD, &with(&mine), &right, true).await;
        assert_eq!(stored.cookie("__Host-typed"), Some(""));
        sqlx::query("delete from free_hours")
            .execute(&door.world.db.owner)
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn of_nobody_known_nothing_is_kept_for_long() {
    let door = Door::open().await;
    let strange = format!("__Host-session={}", "x".repeat(43));
    for cookie in ["", strange.as_str()] {
        // A program keeps its own fields; a browser without script has two minutes, as after any refusal.
        assert_eq!(sent(&door, cookie, false).await.cookie("__Host-typed"), None);
        let kept = sent(&door, cookie, true).await;
        let set = kept.headers.get_all("set-cookie").iter();
        let ages: Vec<_> = set
            .filter_map(|v| v.to_str().ok())
            .filter(|v| v.starts_with("__Host-typed"))
            .collect();
        assert!(ages.iter().all(|set| set.contains("Max-Age=120")), "{ages:?}");
    }
}
