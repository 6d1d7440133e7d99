/** What became of those a model spoke of, once it is known. */
import { type Interval, wilsonInterval } from '../../measurement/proportions.ts';
import { type MeasuredAuc, measureGroups } from '../auc-interval.ts';
import { countBins, findBin } from './bins.ts';
import { NO_LABELS, type RateAlarm, recordLabel } from './rate-alarm.ts';
import type { DriftReference } from './reference.ts';

export const OUTCOME_STATE_VERSION = 1;

/** Plain JSON. Labels are counted in blocks, as rows are. */
export type OutcomeState = {
  readonly version: typeof OUTCOME_STATE_VERSION;
  readonly alarm: RateAlarm;
  readonly previous: OutcomeBlock | null;
  readonly current: OutcomeBlock;
};

export type OutcomeBlock = {
  /** Sums of the probabilities, of their own variance p (1 - p), of the log loss, and of the loss they expect. */
  readonly expected: number;
  readonly variance: number;
  readonly loss: number;
  readonly expectedLoss: number;
  /** Rows of either label by the rank bins of the reference. */
  readonly positives: readonly number[];
  readonly negatives: readonly number[];
};

/** A label that can change no more, with what was said before. One for each visitor. */
export type MaturedLabel = {
  /** In log-odds, before calibration. */
  readonly margin: number;
  /** After it, above 0 and below 1. */
  readonly probability: number;
  readonly label: number;
};

export type OutcomeWatch = {
  /** O(1). @throws RangeError when the label is neither 1 nor 0, or the probability is not above 0 and below 1. */
  record(matured: MaturedLabel): void;
  /** A copy, to be stored. */
  state(): OutcomeState;
};

/** Of the last whole block and the one that is being filled. */
export type Outcomes = {
  readonly labels: number;
  /** Labels 1, and how many were to be expected. */
  readonly observed: number;
  readonly expected: number;
  /** Observed over expected, 95 % (Wilson's interval of the rate); NaN of no labels. */
  readonly ratio: number;
  readonly ratioInterval: Interval;
  /** Observed less expected, in standard deviations of true probabilities: right once, and not at every look. */
  readonly z: number;
  /** Mean in nats, and what it is on average where the probabilities are true. */
  readonly logLoss: number;
  readonly expectedLogLoss: number;
};

type OpenBlock = {
  sums: { expected: number; variance: number; loss: number; expectedLoss: number };
  labels: [negatives: number, positives: number];
  readonly counts: readonly [negatives: Float64Array, positives: Float64Array];
};

/** A block is whole when the area under its curve can be told to a few hundredths. */
const BLOCK_LABELS = 2_000;
const BLOCK_LABELS_OF_EITHER = 100;

/**
 * After a recalibration one begins anew: what the calibrator before said is no word of the one there is now.
 *
 * @param kept A state of the same reference, to go on from.
 * @throws RangeError when it is one of another reference.
 * @example const watch = createOutcomeWatch(reference); watch.record({ margin: -2, probability: 0.1, label: 0 })
 */
export function createOutcomeWatch(reference: DriftReference, kept?: OutcomeState): OutcomeWatch {
  if (kept !== undefined) checkState(reference, kept);
  const { bins } = reference.ranks;
  let alarm = kept?.alarm ?? NO_LABELS;
  let previous = kept?.previous ?? null;
  let current = openBlock(countBins(bins), kept?.current);
  return {
    record: ({ margin, probability, label }) => {
      checkMatured(probability, label);
      alarm = recordLabel(alarm, probability, label);
      addLabel(current, findBin(bins, margin), probability, label as 0 | 1);
      if (!isWhole(current)) return;
      previous = closeBlock(current);
      current = openBlock(countBins(bins));
    },
    state: () => ({ version: OUTCOME_STATE_VERSION, alarm, previous, current: closeBlock(current) }),
  };
}

function checkMatured(probability: number, label: number): void {
  if (label !== 0 && label !== 1) throw new RangeError(`the label is ${label}: 1 or 0`);
  if (!(probability > 0 && probability < 1))
    throw new RangeError(`the probability is ${probability}: above 0 and below 1`);
}

/** @example measureOutcomes(watch.state()).ratio // 1.69 */
export function measureOutcomes({ previous, current }: OutcomeState): Outcomes {
  const blocks = previous === null ? [current] : [previous, current];
  const sum = (partOf: (block: OutcomeBlock) => number) =>
    blocks.reduce((total, block) => total + partOf(block), 0);
  const observed = sum(({ positives }) => sumOf(positives));
  const labels = observed + sum(({ negatives }) => sumOf(negatives));
  const expected = sum((block) => block.expected);
  const rate = wilsonInterval({ did: observed, of: labels });
  return {
    labels,
    observed,
    expected,
    ratio: observed / expected,
    ratioInterval: { low: (rate.low * labels) / expected, high: (rate.high * labels) / expected },
    z: (observed - expected) / Math.sqrt(sum(({ variance }) => variance)),
    logLoss: sum(({ loss }) => loss) / labels,
    expectedLogLoss: sum(({ expectedLoss }) => expectedLoss) / labels,
  };
}

/**
 * The ranking of the last whole block; of a part of one it is not asked, since asking at every label would find a bad one
 * by chance.
 *
 * @returns null while no block is whole.
 * @example measureRecentAuc(watch.state())?.interval // { low: 0.81, high: 0.86 }
 */
export function measureRecentAuc({ previous }: OutcomeState): MeasuredAuc | null {
  return previous === null ? null : measureGroups(previous);
}

function checkState({ ranks }: DriftReference, { previous, current }: OutcomeState): void {
  for (const { positives, negatives } of previous === null ? [current] : [previous, current]) {
    if (positives.length !== ranks.positives.length || negatives.length !== ranks.negatives.length)
      throw new RangeError('these labels were counted in the bins of another reference');
  }
}

function addLabel(block: OpenBlock, bin: number, probability: number, label: 0 | 1): void {
  const [won, lost] = [-Math.log(probability), -Math.log1p(-probability)];
  (block.counts[label][bin] as number) += 1;
  block.labels[label] += 1;
  block.sums.expected += probability;
  block.sums.variance += probability * (1 - probability);
  block.sums.loss += label === 1 ? won : lost;
  block.sums.expectedLoss += probability * won + (1 - probability) * lost;
}

function isWhole({ labels: [negatives, positives] }: OpenBlock): boolean {
  return negatives + positives >= BLOCK_LABELS && Math.min(negatives, positives) >= BLOCK_LABELS_OF_EITHER;
}

function openBlock(bins: number, kept?: OutcomeBlock): OpenBlock {
  if (kept === undefined)
    return {
      sums: { expected: 0, variance: 0, loss: 0, expectedLoss: 0 },
      labels: [0, 0],
      counts: [new Float64Array(bins), new Float64Array(bins)],
    };
  const { positives, negatives, ...sums } = kept;
  const counts = [Float64Array.from(negatives), Float64Array.from(positives)] as const;
  return { sums, labels: [sumOf(negatives), sumOf(positives)], counts };
}

function closeBlock({ sums, counts: [negatives, positives] }: OpenBlock): OutcomeBlock {
  return { ...sums, positives: [...positives], negatives: [...negatives] };
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
