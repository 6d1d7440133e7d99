/** Watches as they lie in the store: counts and sums, and nobody's row. */
import * as z from 'zod';
import type { Json, SiteId } from '../../entry.ts';
import type { Store } from '../../ports.ts';
import { readInputState, readOutcomeState } from '../drift/codec.ts';
import type { DriftReport, WatchRecord } from './watch-record.ts';

const COLLECTION = 'model-watch';

export type WatchShelf = {
  /** Null where there is none, or it cannot be read any more. */
  read(site: SiteId, label: string): Promise<WatchRecord | null>;
  put(site: SiteId, label: string, record: WatchRecord): Promise<void>;
  remove(site: SiteId, label: string): Promise<void>;
};

const SHAPE = z.object({
  version: z.number(),
  since: z.number(),
  until: z.number(),
  inputs: z.unknown(),
  outcomes: z.unknown(),
  report: z.looseObject({ at: z.number() }),
});

/** @example (await createWatchShelf(store).read(site, 'purchase_7d'))?.report.alarm */
export function createWatchShelf(store: Pick<Store, 'getRecord' | 'putRecord' | 'deleteRecord'>): WatchShelf {
  return {
    read: async (site, label) => {
      const read = SHAPE.safeParse(await store.getRecord(COLLECTION, site, label));
      if (!read.success) return null;
      const [inputs, outcomes] = [readInputState(read.data.inputs), readOutcomeState(read.data.outcomes)];
      if (!inputs.ok || !outcomes.ok) return null;
      const report = read.data.report as unknown as DriftReport;
      return { ...read.data, inputs: inputs.value, outcomes: outcomes.value, report };
    },
    remove: async (site, label) => {
      await store.deleteRecord(COLLECTION, site, label);
    },
    put: async (site, label, record) => {
      await store.putRecord(COLLECTION, site, label, record as unknown as Json);
    },
  };
}
