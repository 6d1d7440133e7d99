import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry, Properties, VisitorId } from '../../../core/entry.ts';
import { isMoneyKey, toMinor } from '../../../core/events/money.ts';
import { funnelStep } from '../../../core/events/spec.ts';
import type { LocalBundle } from '../../../core/local/bundle.ts';
import { compileCondition } from '../../../core/local/conditions.ts';
import type { View } from '../../../core/local/judging.ts';
import { readSession } from '../../../core/local/session.ts';
import { standingOf } from '../../../core/local/standing.ts';
import { createTurns } from '../../../core/local/windows.ts';
import { fold } from '../../../core/profiles/fold.ts';
import { emptyProfile } from '../../../core/profiles/profile.ts';
import { createFoldRules, type FoldRules } from '../../../core/profiles/rules.ts';
import type { Condition } from '../../../core/segments/condition.ts';
import { answerAt } from '../../../core/segments/membership.ts';
import { createProgram } from '../../../core/segments/program.ts';
import { shareOf } from '../../../core/segments/share.ts';
import { judgeDue } from '../../../core/segments/standing.ts';
import { createWorld } from '../../../core/segments/world.ts';

const START = Date.UTC(2026, 3, 15, 12);
const MINUTE = 60_000;
const VISITOR = 'b'.repeat(32) as VisitorId;
const ZONE = 'Europe/Berlin';

const names = ['Product Viewed', 'Product Added', 'Order Completed', 'Page Engaged'] as const;
const id = fc.constantFrom('a', 'b', 'c');
const price = fc.integer({ min: 0, max: 900 }).map((cents) => cents / 100);
const properties: fc.Arbitrary<Properties> = fc.record(
  {
    product_id: id,
    price,
    seconds_active: fc.integer({ min: 0, max: 300 }).map((tenths) => tenths / 10),
    results: fc.nat({ max: 2 }),
    currency: fc.constantFrom('EUR', 'USD'),
    products: fc.array(fc.record({ product_id: id, price }), { maxLength: 2 }),
  },
  { requiredKeys: [] },
);
const happening = fc.record({
  name: fc.constantFrom(...names),
  afterMs: fc.oneof(fc.constantFrom(0, 1, MINUTE, 5 * MINUTE, 30 * MINUTE - 1), fc.nat({ max: 10 * MINUTE })),
  properties,
});
type Happening = { readonly name: string; readonly t: number; readonly properties: Properties };
const log = fc.array(happening, { minLength: 1, maxLength: 9 }).map((list): readonly Happening[] => {
  let t = START;
  return list.map(({ name, afterMs, properties: own }) => {
    t += afterMs;
    return { name, t, properties: own };
  });
});

const length = fc.constantFrom('1ms', '1m', '5m', '7m', '30m', '2h', '24h');
const window = fc.oneof(length, fc.constantFrom('session', 'today'));
const name = fc.oneof(
  fc.constantFrom<string | readonly string[]>(...names),
  fc.constantFrom(['Product Added', 'Order Completed']),
);
const where = fc.oneof(
  fc.constant({}),
  id.map((product) => ({ where: { product_id: product } })),
  price.map((gte) => ({ where: { price: { gte } } })),
  fc.constantFrom({ where: { results: { exists: false } } }, { where: { product_id: { in: ['a', 'b'] } } }),
  id.map((product) => ({ where: { 'products.product_id': product } })),
);
const bounds = fc.oneof(
  fc.nat({ max: 3 }).map((gte) => ({ gte })),
  fc.nat({ max: 3 }).map((lte) => ({ lte })),
  fc.nat({ max: 3 }).map((eq) => ({ eq })),
);
const measure = fc.oneof(
  bounds.map((count) => ({ count })),
  fc
    .tuple(
      fc.constantFrom('sum', 'avg', 'min', 'max', 'distinct'),
      fc.constantFrom('price', 'seconds_active', 'products.price'),
      price,
    )
    .map(([kind, of, gte]) => ({ [kind]: { of, gte } })),
  fc.constant({ distinct: { of: 'product_id', gte: 2 } }),
);
const per = fc.oneof(fc.constant({}), fc.constantFrom({ per: 'product_id' }, { per: 'products.product_id' }));
const unless = fc.oneof(
  fc.constant({}),
  fc.tuple(name, where, window).map(([event, own, within]) => ({ unless: { event, ...own, within } })),
);
const counted = fc
  .tuple(name, where, window, measure, per, unless)
  .map((parts) =>
    Object.assign(
      { event: parts[0], within: parts[2] },
      ...parts.filter((part) => typeof part === 'object' && !Array.isArray(part)),
    ),
  );
