import { describe, expect, it } from 'vitest';
import { judgeUplift } from '../../core/scoring/uplift/verdict.ts';
import { HILLSTROM, hasHillstrom, readHillstrom } from '../core/scoring/uplift/hillstrom.ts';
import { smallTrees } from '../core/scoring/uplift/learners.ts';
import { ALIKE, drawTrial, drawVisitors } from '../core/scoring/uplift/planted.ts';

const suite = hasHillstrom ? describe : describe.skip;

suite(hasHillstrom ? 'the e-mail experiment' : `the e-mail experiment [no file: ${HILLSTROM}]`, () => {
  it('shows that uplift knows whom the e-mail brings, and that likely visitors first is no better than chance', () => {
    const { word, evidence } = judgeUplift(readHillstrom(), smallTrees, { repeats: 300 }).verdict;
    process.stdout.write(`${JSON.stringify(evidence, null, 1)}\n`);
    expect(word).toBe('promote');
    // Intervals of a reference with another learner: Qini 0.00689 and -0.00093.
    expect(evidence?.uplift.qini.value).toBeGreaterThan(0.0051);
    expect(evidence?.uplift.qini.value).toBeLessThan(0.0088);
    expect(evidence?.likelyBuyers.qini.value).toBeGreaterThan(-0.0028);
    expect(evidence?.likelyBuyers.qini.value).toBeLessThan(0.001);
    expect(evidence?.likelyBuyers.qini.low).toBeLessThan(0);
  });
});

describe('trials in which everybody gains alike', () => {
  it('promote nothing in 98 of 100', () => {
    const trials = 300;
    const words = Array.from({ length: trials }, (_, at) => {
      const trial = drawTrial(drawVisitors(ALIKE, 2_500, 300_001 + at), 350_001 + at);
      return judgeUplift(trial, smallTrees, { repeats: 300, seed: at + 1 }).verdict.word;
    });
    const promoted = words.filter((word) => word === 'promote').length;
    process.stdout.write(`promoted ${promoted} of ${trials}\n`);
    expect(promoted / trials).toBeLessThanOrEqual(0.02);
  });
});
