//! A coach's device that is locked to a participant (X2): from the press to the way back.

use crate::browser::{Browser, PASSWORD, by_name, code, in_mono, set_up, with_password};
use crate::door::Door;
use app::kernel::policy::Role;
use axum::http::StatusCode;
use domain::ids::EnrolmentId;

const BEGIN: &str = "/api/forms/begin-together";
const CONFIRM: &str = "/api/identity/confirm-oneself";

struct Locked {
    door: Door,
    form: String,
    person: String,
}

async fn world() -> Locked {
    let door = Door::open().await;
    let centre = door.world.centre("arbetsforum").await;
    let who = door.world.person().await;
    let enrolment: EnrolmentId = door.world.enrol(who, centre, "2026-11-09".parse().unwrap()).await;
    let coach = door.world.member(centre, Role::Coach).await;
    door.world.assign(who, enrolment, coach).await;
    with_password(&door, coach, "stina").await;
    Locked {
        form: format!("id={}&enrolment={enrolment}&occasion=start", who.id),
        person: who.id.to_string(),
        door,
    }
}

#[tokio::test]
async fn a_device_is_locked_to_a_person_until_its_owner_proves_who_they_are() {
    let Locked { door, form, person } = world().await;
    let mut browser = Browser::new(&door);
    let (secret, _) = set_up(&mut browser, "stina").await;
    let before = browser.session().unwrap().to_owned();
    let page = browser.post(BEGIN, form.clone()).await;
    assert!(page.starts_with("/tillsammans?fyll=start&av="), "{page}");
    assert_ne!(browser.session(), Some(before.as_str()));
    // The coach's own token is worth nothing meanwhile.
    let old = door.page("/coach", &format!("__Host-session={before}")).await;
    assert_eq!(old.status, StatusCode::SEE_OTHER);

    let form_page = browser.page(&page).await;
    assert_eq!(form_page.status, StatusCode::OK);
    assert!(form_page.body.contains("Hur nära är du ett jobb"));
    for (address, what) in [
        ("/coach", "rail__item"),
        (&format!("/deltagare/{person}"), "rail__item"),
        ("/idag", "tabs__item"),
        ("/logga-in", "Kortnummer"),
        ("/mina-enheter", "rail__item"),
        // A session that the coach has at a provider would give the device back to whoever holds it.
        ("/oidc/entra/start", ""),
        ("/oidc/callback?code=a&state=b", ""),
        ("/", ""),
    ] {
        let elsewhere = browser.page(address).await;
        assert_eq!(elsewhere.header("location"), "/tillsammans", "{address}");
        assert!(what.is_empty() || !elsewhere.body.contains(what), "{address}");
    }
    // To lock it once more, or to another person, is nothing that it can do.
    assert_eq!(browser.call(BEGIN, form).await.body, "\"not_found\"");

    // The way back: a wrong password opens nothing, the right one with a code gives the coach's own session.
    let wrong = browser
        .call(CONFIRM, "password=nej-och-nej-igen&otp=123456")
        .await;
    assert_eq!(wrong.body, "{\"not_right\":\"password\"}");
    assert_eq!(browser.page("/coach").await.header("location"), "/tillsammans");
    door.world.at("2026-11-20T08:13:00Z");
    let back = format!("/deltagare/{person}/formular");
    let proof = format!(
        "password={PASSWORD}&otp={}&next={}",
        code(&door, &secret),
        back.replace('/', "%2F")
    );
    assert_eq!(browser.post(CONFIRM, proof).await, back);
    assert_eq!(browser.page(&back).await.status, StatusCode::OK);
    assert_eq!(browser.page("/tillsammans").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_role_that_ends_ends_the_locked_device_and_signing_out_does_too() {
    for by_hand in [true, false] {
        let Locked { door, form, .. } = world().await;
        let mut browser = Browser::new(&door);
        set_up(&mut browser, "stina").await;
        let page = browser.post(BEGIN, form).await;
        assert_eq!(browser.page(&page).await.status, StatusCode::OK);
        if by_hand {
            browser.post("/api/identity/sign-out", "").await;
        } else {
            sqlx::query("update staff_role set valid_to = '2026-11-19'")
                .execute(&door.world.db.owner)
                .await
                .unwrap();
        }
        let gone = browser.page(&page).await;
        assert!(
            gone.header("location").starts_with("/personal?next="),
            "{}",
            gone.status
        );
    }
}

#[tokio::test]
async fn recovery_codes_that_were_being_shown_stay_the_coachs() {
    let Locked { door, form, .. } = world().await;
    let mut browser = Browser::new(&door);
    browser
        .post("/api/identity/sign-in-with-password", by_name("stina"))
        .await;
    let secret = in_mono(&browser.page("/personal/ny-kod").await.body).remove(0);
    let otp = format!("otp={}", code(&door, &secret));
    let to = browser.post("/api/identity/confirm-new-code", otp).await;
    assert_eq!(to, "/personal/reservkoder");
    let codes = in_mono(&browser.page(&to).await.body);
    assert_eq!(codes.len(), 10);
    // Not put away: the device is handed over as it is.
    let page = browser.post(BEGIN, form).await;
    assert!(page.starts_with("/tillsammans?fyll=start"), "{page}");
    assert_eq!(browser.page(&to).await.header("location"), "/tillsammans");
    let step = browser.page("/api/identity/on-the-way").await.body;
    assert!(step.contains("nowhere"), "{step}");
    assert!(!codes.iter().any(|code| step.contains(code)), "{step}");
}

#[tokio::test]
async fn who_was_their_coach_on_the_last_day_locks_it_for_the_exit_form_after_it() {
    let Locked { door, form, person } = world().await;
    for sql in [
        "update enrolment set ended_on = '2026-11-18'",
        "update assignment set valid_to = '2026-11-18'",
    ] {
        sqlx::query(sql).execute(&door.world.db.owner).await.unwrap();
    }
    let mut browser = Browser::new(&door);
    set_up(&mut browser, "stina").await;
    let desk = browser.page(&format!("/deltagare/{person}/formular")).await;
    assert!(desk.body.contains("Fyll i tillsammans"), "{}", desk.status);
    let page = browser.post(BEGIN, form.replace("=start", "=exit")).await;
    assert!(page.starts_with("/tillsammans?fyll=exit"), "{page}");
    let form_page = browser.page(&page).await;
    assert!(form_page.body.contains("Spara svaren"), "{}", form_page.status);
}
