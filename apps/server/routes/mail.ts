/** What a site says of its mail, the mailboxes that get none, and what mail services tell. */
import * as z from 'zod';
import { findBodyFault, MOST_DEPTH, readAnyJson, readJson } from '../../../core/collect/json.ts';
import type { Engine } from '../../../core/engine.ts';
import { type Refusal, refuse } from '../../../core/errors.ts';
import { isMailAddress } from '../../../core/identity/mail-address.ts';
import { mailboxKey, SUPPRESSION_REASONS, type Suppression } from '../../../core/identity/suppressions.ts';
import { MAIL_SERVICES, takeMailEvents } from '../../../integrations/email/mail-events.ts';
import {
  type MailSettings,
  type MailSettingsRequest,
  mailSettingsSchema,
} from '../../../integrations/email/mail-settings.ts';
import { mailEventsSchema, readOwnEvents } from '../../../integrations/email/services/inkling.ts';
import type { MailService } from '../../../integrations/email/services/service.ts';
import { ok } from '../answer.ts';
import type { Mail } from '../mail.ts';
import { cutPage, inPages } from '../paging.ts';
import { type Route, type RouteRequest, siteOf } from '../route.ts';

const EVENTS_BYTES = 2 * 1024 * 1024;
const KEY = /^[0-9a-f]{32}$/;

/** Hashed at once: of a refused one nothing is repeated. */
const email = z.string().max(1_000).refine(isMailAddress, 'write one e-mail address');
const suppressionSchema = z.strictObject({ email, reason: z.enum(SUPPRESSION_REASONS).optional() });
/** By address, or by the key that the list shows. */
const liftSchema = z.union([
  z.strictObject({ email }),
  z.strictObject({ key: z.string().regex(KEY, 'write a key of GET /v1/suppressions') }),
]);

export type MailRoutePorts = { readonly engine: Engine; readonly mail: Mail };

export function mailRoutes(ports: MailRoutePorts): readonly Route[] {
  return [...settingsRoutes(ports), ...suppressionRoutes(ports), ...eventRoutes(ports)];
}

function settingsRoutes({ engine, mail }: MailRoutePorts): readonly Route[] {
  const present = async (siteId: ReturnType<typeof siteOf>['siteId'], settings: MailSettings) => {
    const lacks = await mail.findLack(siteId);
    const { services, ...shown } = settings;
    const known = Object.entries(services).map(([name, secrets]) => [name, secrets !== null]);
    return ok({ ...shown, services: Object.fromEntries(known), canSend: lacks === null, lacks });
  };
  return [
    {
      method: 'GET',
      path: '/v1/mail',
      key: 'secret',
      summary: 'Sender, postal address and language of the site’s mail, and whether mail can be sent',
      handle: async ({ caller }) => {
        const { siteId } = siteOf(caller);
        return present(siteId, await mail.settings.read(siteId));
      },
    },
    {
      method: 'PATCH',
      path: '/v1/mail',
      key: 'secret',
      summary: 'Changes what is named; null takes it away. Secrets of mail services are never answered',
      body: mailSettingsSchema,
      handle: async ({ caller, body }) => {
        const { siteId } = siteOf(caller);
        const request = body as MailSettingsRequest;
        const changed = await mail.settings.change(siteId, request);
        const detail = Object.keys(request);
        await engine.audit.write(siteId, { act: 'mail settings changed', by: 'secret key', detail });
        return present(siteId, changed);
      },
    },
  ];
}

