//! Every page and every server function, asked as everybody: what is not written down here fails.

use crate::door::Door;
use app::kernel::Actor;
use app::kernel::policy::Role;
use app::routes::PAGES;
use axum::http::{Method, StatusCode};
use std::collections::BTreeSet;

/// Those who may, of everybody there is; the letters stand for nobody, participant, screen, and the roles
/// reception, coach, recruiter, team leader, manager, specialist, case worker, partner, steering group.
const EVERYBODY: &str = "npsRCUTMSWPG";

const MAY_OPEN: [(&str, &str); 16] = [
    ("/", "npsRCUTMSWPG"),
    ("/logga-in", "npsRCUTMSWPG"),
    ("/personal", "npsRCUTMSWPG"),
    ("/idag", "p"),
    ("/mer", "p"),
    ("/min-plan", "p"),
    ("/checka-in", "p"),
    ("/start", "RCUTMSWPG"),
    ("/coach", "CT"),
    ("/skarm", "sRTM"),
    ("/konton", "M"),
    ("/konton/ny", "M"),
    ("/konton/:id", ""),
    ("/deltagare/:id/medarbetare", ""),
    ("/relationer", "RCUTMS"),
    ("/valkommen/:token", "npsRCUTMSWPG"),
];

const MAY_CALL: [(&str, &str, &str); 37] = [
    ("POST", "/api/accounts/accept-invitation", "npsRCUTMSWPG"),
    ("POST", "/api/accounts/add-colleague", "TM"),
    ("POST", "/api/accounts/add-role", "M"),
    ("POST", "/api/accounts/change", "M"),
    ("POST", "/api/accounts/change-coach", "TM"),
    ("GET", "/api/accounts/colleagues", "TM"),
    ("POST", "/api/accounts/cover", "TM"),
    ("POST", "/api/accounts/create", "M"),
    ("POST", "/api/accounts/deactivate", "M"),
    ("POST", "/api/accounts/declare-relation", "RCUTMS"),
    ("POST", "/api/accounts/end-assignment", "TM"),
    ("POST", "/api/accounts/end-invitation", "M"),
    ("POST", "/api/accounts/end-relation", "M"),
    ("POST", "/api/accounts/end-role", "M"),
    ("POST", "/api/accounts/invite", "M"),
    ("GET", "/api/accounts/list", "M"),
    ("GET", "/api/accounts/new-form", "M"),
    ("GET", "/api/accounts/one", "M"),
    ("POST", "/api/accounts/reactivate", "M"),
    ("GET", "/api/accounts/relations", "RCUTMS"),
    ("GET", "/api/accounts/welcome", "npsRCUTMSWPG"),
    ("GET", "/api/attendance/before-check-in", "p"),
    ("POST", "/api/attendance/check-in", "p"),
    ("GET", "/api/attendance/screen-code", "sRTM"),
    ("POST", "/api/attendance/start-screen", "RTM"),
    ("POST", "/api/identity/choose-language", "npsRCUTMSWPG"),
    ("POST", "/api/identity/sign-in-with-card", "npsRCUTMSWPG"),
    ("POST", "/api/identity/sign-in-with-password", "npsRCUTMSWPG"),
    ("POST", "/api/identity/sign-out", "npsRCUTMSWPG"),
    ("GET", "/api/identity/staff-start", "RCUTMSWPG"),
    ("POST", "/api/plan/add-activity", "p"),
    ("GET", "/api/plan/my-plan", "p"),
    ("POST", "/api/plan/set-activity-status", "p"),
    ("POST", "/api/plan/write-goal", "p"),
    ("GET", "/api/portfolio/my-participants", "CT"),
    ("GET", "/api/today/my-card", "p"),
    ("GET", "/api/today/today", "p"),
];

/// The id of nobody.
const STRANGER: &str = "01990000-0000-7000-8000-000000000000";

async fn actor(door: &Door, letter: char) -> Option<Actor> {
    let centre = door.world.centre("arbetsforum").await;
    let role = match letter {
        'n' => return None,
        'p' => return Some(door.world.enrolled(centre).await.actor()),
        's' => return Some(Actor::Screen { centre }),
        'R' => Role::Reception,
        'C' => Role::Coach,
        'U' => Role::Recruiter,
        'T' => Role::TeamLeader,
        'M' => Role::Manager,
        'S' => Role::Specialist,
        'W' => {
            return Some(
                door.world
                    .outsider("soc-bergsjon", Role::CaseWorker)
                    .await
                    .actor(),
            );
        }
        'P' => {
            return Some(
                door.world
                    .outsider("ideburen-verkstad", Role::Partner)
                    .await
                    .actor(),
            );
        }
        'G' => Role::Steering,
        other => panic!("nobody is called {other}"),
    };
    Some(door.world.member(centre, role).await.actor())
}

