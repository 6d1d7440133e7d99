/** What is true after crash rounds, on whatever store they were. */
import { beforeAll, expect, it } from 'vitest';
import { type CrashFigures, type CrashOptions, runCrashRounds } from './crash-rounds.ts';
import { sayDifference } from './inspect-place.ts';

export type CrashPlan = Omit<CrashOptions, 'say'> & {
  /** Kinds of unfinished writes that the rounds meet at least once each. */
  readonly moments: readonly string[];
  readonly leastNotices: number;
};

const LONGEST_MS = 1_800_000;

/** Runs the rounds before the tests that it declares. @example describe('the app', () => declareCrashSuite(plan)) */
export function declareCrashSuite({ moments, leastNotices, ...plan }: CrashPlan): void {
  let figures: CrashFigures;

  beforeAll(async () => {
    figures = await runCrashRounds({ ...plan, say: () => undefined });
  }, LONGEST_MS);

  it('dies in each kind of unfinished write, with at least 50 posts in flight', () => {
    expect(Object.keys(figures.kills).toSorted()).toEqual(moments.toSorted());
    expect(figures.inFlightLeast).toBeGreaterThanOrEqual(50);
  });

  it('dies again while it catches up with its log', () => {
    expect(figures.killsInCatchUp).toBeGreaterThanOrEqual(1);
  });

  it('answered every post it lived to answer with 200', () => {
    expect(figures.otherAnswers).toEqual([]);
    expect(figures.acknowledged).toBeGreaterThan(plan.rounds * plan.warmPosts);
  });

  it('has every acknowledged event in its log, once', () => {
    expect(figures.lost).toEqual([]);
    expect(figures.doubled).toEqual([]);
  });

  it('folded no event twice', () => {
    expect(figures.foldedTwice).toEqual([]);
  });

  it('has told every change of membership, once, and nothing else', () => {
    expect(figures.noticesOff).toEqual([]);
    expect(figures.noticesDoubled).toEqual([]);
    expect(figures.notices).toBeGreaterThan(leastNotices);
  });

  it('has for every visitor the profile that the log makes', () => {
    expect(figures.differing.map(sayDifference)).toEqual([]);
  });
}
