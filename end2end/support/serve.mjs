// Starts the built server with a data folder of its own, and stops it.
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');

/** A port of this machine that is free now. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** Waits until `what` answers true, or fails after `seconds`. */
export async function until(what, seconds, why, everyMs = 50) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    if (await what()) return;
    if (Date.now() > end) throw new Error(`not within ${seconds} s: ${why}`);
    await new Promise((next) => setTimeout(next, everyMs));
  }
}

/** A running server: its address, its process, and how to stop it. */
export async function serve({ data, env = {}, demo = true, pollMs = 50, host = '127.0.0.1', port: wanted, config } = {}) {
  const ownData = data ?? mkdtempSync(path.join(tmpdir(), 'arbetsforum-e2e-'));
  // As root the database runs under another account, which must be able to pass through.
  chmodSync(ownData, 0o711);
  const port = wanted ?? (await freePort());
  const base = `http://${host}:${port}`;
  const inherited = { ...process.env };
  for (const name of ['DATABASE_URL', 'PGHOST', 'ARBETSFORUM_ADDR']) delete inherited[name];
  const program = process.env.ARBETSFORUM_SERVER ?? path.join(root, 'target/release/arbetsforum');
  const child = spawn(program, [...(config ? ['--config', config] : []), 'serve', ...(demo ? ['--demo'] : [])], {
    cwd: root,
    env: {
      ...inherited,
      LEPTOS_OUTPUT_NAME: 'arbetsforum',
      LEPTOS_SITE_ROOT: path.join(root, 'target/site'),
      LEPTOS_SITE_PKG_DIR: 'pkg',
      LEPTOS_HASH_FILES: 'true',
      ARBETSFORUM_ADDR: `127.0.0.1:${port}`,
      ARBETSFORUM_PUBLIC_URL: base,
      ARBETSFORUM_DATA_DIR: ownData,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (text) => (said += text));
  child.stderr.on('data', (text) => (said += text));
  const ended = new Promise((resolve) => child.on('exit', resolve));
  let over = false;
  ended.then(() => (over = true));
  await until(
    async () => {
      if (over) throw new Error(`the server ended before it was ready:\n${said}`);
      return fetch(`${base}/readyz`).then((r) => r.ok, () => false);
    },
    60,
    'the server is ready',
    pollMs,
  ).catch((error) => {
    child.kill('SIGTERM');
    throw new Error(`${error.message}\n${said}`);
  });
  return {
    base,
    pid: child.pid,
    data: ownData,
    child,
    said: () => said,
    async stop({ keep = false } = {}) {
      child.kill('SIGTERM');
      await ended;
      if (!data && !keep) rmSync(ownData, { recursive: true, force: true });
    },
    ended,
  };
}
