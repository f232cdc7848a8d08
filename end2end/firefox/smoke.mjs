// Debian's stock Firefox, driven over WebDriver BiDi: check-in, plan and a lazy page, taken over by WebAssembly.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import puppeteer from 'puppeteer-core';
import { digits, screen } from '../support/crowd.mjs';
import { demo } from '../support/people.mjs';
import { root, serve } from '../support/serve.mjs';

const pictures = path.join(root, 'end2end/artefacts/screenshots');
mkdirSync(pictures, { recursive: true });
const server = await serve();
const browser = await puppeteer.launch({
  browser: 'firefox',
  executablePath: process.env.ARBETSFORUM_FIREFOX || '/usr/bin/firefox-esr',
  headless: true,
});

async function visit(work) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.setViewport({ width: 390, height: 844 });
  const wrong = [];
  page.on('console', (m) => m.type() === 'error' && wrong.push(m.text()));
  page.on('pageerror', (e) => wrong.push(e.message));
  await work(page);
  assert.deepEqual(wrong, [], 'errors on the console');
  await context.close();
}
const taken = (page) => page.waitForFunction(() => document.documentElement.dataset.live === 'yes');
const press = async (page, selector) => {
  const button = await page.waitForSelector(selector);
  await button.click();
};
async function signIn(page, who, address, [login, secret]) {
  await page.goto(`${server.base}${address}`);
  await taken(page);
  await page.type(`#${login}`, who.login);
  await page.type(`#${secret}`, who.secret);
  await press(page, 'main button[type=submit]');
  await page.waitForFunction(() => !/^\/(logga-in|personal)$/.test(location.pathname));
}

try {
  await visit(async (page) => {
    await signIn(page, demo.amina, '/logga-in?next=%2Fchecka-in', ['card', 'pin']);
    await taken(page);
    await page.evaluate(() => (window.sameDocument = true));
    await page.type('#code', await digits(server, screen(server)));
    await press(page, 'main button[type=submit]');
    await page.waitForSelector('svg.stamp');
    assert.equal(await page.evaluate(() => window.sameDocument), true, 'the page was loaded again');
    await page.screenshot({ path: path.join(pictures, 'firefox-stamped.png') });
    await page.goto(`${server.base}/min-plan`);
    await taken(page);
    assert.ok((await page.$$('svg.stamp')).length > 0, 'a stamp in the plan');
    await page.screenshot({ path: path.join(pictures, 'firefox-plan.png'), fullPage: true });
  });
  await visit(async (page) => {
    await page.goto(`${server.base}/demo`);
    await page.evaluate((login) => {
      const card = [...document.querySelectorAll('li.card')].find((c) => c.textContent.includes(login));
      card.querySelector('button').click();
    }, demo.coach.login);
    await page.waitForFunction(() => location.pathname !== '/demo');
    await taken(page);
    await page.waitForSelector('tbody tr');
    await page.setViewport({ width: 1024, height: 768 });
    await page.screenshot({ path: path.join(pictures, 'firefox-coach.png') });
  });
  console.log('Firefox: check-in, plan and the coach’s lazy page work.');
} finally {
  await browser.close();
  await server.stop();
}
