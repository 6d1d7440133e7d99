import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Doors, openDoors } from './doors.ts';

let doors: Doors;
beforeAll(async () => {
  doors = await openDoors();
});
afterAll(() => doors.stop());

describe('every door', () => {
  it.each([
    'cursor=%25&limit=0',
    'cursor=e30&limit=1',
    'cursor=eyJsZW5ndGgiOnsidG9TdHJpbmciOm51bGx9fQ&at=%FF',
    'k=sk_x&format=&window=,',
  ])('answers the query %s and headers that are none', async (query) => {
    for (let door = 0; door < doors.size; door += 1) {
      const header = ['last-event-id', 'eyJ'] as const;
      expect(await doors.knock({ door, body: '[', query, packing: 'none', header })).toBeNull();
    }
  });

  it('answers hostile bodies, queries and headers with a refusal, never with a fault of its own', async () => {
    const knock = fc.asyncProperty(doors.knocks, async (one) => {
      expect(await doors.knock(one)).toBeNull();
    });
    await fc.assert(knock, { seed: 20261126, numRuns: 120 });
  });
});
