//! The desk in the demonstration: when the coaches have times, and two enrolments that the receptionist has begun.
//! Everything is a row that the app could have written itself.

use super::when::{When, hm, workday_on_or_after};
use chrono::{NaiveDate, TimeDelta};
use sqlx::PgConnection;

/// $1 is the moment, $2 and $3 the next two working days.
const STATEMENTS: [&str; 3] = [
    // Mornings for all, and for every other coach the afternoons of three days.
    "insert into free_hours (free_hours_id, staff_id, centre_id, weekday, from_time, to_time, valid_from, created_at, created_by)
     select md5('hours ' || r.staff_id || w.weekday || w.from_time)::uuid, r.staff_id, r.centre_id, w.weekday, w.from_time, w.to_time,
            r.valid_from, $1 - interval '30 days', a.account_id
     from (select *, row_number() over (partition by centre_id order by staff_id) as n from staff_role
           where role in ('coach', 'team_leader') and $2::date is not null and $3::date is not null) r
     join account a using (staff_id)
     join (select d::smallint as weekday, time '09:00' as from_time, time '12:00' as to_time from generate_series(1, 5) d
           union all select d::smallint, time '13:00', time '15:30' from generate_series(2, 4) d) w
       on w.from_time < time '12:00' or r.n % 2 = 0",
    // One of them is away in a week's time.
    "insert into free_hours_day (staff_id, centre_id, day, created_at, created_by)
     select r.staff_id, r.centre_id, $3::date, $1 - interval '2 days', a.account_id
     from staff s join staff_role r using (staff_id) join account a using (staff_id)
     where s.given_name = 'Leila' and s.family_name = 'Haddad' and $2::date is not null",
    // Two half done: one as far as the consents, one just begun.
    "insert into intake (intake_id, account_id, staff_id, centre_id, programme_id, referral_id, data, begun_at, updated_at)
     select md5('intake ' || r.family_name)::uuid, a.account_id, a.staff_id, r.centre_id, r.programme_id, r.referral_id,
            jsonb_build_object('person', jsonb_build_object('given_name', r.given_name, 'family_name', r.family_name,
                'birth_year', r.birth_year, 'settled', r.family_name = 'Tesfay', 'language', r.spoken_language,
                'needs_interpreter', r.needs_interpreter, 'phone', r.phone),
              'informed', case when r.family_name = 'Tesfay' then 1 end),
            $1, $1
     from referral r join credential k on k.login = 'zeynep.aydin' join account a on a.account_id = k.account_id
     where r.person_id is null and r.family_name in ('Tesfay', 'Kvist') and $2::date is not null and $3::date is not null",
];

/// Writes it all, each after what it leans on.
pub async fn write(db: &mut PgConnection, when: &When) -> Result<(), sqlx::Error> {
    let now = when.moment(when.today, hm(23, 59));
    let next = |day: NaiveDate| workday_on_or_after(day + TimeDelta::days(1));
    let first = next(when.today);
    for statement in STATEMENTS {
        sqlx::query(statement)
            .bind(now)
            .bind(first)
            .bind(next(first))
            .execute(&mut *db)
            .await?;
    }
    Ok(())
}
