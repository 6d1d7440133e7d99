/** What may be said of a boosting, and what holds where nothing is said: one setting for all data, tuned to none. */
import type { Feature, Matrix } from '../matrix.ts';

export const LOSSES = ['logistic', 'softmax', 'squared', 'gamma', 'tweedie'] as const;

export type LossName = (typeof LOSSES)[number];

/** Rows that are later than those the trees grow from. */
export type Holdout = {
  readonly matrix: Matrix;
  readonly targets: ArrayLike<number>;
  readonly weights?: ArrayLike<number>;
};

export type BoostingOptions = {
  /** logistic: 0 or 1; softmax: the class's place; squared: any amount; gamma: above 0; tweedie: 0 and above. */
  readonly loss?: LossName;
  /** Of softmax; where left out, as many as the targets name. */
  readonly classes?: number;
  /** Of tweedie, between 1 (Poisson) and 2 (gamma). */
  readonly power?: number;
  /** At most so many; softmax grows a tree for each class in each. */
  readonly rounds?: number;
  /** The share of a tree's answer that is taken. */
  readonly learningRate?: number;
  /** Of a tree, at most. */
  readonly leaves?: number;
  /** Rows that a leaf has at least. */
  readonly minLeaf?: number;
  /** What a leaf's second derivatives add up to at least. */
  readonly minHessian?: number;
  readonly l2?: number;
  /** Of the rows, drawn for each round. */
  readonly rowShare?: number;
  /** Of the features, drawn for each tree. */
  readonly columnShare?: number;
  readonly seed?: number;
  /** By a feature's name: 1 where more of it never lowers the answer, -1 where it never raises it. */
  readonly monotone?: Readonly<Record<string, 1 | -1>>;
  /** One a row, above 0. */
  readonly weights?: ArrayLike<number>;
  /** Rows are in time order: the last share of them, or later ones. 0: every round is kept. */
  readonly holdout?: number | Holdout;
  /** Rounds without a better loss on the holdout, after which no more are tried. */
  readonly patience?: number;
  /** Told after each round; answering false ends it, and what was grown is kept. */
  readonly onRound?: (round: number, holdoutLoss: number | null) => boolean | undefined;
};

/** Options with nothing left out but what belongs to the data. */
export type Settings = {
  readonly loss: LossName;
  readonly power: number;
  readonly rounds: number;
  readonly learningRate: number;
  readonly leaves: number;
  readonly minLeaf: number;
  readonly minHessian: number;
  readonly l2: number;
  readonly rowShare: number;
  readonly columnShare: number;
  readonly seed: number;
  readonly patience: number;
};

const DEFAULTS: Settings = {
  loss: 'logistic',
  power: 1.5,
  rounds: 300,
  learningRate: 0.05,
  leaves: 15,
  minLeaf: 20,
  minHessian: 1e-3,
  l2: 1,
  rowShare: 1,
  columnShare: 1,
  seed: 1,
  patience: 20,
};

type Range = { readonly least: number; readonly most: number; readonly isWhole?: true };

const SMALLEST = Number.MIN_VALUE;

const RANGES: Readonly<Record<Exclude<keyof Settings, 'loss'>, Range>> = {
  power: { least: 1 + Number.EPSILON, most: 2 - Number.EPSILON },
  rounds: { least: 1, most: 10_000, isWhole: true },
  learningRate: { least: SMALLEST, most: 1 },
  leaves: { least: 2, most: 255, isWhole: true },
  minLeaf: { least: 1, most: Number.MAX_SAFE_INTEGER, isWhole: true },
  minHessian: { least: 0, most: Number.MAX_VALUE },
  l2: { least: 0, most: Number.MAX_VALUE },
  rowShare: { least: SMALLEST, most: 1 },
  columnShare: { least: SMALLEST, most: 1 },
  seed: { least: Number.MIN_SAFE_INTEGER, most: Number.MAX_SAFE_INTEGER, isWhole: true },
  patience: { least: 1, most: Number.MAX_SAFE_INTEGER, isWhole: true },
};

/** @throws RangeError naming the option that cannot be. */
export function completeOptions(options: BoostingOptions): Settings {
  const settings = { ...DEFAULTS };
  for (const name of Object.keys(RANGES) as (keyof typeof RANGES)[]) {
    const given = options[name];
    if (given !== undefined) settings[name] = checkNumber(name, given);
  }
  if (options.loss !== undefined && !LOSSES.includes(options.loss))
    throw new RangeError(`options.loss is ${options.loss}: give one of ${LOSSES.join(', ')}`);
  return { ...settings, loss: options.loss ?? DEFAULTS.loss };
}

function checkNumber(name: keyof typeof RANGES, value: number): number {
  const { least, most, isWhole } = RANGES[name];
  const fits = value >= least && value <= most && (isWhole === undefined || Number.isInteger(value));
  if (fits) return value;
  throw new RangeError(
    `options.${name} is ${value}: give a ${isWhole ? 'whole ' : ''}number from ${least} to ${most}`,
  );
}

/**
 * The direction of each feature: 1, -1, or 0 where it is free.
 *
 * @throws RangeError when a name is none of a number's, or classes would have to move against each other.
 */
export function readMonotone(features: readonly Feature[], options: BoostingOptions): Int8Array {
  const signs = new Int8Array(features.length);
  for (const [name, sign] of Object.entries(options.monotone ?? {})) {
    const place = features.findIndex((feature) => feature.name === name);
    if (features[place]?.kind !== 'number')
      throw new RangeError(`options.monotone.${name}: only a feature that is a number has a direction`);
    if (options.loss === 'softmax')
      throw new RangeError(`options.monotone.${name}: with softmax one class rises where another falls`);
    if (sign !== 1 && sign !== -1)
      throw new RangeError(`options.monotone.${name} is ${String(sign)}: give 1 or -1, or leave it out`);
    signs[place] = sign;
  }
  return signs;
}
