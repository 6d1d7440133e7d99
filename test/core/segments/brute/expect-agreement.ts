import { expect } from 'vitest';
import { answerOfEngine } from '../engine-answer.ts';
import { findRare } from './census.ts';
import { compareWithEngine } from './comparison.ts';

/** That both readings agree on random questions, whose parts all occur and of which many hold. @param triples Of them. */
export function expectAgreement(triples: number, seed: number): void {
  const found = compareWithEngine(answerOfEngine, { triples, seed, untilEvery: 40 });
  expect(found.disagreement).toBeNull();
  expect(findRare(found.census, triples / 40)).toEqual([]);
  expect(found.census.holding / found.census.questions).toBeGreaterThanOrEqual(0.3);
  expect(found.untils.real / found.untils.stated).toBeGreaterThanOrEqual(0.9);
  expect(found.untils.stated).toBeGreaterThan(triples / 400);
}
