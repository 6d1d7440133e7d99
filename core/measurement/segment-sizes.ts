/**
 * How many visitors were in each segment at instants of the past, under the segments in force now. Notices cannot say
 * it: what was imported happened before the segments were defined. So everybody's log is folded once, a slice of
 * visitors at a time.
 */
import type { SiteId, VisitorId } from '../entry.ts';
import { accept, type Outcome, refuse } from '../errors.ts';
import type { ProfileRow, Store } from '../ports.ts';
import { NO_ACCOUNTS } from '../profiles/accounts.ts';
import type { ProfileBook } from '../profiles/book.ts';
import { decodeProfile } from '../profiles/codec.ts';
import { type Kinship, readKinships } from '../profiles/kinship.ts';
import { refold } from '../profiles/merge.ts';
import type { FoldRules } from '../profiles/rules.ts';
import { type LogStore, readSettled, readVisitorLog, type VisitorLog } from '../profiles/visitor-log.ts';
import { rulesAsOf } from '../segments/history.ts';
import { membershipsAt } from '../segments/membership.ts';
import type { SiteSegments } from '../segments/segment-book.ts';
import { judgeDue } from '../segments/standing.ts';

/** Where the next slice goes on. */
export type Slice = {
  /** Visitors in this one. */
  readonly visitors: number;
  /** Null: this was the last. */
  readonly next: VisitorId | null;
};

/** When things happened, UTC ms; null where nothing did. */
export type SpanSlice = Slice & {
  readonly first: number | null;
  readonly last: number | null;
  /** Sizes are known after this instant only: what segments look back to before is no longer kept. Null: always. */
  readonly knownAfter: number | null;
  /** Visitors there are. */
  readonly total: number;
};

export type SizesSlice = Slice & {
  /** Of the segments they are counted under: slices of another one do not add up. */
  readonly program: string | null;
  /** By key of every segment in force, then by instant. */
  readonly sizes: Readonly<Record<string, readonly number[]>>;
};

export type SegmentSizes = {
  /** @param after Where the slice before ended; null begins. */
  readSpan(site: SiteId, after: VisitorId | null): Promise<SpanSlice>;
  /**
   * @param instants Ascending, UTC ms, at least one.
   * @returns `truncated` where an instant lies before what is kept of somebody.
   */
  countAt(site: SiteId, instants: readonly number[], after: VisitorId | null): Promise<Outcome<SizesSlice>>;
};

export type SizesPorts = {
  readonly store: LogStore & Pick<Store, 'listProfiles' | 'countProfiles' | 'readLinks'>;
  readonly book: Pick<ProfileBook, 'flush'>;
  readonly rulesOf: (site: SiteId) => FoldRules;
  /** Null where a site has no segments. */
  readonly segmentsOf: (site: SiteId) => SiteSegments | null;
};

/** So few at a time that nobody else waits for long. */
const VISITORS_A_SLICE = 100;

/** @example await createSegmentSizes(ports).countAt(site, [Date.UTC(2026, 3, 15)], null) */
export function createSegmentSizes(ports: SizesPorts): SegmentSizes {
  const { store, segmentsOf } = ports;
  return {
    readSpan: async (site, after) => {
      const rows = await readSlice(ports, site, after);
      const profiles = rows.map(({ data }) => decodeProfile(data));
      const spans = rows.map(({ last }, at) => profiles[at]?.events ?? { first: last, last });
      const kinships = await readKinships(store, site, rows.map(visitorOf));
      const rules = ports.rulesOf(site);
      const ends = kinships.map((kinship, at) =>
        readSettled(store, site, kinship, rules, profiles[at]?.accounts ?? NO_ACCOUNTS),
      );
      const settled = Math.max(Number.NEGATIVE_INFINITY, ...(await Promise.all(ends)));
      return {
        ...sliceOf(rows),
        total: await store.countProfiles(site),
        first: spans.reduce<number | null>((first, span) => Math.min(first ?? span.first, span.first), null),
        last: spans.reduce<number | null>((last, span) => Math.max(last ?? span.last, span.last), null),
        knownAfter: Number.isFinite(settled) ? settled : null,
      };
    },
    countAt: async (site, instants, after) => {
      const segments = segmentsOf(site);
      if (segments === null) return accept({ visitors: 0, next: null, program: null, sizes: {} });
      const rows = await readSlice(ports, site, after);
      const tally = createTally(segments, instants.length);
      for (const kinship of await readKinships(store, site, rows.map(visitorOf))) {
        const log = await readVisitorLog(store, site, kinship, ports.rulesOf(site));
        const known = log.settled;
        if ((instants[0] ?? known) <= known) {
          return refuse('truncated', 'from', `ask from an instant after ${new Date(known).toISOString()} on`);
        }
        count({ kinship, log, rules: ports.rulesOf(site), segments, instants }, tally.add);
      }
      return accept({ ...sliceOf(rows), program: segments.rules.program.id, sizes: tally.read() });
    },
  };
}

