/** The outboxes of campaigns: one that follows the log of a site, and one for each channel. */
import type { OutboxPorts } from '../../core/deliveries/desk.ts';
import { createOutbox, type Outbox } from '../../core/deliveries/outbox.ts';
import type { Engine } from '../../core/engine.ts';
import type { SiteId } from '../../core/entry.ts';
import type { Channel } from '../../core/ports.ts';

export type CampaignOutboxes = {
  /** Those of all sites, and of every site that is made later. */
  start(): Promise<void>;
  stop(): Promise<void>;
};

/** @example await createCampaignOutboxes(engine, [email], ports).start() */
export function createCampaignOutboxes(
  engine: Pick<Engine, 'sites' | 'campaigns'>,
  channels: readonly Channel[],
  ports: OutboxPorts,
): CampaignOutboxes {
  const running = new Map<SiteId, readonly Outbox[]>();
  let isStopped = false;

  async function run(site: SiteId): Promise<void> {
    if (isStopped || running.has(site)) return;
    const outboxes = engine.campaigns
      .receiversOf(site, channels)
      .map((receiver) => createOutbox(site, receiver, ports, () => undefined));
    running.set(site, outboxes);
    for (const outbox of outboxes) await outbox.start();
  }

  return {
    start: async () => {
      engine.sites.onCreate(({ siteId }) => void run(siteId).catch(ports.onFault));
      for (const { siteId } of engine.sites.list()) await run(siteId);
    },
    stop: async () => {
      isStopped = true;
      await Promise.all([...running.values()].flat().map((outbox) => outbox.stop()));
    },
  };
}
