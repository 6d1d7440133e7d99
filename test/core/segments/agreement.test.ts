import { expect, it } from 'vitest';
import { expectAgreement } from './brute/expect-agreement.ts';

/** As many as `check:long` asks are too many for every day. */
const TRIPLES = 1_000;

it(`the engine and the brute-force reading agree on ${TRIPLES} random questions`, {
  timeout: 120_000,
}, () => {
  expect.hasAssertions();
  expectAgreement(TRIPLES, 2026);
});
