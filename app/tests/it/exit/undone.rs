//! A wrong exit is corrected or taken back, in time and never into a full house (X3).

use super::*;

#[tokio::test]
async fn a_wrong_exit_is_corrected_and_taken_back_and_the_books_balance() {
    let s = Stage::new().await;
    s.exit().await;
    s.world.at("2026-11-24T09:00:00Z");
    // The coach whom they had goes on answering for it, though the assignment has ended; a colleague does not.
    let shown = page(&s.world, s.coach, s.who).await.unwrap();
    assert!(shown.may_write && !shown.open && shown.reopen_until.is_none());
    record(
        &s.world,
        s.coach,
        s.who,
        s.world.key(),
        shown.was,
        &left("illness", "2026-11-19"),
    )
    .await
    .unwrap();
    // Somebody who read the page before that meets it.
    assert_eq!(
        record(
            &s.world,
            s.lead,
            s.who,
            s.world.key(),
            shown.was,
            &left("other", "2026-11-20")
        )
        .await,
        Err(AppError::Conflict)
    );
    assert_eq!(
        s.world
            .count("select count(*) from follow_up_task where due_on = '2027-02-19'")
            .await,
        1
    );
    let asked = Asked {
        until: "2026-11-30".into(),
        known: "2026-11-30".into(),
        small: true,
    };
    let figures = || async {
        let visitor = s.world.visitor(Some(s.lead.actor()));
        let cx = Ctx::begin_for(s.world.state.clone(), visitor, Action::ReadFigures)
            .await
            .unwrap();
        app::figures::figures(&cx, &asked).await.unwrap()
    };
    let found = figures().await;
    assert!(found.adds_up);
    assert_eq!(found.together.left, Cell::Shown(1));
    let of = |outcome: Outcome| {
        let way = Left::Exit(outcome);
        let period = &found.periods[0];
        period.outcomes.iter().find(|(o, _)| *o == way).unwrap().1
    };
    assert_eq!(
        (of(Outcome::Illness), of(Outcome::Moved)),
        (Cell::Shown(1), Cell::Shown(0))
    );

    assert_eq!(reopen(&s.world, s.coach, s.who).await, Err(AppError::NotFound));
    reopen(&s.world, s.lead, s.who).await.unwrap();
    assert_eq!(
        s.world
            .count("select count(*) from enrolment where ended_on is null")
            .await,
        1
    );
    assert_eq!(
        s.world
            .count("select count(*) from follow_up_task where stage = 'void'")
            .await,
        3
    );
    let found = figures().await;
    assert!(found.adds_up);
    assert_eq!(
        (found.together.left, found.enrolled_now),
        (Cell::Shown(0), Cell::Shown(1))
    );
    // The coach has them again, and a second exit is a new record with follow-ups of its own.
    record(
        &s.world,
        s.coach,
        s.who,
        s.world.key(),
        0,
        &left("moved", "2026-11-24"),
    )
    .await
    .unwrap();
    assert_eq!(s.world.count("select max(no)::bigint from exit_record").await, 4);
    assert_eq!(
        s.world
            .count("select count(*) from follow_up_task where stage = 'open'")
            .await,
        3
    );
    let latest = s
        .text("select kind from exit_record where enrolment_id = $1 order by no desc limit 1")
        .await;
    assert_eq!(latest.as_deref(), Some("exit"));
}

