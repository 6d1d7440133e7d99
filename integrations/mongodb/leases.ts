/** Work that one server at a time does: whoever has its lease, for as long as it goes on renewing it. */
import type { Collection, Db } from 'mongodb';
import { isTaken, WRITE_MS } from './faults.ts';

type LeaseDocument = {
  readonly _id: string;
  readonly owner: string;
  /** UTC ms. */
  readonly until: number;
};

export type Leases = {
  /** Takes it, or renews it; false: another server has it. */
  hold(name: string, now: number, until: number): Promise<boolean>;
  release(name: string): Promise<void>;
};

/** @example const leases = createLeases(db, 'node-1'); await leases.hold('deliveries', now, now + LEASE_MS) */
export function createLeases(db: Db, node: string): Leases {
  const collection: Collection<LeaseDocument> = db.collection('leases');
  return {
    async hold(name, now, until) {
      const mine = { _id: name, $or: [{ owner: node }, { until: { $lte: now } }] };
      try {
        await collection.updateOne(
          mine,
          { $set: { owner: node, until } },
          { upsert: true, maxTimeMS: WRITE_MS },
        );
        return true;
      } catch (error) {
        // It is there, and is somebody else's: making it anew was refused.
        if (isTaken(error)) return false;
        throw error;
      }
    },
    async release(name) {
      await collection.deleteOne({ _id: name, owner: node });
    },
  };
}
