import { describe } from 'vitest';
import { openMongoStage } from '../durability/crash-mongodb.ts';
import { declareCrashSuite } from '../durability/crash-suite.ts';
import { declareStoreKilledSuite } from '../durability/store-killed-suite.ts';
import { mongoDatabases } from '../support/mongodb/databases.ts';
import { mongoKind } from '../support/mongodb/server.ts';

// On the embedded store: `npm run bench -- crash`, whose figures are gates.
describe('the app on MongoDB, killed with -9 under load again and again', () => {
  const nextUrl = mongoDatabases('crash-long', { isLarge: true });
  const moments = [
    'with entries in the log and nobody told',
    'between entries and rows',
    'with rows written and nobody told',
    'with entries on their way',
    'with rows on their way',
  ];
  const stage = (folder: string) => openMongoStage(folder, nextUrl());
  declareCrashSuite({ stage, moments, rounds: 10, seed: 2026, warmPosts: 200, leastNotices: 5_000 });
});

// A database that somebody else runs is not ours to kill.
describe.skipIf(mongoKind() === 'MONGODB_URL')(
  'a database that is killed with -9 in a write and comes back, again and again',
  () => declareStoreKilledSuite({ rounds: 6, seed: 2026 }),
);
