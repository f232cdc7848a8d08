// Every page × language × light and dark: nothing wrong for axe, nothing sideways, and a picture to look at.
import { accessible, expect, fits, picture, signIn, takenOver, test } from '../support/fixtures.mjs';
import { leaderOfNobody, withoutCoach } from '../support/moving.mjs';
import { assignedTo, be, demo, intake, personId, staffId } from '../support/people.mjs';
import { referral, tuesday } from '../support/promises.mjs';

const pages = [
  { name: 'sign-in', path: '/logga-in' },
  { name: 'staff-sign-in', path: '/personal' },
  { name: 'step-gone', path: '/personal/kod' },
  { name: 'devices', path: '/mina-enheter', who: 'halfway' },
  { name: 'devices-staff', path: '/mina-enheter', who: 'coach' },
  { name: 'confirm', path: '/bekrafta?next=%2Fmina-enheter', who: 'halfway' },
  { name: 'confirm-staff', path: '/bekrafta?next=%2Fmina-enheter', who: 'coach' },
  { name: 'demo', path: '/demo', plain: true },
  { name: 'today', path: '/idag', who: 'halfway' },
  { name: 'today-new', path: '/idag', who: 'newcomer' },
  { name: 'today-former', path: '/idag', who: 'former' },
  { name: 'plan', path: '/min-plan', who: 'halfway' },
  { name: 'more', path: '/mer', who: 'halfway' },
  { name: 'share-plan', path: '/min-plan/dela/soc-bergsjon', who: 'halfway' },
  { name: 'share-plan-no-consent', path: '/min-plan/dela/soc-kortedala', who: 'halfway' },
  { name: 'book', path: '/min-bok', who: 'halfway', expects: /status of 403/ },
  { name: 'correction', path: '/rattelse', who: 'halfway' },
  { name: 'kept', path: '/vad-sparas', who: 'halfway' },
  { name: 'kept-staff', path: '/vad-sparas', who: 'coach' },
  { name: 'check-in', path: '/checka-in', who: 'halfway' },
  { name: 'consents', path: '/samtycke', who: 'halfway' },
  { name: 'consent-to-decide', path: '/samtycke/fk-gamlestaden', who: 'halfway' },
  { name: 'consent-in-easy-swedish', path: '/samtycke/fk-gamlestaden?text=sv-easy', who: 'halfway' },
  { name: 'coach', path: '/coach', who: 'coach' },
  { name: 'coach-none-found', path: '/coach?sok=finns-inte', who: 'coach' },
  { name: 'who-has-seen', path: '/vem-har-sett', who: 'halfway' },
  { name: 'start', path: '/start', who: 'reception' },
  { name: 'start-recruiter', path: '/start', who: 'recruiter' },
  { name: 'start-manager', path: '/start', who: 'manager' },
  { name: 'operations', path: '/drift', who: 'manager' },
  { name: 'corrections', path: '/rattelser', who: 'manager' },
  { name: 'retention', path: '/gallring', who: 'manager' },
  { name: 'link', path: '/koppla' },
  { name: 'agency-desk', path: '/myndighet', who: 'caseWorker' },
  { name: 'agency-none-found', path: '/myndighet?sok=finns-inte', who: 'caseWorker' },
  { name: 'partner-desk', path: '/myndighet', who: 'partner' },
  { name: 'refer', path: '/anvisa', who: 'caseWorker' },
  { name: 'my-referrals', path: '/anvisningar', who: 'caseWorker' },
  { name: 'my-referrals-none-found', path: '/anvisningar?sok=finns-inte', who: 'caseWorker' },
  { name: 'referrals', path: '/anvisningar', who: 'reception' },
  { name: 'referrals-queue', path: '/anvisningar?visa=ko', who: 'lead' },
  { name: 'figures', path: '/siffror', who: 'steering' },
  { name: 'figures-small', path: '/siffror?sma=ja', who: 'reception' },
  { name: 'programmes', path: '/program', who: 'coach' },
  { name: 'programme', path: '/program/arbetsforum', who: 'reception' },
  { name: 'programme-new-version', path: '/program/arbetsforum/ny', who: 'manager' },
  { name: 'places', path: '/platser', who: 'lead' },
  { name: 'screen', path: '/skarm', who: 'reception' },
  { name: 'screen-set-up', path: '/skarm?starta', who: 'reception' },
  { name: 'search', path: '/sok', who: 'reception' },
  { name: 'search-found', path: '/sok?sok=a', who: 'colleague' },
  { name: 'search-none', path: '/sok?sok=finns-inte', who: 'manager' },
  { name: 'search-hurdle', path: '/sok?hinder=inget-personnummer', who: 'reception' },
  { name: 'record-coach', path: () => assignedTo('karin.holm').path, who: 'coach' },
  { name: 'record-colleague', path: () => assignedTo('karin.holm').path, who: 'colleague' },
  { name: 'record-reception', path: () => assignedTo('karin.holm').path, who: 'reception' },
  { name: 'record-manager', path: () => assignedTo('karin.holm').path, who: 'manager' },
  { name: 'promises', path: '/loften', who: 'lead' },
  { name: 'promises-coach', path: '/loften?visa=alla', who: 'coach' },
  { name: 'promises-figure', path: '/loften?visa=avslutade&lofte=k4', who: 'lead' },
  { name: 'promises-not-promised', path: '/loften?visa=inte-lovat&lofte=k4', who: 'manager' },
  { name: 'referral-contact', path: () => `/anvisningar/${referral('Ekblad')}`, who: 'lead' },
  { name: 'referral-contact-why', path: () => `/anvisningar/${referral('Palm')}?orsak=k4`, who: 'lead' },
  { name: 'my-referral-contact', path: () => `/anvisningar/${referral('Demir')}`, who: 'caseWorkerKortedala' },
  { name: 'promises-of-person', path: () => `${assignedTo('karin.holm').path}/loften`, who: 'coach' },
  { name: 'talks', path: () => `${assignedTo('karin.holm').path}/samtal`, who: 'coach' },
  { name: 'talks-manager', path: () => `${assignedTo('karin.holm').path}/samtal`, who: 'manager' },
  { name: 'protection', path: '/skydd', who: 'manager' },
  { name: 'accounts', path: '/konton', who: 'manager' },
  { name: 'accounts-none-found', path: '/konton?sok=finns-inte', who: 'manager' },
  { name: 'account-new', path: '/konton/ny', who: 'manager' },
  { name: 'account', path: () => `/konton/${staffId('peter.lund')}`, who: 'manager' },
  { name: 'colleagues', path: () => `/deltagare/${personId('104088-6')}/medarbetare`, who: 'lead' },
  { name: 'exit', path: () => `/deltagare/${personId('104088-6')}/avslut`, who: 'lead' },
  { name: 'exit-former', path: () => `/deltagare/${personId('104059-4')}/avslut`, who: 'lead' },
  { name: 'follow-ups', path: '/uppfoljningar', who: 'lead' },
  { name: 'extension', path: () => `/deltagare/${personId('104035-0')}/forlangning`, who: 'lead' },
  { name: 'extensions', path: '/forlangningar', who: 'lead' },
  { name: 'extensions-mine', path: '/forlangningar?visa=mig&ordna=slut', who: 'manager' },
  { name: 'extensions-without', path: '/forlangningar?visa=utan', who: 'lead' },
  { name: 'extensions-decided', path: '/forlangningar?visa=avgjorda&ordna=namn', who: 'lead' },
  { name: 'extensions-coach', path: '/forlangningar', who: 'coach' },
  { name: 'extensions-none', path: '/forlangningar?visa=avgjorda', who: 'colleague' },
  { name: 'my-extension', path: '/forlangning', who: 'lastDays' },
  { name: 'my-extension-none', path: '/forlangning', who: 'newcomer' },
  { name: 'transfer', path: () => `/deltagare/${personId('104088-6')}/flytt`, who: 'lead' },
  { name: 'my-transfer', path: '/flytt', who: 'halfway' },
  { name: 'without-coach', path: '/utan-coach', who: 'lead', before: withoutCoach },
  { name: 'without-coach-reception', path: '/utan-coach', who: 'reception' },
  { name: 'without-coach-none', path: '/utan-coach', as: leaderOfNobody },
  { name: 'relations', path: '/relationer', who: 'coach' },
  { name: 'intake-desk', path: '/inskrivning', who: 'reception' },
  { name: 'intake-none-found', path: '/inskrivning?sok=finns-inte', who: 'reception' },
  { name: 'intake-person', path: () => intake('Kvist'), who: 'reception' },
  { name: 'intake-consent', path: () => intake('Tesfay'), who: 'reception' },
  { name: 'hours', path: '/tider', who: 'coach' },
  { name: 'hours-lead', path: '/tider', who: 'lead' },
  { name: 'calendar', path: '/kalender', who: 'coach' },
  { name: 'calendar-lead', path: '/kalender', who: 'lead' },
  { name: 'calendar-asked', path: () => `/kalender?dag=${tuesday(5)}&hur=closed`, who: 'lead' },
  { name: 'forms', path: '/formular', who: 'halfway' },
  { name: 'forms-former', path: '/formular', who: 'former' },
  { name: 'forms-desk', path: () => `${assignedTo('karin.holm').path}/formular`, who: 'coach' },
  { name: 'questions', path: '/fragor', who: 'manager' },
  { name: 'questions-new', path: '/fragor/ny', who: 'manager' },
  { name: 'welcome-gone', path: '/valkommen/en-lank-som-inte-finns' },
];

