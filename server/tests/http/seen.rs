//! Who has seen me and the manager's page as a browser without script has them.

use crate::door::Door;
use app::kernel::policy::Role;
use axum::body::Body;
use axum::http::{Request, StatusCode};

#[tokio::test]
async fn a_read_is_told_asked_about_and_answered_without_script() {
    let door = Door::open().await;
    let centre = door.world.centre("arbetsforum").await;
    let who = door.world.person().await;
    let enrolment = door.world.enrol(who, centre, "2026-11-01".parse().unwrap()).await;
    let coach = door.world.member(centre, Role::Coach).await;
    door.world.assign(who, enrolment, coach).await;
    let theirs = door.session(who.actor()).await;
    let empty = door.page("/vem-har-sett", &theirs).await;
    assert_eq!(empty.status, StatusCode::OK);
    assert!(empty.body.contains("Ingen har läst om dig den här månaden."));

    let desk = door.session(coach.actor()).await;
    door.page("/coach", &desk).await;
    let page = door.page("/vem-har-sett", &theirs).await.body;
    assert!(
        page.contains(", din coach, såg ditt namn och dina bokade tider i sin lista."),
        "{page}"
    );
    let entry: String = page
        .split("fraga=")
        .nth(1)
        .unwrap()
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    let form = door
        .page(&format!("/vem-har-sett?manad=2026-11&fraga={entry}"), &theirs)
        .await
        .body;
    assert!(form.contains("name=\"words\""), "the form stands at the entry");
    assert_eq!(form.matches("id=\"words\"").count(), 1);

    // Too long: nothing stored, and what was typed comes back.
    let long = format!("entry={entry}&month=2026-11&words={}", "x".repeat(1001));
    let refused = door.post("/api/access_log/ask", &theirs, &long, true).await;
    assert_eq!(refused.status, StatusCode::FOUND);
    assert!(refused.cookie("__Host-typed").is_some() || refused.header("set-cookie").contains("typed"));
    let words = format!("entry={entry}&month=2026-11&words=%3Cb%3EVarf%C3%B6r%3F%3C%2Fb%3E");
    for _ in 0..2 {
        let asked = door.post("/api/access_log/ask", &theirs, &words, true).await;
        assert_eq!(asked.status, StatusCode::FOUND);
        assert_eq!(asked.header("location"), "/vem-har-sett?manad=2026-11");
    }
    assert_eq!(door.world.count("select count(*) from access_question").await, 1);
    let page = door.page("/vem-har-sett", &theirs).await.body;
    assert!(page.contains("Frågad") && page.contains("Varför?"), "{page}");
    assert!(!page.contains("<b>Varför"), "markup is text");

    let manager = door.world.member(centre, Role::Manager).await;
    let office = door.session(manager.actor()).await;
    let drift = door.page("/drift?tid=7d", &office).await;
    assert_eq!(drift.status, StatusCode::OK);
    assert!(
        drift
            .body
            .contains("din coach, såg ditt namn och dina bokade tider i sin lista."),
        "{}",
        drift.body
    );
    let question: String = drift
        .body
        .split("svara=")
        .nth(1)
        .unwrap()
        .chars()
        .take_while(|c| c.is_ascii_hexdigit() || *c == '-')
        .collect();
    let answer = format!("question={question}&span=week&answer=Ni+hade+samtal.");
    let answered = door.post("/api/access_log/answer", &office, &answer, true).await;
    assert_eq!(answered.header("location"), "/drift?tid=7d");
    let page = door.page("/vem-har-sett", &theirs).await.body;
    assert!(
        page.contains("Ni hade samtal.") && page.contains("Jag har läst svaret"),
        "{page}"
    );
    let read = door
        .post("/api/access_log/have-read", &theirs, "month=2026-11", true)
        .await;
    assert_eq!(read.status, StatusCode::FOUND);
    assert!(
        !door
            .page("/vem-har-sett", &theirs)
            .await
            .body
            .contains("Jag har läst svaret")
    );
    let counts = Request::get("/api/access_log/waiting-counts")
        .header("accept", "application/json")
        .header("cookie", &office)
        .body(Body::empty())
        .unwrap();
    let counts = door.ask(counts).await;
    assert_eq!(counts.body, r#"{"questions":0,"overrides":0,"openings":0}"#);
}
