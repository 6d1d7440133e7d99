/**
 * Segment's own library for servers as the writer of its wire: it forms the batch, and our poster carries it, so that the
 * address is judged, a silence has an end, and the outbox alone decides when to try again.
 */
import type { HTTPClient } from '@segment/analytics-node';
import { judgeAnswer, type PostResult } from '../../../core/deliveries/answered.ts';
import type { SendOutcome } from '../../../core/deliveries/receiver.ts';
import type { Clock } from '../../../core/ports.ts';
import type { Message } from './messages.ts';
import type { WriteBackSettings } from './settings.ts';

/** One POST that ends in time, whatever the other side does. */
export type Post = (request: {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
}) => Promise<PostResult>;

export type Deliver = (
  userId: string,
  messages: readonly Message[],
  signal: AbortSignal,
) => Promise<SendOutcome>;

export type ClientPorts = {
  readonly clock: Pick<Clock, 'now'>;
  readonly post: Post;
  /** Of this program. */
  readonly version: string;
};

type Target = Pick<WriteBackSettings, 'host' | 'writeKey'>;

/** Our own destination in Segment passes over what says so: else each change would come back as an event. */
const INTEGRATIONS = { Inkling: false } as const;
/** A batch leaves when the last of its messages is in it: this is for one that the library left out as too large. */
const FLUSH_MS = 1_000;
/** What the library waits for whoever carries a batch; ours gives up sooner. */
const LONGEST_MS = 60_000;
const TOO_LARGE: SendOutcome = {
  kind: 'failed',
  reason: 'too large for Segment',
  isSlow: true,
  retryAfterMs: null,
};

/** All messages of a delivery leave in one request. @example await createClient(settings, ports)('customer-7', messages, signal) */
export function createClient({ host, writeKey }: Target, { clock, post, version }: ClientPorts): Deliver {
  const { origin, pathname } = new URL(host);
  const context = { integration: { name: 'inkling', version } };
  return async (userId, messages, signal) => {
    let result: PostResult | null = null;
    const httpClient: HTTPClient = {
      makeRequest: async ({ url, headers, body }) => {
        result = await post({ url: new URL(url), headers, body, signal });
        return result.kind === 'answered'
          ? { status: result.status, statusText: '' }
          : { status: 0, statusText: '' };
      },
    };
    // Loaded by whoever sends something: a start takes no longer for it.
    const { Analytics } = await import('@segment/analytics-node');
    const analytics = new Analytics({
      ...{ writeKey, host: origin, path: `${pathname.replace(/\/$/, '')}/batch`, httpClient },
      ...{ maxRetries: 0, flushAt: messages.length, flushInterval: FLUSH_MS, httpRequestTimeout: LONGEST_MS },
    });
    for (const { at, ...message } of messages) {
      const about = { userId, timestamp: new Date(at), integrations: INTEGRATIONS, context };
      if (message.type === 'identify') analytics.identify({ ...message, ...about });
      else analytics.track({ ...message, ...about });
    }
    // Without a bound of its own, whose timer would outlive it: the poster has one.
    await analytics.flush({ close: true });
    return result === null ? TOO_LARGE : judgeAnswer(result, clock.now());
  };
}
