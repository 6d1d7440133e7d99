import { describe, expect, it } from 'vitest';
import { createCensus, startOfCensus } from '../../../core/privacy/crowds.ts';
import { recovered, type Span, spansOf } from './attacker.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 4, 1);

/** By hour, which visitors. */
type World = readonly (readonly number[])[];
const visitorsIn = (
  world: World,
  [first, last]: Span,
  told: (hour: number) => boolean = () => true,
): number =>
  new Set(world.flatMap((visitors, hour) => (hour >= first && hour <= last && told(hour) ? visitors : [])))
    .size;

/** What every period there is gives: all that anybody can learn, in whatever order they ask. */
function answersOf(world: World, k: number): string {
  const census = createCensus(k);
  for (const [hour, visitors] of world.entries())
    for (const visitor of visitors) census.add('spring', visitor, START + hour * HOUR);
  const answers = spansOf(world.length).map((span) => {
    const period = { from: START + span[0] * HOUR, to: START + (span[1] + 1) * HOUR - 1 };
    const told = census.tells(period);
    return visitorsIn(world, span, (hour) => told('spring', START + hour * HOUR));
  });
  return answers.join();
}

const cellsOf = (world: World): ReadonlyMap<string, number> =>
  new Map(spansOf(world.length).map((span) => [`hours ${span}`, visitorsIn(world, span)]));

/** Every world of so many hours in which each visitor came in one of them, or in none. */
function countedWorlds(hours: number, most: number): readonly World[] {
  let worlds: readonly (readonly number[])[] = [[]];
  for (let hour = 0; hour < hours; hour++)
    worlds = worlds.flatMap((counts) => Array.from({ length: most + 1 }, (_, n) => [...counts, n]));
  return worlds.map((counts) =>
    counts.map((count, hour) => Array.from({ length: count }, (_, n) => hour * 100 + n)),
  );
}

/** Every world in which each of so many visitors came in any of the hours. */
function markedWorlds(hours: number, visitors: number): readonly World[] {
  return Array.from({ length: 2 ** (hours * visitors) }, (_, bits) =>
    Array.from({ length: hours }, (__, hour) =>
      Array.from({ length: visitors }, (___, visitor) => visitor).filter(
        (visitor) => (bits >> (hour * visitors + visitor)) & 1,
      ),
    ),
  );
}

describe('all answers to all periods together', () => {
  it.each([
    [2, 3, countedWorlds(5, 4)],
    [3, 4, countedWorlds(4, 6)],
    [2, 4, markedWorlds(3, 4)],
    [3, 4, markedWorlds(3, 4)],
  ] as const)('tell the number of no cell below %i, whatever the world', (k, most, worlds) => {
    const isAttacked = (world: World): boolean => world.every(({ length }) => length <= most);
    const ask = (world: World): string => answersOf(world, k);
    expect(recovered({ worlds, answersOf: ask, cellsOf, isAttacked, k })).toEqual([]);
  });

  it('would tell some if a row were only withheld where it is small', () => {
    const worlds = countedWorlds(3, 3);
    const naive = (world: World) =>
      spansOf(3)
        .map((span) => visitorsIn(world, span))
        .map((n) => (n < 2 ? 0 : n))
        .join();
    const alike = Map.groupBy(worlds, naive);
    expect([...alike.values()].some((group) => group.length === 1)).toBe(true);
  });
});

describe('a crowd', () => {
  const tells = (k: number, seen: readonly (readonly [visitor: number, hour: number])[], span: Span) => {
    const census = createCensus(k);
    for (const [visitor, hour] of seen) census.add('spring', visitor, START + hour * HOUR);
    const told = census.tells({ from: START + span[0] * HOUR, to: START + (span[1] + 1) * HOUR - 1 });
    return seen.map(([, hour]) => told('spring', START + hour * HOUR));
  };

  it.each([
    [
      'is told of where it lies within the period',
      [
        [1, 0],
        [2, 1],
      ],
      [0, 1],
      [true, true],
    ],
    [
      'is not where the period cuts it',
      [
        [1, 0],
        [2, 1],
      ],
      [0, 0],
      [false, false],
    ],
    [
      'is different visitors',
      [
        [1, 0],
        [1, 1],
      ],
      [0, 1],
      [false, false],
    ],
    [
      'is not where the period begins after it did',
      [
        [1, 1],
        [2, 2],
      ],
      [1, 2],
      [false, false],
    ],
    [
      'leaves over who comes after it',
      [
        [1, 0],
        [2, 1],
        [3, 2],
      ],
      [0, 9],
      [true, true, false],
    ],
    [
      'is as short as it can be',
      [
        [1, 0],
        [2, 1],
        [3, 2],
        [4, 3],
      ],
      [0, 2],
      [true, true, false, false],
    ],
  ] as const)('%s', (_, seen, span, told) => {
    expect(tells(2, seen, span)).toEqual(told);
  });

  it('ends with the month: what is kept of the one before says nothing of it', () => {
    const census = createCensus(2);
    const [may, june] = [Date.UTC(2026, 4, 31, 23), Date.UTC(2026, 5, 1)];
    for (const [visitor, t] of [may, june, june].entries()) census.add('spring', visitor, t);
    const told = census.tells({ from: startOfCensus(may), to: june + HOUR });
    expect([told('spring', may), told('spring', june)]).toEqual([false, true]);
  });

  it('is of one value', () => {
    const census = createCensus(2);
    for (const [visitor, value] of ['spring', 'autumn', 'spring'].entries())
      census.add(value, visitor, START);
    const told = census.tells({ from: START, to: START + HOUR });
    expect([told('spring', START), told('autumn', START), told('winter', START)]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
