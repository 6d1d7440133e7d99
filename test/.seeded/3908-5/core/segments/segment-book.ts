/** The segments of every site: what is in force, what is being built, and the programs made of both. */
import { createHash } from 'node:crypto';
import type { Json, SiteId } from '../entry.ts';
import { accept, type Outcome, refuse } from '../errors.ts';
import { minorDigits } from '../events/currency.ts';
import type { Clock, Store } from '../ports.ts';
import type { SiteSettings } from '../sites/site.ts';
import {
  bringIntoForce,
  type Catalog,
  type CatalogEntry,
  findEntry,
  isBuilding,
  liveDefinitions,
  NO_CATALOG,
  nextDefinitions,
  putDefinition,
  putStages,
  removeDefinition,
} from './catalog.ts';
import type { SegmentDefinition, StageDefinition } from './condition.ts';
import { createProgram, type Program } from './program.ts';
import type { LiveSegments } from './teller.ts';
import type { SegmentRules } from './tracks.ts';
import { createWorld, type SiteWorld } from './world.ts';

const COLLECTION = 'segments';
const KEY = 'catalog';

/** Of a site, for as long as nothing of it changes. */
export type SiteSegments = {
  readonly catalog: Catalog;
  readonly rules: SegmentRules;
  readonly live: LiveSegments;
  readonly world: SiteWorld;
};

export type SegmentBook = {
  of(site: SiteId): SiteSegments | null;
  put(site: SiteId, definition: SegmentDefinition): Promise<Outcome<CatalogEntry>>;
  putStages(site: SiteId, stages: readonly StageDefinition[]): Promise<Outcome<readonly StageDefinition[]>>;
  remove(site: SiteId, key: string): Promise<Outcome<null>>;
  /** What was being built is complete. */
  bringIntoForce(site: SiteId): Promise<void>;
  /** Everybody has been told of the versions that came into force. */
  settle(site: SiteId, told: readonly string[]): Promise<void>;
  /** The site's zone, currency or retention changed. */
  refresh(site: SiteId): void;
};

export type SegmentBookPorts = {
  readonly store: Pick<Store, 'getRecord' | 'putRecord' | 'readSite'>;
  readonly clock: Clock;
  readonly settingsOf: (site: SiteId) => SiteSettings | undefined;
  readonly sites: readonly SiteId[];
  /** Something has to be built for a site now. */
  readonly onChange: (site: SiteId) => void;
};

/** @example const segments = await createSegmentBook({ store, clock, settingsOf, sites, onChange }) */
export async function createSegmentBook(ports: SegmentBookPorts): Promise<SegmentBook> {
  const { store, clock, onChange } = ports;
  const known = new Map<SiteId, SiteSegments>();
  const inTurn = createTurns();
  for (const site of ports.sites) {
    const catalog = await readCatalog(store, site);
    if (catalog.segments.length > 0) known.set(site, await makeSite(ports, site, catalog, null));
  }

  async function keep(site: SiteId, catalog: Catalog): Promise<void> {
    await store.putRecord(COLLECTION, site, KEY, catalog as unknown as Json);
    known.set(site, await makeSite(ports, site, catalog, known.get(site) ?? null));
  }

  function change<T>(
    site: SiteId,
    make: (catalog: Catalog) => Outcome<Catalog>,
    answer: (catalog: Catalog) => T,
  ): Promise<Outcome<T>> {
    return inTurn(site, async () => {
      const before = known.get(site)?.catalog ?? NO_CATALOG;
      const made = make(before);
      if (!made.ok) return made;
      if (made.value !== before) await keep(site, made.value);
      if (isBuilding(made.value)) onChange(site);
      return accept(answer(made.value));
    });
  }

  return {
    of: (site) => known.get(site) ?? null,
    put: (site, definition) => {
      const settings = ports.settingsOf(site);
      if (settings === undefined)
        return Promise.resolve(refuse('unknown_site', 'site', 'make the site first'));
      return change(
        site,
        (catalog) => putDefinition(catalog, definition, settings.eventDays),
        (catalog) => newestEntry(catalog, definition.key) as CatalogEntry,
      );
    },
    putStages: (site, stages) => change(site, (catalog) => putStages(catalog, stages), stagesOf),
    remove: (site, key) => change(site, (catalog) => removeDefinition(catalog, key), nothing),
    bringIntoForce: async (site) => {
      await change(site, (catalog) => accept(bringIntoForce(catalog, clock.now())), nothing);
    },
    settle: async (site, told) => {
      const forget = (untold: readonly string[]) => untold.filter((id) => !told.includes(id));
      await change(site, (catalog) => accept({ ...catalog, untold: forget(catalog.untold) }), nothing);
    },
    refresh: (site) => {
      const segments = known.get(site);
      if (segments === undefined) return;
      known.set(site, compileSite(ports, site, segments.catalog, segments.world));
      onChange(site);
    },
  };
}

