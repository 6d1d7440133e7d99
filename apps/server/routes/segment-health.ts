/** How the segments of a site do. */
import type { Engine } from '../../../core/engine.ts';
import { accept, type Outcome, refuse } from '../../../core/errors.ts';
import type { HealthReport } from '../../../core/measurement/health.ts';
import { ok } from '../answer.ts';
import { type Route, siteOf } from '../route.ts';

const USUAL_DAYS = 30;
const MOST_DAYS = 400;

export function segmentHealthRoutes({ segmentHealth }: Engine): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/v1/segments/health',
      key: 'secret',
      summary: 'Sizes over time, overlaps, faults and outcomes of the segments',
      query: { days: 'of sizes over time, 1 to 400 (30)' },
      handle: async ({ caller, query }) => {
        const days = readDays(query);
        if (!days.ok) return days;
        return ok(presentHealth(await segmentHealth.read(siteOf(caller).siteId, days.value)));
      },
    },
  ];
}

function readDays(query: URLSearchParams): Outcome<number> {
  const days = Number(query.get('days') ?? USUAL_DAYS);
  if (Number.isInteger(days) && days >= 1 && days <= MOST_DAYS) return accept(days);
  return refuse('invalid_value', 'days', `write a whole number from 1 to ${MOST_DAYS}`);
}

/** Instants in ISO 8601. */
export type HealthView = Omit<HealthReport, 'at' | 'basis'> & {
  readonly at: string;
  readonly basis: Omit<HealthReport['basis'], 'since'> & { readonly since: string };
};

export function presentHealth({ at, basis, ...rest }: HealthReport): HealthView {
  const since = new Date(basis.since).toISOString();
  return { at: new Date(at).toISOString(), ...rest, basis: { ...basis, since } };
}
