import { describe, expect, it } from 'vitest';
import { newcombeInterval, wilsonInterval } from '../../../core/measurement/proportions.ts';

/** Newcombe, Statistics in Medicine 17 (1998), pages 873 to 890, table II, method 10: contrasts (a) to (h). */
const CONTRASTS = [
  [56, 70, 48, 80, 0.0524, 0.3339],
  [9, 10, 3, 10, 0.1705, 0.809],
  [6, 7, 2, 7, 0.0582, 0.8062],
  [5, 56, 0, 29, -0.0381, 0.1926],
  [0, 10, 0, 20, -0.1611, 0.2775],
  [0, 10, 0, 10, -0.2775, 0.2775],
  [10, 10, 0, 20, 0.6791, 1],
  [10, 10, 0, 10, 0.6075, 1],
] as const;

describe('the difference of two shares', () => {
  it.each(CONTRASTS)('%d/%d less %d/%d lies between %s and %s', (did, of, otherDid, otherOf, low, high) => {
    const interval = newcombeInterval({ did, of }, { did: otherDid, of: otherOf });
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });
});

describe('a share', () => {
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('%d of %d lies between %s and %s (Newcombe 1998, pages 857 to 872, method 3)', (did, of, low, high) => {
    const interval = wilsonInterval({ did, of });
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });
});
