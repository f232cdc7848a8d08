//! Finding a person against a real database: by name as Swedish has it, by participant number, and by identity number at
//! the reception alone.

use crate::record::{IDENTITY, call, full, names, run, search};
use crate::world::{Member, World};
use app::kernel::policy::{Action, Role};
use app::kernel::{AppError, Ctx};
use app::record::api::find::{self, Hurdle};

#[tokio::test]
async fn the_search_knows_swedish_and_takes_every_letter_as_it_is() {
    let world = World::new().await;
    let (centre, other) = (
        world.centre("arbetsforum").await,
        world.centre("kompetenscenter-oster").await,
    );
    let reception = world.member(centre, Role::Reception).await;
    for (given, family) in [
        ("Åsa", "Öberg"),
        ("Asta", "Zetterlund"),
        ("Ärla", "Åkesson"),
        ("Per_1", "100%"),
    ] {
        let who = world.enrolled(centre).await;
        call(&world, who, given, family).await;
    }
    let elsewhere = world.enrolled(other).await;
    call(&world, elsewhere, "Åsa", "Annanstans").await;
    let former = world.enrolled(centre).await;
    call(&world, former, "Åsa", "Före").await;
    run(
        &world,
        "update enrolment set ended_on = '2026-11-10' where person_id = $1",
        former,
    )
    .await;

    let found = async |words: &str| search(&world, reception, words, 1).await;
    assert_eq!(names(&found("ÅSA").await), ["Åsa Före", "Åsa Öberg"]);
    assert_eq!(
        names(&found("a\u{30a}sa").await),
        ["Åsa Före", "Åsa Öberg"],
        "NFC"
    );
    assert_eq!(names(&found("öberg  ås").await), ["Åsa Öberg"], "in any order");
    // Swedish: Z before Å before Ö.
    assert_eq!(
        names(&found("a").await),
        ["Åsa Före", "Asta Zetterlund", "Ärla Åkesson", "Åsa Öberg"]
    );
    assert_eq!(names(&found("%").await), ["Per_1 100%"]);
    assert_eq!(names(&found("_").await), ["Per_1 100%"]);
    assert_eq!(names(&found("annanstans").await), Vec::<&str>::new());
    let hit = &found("före").await.people[0];
    assert!(hit.ended && hit.since == "Avslutad 10 november");
    assert!(!found("").await.asked, "nothing typed, nobody listed");

    let number: String =
        sqlx::query_scalar("select participant_number from person where family_name = 'Öberg'")
            .fetch_one(&world.db.owner)
            .await
            .unwrap();
    assert_eq!(names(&found(&number).await), ["Åsa Öberg"]);
    let hyphen = format!("{}-{}", &number[..6], &number[6..]);
    assert_eq!(names(&found(&hyphen).await), ["Åsa Öberg"]);
    let last = if number.ends_with('0') { '1' } else { '0' };
    let wrong = found(&format!("{}{last}", &number[..6])).await;
    assert_eq!((wrong.hurdle, wrong.asked), (Some(Hurdle::Mistyped), false));
    let refused = found("19900101-2385").await;
    assert_eq!(
        (refused.hurdle, refused.asked),
        (Some(Hurdle::IdentityNumber), false)
    );
}

#[tokio::test]
async fn what_is_found_is_paged_counted_and_logged_person_by_person() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let lead = world.member(centre, Role::TeamLeader).await;
    for _ in 0..27 {
        world.enrolled(centre).await;
    }
    let first = search(&world, lead, "prov", 1).await;
    assert_eq!((first.total, first.pages, first.people.len()), (27, 2, 25));
    let second = search(&world, lead, "prov", 2).await;
    assert_eq!(second.people.len(), 2);
    assert!(second.people.iter().all(|hit| !first.people.contains(hit)));
    let beyond = search(&world, lead, "prov", 99).await;
    assert_eq!((beyond.page, beyond.people.len()), (2, 2));
    let logged: Vec<i32> = sqlx::query_scalar(
        "select cardinality(person_ids) from access_log where action = 'find_person' order by access_log_id",
    )
    .fetch_all(&world.db.owner)
    .await
    .unwrap();
    assert_eq!(logged, [25, 2, 2]);
}

#[tokio::test]
async fn the_reception_alone_finds_by_identity_number() {
    let world = World::new().await;
    let centre = world.centre("arbetsforum").await;
    let coach = world.member(centre, Role::Coach).await;
    let reception = world.member(centre, Role::Reception).await;
    let who = full(&world, centre, coach).await;
    let find = async |member: Member, typed: &str| {
        let visitor = world.visitor(Some(member.actor()));
        let mut cx = Ctx::begin_for(world.state.clone(), visitor, Action::FindPerson)
            .await
            .unwrap();
        let to = find::server::find_by_identity_number(&mut cx, typed).await?;
        cx.commit().await?;
        Ok::<_, AppError>(to)
    };
    let record = format!("/deltagare/{}", who.id);
    for typed in [IDENTITY, "900101-2385", " 19900101-2385 "] {
        assert_eq!(find(reception, typed).await.unwrap(), record, "{typed}");
    }
    assert_eq!(
        find(reception, "199001012386").await.unwrap(),
        "/sok?hinder=inget-personnummer"
    );
    assert_eq!(
        find(reception, "200002292399").await.unwrap(),
        "/sok?hinder=ingen"
    );
    assert_eq!(find(coach, IDENTITY).await, Err(AppError::NotFound));
    run(
        &world,
        "update person set protected_level = 1 where person_id = $1",
        who,
    )
    .await;
    assert_eq!(find(reception, IDENTITY).await.unwrap(), "/sok?hinder=ingen");
    let denied = "select count(*) from access_log where not permitted and action = 'find_person'";
    assert_eq!(world.count(denied).await, 1);
    let kept = "select count(*) from access_log l where l::text like '%2385%'";
    assert_eq!(world.count(kept).await, 0);
}
