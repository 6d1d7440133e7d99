/**
 * The webhook as a channel of campaigns. What it sends is the entry that says so: outboxes of endpoints that asked for
 * decisions deliver it, each at least once and in its own time.
 */
import type { SiteId } from '../../core/entry.ts';
import type { Channel } from '../../core/ports.ts';

/** @param hears Whether some endpoint of the site asked for decisions. */
export function createWebhookChannel(hears: (site: SiteId) => boolean): Channel {
  return {
    name: 'webhook',
    purpose: 'share',
    canReach: async (site) => hears(site),
    send: async () => ({ kind: 'sent' }),
  };
}
