// Start and exit forms: on one's own phone, and together on a coach's device that is locked to the person meanwhile.
import { accessible, expect, fits, picture, signIn, takenOver, test } from '../support/fixtures.mjs';
import { be, demo, forgetApp, newcomer, personOf } from '../support/people.mjs';
import { codeOf } from '../support/totp.mjs';

const scale = (page, question, step) => page.getByRole('group', { name: question }).getByRole('radio', { name: new RegExp(`^${step}`) });

for (const script of [true, false]) {
  test.describe(script ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled: script, expected: [/status of 422/] });

    test('one’s own start form is filled in, changed and kept', async ({ page }, { project }) => {
      const who = newcomer();
      await be(page, who);
      await page.goto('/mer');
      await page.getByRole('link', { name: 'Dina svar' }).click();
      await expect(page.getByText('Inte ifyllt än.')).toBeVisible();
      await page.getByRole('link', { name: 'Fyll i', exact: true }).first().click();
      if (script) await takenOver(page);
      // Nothing said is told, and changes nothing.
      await page.getByRole('button', { name: 'Spara svaren' }).click();
      await expect(page.getByRole('alert')).toContainText('Svara på minst en fråga.');
      await scale(page, 'Hur nära är du ett jobb', 2).check();
      await page.getByLabel('Vad är viktigast för dig just nu?').fill('Att få ett jobb, mitt nummer är 1234567890');
      await page.getByRole('button', { name: 'Spara svaren' }).click();
      await expect(page.getByRole('alert')).toContainText('Skriv inget personnummer här.');
      await expect(scale(page, 'Hur nära är du ett jobb', 2)).toBeChecked();
      if (script) await accessible(page, 'a refused form');
      await fits(page, 'a form');
      await picture(page, `${project.name}-form-${script ? 'script' : 'plain'}`);
      await page.getByLabel('Vad är viktigast för dig just nu?').fill('Att få ett jobb');
      await page.getByRole('button', { name: 'Spara svaren' }).click();
      await expect(page.getByRole('status')).toContainText('Sparat. Tack!');
      await expect(page.getByText('Ifyllt')).toBeVisible();
      // Back, and saved once more: the page says so, and what stands there stays.
      await page.goBack();
      await page.goto('/formular');
      await page.getByText('Svaren', { exact: true }).click();
      await expect(page.getByText('2 av 5')).toBeVisible();
      await page.getByRole('link', { name: 'Ändra', exact: true }).click();
      await expect(scale(page, 'Hur nära är du ett jobb', 2)).toBeChecked();
      await scale(page, 'Hur nära är du ett jobb', 3).check();
      await page.getByRole('button', { name: 'Spara svaren' }).click();
      await expect(page.getByRole('status')).toContainText('Sparat. Tack!');
      await page.getByText('Svaren', { exact: true }).click();
      await expect(page.getByText('3 av 5')).toBeVisible();
    });

    test('a coach’s device is locked to the person, and comes back to its owner alone', async ({ page }, { project }) => {
      test.slow();
      const who = newcomer({ coach: 'karin.holm' });
      const id = personOf(who);
      await signIn(page, 'coach', `/deltagare/${id}/formular`);
      await expect(page.getByText('Skärmen låses till personen')).toBeVisible();
      await page.getByRole('button', { name: 'Fyll i tillsammans' }).first().click();
      await expect(page).toHaveURL(/\/tillsammans\?fyll=start/);
      await expect(page.getByText('Inget annat än dina svar går att öppna.')).toBeVisible();
      if (script) await takenOver(page);
      await fits(page, 'a locked device');
      await picture(page, `${project.name}-together-${script ? 'script' : 'plain'}`);
      for (const path of ['/coach', `/deltagare/${id}`, '/idag', '/']) {
        await page.goto(path);
        await expect(page, path).toHaveURL(/\/tillsammans$/);
      }
      await page.getByRole('link', { name: 'Fyll i', exact: true }).first().click();
      if (script) await takenOver(page);
      for (const step of [2, 4]) {
        await scale(page, 'Hur nära är du ett jobb', step).check();
        await scale(page, 'Hur många människor', 3).check();
        await page.getByRole('button', { name: 'Spara svaren' }).click();
        await expect(page.getByRole('status')).toContainText('Sparat. Tack!');
        // The exit form the second time: what has changed is drawn.
        if (step === 2) await page.getByRole('link', { name: 'Fyll i', exact: true }).click();
      }
      await expect(page.getByText('Från 2 till 4: 2 steg mot ”mycket nära”.')).toBeVisible();
      await expect(page.getByText('Samma som i början: 3 av 5.')).toBeVisible();
      if (script) await accessible(page, 'what has changed');
      await fits(page, 'what has changed');
      await picture(page, `${project.name}-changed-${script ? 'script' : 'plain'}`);
    });
  });
}

