/** What is asked of profiles and the log afterwards. */
import { createLive, type Live } from './live/live.ts';
import { type Attribution, createAttribution } from './measurement/attribution/attribution.ts';
import { createSegmentHealth, type SegmentHealth } from './measurement/health.ts';
import { createSegmentPreview, type SegmentPreview } from './measurement/segment-preview.ts';
import { createSegmentSizes, type SegmentSizes } from './measurement/segment-sizes.ts';
import { createSignals, type Signals } from './measurement/signals/signals.ts';
import { createDiscoveries, type Discoveries } from './scoring/clusters/discoveries.ts';
import { type Customers, createCustomers } from './scoring/lifetime/customers.ts';
import { createLifetimes, type Lifetimes } from './scoring/lifetime/lifetimes.ts';
import { createHistory, type History } from './segments/history.ts';
import { createQuintiles, type Quintiles } from './segments/quintiles.ts';
import { createStatistics, type Statistics } from './statistics/statistics.ts';

export type Reports = {
  readonly history: History;
  readonly quintiles: Quintiles;
  readonly segmentHealth: SegmentHealth;
  readonly segmentPreview: SegmentPreview;
  readonly sizes: SegmentSizes;
  readonly attribution: Attribution;
  readonly signals: Signals;
  readonly lifetimes: Lifetimes;
  readonly customers: Customers;
  readonly discoveries: Discoveries;
  readonly live: Live;
  readonly statistics: Statistics;
};

export type ReportPorts = Parameters<typeof createHistory>[0] &
  Parameters<typeof createQuintiles>[0] &
  Parameters<typeof createSegmentHealth>[0] &
  Parameters<typeof createSegmentPreview>[0] &
  Parameters<typeof createSegmentSizes>[0] &
  Parameters<typeof createLifetimes>[0] &
  Parameters<typeof createDiscoveries>[0] &
  Parameters<typeof createLive>[0] &
  Parameters<typeof createStatistics>[0];

/** @example createReports(ports).signals.read(site, question) */
export function createReports(ports: ReportPorts): Reports {
  const lifetimes = createLifetimes(ports);
  return {
    history: createHistory(ports),
    quintiles: createQuintiles(ports),
    segmentHealth: createSegmentHealth(ports),
    segmentPreview: createSegmentPreview(ports),
    sizes: createSegmentSizes(ports),
    attribution: createAttribution(ports),
    signals: createSignals(ports),
    lifetimes,
    customers: createCustomers({ ...ports, lifetimes }),
    discoveries: createDiscoveries(ports),
    live: createLive(ports),
    statistics: createStatistics(ports),
  };
}
