import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root, serve } from './serve.mjs';

// Before the first test; what it returns runs after the last.
export default async function start() {
  const artefacts = path.join(root, 'end2end/artefacts');
  rmSync(path.join(artefacts, 'screenshots'), { recursive: true, force: true });
  mkdirSync(path.join(artefacts, 'screenshots'), { recursive: true });
  const server = await serve();
  process.env.BASE = server.base;
  process.env.DATA = server.data;
  return async () => {
    await server.stop();
    writeFileSync(path.join(artefacts, 'server.log'), server.said());
  };
}
