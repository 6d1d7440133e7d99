import { acceptanceContract } from './acceptance.ts';

acceptanceContract('mongodb', { storeModule: import.meta.resolve('../support/mongodb/open-store.ts') });