function suppressionRoutes({ engine, mail: { suppressions } }: MailRoutePorts): readonly Route[] {
  const { audit } = engine;
  return [
    {
      method: 'GET',
      path: '/v1/suppressions',
      key: 'secret',
      summary: 'Mailboxes that get no mail, by the keyed hash of their address, with reasons and times',
      ...inPages(z.string().regex(KEY), async ({ caller }, { after, limit }) => {
        const found = await suppressions.list(siteOf(caller).siteId, after, limit + 1);
        return cutPage(found, limit, ({ key }) => key, presentSuppression);
      }),
    },
    {
      method: 'PUT',
      path: '/v1/suppressions',
      key: 'secret',
      summary: 'Sends nothing more to an address; of it only a keyed hash is kept',
      body: suppressionSchema,
      handle: async ({ caller, body }) => {
        const { siteId, idKey } = siteOf(caller);
        const { email: address, reason = 'manual' } = body as z.infer<typeof suppressionSchema>;
        const key = mailboxKey(idKey, address);
        await suppressions.add(siteId, key, reason, engine.now());
        await audit.write(siteId, { act: 'mailbox suppressed', by: 'secret key', detail: { reason } });
        return ok(presentSuppression({ key, reasons: await suppressions.find(siteId, key) }));
      },
    },
    {
      method: 'DELETE',
      path: '/v1/suppressions',
      key: 'secret',
      summary: 'Lifts what the operator or a mail server said; what the reader asked for stays',
      body: liftSchema,
      handle: async ({ caller, body }) => {
        const { siteId, idKey } = siteOf(caller);
        const asked = body as z.infer<typeof liftSchema>;
        const key = 'key' in asked ? asked.key : mailboxKey(idKey, asked.email);
        const lifted = await suppressions.lift(siteId, key);
        if (lifted === 'own')
          return refuse(
            'own_choice',
            '',
            'a new consent of the reader, recorded with POST /v1/consent, lifts it',
          );
        if (lifted === 'absent') return refuse('not_found', '', 'see GET /v1/suppressions for the keys');
        await audit.write(siteId, { act: 'suppression lifted', by: 'secret key' });
        return ok({ lifted: key });
      },
    },
  ];
}

function eventRoutes({ engine, mail }: MailRoutePorts): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/v1/email-events',
      key: 'secret',
      summary: 'What happened to mails, in our own form; bounces, complaints and unsubscriptions suppress',
      body: mailEventsSchema,
      mostBytes: EVENTS_BYTES,
      handle: async ({ caller, body }) => {
        const events = readOwnEvents(body as z.infer<typeof mailEventsSchema>);
        return ok({ accepted: await takeMailEvents(siteOf(caller), 'inkling', events, mail.events) });
      },
    },
    {
      method: 'POST',
      path: '/v1/email-events/{service}',
      key: 'write or secret',
      summary:
        'The same from mailgun, postmark or sendgrid, as they post it; the write key says for which site',
      takesBody: true,
      takesBytes: true,
      mostBytes: EVENTS_BYTES,
      handle: async (request) => {
        const service = MAIL_SERVICES.find(({ name }) => name === request.params.service);
        if (service === undefined)
          return refuse(
            'not_found',
            'service',
            `there are ${MAIL_SERVICES.map(({ name }) => name).join(', ')}`,
          );
        const site = siteOf(request.caller);
        const body = await readProven(service, request, await mail.settings.read(site.siteId), engine.now());
        if ('ok' in body) return body;
        const events = service.read(body.json);
        return ok({ accepted: await takeMailEvents(site, service.name, events, mail.events) });
      },
    },
  ];
}

/** The body, once it is the service's own. */
async function readProven(
  service: MailService,
  { body, raw }: RouteRequest,
  { services }: MailSettings,
  now: number,
): Promise<Refusal | { readonly json: unknown }> {
  const bytes = body as Buffer;
  const json = service.postsList === true ? readAnyJson(bytes) : readJson(bytes);
  if (!json.ok) return json;
  const fault = findBodyFault(json.value, MOST_DEPTH);
  if (fault !== null) return fault;
  const isProven = service.isProven({ headers: raw.headers, bytes, body: json.value, now }, services);
  if (isProven === null)
    return refuse('not_available', 'service', `set services.${service.name} with PATCH /v1/mail first`);
  return isProven
    ? { json: json.value }
    : refuse('unknown_key', 'service', `it is not signed with what services.${service.name} says`);
}

function presentSuppression({ key, reasons }: Suppression): Record<string, unknown> {
  const times = Object.entries(reasons).map(([reason, at]) => [reason, new Date(at).toISOString()]);
  return { key, reasons: Object.fromEntries(times) };
}
