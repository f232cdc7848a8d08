// The participant reads who has read about them, asks, and gets an answer from the manager.
import { accessible, expect, fits, picture, signIn, takenOver, test } from '../support/fixtures.mjs';
import { demo } from '../support/people.mjs';

test('a coach’s list is told to the participant at once, in a line of its own', async ({ page, browser }) => {
  const desk = await browser.newContext({ baseURL: process.env.BASE, locale: 'sv-SE' });
  const coach = await desk.newPage();
  await signIn(coach, 'colleague');
  await coach.goto(`/coach?sok=${encodeURIComponent(demo.halfway.name.split(' ')[1])}`);
  await expect(coach.getByText(demo.halfway.name).first()).toBeVisible();
  await desk.close();

  await signIn(page, 'halfway', '/vem-har-sett');
  await takenOver(page);
  await expect(page.getByRole('heading', { level: 3, name: 'I dag' })).toBeVisible();
  await page.locator('summary', { hasText: 'Ditt namn i listor' }).first().click();
  await expect(page.getByText(/Peter Lund, din coach, såg ditt namn och dina bokade tider i sin lista\./).first()).toBeVisible();
  await fits(page, 'who has seen me');
  await accessible(page, 'who has seen me');
  await picture(page, 'phone-who-has-seen');
});

test('a question is asked with or without words, reaches the manager, and its answer comes back', async ({ page, browser }, { project }) => {
  test.skip(!demo.manager, 'the demonstration has no manager to sign in as yet');
  test.skip(project.name !== 'phone', 'an entry is asked about once');
  await signIn(page, 'halfway', '/vem-har-sett');
  await takenOver(page);
  for (const summary of await page.locator('summary').all()) await summary.click();
  await page.getByRole('link', { name: /^Fråga/ }).first().click();
  await expect(page).toHaveURL(/fraga=\d+/);
  await page.getByLabel(/^Vad undrar du/).fill('Varför i dag? <b>&</b>');
  await page.getByRole('button', { name: 'Skicka till chefen' }).click();
  await expect(page.getByText('Chefen har inte svarat än.').first()).toBeVisible();
  await expect(page.getByText('Varför i dag? <b>&</b>')).toBeVisible();

  const desk = await browser.newContext({ baseURL: process.env.BASE, locale: 'sv-SE' });
  const manager = await desk.newPage();
  await signIn(manager, 'manager');
  // On every page of the manager's: how many wait.
  await manager.goto('/konton');
  await takenOver(manager);
  const waits = manager.getByRole('navigation').getByRole('link', { name: /^Drift\s*\d+ väntar på dig$/ });
  const many = Number((await waits.textContent()).match(/\d+/)[0]);
  expect(many).toBeGreaterThan(0);
  await waits.click();
  await expect(manager).toHaveURL(/\/drift$/);
  const question = manager.locator('li', { hasText: 'Varför i dag? <b>&</b>' });
  await question.getByRole('link', { name: /^Svara/ }).click();
  await manager.getByRole('button', { name: 'Skicka svaret' }).click();
  await expect(manager.getByRole('alert')).toContainText('Fyll i här.');
  await manager.getByLabel('Ditt svar till deltagaren').fill('Ni hade samtal klockan nio.');
  await manager.getByRole('button', { name: 'Skicka svaret' }).click();
  await expect(question.getByText('Ni hade samtal klockan nio.')).toBeVisible();
  await accessible(manager, 'operations');
  await picture(manager, 'operations');
  await manager.goto('/konton');
  const link = manager.getByRole('navigation').getByRole('link', { name: /^Drift/ });
  await expect(link).toHaveText(many === 1 ? /^Drift$/ : new RegExp(`^Drift\\s*${many - 1} väntar på dig$`));
  await desk.close();

  await page.goto('/mer');
  await expect(page.getByRole('link', { name: /^Vem har sett mig \d+ svar att läsa/ })).toBeVisible();
  await page.goto('/vem-har-sett');
  await takenOver(page);
  await expect(page.getByText('Ni hade samtal klockan nio.')).toBeVisible();
  await page.getByRole('button', { name: 'Jag har läst svaret' }).click();
  await expect(page.getByRole('button', { name: 'Jag har läst svaret' })).toHaveCount(0);
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });
  test('a question is asked by plain forms', async ({ page }, { project }) => {
    test.skip(project.name !== 'phone', 'an entry is asked about once');
    await signIn(page, 'amina', '/vem-har-sett');
    const ask = page.getByRole('link', { name: /^Fråga/ });
    test.skip((await ask.count()) === 0, 'nobody has read about them yet');
    for (const summary of await page.locator('summary').all()) await summary.click();
    await ask.first().click();
    await page.getByRole('button', { name: 'Skicka till chefen' }).click();
    await expect(page).toHaveURL(/\/vem-har-sett\?manad=\d{4}-\d{2}$/);
    await expect(page.getByText('Frågad').first()).toBeVisible();
  });
});