#[tokio::test]
async fn it_is_too_late_after_fourteen_days_and_once_the_person_is_enrolled_anew() {
    let s = Stage::new().await;
    s.exit().await;
    s.world.at("2026-12-05T09:00:00Z");
    let late = |why| {
        Err(AppError::After {
            field: Field::Outcome,
            why,
        })
    };
    assert_eq!(reopen(&s.world, s.lead, s.who).await, late(AfterRefusal::TooLate));
    s.world.at("2026-12-04T09:00:00Z");
    assert!(
        page(&s.world, s.lead, s.who)
            .await
            .unwrap()
            .reopen_until
            .is_some()
    );
    s.world
        .enrol(s.who, s.centre, "2026-12-01".parse().unwrap())
        .await;
    let mut cx = about(&s.world, s.lead, s.who, Action::HandleExit).await.unwrap();
    let code: String = sqlx::query_scalar("select access.reopen_exit($1, gen_random_uuid())")
        .bind(s.enrolment.as_uuid())
        .fetch_one(cx.db())
        .await
        .unwrap();
    assert_eq!(code, "enrolled_anew");
    // The new enrolment's page shows the one before it; another centre's shows nothing of this one.
    let shown = page(&s.world, s.lead, s.who).await.unwrap();
    assert!(shown.open);
    assert_eq!(shown.earlier.len(), 1);
    assert!(
        shown.earlier[0].ends_with(outcome_word(Outcome::Moved, Lang::Sv)),
        "{:?}",
        shown.earlier
    );
    let there = s.world.centre("kompetenscenter-oster").await;
    s.world.enrol(s.who, there, "2026-12-01".parse().unwrap()).await;
    let elsewhere = s.world.member(there, Role::TeamLeader).await;
    assert_eq!(
        page(&s.world, elsewhere, s.who).await.unwrap().earlier,
        Vec::<String>::new()
    );
    let mut cx = about(&s.world, elsewhere, s.who, Action::HandleExit)
        .await
        .unwrap();
    let seen: i64 = sqlx::query_scalar("select count(*) from exit_record")
        .fetch_one(cx.db())
        .await
        .unwrap();
    assert_eq!(seen, 0);
}

#[tokio::test]
async fn a_term_that_has_passed_is_closed_once_with_its_own_day_after_a_stop_too() {
    let s = Stage::new().await;
    // The world's term is 180 days: to 2027-04-30.
    s.world.at("2027-04-30T21:00:00Z");
    assert_eq!(jobs::pass(&s.world.state).await.unwrap(), (0, 0));
    s.world.at("2027-05-14T06:00:00Z");
    // The term is longer by three keys alone (X1): neither an exit nor its correction goes past it.
    let outside = Err(AppError::After {
        field: Field::EndedOn,
        why: AfterRefusal::DayOutside,
    });
    let past = left("moved", "2027-05-05");
    assert_eq!(
        record(&s.world, s.lead, s.who, s.world.key(), 0, &past).await,
        outside
    );
    assert_eq!(
        wall(
            &s,
            "select access.record_exit($1, gen_random_uuid(), 'moved', '2027-05-05', null, null, null)"
        )
        .await,
        "day"
    );
    let (a, b) = tokio::join!(jobs::pass(&s.world.state), jobs::pass(&s.world.state));
    assert_eq!(a.unwrap().0 + b.unwrap().0, 1);
    assert_eq!(jobs::pass(&s.world.state).await.unwrap(), (0, 0));
    let row = sqlx::query(
        "select concerns_on::text, payload ->> 'outcome', recorded_by is null, recorded_at from ledger where event = 'exited'",
    )
    .fetch_all(&s.world.db.owner)
    .await
    .unwrap();
    assert_eq!(row.len(), 1);
    assert_eq!(row[0].get::<String, _>(0), "2027-04-30");
    assert_eq!(row[0].get::<String, _>(1), "time_limit");
    assert!(row[0].get::<bool, _>(2));
    let ended = s
        .text("select ended_on::text from enrolment where enrolment_id = $1")
        .await;
    assert_eq!(ended.as_deref(), Some("2027-04-30"));
    assert_eq!(
        record(&s.world, s.lead, s.who, s.world.key(), 1, &past).await,
        outside
    );
    assert_eq!(
        wall(
            &s,
            "select access.correct_exit($1, 1, gen_random_uuid(), 'moved', '2027-05-05', null, null, null)"
        )
        .await,
        "day"
    );
}

/// What the second wall says by itself to the team leader.
async fn wall(s: &Stage, sql: &'static str) -> String {
    let mut cx = about(&s.world, s.lead, s.who, Action::HandleExit).await.unwrap();
    let code: String = sqlx::query_scalar(sql)
        .bind(s.enrolment.as_uuid())
        .fetch_one(cx.db())
        .await
        .unwrap();
    cx.commit().await.unwrap();
    code
}

