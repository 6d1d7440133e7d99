import { describe, it } from 'vitest';
import { expectSameOnBoth } from '../integrations/mongodb/parity.ts';
import { mongoDatabases } from '../support/mongodb/databases.ts';
import { mongoKind } from '../support/mongodb/server.ts';

const nextUrl = mongoDatabases('parity-long');

/** FerretDB looks through a whole collection for nearly everything: what a database does in minutes would take it days. */
const [count, visitors] = mongoKind() === 'FerretDB' ? [20_000, 150] : [1_000_000, 300_000];

describe(`${count} events of a shop`, () => {
  it('make the same profiles and memberships on two servers as embedded', async () => {
    await expectSameOnBoth({ count, visitors, seed: 20_200_402, nextUrl });
  });
});
