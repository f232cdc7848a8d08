// Consent: given by drawing on one's own phone, kept as a receipt, taken back; at the desk, on the screen and on paper.
import { accessible, expect, fits, picture, signIn, takenOver, test } from '../support/fixtures.mjs';
import { be, personOf, somebody } from '../support/people.mjs';

/** A hand that writes something in the field. */
async function draw(page) {
  const field = page.getByRole('img', { name: 'Fält att skriva under i' });
  await field.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await field.boundingBox();
  await page.mouse.move(x + width * 0.1, y + height * 0.7);
  await page.mouse.down();
  await page.mouse.move(x + width * 0.3, y + height * 0.2, { steps: 8 });
  await page.mouse.move(x + width * 0.5, y + height * 0.7, { steps: 8 });
  await page.mouse.move(x + width * 0.8, y + height * 0.3, { steps: 8 });
  await page.mouse.up();
}

const card = (page, party) => page.locator('section.card', { has: page.getByRole('heading', { name: party }) });

test('a participant reads, chooses, signs, keeps the receipt, and takes it back', async ({ page }) => {
  await be(page, somebody());
  await page.goto('/samtycke');
  await takenOver(page);
  const fk = card(page, 'Försäkringskassan Gamlestaden');
  await expect(fk).toContainText('Vi får inte prata med varandra om dig.');
  await fk.getByRole('link', { name: /Läs och bestäm/ }).click();

  await expect(page.getByRole('heading', { name: 'Samtycke till att lämna uppgifter' })).toBeVisible();
  await expect(page.locator('input:checked')).toHaveCount(0);
  await page.getByLabel('din plan, när du delar den').check();
  await page.getByRole('link', { name: 'Lätt svenska' }).click();
  await expect(page.getByRole('heading', { name: 'Får vi prata om dig?' })).toBeVisible();
  await expect(page.getByLabel('din plan, när du delar den')).toBeChecked();
  await page.getByLabel('tidigare utredningar').check();
  await page.getByLabel('För att samordna ditt stöd').check();
  await page.getByLabel('Så länge du är inskriven').check();
  await draw(page);
  await picture(page, 'phone-consent-signed');
  await page.getByRole('button', { name: 'Ja, jag samtycker' }).click();

  await expect(page).toHaveURL(/\/samtycke\/kvitto\//);
  await expect(page.getByRole('heading', { name: 'Kvitto' })).toBeVisible();
  await expect(page.getByRole('img', { name: 'Underskrift' })).toBeVisible();
  await expect(page.getByText('Lätt svenska')).toBeVisible();
  await fits(page, 'the receipt');
  await accessible(page, 'the receipt');
  await picture(page, 'phone-consent-receipt');

  await page.goto('/samtycke');
  await takenOver(page);
  const agreed = card(page, 'Försäkringskassan Gamlestaden');
  await expect(agreed).toContainText('De får berätta för oss: tidigare utredningar');
  await agreed.locator('summary', { hasText: 'Ta tillbaka' }).click();
  await expect(agreed).toContainText('Försäkringskassan Gamlestaden ser inte längre din plan.');
  await expect(agreed).toContainText('Det de redan har läst står kvar i listan.');
  await accessible(page, 'taking back');
  await picture(page, 'phone-consent-take-back');
  await agreed.getByRole('button', { name: 'Ta tillbaka allt' }).click();
  await expect(page.getByRole('status')).toContainText('Klart. Det gäller från nu.');
  await expect(card(page, 'Försäkringskassan Gamlestaden')).toContainText('Vi får inte prata med varandra om dig.');
});

test.describe('a form without a signature', () => {
  test.use({ expected: [/status of 422/] });
  test('is asked for one, and what was chosen stays', async ({ page }) => {
    await be(page, somebody());
    await page.goto('/samtycke/fk-gamlestaden');
    await takenOver(page);
    await page.getByLabel('din plan, när du delar den').check();
    await page.getByLabel('För att samordna ditt stöd').check();
    await page.getByLabel('Så länge du är inskriven').check();
    await page.getByRole('button', { name: 'Ja, jag samtycker' }).click();
    await expect(page.getByRole('alert')).toBeVisible();
    await expect(page.getByText('Skriv under först.')).toBeVisible();
    await expect(page.getByLabel('din plan, när du delar den')).toBeChecked();
    await accessible(page, 'a form without a signature');
  });
});

test('at the desk somebody signs on the screen, in the language that they read', async ({ page }) => {
  const person = personOf(somebody());
  await page.setViewportSize({ width: 1024, height: 768 });
  await signIn(page, 'reception', `/deltagare/${person}/samtycke`);
  await takenOver(page);
  await expect(page.locator('input:checked')).toHaveCount(0);
  await accessible(page, 'the desk');
  await fits(page, 'the desk');
  await picture(page, 'tablet-consent-desk');
  await page.getByLabel('Primärvården Öster').check();
  await page.getByLabel('English').check();
  await page.getByLabel('att du är inskriven').check();
  await page.getByLabel('För att följa upp hur det går').check();
  await page.getByLabel('Så länge du är inskriven').check();
  await page.getByLabel('På den här skärmen').check();
  await page.getByRole('button', { name: 'Visa för deltagaren' }).click();
  await expect(page.getByRole('heading', { name: 'Primary Care East' })).toBeVisible();
  await expect(page.getByText('We may tell them:')).toBeVisible();
  await draw(page);
  await accessible(page, 'signing at the desk');
  await picture(page, 'tablet-consent-sign');
  await page.getByRole('button', { name: 'Ja, jag samtycker' }).click();
  await expect(page.getByRole('status')).toContainText('Samtycket är sparat.');
  await expect(card(page, 'Primärvården Öster')).toContainText('att du är inskriven');
});

test.describe('a paper without a place', () => {
  test.use({ expected: [/status of 422/] });
  test('is asked for, then kept; and taken back on behalf', async ({ page }) => {
    const person = personOf(somebody());
    await page.setViewportSize({ width: 1440, height: 900 });
    await signIn(page, 'reception', `/deltagare/${person}/samtycke`);
    await takenOver(page);
    await page.getByLabel('Vuxenutbildningen').check();
    await page.getByLabel('Svenska', { exact: true }).check();
    await page.getByLabel('din planering').check();
    await page.getByLabel('För att hitta praktik eller jobb').check();
    await page.getByLabel('Så länge du är inskriven').check();
    await page.getByLabel('På papper').check();
    await page.getByRole('button', { name: 'Spara samtycket' }).click();
    await expect(page.getByRole('alert')).toContainText('Fyll i här.');
    await expect(page.getByLabel('din planering')).toBeChecked();
    await page.getByLabel('Var finns papperet?').fill('Pärm 3, receptionen');
    await page.getByRole('button', { name: 'Spara samtycket' }).click();
    await expect(page.getByRole('status')).toContainText('Samtycket är sparat.');
    const agreed = card(page, 'Vuxenutbildningen');
    await agreed.locator('summary', { hasText: 'Ta tillbaka' }).click();
    await expect(agreed).toContainText('Läs upp för deltagaren.');
    await agreed.getByRole('button', { name: 'Ja, ta tillbaka' }).click();
    await expect(page.getByRole('status')).toContainText('Klart. Det gäller från nu.');
  });
});

test('at the desk the next party begins with nothing ticked, and what is signed is what the form holds', async ({ page }) => {
  const person = personOf(somebody());
  await page.setViewportSize({ width: 1024, height: 768 });
  await signIn(page, 'reception', `/deltagare/${person}/samtycke`);
  await takenOver(page);
  await page.getByLabel('Primärvården Öster').check();
  await page.getByLabel('Svenska', { exact: true }).check();
  await page.getByLabel('att du är inskriven').check();
  await page.getByLabel('För att följa upp hur det går').check();
  await page.getByLabel('Så länge du är inskriven').check();
  await page.getByLabel('På papper').check();
  await page.getByLabel('Var finns papperet?').fill('Pärm 3');
  await page.getByRole('button', { name: 'Spara samtycket' }).click();
  const first = card(page, 'Primärvården Öster');
  await expect(first).toContainText('att du är inskriven');
  await expect(page.locator('input:checked')).toHaveCount(0);
  await expect(page.getByLabel('Var finns papperet?')).toHaveValue('');

  await page.getByLabel('Vuxenutbildningen').check();
  await page.getByLabel('English').check();
  await page.getByLabel('din planering').check();
  await page.getByLabel('För att hitta praktik eller jobb').check();
  await page.getByLabel('Så länge du är inskriven').check();
  // The page is read anew around the half-filled form.
  await first.locator('summary', { hasText: 'Ta tillbaka' }).click();
  await first.getByRole('button', { name: 'Ja, ta tillbaka' }).click();
  await expect(page.getByRole('status')).toContainText('Klart. Det gäller från nu.');
  await expect(page.getByLabel('din planering')).toBeChecked();
  await page.getByLabel('På den här skärmen').check();
  await page.getByRole('button', { name: 'Visa för deltagaren' }).click();
  const signed = page.locator('.consent-sign');
  await expect(signed.getByRole('heading', { name: 'Adult Education' })).toBeVisible();
  await expect(signed.locator('div.card strong')).toHaveText(['what they have planned with you']);
  await draw(page);
  await page.getByRole('button', { name: 'Ja, jag samtycker' }).click();
  const second = card(page, 'Vuxenutbildningen');
  await expect(second).toContainText('din planering');
  await expect(second).not.toContainText('att du är inskriven');
  await expect(page.locator('input:checked')).toHaveCount(0);
});
