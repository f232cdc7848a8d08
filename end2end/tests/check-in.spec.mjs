import { codeOnScreen, expect, picture, signIn, takenOver, test } from '../support/fixtures.mjs';
import { be, demo, somebody } from '../support/people.mjs';

const stamp = (page) => page.getByRole('img', { name: /^Närvarostämpel/ });

test('by the screen’s link: one tap, the stamp, no reload, and it stands in the plan', async ({ page, browser }) => {
  await signIn(page, 'amina');
  const { link } = await codeOnScreen(browser);
  await page.goto(link);
  await takenOver(page);
  await page.evaluate(() => (globalThis.sameDocument = true));
  await picture(page, 'phone-check-in-by-link');
  await page.getByRole('button', { name: 'Jag är här' }).click();
  await expect(stamp(page)).toBeVisible();
  expect(await page.evaluate(() => globalThis.sameDocument), 'the page was not loaded again').toBe(true);
  await picture(page, 'phone-stamped');

  await page.getByRole('link', { name: 'Till Idag' }).click();
  await expect(page.getByRole('heading', { name: 'Du är incheckad' })).toBeVisible();
  await page.getByRole('link', { name: 'Min plan', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Min plan', exact: true })).toBeVisible();
  await expect(stamp(page).last()).toBeVisible();
});

test('by its digits, typed with a space', async ({ page, browser }) => {
  await be(page, somebody());
  await page.goto('/checka-in');
  await takenOver(page);
  const { digits } = await codeOnScreen(browser);
  await page.getByLabel('Skriv koden på skärmen').fill(`${digits.slice(0, 3)} ${digits.slice(3)}`);
  await page.getByRole('button', { name: 'Jag är här' }).click();
  await expect(stamp(page)).toBeVisible();
});

test('pressed twice, opened again and gone back to: one stamp', async ({ page, browser }) => {
  await be(page, somebody());
  const { link } = await codeOnScreen(browser);
  await page.goto(link);
  await takenOver(page);
  const press = page.getByRole('button', { name: 'Jag är här' });
  await press.dblclick();
  await expect(stamp(page)).toBeVisible();
  await page.goto(link);
  await expect(page.getByText('Du är redan incheckad i dag.')).toBeVisible();
  await page.goBack();
  await page.goForward();
  await expect(stamp(page)).toBeVisible();
  await page.goto('/min-plan');
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Stockholm', day: 'numeric', month: 'long' }).format(new Date());
  await expect(page.getByRole('img', { name: new RegExp(`Närvarostämpel .* ${today} `) })).toHaveCount(1);
});

test('signed out when the link is opened: sign in, one tap, stamp', async ({ page, browser }) => {
  const { link } = await codeOnScreen(browser);
  await page.goto(link);
  await expect(page).toHaveURL(/\/logga-in\?next=/);
  await expect(page.getByText('Du är här. Logga in, så får du din stämpel.')).toBeVisible();
  await page.getByLabel('Kortnummer').fill(demo.lastDays.login);
  await page.getByLabel('PIN').fill(demo.lastDays.secret);
  await page.getByRole('button', { name: 'Logga in' }).click();
  await page.getByRole('button', { name: 'Jag är här' }).click();
  await expect(stamp(page)).toBeVisible();
});

test.describe('refused', () => {
  test.use({ expected: [/status of 422/] });

  test('a wrong code: said at its field and above, and what was typed stays', async ({ page }) => {
    await signIn(page, 'newcomer', '/checka-in');
    await takenOver(page);
    const field = page.getByLabel('Skriv koden på skärmen');
    await field.fill('000000');
    await page.getByRole('button', { name: 'Jag är här' }).click();
    await expect(page.getByRole('alert')).toContainText('Koden stämmer inte.');
    await expect(page.getByRole('alert')).toBeFocused();
    await expect(page).toHaveTitle(/^Fel: /);
    await expect(field).toHaveValue('000000');
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await picture(page, 'phone-wrong-code');
    await page.getByRole('alert').getByRole('link').click();
    await expect(field).toBeFocused();
  });

  test('nothing typed', async ({ page }) => {
    await signIn(page, 'newcomer', '/checka-in');
    await takenOver(page);
    await page.getByRole('button', { name: 'Jag är här' }).click();
    await expect(page.getByRole('alert')).toContainText('Fyll i här.');
  });

  test('the code of another place', async ({ page, browser }) => {
    await signIn(page, 'elsewhere');
    const { link } = await codeOnScreen(browser);
    await page.goto(link);
    await takenOver(page);
    await page.getByRole('button', { name: 'Jag är här' }).click();
    await expect(page.getByRole('alert')).toContainText('Koden hör till ett annat ställe än ditt.');
  });

  test('somebody who is not enrolled any more', async ({ page, browser }) => {
    await signIn(page, 'former');
    await expect(page.getByText('Du är inte inskriven just nu.')).toBeVisible();
    const { link } = await codeOnScreen(browser);
    await page.goto(link);
    await takenOver(page);
    await page.getByRole('button', { name: 'Jag är här' }).click();
    await expect(page.getByRole('alert')).toContainText('Du är inte inskriven här just nu.');
  });
});

test.describe('without a network', () => {
  test.use({ expected: [/ERR_INTERNET_DISCONNECTED/] });

  test('the press says that nothing was saved, and works when the network is back', async ({ page, browser, context }) => {
    await be(page, somebody());
    const { link } = await codeOnScreen(browser);
    await page.goto(link);
    await takenOver(page);
    await context.setOffline(true);
    await page.getByRole('button', { name: 'Jag är här' }).click();
    await expect(page.getByRole('alert')).toContainText('Ingen kontakt. Inget sparades.');
    await context.setOffline(false);
    await page.getByRole('button', { name: 'Jag är här' }).click();
    await expect(stamp(page)).toBeVisible();
  });
});
