/** The segments of every site: what is in force, what is being built, and the programs made of both. */
import { isDeepStrictEqual } from 'node:util';
import type { Json, SiteId } from '../entry.ts';
import { accept, type Outcome, refuse } from '../errors.ts';
import type { Clock, Store } from '../ports.ts';
import { readHorizon } from '../privacy/horizon.ts';
import { changeRecord } from '../record-change.ts';
import { OWN_RECORDS, type Records } from '../records.ts';
import type { SiteSettings } from '../sites/site.ts';
import {
  bringIntoForce,
  type Catalog,
  type CatalogEntry,
  isBuilding,
  NO_CATALOG,
  newestEntries,
  removeDefinition,
} from './catalog.ts';
import { type Change, putAll, putDefinition } from './catalog-change.ts';
import { decodeCatalog, encodeCatalog } from './catalog-codec.ts';
import { type Compiled, compileFor, readCircumstances } from './compile-catalog.ts';
import type { SegmentDefinition } from './condition.ts';
import { keepAs } from './program.ts';
import { readWorld } from './read-world.ts';
import type { LiveSegments } from './teller.ts';
import type { SegmentRules } from './tracks.ts';
import { dateCounters } from './truncation.ts';
import type { SiteWorld } from './world.ts';

const SEGMENTS = 'segments';
const KEY = 'catalog';

/** Of a site, for as long as nothing of it changes. */
export type SiteSegments = {
  readonly catalog: Catalog;
  readonly rules: SegmentRules;
  readonly live: LiveSegments;
  readonly world: SiteWorld;
  /** The site's settings that decide beside the definitions, in short: others fold otherwise. */
  readonly circumstances: string;
};

export type SegmentBook = {
  of(site: SiteId): SiteSegments | null;
  put(site: SiteId, definition: SegmentDefinition): Promise<Outcome<CatalogEntry>>;
  /** All of it in one change of the catalog, or nothing; answers with the segments, in their order. */
  putAll(site: SiteId, change: Change): Promise<Outcome<readonly CatalogEntry[]>>;
  remove(site: SiteId, key: string): Promise<Outcome<null>>;
  /** What was being built is complete, and everybody is folded with it; a change that came in between is built first. */
  bringIntoForce(site: SiteId, built: Pick<SiteSegments, 'circumstances' | 'rules'>): Promise<void>;
  /** Everybody has been told of the versions that came into force. */
  settle(site: SiteId, told: readonly string[]): Promise<void>;
  /** The site is gone. */
  forget(site: SiteId): void;
  /** The site's zone, currency or sessions changed. */
  refresh(site: SiteId): void;
};

export type SegmentBookPorts = {
  readonly store: Pick<Store, 'getRecord' | 'putRecord' | 'listRecords' | 'readSite'>;
  readonly clock: Clock;
  /** Left out where no other server changes segments. */
  readonly records?: Pick<Records, 'on'>;
  readonly settingsOf: (site: SiteId) => SiteSettings | undefined;
  readonly sites: readonly SiteId[];
  /** Something has to be built for a site now. */
  readonly onChange: (site: SiteId) => void;
};

/** @example const segments = await createSegmentBook({ store, clock, settingsOf, sites, onChange }) */
export async function createSegmentBook(ports: SegmentBookPorts): Promise<SegmentBook> {
  const { clock } = ports;
  const shelf = await openShelf(ports);
  const { change } = shelf;

  async function put<T>(
    site: SiteId,
    make: (catalog: Catalog, eventDays: number) => Outcome<Catalog>,
    answer: (catalog: Catalog) => T,
  ): Promise<Outcome<T>> {
    const settings = ports.settingsOf(site);
    if (settings === undefined) return refuse('unknown_site', 'site', 'make the site first');
    return change(site, (catalog) => make(catalog, settings.eventDays), answer);
  }

  return {
    of: shelf.of,
    put: (site, definition) =>
      put(
        site,
        (catalog, eventDays) => putDefinition(catalog, definition, eventDays),
        (catalog) => newestEntries(catalog).get(definition.key) as CatalogEntry,
      ),
    putAll: (site, wanted) =>
      put(
        site,
        (catalog, eventDays) => putAll(catalog, wanted, eventDays),
        (catalog) => {
          const newest = newestEntries(catalog);
          return wanted.segments.flatMap(({ key }) => newest.get(key) ?? []);
        },
      ),
    remove: (site, key) => change(site, (catalog) => removeDefinition(catalog, key), nothing),
    bringIntoForce: async (site, built) => {
      const foldedUnder = built.circumstances;
      const bring = (catalog: Catalog): Catalog =>
        shelf.of(site)?.rules.program.id === built.rules.program.id
          ? { ...bringIntoForce(catalog, clock.now()), foldedUnder }
          : catalog;
      await change(site, (catalog) => accept(bring(catalog)), nothing);
    },
    settle: async (site, told) => {
      const forget = (untold: readonly string[]) => untold.filter((id) => !told.includes(id));
      await change(site, (catalog) => accept({ ...catalog, untold: forget(catalog.untold) }), nothing);
    },
    forget: shelf.forget,
    refresh: shelf.refresh,
  };
}

