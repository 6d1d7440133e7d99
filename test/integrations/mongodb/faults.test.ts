import { describe, expect, it, onTestFinished } from 'vitest';
import type { Entry, VisitorId } from '../../../core/entry.ts';
import { createMongoStore } from '../../../integrations/mongodb/store.ts';
import { ANNA, BEN, contribution, entry, profile, SITE } from '../../contract/store-samples.ts';
import { mongoDatabases } from '../../support/mongodb/databases.ts';
import { throughDoor } from '../../support/mongodb/doored.ts';
import { type Fate, type Meet, openDoor } from '../../support/mongodb/one-at-a-time.ts';
import { mongoKind } from '../../support/mongodb/server.ts';

const nextUrl = mongoDatabases('faults');

/** After that nothing of a try is written any more. */
const LEASE_MS = 60_000;
/** After that nothing is that was given up, as it is by a server that goes on. */
const COMMANDS_MS = 21_000;

/** A store whose connections can be cut, one beside it that nothing happens to, and one whose clock is ahead. */
async function openStores() {
  const url = new URL(nextUrl());
  const door = await openDoor(Number(url.port));
  const store = await createMongoStore({
    url: throughDoor(door, url.href),
    // The driver looks twice a second.
    primaryMs: 1_500,
  });
  const beside = await createMongoStore({ url: url.href });
  const soon = await createMongoStore({ url: url.href, now: () => Date.now() + COMMANDS_MS });
  const later = await createMongoStore({ url: url.href, now: () => Date.now() + LEASE_MS });
  onTestFinished(async () => {
    door.meet(() => 'pass');
    for (const one of [store, beside, soon, later]) await one.close();
    await door.close();
  });
  return { door, store, beside, soon, later };
}

/** The n-th command of a name meets it, all others pass. */
function once(name: string, fate: Fate): Meet & { readonly met: () => boolean } {
  let isOver = false;
  const meet: Meet = (command) => {
    if (isOver || command !== name) return 'pass';
    isOver = true;
    return fate;
  };
  return Object.assign(meet, { met: () => isOver });
}

/** A set numbers writes: the driver sends one again by itself, and the server knows whether it has done it. */
const isRetried = mongoKind() !== 'FerretDB';

const group = (ids: readonly string[], visitor: VisitorId | null = ANNA): readonly Entry[] =>
  ids.map((id) => entry({ id, visitor }));
const IDS = ['a', 'b', 'c'];

/** A connection that breaks, and a primary that is none any more, before and after the command was done. */
const FATES: readonly Fate[] = ['cut before', 'cut after', 'not primary before', 'not primary after'];

describe('a connection that breaks while a group is written', () => {
  for (const name of ['find', 'findAndModify', 'insert', 'update']) {
    for (const fate of FATES) {
      it(`${fate} ${name}: everything is stored once, and said to be`, async () => {
        const { door, store, beside, soon, later } = await openStores();
        await beside.append(group(['z']));
        const meet = once(name, fate);
        door.meet(meet);
        const outcomes = await store.append(group(IDS));
        expect(meet.met()).toBe(true);
        expect(outcomes.map(({ status }) => status)).toEqual(['stored', 'stored', 'stored']);
        const log = await later.readSince(0, 10);
        expect(log.map(({ id }) => id)).toEqual(['z', ...IDS]);
        expect(outcomes.map(({ seq }) => seq)).toEqual(log.slice(1).map(({ seq }) => seq));
        // What was on its way when the connection broke may still be written: nobody reads past it before.
        const seen = (await beside.readSince(0, 10)).map(({ id }) => id).filter((id) => id !== 'z');
        expect(seen).toEqual(name === 'insert' && !isRetried ? [] : IDS);
        expect((await soon.readSince(0, 10)).map(({ id }) => id)).toEqual(['z', ...IDS]);
      });
    }
  }

  for (const fate of FATES) {
    it(`${fate} a better copy is written: it is told once, with what it superseded`, async () => {
      const { door, store, beside, later } = await openStores();
      await beside.append(group(['order:1'], BEN));
      const meet = once('update', fate);
      door.meet(meet);
      const [outcome] = await store.append([entry({ id: 'order:1', visitor: null, source: 'server' })]);
      expect(meet.met()).toBe(true);
      expect(outcome).toMatchObject({ status: 'replaced', previous: { visitor: BEN } });
      const log = await later.readSince(0, 10);
      expect(log).toMatchObject([{ id: 'order:1', seq: outcome?.seq, source: 'server', supersedes: [BEN] }]);
    });
  }

  it('for good: nothing is acknowledged, and once it is whole again the store goes on', async () => {
    const { door, store, beside } = await openStores();
    door.meet((command) => (command === 'insert' ? 'cut before' : 'pass'));
    await expect(store.append(group(IDS))).rejects.toMatchObject({ code: 'store_unavailable' });
    expect(await beside.readEntry(SITE, 'a')).toBeNull();
    door.meet(() => 'pass');
    expect((await store.append(group(IDS))).map(({ status }) => status)).toEqual([
      'stored',
      'stored',
      'stored',
    ]);
    expect(await store.health()).toMatchObject({ writable: true });
  });

  it('and everything with it: the store says so, and takes entries again without being opened anew', async () => {
    const { door, store } = await openStores();
    door.meet(() => 'cut before');
    await expect(store.append(group(IDS))).rejects.toMatchObject({ code: 'store_unavailable' });
    expect(await store.health()).toMatchObject({ writable: false });
    door.meet(() => 'pass');
    expect((await store.append(group(IDS))).map(({ status }) => status)).toEqual([
      'stored',
      'stored',
      'stored',
    ]);
  });
});

describe('an address', () => {
  it('that names another replica set is told so: somebody answers there', async () => {
    const url = new URL(nextUrl());
    url.searchParams.set('replicaSet', 'other');
    const opening = createMongoStore({ url: url.href, primaryMs: 500 });
    await expect(opening).rejects.toMatchObject({
      code: 'store_unavailable',
      message: `[inkling] [mongodb] nobody at ${url.host} is of the replica set other: correct replicaSet in MONGODB_URL, rs.status().set in mongosh is its name, or leave it out where there is none`,
    });
  });
});

describe('taking a name off that is broken off', () => {
  it('leaves the profile by which it is found again, and what others may sum once', async () => {
    const { door, store, beside } = await openStores();
    await store.append(group(IDS));
    await store.saveProfiles([profile({ contributions: [contribution({ unit: 'visitor_day', y: 3 })] })]);
    door.meet((command) => (command === 'update' ? 'cut before' : 'pass'));
    await expect(store.unname(SITE, ANNA)).rejects.toMatchObject({ code: 'store_unavailable' });
    expect(await beside.loadProfiles(SITE, [ANNA])).toHaveLength(1);
    door.meet(once('delete', 'cut after'));
    await store.unname(SITE, ANNA).catch(() => undefined);
    door.meet(() => 'pass');
    await store.unname(SITE, ANNA);
    expect(await beside.loadProfiles(SITE, [ANNA])).toEqual([]);
    expect(await beside.readVisitor(SITE, [ANNA])).toEqual([]);
    expect(await beside.readSite(SITE, { type: 'event', limit: 9 })).toHaveLength(3);
    expect(await beside.sumContributions(SITE, 'hello')).toMatchObject([{ n: 1, y: 3 }]);
  });
});
