import { describe } from 'vitest';
import { mongoKind } from '../support/mongodb/server.ts';
import { declareStoreKilledSuite } from './store-killed-suite.ts';

// A database that somebody else runs is not ours to kill.
describe.skipIf(mongoKind() === 'MONGODB_URL')(
  'a database that is killed with -9 in a write and comes back',
  () => declareStoreKilledSuite({ rounds: 1, seed: 1 }),
);
