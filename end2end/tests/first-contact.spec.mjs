// A first contact that was late is explained once, on the page it was asked on, and its sender reads the same words (K4).
import { randomBytes } from 'node:crypto';
import { accessible, expect, lateContact, picture, signIn, takenOver, test } from '../support/promises.mjs';

const letters = () => [...randomBytes(6)].map((b) => String.fromCharCode(97 + (b % 26))).join('');

for (const script of [true, false]) {
  test.describe(script ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled: script, expected: [/status of (400|422)/] });

    test('the team leader says why, and the sender reads it', async ({ page, browser }, { project }) => {
      const id = lateContact(`Prov${letters()}`);
      await signIn(page, 'lead', `/anvisningar/${id}`);
      if (script) await takenOver(page);
      const card = page.getByRole('region', { name: 'Löftet om första kontakt' });
      await expect(card).toContainText('Centret skulle ha hört av sig till personen senast');
      await expect(card).toContainText('Ingen orsak är angiven än.');
      await expect(page.getByRole('link', { name: 'Notera kontakten' })).toBeVisible();
      await card.getByRole('link', { name: 'Ange orsak' }).click();
      await expect(page.getByText('Den som anvisade läser samma ord.')).toBeVisible();
      await page.getByLabel('Annat').check();
      await page.getByRole('button', { name: 'Spara orsaken' }).click();
      await expect(page.getByRole('alert')).toContainText('Skriv med några ord vad som hände.');
      await expect(page.getByLabel('Annat')).toBeChecked();
      const words = `Numret gick inte fram, ${script ? 'med' : 'utan'}.`;
      await page.getByLabel('Med några ord').fill(words);
      if (script) await accessible(page, 'a late first contact');
      await picture(page, `${project.name}-first-contact-${script ? 'script' : 'plain'}`);
      await page.getByRole('button', { name: 'Spara orsaken' }).click();
      await expect(card).toContainText(`Orsak: ${words}`);
      await expect(card.getByRole('link', { name: 'Ange orsak' })).toHaveCount(0);

      const theirs = await browser.newContext({ baseURL: process.env.BASE, locale: 'sv-SE', javaScriptEnabled: script });
      const sender = await theirs.newPage();
      await signIn(sender, 'caseWorker', `/anvisningar/${id}`);
      await expect(sender.getByText(`Orsak: ${words}`)).toBeVisible();
      await expect(sender.getByRole('link', { name: 'Ange orsak' })).toHaveCount(0);
      await theirs.close();
    });

    test('each figure leads to the list that it counts', async ({ page }) => {
      lateContact(`Prov${letters()}`);
      await signIn(page, 'lead', '/loften');
      if (script) await takenOver(page);
      const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'Första kontakt' }) });
      const broken = row.getByRole('link', { name: 'Första kontakt, Utan orsak:' });
      await broken.click();
      await expect(page).toHaveURL(/visa=utan-orsak/);
      await expect(page.getByRole('link', { name: 'Utan orsak', exact: true })).toHaveAttribute('aria-current', 'true');
      await expect(page.getByRole('link', { name: 'Ange orsak' }).first()).toBeVisible();
    });
  });
}
