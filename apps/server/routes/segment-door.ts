/** Where the libraries of Segment and of RudderStack send, unchanged but for their host. */
import { isObject } from '../../../core/collect/json.ts';
import type { Engine } from '../../../core/engine.ts';
import { refuse } from '../../../core/errors.ts';
import type { TrustedProxies } from '../../../core/identity/address.ts';
import { asOfBody, isTaken, presentTaken, takeMessages } from '../../../integrations/segment/door/door.ts';
import { analyticsJsSettings, rudderSource } from '../../../integrations/segment/door/libraries.ts';
import { MESSAGE_TYPES, type MessageType } from '../../../integrations/segment/door/message.ts';
import { ok } from '../answer.ts';
import { findKey } from '../authorize.ts';
import { type Route, type RouteRequest, siteOf } from '../route.ts';
import { readCircumstances } from '../seen.ts';
import type { Tally } from '../tally.ts';

/** As Segment bounds a post; servers are no pages. */
const MOST_BYTES = { write: 500 * 1024, secret: 5 * 1024 * 1024 };

export type SegmentDoorPorts = {
  readonly engine: Engine;
  readonly tally: Tally;
  readonly proxies: TrustedProxies;
  /** The address that visitors use; null where nobody said. */
  readonly publicUrl: string | null;
};

export function segmentDoorRoutes(ports: SegmentDoorPorts): readonly Route[] {
  const post = (path: string, summary: string, type: MessageType | null): Route => ({
    method: 'POST',
    path,
    key: 'write or secret',
    summary,
    takesBody: true,
    readsItems: true,
    takesKeyInBody: true,
    mostBytes: MOST_BYTES,
    handle: (request) => answer(request, type, ports),
  });
  const same = 'The same, as libraries call it';
  return [
    ...MESSAGE_TYPES.flatMap((type) => [
      post(`/v1/${type}`, `A message \`${type}\` of Segment’s HTTP Tracking API`, type),
      post(`/v1/${type.charAt(0)}`, same, type),
    ]),
    post('/v1/batch', 'Many such messages, each taken or refused by itself: {"batch": [ … ]}', null),
    ...['/v1/b', '/v1/import', '/beacon/v1/batch'].map((path) => post(path, same, null)),
    ...configurationRoutes(ports),
  ];
}

async function answer(
  { caller, body, raw }: RouteRequest,
  type: MessageType | null,
  { engine, tally, proxies }: SegmentDoorPorts,
): ReturnType<Route['handle']> {
  if (!isObject(body)) return refuse('invalid_body', '', 'send one JSON object');
  const claimant = caller.kind === 'secret' ? null : readCircumstances(raw, proxies);
  const taken = await takeMessages({ site: siteOf(caller), type, body, claimant }, engine);
  if (!taken.ok) return taken;
  const { accepted, refused, byMessage } = taken.value;
  tally.events('segment', accepted, refused);
  const first = byMessage.find((refusal) => !isTaken(refusal)) ?? null;
  if (first !== null && type !== null) return asOfBody(first);
  const { status, body: told } = presentTaken(byMessage, claimant === null);
  return ok(told, status);
}

const IN_PAGE = 'a page takes the write key; rotate a secret key that stood in one';

function configurationRoutes({ engine, tally, publicUrl }: SegmentDoorPorts): readonly Route[] {
  const originOf = ({ headers: { host } }: RouteRequest['raw']): string =>
    publicUrl ?? (URL.canParse(`http://${host}`) ? new URL(`http://${host}`).origin : 'http://localhost');
  return [
    {
      method: 'GET',
      path: '/v1/projects/{writeKey}/settings',
      key: 'none',
      summary: 'Where analytics.js sends to: it asks its `cdnURL` for this',
      handle: async ({ params: { writeKey = '' }, raw }) => {
        if (writeKey.startsWith('sk_')) return refuse('wrong_key_kind', 'writeKey', IN_PAGE);
        const site = engine.sites.byWriteKey(writeKey);
        if (!site.ok) return site;
        if (engine.sites.isOld('write', writeKey)) tally.oldKey(site.value.site, 'write', 'segment');
        return ok(analyticsJsSettings(writeKey, originOf(raw)));
      },
    },
    {
      method: 'GET',
      path: '/sourceConfig',
      key: 'write',
      summary: 'A source without destinations: RudderStack’s libraries ask their `configUrl` for this',
      handle: async ({ caller, query, raw }) => ok(rudderSource(siteOf(caller), findKey(raw, query))),
    },
  ];
}