const step = fc.oneof(
  fc
    .tuple(name, where, fc.option(length, { nil: undefined }))
    .map(([event, own, within]) => ({ event, ...own, ...(within && { within }) })),
  fc.tuple(name, where, length).map(([absent, own, lasts]) => ({ absent, ...own, for: lasts })),
);
const sequence = fc
  .tuple(name, where, fc.array(step, { minLength: 1, maxLength: 3 }), per, length)
  .map(([event, own, steps, group, within]) => ({
    sequence: [{ event, ...own }, ...steps],
    ...group,
    within,
  }));
const leaf = fc.oneof(
  { weight: 4, arbitrary: counted },
  { weight: 3, arbitrary: sequence },
  length.map((idle) => ({ idle })),
  fc.tuple(name, length).map(([since, gte]) => ({ since, gte })),
  fc.tuple(name, length).map(([since, lt]) => ({ since, lt })),
  fc.constantFrom({ random: 0.5, seed: 'x' }, { random: 0.5, seed: 'y' }),
);
const condition = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 2 },
    leaf,
    fc.array(tie('node'), { minLength: 1, maxLength: 2 }).map((all) => ({ all })),
    fc.array(tie('node'), { minLength: 1, maxLength: 2 }).map((any) => ({ any })),
    tie('node').map((not) => ({ not })),
  ),
})).node as fc.Arbitrary<Condition>;

const SITE: LocalBundle['site'] = {
  zone: ZONE,
  currency: 'EUR',
  digits: 2,
  sessionGapMs: 30 * MINUTE,
  holdout: 0,
  caps: [],
};

const turnOfDay = createTurns(ZONE);

function localAt(when: Condition, events: readonly Happening[], t: number) {
  const turns = new Set<number>();
  const judge = compileCondition(when, { site: SITE, segments: [], turns, turnOfDay });
  const fresh = events.filter((event) => event.t <= t).map((event, at) => ({ id: `e${at}`, ...event }));
  const state = { v: 1, u: VISITOR, s: START, l: 0, n: 0, r: [], d: [] } as const;
  const session = readSession({ site: SITE } as LocalBundle, {
    state,
    fresh,
    context: {},
    own: [],
  });
  if (session === null) return null;
  const view: View = { ...session, unit: VISITOR, scores: () => [] };
  return {
    holds: judge(view, t),
    since: standingOf(judge, turns, view, [turnOfDay(session.start, 1), turnOfDay(t, 1)], t).since,
  };
}

function rulesOf(when: Condition): FoldRules {
  const definition = { key: 'asked', name: 'asked', when };
  const program = createProgram({
    id: 'test',
    segments: [{ definition, version: 1 }],
    stages: [],
    zone: ZONE,
    minorPerMajor: 100,
    shareOf,
  });
  const segments = { program, world: createWorld() };
  return createFoldRules({ currency: 'EUR', funnelStep, isMoney: isMoneyKey, segments });
}

/** As a server keeps it: amounts in minor units, other currencies flagged. */
function toEntry({ name: event, t, properties: own }: Happening, at: number): Entry {
  const currency = typeof own.currency === 'string' ? own.currency : 'EUR';
  const store = (from: Properties): Properties =>
    Object.fromEntries(
      Object.entries(from).map(([key, value]) => [
        key,
        isMoneyKey(key) ? toMinor(value as number, currency) : value,
      ]),
    );
  const products = own.products as readonly Properties[] | undefined;
  return {
    site: 'st_1' as Entry['site'],
    id: `e${at}`,
    type: 'event',
    name: event,
    t,
    receivedAt: t,
    visitor: VISITOR,
    source: 'web',
    currency,
    properties: { ...store(own), ...(products && { products: products.map(store) }) },
    ...(currency !== 'EUR' && { flags: ['currency_mismatch'] }),
  };
}

function serverAt(when: Condition, events: readonly Happening[], t: number) {
  const rules = rulesOf(when);
  const profile = events
    .map(toEntry)
    .filter((entry) => entry.t <= t)
    .reduce((folded, entry) => fold(folded, entry, rules), emptyProfile(VISITOR));
  if (profile.events === null) return null;
  const [standing] = judgeDue(profile, t, rules).tracks.standings;
  return { holds: answerAt(profile, 0, t, rules).holds, since: standing?.since ?? null };
}

describe('conditions of one session', () => {
  it('hold in a page as in a server, since the same instant', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(
        condition,
        log,
        fc.nat({ max: 40 * MINUTE }),
        fc.boolean(),
        (when, events, later, isAtEdge) => {
          const last = events[events.length - 1]?.t ?? START;
          const t = isAtEdge
            ? (events[later % events.length]?.t ?? START) +
              ([0, 1, MINUTE, 5 * MINUTE, 30 * MINUTE][later % 5] ?? 0)
            : last + later;
          const known = events.filter((event) => event.t <= t);
          expect(localAt(when, known, t)).toEqual(serverAt(when, known, t));
        },
      ),
      { seed: 20_261_127, numRuns: 1_000 },
    );
  });
});
