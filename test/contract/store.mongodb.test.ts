import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, vi } from 'vitest';
import { createMongoStore } from '../../integrations/mongodb/store.ts';
import { type MongoServer, openMongo } from '../support/mongodb/server.ts';
import { storeContract } from './store.ts';

/** FerretDB looks at every document for a question that is not about ids. */
vi.setConfig({ testTimeout: 180_000 });

let server: MongoServer;
let opened = 0;

beforeAll(async () => {
  server = await openMongo();
}, 600_000);
afterAll(() => server.stop());

storeContract('mongodb', async () => {
  opened += 1;
  const url = server.url(`inkling-contract-${process.pid}-${opened}`);
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
