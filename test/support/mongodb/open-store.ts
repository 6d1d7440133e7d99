/** The MongoDB store as suites name it that run on any store: a server of its own, whose files lie in the data folder. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Store } from '../../../core/ports.ts';
import { createMongoStore } from '../../../integrations/mongodb/store.ts';
import { openMongo } from './server.ts';

/** @example const app = await startApp({ storeModule: import.meta.resolve('../support/mongodb/open-store.ts') }) */
export async function openStore(dataDir: string): Promise<Store> {
  const server = await openMongo(join(dataDir, 'mongodb'));
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
  const store = await createMongoStore({ url: server.url(`inkling-${name}`) });
  return {
    ...store,
    async close() {
      await store.close();
      await server.stop();
    },
  };
}
