import { describe, expect, it } from 'vitest';
import {
  createSums,
  qiniOf,
  standRows,
  sumBlocks,
  upliftAmong,
} from '../../../../core/scoring/uplift/qini.ts';
import type { Trial } from '../../../../core/scoring/uplift/trial.ts';
import { judgeUplift } from '../../../../core/scoring/uplift/verdict.ts';
import { HILLSTROM, hasHillstrom, readHillstrom } from './hillstrom.ts';
import { smallTrees } from './learners.ts';

const sumsOf = (scores: Float64Array, trial: Trial) => {
  const standing = standRows(scores, trial);
  return sumBlocks(standing, null, createSums(standing.ranked.ends.length));
};

const suite = hasHillstrom ? describe : describe.skip;

suite(hasHillstrom ? 'the e-mail experiment' : `the e-mail experiment [no file: ${HILLSTROM}]`, () => {
  it('has an uplift of 3,238 of 21,387 less 2,262 of 21,306', () => {
    const trial = readHillstrom();
    const sums = sumsOf(new Float64Array(trial.matrix.rows), trial);
    expect(upliftAmong(sums, 1)).toBeCloseTo(3_238 / 21_387 - 2_262 / 21_306, 12);
    expect(qiniOf(sums)).toBeCloseTo(0, 12);
  });

  it('promotes nothing by a fifth of its customers, who are too few to show what all of them do', () => {
    const { word, code, evidence } = judgeUplift(readHillstrom(5), smallTrees, {
      folds: 3,
      repeats: 200,
    }).verdict;
    expect([word, code]).toEqual(['keep', 'no_better_than_chance']);
    const { low = 1, high = 0 } = evidence?.uplift.qini ?? {};
    // What the whole experiment comes to is not ruled out either.
    expect(low < 0 && high > 0.00689).toBe(true);
  });
});
