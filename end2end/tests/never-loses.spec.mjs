// What is acknowledged is stored, once (QUALITY, L1 and L2): against a server and a database of its own.
import { expect, test } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { agent, atOnce, digits, press, screen, signInAll, sql, stored } from '../support/crowd.mjs';
import { serve } from '../support/serve.mjs';

// Each makes a whole demonstration centre of its own first, beside whatever else the machine does.
test.setTimeout(180_000);

let data;
test.beforeEach(() => {
  data = mkdtempSync(path.join(tmpdir(), 'arbetsforum-loses-'));
});
test.afterEach(() => rmSync(data, { recursive: true, force: true }));

test('200 parallel posts of one press are one row, and the same answer each', async () => {
  const server = await serve({ data });
  try {
    const [person] = signInAll(server, 1);
    const code = await digits(server, screen(server));
    const via = agent(64);
    const answers = [];
    await atOnce(Array.from({ length: 200 }), 64, async () => answers.push(await press(server, person, code, via)));
    expect(new Set(answers)).toEqual(new Set([200]));
    expect(stored(server).get(person.person)).toEqual({ attended: 1, entered: 1 });
    expect(await press(server, person, '999999', via), 'another question under the same key').toBe(409);
    via.destroy();
  } finally {
    await server.stop();
  }
});

test('killed in the middle of a burst: every acknowledged check-in is there, none twice', async () => {
  let server = await serve({ data });
  const people = signInAll(server);
  expect(people.length).toBeGreaterThan(100);
  const door = screen(server);
  const acknowledged = new Set();
  let waiting = people;
  let kills = 0;
  try {
    while (waiting.length > 0) {
      const code = await digits(server, door);
      const via = agent(16);
      const victim = server;
      const last = kills >= 3;
      let answered = 0;
      await atOnce(waiting, 16, async (person) => {
        const status = await press(victim, person, code, via);
        if (status === 200) acknowledged.add(person.person);
        answered += 1;
        // In the middle of the burst, with others on their way.
        if (!last && answered === Math.ceil(waiting.length / 3)) victim.child.kill('SIGKILL');
      });
      via.destroy();
      if (last) break;
      kills += 1;
      await victim.ended;
      // The next server takes over the database that the killed one left running.
      server = await serve({ data });
      const there = stored(server);
      for (const person of acknowledged) expect(there.get(person), 'acknowledged and lost').toBeDefined();
      waiting = people.filter((p) => !acknowledged.has(p.person));
    }
    const there = stored(server);
    for (const { person } of people) expect(there.get(person)).toEqual({ attended: 1, entered: 1 });
    expect(kills).toBe(3);
  } finally {
    await server.stop();
  }
});

test('a second server on the same folder is refused with one sentence', async () => {
  const server = await serve({ data });
  try {
    await expect(serve({ data })).rejects.toThrow(/used by another server|already/i);
    expect(sql(server, 'select 1')).toBe('1');
  } finally {
    await server.stop();
  }
});
