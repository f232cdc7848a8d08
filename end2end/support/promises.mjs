// Whom the tests of promises and talks act on: people that no other test uses.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { sql } from './crowd.mjs';

export { accessible, expect, picture, signIn, takenOver, test } from './fixtures.mjs';
export { be } from './people.mjs';

const server = () => ({ data: process.env.DATA });

/** One of the coach's own participants, counted from the end of the list that the other tests take from. */
export function talkingTo(login, nth) {
  const person = sql(
    server(),
    `select p.person_id from credential c join account a using (account_id) join assignment s on s.staff_id = a.staff_id
     join enrolment e on e.enrolment_id = s.enrolment_id and e.ended_on is null join person p on p.person_id = s.person_id
     where c.login = '${login}' and p.protected_level = 0 and s.kind = 'coach' and s.valid_to is null
     order by p.person_id desc offset ${nth} limit 1;`,
  );
  return { person, path: `/deltagare/${person}` };
}

/** Somebody whose first meeting was held on no day: a promise that is broken and not explained, with a session. */
export function brokenPromise(nth) {
  const row = sql(
    server(),
    `select e.enrolment_id, e.person_id, a.account_id from enrolment e join account a using (person_id)
     join person p using (person_id) join centre c on c.centre_id = e.centre_id
     where c.code = 'arbetsforum' and e.ended_on is null and p.protected_level = 0
       and e.enrolled_on < current_date - 30
       and not exists (select from promise_reason r where r.enrolment_id = e.enrolment_id)
       and not exists (select from credential k where k.account_id = a.account_id)
     order by e.enrolled_on, e.enrolment_id offset ${nth} limit 1;`,
  );
  const [enrolment, person, account] = row.split('|');
  // The row of the meeting was wrong: a correction, as it is made on the page of the talks.
  sql(
    server(),
    `insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, payload)
     select enrolment_id, person_id, centre_id, 'corrected', current_date, now(), jsonb_build_object('of', ledger_id)
     from ledger where enrolment_id = '${enrolment}' and event = 'meeting_held';`,
  );
  const token = randomBytes(32).toString('base64url');
  sql(
    server(),
    `insert into session (session_id, token_hash, kind, account_id, person_id, created_at, last_seen_at, expires_at, stepped_up_at)
     values ('${randomUUID()}', '\\x${createHash('sha256').update(token).digest('hex')}', 'participant', '${account}', '${person}',
             now(), now(), now() + interval '6 hours', now());`,
  );
  return { enrolment, person, token };
}

/** The demonstration's referral of somebody of this name. */
export function referral(family) {
  return sql(server(), `select referral_id from referral where family_name = '${family}' and person_id is null;`);
}

/** A referral by the demonstration's case worker that nobody has answered for two weeks: its first contact is broken (K4). */
export function lateContact(family) {
  const id = randomUUID();
  sql(
    server(),
    `begin;
     insert into referral (referral_id, programme_id, programme_version_id, centre_id, agency_id, staff_id, referred_at, entry_group,
                           ground, given_name, family_name, birth_year, told_terms_on, state, queued_on, reason, idempotency_key, request_hash)
     select '${id}', r.programme_id, r.programme_version_id, r.centre_id, r.agency_id, r.staff_id, now() - interval '14 days',
            r.entry_group, r.ground, 'Ylva', '${family}', 1990, current_date - 14, 'review', null, 'Vill arbeta i kök.',
            gen_random_uuid(), sha256('test')
     from referral r join account a using (staff_id) join credential c using (account_id)
     where c.login = 'birgitta.lindgren' and r.entry_group = 'new_applicants' and r.person_id is null order by r.referred_at limit 1;
     insert into ledger (referral_id, programme_id, centre_id, event, concerns_on, recorded_at, payload)
     select referral_id, programme_id, centre_id, 'referred', current_date - 14, referred_at, '{}' from referral where referral_id = '${id}';
     commit;`,
  );
  return id;
}

/** The Tuesday so many weeks from now: no holiday that moves falls on one. */
export function tuesday(weeks) {
  const fixed = ['12-24', '12-25', '12-26', '12-31', '01-01', '01-06', '05-01', '06-06'];
  const day = new Date();
  day.setUTCDate(day.getUTCDate() + ((9 - day.getUTCDay()) % 7) + 7 * weeks);
  while (fixed.includes(day.toISOString().slice(5, 10))) day.setUTCDate(day.getUTCDate() + 7);
  return day.toISOString().slice(0, 10);
}
