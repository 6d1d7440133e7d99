/** One id that two visitors bring, on shards that each know only their own ids. */
import { MongoClient } from 'mongodb';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Entry, VisitorId } from '../../../core/entry.ts';
import type { AppendOutcome, Store } from '../../../core/ports.ts';
import { openAny, openCollections } from '../../../integrations/mongodb/collections.ts';
import { createEntryClaims } from '../../../integrations/mongodb/entry-claims.ts';
import { createLogPlaces } from '../../../integrations/mongodb/log-places.ts';
import { createMongoStore } from '../../../integrations/mongodb/store.ts';
import { entry, SITE, T0 } from '../../contract/store-samples.ts';
import { cutFrom } from '../../support/mongodb/cut-stores.ts';
import { mongoDatabases } from '../../support/mongodb/databases.ts';
import { throughDoor } from '../../support/mongodb/doored.ts';
import { openDoor } from '../../support/mongodb/one-at-a-time.ts';

const nextUrl = mongoDatabases('entry-claims', { isSharded: true });

const visitorAt = (at: number) => at.toString(16).padStart(32, '0') as VisitorId;
/** Enough that some lie on each shard. */
const VISITORS = Array.from({ length: 6 }, (_, at) => visitorAt(at + 1));
const [OWN = visitorAt(1), ...OTHERS] = VISITORS;
const LEASE_MS = 60_000;

/** Two servers, of which one can be met at its commands, and a look at what lies on all shards. */
async function openPair() {
  const url = new URL(nextUrl());
  const time = { now: T0 };
  const door = await openDoor(Number(url.port));
  const commands: string[] = [];
  const slow = await createMongoStore({
    url: throughDoor(door, url.href),
    ...{ node: 'slow', primaryMs: 1_500, now: () => time.now },
    onCommand: (name) => commands.push(name),
  });
  const other = await createMongoStore({ url: url.href, node: 'other', now: () => time.now });
  const client = await MongoClient.connect(url.href);
  onTestFinished(async () => {
    door.meet(() => 'pass');
    for (const store of [slow, other]) await store.close();
    await door.close();
    await client.close();
  });
  /** Under whom each id stands, on every shard. */
  const readShards = async () => {
    const all = await openAny(client.db(), 'entries').find({ s: SITE }).toArray();
    return all.map(({ i, v }) => `${i} ${v}`).toSorted();
  };
  const claims = openAny(client.db(), 'entryClaims');
  return { door, slow, other, time, commands, readShards, claims, db: client.db() };
}

type Pair = Awaited<ReturnType<typeof openPair>>;

/** Null: the store could not take it now, and says that it is to be sent again. */
async function tryAppend(
  store: Store,
  ...entries: readonly Entry[]
): Promise<readonly AppendOutcome[] | null> {
  try {
    return await store.append(entries);
  } catch (error) {
    expect(error).toMatchObject({ code: 'store_unavailable' });
    return null;
  }
}

const copy = (visitor: VisitorId | null, given: Partial<Entry> = {}): Entry =>
  entry({ id: 'order:1', visitor, ...given });

/** Stops the slow one before the n-th of its commands, counted from 0, until it is let go on. */
function stopAt({ door }: Pair, n: number) {
  const stopped = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  let seen = 0;
  door.hold((command) => {
    if (['hello', 'ping', 'endSessions'].includes(command)) return undefined;
    seen += 1;
    if (seen !== n + 1) return undefined;
    stopped.resolve();
    return goOn.promise;
  });
  return { stopped: stopped.promise, goOn: goOn.resolve, isMet: () => seen > n };
}

