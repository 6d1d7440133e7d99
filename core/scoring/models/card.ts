/** What is known of a model, for whoever has to trust it: from what it learned, how good it was on later data, and why it is served. */
import type { Label } from '../labels/label.ts';
import type { Candidate, CandidateName, Training, Verdict } from '../training/train.ts';

export type ModelCard = {
  readonly label: string;
  readonly version: number;
  readonly kind: 'logistic' | 'boosting';
  readonly featuresVersion: number;
  /** UTC ms. */
  readonly trainedAt: number;
  readonly verdict: Verdict;
  readonly horizonMs: number;
  /** Distinct things that the examples are about. */
  readonly positives: number;
  readonly negatives: number;
  /** Whom it learned from and was judged by; who declines to be profiled or was erased is not among them. Absent before. */
  readonly visitors?: number;
  /** More visitors were there than examples could be taken of. */
  readonly isSampled: boolean;
  readonly rows: Training['rows'];
  readonly window: Training['window'];
  /** All measures are of the model as it was before the tested rows were among these; absent from a card of before. */
  readonly calibration?: Training['calibration'];
  /** Share of the heuristic in the margin. */
  readonly heuristicShare: number;
  readonly candidates: readonly Candidate[];
  /** Mean of what each feature moves the margin by, on test rows, the strongest first. */
  readonly importance: Training['importance'];
  readonly seed: number;
  /** Null: it is as it was trained. */
  readonly recalibrated: Recalibrated | null;
};

/** How a version came of another one when the rate had moved; all else on the card is of the training. */
export type Recalibrated = {
  readonly from: number;
  /** UTC ms; `since` is when the first of the labels was looked at that the shift was learned from. */
  readonly at: number;
  readonly since: number;
  readonly labels: number;
  readonly observed: number;
  /** By the version before. */
  readonly expected: number;
  /** Log-odds. */
  readonly shift: number;
};

/**
 * Up to when labels were decided that the probabilities were fitted to, UTC ms.
 *
 * @example knownTo(card) <= splitByTime(dataset, card.horizonMs).test.times[0]
 */
export function knownTo({ recalibrated, calibration, window, horizonMs }: ModelCard): number {
  return recalibrated?.at ?? (calibration?.window ?? window.tune)[1] + horizonMs;
}

/** The candidate that the card is about. */
export function measuredOf({ kind, candidates }: Pick<ModelCard, 'kind' | 'candidates'>): Candidate | null {
  return candidates.find(({ name }) => name === (kind satisfies CandidateName)) ?? null;
}

/** What keeps a label from being learned, in words for a merchant; empty: nothing. */
export type Lack = {
  readonly positives: number;
  readonly negatives: number;
  readonly leastOfEach: number;
};

/** @example describeLack(label, { positives: 63, negatives: 4_210, leastOfEach: 100 }) // ['63 of 100 purchases'] */
export function describeLack(label: Label, { positives, negatives, leastOfEach }: Lack): readonly string[] {
  const [good, bad] = nounsOf(label);
  return [
    ...(positives < leastOfEach ? [`${positives} of ${leastOfEach} ${good}`] : []),
    ...(bad !== null && negatives < leastOfEach ? [`${negatives} of ${leastOfEach} ${bad}`] : []),
  ];
}

/** Of amounts and next actions there is no other side. */
function nounsOf(label: Label): readonly [good: string, bad: string | null] {
  if (label.kind === 'absence')
    return ['visits that nobody came back after', 'visits that somebody came back after'];
  if (label.kind === 'next') return ['sessions with a next action', null];
  const isOrder = label.event === 'Order Completed';
  if (label.kind === 'amount')
    return [isOrder ? 'orders with a value' : `“${label.event}” with a value`, null];
  return isOrder ? ['purchases', 'sessions without one'] : [`“${label.event}”`, 'sessions without one'];
}
