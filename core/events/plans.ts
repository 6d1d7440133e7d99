/** The tracking plans of all sites, compiled and at hand. */
import type { Json, SiteId } from '../entry.ts';
import { accept, type Outcome } from '../errors.ts';
import type { Store } from '../ports.ts';
import { OWN_RECORDS, type Records } from '../records.ts';
import { createNamedTurns } from '../turns.ts';
import { type CompiledPlan, compilePlan, DEFAULT_PLAN, parsePlan, type TrackingPlan } from './plan.ts';

const COLLECTION = 'plans';
const KEY = 'plan';

export type Plans = {
  /** The plan of a site, at once. */
  of(site: SiteId): CompiledPlan;
  source(site: SiteId): TrackingPlan;
  /** The site is gone. */
  forget(site: SiteId): void;
  put(site: SiteId, input: unknown): Promise<Outcome<TrackingPlan>>;
};

/**
 * @param sites Whose plans are read now; a site made later starts with the default plan.
 * @example (await createPlans(store, siteIds, records)).of(site)
 */
export async function createPlans(
  store: Pick<Store, 'getRecord' | 'putRecord'>,
  sites: readonly SiteId[],
  records: Pick<Records, 'on'> = OWN_RECORDS,
): Promise<Plans> {
  const standard = compilePlan(DEFAULT_PLAN);
  const plans = new Map<SiteId, { source: TrackingPlan; compiled: CompiledPlan }>();

  async function read(site: SiteId): Promise<void> {
    const parsed = parsePlan((await store.getRecord(COLLECTION, site, KEY)) ?? DEFAULT_PLAN);
    if (parsed.ok) plans.set(site, { source: parsed.value, compiled: compilePlan(parsed.value) });
  }

  for (const site of sites) await read(site);
  /** What another server has put since is not overwritten in memory by what this one put before. */
  const inTurn = createNamedTurns();
  records.on(COLLECTION, (site) => inTurn(site, () => read(site)));
  return {
    of: (site) => plans.get(site)?.compiled ?? standard,
    source: (site) => plans.get(site)?.source ?? DEFAULT_PLAN,
    forget: (site) => void plans.delete(site),
    put: async (site, input) => {
      const parsed = parsePlan(input);
      if (!parsed.ok) return parsed;
      return inTurn(site, async () => {
        await store.putRecord(COLLECTION, site, KEY, parsed.value as Json);
        plans.set(site, { source: parsed.value, compiled: compilePlan(parsed.value) });
        return accept(parsed.value);
      });
    },
  };
}
