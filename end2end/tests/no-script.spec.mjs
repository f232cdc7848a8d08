// Everything a participant needs, with scripts off: forms post, links lead, errors keep what was typed.
import { codeOnScreen, expect, picture, signIn, test } from '../support/fixtures.mjs';
import { be, personOf, somebody } from '../support/people.mjs';

const stamp = (page) => page.getByRole('img', { name: /^Närvarostämpel/ });

test('the link, one press, the stamp, the plan', async ({ page, browser }, { project }) => {
  await be(page, somebody());
  const { link } = await codeOnScreen(browser);
  await page.goto(link);
  await page.getByRole('button', { name: 'Jag är här' }).click();
  await expect(page).toHaveURL(/\/idag$/);
  await expect(stamp(page)).toBeVisible();
  await picture(page, `${project.name.replaceAll(' ', '-')}-stamped`);
  await page.getByRole('link', { name: 'Min plan', exact: true }).click();
  await expect(stamp(page).last()).toBeVisible();
});

test('a wrong code is said at its field and keeps what was typed', async ({ page }) => {
  await signIn(page, 'newcomer', '/checka-in');
  await page.getByLabel('Skriv koden på skärmen').fill('12 34 56');
  await page.getByRole('button', { name: 'Jag är här' }).click();
  await expect(page.getByRole('alert')).toContainText('Koden stämmer inte.');
  await expect(page.getByLabel('Skriv koden på skärmen')).toHaveValue('12 34 56');
  expect(decodeURIComponent(page.url())).not.toMatch(/12 ?34 ?56/);
});

test('a wrong PIN says so and keeps the card number, not the PIN', async ({ page }) => {
  await page.goto('/logga-in');
  await page.getByLabel('Kortnummer').fill('104071-3');
  await page.getByLabel('PIN').fill('0000');
  await page.getByRole('button', { name: 'Logga in' }).click();
  await expect(page.getByRole('alert')).toContainText('Numret eller koden stämmer inte.');
  await expect(page.getByLabel('Kortnummer')).toHaveValue('104071-3');
  await expect(page.getByLabel('PIN')).toHaveValue('');
});

test('a step is added, done and taken back', async ({ page }, { project }) => {
  await be(page, somebody());
  await page.goto('/min-plan');
  await page.getByText('Lägg till ett eget steg').click();
  await page.getByLabel('Vad vill du göra?').fill(`Köpa busskort ${project.name}`);
  await page.getByRole('button', { name: 'Lägg till' }).click();
  await expect(page).toHaveURL(/\/min-plan$/);
  const step = page.locator('.step', { hasText: `Köpa busskort ${project.name}` });
  await step.getByRole('button', { name: /^Klart/ }).click();
  await expect(step.getByRole('button', { name: /^Inte klart/ })).toBeVisible();
  await step.getByRole('button', { name: /^Inte klart/ }).click();
  await expect(step.getByRole('button', { name: /^Klart/ })).toBeVisible();
});

test('the goal is written', async ({ page }) => {
  await be(page, somebody());
  await page.goto('/min-plan');
  await page.locator('summary', { hasText: /Ändra|Skriv mitt mål/ }).click();
  await page.getByLabel('Det här behöver jag').fill('Ett lugnt rum att läsa i.');
  await page.getByRole('button', { name: 'Spara' }).click();
  await expect(page.locator('.goal').last()).toContainText('Ett lugnt rum att läsa i.');
});

test('a coach reads the list', async ({ page }) => {
  await signIn(page, 'coach');
  await expect(page.locator('tbody tr')).toHaveCount(25);
  await page.getByRole('link', { name: 'Nästa' }).click();
  await expect(page.getByText(/^26–/)).toBeVisible();
});

test('consent is read, signed on paper at the desk, and taken back', async ({ page }) => {
  const who = somebody();
  const person = personOf(who);
  await signIn(page, 'reception', `/deltagare/${person}/samtycke`);
  await page.getByLabel('Försäkringskassan Gamlestaden').check();
  await page.getByLabel('Svenska', { exact: true }).check();
  await page.getByLabel('din plan, när du delar den').check();
  await page.getByLabel('För att samordna ditt stöd').check();
  await page.getByLabel('Så länge du är inskriven').check();
  await page.getByLabel('På papper').check();
  await page.getByRole('button', { name: 'Spara samtycket' }).click();
  await expect(page.getByRole('alert')).toContainText('Fyll i här.');
  await expect(page.getByLabel('din plan, när du delar den')).toBeChecked();
  await page.getByLabel('Var finns papperet?').fill('Pärm 3');
  await page.getByRole('button', { name: 'Spara samtycket' }).click();
  await expect(page.getByText('Samtycket är sparat.')).toBeVisible();

  await be(page, who);
  await page.goto('/samtycke/soc-bergsjon');
  await expect(page.getByText('Den här telefonen kan inte ta emot en underskrift.')).toBeVisible();
  await page.goto('/samtycke');
  const card = page.locator('section.card', { has: page.getByRole('heading', { name: 'Försäkringskassan Gamlestaden' }) });
  await card.locator('summary', { hasText: 'Ta tillbaka' }).click();
  await card.getByRole('button', { name: 'Ja, ta tillbaka' }).click();
  await expect(page.getByText('Klart. Det gäller från nu.')).toBeVisible();
  await expect(card).toContainText('Vi får inte prata med varandra om dig.');
});
