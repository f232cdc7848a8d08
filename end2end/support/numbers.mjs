// Identity numbers that are planted in the demonstration's data (the tax agency's published test numbers), in every
// form that they could be written in: none of them may stand in an address, a log, a figure, a browser's storage or
// an error page. `tests/` fail where one does; what was looked through is counted.
import { mkdirSync, appendFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './serve.mjs';

const PLANTED = ['199001012385', '200002292399'];

const forms = PLANTED.flatMap((number) => {
  const [century, day, last] = [number.slice(0, 2), number.slice(2, 8), number.slice(8)];
  return [`${century}${day}${last}`, `${century}${day}-${last}`, `${day}${last}`, `${day}-${last}`, `${day}+${last}`].flatMap((text) => [
    text,
    encodeURIComponent(text),
    Buffer.from(text).toString('base64').replace(/=+$/, ''),
    Buffer.from(text).toString('base64url'),
  ]);
});

/** The planted numbers that stand in the text. */
export const numbersIn = (text) => [...new Set(forms.filter((form) => text.includes(form)))];

const tally = path.join(root, 'end2end/artefacts/looked-through.jsonl');

/** Fails where a number stands in what is kept of `what`, and counts that it was looked through. */
export function lookThrough(what, text) {
  const found = numbersIn(text);
  mkdirSync(path.dirname(tally), { recursive: true });
  appendFileSync(tally, `${JSON.stringify({ what, characters: text.length, found: found.length })}\n`);
  if (found.length > 0) throw new Error(`an identity number stands in ${what}`);
}

/** Everything that a page's browser keeps of ours: cookies, storages, the caches' addresses and the databases' names. */
export async function kept(context) {
  const cookies = JSON.stringify(await context.cookies());
  const storages = [];
  for (const page of context.pages()) {
    if (page.isClosed() || !page.url().startsWith('http')) continue;
    storages.push(
      await page
        .evaluate(async () => {
          const caches = globalThis.caches ? await globalThis.caches.keys() : [];
          const addresses = [];
          for (const name of caches) for (const request of await (await globalThis.caches.open(name)).keys()) addresses.push(request.url);
          return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, addresses, (await indexedDB.databases?.()) ?? [], history.state]);
        })
        .catch(() => ''),
    );
  }
  return [cookies, ...storages].join('\n');
}
