/** Chance conditions of every form, all of them valid. */
import fc from 'fast-check';
import { SPEC } from '../../../core/events/spec.ts';
import { DERIVED_EVENTS } from '../../../core/segments/condition.ts';

type Parts = Record<string, fc.Arbitrary<unknown>>;

/** Any of these parts, each there or not. */
const some = (parts: Parts, needed: Parts = {}) =>
  fc
    .tuple(fc.record(needed), fc.record(parts, { requiredKeys: [] }))
    .map(([all, few]): object => ({ ...all, ...few }));
/** At least one of these parts. */
const atLeastOne = (parts: Parts, needed: Parts = {}) =>
  some(parts, needed).filter((value) => Object.keys(value).length > Object.keys(needed).length);

const own = ['Wishlist Shared', 'Gift Wrapped', 'Quiz Taken', 'Flight Booked'];
const name = fc.oneof(
  fc.constantFrom(...SPEC.keys()),
  fc.constantFrom('Product Viewed', 'Product Added', 'Order Completed', ...own),
);
const lasting = name.filter((one) => !DERIVED_EVENTS.some((derived) => derived === one));
const namesOf = (one: fc.Arbitrary<string>) =>
  fc.oneof({ weight: 3, arbitrary: one }, fc.array(one, { minLength: 1, maxLength: 3 }));

