//! The record as browsers without script and programs ask for it: what is in addresses, and what two answers give away.

use crate::door::{Answer, Door};
use crate::world::{Member, Person};
use app::kernel::policy::Role;
use axum::http::StatusCode;

const STRANGER: &str = "01990000-0000-7000-8000-000000000000";

/// A page without what differs from one answer to the next, and without the id that was asked for.
fn told(answer: &Answer, id: &str) -> String {
    let mut body = answer.body.replace(id, "ID");
    while let Some(at) = body.find("nonce=\"") {
        let from = at + "nonce=\"".len();
        let end = body[from..].find('"').map_or(body.len(), |n| from + n + 1);
        body.replace_range(at..end, "");
    }
    body
}

async fn sql(door: &Door, sql: &'static str, who: Person, member: Member) {
    sqlx::query(sql)
        .bind(who.id.as_uuid())
        .bind(member.id.as_uuid())
        .bind(member.account.as_uuid())
        .execute(&door.world.db.owner)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_relative_and_a_protected_identity_are_answered_as_a_stranger_to_the_byte() {
    let door = Door::open().await;
    let centre = door.world.centre("arbetsforum").await;
    let coach = door.world.member(centre, Role::Coach).await;
    let relative = door.world.enrolled(centre).await;
    sql(
        &door,
        "insert into staff_relation (staff_relation_id, staff_id, person_id, kind, declared_at, declared_by)
         values (gen_random_uuid(), $2, $1, 'relative', now(), $3)",
        relative,
        coach,
    )
    .await;
    let protected = door.world.enrolled(centre).await;
    sqlx::query("update person set protected_level = 1 where person_id = $1")
        .bind(protected.id.as_uuid())
        .execute(&door.world.db.owner)
        .await
        .unwrap();
    let cookie = door.session(coach.actor()).await;
    let page = door.page(&format!("/deltagare/{STRANGER}"), &cookie).await;
    let data = door
        .page(&format!("/api/record/open?person={STRANGER}"), &cookie)
        .await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    for who in [relative, protected] {
        let id = who.id.to_string();
        let theirs = door.page(&format!("/deltagare/{id}"), &cookie).await;
        assert_eq!(theirs.status, StatusCode::NOT_FOUND);
        assert_eq!(told(&theirs, &id), told(&page, STRANGER));
        let answer = door.page(&format!("/api/record/open?person={id}"), &cookie).await;
        assert_eq!((answer.status, &answer.body), (data.status, &data.body));
        for (path, form) in [
            (
                "/api/record/take-override",
                "override_reason=Det+%C3%A4r+br%C3%A5ttom+nu&hours=1",
            ),
            ("/api/record/state-reason", "reason=Det+beh%C3%B6vs"),
            ("/api/record/show-identity-number", "reason=Det+beh%C3%B6vs"),
            ("/api/record/write-contact", "phone=1"),
        ] {
            let key = door.world.key();
            let theirs = door
                .post(path, &cookie, &format!("person={id}&key={key}&{form}"), false)
                .await;
            let strangers = door
                .post(
                    path,
                    &cookie,
                    &format!("person={STRANGER}&key={key}&{form}"),
                    false,
                )
                .await;
            assert_eq!(theirs.status, StatusCode::NOT_FOUND, "{path}");
            assert_eq!(
                (theirs.status, theirs.body),
                (strangers.status, strangers.body),
                "{path}"
            );
        }
    }
}

#[tokio::test]
async fn an_identity_number_is_in_no_address_and_not_kept_by_the_browser() {
    let door = Door::open().await;
    let centre = door.world.centre("arbetsforum").await;
    let reception = door.world.member(centre, Role::Reception).await;
    let cookie = door.session(reception.actor()).await;
    for (path, form) in [
        ("/api/record/look-for", "search_words=19900101-2385"),
        ("/api/record/look-for", "search_words=9001012385"),
        (
            "/api/record/find-by-identity-number",
            "identity_number=199001012385",
        ),
        (
            "/api/record/find-by-identity-number",
            "identity_number=199001012386",
        ),
    ] {
        let answer = door.post(path, &cookie, form, true).await;
        let to = answer.header("location");
        assert!(to.starts_with("/sok?hinder="), "{to}");
        assert!(!to.contains("238"), "{to}");
        assert!(answer.cookie("__Host-typed").is_none());
        let page = door.page(to, &cookie).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(
            page.body.contains("field__error") && !page.body.contains("238"),
            "{to}"
        );
    }
    let named = door
        .post(
            "/api/record/look-for",
            &cookie,
            "search_words=%C3%96berg&order=inskriven",
            true,
        )
        .await;
    assert_eq!(named.header("location"), "/sok?sok=%C3%96berg&ordning=inskriven");
    let coach = door.world.member(centre, Role::Coach).await;
    let field = "name=\"identity_number\"";
    assert!(door.page("/sok", &cookie).await.body.contains(field));
    let page = door.page("/sok", &door.session(coach.actor()).await).await;
    assert!(!page.body.contains(field), "the reception's field alone");
}

#[tokio::test]
async fn without_script_a_reason_opens_the_record_and_is_in_no_address() {
    let door = Door::open().await;
    let centre = door.world.centre("arbetsforum").await;
    let manager = door.world.member(centre, Role::Manager).await;
    let who = door.world.enrolled(centre).await;
    sqlx::query("insert into plan (plan_id, person_id, want, updated_at) values (gen_random_uuid(), $1, 'Ett eget kafé', now())")
        .bind(who.id.as_uuid())
        .execute(&door.world.db.owner)
        .await
        .unwrap();
    let cookie = door.session(manager.actor()).await;
    let shut = door.page(&format!("/deltagare/{}", who.id), &cookie).await;
    assert_eq!(shut.status, StatusCode::OK);
    assert!(!shut.body.contains("Ett eget kafé"));
    assert!(
        shut.body
            .contains("Stängt: ange först varför du behöver läsa det.")
    );

    let (id, key) = (who.id, door.world.key());
    let short = door
        .post(
            "/api/record/state-reason",
            &cookie,
            &format!("person={id}&key={key}&reason=ja"),
            true,
        )
        .await;
    assert!(short.status.is_redirection());
    let form = format!("person={id}&key={key}&reason=Klagom%C3%A5l+fr%C3%A5n+deltagaren");
    let answer = door.post("/api/record/state-reason", &cookie, &form, true).await;
    let to = answer.header("location").to_owned();
    assert!(to.starts_with(&format!("/deltagare/{id}?skal=")), "{to}");
    assert!(!to.contains("Klagom"), "{to}");
    let open = door.page(&to, &cookie).await;
    assert!(open.body.contains("Ett eget kafé"), "{}", open.status);
    let again = door.post("/api/record/state-reason", &cookie, &form, true).await;
    assert_eq!(again.header("location"), to, "the same press is the same reason");
    let other = door.world.member(centre, Role::Manager).await;
    let theirs = door.page(&to, &door.session(other.actor()).await).await;
    assert!(
        !theirs.body.contains("Ett eget kafé"),
        "a link that is passed on opens nothing"
    );
}

#[tokio::test]
async fn an_emergency_without_script_leads_to_the_open_record_with_its_banner() {
    let door = Door::open().await;
    let centre = door.world.centre("arbetsforum").await;
    let coach = door.world.member(centre, Role::Coach).await;
    let who = door.world.enrolled(centre).await;
    let cookie = door.session(coach.actor()).await;
    let (id, key) = (who.id, door.world.key());
    let form = format!("person={id}&key={key}&override_reason=Coachen+%C3%A4r+sjuk+i+dag&hours=4");
    let answer = door.post("/api/record/take-override", &cookie, &form, true).await;
    assert_eq!(answer.header("location"), format!("/deltagare/{id}"));
    let page = door.page(answer.header("location"), &cookie).await;
    assert!(
        page.body.contains("Öppnad i nödläge till 20 november 13:12."),
        "{}",
        page.status
    );
}
