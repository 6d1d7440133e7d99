/** The same events into an embedded store and into a database with two servers, and what both make of everybody. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { createEngine, type Engine } from '../../../core/engine.ts';
import type { Json } from '../../../core/entry.ts';
import { createKeys } from '../../../core/identity/keys.ts';
import type { Keys, Store } from '../../../core/ports.ts';
import { decodeProfile, encodeProfile } from '../../../core/profiles/codec.ts';
import { emptyProfile } from '../../../core/profiles/profile.ts';
import type { SegmentDefinition } from '../../../core/segments/condition.ts';
import type { Site } from '../../../core/sites/site.ts';
import { createEmbeddedStore } from '../../../core/stores/embedded.ts';
import { createSaltFile } from '../../../core/stores/salt-file.ts';
import { createMongoStore } from '../../../integrations/mongodb/store.ts';
import { createRandom } from '../../durability/random.ts';
import { createDrivenClock } from '../../support/driven-clock.ts';
import { createPeerRoom } from '../../support/peer-room.ts';
import { waitingByMachine } from '../../support/waiting-clock.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2020, 3, 1);
const POST_EVENTS = 500;
const PAGE = 1_000;
/** What answers here is busy with a million, on a machine that others may be busy with. */
const PATIENT_MS = 60_000;

type ShopEvent = {
  readonly id: string;
  readonly name: string;
  readonly time: number;
  readonly visitor: string;
  readonly properties: { readonly [key: string]: Json };
};

/** In three hours of the shop behind rees46 (REES46 Marketing Platform, 2020) there are so many of each in a thousand. */
const CARTS_OF_1000 = 34;
const ORDERS_OF_1000 = 17;
const HOURS = 3;

export type ShopDays = { readonly count: number; readonly visitors: number; readonly seed: number };

/** In time order; as in a shop most come once, and few come often. */
export function* shopEvents({ count, visitors, seed }: ShopDays): Generator<ShopEvent> {
  const random = createRandom(seed);
  for (let n = 0; n < count; n += 1) {
    // The lesser of two draws: the first of them are drawn most.
    const visitor = Math.min(random.below(visitors), random.below(visitors));
    const share = random.below(1_000);
    const product_id = `p${Math.min(random.below(5_000), random.below(5_000))}`;
    const price = (100 + random.below(50_000)) / 100;
    const common = { id: `row${n}`, time: START + Math.floor((n * HOURS * HOUR) / count) };
    const of = { ...common, visitor: visitor.toString(16).padStart(32, '0') };
    if (share < ORDERS_OF_1000) {
      const properties = { order_id: `o${n}`, total: price, products: [{ product_id, price }] };
      yield { ...of, name: 'Order Completed', properties };
    } else {
      const name = share < ORDERS_OF_1000 + CARTS_OF_1000 ? 'Product Added' : 'Product Viewed';
      yield { ...of, name, properties: { product_id, price } };
    }
  }
}

const SEGMENTS: readonly SegmentDefinition[] = [
  { key: 'keen', name: 'Keen', when: { event: 'Product Viewed', count: { gte: 3 }, within: '1h' } },
  { key: 'buyers', name: 'Buyers', when: { event: 'Order Completed' } },
  {
    key: 'left-carts',
    name: 'Left carts',
    when: {
      all: [{ event: 'Product Added', within: '2h' }, { not: { event: 'Order Completed', within: '2h' } }],
    },
  },
];

type Place = { readonly engines: readonly Engine[]; readonly store: Store; readonly site: Site };

async function setUp(engine: Engine): Promise<Site> {
  const made = await engine.sites.create({
    ...{ name: 'Shop', policy: 'session', timezone: 'UTC', currency: 'EUR' },
    serverConsent: { analytics: true },
  });
  if (!made.ok) throw new Error(made.code);
  for (const definition of SEGMENTS) {
    const put = await engine.segments.put(made.value.siteId, definition);
    if (!put.ok) throw new Error(`${put.code} ${put.at}`);
  }
  await engine.segments.idle();
  return made.value;
}

/** Each post goes to one of the engines, two at a time where there are two. */
async function replay({ engines, site }: Place, days: ShopDays): Promise<void> {
  const events = shopEvents(days);
  const send = async (engine: Engine, post: readonly ShopEvent[]): Promise<void> => {
    const answer = await engine.ingest(site, { events: post.map((event) => ({ ...event })) });
    expect(answer).toMatchObject({ ok: true, value: { accepted: post.length, refused: [] } });
  };
  for (;;) {
    const posts = engines.map(() => takeNext(events, POST_EVENTS));
    if (posts.every((post) => post.length === 0)) return;
    await Promise.all(engines.map((engine, at) => send(engine, posts[at] ?? [])));
  }
}

