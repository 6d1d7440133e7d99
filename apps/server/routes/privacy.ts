/** What a visitor may ask for. */
import * as z from 'zod';
import type { Engine } from '../../../core/engine.ts';
import { refuse } from '../../../core/errors.ts';
import { eraseNamed } from '../../../core/privacy/erasure.ts';
import { ok } from '../answer.ts';
import { type Route, siteOf } from '../route.ts';
import { lookupSchema } from './visitors.ts';

const erasureSchema = lookupSchema.extend({ visitor: z.string().optional() });

export function privacyRoutes(engine: Engine): readonly Route[] {
  const { visitors, audit } = engine;
  return [
    {
      method: 'POST',
      path: '/v1/erasures',
      key: 'secret',
      summary: 'Removes everything held of a visitor and the ids linked to it; answers counts',
      body: erasureSchema,
      handle: async ({ caller, body }) => {
        const site = siteOf(caller);
        const request = body as z.infer<typeof erasureSchema>;
        const removed = await eraseNamed(site, request, visitors);
        if (removed === null)
          return refuse('identifier_missing', '', 'send visitor, device, userId or email');
        await audit.write(site.siteId, { act: 'visitor erased', by: 'secret key', detail: removed });
        return ok({ removed });
      },
    },
  ];
}
