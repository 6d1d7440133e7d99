/** Made-up visitors come while somebody looks, and no longer: pages that show the present have one to show. */
import type { Engine } from '../../../core/engine.ts';
import type { SiteId } from '../../../core/entry.ts';
import type { Site } from '../../../core/sites/site.ts';
import { taken } from './taken.ts';
import { ARRIVAL_MS, makeArrival, type SampleEvent } from './visitor.ts';

const MINUTE_MS = 60_000;
/** As far back as anybody calls it the present. */
const PRESENT_MS = 30 * MINUTE_MS;
/** A visit is over by then. */
const LONGEST_VISIT_MS = 40 * MINUTE_MS;

export type Presence = {
  /** Tells what has happened since it was asked last. The same from wherever: what is told twice counts once. */
  bring(sample: Site, made: { readonly until: number; readonly visitors: number }): Promise<void>;
};

/** @example await createPresence(engine).bring(sample, { until, visitors: 2_000 }) */
export function createPresence({ ingest, now }: Pick<Engine, 'ingest' | 'now'>): Presence {
  const upTo = new Map<SiteId, number>();
  return {
    bring: async (sample, { until, visitors }) => {
      const to = now();
      const from = Math.max(until, to - PRESENT_MS, upTo.get(sample.siteId) ?? 0);
      const events = listArriving({ seed: sample.siteId, visitors }, from, to);
      if (events.length > 0) taken(await ingest(sample, { events }));
      upTo.set(sample.siteId, to);
    },
  };
}

function listArriving(
  of: Parameters<typeof makeArrival>[1],
  from: number,
  to: number,
): readonly SampleEvent[] {
  const first = Math.floor((from - LONGEST_VISIT_MS) / ARRIVAL_MS);
  const last = Math.floor(to / ARRIVAL_MS);
  return Array.from({ length: last - first + 1 }, (_, place) => makeArrival(first + place, of))
    .flat()
    .filter(({ time }) => time > from && time <= to);
}
