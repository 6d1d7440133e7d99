/** Questions answered by hand, where chance seldom asks. */
import type { Question } from './question.ts';
import { ask, consent, DAY, event, HOUR, MINUTE, START, score } from './world.ts';

export type HandCase = {
  readonly title: string;
  readonly question: Question;
  readonly holds: boolean;
  /** When it changes next, UTC ms, or null; left out where it is not asked. */
  readonly until?: number | null;
};

/** With the last of so many, a list of matches is looked through for what may go. */
const MANY = 48;
const EVERY = 5 * HOUR;
const views = Array.from({ length: MANY }, (_, n) =>
  event('Product Viewed', { product_id: `p${n % 2}` }, { t: START + n * EVERY }),
);
const lastView = START + (MANY - 1) * EVERY;
const seen = (product: string | number, t: number) => event('Product Viewed', { product_id: product }, { t });
const mixed = [seen('1', START), seen(1, START + 1)];
const again = [seen('1', START), seen('1', START + 1)];
const orders = [100, 101].map((total, n) => event('Order Completed', { total }, { t: START + n }));
const added = event('Product Added', {}, { t: START });
const bought = event('Order Completed', {}, { t: START + HOUR });
const viewed = event('Product Viewed', {}, { t: START + HOUR });
const viewedLater = event('Product Viewed', {}, { t: START + 2 * HOUR });
const quiet = [
  { event: 'Product Added' },
  { absent: 'Order Completed', for: '1h' },
  { event: 'Product Viewed' },
];
const addedLater = event('Product Added', {}, { t: START + MINUTE });
const carted = [{ event: 'Product Added' }, { event: 'Product Viewed' }];
const foreign = event(
  'Order Completed',
  { total: 900 },
  { t: START + 2, currency: 'USD', flags: ['currency_mismatch'] },
);
/** Nobody is in a segment before an event. */
const scores = [
  event('Page Viewed', {}, { t: START }),
  score('intent', 0.9, START),
  score('intent', 0.2, START + 10 * MINUTE),
  score('intent', 0.6, START + HOUR),
];
const intent = { score: 'intent', gte: 0.8, leave: 0.5, dwell: '1h' };

export const HAND_CASES: readonly HandCase[] = [
  {
    title: '48 matches are 48',
    question: ask({ event: 'Product Viewed', count: { eq: MANY } }, views, lastView),
    holds: true,
    until: null,
  },
  {
    title: '48 matches are not fewer than 48',
    question: ask({ event: 'Product Viewed', count: { lt: MANY } }, views, lastView),
    holds: false,
  },
  {
    title: '24 matches of one value among 47',
    question: ask(
      { event: 'Product Viewed', per: 'product_id', count: { eq: MANY / 2 } },
      views.slice(0, -1),
      lastView,
    ),
    holds: true,
    until: null,
  },
  {
    title: 'a window holds all of many matches up to its edge',
    question: ask({ event: 'Product Viewed', within: '10d', count: { gte: MANY } }, views, lastView),
    holds: true,
    until: START + 10 * DAY,
  },
  {
    title: 'many matches go out of a window one by one',
    question: ask({ event: 'Product Viewed', within: '10d', count: { gte: MANY } }, views, START + 10 * DAY),
    holds: false,
  },
  {
    title: 'an amount of another currency is no third amount',
    question: ask(
      { event: 'Order Completed', distinct: { of: 'total', eq: 2 } },
      [...orders, foreign],
      START + HOUR,
    ),
    holds: true,
    until: null,
  },
  {
    title: 'one view of each of two products is not two of one',
    question: ask(
      { event: 'Product Viewed', per: 'product_id', count: { gte: 2 } },
      views.slice(0, 2),
      lastView,
    ),
    holds: false,
    until: null,
  },
  {
    title: 'a text and a number are two values',
    question: ask({ event: 'Product Viewed', distinct: { of: 'product_id', eq: 2 } }, mixed, lastView),
    holds: true,
    until: null,
  },
  {
    title: 'one value twice is one',
    question: ask({ event: 'Product Viewed', distinct: { of: 'product_id', gte: 2 } }, again, lastView),
    holds: false,
    until: null,
  },
  {
    title: 'what was paid in another currency is not summed',
    question: ask(
      { event: 'Order Completed', sum: { of: 'total', gt: 2.01 } },
      [...orders, foreign],
      START + 2,
    ),
    holds: false,
    until: null,
  },
  {
    title: 'the step after an absence comes after its end',
    question: ask({ sequence: quiet }, [added, viewed], START + HOUR),
    holds: false,
    until: null,
  },
  {
    title: 'an absence is ended by an event at its very end',
    question: ask({ sequence: quiet }, [added, bought, viewedLater], START + 2 * HOUR),
    holds: false,
    until: null,
  },
  {
    title: 'today is over at midnight',
    question: ask({ event: 'Product Added', within: 'today' }, [added], START),
    holds: true,
    until: Date.UTC(2026, 3, 16),
  },
  {
    title: 'a sequence is over when its first step leaves the window',
    question: ask({ sequence: quiet.slice(0, 1), within: '1d' }, [added], START),
    holds: true,
    until: START + DAY,
  },
  {
    title: 'the chain that began last stays in the window longest',
    question: ask({ sequence: carted, within: '1d' }, [added, addedLater, viewedLater], START + 2 * HOUR),
    holds: true,
    until: START + MINUTE + DAY,
  },
  {
    title: 'a mean of money lies between two cents',
    question: ask({ event: 'Order Completed', avg: { of: 'total', gt: 1, lt: 1.01 } }, orders, START + 1),
    holds: true,
    until: null,
  },
  {
    title: 'a score at the very end of the dwell keeps the visitor in',
    question: ask(intent, scores, START + HOUR),
    holds: true,
    until: null,
  },
  {
    title: 'without it the visitor leaves at that instant',
    question: ask(intent, scores.slice(0, 3), START + HOUR - 1),
    holds: true,
    until: START + HOUR,
  },
  {
    // Shares of the two ids under this seed: 0.034 and 0.421.
    title: 'a stable share goes by the id under which the visitor was first seen',
    question: ask({ random: 0.2, seed: 'spring' }, [viewed], START + HOUR, { earliestId: 'e1'.repeat(16) }),
    holds: true,
    until: null,
  },
  {
    title: 'a sequence that begins with the end of a session is judged when time has ended it',
    question: ask(
      { sequence: [{ event: 'Session Ended' }, { absent: 'Product Added', for: '10m' }] },
      [viewed],
      START + 2 * HOUR,
    ),
    holds: true,
    until: null,
  },
  {
    title: 'a score counts for nothing from the instant on at which personalization is refused',
    question: ask(
      intent,
      [...scores, consent(false, START + 2 * HOUR, undefined, 'personalization')],
      START + 2 * HOUR,
    ),
    holds: false,
    until: null,
  },
  {
    title: 'a score holds as long as personalization is allowed, to the instant',
    question: ask(
      intent,
      [...scores, consent(true, START + HOUR, START + 2 * HOUR, 'personalization')],
      START + 2 * HOUR - 1,
    ),
    holds: true,
    until: START + 2 * HOUR,
  },
  {
    title: 'a score that was there before the first event counts from that event on',
    question: ask({ score: 'intent', gte: 0.8 }, [score('intent', 0.9, START), viewed], START + HOUR),
    holds: true,
    until: null,
  },
];
