import { describe } from 'vitest';
import { mongoDatabases } from '../support/mongodb/databases.ts';
import { openEmbeddedStage } from './crash-embedded.ts';
import { openMongoStage } from './crash-mongodb.ts';
import { declareCrashSuite } from './crash-suite.ts';

/** A fifth of what the bench posts before each kill. */
const SHORT = { rounds: 3, seed: 1, warmPosts: 200, leastNotices: 1_000 };

describe('the app on the embedded store, killed with -9 under load', () => {
  const moments = ['in a commit', 'in a checkpoint of the WAL', 'in a transaction'];
  declareCrashSuite({ ...SHORT, stage: openEmbeddedStage, moments });
});

describe('the app on MongoDB, killed with -9 under load', () => {
  const nextUrl = mongoDatabases('crash', { isLarge: true });
  const moments = [
    'with entries on their way',
    'between entries and rows',
    'with rows written and nobody told',
  ];
  declareCrashSuite({ ...SHORT, stage: (folder) => openMongoStage(folder, nextUrl()), moments });
});