// Both languages and both schemes on every screen; the phone has its dark look in the language that most read.
const looks = (project) =>
  project === 'phone' ? [['sv', ['light', 'dark']], ['en', ['light']]] : [['sv', ['light']], ['en', ['dark']]];

for (const { name, path, who, as, before, plain, expects } of pages) {
  test(`${name} is whole in both languages, light and dark`, async ({ page, context, expected }, { project }) => {
    // A page that asks who one is once more before it shows anything.
    if (expects) expected.push(expects);
    before?.();
    if (as) await be(page, as());
    if (who) await signIn(page, who);
    for (const [lang, colorSchemes] of looks(project.name)) {
      await context.addCookies([{ name: '__Host-lang', value: lang, url: process.env.BASE.replace('http:', 'https:'), secure: true }]);
      await page.emulateMedia({ colorScheme: colorSchemes[0] });
      await page.goto(typeof path === 'function' ? path() : path);
      if (!plain) await takenOver(page);
      await expect(page.locator('html')).toHaveAttribute('lang', lang);
      await expect(page.locator('h1')).toHaveCount(1);
      for (const colorScheme of colorSchemes) {
        // The colours are the style sheet's alone: the same page shows both.
        await page.emulateMedia({ colorScheme });
        const what = `${project.name}-${name}-${lang}-${colorScheme}`;
        await fits(page, what);
        // The dark page is the light one in other colours, and no language changes those.
        await accessible(page, what, { colours: colorScheme === 'dark' });
        await picture(page, what);
      }
    }
    if (project.name === 'phone') {
      await page.setViewportSize({ width: 320, height: 640 });
      await fits(page, `${name} at 320`);
    }
  });
}

