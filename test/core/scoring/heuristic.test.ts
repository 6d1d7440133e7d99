import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../core/entry.ts';
import { FEATURES } from '../../../core/scoring/features/table.ts';
import { POINTS_TABLES } from '../../../core/scoring/heuristic.ts';
import { BUILT_IN_LABELS, isBinary } from '../../../core/scoring/labels/label.ts';
import { scoreHeuristically } from '../../../core/scoring/model.ts';
import { POINTS_PER_LOGIT, scoreByPoints } from '../../../core/scoring/points.ts';
import { rankReasons } from '../../../core/scoring/reason.ts';
import { event, MINUTE, START } from '../profiles/world.ts';
import { anyHistory, rowAt } from './histories.ts';

const KEYS = [...POINTS_TABLES.keys()];

function scoreOf(key: string, row: ArrayLike<number>) {
  const score = scoreHeuristically(key, row);
  if (score === null) throw new Error(`there are no points for ${key}`);
  return score;
}

/** Any row: numbers of any size, unknown ones, and none. */
const anyRow = fc.array(fc.oneof(fc.double({ min: 0, max: 1e7 }), fc.nat(6), fc.constant(Number.NaN)), {
  minLength: FEATURES.length,
  maxLength: FEATURES.length,
});

function withValue(row: readonly number[], feature: string, value: number): readonly number[] {
  return row.with(
    FEATURES.findIndex(({ name }) => name === feature),
    value,
  );
}

describe('the points', () => {
  it('are there for every label of yes or no, and of features that there are', () => {
    expect(KEYS).toEqual(BUILT_IN_LABELS.filter(isBinary).map(({ key }) => key));
    const names = new Set(FEATURES.map(({ name }) => name));
    for (const { rows } of POINTS_TABLES.values()) {
      expect(rows.filter(({ feature }) => !names.has(feature))).toEqual([]);
      expect(new Set(rows.map(({ feature }) => feature)).size).toBe(rows.length);
    }
    expect(scoreHeuristically('order_value', [])).toBeNull();
  });

  it('are reached step by step, the last that is reached counts', () => {
    for (const { rows } of POINTS_TABLES.values()) {
      for (const { steps } of rows) {
        expect(steps.map(([from]) => from)).toEqual(steps.map(([from]) => from).toSorted((a, b) => a - b));
      }
    }
    const table = {
      label: 'x',
      basePoints: -10,
      rows: [{ feature: 'visits', steps: [[2, 5] as const, [4, 8] as const] }],
    };
    const margins = [1, 2, 3.9, 4, 1e9, Number.NaN].map((value) => scoreByPoints(table, () => value).margin);
    expect(margins.map((margin) => Math.round(margin * POINTS_PER_LOGIT))).toEqual([
      -10, -5, -5, -2, -2, -10,
    ]);
  });

  it('of whoever nothing is known are the base: two sessions in a hundred buy', () => {
    const nobody = FEATURES.map(() => Number.NaN);
    expect(scoreOf('purchase_7d', nobody)).toMatchObject({ reasons: [], margin: -3.9 });
    expect(scoreOf('purchase_7d', nobody).p).toBeCloseTo(0.02, 3);
  });

  it.each(KEYS)('%s: add up to the margin, and no reason says nothing', (key) => {
    fc.assert(
      fc.property(anyRow, (row) => {
        const { margin, base, reasons, p } = scoreOf(key, row);
        const sum = reasons.reduce((total, { shap }) => total + shap, 0);
        expect(Math.abs(sum - (margin - base))).toBeLessThan(1e-9);
        expect(reasons.filter(({ shap, value }) => shap === 0 || Number.isNaN(value))).toEqual([]);
        expect(p > 0 && p < 1).toBe(true);
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  it.each(['cart_pieces', 'most_views_of_a_product', 'checkout_steps'])(
    'never fall as %s grows',
    (feature) => {
      fc.assert(
        fc.property(
          anyRow,
          fc.double({ min: 0, max: 20, noNaN: true }),
          fc.double({ min: 0, max: 20, noNaN: true }),
          (row, a, b) => {
            const [less, more] = [Math.min(a, b), Math.max(a, b)].map(
              (value) => scoreOf('purchase_7d', withValue(row, feature, value)).margin,
            );
            expect(more).toBeGreaterThanOrEqual(less ?? Number.NaN);
          },
        ),
        { seed: 5, numRuns: 300 },
      );
      const row = FEATURES.map(() => 0);
      const [none, four] = [0, 4].map(
        (value) => scoreOf('purchase_7d', withValue(row, feature, value)).margin,
      );
      expect(four).toBeGreaterThan(none ?? Number.NaN);
    },
  );
});

describe('the score of a visitor', () => {
  const T = START + 4 * 24 * 60 * MINUTE;
  const goOn = (entries: readonly Entry[], ...names: readonly string[]): number => {
    const more = names.map((name, at) =>
      event(name, { t: T + at, context: { path: '/' }, properties: { product_id: 'z', price: 500 } }),
    );
    return scoreOf('purchase_7d', rowAt([...entries, ...more], T + names.length)).margin;
  };

  it.each([
    ['something more in the cart', ['Product Viewed'], 'Product Added'],
    ['the same product looked at again', ['Product Viewed'], 'Product Viewed'],
    ['a step of the checkout', ['Product Viewed', 'Product Added'], 'Checkout Started'],
  ] as const)('never falls with %s, whatever was before', (_, before, then) => {
    fc.assert(
      fc.property(anyHistory, (entries) => {
        expect(goOn(entries, ...before, then)).toBeGreaterThanOrEqual(
          goOn(entries, ...before, 'Page Viewed'),
        );
      }),
      { seed: 5, numRuns: 60 },
    );
  });

  it('rises on the way to an order', () => {
    const way = ['Page Viewed', 'Product Viewed', 'Product Viewed', 'Product Added', 'Checkout Started'];
    const scores = way.map((_, steps) => goOn([], ...way.slice(0, steps + 1)));
    expect(scores.every((score, at) => at === 0 || score > (scores[at - 1] ?? 0))).toBe(true);
  });

  it('is no constant', () => {
    const histories = fc.sample(anyHistory, { seed: 5, numRuns: 60 });
    for (const key of KEYS) {
      expect(new Set(histories.map((entries) => scoreOf(key, rowAt(entries, T)).p)).size).toBeGreaterThan(5);
    }
  });
});

it('the strongest reason comes first, equal ones by name', () => {
  const reason = (feature: string, shap: number) => ({ feature, shap, value: 1 });
  const ranked = rankReasons([reason('b', 0.5), reason('c', -0.9), reason('a', -0.5), reason('d', 0.1)]);
  expect(ranked.map(({ feature }) => feature)).toEqual(['c', 'a', 'b', 'd']);
});
