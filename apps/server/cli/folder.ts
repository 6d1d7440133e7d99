/** The data folder opened in this process: what the command line works on while no server runs. */
import { createEngine, type Engine } from '../../../core/engine.ts';
import { createKeys } from '../../../core/identity/keys.ts';
import { createSweepJobs } from '../../../core/jobs.ts';
import type { Clock, Store } from '../../../core/ports.ts';
import { newKey } from '../../../core/sites/registry.ts';
import { createEmbeddedStore } from '../../../core/stores/embedded.ts';
import { createSaltFile } from '../../../core/stores/salt-file.ts';
import { ensureDemoSite } from '../demo.ts';
import { loadMasterKey } from '../master-key.ts';
import type { Settings } from '../settings.ts';
import { registerSweeps } from '../sweeps.ts';
import { createOperations, type Operations } from './operations.ts';

export type OpenFolder = {
  readonly engine: Engine;
  readonly operations: Operations;
  close(): Promise<void>;
};

/**
 * Opens the folder as the server does; made, with the demo site, where it is missing.
 *
 * @throws InklingError `store_locked` when a server has it, and whatever keys and store find wrong.
 */
export async function openFolder(settings: Settings, clock: Clock): Promise<OpenFolder> {
  const { dataDir, profileCacheBytes } = settings;
  const store = await createEmbeddedStore({ dataDir });
  try {
    const masterKey = loadMasterKey(dataDir, settings.masterKey);
    const keys = createKeys(masterKey);
    const salts = createSaltFile(dataDir);
    const engine = await createEngine({ store, clock, keys, salts, masterKey, profileCacheBytes });
    await ensureDemoSite(engine);
    const jobs = createSweepJobs({ clock, store });
    registerSweeps(jobs, engine);
    // Never started: stopping waits until what each job did before is read.
    await jobs.stop();
    const operatorKey = await readOperatorKey(engine, store);
    const operations = createOperations({ engine, store, jobs, operatorKey, url: null });
    return { engine, operations, close: () => close(engine, store) };
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function close(engine: Engine, store: Store): Promise<void> {
  await engine.close();
  await store.close();
}

/** As the server keeps it; made here when it never ran. */
async function readOperatorKey(engine: Engine, store: Store): Promise<string> {
  const keys = await engine.ring.ofSite('');
  const sealed = await store.getRecord('meta', '', 'operator-key');
  if (typeof sealed === 'string') return keys.open(sealed, 'operator-key');
  const key = newKey(keys, 'op');
  await store.putRecord('meta', '', 'operator-key', keys.seal(key, 'operator-key'));
  return key;
}
