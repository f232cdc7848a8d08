import { expect, picture, signIn, takenOver, test } from '../support/fixtures.mjs';

test('the goal is written in one’s own words and stands in the plan', async ({ page }) => {
  await signIn(page, 'newcomer', '/min-plan');
  await takenOver(page);
  await page.getByText('Skriv mitt mål').click();
  await page.getByLabel('Det här vill jag').fill('Jag vill bli undersköterska – أريد أن أعمل');
  await page.getByRole('button', { name: 'Spara' }).click();
  await expect(page.locator('.goal')).toContainText('Jag vill bli undersköterska');
  await page.reload();
  await expect(page.locator('.goal')).toContainText('أريد أن أعمل');
});

test('a step of one’s own is added, done, and taken back', async ({ page }) => {
  await signIn(page, 'newcomer', '/min-plan');
  await takenOver(page);
  await page.getByText('Lägg till ett eget steg').click();
  await page.getByLabel('Vad vill du göra?').fill('Fråga på biblioteket <b>om språkcafé</b>');
  await page.getByLabel('När? (om du vet)').fill('på torsdag');
  await page.getByRole('button', { name: 'Lägg till' }).click();
  const step = page.locator('.step', { hasText: 'Fråga på biblioteket <b>om språkcafé</b>' });
  await expect(step).toContainText('Du · på torsdag');
  await step.getByRole('button', { name: /^Klart/ }).click();
  await expect(page.getByText('Bra! Steget är klart.')).toBeVisible();
  await expect(step.getByRole('button', { name: /^Inte klart/ })).toBeVisible();
  await picture(page, 'phone-plan-undo');
  await page.getByRole('button', { name: 'Ångra' }).click();
  await expect(step.getByRole('button', { name: /^Klart/ })).toBeVisible();
});

test.describe('a step without a title', () => {
  test.use({ expected: [/status of 422/] });
  test('is asked for, and what was typed beside it stays', async ({ page }) => {
    await signIn(page, 'newcomer', '/min-plan');
    await takenOver(page);
    await page.getByText('Lägg till ett eget steg').click();
    await page.getByLabel('När? (om du vet)').fill('nästa vecka');
    await page.getByRole('button', { name: 'Lägg till' }).click();
    await expect(page.getByRole('alert')).toContainText('Fyll i här.');
    await expect(page.getByLabel('När? (om du vet)')).toHaveValue('nästa vecka');
  });
});

test.describe('two open pages', () => {
  test.use({ expected: [/status of 409/] });
  test('the older does not overwrite what it has not seen', async ({ page, context }) => {
    await signIn(page, 'newcomer', '/min-plan');
    await takenOver(page);
    const other = await context.newPage();
    await other.goto('/min-plan');
    await takenOver(other);
    for (const [where, words] of [[page, 'Först'], [other, 'Sist']]) {
      await where.locator('summary', { hasText: /Ändra|Skriv mitt mål/ }).click();
      await where.getByLabel('Det här kan jag').fill(words);
      await where.getByRole('button', { name: 'Spara' }).click();
      if (where === page) await expect(where.locator('.goal').filter({ hasText: 'Först' })).toBeVisible();
    }
    await expect(other.getByRole('alert')).toContainText('Något har ändrats');
    await expect(other.getByLabel('Det här kan jag')).toHaveValue('Sist');
    await page.reload();
    await expect(page.locator('.goal').filter({ hasText: 'Först' })).toBeVisible();
  });
});
