// Those who must not: a case worker, a partner, the steering group, a colleague and a relative, each as a new user would
// try it, on what they must not reach. The answer is that of nobody: the same page as for what does not exist.
import { expect, signIn, test } from '../support/fixtures.mjs';
import { demo, personId } from '../support/people.mjs';
import { sql } from '../support/crowd.mjs';

const gone = 'Sidan finns inte, eller så är den inte din.';
const nobody = '/deltagare/01990000-0000-7000-8000-000000000000';

async function isNotThere(page, path) {
  const answer = await page.goto(path);
  expect(answer.status(), path).toBe(404);
  await expect(page.getByText(gone), path).toBeVisible();
}

test.describe('what is not theirs', () => {
  test.use({ expected: [/status of 404/] });

  const house = ['/coach', '/sok', '/drift', '/konton', '/skydd', '/rattelser', '/gallring', '/skarm', '/idag', '/min-plan', '/min-bok', '/samtycke', '/vem-har-sett'];

  test('a case worker reaches no page of the house, and nobody who has not consented', async ({ page }) => {
    await signIn(page, 'caseWorker');
    for (const path of [...house, '/siffror', '/relationer']) await isNotThere(page, path);
    await isNotThere(page, nobody);
    // Of Kortedala: no consent to Bergsjön, and the answer is that of nobody.
    await isNotThere(page, `/myndighet/${personId(demo.newcomer.login)}`);
    await isNotThere(page, `/deltagare/${personId(demo.halfway.login)}`);
    await expect(page.getByText(demo.halfway.name)).toHaveCount(0);
  });

  test('a partner reaches those who are assigned, and nobody else', async ({ page }) => {
    await signIn(page, 'partner');
    for (const path of [...house, '/siffror', '/relationer']) await isNotThere(page, path);
    await isNotThere(page, `/myndighet/${personId(demo.amina.login)}`);
  });

  test('a member of the steering group reaches no person', async ({ page }) => {
    await signIn(page, 'steering');
    for (const path of [...house, '/myndighet', '/relationer']) await isNotThere(page, path);
    await isNotThere(page, `/deltagare/${personId(demo.amina.login)}`);
    await isNotThere(page, `/myndighet/${personId(demo.amina.login)}`);
    await page.goto('/siffror');
    await expect(page.getByRole('link', { name: /deltagare/i })).toHaveCount(0);
  });

  test('a relative’s record is not there, in the search neither', async ({ page }) => {
    const [id, name] = sql(
      { data: process.env.DATA },
      `select p.person_id, p.given_name || ' ' || p.family_name from staff_relation r join person p using (person_id)
       join account a on a.staff_id = r.staff_id join credential c on c.account_id = a.account_id
       where c.login = 'peter.lund' and r.ended_at is null limit 1;`,
    ).split('|');
    await signIn(page, 'colleague');
    await isNotThere(page, `/deltagare/${id}`);
    await page.goto(`/sok?sok=${encodeURIComponent(name)}`);
    await expect(page.getByRole('link', { name })).toHaveCount(0);
  });

  test('a protected identity is not there for a colleague who is not named', async ({ page }) => {
    const [id, name] = sql(
      { data: process.env.DATA },
      `select person_id, given_name || ' ' || family_name from person where protected_level > 0 limit 1;`,
    ).split('|');
    for (const who of ['colleague', 'reception', 'manager', 'lead']) {
      await page.context().clearCookies();
      await signIn(page, who);
      await isNotThere(page, `/deltagare/${id}`);
      await page.goto(`/sok?sok=${encodeURIComponent(name)}`);
      await expect(page.getByRole('link', { name }), who).toHaveCount(0);
    }
  });
});

test('a colleague knows that the person is there, and that the plan is closed and why', async ({ page }) => {
  await signIn(page, 'colleague');
  // Not somebody for whom another test opens a record in an emergency.
  await page.goto(`/deltagare/${personId(demo.amina.login)}`);
  await expect(page.getByText('Stängt: personen är inte knuten till dig.').first()).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Planen', exact: true })).toHaveCount(0);
});
