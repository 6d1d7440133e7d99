/** Streams of matured labels whose probabilities are true, until their log-odds move. */
import { NO_LABELS, recordLabel } from '../../../../core/scoring/drift/rate-alarm.ts';
import { createDraws, type Draws } from '../../measurement/experiment/arms.ts';

export type Stream = {
  /** Mean probability. */
  readonly rate: number;
  /** Of the log-odds: 0, everybody is alike, and nothing but the rate can be known. */
  readonly spread: number;
};

export const sigmoid = (margin: number): number => 1 / (1 + Math.exp(-margin));

/** Log-odds of a population. */
type Population = {
  readonly margins: Float64Array;
  /** The shift that brings it to another mean probability. */
  readonly shiftTo: (rate: number) => number;
};

const PEOPLE = 4_000;

export function createPopulation({ rate, spread }: Stream): Population {
  const draws = createDraws(99);
  const centred = Float64Array.from({ length: PEOPLE }, () => spread * draws.normal());
  const centre = shiftTo(centred, rate);
  const margins = centred.map((margin) => margin + centre);
  return { margins, shiftTo: (other) => shiftTo(margins, other) };
}

function shiftTo(margins: Float64Array, rate: number): number {
  let [low, high] = [-30, 30];
  for (let halving = 0; halving < 50; halving++) {
    const middle = (low + high) / 2;
    const mean = margins.reduce((sum, margin) => sum + sigmoid(margin + middle), 0) / margins.length;
    if (mean < rate) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

export type Drift = {
  readonly shift: number;
  /** Labels before it. */
  readonly after: number;
  /** Labels at most. */
  readonly labels: number;
};

const RATES = [0.01, 0.04, 0.123, 0.3];

/** Unchanged for 20,000 labels; `off` is the factor by which the odds are off from the beginning. */
export const CALM = RATES.flatMap((rate) =>
  [0, 1.5, 2.5].flatMap((spread) => [1, 1.1].map((off) => ({ rate, spread, off }))),
);

/** The rate becomes so many times what it was, after so many labels. */
export const CHANGED = RATES.flatMap((rate) =>
  [0.4, 0.6, 1.4, 1.69, 2.5].flatMap((times) =>
    [0, 1.5].flatMap((spread) => [0, 5_000].map((after) => ({ rate, times, spread, after }))),
  ),
);

/** At which label of an unchanged stream each seed raises the alarm. */
export function findFalseAlarms(stream: (typeof CALM)[number], seeds: readonly number[]): readonly number[] {
  const calm = { shift: Math.log(stream.off), after: 0, labels: 20_000 };
  const population = createPopulation(stream);
  return seeds.map((seed) => findAlarm(population, calm, seed)).filter(Number.isFinite);
}

/** How many labels after the change each seed raises it, ascending; not above 0: before it. */
export function findDelays(world: (typeof CHANGED)[number], seeds: readonly number[]): readonly number[] {
  const population = createPopulation(world);
  const shift = population.shiftTo(world.rate * world.times);
  const drift = { shift, after: world.after, labels: world.after + 400_000 };
  return seeds.map((seed) => findAlarm(population, drift, seed) - world.after).toSorted((a, b) => a - b);
}

/** At which label the alarm is raised; infinite: it is not. */
export function findAlarm({ margins }: Population, { shift, after, labels }: Drift, seed: number): number {
  const draws: Draws = createDraws(seed);
  let alarm = NO_LABELS;
  for (let label = 0; label < labels && alarm.raisedAt === null; label++) {
    const margin = margins[draws.below(PEOPLE)] ?? 0;
    const isPositive = draws.uniform() < sigmoid(margin + (label < after ? 0 : shift));
    alarm = recordLabel(alarm, sigmoid(margin), isPositive ? 1 : 0);
  }
  return alarm.raisedAt ?? Number.POSITIVE_INFINITY;
}