const plain = fc.constantFrom(
  'product_id',
  'price',
  'category',
  'cart_id',
  'value',
  'did',
  'viewed',
  'is',
  'at',
  'in',
  'not',
  'today',
  'times',
  'with',
  'true',
  'has',
  'größe',
  '5_star',
  'total',
  'a&b',
  'count',
  'from',
  '"',
  'above',
  'as',
  'and',
  'or',
  'of',
);
const intoList = fc.constantFrom('products.product_id', 'products.brand', 'products.is', 'products.größe');
const path = fc.oneof({ weight: 3, arbitrary: plain }, intoList);
const number = fc.oneof(
  fc.integer({ min: -5, max: 500 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 1, 1e21, 1e-7),
);
const text = fc.oneof(
  fc.constantFrom('Shoes', 'and', '"', '\\', 'a\nb', ') or (', '', '\u0000', '\ud800', 'größe 👟'),
  fc.string({ maxLength: 12 }).filter((one) => !one.includes('@')),
);
const scalar = fc.oneof(text, number, fc.boolean());
const list = fc.array(scalar, { minLength: 1, maxLength: 3 });
const source = fc.constantFrom('web', 'server', 'email');

const comparison: Parts = {
  eq: scalar,
  ne: scalar,
  gt: number,
  gte: number,
  lt: number,
  lte: number,
  in: list,
  nin: list,
  contains: scalar,
  startsWith: text,
  exists: fc.boolean(),
};
const boundsOf = (value: fc.Arbitrary<unknown>): Parts => ({
  eq: value,
  ne: value,
  gt: value,
  gte: value,
  lt: value,
  lte: value,
});
const bounds = atLeastOne(boundsOf(number));
const counts = fc.oneof(
  fc.nat({ max: 4 }).map((gte) => ({ gte })),
  atLeastOne(boundsOf(fc.nat({ max: 20 }))),
);
const quintiles = atLeastOne(boundsOf(fc.integer({ min: 1, max: 5 })));
const unit = fc.constantFrom('ms', 's', 'm', 'h', 'd', 'w');
const lengthFrom = (min: number) =>
  fc.tuple(fc.integer({ min, max: 500 }), unit).map(([count, of]) => `${count}${of}`);
const duration = lengthFrom(1);
const durations: Parts = { gt: lengthFrom(0), gte: lengthFrom(0), lt: lengthFrom(0), lte: lengthFrom(0) };
const durationBounds = atLeastOne(durations);
const window = fc.oneof(
  duration,
  fc.constantFrom('7d', 'session', 'lifetime', 'today', 'yesterday', 'thisWeek', 'thisMonth'),
  fc
    .tuple(fc.nat({ max: 30 }), fc.integer({ min: 1, max: 60 }))
    .map(([to, more]) => ({ from: `-${to + more}d`, to: `-${to}d` })),
);
const where = fc.dictionary(path, fc.oneof(scalar, atLeastOne(comparison)), { minKeys: 1, maxKeys: 3 });
const fact = some(
  { age: durationBounds },
  { site: fc.constantFrom('Price Increased', 'Price Decreased', 'Stock Replenished') },
);
const facts: Parts = { before: fact, after: fact };
const unless = some({ where, source, within: window, ...facts }, { event: namesOf(name) });
const measured = fc.oneof(
  fc.constant({}),
  counts.map((count) => ({ count })),
  fc
    .tuple(fc.constantFrom('sum', 'avg', 'min', 'max', 'distinct'), path, bounds)
    .map(([key, of, asked]) => ({ [key]: { of, ...asked } })),
);

const event = fc
  .tuple(
    some({ where, source, within: window, per: path, unless, ...facts }, { event: namesOf(name) }),
    measured,
  )
  .map(([whole, measure]) => ({ ...whole, ...measure }));
const eventStep = some({ where, source }, { event: namesOf(name) });
const laterStep = some({ where, source, within: duration }, { event: namesOf(name) });
const absentStep = some({ where, source }, { absent: namesOf(name), for: duration });
const steps = fc
  .tuple(
    eventStep,
    fc.array(fc.tuple(fc.option(absentStep, { nil: null }), laterStep), { maxLength: 3 }),
    fc.option(absentStep, { nil: null }),
  )
  .map(([first, middle, last]) => [first, ...middle.flat(), last].filter((step) => step !== null))
  .filter((all) => all.length > 1);
const sequence = some(
  { per: path, within: fc.oneof(duration, fc.constant('lifetime')) },
  { sequence: steps },
);

const share = fc.double({ min: 0, max: 1, noNaN: true });
const score = fc
  .record(
    { score: fc.constantFrom('purchase_7d', 'churn-30d'), gte: share, leave: share, dwell: duration },
    { requiredKeys: ['score', 'gte'] },
  )
  .map((whole) =>
    whole.leave === undefined ? whole : { ...whole, leave: Math.min(whole.leave, whole.gte) },
  );
const key = fc.constantFrom('loyal', 'at-risk', 'and', '7');
const name12 = fc.constantFrom('holdout-2026', 'x', 'by seed "y"');

const LEAVES: readonly fc.Arbitrary<object>[] = [
  sequence,
  fc.record({ segment: key }),
  fc.record({ stage: key }),
  some({ source }, { idle: duration }),
  fc
    .tuple(durationBounds, some({ source }, { since: namesOf(lasting) }))
    .map(([asked, whole]) => ({ ...whole, ...asked })),
  atLeastOne(comparison, { trait: path }),
  path.map((trait) => ({ trait, anniversary: 'today' })),
  atLeastOne(comparison, { account: path }),
  atLeastOne(comparison, { context: fc.oneof(path, fc.constant('campaign.utm_source')) }),
  fc.record({
    rfm: atLeastOne({
      recency: durationBounds,
      frequency: counts,
      monetary: bounds,
      r: quintiles,
      f: quintiles,
      m: quintiles,
    }),
  }),
  score,
  fc.record({ random: share, seed: name12 }),
];

const leaf = fc.oneof({ weight: LEAVES.length, arbitrary: event }, ...LEAVES);

/** Every form, nested up to four deep. */
export const conditions: fc.Arbitrary<object> = fc.letrec<{ any: object }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    { weight: 3, arbitrary: leaf },
    fc.record({ all: fc.array(tie('any'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('any'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie('any') }),
    fc.record({ account: tie('any') }),
  ),
})).any;