/** Catalogs as they lie in the store, and what is made of them. */
async function openShelf(ports: SegmentBookPorts) {
  const { store, onChange, records = OWN_RECORDS } = ports;
  const known = await readSites(ports);
  const inTurn = createTurns();

  type Made = { readonly made: Outcome<Catalog>; readonly dated: Dated | null };
  type Dated = { readonly catalog: Catalog; readonly compiled: Compiled };

  async function date(site: SiteId, catalog: Catalog): Promise<Dated> {
    const compiled = compileFor(ports, site, catalog);
    return { catalog: dateCounters(catalog, compiled.program, await readHorizon(store, site)), compiled };
  }

  /** It is in the store now. */
  async function note(site: SiteId, { catalog, compiled }: Dated): Promise<void> {
    const world = known.get(site)?.world ?? (await readWorld(store, site));
    const isCurrent = compiled.circumstances === readCircumstances(ports, site).circumstances;
    known.set(site, toSite(catalog, isCurrent ? compiled : compileFor(ports, site, catalog), world));
  }

  /** As it lies in the store, where another server may have changed it a moment ago. */
  async function take(site: SiteId, value: Json | undefined): Promise<Catalog> {
    const segments = known.get(site);
    const catalog = decodeCatalog(site, value);
    if (isDeepStrictEqual(catalog, segments?.catalog ?? NO_CATALOG)) return segments?.catalog ?? NO_CATALOG;
    const world = segments?.world ?? (await readWorld(store, site));
    known.set(site, toSite(catalog, compileFor(ports, site, catalog), world));
    return catalog;
  }

  function change<T>(
    site: SiteId,
    make: (catalog: Catalog) => Outcome<Catalog>,
    answer: (catalog: Catalog) => T,
  ): Promise<Outcome<T>> {
    return inTurn(site, async () => {
      const { made, dated } = await changeRecord<Made>(store, [SEGMENTS, site, KEY], async (value) => {
        const before = await take(site, value);
        const next = make(before);
        if (!next.ok || next.value === before) return { answer: { made: next, dated: null } };
        const changed = await date(site, next.value);
        return { next: encodeCatalog(changed.catalog), answer: { made: next, dated: changed } };
      });
      if (dated !== null) await note(site, dated);
      if (!made.ok) return made;
      if (isBuilding(made.value)) onChange(site);
      return accept(answer(made.value));
    });
  }

  records.on(SEGMENTS, (site) =>
    inTurn(site, async () => {
      await take(site, await store.getRecord(SEGMENTS, site, KEY));
      onChange(site);
    }),
  );
  return {
    of: (site: SiteId) => known.get(site) ?? null,
    change,
    forget: (site: SiteId) => void known.delete(site),
    refresh: (site: SiteId): void => {
      const segments = known.get(site);
      if (segments === undefined) return;
      const { catalog, world, circumstances } = segments;
      if (readCircumstances(ports, site).circumstances === circumstances) return;
      known.set(site, toSite(catalog, compileFor(ports, site, catalog), world));
      onChange(site);
    },
  };
}

const nothing = (): null => null;

/** Changes of one site are made one after the other. */
function createTurns(): <T>(site: SiteId, work: () => Promise<T>) => Promise<T> {
  const turns = new Map<SiteId, Promise<unknown>>();
  return (site, work) => {
    const turn = (turns.get(site) ?? Promise.resolve()).then(work, work);
    turns.set(site, turn);
    return turn;
  };
}

async function readSites(ports: SegmentBookPorts): Promise<Map<SiteId, SiteSegments>> {
  const { store, sites } = ports;
  const known = new Map<SiteId, SiteSegments>();
  for (const site of sites) {
    const catalog = await readCatalog(store, site);
    if (catalog === NO_CATALOG) continue;
    const world = await readWorld(store, site);
    known.set(site, toSite(catalog, compileFor(ports, site, catalog), world));
  }
  return known;
}

async function readCatalog(store: SegmentBookPorts['store'], site: SiteId): Promise<Catalog> {
  return decodeCatalog(site, await store.getRecord(SEGMENTS, site, KEY));
}

function toSite(catalog: Catalog, compiled: Compiled, world: SiteWorld): SiteSegments {
  const { circumstances } = compiled;
  const program = keepAs(compiled.program, catalog.keptAs ?? {});
  const isUntold = isBuilding(catalog) || catalog.untold.length > 0;
  return { catalog, rules: { program, world, isUntold }, live: readLive(catalog), world, circumstances };
}

function readLive({ segments }: Catalog): LiveSegments {
  const lives = segments.map(({ definition, version, state, from }) =>
    state === 'live' ? { key: definition.key, version, from: from ?? 0 } : null,
  );
  const named = new Map(lives.flatMap((live) => (live === null ? [] : [[live.key, live] as const])));
  return { liveOf: (segment) => lives[segment] ?? null, liveNamed: (key) => named.get(key) ?? null };
}
