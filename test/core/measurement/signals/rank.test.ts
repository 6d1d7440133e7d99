import { describe, expect, it } from 'vitest';
import { behavioursOf, isDeed } from '../../../../core/measurement/signals/behaviour.ts';
import { createCohort } from '../../../../core/measurement/signals/cohort.ts';
import { rankSignals, type Signal } from '../../../../core/measurement/signals/rank.ts';
import { countStrata, levelsOf } from '../../../../core/measurement/signals/strata.ts';
import { createRandom, type Random } from '../../../durability/random.ts';

type Person = {
  readonly counts: Readonly<Record<string, number>>;
  readonly stayed: boolean;
  readonly other?: number;
};

const K = 10;

function rank(people: readonly Person[]) {
  const cohort = createCohort();
  for (const { counts, stayed, other = 0 } of people) {
    const kept = Object.entries(counts).filter(([, count]) => count > 0);
    const activity = kept.reduce((sum, [, count]) => sum + count, other);
    cohort.add({ activity, stayed, counts: new Map(kept) });
  }
  const work = rankSignals(cohort.read(), K);
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

const find = (signals: readonly Signal[], name: string): Signal | undefined =>
  signals.find(({ behaviour }) => behaviour === name);

/** So many people each. */
function crowd(size: number, make: (random: Random, n: number) => Person, seed = 7): readonly Person[] {
  const random = createRandom(seed);
  return Array.from({ length: size }, (_, n) => make(random, n));
}

describe('the ranking', () => {
  it('tells the table of each behaviour, and takes away what chance gains', () => {
    const people = crowd(200, (_, n) => ({
      counts: n < 80 ? { Invite: 1 } : {},
      stayed: n < 60 || n >= 170,
      other: n % 9,
    }));
    const { signals } = rank(people);
    expect(signals).toMatchObject([
      {
        behaviour: 'Invite',
        atLeast: 1,
        did: { did: 60, of: 80 },
        didNot: { did: 30, of: 120 },
        lift: { value: 3 },
        gain: expect.closeTo(0.1815 - 0.0036, 3),
        verdict: 'signal',
      },
    ]);
  });

  it('takes the number of times that says most, and makes it pay for the choice', () => {
    const people = crowd(600, (random, n) => {
      const times = n % 6;
      return {
        counts: { Export: times },
        stayed: random.chance(times >= 3 ? 0.7 : 0.2),
        other: random.below(20),
      };
    });
    const [signal] = rank(people).signals;
    expect(signal).toMatchObject({ behaviour: 'Export', atLeast: 3, verdict: 'signal' });
    // Adjusted at that number of times too: at once or more it would be 2.5.
    expect(signal?.adjusted?.value).toBeGreaterThan(2.9);
    // Chances of 1, 2, 3 and 5 times were looked at; 10 times nobody did it.
    const once = rank(
      people.map((person) => ({ ...person, counts: { Export: (person.counts.Export ?? 0) >= 3 ? 1 : 0 } })),
    );
    expect((signal?.chance ?? 0) / (once.signals[0]?.chance ?? 1)).toBeCloseTo(4, 6);
  });

  it('flags what only the active do, where activity alone makes people stay', () => {
    const people = crowd(3_000, (random) => {
      const other = random.below(30);
      return {
        other,
        counts: { Look: random.chance(other / 30) ? 1 : 0, Real: random.chance(0.3) ? 1 : 0 },
        stayed: false,
      };
    });
    const random = createRandom(11);
    const kept = people.map((person) => ({
      ...person,
      stayed: random.chance(0.05 + 0.02 * (person.other ?? 0) + 0.25 * (person.counts.Real ?? 0)),
    }));
    const { signals } = rank(kept);
    expect(find(signals, 'Real')?.verdict).toBe('signal');
    const look = find(signals, 'Look');
    expect(look?.verdict).toBe('confounded');
    expect(look?.lift.low).toBeGreaterThan(1.2);
    expect(look?.adjusted?.low).toBeLessThan(1);
  });

  it('does not take the deed itself for activity', () => {
    const people = crowd(400, (random, n) => ({
      counts: n % 2 === 0 ? { Export: 12 } : {},
      stayed: random.chance(n % 2 === 0 ? 0.6 : 0.3),
      other: random.below(10),
    }));
    const [signal] = rank(people).signals;
    expect(signal?.verdict).toBe('signal');
    expect(signal?.adjusted?.value).toBeCloseTo(signal?.lift.value ?? 0, 0);
  });

  it('calls a deed before leaving a signal as well', () => {
    const people = crowd(800, (random, n) => ({
      counts: n % 4 === 0 ? { Complaint: 1 } : {},
      stayed: random.chance(n % 4 === 0 ? 0.1 : 0.5),
      other: random.below(20),
    }));
    const [signal] = rank(people).signals;
    expect(signal?.verdict).toBe('signal');
    expect(signal?.adjusted?.high).toBeLessThan(1);
  });

  it('of a hundred deeds that mean nothing calls next to none a signal', () => {
    const names = Array.from({ length: 100 }, (_, n) => `Deed ${n}`);
    const people = crowd(1_000, (random) => ({
      counts: Object.fromEntries(names.map((name) => [name, random.chance(0.3) ? 1 + random.below(6) : 0])),
      stayed: random.chance(0.4),
    }));
    const { signals } = rank(people);
    expect(signals).toHaveLength(100);
    expect(signals.filter(({ verdict }) => verdict !== 'unclear').length).toBeLessThanOrEqual(1);
  });

  it('says nothing of what too few did, or too few did not', () => {
    const few = (count: number) =>
      rank(crowd(300, (_, n) => ({ counts: n < count ? { Rare: 1 } : {}, stayed: n % 2 === 0, other: 1 })));
    expect(few(29)).toEqual({ signals: [], tooRare: 1 });
    expect(few(271)).toEqual({ signals: [], tooRare: 1 });
    expect(few(30)).toMatchObject({ signals: [{ behaviour: 'Rare' }], tooRare: 0 });
    const nobodyStays = crowd(300, (_, n) => ({
      counts: n < 150 ? { Half: 1 } : {},
      stayed: n < 9,
      other: 1,
    }));
    expect(rank(nobodyStays).signals).toEqual([]);
  });

  it('looks at the two hundred behaviours that most did', () => {
    const names = Array.from({ length: 210 }, (_, n) => `Deed ${String(n).padStart(3, '0')}`);
    const people = crowd(500, (_, n) => ({
      counts: Object.fromEntries(names.map((name, at) => [name, n < 200 + at && n % 2 === 0 ? 1 : 0])),
      stayed: n % 3 === 0,
    }));
    const { signals, tooRare } = rank(people);
    expect([signals.length, tooRare]).toEqual([200, 10]);
    expect(find(signals, 'Deed 000')).toBeUndefined();
  });

  it('has nothing to say of nobody', () => {
    expect(rank([])).toEqual({ signals: [], tooRare: 0 });
  });
});

describe('strata', () => {
  it('are quantiles, equal ones together, none of fewer than fifty on average', () => {
    expect(levelsOf([1, 2, 3])).toEqual([0, 0, 0]);
    const levels = levelsOf(Array.from({ length: 200 }, (_, n) => n));
    expect([...Map.groupBy(levels, (level) => level)].map(([level, own]) => [level, own.length])).toEqual([
      [0, 50],
      [1, 50],
      [2, 50],
      [3, 50],
    ]);
    expect(new Set(levelsOf(Array.from({ length: 200 }, (_, n) => (n < 150 ? 0 : n)))).size).toBe(2);
    expect(new Set(levelsOf(Array.from({ length: 9_000 }, (_, n) => n))).size).toBe(20);
  });

  it('each count who did it and who stayed', () => {
    const input = {
      levels: [0, 0, 2, 2],
      did: Uint8Array.of(1, 0, 1, 1),
      stayed: [true, false, false, true],
    };
    expect(countStrata(input)).toEqual([
      { did: { did: 1, of: 1 }, didNot: { did: 0, of: 1 } },
      { did: { did: 1, of: 2 }, didNot: { did: 0, of: 0 } },
    ]);
  });
});

describe('behaviours', () => {
  it.each([
    [
      { name: 'Feature Used', properties: { feature_id: 'export' } },
      ['Feature Used', 'Feature Used: export'],
    ],
    [
      { name: 'Feature Used', properties: { feature_name: 'Export' } },
      ['Feature Used', 'Feature Used: Export'],
    ],
    [{ name: 'Feature Used', properties: { feature_id: 7 } }, ['Feature Used', 'Feature Used: 7']],
    [
      { name: 'Page Viewed', properties: { category: 'pricing', path: '/a' } },
      ['Page Viewed', 'Page Viewed: pricing'],
    ],
    [{ name: 'Page Viewed', properties: { path: '/a' } }, ['Page Viewed']],
    [{ name: 'Invite Sent', properties: { category: 'x' } }, ['Invite Sent']],
  ])('of %o', (event, expected) => {
    expect(behavioursOf(event)).toEqual(expected);
  });

  it.each([
    ['Signed In', 'web', 'event', true],
    ['Invite Sent', 'server', 'event', true],
    ['Email Delivered', 'server', 'event', false],
    ['Newsletter Opened', 'email', 'event', false],
    ['shown', 'web', 'exposure', false],
  ] as const)('%s from %s as %s is something that was done: %s', (name, source, kind, expected) => {
    expect(isDeed({ name, source, type: kind })).toBe(expected);
  });
});