test.describe('the way back', () => {
  test.use({ expected: [/status of 401/] });

  test('is the coach’s own password and code', async ({ page }) => {
    const who = newcomer({ coach: 'karin.holm' });
    await signIn(page, 'coach', `/deltagare/${personOf(who)}/formular`);
    await page.getByRole('button', { name: 'Fyll i tillsammans' }).first().click();
    await expect(page).toHaveURL(/\/tillsammans/);
    await page.getByRole('link', { name: 'Klart: lämna tillbaka skärmen' }).click();
    await expect(page.getByRole('heading', { name: 'Bekräfta att det är du' })).toBeVisible();
    await takenOver(page);
    await page.getByLabel('Lösenord').fill('inte-mitt-eget');
    await page.getByRole('button', { name: 'Bekräfta' }).click();
    await expect(page.getByRole('alert')).toContainText('stämmer inte');
    await page.goto('/coach');
    await expect(page).toHaveURL(/\/tillsammans$/);
    await page.getByRole('link', { name: 'Klart: lämna tillbaka skärmen' }).click();
    await takenOver(page);
    await page.getByLabel('Lösenord').fill(demo.coach.secret);
    await page.getByRole('button', { name: 'Bekräfta' }).click();
    try {
      await expect(page).toHaveURL(/\/personal\/ny-kod$/);
      await takenOver(page);
      const secret = await page.locator('dd .mono').textContent();
      await page.getByLabel('Kod', { exact: true }).fill(codeOf(secret));
      await page.getByRole('button', { name: 'Koppla appen' }).click();
      await page.getByRole('button', { name: 'Jag har sparat dem' }).click();
      await expect(page).toHaveURL(/\/formular$/);
      await expect(page.getByRole('button', { name: 'Fyll i tillsammans' }).first()).toBeVisible();
    } finally {
      forgetApp('karin.holm');
    }
  });
});

test.describe('the questions', () => {
  test.use({ expected: [/status of 422/] });

  test('a manager makes a new version and sees what differs; a coach only reads', async ({ page, browser }, { project }) => {
    await signIn(page, 'manager', '/fragor');
    await page.getByRole('link', { name: 'Ny version' }).click();
    await takenOver(page);
    const last = page.getByRole('group', { name: 'Fråga 9', exact: true });
    await last.getByLabel('Frågan på svenska').fill('Vill du arbeta heltid?');
    await page.getByLabel('Varför ändras det?').fill('Frågan om heltid behövs.');
    await page.getByRole('button', { name: 'Spara som ny version' }).click();
    await expect(page.getByRole('alert')).toContainText('Fyll i här.');
    await expect(last.getByLabel('Frågan på svenska')).toHaveValue('Vill du arbeta heltid?');
    await accessible(page, 'a refused version');
    await last.getByLabel('Frågan på engelska').fill('Do you want to work full time?');
    await last.getByLabel('Typ av svar').selectOption('choice');
    await last.getByLabel('Svaren att välja på').fill('Ja | Yes\nNej | No');
    await page.getByRole('button', { name: 'Spara som ny version' }).click();
    await expect(page).toHaveURL(/\/fragor$/);
    await expect(page.getByText('Ny fråga')).toBeVisible();
    await expect(page.getByText('Ja · Nej')).toBeVisible();
    await picture(page, `${project.name}-questions`);
    const theirs = await browser.newContext({ baseURL: process.env.BASE, locale: 'sv-SE' });
    const coach = await theirs.newPage();
    await signIn(coach, 'coach', '/fragor');
    await expect(coach.getByText('Ja · Nej')).toBeVisible();
    await expect(coach.getByRole('link', { name: 'Ny version' })).toHaveCount(0);
    expect((await coach.goto('/fragor/ny')).status()).toBe(404);
    await theirs.close();
  });
});
