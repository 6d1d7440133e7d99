/** A profile made anew from the log: the fold of the union of the entries that links assign to one visitor. */
import { compareEntries, type Entry, type VisitorId } from '../entry.ts';
import { consentOf } from '../identity/consent.ts';
import { type Ownership, resolveOwnership } from '../identity/links.ts';
import type { AccountBase, Base, Position } from '../ports.ts';
import type { Told } from '../segments/notices.ts';
import { countingOnly } from '../segments/program.ts';
import { resumeTracks } from '../segments/resume.ts';
import { accountRules, asActor } from './accounts.ts';
import { addBases, foldFrom, NO_BASE, type VisitorBase } from './base.ts';
import { decodeBase } from './base-codec.ts';
import { fold } from './fold.ts';
import { earlier, unitOf } from './latest.ts';
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
  /** What others did for accounts of the visitor (accounts.ts). */
  readonly deeds?: readonly Entry[];
  /** Of these accounts. */
  readonly accountBases?: readonly AccountBase[];
  readonly rules: FoldRules;
  /** Notices of the visitor. */
  readonly told?: readonly Told[];
  /** Up to this instant, UTC ms, `told` alone says in which segments the visitor was: retention took what else would. */
  readonly settled?: number;
  /** The fold breaks off after this instant, UTC ms, and is what the whole of it is on the way. */
  readonly until?: number;
};

/** What is folded, in order, and what joining ids does in between. */
export type FoldPlan = {
  readonly start: Profile;
  /** Up to the last join, the last consent under a linked id, and what is settled. */
  readonly past: readonly Entry[];
  /** To the fold of `past`: whose consent counts for the joined ids. */
  join(folded: Profile): Profile;
  readonly rest: readonly Entry[];
  /** For one of `past`. */
  rulesAt(entry: Entry): FoldRules;
};