describe('an id that a server claims', () => {
  it('costs one command of a group more, and one that the log gives itself none', async () => {
    const { slow, commands } = await openPair();
    const group = ['find', 'find', 'findAndModify', 'insert', 'update'];
    const costOf = async (ids: readonly string[]) => {
      commands.length = 0;
      await slow.append(ids.map((id, at) => entry({ id, visitor: visitorAt(at % 97) })));
      return commands.toSorted();
    };
    const ids = Array.from({ length: 900 }, (_, at) => `e${at}`);
    expect(await costOf(ids)).toEqual([...group, 'insert'].toSorted());
    expect(await costOf(ids)).toEqual(['find', 'find']);
    const own = ids.map((_, at) => `score:${visitorAt(at)}`);
    expect(await costOf(own)).toEqual(group);
  });

  it('says under whom, and is let go of when nobody needs it any more', async () => {
    const { other, claims } = await openPair();
    await other.append([copy(OWN)]);
    expect(await claims.find().toArray()).toMatchObject([{ s: SITE, v: OWN, q: 1, at: new Date(T0) }]);
    expect(await claims.listIndexes().toArray()).toMatchObject([
      { key: { _id: 1 } },
      { key: { s: 1, v: 1 } },
      { key: { at: 1 }, expireAfterSeconds: 3_600 },
    ]);
    await claims.deleteMany({});
    expect(await other.append([copy(OTHERS[0] ?? null, { t: T0 + 1 })])).toMatchObject([
      { status: 'duplicate' },
    ]);
  });

  it('is not made upon what was read so long ago that another one may be gone again', async () => {
    const { db, time } = await openPair();
    const collections = openCollections(db);
    const places = createLogPlaces(collections.meta, 'third', () => time.now);
    const rounds = createEntryClaims(collections, places, () => time.now).begin();
    const take = async (key: string) =>
      rounds.take([{ key, site: SITE, visitor: OWN, isStanding: false }], await places.take(1));
    await rounds.look();
    time.now += 60_000;
    expect(await take('in time')).toEqual(new Set());
    time.now += 1;
    await expect(take('too late')).rejects.toMatchObject({ code: 'store_unavailable' });
    expect(await collections.entryClaims.find().toArray()).toMatchObject([{ _id: 'in time' }]);
  });

  it('is taken over after a minute where nothing is seen to stand: a replaced primary may have answered', async () => {
    const { slow, other, time, commands } = await openPair();
    await other.append([copy(OWN, { flags: ['unconfirmed'] })]);
    await other.removePart(SITE, OWN, { entryIds: ['order:1'], sinces: [] });
    const told = copy(OTHERS[0] ?? null, { source: 'server' });
    time.now += 59_999;
    commands.length = 0;
    expect(await tryAppend(slow, told)).toBeNull();
    // It does not ask again and again what only time can tell.
    expect(commands.filter((name) => name === 'findAndModify')).toHaveLength(2);
    time.now += 1;
    expect(await slow.append([told])).toMatchObject([{ status: 'stored' }]);
  });

  it('names nobody who was erased, nor anybody whose day is over', async () => {
    const { other, claims } = await openPair();
    await other.append([copy(OWN), entry({ id: 'b', visitor: visitorAt(2) })]);
    await other.removeVisitor(SITE, [OWN]);
    await other.unname(SITE, visitorAt(2));
    const left = await claims.find().toArray();
    expect(left.map(({ v }) => v).toSorted()).toEqual(['', null]);
    // Who was erased keeps the id from nobody.
    const [next = null] = OTHERS;
    expect(await other.append([copy(next)])).toMatchObject([{ status: 'stored' }]);
  });
});

const ORDERS = OTHERS.map((visitor) => `order:${visitor}`);
const pageOf = (id: string) => copy(OWN, { id });
const serverOf = (id: string) => copy(id.slice('order:'.length) as VisitorId, { id, source: 'server' });
/** Each under whom its server has it. */
const AS_SERVERS_SAY = ORDERS.map((id) => `${id} ${serverOf(id).visitor}`).toSorted();

