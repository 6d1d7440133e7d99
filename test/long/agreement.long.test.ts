import { expect, it } from 'vitest';
import { expectAgreement } from '../core/segments/brute/expect-agreement.ts';

const TRIPLES = 10_000;

it.each([2026, 1])(
  `the engine and the brute-force reading agree on ${TRIPLES} random questions, seed %i`,
  (seed) => {
    expect.hasAssertions();
    expectAgreement(TRIPLES, seed);
  },
);
