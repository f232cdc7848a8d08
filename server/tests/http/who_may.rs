//! Every page and every server function, asked as everybody: what is not written down here fails.

use crate::door::Door;
use app::kernel::Actor;
use app::kernel::policy::Role;
use app::routes::PAGES;
use axum::http::{Method, StatusCode};
use std::collections::BTreeSet;

/// Those who may, of everybody there is; the letters stand for nobody, participant, screen, a device that is locked to a
/// person, and the roles reception, coach, recruiter, team leader, manager, specialist, case worker, partner, steering group.
const EVERYBODY: &str = "npsjRCUTMSWPG";

const MAY_OPEN: [(&str, &str); 70] = [
    ("/", "npsRCUTMSWPG"),
    ("/logga-in", "npsRCUTMSWPG"),
    ("/personal", "npsRCUTMSWPG"),
    ("/personal/kod", "npsRCUTMSWPG"),
    ("/personal/ny-kod", "npsRCUTMSWPG"),
    ("/personal/reservkoder", "npsRCUTMSWPG"),
    ("/personal/nytt-losenord", "npsRCUTMSWPG"),
    ("/bekrafta", "pjRCUTMSWPG"),
    ("/mina-enheter", "pRCUTMSWPG"),
    ("/koppla", "npsRCUTMSWPG"),
    ("/idag", "p"),
    ("/mer", "p"),
    ("/min-plan", "p"),
    ("/checka-in", "p"),
    ("/start", "RCUTMSWPG"),
    ("/coach", "CT"),
    ("/skarm", "sRTM"),
    ("/samtycke", "p"),
    ("/samtycke/:agency", ""),
    ("/samtycke/kvitto/:id", ""),
    ("/deltagare/:id/samtycke", ""),
    ("/vem-har-sett", "p"),
    ("/drift", "M"),
    ("/sok", "RCTM"),
    ("/deltagare/:id", ""),
    ("/skydd", "M"),
    ("/min-plan/dela/:agency", ""),
    ("/myndighet", "WP"),
    ("/myndighet/:id", ""),
    ("/siffror", "RCUTMSG"),
    ("/konton", "M"),
    ("/konton/ny", "M"),
    ("/konton/:id", ""),
    ("/deltagare/:id/medarbetare", ""),
    ("/utan-coach", "RTM"),
    ("/relationer", "RCUTMS"),
    ("/valkommen/:token", "npsRCUTMSWPG"),
    ("/min-bok", "p"),
    ("/rattelse", "p"),
    ("/vad-sparas", "pRCUTMSWPG"),
    ("/rattelser", "M"),
    ("/gallring", "M"),
    ("/program", "RCUTMS"),
    ("/program/:code", ""),
    ("/program/:code/ny", ""),
    ("/platser", "RTM"),
    ("/anvisa", "W"),
    ("/anvisa/:id", ""),
    ("/anvisningar", "RTMW"),
    ("/anvisningar/:id", ""),
    ("/deltagare/:id/avslut", ""),
    ("/uppfoljningar", "CTM"),
    ("/deltagare/:id/forlangning", ""),
    ("/forlangningar", "CTM"),
    ("/myndighet/:id/forlangning", ""),
    ("/forlangning", "p"),
    ("/deltagare/:id/flytt", ""),
    ("/flytt", "p"),
    ("/loften", "CTM"),
    ("/deltagare/:id/loften", ""),
    ("/deltagare/:id/samtal", ""),
    ("/inskrivning", "RTM"),
    ("/inskrivning/:id", ""),
    ("/tider", "CTM"),
    ("/kalender", "RCUTMS"),
    ("/formular", "p"),
    ("/deltagare/:id/formular", ""),
    ("/tillsammans", "j"),
    ("/fragor", "CTM"),
    ("/fragor/ny", "M"),
];

