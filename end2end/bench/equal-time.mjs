// Whether the time of an answer tells an unknown name from a wrong password (QUALITY, Lets nobody in).
import http from 'node:http';
import { sql } from '../support/crowd.mjs';
import { serve } from '../support/serve.mjs';

const TRIES = 1000;

const median = (times) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];

/** One try from an address of its own, so that nobody is slowed: the milliseconds it took. */
function attempt(server, via, name, n) {
  const body = new URLSearchParams({ name, password: `wrong-${n}` }).toString();
  const began = process.hrtime.bigint();
  return new Promise((resolve, reject) => {
    const request = http.request(
      `${server.base}/api/identity/sign-in-with-password`,
      {
        method: 'POST',
        agent: via,
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': Buffer.byteLength(body),
          accept: 'application/json',
          origin: server.base,
          'x-forwarded-for': `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`,
        },
      },
      (answer) => {
        answer.resume();
        answer.on('end', () => {
          const took = Number(process.hrtime.bigint() - began) / 1e6;
          if (answer.statusCode === 401) resolve(took);
          else reject(new Error(`a try was answered ${answer.statusCode}`));
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

/** 1,000 tries, an unknown name and a wrong password by turns; tells `bar` how far apart their medians are. */
export async function equalTime(bar) {
  const server = await serve({ env: { ARBETSFORUM_TRUSTED_PROXY: 'true' } });
  try {
    sql(
      server,
      `insert into credential (credential_id, account_id, kind, login, secret_hash, created_at)
       select gen_random_uuid(), c.account_id, 'password', 'timed' || n, c.secret_hash, now()
       from generate_series(1, ${TRIES / 2}) n, (select * from credential where kind = 'password' limit 1) c;`,
    );
    const via = new http.Agent({ keepAlive: true, maxSockets: 1 });
    for (let n = 0; n < 20; n += 1) await attempt(server, via, `warm${n}`, 900_000 + n);
    const times = { unknown: [], wrong: [] };
    for (let n = 1; n <= TRIES / 2; n += 1) {
      times.unknown.push(await attempt(server, via, `nobody${n}`, 2 * n));
      times.wrong.push(await attempt(server, via, `timed${n}`, 2 * n + 1));
    }
    via.destroy();
    const [unknown, wrong] = [median(times.unknown), median(times.wrong)];
    const apart = Math.abs(unknown - wrong);
    const note = `medians of ${TRIES / 2} each, by turns: unknown name ${unknown.toFixed(1)} ms, wrong password ${wrong.toFixed(1)} ms`;
    bar('S1 equal time', apart, 'ms', '<= 20', apart <= 20, note);
  } finally {
    await server.stop();
  }
}
