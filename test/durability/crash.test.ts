import { beforeAll, describe, expect, it } from 'vitest';
import { type CrashFigures, runCrashRounds } from './crash-rounds.ts';

/** One for each phase of the store's writer. */
const ROUNDS = 3;
/** A fifth of what the bench posts before each kill. */
const WARM_POSTS = 200;
const LONGEST_MS = 300_000;

describe('the app, killed with -9 under load', () => {
  let figures: CrashFigures;

  beforeAll(async () => {
    figures = await runCrashRounds({ rounds: ROUNDS, seed: 1, warmPosts: WARM_POSTS, say: () => undefined });
  }, LONGEST_MS);

  it('dies while it writes, commits and copies its log, with at least 50 posts in flight', () => {
    expect(figures).toMatchObject({ killsInTransaction: 1, killsInCommit: 1, killsInCheckpoint: 1 });
    expect(figures.inFlightLeast).toBeGreaterThanOrEqual(50);
  });

  it('dies again while it catches up with its log', () => {
    expect(figures.killsInCatchUp).toBe(1);
  });

  it('answered every post it lived to answer with 200', () => {
    expect(figures.otherAnswers).toEqual([]);
    expect(figures.acknowledged).toBeGreaterThan(ROUNDS * WARM_POSTS);
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
    expect(figures.notices).toBeGreaterThan(1_000);
  });

  it('has for every visitor the profile that the log makes', () => {
    expect(figures.differing).toEqual([]);
  });
});