const MAY_CALL: [(&str, &str, &str); 188] = [
    ("POST", "/api/access_log/acknowledge", "M"),
    ("POST", "/api/access_log/answer", "M"),
    ("POST", "/api/access_log/ask", "p"),
    ("POST", "/api/access_log/have-read", "p"),
    ("GET", "/api/access_log/operations", "M"),
    ("GET", "/api/access_log/unread-answers", "p"),
    ("GET", "/api/access_log/waiting-counts", "M"),
    ("GET", "/api/access_log/who-has-seen-me", "p"),
    ("POST", "/api/accounts/accept-invitation", "npsjRCUTMSWPG"),
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
    ("GET", "/api/accounts/welcome", "npsjRCUTMSWPG"),
    ("GET", "/api/accounts/without-coach", "RTM"),
    ("GET", "/api/accounts/without-coach-count", "RTM"),
    ("GET", "/api/agency/desk", "WP"),
    ("GET", "/api/agency/person", ""),
    ("GET", "/api/attendance/before-check-in", "p"),
    ("POST", "/api/attendance/check-in", "p"),
    ("GET", "/api/attendance/screen-code", "sRTM"),
    ("POST", "/api/attendance/start-screen", "RTM"),
    ("POST", "/api/booking/add-talk", ""),
    ("POST", "/api/booking/mark-talk", ""),
    ("POST", "/api/booking/move-talk", ""),
    ("POST", "/api/booking/offer-activity", ""),
    ("POST", "/api/booking/correct-offer", ""),
    ("POST", "/api/booking/take-back-offer", ""),
    ("GET", "/api/booking/talks", ""),
    ("POST", "/api/booking/undo-talk", ""),
    ("POST", "/api/booking/add-hours", "CTM"),
    ("POST", "/api/booking/end-hours", "CTM"),
    ("GET", "/api/booking/hours", "CTM"),
    ("POST", "/api/booking/other-day", "CTM"),
    ("POST", "/api/booking/undo-day", "CTM"),
    ("POST", "/api/calendar/add", "TM"),
    ("POST", "/api/calendar/look", "TM"),
    ("GET", "/api/calendar/read", "RCUTMS"),
    ("POST", "/api/calendar/take-back", "TM"),
    ("GET", "/api/consent/desk", ""),
    ("POST", "/api/consent/give", "p"),
    ("GET", "/api/consent/mine", "p"),
    ("GET", "/api/consent/receipt", ""),
    ("POST", "/api/consent/take", ""),
    ("GET", "/api/consent/to-decide", ""),
    ("POST", "/api/consent/withdraw", "p"),
    ("POST", "/api/consent/withdraw-on-behalf", ""),
    ("POST", "/api/exit/follow-up", "CTM"),
    ("GET", "/api/exit/follow-ups", "CTM"),
    ("GET", "/api/exit/page", "CTM"),
    ("POST", "/api/exit/record", "CTM"),
    ("POST", "/api/exit/reopen", "CTM"),
    ("GET", "/api/extension/agency", ""),
    ("GET", "/api/extension/desk", ""),
    ("GET", "/api/extension/list", "CTM"),
    ("GET", "/api/extension/waiting", "CTM"),
    ("GET", "/api/extension/mine", "p"),
    ("POST", "/api/extension/my-key", "p"),
    ("POST", "/api/extension/propose", ""),
    ("POST", "/api/extension/turn-key", ""),
    ("POST", "/api/extension/withdraw", ""),
    ("GET", "/api/figures/figures", "RCUTMSG"),
    ("POST", "/api/forms/begin-together", ""),
    ("POST", "/api/forms/fill", "pj"),
    ("POST", "/api/forms/make-questions", "M"),
    ("GET", "/api/forms/new-questions", "M"),
    ("GET", "/api/forms/of", ""),
    ("GET", "/api/forms/own", "p"),
    ("GET", "/api/forms/questions", "CTM"),
    ("POST", "/api/identity/add-passkey", "RCUTMSWPG"),
    ("POST", "/api/identity/ask-passkey", "npsjRCUTMSWPG"),
    ("POST", "/api/identity/begin-passkey", "RCUTMSWPG"),
    ("POST", "/api/identity/change-app", "RCUTMSWPG"),
    ("POST", "/api/identity/change-password", "RCUTMSWPG"),
    ("POST", "/api/identity/change-pin", "p"),
    ("POST", "/api/identity/choose-language", "npsjRCUTMSWPG"),
    ("POST", "/api/identity/choose-password", "npsjRCUTMSWPG"),
    ("POST", "/api/identity/codes-kept", "npsjRCUTMSWPG"),
    ("POST", "/api/identity/confirm-code", "npsjRCUTMSWPG"),
    ("POST", "/api/identity/confirm-new-code", "npsjRCUTMSWPG"),
    ("POST", "/api/identity/confirm-oneself", "pjRCUTMSWPG"),
    ("GET", "/api/identity/confirmable", "pjRCUTMSWPG"),
    ("POST", "/api/identity/end-links", "RM"),
    ("POST", "/api/identity/end-my-link", "pRCUTMSWPG"),
    ("POST", "/api/identity/end-other-sessions", "pRCUTMSWPG"),
    ("POST", "/api/identity/end-session", "pRCUTMSWPG"),
    ("POST", "/api/identity/invite-participant", "RM"),
    ("POST", "/api/identity/invite-staff", "M"),
    ("POST", "/api/identity/link-by-code", "npsjRCUTMSWPG"),
    ("GET", "/api/identity/link-start", "npsjRCUTMSWPG"),
    ("GET", "/api/identity/my-links", "pRCUTMSWPG"),
    ("GET", "/api/identity/my-roles", "RCUTMSWPG"),
    ("GET", "/api/identity/my-sign-in", "pRCUTMSWPG"),
    ("POST", "/api/identity/new-recovery-codes", "RCUTMSWPG"),
    ("GET", "/api/identity/on-the-way", "npsjRCUTMSWPG"),
    ("POST", "/api/identity/remove-passkey", "RCUTMSWPG"),
    ("POST", "/api/identity/sign-in-with-card", "npsjRCUTMSWPG"),
    ("POST", "/api/identity/sign-in-with-passkey", "npsjRCUTMSWPG"),
    ("POST", "/api/identity/sign-in-with-password", "npsjRCUTMSWPG"),
    ("POST", "/api/identity/sign-out", "npsjRCUTMSWPG"),
    ("GET", "/api/identity/staff-start", "RCUTMSWPG"),
    ("POST", "/api/identity/switch-role", "RCUTMSWPG"),
    ("GET", "/api/identity/ways-in", "npsjRCUTMSWPG"),
    ("GET", "/api/places/places", "RTM"),
    ("POST", "/api/intake/add-consent", ""),
    ("POST", "/api/intake/begin", "RTM"),
    ("POST", "/api/intake/card", "RTM"),
    ("POST", "/api/intake/consents-done", ""),
    ("GET", "/api/intake/desk", "RTM"),
    ("POST", "/api/intake/discard", "RTM"),
    ("POST", "/api/intake/finish", ""),
    ("POST", "/api/intake/informed", ""),
    ("GET", "/api/intake/one", ""),
    ("POST", "/api/intake/person", ""),
    ("POST", "/api/intake/remove-consent", ""),
    ("POST", "/api/plan/add-activity", "p"),
    ("GET", "/api/plan/my-plan", "p"),
    ("POST", "/api/plan/publish", "p"),
    ("POST", "/api/plan/set-activity-status", "p"),
    ("GET", "/api/plan/share-page", "p"),
    ("POST", "/api/plan/stop-sharing", "p"),
    ("POST", "/api/plan/write-goal", "p"),
    ("GET", "/api/portfolio/my-participants", "CT"),
    ("GET", "/api/programme/list", "RCUTMS"),
    ("POST", "/api/programme/make-version", ""),
    ("GET", "/api/programme/new-form", ""),
    ("GET", "/api/programme/one", ""),
    ("POST", "/api/promise/explain", "CTM"),
    ("GET", "/api/promise/house", "CTM"),
    ("GET", "/api/promise/of-person", ""),
    ("POST", "/api/record/change-protection", "M"),
    ("POST", "/api/record/end-naming", "M"),
    ("POST", "/api/record/find-by-identity-number", "R"),
    ("GET", "/api/record/find-people", "RCTM"),
    ("POST", "/api/record/look-for", "RCTM"),
    ("POST", "/api/record/name-staff", "M"),
    ("GET", "/api/record/open", ""),
    ("POST", "/api/record/protect-person", "M"),
    ("GET", "/api/record/protection", "M"),
    ("POST", "/api/record/show-identity-number", ""),
    ("POST", "/api/record/state-reason", ""),
    ("POST", "/api/record/take-override", ""),
    ("POST", "/api/record/write-contact", ""),
    ("POST", "/api/referral/answer", ""),
    ("POST", "/api/referral/begin", ""),
    ("GET", "/api/referral/beginning", "W"),
    ("POST", "/api/referral/call-review", ""),
    ("POST", "/api/referral/discard", ""),
    ("POST", "/api/referral/judge-review", ""),
    ("GET", "/api/referral/list", "RTMW"),
    ("POST", "/api/referral/name-staff", ""),
    ("POST", "/api/referral/note-contact", ""),
    ("GET", "/api/referral/one", ""),
    ("POST", "/api/referral/person", ""),
    ("GET", "/api/referral/question", ""),
    ("POST", "/api/referral/refuse", ""),
    ("POST", "/api/referral/send", ""),
    ("POST", "/api/referral/show-number", ""),
    ("POST", "/api/referral/withdraw", ""),
    ("POST", "/api/rights/ask-for-correction", "p"),
    ("GET", "/api/rights/corrections", "M"),
    ("POST", "/api/rights/judge-correction", "M"),
    ("GET", "/api/rights/my-book", "p"),
    ("GET", "/api/rights/my-corrections", "p"),
    ("GET", "/api/rights/retention", "M"),
    ("GET", "/api/rights/what-is-kept", "pRCUTMSWPG"),
    ("GET", "/api/today/my-card", "p"),
    ("GET", "/api/today/today", "p"),
    ("POST", "/api/transfer/answer", "p"),
    ("GET", "/api/transfer/desk", "T"),
    ("GET", "/api/transfer/mine", "p"),
    ("POST", "/api/transfer/propose", "T"),
    ("POST", "/api/transfer/withdraw", "T"),
];

