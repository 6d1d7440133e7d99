import { type Document, MongoClient } from 'mongodb';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { VisitorId } from '../../../core/entry.ts';
import { decodeProfile } from '../../../core/profiles/codec.ts';
import { createEmbeddedStore } from '../../../core/stores/embedded.ts';
import { openEmbeddedTarget } from '../../../core/stores/migration/embedded-side.ts';
import { openMongoSource } from '../../../integrations/mongodb/migration-side.ts';
import { createMongoStore } from '../../../integrations/mongodb/store.ts';
import {
  ANNA,
  BEN,
  CLEO,
  contribution,
  entry,
  OTHER_SITE,
  profile,
  SITE,
  T0,
} from '../../contract/store-samples.ts';
import { event, MINUTE, START, visitorId, SITE as WORLD } from '../../core/profiles/world.ts';
import { makeDataFolder } from '../../support/data-folder.ts';
import { mongoDatabases } from '../../support/mongodb/databases.ts';
import { move } from './migrating.ts';
import { foldLog, meetAt, NOW } from './two-books.ts';

const nextUrl = mongoDatabases('damaged');

/** What may have become of a document of the log. */
const DAMAGES: Readonly<Record<string, Document>> = {
  'a text that breaks off': { $set: { d: '{"p":{"x"' } },
  'no properties': { $set: { d: '{}' } },
  'no text at all': { $unset: { d: '' } },
  'a type that there is not': { $set: { k: 99 } },
  'a site that is a number': { $set: { s: 5 } },
  'a visitor that is a number': { $set: { v: 5 } },
  'an instant that is a text': { $set: { t: 'noon' } },
  'no id': { $unset: { i: '' } },
};

async function openDatabase(url: string) {
  const client = await MongoClient.connect(url);
  onTestFinished(() => client.close());
  const of = (collection: string) => client.db().collection(collection);
  return {
    spoil: async (collection: string, filter: Document, update: Document) => {
      expect(await of(collection).updateOne(filter, update)).toMatchObject({ matchedCount: 1 });
    },
    of,
  };
}

async function openStore(url: string, node = 'one') {
  const store = await createMongoStore({ url, node });
  onTestFinished(() => store.close());
  return store;
}

const idsOf = (entries: readonly { readonly id: string }[]) => entries.map(({ id }) => id);

