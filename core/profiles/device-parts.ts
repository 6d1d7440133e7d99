/**
 * What was done under one recorded id alone, as a profile. A page whose log-in is only a claim is answered by it at each
 * post: it stays in memory beside the profile of whoever answers for the id, and goes on as that goes on.
 */
import type { Entry, LoggedEntry, SiteId, VisitorId } from '../entry.ts';
import type { Store } from '../ports.ts';
import { inSlices } from '../turn.ts';
import type { Kinship } from './kinship.ts';
import { refoldInSlices } from './merge.ts';
import type { Profile } from './profile.ts';
import type { FoldRules } from './rules.ts';
import { estimateBytes, type KnownPart, type Slot } from './slot-cache.ts';
import type { Slots } from './slots.ts';
import { markTimeline, place, placedSince, type Timeline } from './timeline.ts';
import { readKept } from './visitor-log.ts';

/** Of so many ids of one profile, those that were asked for last. */
const MOST_PARTS = 4;
/** Nobody settles a part: all moves between segments stay in it. */
const MOVE_BYTES = 100;

/** Which part it is. */
export type Part = {
  /** The recorded id. */
  readonly visitor: VisitorId;
  /** Whose: what others did under the id is not in it. */
  readonly canonical: VisitorId;
  readonly ownership: Kinship['ownership'];
  readonly rules: FoldRules;
};

export type PartStore = Pick<Store, 'readVisitor' | 'readBases'>;

/**
 * Folds it from the log, in slices.
 *
 * @returns With everything that stands under the id, whoever owns it.
 * @example (await foldPart(store, site, { visitor, canonical: visitor, ownership: null, rules })).timeline.profile
 */
export async function foldPart(
  store: PartStore,
  site: SiteId,
  { visitor, ...whose }: Part,
): Promise<{ readonly timeline: Timeline; readonly entries: readonly LoggedEntry[] }> {
  const { entries, bases } = await readKept(store, site, [visitor]);
  return { entries, timeline: await inSlices(refoldInSlices({ ...whose, entries, bases })) };
}

/** An id that was read, and the profile that answers for it. */
type Asked = { readonly kinship: Kinship; readonly slot: Slot };

export type PartPorts = { readonly store: PartStore; readonly slots: Pick<Slots, 'keepParts'> };

/** @example (await createPartReading({ store, slots })(await book.read(site, device, now), rules)).events */
export function createPartReading({
  store,
  slots,
}: PartPorts): (asked: Asked, rules: FoldRules) => Promise<Profile> {
  const foldAnew = async (slot: Slot, part: Part): Promise<Timeline> =>
    (await foldPart(store, slot.site, part)).timeline;

  function keep(slot: Slot, visitor: VisitorId, known: KnownPart): void {
    const others = [...slot.parts].filter(([id]) => id !== visitor);
    slots.keepParts(slot, new Map([...others.slice(1 - MOST_PARTS), [visitor, known]]));
  }

  /** Once it is there, unless it was let go of meanwhile. */
  async function weigh(slot: Slot, visitor: VisitorId, coming: Promise<Timeline>): Promise<void> {
    const bytes = await coming.then(estimatePart, () => null);
    const known = slot.parts.get(visitor);
    if (known?.timeline !== coming) return;
    if (bytes !== null) keep(slot, visitor, { ...known, bytes });
    else slots.keepParts(slot, new Map([...slot.parts].filter(([id]) => id !== visitor)));
  }

  return async ({ kinship: { visitor, ownership }, slot }, rules) => {
    const part = { visitor, canonical: slot.visitor, ownership, rules };
    const known = slot.parts.get(visitor);
    const placed = known && isOf(known, part) ? placedSince(known.mark, slot.timeline) : null;
    if (known !== undefined && placed?.length === 0) return (await known.timeline).profile;
    // Before the log is read: what comes meanwhile is placed once more, which changes nothing.
    const mark = markTimeline(slot.timeline);
    // What a profile holds was its owner's when it came.
    const news = placed?.filter((entry) => entry.visitor === visitor);
    const timeline =
      known === undefined || news === undefined
        ? foldAnew(slot, part)
        : goOn(known, news, rules, () => foldAnew(slot, part));
    keep(slot, visitor, { mark, ownership, rules, timeline, bytes: known?.bytes ?? 0 });
    void weigh(slot, visitor, timeline);
    return (await timeline).profile;
  };
}

/** A part with what has come since. */
async function goOn(
  known: KnownPart,
  news: readonly Entry[],
  rules: FoldRules,
  foldAnew: () => Promise<Timeline>,
): Promise<Timeline> {
  const placed = place(await known.timeline, news, rules);
  return placed.ok ? placed.timeline : foldAnew();
}

function isOf({ ownership, rules }: KnownPart, part: Part): boolean {
  return ownership === part.ownership && rules === part.rules;
}

function estimatePart(timeline: Timeline): number {
  return estimateBytes(timeline) + MOVE_BYTES * timeline.profile.tracks.moves.length;
}
