import { describe, expect, it } from 'vitest';
import { findRare } from './brute/census.ts';
import { compareWithEngine } from './brute/comparison.ts';
import { answerOfEngine } from './engine-answer.ts';

const TRIPLES = 10_000;
const LONGEST_MS = 400_000;

describe('the engine and the brute-force reading', () => {
  it(`agree on ${TRIPLES} random questions, whose parts all occur and of which many hold`, {
    timeout: LONGEST_MS,
  }, () => {
    const found = compareWithEngine(answerOfEngine, { triples: TRIPLES, seed: 2026, untilEvery: 40 });
    expect(found.disagreement).toBeNull();
    expect(findRare(found.census, 300)).toEqual([]);
    expect(found.census.holding / found.census.questions).toBeGreaterThanOrEqual(0.3);
    expect(found.untils.real / found.untils.stated).toBeGreaterThanOrEqual(0.9);
    expect(found.untils.stated).toBeGreaterThan(25);
  });
});
