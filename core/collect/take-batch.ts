/** The way of a server's batch: each event by itself identified, validated, appended and folded. */
import type { Entry } from '../entry.ts';
import { accept, type Outcome, type Refusal } from '../errors.ts';
import { exemptPaths } from '../events/plan.ts';
import { createBatchPeople } from '../identity/batch-people.ts';
import { identifyItem } from '../identity/identify-server.ts';
import type { Site } from '../sites/site.ts';
import { readBatch } from './batch.ts';
import type { JsonObject } from './json.ts';
import { record } from './record.ts';
import { presentRefusal, type RefusedItem, type Stages } from './stages.ts';

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
  stages: Pick<Stages, 'recording' | 'now' | 'erased'>,
): Promise<Outcome<IngestAnswer>> {
  const { recording } = stages;
  const receivedAt = stages.now();
  const batch = readBatch(body, receivedAt);
  if (!batch.ok) return batch;
  const people = createBatchPeople(recording.people);
  const exemptOf = (name: string) => exemptPaths(recording.plans.of(site.siteId), name);
  const post = { site, receivedAt, exemptOf, erased: stages.erased };
  const refused: Refusal[] = [...batch.value.refused];
  const drafts = [];
  const entries: Entry[] = [];
  for (const item of batch.value.items) {
    const identified = await identifyItem(item, post, people);
    if (!identified.ok) {
      refused.push(identified);
      continue;
    }
    people.note(identified.value.entries);
    drafts.push(identified.value.draft);
    entries.push(...identified.value.entries);
  }
  const recorded = await record({ site, receivedAt, drafts, entries }, recording);
  const { accepted, duplicates, counted } = recorded;
  return accept({
    accepted,
    duplicates,
    counted,
    refused: [...refused, ...recorded.refused].map(presentRefusal),
  });
}
