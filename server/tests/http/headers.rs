//! Headers, origins, methods, health.

use crate::door::Door;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};

#[tokio::test]
async fn a_page_keeps_to_itself() {
    let door = Door::open().await;
    let page = door.page("/logga-in", "").await;
    assert_eq!(page.status, StatusCode::OK);
    let policy = page.header("content-security-policy");
    let nonce = policy
        .split("'nonce-")
        .nth(1)
        .and_then(|rest| rest.split('\'').next())
        .unwrap();
    assert!(nonce.len() >= 22, "128 bits: {nonce}");
    let scripts = page.body.matches("<script").count();
    let ours = page.body.matches(&format!("nonce=\"{nonce}\"")).count();
    assert!(
        scripts > 0 && scripts == ours,
        "{scripts} scripts, {ours} with the nonce of the header"
    );
    assert!(
        !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"),
        "{policy}"
    );
    assert!(policy.contains("frame-ancestors 'none'") && policy.contains("default-src 'none'"));
    assert!(
        !page.body.contains(" style=\""),
        "an inline style would be refused"
    );
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cache-control", "no-store"),
    ] {
        assert_eq!(page.header(name), value, "{name}");
    }
    assert!(!page.header("x-request-id").is_empty());
    assert_eq!(
        page.header("strict-transport-security"),
        "",
        "only where people reach us by https"
    );
    let again = door.page("/logga-in", "").await;
    assert!(!again.body.contains(nonce), "a nonce is used once");
}

#[tokio::test]
async fn another_site_changes_nothing_here() {
    let door = Door::open().await;
    for (name, value) in [
        ("origin", "https://elsewhere.example"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        let post = Request::post("/api/identity/choose-language")
            .header(name, value)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from("lang=en"))
            .unwrap();
        let answer = door.ask(post).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name}: {value}");
        assert!(answer.cookie("__Host-lang").is_none());
    }
}

#[tokio::test]
async fn other_methods_are_refused_everywhere() {
    let door = Door::open().await;
    for method in [
        Method::PUT,
        Method::DELETE,
        Method::PATCH,
        Method::OPTIONS,
        Method::TRACE,
    ] {
        for path in ["/idag", "/api/attendance/check-in", "/pkg/x.js"] {
            let request = Request::builder()
                .method(&method)
                .uri(path)
                .body(Body::empty())
                .unwrap();
            assert_eq!(
                door.ask(request).await.status,
                StatusCode::METHOD_NOT_ALLOWED,
                "{method} {path}"
            );
        }
    }
}

#[tokio::test]
async fn a_get_never_changes_anything() {
    let door = Door::open().await;
    for path in [
        "/api/attendance/check-in",
        "/api/identity/sign-out",
        "/api/plan/add-activity",
    ] {
        let answer = door.page(path, "").await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
    }
}

#[tokio::test]
async fn health_says_whether_it_lives_and_whether_it_can_answer() {
    let door = Door::open().await;
    assert_eq!(door.page("/livez", "").await.status, StatusCode::OK);
    assert_eq!(door.page("/readyz", "").await.status, StatusCode::OK);
    door.world.state.pool.close().await;
    assert_eq!(door.page("/livez", "").await.status, StatusCode::OK);
    assert_eq!(
        door.page("/readyz", "").await.status,
        StatusCode::SERVICE_UNAVAILABLE
    );
}

#[tokio::test]
async fn without_a_database_nobody_is_told_that_they_are_signed_out() {
    let door = Door::open().await;
    let centre = door.world.centre("arbetsforum").await;
    let who = door.world.enrolled(centre).await;
    let cookie = door.session(who.actor()).await;
    door.world.state.pool.close().await;
    let page = door.page("/idag", &cookie).await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(page.header("retry-after"), "2");
    assert!(page.body.contains("Inget sparades"));
    let press = door
        .post("/api/attendance/check-in", &cookie, "key=x&code=123456", false)
        .await;
    assert_eq!(
        (press.status, press.body.as_str()),
        (StatusCode::SERVICE_UNAVAILABLE, "\"unavailable\"")
    );
}

#[tokio::test]
async fn what_is_too_large_is_not_read() {
    let door = Door::open().await;
    let huge = format!("card={}", "1".repeat(200_000));
    let answer = door
        .post("/api/identity/sign-in-with-card", "", &huge, false)
        .await;
    assert!(answer.status.is_client_error(), "{}", answer.status);
}

#[tokio::test]
async fn a_page_that_is_not_there_is_a_page_with_404() {
    let door = Door::open().await;
    for path in [
        "/finns-inte",
        "/finns/inte.html",
        "/pkg/../../Cargo.toml",
        "/%2e%2e/Cargo.toml",
    ] {
        let answer = door.page(path, "").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(!answer.body.contains("[workspace]"), "{path}");
    }
}
