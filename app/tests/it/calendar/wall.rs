//! The second wall by itself.

use super::*;

/// Whether the database itself lets this actor's statements each change a row.
async fn straight(world: &World, who: Member, sql: &str) -> bool {
    let action = if who.centre.is_some() && who.role != Role::Steering {
        Action::ReadCalendar
    } else {
        Action::ManageOwnSignIn
    };
    let mut cx = acting(world, who.actor(), action).await.unwrap();
    match sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
        .execute(cx.db())
        .await
    {
        Ok(done) => done.rows_affected() == sql.split(';').count() as u64,
        Err(_) => false,
    }
}

fn told(what: &str, day: &str, centre: &str) -> String {
    format!(
        "insert into centre_day_change (centre_id, day, what, is_open, reason, changed_at, changed_by, idempotency_key)
         values ({centre}, '{day}', '{what}', false, 'Skäl', actor.moment(), actor.account_id(), gen_random_uuid())"
    )
}

#[tokio::test]
async fn the_second_wall_lets_who_leads_change_a_coming_day_of_their_own_centre_with_its_history() {
    let (world, here, lead) = house().await;
    let centre = "actor.centre_id()";
    let day = |day: &str, centre: &str| {
        format!(
            "insert into centre_day (centre_id, day, is_open, reason) values ({centre}, '{day}', false, 'Skäl')"
        )
    };
    let good = format!("{}; {}", told("added", MONDAY, centre), day(MONDAY, centre));
    assert!(straight(&world, lead, &good).await);
    let there = format!("'{}'", world.centre("kompetenscenter-oster").await);
    let colleague = world.member(here, Role::Manager).await;
    for (what, bad) in [
        ("without its history", day(MONDAY, centre)),
        (
            "with the history of another day",
            format!("{}; {}", told("added", "2026-11-24", centre), day(MONDAY, centre)),
        ),
        (
            "a day that is today",
            format!(
                "{}; {}",
                told("added", "2026-11-20", centre),
                day("2026-11-20", centre)
            ),
        ),
        (
            "history of a day that has been",
            told("added", "2026-11-19", centre),
        ),
        (
            "history of a day too far ahead",
            told("added", "2028-05-21", centre),
        ),
        ("history of another centre", told("added", MONDAY, &there)),
        (
            "history in somebody else’s name",
            told("added", MONDAY, centre).replace("actor.account_id()", &format!("'{}'", colleague.account)),
        ),
    ] {
        assert!(!straight(&world, lead, &bad).await, "{what}");
    }
    for role in [
        Role::Reception,
        Role::Coach,
        Role::Recruiter,
        Role::Specialist,
        Role::Steering,
    ] {
        let who = world.member(here, role).await;
        assert!(!straight(&world, who, &good).await, "{role:?}");
    }
    let worker = world.outsider("soc-bergsjon", Role::CaseWorker).await;
    assert!(!straight(&world, worker, &good).await, "an agency");

    add(&world, lead, (MONDAY, "closed", "Skäl")).await.unwrap();
    let gone = format!("delete from centre_day where day = '{MONDAY}'");
    let with_history = format!("{}; {gone}", told("taken_back", MONDAY, centre));
    assert!(
        !straight(&world, lead, &gone).await,
        "taken back without its history"
    );
    for sql in [
        "update centre_day set reason = 'Annat'",
        "update centre_day_change set reason = 'Annat'",
        "delete from centre_day_change",
        "truncate centre_day",
    ] {
        assert!(!straight(&world, lead, sql).await, "{sql}");
    }
    let theirs = world
        .member(world.centre("kompetenscenter-oster").await, Role::Manager)
        .await;
    let at_ours = with_history.replace(centre, &format!("'{here}'"));
    assert!(!straight(&world, theirs, &at_ours).await, "another centre");
    assert!(straight(&world, lead, &with_history).await);
    // History stays even for the owner.
    assert!(
        sqlx::query("delete from centre_day_change")
            .execute(&world.db.owner)
            .await
            .is_err(),
        "append-only"
    );

    // A role that has ended since the session began.
    sqlx::query("update staff_role set valid_to = '2026-11-19' where staff_id = $1")
        .bind(lead.id.as_uuid())
        .execute(&world.db.owner)
        .await
        .unwrap();
    assert_eq!(
        add(&world, lead, ("2026-11-24", "closed", "Skäl")).await,
        Err(AppError::NotSignedIn)
    );
    assert!(!straight(&world, lead, &with_history).await);
}
