import { describe, it } from 'vitest';
import { expectSameOnBoth } from '../integrations/mongodb/parity.ts';
import { mongoDatabases } from '../support/mongodb/databases.ts';
import { mongoKind } from '../support/mongodb/server.ts';

const nextUrl = mongoDatabases('parity-long', { isLarge: true });

/** Where there is no database for it they lie in this process's memory, which holds no more in any reasonable time. */
const count = mongoKind() === 'FerretDB' ? 200_000 : 1_000_000;

describe(`${count} events of a shop`, () => {
  it('make the same profiles and memberships on two servers as embedded', async () => {
    await expectSameOnBoth({ count, visitors: (count * 3) / 10, seed: 20_200_402, nextUrl });
  });
});
