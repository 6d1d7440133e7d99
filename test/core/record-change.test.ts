/** What two servers change at once, when neither has heard of the other: both changes stand. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { createAccounts } from '../../core/catalogue/accounts.ts';
import { createCatalogue } from '../../core/catalogue/products.ts';
import { createCampaignBook } from '../../core/decisions/campaign-book.ts';
import { parseCampaign } from '../../core/decisions/parse.ts';
import { createEgressBook } from '../../core/deliveries/egress-book.ts';
import type { SiteId } from '../../core/entry.ts';
import { createViolationLog } from '../../core/events/violation-log.ts';
import { NO_CONSENT } from '../../core/identity/consent.ts';
import { createHashKey } from '../../core/identity/hash.ts';
import { createKeyRing, createKeys } from '../../core/identity/keys.ts';
import type { Store } from '../../core/ports.ts';
import { raiseHorizon, readHorizon } from '../../core/privacy/horizon.ts';
import { createReceipts } from '../../core/privacy/receipt.ts';
import { changeRecord } from '../../core/record-change.ts';
import { createModelBook } from '../../core/scoring/models/model-book.ts';
import { createSegmentBook } from '../../core/segments/segment-book.ts';
import { createSiteRegistry } from '../../core/sites/registry.ts';
import { DEFAULT_SETTINGS, newSiteSchema } from '../../core/sites/site.ts';
import { createEmbeddedStore } from '../../core/stores/embedded.ts';
import { makeDataFolder } from '../support/data-folder.ts';
import { createDrivenClock } from '../support/driven-clock.ts';
import { overtaken } from '../support/overtaken.ts';
import { put } from './decisions/world.ts';

const SITE = 'st_one' as SiteId;
const NOON = Date.UTC(2026, 0, 5, 12);
const MASTER = Buffer.alloc(32, 3);
const IDS = { siteId: SITE, idKey: createHashKey(Buffer.alloc(32, 5)), currency: 'EUR' };
const clock = createDrivenClock(NOON);
const onFault = (error: unknown): void => expect(error).toBeNull();

/** What one server does, what the other one does meanwhile, and what is to be seen of both. */
type Side = {
  readonly own: () => Promise<unknown>;
  readonly other: () => Promise<unknown>;
  readonly seen: () => Promise<unknown>;
};

type Case = {
  readonly collection: string;
  readonly open: (store: Store) => Promise<Side>;
  readonly expected: unknown;
};

async function openRegistry(store: Store) {
  const ring = await createKeyRing(MASTER, store);
  return createSiteRegistry({ store, ring, clock, keys: createKeys(MASTER) });
}

function draft(goal: string) {
  const parsed = parseCampaign(put({ goal: { event: goal } }), 'spring');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed));
  return parsed.value;
}

function label(event: string) {
  return { key: 'lamp', kind: 'event', event, withinMs: 86_400_000 } as const;
}

const segment = (key: string) =>
  ({ key, name: key, when: { event: 'Page Viewed', count: { gte: 1 } } }) as const;

