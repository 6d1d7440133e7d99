/**
 * `npm run screenshots`: the pictures of the console in the docs. The real server, a month of a shop in it, and real Chromium.
 *
 * `npm run screenshots -- --whole FOLDER` writes whole pages into a folder instead, at the width of a desk and of a phone, for
 * whoever judges how they look.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { fillSlice, learnFromSample, planSample, prepareSample } from '../../../apps/server/sample/fill.ts';
import { notePastSizes } from '../../../apps/server/sample/past-sizes.ts';
import { VISITORS } from '../../../apps/server/sample/shape.ts';
import { PRODUCTS } from '../../../apps/shop/catalogue.ts';
import { APP_PATH } from '../../../integrations/shopify/settings.ts';
import { launchBrowser } from '../../support/chromium.ts';
import { type Served, serve } from '../../support/served.ts';
import { installShop } from '../../support/shopify/connected-shop.ts';
import { createSite, type TestSite } from '../../support/sites.ts';
import { until } from '../../support/until.ts';
import { standInBridge } from './stand-in-bridge.ts';

const ROOT = join(import.meta.dirname, '../../..');
const FOLDER = join(ROOT, 'docs/images/console');
const DESK = { width: 1280, height: 800 };
const PHONE = { width: 360, height: 740 };
const CAMPAIGN = 'delivery-and-returns';
/** Who comes while somebody watches. */
const NOW_HERE = 8;
const LOOKING = ['Product List Viewed', 'Products Searched', 'Product Viewed'];
const SECOND_MS = 1_000;

/** What is looked at: a name, an address, and what brings the page into the state that the picture shows. */
type Shot = {
  readonly name: string;
  readonly path: string;
  readonly search?: string;
  readonly around?: BrowserContextOptions;
  readonly stir?: (page: Page, shop: Shop) => Promise<unknown>;
};

type Shop = { readonly served: Served; readonly site: TestSite };

/** Until what they do is heard: a visitor each second, of whom every other one goes to the checkout. */
const comeIn = async (page: Page, { served: { clock }, site }: Shop): Promise<void> => {
  await page.getByText('Live', { exact: true }).last().waitFor();
  for (const [place, { slug, id, name, category, priceMinor }] of PRODUCTS.slice(0, NOW_HERE).entries()) {
    await clock.moveTo(clock.now() + SECOND_MS);
    const now = clock.now();
    const price = priceMinor / 100;
    const p = { product_id: id, name, category, price, quantity: 1, value: price, query: category };
    const names = [...LOOKING, ...(place % 2 === 0 ? [] : ['Product Added', 'Checkout Started'])];
    const device = randomUUID().replaceAll('-', '');
    await site.collect({
      ...{ s: now, pg: device, dev: device, q: 0, c: { analytics: true, personalization: true, at: now } },
      e: names.map((n) => ({ i: randomUUID(), n, t: now, u: `/p/${slug}`, p })),
    });
  }
  await page
    .locator('.inkling-feed-time')
    .nth(NOW_HERE - 1)
    .waitFor();
};

/** Of as many days before there is nothing: the shop is as old as a month. */
const lookAtAWeek = async (page: Page): Promise<void> => {
  const span = page.getByRole('heading', { name: /beside as many days/ });
  const before = await span.textContent();
  await page.getByLabel('Period').selectOption('7');
  await until(async () => (await span.textContent()) !== before);
};

/** They are asked for once the list is there. */
const sizesOverTime = (page: Page): Promise<unknown> => page.locator('svg.inkling-spark').first().waitFor();

/** Of every console; in the admin they have the same names. */
const SHARED: readonly Shot[] = [
  { name: 'overview', path: '/overview', stir: lookAtAWeek },
  { name: 'live', path: '/live', stir: comeIn },
  { name: 'segments', path: '/segments', stir: sizesOverTime },
  { name: 'segment', path: '/segments/checkout-intent' },
  { name: 'segment-builder', path: '/segments/checkout-intent/_edit' },
  { name: 'campaigns', path: '/campaigns' },
  { name: 'campaign', path: `/campaigns/${CAMPAIGN}` },
  { name: 'campaign-builder', path: `/campaigns/${CAMPAIGN}/edit` },
  { name: 'intent', path: '/intent' },
  { name: 'journeys', path: '/journeys' },
  { name: 'customers', path: '/customers' },
  { name: 'privacy', path: '/privacy' },
  { name: 'events', path: '/events', stir: comeIn },
  { name: 'settings', path: '/settings' },
];
const PLAIN: readonly Shot[] = [
  ...SHARED,
  { name: 'install', path: '/install' },
  { name: 'overview-dark', path: '/overview', stir: lookAtAWeek, around: { colorScheme: 'dark' } },
  { name: 'overview-phone', path: '/overview', stir: lookAtAWeek, around: { viewport: PHONE } },
  { name: 'segments-pseudo', path: '/segments', search: '?lang=en-XA', stir: sizesOverTime },
];
const ADMIN: readonly Shot[] = [
  { name: 'setup', path: '/setup' },
  ...SHARED,
  { name: 'requests', path: '/requests' },
  { name: 'switches', path: '/switches' },
];

