/** A visitor as decisions see them: read once, then asked without waiting. */
import type { Entry, SiteId, VisitorId } from '../entry.ts';
import type { ProfileBook } from '../profiles/book.ts';
import { isAnonymous, recordedIds } from '../profiles/kinship.ts';
import type { Profile } from '../profiles/profile.ts';
import type { FoldRules } from '../profiles/rules.ts';
import { sessionEnd } from '../profiles/sessions.ts';
import { type Around, subjectOf } from '../scoring/features/subject.ts';
import { readFeatures } from '../scoring/features/table.ts';
import { mayScore } from '../scoring/profiling.ts';
import type { SiteSegments } from '../segments/segment-book.ts';
import { judgeDue } from '../segments/standing.ts';
import type { Tracks } from '../segments/tracks.ts';
import type { Person } from './choose.ts';
import { countLeftCarts } from './offer.ts';
import { isClaimed, type Past, pastOf, pastOnPage } from './past.ts';
import type { Target, Targets } from './uplift/targets.ts';

/** A person, and what their occasions are made of. */
export type Present = {
  readonly person: Person;
  /** Who answers for the id: whose ledger limits are kept in. */
  readonly canonical: VisitorId;
  /** Every id the person was recorded under. */
  readonly ids: readonly VisitorId[];
  /** Of which something may come to light: the person's, or to a page that only claims to be theirs, its device's part. */
  readonly profile: Profile;
  /** As of now, of that profile. */
  readonly tracks: Tracks;
  /** Since when the visitor is in a segment, UTC ms; null: is not. */
  since(segment: string): number | null;
  /** When the visitor left it last, as far as that is not long ago; null: not. */
  leftAt(segment: string): number | null;
  /** When time alone changes the membership, UTC ms; null: never. */
  until(segment: string): number | null;
};

/** With what may be shown of their past: on the page that asks, and to the person alone. */
export type Presence = Present & {
  readonly past: { readonly onPage: Past; readonly inMail: Past };
  /** The latest events of the very id that asks, in time order. */
  readonly recent: readonly Entry[];
};

export type PersonPorts = {
  readonly book: Pick<ProfileBook, 'read' | 'peek' | 'readPart'>;
  readonly rulesOf: (site: SiteId) => FoldRules;
  /** Null where a site has no segments. */
  readonly segmentsOf: (site: SiteId) => SiteSegments | null;
  readonly targets: Pick<Targets, 'of'>;
};

export type Sight = {
  readonly now: number;
  /** The site's. */
  readonly zone: string;
  /** A page gets the answer, and nobody vouches for the log-in that it claims. */
  readonly isForPage: boolean;
};

/** @example (await readPresent(ports, site, visitor, { now, zone: 'UTC', isForPage: true })).person.isIn('keen') */
export async function readPresent(
  { book, rulesOf, segmentsOf, targets }: PersonPorts,
  site: SiteId,
  visitor: VisitorId,
  { now, zone, isForPage }: Sight,
): Promise<Presence> {
  const read = async (id: VisitorId) => book.peek(site, id, now) ?? (await book.read(site, id, now));
  const asking = await read(visitor);
  const { slot } = asking;
  const canonical = slot.visitor;
  const { kinship } = canonical === visitor ? asking : await read(canonical);
  const known = {
    canonical,
    ids: recordedIds(kinship),
    isAnonymous: isAnonymous(kinship, slot.timeline.profile),
  };
  const targetOf = (campaign: string) => targets.of(site, campaign);
  const around = { rules: rulesOf(site), segments: segmentsOf(site), now, zone, targetOf };
  // What they did on this very device: a log-in that nobody vouches for opens nothing of their other ones.
  const isClaim = isForPage && isClaimed(asking.kinship, now);
  const shown = isClaim ? await book.readPart(asking, around.rules) : null;
  const past = { onPage: pastOnPage(asking.kinship, kinship, now), inMail: pastOf(kinship) };
  const recent = slot.timeline.tail.filter((entry) => entry.type === 'event' && entry.visitor === visitor);
  return { ...present(slot.timeline.profile, known, around, shown ?? slot.timeline.profile), past, recent };
}

type Known = Pick<Present, 'canonical' | 'ids'> & Pick<Person, 'isAnonymous'>;
type Circumstances = {
  readonly rules: FoldRules;
  readonly segments: SiteSegments | null;
  readonly now: number;
  readonly zone: string;
  /** What is expected of a campaign for somebody with such features; null: nothing is known. */
  readonly targetOf: (campaign: string) => Target | null;
};

/**
 * Pure: of a profile as it is at an instant. Limits, consent and arms are the person's, whatever is shown of them.
 *
 * @param shown Of which something may come to light.
 */
export function present(
  profile: Profile,
  known: Known,
  { rules, segments, now, zone, targetOf }: Circumstances,
  shown = profile,
): Present {
  const judged = judgeDue(profile, now, rules).tracks;
  const tracks = shown === profile ? judged : judgeDue(shown, now, rules).tracks;
  const places = segments === null ? NO_PLACES : placesOf(segments);
  const standingOf = (segment: string) => {
    const place = places.get(segment);
    return place === undefined ? undefined : tracks.standings.find((standing) => standing.segment === place);
  };
  const since = (segment: string): number | null => standingOf(segment)?.since ?? null;
  const { open } = profile.sessions;
  return {
    ...known,
    profile: shown,
    tracks,
    since,
    leftAt: (segment) => {
      const place = places.get(segment);
      const last = tracks.moves.findLast((move) => move.segment === place);
      return last?.type === 'left' ? last.at : null;
    },
    until: (segment) => standingOf(segment)?.until ?? null,
    person: {
      unit: judged.unit ?? profile.visitor,
      isAnonymous: known.isAnonymous,
      zone: profile.touches.context.zone ?? zone,
      consent: profile.consent,
      session: open !== null && now < sessionEnd(open, rules) ? open.start : null,
      campaigns: profile.campaigns,
      isIn: (segment) => since(segment) !== null,
      expect: createExpecting(shown, { rules, zone, isAnonymous: known.isAnonymous }, now, targetOf),
      leftCarts: countLeftCarts(shown.sessions),
    },
  };
}

/** Features are read where something is expected at all, and once. */
function createExpecting(
  profile: Profile,
  around: Around,
  now: number,
  targetOf: Circumstances['targetOf'],
): Person['expect'] {
  let row: Float64Array | null = null;
  return (campaign) => {
    const target = targetOf(campaign);
    if (target === null || !mayScore(profile, now)) return null;
    row ??= readFeatures(subjectOf(profile, now, around));
    return target.expect(row);
  };
}

const NO_PLACES: ReadonlyMap<string, number> = new Map();
const remembered = new WeakMap<SiteSegments, ReadonlyMap<string, number>>();

/** Where in the program the segments stand that are in force, by key. */
function placesOf(segments: SiteSegments): ReadonlyMap<string, number> {
  const known = remembered.get(segments);
  if (known !== undefined) return known;
  const { catalog, live } = segments;
  const places = new Map(
    catalog.segments.flatMap((_, place) => {
      const own = live.liveOf(place);
      return own === null ? [] : [[own.key, place] as const];
    }),
  );
  remembered.set(segments, places);
  return places;
}
