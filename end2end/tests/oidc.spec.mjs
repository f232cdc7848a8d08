// Signing in at a provider, in a real browser: the press on the button, the provider's own page, the code from the desk.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from '../support/crowd.mjs';
import { accessible, expect, fits, picture, signIn, test } from '../support/fixtures.mjs';
import { client, loa3, providers } from '../support/oidc-provider.mjs';
import { demo } from '../support/people.mjs';
import { freePort, serve } from '../support/serve.mjs';

let server;
let at;
let folder;

test.describe.configure({ mode: 'serial' });
test.use({
  // The provider is another address, on purpose.
  expected: async ({}, use) => {
    await use([/third party: http:\/\/127\.0\.0\.1:/, /status of 404/, /status of 422/]);
  },
});

test.beforeAll(async () => {
  test.setTimeout(180_000);
  const port = await freePort();
  at = await providers(`http://127.0.0.1:${port}/oidc/callback`);
  folder = mkdtempSync(path.join(tmpdir(), 'arbetsforum-oidc-'));
  const table = (name, label, issuer, audience, more) => `
[[oidc]]
name = "${name}"
label_sv = "Logga in med ${label}"
label_en = "Sign in with ${label}"
issuer = "${issuer}"
client_id = "${client.id}"
client_secret = "${client.secret}"
audience = "${audience}"
acr_values = ["${loa3}"]
scopes = ["profile", "https://id.oidc.se/scope/naturalPersonNumber"]
${more}`;
  const config = path.join(folder, 'settings.toml');
  writeFileSync(
    config,
    table('bankid', 'BankID', at.participant.issuer, 'participant', '') +
      table('entra', 'kommunens konto', at.staff.issuer, 'staff', 'subject_claim = "oid"\ntenant = "tenant-one"'),
  );
  server = await serve({ port, config });
});

test.afterAll(async () => {
  await server?.stop();
  await at?.participant.stop();
  await at?.staff.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

/** A code from the desk for somebody of the centre who has none yet. */
async function codeFromTheDesk(browser) {
  const context = await browser.newContext({ baseURL: server.base, locale: 'sv-SE' });
  try {
    const page = await context.newPage();
    await signIn(page, 'reception');
    const person = sql(
      server,
      `select p.person_id from person p join account a using (person_id) join credential c using (account_id)
       where c.login = '${demo.newcomer.login.replace('-', '')}';`,
    ).trim();
    const told = await page.evaluate(
      async (person) =>
        (await fetch('/api/identity/invite-participant', { method: 'POST', headers: { accept: 'application/json' }, body: new URLSearchParams({ person }) })).json(),
      person,
    );
    return told.code;
  } finally {
    await context.close();
  }
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled });

    test('the first time with a code from the desk, and from then on with the eID alone', async ({ page, browser }, { project }) => {
      const who = javaScriptEnabled ? 'cy' : 'di';
      await at.participant.tell({ who, ask: true, cancel: false, down: false });
      await page.goto(`${server.base}/logga-in`);
      if (javaScriptEnabled) await accessible(page, 'signing in with a provider');
      await fits(page, 'signing in with a provider');
      await picture(page, `${project.name}-sign-in-by-eid-${javaScriptEnabled}`);
      await page.getByRole('link', { name: 'Logga in med BankID' }).click();
      await page.getByRole('link', { name: /^Jag är / }).click();
      await expect(page).toHaveURL(/\/koppla$/);
      await expect(page.getByText('Det är inte kopplat till dig här än.')).toBeVisible();
      if (javaScriptEnabled) await accessible(page, 'typing the code');
      await fits(page, 'typing the code');
      await picture(page, `${project.name}-link-${javaScriptEnabled}`);

      await page.getByLabel('Koden').fill('0000 0000');
      await page.getByRole('button', { name: 'Koppla och logga in' }).click();
      await expect(page.getByRole('alert')).toContainText('Koden gäller inte. Be om en ny.');
      await expect(page.getByLabel('Koden')).toHaveValue('0000 0000');
      await page.getByLabel('Koden').fill(await codeFromTheDesk(browser));
      await page.getByRole('button', { name: 'Koppla och logga in' }).click();
      await expect(page).toHaveURL(/\/idag$/);

      const again = await browser.newContext({ baseURL: server.base, locale: 'sv-SE', javaScriptEnabled });
      const next = await again.newPage();
      await next.goto(`${server.base}/logga-in?next=%2Fmin-plan`);
      await next.getByRole('link', { name: 'Logga in med BankID' }).click();
      await next.getByRole('link', { name: /^Jag är / }).click();
      await expect(next).toHaveURL(/\/min-plan$/);
      await again.close();
    });

    test('whoever cancels is back, and can use the card', async ({ page }) => {
      await at.participant.tell({ ask: true, down: false });
      await page.goto(`${server.base}/logga-in`);
      await page.getByRole('link', { name: 'Logga in med BankID' }).click();
      await page.getByRole('link', { name: 'Avbryt' }).click();
      await expect(page.getByText('Du avbröt inloggningen.')).toBeVisible();
      await page.getByLabel('Kortnummer').fill(demo.amina.login);
      await page.getByLabel('PIN').fill(demo.amina.secret);
      await page.getByRole('button', { name: 'Logga in' }).click();
      await expect(page).toHaveURL(/\/idag$/);
    });

    test('a provider that is down is told of plainly', async ({ page }) => {
      await at.participant.tell({ down: true });
      // What it said of itself just before is believed for two seconds.
      await page.waitForTimeout(2500);
      await page.goto(`${server.base}/logga-in`);
      await page.getByRole('link', { name: 'Logga in med BankID' }).click();
      await expect(page.getByText('Det går inte att nå den inloggningen just nu.')).toBeVisible();
      await expect(page.getByLabel('Kortnummer')).toBeVisible();
      await at.participant.tell({ down: false });
    });
  });
}
