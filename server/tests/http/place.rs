//! A page belongs to the place that its reader worked at: after a switch in another window it reads and does nothing at
//! the other (decision 028).

use crate::door::Door;
use crate::world::Member;
use app::kernel::policy::Role;
use axum::body::Body;
use axum::http::{Request, StatusCode};

/// Sessions of one coach at two centres, and the ids of the two.
async fn at_two(door: &Door) -> [(String, String); 2] {
    let (a, b) = (
        door.world.centre("kompetenscenter-oster").await,
        door.world.centre("kompetenscenter-angered").await,
    );
    let coach = door.world.member(a, Role::Coach).await;
    sqlx::query(
        "insert into staff_role (staff_role_id, staff_id, centre_id, role, valid_from)
         values (gen_random_uuid(), $1, $2, 'coach', '2026-11-01')",
    )
    .bind(coach.id.as_uuid())
    .bind(b.as_uuid())
    .execute(&door.world.db.owner)
    .await
    .unwrap();
    let there = Member {
        centre: Some(b),
        ..coach
    };
    [
        (door.session(coach.actor()).await, a.to_string()),
        (door.session(there.actor()).await, b.to_string()),
    ]
}

async fn hours(door: &Door) -> i64 {
    door.world.count("select count(*) from free_hours").await
}

const ADD: &str = "/api/booking/add-hours";
const HOURS: &str = "staff=&weekday=1&from_time=09%3A00&to_time=10%3A00&valid_from=2026-11-23";

#[tokio::test]
async fn a_form_of_one_centre_writes_nothing_at_the_other() {
    let door = Door::open().await;
    let [(at_a, a), (at_b, b)] = at_two(&door).await;
    // The page names its centre where the program finds it, and in every form.
    let page = door.page("/tider", &at_a).await.body;
    assert!(page.contains(&format!("data-place=\"{a}\"")) && page.contains("x-arbetsforum-place"));
    let form = format!("{ADD}?place={a}");
    assert!(page.contains(&format!("action=\"{form}\"")), "{page}");
    assert!(!page.contains("action=\"/api/booking/add-hours\"") && !page.contains(&b));

    // Switched meanwhile: a browser is told on a page, a program in a word, and nothing is written anywhere.
    let told = door.post(&form, &at_b, HOURS, true).await;
    assert_eq!(told.status, StatusCode::CONFLICT);
    assert!(told.body.contains("Du har bytt plats") && told.body.contains("href=\"/\""));
    let program = |cookie: String, place: String| {
        let request = Request::post(ADD)
            .header("accept", "application/json")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("cookie", cookie)
            .header("x-arbetsforum-place", place)
            .body(Body::from(HOURS))
            .unwrap();
        door.ask(request)
    };
    let told = program(at_b.clone(), a.clone()).await;
    assert_eq!(
        (told.status, told.body.as_str()),
        (StatusCode::CONFLICT, "\"other_place\"")
    );
    assert_eq!(
        program(at_b.clone(), "nonsense".into()).await.status,
        StatusCode::CONFLICT
    );
    assert_eq!(hours(&door).await, 0);
    // The same at the centre that the page is of.
    assert!(program(at_b.clone(), b.clone()).await.status.is_success());
    assert!(door.post(&form, &at_a, HOURS, true).await.status.is_redirection());
    assert_eq!(hours(&door).await, 2);
}

#[tokio::test]
async fn an_open_page_reads_nothing_of_the_other_centre_either() {
    let door = Door::open().await;
    let [(_, a), (at_b, b)] = at_two(&door).await;
    let read = |place: String| {
        let request = Request::get("/api/portfolio/my-participants?search=&order=name&page=1")
            .header("accept", "application/json")
            .header("cookie", at_b.clone())
            .header("x-arbetsforum-place", place)
            .body(Body::empty())
            .unwrap();
        door.ask(request)
    };
    assert_eq!(read(a).await.status, StatusCode::CONFLICT);
    assert_eq!(read(b).await.status, StatusCode::OK);
}

#[tokio::test]
async fn signing_out_the_language_and_the_switch_itself_are_of_no_place() {
    let door = Door::open().await;
    let [(at_a, a), (at_b, b)] = at_two(&door).await;
    let from_a = |what: &str| format!("/api/identity/{what}?place={a}");
    let language = door
        .post(&from_a("choose-language"), &at_b, "lang=en&next=%2Ftider", true)
        .await;
    assert!(language.status.is_redirection());
    let role: uuid::Uuid =
        sqlx::query_scalar("select staff_role_id from staff_role where centre_id = $1::uuid")
            .bind(a.parse::<uuid::Uuid>().unwrap())
            .fetch_one(&door.world.db.owner)
            .await
            .unwrap();
    let switched = door
        .post(&from_a("switch-role"), &at_b, &format!("role={role}"), true)
        .await;
    assert_eq!(switched.header("location"), "/coach");
    let cookie = format!("__Host-session={}", switched.cookie("__Host-session").unwrap());
    let page = door.page("/coach", &cookie).await.body;
    assert!(page.contains(&format!("data-place=\"{a}\"")) && !page.contains(&b));
    // The session before the switch is over.
    assert_eq!(door.page("/coach", &at_b).await.status, StatusCode::SEE_OTHER);
    let out = door
        .post(&format!("/api/identity/sign-out?place={b}"), &at_a, "", true)
        .await;
    assert!(out.status.is_redirection());
    assert_eq!(door.page("/coach", &at_a).await.status, StatusCode::SEE_OTHER);
    // Somebody who is signed out hears that, and nothing of places.
    let told = door.post(ADD, &at_a, HOURS, false).await;
    assert_eq!(told.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_participants_page_is_of_no_place_and_refuses_what_comes_from_one() {
    let door = Door::open().await;
    let [(_, a), _] = at_two(&door).await;
    let centre = door.world.centre("arbetsforum").await;
    let who = door.world.enrolled(centre).await;
    let cookie = door.session(who.actor()).await;
    let page = door.page("/min-plan", &cookie).await.body;
    assert!(
        !page.contains("data-place") && !page.contains("?place=") && !page.contains("x-arbetsforum-place")
    );
    assert_eq!(
        door.post(&format!("/api/plan/write?place={a}"), &cookie, "", false)
            .await
            .status,
        StatusCode::CONFLICT
    );
}
