import { describe, expect, it } from 'vitest';
import { createLedger, MOST_ORDERS, takeOrder } from '../../../../core/catalogue/relations/order-ledger.ts';
import type { Counting } from '../../../../core/catalogue/relations/visits.ts';
import type { Entry, LoggedEntry } from '../../../../core/entry.ts';
import {
  countAll,
  createLog,
  listSupports,
  NOON,
  openOn,
  orders,
  readAll,
  relationsOf,
  views,
  visitorId,
} from './world.ts';

const HOUR = 60;

/** Told of at the end, days later. */
function late(entry: Entry): Entry {
  return { ...entry, receivedAt: NOON + 20 * 86_400_000 };
}

async function viewedTogether(entries: readonly Entry[]): Promise<readonly string[]> {
  return listSupports((await countAll(entries)).tables.viewed);
}

describe('an event that comes late', () => {
  it('joins a session that memory has forgotten', async () => {
    const others = Array.from({ length: 400 }, (_, n) => views('z', n * 6, 'bob'));
    const [first, second] = [views('a', 5 * HOUR + 1), views('b', 5 * HOUR + 2)];
    const inTime = [...others, first, second].toSorted((a, b) => a.t - b.t);
    expect(await viewedTogether([...inTime, late(views('c', 5 * HOUR + 3))])).toEqual([
      'a b: 1',
      'a c: 1',
      'b c: 1',
    ]);
  });

  it('joins it however many sessions the visitor had since', async () => {
    const since = Array.from({ length: 40 }, (_, n) => views('z', (n + 1) * HOUR));
    const entries = [views('a', 0), ...since, late(views('b', 8)), late(views('c', 12 * HOUR + 1))];
    expect(await viewedTogether(entries)).toEqual(['a b: 1', 'c z: 1']);
  });

  it('is found in a history of thousands of events', async () => {
    const since = Array.from({ length: 1_500 }, (_, n) => views('z', HOUR + n * 31));
    const busy = [views('a', 0), ...since, views('b', HOUR + 1_500 * 31 - 10)];
    expect(await viewedTogether([...busy, late(views('c', 1))])).toEqual(['a c: 1', 'b z: 1']);
  });

  it('leaves the session that goes on as it is', async () => {
    const now = [views('d', 20 * HOUR), views('e', 20 * HOUR + 1)];
    const others = Array.from({ length: 200 }, (_, n) => views('z', n * 6, 'bob'));
    const entries = [
      views('a', 0),
      ...others,
      ...now,
      { ...views('b', 5), receivedAt: NOON + (20 * HOUR + 2) * 60_000 },
    ];
    expect(await viewedTogether([...entries, views('f', 20 * HOUR + 3)])).toEqual([
      'a b: 1',
      'd e: 1',
      'd f: 1',
      'e f: 1',
    ]);
  });

  it('counts nothing anew', async () => {
    const entries = [views('a', 0), views('b', 5), views('z', 20 * HOUR, 'bob')];
    expect(await viewedTogether([...entries, late(views('a', 3)), late(views('b', 4))])).toEqual(['a b: 1']);
  });
});

it('many visitors at once are held within bounds, and none is lost', async () => {
  const log = createLog();
  const crowd = 500;
  const follower = await openOn(log);
  for (const product of ['a', 'b']) {
    for (let n = 0; n < crowd; n += 1) log.append(views(product, product === 'a' ? 0 : 29, `v${n}`));
  }
  await readAll(follower);
  expect(listSupports(relationsOf(follower).tables.viewed)).toEqual([`a b: ${crowd}`]);
});

describe('the ledger of orders', () => {
  const counted: string[] = [];
  const counting: Counting = {
    extend: ({ products }, product) => {
      products.push(product);
      counted.push(product);
    },
    retract: () => undefined,
  };
  const told = (n: number, more: Partial<LoggedEntry> = {}): LoggedEntry => ({
    ...orders([`p${n}`], n, { id: `order:${n}` }),
    seq: n + 1,
    ...more,
  });

  it('forgets the oldest, and counts no copy of what it forgot', () => {
    const ledger = createLedger();
    for (let n = 0; n < MOST_ORDERS + 3; n += 1) takeOrder(ledger, told(n), counting);
    expect([ledger.orders.length, ledger.placeOf.size]).toEqual([MOST_ORDERS, MOST_ORDERS]);
    counted.length = 0;
    const supersedes = [visitorId('ann')];
    takeOrder(ledger, told(2, { source: 'server', supersedes }), counting);
    expect(counted).toEqual([]);
    takeOrder(ledger, told(3, { source: 'server', supersedes }), counting);
    takeOrder(ledger, told(MOST_ORDERS + 9, { source: 'server', supersedes }), counting);
    expect(counted).toEqual(['p3', `p${MOST_ORDERS + 9}`]);
  });
});
