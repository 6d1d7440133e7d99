import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../core/entry.ts';
import { NO_ORDER, orderRecordKey, takeOrderEvent, worthOf } from '../../../core/statistics/order.ts';
import { event } from '../profiles/world.ts';

const completed = (parts: Partial<Entry>, total = 1_000): Entry =>
  event('Order Completed', { t: 5, id: 'order:1', properties: { order_id: 'o', total }, ...parts });
const refunded = (id: string, total?: number): Entry =>
  event('Order Refunded', { t: 9, id, properties: { order_id: 'o', ...(total !== undefined && { total }) } });

const worth = (...events: readonly Entry[]) =>
  worthOf(events.reduce((order, entry) => takeOrderEvent(order, entry, '2026-05-01'), NO_ORDER));

describe('an order', () => {
  it('is worth what its standing copy says, whatever the earlier one said', () => {
    // Equal instants: which copy of one event stands is the log's to say.
    expect(worth(completed({}, 900), completed({}, 1_000))).toMatchObject({ grossMinor: 1_000 });
  });

  it('of two events is the earlier, and that of the server before any', () => {
    const [late, early] = [completed({ id: 'b', t: 7 }, 200), completed({ id: 'a', t: 3 }, 100)];
    const server = completed({ id: 'c', t: 9, source: 'server' }, 300);
    expect(worth(late, early)).toMatchObject({ grossMinor: 100 });
    expect(worth(early, late)).toMatchObject({ grossMinor: 100 });
    expect(worth(server, early)).toMatchObject({ grossMinor: 300 });
  });

  it('loses each refund once, never more than it brought, and all of it by one that names no amount', () => {
    expect(worth(completed({}), refunded('r1', 300), refunded('r1', 200))).toMatchObject({
      refundedMinor: 200,
    });
    expect(worth(refunded('r1', 700), completed({}), refunded('r2', 700))).toMatchObject({
      refundedMinor: 1_000,
    });
    expect(worth(completed({}), refunded('r1'))).toMatchObject({ refundedMinor: 1_000 });
  });

  it('is nothing before it is completed, and once it is cancelled', () => {
    expect(worth(refunded('r1', 300))).toBeNull();
    expect(
      worth(event('Order Cancelled', { t: 1, properties: { order_id: 'o' } }), completed({})),
    ).toBeNull();
  });

  it('is known by a hash of its id; an order without one by that of its event', () => {
    expect(orderRecordKey(completed({}))).toMatch(/^[0-9a-f]{32}$/);
    expect(orderRecordKey(completed({ properties: {} }))).not.toBe(orderRecordKey(completed({})));
    expect(orderRecordKey(event('Order Refunded', { t: 1 }))).toBeNull();
    expect(orderRecordKey(event('Page Viewed', { t: 1 }))).toBeNull();
  });
});
