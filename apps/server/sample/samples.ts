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
import {
  countSlices,
  fillSlice,
  forgetSample,
  learnedOfSample,
  learnFromSample,
  planSample,
  prepareSample,
  type SamplePlan,
} from './fill.ts';
import { notePastSizes } from './past-sizes.ts';
import { createPresence } from './presence.ts';
import { VISITORS } from './shape.ts';

/** What goes on with what a server left half full. */
export const SAMPLE_JOB = 'sample-data';
const COLLECTION = 'sample-fills';
const KEY = 'fill';
/** What is learned after the last slice takes about this share of the whole. */
const LEARNING = 0.4;
/** Before that sizes are counted, and statistics. */
const COUNTS = 2;
/** Between two times that somebody who looks sets something off. */
const LOOK_MS = 4_000;
const NAME = 'Sample shop';
/** With what stands behind it a short name has 40 at most. */
const MOST_NAME_CHARACTERS = 31;
const MOST_NAMES = 9;

export type SampleState = {
  readonly state: 'none' | 'filling' | 'ready';
  /** 0 to 1. */
  readonly progress: number;
};

type Fill = {
  /** The last instant of the sample, UTC ms. */
  readonly until: number;
  readonly visitors: number;
  /** Slices that are in, and then what was counted of them. */
  readonly done: number;
  readonly isReady: boolean;
};

export type MakeOptions = {
  /** Who asks, for the audit log. */
  readonly by: string;
  /** Made-up visitors; the usual number when left out. */
  readonly visitors?: number | undefined;
};

export type Samples = {
  /** The sample of a site; null: there is none. */
  of(owner: SiteId): Site | null;
  read(owner: SiteId): Promise<SampleState>;
  /** Makes it, empty, where there is none; `fill` fills it. @returns `conflict` where a site has its name. */
  make(owner: Site, options: MakeOptions): Promise<Outcome<SampleState>>;
  /** Goes on with every sample that is not complete. Asked again, from where it was. */
  fill(): Promise<void>;
  /** @returns `not_found` where there is none. */
  remove(owner: Site, by: string): Promise<Outcome<Pick<RemovedSite, 'rows'>>>;
  /** Somebody looks at it: its visitors go on coming. Nobody waits for them. */
  look(sample: Site): void;
  /** Ends what is under way here; the next start goes on with it. */
  stop(): Promise<void>;
};

type SamplePorts = {
  readonly engine: Engine;
  readonly store: Pick<Store, 'getRecord' | 'putRecord'>;
  readonly onFault?: (error: unknown) => void;
};

const NONE: SampleState = { state: 'none', progress: 0 };
const BOUND = { leastOfEach: 40, discountPerYear: 0.15 };

/** @example const samples = createSamples({ engine, store }); await samples.make(site, { by: 'secret key' }); await samples.fill() */
export function createSamples(ports: SamplePorts): Samples {
  const { sites, audit, removal } = ports.engine;
  const filler = createFiller(ports);

  const sampleOf = (owner: SiteId): Site | null =>
    sites.list().find((site) => site.sampleOf === owner) ?? null;

  return {
    of: sampleOf,
    read: async (owner) => {
      const sample = sampleOf(owner);
      if (sample === null) return NONE;
      return describe(await filler.read(sample), learnedOfSample(ports.engine, sample.siteId));
    },
    make: async (owner, { by, visitors = VISITORS }) => {
      const known = sampleOf(owner.siteId);
      if (known !== null) return accept(describe(await filler.read(known)));
      const made = await createSampleSite(sites, owner, () => sampleOf(owner.siteId) !== null);
      if (!made.ok) {
        // Of two who ask at a time the second finds what the first has made.
        const other = sampleOf(owner.siteId);
        return other === null ? made : accept(describe(await filler.read(other)));
      }
      const fill = await filler.begin(made.value, visitors);
      await audit.write(owner.siteId, { act: 'sample data made', by });
      return accept(describe(fill));
    },
    fill: async () => {
      for (const site of sites.list()) if (site.sampleOf !== null) await filler.fill(site);
    },
    remove: async (owner, by) => {
      const sample = sampleOf(owner.siteId);
      if (sample === null) return refuse('not_found', 'site', 'there is no sample data');
      await filler.leave(sample);
      const removed = await removal.remove(sample.site, by).finally(() => filler.stay(sample));
      if (!removed.ok) return removed;
      await audit.write(owner.siteId, { act: 'sample data removed', by });
      return accept({ rows: removed.value.rows });
    },
    look: filler.look,
    stop: async () => {
      for (const site of sites.list()) if (site.sampleOf !== null) await filler.leave(site);
    },
  };
}

