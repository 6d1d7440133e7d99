/** A history of thousands of groups: what was found for one event is carried on to the next, and is the same as anew. */
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../core/entry.ts';
import type { Condition } from '../../../core/segments/condition.ts';
import type { Hit } from '../../../core/segments/counter.ts';
import { compileEvent } from '../../../core/segments/event-leaf.ts';
import type { Compiling } from '../../../core/segments/node.ts';
import { compileSequence } from '../../../core/segments/sequence-leaf.ts';
import type { Subject } from '../../../core/segments/subject.ts';
import { event, START } from '../profiles/world.ts';
import { holdsAt } from './brute/holds.ts';
import { createRandom } from './brute/random.ts';
import { answerOfEngine } from './engine-answer.ts';

const VIEW = 'Product Viewed';
const ADD = 'Product Added';
const ORDER = 'Order Completed';
const per = 'product_id';

const sequence = {
  sequence: [{ event: VIEW }, { event: ADD, within: '20m' }, { absent: ORDER, for: '3m' }],
  per,
  within: '90m',
} as const;
const pausing = {
  sequence: [
    { event: VIEW },
    { absent: ORDER, for: '12m' },
    { event: ADD, within: '1m' },
    { absent: ORDER, for: '10m' },
  ],
  per,
  within: '90m',
} as const;
const counting = { event: VIEW, within: '30m', per, count: { gte: 3 } } as const;
const unless = {
  event: VIEW,
  within: '60m',
  per,
  count: { gte: 2 },
  unless: { event: ORDER, within: '10m' },
} as const;

const CONDITIONS: readonly (readonly [string, Condition])[] = [
  ['a sequence', sequence],
  ['a sequence that pauses', pausing],
  ['a count', counting],
  ['a count over a life', { event: VIEW, per, count: { gte: 9 } }],
  ['a count unless', unless],
  [
    'a count unless, some time ago',
    {
      event: VIEW,
      within: '60m',
      per,
      count: { gte: 2 },
      unless: { event: ADD, within: { from: '-90m', to: '-84m' } },
    },
  ],
];

/** What has no product stands for all of them where it is absent. */
function drawHistory(seed: number, length: number): readonly Entry[] {
  const random = createRandom(seed);
  return Array.from({ length }, (_, i) => {
    const name = random.pick([VIEW, VIEW, VIEW, ADD, ADD, ADD, ORDER]);
    const product = random.pick(['p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7', 'p8']);
    const isOfAll = {
      [VIEW]: false,
      [ADD]: random.pick([true, ...Array<boolean>(5).fill(false)]),
      [ORDER]: random.pick([true, false]),
    }[name];
    const properties = isOfAll === true ? {} : { product_id: product };
    return event(name, { t: START + i * random.pick([60_000, 60_001]), properties });
  }).toSorted((a, b) => a.t - b.t);
}

describe.each(CONDITIONS)('%s by product, of a long history', (_, condition) => {
  it('says after each event what a reading of all of it says', () => {
    const entries = drawHistory(7, 150);
    const held = new Set<boolean>();
    for (let n = 60; n < 150; n += 1) {
      const seen = entries.slice(0, n);
      const question = {
        condition,
        definitions: new Map(),
        stages: [],
        entries: seen,
        facts: [],
        site: { currency: 'EUR', zone: 'UTC', sessionGapMs: 1_800_000 },
        visitorId: 'v',
        earliestId: 'v',
        accountFacts: null,
        accountEntries: null,
        t: seen.at(-1)?.t ?? 0,
      };
      const { holds } = answerOfEngine(question);
      expect([n, holds]).toEqual([n, holdsAt(question)]);
      held.add(holds);
    }
    expect(held).toEqual(new Set([true, false]));
  });
});

describe.each([
  ['a sequence', (compiling: Compiling) => compileSequence(sequence, compiling), 2],
  ['a count', (compiling: Compiling) => compileEvent({ ...counting, within: '30d' }, compiling), 1],
] as const)('%s by product, of thousands of products', (_, compile, counters) => {
  it.each([1_000, 4_000])('looks at the group of the event alone, of %i', (groups) => {
    let reads = 0;
    const hitOf = (n: number): Hit => {
      const g = `p${n}`;
      return {
        t: START + n,
        n,
        get g() {
          reads += 1;
          return g;
        },
      };
    };
    let counter = 0;
    const compiling = {
      zone: 'UTC',
      minorPerMajor: 100,
      count: () => counter++,
      hearFirst: () => undefined,
      hearSessions: () => undefined,
    } as unknown as Compiling;
    const leaf = compile(compiling);
    const subjectOf = (hits: readonly Hit[]): Subject => {
      const counts = Array.from({ length: counters }, (_, at) => ({ counter: at, hits, sums: [] }));
      return { tracks: { counts }, session: null } as unknown as Subject;
    };
    const hits = Array.from({ length: groups }, (_, n) => hitOf(n));
    leaf.evaluate(subjectOf(hits), START + groups);
    reads = 0;
    leaf.evaluate(subjectOf([...hits, hitOf(groups)]), START + groups + 1);
    expect(reads).toBeLessThan(12);
  });
});
