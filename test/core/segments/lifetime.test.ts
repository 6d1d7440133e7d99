import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareEntries, type Entry, type VisitorId } from '../../../core/entry.ts';
import { resolveOwnership } from '../../../core/identity/links.ts';
import type { Base } from '../../../core/ports.ts';
import { addBases, BASE_VERSION, baseOf, NO_BASE, settledAt } from '../../../core/profiles/base.ts';
import { decodeBase, encodeBase } from '../../../core/profiles/base-codec.ts';
import { refold } from '../../../core/profiles/merge.ts';
import type { Profile } from '../../../core/profiles/profile.ts';
import type { FoldRules } from '../../../core/profiles/rules.ts';
import type { Condition } from '../../../core/segments/condition.ts';
import { membershipsAt } from '../../../core/segments/membership.ts';
import type { Told } from '../../../core/segments/notices.ts';
import { createProgram } from '../../../core/segments/program.ts';
import { placeEvents } from '../../../core/segments/session-events.ts';
import { judgeDue } from '../../../core/segments/standing.ts';
import { createWorld } from '../../../core/segments/world.ts';
import { DAY, event, HOUR, link, MINUTE, PERSON, rules, START, visitorId } from '../profiles/world.ts';
import { shareOf } from './engine-answer.ts';

const DEVICES = [visitorId('d1'), visitorId('d2')];
const LINKS = DEVICES.map((device) => link('login', device, PERSON, { t: START - DAY }));
const OWNERSHIP = resolveOwnership(LINKS);
const RETIRED_AT = START + 1_000 * DAY;

const name = fc.constantFrom('Product Viewed', 'Product Added', 'Order Completed', 'Searched');
const product = fc.constantFrom('p1', 'p2', 'p3', 7, '7');
/** Gaps around the end of a session, ties, and long silences. */
const gap = fc.constantFrom(0, 0, 1, MINUTE, 30 * MINUTE - 1, 30 * MINUTE, 5 * HOUR, DAY, 9 * DAY);
const happening = fc.record({
  name,
  gap,
  product,
  price: fc.constantFrom(10, 20, 29, 1_999, 3_333),
  rating: fc.constantFrom(0.1, 0.2, 0.3, 4.5),
  items: fc.array(fc.record({ product_id: product, price: fc.constantFrom(10, 1_999) }), { maxLength: 3 }),
  visitor: fc.constantFrom(...DEVICES, PERSON),
  source: fc.constantFrom('web' as const, 'server' as const),
  path: fc.constantFrom('/', '/shoes'),
});

const history = fc.array(happening, { minLength: 2, maxLength: 40 }).map((drawn): readonly Entry[] => {
  let t = START;
  return drawn
    .map(({ name: named, gap: ms, product: product_id, price, rating, items, visitor, source, path }, n) => {
      t += ms;
      const properties = { product_id, price, rating, products: items };
      const context = { path, device: path === '/' ? 'mobile' : 'desktop' } as const;
      const id = `${(n * 7919) % 101}-${n}`;
      return event(named, { id, t, visitor, source, properties, context, currency: 'EUR' });
    })
    .toSorted(compareEntries);
});

const bounds = fc.oneof(
  fc.integer({ min: 0, max: 6 }).map((gte) => ({ gte })),
  fc.integer({ min: 1, max: 4 }).map((lt) => ({ lt })),
  fc.integer({ min: 1, max: 3 }).map((eq) => ({ eq })),
);
const amounts = fc.oneof(
  fc.constantFrom(0.1, 0.3, 20.09, 33.33, 53.62).map((gte) => ({ gte })),
  fc.constantFrom(0.2, 0.3, 19.99).map((lte) => ({ lte })),
);
const measured = fc.oneof(
  fc.constant({}),
  bounds.map((count) => ({ count })),
  fc
    .tuple(
      fc.constantFrom('sum', 'avg', 'min', 'max'),
      fc.constantFrom('price', 'rating', 'products.price'),
      amounts,
    )
    .map(([kind, of, asked]) => ({ [kind]: { of, ...asked } })),
  fc
    .tuple(fc.constantFrom('product_id', 'products.product_id'), bounds)
    .map(([of, asked]) => ({ distinct: { of, ...asked } })),
);
const per = fc.constantFrom({}, {}, { per: 'product_id' }, { per: 'products.product_id' });
const dated = fc.constantFrom(
  {},
  {},
  {},
  { before: { site: 'Price Increased' } },
  { after: { site: 'Price Increased', age: { gte: '2d' } } },
);
const within = fc.constantFrom(...[{}, {}, {}, { within: 'lifetime' }, { within: '3d' }]);
const unless = fc.oneof(
  fc.constant({}),
  fc.record({ event: name, within: fc.constantFrom('lifetime', '2d') }).map((asked) => ({ unless: asked })),
);
const counted = fc
  .tuple(fc.record({ event: name }), measured, per, dated, within, unless)
  .map((parts): object => Object.assign({}, ...parts))
  .filter((asked) => !mixesPaths(JSON.stringify(asked)));
/** An amount of the event beside groups of its items. */
function mixesPaths(text: string): boolean {
  return text.includes('products.') && /"of":"(price|rating|product_id)/.test(text);
}

