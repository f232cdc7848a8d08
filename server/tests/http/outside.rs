//! Case worker, partner and steering group through the door: what they reach, and that there is nothing else (C3, A3).

use crate::consented::{consent, partner_of, step, withdraw};
use crate::door::{Answer, Door};
use app::kernel::policy::Role;
use axum::http::{Method, StatusCode};

const SOC: &str = "soc-bergsjon";
const NOBODY: &str = "01990000-0000-7000-8000-000000000000";

/// An answer without what is new in every answer: the nonce, and the id that was asked for.
fn plain(answer: &Answer, asked: &str) -> String {
    let mut body = answer.body.replace(asked, "ID");
    while let Some(at) = body.find("nonce=\"") {
        let end = body[at + 7..].find('"').map_or(body.len(), |n| at + 7 + n + 1);
        body.replace_range(at..end, "");
    }
    body
}

/// A GET of a program.
async fn data_of(door: &Door, path: &str, cookie: &str) -> Answer {
    let request = axum::http::Request::get(path)
        .header("accept", "application/json")
        .header("cookie", cookie)
        .body(axum::body::Body::empty())
        .unwrap();
    door.ask(request).await
}

#[tokio::test]
async fn without_a_consent_the_answer_is_that_of_nobody_to_the_byte() {
    let door = Door::open().await;
    let centre = door.world.centre("arbetsforum").await;
    let who = door.world.enrolled(centre).await;
    consent(&door.world, who, centre, "soc-kortedala", "enrolment").await;
    let former = door.world.person().await;
    let worker = door.world.outsider(SOC, Role::CaseWorker).await;
    let cookie = door.session(worker.actor()).await;
    let mut pages = Vec::new();
    let mut data = Vec::new();
    for id in [NOBODY.to_owned(), who.id.to_string(), former.id.to_string()] {
        let page = door.page(&format!("/myndighet/{id}"), &cookie).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        pages.push(plain(&page, &id));
        let path = format!("/api/agency/person?id={id}");
        let answer = data_of(&door, &path, &cookie).await;
        let mut headers: Vec<String> = answer
            .headers
            .iter()
            .filter(|(name, _)| !["x-request-id", "date", "content-security-policy"].contains(&name.as_str()))
            .map(|(name, value)| format!("{name}: {value:?}"))
            .collect();
        headers.sort();
        data.push((answer.status, answer.body, headers));
    }
    assert_eq!(data[0].0, StatusCode::NOT_FOUND);
    assert!(pages.iter().all(|p| *p == pages[0]), "{pages:#?}");
    assert!(data.iter().all(|d| *d == data[0]), "{data:#?}");
}

#[tokio::test]
async fn withdrawn_while_the_page_is_open_the_next_request_finds_nobody() {
    let door = Door::open().await;
    let centre = door.world.centre("arbetsforum").await;
    let who = door.world.enrolled(centre).await;
    let given = consent(&door.world, who, centre, SOC, "enrolment").await;
    let worker = door.world.outsider(SOC, Role::CaseWorker).await;
    let cookie = door.session(worker.actor()).await;
    let path = format!("/myndighet/{}", who.id);
    let page = door.page(&path, &cookie).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Person"), "the name is there");
    assert!(
        page.body.contains("data-closed=\"no_consent\""),
        "and what is closed says so"
    );
    withdraw(&door.world, given).await;
    let page = door.page(&path, &cookie).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(!page.body.contains("Prov"), "no name any more");
}

#[tokio::test]
async fn the_centres_own_people_do_not_come_the_agencies_way() {
    let door = Door::open().await;
    let centre = door.world.centre("arbetsforum").await;
    let who = door.world.enrolled(centre).await;
    for role in [
        Role::Reception,
        Role::Coach,
        Role::TeamLeader,
        Role::Manager,
        Role::Steering,
    ] {
        let member = door.world.member(centre, role).await;
        let cookie = door.session(member.actor()).await;
        let page = door.page(&format!("/myndighet/{}", who.id), &cookie).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{role:?}");
    }
    let own = door.session(who.actor()).await;
    let page = door.page(&format!("/myndighet/{}", who.id), &own).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
}