#[tokio::test]
async fn an_exit_is_not_taken_back_into_a_full_house_or_beside_a_new_enrolment() {
    let s = Stage::new().await;
    s.exit().await;
    let told = |why| {
        Err(AppError::After {
            field: Field::Outcome,
            why,
        })
    };
    // One place in the house, and somebody who has not come yet is held it (E3).
    sqlx::query(
        "insert into programme_version (programme_version_id, programme_id, version, valid_from, rules, source, created_at)
         select gen_random_uuid(), programme_id, 2, date '2026-11-01', rules || '{\"capacity\": 1}', 'test', now()
         from programme_version join programme using (programme_id) where code = 'arbetsforum' and version = 1",
    )
    .execute(&s.world.db.owner)
    .await
    .unwrap();
    let sender = s.world.outsider("soc-bergsjon", Role::CaseWorker).await;
    sqlx::query(
        "insert into referral (referral_id, programme_id, programme_version_id, centre_id, agency_id, staff_id, referred_at,
                               entry_group, given_name, family_name, birth_year, told_terms_on, state, placed_on,
                               period_start, place_no)
         select gen_random_uuid(), e.programme_id, e.programme_version_id, e.centre_id, $2, $3, e.created_at,
                'new_applicants', 'Ny', 'Prov', 1990, date '2026-11-20', 'placed', date '2026-11-20', date '2026-11-01', 1
         from enrolment e where e.enrolment_id = $1",
    )
    .bind(s.enrolment.as_uuid())
    .bind(sender.agency.unwrap().as_uuid())
    .bind(sender.id.as_uuid())
    .execute(&s.world.db.owner)
    .await
    .unwrap();
    assert_eq!(
        reopen(&s.world, s.lead, s.who).await,
        told(AfterRefusal::HouseFull)
    );
    sqlx::query(
        "update referral set state = 'withdrawn', decided_at = referred_at, placed_on = null, period_start = null, place_no = null",
    )
    .execute(&s.world.db.owner)
    .await
    .unwrap();
    // The desk enrols the person anew at this very moment: the one waits for the other.
    let mut desk = s.world.db.owner.begin().await.unwrap();
    sqlx::query(
        "insert into enrolment (enrolment_id, person_id, programme_id, programme_version_id, centre_id, enrolled_on, created_at)
         select gen_random_uuid(), person_id, programme_id, programme_version_id, centre_id, date '2026-11-20', created_at
         from enrolment where enrolment_id = $1",
    )
    .bind(s.enrolment.as_uuid())
    .execute(&mut *desk)
    .await
    .unwrap();
    let waited = async {
        let waits = "select count(*) from pg_locks where not granted and locktype = 'advisory'
                       and database = (select oid from pg_database where datname = current_database())";
        for _ in 0..500 {
            if s.world.count(waits).await > 0 {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        desk.commit().await.unwrap();
    };
    let (back, ()) = tokio::join!(reopen(&s.world, s.lead, s.who), waited);
    assert_eq!(back, told(AfterRefusal::EnrolledAnew));
}

#[tokio::test]
async fn the_coach_whom_they_had_goes_on_whatever_last_day_is_told() {
    let s = Stage::new().await;
    // The coach began after the last day that is told, and is theirs on the day on which it is.
    sqlx::query("update assignment set valid_from = '2026-11-18'")
        .execute(&s.world.db.owner)
        .await
        .unwrap();
    let (key, ill) = (s.world.key(), left("illness", "2026-11-16"));
    record(&s.world, s.coach, s.who, key, 0, &ill).await.unwrap();
    let shown = page(&s.world, s.coach, s.who).await.unwrap();
    assert!(shown.may_write);
    // Put right to a day after the one on which assignments ended.
    s.world.at("2026-11-24T09:00:00Z");
    let (key, later) = (s.world.key(), left("illness", "2026-11-23"));
    record(&s.world, s.coach, s.who, key, shown.was, &later)
        .await
        .unwrap();
    assert!(page(&s.world, s.coach, s.who).await.unwrap().may_write);
    s.world.at("2027-02-23T09:00:00Z");
    let rows = follow_ups(&s.world, s.coach).await.rows;
    assert!(rows.iter().any(|r| r.may_write && r.months == 3), "{rows:?}");
    // A colleague's it never was.
    let other = s.world.member(s.centre, Role::Coach).await;
    assert!(follow_ups(&s.world, other).await.rows.is_empty());
}
