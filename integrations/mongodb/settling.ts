/** What becomes of a group of entries, given what stands in the log already: no database, no clock. */
import type { Entry, LoggedEntry } from '../../core/entry.ts';
import type { AppendOutcome } from '../../core/ports.ts';
import { isStanding } from '../../core/stores/precedence.ts';

/** Whether an id was taken out of the log: for good, or but for what a server says of it. */
export type Retired = 'no' | 'claim' | 'taken';

export type Known = {
  readonly standing: (key: string) => LoggedEntry | null;
  readonly retired: (entry: Entry) => Retired;
};

/** One id whose last copy of the group is to be written. */
export type Change = {
  readonly key: string;
  readonly entry: LoggedEntry;
  /** What stood there before the group. */
  readonly before: LoggedEntry | null;
  /** Everything that it supersedes, that of the group as well. */
  readonly superseded: readonly LoggedEntry[];
};

export type Settled = {
  readonly outcomes: readonly AppendOutcome[];
  readonly changes: readonly Change[];
  /** How many places in the log it needs. */
  readonly places: number;
};

/**
 * Settles the copies of each id as if each had come by itself, in the order of the group.
 *
 * @param first Place in the log of the first that is stored; the others follow it.
 * @example settle([{ key: 'a', entry }], known, 12).outcomes // [{ status: 'stored', seq: 12 }]
 */
export function settle(
  group: readonly { readonly key: string; readonly entry: Entry }[],
  known: Known,
  first: number,
): Settled {
  const changes = new Map<string, Change>();
  let places = 0;
  const outcomes = group.map(({ key, entry }): AppendOutcome => {
    const retired = known.retired(entry);
    if (retired === 'taken' || (retired === 'claim' && entry.source !== 'server'))
      return { status: 'duplicate', seq: 0 };
    const own = changes.get(key);
    const standing = own?.entry ?? known.standing(key);
    if (standing !== null && isStanding(standing, entry)) return { status: 'duplicate', seq: standing.seq };
    const seq = first + places;
    places += 1;
    changes.set(key, {
      key,
      entry: { ...entry, seq },
      before: own === undefined ? standing : own.before,
      superseded: [...(own?.superseded ?? []), ...(standing === null ? [] : [standing])],
    });
    return standing === null ? { status: 'stored', seq } : { status: 'replaced', seq, previous: standing };
  });
  return { outcomes, changes: [...changes.values()], places };
}
