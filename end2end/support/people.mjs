// Whom the tests act as. Logins and secrets are those that the demonstration prints for everybody.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { sql } from './crowd.mjs';

const card = (login, secret, name) => ({ kind: 'card_pin', login, secret, name });
const password = (login, secret, name) => ({ kind: 'password', login, secret, name });

export const demo = {
  amina: card('104071-3', '2580', 'Amina Warsame'),
  halfway: card('104088-6', '6205', 'Yusuf Barre'),
  newcomer: card('104266-0', '1379', 'Reza Ahmadi'),
  lastDays: card('104035-0', '9164', 'Hanna Lindqvist'),
  former: card('104059-4', '8037', 'Marko Petrović'),
  elsewhere: card('104127-8', '3692', 'Rojin Karim'),
  coach: password('karin.holm', 'kaffe-tavla-buss', 'Karin Holm'),
  reception: password('zeynep.aydin', 'nyckel-stol-regn', 'Zeynep Aydın'),
  // Signed in by hand, with an app that the test sets up.
  secondCoach: password('peter.lund', 'penna-moln-torg', 'Peter Lund'),
  recruiter: password('ali.rezai', 'hammare-bok-is', 'Ali Rezai'),
  colleague: password('peter.lund', 'penna-moln-torg', 'Peter Lund'),
  manager: password('kerstin.wallgren', 'fika-karta-sol', 'Kerstin Wallgren'),
  specialist: password('henrik.noren', 'boll-fjord-skog', 'Henrik Norén'),
  lead: password('johan.ek', 'cykel-lampa-lunch', 'Johan Ek'),
  caseWorker: password('birgitta.lindgren', 'paraply-sten-ost', 'Birgitta Lindgren'),
  caseWorkerKortedala: password('oskar.hedlund', 'blad-trumma-vind', 'Oskar Hedlund'),
  partner: password('tomas.wiklund', 'planka-fik-dimma', 'Tomas Wiklund'),
  steering: password('gunilla.frid', 'tal-glas-höst', 'Gunilla Frid'),
};

/**
 * Somebody who is enrolled, has not checked in today and whom no test has used yet, with a session of their own:
 * the day has one stamp for each, and there are more tests than people who can sign in by hand.
 */
export function somebody({ coach = 'karin.holm' } = {}) {
  const server = { data: process.env.DATA };
  const row = sql(
    server,
    `select a.account_id, p.person_id, p.given_name || ' ' || p.family_name
     from person p join account a using (person_id)
     join enrolment e on e.person_id = p.person_id and e.ended_on is null
     join assignment s on s.enrolment_id = e.enrolment_id and s.valid_to is null
     join account sa on sa.staff_id = s.staff_id join credential c on c.account_id = sa.account_id
     where c.login = '${coach}' and p.protected_level = 0
       and not exists (select from attendance t where t.person_id = p.person_id and t.day = (now() at time zone 'Europe/Stockholm')::date)
       and not exists (select from session o where o.person_id = p.person_id)
       and not exists (select from credential k where k.account_id = a.account_id)
     order by p.person_id limit 1;`,
  );
  const [account, person, name] = row.split('|');
  const token = randomBytes(32).toString('base64url');
  sql(
    server,
    `insert into session (session_id, token_hash, kind, account_id, person_id, created_at, last_seen_at, expires_at, stepped_up_at)
     values ('${randomUUID()}', '\\x${createHash('sha256').update(token).digest('hex')}', 'participant', '${account}', '${person}',
             now(), now(), now() + interval '6 hours', now());`,
  );
  return { name, token };
}

/** Puts somebody's session into the browser. */
export async function be(page, { token }) {
  await page.context().addCookies([
    { name: '__Host-session', value: token, url: process.env.BASE.replace('http:', 'https:'), secure: true, httpOnly: true, sameSite: 'Lax' },
  ]);
}

/** Somebody who is assigned to this member of the staff and has steps in the plan: id, name, number on the card. */
export function assignedTo(login) {
  const row = sql(
    { data: process.env.DATA },
    `select p.person_id, p.given_name || ' ' || p.family_name, p.participant_number
     from credential c join account a using (account_id) join assignment s on s.staff_id = a.staff_id
     join enrolment e on e.enrolment_id = s.enrolment_id and e.ended_on is null
     join person p on p.person_id = s.person_id
     where c.login = '${login}' and c.ended_at is null and p.protected_level = 0 and s.valid_from <= current_date
       and (s.valid_to is null or s.valid_to >= current_date)
       and exists (select from activity v where v.person_id = p.person_id)
     order by p.person_id limit 1;`,
  );
  if (!row) return null;
  const [id, name, number] = row.split('|');
  return { id, name, number, path: `/deltagare/${id}` };
}

/** The id of the person whose session it is. */
export function personOf({ token }) {
  const hash = createHash('sha256').update(token).digest('hex');
  return sql({ data: process.env.DATA }, `select person_id from session where token_hash = '\\x${hash}';`).trim();
}

/** The id of the member of staff who signs in by this name. */
export function staffId(login) {
  return sql({ data: process.env.DATA }, `select a.staff_id from account a join credential c using (account_id) where c.login = '${login}' and c.ended_at is null;`).trim();
}

/** The id of the participant with this number. */
export function personId(number) {
  return sql({ data: process.env.DATA }, `select person_id from person where participant_number = '${number.replace('-', '')}';`).trim();
}
