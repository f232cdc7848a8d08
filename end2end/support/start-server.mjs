import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { lookThrough } from './numbers.mjs';
import { freePort, root, serve } from './serve.mjs';

// Before the first test; what it returns runs after the last.
export default async function start() {
  const artefacts = path.join(root, 'end2end/artefacts');
  rmSync(path.join(artefacts, 'screenshots'), { recursive: true, force: true });
  mkdirSync(path.join(artefacts, 'screenshots'), { recursive: true });
  rmSync(path.join(artefacts, 'looked-through.jsonl'), { force: true });
  const figures = `127.0.0.1:${await freePort()}`;
  const server = await serve({ env: { ARBETSFORUM_METRICS_ADDR: figures, ARBETSFORUM_LOG: 'debug,hyper=info,h2=info' } });
  process.env.BASE = server.base;
  process.env.DATA = server.data;
  return async () => {
    const counted = await fetch(`http://${figures}/metrics`).then((answer) => answer.text());
    await server.stop();
    writeFileSync(path.join(artefacts, 'server.log'), server.said());
    writeFileSync(path.join(artefacts, 'metrics.txt'), counted);
    lookThrough('the server’s log', server.said());
    lookThrough('the figures', counted);
  };
}
