/** What one local day of a site came to: sums and sketches, of nobody in particular. */
import * as z from 'zod';
import type { Json } from '../entry.ts';
import { addNames, MOST_NAMES, type NameCounts, namesShape } from './names.ts';
import { addTraces, EMPTY_SKETCH, isSketch, type Sketch, type Trace } from './sketch.ts';

/** How far visitors came, in order; that of orders is counted order by order. */
export const STEPS = ['product', 'cart', 'checkout', 'order'] as const;
export type Step = (typeof STEPS)[number];

/** A campaign parameter or the origin of a referring page: `utm:spring`, `ref:https://search.example`. */
type SourceName = string;

/** How often, by name. */
type Tally = readonly (readonly [name: string, count: number])[];

type Sums = {
  readonly views: number;
  /** Views of somebody: the others were only counted. */
  readonly named: number;
  /** Events of a step, in the order of {@link STEPS}. */
  readonly steps: readonly number[];
  /** Each order once. */
  readonly orders: number;
  /** Of these orders, in minor units of the site's currency. */
  readonly grossMinor: number;
  /** What was paid back of them, whenever that was. */
  readonly refundedMinor: number;
};

export type DayCounts = Sums & {
  /** Everything of this day up to this place in the log is in here. */
  readonly place: number;
  /** Beyond the bounds, views count in the sum alone. */
  readonly pages: Tally;
  readonly sources: Tally;
  /** Events by name. */
  readonly names: NameCounts;
  /** Who came from a source, of the same month: what is told of sources is told of crowds. */
  readonly crowds: readonly (readonly [source: SourceName, crowd: Sketch])[];
  /** Who viewed a page. */
  readonly seen: Sketch;
  /** Visitors and stretches of time in which they did something, as long as the gap between sessions. */
  readonly stretches: Sketch;
  /** The same, and the stretch after each. */
  readonly spans: Sketch;
  /** Who reached a step, in the order of {@link STEPS}. */
  readonly reached: readonly Sketch[];
};

/** What some entries change of a day; sums and tallies may go down. */
export type DayDelta = Sums & {
  readonly pages: Tally;
  readonly sources: Tally;
  readonly names: NameCounts;
  readonly crowds: readonly (readonly [source: SourceName, traces: readonly Trace[]])[];
  readonly seen: readonly Trace[];
  readonly stretches: readonly Trace[];
  readonly spans: readonly Trace[];
  readonly reached: readonly (readonly Trace[])[];
};

/** Different ones that a day tells apart. */
export const MOST_PAGES = 300;
export const MOST_SOURCES = 50;

const NO_SUMS: Sums = { views: 0, named: 0, steps: [0, 0, 0, 0], orders: 0, grossMinor: 0, refundedMinor: 0 };

export const EMPTY_DAY: DayCounts = {
  ...NO_SUMS,
  place: 0,
  pages: [],
  sources: [],
  names: [],
  crowds: [],
  seen: EMPTY_SKETCH,
  stretches: EMPTY_SKETCH,
  spans: EMPTY_SKETCH,
  reached: STEPS.map(() => EMPTY_SKETCH),
};

export const NO_DELTA: DayDelta = {
  ...NO_SUMS,
  pages: [],
  sources: [],
  names: [],
  crowds: [],
  seen: [],
  stretches: [],
  spans: [],
  reached: STEPS.map(() => []),
};

/**
 * Counts a change once: one up to a place that the day holds already changes nothing.
 *
 * @example addToDay(EMPTY_DAY, { ...NO_DELTA, views: 1 }, 17).views // 1
 */
export function addToDay(day: DayCounts, delta: DayDelta, place: number): DayCounts {
  if (day.place >= place) return day;
  const sources = addTally(day.sources, delta.sources, MOST_SOURCES);
  return {
    place,
    ...addSums([day, delta]),
    pages: addTally(day.pages, delta.pages, MOST_PAGES),
    sources,
    names: addNames(day.names, delta.names, MOST_NAMES),
    crowds: addCrowds(day.crowds, delta.crowds, new Map(sources)),
    seen: addTraces(day.seen, delta.seen),
    stretches: addTraces(day.stretches, delta.stretches),
    spans: addTraces(day.spans, delta.spans),
    reached: day.reached.map((sketch, step) => addTraces(sketch, delta.reached[step] ?? [])),
  };
}

