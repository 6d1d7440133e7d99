/** A shop that sends scores and segments back to Segment, and a receiver in Segment's place. */
import { expect } from 'vitest';
import type { LoggedEntry, SiteId, VisitorId } from '../../../core/entry.ts';
import { namedVisitor } from '../../../core/identity/naming.ts';
import type { Site } from '../../../core/sites/site.ts';
import { answer, type HookReceiver, openHook } from '../../support/hook-receiver.ts';
import { NOON, type Served, serve } from '../../support/served.ts';
import { createSite, type TestSite } from '../../support/sites.ts';
import { until } from '../../support/until.ts';

export const WRITE_BACK = '/v1/segment/write-back';
export const WRITE_KEY = 'source-key-4711';
export const EVERYTHING = { analytics: true, personalization: true, share: true };
/** As the shop writes it: Segment tells capitals apart. */
export const USER = 'Customer-7';
const HOUR = 3_600_000;

export type Call = {
  readonly type: 'identify' | 'track';
  readonly messageId: string;
  readonly userId?: string;
  readonly anonymousId?: string;
  readonly event?: string;
  readonly timestamp: string;
  readonly traits?: Record<string, unknown>;
  readonly properties?: Record<string, unknown>;
  readonly integrations: Record<string, unknown>;
  readonly context: Record<string, unknown>;
};

export type Status = Readonly<
  Record<'sent' | 'failed' | 'dead' | 'withheld' | 'gone' | 'waiting', number>
> & {
  readonly visitors: { readonly told: number; readonly unnamed: number };
  readonly lastFailure: { readonly at: string; readonly reason: string } | null;
};

export type WriteBackShop = {
  readonly served: Served;
  readonly site: TestSite;
  readonly segment: HookReceiver;
  /** Everything that Segment was told, and in short. */
  calls(): readonly Call[];
  kinds(): readonly string[];
  switchOn(more?: object): Promise<Record<string, unknown>>;
  read(): Promise<Status>;
  /** Of {@link USER} now, with everything allowed. */
  event(name: string, more?: object): Record<string, unknown>;
  /** Whatever the log says has been told, held back, or waits. @param isWanted Of all notices and scores. */
  settle(isWanted?: (entry: LoggedEntry) => boolean): Promise<void>;
  tenant(): Site;
  visitorOf(userId: string): VisitorId;
  /** The user id that lies in the vault. */
  vaulted(userId?: string): Promise<string | null>;
};

/** Whoever opens it stops `served`. Members of `viewers` are those who viewed a product. */
export async function openWriteBackShop(): Promise<WriteBackShop> {
  const served = await serve({ env: { INKLING_WEBHOOK_PRIVATE_HOSTS: 'loopback' }, clockAtMs: NOON - HOUR });
  const site = await createSite(served, { name: 'Shop', site: 'shop' });
  const segment = await openHook();
  segment.react(answer(200));
  await site.ask('PUT', '/v1/segments/viewers', { name: 'Viewers', when: { event: 'Product Viewed' } });
  await served.engine.segments.idle();
  // What happens at the very instant of a definition is told as of the definition.
  await served.clock.moveTo(NOON);
  const siteId = site.siteId as SiteId;
  const tenant = (): Site => served.sites.get('shop') as Site;
  const visitorOf = (userId: string) => namedVisitor({ userId }, tenant()) as VisitorId;
  const calls = () => segment.arrivals.flatMap(({ text }) => JSON.parse(text).batch as Call[]);
  const read = async (): Promise<Status> => (await site.ask('GET', WRITE_BACK)).body as never;
  let sent = 0;
  return {
    ...{ served, site, segment, calls, read, tenant, visitorOf },
    kinds: () => calls().map(({ type, event }) => event ?? type),
    switchOn: async (more = {}) => {
      const settings = { writeKey: WRITE_KEY, host: `${segment.url}/v1`, ...more };
      const answered = await site.ask('PUT', WRITE_BACK, settings);
      expect(answered.status).toBe(200);
      return answered.body;
    },
    event: (name, more = {}) => {
      const about = { name, time: served.clock.now(), userId: USER, consent: EVERYTHING };
      return { id: `e${++sent}`, ...about, properties: { product_id: 'p1' }, ...more };
    },
    settle: async (isWanted = () => true) => {
      await served.engine.segments.idle();
      const scores = await served.store.readScores(siteId, 0, 1_000);
      const outgoing = await served.store.readOutgoing(siteId, 0, 1_000);
      const wanted = [...scores, ...outgoing].filter(isWanted).length;
      await until(async () => {
        const { sent: told, withheld, waiting, dead, gone } = await read();
        return told + withheld + waiting + dead + gone >= wanted;
      });
    },
    vaulted: (userId = USER) => served.engine.vault.open(siteId, visitorOf(userId), 'segment'),
  };
}
