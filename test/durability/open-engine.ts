/** The real engine on a real store, without HTTP, on a clock that the caller moves or lets stand. */
import { ensureDemoSite } from '../../apps/server/demo.ts';
import { loadMasterKey } from '../../apps/server/master-key.ts';
import { readSettings } from '../../apps/server/settings.ts';
import { openStorage, type WrapStore } from '../../apps/server/storage.ts';
import { createEngine, type Engine } from '../../core/engine.ts';
import { createKeys } from '../../core/identity/keys.ts';
import { once } from '../../core/once.ts';
import type { Clock, Fellows, LedWork, Store } from '../../core/ports.ts';
import type { Site } from '../../core/sites/site.ts';
import { type Place, settingsOf } from './places.ts';

const CACHE_BYTES = 2 ** 30;

export type OpenEngine = {
  readonly engine: Engine;
  readonly store: Store;
  readonly site: Site;
  /** Builds segments and rings timers from then on; once, however often it is asked for. */
  startSegments(): Promise<void>;
  /** Writes what waits, then closes. */
  close(): Promise<void>;
  /** Leaves unwritten whatever waits, as a kill does, once nobody waits for the killed any more. */
  abandon(): Promise<void>;
};

/**
 * @param wrapStore Puts something between the engine and its store, for example a fault.
 * @example const { engine, site, close } = await openEngine(place, clock);
 */
export async function openEngine(place: Place, clock: Clock, wrapStore?: WrapStore): Promise<OpenEngine> {
  const settings = readSettings(settingsOf(place));
  const storage = await openStorage(settings, { clock, onFault: () => undefined, wrapStore });
  const { store, salts, fellows } = storage;
  const masterKey = loadMasterKey(place.dataDir, settings.masterKey);
  const life = createLife();
  const engine = await createEngine({
    store,
    clock,
    keys: createKeys(masterKey),
    salts,
    masterKey,
    profileCacheBytes: CACHE_BYTES,
    ...(fellows && { fellows: alone(fellows, life.bind) }),
  });
  storage.start();
  return {
    engine,
    store,
    site: await ensureDemoSite(engine),
    startSegments: once(() => engine.segments.start()),
    close: async () => {
      await engine.close();
      await storage.close();
    },
    abandon: once(async () => {
      life.end();
      await storage.close();
    }),
  };
}

/** Nobody else is there who could do what one server does. */
function alone(fellows: Pick<Fellows, 'news' | 'peers' | 'clock'>, bind: (clock: Clock) => Clock) {
  const lead = (_: string, work: LedWork) => {
    work.start();
    return () => true;
  };
  return {
    news: fellows.news,
    peers: { ...fellows.peers, lead },
    clock: bind(fellows.clock),
  };
}

/** What goes on by the machine's time ends with whoever set it going. */
function createLife() {
  const cancels = new Set<() => void>();
  let isOver = false;
  return {
    bind: (clock: Clock): Clock => ({
      now: clock.now,
      after: (ms, callback) => {
        if (isOver) return () => undefined;
        const cancel = clock.after(ms, () => {
          cancels.delete(cancel);
          callback();
        });
        cancels.add(cancel);
        return () => {
          cancels.delete(cancel);
          cancel();
        };
      },
    }),
    end: (): void => {
      isOver = true;
      for (const cancel of cancels) cancel();
    },
  };
}