/** `SITE-sample`, or the next name that no site has. @param isThere Whether somebody has made it meanwhile. */
async function createSampleSite(
  sites: Pick<Engine['sites'], 'create'>,
  { site, siteId, settings }: Site,
  isThere: () => boolean,
): Promise<Outcome<Site>> {
  const { timezone, currency } = settings;
  // Few visitors are enough to show what a model is: no decision rests on this one.
  const asked = { name: NAME, policy: 'session', timezone, currency, scoring: BOUND } as const;
  for (let n = 1; ; n += 1) {
    const own = `${site.slice(0, MOST_NAME_CHARACTERS)}-sample${n === 1 ? '' : `-${n}`}`;
    const made = await sites.create({ ...asked, site: own }, siteId);
    if (made.ok || made.code !== 'conflict' || isThere() || n === MOST_NAMES) return made;
  }
}

/** Where a fill is broken off it stands in the store how far it came. */
function createFiller({ engine, store, onFault = ignore }: SamplePorts) {
  /** What is being written here: a removal waits for it. */
  const busy = new Map<SiteId, Promise<unknown>>();
  const left = new Set<SiteId>();
  const lookedAt = new Map<SiteId, number>();
  const presence = createPresence(engine);
  const isOver = ({ siteId }: Site): boolean => left.has(siteId) || engine.sites.byId(siteId) === undefined;

  async function read({ siteId }: Site): Promise<Fill | undefined> {
    return (await store.getRecord(COLLECTION, siteId, KEY)) as Fill | undefined;
  }

  /** Undefined where it was removed meanwhile: then nothing of it is written. */
  async function move({ siteId }: Site, was: Fill | undefined, next: Fill): Promise<Fill | undefined> {
    return (await store.putRecord(COLLECTION, siteId, KEY, next, { was })) ? next : undefined;
  }

  async function begin(sample: Site, visitors: number): Promise<Fill | undefined> {
    return move(sample, undefined, { until: engine.now(), visitors, done: 0, isReady: false });
  }

  async function goOn(sample: Site): Promise<void> {
    // One that was made, and broken off at once, is begun here.
    let fill = (await read(sample)) ?? (await begin(sample, VISITORS));
    if (fill === undefined || fill.isReady) return;
    const { until, visitors } = fill;
    const entry = await prepareSample(engine, sample, until);
    const plan = await planSample(sample, { visitors, until, entry });
    const steps = listSteps(sample, plan, until);
    while (fill !== undefined && fill.done < steps.length) {
      if (isOver(sample)) return;
      await steps[fill.done]?.();
      fill = await move(sample, fill, { ...fill, done: fill.done + 1 });
    }
    if (fill === undefined || isOver(sample)) return;
    await learnFromSample(engine, sample);
    if (!isOver(sample)) await move(sample, fill, { ...fill, isReady: true });
  }

  /** Slices, and then what is counted of them. */
  function listSteps(sample: Site, plan: SamplePlan, until: number): readonly (() => Promise<unknown>)[] {
    const isGone = (): boolean => isOver(sample);
    return [
      ...Array.from({ length: plan.slices }, (_, slice) => () => fillSlice(engine, sample, plan, slice)),
      () => notePastSizes({ engine, store }, sample, { until, isOver: isGone }),
      engine.statistics.count,
    ];
  }

  async function show(sample: Site): Promise<void> {
    const fill = await read(sample);
    if (fill?.isReady === true && !isOver(sample)) await presence.bring(sample, fill);
  }

  /** One thing at a time. Resolves when it is done, or at once where it is not begun. */
  async function occupy(sample: Site, work: (sample: Site) => Promise<void>): Promise<void> {
    if (busy.has(sample.siteId) || isOver(sample)) return;
    const working = work(sample).catch((error: unknown) => {
      // What is written of it as it goes is refused: that is no fault.
      if (!isOver(sample)) throw error;
    });
    busy.set(sample.siteId, working);
    await working.finally(() => busy.delete(sample.siteId));
  }

  return {
    read,
    begin,
    fill: (sample: Site): Promise<void> => occupy(sample, goOn),
    look: (sample: Site): void => {
      const now = engine.now();
      if (now - (lookedAt.get(sample.siteId) ?? Number.NEGATIVE_INFINITY) < LOOK_MS) return;
      lookedAt.set(sample.siteId, now);
      occupy(sample, show).catch(onFault);
    },
    /** Resolves when nothing of it is written here any more. */
    leave: async (sample: Site): Promise<void> => {
      left.add(sample.siteId);
      forgetSample(engine, sample);
      await busy.get(sample.siteId)?.catch(ignore);
    },
    /** Whoever left goes on, where it is there still. */
    stay: ({ siteId }: Site): void => void left.delete(siteId),
  };
}

/** Whoever fills hears of it. */
const ignore = (): void => undefined;

/** It was made a moment ago where nothing of its fill is written yet. */
function describe(fill: Fill | undefined, learned = 0): SampleState {
  if (fill === undefined) return { state: 'filling', progress: 0 };
  if (fill.isReady) return { state: 'ready', progress: 1 };
  const filled = fill.done / (countSlices(fill.visitors) + COUNTS);
  return { state: 'filling', progress: filled * (1 - LEARNING) + learned * LEARNING };
}
