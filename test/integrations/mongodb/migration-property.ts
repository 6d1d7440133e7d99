/** Any history of a store, moved to the other kind of store and back: what each says of itself is the same. */
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Store } from '../../../core/ports.ts';
import { createEmbeddedStore } from '../../../core/stores/embedded.ts';
import { openEmbeddedSource, openEmbeddedTarget } from '../../../core/stores/migration/embedded-side.ts';
import { openMongoSource, openMongoTarget } from '../../../integrations/mongodb/migration-side.ts';
import { createMongoStore } from '../../../integrations/mongodb/store.ts';
import { makeDataFolder } from '../../support/data-folder.ts';
import { appendAgain, history, move, perform, tell } from './migrating.ts';

export type Plan = {
  readonly nextUrl: () => string;
  readonly histories: number;
  readonly seed: number;
};

async function on<T>(opening: Promise<Store>, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await opening;
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

const onEmbedded = <T>(dataDir: string, work: (store: Store) => Promise<T>): Promise<T> =>
  on(createEmbeddedStore({ dataDir }), work);
const onMongo = <T>(url: string, work: (store: Store) => Promise<T>): Promise<T> =>
  on(createMongoStore({ url }), work);

/** Each way is broken off once; between the two tries to the database the store goes on with its life. */
export async function moveFromFolder({ nextUrl, histories, seed }: Plan): Promise<void> {
  const share = fc.integer({ min: 0, max: 70 }).map((hundredths) => hundredths / 100);
  const property = fc.asyncProperty(history, history, share, async (first, second, part) => {
    const [dataDir, back, url] = [makeDataFolder(), makeDataFolder(), nextUrl()];
    await onEmbedded(dataDir, (store) => perform(store, first));
    expect(await move(openEmbeddedSource(dataDir), await openMongoTarget(url), part)).toBe('broken off');
    await onEmbedded(dataDir, (store) => perform(store, second));
    const there = await move(openEmbeddedSource(dataDir), await openMongoTarget(url));
    const before = await onEmbedded(dataDir, tell);
    expect(await onMongo(url, tell)).toEqual(before);
    const source = () => openMongoSource(url, Date.now);
    expect(await move(await source(), openEmbeddedTarget(back), part)).toBe('broken off');
    const again = await move(await source(), openEmbeddedTarget(back));
    expect(again).toMatchObject({ tables: there === 'broken off' ? [] : there.tables });
    expect(await onEmbedded(back, tell)).toEqual(before);
    const outcomes = await onEmbedded(dataDir, appendAgain);
    expect(await onMongo(url, appendAgain)).toEqual(outcomes);
    expect(await onEmbedded(back, appendAgain)).toEqual(outcomes);
  });
  await fc.assert(property, { numRuns: histories, seed, endOnFailure: true });
}

export async function moveFromMongo({ nextUrl, histories, seed }: Plan): Promise<void> {
  const property = fc.asyncProperty(history, async (deeds) => {
    const [dataDir, url, back] = [makeDataFolder(), nextUrl(), nextUrl()];
    await onMongo(url, (store) => perform(store, deeds));
    const before = await onMongo(url, tell);
    await move(await openMongoSource(url, Date.now), openEmbeddedTarget(dataDir));
    expect(await onEmbedded(dataDir, tell)).toEqual(before);
    await move(openEmbeddedSource(dataDir), await openMongoTarget(back));
    expect(await onMongo(back, tell)).toEqual(before);
    expect(await onMongo(back, appendAgain)).toEqual(await onMongo(url, appendAgain));
  });
  await fc.assert(property, { numRuns: histories, seed, endOnFailure: true });
}
