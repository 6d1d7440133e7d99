/**
 * The whole app with a platform that is asked over HTTP to forget; it ends itself with SIGKILL at one place of an
 * erasure, if its plan names one. Its only argument is a TellingPlan.
 */
import { startServer } from '../../apps/server/server.ts';
import { readSettings } from '../../apps/server/settings.ts';
import { namedVisitor } from '../../core/identity/naming.ts';
import { asRawId } from '../../core/identity/raw.ts';
import type { ForgetRequest, Platform, Store } from '../../core/ports.ts';
import { createDrivenClock } from '../support/driven-clock.ts';

/** Where an erasure is cut short. */
export type Cut =
  /** It has begun, and nothing of it is written down but that. */
  | 'begun'
  /** The platform's row is written, nothing is removed. */
  | 'queued'
  /** Everything is removed, there is no receipt. */
  | 'removed'
  /** There is a receipt, which nobody was given. */
  | 'receipt'
  /** The platform is being asked, and has not heard of it. */
  | 'asking'
  /** The platform has done it, and that is noted nowhere. */
  | 'told';

export type TellingPlan = {
  readonly atMs: number;
  readonly platformUrl: string;
  readonly cut: Cut | null;
  /** Whom to erase, after a life of theirs; null: it only goes on. */
  readonly erase: { readonly userId: string; readonly reference: string } | null;
};

const plan: TellingPlan = JSON.parse(process.argv[2] ?? '{}');
process.once('disconnect', () => process.exit());

function die(cut: Cut): Promise<void> | null {
  if (plan.cut !== cut) return null;
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => undefined);
}

/** What each write of an erasure comes after. */
const CUTS: Readonly<Record<string, Cut>> = {
  'erasures-open': 'begun',
  'erasures-waiting': 'queued',
};

function wrapStore(store: Store): Store {
  return {
    ...store,
    putRecord: async (collection, ...row) => {
      if (collection === 'erasures') await die('removed');
      const isPut = await store.putRecord(collection, ...row);
      await die(CUTS[collection] ?? (collection === 'erasures' ? 'receipt' : ('' as Cut)));
      return isPut;
    },
  };
}

const platform: Platform = {
  name: 'shopify',
  connect: () => ({
    handle: async () => false,
    forget: async (request: ForgetRequest) => {
      await die('asking');
      const answer = await fetch(plan.platformUrl, { method: 'POST', body: JSON.stringify(request) });
      await die('told');
      return answer.ok ? { kind: 'done' } : { kind: 'failed', reason: 'no', retryAfterMs: null };
    },
  }),
};

const clock = createDrivenClock(plan.atMs);
const settings = readSettings(process.env);
const server = await startServer({ settings, clock, wrapStore, platforms: [platform] });
if (server.sites.get('shop') === undefined)
  await server.sites.create({
    name: 'Shop',
    site: 'shop',
    platform: 'shopify',
    timezone: 'UTC',
    currency: 'EUR',
  });
const site = server.sites.get('shop');
if (site === undefined) throw new Error('there is no site "shop"');
if (plan.erase !== null) {
  const { userId, reference } = plan.erase;
  const time = plan.atMs - 60_000;
  const event = {
    id: 'a',
    name: 'Product Viewed',
    time,
    userId,
    consent: { analytics: true },
    properties: {},
  };
  await server.engine.ingest(site, { events: [event] });
  const visitor = namedVisitor({ userId }, site);
  if (visitor === null) throw new Error('nobody');
  await server.engine.vault.keep(site.siteId, visitor, 'shopify', asRawId(reference));
  process.send?.({ visitor });
  await server.engine.erasures.erase(site, { userId }, 'secret key');
}
for (let times = 0; times < 2; times += 1) await server.engine.erasures.tell();
const rows = await server.store.listRecords('erasures', site.siteId, null, 10);
const waiting = await server.store.listRecords('erasures-waiting', site.siteId, null, 10);
const open = await server.store.listRecords('erasures-open', site.siteId, null, 10);
process.send?.({ receipts: rows.map(({ value }) => value), left: waiting.length + open.length });
