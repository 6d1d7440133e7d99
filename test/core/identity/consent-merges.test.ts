import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareEntries, type Entry } from '../../../core/entry.ts';
import {
  type ConsentJoin,
  type ConsentState,
  consentAt,
  consentOf,
  isAllowed,
} from '../../../core/identity/consent.ts';
import { word } from './words.ts';

const allows = (state: ConsentState, now: number): boolean => isAllowed(state, 'analytics', now);

const SIDES = ['self', 'a', 'b', 'c', 'd'] as const;
const SOURCES = ['page', 'page', 'gpc', 'platform-default'] as const;
const time = fc.integer({ min: 0, max: 12 });

const records = fc
  .array(
    fc.record({
      side: fc.constantFrom(...SIDES),
      t: time,
      allowed: fc.constantFrom(true, true, false),
      source: fc.constantFrom(...SOURCES),
      until: fc.option(time, { nil: undefined, freq: 3 }),
    }),
    { maxLength: 10, size: 'max' },
  )
  .map((list) =>
    list.map(({ side, t, allowed, source, until }, n) => ({
      ...word([t, allowed, source, until, side]),
      id: `${(n * 37) % 101}`,
    })),
  );

/** A tree of sides, each joined once, into one named before it; some joins are claims. */
const joins = fc
  .tuple(...[0, 1, 2, 3].map((n) => fc.tuple(fc.integer({ min: 0, max: n }), time, fc.boolean())))
  .map((list) =>
    list.map(([into, t, claimed], n): ConsentJoin => {
      const side = SIDES[n + 1] ?? 'self';
      return { side, into: SIDES[into] ?? 'self', t, ...(claimed && { as: side }) };
    }),
  );

type ModelWord = {
  voice: string;
  allowed: boolean;
  t: number;
  id: string;
  until: number;
  beats: number;
  live: boolean;
};
type Group = { sides: Map<string, string>; words: ModelWord[] };

/** The rules told once more, the slow way: every word ever said is kept, and judged by going through all of them. */
function model(said: readonly Entry[], joined: readonly ConsentJoin[], now: number): boolean {
  let groups: Group[] = SIDES.map((side) => ({ sides: new Map([[side, 'own']]), words: [] }));
  const groupOf = (side: string): Group => groups.find(({ sides }) => sides.has(side)) as Group;
  const rank = (voice: string): number => ({ own: 3, default: 1 })[voice] ?? 2;
  const stands = (denial: ModelWord, words: readonly ModelWord[], at: number): boolean =>
    !words.some(
      (w) =>
        w.allowed &&
        w.live &&
        at < w.until &&
        w.t > denial.beats &&
        (w.voice === denial.voice || rank(w.voice) > rank(denial.voice)),
    );
  const speak = (entry: Entry): void => {
    const group = groupOf(String(entry.visitor));
    const { purposes, source, until } = entry.properties as {
      purposes: { analytics: boolean };
      source: string;
      until?: number;
    };
    if (source === 'gpc' && purposes.analytics) return;
    const voice =
      source === 'platform-default' ? 'default' : (group.sides.get(String(entry.visitor)) ?? 'own');
    const allowed = purposes.analytics;
    if (allowed) for (const old of group.words) if (old.allowed && old.voice === voice) old.live = false;
    group.words.push({
      voice,
      allowed,
      t: entry.t,
      id: entry.id,
      until: (allowed ? until : undefined) ?? Number.POSITIVE_INFINITY,
      beats: entry.t,
      live: true,
    });
  };
  const unite = ({ side, into, t, as }: ConsentJoin): void => {
    const [from, to] = [groupOf(side), groupOf(into)];
    if (from.words.length > 0 && to.words.length > 0) {
      for (const { words } of [from, to]) {
        for (const w of words.filter((one) => !one.allowed && stands(one, words, t)))
          w.beats = Math.max(w.beats, t - 1);
      }
    }
    const rename = (voice: string): string => (voice === 'own' ? (as ?? to.sides.get(into) ?? 'own') : voice);
    for (const w of from.words) w.voice = rename(w.voice);
    for (const [one, voice] of from.sides) to.sides.set(one, rename(voice));
    to.words.push(...from.words);
    groups = groups.filter((group) => group !== from);
    for (const voice of new Set(to.words.map((w) => w.voice))) {
      const live = to.words.filter((w) => w.voice === voice && w.allowed && w.live);
      live.sort((x, y) => Number(t < x.until) - Number(t < y.until) || compareEntries(x, y));
      for (const w of live.slice(0, -1)) w.live = false;
    }
  };
  const steps = [
    ...joined.map((join) => ({ t: join.t, id: '', run: () => unite(join) })),
    ...said.map((entry) => ({ t: entry.t, id: `~${entry.id}`, run: () => speak(entry) })),
  ];
  for (const step of steps.toSorted(compareEntries)) step.run();
  const { words } = groupOf('self');
  if (words.some((w) => !w.allowed && stands(w, words, now))) return false;
  const strongest = Math.max(...words.map(({ voice }) => rank(voice)));
  return words.some((w) => w.allowed && w.live && rank(w.voice) === strongest && now < w.until);
}

