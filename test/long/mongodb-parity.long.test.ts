import { describe, it } from 'vitest';
import { expectSameOnBoth } from '../integrations/mongodb/parity.ts';
import { mongoDatabases } from '../support/mongodb/databases.ts';

const nextUrl = mongoDatabases('parity-long', { isLarge: true });

describe('a million events of a shop', () => {
  it('make the same profiles and memberships on two servers as embedded', async () => {
    await expectSameOnBoth({ count: 1_000_000, visitors: 300_000, seed: 20_200_402, nextUrl });
  });
});