describe('an entry that was damaged in the database', () => {
  it('is passed over by servers that follow, whatever became of it, and by those that start', async () => {
    const url = nextUrl();
    const meeting = meetAt(url);
    const [one, two] = [await meeting.open('one'), await meeting.open('two')];
    const { spoil } = await openDatabase(url);
    const damaged: string[] = [];
    for (const [nth, update] of Object.values(DAMAGES).entries()) {
      const visitor = visitorId(`v${nth}`);
      const viewed = (minute: number) => event('Page Viewed', { visitor, t: START + minute * MINUTE });
      await two.book.append([viewed(0)]);
      const [lost] = await one.store.append([viewed(1)]);
      await spoil('entries', { q: lost?.seq }, update);
      damaged.push(`entries at place ${lost?.seq}`);
      await one.book.append([viewed(2)]);
      const { slot } = await two.book.read(WORLD, visitor, NOW);
      expect(slot.timeline.profile.events?.count).toBe(2);
    }
    expect([...((await two.store.health()).unreadable ?? [])].sort()).toEqual(damaged.sort());

    const three = await meeting.open('three');
    for (const nth of Object.keys(Object.values(DAMAGES))) {
      const { slot } = await three.book.read(WORLD, visitorId(`v${nth}`), NOW);
      expect(slot.timeline.profile.events?.count).toBe(2);
    }
    expect((await three.store.health()).unreadable).toHaveLength(damaged.length);
  });

  it('takes nobody else off a page of the log, or of what is read of it', async () => {
    const url = nextUrl();
    const store = await openStore(url);
    const ids = ['a', 'b', 'c', 'd', 'e'];
    const kinds = [
      { type: 'event', visitor: ANNA },
      { type: 'notice', visitor: BEN },
      { type: 'score', visitor: CLEO },
      { type: 'fact', visitor: null },
    ] as const;
    for (const kind of kinds)
      await store.append(ids.map((id) => entry({ ...kind, id: `${kind.type}-${id}` })));
    const { of } = await openDatabase(url);
    await of('entries').updateMany({ i: /-[bcd]$/ }, { $set: { d: '' } });
    const news = store.follow(async () => ['one']);

    expect(idsOf(await store.readSince(0, 2))).toEqual(['event-a', 'event-e']);
    expect(idsOf(await store.readSince(1, 1))).toEqual(['event-e']);
    expect(idsOf(await store.readOutgoing(SITE, 0, 2))).toEqual(['notice-a', 'notice-e']);
    expect(idsOf(await store.readScores(SITE, 0, 2))).toEqual(['score-a', 'score-e']);
    expect(idsOf(await store.readSite(SITE, { type: 'fact', limit: 2 }))).toEqual(['fact-a', 'fact-e']);
    expect(idsOf(await store.readVisitor(SITE, [ANNA]))).toEqual(['event-a', 'event-e']);
    const newest = { limit: 2, side: 'newest' } as const;
    expect(idsOf(await store.readVisitor(SITE, [ANNA], newest))).toEqual(['event-a', 'event-e']);
    const old = { types: ['event'], before: T0 + 1, limit: 2 } as const;
    expect(idsOf(await store.readBefore(SITE, old))).toEqual(['event-a', 'event-e']);
    expect(idsOf(await news.readPlaces([1, 2, 3, 4, 5]))).toEqual(['event-a', 'event-e']);
    await of('entries').updateMany({ q: { $in: [2, 3] } }, { $set: { k: -1 } });
    const heads = await news.readHeads(0, 2);
    expect([heads.heads.map(({ seq }) => seq), heads.settledTo, heads.hasMore]).toEqual([[1, 4], 4, true]);
    await expect(store.readEntry(SITE, 'event-b')).rejects.toThrow(
      /\[mongodb\] one of the entries at place 2 is damaged: put the database back/,
    );
  });
});

describe('the row of a profile that was damaged', () => {
  const ROWS: Readonly<Record<string, Document>> = {
    'no contributions': { $unset: { c: '' } },
    'contributions that are none': { $set: { c: [{ campaign: 'hello' }] } },
    'segments that are a number': { $set: { seg: 7 } },
    'a text that is a number': { $set: { data: 7 } },
    'no place': { $unset: { q: '' } },
    'a place that is a text': { $set: { q: 'x' } },
    'no instant': { $unset: { last: '' } },
  };

  it('is folded anew from the log, and written over', async () => {
    const url = nextUrl();
    const meeting = meetAt(url);
    const one = await meeting.open('one');
    const visitors = Object.keys(ROWS).map((_, nth) => visitorId(`r${nth}`));
    await one.book.append(visitors.map((visitor) => event('Page Viewed', { visitor, t: START })));
    await one.book.flush();
    await one.close();
    const { spoil } = await openDatabase(url);
    for (const [nth, update] of Object.values(ROWS).entries())
      await spoil('profiles', { v: visitors[nth] }, update);

    const two = await meeting.open('two');
    const rows = await two.store.listProfiles(WORLD, null, visitors.length);
    expect(rows.map(({ visitor }) => visitor)).toEqual(visitors.toSorted());
    expect((await two.store.health()).unreadable).toEqual(visitors.map(() => 'profiles'));
    const folded = await foldLog(two, visitors);
    for (const visitor of visitors) {
      const { slot } = await two.book.read(WORLD, visitor, NOW);
      expect(slot.timeline.profile).toEqual(folded.get(visitor));
    }
    await two.book.flush();
    for (const { data } of await two.store.loadProfiles(WORLD, visitors))
      expect(decodeProfile(data)?.events?.count).toBe(1);
    expect((await two.store.health()).unreadable).toBeUndefined();
  });

  it('keeps nobody else from lists, and adds to no sum', async () => {
    const url = nextUrl();
    const store = await openStore(url);
    const contributions = [contribution({ y: 3 })];
    const rows = [ANNA, BEN, CLEO].map((visitor) =>
      profile({ visitor, due: T0, members: ['new@1'], contributions }),
    );
    await store.saveProfiles(rows);
    const { spoil } = await openDatabase(url);
    await spoil('profiles', { v: ANNA }, { $set: { v: 0, c: [{ campaign: 'hello' }] } });
    expect(await store.listMembers(SITE, 'new@1', null, 2)).toEqual([BEN, CLEO]);
    expect((await store.readDue(0, T0, 2)).map(({ visitor }) => visitor)).toEqual([BEN, CLEO]);
    expect((await store.listProfiles(SITE, null, 2)).map(({ visitor }) => visitor)).toEqual([BEN, CLEO]);
    expect(await store.sumContributions(SITE, 'hello')).toMatchObject([{ n: 2, y: 6, shown: 2 }]);
    expect(await store.loadProfiles(SITE, [ANNA])).toMatchObject([{ visitor: ANNA, data: '' }]);
    await store.unname(SITE, ANNA);
    expect(await store.sumContributions(SITE, 'hello')).toMatchObject([{ n: 2, y: 6 }]);
    expect(await store.loadProfiles(SITE, [ANNA])).toEqual([]);
  });
});

