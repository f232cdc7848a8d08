// A session that ends in the middle of a form: the page says so, nothing is stored, and what was typed is there when its
// author has signed in again.
import { randomBytes } from 'node:crypto';
import { sql } from '../support/crowd.mjs';
import { expect, signIn, takenOver, test } from '../support/fixtures.mjs';
import { be, endSession, newcomer, personOf, somebody } from '../support/people.mjs';
import { atOster } from '../support/moving.mjs';
import { brokenPromise, talkingTo, tuesday } from '../support/promises.mjs';

const count = (table) => Number(sql({ data: process.env.DATA }, `select count(*) from ${table};`));
const letters = () => [...randomBytes(6)].map((b) => String.fromCharCode(97 + (b % 26))).join('');

const flows = [
  {
    name: 'a referral',
    who: 'caseWorker',
    table: 'referral',
    async open(page) {
      await page.goto('/anvisa');
      await page.getByRole('button', { name: 'Ny anvisning' }).click();
      await page.getByLabel('Arbetsforum Kortedala–Bergsjön').check();
      await page.getByRole('button', { name: 'Fortsätt' }).click();
      await page.getByLabel('Nybesök').check();
      await page.getByRole('button', { name: 'Fortsätt' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Vem gäller det?');
    },
    async fill(page) {
      await page.getByLabel('Förnamn').fill('Ylva');
      await page.getByLabel('Födelseår').fill('1990');
    },
    field: (page) => page.getByLabel('Efternamn'),
    button: 'Fortsätt',
  },
  {
    name: 'the desk',
    who: 'reception',
    table: 'person',
    async open(page) {
      const family = `Prov${letters()}`;
      sql(
        { data: process.env.DATA },
        `insert into referral (referral_id, programme_id, agency_id, staff_id, referred_at, centre_id, given_name, family_name,
                               birth_year, spoken_language, state)
         select gen_random_uuid(), g.programme_id, r.agency_id, r.staff_id, now() - interval '2 days', c.centre_id, 'Omid', '${family}',
                1990, 'fa', 'placed'
         from programme g, centre c, staff_role r join agency a using (agency_id)
         where g.code = 'arbetsforum' and c.code = 'arbetsforum' and a.code = 'soc-bergsjon' and r.role = 'case_worker' limit 1;`,
      );
      await page.goto(`/inskrivning?sok=${family}`);
      await page.getByRole('button', { name: `Börja med Omid ${family}` }).click();
      await expect(page.getByRole('heading', { name: `Skriv in Omid ${family}` })).toBeVisible();
    },
    async fill() {},
    field: (page) => page.getByLabel('Telefon'),
    words: '070-174 06 60',
    button: 'Fortsätt',
  },
  {
    name: 'a talk',
    who: 'coach',
    table: 'booking',
    open: (page) => page.goto(`${talkingTo('karin.holm', 7).path}/samtal`),
    async fill(page) {
      await page.getByLabel('Dag', { exact: true }).fill(tuesday(6));
      await page.getByLabel('Tid', { exact: true }).fill('16.15');
    },
    field: (page) => page.getByLabel('Plats'),
    button: 'Spara samtalet',
  },
  {
    name: 'an exit',
    who: 'lead',
    table: 'exit_record',
    open: (page) => page.goto(`/deltagare/${personOf(somebody())}/avslut`),
    async fill(page) {
      await page.getByLabel('Hur det gick').selectOption('work');
    },
    field: (page) => page.getByLabel('Omfattning i procent'),
    words: '75',
    button: 'Avsluta inskrivningen',
  },
  {
    name: 'a proposal of more time',
    who: 'coach',
    table: 'extension',
    open: (page) => page.goto(`/deltagare/${personOf(somebody({ coach: 'karin.holm' }))}/forlangning`),
    async fill() {},
    field: (page) => page.getByLabel('Varför, och vad som ska göras'),
    button: 'Lägg fram förslaget',
  },
  {
    name: 'why a promise was broken',
    who: 'lead',
    table: 'promise_reason',
    open: (page) => page.goto(`/loften?orsak=${brokenPromise(6).enrolment}.k1`),
    async fill(page) {
      await page.getByLabel('Annat').check();
    },
    field: (page) => page.getByLabel('Med några ord'),
    button: 'Spara orsaken',
  },
  {
    name: 'a day of the calendar',
    who: 'lead',
    table: 'centre_day',
    open: (page) => page.goto(`/kalender?dag=${tuesday(30)}&hur=closed`),
    async fill() {},
    field: (page) => page.getByLabel('Varför'),
    button: 'Spara dagen',
  },
  {
    name: 'a move to another centre',
    who: null,
    table: 'transfer',
    async open(page) {
      const { lead, path } = atOster();
      await be(page, lead);
      await page.goto(`${path}/flytt`);
    },
    async fill(page) {
      await page.getByLabel('Till vilket center').selectOption({ label: 'Kompetenscenter Angered' });
    },
    field: (page) => page.getByLabel('Från och med'),
    words: tuesday(2),
    button: 'Fråga deltagaren',
  },
  {
    name: 'a version of a programme',
    who: 'manager',
    table: 'programme_version',
    open: (page) => page.goto('/program/arbetsforum/ny'),
    async fill() {},
    field: (page) => page.getByLabel('Varför'),
    button: 'Spara ny version',
  },
  {
    name: 'the questions of the forms',
    who: 'manager',
    table: 'form_version',
    open: (page) => page.goto('/fragor/ny'),
    async fill() {},
    field: (page) => page.getByLabel('Varför ändras det?'),
    button: 'Spara som ny version',
  },
  {
    name: 'one’s own form',
    who: null,
    table: 'form_entry',
    async open(page) {
      const who = newcomer();
      await be(page, who);
      await page.goto('/formular');
      await page.getByRole('link', { name: 'Fyll i', exact: true }).first().click();
      return who;
    },
    async fill() {},
    field: (page) => page.getByLabel('Vad är viktigast för dig just nu?'),
    button: 'Spara svaren',
  },
];

for (const script of [true, false]) {
  test.describe(script ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled: script, expected: [/status of 401/] });

    for (const { name, who, table, open, fill, field, words = 'Ett ord som inte får försvinna', button } of flows) {
      test(`${name} is not stored, and not lost`, async ({ page }) => {
        if (who) await signIn(page, who);
        await open(page);
        if (script) await takenOver(page);
        const here = page.url();
        await fill(page);
        await field(page).fill(words);
        const before = count(table);
        await endSession(page);
        await page.getByRole('button', { name: button, exact: true }).click();
        if (script) {
          await expect(page.getByText('Du är utloggad.').first()).toBeVisible();
          await expect(field(page)).toHaveValue(words);
          // The way to sign in leads back here.
          await page.getByRole('link', { name: 'Logga in igen, så kommer du tillbaka hit' }).first().click();
        }
        await expect(page).toHaveURL(/\/(personal|logga-in)\?next=/);
        await expect(page.getByText('När du har loggat in kommer du tillbaka dit du var.')).toBeVisible();
        // Their session anew, in the same browser; the form has what was typed.
        await endSession.undo(page);
        await page.goto(here);
        await expect(field(page)).toHaveValue(words);
        expect(count(table), 'rows stored').toBe(before);
      });
    }
  });
}
