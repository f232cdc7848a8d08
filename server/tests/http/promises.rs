//! The promises and the talks as a browser without script meets them: forms that lead back, errors at their field, what
//! was typed kept, a stale page that says so.

use crate::door::{Answer, Door};
use app::kernel::policy::Role;
use axum::http::{Request, StatusCode};

/// Sends a form from the page that it stands on, and reads where it leads with the cookies that it set.
async fn press(door: &Door, at: &str, path: &str, cookie: &str, form: &str) -> Answer {
    let request = Request::post(path)
        .header("accept", "text/html")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("referer", format!("http://127.0.0.1:3000{at}"))
        .header("cookie", cookie)
        .body(axum::body::Body::from(form.to_owned()))
        .unwrap();
    let answer = door.ask(request).await;
    assert!(
        answer.status.is_redirection(),
        "{path}: {} {}",
        answer.status,
        answer.body
    );
    let to = answer.header("location").to_owned();
    let typed: Vec<String> = answer
        .headers
        .get_all("set-cookie")
        .iter()
        .filter_map(|v| v.to_str().ok()?.split(';').next().map(str::to_owned))
        .collect();
    let cookies = format!("{cookie}; {}", typed.join("; "));
    door.page(to.trim_start_matches("http://127.0.0.1:3000"), &cookies)
        .await
}

#[tokio::test]
async fn a_talk_is_booked_and_marked_without_script_and_a_stale_page_says_so() {
    let door = Door::open().await;
    let centre = door.world.centre("arbetsforum").await;
    let coach = door.world.member(centre, Role::Coach).await;
    let who = door.world.person().await;
    let enrolment = door.world.enrol(who, centre, "2026-11-19".parse().unwrap()).await;
    door.world.assign(who, enrolment, coach).await;
    let cookie = door.session(coach.actor()).await;
    let at = format!("/deltagare/{}/samtal", who.id);
    let empty = door.page(&at, &cookie).await;
    assert_eq!(empty.status, StatusCode::OK);
    assert!(empty.body.contains("Inga samtal än."));

    let key = door.world.key();
    let form = |time: &str, place: &str| {
        format!(
            "id={}&key={key}&how=offered&staff={}&talk_day=2026-11-23&talk_time={time}&length=45&talk_place={place}",
            who.id, coach.id
        )
    };
    let wrong = press(
        &door,
        &at,
        "/api/booking/add-talk",
        &cookie,
        &form("kl+tre", "Rum+tva"),
    )
    .await;
    assert!(
        wrong.body.contains("Skriv en dag och ett klockslag"),
        "at its field"
    );
    assert!(
        wrong.body.contains("Rum tva") && wrong.body.contains("kl tre"),
        "and what was typed stays"
    );
    let made = press(
        &door,
        &at,
        "/api/booking/add-talk",
        &cookie,
        &form("13.00", "Rum+tva"),
    )
    .await;
    assert!(made.body.contains("måndag 23 november 13:00–13:45") && made.body.contains("erbjudet"));

    let booking: uuid::Uuid = sqlx::query_scalar("select booking_id from booking")
        .fetch_one(&door.world.db.owner)
        .await
        .unwrap();
    let mark = |to: &str| format!("id={}&booking={booking}&revision=1&to={to}", who.id);
    let booked = press(&door, &at, "/api/booking/mark-talk", &cookie, &mark("booked")).await;
    assert!(booked.body.contains("bokat") && !booked.body.contains("role=\"alert\""));
    let stale = press(&door, &at, "/api/booking/mark-talk", &cookie, &mark("declined")).await;
    assert!(stale.body.contains("Något har ändrats sedan du öppnade sidan."));
    assert!(stale.body.contains("bokat"), "and nothing has changed");

    let moving = door.page(&format!("{at}?flytta={booking}"), &cookie).await;
    assert!(moving.body.contains("Flytta samtalet") && moving.body.contains("value=\"13:00\""));
    let offered = press(
        &door,
        &at,
        "/api/booking/offer-activity",
        &cookie,
        &format!("id={}&activity=", who.id),
    )
    .await;
    assert!(offered.body.contains("Välj vad du erbjuder."));
}

