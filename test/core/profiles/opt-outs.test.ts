import { expect, it } from 'vitest';
import { checkOptOuts } from './opt-outs-property.ts';

it('no opt-out is lost in four hundred lives of people who become one', () => {
  expect(checkOptOuts(400)).toBeGreaterThan(400);
});