/** @example sumDeltas([one, { ...NO_DELTA, views: -1 }]) */
export function sumDeltas(deltas: readonly DayDelta[]): DayDelta {
  return {
    ...addSums(deltas),
    pages: addTally(
      [],
      deltas.flatMap(({ pages }) => pages),
    ),
    sources: addTally(
      [],
      deltas.flatMap(({ sources }) => sources),
    ),
    names: addNames(
      [],
      deltas.flatMap(({ names }) => names),
    ),
    crowds: [
      ...Map.groupBy(
        deltas.flatMap(({ crowds }) => crowds),
        ([source]) => source,
      ),
    ].map(([source, own]) => [source, unique(own.flatMap(([, traces]) => traces))]),
    seen: unique(deltas.flatMap(({ seen }) => seen)),
    stretches: unique(deltas.flatMap(({ stretches }) => stretches)),
    spans: unique(deltas.flatMap(({ spans }) => spans)),
    reached: STEPS.map((_, step) => unique(deltas.flatMap(({ reached }) => reached[step] ?? []))),
  };
}

function unique(traces: readonly Trace[]): readonly Trace[] {
  return [...new Set(traces)];
}

function addSums(all: readonly Sums[]): Sums {
  const sum = (read: (one: Sums) => number): number => all.reduce((total, one) => total + read(one), 0);
  return {
    views: sum(({ views }) => views),
    named: sum(({ named }) => named),
    steps: STEPS.map((_, step) => sum(({ steps }) => steps[step] ?? 0)),
    orders: sum(({ orders }) => orders),
    grossMinor: sum(({ grossMinor }) => grossMinor),
    refundedMinor: sum(({ refundedMinor }) => refundedMinor),
  };
}

/** Of the sources that the day tells apart. */
function addCrowds(
  crowds: DayCounts['crowds'],
  more: DayDelta['crowds'],
  sources: ReadonlyMap<SourceName, number>,
): DayCounts['crowds'] {
  const added = new Map(crowds);
  for (const [source, traces] of more)
    if (sources.has(source)) added.set(source, addTraces(added.get(source) ?? EMPTY_SKETCH, traces));
  return [...added];
}

/** Names stay once they are in: what was left out of a full tally is never in it later, and is taken off nothing. */
function addTally(tally: Tally, more: Tally, most = Number.POSITIVE_INFINITY): Tally {
  const counts = new Map(tally);
  for (const [name, count] of more) {
    const known = counts.get(name);
    if (known !== undefined || counts.size < most) counts.set(name, (known ?? 0) + count);
  }
  return [...counts];
}

const count = z.number().int();
const tally = z.array(z.tuple([z.string(), count]));
const sketch = z.custom<Sketch>(isSketch);
const traces = z.array(count);
const sums = {
  views: count,
  named: count,
  steps: z.array(count).length(STEPS.length),
  orders: count,
  grossMinor: count,
  refundedMinor: count,
  pages: tally,
  sources: tally,
  // Days that were counted before names were have none.
  names: namesShape.default([]),
};
const dayShape = z.object({
  ...sums,
  place: count,
  crowds: z.array(z.tuple([z.string(), sketch])),
  seen: sketch,
  stretches: sketch,
  spans: sketch,
  reached: z.array(sketch).length(STEPS.length),
});
export const deltaShape = z.object({
  ...sums,
  crowds: z.array(z.tuple([z.string(), traces])),
  seen: traces,
  stretches: traces,
  spans: traces,
  reached: z.array(traces).length(STEPS.length),
});

/** @param value As it lies in the store; what is no day counts as an empty one. */
export function readDay(value: Json | undefined): DayCounts {
  const read = dayShape.safeParse(value);
  return read.success ? read.data : EMPTY_DAY;
}
