/** In which segments a visitor is at an instant, and why. */
import type { Engine } from '../../../core/engine.ts';
import { ok } from '../answer.ts';
import { type Route, siteOf } from '../route.ts';
import { presentExplanation, presentHeld, readAt } from '../segment-answers.ts';
import { nobody, readVisitor } from './visitors.ts';

const AT = { at: 'ISO 8601 or epoch milliseconds; now unless said' };

export function membershipRoutes(engine: Engine): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/v1/visitors/{visitor}/segments',
      key: 'secret',
      summary: 'The segments a visitor is in at an instant, since when and until when if nothing happens',
      query: AT,
      handle: async ({ caller, params, query }) => {
        const visitor = readVisitor(params.visitor);
        const at = readAt(query.get('at'), engine.now());
        if (visitor === null) return nobody();
        if (!at.ok) return at;
        const held = await engine.history.membershipsAt(siteOf(caller).siteId, visitor, at.value);
        return held.ok ? ok({ items: held.value.map(presentHeld), next: null }) : held;
      },
    },
    {
      method: 'GET',
      path: '/v1/visitors/{visitor}/explain/{segment}',
      key: 'secret',
      summary: 'Why a visitor is in a segment at an instant, or is not',
      query: AT,
      handle: async ({ caller, params, query }) => {
        const visitor = readVisitor(params.visitor);
        const at = readAt(query.get('at'), engine.now());
        if (visitor === null) return nobody();
        if (!at.ok) return at;
        const { siteId } = siteOf(caller);
        const explained = await engine.history.explain(siteId, visitor, params.segment ?? '', at.value);
        return explained.ok ? ok(presentExplanation(explained.value, at.value)) : explained;
      },
    },
  ];
}
