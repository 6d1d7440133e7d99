/** Visitors: who an identifier stands for, and what is held. */
import * as z from 'zod';
import type { Engine } from '../../../core/engine.ts';
import type { SiteId, VisitorId } from '../../../core/entry.ts';
import { accept, type Outcome, refuse } from '../../../core/errors.ts';
import { isVisitorId } from '../../../core/identity/hash.ts';
import { namedVisitor } from '../../../core/identity/naming.ts';
import type { Site } from '../../../core/sites/site.ts';
import { ok } from '../answer.ts';
import { inPages } from '../paging.ts';
import { type Route, siteOf } from '../route.ts';
import { presentHeld } from '../segment-answers.ts';

/** `HMAC-SHA256(siteId, normalized id)`, as a sender that hashes for itself names somebody. */
const inner = z.string().regex(/^[0-9a-f]{64}$/, 'write 64 hex digits: HMAC-SHA256 of the normalized id');
const identifier = z.union([z.string().min(1).max(1_000), z.number().transform(String)]);
export const lookupSchema = z.strictObject({
  device: z.string().optional(),
  userId: identifier.optional(),
  email: identifier.optional(),
  inner: inner.optional(),
});
const positionSchema = z.strictObject({ t: z.number(), id: z.string() });
const visitorSchema = z.custom<VisitorId>(isVisitorId);

export function visitorRoutes(engine: Engine): readonly Route[] {
  const { visitors } = engine;
  return [
    {
      method: 'POST',
      path: '/v1/visitors/lookup',
      key: 'secret',
      summary: 'The visitor an identifier stands for',
      body: lookupSchema,
      handle: async ({ caller, body }) => {
        const found = await find(engine, siteOf(caller), body as z.infer<typeof lookupSchema>);
        return found.ok ? ok({ visitor: found.value }) : found;
      },
    },
    {
      method: 'GET',
      path: '/v1/visitors',
      key: 'secret',
      summary: 'All visitors, by id',
      ...inPages(visitorSchema, ({ caller }, { after, limit }) =>
        visitors.list(siteOf(caller).siteId, after, limit),
      ),
    },
    {
      method: 'GET',
      path: '/v1/visitors/{visitor}',
      key: 'secret',
      summary: 'The profile of a visitor as of now',
      handle: async ({ caller, params }) => {
        const site = siteOf(caller);
        const { siteId } = site;
        const visitor = readVisitor(params.visitor);
        const view = visitor && (await visitors.view(siteId, visitor));
        if (visitor === null || view === null) return nobody();
        const held = await engine.history.membershipsAt(siteId, visitor, engine.now());
        if (!held.ok) return held;
        const scores = await engine.intent.brief(site, visitor);
        return ok({ ...view, memberships: held.value.map(presentHeld), scores });
      },
    },
    {
      method: 'GET',
      path: '/v1/visitors/{visitor}/events',
      key: 'secret',
      summary: 'The entries of a visitor in time order',
      ...inPages(positionSchema, async ({ caller, params }, { after, limit }) => {
        const visitor = readVisitor(params.visitor);
        return visitor === null ? nobody() : visitors.entries(siteOf(caller).siteId, visitor, after, limit);
      }),
    },
  ];
}

async function find(
  engine: Engine,
  site: Site,
  named: z.infer<typeof lookupSchema>,
): Promise<Outcome<VisitorId>> {
  const visitor = namedVisitor(named, site);
  if (visitor === null)
    return refuse('identifier_missing', '', 'send device, userId, email or inner of a real visitor');
  const known = await engine.visitors.resolve(site.siteId as SiteId, visitor);
  return known.exists ? accept(known.visitor) : nobody();
}

export function readVisitor(text: string | undefined): VisitorId | null {
  return isVisitorId(text) ? text : null;
}

export function nobody() {
  return refuse('not_found', 'visitor', 'nothing is held of such a visitor on this site');
}
