import { MongoClient } from 'mongodb';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Entry, VisitorId } from '../../../core/entry.ts';
import { createMongoStore } from '../../../integrations/mongodb/store.ts';
import { ANNA, BEN, entry, SITE } from '../../contract/store-samples.ts';
import { openCutStores } from '../../support/mongodb/cut-stores.ts';
import { mongoDatabases } from '../../support/mongodb/databases.ts';

const nextUrl = mongoDatabases('groups');

async function openStore(url: string) {
  const store = await createMongoStore({ url });
  onTestFinished(() => store.close());
  return store;
}

describe('a group of several callers', () => {
  for (const [title, damaged] of [
    ['that no document can hold', entry({ id: 'x', visitor: 'nobody' as VisitorId })],
    [
      'that is too large for a document',
      entry({ id: 'x', properties: { note: '\u20ac'.repeat(5_600_000) } }),
    ],
  ] as const) {
    it(`takes all but an entry ${title}`, async () => {
      const store = await openStore(nextUrl());
      const [before, refused, after] = await Promise.allSettled([
        store.append([entry({ id: 'a' })]),
        store.append([entry({ id: 'b' }), damaged]),
        store.append([entry({ id: 'c' })]),
      ]);
      expect([before.status, after.status]).toEqual(['fulfilled', 'fulfilled']);
      expect(refused).toMatchObject({ status: 'rejected', reason: { code: 'invalid_value' } });
      expect((await store.readSince(0, 10)).map(({ id }) => id)).toEqual(['a', 'c']);
    });
  }

  it('takes all but a copy of an entry that was damaged in the database', async () => {
    const url = nextUrl();
    const store = await openStore(url);
    await store.append([entry({ id: 'x' })]);
    const client = await MongoClient.connect(url);
    onTestFinished(() => client.close());
    await client
      .db()
      .collection('entries')
      .updateOne({}, { $set: { d: '{' } });
    const [before, refused, after] = await Promise.allSettled([
      store.append([entry({ id: 'a' })]),
      store.append([entry({ id: 'x', source: 'server' })]),
      store.append([entry({ id: 'c' })]),
    ]);
    expect([before.status, after.status]).toEqual(['fulfilled', 'fulfilled']);
    expect(refused).toMatchObject({ status: 'rejected', reason: { code: 'entry_unreadable' } });
    const read = await store.readVisitor(SITE, [ANNA], { types: ['event'] });
    expect(read.map(({ id }) => id)).toEqual(['a', 'c']);
    expect(await store.readEntry(SITE, 'c')).not.toBeNull();
  });
});

describe('copies that win', () => {
  const copies = (source: Entry['source'], ids: readonly string[], t?: number) =>
    ids.map((id) => entry({ id, source, visitor: BEN, ...(t !== undefined && { t }) }));
  const IDS = ['a', 'b', 'c'];

  it('in the place of which another server was faster are settled again, and the others are not', async () => {
    const { door, store, beside } = await openCutStores(nextUrl());
    await beside.append(copies('web', IDS));
    const { promise: isOver, resolve } = Promise.withResolvers<void>();
    const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
    let updates = 0;
    door.hold((command) => {
      updates += Number(command === 'update');
      if (command !== 'update' || updates > 1) return undefined;
      reach();
      return isOver;
    });
    const first = store.append(copies('server', IDS));
    await reached;
    const [faster] = await beside.append(copies('server', ['b'], 1));
    resolve();
    const outcomes = await first;
    expect(faster?.status).toBe('replaced');
    expect(outcomes.map(({ status }) => status)).toEqual(['replaced', 'duplicate', 'replaced']);
    expect(outcomes[1]?.seq).toBe(faster?.seq);
    const log = await beside.readVisitor(SITE, [BEN]);
    expect(log.map(({ id, seq }) => [id, seq]).toSorted()).toEqual(
      IDS.map((id, at) => [id, outcomes[at]?.seq]),
    );
  });
});
