// A case worker refers somebody, one question a page; the desk sees them, and says no; the sender reads why.
import { randomBytes } from 'node:crypto';
import { accessible, expect, fits, picture, signIn, takenOver, test } from '../support/fixtures.mjs';

const letters = () => [...randomBytes(6)].map((b) => String.fromCharCode(97 + (b % 26))).join('');
const go = (page) => page.getByRole('button', { name: 'Fortsätt' }).click();
const asked = (page, words) => expect(page.getByRole('heading', { level: 1 })).toHaveText(words);

/** From the first question to the last look. */
async function answerAll(page, family) {
  await page.getByRole('button', { name: 'Ny anvisning' }).click();
  await asked(page, 'Vart vill du anvisa?');
  await go(page);
  await expect(page.getByRole('alert')).toContainText('Välj något här.');
  await page.getByLabel('Arbetsforum Kortedala–Bergsjön').check();
  await go(page);
  await asked(page, 'Vilken väg in gäller det?');
  await page.getByLabel('Nybesök').check();
  await go(page);
  await asked(page, 'Vem gäller det?');
  // What is wrong is told at its field, and what was typed stays.
  await page.getByLabel('Förnamn').fill('Ylva');
  await page.getByLabel('Efternamn').fill(family);
  await page.getByLabel('Födelseår').fill('nittio');
  await go(page);
  await expect(page.getByRole('alert')).toContainText('Skriv ett år från 1900 till i år');
  await expect(page.getByText('Allt du fyllt i är sparat.')).toHaveCount(0);
  await expect(page.getByLabel('Efternamn')).toHaveValue(family);
  await page.getByLabel('Födelseår').fill('1990');
  await page.getByLabel('Telefon').fill('ring mig');
  await go(page);
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByLabel('Telefon')).toHaveAttribute('aria-invalid', 'true');
  await page.getByLabel('Telefon').fill('');
  await page.getByLabel('Förnamn').fill('<b>');
  await go(page);
  await expect(page.getByLabel('Förnamn')).toHaveAttribute('aria-invalid', 'true');
  await page.getByLabel('Förnamn').fill('Ylva');
  await go(page);
  await asked(page, 'På vilken grund hör personen till målgruppen?');
  // Back in the middle: the answer is there, and going on asks the same again.
  await page.goBack();
  await page.goto(page.url());
  await expect(page.getByLabel('Efternamn')).toHaveValue(family);
  await go(page);
  await page.getByLabel('Arbetslös med försörjningsstöd').check();
  await go(page);
  for (const words of [/barntillsyn/, /missbruk/, /sjukdom/, /svenska eller engelska/, /Vill personen arbeta/]) {
    await asked(page, words);
    await expect(page.getByRole('radio', { checked: true })).toHaveCount(0);
    await page.getByLabel('Ja', { exact: true }).check();
    await go(page);
  }
  await asked(page, 'Är personen informerad?');
  await go(page);
  await expect(page.getByRole('alert')).toContainText('Gå igenom villkoren med personen först.');
  await page.getByLabel(/Jag har gått igenom villkoren/).check();
  await go(page);
  await asked(page, 'När, och varför?');
  await page.getByLabel('Skäl till anvisningen').fill('Vill arbeta i kök.');
  await go(page);
  await asked(page, 'Stämmer allt?');
}

for (const script of [true, false]) {
  test.describe(script ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled: script, expected: [/status of 422/] });

    test('a referral is written, sent once, seen at the desk, refused and read', async ({ page, browser }, { project }) => {
      const family = `Prov${letters()}`;
      await signIn(page, 'caseWorker', '/anvisa');
      if (script) await takenOver(page);
      await answerAll(page, family);
      await expect(page.getByText('Platser just nu')).toBeVisible();
      await fits(page, 'the last look');
      if (script) await accessible(page, 'the last look');
      await picture(page, `${project.name}-referral-check-${script ? 'script' : 'plain'}`);
      // An answer that is changed from here leads back here.
      await page.getByRole('link', { name: 'Ändra Önskad start och skäl' }).click();
      await asked(page, 'När, och varför?');
      await page.getByLabel('Skäl till anvisningen').fill('Vill arbeta i kök, gärna bakning.');
      await go(page);
      await asked(page, 'Stämmer allt?');
      await expect(page.getByText('gärna bakning')).toBeVisible();
      await page.getByRole('link', { name: /^Ändra/ }).nth(1).click();
      await go(page);
      await asked(page, 'Stämmer allt?');
      await page.getByRole('button', { name: 'Skicka anvisningen' }).click();
      await expect(page.getByText('Anvisningen är skickad.')).toBeVisible();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Ylva ${family}`);
      const address = new URL(page.url()).pathname;
      await fits(page, 'the receipt');
      // Back to the draft: it says that it has been sent, and where it is.
      await page.goBack();
      await asked(page, 'Anvisningen är skickad');
      await page.getByRole('link', { name: 'Till anvisningen' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Ylva ${family}`);

      const desk = await browser.newContext({ baseURL: process.env.BASE, locale: 'sv-SE', javaScriptEnabled: script });
      const other = await desk.newPage();
      await signIn(other, 'reception', `/anvisningar?sok=${family}`);
      await other.getByRole('link', { name: family }).click();
      await expect(other.getByRole('heading', { level: 1 })).toHaveText(`Ylva ${family}`);
      if (script) await takenOver(other);
      await fits(other, 'a referral at the desk');
      if (script) await accessible(other, 'a referral at the desk');
      await picture(other, `${project.name}-referral-desk-${script ? 'script' : 'plain'}`);
      await other.getByText('Säg nej', { exact: true }).click();
      await other.getByRole('button', { name: 'Skicka nej' }).click();
      await expect(other.getByRole('alert')).toContainText('Välj något här.');
      await other.getByLabel('Skäl', { exact: true }).selectOption({ label: 'Vi har inte nått personen' });
      await other.getByLabel(/Några ord till avsändaren/).fill('Ring oss gärna.');
      await other.getByRole('button', { name: 'Skicka nej' }).click();
      await expect(other.getByText('Centret sa nej')).toBeVisible();
      await desk.close();

      await page.goto(address);
      await expect(page.getByText('Vi har inte nått personen')).toBeVisible();
      await expect(page.getByText('Ring oss gärna.')).toBeVisible();
    });
  });
}

test('a draft outlives the session, and nobody else opens it', async ({ page, browser, expected }) => {
  expected.push(/status of 422|status of 404/);
  const family = `Prov${letters()}`;
  await signIn(page, 'caseWorker', '/anvisa');
  await takenOver(page);
  await answerAll(page, family);
  const draft = page.url();
  await page.context().clearCookies();
  await signIn(page, 'caseWorker', '/anvisa');
  await page.getByRole('link', { name: family }).click();
  await asked(page, 'Stämmer allt?');
  const theirs = await browser.newContext({ baseURL: process.env.BASE, locale: 'sv-SE' });
  const other = await theirs.newPage();
  await signIn(other, 'caseWorkerKortedala', new URL(draft).pathname);
  await expect(other.getByText('Sidan finns inte')).toBeVisible();
  await theirs.close();
  await page.getByText('Ta bort utkastet', { exact: true }).click();
  await page.getByRole('button', { name: 'Ja, ta bort utkastet' }).click();
  await asked(page, 'Ny anvisning');
  await expect(page.getByRole('link', { name: family })).toHaveCount(0);
});