const visitorOf = ({ visitor }: ProfileRow): VisitorId => visitor;

async function readSlice(
  { store, book }: SizesPorts,
  site: SiteId,
  after: VisitorId | null,
): Promise<readonly ProfileRow[]> {
  if (after === null) await book.flush();
  return store.listProfiles(site, after, VISITORS_A_SLICE);
}

function sliceOf(rows: readonly ProfileRow[]): Slice {
  const isFull = rows.length === VISITORS_A_SLICE;
  return { visitors: rows.length, next: isFull ? (rows.at(-1)?.visitor ?? null) : null };
}

type Counting = {
  readonly kinship: Kinship;
  readonly log: VisitorLog;
  readonly rules: FoldRules;
  readonly segments: SiteSegments;
  readonly instants: readonly number[];
};

/** A visitor is in the segment at the instants from one place of the grid up to another. */
type Add = (segment: number, start: number, end: number) => void;

function count(counting: Counting, add: Add): void {
  // Whose consent counts for joined ids changes with each join: every instant is a fold of its own.
  if (counting.kinship.ownership === null) countIntervals(counting, add);
  else for (const place of counting.instants.keys()) countOne(counting, place, add);
}

/** What ended, each leaving says; what has not ended yet stands. */
function countIntervals({ kinship, log, rules, segments, instants }: Counting, add: Add): void {
  const until = instants.at(-1) ?? Number.NEGATIVE_INFINITY;
  const asOf = rulesAsOf(rules, segments, until);
  const { profile } = refold({ canonical: kinship.visitor, rules: asOf, until, ...log });
  const { moves, standings } = judgeDue(profile, until, asOf).tracks;
  for (const { segment, type, since, at } of moves) {
    if (type === 'left') add(segment, placeFrom(instants, since), placeFrom(instants, at));
  }
  for (const { segment, since } of standings) {
    if (since !== null) add(segment, placeFrom(instants, since), instants.length);
  }
}

function countOne({ kinship, log, rules, segments, instants }: Counting, place: number, add: Add): void {
  const t = instants[place] ?? Number.NEGATIVE_INFINITY;
  const asOf = rulesAsOf(rules, segments, t);
  const { profile } = refold({ canonical: kinship.visitor, rules: asOf, until: t, ...log });
  for (const { segment } of membershipsAt(profile, t, asOf)) add(segment, place, place + 1);
}

/** The place of the first instant that is not before `t`. */
function placeFrom(instants: readonly number[], t: number): number {
  const place = instants.findIndex((instant) => instant >= t);
  return place < 0 ? instants.length : place;
}

function createTally({ live, catalog }: SiteSegments, length: number) {
  const rows = catalog.segments.map((_, segment) => ({
    key: live.liveOf(segment)?.key ?? null,
    sizes: new Array<number>(length).fill(0),
  }));
  return {
    add: (segment: number, start: number, end: number): void => {
      const sizes = rows[segment]?.sizes ?? [];
      for (let at = start; at < end; at++) sizes[at] = (sizes[at] ?? 0) + 1;
    },
    read: (): SizesSlice['sizes'] =>
      Object.fromEntries(rows.flatMap(({ key, sizes }) => (key === null ? [] : [[key, sizes]]))),
  };
}

/** Of two slices, or of what several came to and the next. @example addSizes({ keen: [1, 0] }, { keen: [0, 2] }) // { keen: [1, 2] } */
export function addSizes(sum: SizesSlice['sizes'], more: SizesSlice['sizes']): SizesSlice['sizes'] {
  const keys = [...new Set([...Object.keys(sum), ...Object.keys(more)])].toSorted();
  const sizeAt = (sizes: readonly number[] | undefined, at: number): number => sizes?.[at] ?? 0;
  return Object.fromEntries(
    keys.map((key) => [
      key,
      (sum[key] ?? more[key] ?? []).map((_, at) => sizeAt(sum[key], at) + sizeAt(more[key], at)),
    ]),
  );
}
