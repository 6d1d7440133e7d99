import { describe, expect, it } from 'vitest';
import type { CustomerCellAnswer, CustomersAnswer } from '../../../apps/console/api/answers/customers.ts';
import {
  adviseOn,
  viewAlive,
  viewCell,
  viewGrid,
  viewLifetime,
  viewValue,
} from '../../../apps/console/view-models/customers.ts';
import { createFullFormat } from '../../../apps/console/view-models/full-format.ts';
import { ADVICE, CUSTOMERS } from '../../../apps/console/words/customers.ts';
import { tellBuyers } from '../../../core/scoring/lifetime/customers.ts';

const format = createFullFormat('en', Date.UTC(2026, 0, 5, 12), 'UTC');
const words = CUSTOMERS.en;
/** The fields as the server has them. */
const FIELDS = tellBuyers({ buyers: [], isSample: false }, 10).cells;

const cellOf = (more: Partial<CustomerCellAnswer> = {}): CustomerCellAnswer => ({
  ...{ recencyDays: { from: 0, to: 30 }, orders: { from: 1, to: 2 } },
  ...{ buyers: 45, meanSpent: 120, alive: null, words: '' },
  ...more,
});

describe('the grid of buyers', () => {
  it('has five rows and five columns, named as a shop says it', () => {
    const cells = FIELDS.map((field) => ({ ...cellOf(), ...field, buyers: 10, meanSpent: null }));
    const { columns, rows } = viewGrid({ cells, currency: 'EUR' }, words, format);
    expect(columns).toEqual(['1 order', '2 orders', '3 orders', '4 to 5 orders', '6 orders or more']);
    expect(rows.map(({ title }) => title)).toEqual([
      'Under 30 days ago',
      '30 to 59 days ago',
      '60 to 89 days ago',
      '90 to 179 days ago',
      '180 days ago or more',
    ]);
    expect(new Set(rows.flatMap((row) => row.cells.map(({ key }) => key))).size).toBe(25);
  });

  it('is darker where there are more, and says of few that they are few', () => {
    const many = cellOf({ orders: { from: 2, to: 3 }, buyers: 100 });
    const few = cellOf({ orders: { from: 3, to: 4 }, buyers: 0, meanSpent: null });
    const { rows, file } = viewGrid({ cells: [cellOf(), many, few], currency: 'EUR' }, words, format);
    expect(rows[0]?.cells.map(({ text, level, isWithheld }) => [text, level, isWithheld])).toEqual([
      ['45', 2, false],
      ['100', 4, false],
      ['few', 0, true],
    ]);
    expect(rows[0]?.cells[0]?.label).toBe('1 order, Under 30 days ago: 45 buyers');
    expect(file[0]).toEqual(['Under 30 days ago', '1 order', 45, '€120.00', null]);
  });

  it('says of each field what to do, and every advice is given somewhere', () => {
    expect(new Set(FIELDS.map(adviseOn))).toEqual(new Set(ADVICE));
    expect(viewCell(cellOf({ alive: 0.72 }), 'EUR', words, format)).toMatchObject({
      title: 'New: help them to a second order',
      facts: [
        'They have spent about €120.00 each so far.',
        'On average the chance that they still buy from you is 72%.',
      ],
    });
  });

  it.each([
    [0, 6, 'reward'],
    [60, 1, 'nudge'],
    [180, 1, 'letGo'],
    [90, 4, 'winBackLoyal'],
    [180, 2, 'winBack'],
  ])('advises on %d days and %d orders to %s', (days, orders, advice) => {
    const field = { recencyDays: { from: days, to: null }, orders: { from: orders, to: null } };
    expect(adviseOn(field)).toBe(advice);
  });
});

describe('what is to come', () => {
  const lifetimes: NonNullable<CustomersAnswer['lifetimes']> = {
    ...{ fittedAt: '2026-01-05T00:00:00.000Z', historyDays: 300, days: 365 },
    alive: [
      { from: 0, to: 0.5, buyers: 0 },
      { from: 0.5, to: 1, buyers: 85 },
    ],
    fifths: [
      { buyers: 25, mean: 210, share: 0.61 },
      { buyers: 25, mean: 40, share: 0.39 },
    ],
  };

  it('says who still buys, and who brings the most', () => {
    expect(viewAlive(lifetimes, words, format).map(({ label, text }) => [label, text])).toEqual([
      ['0% to 50%', 'too few to tell'],
      ['50% to 100%', '85'],
    ]);
    const value = viewValue(lifetimes, 'EUR', words, format);
    expect(value?.text).toContain('expected to bring 61% of what all bring in the next 365 days');
    expect(value?.bars[0]).toMatchObject({ text: '€210.00 each · 61%', to: 1 });
    expect(viewValue({ ...lifetimes, fifths: null }, 'EUR', words, format)).toBe(null);
  });

  it('says what to expect of one buyer, in the money of the site', () => {
    const lifetime = {
      ...{ probabilityAlive: 0.81, currency: 'JPY', historyDays: 300 },
      expectedPurchases: { days30: 0.42, days90: 1.1, days365: 3.9 },
      expectedValueMinor: { days30: 1_820, days90: 4_000, days365: 15_000 },
    };
    const view = viewLifetime(lifetime, words, format);
    expect(view.alive).toBe('The chance that they still buy from you is 81%.');
    expect(view.rows[0]?.cells).toEqual(['30 days', '0.4', '¥1,820']);
    const unknown = viewLifetime({ ...lifetime, expectedValueMinor: null }, words, format);
    expect(unknown.rows[2]?.cells).toEqual(['365 days', '3.9', 'not known']);
  });
});
