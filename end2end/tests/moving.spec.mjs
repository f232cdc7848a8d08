// To another centre of the programme, with the participant's yes and never without it (G2).
import { accessible, expect, fits, picture, signIn, takenOver, test } from '../support/fixtures.mjs';
import { atOster } from '../support/moving.mjs';
import { be, endSession } from '../support/people.mjs';

for (const script of [true, false]) {
  test.describe(script ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled: script, expected: [/status of 422|status of 404|status of 403|status of 401/] });

    const other = async (browser, who) => {
      const context = await browser.newContext({ baseURL: process.env.BASE, locale: 'sv-SE', javaScriptEnabled: script });
      const page = await context.newPage();
      await be(page, who);
      return page;
    };

    test('a move is asked for, answered, and leaves the old centre with nothing', async ({ page, browser }, { project }) => {
      const { who, lead, there, path } = atOster();
      const desk = `${path}/flytt`;
      await be(page, lead);
      await page.goto(desk);
      if (script) await takenOver(page);
      await expect(page.getByText('Inga förslag.')).toBeVisible();
      // No centre, and a day long gone: each told at its field, and nothing is asked.
      await page.getByRole('button', { name: 'Fråga deltagaren' }).click();
      await expect(page.getByRole('alert')).toBeVisible();
      await page.getByLabel('Till vilket center').selectOption({ label: 'Kompetenscenter Angered' });
      await page.getByLabel('Från och med').fill('2019-01-01');
      await page.getByRole('button', { name: 'Fråga deltagaren' }).click();
      await expect(page.getByRole('alert')).toBeVisible();
      await expect(page.getByLabel('Till vilket center')).not.toHaveValue('');
      const today = new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Stockholm' });
      await page.getByLabel('Från och med').fill(today);
      await page.getByRole('button', { name: 'Fråga deltagaren' }).click();
      await expect(page.getByText('Väntar på deltagarens svar')).toBeVisible();
      await fits(page, 'a move that is asked for');
      if (script) await accessible(page, 'a move that is asked for');
      // Back and forth: one question, not two.
      await page.goBack();
      await page.goto(desk);
      await expect(page.getByText('Väntar på deltagarens svar')).toHaveCount(1);
      // The other centre sees nothing before the yes.
      const angered = await other(browser, there);
      expect((await angered.goto(path)).status()).toBe(404);

      const phone = await other(browser, who);
      await phone.goto('/flytt');
      if (script) await takenOver(phone);
      await picture(phone, `${project.name}-moving-asked-${script ? 'script' : 'plain'}`);
      await phone.getByRole('button', { name: 'Nej, stanna kvar' }).click();
      await expect(phone.getByRole('button', { name: 'Ja, byt center' })).toHaveCount(0);
      // Asked again; the session ends before the answer, and nothing has moved.
      await page.goto(desk);
      if (script) await takenOver(page);
      await page.getByLabel('Till vilket center').selectOption({ label: 'Kompetenscenter Angered' });
      await page.getByRole('button', { name: 'Fråga deltagaren' }).click();
      await expect(page.getByText('Väntar på deltagarens svar')).toHaveCount(1);
      await phone.goto('/flytt');
      if (script) await takenOver(phone);
      await endSession(phone);
      await phone.getByRole('button', { name: 'Ja, byt center' }).click();
      if (script) await expect(phone.getByText('Du är utloggad.').first()).toBeVisible();
      else await expect(phone).toHaveURL(/\/logga-in\?next=/);
      expect((await angered.goto(path)).status()).toBe(404);
      await endSession.undo(phone);
      await phone.goto('/flytt');
      if (script) await takenOver(phone);
      await phone.getByRole('button', { name: 'Ja, byt center' }).click();
      await expect(phone.getByText('Klart')).toBeVisible();
      await expect(phone.getByText('Du får en ny coach snart.')).toBeVisible();
      await phone.goto('/idag');
      await expect(phone.getByText('Du har flyttat till Kompetenscenter Angered.')).toBeVisible();
      await fits(phone, 'the day after a move');
      if (script) {
        await takenOver(phone);
        await accessible(phone, 'the day after a move');
      }
      await picture(phone, `${project.name}-moved-${script ? 'script' : 'plain'}`);
      // Now they are there, and no longer here.
      expect((await angered.goto(path)).status()).toBe(200);
      expect((await page.goto(path)).status()).toBe(404);
      // The new centre is told that somebody has come whom nobody coaches, and gives a coach from there.
      await angered.goto('/utan-coach');
      if (script) await takenOver(angered);
      const row = angered.getByRole('row', { name: new RegExp(who.name) });
      await expect(row).toContainText('Flyttade hit från Kompetenscenter Öster');
      await expect(angered.locator('a[href="/utan-coach"] .mark')).toHaveText(/^[1-9]/);
      await fits(angered, 'who has no coach');
      if (script) await accessible(angered, 'who has no coach');
      await row.getByRole('link', { name: who.name, exact: true }).click();
      await expect(angered.getByText(/^Flyttade hit den .* från Kompetenscenter Öster\.$/)).toBeVisible();
      await angered.goto('/utan-coach');
      if (script) await takenOver(angered);
      await row.getByRole('link', { name: `Ge en coach · ${who.name}` }).click();
      await expect(angered).toHaveURL(/\/medarbetare$/);
      await angered.getByLabel('Coach', { exact: true }).selectOption({ label: there.name });
      await angered.getByRole('button', { name: 'Byt coach' }).click();
      await expect(angered.getByRole('rowheader', { name: there.name })).toBeVisible();
      await angered.goto('/utan-coach');
      await expect(angered.locator('h1')).toBeVisible();
      await expect(row).toHaveCount(0);
      await phone.goto('/flytt');
      await expect(phone.getByText(`Din coach heter ${there.name}.`)).toBeVisible();
      await phone.goto('/idag');
      await expect(phone.getByText(`Din coach heter ${there.name}.`)).toBeVisible();
      await phone.context().close();
      await angered.context().close();
    });
  });
}

test.describe('others', () => {
  test.use({ expected: [/status of 403|status of 404/] });

  test('who may not propose a move does not get the page', async ({ page }) => {
    const { path } = atOster();
    for (const who of ['coach', 'reception', 'manager', 'caseWorker']) {
      await page.context().clearCookies();
      await signIn(page, who);
      expect((await page.goto(`${path}/flytt`)).status(), who).toBeGreaterThanOrEqual(403);
    }
  });
});
