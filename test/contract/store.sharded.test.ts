import { MongoClient } from 'mongodb';
import { createMongoStore } from '../../integrations/mongodb/store.ts';
import { mongoDatabases } from '../support/mongodb/databases.ts';
import { storeContract } from './store.ts';

const nextUrl = mongoDatabases('shards', { isSharded: true });

storeContract('mongodb on shards', async () => {
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
