//! Start and exit forms in the demonstration (X2): most of those who have been there some days have filled one in, and most
//! of those who have left both, so that what has changed can be looked at.

use super::when::{When, hm};
use sqlx::PgConnection;

/// Ids and answers are hashes of words: the same every time. `$1` is the moment.
const STATEMENTS: [&str; 4] = [
    // The demonstration is wiped with everything that names an account, the questions of the centres among it.
    "insert into form_version (form_version_id, centre_id, version, questions, reason, made_at)
     select md5('form ' || centre_id::text)::uuid, centre_id, 1, access.first_questions(), 'De första frågorna.',
            timestamptz '2026-11-01 00:00+00'
     from centre where $1 is not null on conflict do nothing",
    "insert into form_entry (form_entry_id, enrolment_id, person_id, centre_id, occasion, revision, form_version_id, answers,
                             filling, given_at, given_by, idempotency_key)
     select md5('start form ' || p.participant_number || e.enrolled_on)::uuid, e.enrolment_id, e.person_id, e.centre_id, 'start', 1,
            v.form_version_id,
            jsonb_build_object('near', 1 + get_byte(h.b, 0) % 3, 'believe', 1 + get_byte(h.b, 1) % 5,
              'know_what', 1 + get_byte(h.b, 2) % 4, 'on_own', 1 + get_byte(h.b, 3) % 3, 'swedish', 1 + get_byte(h.b, 4) % 5,
              'people', 1 + get_byte(h.b, 5) % 5,
              'days', (array['job_search', 'job_search', 'studies', 'family', 'other'])[1 + get_byte(h.b, 6) % 5],
              'matters', (array['Att få ett jobb så fort det går.', 'Att kunna försörja min familj.', 'Att lära mig yrkets ord på svenska.',
                'Att komma tillbaka till mitt yrke.', 'Att få prova något nytt.'])[1 + get_byte(h.b, 7) % 5]),
            case when get_byte(h.b, 8) % 3 = 0 then 'alone' else 'jointly' end,
            (least(e.enrolled_on + 2 + get_byte(h.b, 9) % 6, ($1 at time zone 'Europe/Stockholm')::date - 1) + time '10:00') at time zone 'Europe/Stockholm',
            a.account_id, md5('start form key ' || p.participant_number || e.enrolled_on)::uuid
     from enrolment e join person p using (person_id) join account a on a.person_id = p.person_id
     join form_version v on v.centre_id = e.centre_id and v.version = 1
     cross join lateral (select sha256(('forms ' || p.participant_number)::bytea) as b) h
     where e.enrolled_on < ($1 at time zone 'Europe/Stockholm')::date - 8 and get_byte(h.b, 10) % 5 > 0",
    "insert into form_entry (form_entry_id, enrolment_id, person_id, centre_id, occasion, revision, form_version_id, answers,
                             filling, given_at, given_by, idempotency_key)
     select md5('exit form ' || p.participant_number || e.enrolled_on)::uuid, e.enrolment_id, e.person_id, e.centre_id, 'exit', 1,
            f.form_version_id,
            f.answers || jsonb_build_object('near', least(5, (f.answers ->> 'near')::integer + 1 + get_byte(h.b, 11) % 2),
              'believe', greatest(1, least(5, (f.answers ->> 'believe')::integer - 1 + get_byte(h.b, 12) % 3)),
              'know_what', least(5, (f.answers ->> 'know_what')::integer + get_byte(h.b, 13) % 2),
              'on_own', least(5, (f.answers ->> 'on_own')::integer + get_byte(h.b, 14) % 3),
              'days', (array['work', 'work', 'studies', 'placement', 'job_search'])[1 + get_byte(h.b, 15) % 5]),
            f.filling, ((e.ended_on - 1 - get_byte(h.b, 16) % 5) + time '14:00') at time zone 'Europe/Stockholm',
            f.given_by, md5('exit form key ' || p.participant_number || e.enrolled_on)::uuid
     from enrolment e join person p using (person_id)
     join form_entry f on f.enrolment_id = e.enrolment_id and f.occasion = 'start'
     cross join lateral (select sha256(('forms ' || p.participant_number)::bytea) as b) h
     where e.ended_on > e.enrolled_on + 14 and $1 is not null",
    "insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
     select enrolment_id, person_id, centre_id, 'form_answered', (given_at at time zone 'Europe/Stockholm')::date, $1, given_by,
            jsonb_build_object('occasion', occasion, 'revision', revision, 'filling', filling)
     from form_entry order by given_at, form_entry_id",
];

pub async fn write(db: &mut PgConnection, when: &When) -> Result<(), sqlx::Error> {
    // The ledger is in the order in which it was recorded: these rows come last.
    let now = when.moment(when.today, hm(23, 59));
    for statement in STATEMENTS {
        sqlx::query(statement).bind(now).execute(&mut *db).await?;
    }
    Ok(())
}