function fullState(said: readonly Entry[], joined: readonly ConsentJoin[]): ConsentState {
  return consentOf({ self: 'self', records: said, joins: joined, sideOf: ({ visitor }) => String(visitor) });
}

describe('any sequence of merges and records', () => {
  it('is judged as the rules told the slow way judge it', () => {
    const verdicts = { true: 0, false: 0 };
    fc.assert(
      fc.property(records, joins, fc.integer({ min: 12, max: 20 }), (said, joined, now) => {
        const allowed = allows(fullState(said, joined), now);
        verdicts[`${allowed}`]++;
        expect(allowed).toBe(model(said, joined, now));
      }),
      { seed: 3, numRuns: 3000 },
    );
    expect(Math.min(verdicts.true, verdicts.false)).toBeGreaterThan(200);
  });

  it('never loses an opt-out that no later grant lifted', () => {
    let optOuts = 0;
    fc.assert(
      fc.property(records, joins, (said, joined) => {
        const isChoice = (entry: Entry): boolean => entry.properties.source !== 'platform-default';
        const grants = (entry: Entry): boolean =>
          Object(entry.properties.purposes).analytics === true && entry.properties.source !== 'gpc';
        const lastGrant = Math.max(
          -1,
          ...said.filter((entry) => isChoice(entry) && grants(entry)).map(({ t }) => t),
        );
        const optOut = said.some(
          (entry) => !Object(entry.properties.purposes).analytics && isChoice(entry) && entry.t >= lastGrant,
        );
        if (!optOut) return;
        optOuts++;
        expect(allows(fullState(said, joined), 100)).toBe(false);
      }),
      { seed: 4, numRuns: 2000 },
    );
    expect(optOuts).toBeGreaterThan(300);
  });

  it('never allows, after a merge with a side that refuses, what no grant since has allowed', () => {
    let refusals = 0;
    fc.assert(
      fc.property(records, joins, (said, joined) => {
        for (const { side, t } of joined) {
          const sidesOf = (name: string): readonly string[] => [
            name,
            ...joined.filter(({ into, t: at }) => into === name && at <= t).flatMap((j) => sidesOf(j.side)),
          ];
          const mine = new Set(sidesOf(side));
          const before = consentOf({
            self: side,
            records: said.filter((entry) => entry.t < t && mine.has(String(entry.visitor))),
            joins: joined.filter((join) => join.t <= t && mine.has(join.side) && join.side !== side),
            sideOf: ({ visitor }) => String(visitor),
          });
          const refused =
            before.analytics?.some(({ denial }) => denial) &&
            consentAt(before, 'analytics', t)?.allowed === false;
          if (!refused || said.some((entry) => entry.t >= t)) continue;
          refusals++;
          expect(allows(fullState(said, joined), 100)).toBe(false);
        }
      }),
      { seed: 5, numRuns: 2000 },
    );
    expect(refusals).toBeGreaterThan(50);
  });

  it('is the same for every order in which records and joins arrive', () => {
    const shuffled = fc
      .tuple(records, joins)
      .chain(([said, joined]) =>
        fc.tuple(
          fc.constant(fullState(said, joined)),
          fc.shuffledSubarray([...said], { minLength: said.length, maxLength: said.length }),
          fc.shuffledSubarray([...joined], { minLength: joined.length, maxLength: joined.length }),
        ),
      );
    fc.assert(
      fc.property(shuffled, ([state, said, joined]) => {
        expect(fullState(said, joined)).toEqual(state);
      }),
      { seed: 6, numRuns: 1000 },
    );
  });
});
