import { describe, expect, it } from 'vitest';
import { createCensus } from '../../../core/privacy/crowds.ts';
import { tellCount } from '../../../core/privacy/told-counts.ts';
import { siteSettingsSchema } from '../../../core/sites/site.ts';
import { recovered, type Span, spansOf } from './attacker.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 4, 1);

/** Of each hour, how many visitors of each kind came. */
type World = readonly (readonly number[])[];
/** What a report can be asked for: how many are of one of these kinds. */
type Question = readonly number[];
type Size = {
  readonly hours: number;
  readonly kinds: number;
  /** In the worlds that the attacker thinks of; those that are attacked have `room` fewer, two unless said. */
  readonly most: number;
  readonly room?: number;
};
type Telling = (count: number, k: number) => number;

const upTo = (n: number): readonly number[] => Array.from({ length: n }, (_, at) => at);

function worldsOf({ hours, kinds, most }: Size): readonly World[] {
  let worlds: readonly (readonly number[])[] = [[]];
  for (let cell = 0; cell < hours * kinds; cell++)
    worlds = worlds.flatMap((counts) => upTo(most + 1).map((n) => [...counts, n]));
  return worlds.map((counts) => upTo(hours).map((hour) => counts.slice(hour * kinds, (hour + 1) * kinds)));
}

function countOf(world: World, isIn: (hour: number) => boolean, kinds: Question): number {
  let sum = 0;
  for (const [hour, counts] of world.entries())
    if (isIn(hour)) for (const kind of kinds) sum += counts[kind] ?? 0;
  return sum;
}

/** All questions about all periods, of whole crowds, each told as a report does it. */
function answersOf(world: World, questions: readonly Question[], k: number, tell: Telling): string {
  const census = createCensus(k);
  for (const [hour, counts] of world.entries())
    for (const n of upTo(counts.reduce((a, b) => a + b, 0)))
      census.add('spring', hour * 100 + n, START + hour * HOUR);
  const answers = spansOf(world.length).flatMap(([first, last]) => {
    const tells = census.tells({ from: START + first * HOUR, to: START + (last + 1) * HOUR - 1 });
    const isTold = (hour: number): boolean =>
      hour >= first && hour <= last && tells('spring', START + hour * HOUR);
    return questions.map((kinds) => tell(countOf(world, isTold, kinds), k));
  });
  return answers.join();
}

/** Any kinds together in any period: whatever one number less another may be of. */
function cellsOf(world: World): ReadonlyMap<string, number> {
  const kinds = upTo(world[0]?.length ?? 0);
  const cells = spansOf(world.length).flatMap(([first, last]) =>
    upTo(2 ** kinds.length).map((bits) => {
      const some = kinds.filter((kind) => (bits >> kind) & 1);
      const number = countOf(world, (hour) => hour >= first && hour <= last, some);
      return [`kinds ${some} in hours ${first} to ${last}`, number] as const;
    }),
  );
  return new Map(cells);
}

function attack(questions: readonly Question[], size: Size, k: number, tell: Telling = tellCount) {
  return recovered({
    worlds: worldsOf(size),
    answersOf: (world) => answersOf(world, questions, k, tell),
    cellsOf,
    isAttacked: (world) => world.flat().every((count) => count <= size.most - (size.room ?? 2)),
    k,
  });
}

/** Bought within the short window, within the long one alone, not. */
const SIDE_BY_SIDE: readonly Question[] = [[0], [0, 1], [0, 1, 2]];
/** Likewise, of three windows: one more, and one more. */
const LONGER: readonly Question[] = [[0], [0, 1], [0, 1, 2], [0, 1, 2, 3]];
/** Reached the one goal, the other, both, none; and `any` is a goal too. */
const GOALS: readonly Question[] = [
  [0, 2],
  [1, 2],
  [0, 1, 2],
  [0, 1, 2, 3],
];
/**
 * Did it on the first day and stayed by the narrow measure, by the wide one alone, or not; and the same of the second day.
 * Asked of the first day and of both, by each measure.
 */
const DAYS: readonly Question[] = [[0], [0, 1], [0, 1, 2], [0, 3], [0, 1, 3, 4], [0, 1, 2, 3, 4, 5]];

const CASES = [
  ['two windows side by side, in all periods', SIDE_BY_SIDE, { hours: 2, kinds: 3, most: 4 }, 3],
  ['two windows side by side, in all periods', SIDE_BY_SIDE.slice(0, 2), { hours: 3, kinds: 2, most: 4 }, 4],
  ['windows of any length', LONGER, { hours: 1, kinds: 4, most: 6 }, 4],
  ['any goals', GOALS, { hours: 1, kinds: 4, most: 6 }, 4],
  ['any days, and any measure of staying', DAYS, { hours: 1, kinds: 6, most: 4 }, 3],
] as const;