test.describe('a page that is not there', () => {
  test.use({ expected: [/status of 404/] });

  test('says so, and leads on', async ({ page }, { project }) => {
    const answer = await page.goto('/finns-inte');
    expect(answer.status()).toBe(404);
    await expect(page.getByRole('heading', { name: 'Här finns inget' })).toBeVisible();
    await accessible(page, 'a page that is not there');
    await picture(page, `${project.name}-lost`);
    await page.getByRole('link', { name: 'Till startsidan' }).click();
    await expect(page).toHaveURL(/\/logga-in$/);
  });

  test('is the same answer for a page that is somebody else’s', async ({ page }) => {
    await signIn(page, 'halfway');
    const answer = await page.goto('/coach');
    expect(answer.status()).toBe(404);
    await expect(page.getByText('Sidan finns inte, eller så är den inte din.')).toBeVisible();
    await expect(page.getByText('Mina deltagare')).toHaveCount(0);
  });
});

test('signing out ends the session, and Back shows nothing of it', async ({ page }) => {
  await signIn(page, 'halfway', '/mer');
  await page.getByRole('button', { name: 'Logga ut' }).click();
  await expect(page).toHaveURL(/\/logga-in$/);
  await page.goBack();
  await expect(page).toHaveURL(/\/logga-in/);
  await expect(page.getByRole('heading', { name: 'Logga in' })).toBeVisible();
});

test('the language is chosen on any page and stays', async ({ page }) => {
  await signIn(page, 'halfway', '/min-plan');
  await page.getByRole('button', { name: /English/ }).click();
  await expect(page.getByRole('heading', { name: 'My plan', exact: true })).toBeVisible();
  await expect(page).toHaveURL(/\/min-plan$/);
  await page.getByRole('link', { name: 'Today' }).click();
  await expect(page.getByText('Your time here')).toBeVisible();
});

test('the keyboard alone signs in', async ({ page }) => {
  await page.goto('/logga-in');
  await takenOver(page);
  await page.getByLabel('Kortnummer').focus();
  await page.keyboard.type(demo.halfway.login);
  await page.keyboard.press('Tab');
  await page.keyboard.type(demo.halfway.secret);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: /^Hej / })).toBeVisible();
});

test('a link that is followed before its page has come alive leads there, and nothing breaks', async ({ page }, { project }) => {
  test.skip(project.name !== 'phone', 'the same on every screen');
  await signIn(page, 'partner');
  // The program is there, and the part of it that holds the page comes over a slow network.
  let release;
  const held = new Promise((resolve) => (release = resolve));
  const program = page.waitForResponse(/\/pkg\/arbetsforum\.[^/]*\.wasm$/);
  await page.route(/\/pkg\/split___agency[^/]*\.wasm$/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('/myndighet', { waitUntil: 'commit' });
  await (await program).finished();
  await page.waitForTimeout(700);
  await page.locator('tbody a').first().click();
  await page.waitForTimeout(300);
  release();
  await expect(page.getByRole('heading', { name: 'Steg som du gör' })).toBeVisible();
  await takenOver(page);
});
