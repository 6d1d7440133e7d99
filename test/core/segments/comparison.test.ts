import { describe, expect, it } from 'vitest';
import { compileComparison } from '../../../core/segments/comparison.ts';

const COMPOSED = 'Caf\u00e9 bar';
const DECOMPOSED = 'Cafe\u0301 bar';

describe('texts of one spelling in two encodings', () => {
  it.each([
    ['eq', { eq: COMPOSED }],
    ['in', { in: [COMPOSED] }],
    ['contains', { contains: 'f\u00e9' }],
    ['startsWith', { startsWith: 'Caf\u00e9' }],
  ])('are the same to %s, whichever of them is asked', (_, asked) => {
    expect([COMPOSED, DECOMPOSED].map(compileComparison(asked))).toEqual([true, true]);
  });

  it.each([
    ['ne', { ne: DECOMPOSED }],
    ['nin', { nin: [DECOMPOSED] }],
  ])('are not told apart by %s', (_, asked) => {
    expect([COMPOSED, DECOMPOSED].map(compileComparison(asked))).toEqual([false, false]);
  });

  it('are told from texts without the accent', () => {
    expect(['Cafe bar', 'cafe\u0301 bar'].map(compileComparison({ eq: COMPOSED }))).toEqual([false, false]);
  });
});
