// The very SQL of the check-in, taken from the query data that the build checks against, as a pgbench script.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../support/serve.mjs';
import { socketOf } from '../support/crowd.mjs';

function query(marker) {
  const dir = path.join(root, '.sqlx');
  const found = readdirSync(dir)
    .map((file) => JSON.parse(readFileSync(path.join(dir, file), 'utf8')).query.replace(/\s+/g, ' '))
    .filter((text) => marker.test(text));
  if (found.length !== 1) throw new Error(`${found.length} queries look like ${marker}`);
  return found[0];
}

/** Puts the values in the places of $1, $2 … */
const filled = (text, values) => text.replace(/\$(\d+)/g, (_, n) => values[Number(n) - 1]);

const id = (kind) => `('00000000-0000-7000-${kind}-' || lpad(to_hex(:n::int), 12, '0'))::uuid`;

/** A check-in of person :n, as the server does it: whose session, who acts, where enrolled, stored, done. */
export function checkInScript(first, each) {
  const session = filled(query(/from session s left join account/), ["sha256(lpad(:n::text, 43, '0')::bytea)", ':today::date']);
  const enrolled = filled(query(/from enrolment e join centre c/i), [id('8001'), ':today::date']);
  const record = filled(query(/with attended as \( insert into attendance|insert into attendance/), [
    id('9001'), id('8003'), id('8001'), ':centre::uuid', ':today::date', 'now()', "'code_digits'", id('9002'),
    "sha256('x')", id('8002'), "'attended'",
  ]);
  return [
    '\\set i :i + 1',
    `\\set n ${first} + :client_id * ${each} + :i`,
    `${session};`,
    'begin;',
    `select set_config('actor.kind', 'participant', true), set_config('actor.account_id', ${id('8002')}::text, true),
       set_config('actor.person_id', ${id('8001')}::text, true), set_config('actor.staff_id', '', true),
       set_config('actor.centre_id', '', true), set_config('actor.agency_id', '', true), set_config('actor.role', '', true),
       set_config('actor.moment', now()::text, true), set_config('actor.reason', '', true);`,
    `${enrolled};`,
    `${record};`,
    'commit;',
  ].join('\n');
}

/** Runs a script with as many clients; transactions a second. */
export function pgbench(server, script, { clients, seconds, variables = {}, role }) {
  const dir = mkdtempSync(path.join(tmpdir(), 'arbetsforum-pgbench-'));
  const file = path.join(dir, 'script.sql');
  writeFileSync(file, `${script}\n`);
  try {
    const given = Object.entries(variables).flatMap(([name, value]) => ['-D', `${name}=${value}`]);
    const bindir = process.env.ARBETSFORUM_PGBENCH ?? 'pgbench';
    const said = execFileSync(
      bindir,
      ['-h', socketOf(server), '-U', 'arbetsforum', '-n', '-M', 'prepared', '-c', String(clients), '-j', '2', '-T', String(seconds),
       ...given, '-f', file, 'arbetsforum'],
      { encoding: 'utf8', env: { ...process.env, PGOPTIONS: role ? `-c role=${role}` : '' }, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const failed = /number of failed transactions: (\d+)/.exec(said);
    if (failed && Number(failed[1]) > 0) throw new Error(said);
    return Number(/tps = ([\d.]+)/.exec(said)[1]);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
