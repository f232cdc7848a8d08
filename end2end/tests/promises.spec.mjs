// A coach offers, books and moves a talk; a team leader says why a promise was broken; the person reads the same.
import {
  accessible,
  be,
  brokenPromise,
  expect,
  picture,
  signIn,
  takenOver,
  talkingTo,
  test,
  tuesday,
} from '../support/promises.mjs';

for (const script of [true, false]) {
  test.describe(script ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled: script, expected: [/status of (400|409|422)/] });

    test('a talk is offered, taken and moved, and a page from before says so', async ({ page, context }, { project }) => {
      const person = talkingTo('karin.holm', script ? 0 : 1);
      await signIn(page, 'coach', `${person.path}/samtal`);
      if (script) await takenOver(page);
      await page.getByLabel('Dag', { exact: true }).fill(tuesday(script ? 3 : 4));
      await page.getByLabel('Tid', { exact: true }).fill('kl tre');
      await page.getByLabel('Plats').fill('Rum två');
      await page.getByLabel('Längd').selectOption('90');
      await page.getByRole('button', { name: 'Spara samtalet' }).click();
      await expect(page.getByRole('alert')).toContainText('Skriv en dag och ett klockslag');
      await expect(page.getByLabel('Plats')).toHaveValue('Rum två');
      await expect(page.getByLabel('Längd')).toHaveValue('90');
      await page.getByLabel('Längd').selectOption('45');
      await page.getByLabel('Tid', { exact: true }).fill('16.15');
      await page.getByRole('button', { name: 'Spara samtalet' }).click();
      const talk = page.getByRole('listitem').filter({ hasText: 'Rum två' }).first();
      await expect(talk).toContainText('erbjudet');
      await picture(page, `${project.name}-talks-${script ? 'script' : 'plain'}`);
      if (script) await accessible(page, 'the talks');

      const before = await context.newPage();
      await before.goto(`${person.path}/samtal`);
      if (script) await takenOver(before);
      await talk.getByRole('button', { name: 'Personen tog tiden' }).click();
      await expect(talk).toContainText('bokat');
      await before.getByRole('listitem').filter({ hasText: 'Rum två' }).first().getByRole('button', { name: 'Tackade nej' }).click();
      await expect(before.getByRole('alert')).toContainText('Något har ändrats sedan du öppnade sidan.');

      await talk.getByRole('link', { name: 'Flytta' }).click();
      await page.goBack();
      await expect(page.getByRole('heading', { name: 'Nytt samtal' })).toBeVisible();
      await page.goForward();
      await expect(page.getByRole('heading', { name: 'Flytta samtalet' })).toBeVisible();
      await page.getByLabel('Tid', { exact: true }).fill('17.00');
      await page.getByRole('button', { name: 'Flytta dit' }).click();
      await expect(page.getByRole('listitem').filter({ hasText: '17:00–17:45' })).toContainText('bokat');
    });

    test('an offer is put right and taken back, and both are told', async ({ page }, { project }) => {
      const person = talkingTo('karin.holm', script ? 2 : 3);
      await signIn(page, 'coach', `${person.path}/samtal#aktivitet`);
      if (script) await takenOver(page);
      await page.getByRole('button', { name: 'Spara erbjudandet' }).click();
      await expect(page.getByRole('alert')).toContainText('Välj vad du erbjuder.');
      await page.getByLabel('Vad erbjuder du?').selectOption('kind:placement');
      await page.getByRole('button', { name: 'Spara erbjudandet' }).click();
      const offers = page.getByRole('region', { name: 'Erbjudna aktiviteter' });
      const latest = offers.getByRole('listitem').first();
      await expect(latest).toContainText('Praktik');

      await latest.getByRole('link', { name: 'Rätta eller ta tillbaka' }).click();
      await expect(page.getByRole('heading', { name: 'Rätta erbjudandet' })).toBeVisible();
      if (script) await accessible(page, 'an offer that was wrong');
      await page.getByRole('button', { name: 'Spara rättelsen' }).click();
      await expect(page.getByRole('alert')).toContainText('Det står så redan.');
      await page.getByLabel('Vad erbjöds?').selectOption('kind:education');
      const today = await page.getByLabel('Vilken dag?').inputValue();
      await page.getByLabel('Vilken dag?').fill('2099-01-01');
      await page.getByRole('button', { name: 'Spara rättelsen' }).click();
      await expect(page.getByRole('alert')).toContainText('Välj en dag då personen var inskriven');
      await expect(page.getByLabel('Vad erbjöds?')).toHaveValue('kind:education');
      await picture(page, `${project.name}-offer-wrong-${script ? 'script' : 'plain'}`);
      await page.getByLabel('Vilken dag?').fill(today);
      await page.getByRole('button', { name: 'Spara rättelsen' }).click();
      await expect(latest).toContainText('Utbildning');
      await expect(offers.getByRole('listitem').filter({ hasText: 'Praktik' }).first()).toContainText('rättat');

      await latest.getByRole('link', { name: 'Rätta eller ta tillbaka' }).click();
      await page.getByRole('button', { name: 'Ta tillbaka erbjudandet' }).click();
      await expect(page.getByRole('alert')).toContainText('Välj en orsak.');
      await page.getByLabel('Varför?').selectOption('other');
      await page.getByRole('button', { name: 'Ta tillbaka erbjudandet' }).click();
      await expect(page.getByRole('alert')).toContainText('Skriv med några ord vad som hände.');
      const words = `Kursen fanns inte, ${script ? 'med' : 'utan'}.`;
      await page.getByLabel('Med några ord').fill(words);
      await page.getByRole('button', { name: 'Ta tillbaka erbjudandet' }).click();
      await expect(latest).toContainText('taget tillbaka');
      await expect(latest).toContainText(words);
      await expect(page.getByRole('heading', { name: 'Rätta erbjudandet' })).toHaveCount(0);

      await page.goto(`${person.path}/loften`);
      const clock = page.locator('#k3');
      await clock.getByText('Det här hände').click();
      await expect(clock.getByRole('listitem').filter({ hasText: words })).toContainText('utbildning');
    });

    test('a broken promise is explained once, and the person reads the same words', async ({ page, browser }, { project }) => {
      const broken = brokenPromise(script ? 0 : 1);
      await signIn(page, 'lead', `/loften?orsak=${broken.enrolment}.k1`);
      if (script) await takenOver(page);
      await page.getByRole('button', { name: 'Spara orsaken' }).click();
      await expect(page.getByRole('alert')).toContainText('Välj en orsak.');
      await page.getByLabel('Annat').check();
      await page.getByRole('button', { name: 'Spara orsaken' }).click();
      await expect(page.getByRole('alert')).toContainText('Skriv med några ord vad som hände.');
      const words = `Bussen gick inte, ${script ? 'med' : 'utan'}.`;
      await page.getByLabel('Med några ord').fill(words);
      await page.getByRole('button', { name: 'Spara orsaken' }).click();
      // The form is gone: there is nothing to press a second time.
      await expect(page.getByRole('button', { name: 'Spara orsaken' })).toHaveCount(0);
      await expect(page.getByRole('alert')).toHaveCount(0);
      await page.goto(`/deltagare/${broken.person}/loften`);
      await expect(page.getByText(words).first()).toBeVisible();
      await picture(page, `${project.name}-promises-of-person-${script ? 'script' : 'plain'}`);

      const theirs = await browser.newContext({ baseURL: process.env.BASE, locale: 'sv-SE', javaScriptEnabled: script });
      const own = await theirs.newPage();
      await be(own, broken);
      await own.goto('/idag');
      await expect(own.getByText(words)).toBeVisible();
      await theirs.close();
    });
  });
}

test('the promises of the house are not there for the reception', async ({ page, expected }) => {
  expected.push(/status of 404/);
  await signIn(page, 'reception', '/start');
  const answer = await page.goto('/loften');
  expect(answer.status()).toBe(404);
});
