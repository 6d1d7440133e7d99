/** Segments of every site: definitions in, memberships out. */
import type { Entry, LoggedEntry, SiteId } from '../entry.ts';
import { accept, type Outcome } from '../errors.ts';
import type { Clock, Peers, Store } from '../ports.ts';
import type { ProfileBook } from '../profiles/book.ts';
import type { FoldRules } from '../profiles/rules.ts';
import type { Records } from '../records.ts';
import type { SiteRegistry } from '../sites/registry.ts';
import { SITES } from '../sites/site-rows.ts';
import type { CatalogEntry } from './catalog.ts';
import type { Change } from './catalog-change.ts';
import type { SegmentDefinition, StageDefinition } from './condition.ts';
import { createKeeper, type Keeper } from './keeper.ts';
import { createListing, type Listing, type SegmentStatus, shareDone, toStatus } from './listing.ts';
import { createSegmentBook, type SegmentBook, type SiteSegments } from './segment-book.ts';
import { createTeller, type Teller } from './teller.ts';
import type { SegmentRules } from './tracks.ts';

export type Segments = Listing & {
  rulesOf(site: SiteId): SegmentRules | undefined;
  of(site: SiteId): SiteSegments | null;
  put(site: SiteId, definition: SegmentDefinition): Promise<Outcome<SegmentStatus>>;
  putStages(site: SiteId, stages: readonly StageDefinition[]): Promise<Outcome<readonly StageDefinition[]>>;
  /** Segments and stages in one change: all of it, or nothing. */
  putAll(site: SiteId, change: Change): Promise<Outcome<readonly SegmentStatus[]>>;
  remove(site: SiteId, key: string): Promise<Outcome<null>>;
  /** Facts among entries that are durable now. */
  onFacts(entries: readonly Entry[]): void;
  /** Segments being built, and how much of that is done, from 0 to 1. */
  buildingOf(site: SiteId): { readonly segments: number; readonly share: number };
  stats(): SegmentStats;
  onAccounts: Keeper['onAccounts'];
  /** The site's settings changed. */
  refresh(site: SiteId): void;
  connect(ports: ConnectPorts): { readonly teller: Teller };
  /** Rings the timers from now on; what came due meanwhile rings at once. */
  start(): Promise<void>;
  /** Tells everything that is due until now. */
  catchUp(): Promise<void>;
  /** Resolves when nothing is built or told. */
  idle(): Promise<void>;
  stop(): Promise<void>;
};

export type SegmentStats = {
  /** On all sites. */
  readonly building: number;
  /** Since the start. */
  readonly noticesTold: number;
  /** Visitors that time will move soon. */
  readonly timersWaiting: number;
  /** How many times telling or building has failed since the start; it is tried again. */
  readonly workFailed: number;
};

export type ConnectPorts = {
  readonly rulesOf: (site: SiteId) => FoldRules;
  readonly book: () => ProfileBook;
};

export type SegmentsPorts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly sites: SiteRegistry;
  readonly publish: (notices: readonly LoggedEntry[]) => void;
  /** What other servers change. */
  readonly records: Records;
  /** Other servers on the same store; left out where this one is alone. */
  readonly peers?: Pick<Peers, 'lead'> | undefined;
};

/** @example const segments = await createSegments({ store, clock, sites, publish }); await segments.start() */
export async function createSegments({
  store,
  clock,
  sites,
  publish,
  records,
  peers,
}: SegmentsPorts): Promise<Segments> {
  let connected: ConnectPorts | null = null;
  const bookOf = (): ProfileBook => {
    if (connected === null) throw new TypeError('segments are asked before they are connected');
    return connected.book();
  };
  let teller: Teller | null = null;
  const siteIds = () => sites.list().map(({ siteId }) => siteId);
  const definitions = await createSegmentBook({
    ...{ store, clock, records },
    settingsOf: (site) => sites.byId(site)?.settings,
    sites: siteIds(),
    onChange: (site) => keeper.build(site),
  });
  const keeper: Keeper = createKeeper({
    ...{ store, clock, book: bookOf, segments: () => definitions, sites: siteIds },
    isShared: peers !== undefined,
  });
  sites.onRemove(({ siteId }) => definitions.forget(siteId));
  records.on(SITES, async (_, name) => {
    const site = sites.get(name);
    if (site !== undefined) definitions.refresh(site.siteId);
  });

  const listing = createListing({ store, keeper, definitions, flush: () => bookOf().flush() });

  const countBuilding = (site: SiteId): number =>
    definitions.of(site)?.catalog.segments.filter(({ state }) => state === 'building').length ?? 0;

  return {
    rulesOf: (site) => definitions.of(site)?.rules,
    of: definitions.of,
    ...createPutting(definitions, listing),
    remove: definitions.remove,
    ...listing,
    buildingOf: (site) => ({ segments: countBuilding(site), share: shareDone(keeper.progressOf(site)) }),
    stats: () => ({
      building: sites.list().reduce((sum, { siteId }) => sum + countBuilding(siteId), 0),
      noticesTold: teller?.count() ?? 0,
      timersWaiting: keeper.waiting(),
      workFailed: keeper.failures(),
    }),
    catchUp: keeper.catchUp,
    onFacts: (entries) => {
      const facts = entries.filter(({ type, visitor }) => type === 'fact' && visitor === null);
      for (const [site, own] of Map.groupBy(facts, (fact) => fact.site)) keeper.onFacts(site, own);
    },
    onAccounts: keeper.onAccounts,
    refresh: definitions.refresh,
    connect: (ports) => {
      connected = ports;
      teller = createTeller({
        store,
        clock,
        rulesOf: ports.rulesOf,
        liveOf: (site) => definitions.of(site)?.live ?? null,
        publish,
        schedule: ({ site, visitor }, due) => keeper.schedule(site, visitor, due),
        whileTelling: (tell) => ports.book().whileTelling(tell),
      });
      return { teller };
    },
    start: async () => {
      await keeper.start();
      if (peers === undefined) keeper.building.start();
      else peers.lead('segments', keeper.building);
    },
    idle: async () => {
      await keeper.idle();
      await teller?.idle();
    },
    stop: async () => {
      await keeper.stop();
      await teller?.idle();
    },
  };
}

/** What is put is answered with its size, which takes a moment longer. */
function createPutting(
  definitions: SegmentBook,
  listing: Listing,
): Pick<Segments, 'put' | 'putStages' | 'putAll'> {
  async function readStatus(
    site: SiteId,
    entries: readonly CatalogEntry[],
  ): Promise<readonly SegmentStatus[]> {
    const listed = new Map((await listing.list(site)).map((status) => [status.key, status]));
    return entries.map((entry) => listed.get(entry.definition.key) ?? toStatus(entry, 0, 0));
  }

  return {
    put: async (site, definition) => {
      const put = await definitions.put(site, definition);
      if (!put.ok) return put;
      const [status = toStatus(put.value, 0, 0)] = await readStatus(site, [put.value]);
      return accept(status);
    },
    putStages: async (site, stages) => {
      const put = await definitions.putAll(site, { segments: [], stages });
      return put.ok ? accept(stages) : put;
    },
    putAll: async (site, change) => {
      const put = await definitions.putAll(site, change);
      return put.ok ? accept(await readStatus(site, put.value)) : put;
    },
  };
}
