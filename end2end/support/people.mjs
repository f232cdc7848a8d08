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
export function somebody({ coach = null } = {}) {
  // A coach has fewer people than there are tests: then a colleague's goes over to them.
  return take({ coach }) ?? (coach && take({ to: coach })) ?? another(coach ?? 'karin.holm');
}

/** One more participant of the coach, who has been enrolled for forty days. */
function another(coach) {
  const token = randomBytes(32).toString('base64url');
  const [person, account, enrolment] = [randomUUID(), randomUUID(), randomUUID()];
  const family = `Prov${[...randomBytes(6)].map((b) => String.fromCharCode(97 + (b % 26))).join('')}`;
  const number = String(randomBytes(4).readUInt32BE() % 1_000_000).padStart(7, '9');
  sql(
    { data: process.env.DATA },
    `begin;
     insert into person (person_id, participant_number, given_name, family_name, birth_year, created_at)
     values ('${person}', '${number}', 'Sahra', '${family}', 1988, now());
     insert into account (account_id, person_id, created_at) values ('${account}', '${person}', now());
     insert into enrolment (enrolment_id, person_id, programme_id, programme_version_id, centre_id, enrolled_on, term_ends_on, created_at)
     select '${enrolment}', '${person}', g.programme_id, v.programme_version_id, c.centre_id, current_date - 40, current_date + 140, now()
     from programme g join programme_version v using (programme_id), centre c
     where g.code = 'arbetsforum' and c.code = 'arbetsforum' order by v.version desc limit 1;
     insert into assignment (assignment_id, enrolment_id, person_id, centre_id, staff_id, kind, valid_from)
     select '${randomUUID()}', e.enrolment_id, e.person_id, e.centre_id, a.staff_id, 'coach', e.enrolled_on
     from enrolment e, account a join credential k using (account_id)
     where e.enrolment_id = '${enrolment}' and k.login = '${coach}' and k.ended_at is null;
     insert into ledger (enrolment_id, person_id, centre_id, event, concerns_on, recorded_at, payload)
     select enrolment_id, person_id, centre_id, 'enrolled', enrolled_on, now(), '{}' from enrolment where enrolment_id = '${enrolment}';
     insert into session (session_id, token_hash, kind, account_id, person_id, created_at, last_seen_at, expires_at, stepped_up_at)
     values ('${randomUUID()}', '\\x${createHash('sha256').update(token).digest('hex')}', 'participant', '${account}', '${person}',
             now(), now(), now() + interval '6 hours', now());
     commit;`,
  );
  return { name: `Sahra ${family}`, token };
}

function take({ coach = null, newcomer = false, to = null }) {
  const token = randomBytes(32).toString('base64url');
  // Chosen and taken in one step, under a lock: tests that run beside each other never take the same.
  const name = sql(
    { data: process.env.DATA },
    `begin;
     select pg_advisory_xact_lock(4711);
     with chosen as (
       select a.account_id, p.person_id, s.assignment_id, p.given_name || ' ' || p.family_name as name
       from person p join account a using (person_id)
       join enrolment e on e.person_id = p.person_id and e.ended_on is null
       join assignment s on s.enrolment_id = e.enrolment_id and s.valid_to is null
       join account sa on sa.staff_id = s.staff_id join credential c on c.account_id = sa.account_id
       join centre h on h.centre_id = e.centre_id and h.code = 'arbetsforum'
       where ${coach ? `c.login = '${coach}'` : "s.kind = 'coach'"} and p.protected_level = 0
         and not exists (select from attendance t where t.person_id = p.person_id and t.day = (now() at time zone 'Europe/Stockholm')::date)
         and not exists (select from session o where o.person_id = p.person_id)
         and not exists (select from credential k where k.account_id = a.account_id)
         and (not ${newcomer} or not exists (select from form_entry f where f.person_id = p.person_id))
       order by exists (select from form_entry f where f.person_id = p.person_id) <> ${!newcomer},
         c.login = 'karin.holm', p.person_id limit 1),
     taken as (
       insert into session (session_id, token_hash, kind, account_id, person_id, created_at, last_seen_at, expires_at, stepped_up_at)
       select '${randomUUID()}', '\\x${createHash('sha256').update(token).digest('hex')}', 'participant', account_id, person_id,
              now(), now(), now() + interval '6 hours', now() from chosen),
     moved as (
       update assignment s set staff_id = sa.staff_id from chosen, account sa join credential c using (account_id)
       where s.assignment_id = chosen.assignment_id and c.login = '${to}' and c.ended_at is null)
     select name from chosen;
     commit;`,
  ).trim();
  return name ? { name, token } : null;
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

/** The address of a half-done enrolment that the demonstration's receptionist has begun with somebody of this name. */
export function intake(family) {
  const id = sql(
    { data: process.env.DATA },
    `select i.intake_id from intake i join referral r using (referral_id) where r.family_name = '${family}' and i.finished_at is null;`,
  ).trim();
  return `/inskrivning/${id}`;
}

/** Somebody who has filled in no form and was enrolled ten days ago, so that what belongs to the beginning is open. */
export function newcomer({ coach = null } = {}) {
  const who = take({ coach, newcomer: true }) ?? somebody({ coach });
  const person = personOf(who);
  // Most of the demonstration's people have answered; what they said is history, which only the owner can undo.
  sql(
    { data: process.env.DATA },
    `begin;
     set local session_replication_role = replica;
     delete from form_entry where person_id = '${person}';
     update enrolment set enrolled_on = current_date - 10, term_ends_on = current_date + 170
     where person_id = '${person}' and ended_on is null;
     commit;`,
  );
  return who;
}

/** Takes the app away that a test has set up for a member of the staff. */
export function forgetApp(login) {
  sql(
    { data: process.env.DATA },
    `with who as (select account_id from credential where login = '${login}' and ended_at is null)
     update totp set ended_at = now() where account_id in (select account_id from who) and ended_at is null;`,
  );
}

async function sessionHash(page) {
  const cookies = await page.context().cookies();
  const token = cookies.find((cookie) => cookie.name === '__Host-session').value;
  return createHash('sha256').update(token).digest('hex');
}

/** Ends the session that this browser has, as time does; `undo` signs its owner in again, in the same browser. */
export async function endSession(page) {
  sql({ data: process.env.DATA }, `update session set ended_at = now() where token_hash = '\\x${await sessionHash(page)}';`);
}
endSession.undo = async (page) => {
  sql({ data: process.env.DATA }, `update session set ended_at = null where token_hash = '\\x${await sessionHash(page)}';`);
};
