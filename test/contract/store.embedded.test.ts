import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEmbeddedStore } from '../../core/stores/embedded.ts';
import { storeContract } from './store.ts';

storeContract('embedded', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'inkling-store-'));
  const store = await createEmbeddedStore({ dataDir });
  return {
    store,
    async dispose() {
      await store.close();
      await rm(dataDir, { recursive: true });
    },
  };
});
