import { MongoClient } from 'mongodb';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Store } from '../../../core/ports.ts';
import { COLLECTIONS, openAny, openCollections } from '../../../integrations/mongodb/collections.ts';
import { createLogPlaces } from '../../../integrations/mongodb/log-places.ts';
import { createMongoStore } from '../../../integrations/mongodb/store.ts';
import {
  ANNA,
  base,
  entry,
  OTHER_SITE,
  profile,
  reservation,
  SITE,
  T0,
} from '../../contract/store-samples.ts';
import { DAY } from '../../core/profiles/world.ts';
import { openCutStores } from '../../support/mongodb/cut-stores.ts';
import { mongoDatabases } from '../../support/mongodb/databases.ts';

const nextUrl = mongoDatabases('sites');

/** A row of every kind. */
async function write(store: Store, id: string): Promise<void> {
  await store.append([entry({ id }), entry({ id: `${id}2`, site: OTHER_SITE })]);
  await store.retire(SITE, ANNA, [], base());
  await store.saveProfiles([profile({})]);
  await store.reserve(reservation({ id }));
  await store.claim(SITE, `order:${id}`, ANNA);
  await store.putRecord('vault', SITE, id, 1);
}

async function removeSite(store: Store): Promise<void> {
  while ((await store.removeSite(SITE, 100)) > 0);
}

async function openReader(url: string) {
  const client = await MongoClient.connect(url);
  onTestFinished(() => client.close());
  /** Rows of the site, by collection. */
  return async () => {
    const left: Record<string, number> = {};
    for (const name of COLLECTIONS) {
      const count = await openAny(client.db(), name).countDocuments({ s: SITE });
      if (count > 0) left[name] = count;
    }
    return left;
  };
}

describe('a site that one server removes', () => {
  it('is shut on another with its next group, and what that wrote until then goes', async () => {
    const url = nextUrl();
    const { store: one, beside: two } = await openCutStores(url);
    const readLeft = await openReader(url);
    await write(two, 'a');
    await removeSite(one);
    expect(await readLeft()).toEqual({});
    await two.putRecord('vault', SITE, 'late', 1);
    await two.saveProfiles([profile({})]);
    expect(Object.keys(await readLeft())).toEqual(['profiles', 'records']);
    const outcomes = await two.append([entry({ id: 'b' }), entry({ id: 'c', site: OTHER_SITE })]);
    expect(outcomes.map(({ status }) => status)).toEqual(['erased', 'stored']);
    await write(two, 'd');
    await two.close();
    expect(await readLeft()).toEqual({});
  });

  it('is shut on another that looks at the log', async () => {
    const url = nextUrl();
    const { store: one, beside: two } = await openCutStores(url);
    const readLeft = await openReader(url);
    await removeSite(one);
    await two.putRecord('vault', SITE, 'late', 1);
    await two.readSince(0, 1);
    expect(await two.putRecord('vault', SITE, 'later', 1)).toBe(false);
    await two.close();
    expect(await readLeft()).toEqual({});
  });

  it('takes nothing of a group that another is in the middle of', async () => {
    const url = nextUrl();
    const { door, store: two, beside: one } = await openCutStores(url);
    const readLeft = await openReader(url);
    const { promise: removed, resolve } = Promise.withResolvers<void>();
    const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
    door.hold((command) => {
      if (command !== 'insert') return undefined;
      reach();
      return removed;
    });
    const appended = two.append([entry({ id: 'a' }), entry({ id: 'b', site: OTHER_SITE })]);
    await reached;
    await removeSite(one);
    resolve();
    expect((await appended).map(({ status }) => status)).toEqual(['erased', 'stored']);
    expect(await readLeft()).toEqual({});
    expect(await one.readEntry(OTHER_SITE, 'b')).not.toBeNull();
    expect((await one.readSince(0, 10)).map(({ id }) => id)).toEqual(['b']);
  });

  it('is swept once more when a server starts: another may have ended in the middle of a write', async () => {
    const url = nextUrl();
    const { store: one, beside: two } = await openCutStores(url);
    const readLeft = await openReader(url);
    await removeSite(one);
    await two.putRecord('vault', SITE, 'late', 1);
    const three = await createMongoStore({ url });
    await three.close();
    expect(await readLeft()).toEqual({});
  });
});

describe('the list of sites that were removed', () => {
  it('names each for a week, and goes on to shut out what was removed since', async () => {
    const url = nextUrl();
    const client = await MongoClient.connect(url);
    onTestFinished(() => client.close());
    const meta = client.db().collection<{ readonly _id: string; readonly [field: string]: unknown }>('meta');
    let now = T0;
    const places = createLogPlaces(openCollections(client.db()).meta, 'one', () => now);
    const listed = async () => (await meta.findOne({ _id: 'log' }))?.shut;
    await meta.insertOne({ _id: 'log', shut: ['st_before'] });
    await places.shut('st_1');
    now += 6 * DAY;
    await places.shut('st_2');
    expect(await listed()).toEqual(['st_before', 'st_1', 'st_2']);
    now += 2 * DAY;
    await places.shut('st_3');
    expect(await listed()).toEqual(['st_2', 'st_3']);
    await places.shut('st_2');
    now += 6 * DAY;
    await places.shut('st_4');
    expect(await listed()).toEqual(['st_2', 'st_3', 'st_4']);
    const mark = await places.take(1);
    expect(await places.release(mark, ['st_2'])).toBe('shut');
    expect(await places.release(mark, ['st_1'])).toBe('released');
    expect(['st_1', 'st_2', 'st_before'].map(places.isShut)).toEqual([true, true, false]);
  });

  it('goes on to name one that another server has begun to remove again', async () => {
    const client = await MongoClient.connect(nextUrl());
    onTestFinished(() => client.close());
    const { meta } = openCollections(client.db());
    let now = T0;
    const other = createLogPlaces(meta, 'two', () => now);
    const late = {
      updateOne: meta.updateOne.bind(meta),
      findOneAndUpdate: async (...asked: Parameters<typeof meta.findOneAndUpdate>) => {
        const found = await meta.findOneAndUpdate(...asked);
        await other.shut('st_1');
        return found;
      },
    };
    await other.shut('st_1');
    now += 8 * DAY;
    await createLogPlaces(late as never, 'one', () => now).shut('st_2');
    expect((await meta.findOne({ _id: 'log' }))?.shut).toEqual(['st_1', 'st_2']);
  });
});
