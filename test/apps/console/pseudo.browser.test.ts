/** A site with life in it, in a language that nobody has: whatever stands out was not translated. */
import type { Page } from 'playwright-core';
import { expect, it, onTestFinished } from 'vitest';
import { SHOPIFY_PAGES } from '../../../apps/console/shopify/places.ts';
import { CAMPAIGN_BUILDER } from '../../../apps/console/words/campaigns-builder.ts';
import { CAMPAIGN_LABELS } from '../../../apps/console/words/campaigns-labels.ts';
import { CAMPAIGN_PLAN } from '../../../apps/console/words/campaigns-plan.ts';
import { CAMPAIGN_TRIAL } from '../../../apps/console/words/campaigns-trial.ts';
import { INTENT } from '../../../apps/console/words/intent.ts';
import { LOOKUP } from '../../../apps/console/words/lookup.ts';
import { REQUESTS } from '../../../apps/console/words/requests.ts';
import { SEGMENT_FORM } from '../../../apps/console/words/segment-form.ts';
import { SEGMENTS } from '../../../apps/console/words/segments.ts';
import { SETTING_FIELD_WORDS } from '../../../apps/console/words/setting-fields.ts';
import { SETTINGS } from '../../../apps/console/words/settings.ts';
import { SHELL } from '../../../apps/console/words/shell.ts';
import { type Phrases, PSEUDO_LOCALE, type WordSet, wordsOf } from '../../../apps/console/words/words.ts';
import { WORKING } from '../../integrations/shopify/admin-page/facts.ts';
import { describeBrowser, enterPage, shareBrowser } from '../../support/chromium.ts';
import { comeBy, KNOWN, liveFully } from './full-life.ts';
import { openShop, setupOf } from './shop.ts';
import { listCut, listUntranslated } from './spoken.ts';
import { openStage, type Stage } from './stage.ts';

const SEARCH = `?lang=${PSEUDO_LOCALE}`;
const say = <Words extends Phrases>(set: WordSet<Words>): Words => wordsOf(set, PSEUDO_LOCALE);

