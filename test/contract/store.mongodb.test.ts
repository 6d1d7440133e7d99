import { MongoClient } from 'mongodb';
import { vi } from 'vitest';
import { createMongoStore } from '../../integrations/mongodb/store.ts';
import { mongoDatabases } from '../support/mongodb/databases.ts';
import { storeContract } from './store.ts';

/** FerretDB looks at every document for a question that is not about ids. */
vi.setConfig({ testTimeout: 180_000 });

const nextUrl = mongoDatabases('contract');

storeContract('mongodb', async () => {
  const url = nextUrl();
  const store = await createMongoStore({ url });
  return {
    store,
    async dispose() {
      await store.close();
      const client = await MongoClient.connect(url);
      await client.db().dropDatabase();
      await client.close();
    },
  };
});