it('a record that was damaged in the database is passed over in lists and named', async () => {
  const url = nextUrl();
  const store = await openStore(url);
  for (const key of ['a', 'b', 'c', 'd']) await store.putRecord('plans', SITE, key, key);
  await store.putRecord('plans', OTHER_SITE, 'a', 'a');
  const { spoil } = await openDatabase(url);
  await spoil('records', { s: SITE, key: 'a' }, { $set: { value: 5 } });
  await spoil('records', { s: SITE, key: 'b' }, { $unset: { key: '' } });
  const page = await store.listRecords('plans', SITE, null, 2);
  expect(page.map(({ key }) => key)).toEqual(['c', 'd']);
  await expect(store.getRecord('plans', SITE, 'a')).rejects.toThrow(/a record of "plans" is no JSON/);
  expect((await store.health()).unreadable).toEqual(['plans', 'plans']);
});

it('a place up to which rows are said to go that was damaged is the beginning of the log', async () => {
  const url = nextUrl();
  const store = await openStore(url);
  await store.append([entry({ id: 'a' })]);
  await store.saveProfiles([], 1);
  expect(await store.readCheckpoint()).toBe(1);
  const { spoil } = await openDatabase(url);
  await spoil('meta', { _id: 'checkpoint one' as never }, { $set: { value: 'x' } });
  expect(await store.readCheckpoint()).toBe(0);
  expect(await store.follow(async () => ['one']).readCheckpoint()).toBe(0);
});

it('what was damaged is left behind by a migration, which says so', async () => {
  const [url, dataDir] = [nextUrl(), makeDataFolder()];
  const store = await createMongoStore({ url });
  await store.append(['a', 'b', 'c'].map((id) => entry({ id })));
  await store.saveProfiles([profile({ visitor: ANNA }), profile({ visitor: BEN })]);
  for (const key of ['a', 'b']) await store.putRecord('plans', SITE, key, key);
  await store.close();
  const { spoil } = await openDatabase(url);
  await spoil('entries', { q: 2 }, { $set: { t: 'noon' } });
  await spoil('profiles', { v: BEN }, { $unset: { seg: '' } });
  await spoil('records', { key: 'a' }, { $set: { value: 5 } });
  const moved = await move(await openMongoSource(url, Date.now), openEmbeddedTarget(dataDir));
  expect(moved).toMatchObject({ passedOver: expect.arrayContaining(['entries at place 2', 'plans']) });
  const there = await createEmbeddedStore({ dataDir });
  onTestFinished(() => there.close());
  expect(idsOf(await there.readSince(0, 10))).toEqual(['a', 'c']);
  const rows = await there.loadProfiles(SITE, [ANNA, BEN] as readonly VisitorId[]);
  expect(rows.map(({ data }) => data)).toEqual(['{"n":1}', '']);
  expect((await there.listRecords('plans', SITE, null, 9)).map(({ key }) => key)).toEqual(['b']);
});
