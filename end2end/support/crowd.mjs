// Many people at once, for the tests and figures that need more than a browser's worth. Signing in hashes a PIN
// on purpose slowly, so their sessions are written straight into the server's own database.
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';

/** The folder of the socket, as the database itself has written it down. */
export const socketOf = (server) => readFileSync(path.join(server.data, 'postgres/postmaster.pid'), 'utf8').split('\n')[4];

/** Asks the private database of a running server, as its owner. */
export function sql(server, text) {
  return execFileSync(
    'psql',
    ['-h', socketOf(server), '-U', 'arbetsforum', '-d', 'arbetsforum', '-XAtq', '-v', 'ON_ERROR_STOP=1', '-f', '-'],
    { input: text, encoding: 'utf8', maxBuffer: 64 << 20 },
  ).trim();
}

/** Sessions for those enrolled at the demonstration centre who are not checked in today: a token each. */
export function signInAll(server, most = 1000) {
  const rows = sql(
    server,
    `select a.account_id, a.person_id from account a
     join enrolment e on e.person_id = a.person_id and e.ended_on is null
     join centre c on c.centre_id = e.centre_id and c.code = 'arbetsforum'
     where not exists (select from attendance t where t.person_id = a.person_id
                       and t.day = (now() at time zone 'Europe/Stockholm')::date)
     order by a.person_id limit ${most};`,
  );
  const people = rows.split('\n').filter(Boolean).map((row) => {
    const [account, person] = row.split('|');
    const token = randomBytes(32).toString('base64url');
    return { account, person, token, key: randomUUID() };
  });
  const values = people.map(
    (p) =>
      `('${randomUUID()}', '\\x${createHash('sha256').update(p.token).digest('hex')}', 'participant', '${p.account}', '${p.person}', now(), now(), now() + interval '6 hours')`,
  );
  sql(
    server,
    `insert into session (session_id, token_hash, kind, account_id, person_id, created_at, last_seen_at, expires_at)
     values ${values.join(',\n')};`,
  );
  return people;
}

/** A session of the screen at the door. */
export function screen(server) {
  const token = randomBytes(32).toString('base64url');
  sql(
    server,
    `insert into session (session_id, token_hash, kind, centre_id, created_at, last_seen_at, expires_at)
     select '${randomUUID()}', '\\x${createHash('sha256').update(token).digest('hex')}', 'screen', centre_id, now(), now(),
            now() + interval '6 hours' from centre where code = 'arbetsforum';`,
  );
  return token;
}

/** The digits on the screen now. */
export async function digits(server, token) {
  const answer = await fetch(`${server.base}/api/attendance/screen-code`, {
    headers: { cookie: `__Host-session=${token}`, accept: 'application/json' },
  });
  if (!answer.ok) throw new Error(`the screen answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()).halves.join('');
}

/** Connections that are kept open, as a proxy in front of the server does. */
export const agent = (sockets) => new http.Agent({ keepAlive: true, maxSockets: sockets });

/** One press: the status, or 0 when no answer came. */
export function press(server, person, code, via) {
  const body = new URLSearchParams({ key: person.key, code }).toString();
  return new Promise((resolve) => {
    const request = http.request(
      `${server.base}/api/attendance/check-in`,
      {
        method: 'POST',
        agent: via,
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': Buffer.byteLength(body),
          accept: 'application/json',
          cookie: `__Host-session=${person.token}`,
          origin: server.base,
        },
      },
      (answer) => {
        answer.resume();
        answer.on('end', () => resolve(answer.statusCode));
        answer.on('error', () => resolve(0));
      },
    );
    request.on('error', () => resolve(0));
    request.end(body);
  });
}

/** Runs `work` over the items, so many at a time. */
export async function atOnce(items, many, work) {
  let next = 0;
  const run = async () => {
    while (next < items.length) {
      const item = items[next++];
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: many }, run));
}

/** How often each person has an attendance today. */
export function stored(server) {
  const rows = sql(
    server,
    `select person_id, count(*), (select count(*) from ledger l where l.person_id = t.person_id and l.event = 'attended'
        and l.concerns_on = t.day)
     from attendance t where day = (now() at time zone 'Europe/Stockholm')::date group by person_id, day;`,
  );
  return new Map(
    rows.split('\n').filter(Boolean).map((row) => {
      const [person, attended, entered] = row.split('|');
      return [person, { attended: Number(attended), entered: Number(entered) }];
    }),
  );
}