describe('all answers to all questions together', () => {
  it.each(CASES)('tell the number of no cell of few: %s', (_, questions, size, k) => {
    expect(attack(questions, size, k)).toEqual([]);
  });

  it.each(CASES)('would tell some if only crowds were told: %s', (_, questions, size, k) => {
    const smaller = { ...size, most: 3 };
    expect(attack(questions, smaller, k, (count) => count)).not.toEqual([]);
  });

  it('would tell some if a number were only withheld where it is small', () => {
    const withhold: Telling = (count, k) => (count < k ? 0 : count);
    expect(attack(SIDE_BY_SIDE, { hours: 1, kinds: 3, most: 6 }, 3, withhold)).not.toEqual([]);
  });

  // What docs/privacy.md says is left: as many crowds in a row as are few, each short of it by one.
  it('tell some where k crowds in a row have k - 1 each', () => {
    const found = attack(SIDE_BY_SIDE.slice(0, 2), { hours: 3, kinds: 2, most: 3, room: 1 }, 3);
    expect(found).toContain('2 in kinds 0 in hours 0 to 0 of [[2,1],[2,1],[2,1]]');
  });
});

describe('visitors who came again', () => {
  /** Of each hour, which of four visitors came. */
  type Marked = readonly (readonly number[])[];
  const [hours, k] = [3, 3];
  const worlds: readonly Marked[] = upTo(2 ** (hours * 4)).map((bits) =>
    upTo(hours).map((hour) => upTo(4).filter((visitor) => (bits >> (hour * 4 + visitor)) & 1)),
  );
  const visitorsIn = (world: Marked, isIn: (hour: number) => boolean): ReadonlySet<number> =>
    new Set(world.flatMap((visitors, hour) => (isIn(hour) ? visitors : [])));
  const within =
    ([first, last]: Span) =>
    (hour: number): boolean =>
      hour >= first && hour <= last;

  const answers = (world: Marked, tell: Telling): string => {
    const census = createCensus(k);
    for (const [hour, visitors] of world.entries())
      for (const visitor of visitors) census.add('spring', visitor, START + hour * HOUR);
    return spansOf(hours)
      .map((span) => {
        const tells = census.tells({ from: START + span[0] * HOUR, to: START + (span[1] + 1) * HOUR - 1 });
        const isTold = (hour: number): boolean => within(span)(hour) && tells('spring', START + hour * HOUR);
        return tell(visitorsIn(world, isTold).size, k);
      })
      .join();
  };
  /** Who came in one period and not in another one. */
  const differences = (world: Marked): ReadonlyMap<string, number> =>
    new Map(
      spansOf(hours).flatMap((one) =>
        spansOf(hours).map((other) => {
          const others = visitorsIn(world, within(other));
          const own = [...visitorsIn(world, within(one))].filter((visitor) => !others.has(visitor));
          return [`in ${one} and not in ${other}`, own.length] as const;
        }),
      ),
    );
  const attackAll = (tell: Telling) =>
    recovered({
      worlds,
      answersOf: (world) => answers(world, tell),
      cellsOf: differences,
      isAttacked: () => true,
      k,
    });

  it('are no difference of two periods that tells how few are new', () => {
    expect(attackAll(tellCount)).toEqual([]);
  });

  it('would be one if only crowds were told', () => {
    expect(attackAll((count) => count)).not.toEqual([]);
  });
});

describe('a number in steps', () => {
  it.each([
    [0, 10, 0],
    [9, 10, 0],
    [10, 10, 15],
    [19, 10, 15],
    [20, 10, 25],
    [1_234, 10, 1_235],
    [2, 3, 0],
    [3, 3, 4],
    [5, 3, 4],
    // Thirty thirds.
    [Array.from({ length: 30 }, () => 1 / 3).reduce((a, b) => a + b, 0), 10, 15],
  ])('tells of %d, by %i, %i', (count, k, told) => {
    expect(tellCount(count, k)).toBe(told);
  });

  it('of a site has steps of three visitors at least', () => {
    const { smallNumbers } = siteSettingsSchema.shape;
    expect(smallNumbers.safeParse({ k: 3 }).success).toBe(true);
    expect(smallNumbers.safeParse({ k: 2 }).success).toBe(false);
  });

  it('is the same before and after a visitor, but for one of k', () => {
    const k = 10;
    const steps = upTo(500).filter((count) => tellCount(count, k) !== tellCount(count + 1, k));
    expect(steps).toEqual(upTo(50).map((at) => at * k + k - 1));
  });
});
