// The pictures of the README, taken anew from a built server with the demonstration centre: make pictures.
import path from 'node:path';
import { chromium } from '@playwright/test';
import { readScreen } from './support/camera.mjs';
import { demo } from './support/people.mjs';
import { root, serve } from './support/serve.mjs';

const to = (name) => path.join(root, 'docs/pictures', `${name}.png`);
const server = await serve();
const browser = await chromium.launch({
  executablePath: process.env.ARBETSFORUM_CHROMIUM || '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const tablet = { viewport: { width: 1024, height: 768 } };
const taken = (page) => page.waitForFunction(() => document.documentElement.dataset.live === 'yes');

async function open(look, who, address) {
  const page = await (await browser.newContext({ ...look, locale: 'sv-SE', baseURL: server.base })).newPage();
  if (who.kind === 'card_pin') {
    await page.goto(`/logga-in?next=${encodeURIComponent(address)}`);
    await page.fill('#card', who.login);
    await page.fill('#pin', who.secret);
    await page.click('main button');
    await page.waitForURL((url) => url.pathname === address);
  } else {
    await page.goto('/demo');
    await page.locator('li.card', { hasText: who.login }).locator('button').click();
    await page.waitForURL((url) => url.pathname !== '/demo');
  }
  await page.goto(address);
  await taken(page);
  return page;
}

try {
  const screen = await open(tablet, demo.reception, '/skarm');
  await screen.screenshot({ path: to('screen') });
  const { link } = await readScreen(screen);
  const amina = await open(phone, demo.amina, '/idag');
  await amina.goto(link);
  await taken(amina);
  await amina.screenshot({ path: to('check-in') });
  await amina.getByRole('button', { name: 'Jag är här' }).click();
  await amina.getByRole('img', { name: /^Närvarostämpel/ }).waitFor();
  await amina.goto('/idag');
  await taken(amina);
  await amina.screenshot({ path: to('today-stamped') });
  await amina.goto('/min-plan');
  await taken(amina);
  await amina.screenshot({ path: to('plan') });
  const former = await open(phone, demo.former, '/formular');
  await former.screenshot({ path: to('changed') });
  const lead = await open(tablet, demo.lead, '/loften');
  await lead.screenshot({ path: to('promises') });
  const coach = await open(tablet, demo.coach, '/coach');
  await coach.screenshot({ path: to('coach') });
} finally {
  await browser.close();
  await server.stop();
}
