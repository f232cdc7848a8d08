// How long the desk takes: every tap and every key of a practised receptionist is counted in the page itself, with no
// consent and with a consent for each of two parties, and reckoned into seconds (docs/enrolment-desk.md, demand of N1: three minutes).
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { sql } from '../support/crowd.mjs';
import { expect, signIn, takenOver, test } from '../support/fixtures.mjs';
import { root } from '../support/serve.mjs';

// Seconds of the keystroke-level model (Card, Moran and Newell, 1980): to think, to point, to press, and a key of somebody who types
// now and then.
const [THINK, POINT, PRESS, KEY] = [1.35, 1.1, 0.2, 0.28];
const reckoned = ({ taps, keys, machine }) => taps * (THINK + POINT + PRESS) + keys * KEY + machine;

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

/** Counts what hands do, not what the test does: a pointer that goes down, a key that is pressed. */
async function counting(page) {
  await page.addInitScript(() => {
    const count = (what) => sessionStorage.setItem(what, String(Number(sessionStorage.getItem(what) ?? 0) + 1));
    addEventListener('pointerdown', (e) => e.isTrusted && count('taps'), true);
    addEventListener('keydown', (e) => e.isTrusted && count('keys'), true);
  });
  await page.evaluate(() => sessionStorage.clear());
  await page.reload();
  await takenOver(page);
  const from = Date.now();
  return async () => {
    const [taps, keys] = await page.evaluate(() => ['taps', 'keys'].map((what) => Number(sessionStorage.getItem(what) ?? 0)));
    return { taps, keys, machine: (Date.now() - from) / 1000 };
  };
}

async function typed(field, words) {
  await field.click();
  await field.pressSequentially(words);
}

/** One consent on paper, for the party at this place of the list: what, why, how long, how, where the paper is. */
async function consent(page, party) {
  const group = (name) => page.getByRole('group', { name });
  await group('Vilken part?').getByRole('radio').nth(party).click();
  await group('Vilket språk läses det på?').getByRole('radio').first().click();
  await group('De får berätta för oss:').getByRole('checkbox').first().click();
  await group('Vi får berätta för dem:').getByRole('checkbox').first().click();
  await group('Varför?').getByRole('radio').first().click();
  await group('Hur länge?').getByRole('radio').first().click();
  await group('Hur skrivs det under?').getByLabel('På papper').click();
  await typed(page.getByLabel('Var finns papperet?'), 'A1');
  await page.getByRole('button', { name: 'Lägg till samtycket' }).click();
}

test.use({ viewport: { width: 1024, height: 768 } });

for (const parties of [0, 2]) {
  test(`the desk is three minutes at most, with ${parties || 'no'} consents`, async ({ page }) => {
    const family = `Provtakt${parties ? 'samtycke' : 'utan'}`;
    expected(family);
    await signIn(page, 'reception', `/inskrivning?sok=${family}`);
    await takenOver(page);
    const sofar = await counting(page);
    await page.getByRole('button', { name: `Börja med Omid ${family}` }).click();
    await page.getByRole('button', { name: 'Fortsätt' }).click();
    await expect(page).toHaveURL(/steg=information/);
    await expect(page.getByRole('checkbox')).toHaveCount(6);
    for (const box of await page.getByRole('checkbox').all()) await box.click();
    await page.getByRole('button', { name: 'Fortsätt' }).click();
    await expect(page).toHaveURL(/steg=samtycke/);
    for (let party = 0; party < parties; party += 1) {
      await consent(page, party);
      await expect(page.getByRole('button', { name: /^Ta bort/ })).toHaveCount(party + 1);
    }
    await page.getByRole('button', { name: parties ? 'Fortsätt med dessa' : 'Inget samtycke nu' }).click();
    await expect(page).toHaveURL(/steg=kort/);
    await typed(page.getByLabel('PIN', { exact: true }), '4711');
    await typed(page.getByLabel('Samma PIN igen'), '4711');
    await page.getByRole('button', { name: 'Fortsätt' }).click();
    await expect(page).toHaveURL(/steg=mote/);
    await page.getByRole('radio').first().click();
    await page.getByRole('button', { name: 'Skriv in' }).click();
    await expect(page.getByRole('heading', { name: 'Inskriven' })).toBeVisible();
    const counted = await sofar();
    const seconds = reckoned(counted);
    appendFileSync(
      path.join(root, 'end2end/artefacts/desk.jsonl'),
      `${JSON.stringify({ parties, ...counted, reckoned: Math.round(seconds) })}\n`,
    );
    expect([counted.taps, counted.keys]).toEqual(parties ? [33, 12] : [15, 8]);
    expect(seconds).toBeLessThan(180);
  });
}
