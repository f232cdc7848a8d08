// Programmes as data: a manager makes a version, another is told of it, the house reads; and when the house is full.
import { accessible, expect, fits, picture, signIn, takenOver, test } from '../support/fixtures.mjs';

const latest = async (page) => {
  await page.goto('/program/arbetsforum');
  const words = await page.locator('[data-list="versions"] > li').first().textContent();
  return Number(words.match(/Version (\d+)/)[1]);
};

async function fillIn(page, { talks, why }) {
  await page.getByLabel('Coachsamtal som erbjuds, minst').fill(String(talks));
  await page.getByLabel('Källa').fill('Beslut i styrgruppen');
  await page.getByLabel('Varför').fill(why);
}

const save = (page) => page.getByRole('button', { name: 'Spara ny version' }).click();

for (const script of [true, false]) {
  test.describe(script ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled: script, expected: [/status of 422|status of 409/] });

    test('a version is made, nonsense is told at its field, and the difference is shown', async ({ page }) => {
      await signIn(page, 'manager');
      const before = await latest(page);
      await page.getByRole('link', { name: 'Ny version' }).click();
      if (script) await takenOver(page);
      const talks = 10 + before;
      await fillIn(page, { talks, why: 'Fler samtal' });
      // Ages that cross: said at the field, and what was typed stays.
      await page.getByLabel('Har inte fyllt (år)').fill('12');
      await save(page);
      await expect(page.getByRole('alert')).toContainText('Åldrarna korsar varandra.');
      await expect(page.locator('#age_below-error')).toContainText('Åldrarna korsar varandra.');
      await expect(page.getByLabel('Coachsamtal som erbjuds, minst')).toHaveValue(String(talks));
      await expect(page.getByLabel('Varför')).toHaveValue('Fler samtal');
      await fits(page, 'the form of a version with an error');
      if (script) await accessible(page, 'the form of a version with an error');
      await picture(page, `programme-refused-${script ? 'script' : 'plain'}`);
      await page.getByLabel('Har inte fyllt (år)').fill('65');
      // A quota without its period, in a row of its own.
      const row = page.getByRole('group', { name: 'Väg 6' });
      await row.getByLabel('Myndighet').selectOption({ label: 'Socialtjänsten Kortedala' });
      await row.getByLabel('Vilka').selectOption({ label: 'alla som anvisas' });
      await row.getByLabel('Högst', { exact: true }).fill('7');
      await save(page);
      await expect(page.getByRole('alert')).toContainText('En kvot behöver en period');
      await expect(page.getByRole('group', { name: 'Väg 6' }).getByLabel('Högst', { exact: true })).toHaveValue('7');
      await page.getByRole('group', { name: 'Väg 6' }).getByLabel('Ta bort raden').check();
      await save(page);
      await expect(page).toHaveURL(new RegExp(`/program/arbetsforum\\?fran=${before}&till=${before + 1}$`));
      const changed = page.locator('[data-difference] tbody tr');
      await expect(changed).toHaveCount(1);
      await expect(changed).toContainText(`${talks} coachsamtal erbjuds inom 14 dagar`);
      await expect(page.getByText(`inskrivna under version ${before + 1}`)).toBeVisible();
      await expect(page.getByText('Varför: Fler samtal.').first()).toBeVisible();
      await fits(page, 'a difference between versions');

      // Back in the middle, and the form once more: the same press is told, and nothing is stored twice.
      await page.goBack();
      expect(await latest(page)).toBe(before + 1);
    });

    test('a form made from an older version is refused until the difference is seen', async ({ page, browser }) => {
      await signIn(page, 'manager');
      const before = await latest(page);
      await page.goto('/program/arbetsforum/ny');
      if (script) await takenOver(page);
      await fillIn(page, { talks: 30 + before, why: 'Den sena' });

      const theirs = await browser.newContext({ baseURL: process.env.BASE, locale: 'sv-SE', javaScriptEnabled: script });
      const other = await theirs.newPage();
      await signIn(other, 'manager', '/program/arbetsforum/ny');
      if (script) await takenOver(other);
      await fillIn(other, { talks: 50 + before, why: 'Den första' });
      await save(other);
      await expect(other).toHaveURL(/fran=/);
      await theirs.close();

      await save(page);
      await expect(page.getByRole('alert')).toContainText(`Version ${before + 1} gjordes medan du skrev.`);
      await expect(page.getByLabel('Varför')).toHaveValue('Den sena');
      // Pressed again without a look, it is refused again.
      await save(page);
      await expect(page.getByRole('alert')).toContainText('gjordes medan du skrev');
      await expect(page.getByRole('link', { name: 'Se vad som skiljer' })).toHaveAttribute('href', new RegExp(`fran=${before}&till=${before + 1}$`));
      await page.getByLabel('Jag har sett skillnaden.').check();
      await save(page);
      await expect(page).toHaveURL(new RegExp(`fran=${before + 1}&till=${before + 2}$`));
      await expect(page.locator('[data-difference]')).toContainText(`${50 + before} coachsamtal`);
      await expect(page.locator('[data-difference]')).toContainText(`${30 + before} coachsamtal`);
    });
  });
}

test('the house reads the rules; a programme of another centre is not there', async ({ page }) => {
  await signIn(page, 'coach', '/program');
  await page.getByRole('link', { name: 'Arbetsforum Kortedala–Bergsjön' }).click();
  await expect(page.getByText('Har fyllt 18 år')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Ny version' })).toHaveCount(0);
});

test.describe('what is not one’s own', () => {
  test.use({ expected: [/status of 404/] });

  test('is the same answer as what is not there', async ({ page }) => {
    await signIn(page, 'coach');
    expect((await page.goto('/program/kompetenscenter')).status()).toBe(404);
    expect((await page.goto('/program/arbetsforum/ny')).status()).toBe(404);
    expect((await page.goto('/platser')).status()).toBe(404);
  });

  test('an agency and a participant have none of it', async ({ page, browser }) => {
    await signIn(page, 'caseWorker');
    expect((await page.goto('/program')).status()).toBe(404);
    const theirs = await browser.newContext({ baseURL: process.env.BASE, locale: 'sv-SE' });
    const other = await theirs.newPage();
    await signIn(other, 'halfway');
    expect((await other.goto('/platser')).status()).toBe(404);
    await theirs.close();
  });
});

for (const who of ['reception', 'lead', 'manager']) {
  test(`places and the months to come, as ${who}`, async ({ page }) => {
    await signIn(page, who, '/platser');
    await takenOver(page);
    const house = page.locator('[data-house="arbetsforum"]');
    await expect(house.getByText('inskrivna nu')).toBeVisible();
    await expect(house.locator('[data-forecast]')).toBeVisible();
    await expect(house.locator('[data-figures="ahead"] tbody tr')).toHaveCount(12);
    await expect(page.getByText('Så är det räknat')).toBeVisible();
    await fits(page, 'the places');
    await accessible(page, 'the places');
    await picture(page, `places-${who}`);
  });
}
