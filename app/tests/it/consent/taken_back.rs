//! Taking back: at once, what and whose, and what was told stays (C2).

use super::*;

#[tokio::test]
async fn withdrawn_is_closed_from_the_next_request_on_and_what_was_told_stays() {
    let Cast {
        world,
        who,
        desk,
        worker,
        ..
    } = cast().await;
    let form = Form::paper(
        &world,
        "soc-bergsjon",
        &["to_agency.enrolment", "to_agency.contact", "from_agency.planning"],
    );
    take(&world, desk, who, &form).await.unwrap();
    take(
        &world,
        desk,
        who,
        &Form::paper(&world, "af-svingeln", &["to_agency.enrolment"]),
    )
    .await
    .unwrap();
    let mut cx = about(&world, worker.actor(), Action::OpenRecord, who)
        .await
        .unwrap();
    record_disclosure(&mut cx, Category::Enrolment).await.unwrap();
    assert_eq!(
        record_disclosure(&mut cx, Category::Plan).await,
        Err(AppError::Closed(Denial::NoConsent)),
        "told under no consent"
    );
    cx.commit().await.unwrap();

    // One of them: the others stand.
    let page = party(&world, who, "soc-bergsjon").await;
    let contact = page
        .agreed
        .iter()
        .find(|a| a.category == Category::Contact)
        .unwrap();
    assert_eq!(withdraw(&world, who, &contact.id, "").await, Ok(1));
    let cx = about(&world, worker.actor(), Action::OpenRecord, who)
        .await
        .unwrap();
    assert_eq!(cx.may(Cell::ContactCard, Verb::Read), Err(Denial::NoConsent));
    drop(cx);
    assert_eq!(
        rows(&world, worker.actor(), "consent", who).await,
        3,
        "its own party's, history and all"
    );

    // All of the party's.
    world.at("2026-11-21T10:00:00Z");
    assert_eq!(withdraw(&world, who, "", "soc-bergsjon").await, Ok(2));
    assert_eq!(may_know(&world, worker, who).await, Err(AppError::NotFound));
    for table in ["person", "consent", "consent_withdrawal", "contact", "enrolment"] {
        assert_eq!(rows(&world, worker.actor(), table, who).await, 0, "{table}");
    }
    let page = party(&world, who, "soc-bergsjon").await;
    assert!(page.agreed.is_empty());
    assert_eq!(page.told.len(), 1, "what was told before stays listed");
    assert_eq!(
        (page.told[0].category, page.told[0].day.as_str()),
        (Category::Enrolment, "20 november")
    );
    assert_eq!(
        categories(&party(&world, who, "af-svingeln").await),
        [Category::Enrolment]
    );

    // Once more changes nothing.
    assert_eq!(withdraw(&world, who, "", "soc-bergsjon").await, Ok(0));
    assert_eq!(withdraw(&world, who, &contact.id, "").await, Ok(0));
    assert_eq!(world.count("select count(*) from consent_withdrawal").await, 3);
    let ledger =
        "select count(*) from ledger where event = 'consent_withdrawn' and concerns_on = '2026-11-21'";
    assert_eq!(world.count(ledger).await, 2);
    // And it can be given again.
    let again = Form::drawn(&world, "soc-bergsjon", &["to_agency.enrolment"]);
    assert!(give(&world, who, &again).await.unwrap().signature.is_some());
    assert_eq!(may_know(&world, worker, who).await, Ok(()));
}

#[tokio::test]
async fn withdrawing_says_what_and_whose_or_nothing_happens() {
    let Cast {
        world,
        centre,
        who,
        desk,
        ..
    } = cast().await;
    take(
        &world,
        desk,
        who,
        &Form::paper(&world, "soc-bergsjon", &["to_agency.plan"]),
    )
    .await
    .unwrap();
    let id = party(&world, who, "soc-bergsjon").await.agreed[0].id.clone();
    let somebody = world.enrolled(centre).await;
    assert_eq!(
        withdraw(&world, somebody, &id, "").await,
        Err(AppError::NotFound),
        "somebody else's"
    );
    assert_eq!(
        withdraw(&world, somebody, "", "soc-bergsjon").await,
        Err(AppError::NotFound)
    );
    assert_eq!(
        withdraw(&world, who, "", "fk-gamlestaden").await,
        Err(AppError::NotFound)
    );
    for (consent, agency) in [("", ""), ("x", ""), (id.as_str(), "soc-bergsjon")] {
        assert_eq!(
            withdraw(&world, who, consent, agency).await,
            Err(AppError::Unreadable)
        );
    }
    // Not even by a slip in the first wall: the second holds it.
    let mut cx = own(&world, somebody, Action::GiveOwnConsent).await;
    assert!(withdrawing::withdraw(&mut cx, who.id, &id, "").await.is_err());
    drop(cx);
    let mut cx = own(&world, somebody, Action::GiveOwnConsent).await;
    let theirs = Form::drawn(&world, "soc-bergsjon", &["to_agency.outcome"]);
    assert!(
        giving::give(&mut cx, who.id, None, &theirs.asked())
            .await
            .is_err()
    );
    drop(cx);
    assert_eq!(world.count("select count(*) from consent_withdrawal").await, 0);
    assert_eq!(world.count("select count(*) from consent").await, 1);
}

#[tokio::test]
async fn fifty_withdrawals_at_once_are_one() {
    let Cast { world, who, desk, .. } = cast().await;
    let world = Arc::new(world);
    take(
        &world,
        desk,
        who,
        &Form::paper(&world, "soc-bergsjon", &["to_agency.plan"]),
    )
    .await
    .unwrap();
    let mut presses = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let world = world.clone();
        presses.spawn(async move { withdraw(&world, who, "", "soc-bergsjon").await.unwrap() });
    }
    assert_eq!(presses.join_all().await.iter().sum::<u64>(), 1);
    assert_eq!(
        world
            .count("select count(*) from ledger where event = 'consent_withdrawn'")
            .await,
        1
    );
}
