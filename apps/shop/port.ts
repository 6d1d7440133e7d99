import type { IncomingMessage } from 'node:http';
import type { Properties } from '../../core/entry.ts';

/** One entry of a visitor's log, as the API answers it. */
export type HeldEvent = {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  /** ISO 8601. */
  readonly time: string;
  readonly properties: Properties;
};

/** Everything the collector holds about whoever asks. */
export type Held = {
  /** 32 hex digits. */
  readonly visitor: string;
  readonly kind: 'anonymous' | 'consented' | 'known';
  /** The body of `GET /v1/visitors/:id`. */
  readonly profile: unknown;
  readonly events: readonly HeldEvent[];
};

/** What the shop asks of the server it is mounted on. */
export type ShopPort = {
  /** Public key of the site, for the tracker's address. */
  readonly writeKey: string;
  readonly siteName: string;
  /** What is held about the sender of this request, or about this device where it was allowed; null: nothing. */
  held(request: IncomingMessage, device: string | null): Promise<Held | null>;
  /** Erases it; answers how many rows went, by kind. */
  forget(request: IncomingMessage, device: string | null): Promise<Record<string, number>>;
};
