/** What a visitor may ask for. */
import * as z from 'zod';
import type { Engine } from '../../../core/engine.ts';
import { refuse } from '../../../core/errors.ts';
import { ok } from '../answer.ts';
import { cutPage, inPages } from '../paging.ts';
import { type Route, siteOf } from '../route.ts';
import { lookupSchema } from './visitors.ts';

const erasureSchema = lookupSchema.extend({ visitor: z.string().optional() });

export function privacyRoutes(engine: Engine): readonly Route[] {
  const { erasures } = engine;
  return [
    {
      method: 'POST',
      path: '/v1/erasures',
      key: 'secret',
      summary: 'Removes everything held of a visitor and the ids linked to it; answers a receipt',
      body: erasureSchema,
      handle: async ({ caller, body }) => {
        const site = siteOf(caller);
        const request = body as z.infer<typeof erasureSchema>;
        const receipt = await erasures.erase(site, request, 'secret key');
        return receipt === null
          ? refuse('identifier_missing', '', 'send visitor, device, userId, email or inner')
          : ok(receipt);
      },
    },
    {
      method: 'GET',
      path: '/v1/erasures',
      key: 'secret',
      summary: 'The receipts of erasures, newest first',
      ...inPages(z.string(), async ({ caller }, { after, limit }) => {
        const receipts = await erasures.page(siteOf(caller).siteId, after, limit + 1);
        return cutPage(receipts, limit, ({ id }) => id);
      }),
    },
    {
      method: 'GET',
      path: '/v1/erasures/{id}',
      key: 'secret',
      summary: 'The receipt of an erasure, with what platforms have answered since',
      handle: async ({ caller, params }) => {
        const receipt = await erasures.read(siteOf(caller).siteId, params.id ?? '');
        return receipt === null
          ? refuse('not_found', 'id', 'send the id that the erasure was answered with')
          : ok(receipt);
      },
    },
  ];
}
