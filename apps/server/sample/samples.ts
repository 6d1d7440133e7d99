/**
 * Sample data: a made-up shop in a site of its own beside the one that it is for, so that it never mixes with anybody real,
 * and goes with that site's removal. No key opens it; who is signed in to its owner looks at it.
 */
import type { Engine } from '../../../core/engine.ts';
import type { SiteId } from '../../../core/entry.ts';
import { accept, type Outcome, refuse } from '../../../core/errors.ts';
import type { Store } from '../../../core/ports.ts';
import type { RemovedSite } from '../../../core/privacy/site-removal.ts';
import type { Site } from '../../../core/sites/site.ts';
import { fillSlice, forgetSample, learnFromSample, prepareSample, SLICES } from './fill.ts';

/** What goes on with what a server left half full. */
export const SAMPLE_JOB = 'sample-data';
const COLLECTION = 'sample-fills';
const KEY = 'fill';
/** Learning takes about as long as so many slices. */
const LEARNING = 6;
const NAME = 'Sample shop';
const MOST_NAME_CHARACTERS = 33;

export type SampleState = {
  readonly state: 'none' | 'filling' | 'ready';
  /** 0 to 1. */
  readonly progress: number;
};

type Fill = {
  /** The last instant of the sample, UTC ms. */
  readonly until: number;
  /** Slices that are in. */
  readonly done: number;
  readonly isReady: boolean;
};

export type Samples = {
  /** The sample of a site; null: there is none. */
  of(owner: SiteId): Site | null;
  read(owner: SiteId): Promise<SampleState>;
  /** Makes it, empty, where there is none; `fill` fills it. @returns `conflict` where a site has its name. */
  make(owner: Site, by: string): Promise<Outcome<SampleState>>;
  /** Goes on with every sample that is not complete. Asked again, from where it was. */
  fill(): Promise<void>;
  /** @returns `not_found` where there is none. */
  remove(owner: Site, by: string): Promise<Outcome<Pick<RemovedSite, 'rows'>>>;
  /** Ends what is under way here; the next start goes on with it. */
  stop(): Promise<void>;
};

type SamplePorts = {
  readonly engine: Engine;
  readonly store: Pick<Store, 'getRecord' | 'putRecord'>;
};

const NONE: SampleState = { state: 'none', progress: 0 };
const BOUND = { leastOfEach: 40, discountPerYear: 0.15 };

/** @example const samples = createSamples({ engine, store }); await samples.make(site, 'secret key'); await samples.fill() */
export function createSamples(ports: SamplePorts): Samples {
  const { sites, audit, removal } = ports.engine;
  const filler = createFiller(ports);

  const sampleOf = (owner: SiteId): Site | null =>
    sites.list().find((site) => site.sampleOf === owner) ?? null;

  return {
    of: sampleOf,
    read: async (owner) => {
      const sample = sampleOf(owner);
      return sample === null ? NONE : describe(await filler.read(sample));
    },
    make: async (owner, by) => {
      const known = sampleOf(owner.siteId);
      if (known !== null) return accept(describe(await filler.read(known)));
      const { timezone, currency } = owner.settings;
      const site = `${owner.site.slice(0, MOST_NAME_CHARACTERS)}-sample`;
      const asked = { site, name: NAME, policy: 'session', timezone, currency } as const;
      // Few visitors are enough to show what a model is: no decision rests on this one.
      const made = await sites.create({ ...asked, scoring: BOUND }, owner.siteId);
      if (!made.ok) return made;
      await audit.write(owner.siteId, { act: 'sample data made', by });
      return accept(describe(undefined));
    },
    fill: async () => {
      for (const site of sites.list()) if (site.sampleOf !== null) await filler.fill(site);
    },
    remove: async (owner, by) => {
      const sample = sampleOf(owner.siteId);
      if (sample === null) return refuse('not_found', 'site', 'there is no sample data');
      await filler.leave(sample);
      const removed = await removal.remove(sample.site, by);
      if (!removed.ok) return removed;
      await audit.write(owner.siteId, { act: 'sample data removed', by });
      return accept({ rows: removed.value.rows });
    },
    stop: async () => {
      for (const site of sites.list()) if (site.sampleOf !== null) await filler.leave(site);
    },
  };
}

/** Where a fill is broken off it stands in the store how far it came. */
function createFiller({ engine, store }: SamplePorts) {
  /** The slice that is being written here: a removal waits for it. */
  const busy = new Map<SiteId, Promise<unknown>>();
  const left = new Set<SiteId>();
  const isOver = ({ siteId }: Site): boolean => left.has(siteId) || engine.sites.byId(siteId) === undefined;

  async function read({ siteId }: Site): Promise<Fill | undefined> {
    return (await store.getRecord(COLLECTION, siteId, KEY)) as Fill | undefined;
  }

  /** Undefined where it was removed meanwhile: then nothing of it is written. */
  async function move({ siteId }: Site, was: Fill | undefined, next: Fill): Promise<Fill | undefined> {
    return (await store.putRecord(COLLECTION, siteId, KEY, next, { was })) ? next : undefined;
  }

  async function goOn(sample: Site): Promise<void> {
    const begun: Fill = { until: engine.now(), done: 0, isReady: false };
    let fill = (await read(sample)) ?? (await move(sample, undefined, begun));
    if (fill === undefined || fill.isReady) return;
    const { until } = fill;
    const entry = await prepareSample(engine, sample, until);
    while (fill !== undefined && fill.done < SLICES) {
      if (isOver(sample)) return;
      await fillSlice(engine, sample, { slice: fill.done, until, entry });
      fill = await move(sample, fill, { ...fill, done: fill.done + 1 });
    }
    if (fill === undefined || isOver(sample)) return;
    await learnFromSample(engine, sample);
    if (!isOver(sample)) await move(sample, fill, { ...fill, isReady: true });
  }

  return {
    read,
    fill: async (sample: Site): Promise<void> => {
      if (busy.has(sample.siteId) || isOver(sample)) return;
      const filling = goOn(sample).catch((error: unknown) => {
        // What is written of it as it goes is refused: that is no fault.
        if (!isOver(sample)) throw error;
      });
      busy.set(sample.siteId, filling);
      await filling.finally(() => busy.delete(sample.siteId));
    },
    /** Resolves when nothing of it is written here any more. */
    leave: async (sample: Site): Promise<void> => {
      left.add(sample.siteId);
      forgetSample(engine, sample);
      await busy.get(sample.siteId)?.catch(ignore);
    },
  };
}

/** Whoever fills hears of it. */
const ignore = (): void => undefined;

/** It was made a moment ago where nothing of its fill is written yet. */
function describe(fill: Fill | undefined): SampleState {
  if (fill?.isReady === true) return { state: 'ready', progress: 1 };
  return { state: 'filling', progress: (fill?.done ?? 0) / (SLICES + LEARNING) };
}
