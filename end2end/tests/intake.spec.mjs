// The desk: somebody who is expected is enrolled in one flow; nonsense is told at its field, Back goes back, and a flow
// that was left is gone on with.
import { accessible, expect, fits, picture, signIn, takenOver, test } from '../support/fixtures.mjs';
import { sql } from '../support/crowd.mjs';
import { endSession } from '../support/people.mjs';

/** A referral with a place for this test alone: projects run beside each other on one database. */
function expected(family) {
  sql(
    { data: process.env.DATA },
    `insert into referral (referral_id, programme_id, agency_id, staff_id, referred_at, centre_id, given_name, family_name, birth_year,
                           spoken_language, state)
     select gen_random_uuid(), g.programme_id, r.agency_id, r.staff_id, now() - interval '2 days', c.centre_id, 'Omid', '${family}', 1990,
            'fa', 'placed'
     from programme g, centre c, staff_role r join agency a using (agency_id)
     where g.code = 'arbetsforum' and c.code = 'arbetsforum' and a.code = 'soc-bergsjon' and r.role = 'case_worker' limit 1;`,
  );
}

for (const script of [true, false]) {
  test.describe(script ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled: script, expected: [/status of 422|status of 401/] });

    test('reception enrols somebody, with nonsense and Back on the way', async ({ page }, { project }) => {
      const family = `Prov${project.name.replace(/[^a-z]/gi, '')}${script ? 'med' : 'utan'}`;
      expected(family);
      await signIn(page, 'reception', `/inskrivning?sok=${family}`);
      if (script) await takenOver(page);
      await page.getByRole('button', { name: `Börja med Omid ${family}` }).click();
      await expect(page.getByRole('heading', { name: `Skriv in Omid ${family}` })).toBeVisible();
      const flow = page.url().replace(/\?.*/, '');

      // Who: a number that is none, then none at all.
      await page.getByLabel('Personnummer').fill('123');
      await page.getByRole('button', { name: 'Fortsätt' }).click();
      await expect(page.getByText('Numret stämmer inte. Läs det igen').first()).toBeVisible();
      await expect(page.getByLabel('Efternamn')).toHaveValue(family);
      await page.getByLabel('Personnummer').fill('');
      await page.getByLabel('Telefon').fill('070-174 06 60');
      await page.getByRole('button', { name: 'Fortsätt' }).click();
      await expect(page).toHaveURL(/steg=information/);

      // Information: not every point. The address is there before the step is.
      await expect(page.getByRole('checkbox').first()).toBeVisible();
      await page.getByRole('button', { name: 'Fortsätt' }).click();
      await expect(page.getByText('Gå igenom varje punkt').first()).toBeVisible();
      for (const box of await page.getByRole('checkbox').all()) await box.check();
      await page.getByRole('button', { name: 'Fortsätt' }).click();
      await expect(page).toHaveURL(/steg=samtycke/);

      // The browser's own Back, and on again: what was kept is there.
      await page.goBack();
      await expect(page.getByRole('checkbox').first()).toBeChecked();
      await page.goto(`${flow}?steg=person`);
      await expect(page.getByLabel('Telefon')).toHaveValue('070-174 06 60');
      await page.goto(flow);
      if (script) await takenOver(page);
      await page.getByRole('button', { name: 'Inget samtycke nu' }).click();
      await expect(page).toHaveURL(/steg=kort/);

      await page.getByLabel('PIN', { exact: true }).fill('1234');
      await page.getByLabel('Samma PIN igen').fill('1234');
      await page.getByRole('button', { name: 'Fortsätt' }).click();
      await expect(page.getByText('Välj fyra till åtta siffror').first()).toBeVisible();
      await page.getByLabel('PIN', { exact: true }).fill('4711');
      await page.getByLabel('Samma PIN igen').fill('4711');
      await page.getByRole('button', { name: 'Fortsätt' }).click();
      await expect(page).toHaveURL(/steg=mote/);

      // Left in the middle: the desk has it among the half-done.
      await page.goto('/inskrivning');
      await page.getByRole('link', { name: `Fortsätt med Omid ${family}` }).click();
      await expect(page.getByText('Allt sparas på en gång, eller inget.')).toBeVisible();
      await fits(page, 'the last step');
      if (script) {
        await takenOver(page);
        await accessible(page, 'the last step');
      }
      await picture(page, `${project.name}-intake-meeting-${script ? 'script' : 'plain'}`);
      await page.getByRole('button', { name: 'Skriv in' }).click();
      await expect(page.getByText('Fyll i här.').first()).toBeVisible();
      // The session ends before the last press: nobody is enrolled, and nothing of the flow is gone.
      await endSession(page);
      await page.getByRole('radio').first().check();
      await page.getByRole('button', { name: 'Skriv in' }).click();
      if (script) await expect(page.getByText('Du är utloggad.').first()).toBeVisible();
      else await expect(page).toHaveURL(/\/personal\?next=/);
      const people = () => sql({ data: process.env.DATA }, `select count(*) from person where family_name = '${family}';`).trim();
      expect(people()).toBe('0');
      await endSession.undo(page);
      if (!script) await page.goto(`${flow}?steg=mote`);
      await page.getByRole('radio').first().check();
      await page.getByRole('button', { name: 'Skriv in' }).click();
      await expect(page.getByRole('heading', { name: 'Inskriven' })).toBeVisible();
      expect(people()).toBe('1');
      await expect(page.locator('.participant-card')).toContainText(`Omid ${family}`);
      await expect(page.locator('main')).not.toContainText('4711');
      await picture(page, `${project.name}-intake-card-${script ? 'script' : 'plain'}`);

      // Back to the form and once more: it is done, and stays one.
      await page.goto(`${flow}?steg=mote`);
      await expect(page.getByRole('heading', { name: 'Inskriven' })).toBeVisible();
      const enrolled = sql(
        { data: process.env.DATA },
        `select count(*) from enrolment e join person p using (person_id) where p.family_name = '${family}';`,
      ).trim();
      expect(enrolled).toBe('1');
    });
  });
}

