/** The way of a server's batch, as `POST /v1/events` has it. */
import { accept, type Outcome } from '../errors.ts';
import { tellRefused } from '../live/tail.ts';
import type { Site } from '../sites/site.ts';
import { readBatch } from './batch.ts';
import type { JsonObject } from './json.ts';
import { presentRefusal, type RefusedItem, type Stages } from './stages.ts';
import { takeItems } from './take-items.ts';

export type IngestAnswer = {
  readonly accepted: number;
  /** Of those, how many were in the log before. */
  readonly duplicates: number;
  /** Of those, how many were stored without a visitor, since no consent stands. */
  readonly counted: number;
  readonly refused: readonly RefusedItem[];
};

/** @throws InklingError `queue_full` or `store_unavailable`: then nothing of the batch is acknowledged. */
export async function takeBatch(
  site: Site,
  body: JsonObject,
  stages: Pick<Stages, 'recording' | 'now' | 'erased' | 'userIds' | 'isBot' | 'admitVisitor'>,
): Promise<Outcome<IngestAnswer>> {
  const receivedAt = stages.now();
  const batch = readBatch(body, receivedAt);
  if (!batch.ok) return batch;
  const { items, refused: unread } = batch.value;
  tellRefused(stages.recording, { site: site.siteId, receivedAt, items, refused: unread });
  const taken = await takeItems({ site, receivedAt, items, claimant: null }, stages);
  if (!taken.ok) return taken;
  const { accepted, duplicates, counted, refused } = taken.value;
  return accept({
    accepted,
    duplicates,
    counted,
    refused: [...unread, ...refused].map(presentRefusal),
  });
}
