//! What holds of the demonstration whatever the day it is made.

use super::number;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::civil_time::{civil_day, clock_hm};
use domain::month_term::last_day;
use domain::workdays::is_national_working_day;
use sqlx::{AssertSqlSafe, PgPool};
use std::collections::BTreeSet;
use uuid::Uuid;

const FACTS: &str = include_str!("../../../domain/tests/facts/identity-numbers.csv");

/// Says which rule is broken, if the query finds a row.
async fn none(pool: &PgPool, rule: &str, sql: &'static str) {
    let found: Vec<String> =
        sqlx::query_scalar(AssertSqlSafe(format!("select x::text from ({sql}) x limit 5")))
            .fetch_all(pool)
            .await
            .unwrap();
    assert!(found.is_empty(), "{rule}: {found:?}");
}

/// Nothing impossible has happened.
pub async fn hold(pool: &PgPool, now: DateTime<Utc>) {
    let today = civil_day(now);
    // The queries speak of now and today by these.
    sqlx::raw_sql(AssertSqlSafe(format!(
        "create or replace view clock as select timestamptz '{now}' as now, date '{today}' as today"
    )))
    .execute(pool)
    .await
    .unwrap();

    none(pool, "A stamp and its ledger row", "select attendance_id from attendance a full join
        (select * from ledger where event = 'attended') l on l.payload ->> 'attendance_id' = a.attendance_id::text
        where (a.enrolment_id, a.day, a.recorded_at, a.recorded_by, a.method)
           is distinct from (l.enrolment_id, l.concerns_on, l.recorded_at, l.recorded_by, l.payload ->> 'method')").await;
    none(pool, "An absence and its ledger row", "select absence_id from absence a full join
        (select * from ledger where event = 'absent') l on l.payload ->> 'absence_id' = a.absence_id::text
        where (a.enrolment_id, a.day, a.created_at) is distinct from (l.enrolment_id, l.concerns_on, l.recorded_at)").await;
    none(pool, "A correction and its ledger row", "select c.attendance_id, count(*) from attendance_correction c group by 1
        except select (payload ->> 'attendance_id')::uuid, count(*) from ledger where event = 'attendance_corrected' group by 1").await;
    none(
        pool,
        "Enrolled, and exited where it ended",
        "select e.enrolment_id from enrolment e
        left join ledger b on b.enrolment_id = e.enrolment_id and b.event = 'enrolled'
        left join ledger x on x.enrolment_id = e.enrolment_id and x.event = 'exited'
        where b.concerns_on is distinct from e.enrolled_on or x.concerns_on is distinct from e.ended_on
           or (x.ledger_id is not null and x.payload ->> 'outcome' is null)",
    )
    .await;
    none(pool, "Each assignment in the ledger", "select a.assignment_id from assignment a where not exists (select from ledger l
        where l.event = 'assigned' and l.payload ->> 'assignment_id' = a.assignment_id::text and l.enrolment_id = a.enrolment_id)").await;
    none(
        pool,
        "Nobody comes before or after",
        "select a.attendance_id from attendance a join enrolment e using (enrolment_id)
        where a.day <= e.enrolled_on or a.day > coalesce(e.ended_on, a.day) or a.attended_at < e.created_at",
    )
    .await;
    none(
        pool,
        "Nobody is away before or after",
        "select a.absence_id from absence a join enrolment e using (enrolment_id)
        where a.day <= e.enrolled_on or a.day > coalesce(e.ended_on, a.day) or a.created_at < e.created_at",
    )
    .await;
    none(
        pool,
        "Not both there and away",
        "select enrolment_id, day from attendance join absence using (enrolment_id, day)",
    )
    .await;
    none(pool, "Nothing is in the future", "select x.t, clock.now from clock, lateral (
        select attended_at as t from attendance union all select created_at from absence union all select recorded_at from ledger
        union all select changed_at from plan_history union all select updated_at from activity union all select updated_at from plan
        union all select corrected_at from attendance_correction union all select created_at from person
        union all select created_at from enrolment union all select created_at from credential) x where x.t > clock.now").await;
    none(pool, "No day is after today", "select x.day, clock.today from clock, lateral (select day from attendance union all select day from absence
        union all select enrolled_on from enrolment union all select done_on from activity) x where x.day > clock.today").await;
    none(
        pool,
        "One open enrolment a person and programme (E6)",
        "select person_id, programme_id from enrolment
        where ended_on is null group by 1, 2 having count(*) > 1",
    )
    .await;
    none(
        pool,
        "One coach each",
        "select e.enrolment_id from enrolment e left join assignment a
        on a.enrolment_id = e.enrolment_id and a.kind = 'coach' and a.valid_to is null
        where e.ended_on is null group by 1 having count(a.assignment_id) <> 1",
    )
    .await;
    none(pool, "A steady load", "select staff_id, count(*) from assignment join centre using (centre_id)
        where kind = 'coach' and valid_to is null and code = 'arbetsforum' group by 1 having count(*) not between 20 and 30").await;
    none(
        pool,
        "The ledger is in its order",
        "select ledger_id from (select ledger_id, recorded_at,
        lag(recorded_at) over (order by ledger_id) as before from ledger) l where recorded_at < before",
    )
    .await;
    none(pool, "The statuses of history lead to the status", "select a.activity_id from activity a
        where a.status <> coalesce((select h.change -> 'status' ->> 1 from plan_history h
            where h.activity_id = a.activity_id and h.change ? 'status' order by plan_history_id desc limit 1), 'idea')
           or not exists (select from plan_history h where h.activity_id = a.activity_id and h.change ? 'added')").await;
    none(pool, "Each status follows the one before", "select plan_history_id from (select plan_history_id,
        change -> 'status' ->> 0 as \"from\", coalesce(lag(change -> 'status' ->> 1) over w, 'idea') as was, changed_at, lag(changed_at) over w as before
        from plan_history where change ? 'status' window w as (partition by activity_id order by plan_history_id)) h
        where \"from\" <> was or changed_at < before").await;
    none(pool, "A revision for each answer", "select p.plan_id from plan p
        where p.revision <> 1 + (select count(*) from plan_history h where h.plan_id = p.plan_id and h.change ? 'answers_before')").await;
    none(
        pool,
        "A contact and its ledger row (K4)",
        "select r.referral_id from referral r
        left join ledger l on l.referral_id = r.referral_id and l.event = 'contacted'
        where r.contacted_on is distinct from l.concerns_on
           or l.recorded_at < r.referred_at or r.contacted_on > coalesce((r.decided_at at time zone 'Europe/Stockholm')::date, r.contacted_on)",
    )
    .await;
    none(
        pool,
        "A reason and its ledger row",
        "select coalesce(referral_id, enrolment_id), clock, reason, given_at from promise_reason
        except select coalesce(referral_id, enrolment_id), payload ->> 'clock', payload ->> 'reason', recorded_at
        from ledger where event = 'promise_explained'",
    )
    .await;
    none(
        pool,
        "Whoever became an enrolment was referred",
        "select r.referral_id from referral r where r.enrolment_id is not null and not exists (select from ledger l
        where l.referral_id = r.referral_id and l.event = 'referred')",
    )
    .await;
    none(
        pool,
        "A recruiter's step has a recruiter",
        "select activity_id from activity where doer = 'recruiter' and doer_staff_id is null",
    )
    .await;

    let open = number(pool, "select count(*) from enrolment join centre using (centre_id) where ended_on is null and code = 'arbetsforum'").await;
    let exited = number(pool, "select count(*) from enrolment where ended_on is not null").await;
    assert_eq!((open, exited), (216, 120));
    terms(pool, today).await;
    days(pool, now).await;

    let published: BTreeSet<&str> = FACTS
        .lines()
        .filter_map(|line| line.split_once(','))
        .filter(|(_, verdict)| matches!(*verdict, "personnummer" | "samordningsnummer"))
        .map(|(number, _)| number)
        .collect();
    let used: Vec<(String, i16)> = sqlx::query_as(
        "select identity_number, birth_year from person_identity join person using (person_id)",
    )
    .fetch_all(pool)
    .await
    .unwrap();
    assert_eq!(used.len(), 2);
    for (number, birth_year) in used {
        assert!(published.contains(number.as_str()), "{number}");
        assert!(number.starts_with(&birth_year.to_string()), "{number}");
    }
}

/// K5: six months to the day, and an open enrolment's end has not passed.
async fn terms(pool: &PgPool, today: NaiveDate) {
    let rows: Vec<(String, NaiveDate, Option<NaiveDate>, Option<NaiveDate>)> = sqlx::query_as(
        "select code, enrolled_on, term_ends_on, ended_on from enrolment join centre using (centre_id)",
    )
    .fetch_all(pool)
    .await
    .unwrap();
    for (centre, enrolled, ends, ended) in rows {
        let months = if centre == "arbetsforum" { 6 } else { 18 };
        assert_eq!(ends, last_day(enrolled, months));
        let last = ends.unwrap();
        assert!(
            ended.map_or(last >= today, |ended| ended <= last && ended <= today),
            "{enrolled} {last} {ended:?}"
        );
    }
}

/// Days when the centre is open, at hours when people come; today as far as the clock has come.
async fn days(pool: &PgPool, now: DateTime<Utc>) {
    let today = civil_day(now);
    let rows: Vec<(NaiveDate, DateTime<Utc>)> = sqlx::query_as("select day, attended_at from attendance")
        .fetch_all(pool)
        .await
        .unwrap();
    let mut here = 0;
    for (day, at) in rows {
        assert_eq!(civil_day(at), day);
        here += i64::from(day == today);
        if day != today {
            assert!(is_national_working_day(day), "{day}");
            let clock = clock_hm(at);
            assert!(("08:15".."09:40").contains(&clock.as_str()), "{day} {clock}");
        }
    }
    let clock = clock_hm(now);
    let expected = match clock.as_str() {
        early if early < "06:30" => 0..=0,
        early if early < "08:20" => 2..=15,
        morning if morning < "09:40" => 1..=85,
        _ => 40..=85,
    };
    assert!(expected.contains(&here), "{now}: {here} have come");

    let open: BTreeSet<(Uuid, NaiveDate)> = sqlx::query_as::<_, (Uuid, NaiveDate)>(
        "select centre_id, day from centre_day where is_open and reason = 'Demonstration'",
    )
    .fetch_all(pool)
    .await
    .unwrap()
    .into_iter()
    .collect();
    let centres: Vec<Uuid> = sqlx::query_scalar("select distinct centre_id from enrolment")
        .fetch_all(pool)
        .await
        .unwrap();
    assert_eq!(centres.len(), 2);
    let expected: BTreeSet<_> = (-3..=30)
        .map(|n| today + TimeDelta::days(n))
        .filter(|day| !is_national_working_day(*day))
        .flat_map(|day| centres.iter().map(move |c| (*c, day)))
        .collect();
    assert_eq!(open, expected);
}
