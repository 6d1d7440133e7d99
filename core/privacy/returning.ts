/** How somebody who was erased begins again: with what they had denied, and with nothing of before. */
import type { Entry, SiteId, VisitorId } from '../entry.ts';
import { consentEntry, resetEntry } from '../identity/entries.ts';
import { CARRIED_OBJECTION, isObjection } from '../identity/objected.ts';
import { bringsBack, CARRIED, idsOf, purposesSaid, turnsAway } from './tombstone.ts';
import type { Tombstone } from './tombstone-table.ts';

type Find = (site: SiteId, visitor: VisitorId) => Tombstone | null;
/** Resolves when durable. */
type Change = (site: SiteId, visitor: VisitorId, changed: Tombstone) => Promise<void>;

/**
 * Takes note of what begins a profile again and of what is denied meanwhile.
 *
 * @returns What goes into the log before these entries: denials carried over, and ends of what a device did before.
 * @example const before = await createReturning(find, change)(entries)
 */
export function createReturning(
  find: Find,
  change: Change,
): (entries: readonly Entry[]) => Promise<readonly Entry[]> {
  function touch(entries: readonly Entry[]): readonly Touched[] {
    return entries.flatMap((entry) =>
      idsOf(entry).flatMap((id) => (find(entry.site, id) === null ? [] : [{ entry, id }])),
    );
  }

  /** By the tombstone of now: while others were taken note of, they may have been erased once more. */
  async function bringBack({ entry, id }: Touched): Promise<readonly Entry[]> {
    const tombstone = find(entry.site, id);
    if (tombstone === null || tombstone.hasReturned || !bringsBack(tombstone, id, entry)) return [];
    await change(entry.site, id, { ...tombstone, hasReturned: true });
    return carriedDenial(tombstone, id, entry);
  }

  async function take(entry: Entry, id: VisitorId): Promise<readonly Entry[]> {
    const tombstone = find(entry.site, id);
    if (tombstone === null) return [];
    const denied = entry.type === 'consent' ? purposesSaid(entry, false) : [];
    if (!tombstone.hasReturned && denied.length > 0)
      await change(entry.site, id, {
        ...tombstone,
        denied: [...tombstone.denied, ...denied],
        hasObjected: tombstone.hasObjected || isObjection(entry.properties.source),
      });
    return turnsAway(tombstone, entry) ? [] : endBefore(entry, id);
  }

  return async (entries) => {
    const touched = touch(entries);
    if (touched.length === 0) return [];
    const before: Entry[] = [];
    // Durable before the first entry is: nobody begins again and is turned away after a restart.
    for (const one of touched) before.push(...(await bringBack(one)));
    for (const { entry, id } of touched) before.push(...(await take(entry, id)));
    return [...new Map(before.map((entry) => [entry.id, entry])).values()];
  };
}

type Touched = { readonly entry: Entry; readonly id: VisitorId };

/** What was denied before stays denied: the choice is the person's, and only they lift it. */
function carriedDenial(
  { denied, hasObjected, erasedAt }: Tombstone,
  visitor: VisitorId,
  cause: Entry,
): readonly Entry[] {
  if (denied.length === 0) return [];
  const { site, receivedAt } = cause;
  const purposes = Object.fromEntries(denied.map((purpose) => [purpose, false]));
  const stamp = { site, visitor, t: erasedAt, receivedAt, source: 'server' as const };
  return [consentEntry(stamp, { purposes, source: hasObjected ? CARRIED_OBJECTION : CARRIED })];
}

/** What a device did before its first log-in belongs to whoever logs in: not to somebody who had asked for nothing to be left. */
function endBefore(entry: Entry, id: VisitorId): readonly Entry[] {
  const { type, name, properties, site, visitor, t, receivedAt, source } = entry;
  if (type !== 'link' || name !== 'login' || properties.to !== id || visitor === null) return [];
  return [resetEntry({ site, visitor, t: t - 1, receivedAt, source }, entry.id)];
}
