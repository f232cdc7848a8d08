// The centre's own closed and open days: kept by who leads, read by the house, and not there for anybody else.
import { expect, picture, signIn, takenOver, test, tuesday } from '../support/promises.mjs';
import { accessible } from '../support/fixtures.mjs';
import { sql } from '../support/crowd.mjs';

/** Takes away what an earlier run has left of a day: its history stays, and is only the owner's to remove. */
function forget(day) {
  sql(
    { data: process.env.DATA },
    `begin;
     set local session_replication_role = replica;
     delete from centre_day where day = '${day}' and reason <> 'Demonstration';
     delete from centre_day_change where day = '${day}';
     commit;`,
  );
}

/** The day as the page writes it: "22 december". */
function words(day) {
  const [, month, date] = day.split('-').map(Number);
  const months = ['januari', 'februari', 'mars', 'april', 'maj', 'juni', 'juli', 'augusti', 'september', 'oktober', 'november', 'december'];
  return `${date} ${months[month - 1]}`;
}

// Each its own day, far enough ahead that no promise and no free time of another test goes by it.
const weeks = { phone: 10, tablet: 14, desktop: 18 };

for (const script of [true, false]) {
  test.describe(script ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled: script, expected: [/status of (400|409|422)/] });

    test('who leads closes a day, and takes it back', async ({ page, context }, { project }) => {
      const day = tuesday((weeks[project.name] ?? 22) + (script ? 0 : 2));
      forget(day);
      const past = new Date(Date.now() - 20 * 86_400_000).toISOString().slice(0, 10);
      const line = page.locator('[data-list="own-days"] tbody tr').filter({ hasText: `isdag ${words(day)}` });
      const live = async (of) => {
        if (script) await takenOver(of);
      };

      await signIn(page, 'lead', '/kalender');
      await live(page);
      // A day that has been, and a day that is off anyway.
      await page.getByLabel('Dag', { exact: true }).fill(past);
      await page.getByLabel('Centret ska ha').selectOption('Stängt');
      await page.getByRole('button', { name: 'Visa vad dagen rör' }).click();
      await expect(page.locator('#day-error')).toContainText('Bara dagar från och med i morgon');
      await expect(page.getByLabel('Dag', { exact: true })).toHaveValue(past);
      await expect(page.getByLabel('Centret ska ha')).toHaveValue('closed');
      await page.getByLabel('Dag', { exact: true }).fill(day);
      await page.getByLabel('Centret ska ha').selectOption('Öppet');
      await page.getByRole('button', { name: 'Visa vad dagen rör' }).click();
      await expect(page.locator('#day-error')).toContainText('Den dagen är en vanlig arbetsdag.');
      await page.getByLabel('Centret ska ha').selectOption('Stängt');
      await page.getByRole('button', { name: 'Visa vad dagen rör' }).click();

      // What it touches, and back from there and forth again.
      await expect(page).toHaveURL(new RegExp(`/kalender\\?dag=${day}&hur=closed`));
      await expect(page.getByRole('heading', { name: `isdag ${words(day)}` })).toContainText('centret stänger');
      await expect(page.getByText('Inga nya tider går att boka den dagen.')).toBeVisible();
      await page.goBack();
      await expect(page.getByRole('heading', { name: 'Lägg till en dag' })).toBeVisible();
      await page.goForward();
      await expect(page.getByText('Inga nya tider går att boka den dagen.')).toBeVisible();
      await live(page);
      await picture(page, `${project.name}-calendar-asked-${script ? 'script' : 'plain'}`);

      // A colleague has the same page open.
      const other = await context.newPage();
      await other.goto(`/kalender?dag=${day}&hur=closed`);
      await live(other);

      await page.getByRole('button', { name: 'Spara dagen' }).click();
      await expect(page.locator('#reason-error')).toContainText('Fyll i här.');
      await page.getByLabel('Varför').fill('Planeringsdag för hela huset');
      await page.getByRole('button', { name: 'Spara dagen' }).click();
      await expect(page.getByRole('status').filter({ hasText: 'Sparat. Centret har stängt' })).toContainText(words(day));
      await expect(line).toContainText('Planeringsdag för hela huset');
      await expect(page.getByRole('listitem').filter({ hasText: 'stängt lades till' }).first()).toContainText('Johan Ek');
      if (script) await accessible(page, 'the calendar');
      await picture(page, `${project.name}-calendar-${script ? 'script' : 'plain'}`);

      // The second to save hears it, and keeps what was typed until the page is left.
      await other.getByLabel('Varför').fill('Något annat');
      await other.getByRole('button', { name: 'Spara dagen' }).click();
      await expect(other.getByRole('alert')).toContainText('Dagen finns redan i kalendern.');
      await other.close();

      await line.getByRole('button', { name: /Ta tillbaka/ }).click();
      await expect(page.getByRole('status').filter({ hasText: 'Borttagen.' })).toContainText(words(day));
      await expect(line).toHaveCount(0);
      await expect(page.getByRole('listitem').filter({ hasText: 'stängt togs tillbaka' }).first()).toContainText('Planeringsdag för hela huset');
    });

    test('a coach reads the days and changes none', async ({ page }) => {
      await signIn(page, 'coach', '/kalender');
      await expect(page.getByRole('heading', { name: 'Centrets egna dagar' })).toBeVisible();
      await expect(page.getByRole('heading', { name: 'Ändringar' })).toBeVisible();
      await expect(page.getByText('julafton').first()).toBeVisible();
      await expect(page.getByRole('heading', { name: 'Lägg till en dag' })).toHaveCount(0);
      await expect(page.getByRole('button', { name: /Ta tillbaka/ })).toHaveCount(0);
      await page.goto(`/kalender?dag=${tuesday(9)}&hur=closed`);
      await expect(page.getByRole('button', { name: 'Spara dagen' })).toHaveCount(0);
    });
  });
}

test('the calendar is found from the promises and from the hours', async ({ page }) => {
  await signIn(page, 'lead', '/loften');
  await takenOver(page);
  await page.getByRole('link', { name: 'centrets kalender' }).click();
  await expect(page.getByRole('heading', { name: 'Centrets kalender', level: 1 })).toBeVisible();
  await page.goto('/tider');
  await page.getByRole('main').getByRole('link', { name: 'Centrets kalender' }).click();
  await expect(page).toHaveURL(/\/kalender$/);
});

test.describe('what is not theirs', () => {
  test.use({ expected: [/status of 404/] });

  for (const who of ['halfway', 'caseWorker', 'partner', 'steering']) {
    test(`the calendar is not there for ${who}`, async ({ page }) => {
      await signIn(page, who);
      const answer = await page.goto('/kalender');
      expect(answer.status()).toBe(404);
    });
  }
});
