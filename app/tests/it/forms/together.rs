//! A device that is locked to one person has that form and nothing else (X2).

use super::*;

#[tokio::test]
async fn a_locked_device_has_the_form_and_nothing_else() {
    let s = Stage::new().await;
    s.say(s.who.actor(), "start", &[("near", "2")]).await.unwrap();
    // In the code: every action but its own two.
    for action in Action::ALL {
        let begun = s.begin(s.joint(), action).await.is_ok();
        let own = matches!(action, Action::AnswerTogether | Action::ConfirmOneself);
        assert_eq!(begun, own, "{action:?}");
        let about = Ctx::begin_about_for(
            s.world.state.clone(),
            s.world.visitor(Some(s.joint())),
            action,
            s.who.id,
            None,
        )
        .await;
        assert!(about.is_err(), "{action:?} about the person");
    }
    // In the database: of every table that the web role may read and that is about people, no row but the form's. Account
    // and session are read before anybody is known (decision 017).
    let tables: Vec<String> = sqlx::query_scalar(
        "select distinct c.relname::text from pg_class c join pg_attribute a on a.attrelid = c.oid
           and a.attname in ('person_id', 'person_ids') and a.attnum > 0
         where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
           and has_table_privilege('arbetsforum_web', c.oid, 'select') and c.relrowsecurity
           and c.relname not in ('account', 'session') order by 1",
    )
    .fetch_all(&s.world.db.owner)
    .await
    .unwrap();
    assert!(tables.len() > 30);
    let mut cx = s.begin(s.joint(), Action::AnswerTogether).await.unwrap();
    for table in tables {
        let count: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(format!("select count(*) from {table}")))
            .fetch_one(cx.db())
            .await
            .unwrap();
        assert_eq!(count, i64::from(table == "form_entry"), "{table}");
    }
    drop(cx);
    // Another person's form is not there; what is read here is seen as the colleague's.
    let other = s.world.person().await;
    let enrolment = s
        .world
        .enrol(other, s.centre, "2026-11-09".parse().unwrap())
        .await;
    s.world.assign(other, enrolment, s.coach).await;
    let forms = s.own(s.joint()).await.unwrap();
    assert_eq!(forms.lives.len(), 1);
    assert_eq!(forms.lives[0].enrolment, s.enrolment.to_string());
    let seen = "select count(*) from access_log where permitted and action = 'answer_together' and staff_id is not null
                and actor_kind = 'joint' and categories = '{forms}'";
    assert!(s.world.count(seen).await > 0);
}

#[tokio::test]
async fn a_device_is_locked_out_once_the_colleague_works_with_the_person_no_more() {
    let s = Stage::new().await;
    let sent = s.sent(s.joint(), "start", &[("near", "2")]).await;
    sqlx::query("update assignment set valid_to = '2026-11-19'")
        .execute(&s.world.db.owner)
        .await
        .unwrap();
    assert_eq!(s.own(s.joint()).await, Err(AppError::NotFound));
    assert_eq!(s.fill(s.joint(), &sent).await, Err(AppError::NotFound));
    assert_eq!(s.entries().await, 0);
    // A colleague that the person never had.
    let stranger = s.world.member(s.centre, Role::Coach).await;
    let actor = joint(stranger, s.centre, s.who);
    assert_eq!(s.own(actor).await, Err(AppError::NotFound));
}

