//! Accounts over HTTP: the first manager's way in, the link that is shown once, and what the end of an account ends.

use crate::browser::{Browser, set_up_as};
use crate::door::Door;
use crate::world::Member;
use app::kernel::live::Live;
use app::kernel::policy::Role;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use domain::clock::{Clock, SeededRandom};
use domain::ids::StaffId;
use futures::StreamExt;
use server::cli::FirstManager;
use server::live::Stopping;
use server::router::{Ways, router};
use server::serve::{Failure, first_manager};
use std::time::Duration;
use tower::ServiceExt;

const URL: &str = "http://127.0.0.1:3000";

fn kerstin(centre: &str, employer: &str) -> FirstManager {
    FirstManager {
        centre: centre.to_owned(),
        given: "Kerstin".to_owned(),
        family: "Wallgren".to_owned(),
        employer: employer.to_owned(),
    }
}

async fn make_first(door: &Door, who: &FirstManager) -> Result<String, Failure> {
    let clock: &dyn Clock = &*door.world.clock;
    first_manager(&door.world.db.options, URL, who, clock).await
}

#[tokio::test]
async fn the_first_manager_comes_from_the_command_line_and_the_link_works_once() {
    let door = Door::open().await;
    let who = kerstin("arbetsforum", "soc-bergsjon");
    let lost = make_first(&door, &who).await.unwrap();
    // The link was lost: another run makes another, and the lost one is worth nothing.
    let link = make_first(&door, &who).await.unwrap();
    let path = link.strip_prefix(URL).unwrap();
    let token = path.strip_prefix("/valkommen/").unwrap();
    assert_eq!(token.len(), 43);
    let page = door.page(lost.strip_prefix(URL).unwrap(), "").await;
    assert!(
        page.body.contains("Inbjudan gäller inte längre"),
        "{}",
        page.status
    );
    let page = door.page(path, "").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Välkommen, Kerstin") && page.body.contains("kerstin.wallgren"));

    let form =
        format!("token={token}&user_name=kerstin.wallgren&new_password=fika-karta-sol&repeat=fika-karta-sol");
    let answer = door
        .post("/api/accounts/accept-invitation", "", &form, true)
        .await;
    assert!(answer.status.is_redirection(), "{}", answer.status);
    assert_eq!(answer.header("location"), "/personal");
    let again = door
        .post("/api/accounts/accept-invitation", "", &form, false)
        .await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.body.contains("invitation_gone"), "{}", again.body);
    assert!(
        door.page(path, "")
            .await
            .body
            .contains("Inbjudan gäller inte längre")
    );

    let form = "name=kerstin.wallgren&password=fika-karta-sol";
    let signed_in = door
        .post("/api/identity/sign-in-with-password", "", form, true)
        .await;
    // A password is one proof of two: an app is set up first.
    assert_eq!(signed_in.header("location"), "/personal/ny-kod");
    let mut browser = Browser::new(&door);
    set_up_as(&mut browser, form).await;
    let cookie = format!("__Host-session={}", browser.session().unwrap());
    let page = door.page("/konton", &cookie).await;
    assert!(
        page.status == StatusCode::OK && page.body.contains("Kerstin Wallgren"),
        "{}",
        page.status
    );

    let refused = make_first(&door, &who).await.unwrap_err();
    assert!(refused.to_string().contains("has a manager"), "{refused}");
    assert_eq!(refused.code(), 2);
    assert!(
        make_first(&door, &kerstin("arbvux", "arbvux")).await.is_err(),
        "her user name is taken"
    );
}

#[tokio::test]
async fn a_centre_or_an_agency_that_is_not_there_is_named_with_those_that_are() {
    let door = Door::open().await;
    let refused = make_first(&door, &kerstin("ingenstans", "soc-bergsjon"))
        .await
        .unwrap_err();
    assert!(refused.to_string().contains("arbetsforum"), "{refused}");
    let refused = make_first(&door, &kerstin("arbetsforum", "ingen"))
        .await
        .unwrap_err();
    assert!(refused.to_string().contains("soc-bergsjon"), "{refused}");
    let refused = make_first(
        &door,
        &FirstManager {
            given: " ".to_owned(),
            ..kerstin("arbetsforum", "arbvux")
        },
    )
    .await;
    assert!(refused.is_err());
    assert_eq!(
        door.world.count("select count(*) from account").await,
        0,
        "nobody is made by half"
    );
}

async fn manager(door: &Door) -> (Member, String) {
    let centre = door.world.centre("arbetsforum").await;
    let member = door.world.member(centre, Role::Manager).await;
    (member, door.session(member.actor()).await)
}

