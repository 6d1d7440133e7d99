/** The tracking plan, and what broke it. */
import type { Engine } from '../../../core/engine.ts';
import { ok } from '../answer.ts';
import { type Route, siteOf } from '../route.ts';

export function planRoutes(engine: Engine): readonly Route[] {
  const { plans, violations, audit } = engine;
  return [
    {
      method: 'PUT',
      path: '/v1/plan',
      key: 'secret',
      summary: 'The tracking plan: what events look like, and whether others are refused',
      takesBody: true,
      handle: async ({ caller, body }) => {
        const site = siteOf(caller);
        const plan = await plans.put(site.siteId, body);
        if (!plan.ok) return plan;
        await audit.write(site.siteId, {
          act: 'plan changed',
          by: 'secret key',
          detail: { mode: plan.value.mode },
        });
        return ok(plan.value);
      },
    },
    {
      method: 'GET',
      path: '/v1/plan',
      key: 'secret',
      summary: 'The tracking plan in force',
      handle: async ({ caller }) => ok(plans.source(siteOf(caller).siteId)),
    },
    {
      method: 'GET',
      path: '/v1/plan/violations',
      key: 'secret',
      summary: 'What events broke which rule, how often, and what to do about it',
      handle: async ({ caller }) => {
        const found = await violations.list(siteOf(caller).siteId);
        const items = found.map(({ firstAt, lastAt, ...rest }) => ({
          ...rest,
          firstAt: new Date(firstAt).toISOString(),
          lastAt: new Date(lastAt).toISOString(),
        }));
        return ok({ items, next: null });
      },
    },
  ];
}
