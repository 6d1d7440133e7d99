import { mongoDatabases } from '../support/mongodb/databases.ts';
import { SHARED_KEY } from '../support/mongodb/doored.ts';
import { acceptanceContract } from './acceptance.ts';

const nextUrl = mongoDatabases('acceptance');

acceptanceContract('mongodb', { env: () => ({ MONGODB_URL: nextUrl(), MASTER_KEY: SHARED_KEY }) });
