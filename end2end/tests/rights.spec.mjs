// The participant's rights: the book taken along, a correction asked for and judged, what is kept.
import { readFile } from 'node:fs/promises';
import { expect, signIn, takenOver, test } from '../support/fixtures.mjs';
import { be, demo, somebody } from '../support/people.mjs';

test('everything about me comes as a file, as data and to read', async ({ page }) => {
  await be(page, somebody());
  await page.goto('/min-bok');
  await takenOver(page);
  for (const [name, ends] of [['Hämta som data', '.json'], ['Hämta för att läsa', '.html']]) {
    const coming = page.waitForEvent('download');
    await page.getByRole('link', { name }).click();
    await expect(page.getByRole('status').filter({ hasText: 'Vi samlar ihop allt' })).toBeVisible();
    const download = await coming;
    expect(download.suggestedFilename()).toMatch(new RegExp(`^min-bok-\\d{4}-\\d\\d-\\d\\d\\${ends}$`));
    const text = await readFile(await download.path(), 'utf8');
    if (ends === '.json') {
      const book = JSON.parse(text);
      expect(book.schema).toBe('arbetsforum.book');
      expect(book.tables.person.rows).toHaveLength(1);
    } else {
      expect(text).toContain('<h1>Min bok</h1>');
    }
  }
});

test('the page to read needs nothing from elsewhere', async ({ page, context }) => {
  await be(page, somebody());
  await page.goto('/min-bok');
  const coming = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Hämta för att läsa' }).click();
  const text = await readFile(await (await coming).path(), 'utf8');
  const reader = await context.newPage();
  await reader.setContent(text);
  await expect(reader.getByRole('heading', { level: 1 })).toHaveText('Min bok');
  await reader.emulateMedia({ media: 'print' });
  expect(await reader.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled, expected: [/status of 422/] });

    test('a correction is asked for and stands in the list', async ({ page }) => {
      await be(page, somebody());
      await page.goto('/min-bok');
      await page.getByRole('link', { name: 'Be om rättelse' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Rättelse');
      if (javaScriptEnabled) await takenOver(page);
      await page.getByLabel('Vad är fel?').fill('Fel dag');
      await page.getByRole('button', { name: 'Skicka' }).click();
      await expect(page.getByRole('alert')).toContainText('Fyll i här.');
      await expect(page.getByLabel('Vad är fel?')).toHaveValue('Fel dag');
      await page.getByRole('radio', { name: 'Min närvaro' }).check();
      await page.getByLabel('Hur ska det vara?').fill('Jag var här i tisdags');
      await page.getByRole('button', { name: 'Skicka' }).click();
      const asked = page.getByRole('article').filter({ hasText: 'Jag var här i tisdags' });
      await expect(asked).toContainText('Väntar på svar');
    });
  });
}

test('what is kept stands in words, for participants and staff', async ({ page }) => {
  await be(page, somebody());
  await page.goto('/vad-sparas');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Det här sparas');
  await expect(page.getByText('13 månader efter att du slutade')).toBeVisible();
  await page.context().clearCookies();
  await signIn(page, 'coach');
  await page.goto('/vad-sparas');
  await expect(page.getByText('13 månader efter att du slutade')).toBeVisible();
});

test('the manager judges, and the participant sees the answer', async ({ page }) => {
  test.skip(!demo.manager, 'the demonstration has no manager to sign in as');
  const who = somebody();
  await be(page, who);
  await page.goto('/rattelse');
  await takenOver(page);
  await page.getByRole('radio', { name: 'Mitt namn' }).check();
  await page.getByLabel('Vad är fel?').fill('Förnamnet');
  await page.getByLabel('Hur ska det vara?').fill('Alexandra');
  await page.getByRole('button', { name: 'Skicka' }).click();
  await expect(page.getByText('Väntar på svar')).toBeVisible();
  await page.context().clearCookies();
  await signIn(page, 'manager');
  await page.goto('/rattelser');
  await takenOver(page);
  await page.getByRole('article').filter({ hasText: who.name }).getByRole('link', { name: 'Läs och svara' }).click();
  await page.getByRole('radio', { name: 'Godkänn', exact: true }).check();
  await page.getByLabel('Förnamn').fill('Alexandra');
  await page.getByLabel('Svar till deltagaren').fill('Det är ändrat nu.');
  await page.getByRole('button', { name: 'Avgör' }).click();
  await expect(page.getByRole('article').filter({ hasText: 'Det är ändrat nu.' })).toContainText('Godkänd');
  await page.goto('/gallring');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Gallring');
  await page.context().clearCookies();
  await be(page, who);
  await page.goto('/rattelse');
  await expect(page.getByText('Det är ändrat nu.')).toBeVisible();
});
