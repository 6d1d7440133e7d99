/**
 * What a page asks for whoever stands before it. The device's own id is a proof, and opens no more than its own part; a
 * statement of the platform's server, that somebody is logged in, opens what is held of that person.
 */
import * as z from 'zod';
import type { Engine } from '../../../core/engine.ts';
import { refuse } from '../../../core/errors.ts';
import { innerOf } from '../../../core/identity/naming.ts';
import { LONGEST_PROOF_MS, makeOwnProof } from '../../../core/identity/own-proof.ts';
import type { Store } from '../../../core/ports.ts';
import { exportOwnPart, exportVisitor } from '../../../core/privacy/export/read-export.ts';
import type { ExportHead } from '../../../core/privacy/export/schema.ts';
import { currentKeys } from '../../../core/sites/registry.ts';
import type { Site } from '../../../core/sites/site.ts';
import { ok } from '../answer.ts';
import { EXPORT_FORMATS, exportAnswer, namesOf } from '../export/answer.ts';
import { type OwnPerson, readOwnPerson } from '../own-person.ts';
import { type Route, siteOf } from '../route.ts';
import { nobody } from './visitors.ts';

const ownSchema = z.strictObject({ device: z.string().optional(), proof: z.string().max(200).optional() });
const identifier = z.union([z.string().min(1).max(1_000), z.number().transform(String)]);
const proofSchema = z.strictObject({ userId: identifier });
const exportWishSchema = ownSchema.extend({
  format: z.enum(EXPORT_FORMATS).default('json'),
  /** BCP 47. */
  lang: z.string().max(35).optional(),
});

export function ownRoutes(engine: Engine, store: Store): readonly Route[] {
  const read = (site: Site, person: OwnPerson | null) => {
    if (person === null) return null;
    const exported = person.own ? exportOwnPart : exportVisitor;
    return exported({ engine, store }, site, person.visitor);
  };
  return [
    {
      method: 'POST',
      path: '/v1/own',
      key: 'write or secret',
      summary:
        'How much is held, in numbers, and what was allowed: of the device whose id is sent, or of whom `proof` says',
      body: ownSchema,
      handle: async ({ caller, body }) => {
        const site = siteOf(caller);
        const person = readOwnPerson(site, body as z.infer<typeof ownSchema>, engine);
        if (!person.ok) return person;
        const found = await read(site, person.value);
        return ok({ policy: site.settings.policy, ...tellOwn(found?.head ?? null) });
      },
    },
    {
      method: 'POST',
      path: '/v1/own/export',
      key: 'write or secret',
      summary: 'Everything held of a device itself, or of whom `proof` says, as JSON or as a document (HTML)',
      isCostly: true,
      body: exportWishSchema,
      handle: async ({ caller, body }) => {
        const site = siteOf(caller);
        const { format, lang = null, ...named } = body as z.infer<typeof exportWishSchema>;
        const person = readOwnPerson(site, named, engine);
        if (!person.ok) return person;
        if (person.value === null) return unproven();
        const found = await read(site, person.value);
        if (found === null) return nobody();
        await engine.audit.write(site.siteId, { act: 'visitor exported', by: 'visitor', detail: { format } });
        return exportAnswer(found, format, { language: lang, nameOf: namesOf(engine, site.siteId) });
      },
    },
    {
      method: 'POST',
      path: '/v1/own/erasures',
      key: 'write or secret',
      summary: 'Removes what is held of a device itself, or of whom `proof` says; answers counts',
      isCostly: true,
      body: ownSchema,
      handle: async ({ caller, body }) => {
        const site = siteOf(caller);
        const person = readOwnPerson(site, body as z.infer<typeof ownSchema>, engine);
        if (!person.ok) return person;
        if (person.value === null) return unproven();
        // A device alone is not asked what the person did elsewhere, whoever vouched for the log-in on it.
        const removed = await engine.erasures.eraseHeld(site, [person.value], 'visitor');
        return ok({ removed, at: new Date(engine.now()).toISOString() });
      },
    },
    {
      method: 'POST',
      path: '/v1/own/proofs',
      key: 'secret',
      summary:
        'A proof that somebody is logged in at your platform, for 15 minutes: the page sends it as `proof`',
      body: proofSchema,
      handle: async ({ caller, body }) => {
        const site = siteOf(caller);
        const inner = innerOf((body as z.infer<typeof proofSchema>).userId, site);
        if (inner === null) return refuse('identifier_missing', 'userId', 'name a real customer');
        const expiresAt = Math.floor((engine.now() + LONGEST_PROOF_MS) / 1_000) * 1_000;
        const proof = makeOwnProof({ inner, expiresAt }, currentKeys(site, engine.now()).secretKey);
        return ok({ proof, expiresAt: new Date(expiresAt).toISOString() });
      },
    },
  ];
}

function unproven() {
  return refuse(
    'identifier_missing',
    'device',
    'send the device id, or a proof of your server: docs/privacy.md',
  );
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
