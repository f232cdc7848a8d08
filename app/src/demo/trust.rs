//! Who may see what in the demonstration: contact cards, consents, referrals, a protected identity, a relative, an
//! override, and some days of the access log to read. Everything is a row that the app could have written itself.

use super::when::{When, hm};
use sqlx::PgConnection;

/// Ids are hashes of words: the same every time.
const STATEMENTS: [&str; 20] = [
    // The manager of Arbetsforum keeps the accounts of those whom the centre works with from outside.
    "update staff s set kept_by = (select centre_id from centre where code = 'arbetsforum')
     where s.kept_by is null and $1 is not null and exists (select from staff_role r where r.staff_id = s.staff_id and r.agency_id is not null)",
    // Numbers that the regulator keeps for fiction.
    "insert into contact (person_id, phone, email, street, postal_code, town, needs_interpreter, updated_at)
     select p.person_id, '070-174 06 ' || lpad((p.participant_number::int / 10 % 95 + 5)::text, 2, '0'), '',
            case when p.participant_number::int % 3 = 0 then 'Tideräkningsgatan ' || (p.participant_number::int / 10 % 40 + 1) else '' end,
            case when p.participant_number::int % 3 = 0 then '415 07' else '' end,
            case when p.participant_number::int % 3 = 0 then 'Göteborg' else '' end,
            p.spoken_language not in ('sv', 'en') and p.participant_number::int % 2 = 0, $1
     from person p",
    // A case worker refers; three of today's are not decided yet.
    "insert into referral (referral_id, person_id, programme_id, agency_id, staff_id, referred_at, decided_at, state, centre_id,
                           enrolment_id)
     select md5('referral ' || p.participant_number)::uuid, p.person_id, e.programme_id, r.agency_id, r.staff_id,
            e.created_at - interval '8 days', case when p.participant_number like '104266%' then null else e.created_at end,
            case when p.participant_number like '104266%' then 'placed' else 'enrolled' end, e.centre_id,
            case when p.participant_number not like '104266%' then e.enrolment_id end
     from person p join enrolment e using (person_id)
     join staff_role r on r.role = 'case_worker' and r.agency_id = (select agency_id from agency where code =
       case when p.participant_number::int / 10 % 2 = 0 and p.participant_number not like '104088%' then 'soc-kortedala' else 'soc-bergsjon' end)
     where e.centre_id = (select centre_id from centre where code = 'arbetsforum') and $1 is not null
     order by e.created_at, p.participant_number, e.enrolment_id",
    // Signed on paper at the enrolment, in Swedish.
    "insert into consent_signature (consent_signature_id, person_id, centre_id, how, paper_place, consent_text_id, signed_at,
                                    recorded_by, idempotency_key, request_hash)
     select md5('signature ' || p.participant_number)::uuid, p.person_id, e.centre_id, 'paper', 'Pärm ' || extract(year from e.enrolled_on),
            t.consent_text_id, e.created_at, a.account_id, md5('signature key ' || p.participant_number)::uuid, sha256('demo')
     from person p join enrolment e on e.person_id = p.person_id and e.ended_on is null
     join credential k on k.login = 'zeynep.aydin' join account a on a.account_id = k.account_id
     cross join lateral (select consent_text_id from consent_text where language = 'sv' order by version desc limit 1) t
     where e.centre_id = (select centre_id from centre where code = 'arbetsforum')
       and (p.participant_number::int / 10 % 4 <> 3 or p.participant_number like any (array['104071%', '104088%', '104035%'])) and $1 is not null",
    "insert into consent (consent_id, consent_signature_id, person_id, centre_id, agency_id, direction, category, purpose, valid_from)
     select md5('consent ' || g.person_id || a.code || c.category)::uuid, g.consent_signature_id, g.person_id, g.centre_id, a.agency_id,
            c.direction, c.category, 'coordination', g.signed_at
     from consent_signature g join person p using (person_id)
     join agency a on a.code = case when p.participant_number::int / 10 % 2 = 0 and p.participant_number not like '104088%' then 'soc-kortedala' else 'soc-bergsjon' end
     cross join (values ('to_agency', 'enrolment', 1), ('to_agency', 'plan', 2), ('to_agency', 'contact', 4),
                        ('from_agency', 'planning', 1), ('from_agency', 'investigations', 3)) as c (direction, category, every)
     where p.participant_number::int / 10 % c.every = 0 or p.participant_number like any (array['104071%', '104035%', '104088%']) and $1 is not null",
    // Some have changed their minds.
    "insert into consent_withdrawal (consent_id, person_id, centre_id, agency_id, withdrawn_at, withdrawn_by)
     select c.consent_id, c.person_id, c.centre_id, c.agency_id, greatest(c.valid_from + interval '9 days', $1 - interval '2 days'), a.account_id
     from consent c join person p using (person_id) join account a using (person_id)
     where c.category = 'investigations' and p.participant_number::int / 10 % 9 = 0
       and c.valid_from < $1 - interval '3 days'",
    // Specialist and partner: people that they work with.
    "insert into assignment (assignment_id, enrolment_id, person_id, centre_id, staff_id, kind, valid_from, valid_to)
     select md5('assigned ' || k.login || p.participant_number)::uuid, e.enrolment_id, p.person_id, e.centre_id, a.staff_id,
            case k.login when 'henrik.noren' then 'specialist' else 'partner' end, e.enrolled_on, null
     from person p join enrolment e on e.person_id = p.person_id and e.ended_on is null
     join credential k on k.login in ('henrik.noren', 'tomas.wiklund') join account a on a.account_id = k.account_id
     where e.centre_id = (select centre_id from centre where code = 'arbetsforum')
       and (p.participant_number like '104035%' or (p.participant_number::int / 10 % 31 = length(k.login) % 7)) and $1 is not null",
    "insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, recorded_by, payload)
     select s.enrolment_id, s.person_id, s.centre_id, 'assigned', s.valid_from, $1, a.account_id,
            jsonb_build_object('assignment_id', s.assignment_id, 'staff_id', s.staff_id, 'kind', s.kind)
     from assignment s join credential k on k.login = 'johan.ek'
     join account a on a.account_id = k.account_id
     where s.kind in ('specialist', 'partner')
     order by s.assignment_id",
    // What the physiotherapist and the partner do with those people: steps of their plans.
    "insert into activity (activity_id, plan_id, person_id, kind, title, why, doer, doer_staff_id, doer_name, when_text, place, status,
                           agreed_on, idempotency_key, created_by, created_at, updated_at)
     select md5('step ' || s.assignment_id)::uuid, n.plan_id, s.person_id,
            case s.kind when 'specialist' then 'health' else 'placement' end,
            case s.kind when 'specialist' then 'Träna ryggen med Henrik' else 'Prova på i verkstaden' end, '', 'other', s.staff_id,
            f.given_name, 'torsdagar', case s.kind when 'specialist' then '' else 'Verkstaden' end, 'agreed', s.valid_from,
            md5('step key ' || s.assignment_id)::uuid, a.account_id, $1 - interval '1 hour', $1 - interval '1 hour'
     from assignment s join plan n using (person_id) join staff f on f.staff_id = s.staff_id join account a on a.staff_id = s.staff_id
     where s.kind in ('specialist', 'partner')
     order by s.assignment_id",
    "insert into plan_history (person_id, plan_id, activity_id, changed_at, changed_by, change)
     select v.person_id, v.plan_id, v.activity_id, v.created_at, v.created_by,
            case h.n when 1 then jsonb_build_object('added', jsonb_build_object('title', v.title, 'when', v.when_text))
                     else '{\"status\": [\"idea\", \"agreed\"]}'::jsonb end
     from activity v join staff_role r on r.staff_id = v.doer_staff_id and r.role in ('specialist', 'partner')
     cross join generate_series(1, 2) as h (n)
     where v.created_at = $1 - interval '1 hour' order by v.activity_id, h.n",
    // Peter Lund is related to somebody whom Sara Nyberg coaches.
    "insert into staff_relation (staff_relation_id, staff_id, person_id, kind, declared_at, declared_by)
     select md5('relation')::uuid, a.staff_id, s.person_id, 'relative', $1 - interval '40 days', a.account_id
     from credential k join account a on a.account_id = k.account_id
     cross join lateral (select t.person_id from assignment t join staff f on f.staff_id = t.staff_id
                         where f.given_name = 'Sara' and f.family_name = 'Nyberg' and t.kind = 'coach' and t.valid_to is null
                         order by t.person_id limit 1) s
     where k.login = 'peter.lund'",
    // A protected identity, open to Karin Holm alone.
    "with chosen as (
       select t.person_id from assignment t join account a on a.staff_id = t.staff_id join credential k on k.account_id = a.account_id
       join person p on p.person_id = t.person_id
       where k.login = 'karin.holm' and t.kind = 'coach' and t.valid_to is null
         and not exists (select from credential own join account mine on mine.account_id = own.account_id where mine.person_id = t.person_id)
         and not exists (select from attendance d where d.person_id = t.person_id and d.day = ($1 at time zone 'Europe/Stockholm')::date)
         and not exists (select from person_identity i where i.person_id = t.person_id)
       order by t.person_id desc limit 1),
     protected as (update person p set protected_level = 2 from chosen c where p.person_id = c.person_id returning p.person_id)
     insert into protected_named (protected_named_id, person_id, staff_id, named_at, named_by)
     select md5('named')::uuid, c.person_id, a.staff_id, $1 - interval '20 days', m.account_id
     from protected c, credential k join account a on a.account_id = k.account_id, credential m
     where k.login = 'karin.holm' and m.login = 'kerstin.wallgren'",
    // Leila opened Yusuf's record in an emergency, eight days ago.
    "insert into override (override_id, person_id, centre_id, staff_id, account_id, reason, begins_at, ends_at, idempotency_key)
     select md5('override')::uuid, p.person_id, c.centre_id, s.staff_id, a.account_id,
            'Yusuf mådde dåligt och Peter var inte här. Jag behövde veta vem jag skulle ringa.',
            $1 - interval '8 days', $1 - interval '8 days' + interval '2 hours', md5('override key')::uuid
     from person p, centre c, staff s join account a using (staff_id)
     where p.participant_number like '104088%' and c.code = 'arbetsforum' and s.given_name = 'Leila' and s.family_name = 'Haddad'",
    // Who has read about Amina, Yusuf and Hanna of late.
    "insert into access_log (at, account_id, actor_kind, role, centre_id, action, person_ids, permitted, reason, request_id,
                             staff_id, categories)
     select $1 - make_interval(days => d.days, mins => d.days * 37 % 300), a.account_id, 'staff', r.role, r.centre_id, d.action,
            array[p.person_id], true, d.why, md5('read ' || p.participant_number || d.days || d.login)::uuid, a.staff_id, d.categories
     from person p
     cross join (values
       (1, 'karin.holm', 'open_record', 'assigned', array['enrolled', 'contact_card', 'plan_draft', 'attendance']),
       (1, 'zeynep.aydin', 'find_person', 'role', array['enrolled']),
       (4, 'karin.holm', 'open_record', 'assigned', array['enrolled', 'plan_draft']),
       (5, 'johan.ek', 'open_record', 'role', array['enrolled', 'contact_card', 'attendance']),
       (11, 'ali.rezai', 'open_record', 'assigned', array['enrolled', 'plan_draft'])) as d (days, login, action, why, categories)
     join credential k on k.login = d.login join account a on a.account_id = k.account_id join staff_role r using (staff_id)
     where p.participant_number like any (array['104071%', '104088%', '104035%'])
     order by d.days desc, p.participant_number, d.login",
    "insert into access_log (at, account_id, actor_kind, role, agency_id, action, person_ids, permitted, reason, request_id,
                             staff_id, categories, consent_ids)
     select $1 - interval '3 days 2 hours', a.account_id, 'staff', r.role, r.agency_id, 'open_record', array[c.person_id], true, 'consent',
            md5('agency read ' || c.person_id)::uuid, a.staff_id, array['enrolled'], array[c.consent_id]
     from consent c join staff_role r on r.agency_id = c.agency_id and r.role = 'case_worker' join account a using (staff_id)
     join person p on p.person_id = c.person_id
     where c.category = 'enrolment' and p.participant_number like any (array['104071%', '104088%', '104035%'])
       and c.valid_from < $1 - interval '4 days'
     order by c.consent_id, a.account_id",
    // What was told to an agency stays listed; a question, and one that has its answer; a correction that waits.
    "insert into disclosure (person_id, agency_id, consent_id, category, disclosed_at, disclosed_to)
     select c.person_id, c.agency_id, c.consent_id, c.category, $1 - interval '3 days 2 hours', a.account_id
     from consent c join staff_role r on r.agency_id = c.agency_id and r.role = 'case_worker' join account a using (staff_id)
     join person p on p.person_id = c.person_id
     where c.category = 'enrolment' and p.participant_number like any (array['104071%', '104088%', '104035%'])
       and c.valid_from < $1 - interval '4 days'
     order by c.consent_id",
    "insert into access_question (access_question_id, access_log_id, person_id, centre_id, words, asked_at)
     select md5('question ' || p.participant_number)::uuid, l.access_log_id, p.person_id, e.centre_id,
            case when p.participant_number like '104035%' then 'Varför läste ni min plan då?' else '' end, $1 - interval '20 hours'
     from person p join enrolment e on e.person_id = p.person_id and e.ended_on is null
     cross join lateral (select access_log_id from access_log where person_ids = array[p.person_id] and role = 'recruiter' limit 1) l
     where p.participant_number like any (array['104035%', '104071%'])
     order by p.participant_number",
    "insert into access_answer (access_question_id, person_id, centre_id, answer, answered_at, answered_by)
     select q.access_question_id, q.person_id, q.centre_id,
            'Ali letade efter en praktikplats som passar det du vill. Hör av dig om du inte vill det.', $1 - interval '2 hours', a.account_id
     from access_question q join person p using (person_id) join credential k on k.login = 'kerstin.wallgren'
     join account a on a.account_id = k.account_id where p.participant_number like '104035%'",
    "insert into correction (correction_id, person_id, centre_id, about, wrong, should_be, asked_at, idempotency_key)
     select md5('correction')::uuid, p.person_id, e.centre_id, 'name', 'Mitt efternamn är fel stavat.', 'Lindkvist', $1 - interval '1 day',
            md5('correction key')::uuid
     from person p join enrolment e on e.person_id = p.person_id and e.ended_on is null where p.participant_number like '104035%'",
    "insert into sign_in_failure (at, kind, account_id, why)
     select $1 - make_interval(hours => h), case when h % 5 = 0 then 'password' else 'card_pin' end,
            case when h % 3 = 0 then null else (select a.account_id from account a join person p using (person_id)
                                                where p.participant_number like '104231%') end,
            case when h % 3 = 0 then 'unknown' else 'wrong' end
     from generate_series(2, 60, 7) as h",
];

/// Writes it all, each after what it leans on.
pub async fn write(db: &mut PgConnection, when: &When) -> Result<(), sqlx::Error> {
    let now = when.moment(when.today, hm(23, 59));
    // What triggers note carries the same moment, every time.
    sqlx::query("select set_config('actor.moment', $1::timestamptz::text, true)")
        .bind(now)
        .execute(&mut *db)
        .await?;
    for statement in STATEMENTS {
        sqlx::query(statement).bind(now).execute(&mut *db).await?;
    }
    Ok(())
}
