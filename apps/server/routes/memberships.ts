/** In which segments a visitor is at an instant, and why. */
import type { Engine } from '../../../core/engine.ts';
import type { VisitorId } from '../../../core/entry.ts';
import { accept, type Outcome } from '../../../core/errors.ts';
import { ok } from '../answer.ts';
import { type Route, type RouteRequest, siteOf } from '../route.ts';
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
        const asked = readAsked(params, query, engine.now());
        if (!asked.ok) return asked;
        const { visitor, at } = asked.value;
        const held = await engine.history.membershipsAt(siteOf(caller).siteId, visitor, at);
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
        const asked = readAsked(params, query, engine.now());
        if (!asked.ok) return asked;
        const { visitor, at } = asked.value;
        const { siteId } = siteOf(caller);
        const explained = await engine.history.explain(siteId, visitor, params.segment ?? '', at);
        return explained.ok ? ok(presentExplanation(explained.value, at)) : explained;
      },
    },
  ];
}

type Asked = { readonly visitor: VisitorId; readonly at: number };

function readAsked(
  { visitor: id }: RouteRequest['params'],
  query: RouteRequest['query'],
  now: number,
): Outcome<Asked> {
  const visitor = readVisitor(id);
  if (visitor === null) return nobody();
  const at = readAt(query.get('at'), now);
  return at.ok ? accept({ visitor, at: at.value }) : at;
}
