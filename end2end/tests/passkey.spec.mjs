// A passkey, made and used by a virtual device of the browser. Under a name: browsers give none to a bare number.
import { expect, picture, takenOver, test } from '../support/fixtures.mjs';
import { demo } from '../support/people.mjs';
import { serve } from '../support/serve.mjs';

let server;
let before;

test.beforeAll(async () => {
  server = await serve({ host: 'localhost' });
  before = process.env.BASE;
  process.env.BASE = server.base;
});

test.afterAll(async () => {
  process.env.BASE = before;
  await server.stop();
});

test('a passkey is made, signs in alone, and is removed', async ({ page, context }, { project }) => {
  const cdp = await context.newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await page.goto(`${server.base}/demo`);
  await page.locator('li.card', { hasText: demo.coach.login }).locator('button').click();
  await page.waitForURL(/\/coach/);
  await page.goto(`${server.base}/mina-enheter`);
  await takenOver(page);
  await page.getByRole('button', { name: 'Lägg till en passnyckel här' }).click();
  await expect(page.getByText('Inte använd än')).toBeVisible();
  const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId });
  expect(credentials).toHaveLength(1);
  expect(credentials[0].isResidentCredential).toBe(true);
  await picture(page, `${project.name}-passkeys`);

  await context.clearCookies();
  await page.goto(`${server.base}/personal`);
  await takenOver(page);
  await page.getByRole('button', { name: 'Logga in med passnyckel' }).click();
  await expect(page.getByRole('heading', { name: /^Mina deltagare/ })).toBeVisible();

  await page.goto(`${server.base}/mina-enheter`);
  await takenOver(page);
  await page.getByRole('button', { name: /^Ta bort / }).click();
  await expect(page.getByText('Du har ingen passnyckel.')).toBeVisible();
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('no button is there that does nothing', async ({ page }) => {
    await page.goto(`${server.base}/personal`);
    await expect(page.getByRole('button', { name: 'Logga in', exact: true })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Logga in med passnyckel' })).toHaveCount(0);
  });
});
