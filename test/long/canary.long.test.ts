import { openDatabasePlace } from '../apps/server/canary-places.ts';
import { canarySuite } from '../apps/server/canary-suite.ts';
import { mongoDatabases } from '../support/mongodb/databases.ts';

const nextUrl = mongoDatabases('canary');

canarySuite('a shared database', () => openDatabasePlace(nextUrl()));
