/** A profile made anew from the log: the fold of the union of the entries that links assign to one visitor. */
import { compareEntries, type Entry, type VisitorId } from '../entry.ts';
import { consentOf } from '../identity/consent.ts';
import { type Ownership, resolveOwnership } from '../identity/links.ts';
import type { Base, Position } from '../ports.ts';
import type { Told } from '../segments/notices.ts';
import { resumeTracks } from '../segments/resume.ts';
import { addBases, foldFrom, NO_BASE } from './base.ts';
import { decodeBase } from './base-codec.ts';
import { fold } from './fold.ts';
import type { Profile } from './profile.ts';
import type { FoldRules } from './rules.ts';
import { append, startTimeline, type Timeline } from './timeline.ts';

export type RefoldInput = {
  /** Whose profile. */
  readonly canonical: VisitorId;
  /** Of all recorded ids in `ownership.membersOf(canonical)`; others may be among them. */
  readonly entries: readonly Entry[];
  /** Null where no link touches the visitor. */
  readonly ownership: Ownership | null;
  /** Of the same ids. */
  readonly bases: readonly Base[];
  readonly rules: FoldRules;
  /** Notices of the visitor. */
  readonly told?: readonly Told[];
  /** Up to this instant retention has taken entries, UTC ms: in which segments the visitor was then, `told` says. */
  readonly settled?: number;
  /** Entries and joins after this instant are left out, UTC ms. */
  readonly until?: number;
};

/** What is folded, in order, and what joining ids does in between. */
export type FoldPlan = {
  readonly start: Profile;
  /** Up to the last join, or the last consent under a linked id. */
  readonly past: readonly Entry[];
  /** To the fold of `past`: whose consent counts for the joined ids. */
  join(folded: Profile): Profile;
  readonly rest: readonly Entry[];
};

/** @example refold({ canonical, entries: await store.readVisitor(site, ids), ownership, bases, rules }).profile */
export function refold(input: RefoldInput): Timeline {
  const { start, past, join, rest } = planFold(input);
  const folded = past.reduce((profile, entry) => fold(profile, entry, input.rules), start);
  return append(startTimeline(join(folded)), rest, input.rules);
}

/** For whoever watches each step of a fold; {@link refold} is the whole of it. */
export function planFold(input: RefoldInput): FoldPlan {
  const { canonical, until = Number.POSITIVE_INFINITY } = input;
  const ownership = input.ownership ?? resolveOwnership([]);
  const owned = ownedEntries(input.entries, canonical, ownership).filter(({ t }) => t <= until);
  const joins = ownership.joinsOf(canonical).filter(({ t }) => t <= until);
  const settled = latest([...joins, ...owned.filter((entry) => isForeignConsent(entry, canonical))]);
  const split = settled === null ? 0 : owned.filter((entry) => compareEntries(entry, settled) <= 0).length;
  const past = owned.slice(0, split);
  const records = past.filter(({ type }) => type === 'consent');
  const consent = consentOf({ self: canonical, records, joins, sideOf: ownership.sideOf });
  return {
    start: startProfile(input, ownership),
    past,
    join: (folded) => ({ ...folded, consent, head: settled }),
    rest: owned.slice(split),
  };
}

/** Each once, in order. */
function ownedEntries(
  entries: readonly Entry[],
  canonical: VisitorId,
  ownership: Ownership,
): readonly Entry[] {
  const byId = new Map<string, Entry>();
  for (const entry of entries) {
    // Notices say what the fold made; they are no part of it.
    if (entry.type === 'notice') continue;
    if (ownership.ownerOf(entry) === canonical) byId.set(entry.id, entry);
  }
  return [...byId.values()].toSorted(compareEntries);
}

function isForeignConsent({ type, visitor }: Entry, canonical: VisitorId): boolean {
  return type === 'consent' && visitor !== canonical;
}

function startProfile(input: RefoldInput, ownership: Ownership): Profile {
  const profile = foldBases(input, ownership);
  const { told = [], settled = Number.NEGATIVE_INFINITY, rules } = input;
  if (profile.events === null || rules.segments === undefined) return profile;
  return { ...profile, tracks: resumeTracks(rules.segments.program, told, settled) };
}

/** Bases go the way of the entries they stand for: whoever owned the id when the interval began. */
function foldBases({ canonical, bases, rules }: RefoldInput, ownership: Ownership): Profile {
  const owned = bases.filter(({ visitor, since }) => ownership.ownerOf({ visitor, t: since }) === canonical);
  const sum = owned.reduce((total, base) => addBases(total, decodeBase(base), rules), NO_BASE);
  return foldFrom(canonical, sum);
}

function latest(positions: readonly Position[]): Position | null {
  const [last] = positions.toSorted((a, b) => compareEntries(b, a));
  return last ? { t: last.t, id: last.id } : null;
}