function takeNext<T>(from: Iterator<T>, count: number): readonly T[] {
  const taken: T[] = [];
  while (taken.length < count) {
    const next = from.next();
    if (next.done === true) break;
    taken.push(next.value);
  }
  return taken;
}

export type Sums = { readonly visitors: number; readonly profiles: string; readonly members: string };

/** Of everybody's profile, without what only says how far notices were told, and of who is in which segment. */
async function sumUp({ engines, store, site }: Place): Promise<Sums> {
  const [profiles, members] = [createHash('sha256'), createHash('sha256')];
  const [engine] = engines;
  for (const one of engines) await one.segments.idle();
  await engine?.segments.catchUp();
  await engine?.book.flush();
  let visitors = 0;
  for (let after: Parameters<Store['listProfiles']>[1] = null; ; ) {
    const rows = await store.listProfiles(site.siteId, after, PAGE);
    for (const { visitor, data, members: own } of rows) {
      const profile = decodeProfile(data);
      const { tracks } = emptyProfile(visitor);
      profiles.update(`${visitor} ${profile === null ? data : encodeProfile({ ...profile, tracks })}\n`);
      members.update(`${visitor} ${own.join(' ')}\n`);
    }
    visitors += rows.length;
    after = rows.at(-1)?.visitor ?? null;
    if (rows.length < PAGE)
      return { visitors, profiles: profiles.digest('hex'), members: members.digest('hex') };
  }
}

type Question = ShopDays & { readonly nextUrl: () => string };

const clock = createDrivenClock(START + HOURS * HOUR);
const masterKey = new Uint8Array(32).fill(3);

/** The same site with the same keys, wherever it is made: what a profile holds of ids is hashed with them. */
function sameKeys(): Keys {
  const random = createRandom(3);
  const keys = createKeys(masterKey);
  return { ...keys, random: (bytes) => Uint8Array.from({ length: bytes }, () => random.below(256)) };
}

async function replayEmbedded(days: ShopDays): Promise<Sums> {
  const dataDir = mkdtempSync(join(tmpdir(), 'inkling-parity-'));
  const store = await createEmbeddedStore({ dataDir });
  const engine = await createEngine({
    ...{ store, clock, keys: sameKeys(), masterKey, profileCacheBytes: 1e9 },
    salts: createSaltFile(dataDir),
  });
  try {
    const place = { engines: [engine], store, site: await setUp(engine) };
    await replay(place, days);
    return await sumUp(place);
  } finally {
    await engine.close();
    await store.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function replayOnTwo({ nextUrl, ...days }: Question): Promise<Sums> {
  const url = nextUrl();
  const folder = mkdtempSync(join(tmpdir(), 'inkling-parity-'));
  const room = createPeerRoom();
  const open = async (node: string) => {
    const store = await createMongoStore({ url, node, now: clock.now, primaryMs: PATIENT_MS });
    const engine = await createEngine({
      ...{ store, clock, keys: sameKeys(), masterKey, profileCacheBytes: 1e9 },
      salts: createSaltFile(folder),
      fellows: {
        news: store.follow(async () => ['one', 'two']),
        peers: room.join(),
        clock: waitingByMachine(clock),
      },
    });
    return { store, engine };
  };
  const one = await open('one');
  const site = await setUp(one.engine);
  // A database in memory puts in order what it is first asked for: little now, and much of it at the end.
  await one.store.listProfiles(site.siteId, null, 1);
  const two = await open('two');
  try {
    const place = { engines: [one.engine, two.engine], store: one.store, site };
    await replay(place, days);
    return await sumUp(place);
  } finally {
    for (const { engine, store } of [one, two]) {
      await engine.close();
      await store.close();
    }
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @example await expectSameOnBoth({ count: 1_000_000, visitors: 300_000, seed: 1, nextUrl }) */
export async function expectSameOnBoth(question: Question): Promise<void> {
  const embedded = await replayEmbedded(question);
  expect(embedded.visitors).toBeGreaterThan(Math.min(question.visitors, question.count) / 3);
  expect(await replayOnTwo(question)).toEqual(embedded);
}
