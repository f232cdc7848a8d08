// A coach who works at two centres, with a participant at each.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { sql } from './crowd.mjs';

const hash = (token) => createHash('sha256').update(token).digest('hex');
const letters = () => [...randomBytes(6)].map((b) => String.fromCharCode(97 + (b % 26))).join('');

/** Signed in at Kompetenscenter Öster; `a` is enrolled there and `b` in Angered. */
export function atTwoCentres() {
  const coach = { token: randomBytes(32).toString('base64url'), staff: randomUUID() };
  const account = randomUUID();
  const participant = (centre) => {
    const one = { name: `Sahra Prov${letters()}`, person: randomUUID() };
    one.path = `/deltagare/${one.person}`;
    const number = String(randomBytes(4).readUInt32BE() % 1_000_000).padStart(7, '8');
    const enrolment = randomUUID();
    one.sql = `
     insert into person (person_id, participant_number, given_name, family_name, birth_year, created_at)
     values ('${one.person}', '${number}', 'Sahra', '${one.name.split(' ')[1]}', 1988, now());
     insert into enrolment (enrolment_id, person_id, programme_id, programme_version_id, centre_id, enrolled_on, term_ends_on, created_at)
     select '${enrolment}', '${one.person}', g.programme_id, v.programme_version_id, c.centre_id, current_date - 40, current_date + 140, now()
     from programme g join programme_version v using (programme_id), centre c
     where g.code = 'kompetenscenter' and c.code = '${centre}' order by v.version desc limit 1;
     insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, payload)
     select enrolment_id, person_id, centre_id, 'enrolled', enrolled_on, now(), '{}' from enrolment where enrolment_id = '${enrolment}';
     insert into assignment (assignment_id, enrolment_id, person_id, centre_id, staff_id, kind, valid_from)
     select '${randomUUID()}', enrolment_id, person_id, centre_id, '${coach.staff}', 'coach', enrolled_on
     from enrolment where enrolment_id = '${enrolment}';`;
    return one;
  };
  const [a, b] = [participant('kompetenscenter-oster'), participant('kompetenscenter-angered')];
  const role = (centre) => `
     insert into staff_role (staff_role_id, staff_id, centre_id, role, valid_from)
     select '${randomUUID()}', '${coach.staff}', centre_id, 'coach', current_date - 60 from centre where code = '${centre}';`;
  sql(
    { data: process.env.DATA },
    `begin;
     insert into staff (staff_id, given_name, family_name, employer_agency_id, position_share, created_at)
     select '${coach.staff}', 'Lena', 'Prov${letters()}', agency_id, 1, now() from agency where code = 'soc-goteborg';
     insert into account (account_id, staff_id, created_at) values ('${account}', '${coach.staff}', now());
     ${role('kompetenscenter-oster')}
     ${role('kompetenscenter-angered')}
     ${a.sql}
     ${b.sql}
     insert into session (session_id, token_hash, kind, account_id, staff_id, centre_id, role, created_at, last_seen_at, expires_at, stepped_up_at)
     select '${randomUUID()}', '\\x${hash(coach.token)}', 'staff', '${account}', '${coach.staff}', centre_id, 'coach', now(), now(),
            now() + interval '6 hours', now() from centre where code = 'kompetenscenter-oster';
     commit;`,
  );
  return { coach, a, b };
}

/** Where the coach has hours, as codes of centres. */
export function hoursOf({ staff }) {
  const rows = sql(
    { data: process.env.DATA },
    `select c.code from free_hours h join centre c using (centre_id) where h.staff_id = '${staff}' order by 1;`,
  );
  return rows.split('\n').filter(Boolean);
}
