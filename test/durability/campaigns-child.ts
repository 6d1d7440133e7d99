/**
 * The whole app on a clock that stands still, or leaps to the instant (UTC ms) that it is told; it ends itself with
 * SIGKILL at one place of a decision's way, once told that the next one is the last. Its only argument is a CampaignsPlan.
 */
import { startServer } from '../../apps/server/server.ts';
import { readSettings } from '../../apps/server/settings.ts';
import type { Store } from '../../core/ports.ts';
import { currentKeys } from '../../core/sites/registry.ts';
import { createDrivenClock } from '../support/driven-clock.ts';
import type { ServerNews } from './messages.ts';

/** Where it dies: a place is taken, the decision is logged, or the place counts; what would come next does not. */
export type DeathOfDecision = 'reserved' | 'decided' | 'confirmed';

export type CampaignsPlan = { readonly now: number; readonly death: DeathOfDecision | null };

const plan: CampaignsPlan = JSON.parse(process.argv[2] ?? '{}');
const clock = createDrivenClock(plan.now);
let isLast = false;
process.on('message', async (told: 'last' | number) => {
  if (told === 'last') isLast = true;
  else await clock.leapTo(told);
  process.send?.('told');
});
process.once('disconnect', () => process.exit());

/** @returns never, where this is the place. */
async function dieAfter<T>(place: DeathOfDecision, done: T): Promise<T> {
  if (!isLast || plan.death !== place) return done;
  process.kill(process.pid, 'SIGKILL');
  return new Promise<never>(() => undefined);
}

function wrapStore(store: Store): Store {
  return {
    ...store,
    reserve: async (reservation) => dieAfter('reserved', await store.reserve(reservation)),
    append: async (entries) => {
      const outcomes = await store.append(entries);
      return entries.some(({ type }) => type === 'decision') ? dieAfter('decided', outcomes) : outcomes;
    },
    confirm: async (site, unit, id) => {
      const isTaken = await store.confirm(site, unit, id);
      return isTaken ? dieAfter('confirmed', isTaken) : isTaken;
    },
  };
}

const server = await startServer({
  settings: readSettings(process.env),
  clock,
  wrapStore,
});
const demo = server.sites.get('demo');
if (demo === undefined) throw new Error('the server made no site "demo"');
const news: ServerNews = {
  url: server.url,
  demo: { siteId: demo.siteId, ...currentKeys(demo, clock.now()) },
};
process.send?.(news);
