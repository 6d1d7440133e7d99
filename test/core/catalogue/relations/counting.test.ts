import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../../core/entry.ts';
import {
  countAll,
  createRandom,
  happens,
  listCounts,
  listSupports,
  makeLife,
  NOON,
  orders,
  shuffle,
  views,
  visitorId,
} from './world.ts';

const DAY = 86_400_000;

async function viewedTogether(entries: readonly Entry[]): Promise<readonly string[]> {
  return listSupports((await countAll(entries)).tables.viewed);
}

async function boughtTogether(entries: readonly Entry[]): Promise<readonly string[]> {
  return listSupports((await countAll(entries)).tables.bought);
}

describe('what is viewed together', () => {
  it.each<[string, readonly Entry[], readonly string[]]>([
    ['two products of one session', [views('a', 0), views('b', 5)], ['a b: 1']],
    ['each pair once a session', [views('a', 0), views('b', 1), views('a', 2), views('b', 3)], ['a b: 1']],
    ['and again in the next', [0, 100].flatMap((m) => [views('a', m), views('b', m + 1)]), ['a b: 2']],
    ['all pairs of three', [views('a', 0), views('b', 1), views('c', 2)], ['a b: 1', 'a c: 1', 'b c: 1']],
    ['nothing across a gap of 30 minutes', [views('a', 0), views('b', 30)], []],
    ['but across less', [views('a', 0), views('b', 30 - 1 / 60_000)], ['a b: 1']],
    ['or with a page between', [views('a', 0), happens('Page Viewed', 25), views('b', 50)], ['a b: 1']],
    ['nothing of two visitors', [views('a', 0, 'ann'), views('b', 1, 'bob')], []],
    ['nothing of nobody', [views('a', 0, null), views('b', 1, null)], []],
    ['nothing that has no id', [views('a', 0), views('', 1), views(7, 2), views('x'.repeat(201), 3)], []],
    ['nothing that was only added', [views('a', 0), happens('Product Added', 1)], []],
  ])('%s', async (_, entries, pairs) => {
    expect(await viewedTogether(entries)).toEqual(pairs);
  });

  it('counts no more than 30 products of a session', async () => {
    const many = Array.from({ length: 40 }, (_, n) => views(`p${String(n).padStart(2, '0')}`, n));
    const { viewed } = (await countAll(many)).tables;
    expect(viewed.rows.map(({ product }) => product)).toEqual(
      Array.from({ length: 30 }, (_, n) => `p${String(n).padStart(2, '0')}`),
    );
  });

  it('counts once what a late event makes one session of two', async () => {
    const two = [views('a', 0), views('b', 1), views('a', 50), views('b', 51), views('c', 52)];
    const [apart, joined] = [await countAll(two), await countAll([...two, happens('Page Viewed', 26)])];
    expect(listSupports(apart.tables.viewed)).toEqual(['a b: 2', 'a c: 1', 'b c: 1']);
    expect(listSupports(joined.tables.viewed)).toEqual(['a b: 1', 'a c: 1', 'b c: 1']);
    expect(joined.tables.viewed.weight).toBe(apart.tables.viewed.weight / 2);
  });

  it('counts a second copy of a view once', async () => {
    const [first, copy] = [views('a', 0), views('a', 1)];
    const entries = [first, views('b', 2), { ...copy, id: first.id, source: 'server' as const }];
    expect(await viewedTogether(entries)).toEqual(['a b: 1']);
  });
});

describe('what is bought together', () => {
  const order = { id: 'order:1' } as const;
  const server = { source: 'server' } as const;
  const ordered = (id: string, products: readonly string[], more: Partial<Entry>): Entry => ({
    ...orders(products, 0),
    id,
    properties: { order_id: 'h1', products: products.map((product) => ({ product_id: product })) },
    ...more,
  });

  it.each<[string, readonly Entry[], readonly string[]]>([
    ['the products of an order', [orders(['a', 'b'], 0)], ['a b: 1']],
    ['each pair once an order', [orders(['a', 'b', 'a', 'b'], 0)], ['a b: 1']],
    ['two orders twice', [orders(['a', 'b'], 0), orders(['a', 'b'], 1)], ['a b: 2']],
    [
      'one id once',
      [orders(['a', 'b'], 0, order), orders(['a', 'b'], 1, { ...order, ...server })],
      ['a b: 1'],
    ],
    [
      'one order id under two entry ids once',
      [ordered('x', ['a', 'b'], {}), ordered('y', ['a', 'b'], {})],
      ['a b: 1'],
    ],
    [
      'what the shop’s server says, not the browser',
      [orders(['a', 'b'], 0, order), orders(['a', 'c'], 1, { ...order, ...server })],
      ['a c: 1'],
    ],
    [
      'whichever came first',
      [orders(['a', 'c'], 1, { ...order, ...server }), orders(['a', 'b'], 0, order)],
      ['a c: 1'],
    ],
    [
      'what the server says where the two have entry ids of their own',
      [
        ordered('x', ['a', 'c'], { source: 'server' }),
        ordered('y', ['a', 'b'], { source: 'web' }),
        ordered('z', ['a', 'd'], { source: 'server', t: NOON + 1 }),
      ],
      ['a c: 1'],
    ],
    [
      'nothing once the copy that stands is nobody’s',
      [orders(['a', 'b'], 0, order), orders(['a', 'b'], 1, { ...order, ...server, visitor: null })],
      [],
    ],
    ['nothing of nobody', [orders(['a', 'b'], 0, { visitor: null })], []],
    [
      'nothing of what is no product',
      [orders(['a', 3, null], 0), orders([], 1), happens('Order Completed', 2)],
      [],
    ],
  ])('%s', async (_, entries, pairs) => {
    expect(await boughtTogether(entries)).toEqual(pairs);
  });
});

describe('any order of arrival', () => {
  it.each(Array.from({ length: 25 }, (_, seed) => seed))('counts the same (seed %i)', async (seed) => {
    const random = createRandom(seed);
    const life = makeLife(random, 300);
    const inTime = life.toSorted((a, b) => a.t - b.t);
    // Told of days later, as an import is.
    const imported = shuffle(life, random).map((entry, n) => ({ ...entry, receivedAt: NOON + 3 * DAY + n }));
    const delayed = life
      .map((entry) => ({ ...entry, receivedAt: entry.t + random(400) * 60_000 }))
      .toSorted((a, b) => a.receivedAt - b.receivedAt);
    const counts = listCounts(await countAll(inTime));
    expect(counts.viewed).toMatchObject({ weight: expect.any(Number) });
    expect(listCounts(await countAll(imported))).toEqual(counts);
    expect(listCounts(await countAll(delayed))).toEqual(counts);
  });

  it('gives a session that crosses midnight the weight of one of its two days', async () => {
    const night = [views('a', 719), views('b', 721)];
    const [evening, morning] = [await countAll(night), await countAll([...night].reverse())];
    expect(listSupports(evening.tables.viewed)).toEqual(listSupports(morning.tables.viewed));
    const ratio = morning.tables.viewed.weight / evening.tables.viewed.weight;
    expect(ratio).toBeCloseTo(2 ** (1 / 30), 6);
  });
});

it('keeps no visitor in what it counts', async () => {
  const { tables, orders: ledger } = await countAll([views('a', 0), views('b', 1), orders(['a', 'b'], 2)]);
  expect(JSON.stringify([tables.viewed.rows, tables.bought.rows, ledger.orders])).not.toContain(
    visitorId('ann'),
  );
});
