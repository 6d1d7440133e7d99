/** The engine on a folder, without HTTP: for what is measured behind the doors. */

import { systemClock } from '../../apps/server/clock.ts';
import { ensureDemoSite } from '../../apps/server/demo.ts';
import { loadMasterKey } from '../../apps/server/master-key.ts';
import { createEngine, type Engine } from '../../core/engine.ts';
import { createKeys } from '../../core/identity/keys.ts';
import type { Site } from '../../core/sites/site.ts';
import { createEmbeddedStore } from '../../core/stores/embedded.ts';
import { createSaltFile } from '../../core/stores/salt-file.ts';
import { makeEvent, type StreamShape } from './stream.ts';

const BATCH = 1_000;
const CACHE_BYTES = 2 ** 31;

export type OpenEngine = { readonly engine: Engine; readonly site: Site; close(): Promise<void> };

export async function openEngine(dataDir: string): Promise<OpenEngine> {
  const store = await createEmbeddedStore({ dataDir });
  const masterKey = loadMasterKey(dataDir, null);
  const engine = await createEngine({
    store,
    clock: systemClock,
    keys: createKeys(masterKey),
    salts: createSaltFile(dataDir),
    masterKey,
    profileCacheBytes: CACHE_BYTES,
  });
  const site = await ensureDemoSite(engine);
  return {
    engine,
    site,
    close: async () => {
      await engine.close();
      await store.close();
    },
  };
}

/** Takes in events `from` (inclusive) to `to` (exclusive) of the stream, several batches under way at once. */
export async function ingestRange(
  open: OpenEngine,
  shape: StreamShape,
  from: number,
  to: number,
): Promise<void> {
  let next = from;
  const lane = async (): Promise<void> => {
    while (next < to) {
      const start = next;
      next = Math.min(start + BATCH, to);
      const events = Array.from({ length: next - start }, (_, i) => makeEvent(start + i, shape));
      const answer = await open.engine.ingest(open.site, { events });
      if (!answer.ok || answer.value.accepted !== events.length) throw new Error('events were not taken');
    }
  };
  await Promise.all([lane(), lane(), lane()]);
}