/** Intl writes these, and knows no pseudo-locale. */
const FIGURES: readonly RegExp[] = [
  /\b(Jan(uary)?|Nov|Dec(ember)?|Feb(ruary)?) \d+(, \d{4})?(, \d+(:\d\d)* [AP]M)?/g,
  /\b\d+(:\d\d)* [AP]M\b/g,
  /\b[\d,.]+ (second|minute|hour|day)s?( ago)?\b/g,
  /\b(yesterday|now)\b/g,
  /(?<=[\]\w]),? and (?=[[\w])/g,
  /\b(English|German|French|Spanish|Italian|Dutch)\b/g,
];
/** Events, properties, keys and ids of the API, what the shop called its things, and our own name. */
const NAMES: readonly RegExp[] = [
  /\b(Page|Product|Order|Checkout|Gift|Quiz) (Viewed|Added|Completed|Started|Wrapped|Finished)\b/g,
  /\b[a-z0-9]+([-_][a-z0-9]+)+\b/g,
  /\b(path|quantity|products|value|total|message)\b/g,
  /\b[0-9a-f]{24,64}\b|\b[0-9a-f]{6}…/g,
  /\bEurope\/Berlin\b|\borders\/paid\b/g,
  /\b(Lookers|lookers|Others|others|Greeting|Loyal, at risk|Cart left for an hour|Paper shop|Inkling|control|bar|crm|paper|ribbon)\b/g,
  /\bwebhook:/g,
  /\b(search|news)\.example\b/g,
  /https?:\/\/\S+|(?<=^|\s|\[)\/[\w/.-]*/g,
];
/** Polaris has words of its own, in the languages that it has. */
const OF_POLARIS: readonly RegExp[] = [/\. This page is ready|^(Success|Attention|Warning|Critical|Info)$/g];
/** What was typed wrong, what it is taken for, and the words of the line that would do. */
const TYPED: readonly RegExp[] = [
  /"(viewd|viewed a product|categry|category)"/g,
  /\bviewd\b|\ba product in 7 days\b/g,
  /(?<=Éxpéçtéd öñé öf )[^~]*/g,
  /\b(variants\[0\]\.weight|key|trigger|entry|exit|event|exitIntent|slot|idle|schedule)\b/g,
];
const DATA = [...TYPED, ...FIGURES, ...NAMES];

const PATHS = [
  ...['/overview', '/live', '/journeys', '/customers', '/nothing'],
  ...['/segments', '/segments/lookers/_edit', '/segments/_templates'],
  ...['/campaigns', '/campaigns/templates', '/campaigns/templates/blank', '/campaigns/greeting'],
  ...['/intent', '/events', '/events/mend', '/events/catalogue', '/events/plan'],
  ...['/privacy', '/privacy/terms', '/privacy/proof', '/privacy/audit'],
  ...['/install', '/install/shopify', '/install/wordpress', '/install/segment'],
  ...['/settings/privacy', '/settings/campaigns', '/settings/mail', '/settings/webhooks'],
  ...['/settings/segment', '/settings/keys'],
];

type Visit = {
  readonly path: string;
  /** Up to where there is something to look at. */
  readonly act: (page: Page, stage: Stage) => Promise<void>;
};

const VISITS: Readonly<Record<string, Visit>> = {
  'a faulty condition': {
    path: '/segments/_new',
    act: async (page) => {
      await page.getByLabel(say(SEGMENT_FORM).event, { exact: true }).fill('order_completed');
      await page.locator('main [aria-invalid=true]').waitFor();
    },
  },
  'a faulty line': {
    path: '/segments/_new',
    act: async (page) => {
      await page.getByRole('tab', { name: say(SEGMENT_FORM).tabs.line }).press('Enter');
      await page.locator('main textarea').fill('viewd a product in 7 days');
      await page.locator('main mark').waitFor();
    },
  },
  'a line with a slip': {
    path: '/segments/_new',
    act: async (page) => {
      await page.getByRole('tab', { name: say(SEGMENT_FORM).tabs.line }).press('Enter');
      await page.locator('main textarea').fill('viewed a product in 7 days with categry "x"');
      await page.getByText(say(SEGMENT_FORM).doubts).waitFor();
    },
  },
  'why somebody is in a segment': {
    path: '/segments/lookers',
    act: async (page) => {
      await page.getByText(say(SEGMENTS).why, { exact: true }).first().click();
      await page.locator('.inkling-result code').first().waitFor();
    },
  },
  'a segment that is needed': {
    path: '/segments/lookers',
    act: async (page) => {
      await page.getByRole('button', { name: say(SEGMENTS).remove }).press('Enter');
      await page
        .getByRole('dialog')
        .getByRole('button', { name: say(SEGMENTS).remove })
        .press('Enter');
      await page.getByRole('alert').waitFor();
    },
  },
  'health of segments': {
    path: '/segments',
    act: async (page) => {
      await page.getByRole('tab', { name: say(SEGMENTS).tabs.health }).press('Enter');
      await page.getByText(say(SEGMENTS).health.intro).waitFor();
    },
  },
  'a campaign tried, and planned': {
    path: '/campaigns/greeting/edit',
    act: async (page) => {
      await page.getByRole('button', { name: say(CAMPAIGN_TRIAL).run }).press('Enter');
      await page.getByText(say(CAMPAIGN_TRIAL).assumes).waitFor();
      await page.getByRole('button', { name: say(CAMPAIGN_PLAN).ask }).press('Enter');
      await page.getByText(say(CAMPAIGN_PLAN).means).waitFor();
    },
  },
  'a faulty campaign': {
    path: '/campaigns/greeting/edit',
    act: async (page) => {
      await page
        .getByLabel(say(CAMPAIGN_LABELS).labels.weight ?? '')
        .first()
        .fill('half');
      await page.locator('main [aria-invalid=true]').waitFor();
    },
  },
  'a campaign without a trigger': {
    path: '/campaigns/greeting/edit',
    act: async (page) => {
      await page.getByRole('tab', { name: say(CAMPAIGN_BUILDER).tabs.json }).press('Enter');
      await page.locator('main textarea').fill('{"key": "greeting", "name": "Greeting", "variants": []}');
      await page.getByText(say(CAMPAIGN_BUILDER).faultTitle).waitFor();
    },
  },
  'reasons of a score': {
    path: '/intent/orders_soon',
    act: async (page) => {
      await page.getByLabel(say(LOOKUP).field, { exact: true }).fill(KNOWN);
      await page.getByLabel(say(LOOKUP).field, { exact: true }).press('Enter');
      await page.getByText(say(INTENT).visitor.noCause).waitFor();
    },
  },
  'what happens now': {
    path: '/live',
    act: async (page, stage) => {
      await comeBy(stage, 99);
      await page.locator('.inkling-feed li').first().waitFor();
    },
  },
  'a person erased': {
    path: '/privacy/requests',
    act: async (page) => {
      const { person } = say(REQUESTS);
      await page.getByLabel(person.value.userId).fill('customer-8');
      await page.getByRole('button', { name: person.erase, exact: true }).press('Enter');
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: person.erase, exact: true }).press('Enter');
      await dialog.getByRole('button', { name: person.close }).press('Enter');
      await page.locator('td code').first().waitFor();
    },
  },
  'a wrong setting': {
    path: '/settings',
    act: async (page) => {
      await page.getByLabel(say(SETTING_FIELD_WORDS).fields.timezone?.label ?? '').fill('Mars/Olympus');
      await page.getByRole('button', { name: say(SETTINGS).save }).press('Enter');
      await page.locator('main [aria-invalid=true]').waitFor();
    },
  },
  'signing in': {
    path: '/overview',
    act: async (page) => {
      await page.getByRole('button', { name: say(SHELL).signOut }).press('Enter');
      await page.getByLabel(say(SHELL).signIn.key).fill('sk_wrong');
      await page.getByLabel(say(SHELL).signIn.key).press('Enter');
      await page.locator('main [aria-invalid=true]').waitFor();
    },
  },
};

