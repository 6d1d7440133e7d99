/** Who may have Segment told of somebody, of whom it is told, and what is left when it is switched off. */
import { expect, it, onTestFinished } from 'vitest';
import type { SiteId, VisitorId } from '../../../core/entry.ts';
import { namedVisitor } from '../../../core/identity/naming.ts';
import type { Store } from '../../../core/ports.ts';
import type { Site } from '../../../core/sites/site.ts';
import { createEmbeddedStore } from '../../../core/stores/embedded.ts';
import { makeDataFolder } from '../../support/data-folder.ts';
import { answer, openHook } from '../../support/hook-receiver.ts';
import { NOON, serve } from '../../support/served.ts';
import { bearer, call, createSite, DESKTOP, openDoors } from '../../support/sites.ts';
import { until } from '../../support/until.ts';
import { EVERYTHING, openWriteBackShop, USER, WRITE_BACK, WRITE_KEY } from './write-back-shop.ts';

const MINUTE = 60_000;
const KNOWN = { analytics: true, personalization: true };
const GUEST = '0b0b0b0b-0b0b-4b0b-8b0b-000000000066';

async function openShop() {
  const shop = await openWriteBackShop();
  onTestFinished(() => shop.served.stop());
  return shop;
}
type Shop = Awaited<ReturnType<typeof openShop>>;

const asPage = ({ served, site }: Shop, path: string, body: object) =>
  call(`${served.url}${path}`, {
    method: 'POST',
    headers: { ...bearer(site.writeKey), 'user-agent': DESKTOP },
    body: JSON.stringify(body),
  });

/** Somebody else's page, which has the public key and knows the user id. */
const CLAIMS: Readonly<Record<string, (shop: Shop) => Promise<unknown>>> = {
  'a library with the write key': (shop) =>
    asPage(shop, '/v1/track', {
      ...{ event: 'Product Viewed', anonymousId: GUEST, userId: USER },
      timestamp: new Date(shop.served.clock.now()).toISOString(),
      context: { consent: { categoryPreferences: { Analytics: true, Share: true } } },
    }),
  'the owner’s own word for it': async (shop) => {
    const device = GUEST.replaceAll('-', '');
    await CLAIMS['a library with the write key']?.(shop);
    const grant = { device, purposes: { share: true }, source: 'site-default' };
    await asPage(shop, '/v1/consent', grant);
    const now = shop.served.clock.now();
    await shop.site.collect({
      ...{
        s: now,
        dev: device.replace('66', '67'),
        e: [{ i: 'p1', n: 'Product Viewed', t: now, p: {}, u: '/' }],
      },
      c: { ...EVERYTHING, at: now - 1, source: 'site-default' },
    });
  },
};

it.each(Object.keys(CLAIMS))('a page that claims to be theirs allows nothing for them: %s', async (claim) => {
  const shop = await openShop();
  await shop.switchOn();
  await shop.site.ingest([shop.event('Product Viewed', { consent: KNOWN })]);
  await shop.settle();
  await shop.served.clock.moveTo(NOON + MINUTE);
  await CLAIMS[claim]?.(shop);
  await shop.served.clock.moveTo(NOON + 2 * MINUTE);
  await shop.site.ingest([shop.event('Product Added', { consent: undefined })]);
  await shop.settle();
  expect([await shop.vaulted(), shop.segment.arrivals.length]).toEqual([null, 0]);
  // What their own server says counts, also beside the claim.
  await shop.served.clock.moveTo(NOON + 3 * MINUTE);
  const bought = { properties: { product_id: 'p1', quantity: 3, price: 9 } };
  await shop.site.ingest([
    shop.event('Product Added', bought),
    shop.event('Checkout Started', { consent: undefined }),
  ]);
  await until(() => shop.segment.arrivals.length > 0);
  expect(await shop.vaulted()).toBe(USER);
  await shop.served.engine.keepTerms(shop.tenant(), { isDry: false });
  expect(await shop.vaulted()).toBe(USER);
});

it('the id of who refused is not kept because somebody else who had the device allowed it', async () => {
  const shop = await openShop();
  await shop.switchOn();
  const refused = { userId: 'bert', purposes: { analytics: true, share: false }, source: 'form' };
  await shop.site.ask('POST', '/v1/consent', refused);
  const device = 'd7'.repeat(16);
  await shop.site.ingest([shop.event('Product Viewed', { device, userId: 'anna' })]);
  await shop.served.clock.moveTo(NOON + MINUTE);
  await shop.site.ingest([shop.event('Product Viewed', { device, userId: 'bert', consent: undefined })]);
  await shop.served.clock.moveTo(NOON + 2 * MINUTE);
  await shop.site.ingest([shop.event('Product Viewed', { device: 'd8'.repeat(16), userId: 'bert' })]);
  expect([await shop.vaulted('anna'), await shop.vaulted('bert')]).toEqual(['anna', null]);
});

