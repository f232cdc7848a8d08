//! Consent as a browser without script and as a program ask for it.

use crate::door::Door;
use app::kernel::policy::Role;
use axum::http::StatusCode;

const DRAWN: &str = "100.300.300.100.500.300";

/// The value of a hidden field of a page.
fn hidden<'p>(page: &'p str, name: &str) -> &'p str {
    let at = page.find(&format!("name=\"{name}\"")).unwrap();
    let tag = &page[page[..at].rfind('<').unwrap()..];
    let value = tag.split_once("value=\"").unwrap().1;
    value.split_once('"').unwrap().0
}

#[tokio::test]
async fn the_desk_takes_a_paper_and_a_withdrawal_without_script() {
    let door = Door::open().await;
    let centre = door.world.centre("arbetsforum").await;
    let who = door.world.enrolled(centre).await;
    let desk = door
        .session(door.world.member(centre, Role::Reception).await.actor())
        .await;
    let path = format!("/deltagare/{}/samtycke", who.id);
    let page = door.page(&path, &desk).await;
    assert_eq!(page.status, StatusCode::OK);
    for said in [
        "Socialtjänsten Bergsjön",
        "Försäkringskassan Gamlestaden",
        "De får berätta för oss:",
    ] {
        assert!(page.body.contains(said), "{said}");
    }
    assert!(!page.body.contains(" checked"), "nothing is chosen for anybody");
    assert!(
        !page.body.contains("value=\"screen\""),
        "signing on the screen needs script"
    );

    let form = |place: &str| {
        format!(
            "person={}&key={}&text_version={}&agency=soc-bergsjon&consents%5B%5D=to_agency.enrolment\
             &consents%5B%5D=from_agency.planning&purpose=coordination&until_kind=enrolled&until=&text_language=sv\
             &how=paper&paper_place={place}",
            who.id,
            hidden(&page.body, "key"),
            hidden(&page.body, "text_version"),
        )
    };
    let refused = door
        .post_from(&path, "/api/consent/take", &desk, &form(""), true)
        .await;
    assert!(refused.status.is_redirection());
    let back = refused.header("location");
    assert!(!back.contains("bergsjon") && !back.contains("planning"), "{back}");
    let typed = refused.cookie("__Host-typed").unwrap();
    let (_, query) = back.split_once('?').unwrap();
    let again = door
        .page(
            &format!("{path}?{query}"),
            &format!("{desk}; __Host-typed={typed}"),
        )
        .await;
    assert!(again.body.contains("Fyll i här."), "said at its field");
    let kept = again.body.matches(" checked").count();
    assert_eq!(kept, 7, "party, two ticks, purpose, how long, language, how");
    assert_eq!(door.world.count("select count(*) from consent").await, 0);

    for _ in 0..2 {
        let taken = door
            .post("/api/consent/take", &desk, &form("P%C3%A4rm+3"), true)
            .await;
        assert_eq!(taken.header("location"), format!("{path}?sparat"));
    }
    assert_eq!(door.world.count("select count(*) from consent").await, 2);
    let page = door.page(&format!("{path}?sparat"), &desk).await;
    for said in [
        "Samtycket är sparat.",
        "att du är inskriven",
        "Gäller så länge du är inskriven.",
    ] {
        assert!(page.body.contains(said), "{said}");
    }
    assert!(
        !page.body.contains("/samtycke/kvitto/"),
        "a receipt is the participant's own"
    );

    let form = format!("person={}&consent=&agency=soc-bergsjon", who.id);
    let withdrawn = door
        .post("/api/consent/withdraw-on-behalf", &desk, &form, true)
        .await;
    assert_eq!(withdrawn.header("location"), format!("{path}?klart"));
    assert!(
        door.page(&path, &desk)
            .await
            .body
            .contains("Det finns inget samtycke.")
    );

    let coach = door
        .session(door.world.member(centre, Role::Coach).await.actor())
        .await;
    let closed = door.page(&path, &coach).await;
    assert_eq!(closed.status, StatusCode::FORBIDDEN);
    assert!(closed.body.contains("Stängt: din roll läser inte det här."));
    assert!(!closed.body.contains("Person "), "not even the name");
}

