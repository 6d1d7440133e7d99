/** Segment's destination Webhooks (Actions): its secret, and the door it posts to. */
import { findBodyFault, isObject, readAnyJson } from '../../../core/collect/json.ts';
import type { Engine } from '../../../core/engine.ts';
import type { Json, SiteId } from '../../../core/entry.ts';
import { accept, type Outcome, refuse } from '../../../core/errors.ts';
import type { Store } from '../../../core/ports.ts';
import { presentTaken, takeMessages } from '../../../integrations/segment/door/door.ts';
import { createSealedSettings } from '../../../integrations/segment/sealed-settings.ts';
import { type WebhookSettings, webhookSchema } from '../../../integrations/segment/webhook/settings.ts';
import { isSigned } from '../../../integrations/segment/webhook/signature.ts';
import { ok } from '../answer.ts';
import { type Route, type RouteRequest, siteOf } from '../route.ts';
import type { Tally } from '../tally.ts';

const PATH = '/v1/segment/webhook';
const BY = 'secret key';
/** As Segment bounds a batch, and a little for what stands around it. */
const MOST_BYTES = 5 * 1024 * 1024;
/** What is written as JSON again has to have an end; each message is bounded more closely later. */
const MOST_LEVELS = 64;

export function segmentWebhookRoutes(engine: Engine, tally: Tally, store: Store): readonly Route[] {
  const sealed = createSealedSettings<WebhookSettings>({ store, ring: engine.ring }, 'webhook');
  const secretOf = async (site: SiteId) => (await sealed.read(site))?.sharedSecret ?? null;
  return [
    {
      method: 'PUT',
      path: PATH,
      key: 'secret',
      summary:
        'Opens a door for Webhooks (Actions) of Segment: the secret that it signs with, never answered',
      body: webhookSchema,
      handle: async ({ caller, body }) => {
        const { siteId } = siteOf(caller);
        await sealed.change(siteId, () => body as WebhookSettings);
        await engine.audit.write(siteId, { act: 'segment webhook put', by: BY });
        return ok({ state: 'on' });
      },
    },
    {
      method: 'GET',
      path: PATH,
      key: 'secret',
      summary: 'Whether that door is open',
      handle: async ({ caller }) =>
        ok({ state: (await secretOf(siteOf(caller).siteId)) === null ? 'off' : 'on' }),
    },
    {
      method: 'POST',
      path: PATH,
      key: 'secret',
      summary: 'Messages of Webhooks (Actions), one or a list of them, signed (X-Signature) beside the key',
      takesBody: true,
      takesBytes: true,
      mostBytes: MOST_BYTES,
      handle: async (request) => {
        const messages = readSigned(request, await secretOf(siteOf(request.caller).siteId));
        return messages.ok ? take(request, messages.value, { engine, tally }) : messages;
      },
    },
    {
      method: 'DELETE',
      path: PATH,
      key: 'secret',
      summary: 'Closes that door; the secret goes with it',
      handle: async ({ caller }) => {
        const { siteId } = siteOf(caller);
        if (!(await sealed.remove(siteId))) return isClosed();
        await engine.audit.write(siteId, { act: 'segment webhook removed', by: BY });
        return ok({ removed: 'webhook' });
      },
    },
  ];
}

/** The messages, once the first is signed with the secret. What is none of theirs is said before what is missing here. */
function readSigned({ body, raw }: RouteRequest, sharedSecret: string | null): Outcome<readonly unknown[]> {
  const json = readAnyJson(body as Buffer);
  if (!json.ok) return json;
  const messages: readonly unknown[] = Array.isArray(json.value) ? json.value : [json.value];
  const [first] = messages;
  if (!isObject(first)) return refuse('invalid_body', '', 'send a message, or a list of them');
  const fault = findBodyFault(first, MOST_LEVELS);
  if (fault !== null) return { ...fault, at: Array.isArray(json.value) ? `[0].${fault.at}` : fault.at };
  if (sharedSecret === null) return isClosed();
  const signature = raw.headers['x-signature'];
  const given = Array.isArray(signature) ? signature[0] : signature;
  return isSigned(messages as Json, given, sharedSecret)
    ? accept(messages)
    : refuse('unknown_key', 'X-Signature', 'type the same shared secret in Segment and here');
}

async function take(
  { caller }: RouteRequest,
  batch: readonly unknown[],
  { engine, tally }: { readonly engine: Engine; readonly tally: Tally },
) {
  const taken = await takeMessages(
    { site: siteOf(caller), type: null, body: { batch }, claimant: null },
    engine,
  );
  if (!taken.ok) return taken;
  const { accepted, refused, byMessage } = taken.value;
  tally.events('segment', accepted, refused);
  const { status, body } = presentTaken(byMessage, true);
  return ok(body, status);
}

function isClosed() {
  return refuse('not_available', '', 'PUT /v1/segment/webhook with a shared secret first');
}
