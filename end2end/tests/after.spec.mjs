// How an enrolment ends, is taken back and followed up; and an extension that three people say yes to.
import { sql } from '../support/crowd.mjs';
import { accessible, expect, fits, picture, signIn, takenOver, test } from '../support/fixtures.mjs';
import { be, endSession, personId, personOf, somebody } from '../support/people.mjs';

for (const script of [true, false]) {
  test.describe(script ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled: script, expected: [/status of 422|status of 404/] });

    test('an exit says what it ends, and can be taken back', async ({ page, browser }, { project }) => {
      const who = somebody();
      const path = `/deltagare/${personOf(who)}/avslut`;
      await signIn(page, 'lead', path);
      if (script) await takenOver(page);
      await expect(page.getByText('Planen och deltagarboken är kvar hos deltagaren')).toBeVisible();
      // Nonsense is told at its field, and what was typed stays.
      await page.getByLabel('Hur det gick').selectOption('work');
      await page.getByLabel('Omfattning i procent').fill('halvtid');
      await page.getByRole('button', { name: 'Avsluta inskrivningen' }).click();
      await expect(page.getByRole('alert')).toContainText('Skriv vilken dag arbetet eller studierna börjar.');
      await expect(page.getByLabel('Omfattning i procent')).toHaveValue('halvtid');
      if (script) await accessible(page, 'a refused exit');
      await page.getByLabel('Hur det gick').selectOption('moved');
      await page.getByRole('button', { name: 'Avsluta inskrivningen' }).click();
      await expect(page.getByRole('heading', { name: 'Rätta avslutet' })).toBeVisible();
      await fits(page, 'an exit');
      await picture(page, `${project.name}-exit-done-${script ? 'script' : 'plain'}`);
      // Back, and the same press once more: nothing is ended twice.
      await page.goBack();
      await page.goto(path);
      await expect(page.getByRole('heading', { name: 'Rätta avslutet' })).toBeVisible();

      const theirs = await browser.newContext({ baseURL: process.env.BASE, locale: 'sv-SE', javaScriptEnabled: script });
      const phone = await theirs.newPage();
      await be(phone, who);
      await phone.goto('/idag');
      await expect(phone.locator('h1')).toBeVisible();
      await expect(phone.getByRole('link', { name: 'Jag är här' })).toHaveCount(0);
      for (const still of ['/min-plan', '/vem-har-sett']) {
        expect((await phone.goto(still)).status()).toBe(200);
      }
      await theirs.close();

      await page.getByRole('button', { name: 'Ta tillbaka avslutet' }).click();
      await expect(page.getByRole('heading', { name: 'Avsluta inskrivningen' })).toBeVisible();
      await expect(page.getByText('avslutet togs tillbaka')).toBeVisible();
    });
  });
}

/** Somebody who left so long ago that the first follow-up is due. */
function leftThreeMonthsAgo() {
  const who = somebody();
  sql(
    { data: process.env.DATA },
    `update enrolment set enrolled_on = current_date - 200 where person_id = '${personOf(who)}' and ended_on is null;
     select access.finish_enrolment(enrolment_id, gen_random_uuid(), 'work', current_date - 93, current_date - 93, 100, true,
                                    now() - interval '93 days', null)
     from enrolment where person_id = '${personOf(who)}' and ended_on is null;`,
  );
  return who;
}

for (const script of [true, false]) {
  test.describe(script ? 'a follow-up with script' : 'a follow-up without script', () => {
    test.use({ javaScriptEnabled: script, expected: [/status of 422|status of 401/] });

    test('is tried in vain, tried again and answered once', async ({ page }) => {
      const { name } = leftThreeMonthsAgo();
      await signIn(page, 'lead');
      const row = page.locator('tr', { hasText: name }).first();
      const find = async () => {
        for (let sheet = 1; ; sheet += 1) {
          await page.goto(`/uppfoljningar?sida=${sheet}`);
          if (await row.count()) return;
          expect(sheet, `${name} is in the list`).toBeLessThan(20);
        }
      };
      const attempt = async () => {
        await find();
        if (script) await takenOver(page);
        await row.getByRole('link', { name: 'Anteckna ett försök' }).click();
        await expect(page.getByRole('button', { name: 'Spara' })).toBeVisible();
      };
      await attempt();
      await page.getByLabel('Hur', { exact: true }).selectOption('phone');
      // Nobody answered; the session ends first, and nothing is noted.
      await endSession(page);
      await page.getByRole('button', { name: 'Spara' }).click();
      if (script) await expect(page.getByText('Du är utloggad.').first()).toBeVisible();
      else await expect(page).toHaveURL(/\/personal\?next=/);
      await endSession.undo(page);
      await attempt();
      await page.getByLabel('Hur', { exact: true }).selectOption('phone');
      await page.getByLabel('Svar').selectOption('work');
      await page.getByRole('button', { name: 'Spara' }).click();
      if (script) await expect(page.getByText('Sparat.')).toBeVisible();
      else await expect(page.getByRole('button', { name: 'Spara' })).toHaveCount(0);
      // Back to the form and the same press again: one attempt, as before.
      await page.goBack();
      await find();
      await expect(row.getByRole('link', { name: 'Anteckna ett försök' })).toHaveCount(0);
    });
  });
}

test.describe('the list of follow-ups', () => {
  test.use({ expected: [/status of 422/] });

  test('an attempt without its way is refused at the field', async ({ page }) => {
    await signIn(page, 'lead', '/uppfoljningar');
    await takenOver(page);
    await page.getByRole('link', { name: 'Anteckna ett försök' }).first().click();
    await page.getByRole('button', { name: 'Spara' }).click();
    await expect(page.getByRole('alert')).toContainText('Fyll i här.');
    await expect(page.getByText('De som vi inte nådde räknas också med.')).toBeVisible();
  });
});

test.describe('three keys', () => {
  test.use({ javaScriptEnabled: false });

  test('the participant, the case worker and the centre extend the term together', async ({ browser }, { project }) => {
    // One person's extension, once: the projects share a database.
    test.skip(project.name !== 'phone');
    const id = personId('104035-0');
    const as = async (who, path) => {
      const context = await browser.newContext({ baseURL: process.env.BASE, locale: 'sv-SE', javaScriptEnabled: false });
      const page = await context.newPage();
      await signIn(page, who, path);
      await page.goto(path);
      return page;
    };
    const mine = await as('lastDays', '/forlangning');
    await expect(mine.getByText('Väntar på svar')).toBeVisible();
    await mine.getByRole('button', { name: 'Ja, förläng' }).click();
    await expect(mine.getByRole('button', { name: 'Ja, förläng' })).toHaveCount(0);
    // Which agency is asked stands on the proposal; one of the two sees it, the other nothing.
    let answered = 0;
    for (const who of ['caseWorker', 'caseWorkerKortedala']) {
      const page = await as(who, `/myndighet/${id}/forlangning`);
      const yes = page.getByRole('button', { name: 'Ja, förläng' });
      if ((await yes.count()) > 0) {
        await yes.click();
        answered += 1;
      }
      await page.context().close();
    }
    expect(answered).toBe(1);
    const lead = await as('lead', `/deltagare/${id}/forlangning`);
    await lead.getByRole('button', { name: 'Ja, förläng' }).click();
    await expect(lead.getByText('Tiden är förlängd till')).toBeVisible();
    await mine.goto('/forlangning');
    await expect(mine.getByText('Tiden är förlängd till')).toBeVisible();
    await mine.context().close();
    await lead.context().close();
  });
});