/** @example refold({ canonical, entries: await store.readVisitor(site, ids), ownership, bases, rules }).profile */
export function refold(input: RefoldInput): Timeline {
  const work = refoldInSlices(input);
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

/** So many entries are folded before others may go on. */
const SLICE_ENTRIES = 200;

/**
 * The same, and may be left after each slice, so that a long history keeps nobody waiting: the input is never looked at anew.
 * A short one is a single slice.
 */
export function* refoldInSlices(input: RefoldInput): Generator<void, Timeline> {
  const { start, past, join, rest, rulesAt } = planFold(input);
  const isLong = past.length + rest.length > SLICE_ENTRIES;
  let folded = start;
  for (let from = 0; from < past.length; from += SLICE_ENTRIES) {
    const slice = past.slice(from, from + SLICE_ENTRIES);
    folded = slice.reduce((profile, entry) => fold(profile, entry, rulesAt(entry)), folded);
    if (isLong) yield;
  }
  let timeline = startTimeline(join(folded));
  for (let from = 0; from < rest.length; from += SLICE_ENTRIES) {
    const slice = rest.slice(from, from + SLICE_ENTRIES);
    timeline = append(timeline, slice, input.rules);
    if (isLong && slice.length === SLICE_ENTRIES) yield;
  }
  return timeline;
}

/** For whoever watches each step of a fold; {@link refold} is the whole of it. */
export function planFold(input: RefoldInput): FoldPlan {
  const { canonical, rules, settled = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY } = input;
  const ownership = input.ownership ?? resolveOwnership([]);
  const own = ownedEntries(input.entries, canonical, ownership);
  const all = withDeeds(own, input.deeds ?? []);
  const joins = ownership.joinsOf(canonical);
  const joined = latest([...joins, ...all.filter((entry) => isForeignConsent(entry, canonical))]);
  const isJoined = joined === null || joined.t <= until;
  const owned = all.filter(({ t }) => t <= until);
  const isPast = (entry: Entry): boolean =>
    entry.t <= settled || (joined !== null && compareEntries(entry, joined) <= 0);
  const split = owned.filter(isPast).length;
  const past = owned.slice(0, split);
  const head = latest([...(joined === null || !isJoined ? [] : [joined]), ...past.slice(-1)]);
  const records = past.filter(({ type }) => type === 'consent');
  const quiet = withoutJudging(rules);
  const consent = consentOf({ self: canonical, records, joins, sideOf: ownership.sideOf });
  return {
    start: startProfile(
      input,
      ownership,
      own.filter(({ t }) => t <= until),
    ),
    past,
    join: (folded) => (isJoined ? { ...folded, consent, head } : folded),
    rest: owned.slice(split),
    rulesAt: ({ t }) => (t <= settled ? quiet : rules),
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

function withDeeds(own: readonly Entry[], deeds: readonly Entry[]): readonly Entry[] {
  return deeds.length === 0 ? own : [...own, ...deeds].toSorted(compareEntries);
}

function isForeignConsent({ type, visitor }: Entry, canonical: VisitorId): boolean {
  return type === 'consent' && visitor !== canonical;
}

function withoutJudging({ segments, ...rules }: FoldRules): FoldRules {
  if (segments === undefined) return rules;
  return { ...rules, segments: { ...segments, program: countingOnly(segments.program) } };
}

/**
 * What retention left of a visitor, as the profile that kept events are folded onto; an empty one where it took nothing.
 * Without accounts and segments.
 *
 * @example kept.reduce((profile, event) => fold(profile, event, plain), startOf({ canonical, bases, ownership, rules }))
 */
export function startOf(input: Pick<RefoldInput, 'canonical' | 'bases' | 'ownership' | 'rules'>): Profile {
  const { canonical, bases, ownership, rules } = input;
  const parts = ownedBases(bases, canonical, ownership ?? resolveOwnership([]));
  return foldFrom(canonical, sumParts(parts, rules));
}

function sumParts(parts: readonly Part[], rules: FoldRules): VisitorBase {
  return parts.reduce((total, { base }) => addBases(total, base, rules), NO_BASE);
}

function startProfile(input: RefoldInput, ownership: Ownership, own: readonly Entry[]): Profile {
  const { canonical, rules, told = [], settled = Number.NEGATIVE_INFINITY } = input;
  const bases = ownedBases(input.bases, canonical, ownership);
  const sum = sumParts(bases, rules);
  const profile = { ...foldFrom(canonical, sum), accounts: startAccounts(input) };
  const isWhole = bases.length === 0 && settled === Number.NEGATIVE_INFINITY;
  if (isWhole || rules.segments === undefined) return profile;
  const unit = earliestId(bases, own);
  const resumption = { told, settled, lifetimes: sum.lifetimes, unit };
  return { ...profile, tracks: resumeTracks(rules.segments.program, resumption) };
}

function startAccounts({ accountBases = [], rules }: RefoldInput): Profile['accounts'] {
  const own = accountRules(rules);
  const program = own?.segments?.program;
  if (own === null || program === undefined) return [];
  return [...Map.groupBy(accountBases, ({ account }) => account)].map(([account, bases]) => {
    const sum = bases.reduce((total, base) => addBases(total, decodeBase(base), own), NO_BASE);
    const actor = asActor(account);
    const resumption = { told: [], settled: Number.NEGATIVE_INFINITY, lifetimes: sum.lifetimes, unit: actor };
    return { ...foldFrom(actor, sum), tracks: resumeTracks(program, resumption) };
  });
}

type Part = { readonly visitor: VisitorId; readonly base: VisitorBase };

/** Bases go the way of the entries they stand for: whoever owned the id when the interval began. */
function ownedBases(bases: readonly Base[], canonical: VisitorId, ownership: Ownership): readonly Part[] {
  return bases
    .filter(({ visitor, since }) => ownership.ownerOf({ visitor, t: since }) === canonical)
    .map((base) => ({ visitor: base.visitor, base: decodeBase(base) }));
}

/** Under which recorded id the first event came, gone or kept; a base of version 1 knows no more than when. */
function earliestId(parts: readonly Part[], owned: readonly Entry[]): VisitorId | null {
  const gone = parts.map(
    ({
      visitor,
      base: {
        events,
        latest: { unit },
      },
    }) => (unit === null && events !== null ? { t: events.first, id: '', value: visitor } : unit),
  );
  const kept = unitOf(owned.filter(({ type }) => type === 'event'));
  return gone.reduce(earlier, kept)?.value ?? null;
}

function latest(positions: readonly Position[]): Position | null {
  const [last] = positions.toSorted((a, b) => compareEntries(b, a));
  return last ? { t: last.t, id: last.id } : null;
}
