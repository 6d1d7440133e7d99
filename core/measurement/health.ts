/** Reads how a site's segments do: sizes, overlaps, what is wrong, and whether they go with what they are to move. */
import { addDays } from '../calendar.ts';
import type { CampaignBook } from '../decisions/campaign-book.ts';
import { treatedSegments } from '../decisions/live.ts';
import type { SiteId, VisitorId } from '../entry.ts';
import type { Store } from '../ports.ts';
import type { ProfileBook } from '../profiles/book.ts';
import { memberId } from '../segments/catalog.ts';
import type { Kpi } from '../segments/condition.ts';
import type { Segments } from '../segments/segments.ts';
import type { SiteRegistry } from '../sites/registry.ts';
import { inSlices, nextTurn } from '../turn.ts';
import { localDate } from '../zone.ts';
import { type Arrival, matchArrivals, type Pair } from './matching.ts';
import { type Outcome, outcomesOf } from './outcomes.ts';
import { countOverlaps, type Overlap } from './overlap.ts';
import { type Period, readPeriod } from './period.ts';
import {
  type Finding,
  findingsOf,
  type Merge,
  type SegmentFacts,
  STILL_DAYS,
  suggestMerges,
} from './segment-health.ts';
import { isRecorded, readSizes, recordSizes, type SizeRow } from './sizes.ts';

export type SegmentReport = {
  readonly key: string;
  readonly name: string;
  readonly size: number;
  /** Of all visitors. */
  readonly share: number;
  readonly kpi: Kpi | null;
  /** Those that the segment names, and those that name it; drafts are none. */
  readonly campaigns: readonly string[];
  /** At the first look of each local day. */
  readonly sizes: readonly { readonly date: string; readonly size: number }[];
  readonly findings: readonly Finding[];
  /** Null without a KPI. */
  readonly outcomes: readonly Outcome[] | null;
};

export type OverlapReport = Omit<Overlap, 'a' | 'b'> & { readonly a: string; readonly b: string };

export type HealthReport = {
  /** UTC ms. */
  readonly at: number;
  readonly visitors: number;
  readonly segments: readonly SegmentReport[];
  /** Pairs that are missing have no member in common. */
  readonly overlaps: readonly OverlapReport[];
  readonly merges: readonly Merge[];
  readonly basis: {
    /** Share of the visitors that were compared, by their ids; 1: all. */
    readonly sampledVisitors: number;
    readonly comparedSegments: number;
    /** Moves and events from then on, UTC ms. */
    readonly since: number;
    /** Of the site. */
    readonly entries: number;
    /** The log was too long to look back 30 days. */
    readonly isCut: boolean;
  };
};

export type SegmentHealth = {
  /** One report at a time for a site: who asks meanwhile gets the same. */
  read(site: SiteId, days: number): Promise<HealthReport>;
  /** Once a local day for each site. */
  recordSizes(): Promise<void>;
};

export type HealthPorts = {
  readonly store: Store;
  readonly book: Pick<ProfileBook, 'flush'>;
  readonly sites: Pick<SiteRegistry, 'list' | 'byId'>;
  readonly segments: Pick<Segments, 'list' | 'of'>;
  readonly campaigns: Pick<CampaignBook, 'list'>;
  readonly now: () => number;
  /** Bounds of what is read; the product's own unless said. */
  readonly bounds?: Partial<Bounds>;
};

export type Bounds = { readonly segments: number; readonly members: number; readonly entries: number };

const BOUNDS: Bounds = { segments: 200, members: 200_000, entries: 500_000 };
const DAY_MS = 86_400_000;
const MEMBER_PAGE = 1_000;
/** Of one segment; by the order of ids, which are hashes, so a sample. */
const MOST_ARRIVALS = 2_000;

