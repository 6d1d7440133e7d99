/** Rotates the master key of a folder, and is gone the moment after its n-th write: `rotation-child.ts FOLDER N`. */
import { rotateMasterKey } from '../../apps/server/cli/master-key.ts';
import { readSettings } from '../../apps/server/settings.ts';
import type { Store } from '../../core/ports.ts';
import { createEmbeddedStore } from '../../core/stores/embedded.ts';

const [dataDir = '', last = ''] = process.argv.slice(2);
let left = Number(last);

async function dieAfter<T>(write: Promise<T>): Promise<T> {
  const outcome = await write;
  left -= 1;
  if (left === 0) process.kill(process.pid, 'SIGKILL');
  return outcome;
}

async function openStore(): Promise<Store> {
  const store = await createEmbeddedStore({ dataDir });
  return {
    ...store,
    putRecord: (...row) => dieAfter(store.putRecord(...row)),
    deleteRecord: (...row) => dieAfter(store.deleteRecord(...row)),
  };
}

const settings = readSettings({ DATA_DIR: dataDir });
await rotateMasterKey({ settings, clock: { now: () => Date.UTC(2026, 0, 5) } }, openStore);
