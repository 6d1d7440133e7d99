/** What a part of the platform brings: what it answers, hears and does by itself, and what ends with a shop. */
import type { Receiver } from '../../core/deliveries/receiver.ts';
import type { SiteId } from '../../core/entry.ts';
import type { Outcome } from '../../core/errors.ts';
import type { Channel, CouponDesk, ForgetOutcome, ForgetRequest, PlatformWork } from '../../core/ports.ts';
import type { Doors } from './doors/doors.ts';
import type { TopicHandler } from './doors/webhooks.ts';
import type { Shop } from './installation/shops.ts';

export type Part = {
  readonly doors?: Doors;
  /** Topics of webhooks, as the schema writes them, that are heard while the app is there. */
  readonly topics?: Readonly<Record<string, TopicHandler>>;
  /** Topics that are heard after the app has gone, too. */
  readonly always?: Readonly<Record<string, TopicHandler>>;
  readonly works?: readonly PlatformWork[];
  readonly desk?: CouponDesk;
  /** A way to visitors that no other platform has. */
  readonly channel?: Channel;
  /** Labels whose scores are written to customers. */
  labelsOf?(site: SiteId): readonly string[];
  /** Who hears what the log says of a shop's site. */
  receiversOf?(site: SiteId): readonly Receiver[];
  /** What a shop needs from now on. Idempotent: it comes again with every install, and until it went well. */
  installed?(shop: Shop): Promise<Outcome<unknown>>;
  /** The app has gone from the shop, and its token with it: what is of no use any more. Idempotent. */
  uninstalled?(shop: Shop): Promise<void>;
  /** Tells Shopify to forget somebody. Idempotent by the request's id. */
  forget?(shop: Shop, request: ForgetRequest, signal: AbortSignal): Promise<ForgetOutcome>;
};
