import { describe, expect, it } from 'vitest';
import { quintilesOf, rfmEdges } from '../../../core/segments/rfm-edges.ts';
import shared from '../../cases/rfm-quintiles.json' with { type: 'json' };

const { cases } = shared;

const buyersOf = (frequencies: readonly number[]) =>
  frequencies.map((frequency, n) => ({ recencyMs: n + 1, frequency, monetaryMinor: frequency * 1_000 }));

const edgesOf = (frequencies: readonly number[]) => rfmEdges(buyersOf(frequencies)).f;

/** Of each distinct value, ascending. */
function fifthsOf(frequencies: readonly number[]): readonly number[] {
  const edges = rfmEdges(buyersOf(frequencies));
  return [...new Set(frequencies)]
    .toSorted((a, b) => a - b)
    .map((frequency) => quintilesOf({ recencyMs: 1, frequency, monetaryMinor: 0 }, edges).f);
}

describe('quintile edges', () => {
  it('cut ten buyers into five times two', () => {
    expect(edgesOf([10, 9, 8, 7, 6, 5, 4, 3, 2, 1])).toEqual([2, 4, 6, 8]);
    expect(fifthsOf([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
  });

  it('keep equal values in one fifth', () => {
    expect(edgesOf([1, 1, 1, 1, 1, 1, 1, 1, 2, 7])).toEqual([1, 1, 1, 1]);
    expect(fifthsOf([1, 1, 1, 1, 1, 1, 1, 1, 2, 7])).toEqual([1, 5, 5]);
    expect(fifthsOf([1, 1, 1, 1, 1, 1, 1, 2, 2, 3])).toEqual([1, 4, 5]);
  });

  it.each([
    [[4], [1]],
    [
      [4, 9],
      [1, 5],
    ],
    [
      [4, 6, 9],
      [1, 3, 5],
    ],
    [
      [3, 4, 6, 9],
      [1, 2, 4, 5],
    ],
    [
      [3, 3, 9, 9],
      [1, 5],
    ],
    [[2, 2, 2, 2, 2, 2], [1]],
  ])('order the few buyers %j as %j', (frequencies, fifths) => {
    expect(fifthsOf(frequencies)).toEqual(fifths);
  });

  it('call the most recent fifth of recency 5', () => {
    const edges = rfmEdges(buyersOf([1, 2, 3, 4, 5]));
    const fifths = buyersOf([1, 2, 3, 4, 5]).map((buyer) => quintilesOf(buyer, edges).r);
    expect(fifths).toEqual([5, 4, 3, 2, 1]);
  });

  it('leave recency room to grow until the next ones are drawn', () => {
    const day = 86_400_000;
    const recencies = [0, 100, 10 * day, 20 * day, 21 * day];
    const { r } = rfmEdges(recencies.map((recencyMs) => ({ recencyMs, frequency: 1, monetaryMinor: 0 })));
    expect(r).toEqual([50, 100 + day, 11 * day, 20.5 * day]);
  });

  it('take amounts in minor units', () => {
    expect(rfmEdges(buyersOf([1, 2, 3, 4, 5])).m).toEqual([1_000, 2_000, 3_000, 4_000]);
  });
});

describe('quintiles that PHP makes as well', () => {
  it.each(cases)('$name', ({ buyers, edges, fifths }) => {
    expect(rfmEdges(buyers)).toEqual(edges);
    expect(buyers.map((buyer) => Object.values(quintilesOf(buyer, edges)))).toEqual(fifths);
  });
});
