/** The audit log of a site. */
import * as z from 'zod';
import type { Engine } from '../../../core/engine.ts';
import { refuse } from '../../../core/errors.ts';
import type { AuditLine } from '../../../core/privacy/audit.ts';
import { cutPage, inPages } from '../paging.ts';
import { type Route, siteOf } from '../route.ts';

const ORDERS: ReadonlyMap<string, 'up' | 'down'> = new Map([
  ['oldest', 'up'],
  ['newest', 'down'],
]);

/** As the API answers it. */
export type AuditAnswer = Omit<AuditLine, 'time'> & { readonly time: string };

export function auditRoutes({ audit }: Pick<Engine, 'audit'>): readonly Route[] {
  const pages = inPages(z.string(), async ({ caller, query }, { after, limit }) => {
    const order = ORDERS.get(query.get('order') ?? 'oldest');
    if (order === undefined) return refuse('invalid_value', 'order', 'write oldest or newest');
    const lines = await audit.list(siteOf(caller).siteId, after, limit + 1, order);
    return cutPage(
      lines,
      limit,
      ({ key }) => key,
      ({ line }) => presentAct(line),
    );
  });
  return [
    {
      method: 'GET',
      path: '/v1/audit',
      key: 'secret',
      summary: 'Administrative acts, oldest first, or newest first with `order=newest`',
      query: { ...pages.query, order: 'oldest or newest comes first (oldest)' },
      handle: pages.handle,
    },
  ];
}

function presentAct(line: AuditLine): AuditAnswer {
  return { ...line, time: new Date(line.time).toISOString() };
}
