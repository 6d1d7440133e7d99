/**
 * A profile and enough of its recent past to take in entries that arrive out of order. Folding goes on from a
 * checkpoint, so that the result is exactly that of folding everything in order; what lies before the checkpoint
 * is for the caller to refold from the log.
 */
import { compareEntries, type Entry } from '../entry.ts';
import type { Position } from '../ports.ts';
import { settleTracks } from '../segments/tracks.ts';
import { fold } from './fold.ts';
import type { Profile } from './profile.ts';
import type { FoldRules } from './rules.ts';

export type Timeline = {
  readonly profile: Profile;
  /** The profile before the tail. */
  readonly checkpoint: Profile;
  /** The profile after the first half of a tail that has two: the next checkpoint. */
  readonly middle: Profile | null;
  /** Entries since the checkpoint, in order. */
  readonly tail: readonly Entry[];
};

/** Where a timeline stood. Holds on to no entry that the timeline itself lets go of. */
export type Mark = {
  /** Of the checkpoint that it had, and of its next one. */
  readonly heads: readonly Position[];
  readonly tail: WeakSet<Entry>;
};

export type Placed = { readonly ok: true; readonly timeline: Timeline } | { readonly ok: false };

/** The tail holds at least this many entries of a long history, at most twice as many. */
export const HALF_TAIL = 32;

const REFOLD: Placed = { ok: false };

/** A timeline that begins here: with what was folded before, or nothing. */
export function startTimeline(profile: Profile): Timeline {
  return { profile, checkpoint: profile, middle: null, tail: [] };
}

/**
 * Takes in a batch, in any order; entries it holds already are passed over. Not ok: one lies before the checkpoint,
 * or is a consent recorded under another id, whose weight depends on links. The caller then refolds from the log.
 *
 * @example const placed = place(timeline, [entry], rules); if (!placed.ok) return refold(...)
 */
export function place(timeline: Timeline, entries: readonly Entry[], rules: FoldRules): Placed {
  const batch = entries.length > 1 ? entries.toSorted(compareEntries) : entries;
  const { profile, checkpoint, tail } = timeline;
  if (batch.some((entry) => entry.type === 'consent' && entry.visitor !== profile.visitor)) return REFOLD;
  const first = batch[0];
  if (first === undefined) return { ok: true, timeline };
  if (isAfter(first, profile.head)) return { ok: true, timeline: append(timeline, batch, rules) };
  if (!isAfter(first, checkpoint.head)) return REFOLD;
  const ordered = [...tail, ...batch].toSorted(compareEntries);
  return { ok: true, timeline: append(startTimeline(checkpoint), ordered, rules) };
}

/** Folds on entries that are in order and after the head; the second of two with one place is the same one again. */
export function append(timeline: Timeline, ordered: readonly Entry[], rules: FoldRules): Timeline {
  let { profile, checkpoint, middle, tail } = timeline;
  for (const entry of ordered) {
    if (!isAfter(entry, profile.head)) continue;
    profile = fold(profile, entry, rules);
    tail = tail.concat([entry]);
    if (tail.length < HALF_TAIL) continue;
    if (middle === null) middle = profile;
    if (tail.length === 2 * HALF_TAIL) {
      checkpoint = middle;
      middle = profile;
      tail = tail.slice(HALF_TAIL);
    }
  }
  return { profile, checkpoint, middle, tail };
}

/** @example const mark = markTimeline(slot.timeline) // and later: placedSince(mark, slot.timeline) */
export function markTimeline({ checkpoint, middle, tail }: Timeline): Mark {
  const heads = [checkpoint.head, middle?.head].filter((head) => head != null);
  return { heads, tail: new WeakSet(tail) };
}

/**
 * What has been placed on a timeline since it was marked; null: it was folded anew, or its checkpoint has gone on so far, or
 * over something late, that the tail may not hold all of it.
 *
 * @example const news = placedSince(mark, slot.timeline); if (news === null) return refold(...)
 */
export function placedSince(mark: Mark, { checkpoint, tail }: Timeline): readonly Entry[] | null {
  // Each step of a fold makes a head of its own, which settled moves leave as it is.
  const { head } = checkpoint;
  if (head === null || !mark.heads.includes(head)) return null;
  return tail.filter((entry) => !mark.tail.has(entry));
}

/** Without the moves between segments up to an instant, which are told. */
export function settleTimeline({ profile, checkpoint, middle, tail }: Timeline, settled: number): Timeline {
  const settleOne = (one: Profile): Profile => ({ ...one, tracks: settleTracks(one.tracks, settled) });
  return {
    profile: settleOne(profile),
    checkpoint: settleOne(checkpoint),
    middle: middle && settleOne(middle),
    tail,
  };
}

function isAfter(entry: Entry, head: Position | null): boolean {
  return head === null || compareEntries(entry, head) > 0;
}
