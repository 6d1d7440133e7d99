/** The real engine on a real folder, without HTTP, on a clock that the caller moves or lets stand. */
import { ensureDemoSite } from '../../apps/server/demo.ts';
import { loadMasterKey } from '../../apps/server/master-key.ts';
import { createEngine, type Engine } from '../../core/engine.ts';
import { createKeys } from '../../core/identity/keys.ts';
import type { Clock, Store } from '../../core/ports.ts';
import type { Site } from '../../core/sites/site.ts';
import { createEmbeddedStore } from '../../core/stores/embedded.ts';
import { createSaltFile } from '../../core/stores/salt-file.ts';

const CACHE_BYTES = 2 ** 30;

export type OpenEngine = {
  readonly engine: Engine;
  readonly store: Store;
  readonly site: Site;
  /** Writes what waits, then closes. */
  close(): Promise<void>;
  /** Leaves unwritten whatever waits, as a kill does. */
  abandon(): Promise<void>;
};

/**
 * @param wrap Puts something between the engine and its store, for example a fault.
 * @example const { engine, site, close } = await openEngine(dataDir, clock);
 */
export async function openEngine(
  dataDir: string,
  clock: Clock,
  wrap = (store: Store): Store => store,
): Promise<OpenEngine> {
  const store = wrap(await createEmbeddedStore({ dataDir }));
  const masterKey = loadMasterKey(dataDir, null);
  const engine = await createEngine({
    store,
    clock,
    keys: createKeys(masterKey),
    salts: createSaltFile(dataDir),
    masterKey,
    profileCacheBytes: CACHE_BYTES,
  });
  return {
    engine,
    store,
    site: await ensureDemoSite(engine),
    close: async () => {
      await engine.close();
      await store.close();
    },
    abandon: () => store.close(),
  };
}
