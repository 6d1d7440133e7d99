import { type Db, MongoClient } from 'mongodb';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { RemovalCounts, Store } from '../../../core/ports.ts';
import { COLLECTIONS, openAny, openCollections } from '../../../integrations/mongodb/collections.ts';
import { ledgerKey } from '../../../integrations/mongodb/ledger-change.ts';
import {
  ANNA,
  BEN,
  base,
  CLEO,
  contribution,
  entry,
  link,
  profile,
  reservation,
  SITE,
  T0,
} from '../../contract/store-samples.ts';
import { atEach, cutFrom, openCutStores } from '../../support/mongodb/cut-stores.ts';
import { mongoDatabases } from '../../support/mongodb/databases.ts';

const nextUrl = mongoDatabases('erasure');

const EVERYTHING: RemovalCounts = {
  deliveries: 1,
  entries: 3,
  links: 2,
  profiles: 1,
  bases: 2,
  reservations: 2,
  claims: 2,
  records: 2,
  retired: 1,
};
const NOTHING = Object.fromEntries(Object.keys(EVERYTHING).map((kind) => [kind, 0]));

/** Anna in every collection, and Ben beside her. */
async function fill(store: Store, db: Db): Promise<void> {
  const named = { context: { account: 'ac_1' } };
  await store.append([entry({ id: 'a', ...named }), entry({ id: 'b' }), entry({ id: 'ben', visitor: BEN })]);
  await store.append([entry({ id: 'out' }), entry({ id: 'n', type: 'notice' })]);
  await store.append([link('l1', ANNA, CLEO), link('l2', CLEO, ANNA), entry({ id: 'order', source: 'web' })]);
  await store.append([entry({ id: 'order', source: 'server', visitor: BEN })]);
  const sum = { ...base({ data: 1 }), account: 'ac_1' };
  await store.retire(SITE, ANNA, ['out'], base({ data: 1 }), [sum]);
  await store.saveProfiles([profile({ contributions: [contribution({ y: 3 })] })]);
  await store.reserve(reservation({ id: 'r1' }));
  await store.claim(SITE, 'order:1', ANNA);
  await store.claim(SITE, `${ANNA}:first`, CLEO);
  await store.putRecord('vault', SITE, ANNA, 'x');
  await store.putRecord('outbox', SITE, `${ANNA}:1`, 'x');
  await store.putRecord('outbox:webhook', SITE, 'n', 'x');
  const line = { id: 'r2', key: 'all', at: T0, expires: T0, state: 'confirmed' as const };
  const l = ledgerKey(SITE, ANNA);
  const page = { _id: 'page', l, s: SITE, u: ANNA, made: T0, p: [line], ids: ['r2'] };
  await openCollections(db).ledgerPages.insertOne(page);
}

async function openFilled() {
  const url = nextUrl();
  const opened = await openCutStores(url);
  const client = await MongoClient.connect(url);
  onTestFinished(() => client.close());
  await fill(opened.beside, client.db());
  /** Collections in which the id stands anywhere. */
  const readTraces = async () => {
    const traces: string[] = [];
    for (const name of COLLECTIONS) {
      const all = JSON.stringify(await openAny(client.db(), name).find().toArray());
      if (all.includes(ANNA)) traces.push(name);
    }
    return traces;
  };
  return { ...opened, readTraces };
}

/** Breaks off at each command in turn, and runs again what was broken off. */
function breakOff(
  fate: 'cut before' | 'cut after',
  erase: (store: Store) => Promise<unknown>,
  check: (opened: Awaited<ReturnType<typeof openFilled>>, n: number) => Promise<void>,
): Promise<readonly string[]> {
  return atEach(async (n) => {
    const opened = await openFilled();
    const meet = cutFrom(n, fate);
    opened.door.meet(meet);
    const refused = await erase(opened.store).then(
      () => false,
      () => true,
    );
    opened.door.meet(() => 'pass');
    if (meet.met() === '') return null;
    expect({ n, refused }).toEqual({ n, refused: true });
    await check(opened, n);
    return meet.met();
  });
}

for (const fate of ['cut before', 'cut after'] as const) {
  describe(`an erasure that is broken off, ${fate} any of its commands, and run again`, () => {
    it('leaves nothing of a visitor in any collection but what they added to totals, and counts nothing twice', async () => {
      const remove = (store: Store) => store.removeVisitor(SITE, [ANNA], { keepsTotals: true });
      const commands = await breakOff(fate, remove, async ({ store, beside, readTraces }, n) => {
        const counts = await remove(store);
        const tooMany = Object.entries(counts).filter(([kind, count]) => count > (EVERYTHING[kind] ?? 0));
        expect({ n, tooMany, traces: await readTraces() }).toEqual({ n, tooMany: [], traces: [] });
        expect(await remove(beside)).toEqual(NOTHING);
        const sums = (await beside.sumContributions(SITE, 'hello')).map(({ n: of, y }) => [of, y]);
        expect({ n, sums }).toEqual({ n, sums: [[1, 3]] });
        expect(await beside.getRecord('outbox:webhook', SITE, 'n')).toBeUndefined();
        expect((await beside.readVisitor(SITE, [BEN])).map(({ id }) => id)).toEqual(['ben', 'order']);
      });
      expect(commands.length).toBeGreaterThan(15);
    }, 120_000);

    it('leaves nothing of a part, and keeps its ids taken', async () => {
      const part = { entryIds: ['a', 'n'], sinces: [0] };
      const remove = (store: Store) => store.removePart(SITE, ANNA, part);
      const commands = await breakOff(fate, remove, async ({ store, beside }, n) => {
        await remove(store);
        const left = (await beside.readVisitor(SITE, [ANNA])).map(({ id }) => id);
        expect({ n, left: left.toSorted() }).toEqual({ n, left: ['b', 'l1'] });
        expect(await beside.readBases(SITE, [ANNA])).toEqual([]);
        expect(await beside.readAccountBases(SITE, 'ac_1')).toEqual([]);
        expect(await beside.loadProfiles(SITE, [ANNA])).toEqual([]);
        expect(await beside.getRecord('outbox:webhook', SITE, 'n')).toBeUndefined();
        expect(await remove(beside)).toEqual({ entries: 0, bases: 0 });
        const again = await beside.append([entry({ id: 'a', source: 'server' })]);
        expect(again).toEqual([{ status: 'duplicate', seq: 0 }]);
      });
      expect(commands.length).toBeGreaterThan(5);
    }, 120_000);

    it('takes a name off everything, and leaves totals once', async () => {
      const remove = (store: Store) => store.unname(SITE, ANNA);
      const commands = await breakOff(fate, remove, async ({ store, beside }, n) => {
        await remove(store);
        const sums = (await beside.sumContributions(SITE, 'hello')).map(({ n: of, y }) => [of, y]);
        expect({ n, sums }).toEqual({ n, sums: [[1, 3]] });
        expect(await beside.readVisitor(SITE, [ANNA])).toEqual([]);
        expect(await beside.readPlaces(SITE, [ANNA])).toEqual([]);
        expect(await beside.loadProfiles(SITE, [ANNA])).toEqual([]);
        expect((await beside.readSince(0, 20)).flatMap(({ supersedes = [] }) => supersedes)).toEqual([]);
        expect(await remove(beside)).toBe(0);
      });
      expect(commands.length).toBeGreaterThan(5);
    }, 120_000);
  });
}

it('an erasure counts everything once', async () => {
  const { store, readTraces } = await openFilled();
  expect(await readTraces()).toHaveLength(10);
  expect(await store.removeVisitor(SITE, [ANNA])).toEqual(EVERYTHING);
});
