// What a browser loads, counted on the built files and in a real browser (F4, F5, decision 4).
import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, signIn, takenOver, test } from '../support/fixtures.mjs';
import { root } from '../support/serve.mjs';

const pkg = path.join(root, 'target/site/pkg');
const compressed = (file) => {
  const brotli = path.join(pkg, `${file}.br`);
  return statSync(readdirSync(pkg).includes(`${file}.br`) ? brotli : path.join(pkg, file)).size;
};
const staffWords = ['Mina deltagare', 'My participants', 'i hela huset', 'Rikta telefonens kamera hit'];

test('what a participant loads holds no word of the staff’s pages', async ({ page }) => {
  const loaded = new Set();
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/pkg/')) loaded.add(pathname.slice('/pkg/'.length));
  });
  await signIn(page, 'halfway');
  for (const address of ['/idag', '/min-plan', '/checka-in', '/mer']) {
    await page.goto(address);
    await takenOver(page);
  }
  expect(loaded.size).toBeGreaterThan(2);
  for (const file of loaded) {
    const text = readFileSync(path.join(pkg, file)).toString('latin1');
    for (const word of staffWords) expect(text.includes(word), `“${word}” in ${file}`).toBe(false);
  }
  // The words are somewhere: in the chunks that the staff's pages load.
  const rest = readdirSync(pkg).filter((file) => file.endsWith('.wasm') && !loaded.has(file));
  const chunks = rest.map((file) => readFileSync(path.join(pkg, file)).toString('latin1'));
  for (const word of staffWords) expect(chunks.some((text) => text.includes(word)), `“${word}” in a chunk`).toBe(true);

});

for (const [address, who] of [['/logga-in', null], ['/idag', 'halfway']]) {
  test(`the program that ${address} loads is small (F5)`, async ({ page }) => {
    // The bar stands and is missed by the way in: it carries the participant's day as well (decision 022). Once that is
    // mended this test says so, by passing.
    test.fail(address === '/logga-in', 'over its bar: 285 kB');
    if (who) await signIn(page, who);
    const loaded = new Set();
    page.on('request', (request) => loaded.add(new URL(request.url()).pathname));
    await page.goto(address);
    await takenOver(page);
    const files = [...loaded].filter((file) => /^\/pkg\/.*\.(wasm|js)$/.test(file)).map((file) => file.slice('/pkg/'.length));
    expect(files.length).toBeGreaterThan(1);
    const program = files.reduce((sum, file) => sum + compressed(file), 0);
    console.log(`${address}: ${(program / 1000).toFixed(1)} kB of WASM and JS, brotli, in ${files.length} files`);
    expect(program).toBeLessThanOrEqual(260_000);
  });
}

test('the staff’s page loads a chunk of its own', async ({ page }) => {
  const loaded = new Set();
  page.on('request', (request) => loaded.add(new URL(request.url()).pathname));
  await signIn(page, 'coach');
  await takenOver(page);
  await expect(page.getByRole('heading', { name: /^Mina deltagare/ })).toBeVisible();
  const before = [...loaded].filter((file) => file.endsWith('.wasm')).length;
  expect(before, 'the program and at least one chunk').toBeGreaterThan(1);
});

test('built files are kept for a year, and pages not at all', async ({ request }) => {
  const page = await request.get('/logga-in');
  expect(page.headers()['cache-control']).toContain('no-store');
  const [, css] = (await page.text()).match(/href="(\/pkg\/[^"]+\.css)"/);
  expect(css).toMatch(/\.[\w-]{8,}\.css$/);
  const style = await request.get(css, { headers: { 'accept-encoding': 'br' } });
  expect(style.headers()['cache-control']).toContain('immutable');
  expect(style.headers()['content-encoding']).toBe('br');
});

test('the first page is small without its program (F4)', async ({ request }) => {
  const encodings = { 'accept-encoding': 'br' };
  const html = await request.get('/logga-in', { headers: encodings });
  const sizes = [Number(html.headers()['content-length'] ?? (await html.body()).length)];
  const [, css] = (await html.text()).match(/href="(\/pkg\/[^"]+\.css)"/);
  sizes.push(compressed(css.slice('/pkg/'.length)));
  sizes.push(statSync(path.join(root, 'target/site/favicon.svg')).size);
  const sum = sizes.reduce((a, b) => a + b, 0);
  console.log(`first page: ${(sum / 1000).toFixed(1)} kB without its program`);
  expect(sum).toBeLessThanOrEqual(60_000);
});
