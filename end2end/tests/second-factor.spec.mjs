// A password alone lets nobody in: the app is set up, its codes are asked for, and a paper stands in for the phone.
import { accessible, expect, fits, picture, takenOver, test } from '../support/fixtures.mjs';
import { demo } from '../support/people.mjs';
import { codeOf, nextCode } from '../support/totp.mjs';

async function password(page, who, next = '') {
  await page.goto(next ? `/personal?next=${encodeURIComponent(next)}` : '/personal');
  await page.getByLabel('Användarnamn').fill(who.login);
  await page.getByLabel('Lösenord').fill(who.secret);
  await page.getByRole('button', { name: 'Logga in', exact: true }).click();
}

test.describe('a password and a code', () => {
  test.use({ expected: [/status of 401|status of 403/] });

  test('the app is set up, then asked for, and a recovery code stands in for it', async ({ page }, { project }) => {
    await password(page, demo.secondCoach, '/mina-enheter');
    await expect(page).toHaveURL(/\/personal\/ny-kod$/);
    await takenOver(page);
    await expect(page.getByRole('img', { name: 'Bild att läsa av med appen' })).toBeVisible();
    const secret = await page.locator('dd .mono').textContent();
    await fits(page, 'setting an app up');
    await accessible(page, 'setting an app up');
    await picture(page, `${project.name}-new-code`);
    await page.getByLabel('Kod', { exact: true }).fill('000000');
    await page.getByRole('button', { name: 'Koppla appen' }).click();
    await expect(page.getByRole('alert')).toContainText('Koden stämmer inte.');
    await page.getByLabel('Kod', { exact: true }).fill(codeOf(secret));
    await page.getByRole('button', { name: 'Koppla appen' }).click();

    await expect(page.getByRole('heading', { name: 'Dina reservkoder' })).toBeVisible();
    const codes = await page.locator('.recovery-codes .mono').allTextContents();
    expect(codes).toHaveLength(10);
    await fits(page, 'recovery codes');
    await accessible(page, 'recovery codes');
    await page.getByRole('button', { name: 'Jag har sparat dem' }).click();
    await expect(page).toHaveURL(/\/mina-enheter$/);
    await expect(page.getByText('10 reservkoder kvar')).toBeVisible();
    await picture(page, `${project.name}-devices-two-proofs`);
    await page.getByRole('button', { name: 'Logga ut', exact: true }).first().click();
    await expect(page).toHaveURL(/\/logga-in$/);

    await password(page, demo.secondCoach);
    await expect(page.getByRole('heading', { name: 'Skriv koden' })).toBeVisible();
    await page.goto('/coach');
    await expect(page, 'half way in, nothing is open').toHaveURL(/\/personal\?next=/);
    await page.goto('/personal/kod');
    await takenOver(page);
    await accessible(page, 'the code');
    await picture(page, `${project.name}-code`);
    await page.getByLabel('Kod', { exact: true }).fill(nextCode(secret));
    await page.getByRole('button', { name: 'Logga in', exact: true }).click();
    await expect(page.getByRole('heading', { name: /^Mina deltagare/ })).toBeVisible();

    await page.getByRole('button', { name: 'Logga ut', exact: true }).first().click();
    await password(page, demo.secondCoach);
    await expect(page.getByRole('heading', { name: 'Skriv koden' })).toBeVisible();
    await page.getByLabel('Kod', { exact: true }).fill(codes[0]);
    await page.getByRole('button', { name: 'Logga in', exact: true }).click();
    await expect(page.getByRole('heading', { name: /^Mina deltagare/ })).toBeVisible();
  });

  test('a participant changes the PIN after confirming, and keeps the way back', async ({ page }) => {
    const amina = demo.newcomer;
    await page.goto('/logga-in?next=%2Fmina-enheter');
    await page.getByLabel('Kortnummer').fill(amina.login);
    await page.getByLabel('PIN').fill(amina.secret);
    await page.getByRole('button', { name: 'Logga in' }).click();
    await expect(page.getByRole('heading', { name: 'Mina enheter' })).toBeVisible();
    await takenOver(page);
    const change = async () => {
      await page.locator('summary', { hasText: 'Byt PIN' }).click();
      // The same again, so that whoever comes after signs in as before.
      await page.getByLabel('Ny PIN').fill(amina.secret);
      await page.getByLabel('En gång till').fill(amina.secret);
      await page.getByRole('button', { name: 'Spara ny PIN' }).click();
    };
    await change();
    await page.getByRole('alert').getByRole('link', { name: 'Bekräfta först att det är du.' }).click();
    await expect(page.getByRole('heading', { name: 'Bekräfta att det är du' })).toBeVisible();
    await page.getByLabel('PIN').fill(amina.secret);
    await page.getByRole('button', { name: 'Bekräfta' }).click();
    await expect(page).toHaveURL(/\/mina-enheter$/);
    await takenOver(page);
    await change();
    await expect(page.getByRole('alert')).toHaveCount(0);
    await expect(page.getByText('Den här')).toHaveCount(1);
  });
});
