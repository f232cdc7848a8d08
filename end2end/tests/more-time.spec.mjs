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
      const agency = page.getByLabel('Vilken myndighet ska säga ja?');
      const asked = await agency.inputValue();
      const another = await agency.locator('option').last().getAttribute('value');
      await agency.selectOption(another);
      await page.getByRole('button', { name: 'Lägg fram förslaget' }).click();
      await expect(page.getByRole('alert')).toBeVisible();
      await expect(agency).toHaveValue(another);
      await agency.selectOption(asked);
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

      // The team leader finds it in the list of what waits, and goes on from there; the count stands beside the word.
      const lead = await other(browser, (their) => signIn(their, 'lead'));
      await live(lead, '/start');
      const way = lead.getByRole('main').getByRole('link', { name: /^Förlängning\s*\d+ väntar på ditt svar$/ });
      await way.click();
      await expect(lead).toHaveURL(/\/forlangningar$/);
      const row = lead.getByRole('row').filter({ has: lead.getByRole('link', { name: who.name, exact: true }) });
      const find = async (which) => {
        await live(lead, `/forlangningar?visa=${which}&ordna=namn`);
        // The address is there before the page is: its number tells that it is.
        for (let page = 2; (await row.count()) === 0 && (await lead.getByRole('link', { name: 'Nästa' }).count()) > 0; page += 1) {
          await lead.getByRole('link', { name: 'Nästa' }).click();
          await expect(lead.getByText(new RegExp(`^${page} / \\d+$`))).toBeVisible();
        }
      };
      await find('mig');
      await expect(row.getByText('Deltagaren: ja')).toBeVisible();
      await expect(row.getByText('Centret: väntar')).toBeVisible();
      await fits(lead, 'the list of extensions');
      if (script) await accessible(lead, 'the list of extensions');
      await picture(lead, `${project.name}-extensions-${script ? 'script' : 'plain'}`);
      // It can be ordered, and the order stands in the address.
      await lead.getByLabel('Ordna efter').selectOption('slut');
      await lead.getByRole('button', { name: 'Ordna' }).click();
      await expect(lead).toHaveURL(/visa=mig&ordna=slut/);
      await find('mig');
      await row.getByRole('link', { name: who.name, exact: true }).click();
      await expect(lead).toHaveURL(new RegExp(`${desk}$`));
      // All that is signed is shown: text, days, deadline, version.
      for (const fact of ['Sista dag nu', 'Ny sista dag', 'Svar senast', 'Version']) {
        await expect(lead.locator('dl').first().getByText(fact, { exact: true })).toBeVisible();
      }
      if (script) await takenOver(lead);
      await lead.getByRole('button', { name: 'Ja, förläng' }).click();
      await expect(lead.getByRole('button', { name: 'Ja, förläng' })).toHaveCount(0);
      await find('mig');
      await expect(row).toHaveCount(0);
      await find('vantar');
      await expect(row.getByText('Centret: ja')).toBeVisible();

      // Another deadline alone voids every yes: it is part of what was signed.
      await live(page, desk);
      await page.getByLabel('Svar senast').fill(later(20));
      await page.getByRole('button', { name: 'Spara ändringen' }).click();
      await expect(page.locator('dl').first().getByText('2', { exact: true })).toBeVisible();
      await find('mig');
      await expect(row.getByText('Centret: väntar')).toBeVisible();
      await expect(row.getByText('Deltagaren: väntar')).toBeVisible();
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
      // The list tells that it was decided, and how; whoever's term ends soon is not forgotten.
      await find('avgjorda');
      await expect(row.getByText(/^Nej, /)).toBeVisible();
      await find('utan');
      await expect(row.getByText('Någon sa nej')).toBeVisible();
      await lead.context().close();
      // Back and the same page again: the refusal stands, once.
      await page.goBack();
      await page.goto(desk);
      await expect(page.getByRole('heading', { name: 'Nytt förslag' })).toBeVisible();
      await phone.context().close();
    });
  });
}
