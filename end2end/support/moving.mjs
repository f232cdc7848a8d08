// People of a programme that has several centres, who are in no other test.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { sql } from './crowd.mjs';

const hash = (token) => createHash('sha256').update(token).digest('hex');
const letters = () => [...randomBytes(6)].map((b) => String.fromCharCode(97 + (b % 26))).join('');

const token = () => randomBytes(32).toString('base64url');
const somebodyNew = () => ({ name: `Lena Prov${letters()}`, token: token() });

/** What makes a colleague a team leader of a centre, signed in. */
const leader = (one, centre) => {
  const [staff, its] = [randomUUID(), randomUUID()];
  return `
     insert into staff (staff_id, given_name, family_name, employer_agency_id, position_share, created_at)
     select '${staff}', 'Lena', '${one.name.split(' ')[1]}', agency_id, 1, now() from agency where code = 'soc-goteborg';
     insert into staff_role (staff_role_id, staff_id, centre_id, role, valid_from)
     select '${randomUUID()}', '${staff}', centre_id, 'team_leader', current_date - 30 from centre where code = '${centre}';
     insert into account (account_id, staff_id, created_at) values ('${its}', '${staff}', now());
     insert into session (session_id, token_hash, kind, account_id, staff_id, centre_id, role, created_at, last_seen_at, expires_at, stepped_up_at)
     select '${randomUUID()}', '\\x${hash(one.token)}', 'staff', '${its}', '${staff}', centre_id, 'team_leader', now(), now(),
            now() + interval '6 hours', now() from centre where code = '${centre}';`;
};

/** A team leader of a centre where nobody is enrolled, signed in. */
export function leaderOfNobody() {
  const one = somebodyNew();
  sql({ data: process.env.DATA }, `begin; ${leader(one, 'kompetenscenter-hisingen')} commit;`);
  return one;
}

/** Somebody enrolled at Arbetsforum whom nobody coaches. */
export function withoutCoach() {
  const person = randomUUID();
  const number = String(randomBytes(4).readUInt32BE() % 1_000_000).padStart(7, '7');
  sql(
    { data: process.env.DATA },
    `begin;
     insert into person (person_id, participant_number, given_name, family_name, birth_year, created_at)
     values ('${person}', '${number}', 'Sahra', 'Prov${letters()}', 1988, now());
     insert into enrolment (enrolment_id, person_id, programme_id, programme_version_id, centre_id, enrolled_on, term_ends_on, created_at)
     select '${randomUUID()}', '${person}', g.programme_id, v.programme_version_id, c.centre_id, current_date - 9, current_date + 170, now()
     from programme g join programme_version v using (programme_id), centre c
     where g.code = 'arbetsforum' and c.code = 'arbetsforum' order by v.version desc limit 1;
     insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, payload)
     select enrolment_id, person_id, centre_id, 'enrolled', enrolled_on, now(), '{}' from enrolment where person_id = '${person}';
     commit;`,
  );
}

/** Somebody enrolled at Kompetenscenter Öster, and a team leader of it and of the centre in Angered; each signed in. */
export function atOster() {
  const who = { name: `Sahra Prov${letters()}`, token: token() };
  const [lead, there] = [somebodyNew(), somebodyNew()];
  const [person, account, enrolment] = [randomUUID(), randomUUID(), randomUUID()];
  const number = String(Date.now()).slice(-4) + String(Math.floor(Math.random() * 1000)).padStart(3, '0');
  sql(
    { data: process.env.DATA },
    `begin;
     insert into person (person_id, participant_number, given_name, family_name, birth_year, created_at)
     values ('${person}', '${number}', 'Sahra', '${who.name.split(' ')[1]}', 1988, now());
     insert into account (account_id, person_id, created_at) values ('${account}', '${person}', now());
     insert into enrolment (enrolment_id, person_id, programme_id, programme_version_id, centre_id, enrolled_on, term_ends_on, created_at)
     select '${enrolment}', '${person}', g.programme_id, v.programme_version_id, c.centre_id, current_date - 40, null, now()
     from programme g join programme_version v using (programme_id), centre c
     where g.code = 'kompetenscenter' and c.code = 'kompetenscenter-oster' order by v.version desc limit 1;
     insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, payload)
     select enrolment_id, person_id, centre_id, 'enrolled', enrolled_on, now(), '{}' from enrolment where enrolment_id = '${enrolment}';
     insert into session (session_id, token_hash, kind, account_id, person_id, created_at, last_seen_at, expires_at, stepped_up_at)
     values ('${randomUUID()}', '\\x${hash(who.token)}', 'participant', '${account}', '${person}', now(), now(), now() + interval '6 hours', now());
     ${leader(lead, 'kompetenscenter-oster')}
     ${leader(there, 'kompetenscenter-angered')}
     commit;`,
  );
  return { who, lead, there, person, path: `/deltagare/${person}` };
}
