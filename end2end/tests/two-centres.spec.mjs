// Who works at two centres switches between them: each shows its own, and a page of the one does nothing at the other.
import { accessible, expect, fits, picture, takenOver, test } from '../support/fixtures.mjs';
import { be } from '../support/people.mjs';
import { atTwoCentres, hoursOf } from '../support/two-centres.mjs';

const lost = 'Sidan finns inte, eller så är den inte din.';

for (const script of [true, false]) {
  test.describe(script ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled: script, expected: [/status of 404|status of 409/] });

    const ready = async (page) => {
      if (script) await takenOver(page);
    };
    const switchTo = async (page, centre) => {
      await page.goto('/mina-enheter');
      await ready(page);
      await page.getByRole('button', { name: `Coach · ${centre}` }).click();
      await expect(page).toHaveURL(/\/coach$/);
    };

    test('each centre shows its own people, and Back shows nothing of the other', async ({ page }, { project }) => {
      const { coach, a, b } = atTwoCentres();
      await be(page, coach);
      await page.goto('/coach');
      await ready(page);
      await expect(page.getByText(a.name)).toBeVisible();
      await expect(page.getByText(b.name)).toHaveCount(0);
      expect((await page.goto(b.path)).status()).toBe(404);
      expect((await page.goto(a.path)).status()).toBe(200);
      await ready(page);
      await expect(page.getByRole('heading', { name: a.name })).toBeVisible();
      await switchTo(page, 'Kompetenscenter Angered');
      await expect(page.getByText(b.name)).toBeVisible();
      await expect(page.getByText(a.name)).toHaveCount(0);
      await picture(page, `${project.name}-two-centres-${script ? 'script' : 'plain'}`);
      // Back past the switch: the page of the devices, then the record of somebody who is at the other centre.
      await page.goBack();
      await expect(page.getByRole('button', { name: 'Coach · Kompetenscenter Angered', pressed: true })).toBeVisible();
      await page.goBack();
      await expect(page.getByText(lost)).toBeVisible();
      await expect(page.getByText(a.name)).toHaveCount(0);
      // And there again.
      await switchTo(page, 'Kompetenscenter Öster');
      await expect(page.getByText(a.name)).toBeVisible();
      expect((await page.goto(b.path)).status()).toBe(404);
    });

    test('a page of one centre writes nothing at the other', async ({ page, context }, { project }) => {
      const { coach } = atTwoCentres();
      await be(page, coach);
      await page.goto('/tider');
      await ready(page);
      const fill = async () => {
        await page.locator('#weekday').selectOption({ label: 'Tisdag' });
        await page.locator('#from_time').fill('09:00');
        await page.locator('#to_time').fill('11:00');
        await page.getByRole('button', { name: 'Lägg till', exact: true }).click();
      };
      // In another window meanwhile.
      const other = await context.newPage();
      await switchTo(other, 'Kompetenscenter Angered');
      await fill();
      if (script) {
        await expect(page.getByRole('alert')).toContainText('Du har bytt plats i ett annat fönster.');
        // What was typed is there; it is of no use here any more.
        await expect(page.locator('#from_time')).toHaveValue('09:00');
        await accessible(page, 'a page of another place');
      } else {
        await expect(page.getByRole('heading', { name: 'Du har bytt plats' })).toBeVisible();
      }
      await fits(page, 'a page of another place');
      await picture(page, `${project.name}-other-place-${script ? 'script' : 'plain'}`);
      expect(hoursOf(coach)).toEqual([]);
      // With script the page reads nothing of the other centre either: it says so, and loads anew as that centre's.
      if (script) {
        await page.locator('a[href="/coach"]').first().click();
        await expect(page.getByText('Du har bytt plats i ett annat fönster.').first()).toBeVisible();
      }
      await page.goto('/tider');
      await ready(page);
      await fill();
      await expect(page.getByText('09:00–11:00').first()).toBeVisible();
      expect(hoursOf(coach)).toEqual(['kompetenscenter-angered']);
      await other.close();
    });
  });
}