const nothing = (): null => null;
const stagesOf = ({ stages }: Catalog): readonly StageDefinition[] => stages;

/** Changes of one site are made one after the other. */
function createTurns(): <T>(site: SiteId, work: () => Promise<T>) => Promise<T> {
  const turns = new Map<SiteId, Promise<unknown>>();
  return (site, work) => {
    const turn = (turns.get(site) ?? Promise.resolve()).then(work, work);
    turns.set(site, turn);
    return turn;
  };
}

/** The one being built, else the one in force. */
export function newestEntry(catalog: Catalog, key: string): CatalogEntry | undefined {
  return findEntry(catalog, key, 'building') ?? findEntry(catalog, key, 'live');
}

async function readCatalog(store: SegmentBookPorts['store'], site: SiteId): Promise<Catalog> {
  const kept = await store.getRecord(COLLECTION, site, KEY);
  return kept === undefined ? NO_CATALOG : (kept as unknown as Catalog);
}

async function makeSite(
  ports: SegmentBookPorts,
  site: SiteId,
  catalog: Catalog,
  before: SiteSegments | null,
): Promise<SiteSegments> {
  return compileSite(ports, site, catalog, before?.world ?? (await readWorld(ports.store, site)));
}

const FACTS_A_PAGE = 1_000;

async function readWorld(store: SegmentBookPorts['store'], site: SiteId): Promise<SiteWorld> {
  const world = createWorld();
  for (let after: { t: number; id: string } | undefined; ; ) {
    const facts = await store.readSite(site, { type: 'fact', limit: FACTS_A_PAGE, ...(after && { after }) });
    world.add(facts);
    const last = facts.at(-1);
    if (last === undefined || facts.length < FACTS_A_PAGE) return world;
    after = { t: last.t, id: last.id };
  }
}

function compileSite(
  { settingsOf }: SegmentBookPorts,
  site: SiteId,
  catalog: Catalog,
  world: SiteWorld,
): SiteSegments {
  const { timezone = 'UTC', currency = 'EUR' } = settingsOf(site) ?? {};
  const program = compileCatalog(catalog, timezone, currency);
  const isUntold = isBuilding(catalog) || catalog.untold.length > 0;
  return { catalog, rules: { program, world, isUntold }, live: readLive(catalog), world };
}

/** Versions in force build on versions in force, those being built on what will be. */
export function compileCatalog(catalog: Catalog, zone: string, currency: string): Program {
  const live = liveDefinitions(catalog);
  const next = nextDefinitions(catalog);
  const segments = catalog.segments.map(({ definition, version, state }) => ({
    definition,
    version,
    definitions: state === 'building' ? next : live,
  }));
  const made = [
    segments.map(({ definition, version }) => [definition.key, version, definition.when]),
    catalog.stages,
  ];
  return createProgram({
    id: createHash('sha256')
      .update(JSON.stringify([made, zone, currency]))
      .digest('hex')
      .slice(0, 12),
    segments,
    stages: catalog.stages,
    zone,
    minorPerMajor: 10 ** (minorDigits(currency) ?? 2),
    shareOf,
  });
}

/** First 52 bits of the SHA-256 of a text, over 2^52. */
export function shareOf(text: string): number {
  return Number(`0x${createHash('sha256').update(text).digest('hex').slice(0, 13)}`) / 2 ** 52;
}

function readLive({ segments }: Catalog): LiveSegments {
  const lives = segments.map(({ definition, version, state, from }) =>
    state === 'live' ? { key: definition.key, version, from: from ?? 0 } : null,
  );
  const named = new Map(lives.flatMap((live) => (live === null ? [] : [[live.key, live] as const])));
  return { liveOf: (segment) => lives[segment] ?? null, liveNamed: (key) => named.get(key) ?? null };
}
