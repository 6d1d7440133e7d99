/** Outboxes that each site has: of its campaigns, one that follows the log and one for each channel; of its platform. */
import type { OutboxCounts, OutboxPorts } from '../../core/deliveries/desk.ts';
import { createOutbox, type Outbox } from '../../core/deliveries/outbox.ts';
import type { Receiver } from '../../core/deliveries/receiver.ts';
import type { Engine } from '../../core/engine.ts';
import type { SiteId } from '../../core/entry.ts';

export type SiteOutboxes = {
  /** Those of all sites, and of every site that is made later. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** By receiver: how what was sent for a site has ended since the start, and how much waits. */
  counts(site: SiteId): Readonly<Record<string, OutboxCounts & { readonly waiting: number }>>;
};

type Named = { readonly name: string; readonly outbox: Outbox };

/** @example await createSiteOutboxes(engine, (site) => engine.campaigns.receiversOf(site, [email]), ports).start() */
export function createSiteOutboxes(
  engine: Pick<Engine, 'sites'>,
  receiversOf: (site: SiteId) => readonly Receiver[],
  ports: OutboxPorts,
): SiteOutboxes {
  const running = new Map<SiteId, readonly Named[]>();
  let isStopped = false;

  async function run(site: SiteId): Promise<void> {
    if (isStopped || running.has(site)) return;
    const outboxes = receiversOf(site).map((receiver) => ({
      name: receiver.name,
      outbox: createOutbox(site, receiver, ports, () => undefined),
    }));
    running.set(site, outboxes);
    for (const { outbox } of outboxes) await outbox.start();
  }

  async function end(site: SiteId): Promise<void> {
    const outboxes = running.get(site) ?? [];
    running.delete(site);
    await Promise.all(outboxes.map(({ outbox }) => outbox.stop()));
  }

  return {
    start: async () => {
      engine.sites.onRemove(({ siteId }) => void end(siteId).catch(ports.onFault));
      engine.sites.onCreate(({ siteId }) => void run(siteId).catch(ports.onFault));
      for (const { siteId } of engine.sites.list()) await run(siteId);
    },
    counts: (site) =>
      Object.fromEntries(
        (running.get(site) ?? []).map(({ name, outbox }) => [
          name,
          { ...outbox.counts(), waiting: outbox.waiting() },
        ]),
      ),
    stop: async () => {
      isStopped = true;
      await Promise.all([...running.values()].flat().map(({ outbox }) => outbox.stop()));
    },
  };
}
