import { describe, expect, it } from 'vitest';
import type { AccountBase, Store } from '../../../core/ports.ts';
import { readKept } from '../../../core/profiles/visitor-log.ts';
import { ANNA, base, entry, SITE } from '../../contract/store-samples.ts';
import { atEach, cutFrom, openCutStores } from '../../support/mongodb/cut-stores.ts';
import { mongoDatabases } from '../../support/mongodb/databases.ts';
import type { Fate } from '../../support/mongodb/one-at-a-time.ts';

const nextUrl = mongoDatabases('retiring');

const ACCOUNT = 'ac_1';
const sumOf = (n: number): AccountBase => ({ ...base({ data: n }), account: ACCOUNT });
const retire = (store: Store, ids: readonly string[], n: number) =>
  store.retire(SITE, ANNA, ids, base({ data: n }), [sumOf(n)]);

const IDS = ['a', 'b', 'c', 'd'];
const fill = (store: Store) => store.append(IDS.map((id) => entry({ id, context: { account: ACCOUNT } })));

/** Entries and what bases say of those that went: each is a number of entries. */
async function countKept(store: Store) {
  const kept = await readKept(store, SITE, [ANNA]);
  const ofAccount = await store.readAccountBases(SITE, ACCOUNT);
  const sum = (bases: readonly { readonly data: unknown }[]) =>
    bases.reduce((all, { data }) => all + Number(data), 0);
  return {
    own: kept.entries.length + sum(kept.bases),
    account: (await store.readAccount(SITE, ACCOUNT)).length + sum(ofAccount),
  };
}

const WHOLE = { own: 4, account: 4 };

/** The n-th command of a second retiring of the same base is cut; what became of it, or null where it has no n-th. */
async function cutRetire(n: number, fate: 'cut before' | 'cut after') {
  const { door, store, beside } = await openCutStores(nextUrl());
  await fill(store);
  await retire(store, ['a'], 1);
  const meet = cutFrom(n, fate);
  door.meet(meet);
  await retire(store, ['b', 'c'], 3).catch(() => 0);
  door.meet(() => 'pass');
  return { store, beside, met: meet.met() };
}

/** What happens elsewhere just before the first command of a name to a collection. */
function meetOnce(name: string, of: string, elsewhere: () => Promise<void>) {
  let isMet = false;
  const meet = async (command: string, collection: string): Promise<Fate> => {
    if (isMet || command !== name || collection !== of) return 'pass';
    isMet = true;
    await elsewhere();
    return 'pass';
  };
  return Object.assign(meet, { met: () => isMet });
}

describe('retiring that is broken off', () => {
  for (const fate of ['cut before', 'cut after'] as const) {
    it(`${fate} any of its commands: whoever reads counts each entry once`, async () => {
      const commands = await atEach(async (n) => {
        const { beside, met } = await cutRetire(n, fate);
        if (met === '') return null;
        expect({ n, met, ...(await countKept(beside)) }).toEqual({ n, met, ...WHOLE });
        return met;
      });
      expect(commands.filter((name) => name === 'delete')).toHaveLength(1);
      expect(commands.length).toBeGreaterThan(9);
    });

    it(`${fate} any of its commands: the next one finishes it, and counts each entry once`, async () => {
      await atEach(async (n) => {
        const { store, beside, met } = await cutRetire(n, fate);
        if (met === '') return null;
        // Those of an earlier try are out by now: it finds none, or takes them itself.
        expect([0, 2]).toContain(await retire(store, ['b', 'c'], 3));
        expect((await beside.readVisitor(SITE, [ANNA])).map(({ id }) => id)).toEqual(['d']);
        expect({ n, ...(await countKept(beside)) }).toEqual({ n, ...WHOLE });
        return met;
      });
    });
  }

  it('counts once what another server takes out while it is read', async () => {
    const { store, beside } = await openCutStores(nextUrl());
    await fill(store);
    const reads = Promise.all(Array.from({ length: 12 }, () => countKept(beside)));
    await retire(store, ['a'], 1);
    await retire(store, ['b', 'c'], 3);
    for (const { own } of await reads) expect(own).toBe(4);
    expect(await countKept(beside)).toEqual(WHOLE);
  });

  it('keeps an id taken also from a copy that another server is about to store', async () => {
    const { door, store, beside } = await openCutStores(nextUrl());
    await fill(store);
    const meet = meetOnce('find', 'entries', async () => void (await retire(beside, ['a'], 1)));
    door.meet(meet);
    const copy = entry({ id: 'a', source: 'server', context: { account: ACCOUNT } });
    expect(await store.append([copy])).toEqual([{ status: 'duplicate', seq: 0 }]);
    expect(meet.met()).toBe(true);
    expect(await countKept(beside)).toEqual(WHOLE);
  });

  it.each([
    ['takes places', 'findAndModify', 'meta'],
    ['writes it', 'insert', 'entries'],
    ['lets the places go', 'update', 'meta'],
  ])('keeps an id taken that came and went since a server looked, before it %s', async (_, name, of) => {
    const { door, store, beside } = await openCutStores(nextUrl());
    await fill(store);
    const late = entry({ id: 'e', context: { account: ACCOUNT } });
    const meet = meetOnce(name, of, async () => {
      await beside.append([late]);
      expect(await retire(beside, ['e'], 1)).toBe(1);
    });
    door.meet(meet);
    const outcomes = await store.append([late, entry({ id: 'f', context: { account: ACCOUNT } })]);
    expect(meet.met()).toBe(true);
    expect(outcomes).toMatchObject([{ status: 'duplicate', seq: 0 }, { status: 'stored' }]);
    expect(await countKept(beside)).toEqual({ own: 6, account: 6 });
    expect((await beside.readSince(0, 9)).map(({ id }) => id)).toEqual([...IDS, 'f']);
  });

  it('leaves to a server the order of which a page said something that came and went meanwhile', async () => {
    const { door, store, beside } = await openCutStores(nextUrl());
    await fill(store);
    const meet = meetOnce('insert', 'entries', async () => {
      await beside.append([entry({ id: 'order:1', flags: ['unconfirmed'] })]);
      await beside.retire(SITE, ANNA, ['order:1'], null);
    });
    door.meet(meet);
    const order = entry({ id: 'order:1', source: 'server' });
    expect(await store.append([order])).toMatchObject([{ status: 'stored' }]);
    expect(meet.met()).toBe(true);
    expect((await beside.readSince(0, 9)).map(({ id }) => id)).toEqual([...IDS, 'order:1']);
  });

  it('leaves to a server the order that took the place of what a page said of it, when that is about to go', async () => {
    const { door, store, beside } = await openCutStores(nextUrl());
    await store.append([entry({ id: 'order:1', flags: ['unconfirmed'] }), entry({ id: 'e' })]);
    const order = entry({ id: 'order:1', source: 'server' });
    const meet = meetOnce('delete', 'entries', async () => {
      expect(await beside.append([order])).toMatchObject([{ status: 'replaced' }]);
    });
    door.meet(meet);
    expect(await store.retire(SITE, ANNA, ['order:1', 'e'], null)).toBe(1);
    expect(meet.met()).toBe(true);
    expect(await beside.readSince(0, 9)).toMatchObject([{ id: 'order:1', source: 'server' }]);
  });

  it('by two servers at once folds each entry once', async () => {
    const { store, beside } = await openCutStores(nextUrl());
    await fill(store);
    const gone = await Promise.all([retire(store, ['a', 'b'], 2), retire(beside, ['c', 'd'], 2)]);
    expect(gone.toSorted()).toEqual([0, 2]);
    expect(await countKept(beside)).toEqual(WHOLE);
  });
});
