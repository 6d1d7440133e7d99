/**
 * The whole app as it runs in production, on a fast clock. An embedded store's phase is seen by a watcher, and the process
 * ends itself with SIGKILL where its plan, or a message, says so; on MongoDB others end it. Its only argument is a ServerPlan.
 */
import { openSync, writeSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { startServer } from '../../apps/server/server.ts';
import { readSettings } from '../../apps/server/settings.ts';
import type { Store } from '../../core/ports.ts';
import { currentKeys } from '../../core/sites/registry.ts';
import { createEmbeddedStore } from '../../core/stores/embedded.ts';
import { createPhase } from '../../core/stores/phase.ts';
import { CRASH_SEGMENTS } from './crash-segments.ts';
import { createFastClock } from './fast-clock.ts';
import { type Death, monotonicMs, type ServerNews, type ServerPlan } from './messages.ts';
import type { WatcherData } from './watcher-child.ts';

/** Small, so that checkpoints are frequent. */
const WAL_BYTES = 1024 * 1024;

const plan: ServerPlan = JSON.parse(process.argv[2] ?? '{}');
const clock = createFastClock(plan.startedAt);
const order = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));

async function openStore(dataDir: string): Promise<Store> {
  const phase = createPhase();
  const workerData: WatcherData = { phase, order, reportPath: plan.reportPath };
  new Worker(new URL('./watcher-child.ts', import.meta.url), { workerData }).unref();
  const store = await createEmbeddedStore({ dataDir, phase, walBytes: WAL_BYTES });
  return plan.death?.during === 'catch-up' ? dieCatchingUp(store, plan.death.afterProfiles) : store;
}

/** Profiles are looked at before there is any traffic only because the log is being caught up with. */
function dieCatchingUp(store: Store, afterProfiles: number): Store {
  let looks = 0;
  return {
    ...store,
    loadProfiles: (site, visitors) => {
      looks += visitors.length;
      if (looks < afterProfiles) return store.loadProfiles(site, visitors);
      writeSync(openSync(plan.reportPath, 'a'), `catch-up ${looks} ${monotonicMs()}\n`);
      process.kill(process.pid, 'SIGKILL');
      return new Promise(() => undefined);
    },
  };
}

process.on('message', (death: Extract<Death, { during: 'phase' }>) => {
  Atomics.store(order, 1, death.intoItMicros);
  Atomics.store(order, 0, death.phase);
  Atomics.notify(order, 0);
});
process.once('disconnect', () => process.exit());

const settings = readSettings(process.env);
const watched = settings.mongodbUrl === null ? { openStore } : {};
const server = await startServer({ settings, clock, ...watched });
const demo = server.sites.get('demo');
if (demo === undefined) throw new Error('the server made no site "demo"');
for (const definition of plan.isFirst ? CRASH_SEGMENTS : []) {
  const put = await server.engine.segments.put(demo.siteId, definition);
  if (!put.ok) throw new Error(put.hint);
}
await server.engine.segments.idle();
const news: ServerNews = {
  url: server.url,
  demo: { siteId: demo.siteId, ...currentKeys(demo, clock.now()) },
};
process.send?.(news);
