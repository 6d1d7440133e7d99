import { describe, expect, it } from 'vitest';
import { NO_TOTALS, type Order, type OrderTotals } from '../../../../core/profiles/orders.ts';
import { summarizeOrders } from '../../../../core/scoring/lifetime/summary.ts';

const DAY = 86_400_000;
const HOUR = DAY / 24;
/** Midnight in Auckland. */
const START = Date.UTC(2026, 3, 15, 12);
const NOW = START + 70 * DAY + HOUR;

const order = (day: number, grossMinor: number | null, more: Partial<Order> = {}): Order => ({
  key: `${day} ${grossMinor}`,
  at: START + day * DAY,
  grossMinor,
  refundedMinor: 0,
  cancelled: false,
  confirmed: true,
  ...more,
});
const totals = (count: number, from: number, to: number, netMinor: number): OrderTotals => ({
  tally: { count, first: START + from * DAY, last: START + to * DAY },
  netMinor: BigInt(netMinor),
});
const summarize = (recent: readonly Order[], older = NO_TOTALS, now = NOW) =>
  summarizeOrders({ recent, older }, { now, timezone: 'Pacific/Auckland' });

describe('a summary of orders', () => {
  it('counts purchases after the first one, in weeks', () => {
    expect(summarize([order(0, 5_000), order(14, 2_000), order(35, 4_000)])).toEqual({
      repeats: 2,
      recencyWeeks: 5,
      ageWeeks: 10,
      spend: { purchases: 2, meanMinor: 3_000 },
    });
  });

  it.each([
    ['nothing', []],
    ['a cancelled order', [order(0, 100, { cancelled: true })]],
    ['a refund of an order nobody saw', [order(0, null, { refundedMinor: 100 })]],
    ['an order of tomorrow', [order(71, 100)]],
  ])('is none of %s', (_, recent) => {
    expect(summarize(recent)).toBeNull();
  });

  it('takes several orders on a day of the site’s zone for one purchase', () => {
    const evening = order(7, 1_000, { at: START + 8 * DAY - 1 });
    expect(
      summarize([order(0, 500), order(0, 700, { at: START + 5 * HOUR }), order(7, 2_000), evening]),
    ).toEqual({
      repeats: 1,
      recencyWeeks: 1,
      ageWeeks: 10,
      spend: { purchases: 1, meanMinor: 3_000 },
    });
    expect(summarize([order(0, 500), { ...evening, at: evening.at + 1 }])?.recencyWeeks).toBe(8 / 7);
  });

  it('counts days by the calendar, also over a change of clocks', () => {
    const beforeChange = Date.UTC(2026, 2, 31, 12);
    expect(summarize([order(0, 500, { at: beforeChange }), order(1, 500)])?.recencyWeeks).toBe(16 / 7);
  });

  it('leaves cancelled orders out, takes refunds off, and knows no value of an order in another currency', () => {
    const later = [
      order(7, 9_000, { cancelled: true }),
      order(14, 2_000, { refundedMinor: 500 }),
      order(21, 1_000, { refundedMinor: 5_000 }),
      order(28, 0),
    ];
    expect(summarize([order(0, 500), ...later])).toEqual({
      repeats: 3,
      recencyWeeks: 4,
      ageWeeks: 10,
      spend: { purchases: 2, meanMinor: 750 },
    });
  });

  it('does not look beyond its instant', () => {
    const recent = [order(0, 500), order(14, 2_000), order(35, 4_000)];
    expect(summarize(recent, NO_TOTALS, START + 20 * DAY)).toEqual(
      summarize(recent.slice(0, 2), NO_TOTALS, START + 20 * DAY),
    );
  });

  const [small, large] = [order(0, 2_000), order(0, 5_000)];
  it.each([
    ['before all others', totals(4, -20, -5, 4_000), small, [5, 55], [5, 1_800]],
    ['of a single one', totals(1, -20, -20, 4_000), small, [2, 55], [2, 3_000]],
    ['that end on a day with another', totals(4, -20, 0, 4_000), large, [4, 55], [4, 2_750]],
    ['more than there are days', totals(40, -2, 0, 3_000), large, [3, 37], [3, 3_333]],
    ['between others', totals(2, 10, 12, 4_000), small, [3, 35], [3, 2_667]],
    ['that begin with the first', totals(3, 0, 12, 6_000), large, [3, 35], [3, 2_667]],
    ['without a value', totals(4, -20, -5, 0), small, [5, 55], [2, 3_000]],
  ] as const)('takes totals %s for purchases of one value', (_, older, first, [repeats, days], spend) => {
    const found = summarize([first, order(35, 4_000)], older);
    expect([found?.repeats, Math.round((found?.recencyWeeks ?? 0) * 7)]).toEqual([repeats, days]);
    expect([found?.spend.purchases, Math.round(found?.spend.meanMinor ?? 0)]).toEqual(spend);
  });
});
