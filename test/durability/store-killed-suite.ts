/** What is true after a database was killed under an app that lives on. */
import { beforeAll, expect, it } from 'vitest';
import { sayDifference } from './inspect-place.ts';
import { killStore, type StoreKilledFigures, type StoreKilledPlan } from './store-killed.ts';

const LONGEST_MS = 1_800_000;

/** Runs the rounds before the tests that it declares. @example describe('a database', () => declareStoreKilledSuite({ rounds: 1, seed: 1 })) */
export function declareStoreKilledSuite(plan: StoreKilledPlan): void {
  let figures: StoreKilledFigures;

  beforeAll(async () => {
    figures = await killStore(plan);
  }, LONGEST_MS);

  it('is killed with at least 50 posts in flight', () => {
    expect(figures.inFlightLeast).toBeGreaterThanOrEqual(50);
  });

  it('leaves the app to refuse everything for now while it is away, and to go on without a restart', () => {
    expect(figures.answersAway).toEqual(['503 store_unavailable']);
    expect(figures.answers.toSorted()).toEqual(['200', '503 store_unavailable']);
  });

  it('has every acknowledged event in its log, once', () => {
    expect(figures.acknowledged).toBeGreaterThan(plan.rounds * 300);
    expect(figures.found.lost).toEqual([]);
    expect(figures.found.doubled).toEqual([]);
  });

  it('has none of them folded twice, in memory or in rows', () => {
    expect(figures.countsOff).toEqual([]);
    expect(figures.found.differing.map(sayDifference)).toEqual([]);
  });

  it('has every change of membership told, once', () => {
    expect(figures.found.notices).toMatchObject({ notices: 8, off: [], told: [] });
  });
}
