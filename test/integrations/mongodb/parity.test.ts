import { describe, it } from 'vitest';
import { mongoDatabases } from '../../support/mongodb/databases.ts';
import { expectSameOnBoth } from './parity.ts';

const nextUrl = mongoDatabases('parity');

describe('the events of a shop', () => {
  it('make the same profiles and memberships on two servers as embedded', async () => {
    await expectSameOnBoth({ count: 1_500, visitors: 60, seed: 20_200_401, nextUrl });
  });
});
