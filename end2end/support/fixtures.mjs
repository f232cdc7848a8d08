import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect } from '@playwright/test';
import path from 'node:path';
import { readScreen } from './camera.mjs';
import { kept, lookThrough } from './numbers.mjs';
import { demo } from './people.mjs';
import { root } from './serve.mjs';

/**
 * Every page that a test opens is watched: an error on the console, a failed script, or a request to anybody
 * but our own server fails the test. What a test expects (a 401 that it asked for) it names in `expected`.
 */
export const test = base.extend({
  expected: async ({}, use) => {
    await use([]);
  },
  context: async ({ context, expected }, use) => {
    const seen = [];
    const own = process.env.BASE;
    const addresses = [];
    const refusals = [];
    context.on('response', (response) => {
      if (response.status() >= 400) refusals.push(response.text().catch(() => ''));
    });
    context.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') seen.push(`${message.type()}: ${message.text()}`);
    });
    context.on('weberror', (error) => seen.push(`thrown: ${error.error().message}`));
    context.on('request', (request) => {
      const url = request.url();
      addresses.push(url, request.headers().referer ?? '');
      if (!url.startsWith(own) && !url.startsWith('data:') && !url.startsWith('blob:')) seen.push(`third party: ${url}`);
    });
    await use(context);
    // Identity numbers: in no address, no storage, no error page, nothing on the console.
    lookThrough('addresses', addresses.join('\n'));
    lookThrough('error pages', (await Promise.all(refusals)).join('\n'));
    lookThrough('the console', seen.join('\n'));
    lookThrough('the browser’s storage', await kept(context));
    const unexpected = seen.filter((line) => !expected.some((pattern) => pattern.test(line)));
    expect(unexpected, 'errors on the console and requests to others').toEqual([]);
  },
  baseURL: async ({}, use) => {
    await use(process.env.BASE);
  },
});

export { expect };

/**
 * Signs in with card and PIN, as a participant does; staff, whom a password alone lets nowhere, with one press on the
 * demonstration's page.
 */
export async function signIn(page, who, next = '') {
  const person = demo[who];
  if (person.kind === 'card_pin') {
    await page.goto(next ? `/logga-in?next=${encodeURIComponent(next)}` : '/logga-in');
    await page.getByLabel('Kortnummer').fill(person.login);
    await page.getByLabel('PIN').fill(person.secret);
    await page.getByRole('button', { name: 'Logga in' }).click();
    await page.waitForURL((url) => !/^\/(logga-in|personal)$/.test(url.pathname));
  } else {
    await page.goto('/demo');
    await page.locator('li.card', { hasText: person.login }).locator('button').click();
    await page.waitForURL((url) => url.pathname !== '/demo');
    if (next) await page.goto(next);
  }
}

/** Waits until the browser's program has taken the page over. */
export async function takenOver(page) {
  await page.waitForFunction(() => globalThis.document.documentElement.dataset.live === 'yes');
}

/** The code that is on the centre's screen now, as somebody at the door reads it: the digits by eye, the link by camera. */
export async function codeOnScreen(browser, who = 'reception') {
  const context = await browser.newContext({
    baseURL: process.env.BASE,
    locale: 'sv-SE',
    javaScriptEnabled: false,
    viewport: { width: 1024, height: 768 },
  });
  try {
    const page = await context.newPage();
    await signIn(page, who, '/skarm');
    await page.goto('/skarm');
    return await readScreen(page);
  } finally {
    await context.close();
  }
}

/** No violation of the accessibility rules that axe knows; of those about colours alone, where the rest was looked at. */
export async function accessible(page, what, { colours = false } = {}) {
  // The whole page in the window: a bar that stays at the foot covers whatever happens to be under it.
  const size = page.viewportSize();
  // What needs script stands there a moment later, and makes the page longer.
  for (let height = 0, was = -1; height !== was; ) {
    was = height;
    height = Math.max(size.height, await page.evaluate(() => document.documentElement.scrollHeight));
    await page.setViewportSize({ width: size.width, height });
  }
  const axe = new AxeBuilder({ page });
  if (colours) axe.withRules(['color-contrast', 'link-in-text-block']);
  else axe.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']);
  const found = await axe.analyze();
  await page.setViewportSize(size);
  const said = found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`);
  expect(said, `axe on ${what}`).toEqual([]);
}

/** Nothing sticks out sideways. */
export async function fits(page, what) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(over, `sideways scrolling on ${what}`).toBeLessThanOrEqual(0);
}

/** Keeps a picture of the whole page for people to look at. */
export async function picture(page, name) {
  await page.screenshot({ path: path.join(root, 'end2end/artefacts/screenshots', `${name}.png`), fullPage: true });
}
