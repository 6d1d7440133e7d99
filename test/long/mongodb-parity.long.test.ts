import { describe, it } from 'vitest';
import { expectSameOnBoth } from '../integrations/mongodb/parity.ts';
import { mongoDatabases } from '../support/mongodb/databases.ts';

const nextUrl = mongoDatabases('parity-long', { isLarge: true });

const COUNT = 1_000_000;
/** Nine minutes of a core where nothing else runs, and as many more as others take of it. */
const MOST_MS = 2_700_000;

describe(`${COUNT} events of a shop`, () => {
  it(
    'make the same profiles and memberships on two servers as embedded',
    async () => {
      await expectSameOnBoth({ count: COUNT, visitors: (COUNT * 3) / 10, seed: 20_200_402, nextUrl });
    },
    MOST_MS,
  );
});
