/** A boosting that was fitted: everything that prediction needs. */
import type { Feature } from '../matrix.ts';
import type { Forest } from './forest.ts';
import type { LossName } from './options.ts';

export const MODEL_VERSION = 1;

export type BoostedModel = Forest & {
  readonly kind: 'boosting';
  readonly version: typeof MODEL_VERSION;
  readonly loss: LossName;
  /** In the order of a row's values. */
  readonly features: readonly Feature[];
  /** One, or with softmax the number of classes; tree t adds to output t modulo outputs. */
  readonly outputs: number;
  /** The margin of each output before the first tree. */
  readonly base: Float64Array;
};
