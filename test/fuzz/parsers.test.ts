import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { examine, type Parser } from './examine.ts';
import { inputsOf, nastyInputsOf, PARSERS, samplesOf } from './parsers.ts';

const SEED = 20261126;
const RUNS = 50;

const read = (parser: Parser, input: unknown) => (parser as { read(input: unknown): unknown }).read(input);

describe.each(PARSERS.map((parser) => [parser.name, parser] as const))('%s', (_, parser) => {
  it('is taken where it is good', () => {
    for (const sample of samplesOf(parser)) {
      expect(examine(parser, structuredClone(sample))).toBeNull();
      expect(read(parser, structuredClone(sample))).toMatchObject({ ok: true });
    }
  });

  it('meets what broke others', () => {
    for (const input of nastyInputsOf(parser)) expect([input, examine(parser, input)]).toEqual([input, null]);
  });

  it('is taken or refused with place and cure where it is hostile, and never falls over', () => {
    fc.assert(
      fc.property(inputsOf(parser), (input) => {
        expect(examine(parser, input)).toBeNull();
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });
});
