/**
 * A segment goes on one server while another one puts a campaign that asks for it: two records, which no step changes
 * together. Who removes says so first, and then looks for campaigns; who puts a campaign looks afterwards whether one of its
 * segments is going, or has gone. Of the two at least one sees the other.
 */
import type { Json, SiteId } from '../entry.ts';
import type { Clock, Peers, Store } from '../ports.ts';

const COLLECTION = 'segments-leaving';
/** A server that ended while it removed one keeps nobody from asking for it any longer. */
const LONGEST_MS = 60_000;

export type SegmentLeaving = {
  /** Does the work, which looks for campaigns first, while others know that the segment may go. */
  during<T>(site: SiteId, segment: string, work: () => Promise<T>): Promise<T>;
  /** The first of these that is going now; null: none is. What has gone by then is known to have. */
  find(site: SiteId, segments: readonly string[]): Promise<string | null>;
};

export type SegmentLeavingPorts = {
  readonly store: Pick<Store, 'getRecord' | 'putRecord' | 'deleteRecord'>;
  readonly clock: Clock;
  /** Left out where this server is alone: there one change of a site follows another. */
  readonly peers?: Pick<Peers, 'hear'> | undefined;
};

/** @example await createSegmentLeaving(ports).during(site, 'keen', () => remove(site, 'keen')) */
export function createSegmentLeaving({ store, clock, peers }: SegmentLeavingPorts): SegmentLeaving {
  if (peers === undefined) return { during: (_site, _segment, work) => work(), find: async () => null };

  const isGoing = (at: Json | undefined): boolean =>
    typeof at === 'number' && Math.abs(clock.now() - at) < LONGEST_MS;

  return {
    async during(site, segment, work) {
      await store.putRecord(COLLECTION, site, segment, clock.now());
      try {
        await peers.hear();
        return await work();
      } finally {
        await store.deleteRecord(COLLECTION, site, segment);
      }
    },
    async find(site, segments) {
      if (segments.length === 0) return null;
      for (const segment of segments)
        if (isGoing(await store.getRecord(COLLECTION, site, segment))) return segment;
      // Only now: what had gone before it was looked for is heard.
      await peers.hear();
      return null;
    },
  };
}
