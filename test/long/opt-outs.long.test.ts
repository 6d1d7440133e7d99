import { expect, it } from 'vitest';
import { checkOptOuts } from '../core/profiles/opt-outs-property.ts';

it('no opt-out is lost in a hundred thousand lives of people who become one', () => {
  expect(checkOptOuts(100_000)).toBeGreaterThan(100_000);
});
