import { defineConfig } from '@playwright/test';

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
const tablet = { viewport: { width: 1024, height: 768 }, hasTouch: true };
const desktop = { viewport: { width: 1440, height: 900 } };
const withoutScript = { javaScriptEnabled: false };

// One server and one demonstration centre for the whole run; each test acts as somebody of its own. Two screens are tried
// beside each other, each with its tests one after the other.
export default defineConfig({
  testDir: 'tests',
  outputDir: 'artefacts/failures',
  globalSetup: './support/start-server.mjs',
  fullyParallel: false,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  reporter: 'line',
  use: {
    locale: 'sv-SE',
    timezoneId: 'Europe/Stockholm',
    // Without its film, which costs a fifth of the whole run: the page as it was at each step is in it all the same.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: true, sources: false },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.ARBETSFORUM_CHROMIUM || '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'phone', workers: 1, use: phone, testIgnore: /no-script|built-files|never-loses/ },
    { name: 'tablet', workers: 1, use: tablet, testMatch: /staff|pages/ },
    { name: 'desktop', workers: 1, use: desktop, testMatch: /staff|pages/ },
    { name: 'phone without script', workers: 1, use: { ...phone, ...withoutScript }, testMatch: /no-script/ },
    { name: 'desktop without script', workers: 1, use: { ...desktop, ...withoutScript }, testMatch: /no-script/ },
    { name: 'server', workers: 1, testMatch: /built-files|never-loses/ },
  ],
});
