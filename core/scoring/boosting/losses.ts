/**
 * What is made small. Each loss gives its first and second derivative by the margin: a tree's leaf then steps by
 * -G / (H + l2), as in Chen and Guestrin, XGBoost (KDD 2016), equation 5.
 */
import type { LossName, Settings } from './options.ts';

export type Labelled = {
  readonly targets: Float64Array;
  /** null: all weigh 1. */
  readonly weights: Float64Array | null;
};

/** By output, then by row. */
export type Slopes = {
  readonly gradients: readonly Float64Array[];
  readonly hessians: readonly Float64Array[];
};

export type Objective = {
  readonly outputs: number;
  /** The margins before the first tree: the best that are the same for every row. */
  readonly base: Float64Array;
  /** What a leaf's step is held to, before the learning rate. */
  readonly largestStep: number;
  readonly derive: (margins: readonly Float64Array[], into: Slopes) => void;
  /** Mean loss of rows at their margins. */
  readonly measure: (margins: readonly Float64Array[], labelled: Labelled) => number;
};

/**
 * The objective for these targets.
 *
 * @throws RangeError naming the target that the loss has no meaning for.
 */
export function createObjective(labelled: Labelled, settings: Settings, classes: number): Objective {
  if (settings.loss === 'logistic') return logistic(labelled);
  if (settings.loss === 'softmax') return softmax(labelled, classes);
  if (settings.loss === 'squared') return squared(labelled);
  return logLink(labelled, settings.loss === 'gamma' ? 2 : settings.power);
}

/** Targets that each loss takes, in words. */
const TAKEN = {
  logistic: '0 or 1',
  softmax: 'the place of a class',
  squared: 'a finite number',
  gamma: 'a finite number above 0',
  tweedie: 'a finite number from 0',
} as const satisfies Record<LossName, string>;

/** @throws RangeError naming the first target that the loss has no meaning for. */
export function checkTargets(targets: Float64Array, loss: LossName, classes: number): void {
  const row = targets.findIndex((target) => !isTarget(target, loss, classes));
  if (row === -1) return;
  throw new RangeError(
    `targets[${row}] is ${targets[row]}: with ${loss} it is ${TAKEN[loss]}; leave out other rows`,
  );
}

function isTarget(target: number, loss: LossName, classes: number): boolean {
  if (loss === 'logistic') return target === 0 || target === 1;
  if (loss === 'softmax') return Number.isInteger(target) && target >= 0 && target < classes;
  if (loss === 'gamma') return target > 0 && target < Number.POSITIVE_INFINITY;
  return Number.isFinite(target) && (loss === 'squared' || target >= 0);
}

function logistic(labelled: Labelled): Objective {
  const { targets, weights } = labelled;
  const share = smoothShare(weightedSum(targets, weights), totalWeight(labelled));
  return {
    outputs: 1,
    base: Float64Array.of(Math.log(share / (1 - share))),
    largestStep: Number.POSITIVE_INFINITY,
    derive: ([margins], { gradients: [gradients], hessians: [hessians] }) => {
      if (margins === undefined || gradients === undefined || hessians === undefined) return;
      for (let row = 0; row < targets.length; row++) {
        const weight = weights === null ? 1 : (weights[row] as number);
        const share = 1 / (1 + Math.exp(-(margins[row] as number)));
        gradients[row] = weight * (share - (targets[row] as number));
        hessians[row] = weight * share * (1 - share);
      }
    },
    measure: ([margins], held) =>
      meanOver(held, (row) => {
        const margin = margins?.[row] ?? 0;
        const softplus = Math.max(margin, 0) + Math.log1p(Math.exp(-Math.abs(margin)));
        return softplus - (held.targets[row] ?? 0) * margin;
      }),
  };
}

/** Where all are alike, half a row of the other kind: a margin stays finite. */
function smoothShare(part: number, whole: number): number {
  return part <= 0 || part >= whole ? (part + 0.5) / (whole + 1) : part / whole;
}

/** Friedman, Greedy function approximation (2001), algorithm 6: the factor is that of classes that add up to 1. */
function softmax(labelled: Labelled, classes: number): Objective {
  const { targets, weights } = labelled;
  const factor = classes / Math.max(1, classes - 1);
  return {
    outputs: classes,
    base: baseOfClasses(labelled, classes),
    largestStep: Number.POSITIVE_INFINITY,
    derive: (margins, { gradients, hessians }) => {
      const shares = new Float64Array(classes);
      for (let row = 0; row < targets.length; row++) {
        const weight = weights === null ? 1 : (weights[row] as number);
        readMargins(margins, row, shares);
        toShares(shares);
        for (let output = 0; output < classes; output++) {
          const share = shares[output] as number;
          (gradients[output] as Float64Array)[row] = weight * (share - (targets[row] === output ? 1 : 0));
          (hessians[output] as Float64Array)[row] = weight * factor * share * (1 - share);
        }
      }
    },
    measure: (margins, held) => {
      const shares = new Float64Array(classes);
      return meanOver(held, (row) => {
        readMargins(margins, row, shares);
        toShares(shares);
        return -Math.log(Math.max(Number.MIN_VALUE, shares[held.targets[row] ?? 0] ?? 0));
      });
    },
  };
}

