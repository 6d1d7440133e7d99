/** Segments of every site: definitions in, memberships out. */
import type { Entry, LoggedEntry, SiteId } from '../entry.ts';
import type { Outcome } from '../errors.ts';
import type { Clock, Store } from '../ports.ts';
import type { ProfileBook } from '../profiles/book.ts';
import type { FoldRules } from '../profiles/rules.ts';
import type { SiteRegistry } from '../sites/registry.ts';
import type { SegmentDefinition, StageDefinition } from './condition.ts';
import { createKeeper, type Keeper } from './keeper.ts';
import { createListing, type Listing, type SegmentStatus, shareDone, toStatus } from './listing.ts';
import { createSegmentBook, type SiteSegments } from './segment-book.ts';
import { createTeller, type Teller } from './teller.ts';
import type { SegmentRules } from './tracks.ts';

export type Segments = Listing & {
  rulesOf(site: SiteId): SegmentRules | undefined;
  of(site: SiteId): SiteSegments | null;
  put(site: SiteId, definition: SegmentDefinition): Promise<Outcome<SegmentStatus>>;
  putStages(site: SiteId, stages: readonly StageDefinition[]): Promise<Outcome<readonly StageDefinition[]>>;
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
};

/** @example const segments = await createSegments({ store, clock, sites, publish }); await segments.start() */
export async function createSegments({ store, clock, sites, publish }: SegmentsPorts): Promise<Segments> {
  let connected: ConnectPorts | null = null;
  const bookOf = (): ProfileBook => {
    if (connected === null) throw new TypeError('segments are asked before they are connected');
    return connected.book();
  };
  let teller: Teller | null = null;
  const definitions = await createSegmentBook({
    store,
    clock,
    settingsOf: (site) => sites.byId(site)?.settings,
    sites: sites.list().map(({ siteId }) => siteId),
    onChange: (site) => keeper.build(site),
  });
  const keeper: Keeper = createKeeper({ store, clock, book: bookOf, segments: () => definitions });

  const listing = createListing({ store, keeper, definitions, flush: () => bookOf().flush() });

  const countBuilding = (site: SiteId): number =>
    definitions.of(site)?.catalog.segments.filter(({ state }) => state === 'building').length ?? 0;

  return {
    rulesOf: (site) => definitions.of(site)?.rules,
    of: definitions.of,
    put: async (site, definition) => {
      const put = await definitions.put(site, definition);
      if (!put.ok) return put;
      const status = (await listing.list(site)).find(({ key }) => key === definition.key);
      return { ok: true, value: status ?? toStatus(put.value, 0, 0) };
    },
    putStages: definitions.putStages,
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
      // A build or a telling that a stop cut short goes on.
      for (const { siteId } of sites.list()) if (definitions.of(siteId) !== null) keeper.build(siteId);
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
