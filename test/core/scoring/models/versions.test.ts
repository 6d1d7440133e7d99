import { describe, expect, it } from 'vitest';
import type { Json, SiteId } from '../../../../core/entry.ts';
import { createModelBook } from '../../../../core/scoring/models/model-book.ts';

const site = 'st_1' as SiteId;
const label = { key: 'own', kind: 'event', event: 'Product Added', withinMs: 86_400_000 };
const window = { train: [0, 1], tune: [2, 3], test: [4, 5] };
const card = { label: 'own', version: 1, trainedAt: 0, window, candidates: [] };

async function openBook(version: Json) {
  const state = { label, active: 1, previous: null, latest: 1, lastRun: null };
  const rows: Readonly<Record<string, readonly { readonly key: string; readonly value: Json }[]>> = {
    models: [{ key: 'own', value: state }],
    'model-versions': [{ key: 'own.00000001', value: version }],
  };
  return createModelBook({
    store: {
      getRecord: async (collection, _, key) => rows[collection]?.find((row) => row.key === key)?.value,
      putRecord: async () => true,
      deleteRecord: async () => true,
      listRecords: async (collection) => [...(rows[collection] ?? [])],
    },
    sites: [site],
  });
}

describe('a version that is damaged', () => {
  it.each<[string, Json, number]>([
    ['nothing', null, 0],
    ['a text', 'model', 0],
    ['without a card', { model: {}, reference: null }, 0],
    ['with half a card', { model: {}, reference: null, card: { label: 'own', version: 1 } }, 0],
    ['with a card and half a model', { model: { featuresVersion: 1 }, reference: null, card }, 1],
    ['made with other features', { model: { featuresVersion: 99 }, reference: null, card }, 1],
  ])('is not served, and stops nobody: %s', async (_, version, cards) => {
    const book = await openBook(version);
    expect(book.served(site, 'own')).toBeNull();
    expect(book.state(site, 'own')).toMatchObject({ active: 1 });
    expect(await book.cards(site, 'own')).toHaveLength(cards);
  });
});
