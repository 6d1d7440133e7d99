/** When each part of a shop was last heard of, for the checklist: instants, and nothing of anybody. */
import type { SiteId } from '../../../core/entry.ts';
import type { RefusalCode } from '../../../core/errors.ts';
import type { Store } from '../../../core/ports.ts';

const COLLECTION = 'platform-pulse';
const MOST = 50;
/** It is written no more often. */
const LEAST_MS = 60_000;

const PARTS = ['page', 'pixel', 'event', 'webhook', 'webhook-refused', 'write', 'write-refused'] as const;
type Part = (typeof PARTS)[number];

/** UTC ms; of an event its name, of a webhook its topic, and why it went wrong. */
export type Beat = { readonly at: number; readonly name?: string; readonly code?: RefusalCode };

export type Pulse = {
  /** Never rejects: nothing hangs on it. */
  beat(site: SiteId, part: Part, beat: Beat): void;
  read(site: SiteId): Promise<Readonly<Partial<Record<Part, Beat>>>>;
};

/** @example createPulse({ store, onFault }).beat(siteId, 'page', { at: now() }) */
export function createPulse({
  store,
  onFault,
}: {
  readonly store: Pick<Store, 'putRecord' | 'listRecords'>;
  readonly onFault: (error: unknown) => void;
}): Pulse {
  const written = new Map<string, number>();
  /** Of this process, also what is not written yet. */
  const latest = new Map<SiteId, Partial<Record<Part, Beat>>>();
  return {
    beat: (site, part, beat) => {
      latest.set(site, { ...latest.get(site), [part]: beat });
      const key = `${site} ${part}`;
      if (beat.at - (written.get(key) ?? Number.NEGATIVE_INFINITY) < LEAST_MS) return;
      written.set(key, beat.at);
      store.putRecord(COLLECTION, site, part, { ...beat }).catch(onFault);
    },
    read: async (site) => {
      const rows = await store.listRecords(COLLECTION, site, null, MOST);
      const stored = Object.fromEntries(rows.map(({ key, value }) => [key, value as Beat]));
      return { ...stored, ...latest.get(site) };
    },
  };
}
