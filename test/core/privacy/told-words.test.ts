import { expect, it } from 'vitest';
import { describeSteps } from '../../../core/privacy/told-words.ts';

it.each([
  [10, 'in steps of 10: 0 is fewer than 10, 15 is 10 to 19, 25 is 20 to 29'],
  [3, 'in steps of 3: 0 is fewer than 3, 4 is 3 to 5, 7 is 6 to 8'],
])('a number told in steps of %i is explained by the first ones', (k, words) => {
  expect(describeSteps(k)).toBe(words);
});
