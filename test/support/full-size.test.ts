import { expect, it } from 'vitest';
import { isFullSize, takeTurns } from './full-size.ts';

it('lets things take turns, so that each comes by as often as the others, or every time at full size', () => {
  const turns = [0, 1, 2].map((turn) => takeTurns(['a', 'b', 'c', 'd', 'e', 'f'], turn, 3));
  const all = ['a', 'b', 'c', 'd', 'e', 'f'];
  expect(turns).toEqual(
    isFullSize
      ? [all, all, all]
      : [
          ['a', 'd'],
          ['c', 'f'],
          ['b', 'e'],
        ],
  );
});
