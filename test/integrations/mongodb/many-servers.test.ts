import { describe, expect, it, onTestFinished } from 'vitest';
import type { LoggedEntry, VisitorId } from '../../../core/entry.ts';
import type { Store } from '../../../core/ports.ts';
import { openCollections } from '../../../integrations/mongodb/collections.ts';
import { connect } from '../../../integrations/mongodb/connection.ts';
import { createLogPlaces } from '../../../integrations/mongodb/log-places.ts';
import { createMongoStore } from '../../../integrations/mongodb/store.ts';
import { ANNA, BEN, entry, profile, reservation, SITE, T0 } from '../../contract/store-samples.ts';
import { createRandom } from '../../durability/random.ts';
import { mongoDatabases } from '../../support/mongodb/databases.ts';

const nextUrl = mongoDatabases('many');

async function openStores(url = nextUrl()): Promise<readonly [Store, Store]> {
  // One after the other: FerretDB stumbles where two make the indexes of a new database at once.
  const stores = [
    await createMongoStore({ url, node: 'one' }),
    await createMongoStore({ url, node: 'two' }),
  ] as const;
  onTestFinished(async () => {
    for (const store of stores) await store.close();
  });
  return stores;
}

/** Reads on from where it is, again and again, as whoever tells others of the log does. */
function follow(store: Store) {
  const seen: LoggedEntry[] = [];
  let isOver = false;
  const read = async () => {
    for (;;) {
      const wasOver = isOver;
      const page = await store.readSince(seen.at(-1)?.seq ?? 0, 1_000);
      seen.push(...page);
      if (page.length === 0 && wasOver) return seen;
    }
  };
  const following = read();
  return async () => {
    isOver = true;
    return following;
  };
}

describe('two servers on one database', () => {
  it('give the log one order, of which a reader beside them misses nothing and sees nothing twice', async () => {
    const [one, two] = await openStores();
    const random = createRandom(11);
    const endings = [follow(one), follow(two)];
    await Promise.all(
      [one, two].map(async (store, number) => {
        for (let call = 0; call < 40; call += 1) {
          const ids = Array.from({ length: 1 + random.below(8) }, (_, at) => `${number}-${call}-${at}`);
          await store.append(ids.map((id) => entry({ id, visitor: random.pick([ANNA, BEN]) })));
        }
      }),
    );
    const [seenByOne, seenByTwo] = await Promise.all(endings.map((end) => end()));
    const log = await one.readSince(0, 10_000);
    expect(log.length).toBeGreaterThan(200);
    expect(seenByOne).toEqual(log);
    expect(seenByTwo).toEqual(log);
    expect(new Set(log.map(({ seq }) => seq)).size).toBe(log.length);
    // Both wrote at once: neither has the beginning or the end for itself.
    const turns = log.filter(({ id }, at) => at > 0 && id[0] !== log[at - 1]?.id[0]);
    expect(turns.length).toBeGreaterThan(10);
  });

  it('store one id once, and both know the copy that stays', async () => {
    const [one, two] = await openStores();
    const ids = Array.from({ length: 60 }, (_, at) => `order:${at}`);
    const statuses: string[] = [];
    for (const id of ids) {
      const [told, seen] = await Promise.all([
        one.append([entry({ id, source: 'server', visitor: null })]),
        two.append([entry({ id, source: 'web', visitor: BEN })]),
      ]);
      statuses.push([...told, ...seen].map(({ status }) => status).join());
    }
    // Whoever came first stored it; the page's copy never replaces the server's.
    expect(statuses.filter((both) => !['stored,duplicate', 'replaced,stored'].includes(both))).toEqual([]);
    const log = await two.readSince(0, 1_000);
    expect(log.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    expect(log.every(({ source, visitor }) => source === 'server' && visitor === null)).toBe(true);
    const superseding = log.filter(({ supersedes }) => supersedes?.[0] === BEN);
    expect(superseding).toHaveLength(statuses.filter((both) => both === 'replaced,stored').length);
  });

  it('give exactly as many places as a limit has to 50 who ask at once', async () => {
    const stores = await openStores();
    const limits = [{ key: 'all', max: 7, since: T0 - 1 }];
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, at) =>
        (stores[at % 2] as Store).reserve(reservation({ id: `${at}`, limits })),
      ),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(7);
    expect(await stores[0].readPlaces(SITE, [ANNA])).toHaveLength(7);
  });

  it('let one of all who claim a key have it, and all of them know who', async () => {
    const stores = await openStores();
    const owners = Array.from({ length: 20 }, (_, at) => `owner ${at}`);
    const answers = await Promise.all(
      owners.map((owner, at) => (stores[at % 2] as Store).claim(SITE, 'order:1', owner)),
    );
    expect(new Set(answers).size).toBe(1);
    expect(await stores[1].readClaim(SITE, 'order:1')).toBe(answers[0]);
  });

  it('keep the newest of a profile, whoever saves it last and whoever makes it', async () => {
    const [one, two] = await openStores();
    const visitors = Array.from({ length: 60 }, (_, at) => at.toString(16).padStart(32, '0') as VisitorId);
    for (const [at, visitor] of visitors.entries()) {
      const stores = at % 2 === 0 ? [one, two] : [two, one];
      await Promise.all(
        stores.map((store, seq) => store.saveProfiles([profile({ visitor, seq, data: `${seq}` })])),
      );
    }
    const saved = await one.loadProfiles(SITE, visitors);
    expect(saved.map(({ data }) => data)).toEqual(visitors.map(() => '1'));
  });
});

