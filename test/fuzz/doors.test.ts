import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Doors, openDoors } from './doors.ts';

let doors: Doors;
beforeAll(async () => {
  doors = await openDoors();
});
afterAll(() => doors.stop());

describe('every door', () => {
  it('answers hostile bodies, queries and headers with a refusal, never with a fault of its own', async () => {
    const knock = fc.asyncProperty(doors.knocks, async (one) => {
      expect(await doors.knock(one)).toBeNull();
    });
    await fc.assert(knock, { seed: 20261126, numRuns: 120 });
  });
});