describe('one id of two visitors, brought to two servers at once', () => {
  for (const { title, slow, fast, outcomes, refused } of [
    {
      ...{ title: 'the page', slow: pageOf, fast: serverOf },
      outcomes: ['stored replaced', 'duplicate stored'],
      // Between its claims and its entries; and then until it says that they are written, since they are to be moved.
      refused: ['4 refused', '5 refused'],
    },
    {
      ...{ title: 'the server', slow: serverOf, fast: pageOf },
      outcomes: ['stored duplicate', 'replaced stored'],
      refused: ['4 refused'],
    },
  ]) {
    it(`is stored once, and the better copy stays, wherever ${title} waits`, async () => {
      const met = new Set<string>();
      for (let n = 0; ; n += 1) {
        const pair = await openPair();
        const stop = stopAt(pair, n);
        const waiting = tryAppend(pair.slow, ...ORDERS.map(slow));
        await Promise.race([stop.stopped, waiting]);
        const first = await tryAppend(pair.other, ...ORDERS.map(fast));
        stop.goOn();
        const told = await waiting;
        if (!stop.isMet()) break;
        if (first === null) met.add(`${n} refused`);
        const again = first ?? (await pair.other.append(ORDERS.map(fast)));
        expect({ n, shards: await pair.readShards() }).toEqual({ n, shards: AS_SERVERS_SAY });
        const both = again.map(({ status }, at) => `${told?.[at]?.status} ${status}`);
        expect({ n, odd: both.filter((one) => !outcomes.includes(one)) }).toEqual({ n, odd: [] });
        for (const one of both) met.add(one);
      }
      expect([...met].toSorted()).toEqual([...refused, ...outcomes].toSorted());
    });
  }
});

/** Those of a group of which some are claimed: two questions, the places, the claims, the entries, the end. */
const COMMANDS = ['find', 'find', 'findAndModify', 'insert', 'insert', 'update'];

describe('a server that is killed at any of its commands', () => {
  /** For each of them a pair of servers; all at once, since what takes time is that nobody answers. */
  async function killAtEach(
    fate: 'cut before' | 'cut after',
    check: (pair: Pair, n: number) => Promise<unknown>,
  ): Promise<void> {
    const met = await Promise.all(
      COMMANDS.map(async (_, n) => {
        const pair = await openPair();
        const meet = cutFrom(n, fate);
        pair.door.meet(meet);
        await tryAppend(pair.slow, ...ORDERS.map(pageOf));
        await check(pair, n);
        return meet.met();
      }),
    );
    expect(met).toEqual(COMMANDS);
  }

  for (const fate of ['cut before', 'cut after'] as const) {
    it(`and leaves claims, ${fate}, keeps ids from others no longer than its places in the log`, async () => {
      const refusals: number[] = [];
      await killAtEach(fate, async ({ other, time, readShards }, n) => {
        const first = await tryAppend(other, ...ORDERS.map(serverOf));
        time.now += LEASE_MS;
        if (first === null) {
          refusals.push(n);
          await other.append(ORDERS.map(serverOf));
        }
        expect({ n, shards: await readShards() }).toEqual({ n, shards: AS_SERVERS_SAY });
        expect(await other.readSince(0, 100)).toHaveLength(ORDERS.length);
      });
      expect(refusals.toSorted()).toEqual(fate === 'cut after' ? [3, 4] : [4, 5]);
    });

    it(`and leaves claims, ${fate}, keeps nothing from who sends it again`, async () => {
      await killAtEach(fate, async ({ other, readShards }, n) => {
        const again = await other.append(ORDERS.map(pageOf));
        expect(new Set(again.map(({ status }) => status)).size).toBe(1);
        const expected = ORDERS.map((id) => `${id} ${OWN}`).toSorted();
        expect({ n, shards: await readShards() }).toEqual({ n, shards: expected });
      });
    });
  }
});

describe('a server whose connection breaks at any of its commands', () => {
  it.each(['cut before', 'cut after'] as const)('stores what it brought by itself: %s', async (fate) => {
    await Promise.all(
      COMMANDS.map(async (_, n) => {
        const { slow, door, readShards } = await openPair();
        const meet = cutFrom(n, fate);
        door.meet((...asked) => (meet.met() === '' ? meet(...asked) : 'pass'));
        const outcomes = await slow.append(ORDERS.map(pageOf));
        expect({ n, outcomes }).toMatchObject({ n, outcomes: ORDERS.map(() => ({ status: 'stored' })) });
        const expected = ORDERS.map((id) => `${id} ${OWN}`).toSorted();
        expect({ n, shards: await readShards() }).toEqual({ n, shards: expected });
      }),
    );
  });
});
