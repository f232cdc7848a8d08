// The record as each of the staff meets it: found, opened, closed with a reason, and opened past the door.
import { accessible, expect, picture, signIn, takenOver, test } from '../support/fixtures.mjs';
import { assignedTo } from '../support/people.mjs';

test('a coach presses a name in the list and reads the plan', async ({ page }, { project }) => {
  await signIn(page, 'coach');
  await takenOver(page);
  const first = page.locator('tbody tr').first().getByRole('link');
  const name = await first.textContent();
  await first.click();
  await expect(page).toHaveURL(/\/deltagare\/[0-9a-f-]{36}$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  await expect(page.getByRole('heading', { name: 'Planen', exact: true })).toBeVisible();
  await expect(page.getByRole('heading', { name: /^Närvaro · \d+ dag/ })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Stängt för dig' })).toHaveCount(0);
  await picture(page, `${project.name}-record-from-list`);
});

test('the reception finds by name and number, and an identity number only in its own field', async ({ page }) => {
  const who = assignedTo('karin.holm');
  await signIn(page, 'reception', '/sok');
  await takenOver(page);
  await page.getByLabel('Namn eller deltagarnummer').fill(who.name);
  await page.getByRole('button', { name: 'Sök' }).first().click();
  await expect(page).toHaveURL(/\/sok\?sok=/);
  await expect(page.getByRole('link', { name: who.name }).first()).toBeVisible();

  await page.getByLabel('Namn eller deltagarnummer').fill('19900101-2385');
  await page.getByRole('button', { name: 'Sök' }).first().click();
  await expect(page).toHaveURL(/\/sok\?hinder=personnummer$/);
  await expect(page.getByText('Det ser ut som ett personnummer.')).toBeVisible();
  // In the field of whoever typed it, and nowhere else.
  await expect(page.getByLabel('Namn eller deltagarnummer')).toHaveAttribute('value', '');

  await page.goto(`/sok?sok=${who.number}`);
  await page.getByRole('link', { name: who.name }).click();
  await expect(page).toHaveURL(new RegExp(who.path));
  await expect(page.getByText('Stängt: din roll läser inte det här.').first()).toBeVisible();
  await accessible(page, 'the record as the reception');
});

test('the identity number is shown once, to who says why', async ({ page }) => {
  const who = assignedTo('karin.holm');
  await signIn(page, 'reception', who.path);
  await takenOver(page);
  await page.getByText('Visa personnumret', { exact: true }).first().click();
  await page.getByLabel('Varför behöver du se det?').fill('Kontrollerar legitimationen');
  await page.getByRole('button', { name: 'Visa personnumret' }).click();
  await expect(page).toHaveURL(/\?skal=[0-9a-f-]{36}$/);
  const shown = page.getByText(/^Visas den här gången|^Inget personnummer är registrerat/);
  await expect(shown).toBeVisible();
  await page.reload();
  await expect(shown).toHaveCount(0);
});

test('a manager reads the plan with a reason, which is in no address', async ({ page }) => {
  const who = assignedTo('karin.holm');
  await signIn(page, 'manager', who.path);
  await takenOver(page);
  await expect(page.getByText('Stängt: ange först varför du behöver läsa det.').first()).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Planen', exact: true })).toHaveCount(0);
  await page.getByLabel('Varför behöver du läsa?').fill('Klagomål från deltagaren');
  await page.getByRole('button', { name: 'Öppna', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Planen', exact: true })).toBeVisible();
  await expect(page.getByText(/^Öppnad med ditt skäl till \d\d:\d\d/)).toBeVisible();
  expect(page.url()).not.toContain('Klagom');
  await accessible(page, 'the record opened with a reason');
});

test('a colleague opens in an emergency, with a banner', async ({ page }) => {
  const who = assignedTo('karin.holm');
  await signIn(page, 'colleague', who.path);
  await takenOver(page);
  await expect(page.getByText('Stängt: personen är inte knuten till dig.').first()).toBeVisible();
  await page.getByText('Öppna i nödläge', { exact: true }).first().click();
  await page.getByLabel('Vad har hänt?').fill('Deltagaren mår dåligt och coachen är sjuk');
  await page.getByLabel('Hur länge?').selectOption('2');
  await page.getByRole('button', { name: 'Öppna i nödläge' }).click();
  await expect(page.getByText(/^Öppnad i nödläge till/)).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Planen', exact: true })).toBeVisible();
  await accessible(page, 'the record in an emergency');
});

test('a recruiter reads the plan of their own', async ({ page }) => {
  const own = assignedTo('ali.rezai');
  await signIn(page, 'recruiter', own.path);
  await expect(page.getByRole('heading', { name: 'Planen', exact: true })).toBeVisible();
  await expect(page.getByText('Stängt: din roll läser inte det här.').first()).toBeVisible();
});

test.describe('what a specialist may not know of', () => {
  test.use({ expected: [/status of 404/] });
  test('is not there', async ({ page }) => {
    const who = assignedTo('karin.holm');
    await signIn(page, 'specialist');
    const answer = await page.goto(who.path);
    expect(answer.status()).toBe(404);
    await expect(page.getByText('Sidan finns inte, eller så är den inte din.')).toBeVisible();
  });
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });
  test('the record opens with a reason all the same', async ({ page }) => {
    const who = assignedTo('karin.holm');
    await signIn(page, 'manager', who.path);
    await page.getByLabel('Varför behöver du läsa?').fill('ja');
    await page.getByRole('button', { name: 'Öppna', exact: true }).click();
    await expect(page.getByRole('alert')).toContainText('Fyll i här.');
    await page.getByLabel('Varför behöver du läsa?').fill('Klagomål från deltagaren');
    await page.getByRole('button', { name: 'Öppna', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'Planen', exact: true })).toBeVisible();
  });
});
