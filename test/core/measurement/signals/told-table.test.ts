import { describe, expect, it } from 'vitest';
import { liftOf } from '../../../../core/measurement/signals/association.ts';
import { createCohort } from '../../../../core/measurement/signals/cohort.ts';
import { type Ranking, rankSignals } from '../../../../core/measurement/signals/rank.ts';
import { spreadOfSteps, tellTable } from '../../../../core/measurement/signals/told-table.ts';
import { createRandom, type Random } from '../../../durability/random.ts';

const K = 10;
const EXPORT = 'Feature Used: export';

type Person = { readonly counts: Readonly<Record<string, number>>; readonly stayed: boolean };

function rank(people: readonly Person[]): Ranking {
  const cohort = createCohort();
  for (const [at, { counts, stayed }] of people.entries()) {
    const done = new Map(Object.entries(counts));
    cohort.add({ activity: (at % 7) + [...done.values()].reduce((a, b) => a + b, 0), stayed, counts: done });
  }
  const work = rankSignals(cohort.read(), K);
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

const never = (): never => {
  throw new Error('no signal');
};
const times = <T>(count: number, make: (at: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, at) => make(at));

/** Of four hundred, so many did it, the more zealous more often; so many of them stayed, and of all a hundred. */
const asked = (behaviour: string, did: number, stayed: number): Ranking =>
  rank(
    times(400, (at) => ({
      counts: at < did ? { [behaviour]: 1 + (at % 3) } : {},
      stayed: at < did ? at < stayed : at - did < 100 - stayed,
    })),
  );

describe('a table of a feature', () => {
  const table = (did: number, of: number, others: number, ofOthers: number) => ({
    did: { did, of },
    didNot: { did: others, of: ofOthers },
  });

  it.each([
    ['is told in steps, and the others are the rest of all', [14, 40, 20, 160], [15, 45, 19, 155]],
    ['is the same wherever in its steps it lies', [19, 49, 15, 151], [15, 45, 19, 155]],
    ['is not told where fewer than k stayed', [9, 40, 25, 160], null],
    ['is not told where fewer than k left', [31, 40, 25, 160], null],
    ['is not told where fewer than k of the others stayed', [14, 40, 9, 160], null],
    ['is not told where fewer than k of the others left', [14, 40, 151, 160], null],
  ] as const)('%s', (_, [did, of, others, ofOthers], told) => {
    expect(tellTable(table(did, of, others, ofOthers), K)).toEqual(told && table(...told));
  });

  it('has intervals as wide as its steps make them: the truth lies within nineteen times of twenty', () => {
    const random = createRandom(41);
    const [rounds, size] = [2_000, 60];
    const share = (p: number, of: number): number => times(of, () => random.chance(p)).filter(Boolean).length;
    let [told, within, narrow] = [0, 0, 0];
    for (let round = 0; round < rounds; round++) {
      const of = size + random.below(20);
      const seen = tellTable(table(share(0.45, of), of, share(0.3, 400), 400), K);
      if (seen === null) continue;
      told += 1;
      const { value, low } = liftOf(seen);
      const half = Math.log(value / low);
      const off = Math.abs(Math.log(value / 1.5));
      if (off <= half * Math.sqrt(spreadOfSteps(seen, K))) within += 1;
      if (off <= half) narrow += 1;
    }
    expect(within / told).toBeGreaterThan(0.94);
    expect(narrow / told).toBeLessThan(0.93);
  });
});

describe('a feature in the ranking', () => {
  it('has a lift of what is told, and an interval that is wider for it; an event has its own', () => {
    const widths = [EXPORT, 'Exported'].map((behaviour) => {
      const { did, didNot, lift } = asked(behaviour, 124, 44).signals[0] ?? never();
      const plain = liftOf({ did, didNot });
      expect(lift.value).toBeCloseTo(plain.value, 12);
      return [Math.log(lift.high / lift.low), Math.log(plain.high / plain.low)] as const;
    });
    const [[told = 0, plain = 0] = [], [own, same] = []] = widths;
    expect(told / plain).toBeGreaterThan(1.01);
    expect(own).toBeCloseTo(same ?? 0, 12);
  });
});

describe('two questions on a feature that somebody subtracts from each other', () => {
  const numbersOf = ({ signals: [signal] }: Ranking): string => {
    if (signal === undefined) return 'none';
    const { did, didNot, lift, gain, chance, falseShare, atLeast } = signal;
    return JSON.stringify({ did, didNot, lift, gain, chance, falseShare, atLeast });
  };
  const differing = (rankings: readonly Ranking[]): number =>
    rankings.filter((one, at) => at > 0 && numbersOf(one) !== numbersOf(rankings[at - 1] ?? one)).length;

  it('are answered alike where one visitor stayed by the one measure alone, but for one of k', () => {
    const chain = (behaviour: string) => times(40, (more) => asked(behaviour, 120, 35 + more));
    // Three of each table: how often it was done has steps of its own.
    expect(differing(chain(EXPORT))).toBeLessThanOrEqual(3 * 4);
    expect(differing(chain('Exported'))).toBe(39);
  });

  it('are answered alike where one visitor did it on a later day, but for one of k', () => {
    const chain = (behaviour: string) => times(40, (more) => asked(behaviour, 100 + more, 40));
    expect(differing(chain(EXPORT))).toBeLessThanOrEqual(3 * 4);
    expect(differing(chain('Exported'))).toBe(39);
  });

  it('differ among visitors as active by less than a visitor makes', () => {
    const adjusted = (behaviour: string, more: number) =>
      asked(behaviour, 120, 41 + more).signals[0]?.adjusted ?? { value: 0, low: 0, high: 0 };
    const told = new Set(times(8, (more) => JSON.stringify(adjusted(EXPORT, more))));
    const so = new Set(times(8, (more) => JSON.stringify(adjusted('Exported', more))));
    expect([told.size <= 3, so.size]).toEqual([true, 8]);
  });
});

describe('features that mean nothing', () => {
  it('look like something no more often than chance lets them', () => {
    const names = times(400, (n) => `Feature Used: ${n}`);
    const make = (random: Random): Person => ({
      counts: Object.fromEntries(names.flatMap((name) => (random.chance(0.07) ? [[name, 1]] : []))),
      stayed: random.chance(0.4),
    });
    const random = createRandom(43);
    const { signals } = rank(times(1_000, () => make(random)));
    expect(signals.length).toBeGreaterThan(150);
    const sure = signals.filter(({ chance }) => chance < 0.05).length;
    expect(sure / signals.length).toBeLessThan(0.07);
    expect(signals.filter(({ verdict }) => verdict !== 'unclear').length).toBeLessThanOrEqual(1);
  });
});
