/** What a page asks for whoever stands before it: the device's own id is the proof, and opens no more than its own part. */
import * as z from 'zod';
import type { Engine } from '../../../core/engine.ts';
import type { VisitorId } from '../../../core/entry.ts';
import { refuse } from '../../../core/errors.ts';
import { deviceVisitor, isDeviceId } from '../../../core/identity/hash.ts';
import type { Store } from '../../../core/ports.ts';
import { exportOwnPart } from '../../../core/privacy/export/read-export.ts';
import type { ExportHead } from '../../../core/privacy/export/schema.ts';
import type { Site } from '../../../core/sites/site.ts';
import { ok } from '../answer.ts';
import { EXPORT_FORMATS, exportAnswer, namesOf } from '../export/answer.ts';
import { type Route, siteOf } from '../route.ts';
import { nobody } from './visitors.ts';

const ownSchema = z.strictObject({ device: z.string().optional() });
const exportWishSchema = ownSchema.extend({
  format: z.enum(EXPORT_FORMATS).default('json'),
  /** BCP 47. */
  lang: z.string().max(35).optional(),
});

export function ownRoutes(engine: Engine, store: Store): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/v1/own',
      key: 'write or secret',
      summary: 'How much is held of a device, in numbers, and what it allowed; the device id is the proof',
      body: ownSchema,
      handle: async ({ caller, body }) => {
        const site = siteOf(caller);
        const visitor = readDevice(site, body as z.infer<typeof ownSchema>);
        const found = visitor && (await exportOwnPart({ engine, store }, site, visitor));
        return ok({ policy: site.settings.policy, ...tellOwn(found?.head ?? null) });
      },
    },
    {
      method: 'POST',
      path: '/v1/own/export',
      key: 'write or secret',
      summary: 'Everything held of a device itself, as JSON, or as a document to read (HTML)',
      body: exportWishSchema,
      handle: async ({ caller, body }) => {
        const site = siteOf(caller);
        const { format, lang = null, ...named } = body as z.infer<typeof exportWishSchema>;
        const visitor = readDevice(site, named);
        if (visitor === null) return unproven();
        const found = await exportOwnPart({ engine, store }, site, visitor);
        if (found === null) return nobody();
        await engine.audit.write(site.siteId, { act: 'visitor exported', by: 'visitor', detail: { format } });
        return exportAnswer(found, format, { language: lang, nameOf: namesOf(engine, site.siteId) });
      },
    },
    {
      method: 'POST',
      path: '/v1/own/erasures',
      key: 'write or secret',
      summary: 'Removes what is held of a device itself; answers counts',
      body: ownSchema,
      handle: async ({ caller, body }) => {
        const site = siteOf(caller);
        const visitor = readDevice(site, body as z.infer<typeof ownSchema>);
        if (visitor === null) return unproven();
        // What the person did elsewhere is not asked about here, whoever vouched for the log-in.
        const removed = await engine.erasures.eraseHeld(site, [{ visitor, own: true }], 'visitor');
        return ok({ removed, at: new Date(engine.now()).toISOString() });
      },
    },
  ];
}

function readDevice({ idKey }: Site, { device }: { readonly device?: string | undefined }): VisitorId | null {
  return isDeviceId(device) ? deviceVisitor(idKey, device) : null;
}

function unproven() {
  return refuse('identifier_missing', 'device', 'send the device id: it is the proof');
}

function tellOwn(head: ExportHead | null) {
  if (head === null) return { held: null, consent: {}, objection: null };
  const { profile, sessions, orders, segments, scores, contacts, consent, objection } = head;
  const { events } = profile;
  return {
    held: {
      events: events?.count ?? 0,
      visits: sessions.count,
      orders: orders.frequency,
      groups: segments.length,
      estimates: scores.length,
      contacts: contacts.length,
      since: events?.first ?? null,
    },
    consent: Object.fromEntries(
      Object.entries(consent).map(([purpose, standing]) => [purpose, standing?.allowed]),
    ),
    objection,
  };
}
