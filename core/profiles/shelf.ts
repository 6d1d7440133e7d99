/** What everything that handles profiles in memory shares: the cache, the rows that wait, and the way back to the log. */
import type { SiteId, VisitorId } from '../entry.ts';
import type { Clock, News, Store } from '../ports.ts';
import { joinTold, toldSince } from '../segments/notices.ts';
import { inSlices } from '../turn.ts';
import type { AccountMembers } from './account-members.ts';
import type { Kinships } from './kinship.ts';
import { refoldInSlices } from './merge.ts';
import type { Profile } from './profile.ts';
import type { FoldRules } from './rules.ts';
import { NO_PARTS, type Slot, type SlotCache } from './slot-cache.ts';
import type { Timeline } from './timeline.ts';
import { readVisitorLog } from './visitor-log.ts';
import type { WriteBehind } from './write-behind.ts';

/** What others write beside this server, as far as it matters to profiles in memory. */
export type BesideOthers = Pick<News, 'readNewer' | 'readPlaces'> & {
  /** An entry at this place is being handed to everybody whom it concerns. */
  readonly isInHand: (seq: number) => boolean;
  /** Everything up to this place was handed on. */
  readonly followedTo: () => number;
  /** False while others may have removed what is in memory here: no row is written. */
  readonly mayWrite: () => boolean;
};

export type SlotPorts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly rulesOf: (site: SiteId) => FoldRules;
  readonly cacheBytes: number;
  readonly kinships: Kinships;
  readonly foldedUpTo: () => number;
  /** The place in the log up to which everything was handed to the slots that it concerns. */
  readonly handedTo: () => number;
  readonly members: AccountMembers;
  /** Null where this server alone writes the log. */
  readonly others: BesideOthers | null;
};

export type Shelf = SlotPorts & {
  readonly cache: SlotCache;
  readonly rows: WriteBehind<Slot>;
  readonly loading: Map<string, Promise<Slot>>;
  /** By profile, the place of the latest link that moved entries from it or to it: a row from before says too much. */
  readonly moved: Map<string, number>;
};

/** Unless the site's segments have changed since it was folded. */
export function currentSlot({ cache, rulesOf }: Shelf, site: SiteId, visitor: VisitorId): Slot | undefined {
  const slot = cache.get(site, visitor);
  return slot !== undefined && isCurrent(slot.timeline.profile, rulesOf(site)) ? slot : undefined;
}

/** Whether it was folded under the segments that the site has. */
export function isCurrent({ events, tracks }: Profile, { segments }: FoldRules): boolean {
  return segments === undefined || events === null || tracks.program === segments.program.id;
}

export function keyOf(site: SiteId, visitor: VisitorId): string {
  return `${site}/${visitor}`;
}

export type Update = {
  readonly timeline: Timeline;
  readonly seq: number;
  /** What its row does not hold yet. */
  readonly firstNewSeq: number;
  /** Earliest instant at which anything may be another than before, UTC ms. */
  readonly changedFrom: number;
};

export function updateSlot({ cache, rows }: Shelf, slot: Slot, update: Update): void {
  slot.timeline = update.timeline;
  slot.seq = update.seq;
  slot.changes += 1;
  slot.knownTo = Math.min(slot.knownTo, update.changedFrom - 1);
  cache.resize(slot);
  rows.mark(slot, update.firstNewSeq);
}

export function removeSlot({ cache, rows }: Shelf, slot: Slot): void {
  cache.remove(slot);
  rows.forget(slot);
}

/** @param upTo The place of the latest entry that is to be in it. */
export async function refoldSlot(shelf: Shelf, slot: Slot, upTo = 0): Promise<void> {
  const held = Math.max(slot.seq, upTo);
  const folded = await foldFromLog(shelf, slot.site, slot.visitor, held);
  const { timeline, told, settled } = folded;
  const seq = Math.max(folded.seq, slot.seq);
  // Some that were told meanwhile, or are on their way, were not in the log when it was read.
  slot.told = toldSince(joinTold(told, slot.told), settled);
  slot.settled = settled;
  slot.holds = folded.holds;
  slot.parts = NO_PARTS;
  const firstNewSeq = Math.min(seq, shelf.foldedUpTo() + 1);
  updateSlot(shelf, slot, { timeline, seq, firstNewSeq, changedFrom: settled + 1 });
}

type FoldedLog = Pick<Slot, 'timeline' | 'seq' | 'told' | 'settled' | 'holds'>;

/**
 * The fold of all that is kept of a visitor, the place of the latest entry in it, and what has been told.
 *
 * @param held Up to this place nothing is handed to the slot again.
 */
export async function foldFromLog(
  { store, kinships, rulesOf, handedTo, others }: Shelf,
  site: SiteId,
  visitor: VisitorId,
  held = 0,
): Promise<FoldedLog> {
  const rules = rulesOf(site);
  const handed = Math.max(held, handedTo());
  const followed = others?.followedTo() ?? 0;
  const log = await readVisitorLog(store, site, await kinships.read(site, visitor), rules);
  const { entries, told, settled } = log;
  const latest = entries.reduce((most, entry) => Math.max(most, entry.seq), 0);
  // Accounts were read after the entries: what came in between is handed on in its turn, beside what was missed then.
  const bound = Math.max(latest, handed);
  const deeds = log.deeds.filter((deed) => deed.seq <= bound);
  const timeline = await inSlices(refoldInSlices({ canonical: visitor, rules, ...log, deeds }));
  const seq = deeds.reduce((most, deed) => Math.max(most, deed.seq), latest);
  const holds =
    others && new Set([...entries, ...deeds].flatMap((one) => (one.seq > followed ? one.seq : [])));
  return { timeline, seq, told: toldSince(told, settled), settled, holds };
}
