//! Follow-ups fall due, are tried, answered and put right (X4).

use super::*;

async fn try_it(
    world: &World,
    who: Member,
    person: Person,
    (task, key): (&str, &str),
    said: (&str, &str, &str),
) -> Result<(), AppError> {
    let mut cx = about(world, who, person, Action::FollowUpAfterExit).await?;
    following::record(&mut cx, task, key, said).await?;
    cx.commit().await
}

#[tokio::test]
async fn follow_ups_fall_due_are_tried_and_who_is_not_reached_counts() {
    let s = Stage::new().await;
    s.exit().await;
    s.world.at("2027-02-10T09:00:00Z");
    let found = follow_ups(&s.world, s.coach).await;
    assert_eq!(
        found
            .rows
            .iter()
            .filter(|r| r.standing == Some(Standing::Due))
            .count(),
        1
    );
    let first = found.rows[0].clone();
    let refused = |field, why| Err(AppError::After { field, why });
    let press = |said| try_it(&s.world, s.coach, s.who, (&first.id, &first.key), said);
    assert_eq!(
        press(("2027-02-11", "phone", "")).await,
        refused(Field::TriedOn, AfterRefusal::AttemptDay)
    );
    assert_eq!(
        press(("2027-02-01", "phone", "")).await,
        refused(Field::TriedOn, AfterRefusal::AttemptDay)
    );
    assert_eq!(
        press(("2027-02-10", "pigeon", "")).await,
        Err(AppError::Unreadable)
    );
    // In vain, twice the same press: one attempt, and it stays open.
    for _ in 0..2 {
        press(("2027-02-10", "phone", "")).await.unwrap();
    }
    assert_eq!(s.world.count("select count(*) from follow_up_attempt").await, 1);
    assert_eq!(
        s.world
            .count("select count(*) from ledger where event = 'follow_up_tried' and concerns_on = '2027-02-10' and payload ->> 'how' = 'phone'")
            .await,
        1
    );
    s.world.at("2027-03-10T09:00:00Z");
    let found = follow_ups(&s.world, s.lead).await;
    assert_eq!(found.rows[0].standing, Some(Standing::Overdue));
    assert_eq!(found.rows[0].attempts.len(), 1);
    try_it(
        &s.world,
        s.lead,
        s.who,
        (&first.id, &found.rows[0].key),
        ("2027-03-10", "letter", "not_reached"),
    )
    .await
    .unwrap();
    let rate = follow_ups(&s.world, s.coach).await.rates[0].clone();
    assert_eq!(
        (rate.months, rate.onward, rate.of, rate.not_reached),
        (3, 0, 1, 1)
    );
    assert_eq!(
        s.world
            .count("select count(*) from ledger where event = 'followed_up' and payload - 'task' = '{\"months\": 3, \"reached\": false, \"result\": \"not_reached\"}'")
            .await,
        1
    );
    // Somebody else's coach sees none of it, the manager reads and does not write.
    let other = s.world.member(s.centre, Role::Coach).await;
    assert!(follow_ups(&s.world, other).await.rows.is_empty());
    let manager = s.world.member(s.centre, Role::Manager).await;
    let seen = follow_ups(&s.world, manager).await;
    assert!(!seen.rows.is_empty() && seen.rows.iter().all(|r| !r.may_write));
    s.world.at("2027-05-20T09:00:00Z");
    let next = follow_ups(&s.world, s.coach).await.rows[0].clone();
    for who in [other, manager] {
        let said = ("2027-05-20", "phone", "work");
        assert_eq!(
            try_it(&s.world, who, s.who, (&next.id, &next.key), said).await,
            Err(AppError::NotFound)
        );
    }
    let said = ("2027-05-20", "phone", "work");
    try_it(&s.world, s.coach, s.who, (&next.id, &next.key), said)
        .await
        .unwrap();
    let rates = follow_ups(&s.world, s.coach).await.rates;
    assert_eq!((rates[1].months, rates[1].onward, rates[1].of), (6, 1, 1));
}

#[tokio::test]
async fn a_wrong_answer_is_put_right_within_fourteen_days_and_told_anew() {
    let s = Stage::new().await;
    s.exit().await;
    s.world.at("2027-02-20T09:00:00Z");
    let first = follow_ups(&s.world, s.coach).await.rows[0].clone();
    assert_eq!(first.correctable, None, "there is no answer yet");
    let said = ("2027-02-20", "phone", "not_reached");
    try_it(&s.world, s.coach, s.who, (&first.id, &first.key), said)
        .await
        .unwrap();
    let press = |who: Member, was: &'static str, result: &'static str| {
        let (s, task) = (&s, &first.id);
        async move {
            let mut cx = about(&s.world, who, s.who, Action::FollowUpAfterExit).await?;
            following::correct(&mut cx, task, was, result).await?;
            cx.commit().await
        }
    };
    let other = s.world.member(s.centre, Role::Coach).await;
    assert_eq!(press(other, "not_reached", "work").await, Err(AppError::NotFound));
    // Somebody who read another answer meets the one that stands.
    assert_eq!(press(s.coach, "study", "work").await, Err(AppError::Conflict));
    for _ in 0..2 {
        press(s.coach, "not_reached", "work").await.unwrap();
    }
    let found = follow_ups(&s.world, s.coach).await;
    let row = found.rows.iter().find(|r| r.id == first.id).unwrap();
    assert_eq!(row.correctable.as_deref(), Some("work"));
    assert_eq!(
        row.attempts.len(),
        2,
        "the attempt as it was, and that the answer was put right"
    );
    let rate = &found.rates[0];
    assert_eq!((rate.onward, rate.of, rate.not_reached), (1, 1, 0));
    for sql in [
        "select count(*) from ledger c join ledger w on c.payload -> 'of' = to_jsonb(w.ledger_id)
         where c.event = 'corrected' and w.event = 'followed_up' and w.payload ->> 'result' = 'not_reached'",
        "select count(*) from ledger where event = 'followed_up' and concerns_on = '2027-02-20'
           and payload - 'task' = '{\"months\": 3, \"reached\": true, \"result\": \"work\"}'",
    ] {
        assert_eq!(s.world.count(sql).await, 1, "{sql}");
    }
    s.world.at("2027-03-07T09:00:00Z");
    let late = AppError::After {
        field: Field::Result,
        why: AfterRefusal::TooLate,
    };
    assert_eq!(press(s.coach, "work", "study").await, Err(late));
    let rows = follow_ups(&s.world, s.coach).await.rows;
    assert!(rows.iter().all(|r| r.correctable.is_none()));
}
