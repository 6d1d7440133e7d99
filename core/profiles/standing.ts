/** Entries as the log has them now, though a copy may be handed on after the one that took its place. */
import type { LoggedEntry } from '../entry.ts';
import { withoutSuperseded } from './alone.ts';

/** So many are kept before any is let go of. */
const MOST = 1_000;

/**
 * What another server took the place of is gone from the log, and from the profiles, when its own server is told that it was
 * stored: it comes too late.
 *
 * @param settledTo Nothing that stands at this place or before it is handed on any more.
 * @example const standing = createStanding(() => place); await fold(standing(entries))
 */
export function createStanding(
  settledTo: () => number,
): (entries: readonly LoggedEntry[]) => readonly LoggedEntry[] {
  /** By site and id, where the copy stands that took the place of others. */
  const places = new Map<string, number>();
  const keyOf = ({ site, id }: LoggedEntry): string => `${site} ${id}`;

  function letGo(): void {
    if (places.size <= MOST) return;
    const settled = settledTo();
    for (const [key, seq] of places) if (seq <= settled) places.delete(key);
  }

  return (entries) => {
    for (const entry of entries) {
      if (entry.supersedes === undefined) continue;
      places.set(keyOf(entry), Math.max(entry.seq, places.get(keyOf(entry)) ?? 0));
    }
    const standing = withoutSuperseded(entries).filter(
      (entry) => entry.seq >= (places.get(keyOf(entry)) ?? 0),
    );
    letGo();
    return standing;
  };
}
