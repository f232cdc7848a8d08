// Measures the bars of speed that can be measured now; one JSON object a line. A bar that falls short says so.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { readScreen } from '../support/camera.mjs';
import { digits, screen, socketOf, sql } from '../support/crowd.mjs';
import { serve } from '../support/serve.mjs';
import { makeCrowd, token } from './crowd.mjs';
import { equalTime } from './equal-time.mjs';
import { checkInScript, pgbench } from './pgbench.mjs';

const CLIENTS = 16;
const SECONDS = Number(process.env.ARBETSFORUM_BENCH_SECONDS ?? 8);
let short = 0;

function bar(name, value, unit, demand, holds, note) {
  // A figure that is none (nothing was measured) holds nothing.
  holds = holds && Number.isFinite(value);
  if (!holds) short += 1;
  console.log(JSON.stringify({ bar: name, value: Number(value.toFixed(3)), unit, demand, holds, note }));
}
const progress = (text) => process.stderr.write(`      ${text}\n`);

/** wrk beside this process, which goes on reading what the server logs: a full pipe would hold the server up. */
function wrk(url, script, args) {
  return new Promise((resolve, reject) => {
    const given = ['-t2', `-c${CLIENTS}`, `-d${SECONDS}s`, '-s', path.join(import.meta.dirname, script), url, '--', ...args];
    const child = spawn('wrk', given);
    let said = '';
    child.stdout.on('data', (text) => (said += text));
    child.on('error', reject);
    child.on('exit', () => {
      const found = /FIGURES (.*)/.exec(said);
      if (!found) return reject(new Error(said));
      const [requests, micros, p50, p99, refused] = found[1].split(' ').map(Number);
      resolve({ rate: (requests * 1e6) / micros, requests, p50: p50 / 1000, p99: p99 / 1000, refused });
    });
  });
}

/** Memory of the server itself in MB; its PostgreSQL is counted apart. */
const memory = (server) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))[1]) / 1024;

async function rates(server) {
  const today = sql(server, "select (now() at time zone 'Europe/Stockholm')::date");
  const centre = sql(server, "select centre_id from centre where code = 'arbetsforum'");
  const each = SECONDS * 1500;
  const crowd = CLIENTS * each;
  progress(`making a crowd of ${crowd * 2} signed-in people`);
  makeCrowd(server, 1, crowd * 2 + CLIENTS);
  sql(server, 'create table bench_row (id bigint generated always as identity primary key, at timestamptz not null default now(), what text not null)');

  const made = memory(server);
  bar('F8 after demo', made, 'MB', '<= 40', made <= 40, 'memory of the server process that has just made the demonstration');

  progress('pgbench: single-row inserts');
  const single = pgbench(server, "insert into bench_row (what) values ('x');", { clients: CLIENTS, seconds: SECONDS });
  progress('pgbench: the very SQL of the check-in');
  const same = pgbench(server, checkInScript(0, each), {
    clients: CLIENTS,
    seconds: SECONDS,
    variables: { i: 0, today, centre },
    role: 'arbetsforum_web',
  });
  progress('wrk: the check-in over HTTP');
  const door = screen(server);
  let most = 0;
  const watch = setInterval(() => (most = Math.max(most, memory(server))), 100);
  const code = await digits(server, door);
  const over = await wrk(server.base, 'crowd.lua', ['2', String(crowd + 1), code, server.base]);
  clearInterval(watch);
  most = Math.max(most, memory(server));
  const note = `${over.rate.toFixed(0)}/s over HTTP, pgbench with the same SQL ${same.toFixed(0)}/s, single-row inserts ${single.toFixed(0)}/s, ${CLIENTS} clients, one run`;
  bar('F1', over.rate / same, 'of pgbench with the same SQL', '>= 0.5, goal 0.75', over.rate / same >= 0.5, note);
  bar('F2 rate', over.rate / single, 'of single-row inserts', '>= 0.10, goal 0.15', over.rate / single >= 0.1, `${over.refused} refused of ${over.requests}`);
  bar('F2 tail', over.p99 / over.p50, 'p99 / p50', '<= 10', over.p99 / over.p50 <= 10, `p50 ${over.p50.toFixed(1)} ms, p99 ${over.p99.toFixed(1)} ms`);
  bar('F8 loaded', most, 'MB', '<= 120', most <= 120, 'highest memory of the server process under F2');
  if (over.refused > 0) bar('F2 refused', over.refused, 'requests', '0', false, 'a check-in under load was refused');

  progress('wrk: the signed-in page, and a file');
  const page = await wrk(`${server.base}/idag`, 'page.lua', [`__Host-session=${token(crowd + 1)}`]);
  const file = await wrk(`${server.base}/favicon.svg`, 'page.lua', []);
  bar('F3', page.rate / file.rate, 'of a static file', '>= 0.15', page.rate / file.rate >= 0.15, `/idag ${page.rate.toFixed(0)}/s, p50 ${page.p50.toFixed(1)} ms; file ${file.rate.toFixed(0)}/s`);
}

