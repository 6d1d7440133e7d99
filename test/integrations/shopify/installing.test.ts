import { afterEach, describe, expect, it } from 'vitest';
import type { Json, SiteId } from '../../../core/entry.ts';
import { accept, type Outcome, refuse } from '../../../core/errors.ts';
import { setupSchema } from '../../../integrations/shopify/admin-page/contract.ts';
import { createInstalling } from '../../../integrations/shopify/installation/installing.ts';
import type { Shop } from '../../../integrations/shopify/installation/shops.ts';
import { ASKED_SCOPES } from '../../../integrations/shopify/operations/scopes.ts';
import type { Part } from '../../../integrations/shopify/part.ts';
import { type ConnectedShop, connectShop } from '../../support/shopify/connected-shop.ts';
import { bearer, call } from '../../support/sites.ts';
import { until } from '../../support/until.ts';

const MINUTE_MS = 60_000;
const SHOP = { site: { siteId: 'st_1' as SiteId }, installedAt: 7 } as Shop;

/** What a shop needs, in two parts: how often each was done, and how the first one goes. */
function openInstalling() {
  const rows = new Map<string, Json>();
  const runs = { first: 0, second: 0 };
  const faults: unknown[] = [];
  const first: { go: () => Promise<Outcome<unknown>> } = { go: async () => accept({}) };
  const partOf = (name: keyof typeof runs, go: () => Promise<Outcome<unknown>>): Part => ({
    installed: () => {
      runs[name] += 1;
      return go();
    },
  });
  const parts = [partOf('first', () => first.go()), {}, partOf('second', async () => accept({}))];
  const installing = createInstalling({
    store: {
      getRecord: async (collection, site, key) => rows.get(`${collection} ${site} ${key}`),
      putRecord: async (collection, site, key, value) => {
        rows.set(`${collection} ${site} ${key}`, value);
        return true;
      },
    },
    parts: () => parts,
    onFault: (error) => faults.push(error),
  });
  return { begin: (shop = SHOP) => installing.begin(shop), runs, faults, first };
}

describe('what a shop needs at first', () => {
  it('is done once after each install', async () => {
    const { begin, runs } = openInstalling();
    for (let opened = 0; opened < 3; opened += 1) await begin();
    expect(runs).toEqual({ first: 1, second: 1 });
    await begin({ ...SHOP, installedAt: 8 });
    expect(runs).toEqual({ first: 2, second: 2 });
  });

  it('is done once where many pages ask for it at the same time', async () => {
    const { begin, runs } = openInstalling();
    await Promise.all([begin(), begin(), begin()]);
    expect(runs).toEqual({ first: 1, second: 1 });
  });

  it('is begun again until all of it went well, and no part waits for another', async () => {
    const { begin, runs, first } = openInstalling();
    first.go = async () => refuse('not_available', 'shopify', 'grant the permission');
    for (let opened = 0; opened < 2; opened += 1) await begin();
    expect(runs).toEqual({ first: 2, second: 2 });
    first.go = async () => accept({});
    for (let opened = 0; opened < 2; opened += 1) await begin();
    expect(runs).toEqual({ first: 3, second: 3 });
  });

  it('is begun again where a part fell over, and whoever opened the app hears nothing of it', async () => {
    const { begin, runs, faults, first } = openInstalling();
    const fault = new TypeError('nobody foresaw it');
    first.go = () => Promise.reject(fault);
    await begin();
    expect(faults).toEqual([fault]);
    first.go = async () => accept({});
    for (let opened = 0; opened < 2; opened += 1) await begin();
    expect([runs.first, faults.length]).toEqual([2, 1]);
    expect(runs.second).toBeGreaterThan(0);
  });
});

