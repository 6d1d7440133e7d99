/** Webhooks, as Shopify sends them: signed, at least once, in no order, and again when nobody took them. */
import { createHmac, randomUUID } from 'node:crypto';
import type { Clock } from '../../../core/ports.ts';

export type Subscription = {
  readonly topic: string;
  readonly path: string;
  /** Nothing else is sent. */
  readonly includeFields?: readonly string[];
};

export type Delivery = {
  readonly topic: string;
  readonly path: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
};

/** Posts it and says what came back: a status, or 0 when nothing did. */
export type Send = (delivery: Delivery) => Promise<number>;

export type Webhooks = {
  /** What happened: goes out to every subscription of the topic, now or when `release` is called. */
  tell(topic: string, payload: object): Promise<void>;
  /** From now on everything waits. */
  hold(): void;
  /** Sends what waits, in the order given. @param order `reversed`, or a shuffle of the test's own. */
  release(
    order?: 'as told' | 'reversed' | ((all: readonly Delivery[]) => readonly Delivery[]),
  ): Promise<void>;
  /** Sends one that was sent before again: the same body, the same ids. */
  repeat(delivery: Delivery): Promise<number>;
  /** Sends again what nobody took, the same as before: `X-Shopify-Triggered-At` is still the time when it happened. */
  retry(): Promise<void>;
  /** All that went out, in order, with what came back. */
  readonly sent: readonly { readonly delivery: Delivery; readonly status: number }[];
  readonly waiting: readonly Delivery[];
  /** Tried for the last time and dropped. */
  readonly lost: readonly Delivery[];
};

export type WebhookOptions = {
  readonly clock: Clock;
  readonly domain: string;
  readonly apiSecret: string;
  readonly apiVersion: string;
  readonly subscriptions: readonly Subscription[];
  readonly send: Send;
};

/** Once and eight times more, within four hours. */
const MOST_TRIES = 9;

/** @param secret Of the app. @example signBody('{"id":1}', secret) */
export function signBody(body: string, secret: string): string {
  return createHmac('sha256', secret).update(body, 'utf8').digest('base64');
}

/** A field may name what lies within another: `customer.id`, `variants.price`. */
function pick(payload: unknown, fields: readonly string[] | undefined): unknown {
  if (fields === undefined) return payload;
  if (Array.isArray(payload)) return payload.map((one) => pick(one, fields));
  if (typeof payload !== 'object' || payload === null) return payload;
  const kept = Object.entries(payload).flatMap(([key, value]) => {
    if (fields.includes(key)) return [[key, value] as const];
    const inner = fields.flatMap((field) => (field.startsWith(`${key}.`) ? field.slice(key.length + 1) : []));
    return inner.length === 0 ? [] : [[key, pick(value, inner)] as const];
  });
  return Object.fromEntries(kept);
}

export function createWebhooks(options: WebhookOptions): Webhooks {
  const sent: { delivery: Delivery; status: number }[] = [];
  const waiting: Delivery[] = [];
  const lost: Delivery[] = [];
  const failed = new Map<Delivery, number>();
  let isHeld = false;

  async function post(delivery: Delivery): Promise<number> {
    const status = await options.send(delivery);
    sent.push({ delivery, status });
    if (status >= 200 && status < 300) failed.delete(delivery);
    else failed.set(delivery, (failed.get(delivery) ?? 0) + 1);
    if ((failed.get(delivery) ?? 0) < MOST_TRIES) return status;
    failed.delete(delivery);
    lost.push(delivery);
    return status;
  }

  return {
    sent,
    waiting,
    lost,
    async tell(topic, payload) {
      const eventId = randomUUID();
      const due = options.subscriptions.filter((one) => one.topic === topic);
      for (const subscription of due) {
        const delivery = makeDelivery(options, subscription, eventId, payload);
        if (isHeld) waiting.push(delivery);
        else await post(delivery);
      }
    },
    hold: () => {
      isHeld = true;
    },
    async release(order = 'as told') {
      isHeld = false;
      const all = waiting.splice(0);
      const inOrder = typeof order === 'function' ? order(all) : order === 'reversed' ? all.reverse() : all;
      for (const delivery of inOrder) await post(delivery);
    },
    repeat: post,
    async retry() {
      for (const delivery of [...failed.keys()]) await post(delivery);
    },
  };
}

function makeDelivery(
  { clock, domain, apiSecret, apiVersion }: WebhookOptions,
  { topic, path, includeFields }: Subscription,
  eventId: string,
  payload: object,
): Delivery {
  const body = JSON.stringify(pick(payload, includeFields));
  return {
    topic,
    path,
    body,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Shopify-Captain-Hook',
      'x-shopify-topic': topic,
      'x-shopify-shop-domain': domain,
      'x-shopify-api-version': apiVersion,
      'x-shopify-webhook-id': randomUUID(),
      'x-shopify-event-id': eventId,
      'x-shopify-triggered-at': new Date(clock.now()).toISOString(),
      'x-shopify-hmac-sha256': signBody(body, apiSecret),
    },
  };
}

const PATIENCE_MS = 5_000;

/** @param base Where the app is: `http://127.0.0.1:4700/platforms/shopify` */
export function postTo(base: () => string | null): Send {
  return async ({ path, headers, body }) => {
    const address = base();
    if (address === null) return 0;
    try {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const answer = await fetch(address + path, {
        method: 'POST',
        headers,
        body,
        redirect: 'manual',
        signal,
      });
      await answer.arrayBuffer();
      return answer.status;
    } catch {
      return 0;
    }
  };
}