const CASES: Record<string, Case> = {
  'settings of a site': {
    collection: 'sites',
    open: async (store) => {
      const sites = await openRegistry(store);
      return {
        own: () => sites.change('shop', { currency: 'CHF' }),
        other: () => sites.change('shop', { timezone: 'Asia/Tokyo' }),
        seen: async () => {
          const { currency, timezone } = sites.get('shop')?.settings ?? {};
          return [currency, timezone];
        },
      };
    },
    expected: ['CHF', 'Asia/Tokyo'],
  },
  'keys of a site': {
    collection: 'sites',
    open: async (store) => {
      const sites = await openRegistry(store);
      return {
        own: () => sites.rotateKeys('shop', { only: 'write' }),
        other: () => sites.rotateKeys('shop', { only: 'secret' }),
        seen: async () => [sites.get('shop')?.writeKeys.length, sites.get('shop')?.secretKeys.length],
      };
    },
    expected: [2, 2],
  },
  'segments of a site': {
    collection: 'segments',
    open: async (store) => {
      const settingsOf = () => ({ ...DEFAULT_SETTINGS, name: 'Shop' });
      const book = await createSegmentBook({
        store,
        clock,
        settingsOf,
        sites: [SITE],
        onChange: () => undefined,
      });
      return {
        own: () => book.put(SITE, segment('keen')),
        other: () => book.put(SITE, segment('eager')),
        seen: async () => book.of(SITE)?.catalog.segments.map(({ definition }) => definition.key),
      };
    },
    expected: ['eager', 'keen'],
  },
  'versions of a campaign': {
    collection: 'campaigns',
    open: async (store) => {
      const ways = { hasSegment: () => true, missingFor: async () => null, makesCodes: () => false };
      const book = await createCampaignBook({ store, clock, sites: [SITE], ...ways });
      return {
        own: () => book.put(SITE, draft('Order Completed')),
        other: () => book.put(SITE, draft('Product Added')),
        seen: async () => book.get(SITE, 'spring')?.versions.map(({ goal }) => goal.event),
      };
    },
    expected: ['Product Added', 'Order Completed'],
  },
  'a label, and what is noted of its training': {
    collection: 'models',
    open: async (store) => {
      const book = await createModelBook({ store, sites: [SITE] });
      const run = { at: NOON, positives: 1, negatives: 1, lack: [], version: null };
      return {
        own: () => book.noteRun(SITE, label('Lamp Lit'), run),
        other: () => book.putLabel(SITE, label('Lamp Bought')),
        seen: async () => [book.state(SITE, 'lamp')?.label, book.state(SITE, 'lamp')?.lastRun],
      };
    },
    expected: [label('Lamp Bought'), null],
  },
  'what is known of an account': {
    collection: 'accounts',
    open: async (store) => {
      const accounts = createAccounts(store);
      return {
        own: () => accounts.upsert(IDS, [{ id: 'acme', plan: 'pro' }]),
        other: () => accounts.upsert(IDS, [{ id: 'acme', seats: 12 }]),
        seen: async () => (await store.listRecords('accounts', SITE, null, 9)).map(({ value }) => value),
      };
    },
    expected: [{ plan: 'pro', seats: 12 }],
  },
  'prices of a product': {
    collection: 'products',
    open: async (store) => {
      const catalogue = createCatalogue(store, (entries) => store.append(entries));
      const price = (amount: number) =>
        catalogue.upsert(IDS, [{ id: 'lamp', title: 'Lamp', price: amount }], clock.now());
      return {
        own: () => price(8),
        other: () => price(9),
        seen: async () => (await store.listRecords('products', SITE, null, 9)).map(({ value }) => value),
      };
    },
    expected: [expect.objectContaining({ prices: 3, priceMinor: 800 })],
  },
  'how often a rule was broken': {
    collection: 'violations',
    open: async (store) => {
      const log = createViolationLog(store, clock);
      const add = async (times: number) => {
        for (let time = 0; time < times; time += 1)
          log.count(SITE, { name: 'Lamp Lit', property: 'watt', rule: 'type', hint: 'a number' });
        await log.flush();
      };
      return {
        own: () => add(2),
        other: () => add(3),
        seen: async () => (await log.list(SITE)).map(({ count }) => count),
      };
    },
    expected: [5],
  },
  'what left the house': {
    collection: 'egress',
    open: async (store) => {
      const book = {
        read: async () => ({ slot: { timeline: { profile: { consent: NO_CONSENT } } } }),
      } as never;
      const egress = createEgressBook({ store, book, clock, onFault });
      const send = async () => {
        const receiver = { name: 'webhook:crm', wants: () => true, laneOf: () => '' };
        const watched = egress.watch(SITE, { ...receiver, send: async () => ({ kind: 'sent' }) });
        await watched.send({ type: 'notice', name: 'entered' } as never, new AbortController().signal);
        await egress.flush();
      };
      return {
        own: send,
        other: send,
        seen: async () => (await egress.read(SITE)).map(({ sent }) => sent),
      };
    },
    expected: [2],
  },
  'up to when events may have gone': {
    collection: 'retention',
    open: async (store) => ({
      own: () => raiseHorizon(store, SITE, NOON - 2),
      other: () => raiseHorizon(store, SITE, NOON - 1),
      seen: () => readHorizon(store, SITE),
    }),
    expected: NOON - 1,
  },
  'whom platforms were told of': {
    collection: 'erasures',
    open: async (store) => {
      const receipts = createReceipts(store);
      return {
        own: () => receipts.note(SITE, ERASURE, 'shopify', 'done'),
        other: () => receipts.note(SITE, ERASURE, 'segment', 'done'),
        seen: async () => (await receipts.read(SITE, ERASURE))?.told,
      };
    },
    expected: { shopify: 'done', segment: 'done' },
  },
};

const ERASURE = `er_${'0f'.repeat(12)}`;

/** Whatever was there before either server began. */
async function furnish(store: Store): Promise<void> {
  await (await openRegistry(store)).create(newSiteSchema.parse({ name: 'Shop' }));
  await (await createModelBook({ store, sites: [SITE] })).putLabel(SITE, label('Lamp Lit'));
  const catalogue = createCatalogue(store, (entries) => store.append(entries));
  await catalogue.upsert(IDS, [{ id: 'lamp', title: 'Lamp', price: 10 }], NOON);
  await createReceipts(store).put(SITE, { id: ERASURE, erasedAt: 'x', removed: {}, told: {} } as never);
}

async function openStore(): Promise<Store> {
  const store = await createEmbeddedStore({ dataDir: makeDataFolder() });
  onTestFinished(() => store.close());
  return store;
}

describe('of two servers that change at once', () => {
  it.each(Object.entries(CASES))('%s: nothing is lost', async (_, { collection, open, expected }) => {
    const store = await openStore();
    await furnish(store);
    const meanwhile = await open(store);
    let isOvertaken = false;
    const late = overtaken(store, collection, async () => {
      isOvertaken = true;
      await meanwhile.other();
    });
    await (await open(late)).own();
    expect(isOvertaken).toBe(true);
    expect(await (await open(store)).seen()).toEqual(expected);
  });
});

describe('a record that is changed', () => {
  it('is left alone where the change is none', async () => {
    const store = await openStore();
    const answer = await changeRecord(store, ['sites', '', 'k'], (was) => ({ answer: was ?? 'none' }));
    expect([answer, await store.getRecord('sites', '', 'k')]).toEqual(['none', undefined]);
  });

  it('of a site that is gone is written no more, and nobody waits for it', async () => {
    const store = await openStore();
    while ((await store.removeSite(SITE, 100)) > 0);
    await changeRecord(store, ['plans', SITE, 'k'], () => ({ next: 1, answer: null }));
    expect(await store.getRecord('plans', SITE, 'k')).toBeUndefined();
  });
});
