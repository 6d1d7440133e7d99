/**
 * Notices past their term. What a membership stands on stays: of each version of a segment the latest notice about a
 * visitor, and all from after the instant up to which notices alone say what happened.
 */
import type { LoggedEntry, SiteId, VisitorId } from '../entry.ts';
import { readSettled } from '../profiles/visitor-log.ts';
import { readNotice, standingNotices } from '../segments/notices.ts';
import { type RetentionPorts, readOld } from './retention.ts';

const SLICE = 1_000;

/**
 * Answers how many go, or went.
 *
 * @param before Only what was written earlier goes, UTC ms.
 * @example await retireNotices(ports, site, clock.now() - 400 * DAY_MS, true)
 */
export async function retireNotices(
  ports: RetentionPorts,
  site: SiteId,
  before: number,
  isDry: boolean,
): Promise<number> {
  const done = new Set<VisitorId>();
  let count = 0;
  for await (const page of readOld(ports.store, site, { types: ['notice'], before, limit: SLICE })) {
    const unnamed = page.filter(({ visitor }) => visitor === null).map(({ id }) => id);
    if (unnamed.length > 0 && !isDry) await ports.store.retire(site, null, unnamed, null);
    count += unnamed.length;
    for (const { visitor } of page) {
      if (visitor === null || done.has(visitor)) continue;
      done.add(visitor);
      const ids = await readGone(ports, site, visitor, before);
      if (ids.length > 0 && !isDry) await ports.store.retire(site, visitor, ids, null);
      count += ids.length;
    }
  }
  return count;
}

async function readGone(
  { store, book, clock, rulesOf }: RetentionPorts,
  site: SiteId,
  visitor: VisitorId,
  before: number,
): Promise<readonly string[]> {
  const { kinship, slot } = await book.read(site, visitor, clock.now());
  // Where somebody else answers for the id now, nothing is told of it any more.
  const isOwn = slot.visitor === visitor;
  const { accounts } = slot.timeline.profile;
  const settled = isOwn
    ? await readSettled(store, site, kinship, rulesOf(site), accounts)
    : Number.POSITIVE_INFINITY;
  const notices = await store.readVisitor(site, [visitor], { types: ['notice'] });
  const told = notices.filter(({ t }) => t <= settled);
  const staying = latestOfVersions(told);
  return told.filter(({ id, receivedAt }) => receivedAt < before && !staying.has(id)).map(({ id }) => id);
}

/** Ids of what stood last, by segment and version: memberships go on from there. */
function latestOfVersions(notices: readonly LoggedEntry[]): ReadonlySet<string> {
  const latest = new Map<string, { readonly id: string; readonly at: number }>();
  for (const { id, segment, version, at } of standingNotices(notices.map(readNotice))) {
    const key = JSON.stringify([segment, version]);
    const known = latest.get(key);
    if (known === undefined || known.at <= at) latest.set(key, { id, at });
  }
  return new Set([...latest.values()].map(({ id }) => id));
}
