// A crowd for the figures: people, enrolments and sessions with ids that a load generator can count up.
import { sql } from '../support/crowd.mjs';

/** The token of the nth person, as long as a real one. */
export const token = (n) => String(n).padStart(43, '0');

/** Makes people first … last of the demonstration centre, each signed in. Numbers begin where no demo person is. */
export function makeCrowd(server, first, last) {
  const uuid = (kind) => `('00000000-0000-7000-${kind}-' || lpad(to_hex(n), 12, '0'))::uuid`;
  sql(
    server,
    `begin;
     create temp table crowd as select n, ${uuid('8001')} as person, ${uuid('8002')} as account, ${uuid('8003')} as enrolment
       from generate_series(${first}, ${last}) n;
     insert into person (person_id, participant_number, given_name, family_name, created_at)
       select person, lpad((2000000 + n)::text, 7, '0'), 'Folk', 'Mängd', now() from crowd;
     insert into account (account_id, person_id, created_at) select account, person, now() from crowd;
     -- More than the house holds: a crowd is not enrolled by anybody.
     alter table enrolment disable trigger enrolment_within_capacity;
     insert into enrolment (enrolment_id, person_id, programme_id, programme_version_id, centre_id, enrolled_on, created_at)
       select c.enrolment, c.person, v.programme_id, v.programme_version_id, e.centre_id, current_date - 30, now()
       from crowd c, centre e join programme_centre p using (centre_id) join programme_version v using (programme_id)
       where e.code = 'arbetsforum';
     alter table enrolment enable trigger enrolment_within_capacity;
     insert into session (session_id, token_hash, kind, account_id, person_id, created_at, last_seen_at, expires_at)
       select gen_random_uuid(), sha256(lpad(n::text, 43, '0')::bytea), 'participant', account, person, now(), now(),
              now() + interval '6 hours' from crowd;
     commit;
     vacuum analyze person, account, enrolment, session, attendance, ledger;`,
  );
}
