import type { Page, Route } from 'playwright-core';
import { expect, it } from 'vitest';
import { PAGES, type PageName } from '../../../apps/console/pages/places.ts';
import { ADMIN_PAGES, type ShopifyPage } from '../../../apps/console/shopify/places.ts';
import { describeBrowser } from '../../support/chromium.ts';
import type { Served } from '../../support/served.ts';
import type { TestSite } from '../../support/sites.ts';
import { openAdmin } from './admin-stage.ts';
import { GREETING } from './greeting.ts';
import { liveThrough } from './life.ts';
import { expectReadableNow, settle } from './readable.ts';
import { openStage } from './stage.ts';

const LOOKERS = { name: 'Lookers', when: { event: 'Product Viewed' } };
/** An address, and what stands there once a shop has lived. */
type Full = readonly [path: string, said: string | RegExp];

/** How the API fails, and what a page says of it. */
type Fail = { readonly answer: (route: Route) => Promise<void>; readonly said: string | RegExp };

/** What a page says on a new site, and once a shop has lived on it. */
type Said = { readonly empty: string | RegExp; readonly full: string | RegExp };

const SAID: Readonly<Record<PageName | ShopifyPage, Said>> = {
  overview: { empty: 'As soon as pages of the shop tell of their views', full: 'Visitors a day' },
  live: { empty: 'Nobody has been here in the last half hour', full: 'Looked at a product' },
  segments: { empty: 'Your first segment', full: 'Lookers' },
  campaigns: { empty: 'Your first campaign', full: 'Greeting' },
  intent: { empty: 'Too few visitors to tell how many', full: 'General points' },
  journeys: { empty: 'No touch and no order in this period.', full: 'search.example' },
  customers: { empty: 'No buyers yet', full: 'Buyers' },
  privacy: { empty: 'What visitors do', full: '100%' },
  events: { empty: 'Nothing has come in since you opened this page', full: 'As they come in' },
  install: { empty: 'Waiting', full: 'Works' },
  settings: { empty: 'Time zone', full: 'Time zone' },
  setup: { empty: 'Web pixel at the checkout', full: 'Web pixel at the checkout' },
  requests: { empty: 'Nobody asked for anything', full: 'Nobody asked for anything' },
  switches: { empty: 'Write scores to customers', full: 'Lookers' },
};

/** Behind the pages, with an address of their own: what each says when there is something. */
const BEHIND: readonly Full[] = [
  ['segments/lookers', 'visitors in it now'],
  ['segments/lookers/_edit', 'Counted exactly'],
  ['campaigns/greeting', 'What it does'],
  ['campaigns/greeting/edit', 'Everything is well written.'],
  ['privacy/audit', 'A segment was'],
];

/** A console that somebody is signed in to, on a site on which nothing has happened. */
type Stand = {
  readonly page: Page;
  /** Where its pages ask. */
  readonly api: string;
  readonly addressOf: (path: string) => string;
  readonly served: Served;
  readonly site: TestSite;
};
type Name = keyof typeof SAID;

async function fillShop({ served, site }: Pick<Stand, 'served' | 'site'>): Promise<void> {
  expect((await site.ask('PUT', '/v1/segments/lookers', LOOKERS)).status).toBe(200);
  expect((await site.ask('PUT', '/v1/campaigns/greeting', GREETING)).status).toBe(200);
  expect((await site.ask('PUT', '/v1/first-run', { isPutAway: true })).status).toBe(200);
  await liveThrough(served, site, { visitors: 60, days: 2 });
  await served.jobs.run('statistics');
  await served.engine.segments.idle();
}

const sees = (page: Page, said: string | RegExp): Promise<void> =>
  page.getByRole('main').getByText(said).filter({ visible: true }).first().waitFor();

/** The API fails: each page says so, and goes on from there when it is asked to try again. */
async function seeFailAndEmpty(stand: Stand, names: readonly Name[], fail: Fail): Promise<void> {
  const { page, api, addressOf } = stand;
  const again = page.getByRole('button', { name: 'Try again' });
  // What is followed is followed again by itself.
  const broken = page.getByText('Broken off; trying again');
  let isFailing = true;
  await page.route(api, (route) => (isFailing ? fail.answer(route) : route.continue()));
  for (const name of names) {
    isFailing = true;
    await page.goto(addressOf(name));
    await again.or(broken).first().waitFor();
    const canAsk = await again.isVisible();
    if (canAsk) await sees(page, fail.said);
    await settle(page);
    await expectReadableNow(page);
    isFailing = false;
    await (canAsk ? again.press('Enter') : page.reload());
    await settle(page);
    await sees(page, SAID[name].empty);
    await expectReadableNow(page);
  }
}

/** The server lets everybody wait: each page says so, and nothing moves when the answers come. */
async function seeLoadingAndFull(stand: Stand, pages: readonly Full[]): Promise<void> {
  const { page, api, addressOf } = stand;
  let held = Promise.withResolvers<void>();
  await page.route(api, async (route) => {
    await held.promise;
    await route.continue();
  });
  for (const [path, said] of pages) {
    held = Promise.withResolvers();
    await page.goto(addressOf(path));
    await page.getByRole('status', { name: 'Loading' }).or(page.getByText('Connecting')).first().waitFor();
    await expectReadableNow(page);
    held.resolve();
    await settle(page);
    await sees(page, said);
    await expectReadableNow(page);
  }
}

const fullOf = (names: readonly Name[]): readonly Full[] => names.map((name) => [name, SAID[name].full]);

/** Filled before anybody signs in: a day is longer than a session. */
async function standInPlain(isFull: boolean): Promise<Stand> {
  const { page, served, site, addressOf } = await openStage(async (ground) => {
    if (isFull) await fillShop(ground);
  });
  return {
    ...{ page, served, site, api: '**/console/api/**' },
    addressOf: (path) => addressOf(`/${path}`),
  };
}

async function standInAdmin(isFull: boolean): Promise<Stand> {
  const { page, connected, addressOf } = await openAdmin(async ({ served, site }) => {
    if (isFull) await fillShop({ served, site: site() });
  });
  const { served, site } = connected;
  return { page, served, site: site(), api: '**/platforms/shopify/api/**', addressOf };
}

/** Nobody answers, or somebody in between does. */
const SKINS = [
  ['the plain skin', PAGES, standInPlain, { answer: (route) => route.abort(), said: 'cannot be reached' }],
  [
    'Polaris’ skin',
    ADMIN_PAGES,
    standInAdmin,
    {
      answer: (route) => route.fulfill({ status: 503, contentType: 'text/plain', body: 'Busy' }),
      said: /answered/,
    },
  ],
] as const satisfies readonly (readonly [
  string,
  readonly Name[],
  (isFull: boolean) => Promise<Stand>,
  Fail,
])[];

describeBrowser('every page can be read by everybody', () => {
  it.each(SKINS)('failing and empty, in %s', async (_, names, stand, fail) => {
    await seeFailAndEmpty(await stand(false), names, fail);
  });

  it.each(SKINS)('loading and full, in %s', async (_, names, stand) => {
    await seeLoadingAndFull(await stand(true), fullOf(names));
  });

  it.each(SKINS)('loading and full, one of many, in %s', async (_name, _names, stand) => {
    await seeLoadingAndFull(await stand(true), BEHIND);
  });
});
