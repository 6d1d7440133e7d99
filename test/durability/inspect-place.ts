/** What a killed server left behind, opened by the real engine and held against what was promised. */
import { isDeepStrictEqual } from 'node:util';
import type { LoggedEntry } from '../../core/entry.ts';
import { keyedReference } from '../../core/identity/hash.ts';
import type { ProfileView } from '../../core/profiles/view.ts';
import type { Site } from '../../core/sites/site.ts';
import { createDrivenClock } from '../support/driven-clock.ts';
import { inspectNotices, type NoticeFindings } from './inspect-notices.ts';
import { type OpenEngine, openEngine } from './open-engine.ts';
import { copyPlace, outlast, type Place } from './places.ts';
import { foldLog, readLog, rulesOf } from './reference.ts';

export type Findings = {
  readonly entries: number;
  readonly visitors: number;
  /** Acknowledged ids that the log does not hold. */
  readonly lost: readonly string[];
  /** Ids that the log holds more than once. */
  readonly doubled: readonly string[];
  /** Visitors who differ from the fold of the log, with both views. */
  readonly differing: readonly Difference[];
  readonly notices: NoticeFindings;
};

export type Difference = {
  readonly visitor: string;
  readonly found: ProfileView | null;
  readonly expected: ProfileView | null;
};

/** In one line, by the parts that differ. @example expect(differing.map(sayDifference)).toEqual([]) */
export function sayDifference({ visitor, found, expected }: Difference): string {
  if (found === null || expected === null)
    return `${visitor}: ${JSON.stringify(found)} is not ${JSON.stringify(expected)}`;
  const wanted = new Map<string, unknown>(Object.entries(expected));
  const parts = Object.entries(found).flatMap(([part, value]) =>
    isDeepStrictEqual(value, wanted.get(part))
      ? []
      : `${part} ${JSON.stringify(value)} is not ${JSON.stringify(wanted.get(part))}`,
  );
  return `${visitor}: ${parts.join(', ')}`;
}

/**
 * Opens a copy, so that the next server finds everything as the kill left it.
 *
 * @param acknowledged Event ids as their senders know them.
 * @param now Of the site's clock: not before the last entry.
 */
export async function inspectPlace(
  killed: Place,
  acknowledged: Iterable<string>,
  now: number,
): Promise<Findings> {
  const { place, remove } = await copyPlace(killed);
  try {
    await outlast(place);
    const open = await openEngine(place, createDrivenClock(now));
    try {
      return await inspect(open, acknowledged, now);
    } finally {
      await open.close();
    }
  } finally {
    await remove();
  }
}

async function inspect(open: OpenEngine, acknowledged: Iterable<string>, now: number): Promise<Findings> {
  const { engine, site } = open;
  await open.startSegments();
  await engine.segments.catchUp();
  await engine.segments.idle();
  const log = await readLog(open.store);
  const counts = countIds(log);
  const expected = foldLog(log, rulesOf(site), now);
  const differing: Difference[] = [];
  for (const [visitor, view] of expected) {
    const found = await engine.visitors.view(site.siteId, visitor);
    if (!isDeepStrictEqual(found, view)) differing.push({ visitor, found, expected: view });
  }
  return {
    entries: log.length,
    visitors: expected.size,
    lost: [...acknowledged].filter((id) => !counts.has(storedId(id, site))),
    doubled: [...counts].flatMap(([id, count]) => (count > 1 ? [id] : [])),
    differing,
    notices: inspectNotices(engine, site, { log, rules: rulesOf(site), now }),
  };
}

function countIds(log: readonly LoggedEntry[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { id } of log) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

/** Order ids are in the log as keyed hashes only. */
function storedId(id: string, { idKey }: Site): string {
  const [kind, number] = id.split(':');
  return kind === 'order' && number !== undefined ? `order:${keyedReference(idKey, 'order', number)}` : id;
}