#[tokio::test]
async fn an_offer_is_put_right_and_taken_back_without_script() {
    let door = Door::open().await;
    let centre = door.world.centre("arbetsforum").await;
    let coach = door.world.member(centre, Role::Coach).await;
    let who = door.world.person().await;
    let enrolment = door.world.enrol(who, centre, "2026-11-19".parse().unwrap()).await;
    door.world.assign(who, enrolment, coach).await;
    let cookie = door.session(coach.actor()).await;
    let at = format!("/deltagare/{}/samtal", who.id);
    let empty = door.page(&at, &cookie).await;
    assert!(empty.body.contains("Inget är erbjudet än."));
    let form = format!("id={}&activity=kind%3Ajob_search", who.id);
    let offered = press(&door, &at, "/api/booking/offer-activity", &cookie, &form).await;
    assert!(
        offered.body.contains("20 november: Jobbsökning") && offered.body.contains("Rätta eller ta tillbaka")
    );

    let latest = async || -> i64 {
        sqlx::query_scalar("select max(ledger_id) from ledger where event = 'activity_offered'")
            .fetch_one(&door.world.db.owner)
            .await
            .unwrap()
    };
    let offer = latest().await;
    let wrong = format!("{at}?ratta={offer}");
    let page = door.page(&wrong, &cookie).await;
    assert!(page.body.contains("Rätta erbjudandet") && page.body.contains("value=\"2026-11-20\""));
    let key = door.world.key();
    let correct = |activity: &str, day: &str| {
        format!(
            "id={}&offer={offer}&key={key}&activity={activity}&day={day}",
            who.id
        )
    };
    let path = "/api/booking/correct-offer";
    let refused = press(
        &door,
        &wrong,
        path,
        &cookie,
        &correct("kind%3Aeducation", "2026-11-30"),
    )
    .await;
    assert!(refused.body.contains("Välj en dag då personen var inskriven"));
    assert!(
        refused.body.contains("value=\"2026-11-30\""),
        "what was typed stays"
    );
    let put = press(
        &door,
        &wrong,
        path,
        &cookie,
        &correct("kind%3Aeducation", "2026-11-19"),
    )
    .await;
    assert!(put.body.contains("19 november: Utbildning") && put.body.contains("rättat 20 november av"));
    assert!(!put.body.contains("Rätta erbjudandet") && !put.body.contains("role=\"alert\""));

    let offer = latest().await;
    let key = door.world.key();
    let back = |reason: &str, words: &str| {
        format!(
            "id={}&offer={offer}&key={key}&reason={reason}&words={words}",
            who.id
        )
    };
    let wrong = format!("{at}?ratta={offer}");
    let path = "/api/booking/take-back-offer";
    let none = press(&door, &wrong, path, &cookie, &back("", "Fel+knapp")).await;
    assert!(none.body.contains("Välj en orsak.") && none.body.contains("Fel knapp"));
    let taken = press(&door, &wrong, path, &cookie, &back("other", "Fel+knapp")).await;
    assert!(taken.body.contains("taget tillbaka 20 november av") && taken.body.contains("Fel knapp"));
    // The same press again, from a page that is still there.
    let again = press(&door, &wrong, path, &cookie, &back("other", "Fel+knapp")).await;
    assert!(!again.body.contains("role=\"alert\""));
}

#[tokio::test]
async fn a_reason_is_given_where_the_house_sees_its_promises() {
    let door = Door::open().await;
    let centre = door.world.centre("arbetsforum").await;
    let lead = door.world.member(centre, Role::TeamLeader).await;
    let who = door.world.person().await;
    let enrolment = door.world.enrol(who, centre, "2026-11-16".parse().unwrap()).await;
    let cookie = door.session(lead.actor()).await;
    let list = door.page("/loften", &cookie).await;
    assert_eq!(list.status, StatusCode::OK);
    assert!(list.body.contains("bröts 19 november") && list.body.contains("Ange orsak"));
    let at = format!("/loften?orsak={enrolment}.k1");
    let asked = door.page(&at, &cookie).await;
    assert!(
        asked.body.contains("Varför höll vi det inte?") && asked.body.contains("Det fanns ingen ledig tid")
    );

    let key = door.world.key();
    let form = |reason: &str, words: &str| {
        format!(
            "person={}&enrolment={enrolment}&clock=k1&key={key}&next=%2Floften%3Fvisa%3Dbrutna&reason={reason}&words={words}",
            who.id
        )
    };
    let none = press(
        &door,
        &at,
        "/api/promise/explain",
        &cookie,
        &form("", "Kom+inte+fram"),
    )
    .await;
    assert!(none.body.contains("Välj en orsak.") && none.body.contains("Kom inte fram"));
    let given = press(
        &door,
        &at,
        "/api/promise/explain",
        &cookie,
        &form("other", "Kom+inte+fram"),
    )
    .await;
    assert!(given.body.contains("Kom inte fram") && !given.body.contains("role=\"alert\""));
    let page = door.page(&format!("/deltagare/{}/loften", who.id), &cookie).await;
    assert!(page.body.contains("Kom inte fram") && page.body.contains("Orsak angiven"));
    // The person reads the same words.
    let own = door.session(who.actor()).await;
    let today = door.page("/idag", &own).await;
    assert!(
        today
            .body
            .contains("Du skulle träffa din coach senast onsdag 18 november.")
    );
    assert!(today.body.contains("Orsak: Kom inte fram"));
    // A way elsewhere is not followed.
    let away = form("closed", "").replace("next=%2Floften%3Fvisa%3Dbrutna", "next=https%3A%2F%2Fexample.org");
    let away = away.replace(&key.to_string(), &door.world.key().to_string());
    let back = press(&door, &at, "/api/promise/explain", &cookie, &away).await;
    assert_eq!(back.status, StatusCode::OK);
}