/// The id of nobody.
const STRANGER: &str = "01990000-0000-7000-8000-000000000000";

async fn actor(door: &Door, letter: char) -> Option<Actor> {
    let centre = door.world.centre("arbetsforum").await;
    let role = match letter {
        'n' => return None,
        'p' => return Some(door.world.enrolled(centre).await.actor()),
        's' => return Some(Actor::Screen { centre }),
        'j' => {
            let (who, coach) = (
                door.world.person().await,
                door.world.member(centre, Role::Coach).await,
            );
            let enrolment = door.world.enrol(who, centre, "2026-11-01".parse().unwrap()).await;
            door.world.assign(who, enrolment, coach).await;
            return Some(Actor::Joint {
                account: coach.account,
                staff: coach.id,
                centre,
                role: Role::Coach,
                person: who.id,
            });
        }
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
        // The server writes a part that stands for anything in braces.
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
                // Whatever is not for it leads to its own page, the ways in as well.
                ("/tillsammans" | "/bekrafta" | "/personal/kod" | "/personal/ny-kod", _, 'j') => {
                    StatusCode::OK
                }
                (_, _, 'j') => StatusCode::SEE_OTHER,
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

    // Somebody new for each call: more than the house has places.
    sqlx::query("alter table enrolment disable trigger enrolment_within_capacity")
        .execute(&door.world.db.owner)
        .await
        .unwrap();
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
