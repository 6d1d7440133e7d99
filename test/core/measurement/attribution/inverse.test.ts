import { describe, expect, it } from 'vitest';
import { invert } from '../../../../core/measurement/attribution/inverse.ts';

function inverseOf(rows: readonly (readonly number[])[]): readonly number[] {
  const work = invert(Float64Array.from(rows.flat()), rows.length);
  for (;;) {
    const step = work.next();
    if (step.done === true) return [...step.value];
  }
}

describe('the inverse of a matrix', () => {
  it.each([
    [
      'of two rows',
      [
        [4, 7],
        [2, 6],
      ],
      [0.6, -0.7, -0.2, 0.4],
    ],
    [
      'whose first element is 0',
      [
        [0, 2],
        [4, 1],
      ],
      [-0.125, 0.25, 0.5, 0],
    ],
    [
      'of three rows, out of order',
      [
        [0, 0, 2],
        [1, 0, 0],
        [0, 4, 0],
      ],
      [0, 1, 0, 0, 0, 0.25, 0.5, 0, 0],
    ],
  ])('%s', (_, matrix, expected) => {
    expect(inverseOf(matrix)).toEqual(expected.map((value) => expect.closeTo(value, 12)));
  });

  it('leaves the matrix as it is', () => {
    const matrix = Float64Array.of(2, 1, 1, 1);
    for (const _ of invert(matrix, 2));
    expect([...matrix]).toEqual([2, 1, 1, 1]);
  });
});