test('a coach has hours, a day away, and takes it back', async ({ page, expected }) => {
  expected.push(/status of 422/);
  await signIn(page, 'secondCoach', '/tider');
  await takenOver(page);
  const day = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10);
  await page.getByLabel('Dag', { exact: true }).fill(day);
  // Times that cross are told at the field of this form, not of the week's.
  await page.locator('#day_from').fill('10:00');
  await page.locator('#day_to').fill('09:00');
  await page.getByRole('button', { name: 'Spara dagen' }).click();
  await expect(page.locator('#day_to-error')).toBeVisible();
  await expect(page.locator('#to_time-error')).toHaveCount(0);
  // What another form of the page was refused for is gone once this one is sent.
  await page.getByRole('button', { name: 'Lägg till', exact: true }).click();
  await expect(page.locator('#weekday-error')).toBeVisible();
  await page.locator('#day_from').fill('');
  await page.locator('#day_to').fill('');
  await page.getByRole('button', { name: 'Spara dagen' }).click();
  const line = page.getByRole('listitem').filter({ hasText: 'Inte här' });
  await expect(line.first()).toBeVisible();
  await expect(page.locator('#weekday-error')).toHaveCount(0);
  await expect(page.getByRole('alert')).toHaveCount(0);
  const before = await line.count();
  await line.last().getByRole('button', { name: /Ångra/ }).click();
  await expect(line).toHaveCount(before - 1);
});

test.describe('what is not theirs', () => {
  test.use({ expected: [/status of 404/] });

  for (const who of ['caseWorker', 'partner', 'steering', 'specialist', 'recruiter', 'coach']) {
    test(`the desk is not there for ${who}`, async ({ page }) => {
      await signIn(page, who);
      const answer = await page.goto('/inskrivning');
      expect(answer.status()).toBe(404);
    });
  }
});
