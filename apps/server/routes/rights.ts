/** What a visitor may ask for beside being forgotten: everything that is held, and not to be profiled. */
import type * as z from 'zod';
import type { Engine } from '../../../core/engine.ts';
import { objectionSchema, recordObjection } from '../../../core/identity/objection.ts';
import type { Store } from '../../../core/ports.ts';
import { exportVisitor } from '../../../core/privacy/export/read-export.ts';
import { ok } from '../answer.ts';
import { exportAnswer, namesOf, readFormat } from '../export/answer.ts';
import { readInner, refuseProof } from '../own-person.ts';
import { type Route, siteOf } from '../route.ts';
import { nobody, readVisitor } from './visitors.ts';

export function rightsRoutes(engine: Engine, store: Store): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/v1/visitors/{visitor}/export',
      key: 'secret',
      summary: 'Everything held of a visitor, for the visitor: as JSON, or as a document to read (HTML)',
      query: { format: 'json or html (json)', lang: 'of the document: en or de (en)' },
      handle: async ({ caller, params, query }) => {
        const site = siteOf(caller);
        const format = readFormat(query.get('format'));
        if (!format.ok) return format;
        const visitor = readVisitor(params.visitor);
        const found = visitor && (await exportVisitor({ engine, store }, site, visitor));
        if (found === null) return nobody();
        const detail = { format: format.value };
        await engine.audit.write(site.siteId, { act: 'visitor exported', by: 'secret key', detail });
        const nameOf = namesOf(engine, site.siteId);
        return exportAnswer(found, format.value, { language: query.get('lang'), nameOf });
      },
    },
    {
      method: 'POST',
      path: '/v1/objections',
      key: 'write or secret',
      summary:
        'Stops profiling a visitor, for good; with the write key only for the page’s own device, or whom `proof` says',
      isCostly: true,
      body: objectionSchema,
      handle: async ({ caller, body }) => {
        const site = siteOf(caller);
        const { proof, ...named } = body as z.infer<typeof objectionSchema>;
        const inner = proof === undefined ? null : readInner(site, proof, engine.now());
        if (proof !== undefined && inner === null) return refuseProof();
        const naming = inner === null ? named : { inner };
        const trusted = caller.kind === 'secret' || inner !== null;
        const recorded = await recordObjection({ site, naming, trusted }, engine);
        if (!recorded.ok) return recorded;
        const { denied, since } = recorded.value;
        const by = caller.kind === 'secret' ? 'secret key' : 'visitor';
        await engine.audit.write(site.siteId, { act: 'objection recorded', by });
        return ok({ denied, since: new Date(since).toISOString(), keeps: ['orders', 'contact'] });
      },
    },
  ];
}
