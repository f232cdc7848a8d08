//! Rows into tables: one statement a table, whatever the number of rows.

use super::rows::Rows;
use super::when::When;
use sqlx::PgConnection;

/// Inserts every row of a list with one statement: the columns travel as arrays.
macro_rules! insert {
    ($db:expr, $rows:expr, $sql:literal, $($column:expr),+ $(,)?) => {{
        let rows = $rows;
        sqlx::query($sql)$(.bind(rows.iter().map($column).collect::<Vec<_>>()))+.execute(&mut *$db).await?;
    }};
}

/// Writes the demonstration, each table after those that it leans on.
pub async fn everything(db: &mut PgConnection, rows: &Rows, when: &When) -> Result<(), sqlx::Error> {
    people_and_staff(db, rows).await?;
    enrolments(db, rows).await?;
    plans(db, rows).await?;
    days(db, rows).await?;
    super::promises::write(db, rows).await?;
    super::trust::write(db, when).await?;
    super::contacts::write(db, when).await?;
    super::referrals::write(db, when).await?;
    super::after::write(db, when).await?;
    super::forms::write(db, when).await?;
    super::desk::write(db, when).await?;
    super::ledger::put_in_order(db).await?;
    // So that the first questions are already answered by the right indexes.
    sqlx::raw_sql(
        "analyze person, staff, account, enrolment, assignment, plan, activity, attendance, absence, ledger",
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn people_and_staff(db: &mut PgConnection, rows: &Rows) -> Result<(), sqlx::Error> {
    insert!(
        db,
        &rows.people,
        "insert into person (person_id, participant_number, given_name, family_name, birth_year, spoken_language,
                             interface_language, created_at)
         select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::smallint[], $6::text[], $7::text[],
                              $8::timestamptz[])",
        |r| r.id,
        |r| r.number.as_str(),
        |r| r.given_name,
        |r| r.family_name,
        |r| r.birth_year,
        |r| r.spoken,
        |r| r.interface,
        |r| r.created_at,
    );
    let numbered: Vec<_> = rows
        .people
        .iter()
        .filter(|r| r.identity_number.is_some())
        .collect();
    insert!(
        db,
        &numbered,
        "insert into person_identity (person_id, identity_number, recorded_at)
         select * from unnest($1::uuid[], $2::text[], $3::timestamptz[])",
        |r| r.id,
        |r| r.identity_number,
        |r| r.created_at,
    );
    insert!(
        db,
        &rows.staff,
        "insert into staff (staff_id, given_name, family_name, employer_agency_id, position_share, created_at)
         select id, given, family, employer, share / 100.0, at
         from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::int[], $6::timestamptz[])
              as s (id, given, family, employer, share, at)",
        |r| r.id,
        |r| r.given_name,
        |r| r.family_name,
        |r| r.employer,
        |r| r.share,
        |r| r.created_at,
    );
    insert!(
        db,
        &rows.staff,
        "insert into staff_role (staff_role_id, staff_id, centre_id, agency_id, role, valid_from)
         select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::date[])",
        |r| r.role_id,
        |r| r.id,
        |r| r.centre,
        |r| r.agency,
        |r| r.role,
        |r| r.since,
    );
    insert!(
        db,
        &rows.accounts,
        "insert into account (account_id, person_id, staff_id, created_at)
         select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::timestamptz[])",
        |r| r.id,
        |r| r.person,
        |r| r.staff,
        |r| r.created_at,
    );
    insert!(
        db,
        &rows.credentials,
        "insert into credential (credential_id, account_id, kind, login, secret_hash, created_at)
         select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::timestamptz[])",
        |r| r.id,
        |r| r.account,
        |r| r.kind,
        |r| r.login.as_str(),
        |r| r.secret_hash.as_str(),
        |r| r.created_at,
    );
    insert!(
        db,
        &rows.shown,
        "insert into demo_account (position, account_id, name, what_sv, what_en, kind, login, secret, home, lang)
         select n, id, name, sv, en, kind, login, secret, home, lang
         from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                     $9::text[]) with ordinality as a (id, name, sv, en, kind, login, secret, home, lang, n)",
        |r| r.account,
        |r| r.name.as_str(),
        |r| r.what_sv,
        |r| r.what_en,
        |r| r.kind,
        |r| r.login.as_str(),
        |r| r.secret,
        |r| r.home,
        |r| r.lang,
    );
    Ok(())
}

async fn enrolments(db: &mut PgConnection, rows: &Rows) -> Result<(), sqlx::Error> {
    insert!(
        db,
        &rows.enrolments,
        "insert into enrolment (enrolment_id, person_id, programme_id, programme_version_id, centre_id, enrolled_on,
                                term_ends_on, ended_on, created_at)
         select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::date[], $7::date[],
                              $8::date[], $9::timestamptz[])",
        |r| r.id,
        |r| r.person,
        |r| r.programme,
        |r| r.version,
        |r| r.centre,
        |r| r.enrolled_on,
        |r| r.term_ends_on,
        |r| r.ended_on,
        |r| r.created_at,
    );
    insert!(
        db,
        &rows.assignments,
        "insert into assignment (assignment_id, enrolment_id, person_id, centre_id, staff_id, kind, valid_from, valid_to)
         select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::date[],
                              $8::date[])",
        |r| r.id,
        |r| r.enrolment,
        |r| r.person,
        |r| r.centre,
        |r| r.staff,
        |r| r.kind,
        |r| r.valid_from,
        |r| r.valid_to,
    );
    insert!(
        db,
        &rows.ledger,
        "insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
         select e, p, c, event, day, at, by, payload
         from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::date[], $6::timestamptz[], $7::uuid[], $8::jsonb[])
              with ordinality as l (e, p, c, event, day, at, by, payload, n)
         order by n",
        |r| r.enrolment,
        |r| r.person,
        |r| r.centre,
        |r| r.event,
        |r| r.concerns_on,
        |r| r.recorded_at,
        |r| r.recorded_by,
        |r| &r.payload,
    );
    Ok(())
}

