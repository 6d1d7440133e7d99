import { MongoClient } from 'mongodb';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Store } from '../../../core/ports.ts';
import { COLLECTIONS, openAny } from '../../../integrations/mongodb/collections.ts';
import { createMongoStore } from '../../../integrations/mongodb/store.ts';
import { ANNA, base, entry, OTHER_SITE, profile, reservation, SITE } from '../../contract/store-samples.ts';
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
