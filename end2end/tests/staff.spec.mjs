import { codeOnScreen, expect, picture, signIn, takenOver, test } from '../support/fixtures.mjs';
import { be, somebody } from '../support/people.mjs';

test('a coach sees an arrival without loading the page again', async ({ page, browser }, { project }) => {
  await signIn(page, 'coach');
  await takenOver(page);
  await expect(page.getByRole('heading', { name: /^Mina deltagare · \d+$/ })).toBeVisible();
  const who = somebody({ coach: 'karin.holm' });
  const here = page.getByRole('region', { name: /^Här nu/ });
  await expect(here.getByText(who.name)).toHaveCount(0);

  const phone = await browser.newContext({ baseURL: process.env.BASE, locale: 'sv-SE' });
  const theirs = await phone.newPage();
  await be(theirs, who);
  const { link } = await codeOnScreen(browser);
  await theirs.goto(link);
  await theirs.getByRole('button', { name: 'Jag är här' }).click();
  await expect(theirs.getByRole('img', { name: /^Närvarostämpel/ })).toBeVisible();
  await phone.close();

  await expect(here.getByText(who.name)).toBeVisible();
  await picture(page, `${project.name}-coach-arrival`);
});

test('the list is searched, sorted and paged, and its address can be shared', async ({ page }) => {
  await signIn(page, 'coach');
  await takenOver(page);
  const rows = page.locator('tbody tr');
  await expect(rows).toHaveCount(25);
  await page.getByRole('link', { name: 'Nästa' }).click();
  await expect(page).toHaveURL(/sida=2/);
  await expect(page.getByText(/^26–/)).toBeVisible();
  await page.getByRole('link', { name: 'Tid kvar' }).click();
  await expect(page).toHaveURL(/ordning=tid/);
  await expect(page.getByText(/^1–25 av/)).toBeVisible();
  const first = await rows.first().locator('th').textContent();
  await page.reload();
  await expect(rows.first().locator('th')).toHaveText(first);
  await page.getByLabel('Sök på namn').fill('%');
  await page.getByRole('button', { name: 'Sök' }).click();
  await expect(page.getByText('Ingen träff.')).toBeVisible();
  await page.getByRole('link', { name: 'Visa alla' }).click();
  await expect(rows).toHaveCount(25);
});

test('the screen shows a new code when its time has come', async ({ page }) => {
  await signIn(page, 'reception', '/skarm');
  await takenOver(page);
  const digits = () => page.locator('.screen__half').allTextContents().then((halves) => halves.join(''));
  const first = await digits();
  expect(first).toMatch(/^\d{6}$/);
  await expect.poll(digits, { timeout: 40_000 }).not.toBe(first);
});

test.describe('a page that is not theirs', () => {
  test.use({ expected: [/status of 404/] });

  test('the reception turns a tablet into the screen, which can do nothing else', async ({ page }) => {
    await signIn(page, 'reception');
    await page.getByRole('link', { name: 'Öppna skärmen' }).click();
    await page.getByRole('button', { name: 'Starta skärmen här' }).click();
    await expect(page.locator('.screen__digits')).toBeVisible();
    await page.goto('/coach');
    await expect(page.getByText('Sidan finns inte, eller så är den inte din.')).toBeVisible();
  });
});