async fn plans(db: &mut PgConnection, rows: &Rows) -> Result<(), sqlx::Error> {
    insert!(
        db,
        &rows.plans,
        "insert into plan (plan_id, person_id, want, good_at, need, revision, updated_at)
         select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::int[], $7::timestamptz[])",
        |r| r.id,
        |r| r.person,
        |r| r.want.as_str(),
        |r| r.good_at.as_str(),
        |r| r.need.as_str(),
        |r| r.revision,
        |r| r.updated_at,
    );
    insert!(
        db,
        &rows.activities,
        "insert into activity (activity_id, plan_id, person_id, kind, title, why, doer, doer_staff_id, doer_name, due_on,
                               when_text, place, status, agreed_on, done_on, idempotency_key, created_by, created_at,
                               updated_at)
         select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[],
                              $8::uuid[], $9::text[], $10::date[], $11::text[], $12::text[], $13::text[], $14::date[],
                              $15::date[], $16::uuid[], $17::uuid[], $18::timestamptz[], $19::timestamptz[])",
        |r| r.id,
        |r| r.plan,
        |r| r.person,
        |r| r.kind.code(),
        |r| r.title,
        |r| r.why,
        |r| r.doer.code(),
        |r| r.doer_staff,
        |r| r.doer_name,
        |r| r.due_on,
        |r| r.when_text,
        |r| r.place,
        |r| r.status.code(),
        |r| r.agreed_on,
        |r| r.done_on,
        |r| r.key,
        |r| r.created_by,
        |r| r.created_at,
        |r| r.updated_at,
    );
    insert!(
        db,
        &rows.history,
        "insert into plan_history (person_id, plan_id, activity_id, changed_at, changed_by, change)
         select p, plan, activity, at, by, change
         from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::timestamptz[], $5::uuid[], $6::jsonb[])
              with ordinality as h (p, plan, activity, at, by, change, n)
         order by n",
        |r| r.person,
        |r| r.plan,
        |r| r.activity,
        |r| r.changed_at,
        |r| r.changed_by,
        |r| &r.change,
    );
    Ok(())
}

async fn days(db: &mut PgConnection, rows: &Rows) -> Result<(), sqlx::Error> {
    insert!(
        db,
        &rows.attendance,
        "insert into attendance (attendance_id, enrolment_id, person_id, centre_id, day, attended_at, recorded_at, method,
                                 idempotency_key, request_hash, recorded_by)
         select id, e, p, c, day, at, at, method, key, hash, by
         from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::date[], $6::timestamptz[], $7::text[],
                     $8::uuid[], $9::bytea[], $10::uuid[]) as a (id, e, p, c, day, at, method, key, hash, by)",
        |r| r.id,
        |r| r.enrolment,
        |r| r.person,
        |r| r.centre,
        |r| r.day,
        |r| r.at,
        |r| r.method,
        |r| r.key,
        |r| r.request_hash.as_slice(),
        |r| r.recorded_by,
    );
    insert!(
        db,
        &rows.corrections,
        "insert into attendance_correction (attendance_correction_id, attendance_id, person_id, centre_id, stands, reason,
                                            corrected_at, corrected_by)
         select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::bool[], $6::text[], $7::timestamptz[],
                              $8::uuid[])",
        |r| r.id,
        |r| r.attendance,
        |r| r.person,
        |r| r.centre,
        |r| r.stands,
        |r| r.reason,
        |r| r.at,
        |r| r.by,
    );
    insert!(
        db,
        &rows.absences,
        "insert into absence (absence_id, enrolment_id, person_id, centre_id, day, kind, reason, explanation, accepted,
                              created_at)
         select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::date[], $6::text[], $7::text[],
                              $8::text[], $9::bool[], $10::timestamptz[])",
        |r| r.id,
        |r| r.enrolment,
        |r| r.person,
        |r| r.centre,
        |r| r.day,
        |r| r.kind,
        |r| r.reason,
        |r| r.explanation,
        |r| r.accepted,
        |r| r.created_at,
    );
    // A day that the centre has decided on itself stays as the centre has it.
    insert!(
        db,
        &rows.open_days,
        "insert into centre_day (centre_id, day, is_open, reason)
         select centre, day, true, 'Demonstration' from unnest($1::uuid[], $2::date[]) as d (centre, day)
         on conflict do nothing",
        |r| r.centre,
        |r| r.day,
    );
    Ok(())
}