/** Start to first answer, with the database already up. */
async function start(server) {
  const url = `postgres://arbetsforum@localhost/arbetsforum?host=${encodeURIComponent(socketOf(server))}`;
  const before = process.hrtime.bigint();
  const second = await serve({ demo: false, env: { DATABASE_URL: url, ARBETSFORUM_SECRET: 'x'.repeat(48) }, pollMs: 5 });
  const took = Number(process.hrtime.bigint() - before) / 1e9;
  const idle = memory(second);
  bar('F8 idle', idle, 'MB', '<= 40', idle <= 40, 'memory of a server that has started on a database that is there, before any load');
  await second.stop();
  bar('F8 start', took, 's', '<= 1', took <= 1, 'from starting the process to the first answer, the database being up');
}

/** A slow phone on a slow network (F6), and what the first page weighs on the wire (F4, F5). */
async function slow(server) {
  const browser = await chromium.launch({
    executablePath: process.env.ARBETSFORUM_CHROMIUM || '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  const phone = async (n) => {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, locale: 'sv-SE' });
    await context.addCookies([{ name: '__Host-session', value: token(n), url: server.base.replace('http:', 'https:'), secure: true, httpOnly: true }]);
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await cdp.send('Network.enable');
    return { context, page, cdp };
  };
  const slowly = async (cdp) => {
    const bytes = 400_000 / 8;
    await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 400, downloadThroughput: bytes, uploadThroughput: bytes });
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  };
  const base = Number(sql(server, 'select max(participant_number::int) - 2000000 from person where family_name = \'Mängd\''));

  const weighed = await phone(base);
  const files = new Map();
  weighed.cdp.on('Network.responseReceived', ({ requestId, response }) => files.set(requestId, { url: response.url, bytes: 0 }));
  weighed.cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (files.has(requestId)) files.get(requestId).bytes = encodedDataLength;
  });
  await weighed.page.goto(`${server.base}/idag`);
  await weighed.page.waitForFunction(() => document.documentElement.dataset.live === 'yes');
  // The page may live before the last file's size is told.
  await weighed.page.waitForLoadState('networkidle');
  const all = [...files.values()];
  const program = all.filter((f) => /\.(wasm|js)$/.test(new URL(f.url).pathname));
  const sum = (list) => list.reduce((total, f) => total + f.bytes, 0) / 1000;
  const light = sum(all) - sum(program);
  bar('F4', light, 'kB', '<= 60', light <= 60, 'document, styles and images of /idag on the wire');
  bar('F5', sum(program), 'kB', '<= 260, goal 150', sum(program) <= 260, `WASM and JS of /idag on the wire: ${program.length} files`);
  await weighed.context.close();

  const painted = await phone(base);
  await slowly(painted.cdp);
  await painted.page.goto(`${server.base}/idag`, { waitUntil: 'commit' });
  const paint = await painted.page.evaluate(
    () =>
      new Promise((resolve) => {
        let last = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) last = entry.startTime;
        }).observe({ type: 'largest-contentful-paint', buffered: true });
        const look = () => (document.documentElement.dataset.live === 'yes' && last ? resolve(last) : setTimeout(look, 100));
        look();
      }),
  );
  bar('F6 paint', paint / 1000, 's', '<= 2.5', paint <= 2500, 'largest paint of /idag: 400 kbit/s, 400 ms, CPU x4, cold cache');
  await painted.context.close();

  const arriving = await phone(base - 1);
  const door = await browser.newContext({ viewport: { width: 1024, height: 768 } });
  await door.addCookies([{ name: '__Host-session', value: screen(server), url: server.base.replace('http:', 'https:'), secure: true, httpOnly: true }]);
  const tablet = await door.newPage();
  await tablet.goto(`${server.base}/skarm`);
  const { link } = await readScreen(tablet);
  await door.close();
  await slowly(arriving.cdp);
  const began = Date.now();
  await arriving.page.goto(link, { waitUntil: 'commit' });
  await arriving.page.getByRole('button', { name: 'Jag är här' }).click();
  await arriving.page.getByRole('img', { name: /^Närvarostämpel/ }).waitFor();
  const stamped = (Date.now() - began) / 1000;
  bar('F6 stamp', stamped, 's', '<= 5', stamped <= 5, 'from opening the scanned link, signed in, to the stamp; same slow phone; pressed as soon as the button is there');
  await arriving.context.close();
  await browser.close();
}

const server = await serve();
try {
  await rates(server);
  await start(server);
  await slow(server);
} finally {
  await server.stop();
}
progress('an unknown name and a wrong password, by turns');
await equalTime(bar);
progress(short ? `${short} bars fall short.` : 'Every bar that was measured holds.');
