/** Records of the statistics, as they are found again in the store. */
import type { Json, LoggedEntry } from '../../../core/entry.ts';
import { readChoices } from '../../../core/statistics/choices.ts';
import { addToDay, EMPTY_DAY, readDay } from '../../../core/statistics/day.ts';
import { reportEvents } from '../../../core/statistics/events.ts';
import { NO_ORDER, readOrder, takeOrderEvent, worthOf } from '../../../core/statistics/order.ts';
import { NO_STATE, planPage, readState } from '../../../core/statistics/plan.ts';
import { reportOf } from '../../../core/statistics/report.ts';
import { event, START } from '../../core/profiles/world.ts';
import { type Parser, taken } from '../examine.ts';

const DATE = '2026-10-01';
const ORDER = event('Order Completed', { t: START, properties: { order_id: 'o', total: 1_999 } });
const VIEW = event('Page Viewed', { t: START, context: { path: '/', referrer: 'https://search.example' } });
const ENTRIES: readonly LoggedEntry[] = [
  { ...VIEW, seq: 1 },
  { ...ORDER, seq: 2 },
];
const STATE = planPage(
  NO_STATE,
  { entries: ENTRIES, orders: new Map(), place: 2 },
  { dateOf: () => DATE, gapMs: 1_800_000, oldestDate: DATE },
);
const DAY = STATE.plan.days.reduce((day, [, delta]) => addToDay(day, delta, 2), EMPTY_DAY);
const same = (value: unknown): Json => JSON.parse(JSON.stringify(value));

export const STATISTICS_PARSERS: readonly Parser[] = [
  {
    name: 'a day of the statistics',
    covers: ['core/statistics/day.ts readDay'],
    takes: 'value',
    samples: [same(EMPTY_DAY), same(DAY)],
    read: (value: Json) => {
      const counts = readDay(value);
      // What was damaged is told of all the same.
      reportOf([{ date: DATE, counts }], { from: DATE, to: DATE }, 10);
      reportEvents([{ date: DATE, counts }], { from: DATE, to: DATE });
      return taken(counts);
    },
    write: same,
  },
  {
    name: 'page loads of a day by what was allowed',
    covers: ['core/statistics/choices.ts readChoices'],
    takes: 'value',
    samples: [
      { ...{ allowed: 3, undecided: 2, denied: 0, gpc: 1 }, writers: [['0a0b0c0d0e0f', 4]] },
      { ...{ allowed: 0, undecided: 0, denied: 0, gpc: 0 }, writers: [] },
    ],
    read: (value: Json) => taken(readChoices(value)),
    write: same,
  },
  {
    name: 'an order that was counted',
    covers: ['core/statistics/order.ts readOrder'],
    takes: 'value',
    samples: [same(NO_ORDER), same(takeOrderEvent(NO_ORDER, ORDER, DATE))],
    read: (value: Json) => {
      const order = readOrder(value);
      worthOf(order);
      return taken(order);
    },
    write: same,
  },
  {
    name: 'how far the statistics of a site are',
    covers: ['core/statistics/plan.ts readState'],
    takes: 'value',
    samples: [same(NO_STATE), same(STATE)],
    read: (value: Json) => taken(readState(value)),
    write: same,
  },
];