#[tokio::test]
async fn a_locked_device_neither_reads_nor_writes_the_form_of_another_enrolment() {
    let s = Stage::new().await;
    let elsewhere = s.world.centre("arbvux").await;
    let other = s
        .world
        .enrol(s.who, elsewhere, "2026-11-16".parse().unwrap())
        .await;
    let theirs = s.world.member(elsewhere, Role::Coach).await;
    s.world.assign(s.who, other, theirs).await;
    let me = s.who.actor();
    let sent = s.sent_of(me, other, "start", &[("near", "4")]).await;
    s.fill(me, &sent).await.unwrap();

    let here = s.own(s.joint()).await.unwrap();
    let shown: Vec<_> = here.lives.iter().map(|l| l.enrolment.clone()).collect();
    assert_eq!(shown, [s.enrolment.to_string()]);
    let over = Sent {
        was: 1,
        key: s.world.key().to_string(),
        answers: typed(&[("near", "1")]),
        ..sent.clone()
    };
    assert_eq!(s.fill(s.joint(), &over).await, Err(AppError::NotFound));
    // The second wall alone.
    let mut cx = s.begin(s.joint(), Action::AnswerTogether).await.unwrap();
    let rows: i64 = sqlx::query_scalar("select count(*) from form_entry")
        .fetch_one(cx.db())
        .await
        .unwrap();
    assert_eq!(rows, 0);
    let code: String = sqlx::query_scalar(
        "select access.fill_form(gen_random_uuid(), $1, 'start', 1, $2, '{\"near\": 1}', gen_random_uuid())",
    )
    .bind(other.as_uuid())
    .bind(sent.version.parse::<uuid::Uuid>().unwrap())
    .fetch_one(cx.db())
    .await
    .unwrap();
    assert_eq!(code, "hidden");
    drop(cx);
    assert_eq!(s.entries().await, 1);
    // There it is open.
    let there = joint(theirs, elsewhere, s.who);
    assert_eq!(s.own(there).await.unwrap().lives[0].enrolment, other.to_string());
    // Who works with them in another way has no form to fill in with them.
    sqlx::query("update assignment set kind = 'recruiter' where staff_id = $1")
        .bind(theirs.id.as_uuid())
        .execute(&s.world.db.owner)
        .await
        .unwrap();
    assert_eq!(s.own(there).await, Err(AppError::NotFound));
}

#[tokio::test]
async fn a_locked_device_is_closed_to_somebody_who_is_protected_meanwhile() {
    let s = Stage::new().await;
    let sent = s.sent(s.joint(), "start", &[("near", "2")]).await;
    sqlx::query("update person set protected_level = 1 where person_id = $1")
        .bind(s.who.id.as_uuid())
        .execute(&s.world.db.owner)
        .await
        .unwrap();
    assert_eq!(s.own(s.joint()).await, Err(AppError::NotFound));
    assert_eq!(s.fill(s.joint(), &sent).await, Err(AppError::NotFound));
    assert_eq!(s.entries().await, 0);
    // A coach who is named for them goes on.
    sqlx::query(
        "insert into protected_named (protected_named_id, person_id, staff_id, named_at, named_by)
         values (gen_random_uuid(), $1, $2, now(), $3)",
    )
    .bind(s.who.id.as_uuid())
    .bind(s.coach.id.as_uuid())
    .bind(s.coach.account.as_uuid())
    .execute(&s.world.db.owner)
    .await
    .unwrap();
    s.fill(s.joint(), &sent).await.unwrap();
}

#[tokio::test]
async fn the_exit_form_is_filled_together_with_the_coach_of_the_last_day_for_thirty_days() {
    let s = Stage::new().await;
    // As an exit leaves it.
    for sql in [
        "update enrolment set ended_on = '2026-11-20'",
        "update assignment set valid_to = '2026-11-20'",
    ] {
        sqlx::query(sql).execute(&s.world.db.owner).await.unwrap();
    }
    s.world.at("2026-12-20T12:00:00Z");
    let read = s.of(s.coach).await.unwrap();
    assert!(read.may_fill && card(&read.lives[0].cards, "exit").open);
    let denied = "select count(*) from access_log where not permitted";
    assert_eq!(s.world.count(denied).await, 0);
    s.say(s.joint(), "exit", &[("near", "5")]).await.unwrap();
    let read = s.of(s.coach).await.unwrap();
    assert_eq!(card(&read.lives[0].cards, "exit").said[0].answer, "5 av 5");
    let another = s.world.member(s.centre, Role::Coach).await;
    assert!(s.of(another).await.is_err());
    assert_eq!(
        s.own(joint(another, s.centre, s.who)).await,
        Err(AppError::NotFound)
    );
    s.world.at("2026-12-21T12:00:00Z");
    assert!(s.of(s.coach).await.is_err());
    assert_eq!(s.own(s.joint()).await, Err(AppError::NotFound));
}