function baseOfClasses(labelled: Labelled, classes: number): Float64Array {
  const whole = totalWeight(labelled);
  return Float64Array.from({ length: classes }, (_, output) => {
    const hits = labelled.targets.map((target) => (target === output ? 1 : 0));
    return Math.log(smoothShare(weightedSum(hits, labelled.weights), whole));
  });
}

function readMargins(margins: readonly Float64Array[], row: number, into: Float64Array): void {
  for (let output = 0; output < into.length; output++)
    into[output] = (margins[output] as Float64Array)[row] as number;
}

/** Margins to shares that add up to 1, in place. */
export function toShares(margins: Float64Array): void {
  let largest = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < margins.length; at++) largest = Math.max(largest, margins[at] as number);
  let sum = 0;
  for (let at = 0; at < margins.length; at++) {
    const part = Math.exp((margins[at] as number) - largest);
    margins[at] = part;
    sum += part;
  }
  for (let at = 0; at < margins.length; at++) margins[at] = (margins[at] as number) / sum;
}

function squared(labelled: Labelled): Objective {
  const { targets, weights } = labelled;
  return {
    outputs: 1,
    base: Float64Array.of(weightedSum(targets, weights) / totalWeight(labelled)),
    largestStep: Number.POSITIVE_INFINITY,
    derive: ([margins], { gradients: [gradients], hessians: [hessians] }) => {
      if (margins === undefined || gradients === undefined || hessians === undefined) return;
      for (let row = 0; row < targets.length; row++) {
        const weight = weights === null ? 1 : (weights[row] as number);
        gradients[row] = weight * ((margins[row] as number) - (targets[row] as number));
        hessians[row] = weight;
      }
    },
    measure: ([margins], held) =>
      meanOver(held, (row) => ((margins?.[row] ?? 0) - (held.targets[row] ?? 0)) ** 2 / 2),
  };
}

/**
 * Tweedie's deviance of an amount exp(margin); a power of 2 is gamma. The second derivative is the expected one (Fisher
 * scoring): the observed one goes to 0 where the amount is far too high, and a step would be without bounds. By it no
 * step goes below -1, and none is let above 1. Both derivatives are taken in units of the mean amount, so that amounts
 * in cents and in euros grow the same trees.
 */
function logLink(labelled: Labelled, power: number): Objective {
  const { targets, weights } = labelled;
  const mean = weightedSum(targets, weights) / totalWeight(labelled);
  if (!(mean > 0)) throw new RangeError('targets are all 0: an amount can be fitted when one is above 0');
  const centre = Math.log(mean);
  return {
    outputs: 1,
    base: Float64Array.of(centre),
    largestStep: 1,
    derive: ([margins], { gradients: [gradients], hessians: [hessians] }) => {
      if (margins === undefined || gradients === undefined || hessians === undefined) return;
      for (let row = 0; row < targets.length; row++) {
        const weight = weights === null ? 1 : (weights[row] as number);
        const margin = (margins[row] as number) - centre;
        const curve = Math.exp((2 - power) * margin);
        gradients[row] =
          weight * (curve - ((targets[row] as number) / mean) * Math.exp((1 - power) * margin));
        hessians[row] = weight * curve;
      }
    },
    measure: ([margins], held) =>
      meanOver(held, (row) => tweedieLoss(margins?.[row] ?? 0, held.targets[row] ?? 0, power)),
  };
}

function tweedieLoss(margin: number, target: number, power: number): number {
  const pull = (-target * Math.exp((1 - power) * margin)) / (1 - power);
  return power === 2 ? pull + margin : pull + Math.exp((2 - power) * margin) / (2 - power);
}

function meanOver(labelled: Labelled, lossOf: (row: number) => number): number {
  let sum = 0;
  for (let row = 0; row < labelled.targets.length; row++) sum += (labelled.weights?.[row] ?? 1) * lossOf(row);
  return sum / totalWeight(labelled);
}

function totalWeight({ targets, weights }: Labelled): number {
  return weights === null ? targets.length : weights.reduce((sum, weight) => sum + weight, 0);
}

function weightedSum(values: Float64Array, weights: Float64Array | null): number {
  return values.reduce((sum, value, row) => sum + value * (weights?.[row] ?? 1), 0);
}
