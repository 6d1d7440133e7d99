import { MongoClient } from 'mongodb';
import { describe, expect, it, onTestFinished } from 'vitest';
import { mongoDatabases } from './databases.ts';

const nextUrl = mongoDatabases('mongos', { isSharded: true });

type Entry = { readonly _id: string; readonly s: string; readonly v: string | null; readonly n?: number };

async function openEntries(more = '') {
  const client = await MongoClient.connect(`${nextUrl()}${more}`);
  onTestFinished(() => client.close());
  return client.db().collection<Entry>('entries');
}

/** Visitors of whom the second lies on another shard than the first, the third on the same: found by trying. */
async function findVisitors(entries: Awaited<ReturnType<typeof openEntries>>) {
  const all = Array.from({ length: 12 }, (_, at) => `visitor ${at}`);
  const [first = ''] = all;
  await entries.insertOne({ _id: 'probe', s: 'one', v: first });
  const taken: string[] = [];
  for (const v of all.slice(1)) {
    const isTaken = await entries.insertOne({ _id: 'probe', s: 'one', v }).then(
      () => false,
      () => true,
    );
    if (isTaken) taken.push(v);
    else await entries.deleteOne({ _id: 'probe', s: 'one', v });
  }
  await entries.deleteMany({});
  const elsewhere = all.slice(1).filter((v) => !taken.includes(v));
  return { first, elsewhere, beside: taken };
}

describe('shards behind a mongos in memory', () => {
  it('know an id twice on two shards, and once on one', async () => {
    const entries = await openEntries();
    const { first, elsewhere, beside } = await findVisitors(entries);
    expect([elsewhere.length, beside.length].every((count) => count > 0)).toBe(true);
    for (const v of [first, elsewhere[0] ?? '']) await entries.insertOne({ _id: 'a', s: 'one', v });
    expect(await entries.countDocuments({ _id: 'a' })).toBe(2);
    const again = entries.insertOne({ _id: 'a', s: 'one', v: beside[0] ?? '' });
    await expect(again).rejects.toMatchObject({ code: 11_000 });
  });

  it('are read as one, in the order that is asked for', async () => {
    const entries = await openEntries();
    const numbers = Array.from({ length: 40 }, (_, n) => n);
    await entries.insertMany(numbers.map((n) => ({ _id: `${n}`, s: 'one', v: `visitor ${n}`, n })));
    const found = await entries
      .find({ s: 'one', n: { $gt: 4 } })
      .sort({ n: -1 })
      .limit(20)
      .toArray();
    expect(found.map(({ n }) => n)).toEqual(numbers.toReversed().slice(0, 20));
    expect((await entries.deleteMany({ s: 'one' })).deletedCount).toBe(40);
  });

  it('make nothing, and find nothing to change, without the shard key', async () => {
    const entries = await openEntries();
    const [set, upsert] = [{ $set: { n: 1 } }, { upsert: true }];
    for (const write of [
      () => entries.updateOne({ _id: 'a' }, set, upsert),
      () => entries.updateOne({ n: 7 }, set),
      () => entries.replaceOne({ _id: 'a', s: 'one' }, { s: 'one', v: 'x' }, upsert),
      () => entries.findOneAndUpdate({ _id: 'a' }, set),
      () => entries.deleteOne({ n: 7 }),
    ])
      await expect(write()).rejects.toMatchObject({ code: 61 });
    const whole = { _id: 'a', s: 'one', v: 'x' };
    expect((await entries.updateOne(whole, set, upsert)).upsertedId).toBe('a');
    expect((await entries.updateOne({ _id: 'a' }, set)).matchedCount).toBe(1);
    expect((await entries.findOneAndUpdate(whole, set))?.v).toBe('x');
    expect((await entries.deleteOne({ _id: 'a' })).deletedCount).toBe(1);
  });

  it('let a document move by itself, and not with others', async () => {
    const entries = await openEntries();
    const { first: v, elsewhere, beside } = await findVisitors(entries);
    const ids = ['a', 'b', 'c'];
    await entries.insertMany(ids.map((_id) => ({ _id, s: 'one', v })));
    const move = (_id: string, to = '') => ({
      updateOne: { filter: { _id, s: 'one', v }, update: { $set: { v: to } } },
    });
    const together = entries.bulkWrite([move('a', beside[0]), move('b', elsewhere[0])], { ordered: false });
    await expect(together).rejects.toMatchObject({ code: 72, matchedCount: 1 });
    expect((await entries.bulkWrite([move('b', elsewhere[0])])).modifiedCount).toBe(1);
    const byIdAlone = entries.updateOne({ _id: 'c' }, { $set: { v: elsewhere[0] ?? '' } });
    await expect(byIdAlone).rejects.toMatchObject({ code: 61 });
    const found = await entries
      .find({ _id: { $in: ids } })
      .sort({ _id: 1 })
      .toArray();
    expect(found.map((one) => one.v)).toEqual([beside[0], elsewhere[0], v]);
  });

  it('let nothing move that is not written so that it may be tried again, nor beside another of its id', async () => {
    const unsafe = await openEntries('?retryWrites=false');
    const { first: v, elsewhere } = await findVisitors(unsafe);
    const to = elsewhere[0] ?? '';
    await unsafe.insertOne({ _id: 'a', s: 'one', v });
    const filter = { _id: 'a', s: 'one', v };
    await expect(unsafe.updateOne(filter, { $set: { v: to } })).rejects.toThrow('retryable writes');
    const safe = await openEntries();
    for (const at of [v, to]) await safe.insertOne({ _id: 'a', s: 'one', v: at });
    await expect(safe.updateOne(filter, { $set: { v: to } })).rejects.toMatchObject({ code: 11_000 });
  });
});