it('of a shared device what the one did is never told under the other’s id, however late it is told', async () => {
  const shop = await openShop();
  const { site, served, segment, event } = shop;
  await shop.switchOn({ scores: [] });
  const searched = (more: object) => event('Products Searched', { properties: { query: 'ink' }, ...more });
  await site.ingest([searched({ userId: 'anna' }), searched({ userId: 'bert' })]);
  segment.react(answer(429, { 'retry-after': '3000' }));
  await site.ingest([event('Product Viewed', { userId: 'zoe' })]);
  await until(async () => (await shop.read()).waiting === 1);
  segment.react(answer(200));
  const device = 'd9'.repeat(16);
  const nobody = { userId: undefined, device };
  // Anna before she logs in; then nobody; then Bert.
  const steps = [
    () => event('Product Viewed', nobody),
    () => searched({ userId: 'anna', device }),
    () => event('Signed Out', { ...nobody, properties: {} }),
    () => event('Product Viewed', nobody),
    () => searched({ userId: 'bert', device }),
  ];
  for (const [minute, step] of steps.entries()) {
    await served.clock.moveTo(NOON + (minute + 1) * MINUTE);
    await site.ingest([step()]);
    await served.engine.segments.idle();
  }
  await served.clock.moveTo(NOON + 70 * MINUTE);
  await until(async () => (await shop.read()).waiting === 0);
  const told = (userId: string) =>
    shop.calls().filter((one) => one.userId === userId && one.type === 'track');
  expect([told('anna').map(({ event: name }) => name), told('bert')]).toEqual([['Segment Entered'], []]);
});

/** A shop over a store that a test can get in the way of. */
async function openOver(change: (store: Store) => Partial<Store>, dataDir = makeDataFolder()) {
  const env = { INKLING_WEBHOOK_PRIVATE_HOSTS: 'loopback' };
  const served = await serve({
    ...{ env, dataDir },
    openStore: async (folder) => {
      const store = await createEmbeddedStore({ dataDir: folder });
      return { ...store, ...change(store) };
    },
  });
  const site = await createSite(served, { name: 'Shop', site: 'shop' });
  const segment = await openHook();
  segment.react(answer(200));
  await site.ask('PUT', WRITE_BACK, { writeKey: WRITE_KEY, host: `${segment.url}/v1` });
  const visitor = namedVisitor({ userId: USER }, served.sites.get('shop') as Site) as VisitorId;
  const about = { name: 'Product Viewed', time: NOON, userId: USER, consent: EVERYTHING };
  return {
    ...{ served, site, segment, dataDir, env },
    post: () => site.ingest([{ id: 'e1', properties: { product_id: 'p1' }, ...about }]),
    isVaulted: () =>
      served.store.listRecords('vault', site.siteId, null, 10).then(({ length }) => length > 0),
    visitor,
  };
}

it('an id on its way into the vault does not outlive that it is switched off', async () => {
  const reached = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const shop = await openOver((store) => ({
    putRecord: async (...given) => {
      if (given[0] === 'vault') {
        reached.resolve();
        await gate.promise;
      }
      return store.putRecord(...given);
    },
  }));
  onTestFinished(() => shop.served.stop());
  const posting = shop.post();
  await reached.promise;
  expect((await shop.site.ask('DELETE', WRITE_BACK)).status).toBe(200);
  gate.resolve();
  expect((await posting).body.accepted).toBe(1);
  expect(await shop.isVaulted()).toBe(false);
});

const EVERY_TRACE = ['segment', 'segment-told', 'outbox:segment', 'dead-letters:segment', 'vault'];
const tracesOf = async (store: Pick<Store, 'listRecords'>, site: string) => {
  const rows = await Promise.all(
    EVERY_TRACE.map((name) => store.listRecords(name, site as SiteId, null, 10)),
  );
  return rows.flat();
};

it.each(['the next try', 'the next start'])(
  'what could not be let go of when it was switched off goes by %s',
  async (way) => {
    let isBroken = false;
    const shop = await openOver((store) => ({
      deleteRecord: (...given) =>
        isBroken && given[0] === 'vault' ? Promise.reject(new Error('no')) : store.deleteRecord(...given),
    }));
    shop.segment.react(answer(500));
    await shop.post();
    await until(async () => Number((await shop.site.ask('GET', WRITE_BACK)).body.waiting) > 0);
    isBroken = true;
    expect((await shop.site.ask('DELETE', WRITE_BACK)).status).toBe(500);
    expect((await shop.site.ask('GET', WRITE_BACK)).body).toEqual({ state: 'off' });
    isBroken = false;
    if (way === 'the next try') {
      onTestFinished(() => shop.served.stop());
      expect((await shop.site.ask('DELETE', WRITE_BACK)).body).toEqual({ removed: 'write-back' });
      expect(await tracesOf(shop.served.store, shop.site.siteId)).toEqual([]);
      return;
    }
    await shop.served.stop();
    const again = await serve({ dataDir: shop.dataDir, env: shop.env });
    onTestFinished(() => again.stop());
    await until(async () => (await tracesOf(again.store, shop.site.siteId)).length === 0);
    expect((await openDoors(again.url, shop.site).ask('GET', WRITE_BACK)).body).toEqual({ state: 'off' });
  },
);

it('a redirect elsewhere does not take the key of the source along', async () => {
  const shop = await openShop();
  const elsewhere = await openHook();
  elsewhere.react(answer(200));
  await shop.switchOn({ scores: [] });
  shop.segment.react((_arrival, response) => {
    const { length } = shop.segment.arrivals;
    const location = length === 1 ? '/v2/batch' : `${elsewhere.url}/v1/batch`;
    response.writeHead(307, { location }).end();
  });
  await shop.site.ingest([shop.event('Product Viewed')]);
  await elsewhere.arrived(1);
  expect(shop.segment.arrivals.map(({ headers }) => typeof headers.authorization)).toEqual([
    'string',
    'string',
  ]);
  expect(elsewhere.arrivals[0]?.headers).not.toHaveProperty('authorization');
});