/** @example await createSegmentHealth({ store, book, sites, segments, now }).read(site, 30) */
export function createSegmentHealth(ports: HealthPorts): SegmentHealth {
  const { store, sites, segments, now } = ports;
  const underWay = new Map<string, Promise<HealthReport>>();
  const turns = new Map<SiteId, Promise<unknown>>();
  const recorded = new Map<SiteId, string>();

  const dateOf = (site: SiteId): string => localDate(now(), sites.byId(site)?.settings.timezone ?? 'UTC');

  async function recordSite(site: SiteId): Promise<void> {
    const date = dateOf(site);
    if (recorded.get(site) === date || segments.of(site) === null) return;
    if (!(await isRecorded(store, site, date))) {
      const live = (await listLive(ports, site)).map(({ key, size }) => [key, size] as const);
      if (live.length === 0) return;
      await recordSizes(store, site, { date, sizes: Object.fromEntries(live) });
    }
    recorded.set(site, date);
  }

  return {
    read: (site, days) => {
      const key = `${site} ${days}`;
      const known = underWay.get(key);
      if (known !== undefined) return known;
      const read = () => readHealth(ports, site, addDays(dateOf(site), 1 - days));
      const reading = (turns.get(site) ?? Promise.resolve())
        .then(read, read)
        .finally(() => underWay.delete(key));
      underWay.set(key, reading);
      turns.set(site, reading);
      return reading;
    },
    recordSizes: async () => {
      for (const { siteId } of sites.list()) await recordSite(siteId);
    },
  };
}

type LiveSegment = Omit<SegmentFacts, 'lastMoveAt'> & { readonly id: string };

