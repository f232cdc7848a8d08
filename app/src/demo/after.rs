//! What follows an enrolment, in the demonstration: how each exit was recorded, follow-ups that are due, overdue, answered
//! or in vain, and a few extensions in different states. Everything is a row that the app could have written itself.

use super::when::{When, hm};
use sqlx::PgConnection;

/// Ids are hashes of words: the same every time. `$1` is the moment.
const STATEMENTS: [&str; 10] = [
    // X3: every exit in the ledger has its record; work and education with when, how much, and whether it lasts.
    "insert into exit_record (enrolment_id, no, person_id, centre_id, kind, outcome, ended_on, starts_on, extent, expected_to_last,
                              ledger_id, recorded_at, recorded_by, idempotency_key)
     select l.enrolment_id, 1, l.person_id, l.centre_id, 'exit', l.payload ->> 'outcome', l.concerns_on,
            case when w.carries then l.concerns_on + 1 + get_byte(h.bytes, 0) % 14 end,
            case when w.carries then (array[50, 75, 80, 100, 100])[1 + get_byte(h.bytes, 1) % 5] end,
            case when w.carries then get_byte(h.bytes, 2) % 4 <> 0 end,
            l.ledger_id, l.recorded_at, l.recorded_by, md5('exit ' || p.participant_number)::uuid
     from ledger l join person p using (person_id)
     cross join lateral (select sha256(p.participant_number::bytea) as bytes) h
     cross join lateral (select l.payload ->> 'outcome' in ('work', 'work_subsidised', 'own_business', 'education') as carries) w
     where l.event = 'exited' and $1 is not null",
    // X4: the months whose day is long past are answered, one in seven in vain; the latest wait, some too long.
    "insert into follow_up_task (follow_up_task_id, enrolment_id, person_id, centre_id, exit_no, months, due_on, stage, result, closed_at)
     select md5('follow up ' || m || p.participant_number)::uuid, r.enrolment_id, r.person_id, r.centre_id, 1, m, d.due_on,
            case when d.answered then 'done' else 'open' end,
            case when d.answered then (array['work', 'work', 'work', 'study', 'study', 'other', 'not_reached'])[1 + get_byte(d.bytes, 0) % 7] end,
            case when d.answered then least($1, (d.due_on + 2 + get_byte(d.bytes, 2) % 10) + interval '10 hours') end
     from exit_record r join person p using (person_id) cross join unnest(array[3, 6, 12]) as m
     cross join lateral (
       select (r.ended_on + make_interval(months => m))::date as due_on,
              sha256((m || p.participant_number)::bytea) as bytes,
              (r.ended_on + make_interval(months => m))::date < ($1 at time zone 'Europe/Stockholm')::date - 25
                or ((r.ended_on + make_interval(months => m))::date < ($1 at time zone 'Europe/Stockholm')::date - 12
                    and get_byte(sha256((m || p.participant_number)::bytea), 1) % 2 = 0) as answered) d",
    // One attempt that was answered, and one in vain before it for some.
    "insert into follow_up_attempt (follow_up_attempt_id, follow_up_task_id, person_id, centre_id, tried_on, how, reached,
                                    recorded_at, recorded_by, idempotency_key)
     select md5('attempt ' || t.follow_up_task_id)::uuid, t.follow_up_task_id, t.person_id, t.centre_id,
            (t.closed_at at time zone 'Europe/Stockholm')::date, 'phone', t.result <> 'not_reached', t.closed_at, r.recorded_by,
            md5('attempt key ' || t.follow_up_task_id)::uuid
     from follow_up_task t join exit_record r using (enrolment_id)
     where t.stage = 'done' and r.recorded_by is not null and $1 is not null",
    "insert into follow_up_attempt (follow_up_attempt_id, follow_up_task_id, person_id, centre_id, tried_on, how, reached,
                                    recorded_at, recorded_by, idempotency_key)
     select md5('in vain ' || t.follow_up_task_id)::uuid, t.follow_up_task_id, t.person_id, t.centre_id, t.due_on,
            (array['phone', 'text_message', 'email'])[1 + get_byte(sha256(t.follow_up_task_id::text::bytea), 0) % 3], false,
            t.due_on + interval '9 hours', r.recorded_by, md5('in vain key ' || t.follow_up_task_id)::uuid
     from follow_up_task t join exit_record r using (enrolment_id)
     where t.due_on < ($1 at time zone 'Europe/Stockholm')::date and r.recorded_by is not null
       and (t.result = 'not_reached' or get_byte(sha256(t.follow_up_task_id::text::bytea), 1) % 3 = 0)",
    "insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
     select t.enrolment_id, t.person_id, t.centre_id, 'followed_up', (t.closed_at at time zone 'Europe/Stockholm')::date,
            $1, r.recorded_by,
            jsonb_build_object('task', t.follow_up_task_id, 'months', t.months, 'reached', t.result <> 'not_reached', 'result', t.result)
     from follow_up_task t join exit_record r using (enrolment_id) where t.stage = 'done'
     order by t.closed_at, t.follow_up_task_id",
    // X1: of those whose term ends soonest and who let an agency know of them, six have a proposal; Hanna is the first.
    "insert into extension (extension_id, enrolment_id, person_id, centre_id, agency_id, old_end, new_end, content_hash, stage,
                            deadline, proposed_at, proposed_by, closed_at, idempotency_key)
     select md5('extension ' || x.participant_number)::uuid, x.enrolment_id, x.person_id, x.centre_id, x.agency_id, x.term_ends_on, x.new_end,
            access.extension_hash(x.enrolment_id, x.term_ends_on, x.new_end, x.term_ends_on, 1, x.words), case x.nth when 4 then 'refused' else 'open' end,
            x.term_ends_on, $1 - interval '5 days', x.proposed_by, case x.nth when 4 then $1 - interval '3 days' end,
            md5('extension key ' || x.participant_number)::uuid
     from (select e.*, p.participant_number, c.agency_id, (e.term_ends_on + interval '2 months')::date as new_end,
                  row_number() over (order by p.participant_number not like '104035%', e.term_ends_on, p.participant_number) as nth, a.account_id as proposed_by,
                  'Praktiken är på god väg. Två månader till räcker för att komma ut i arbete.' as words
           from enrolment e join person p using (person_id)
           join assignment g on g.enrolment_id = e.enrolment_id and g.kind = 'coach' and g.valid_to is null
           join account a on a.staff_id = g.staff_id
           join lateral (select k.agency_id from consent k where k.person_id = e.person_id and k.centre_id = e.centre_id
             and k.direction = 'to_agency' and k.category = 'enrolment'
             and not exists (select from consent_withdrawal w where w.consent_id = k.consent_id) order by k.agency_id limit 1) c on true
           where e.ended_on is null and e.centre_id = (select centre_id from centre where code = 'arbetsforum')
             and e.term_ends_on > ($1 at time zone 'Europe/Stockholm')::date + 5 and p.protected_level = 0) x
     where x.nth <= 6",
    "insert into extension_text (extension_id, revision, person_id, centre_id, agency_id, words, old_end, new_end, deadline, content_hash,
                                 written_at, written_by, salt)
     select extension_id, 1, person_id, centre_id, agency_id,
            'Praktiken är på god väg. Två månader till räcker för att komma ut i arbete.', old_end, new_end, deadline, content_hash,
            proposed_at, proposed_by, md5('salt ' || extension_id)::uuid
     from extension where $1 is not null",
    // The second has the participant's yes, the third the case worker's as well; the fourth was refused.
    "insert into extension_key (extension_key_id, extension_id, person_id, centre_id, agency_id, key, content_hash, refused, reason,
                                given_at, given_by, session_hash, salt)
     select md5(k.key || x.extension_id)::uuid, x.extension_id, x.person_id, x.centre_id, x.agency_id, k.key, x.content_hash,
            x.stage = 'refused', case x.stage when 'refused' then 'Jag vill hellre söka arbete själv nu.' else '' end,
            $1 - interval '3 days', k.given_by, sha256((k.key || x.extension_id)::bytea),
            md5('salt ' || k.key || x.extension_id)::uuid
     from (select x.*, row_number() over (order by p.participant_number not like '104035%', e.term_ends_on, p.participant_number) as nth
           from extension x join enrolment e using (enrolment_id) join person p on p.person_id = x.person_id) x
     cross join lateral (
       select 'participant' as key, (select a.account_id from account a where a.person_id = x.person_id) as given_by
       union all
       select 'case_worker', (select a.account_id from account a join staff_role r using (staff_id)
         where r.role = 'case_worker' and r.agency_id = x.agency_id order by a.account_id limit 1)) k
     where k.given_by is not null and (x.nth in (2, 4) and k.key = 'participant' or x.nth = 3)",
    "insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
     select x.enrolment_id, x.person_id, x.centre_id, 'extension_proposed', (x.proposed_at at time zone 'Europe/Stockholm')::date, $1,
            x.proposed_by, jsonb_strip_nulls(jsonb_build_object('extension', extension_id, 'revision', 1, 'from', x.old_end,
              'until', x.new_end, 'deadline', x.deadline, 'agency_id', x.agency_id, 'seal', access.salted(t.salt, t.content_hash)))
     from extension x join extension_text t using (extension_id, revision) order by extension_id",
    "insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
     select x.enrolment_id, k.person_id, k.centre_id, case when k.refused then 'extension_refused' else 'extension_key_given' end,
            (k.given_at at time zone 'Europe/Stockholm')::date, $1, k.given_by,
            jsonb_strip_nulls(jsonb_build_object('extension', k.extension_id, 'revision', k.revision, 'key', k.key,
              'extension_key_id', k.extension_key_id, 'seal', access.salted(t.salt, t.content_hash),
              'reason_seal', case when k.refused then access.salted(k.salt, convert_to(k.reason, 'UTF8')) end))
     from extension_key k join extension x using (extension_id)
     join extension_text t on t.extension_id = k.extension_id and t.revision = k.revision
     order by k.given_at, k.extension_key_id",
];

pub async fn write(db: &mut PgConnection, when: &When) -> Result<(), sqlx::Error> {
    // The ledger is in the order in which it was recorded: these rows come last.
    let now = when.moment(when.today, hm(23, 59));
    for statement in STATEMENTS {
        sqlx::query(statement).bind(now).execute(&mut *db).await?;
    }
    Ok(())
}
