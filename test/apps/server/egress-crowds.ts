/** How many of some persons are in what is learned and reported of everybody. */

import { compileGoal } from '../../../core/decisions/goal.ts';
import { gatherTrial } from '../../../core/decisions/uplift/campaign-trial.ts';
import { readTraffic } from '../../../core/measurement/traffic.ts';
import { createDiscoveries } from '../../../core/scoring/clusters/discoveries.ts';
import { findBuyers } from '../../../core/scoring/lifetime/buyers.ts';
import { createLifetimes } from '../../../core/scoring/lifetime/lifetimes.ts';
import { gatherExamples } from '../../../core/scoring/models/examples.ts';
import type { Site } from '../../../core/sites/site.ts';
import { rules } from '../../core/profiles/world.ts';
import { NOON, type Served } from '../../support/served.ts';
import type { TestSite } from '../../support/sites.ts';

const DAY = 86_400_000;

/** @example (await countCrowds({ served, site, tenant })).trainings */
export async function countCrowds({
  served,
  site,
  tenant,
}: {
  readonly served: Served;
  readonly site: TestSite;
  readonly tenant: Site;
}) {
  const { engine, clock, store } = served;
  const { siteId } = tenant;
  const ports = { store, book: engine.book, sites: engine.sites, rulesOf: () => rules, now: clock.now };
  await clock.leapTo(NOON + 10 * DAY);
  const label = { key: 'adds', kind: 'event', event: 'Product Added', withinMs: DAY } as const;
  const around = { rules, zone: 'UTC', now: clock.now(), signal: new AbortController().signal, from: 0 };
  const found = await createDiscoveries({
    ...ports,
    look: async () => ({ segments: [], dropped: [], structure: null, stability: null, reason: null }),
  } as never).find(siteId);
  const fitted = await createLifetimes({ ...ports, leastRepeatBuyers: 1 }).fit(siteId);
  const { buyers } = await findBuyers(ports, siteId, {
    ...{ now: clock.now(), timezone: 'UTC', discountPerYear: 0, model: null, days: 365, mostVisitors: 1_000 },
  });
  await engine.quintiles.computeNow();
  const [edges] = await store.readSite(siteId, { type: 'fact', limit: 10 });
  const attribution = await site.ask('GET', '/v1/attribution?goal=Order%20Completed&window=72h');
  const [unit] = attribution.body.units as readonly { readonly visitors: number }[];
  const [from, to] = [NOON - 3 * DAY, NOON + DAY];
  const signals = await engine.signals.read(siteId, {
    days: 1,
    retained: { from: 2, to: 5 },
    goal: null,
    from,
    to,
  });
  const trial = await gatherTrial(ports, siteId, {
    campaign: 'hello',
    versions: new Set([1]),
    goal: compileGoal({ kind: 'conversion', event: 'Order Completed', within: '24h' }),
    ...around,
  });
  return {
    trainings: (await gatherExamples(ports, siteId, label, around)).visitors,
    'uplift trainings': trial.trial.matrix.rows,
    lifetimes: fitted.ok ? fitted.value.buyers : fitted.hint,
    'discovered segments': found.visitors,
    signals: signals.visitors,
    traffic: (await readTraffic(ports, siteId, clock.now())).visitors,
    attribution: unit?.visitors ?? -1,
    customers: buyers.length,
    'quintiles of buyers': Number(edges?.properties.buyers),
  };
}
