/** The engine on a folder, without HTTP: for what is measured behind the doors. */
import { systemClock } from '../../apps/server/clock.ts';
import { DEMO } from '../../apps/server/demo.ts';
import { openEngine as openFolder } from '../../apps/server/open-engine.ts';
import { readSettings } from '../../apps/server/settings.ts';
import type { Engine } from '../../core/engine.ts';
import type { Site } from '../../core/sites/site.ts';
import { makeEvent, type StreamShape } from './stream.ts';

const BATCH = 1_000;
const CACHE_MB = '2048';

export type OpenEngine = { readonly engine: Engine; readonly site: Site; close(): Promise<void> };

export async function openEngine(dataDir: string): Promise<OpenEngine> {
  const settings = readSettings({ DATA_DIR: dataDir, PROFILE_CACHE_MB: CACHE_MB });
  const { engine, close } = await openFolder({ settings, clock: systemClock });
  const site = engine.sites.get(DEMO);
  if (site === undefined) throw new Error('there is no demo site');
  return { engine, site, close };
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
