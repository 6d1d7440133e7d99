import { mongoDatabases } from '../../support/mongodb/databases.ts';
import { openDatabasePlace } from './canary-places.ts';
import { canarySuite } from './canary-suite.ts';

const nextUrl = mongoDatabases('canary', { isLarge: true });

canarySuite('a shared database', () => openDatabasePlace(nextUrl()));
