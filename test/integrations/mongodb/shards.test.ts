/** Two servers on shards against a store that knows every id: whatever comes to them in whatever order, the logs say the same. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { MongoClient } from 'mongodb';
import { describe, expect, it, onTestFinished } from 'vitest';
import { compareEntries, type Entry, type SiteId, type VisitorId } from '../../../core/entry.ts';
import type { Store } from '../../../core/ports.ts';
import { createEmbeddedStore } from '../../../core/stores/embedded.ts';
import { openAny } from '../../../integrations/mongodb/collections.ts';
import { createMongoStore } from '../../../integrations/mongodb/store.ts';
import { entry, T0 } from '../../contract/store-samples.ts';
import { isFullSize } from '../../support/full-size.ts';
import { mongoDatabases } from '../../support/mongodb/databases.ts';
import { moveFromFolder } from './migration-property.ts';

const nextUrl = mongoDatabases('shards-property', { isSharded: true });

const VISITORS = Array.from({ length: 5 }, (_, at) => (at + 1).toString(16).padStart(32, '0') as VisitorId);
const RUNS = isFullSize ? 2_000 : 60;
const MOVES = isFullSize ? 100 : 2;
const MINUTE = 60_000;
const IDS = ['order:1', 'order:2', 'page-1', 'page-2', 'page-3'];

type Copy = Partial<Entry> & { readonly id: string };
type Act = 'unname' | 'removeVisitor' | 'retire' | 'removePart';
type Round = {
  /** Calls of one server, and of the other. */
  readonly calls: readonly (readonly (readonly Copy[])[])[];
  readonly act: { readonly name: Act; readonly whom: VisitorId; readonly by: number } | null;
};

const visitor = fc.constantFrom(...VISITORS);
const event = fc.record({
  id: fc.constantFrom(...IDS),
  visitor: fc.option(visitor),
  source: fc.constantFrom('web' as const, 'server' as const),
  t: fc.integer({ min: T0, max: T0 + 2 }),
});
const link = fc.record({ visitor, to: visitor }).map(({ visitor: from, to }): Copy => {
  const id = `link:${from.slice(-16)}${to.slice(-16)}`;
  return { id, type: 'link', name: 'login', visitor: from, properties: { to } };
});
const copies = fc.array(fc.oneof({ weight: 6, arbitrary: event }, { weight: 1, arbitrary: link }), {
  minLength: 1,
  maxLength: 5,
});
const calls = fc.array(copies, { minLength: 1, maxLength: 3 });
const act = fc.record({
  name: fc.constantFrom<Act>('unname', 'removeVisitor', 'retire', 'removePart'),
  whom: visitor,
  by: fc.integer({ min: 0, max: 1 }),
});
const history = fc.array(fc.record({ calls: fc.tuple(calls, calls), act: fc.option(act) }), {
  minLength: 1,
  maxLength: 5,
});

async function open() {
  const url = nextUrl();
  const dataDir = mkdtempSync(join(tmpdir(), 'inkling-shards-'));
  const time = { now: T0 };
  const whole = await createEmbeddedStore({ dataDir });
  const servers = [
    await createMongoStore({ url, node: 'one', now: () => time.now }),
    await createMongoStore({ url, node: 'two', now: () => time.now }),
  ] as const;
  const client = await MongoClient.connect(url);
  onTestFinished(async () => {
    for (const store of [whole, ...servers]) await store.close();
    await client.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  const entries = openAny(client.db(), 'entries');
  /** Ids that stand on more than one shard. */
  const readTwice = async (site: SiteId) => {
    const ids = (await entries.find({ s: site }).toArray()).map(({ _id }) => _id);
    return ids.filter((id, at) => ids.indexOf(id) !== at);
  };
  return { whole, servers, time, readTwice };
}

type Opened = Awaited<ReturnType<typeof open>>;

/** What the log says, without where and when each line came in. */
async function readSaid(store: Store, site: SiteId): Promise<readonly unknown[]> {
  const named = await store.readVisitor(site, VISITORS);
  const counted = await store.readSite(site, { type: 'event', limit: 1_000 });
  const links = await store.readSite(site, { type: 'link', limit: 1_000 });
  return [...named, ...counted, ...links]
    .sort(compareEntries)
    .map(({ seq: _seq, receivedAt: _receivedAt, ...said }) => said);
}

async function perform(store: Store, site: SiteId, { name, whom }: NonNullable<Round['act']>): Promise<void> {
  if (name === 'unname') await store.unname(site, whom);
  if (name === 'removeVisitor') await store.removeVisitor(site, [whom]);
  const own = (await store.readVisitor(site, [whom])).map(({ id }) => id);
  if (name === 'retire') await store.retire(site, whom, own.slice(0, 2), null);
  if (name === 'removePart') await store.removePart(site, whom, { entryIds: own.slice(0, 2), sinces: [] });
}

/** What comes to both at once comes to the one store one after the other: what an act finds is then the same. */
async function play({ whole, servers, time }: Opened, site: SiteId, { calls: both, act: done }: Round) {
  const toEntries = (all: readonly Copy[]) => all.map((given) => entry({ ...given, site }));
  const outcomes = await Promise.all(
    servers.flatMap((store, at) => (both[at] ?? []).map((call) => store.append(toEntries(call)))),
  );
  for (const call of both.flat()) await whole.append(toEntries(call));
  if (done !== null)
    for (const store of [servers[done.by === 0 ? 0 : 1], whole]) await perform(store, site, done);
  // An id that was taken out in part is free for others after a minute.
  time.now += MINUTE;
  return outcomes.flat().map(({ status }) => status);
}

describe('two servers on shards', () => {
  it('hold the log that one store holds, whichever ids come to them under whichever visitors', async () => {
    const opened = await open();
    const { whole, servers, readTwice } = opened;
    const met = new Set<string>();
    let sites = 0;
    const property = fc.asyncProperty(history, async (rounds) => {
      sites += 1;
      const site = `st_${sites}` as SiteId;
      for (const round of rounds) for (const status of await play(opened, site, round)) met.add(status);
      expect(await readTwice(site)).toEqual([]);
      const said = await readSaid(whole, site);
      for (const store of servers) expect(await readSaid(store, site)).toEqual(said);
    });
    await fc.assert(property, { seed: 2026, numRuns: RUNS });
    expect([...met].toSorted()).toEqual(['duplicate', 'replaced', 'stored']);
  });
});

describe('everything that a store can hold', () => {
  it('is the same on shards and in a folder again, broken off on the way or not', async () => {
    expect.hasAssertions();
    await moveFromFolder({ nextUrl, histories: MOVES, seed: 6 });
  });
});
