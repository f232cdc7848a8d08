// More time (X1): a proposal is put forward, changed, withdrawn and refused; every change voids what was said before.
import { sql } from '../support/crowd.mjs';
import { accessible, expect, fits, picture, signIn, takenOver, test } from '../support/fixtures.mjs';
import { be, endSession, personOf, somebody } from '../support/people.mjs';

const later = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** Somebody whose term is over in forty days. */
function soonOver() {
  const who = somebody({ coach: 'karin.holm' });
  sql(
    { data: process.env.DATA },
    `update enrolment set enrolled_on = current_date - 140, term_ends_on = current_date + 40
     where person_id = '${personOf(who)}' and ended_on is null;`,
  );
  return who;
}

for (const script of [true, false]) {
  test.describe(script ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled: script, expected: [/status of 422|status of 409|status of 401/] });

    const other = async (browser, open) => {
      const context = await browser.newContext({ baseURL: process.env.BASE, locale: 'sv-SE', javaScriptEnabled: script });
      const page = await context.newPage();
      await open(page);
      return page;
    };
    const live = async (page, path) => {
      await page.goto(path);
      if (script) await takenOver(page);
    };

    test('a proposal is refused at its fields, put forward, changed, withdrawn and refused', async ({ page, browser }, { project }) => {
      const who = soonOver();
      const desk = `/deltagare/${personOf(who)}/forlangning`;
      await signIn(page, 'coach');
      await live(page, desk);
      // Nothing filled in, then a day before the term's own: told at the field, and what was typed stays.
      await page.getByRole('button', { name: 'Lägg fram förslaget' }).click();
      await expect(page.getByRole('alert')).toBeVisible();
      await page.getByLabel('Ny sista dag').fill(later(5));
      await page.getByLabel('Varför, och vad som ska göras').fill('Praktiken fortsätter.');
      await page.getByRole('button', { name: 'Lägg fram förslaget' }).click();
      await expect(page.getByRole('alert')).toBeVisible();
      await expect(page.getByLabel('Varför, och vad som ska göras')).toHaveValue('Praktiken fortsätter.');
      if (script) await accessible(page, 'a refused proposal');
      await page.getByLabel('Ny sista dag').fill(later(100));
      await page.getByRole('button', { name: 'Lägg fram förslaget' }).click();
      await expect(page.getByRole('heading', { name: 'Ändra förslaget' })).toBeVisible();
      await fits(page, 'a proposal');
      await picture(page, `${project.name}-more-time-${script ? 'script' : 'plain'}`);

      // The participant says yes; the session had ended at the first press, and that press was nothing.
      const phone = await other(browser, (their) => be(their, who));
      await live(phone, '/forlangning');
      await endSession(phone);
      await phone.getByRole('button', { name: 'Ja, förläng' }).click();
      if (script) await expect(phone.getByText('Du är utloggad.').first()).toBeVisible();
      else await expect(phone).toHaveURL(/\/logga-in\?next=/);
      await endSession.undo(phone);
      await live(phone, '/forlangning');
      await phone.getByRole('button', { name: 'Ja, förläng' }).click();
      await expect(phone.getByRole('button', { name: 'Ja, förläng' })).toHaveCount(0);

      // Another text, and back to the first: the yes is void both times.
      for (const words of ['Praktiken fortsätter, tre dagar i veckan.', 'Praktiken fortsätter.']) {
        await live(page, desk);
        await page.getByLabel('Varför, och vad som ska göras').fill(words);
        await page.getByRole('button', { name: 'Spara ändringen' }).click();
        await expect(page.locator('.pre-line').first()).toHaveText(words);
        await live(phone, '/forlangning');
        await expect(phone.getByRole('button', { name: 'Ja, förläng' })).toBeVisible();
      }
      // A tab that shows the text from before says so, and gives no key.
      const stale = await phone.context().newPage();
      await live(stale, '/forlangning');
      await live(page, desk);
      await page.getByLabel('Varför, och vad som ska göras').fill('Praktiken slutar i juni.');
      await page.getByRole('button', { name: 'Spara ändringen' }).click();
      await expect(page.locator('.pre-line').first()).toHaveText('Praktiken slutar i juni.');
      await stale.getByRole('button', { name: 'Ja, förläng' }).click();
      await expect(stale.getByRole('alert').first()).toBeVisible();

      // Withdrawn: nothing waits for the participant.
      await live(page, desk);
      await page.getByRole('button', { name: 'Dra tillbaka förslaget' }).click();
      await expect(page.getByRole('heading', { name: 'Nytt förslag' })).toBeVisible();
      await live(phone, '/forlangning');
      await expect(phone.getByRole('button', { name: 'Ja, förläng' })).toHaveCount(0);

      // Put forward again; the participant says no, with a reason that all can read, and not without one.
      await live(page, desk);
      await page.getByLabel('Ny sista dag').fill(later(90));
      await page.getByLabel('Varför, och vad som ska göras').fill('Studier från hösten.');
      await page.getByRole('button', { name: 'Lägg fram förslaget' }).click();
      await expect(page.getByRole('heading', { name: 'Ändra förslaget' })).toBeVisible();
      await live(phone, '/forlangning');
      await phone.getByText('Säg nej', { exact: true }).click();
      await phone.getByRole('button', { name: 'Nej, förläng inte' }).click();
      await expect(phone.getByRole('alert')).toBeVisible();
      await phone.getByLabel('Varför inte?').fill('Jag har fått arbete.');
      await phone.getByRole('button', { name: 'Nej, förläng inte' }).click();
      await expect(phone.getByRole('button', { name: 'Ja, förläng' })).toHaveCount(0);
      await live(page, desk);
      await expect(page.getByText('Jag har fått arbete.').first()).toBeVisible();
      // Back and the same page again: the refusal stands, once.
      await page.goBack();
      await page.goto(desk);
      await expect(page.getByRole('heading', { name: 'Nytt förslag' })).toBeVisible();
      await phone.context().close();
    });
  });
}
