/** What leaves the house: webhooks, and the stream of what they carry. */
import * as z from 'zod';
import type { Engine } from '../../../core/engine.ts';
import { accept, type Outcome, refuse } from '../../../core/errors.ts';
import { type EndpointRequest, endpointSchema } from '../../../integrations/webhook/endpoint.ts';
import type { EndpointState } from '../../../integrations/webhook/webhooks.ts';
import { ok } from '../answer.ts';
import type { Deliveries } from '../deliveries.ts';
import { cutPage, inPages, readCursor } from '../paging.ts';
import { type Route, type RouteRequest, siteOf } from '../route.ts';
import type { Streams } from '../stream.ts';

const placeSchema = z.number().int().min(0);
const MOST_IDS = 1_000;
const resendSchema = z.strictObject({
  /** All of them when left out. */
  ids: z.array(z.string().min(1).max(100)).max(MOST_IDS).optional(),
});

export type WebhookRoutePorts = {
  readonly engine: Engine;
  readonly deliveries: Pick<Deliveries, 'feed' | 'webhooks'>;
  readonly streams: Streams;
};

export function webhookRoutes(ports: WebhookRoutePorts): readonly Route[] {
  return [...endpointRoutes(ports), ...deadLetterRoutes(ports), streamRoute(ports)];
}

function endpointRoutes({ engine, deliveries: { webhooks } }: WebhookRoutePorts): readonly Route[] {
  const { audit } = engine;
  return [
    {
      method: 'PUT',
      path: '/v1/webhooks/{key}',
      key: 'secret',
      summary: 'Creates or changes a webhook; the secret of a new one is in this answer and in no other',
      body: endpointSchema,
      handle: async ({ caller, params, body }) => {
        const { siteId } = siteOf(caller);
        const put = await webhooks.put(siteId, params.key ?? '', body as EndpointRequest);
        if (!put.ok) return put;
        const { key, types, includes, visitor } = put.value;
        const detail = { key, types, includes, visitor };
        await audit.write(siteId, { act: 'webhook put', by: 'secret key', detail });
        const { secret } = put.value;
        return ok({ ...presentEndpoint(put.value), ...(secret !== undefined && { secret }) });
      },
    },
    {
      method: 'GET',
      path: '/v1/webhooks',
      key: 'secret',
      summary: 'The webhooks of the site and how their deliveries ended since the server started',
      handle: async ({ caller }) =>
        ok({ items: webhooks.list(siteOf(caller).siteId).map(presentEndpoint), next: null }),
    },
    {
      method: 'POST',
      path: '/v1/webhooks/{key}/rotate',
      key: 'secret',
      summary: 'A new secret, in this answer and in no other; the old one signs beside it for a day',
      handle: async ({ caller, params }) => {
        const { siteId } = siteOf(caller);
        const key = params.key ?? '';
        const rotated = await webhooks.rotate(siteId, key);
        if (rotated === null) return absent();
        await audit.write(siteId, { act: 'webhook secret rotated', by: 'secret key', detail: { key } });
        const previousUntil = new Date(rotated.previousUntil).toISOString();
        return ok({ key, secret: rotated.secret, previousUntil });
      },
    },
  ];
}

function deadLetterRoutes({ engine, deliveries: { webhooks } }: WebhookRoutePorts): readonly Route[] {
  const { audit } = engine;
  return [
    {
      method: 'GET',
      path: '/v1/webhooks/{key}/dead-letters',
      key: 'secret',
      summary: 'Deliveries that were given up after a day, by id',
      ...inPages(z.string(), async ({ caller, params: { key = '' } }, { after, limit }) => {
        const found = await webhooks.listDead(siteOf(caller).siteId, key, after, limit + 1);
        return found === null ? absent() : cutPage(found, limit, ({ id }) => id);
      }),
    },
    {
      method: 'POST',
      path: '/v1/webhooks/{key}/dead-letters/resend',
      key: 'secret',
      summary: 'Sends dead letters again, all of them when no ids are named; they have another day',
      body: resendSchema,
      handle: async ({ caller, params, body }) => {
        const { siteId } = siteOf(caller);
        const key = params.key ?? '';
        const { ids } = body as z.infer<typeof resendSchema>;
        const resent = await webhooks.resend(siteId, key, ids);
        if (resent === null) return absent();
        const detail = { key, resent };
        await audit.write(siteId, { act: 'dead letters sent again', by: 'secret key', detail });
        return ok({ resent });
      },
    },
    {
      method: 'DELETE',
      path: '/v1/webhooks/{key}',
      key: 'secret',
      summary: 'Removes a webhook with all that waits for it',
      handle: async ({ caller, params }) => {
        const { siteId } = siteOf(caller);
        const key = params.key ?? '';
        if (!(await webhooks.remove(siteId, key))) return absent();
        await audit.write(siteId, { act: 'webhook removed', by: 'secret key', detail: { key } });
        return ok({ removed: key });
      },
    },
  ];
}

function streamRoute({ deliveries: { feed }, streams }: WebhookRoutePorts): Route {
  return {
    method: 'GET',
    path: '/v1/stream',
    key: 'secret',
    summary:
      'Notices as server-sent events, from the place that Last-Event-ID (or the cursor) names, else from now on',
    query: { cursor: 'id of an event: begins after it', follow: 'false: ends after what is there' },
    produces: 'text/event-stream',
    handle: async ({ caller, query, raw }) => {
      const asked = readPlace({ query, raw });
      if (!asked.ok) return asked;
      const { siteId: site } = siteOf(caller);
      if (!streams.hasRoom(site)) return refuse('rate_limited', '', 'close a stream of this site first');
      const head = await feed.head();
      // Beyond the head: the place is of another log, for example from before a restore.
      const after = Math.min(asked.value ?? head, head);
      const follows = query.get('follow') !== 'false' && raw.method !== 'HEAD';
      return {
        ...ok({}),
        stream: (response, mayGoOn) => streams.open({ site, after, follows, mayGoOn }, response),
      };
    },
  };
}

function readPlace({ query, raw }: Pick<RouteRequest, 'query' | 'raw'>): Outcome<number | null> {
  const last = raw.headers['last-event-id'];
  if (last === '') return accept(null);
  const given = last === undefined ? query : new URLSearchParams({ cursor: String(last) });
  const place = readCursor(given, placeSchema);
  if (place.ok) return place;
  const at = last === undefined ? 'cursor' : 'Last-Event-ID';
  return refuse(place.code, at, 'send the `id:` of an event of the stream, unchanged, or none to begin now');
}

function presentEndpoint(state: EndpointState): Record<string, unknown> {
  const { key, url, types, includes, visitor, createdAt, stopped, counts, waiting } = state;
  return {
    key,
    url,
    types,
    includes,
    visitor,
    state: stopped === null ? 'active' : 'stopped',
    createdAt: new Date(createdAt).toISOString(),
    ...(stopped !== null && { stopped: { ...stopped, at: new Date(stopped.at).toISOString() } }),
    waiting,
    ...counts,
  };
}

function absent() {
  return refuse('not_found', 'key', 'see GET /v1/webhooks for the keys');
}
