// A manager makes an account, its owner chooses a password, works, and is signed out when the account is closed.
import { accessible, expect, fits, picture, signIn, takenOver, test } from '../support/fixtures.mjs';
import { demo, personId } from '../support/people.mjs';
import { codeOf } from '../support/totp.mjs';

const PASSWORD = 'tavla-snö-hammare';

/** Somebody of this run alone: projects run beside each other on one database. */
const somebodyNew = (project) => ({ given: 'Vera', family: `Lind ${project.name.replace(/[^a-z]/gi, '')}` });

async function fillNewAccount(page, { given, family }) {
  await page.getByLabel('Förnamn').fill(given);
  await page.getByLabel('Efternamn').fill(family);
  await page.getByLabel('Arbetsgivare').selectOption({ label: 'Socialtjänsten Bergsjön' });
  await page.getByLabel('Andel av tjänst').fill('0,5');
  await page.getByLabel('Roll', { exact: true }).selectOption({ label: 'Reception' });
}

for (const script of [true, false]) {
  test.describe(script ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled: script, expected: [/status of 422|status of 403/] });

    test('an account is made, its link is used once, and its end is felt at the next press', async ({ page, browser }, { project }) => {
      const who = somebodyNew({ name: `${project.name}${script ? 'med' : 'utan'}` });
      await signIn(page, 'manager', '/konton/ny');
      if (script) await takenOver(page);
      await fillNewAccount(page, who);
      // What is wrong is told at its field, and what was typed stays.
      await page.getByLabel('Andel av tjänst').fill('1,5');
      await page.getByRole('button', { name: 'Skapa konto och inbjudan' }).click();
      await expect(page.getByRole('alert')).toContainText('Skriv en andel från 0,01 till 1,00.');
      await expect(page.getByLabel('Efternamn')).toHaveValue(who.family);
      await page.getByLabel('Andel av tjänst').fill('0,5');
      await page.getByRole('button', { name: 'Skapa konto och inbjudan' }).click();
      await expect(page.getByRole('heading', { name: `${who.given} ${who.family}` })).toBeVisible();
      const link = await page.getByLabel('Länk till personen').inputValue();
      expect(page.url()).not.toContain('valkommen');
      await fits(page, 'the page of a new account');
      if (script) await accessible(page, 'the page of a new account');
      await page.reload();
      await expect(page.getByLabel('Länk till personen')).toHaveCount(0);

      const theirs = await browser.newContext({ baseURL: process.env.BASE, locale: 'sv-SE', javaScriptEnabled: script });
      const other = await theirs.newPage();
      await other.goto(new URL(link).pathname);
      if (script) await takenOver(other);
      await picture(other, `${project.name}-welcome-${script ? 'script' : 'plain'}`);
      await other.getByLabel('Lösenord', { exact: true }).fill('arbetsforum2026');
      await other.getByLabel('Samma lösenord igen').fill('arbetsforum2026');
      await other.getByRole('button', { name: 'Spara och gå till inloggningen' }).click();
      await expect(other.getByRole('alert')).toContainText('lätt att gissa');
      const login = await other.getByLabel('Användarnamn').inputValue();
      await other.getByLabel('Lösenord', { exact: true }).fill(PASSWORD);
      await other.getByLabel('Samma lösenord igen').fill(PASSWORD);
      await other.getByRole('button', { name: 'Spara och gå till inloggningen' }).click();
      await expect(other).toHaveURL(/\/personal/);
      await other.getByLabel('Användarnamn').fill(login);
      await other.getByLabel('Lösenord').fill(PASSWORD);
      await other.getByRole('button', { name: 'Logga in' }).click();
      // A password is one proof of two: an app comes first.
      await expect(other).toHaveURL(/\/personal\/ny-kod$/);
      const secret = await other.locator('dd .mono').textContent();
      await other.getByLabel('Kod', { exact: true }).fill(codeOf(secret));
      await other.getByRole('button', { name: 'Koppla appen' }).click();
      await other.getByRole('button', { name: 'Jag har sparat dem' }).click();
      await expect(other).toHaveURL(/\/start/);
      const again = await theirs.newPage();
      await again.goto(new URL(link).pathname);
      await expect(again.getByRole('heading', { name: 'Inbjudan gäller inte längre' })).toBeVisible();

      await page.locator('summary', { hasText: 'Stäng kontot' }).click();
      await page.getByRole('button', { name: 'Stäng kontot' }).click();
      await expect(page.getByText('Kontot är stängt.')).toBeVisible();
      await other.goto('/start');
      await expect(other).toHaveURL(/\/personal\?next=/);
      await theirs.close();
    });
  });
}

test('the list is narrowed by its address, which can be shared', async ({ page }) => {
  await signIn(page, 'manager', '/konton');
  await takenOver(page);
  await page.getByLabel('Roll', { exact: true }).selectOption({ label: 'Coach' });
  await page.getByRole('button', { name: 'Sök' }).click();
  await expect(page).toHaveURL(/roll=coach/);
  await expect(page.locator('tbody tr').first()).toContainText('Coach');
  const first = await page.locator('tbody th').first().textContent();
  await page.getByRole('link', { name: 'Senast inloggad' }).click();
  await expect(page).toHaveURL(/roll=coach.*ordning=senast/);
  await page.goto('/konton?sok=&roll=coach&lage=&ordning=namn&sida=1');
  await expect(page.locator('tbody th').first()).toHaveText(first);
});

test.describe('a last day before the first', () => {
  test.use({ expected: [/status of 422/] });

  test('a team leader gives a participant a deputy, and takes it back', async ({ page }) => {
    await signIn(page, 'lead', `/deltagare/${personId(demo.lastDays.login)}/medarbetare`);
    await takenOver(page);
    await page.getByLabel('Kollega').selectOption({ label: 'Sara Nyberg' });
    await page.getByLabel('Till och med').fill('2026-01-01');
    await page.getByRole('button', { name: 'Lägg till' }).click();
    await expect(page.getByRole('alert')).toContainText('Sista dagen är före den första.');
    const day = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
    await page.getByLabel('Till och med').fill(day);
    await page.getByRole('button', { name: 'Lägg till' }).click();
    const row = page.locator('tbody tr', { hasText: 'Sara Nyberg' }).first();
    await expect(row).toContainText('Vikarie');
    await page.locator('summary', { hasText: 'Avsluta' }).click();
    await page.getByLabel('Vem').selectOption({ index: (await page.getByLabel('Vem').locator('option').count()) - 1 });
    await page.getByRole('button', { name: 'Avsluta' }).click();
    await expect(page.getByRole('heading', { name: 'Tidigare' })).toBeVisible();
  });
});
