/**
 * What Shopify's server tells us: signed, at least once, in any order, also late. Answered once it is in the log, which knows
 * every id that it has had; what cannot be kept now is answered 503, and comes again.
 * https://shopify.dev/docs/apps/build/webhooks
 */
import { readBoundedJson } from '../../../core/collect/json.ts';
import { accept, InklingError, type Outcome, REFUSALS, refuse } from '../../../core/errors.ts';
import type { PlatformPorts } from '../../../core/ports.ts';
import type { ShopifyApi } from '../api/api.ts';
import type { Shop, Shops } from '../installation/shops.ts';
import type { Door } from './doors.ts';

/** A large order has some hundred lines; Shopify itself sends no more. */
const MOST_BYTES = 5 * 1024 * 1024;
/** Of an order with its refunds, ten. */
const MOST_LEVELS = 24;

export type Told = {
  readonly shop: Shop;
  /** As the schema writes it: `ORDERS_CREATE`. */
  readonly topic: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** Names what happened: the same for every attempt, and for every subscription that hears of it. */
  readonly id: string;
  /** When it happened at Shopify, UTC ms; null where it does not say. */
  readonly triggeredAt: number | null;
};

export type TopicHandler = (told: Told) => Promise<Outcome<unknown>>;

export type WebhookPorts = Pick<PlatformPorts, 'web'> & {
  readonly api: () => Promise<Pick<ShopifyApi, 'readWebhook'>>;
  readonly shops: Pick<Shops, 'find'>;
  /** Topics that are heard also after the app has gone. */
  readonly always: Readonly<Record<string, TopicHandler>>;
  /** Topics that are heard while it is there. */
  readonly topics: Readonly<Record<string, TopicHandler>>;
  /** Hears how each ended that is of use here. */
  readonly onTold: (told: Told, outcome: Outcome<unknown>) => void;
};

/** Nothing is held of a shop that is not known. */
const NOTHING = accept({});

export function createWebhookDoor(ports: WebhookPorts): Door {
  const { api, shops, web } = ports;
  return async ({ request, response }) => {
    const body = await web.readBody(request, MOST_BYTES);
    if (!body.ok) return web.send(response, body);
    const { readWebhook } = await api();
    const signed = await readWebhook(request, response, body.value.toString('utf8'));
    if (signed === null)
      return web.send(
        response,
        refuse('unknown_key', 'x-shopify-hmac-sha256', 'only Shopify speaks here: sign the body'),
      );
    const { topic, id, triggeredAt } = signed;
    const shop = await shops.find(signed.shop);
    const handler = shop === null ? undefined : findHandler(shop, topic, ports);
    if (shop === null || handler === undefined) return web.send(response, NOTHING);
    const payload = readBoundedJson(body.value, MOST_LEVELS);
    const told: Told = { shop, topic, id, triggeredAt, payload: payload.ok ? payload.value : {} };
    const outcome = payload.ok
      ? await hear(told, handler).catch((error) => tellFault(told, error, ports))
      : payload;
    ports.onTold(told, outcome);
    // A body that nobody can read is no better at the next attempt.
    web.send(response, outcome.ok || REFUSALS[outcome.code].retryable ? outcome : NOTHING);
  };
}

/** What nobody expected is seen in the checklist, too, and Shopify sends it again. */
function tellFault(told: Told, error: unknown, { onTold }: WebhookPorts): never {
  onTold(told, refuse('internal', told.topic, 'see the log of the server'));
  throw error;
}

/** Of a shop that the app has left, what comes late is no sign of anything. */
function findHandler(
  { uninstalledAt }: Shop,
  topic: string,
  { always, topics }: WebhookPorts,
): TopicHandler | undefined {
  return always[topic] ?? (uninstalledAt === null ? topics[topic] : undefined);
}

async function hear(told: Told, handler: TopicHandler): Promise<Outcome<unknown>> {
  try {
    return await handler(told);
  } catch (error) {
    if (error instanceof InklingError && (error.code === 'store_unavailable' || error.code === 'queue_full'))
      return refuse(error.code, '', 'it comes again');
    throw error;
  }
}
