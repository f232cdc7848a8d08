// Those outside the centre's staff: a case worker, a partner and a member of the steering group, each on what they may
// and must not reach; and a participant who shares the plan and stops sharing it.
//
// It leans on demo.caseWorker (of Socialtjänsten Bergsjön), demo.partner, demo.steering in support/people.mjs, and on
// demo.halfway (Yusuf Barre), who consents to Bergsjön's knowing of the enrolment and reading the plan.
import { accessible, expect, signIn, takenOver, test } from '../support/fixtures.mjs';
import { demo } from '../support/people.mjs';

const gone = 'Sidan finns inte, eller så är den inte din.';
const share = '/min-plan/dela/soc-bergsjon';

async function stopSharing(page) {
  await page.goto(share);
  const stop = page.getByText('Sluta dela', { exact: true });
  if (await stop.count()) {
    await stop.click();
    await page.getByRole('button', { name: 'Ja, sluta dela' }).click();
    await expect(page.getByRole('heading', { name: 'Delas nu' })).toHaveCount(0);
  }
}

test.describe('sharing the plan', () => {
  test.describe.configure({ mode: 'serial' });

  test('a participant sees exactly what is shared; the case worker reads that and nothing after it is stopped', async ({ page, browser }) => {
    await signIn(page, 'halfway', share);
    await stopSharing(page);
    await takenOver(page);
    const preview = await page.locator('[data-frozen=plan]').innerText();
    await page.getByLabel(/Vill du säga något/).fill('Hej, så här går det.');
    await page.getByRole('button', { name: 'Dela planen' }).click();
    await expect(page.getByRole('heading', { name: 'Delas nu' })).toBeVisible();
    await page.goto('/min-plan');
    await expect(page.getByText(/Det du har delat:/)).toBeVisible();

    const office = await browser.newContext({ baseURL: process.env.BASE, locale: 'sv-SE' });
    const desk = await office.newPage();
    await signIn(desk, 'caseWorker');
    await expect(desk).toHaveURL(/\/myndighet$/);
    const row = desk.getByRole('row', { name: new RegExp(demo.halfway.name) });
    await expect(row.getByText('Nytt sedan du läste')).toBeVisible();
    await row.getByRole('link').click();
    await expect(desk.getByText('Hej, så här går det.')).toBeVisible();
    expect(await desk.locator('[data-frozen=plan]').innerText()).toBe(preview);
    const address = desk.url();
    await accessible(desk, 'a person as the agency sees them');

    await stopSharing(page);
    await desk.goto(address);
    await expect(desk.locator('[data-closed=not_published]')).toBeVisible();
    await expect(desk.getByText('Hej, så här går det.')).toHaveCount(0);
    await office.close();
  });
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('the plan is shared and stopped all the same', async ({ page }) => {
    await signIn(page, 'halfway', share);
    await stopSharing(page);
    await page.getByRole('button', { name: 'Dela planen' }).click();
    await expect(page.getByRole('heading', { name: 'Delas nu' })).toBeVisible();
    await stopSharing(page);
  });
});

test.describe('pages that are not theirs', () => {
  test.use({ expected: [/status of 404/] });

  test('a case worker has no list of the centre and no attendance', async ({ page }) => {
    await signIn(page, 'caseWorker');
    await expect(page.getByText('Det finns ingen lista över centrets deltagare.')).toBeVisible();
    for (const path of ['/coach', '/idag', '/min-plan', '/siffror', '/skarm', '/myndighet/01990000-0000-7000-8000-000000000000']) {
      await page.goto(path);
      await expect(page.getByText(gone), path).toBeVisible();
    }
  });

  test('a partner sees those who are assigned and their own steps', async ({ page }) => {
    await signIn(page, 'partner');
    await expect(page).toHaveURL(/\/myndighet$/);
    await page.locator('tbody a').first().click();
    await expect(page.getByRole('heading', { name: 'Steg som du gör' })).toBeVisible();
    await expect(page.locator('[data-closed=role_without]')).toBeVisible();
    for (const path of ['/coach', '/siffror', '/skarm']) {
      await page.goto(path);
      await expect(page.getByText(gone), path).toBeVisible();
    }
  });

  test('the steering group has figures without small cells and nothing else', async ({ page }) => {
    await signIn(page, 'steering');
    await expect(page).toHaveURL(/\/siffror$/);
    await expect(page.getByRole('img', { name: /Stapeldiagram/ })).toBeVisible();
    await page.goto('/siffror?sma=ja');
    await expect(page.getByText('Små tal visas.')).toHaveCount(0);
    const numbers = await page.locator('[data-figures] td').allTextContents();
    expect(numbers.length).toBeGreaterThan(48);
    for (const text of numbers) expect(text).toMatch(/^(0|[5-9]|\d{2,}|dolt)$/);
    for (const path of ['/coach', '/myndighet', '/skarm', '/idag']) {
      await page.goto(path);
      await expect(page.getByText(gone), path).toBeVisible();
    }
  });
});

test('the figures can be taken along as a file', async ({ page }) => {
  await signIn(page, 'steering');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Ladda ner (CSV)' }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^siffror-\d{4}-\d\d-\d\d\.csv$/);
});
