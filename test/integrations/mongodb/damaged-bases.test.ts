/** What retention and erasures make of what was damaged in the database. */
import { type Document, MongoClient } from 'mongodb';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createRetention } from '../../../core/privacy/retention.ts';
import { openMongoSource } from '../../../integrations/mongodb/migration-side.ts';
import { createMongoStore } from '../../../integrations/mongodb/store.ts';
import { ANNA, BEN, base, entry, SITE } from '../../contract/store-samples.ts';
import { DAY, event, MINUTE, rules, START, visitorId, SITE as WORLD } from '../../core/profiles/world.ts';
import { mongoDatabases } from '../../support/mongodb/databases.ts';
import { meetAt, NOW } from './two-books.ts';

const nextUrl = mongoDatabases('damaged-bases');

/** What may have become of a base. */
const DAMAGES: Readonly<Record<string, Document>> = {
  'a text that breaks off': { $set: { data: '[1,' } },
  'no text at all': { $unset: { data: '' } },
  'a version that is a text': { $set: { version: 'x' } },
  'no revision': { $unset: { rev: '' } },
  'something open that is nothing': { $set: { open: 7 } },
  'something open without its parts': { $set: { open: { ids: ['a'] } } },
};

async function openDatabase(url: string) {
  const client = await MongoClient.connect(url);
  onTestFinished(() => client.close());
  return async (collection: string, filter: Document, update: Document): Promise<void> => {
    const changed = await client.db().collection(collection).updateOne(filter, update);
    expect(changed).toMatchObject({ matchedCount: 1 });
  };
}

async function openStore(url: string) {
  const store = await createMongoStore({ url, node: 'one' });
  onTestFinished(() => store.close());
  return store;
}

describe('a base that was damaged', () => {
  it.each(Object.entries(DAMAGES))('to %s is passed over, and written over', async (_, update) => {
    const url = nextUrl();
    const store = await openStore(url);
    await store.append(['a', 'b'].map((id) => entry({ id, context: { account: 'ac_1' } })));
    const sum = { ...base({ data: 1 }), account: 'ac_1' };
    await store.retire(SITE, ANNA, ['a'], base({ data: 1 }), [sum]);
    await store.retire(SITE, BEN, [], base({ visitor: BEN, data: 5 }));
    const spoil = await openDatabase(url);
    await spoil('bases', { v: ANNA }, update);
    await spoil('account_bases', { v: ANNA }, update);
    expect(await store.readBases(SITE, [ANNA, BEN])).toEqual([base({ visitor: BEN, data: 5 })]);
    expect(await store.readAccountBases(SITE, 'ac_1')).toEqual([]);
    expect((await store.health()).unreadable).toEqual(['bases', 'account_bases']);
    expect(await store.retire(SITE, ANNA, ['b'], base({ data: 2 }), [{ ...sum, data: 2 }])).toBe(1);
    expect(await store.readBases(SITE, [ANNA])).toEqual([base({ data: 2 })]);
    expect(await store.readAccountBases(SITE, 'ac_1')).toEqual([{ ...sum, data: 2 }]);
    expect((await store.health()).unreadable).toBeUndefined();
  });

  it('goes with a part of what stands under its id, since nobody can tell whose it is', async () => {
    const url = nextUrl();
    const store = await openStore(url);
    await store.append(['a', 'b'].map((id) => entry({ id })));
    await store.retire(SITE, ANNA, [], base({ since: 9 }));
    const spoil = await openDatabase(url);
    await spoil('bases', { v: ANNA }, { $set: { data: '' } });
    await spoil('entries', { q: 2 }, { $set: { d: '' } });
    expect(await store.removePart(SITE, ANNA, { entryIds: [], sinces: [] })).toEqual({
      entries: 1,
      bases: 1,
    });
    expect((await store.readVisitor(SITE, [ANNA])).map(({ id }) => id)).toEqual(['a']);
    expect(await store.removeVisitor(SITE, [ANNA])).toMatchObject({ entries: 1, bases: 0 });
  });

  it('keeps no server from following, nor anybody from being read', async () => {
    const url = nextUrl();
    const meeting = meetAt(url);
    const [one, two] = [await meeting.open('one'), await meeting.open('two')];
    const visitor = visitorId('anna');
    const viewed = (minute: number) => event('Page Viewed', { visitor, t: START + minute * MINUTE });
    await one.book.append([viewed(0), viewed(300)]);
    const retention = createRetention({ ...one, clock: meeting.clock, rulesOf: () => rules });
    const before = { events: START + 200 * MINUTE, results: 0 };
    expect(await retention.retireLog(WORLD, before)).toMatchObject({ events: 1 });
    const spoil = await openDatabase(url);
    await spoil('bases', { v: visitor }, { $set: { data: '{' } });
    await one.book.append([viewed(301)]);
    expect((await two.book.read(WORLD, visitor, NOW)).slot.timeline.profile.events?.count).toBe(2);
    await one.book.refold(WORLD, visitor);
    expect((await one.book.read(WORLD, visitor, NOW)).slot.timeline.profile.events?.count).toBe(2);
  });

  it('is left behind by a migration, which says so', async () => {
    const url = nextUrl();
    const store = await openStore(url);
    const sum = (visitor: typeof ANNA) => ({ ...base({ visitor }), account: 'ac_1' });
    for (const visitor of [ANNA, BEN])
      await store.retire(SITE, visitor, [], base({ visitor }), [sum(visitor)]);
    const spoil = await openDatabase(url);
    await spoil('bases', { v: ANNA }, { $unset: { rev: '' } });
    await spoil('account_bases', { v: BEN }, { $set: { version: null } });
    await store.close();
    const source = await openMongoSource(url, Date.now);
    onTestFinished(() => source.close());
    const [bases, sums] = [[] as string[], [] as string[]];
    for await (const row of source.tables.bases.read()) bases.push(row.visitor);
    for await (const row of source.tables.accountBases.read()) sums.push(row.visitor);
    expect([bases, sums]).toEqual([[BEN], [ANNA]]);
    expect(source.passedOver?.()).toEqual(['bases', 'account_bases']);
  });
});

describe('an entry that was damaged', () => {
  it('goes with the retention of its site, and no other one does', async () => {
    const url = nextUrl();
    const side = await meetAt(url).open('one');
    const { store, book } = side;
    const visitor = visitorId('anna');
    const viewed = (nth: number, day: number) =>
      event('Page Viewed', { visitor, t: START + day * DAY, receivedAt: START + day * DAY, id: `e${nth}` });
    await book.append([viewed(1, 0), viewed(2, 0), viewed(3, 5), viewed(4, 5)]);
    const spoil = await openDatabase(url);
    for (const q of [2, 4]) await spoil('entries', { q }, { $set: { d: '' } });
    const clock = { now: () => NOW, after: () => () => undefined };
    const retention = createRetention({ store, book, clock, rulesOf: () => rules });
    const before = { events: START + 2 * DAY, results: START + 2 * DAY };
    expect(await retention.retireLog(WORLD, before, true)).toMatchObject({ events: 1 });
    const left = async () => (await store.readSince(0, 9)).map(({ id }) => id);
    expect([await left(), (await store.health()).unreadable]).toEqual([
      ['e1', 'e3'],
      ['entries at place 2', 'entries at place 4'],
    ]);
    expect(await retention.retireLog(WORLD, before)).toMatchObject({ events: 1 });
    expect(await left()).toEqual(['e3']);
    expect((await store.health()).unreadable).toEqual(['entries at place 4']);
    expect(await store.removeVisitor(WORLD, [visitor])).toMatchObject({ entries: 2 });
  });
});
