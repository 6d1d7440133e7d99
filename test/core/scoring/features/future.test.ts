import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../../core/entry.ts';
import { subjectOf } from '../../../../core/scoring/features/subject.ts';
import { readFeatures } from '../../../../core/scoring/features/table.ts';
import { listExamples } from '../../../../core/scoring/labels/examples.ts';
import type { Label } from '../../../../core/scoring/labels/label.ts';
import { scoreHeuristically } from '../../../../core/scoring/model.ts';
import { DAY, PERSON, rules, START } from '../../profiles/world.ts';
import { AROUND, anyHistory, profileAfter, rowAt } from '../histories.ts';

const END = START + 3 * DAY;
const LABEL: Label = { key: 'purchase_7d', kind: 'event', event: 'Order Completed', withinMs: DAY };

/** What comes after an instant, told otherwise: in another order, some of it left out, more of it made up. */
const otherwise = fc.tuple(
  anyHistory,
  anyHistory,
  fc.integer({ min: 0, max: 3 * DAY }),
  fc.infiniteStream(fc.boolean()),
);

function retell(
  real: readonly Entry[],
  made: readonly Entry[],
  t: number,
  keep: Iterator<boolean>,
): readonly Entry[] {
  const later = real.filter((entry) => entry.t > t);
  const times = later.map((entry) => entry.t).toReversed();
  const shuffled = later.map((entry, at) => ({ ...entry, t: times[at] ?? entry.t }));
  const invented = made.filter((entry) => entry.t > t).map((entry) => ({ ...entry, id: `made-${entry.id}` }));
  return [
    ...real.filter((entry) => entry.t <= t),
    ...[...shuffled, ...invented].filter(() => keep.next().value === true),
  ];
}

describe('the future', () => {
  it('is in no feature and no score', () => {
    fc.assert(
      fc.property(otherwise, ([real, made, ms, keep]) => {
        const t = START + ms;
        const told = retell(real, made, t, keep[Symbol.iterator]());
        const rows = [real, told].map((entries) => rowAt(entries, t));
        expect(rows[1]).toEqual(rows[0]);
        const scores = rows.map((row) => scoreHeuristically('purchase_7d', row));
        expect(scores[1]).toEqual(scores[0]);
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  it('is in no feature of an example to learn from, whose instants are the same up to then', () => {
    const until = END + 2 * DAY;
    const learn = (entries: readonly Entry[], t: number) =>
      listExamples({ visitor: PERSON, entries, isAnonymous: false }, LABEL, { rules, zone: 'UTC', until })
        .filter((example) => example.t < t)
        .map(({ t: at, features }) => [at, ...features]);
    fc.assert(
      fc.property(otherwise, ([real, made, ms, keep]) => {
        const t = START + ms;
        const told = retell(real, made, t, keep[Symbol.iterator]());
        expect(learn(told, t)).toEqual(learn(real, t));
      }),
      { seed: 5, numRuns: 60 },
    );
  });

  it('would be seen if it were folded in', () => {
    const histories = fc.sample(anyHistory, { seed: 5, numRuns: 40 }).filter(({ length }) => length > 10);
    const t = START + DAY;
    const seen = histories.filter((entries) => {
      const peeking = readFeatures(subjectOf(profileAfter(entries), t, AROUND));
      return peeking.some((value, at) => !Object.is(value, rowAt(entries, t)[at]));
    });
    expect([histories.length > 20, seen.length]).toEqual([true, histories.length]);
  });
});
