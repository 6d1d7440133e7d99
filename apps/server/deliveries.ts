/** What carries notices out of the house: the feed that everybody follows, and the webhooks. */
import type { OutboxCounts } from '../../core/deliveries/desk.ts';
import { createDuty } from '../../core/deliveries/duty.ts';
import { createEgress } from '../../core/deliveries/egress.ts';
import { createEgressBook, type EgressBook } from '../../core/deliveries/egress-book.ts';
import { createFeed, type Feed } from '../../core/deliveries/feed.ts';
import type { Receiver } from '../../core/deliveries/receiver.ts';
import { createRoom } from '../../core/deliveries/room.ts';
import type { Engine } from '../../core/engine.ts';
import type { Entry, SiteId } from '../../core/entry.ts';
import type { Channel, Clock, Keys, Store } from '../../core/ports.ts';
import type { WriteBacks } from '../../integrations/segment/write-back/write-backs.ts';
import { createGuard, type Resolve, resolveByDns } from '../../integrations/webhook/guard.ts';
import { createWebhooks, type Webhooks } from '../../integrations/webhook/webhooks.ts';
import { createSiteOutboxes, type SiteOutboxes } from './site-outboxes.ts';
import { openWriteBacks } from './write-backs.ts';

export type DeliveriesPorts = {
  readonly engine: Engine;
  readonly store: Store;
  readonly clock: Clock;
  readonly keys: Pick<Keys, 'random'>;
  /** Hosts and networks that webhooks may reach though they are private. */
  readonly privateHosts: string;
  readonly onFault: (error: unknown) => void;
  readonly resolve?: Resolve | undefined;
  /** Where treatments go that no page shows. */
  readonly channels: readonly Channel[];
  /** Who of a site's platform hears what the log says; nobody unless given. */
  readonly platformReceivers?: (site: SiteId) => readonly Receiver[];
};

export type Deliveries = {
  /** Called when entries are durable; never waits for a receiver. */
  publish(entries: readonly Entry[]): void;
  readonly feed: Feed;
  readonly webhooks: Webhooks;
  readonly writeBacks: WriteBacks;
  readonly campaigns: Pick<SiteOutboxes, 'counts'>;
  /** What left for whom, and what was held back. */
  readonly egress: Pick<EgressBook, 'read'>;
  /** Whether some webhook of the site asked for decisions, and takes them. */
  hearsDecisions(site: SiteId): boolean;
  /** How deliveries ended since the start, and how many wait. */
  stats(): OutboxCounts & { readonly waiting: number };
  start(): Promise<void>;
  stop(): Promise<void>;
};

/** @example deliveries.publish(entries) */
export function createDeliveries(ports: DeliveriesPorts): Deliveries {
  const { engine, store, clock, keys, privateHosts, onFault, resolve = resolveByDns } = ports;
  const feed = createFeed({ store, clock });
  const random = () => Buffer.from(keys.random(4)).readUInt32LE(0) / 2 ** 32;
  const egress = createEgressBook({ store, clock, book: engine.book, onFault });
  const { watch } = egress;
  const duty = createDuty(engine.peers);
  const outboxPorts = { store, clock, feed, onFault, room: createRoom(), random, watch, duty };
  const guard = createGuard(privateHosts, resolve);
  const { platformReceivers = () => [] } = ports;
  const ofCampaigns = (site: SiteId) => engine.campaigns.receiversOf(site, ports.channels);
  const campaigns = createSiteOutboxes(engine, ofCampaigns, outboxPorts);
  const webhooks = createWebhooks({
    ...outboxPorts,
    ring: engine.ring,
    records: engine.records,
    guard,
    maySend: createEgress(engine.book, clock),
  });
  const { writeBacks, feed: scored } = openWriteBacks(engine, outboxPorts, guard);
  const platforms = createSiteOutboxes(engine, platformReceivers, { ...outboxPorts, feed: scored });
  engine.sites.onRemove(({ siteId }) => {
    for (const { forget } of [webhooks, writeBacks]) forget(siteId).catch(onFault);
  });
  const siteIds = () => engine.sites.list().map(({ siteId }) => siteId);
  return {
    publish: (entries) => {
      feed.publish(entries.filter(({ type }) => type !== 'score'));
      scored.publish(entries);
    },
    feed,
    webhooks,
    writeBacks,
    campaigns,
    egress,
    hearsDecisions: (site) =>
      webhooks.list(site).some(({ types, stopped }) => types.includes('decision') && stopped === null),
    stats: () => addUp(siteIds().flatMap(webhooks.list)),
    start: async () => {
      await webhooks.start(siteIds());
      await writeBacks.start();
      await campaigns.start();
      await platforms.start();
    },
    stop: async () => {
      feed.stop();
      scored.stop();
      await platforms.stop();
      await campaigns.stop();
      await writeBacks.stop();
      await webhooks.stop();
      await egress.flush().catch(onFault);
    },
  };
}

const NOTHING = { sent: 0, failed: 0, dead: 0, withheld: 0, gone: 0, full: 0, waiting: 0 };

function addUp(endpoints: ReturnType<Webhooks['list']>): ReturnType<Deliveries['stats']> {
  const sums = { ...NOTHING };
  for (const { counts, waiting } of endpoints) {
    for (const [name, count] of Object.entries(counts)) sums[name as keyof OutboxCounts] += count;
    sums.waiting += waiting;
  }
  return sums;
}