describeBrowser('the console in a language that nobody has', () => {
  it('says everything in it, and finds room for it on a phone', async () => {
    const stage = await openStage(liveFully);
    const { page, open } = stage;
    await page.setViewportSize({ width: 360, height: 740 });
    const found: Record<string, readonly string[]> = {};
    const look = async (name: string): Promise<void> => {
      const seen = [...(await listUntranslated(page, DATA)), ...(await listCut(page))];
      if (seen.length > 0) found[name] = seen;
    };
    for (const path of PATHS) {
      await open(path, SEARCH);
      await look(path);
    }
    for (const [name, { path, act }] of Object.entries(VISITS)) {
      await open(path, SEARCH);
      await act(page, stage);
      await look(name);
    }
    expect(found).toEqual({});
  }, 120_000);

  it('says so on the pages of Shopify alone, in the skin of its admin', async () => {
    const shop = await openShop();
    onTestFinished(shop.close);
    shop.answers.setup = setupOf({
      ...WORKING,
      pixel: { record: 'none', lastEventAt: null, silentOrders: 0 },
    });
    const page = await enterPage(await shareBrowser(), { viewport: { width: 360, height: 740 } });
    // The server knows no such language: it is put into its document.
    await page.route(/\/platforms\/shopify\/\w+\?/, async (route) => {
      if (route.request().resourceType() !== 'document') return route.fallback();
      const response = await route.fetch();
      const body = (await response.text()).replace('data-locale="en"', `data-locale="${PSEUDO_LOCALE}"`);
      await route.fulfill({ response, body });
    });
    const found: Record<string, readonly string[]> = {};
    for (const name of SHOPIFY_PAGES) {
      await page.goto(shop.address(name));
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.locator('[role=status][aria-label]').waitFor({ state: 'detached' });
      const said = await listUntranslated(page, [...OF_POLARIS, ...DATA]);
      const seen = [...said, ...(await listCut(page))];
      if (seen.length > 0) found[name] = seen;
    }
    expect(found).toEqual({});
  });
});