/// A3: whatever the person has consented to, no function answers an agency about attendance.
#[tokio::test]
async fn no_function_answers_an_agency_about_attendance() {
    let door = Door::open().await;
    let centre = door.world.centre("arbetsforum").await;
    let who = door.world.person().await;
    let enrolment = door.world.enrol(who, centre, "2026-11-01".parse().unwrap()).await;
    for category in ["enrolment", "contact", "plan", "outcome", "review"] {
        consent(&door.world, who, centre, SOC, category).await;
    }
    let worker = door.world.outsider(SOC, Role::CaseWorker).await;
    let partner = door.world.outsider("ideburen-verkstad", Role::Partner).await;
    partner_of(&door.world, who, enrolment, centre, partner).await;
    step(&door.world, who, "Snickra", Some(partner)).await;
    sqlx::query(
        "insert into attendance (attendance_id, enrolment_id, person_id, centre_id, day, attended_at, recorded_at, method,
                                 idempotency_key, request_hash)
         select gen_random_uuid(), enrolment_id, person_id, centre_id, '2026-11-18', '2026-11-18 06:41:37+00',
                '2026-11-18 06:41:37+00', 'code_link', gen_random_uuid(), sha256('x') from enrolment",
    )
    .execute(&door.world.db.owner)
    .await
    .unwrap();
    for member in [worker, partner] {
        let cookie = door.session(member.actor()).await;
        for (path, method) in leptos::server_fn::axum::server_fn_paths() {
            let method: Method = method;
            let said = if method == Method::GET {
                let asked = format!("{path}?id={0}&person={0}&search=&page=1", who.id);
                data_of(&door, &asked, &cookie).await
            } else if path.contains("attendance") {
                door.post(path, &cookie, &format!("person={}&id={}", who.id, who.id), false)
                    .await
            } else {
                continue;
            };
            if path.contains("attendance") {
                assert_eq!(said.status, StatusCode::NOT_FOUND, "{path} as {:?}", member.role);
            }
            for trace in ["07.41", "07:41", "06:41", "18 november", "2026-11-18", "attended"] {
                assert!(
                    !said.body.contains(trace),
                    "{path} as {:?}: {}",
                    member.role,
                    said.body
                );
            }
        }
        let record = data_of(&door, &format!("/api/agency/person?id={}", who.id), &cookie).await;
        assert!(
            record.body.contains("Person"),
            "the record is open: {}",
            record.body
        );
        let page = door.page(&format!("/myndighet/{}", who.id), &cookie).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.body.contains("18 november") && !page.body.to_lowercase().contains("närvaro"));
    }
}

#[tokio::test]
async fn each_begins_on_their_own_page() {
    let door = Door::open().await;
    let centre = door.world.centre("arbetsforum").await;
    let worker = door.world.outsider(SOC, Role::CaseWorker).await.actor();
    let partner = door
        .world
        .outsider("ideburen-verkstad", Role::Partner)
        .await
        .actor();
    let steering = door.world.member(centre, Role::Steering).await.actor();
    for (actor, home) in [
        (worker, "/myndighet"),
        (partner, "/myndighet"),
        (steering, "/siffror"),
    ] {
        let cookie = door.session(actor).await;
        let root = door.page("/", &cookie).await;
        assert_eq!(root.header("location"), home);
        assert_eq!(door.page(home, &cookie).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn the_file_of_figures_is_for_those_who_read_figures() {
    let door = Door::open().await;
    let centre = door.world.centre("arbetsforum").await;
    let path = "/siffror.csv?per=2026-10-31&utifran=2026-11-20&sma=ja";
    let member = async |role: Role| door.session(door.world.member(centre, role).await.actor()).await;
    let steering = door.page(path, &member(Role::Steering).await).await;
    assert_eq!(steering.status, StatusCode::OK);
    assert_eq!(steering.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(
        steering.header("content-disposition"),
        "attachment; filename=\"siffror-2026-10-31.csv\""
    );
    let manager = door.page(path, &member(Role::Manager).await).await;
    assert!(manager.header("content-disposition").contains("sma-tal"));
    let worker = door
        .session(door.world.outsider(SOC, Role::CaseWorker).await.actor())
        .await;
    assert_eq!(door.page(path, &worker).await.status, StatusCode::NOT_FOUND);
    let who = door.session(door.world.enrolled(centre).await.actor()).await;
    assert_eq!(door.page(path, &who).await.status, StatusCode::NOT_FOUND);
    assert_eq!(door.page(path, "").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_participant_publishes_and_revokes_without_script() {
    let door = Door::open().await;
    let centre = door.world.centre("arbetsforum").await;
    let who = door.world.enrolled(centre).await;
    for category in ["enrolment", "plan"] {
        consent(&door.world, who, centre, SOC, category).await;
    }
    step(&door.world, who, "Ring lagret", None).await;
    let cookie = door.session(who.actor()).await;
    let path = format!("/min-plan/dela/{SOC}");
    let page = door.page(&path, &cookie).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Ring lagret") && page.body.contains("Det här ser de"));
    let field = |name: &str| {
        let from = page.body.find(&format!("name=\"{name}\" value=\"")).unwrap() + name.len() + 15;
        page.body[from..].split('"').next().unwrap().to_owned()
    };
    let form = format!(
        "key={}&agency={SOC}&hash={}&words=Hej",
        field("key"),
        field("hash")
    );
    let answer = door.post("/api/plan/publish", &cookie, &form, true).await;
    assert!(answer.status.is_redirection(), "{}", answer.status);
    assert_eq!(answer.header("location"), path);
    let plan = door.page("/min-plan", &cookie).await;
    assert!(plan.body.contains("Det du har delat:"), "who reads is told");
    let answer = door
        .post("/api/plan/stop-sharing", &cookie, &format!("agency={SOC}"), true)
        .await;
    assert_eq!(answer.header("location"), path);
    let plan = door.page("/min-plan", &cookie).await;
    assert!(!plan.body.contains("Det du har delat:"));
}