const silent = fc.oneof(
  fc.constantFrom('1h', '3d').map((idle) => ({ idle })),
  fc.record({ since: name, gte: fc.constantFrom('1h', '4d') }),
  fc.record({ since: name, lt: fc.constantFrom('1d', '10d') }),
);
const chained = fc.record({
  sequence: fc.tuple(
    fc.record({ event: name }),
    fc.oneof(
      fc.record({ event: name, within: fc.constantFrom('1d', '20d') }),
      fc.record({ absent: name, for: fc.constantFrom('1h', '2d') }),
    ),
  ),
});
const known = fc.constantFrom<object>(
  { event: 'Session Ended', where: { step: 'cart' }, count: { gte: 2 } },
  { event: 'Session Started', count: { gte: 3 } },
  { event: 'Session Ended', within: '2d' },
  { context: 'device', eq: 'mobile' },
  { random: 0.5, seed: 'half' },
  { random: 0.5, seed: 'other half' },
  { random: 0.5, seed: 'third half' },
);
const leaf = fc.oneof({ weight: 6, arbitrary: counted }, silent, chained, known);
const condition = fc.oneof(
  { weight: 4, arbitrary: leaf },
  leaf.map((not) => ({ not })),
  fc.tuple(leaf, leaf).map((all) => ({ all })),
) as fc.Arbitrary<unknown> as fc.Arbitrary<Condition>;

const FACTS = [2, 11, 19].map((day, n) => ({
  name: 'Price Increased',
  t: START + day * DAY,
  properties: { product_id: ['p1', 'p2', 'p1'][n] ?? '' },
}));

function rulesFor(conditions: readonly Condition[]): FoldRules {
  const program = createProgram({
    id: 'test',
    segments: conditions.map((when, n) => ({
      definition: { key: `s${n}`, name: `s${n}`, when },
      version: 1,
    })),
    stages: [],
    zone: 'UTC',
    minorPerMajor: 100,
    shareOf,
  });
  const world = createWorld();
  world.add(FACTS);
  return { ...rules, segments: { program, world } };
}

/** Where one session has ended and the next has not begun. */
function listCuts(events: readonly Entry[]): readonly number[] {
  const places = events.flatMap(({ t }, n) =>
    n > 0 && t - (events[n - 1]?.t ?? 0) >= rules.sessionGapMs ? [n] : [],
  );
  return [...places, events.length];
}

/** As retention leaves it: in one piece for each recorded id, also when it comes again. */
function retire(events: readonly Entry[], cuts: readonly number[], own: FoldRules): readonly Base[] {
  const bases = new Map<VisitorId, Base>();
  for (const [n, end] of cuts.entries()) {
    const going = events.slice(cuts[n - 1] ?? 0, end);
    const placed = placeEvents(going, own);
    for (const visitor of [...DEVICES, PERSON]) {
      const known = bases.get(visitor);
      const part = baseOf(
        going.filter((entry) => entry.visitor === visitor),
        own,
        placed.filter(({ of }) => of.visitor === visitor),
      );
      const removed = { last: going.at(-1)?.t ?? 0, at: RETIRED_AT, receivedAt: null };
      const sum = addBases(known === undefined ? NO_BASE : decodeBase(known), { ...part, removed }, own);
      const data = JSON.parse(JSON.stringify(encodeBase(sum)));
      bases.set(visitor, { site: events[0]?.site as never, visitor, since: 0, version: BASE_VERSION, data });
    }
  }
  return [...bases.values()];
}

function tellAll({ tracks }: Profile): readonly Told[] {
  return tracks.moves.map(({ segment, type, at }, n) => {
    return { id: `n${n}`, segment: `s${segment}`, version: 1, type, at, revokes: null };
  });
}

type Cut = { readonly events: readonly Entry[]; readonly own: FoldRules; readonly places: readonly number[] };

const UNTIL = START + 800 * DAY;

/** The whole history, and what is left of it after retention, as they are told up to an instant. */
function foldBoth({ events, own, places }: Cut) {
  const bases = retire(events, places, own);
  const settled = Math.max(...bases.map((base) => settledAt(decodeBase(base), own)));
  const log = { canonical: PERSON, ownership: OWNERSHIP, rules: own };
  const wholeOf = (until: number): Profile =>
    refold({ ...log, entries: [...LINKS, ...events], bases: [], until }).profile;
  const told = tellAll({ ...wholeOf(UNTIL), tracks: judgeDue(wholeOf(UNTIL), UNTIL, own).tracks });
  const entries = [...LINKS, ...events.slice(places.at(-1))];
  const keptOf = (until: number): Profile => refold({ ...log, entries, bases, told, settled, until }).profile;
  return { settled, wholeOf, keptOf };
}

describe('conditions over a whole life', () => {
  it('hold at every instant after what was retired as if nothing had been', () => {
    const drawn = fc.tuple(
      history,
      fc.array(condition, { minLength: 1, maxLength: 6 }),
      fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
    );
    let moved = 0;
    fc.assert(
      fc.property(drawn, ([events, conditions, picks]) => {
        const own = rulesFor(conditions);
        const cuts = listCuts(events);
        const places = [...new Set(picks.map((pick) => cuts[pick % cuts.length] ?? 0))].sort((a, b) => a - b);
        const { settled, wholeOf, keptOf } = foldBoth({ events, own, places });
        const movesOf = (profile: Profile) =>
          judgeDue(profile, UNTIL, own)
            .tracks.moves.filter(({ at }) => at > settled)
            .map(({ segment, type, at, since }) => [segment, type, at, since]);
        const expected = movesOf(wholeOf(UNTIL));
        expect(movesOf(keptOf(UNTIL))).toEqual(expected);
        moved += expected.length;
        const instants = [settled + 1, settled + DAY, ...events.map(({ t }) => t), UNTIL];
        for (const t of instants.filter((instant) => instant > settled)) {
          expect(membershipsAt(keptOf(t), t, own)).toEqual(membershipsAt(wholeOf(t), t, own));
        }
      }),
      { seed: 51, numRuns: 400 },
    );
    expect(moved).toBeGreaterThan(200);
  });
});