async fn form(door: &Door, share: &str) -> (StaffId, String) {
    let key = StaffId::mint(door.world.clock.now(), &mut SeededRandom::new(42));
    let employer: sqlx::types::Uuid =
        sqlx::query_scalar("select agency_id from agency where code = 'soc-bergsjon'")
            .fetch_one(&door.world.db.owner)
            .await
            .unwrap();
    let form = format!(
        "key={key}&given_name=Sara&family_name=Nyberg&employer={employer}&share={share}&role=coach&user_name=sara.nyberg"
    );
    (key, form)
}

#[tokio::test]
async fn the_link_of_a_new_account_is_shown_once_and_stands_in_no_address() {
    let door = Door::open().await;
    let (_, cookie) = manager(&door).await;
    let (key, form) = form(&door, "0,80").await;
    let answer = door.post("/api/accounts/create", &cookie, &form, true).await;
    assert_eq!(answer.header("location"), format!("/konton/{key}"));
    let typed = answer.cookie("__Host-typed").unwrap().to_owned();
    let page = door
        .page(
            &format!("/konton/{key}"),
            &format!("{cookie}; __Host-typed={typed}"),
        )
        .await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.body.contains(&format!("{URL}/valkommen/")),
        "the link is there"
    );
    assert_eq!(
        page.cookie("__Host-typed"),
        Some(""),
        "and the browser forgets it"
    );
    let page = door.page(&format!("/konton/{key}"), &cookie).await;
    assert!(page.body.contains("Sara Nyberg") && !page.body.contains("/valkommen/"));
}

#[tokio::test]
async fn without_script_what_is_wrong_stands_at_its_field_and_what_was_typed_is_kept() {
    let door = Door::open().await;
    let (_, cookie) = manager(&door).await;
    let (_, form) = form(&door, "1,50").await;
    let answer = door
        .post_from("/konton/ny", "/api/accounts/create", &cookie, &form, true)
        .await;
    assert!(answer.status.is_redirection());
    let back = answer.header("location").to_owned();
    assert!(!back.contains("Nyberg"), "{back}");
    let query = back.split_once('?').unwrap().1;
    let typed = answer.cookie("__Host-typed").unwrap();
    let page = door
        .page(
            &format!("/konton/ny?{query}"),
            &format!("{cookie}; __Host-typed={typed}"),
        )
        .await;
    assert!(page.body.contains("id=\"share-error\""), "{}", page.status);
    assert!(page.body.contains("Skriv en andel från 0,01 till 1,00."));
    assert!(page.body.contains("value=\"Nyberg\"") && page.body.contains("value=\"1,50\""));
    assert_eq!(
        door.world
            .count("select count(*) from staff where family_name = 'Nyberg'")
            .await,
        0
    );
}

#[tokio::test]
async fn an_account_that_is_closed_is_signed_out_at_its_next_request_and_its_stream_ends_now() {
    let mut door = Door::open().await;
    let (_, boss) = manager(&door).await;
    let centre = door.world.centre("arbetsforum").await;
    let coach = door.world.member(centre, Role::Coach).await;
    let cookie = door.session(coach.actor()).await;
    let (live, tasks) = Live::new();
    door.world.state.live = live;
    tokio::spawn(tasks.run(door.world.state.pool.clone()));
    let ways = Ways {
        trusted_proxy: false,
        stopping: Stopping(door.stop.subscribe()),
    };
    door.router = router(door.world.state.clone(), ways);
    assert_eq!(door.page("/coach", &cookie).await.status, StatusCode::OK);
    let asked = Request::get("/live/arrivals")
        .header("cookie", &cookie)
        .body(Body::empty())
        .unwrap();
    let mut events = door
        .router
        .clone()
        .oneshot(asked)
        .await
        .unwrap()
        .into_body()
        .into_data_stream();
    // The listener connects in its own time: an arrival is told until it is heard.
    let heard = async {
        loop {
            door.world.state.live.arrival(centre);
            if let Ok(Some(Ok(_))) = tokio::time::timeout(Duration::from_millis(300), events.next()).await {
                return;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(10), heard)
        .await
        .expect("heard within ten seconds");

    let form = format!("id={}", coach.id);
    let answer = door.post("/api/accounts/deactivate", &boss, &form, false).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let next = door.page("/coach", &cookie).await;
    assert_eq!(next.status, StatusCode::SEE_OTHER, "to the way in");
    let ended = async { while events.next().await.is_some() {} };
    tokio::time::timeout(Duration::from_secs(5), ended)
        .await
        .expect("the stream ends without waiting for its minute");
}