/** Those in force, by key. */
async function listLive({ segments, campaigns }: HealthPorts, site: SiteId): Promise<readonly LiveSegment[]> {
  const sizes = new Map((await segments.list(site)).map(({ key, size }) => [key, size]));
  const entries = segments.of(site)?.catalog.segments ?? [];
  // A draft does nothing for anybody yet.
  const treated = campaigns
    .list(site)
    .filter(({ campaign }) => campaign.state !== 'draft')
    .map(({ campaign }) => ({ campaign: campaign.key, segments: new Set(treatedSegments(campaign)) }));
  const treating = (key: string): readonly string[] =>
    treated.filter((one) => one.segments.has(key)).map(({ campaign }) => campaign);
  return entries
    .filter(({ state }) => state === 'live')
    .map(({ definition, version, from }) => ({
      id: memberId(definition, version),
      key: definition.key,
      name: definition.name,
      size: sizes.get(definition.key) ?? 0,
      kpi: definition.kpi ?? null,
      campaigns: [...new Set([...(definition.campaigns ?? []), ...treating(definition.key)])],
      from: from ?? 0,
    }))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

async function readHealth(ports: HealthPorts, site: SiteId, fromDate: string): Promise<HealthReport> {
  const { store, now, book } = ports;
  const bounds = { ...BOUNDS, ...ports.bounds };
  const at = now();
  const live = await listLive(ports, site);
  await book.flush();
  const visitors = await store.countProfiles(site);
  const compared = await compare(store, site, live, bounds);
  const newest = (await store.health()).seq;
  const sessionGapMs = (ports.sites.byId(site)?.settings.sessionGapMinutes ?? 30) * 60_000;
  const range = { site, from: at - (STILL_DAYS + 1) * DAY_MS, mostEntries: bounds.entries };
  const period = await readPeriod({ store, newest, sessionGapMs }, range);
  const facts = live.map((segment) => ({
    ...segment,
    lastMoveAt: period.lastMoves.get(segment.key) ?? null,
  }));
  const outcomes = await measure(facts, period, at, bounds.members);
  const sizes = await readSizes(store, site, fromDate);
  const circumstances = { visitors, now: at, isComplete: !period.isCut };
  const placed = compared.segments.map((place) => facts[place]).filter((known) => known !== undefined);
  return {
    at,
    visitors,
    segments: facts.map((segment) => ({
      ...report(segment, visitors, sizes),
      findings: findingsOf(segment, circumstances),
      outcomes: outcomes.get(segment.key) ?? null,
    })),
    overlaps: compared.overlaps.map(({ a, b, ...rest }) => ({
      a: placed[a]?.key ?? '',
      b: placed[b]?.key ?? '',
      ...rest,
    })),
    merges: suggestMerges(placed, compared.overlaps, compared.share < 1),
    basis: {
      sampledVisitors: compared.share,
      comparedSegments: placed.length,
      since: period.since,
      entries: period.entries,
      isCut: period.isCut,
    },
  };
}

function report(
  { key, name, size, kpi, campaigns }: SegmentFacts,
  visitors: number,
  rows: readonly SizeRow[],
): Omit<SegmentReport, 'findings' | 'outcomes'> {
  const sizes = rows.flatMap(({ date, sizes: all }) => {
    const then = all[key];
    return then === undefined ? [] : [{ date, size: then }];
  });
  return { key, name, size, share: visitors === 0 ? 0 : size / visitors, kpi, campaigns, sizes };
}

type Compared = {
  /** Places in the list of segments, ascending. */
  readonly segments: readonly number[];
  readonly overlaps: readonly Overlap[];
  readonly share: number;
};

/** The largest segments, and of their members a share that is bounded in number. */
async function compare(
  store: Pick<Store, 'listMembers'>,
  site: SiteId,
  live: readonly LiveSegment[],
  bounds: Bounds,
): Promise<Compared> {
  const bySize = [...live.keys()].toSorted((a, b) => (live[b]?.size ?? 0) - (live[a]?.size ?? 0) || a - b);
  const segments = bySize.slice(0, bounds.segments).toSorted((a, b) => a - b);
  const total = segments.reduce((sum, place) => sum + (live[place]?.size ?? 0), 0);
  const share = Math.min(1, bounds.members / Math.max(1, total));
  const lists: (readonly VisitorId[])[] = [];
  for (const place of segments) lists.push(await readMembers(store, site, live[place]?.id ?? '', share));
  return { segments, overlaps: await inSlices(countOverlaps(lists)), share };
}

/** Ids are hashes: those that sort before a bound are a sample, and the same one in every segment. */
async function readMembers(
  store: Pick<Store, 'listMembers'>,
  site: SiteId,
  segment: string,
  share: number,
): Promise<readonly VisitorId[]> {
  const end =
    share >= 1
      ? 'g'
      : Math.floor(share * 2 ** 32)
          .toString(16)
          .padStart(8, '0');
  const members: VisitorId[] = [];
  for (let after: VisitorId | null = null; ; await nextTurn()) {
    const page: readonly VisitorId[] = await store.listMembers(site, segment, after, MEMBER_PAGE);
    members.push(...page.filter((visitor) => visitor < end));
    after = page.at(-1) ?? null;
    if (page.length < MEMBER_PAGE || after === null || after >= end) return members;
  }
}

/** By key, of segments with a KPI. */
async function measure(
  segments: readonly SegmentFacts[],
  period: Period,
  now: number,
  mostArrivals: number,
): Promise<ReadonlyMap<string, readonly Outcome[]>> {
  const { histories, stays } = period;
  const measured = segments.flatMap(({ key, kpi }) => (kpi === null ? [] : [{ key, kpi }]));
  const most = Math.min(MOST_ARRIVALS, Math.floor(mostArrivals / Math.max(1, measured.length)));
  const arrivals = measured
    .flatMap(({ key }) => arrivalsOf(key, period, now).slice(0, most))
    .toSorted((a, b) => a.t - b.t);
  const isInside = (key: string, visitor: number, t: number): boolean =>
    stays
      .get(key)
      ?.get(visitor)
      ?.some(({ from, to }) => from <= t && t < to) === true;
  const pairs = await inSlices(matchArrivals({ histories, arrivals, isInside }));
  const own = Map.groupBy(arrivals, ({ segment }) => segment);
  const matched: ReadonlyMap<string, readonly Pair[]> = Map.groupBy(pairs, ({ arrival }) => arrival.segment);
  return new Map(
    measured.map(({ key, kpi }) => {
      const input = { kpi, histories, arrivals: own.get(key) ?? [], pairs: matched.get(key) ?? [], now };
      return [key, outcomesOf(input)];
    }),
  );
}

/** The first of each visitor in the last 30 days, so that nobody counts twice; the day before is there to look back to. */
function arrivalsOf(key: string, { stays, since }: Period, now: number): readonly Arrival[] {
  const arrivals = [...(stays.get(key) ?? [])].flatMap(([visitor, own]) => {
    const first = own.find(({ from }) => from >= since + DAY_MS && from <= now);
    return first === undefined ? [] : [{ segment: key, visitor, t: first.from }];
  });
  return arrivals.toSorted((a, b) => a.visitor - b.visitor);
}