describe('places in the log', () => {
  async function openPlaces(now: () => number) {
    const { client, db } = await connect(nextUrl());
    onTestFinished(() => client.close());
    const { meta } = openCollections(db);
    const [slow, fast] = ['slow', 'fast'].map((node) => createLogPlaces(meta, node, now));
    if (slow === undefined || fast === undefined) throw new Error('two were opened');
    const readOpen = async () => Object.keys((await meta.findOne({ _id: 'log' }))?.open ?? {}).toSorted();
    return { slow, fast, readOpen };
  }

  it('are written at by nobody for whom others may have stopped waiting', async () => {
    const url = nextUrl();
    const [one, two] = [await createMongoStore({ url }), await createMongoStore({ url })];
    onTestFinished(async () => {
      for (const store of [one, two]) await store.close();
    });
    let isCurrent = true;
    one.follow(
      async () => [],
      () => isCurrent,
    );
    await one.append([entry({ id: 'a' })]);
    isCurrent = false;
    await expect(one.append([entry({ id: 'b' })])).rejects.toMatchObject({ code: 'store_unavailable' });
    await two.append([entry({ id: 'c' })]);
    isCurrent = true;
    await one.append([entry({ id: 'd' })]);
    expect((await two.readVisitor(SITE, [ANNA])).map(({ id }) => id)).toEqual(['a', 'c', 'd']);
  });

  it('are read up to where somebody still writes, and past it once that is written', async () => {
    const { slow, fast } = await openPlaces(() => T0);
    const held = await slow.take(3);
    const written = await fast.take(2);
    expect([held.first, written.first]).toEqual([1, 4]);
    await fast.release(written);
    expect([await slow.reach(), await fast.reach()]).toEqual([0, 0]);
    await slow.release(held);
    expect([await slow.reach(), await fast.reach()]).toEqual([5, 5]);
  });

  it('of a try that failed are not read past because a later one was written', async () => {
    const { slow } = await openPlaces(() => T0);
    await slow.take(3);
    await slow.release(await slow.take(2));
    expect(await slow.reach()).toBe(0);
  });

  it('wait for a server that fell silent no longer than it may still write', async () => {
    let now = T0;
    const { slow, fast } = await openPlaces(() => now);
    const held = await slow.take(3);
    await fast.release(await fast.take(2));
    now = T0 + 30_000;
    expect(held.assertHeld).not.toThrow();
    now = T0 + 30_001;
    expect(held.assertHeld).toThrow('took too long');
    now = T0 + 59_999;
    expect(await fast.reach()).toBe(0);
    now = T0 + 60_000;
    expect(await fast.reach()).toBe(5);
  });

  it('are forgotten of servers that are long gone', async () => {
    let now = T0;
    const { slow, fast, readOpen } = await openPlaces(() => now);
    await slow.take(3);
    now = T0 + 120_000;
    await fast.release(await fast.take(1));
    expect(await readOpen()).toEqual(['slow-1']);
    now += 1;
    await fast.release(await fast.take(1));
    expect(await readOpen()).toEqual([]);
  });

  it('of one server are read past what was written of them before', async () => {
    const { slow } = await openPlaces(() => T0);
    await slow.release(await slow.take(3));
    await slow.take(2);
    expect(await slow.reach()).toBe(3);
  });
});