async fn cookie(door: &Door, letter: char) -> String {
    match actor(door, letter).await {
        Some(actor) => door.session(actor).await,
        None => String::new(),
    }
}

#[tokio::test]
async fn every_page_as_everybody() {
    let door = Door::open().await;
    let listed: BTreeSet<&str> = MAY_OPEN.iter().map(|(path, _)| *path).collect();
    assert_eq!(
        listed,
        PAGES.into_iter().collect(),
        "a page without an entry, or an entry without a page"
    );
    let routed: BTreeSet<String> = leptos_axum::generate_route_list(app::App)
        .iter()
        // The router writes a part that stands for anything as axum reads it.
        .map(|r| r.path().replace('{', ":").replace('}', ""))
        .collect();
    assert_eq!(
        routed,
        PAGES.into_iter().map(str::to_owned).collect(),
        "a route that PAGES does not name"
    );

    for letter in EVERYBODY.chars() {
        let cookie = cookie(&door, letter).await;
        for (path, may) in MAY_OPEN {
            // Where a page is about somebody, this is about a stranger: whoever may of no person gets no further.
            let asked = path.replace(":id", STRANGER);
            let answer = door.page(&asked, &cookie).await;
            let expected = match (path, may.contains(letter), letter) {
                ("/", ..) => StatusCode::FOUND,
                (_, true, _) => StatusCode::OK,
                (_, false, 'n') => StatusCode::SEE_OTHER,
                (_, false, _) => StatusCode::NOT_FOUND,
            };
            assert_eq!(answer.status, expected, "{path} as {letter}");
        }
    }
}

#[tokio::test]
async fn every_server_function_as_everybody() {
    let door = Door::open().await;
    let there: BTreeSet<(String, String)> = leptos::server_fn::axum::server_fn_paths()
        .map(|(path, method): (&str, Method)| (method.to_string(), path.to_owned()))
        .collect();
    let listed: BTreeSet<(String, String)> = MAY_CALL
        .iter()
        .map(|(m, p, _)| ((*m).to_owned(), (*p).to_owned()))
        .collect();
    assert_eq!(
        there, listed,
        "a server function without an entry, or an entry without one"
    );

    for letter in EVERYBODY.chars() {
        for (method, path, may) in MAY_CALL {
            // A session each: some of these end it.
            let cookie = cookie(&door, letter).await;
            let answer = if method == "GET" {
                let request = axum::http::Request::get(path)
                    .header("accept", "application/json")
                    .header("cookie", &cookie)
                    .body(axum::body::Body::empty())
                    .unwrap();
                door.ask(request).await
            } else {
                // Enough to be read by each of them; what it says is refused further in.
                let form = "lang=sv&activity=x&from=idea&to=done&revision=1&key=x&code=1&card=&name=";
                door.post(path, &cookie, form, false).await
            };
            let (status, body) = (answer.status.as_u16(), answer.body.as_str());
            let outside = body == "\"not_signed_in\"" || body == "\"not_found\"";
            if may.contains(letter) {
                assert!(!outside && status < 500, "{path} as {letter}: {status} {body}");
            } else if letter == 'n' {
                assert_eq!((status, body), (401, "\"not_signed_in\""), "{path}");
            } else {
                assert_eq!((status, body), (404, "\"not_found\""), "{path} as {letter}");
            }
        }
    }
}

#[tokio::test]
async fn a_denial_is_remembered_and_a_read_of_others_too() {
    let door = Door::open().await;
    let specialist = cookie(&door, 'S').await;
    door.page("/coach", &specialist).await;
    let denied = "select count(*) from access_log where not permitted and action = 'read_portfolio' and reason = 'role_without'";
    assert_eq!(door.world.count(denied).await, 1);

    let centre = door.world.centre("arbetsforum").await;
    let who = door.world.person().await;
    let enrolment = door.world.enrol(who, centre, "2026-11-01".parse().unwrap()).await;
    let coach = door.world.member(centre, Role::Coach).await;
    door.world.assign(who, enrolment, coach).await;
    let cookie = door.session(coach.actor()).await;
    let page = door.page("/coach", &cookie).await;
    assert!(page.body.contains("Person"), "{}", page.status);
    let read = "select count(*) from access_log where permitted and action = 'read_portfolio' and cardinality(person_ids) = 1";
    assert_eq!(door.world.count(read).await, 1);
}
