/** Decisions for servers: what a page rendered there shows to a visitor. */
import * as z from 'zod';
import type { Engine } from '../../../core/engine.ts';
import { refuse } from '../../../core/errors.ts';
import { namedVisitor } from '../../../core/identity/naming.ts';
import { ok } from '../answer.ts';
import { type Route, siteOf } from '../route.ts';
import { presentHeld } from '../segment-answers.ts';
import { lookupSchema } from './visitors.ts';

const slotName = z.string().regex(/^[a-z0-9-]{1,64}$/, 'write 1 to 64 of a-z, 0-9 and -');
const decideSchema = lookupSchema.extend({
  visitor: z.string().optional(),
  slot: slotName.optional(),
  slots: z.array(slotName).max(20).optional(),
  /** The page load that it is rendered for, so that a retry gets the same. */
  page: z
    .string()
    .regex(/^[0-9a-f]{8,64}$/)
    .optional(),
});

export function decideRoutes(engine: Engine): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/v1/decide',
      key: 'secret',
      summary: 'What campaigns on pages show to a visitor now, with the segments that the visitor is in',
      body: decideSchema,
      handle: async ({ caller, body }) => {
        const site = siteOf(caller);
        const { slot, slots = [], page, ...named } = body as z.infer<typeof decideSchema>;
        const visitor = namedVisitor(named, site);
        if (visitor === null)
          return refuse(
            'identifier_missing',
            '',
            'send visitor, device, userId, email or inner of a real visitor',
          );
        const now = engine.now();
        const asked = slot === undefined ? slots : [slot, ...slots];
        const around = { events: [], slots: asked, now, isVouched: true };
        const answer = await engine.campaigns.forPage(
          site,
          visitor,
          page === undefined ? around : { ...around, page },
        );
        const held = await engine.history.membershipsAt(site.siteId, visitor, now);
        return ok({
          decisions: answer.do,
          segments: held.ok ? held.value.map(presentHeld) : [],
          scores: await engine.intent.brief(site, visitor),
          ...(answer.again === null ? {} : { again: answer.again }),
        });
      },
    },
  ];
}