#[tokio::test]
async fn a_participant_reads_decides_and_takes_back() {
    let door = Door::open().await;
    let centre = door.world.centre("arbetsforum").await;
    let who = door.session(door.world.enrolled(centre).await.actor()).await;
    let page = door.page("/samtycke", &who).await;
    assert!(page.body.contains("Vi får inte prata med varandra om dig."));
    assert!(page.body.contains("href=\"/samtycke/soc-bergsjon\""));

    let page = door.page("/samtycke/soc-bergsjon", &who).await;
    assert_eq!(page.status, StatusCode::OK);
    for said in [
        "Samtycke till att lämna uppgifter",
        "Centret fattar inga sådana beslut.",
        "Skriv under på papper i receptionen.",
    ] {
        assert!(page.body.contains(said), "{said}");
    }
    assert!(!page.body.contains(" checked"));
    let easy = door.page("/samtycke/soc-bergsjon?text=sv-easy", &who).await;
    assert!(easy.body.contains("Får vi prata om dig?"));
    assert_eq!(
        door.page("/samtycke/polisen", &who).await.status,
        StatusCode::NOT_FOUND
    );

    let form = |signature: &str| {
        format!(
            "key={}&agency=soc-bergsjon&consents%5B%5D=to_agency.plan&purpose=follow_up&until_kind=date&until=2027-03-31\
             &text_language=sv&text_version=1&signature={signature}",
            hidden(&page.body, "key"),
        )
    };
    let unsigned = door.post("/api/consent/give", &who, &form(""), false).await;
    assert_eq!(unsigned.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unsigned.body.contains("signature"), "{}", unsigned.body);
    // A book of a signature is not even read.
    let long = "1.1.".repeat(20_000);
    assert!(
        door.post("/api/consent/give", &who, &form(&long), false)
            .await
            .status
            .is_client_error()
    );
    assert_eq!(
        door.world.count("select count(*) from consent_signature").await,
        0
    );

    let given = door.post("/api/consent/give", &who, &form(DRAWN), false).await;
    assert_eq!(given.status, StatusCode::OK, "{}", given.body);
    let receipt = door
        .world
        .count("select count(*) from consent_signature where how = 'screen'")
        .await;
    assert_eq!(receipt, 1);
    let page = door.page("/samtycke", &who).await;
    for said in [
        "din plan, när du delar den",
        "Gäller till och med 31 mars 2027.",
        "ser inte längre din plan.",
        "Det de redan har läst står kvar i listan.",
    ] {
        assert!(page.body.contains(said), "{said}");
    }
    let link = page.body.split_once("href=\"/samtycke/kvitto/").unwrap().1;
    let link = format!("/samtycke/kvitto/{}", link.split_once('"').unwrap().0);
    let receipt = door.page(&link, &who).await;
    for said in [
        "Fredag 20 november 09:12",
        "M100 300L300 100L500 300",
        "Underskrivet på skärm",
        "Samtycke till att lämna uppgifter",
    ] {
        assert!(receipt.body.contains(said), "{said}");
    }
    let somebody = door.session(door.world.enrolled(centre).await.actor()).await;
    assert_eq!(door.page(&link, &somebody).await.status, StatusCode::NOT_FOUND);

    let withdrawn = door
        .post(
            "/api/consent/withdraw",
            &who,
            "consent=&agency=soc-bergsjon",
            true,
        )
        .await;
    assert_eq!(withdrawn.header("location"), "/samtycke?klart");
    let page = door.page("/samtycke?klart", &who).await;
    assert!(page.body.contains("Klart. Det gäller från nu."));
    assert!(!page.body.contains("din plan, när du delar den"));
    assert!(
        door.page(&link, &who)
            .await
            .body
            .contains("Tillbakataget 20 november")
    );
}
