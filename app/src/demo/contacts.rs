//! The first contact with those who are enrolled, in the demonstration (K4): most were reached on the working day after
//! their referral, a few too late, with a reason. Everything is a row that the app could have written itself.

use super::when::{When, hm, workdays};
use chrono::{NaiveDate, TimeDelta};
use sqlx::PgConnection;

/// $1 is the moment, $2 days and $3–$5 the first, the second and the fourth working day after each.
const STATEMENTS: [&str; 4] = [
    "insert into ledger (referral_id, programme_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
     select r.referral_id, r.programme_id, r.centre_id, 'referred', (r.referred_at at time zone 'Europe/Stockholm')::date,
            r.referred_at, a.account_id, jsonb_build_object('agency_id', r.agency_id)
     from referral r join account a using (staff_id)
     where r.enrolment_id is not null and r.referred_at <= $1 and cardinality($2::date[]) = cardinality($3::date[])
       and cardinality($4::date[]) = cardinality($5::date[])
     order by r.referred_at, r.referral_id",
    // In a story all is well: it tells of something else. Whoever was enrolled sooner was met then.
    "update referral r set contacted_on = case
         when get_byte(sha256(r.referral_id::text::bytea), 0) % 16 = 0
              and not exists (select from demo_account d join account a using (account_id) where a.person_id = r.person_id)
         then w.late else w.next end
     from unnest($2::date[], $3::date[], $4::date[], $5::date[]) as w (day, next, due, late), enrolment e
     where w.day = (r.referred_at at time zone 'Europe/Stockholm')::date and e.enrolment_id = r.enrolment_id
       and w.late < e.enrolled_on and $1 is not null",
    "insert into ledger (referral_id, programme_id, centre_id, event, concerns_on, recorded_at, recorded_by)
     select r.referral_id, r.programme_id, r.centre_id, 'contacted', r.contacted_on,
            (r.contacted_on + time '10:30') at time zone 'Europe/Stockholm', a.account_id
     from referral r join credential k on k.login = 'zeynep.aydin' join account a on a.account_id = k.account_id
     where r.enrolment_id is not null and r.contacted_on is not null and $1 is not null
       and cardinality($2::date[]) + cardinality($3::date[]) + cardinality($4::date[]) + cardinality($5::date[]) > 0
     order by r.contacted_on, r.referral_id",
    // Why it was late, said on the same day.
    "with given as (
       insert into promise_reason (promise_reason_id, referral_id, centre_id, clock, due_on, reason, given_at, given_by, idempotency_key)
       select md5('first contact ' || r.referral_id)::uuid, r.referral_id, r.centre_id, 'k4', w.due,
              (array['no_free_time', 'person_could_not', 'coach_ill'])[1 + get_byte(sha256(r.referral_id::text::bytea), 1) % 3],
              (r.contacted_on + time '15:00') at time zone 'Europe/Stockholm', k.account_id,
              md5('first contact key ' || r.referral_id)::uuid
       from referral r
       join unnest($2::date[], $3::date[], $4::date[], $5::date[]) as w (day, next, due, late)
         on w.day = (r.referred_at at time zone 'Europe/Stockholm')::date and w.late = r.contacted_on
       join credential k on k.login = 'johan.ek'
       where r.enrolment_id is not null and $1 is not null
       returning referral_id, centre_id, reason, due_on, given_at, given_by)
     insert into ledger (referral_id, programme_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
     select g.referral_id, r.programme_id, g.centre_id, 'promise_explained', (g.given_at at time zone 'Europe/Stockholm')::date,
            g.given_at, g.given_by, jsonb_build_object('clock', 'k4', 'reason', g.reason, 'due', g.due_on)
     from given g join referral r using (referral_id) order by g.given_at, g.referral_id",
];

/// How many days back somebody may have been referred.
const DAYS: i64 = 900;

/// Writes them, each after what it leans on.
pub async fn write(db: &mut PgConnection, when: &When) -> Result<(), sqlx::Error> {
    let now = when.moment(when.today, hm(23, 59));
    let days: Vec<NaiveDate> = (0..DAYS).map(|ago| when.ago(ago)).collect();
    let after = |n: usize| -> Vec<NaiveDate> {
        days.iter()
            .map(|day| workdays(*day, *day + TimeDelta::days(30)).nth(n).unwrap_or(*day))
            .collect()
    };
    let (next, due, late) = (after(0), after(1), after(3));
    for statement in STATEMENTS {
        sqlx::query(statement)
            .bind(now)
            .bind(&days)
            .bind(&next)
            .bind(&due)
            .bind(&late)
            .execute(&mut *db)
            .await?;
    }
    Ok(())
}