describe('a shop that was not set up whole at its first opening', () => {
  let connected: ConnectedShop;
  afterEach(() => connected.stop());

  const now = () => connected.served.clock.now();
  const later = (ms: number) => connected.served.clock.moveTo(now() + ms);
  const stateOf = async (key: string) => {
    const { status, body } = await connected.admin('GET', '/setup');
    expect(status).toBe(200);
    return setupSchema.parse(body).items.find((row) => row.key === key)?.state;
  };
  const doneAt = async () =>
    connected.served.store.getRecord('platform-installed', connected.site().siteId, 'done');
  async function fetchPast(): Promise<void> {
    const { url, operatorKey } = connected.served;
    const headers = bearer(operatorKey);
    await call(`${url}/v1/jobs/shopify-past-orders/run`, { method: 'POST', headers });
  }

  it('is whole once the merchant has granted what was missing, and nothing of it was done twice', async () => {
    connected = await connectShop();
    const { shop, served } = connected;
    const product = await shop.acts.createProduct({ handle: 'old-blue' });
    const [variant] = product.variants;
    const lines = variant ? [{ product, variant, quantity: 1 }] : [];
    for (let at = 0; at < 3; at += 1) await shop.acts.placeOrder({ lines });
    await later(MINUTE_MS);
    shop.install(ASKED_SCOPES.filter((scope) => !scope.endsWith('_pixels')));

    expect(await stateOf('pixel')).not.toBe('done');
    expect([shop.state.pixel, await doneAt()]).toEqual([null, undefined]);
    const settings = () => [...shop.state.metafields.values()].find(({ key }) => key === 'public');
    expect(settings()?.value).toContain(connected.site().writeKey);
    await fetchPast();
    expect(await stateOf('history')).toBe('done');
    const { site } = connected.site();
    expect((await served.sites.change(site, { currency: 'CHF' })).ok).toBe(true);

    const before = settings();
    await shop.changeScopes(ASKED_SCOPES);
    expect(await stateOf('installation')).toBe('done');
    expect(shop.state.pixel?.settings).toContain(connected.site().writeKey);
    expect(await doneAt()).toEqual(expect.any(Number));
    expect(settings()).toEqual(before);
    expect(served.sites.get(site)?.settings.currency).toBe('CHF');
    await fetchPast();
    expect(await stateOf('history')).toBe('done');
    const log = await served.store.readSince(0, 1_000);
    expect(log.filter(({ name }) => name === 'Order Completed')).toHaveLength(3);
  });

  async function hasToken(): Promise<boolean> {
    const { sites, store } = connected.served;
    const own = sites.list().find(({ platform }) => platform === 'shopify');
    const token = own && (await store.getRecord('platform-tokens', own.siteId, 'shopify'));
    return token !== undefined;
  }
  /** Whoever opens it waits for no more than some seconds of a clock that is driven: the rest goes on beside the page. */
  async function open(): Promise<void> {
    const opened = connected.admin('GET', '/setup');
    // A session is over soon by such a clock: from here on there is a token.
    await until(hasToken);
    let isOpen = false;
    const end = () => {
      isOpen = true;
    };
    opened.then(end, end);
    // In steps that leave a request its time: one is given up after fifteen seconds of that clock.
    await until(async () => {
      await later(isOpen ? 0 : 250);
      return isOpen;
    });
    await opened;
  }
  async function openUntilDone(): Promise<void> {
    await until(async () => {
      await open();
      return (await doneAt()) !== undefined;
    });
    const { shop, site } = connected;
    expect(shop.state.pixel?.settings).toContain(site().writeKey);
    const settings = [...shop.state.metafields.values()].filter(({ key }) => key === 'public');
    expect(settings.map(({ value }) => value.includes(site().writeKey))).toEqual([true]);
    expect(await connected.served.store.getRecord('platform-facts', site().siteId, 'shop')).toBeDefined();
  }

  it.each(['ShopFacts', 'PublicSettingsSet', 'WebPixelCreate'])(
    'is not said to be whole while Shopify does not take %s, and is once it does',
    async (only) => {
      connected = await connectShop();
      const { faults, install } = connected.shop;
      install();
      faults.next('unavailable', { only, times: 1_000 });
      for (let opened = 0; opened < 4; opened += 1) {
        await open();
        expect(await doneAt()).toBeUndefined();
      }
      while (faults.take(only) !== null);
      await openUntilDone();
    },
  );

  it('has one pixel, also where Shopify connected it and its answer was lost', async () => {
    connected = await connectShop();
    connected.shop.install();
    connected.shop.faults.next('lost', { only: 'WebPixelCreate' });
    await openUntilDone();
  });
});