/** A month of a made-up shop, shaped on what real ones published, told to a site as to any other. */
async function fillShop({ engine, store, sites, clock }: Served, name: string): Promise<void> {
  const site = sites.list().find((own) => own.site === name);
  if (site === undefined) throw new Error(`there is no site "${name}"`);
  const until = clock.now();
  const entry = await prepareSample(engine, site, until);
  const plan = await planSample(site, { visitors: VISITORS, until, entry });
  for (let slice = 0; slice < plan.slices; slice += 1) await fillSlice(engine, site, plan, slice);
  await notePastSizes({ engine, store }, site, { until, isOver: () => false });
  await engine.statistics.count();
  await learnFromSample(engine, site);
  await engine.segments.idle();
}

type Taking = {
  readonly browser: Browser;
  readonly shop: Shop;
  readonly prefix: string;
  /** Null: those of the docs. */
  readonly whole: string | null;
  readonly enter: (page: Page) => Promise<void>;
  readonly addressOf: (shot: Shot) => string;
};

async function takeAll(shots: readonly Shot[], taking: Taking): Promise<void> {
  const { browser, enter, whole } = taking;
  const groups = Map.groupBy(shots, ({ around }) => JSON.stringify(around ?? {}));
  for (const group of groups.values()) {
    const page = await browser.newPage({ viewport: DESK, ...group[0]?.around });
    await enter(page);
    for (const shot of group) {
      await take(page, shot, taking);
      if (whole !== null) await takeWhole(page, shot, { ...taking, whole });
    }
    await page.context().close();
  }
}

async function take(page: Page, shot: Shot, { shop, addressOf, prefix, whole }: Taking): Promise<void> {
  await page.goto(addressOf(shot));
  await settle(page);
  await shot.stir?.(page, shop);
  await settle(page);
  if (whole === null) await page.screenshot({ path: join(FOLDER, `${prefix}${shot.name}.png`) });
}

async function takeWhole(
  page: Page,
  { name }: Shot,
  { prefix, whole }: Taking & { readonly whole: string },
): Promise<void> {
  const size = page.viewportSize() ?? DESK;
  for (const { width } of [DESK, PHONE]) {
    await page.setViewportSize({ width, height: DESK.height });
    await page.screenshot({ path: join(whole, `${prefix}${name}-${width}.png`), fullPage: true });
  }
  await page.setViewportSize(size);
}

async function settle(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await until(async () => (await page.locator('[role=status][aria-label]').count()) === 0);
}

/** What it begins with is a picture of its own. */
async function takeOwn(browser: Browser, whole: string | null): Promise<void> {
  const served = await serve({ clockAtMs: Date.now() });
  try {
    const site = await createSite(served, { site: 'quill', name: 'Quill & Ink', timezone: 'Europe/Berlin' });
    const shop = { served, site };
    const enter = async (page: Page): Promise<void> => {
      await page.goto(`${served.url}/console`);
      await page.getByLabel('Secret key of the site').fill(site.secretKey);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('navigation').waitFor();
    };
    const addressOf = ({ path, search = '' }: Shot): string => `${served.url}/console${path}${search}`;
    const taking = { browser, shop, prefix: '', whole, enter, addressOf };
    await takeAll([{ name: 'first-run', path: '/overview' }], taking);
    await fillShop(served, site.site);
    await site.ask('PUT', '/v1/first-run', { isPutAway: true });
    await takeAll(PLAIN, taking);
  } finally {
    await served.stop();
  }
}

async function takeAdmin(browser: Browser, whole: string | null): Promise<void> {
  const connected = await installShop();
  const { served, shop } = connected;
  try {
    const site = connected.site();
    await fillShop(served, site.site);
    await site.ask('PUT', '/v1/first-run', { isPutAway: true });
    const addressOf = ({ path }: Shot): string =>
      `${served.url}${APP_PATH}${path}?shop=${shop.domain}&embedded=1`;
    const enter = (page: Page): Promise<void> => standInBridge(page, connected);
    await takeAll(ADMIN, { browser, shop: { served, site }, prefix: 'shopify-', whole, enter, addressOf });
  } finally {
    await connected.stop();
  }
}

async function main([option, folder]: readonly string[]): Promise<void> {
  const whole = option === '--whole' ? (folder ?? null) : null;
  mkdirSync(whole ?? FOLDER, { recursive: true });
  const browser = await launchBrowser();
  try {
    await takeOwn(browser, whole);
    await takeAdmin(browser, whole);
  } finally {
    await browser.close();
  }
}

await main(process.argv.slice(2));
