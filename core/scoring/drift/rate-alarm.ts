/**
 * Whether things come true as often as they were said to. An alarm that may be asked at every label for as long as a model
 * serves: what it may cost in false alarms is fixed before, and not used up faster by asking more often.
 */

/** Plain JSON. */
export type RateAlarm = {
  readonly labels: number;
  /** For each of {@link FACTORS}: how much better a change of the odds by it explains the labels. */
  readonly evidence: readonly number[];
  readonly opening: Opening;
  /** Labels there were when it was raised; it stays raised until a new one is begun. */
  readonly raisedAt: number | null;
};

/** Sums over the first labels: label less probability, and of that the variance and the third moment. */
type Opening = { readonly excess: number; readonly variance: number; readonly third: number };

/** Changes of the odds that are looked for; those between are found nearly as fast. */
const FACTORS = [Math.SQRT2, 2, Math.SQRT1_2, 0.5] as const;
/**
 * What is let pass for ever, in either direction: so far off, by chance, is a calibrator that learned from a hundred
 * positives, and 20,000 labels would find it out.
 */
const TOLERATED = 1.1;
const UNCHANGED = FACTORS.map((factor) => (factor > 1 ? TOLERATED : 1 / TOLERATED));

/**
 * A model is likelier to be wrong when it begins than at any other label. So much of what false alarms may cost is spent
 * on one look at its first labels together, which a procedure for all labels makes little use of: 0.4 %, two-sided.
 */
const OPENING_LABELS = 500;
const OPENING_Z = 2.878;
/** With less, the sum of the labels is too far from normal for its skewness to be corrected. */
const LEAST_VARIANCE = 10;

/** Of the rest, 0.6 % within 20,000 labels, a third is spent on a head start. */
const HEAD_START = 10_000;
const THRESHOLD = 5_000_000;

export const NO_LABELS: RateAlarm = {
  labels: 0,
  evidence: FACTORS.map(() => HEAD_START),
  opening: { excess: 0, variance: 0, third: 0 },
  raisedAt: null,
};

/**
 * Takes in one label. A stream whose probabilities are true raises the alarm within n labels with a chance of at most
 * 0.004 + (10,000 + n) / 5,000,000, that is 1 % in 20,000.
 *
 * The second part is Shiryaev's and Roberts' procedure with a head start (Moustakides, Polunchenko and Tartakovsky,
 * Statistica Sinica 21, 2011), averaged over {@link FACTORS}, of odds that changed by a factor against odds that are off
 * by a tenth to that side. While they are off by less, the evidence less the number of labels does not rise on average,
 * whatever the probabilities are, and Doob's inequality bounds its maximum. The first part is one z test of the labels'
 * sum after 500, its skewness corrected (Cornish and Fisher 1938). Up and down are looked for alike.
 *
 * @param probability That was given before the label was known.
 * @param label 1 or 0. One for each visitor: the second label of one visitor is no news, and would be taken for some.
 * @example recordLabel(NO_LABELS, 0.12, 1).evidence[1] // 16430: twice the odds explain it 1.64 times as well as 1.1 times
 */
export function recordLabel(alarm: RateAlarm, probability: number, label: number): RateAlarm {
  const evidence = alarm.evidence.map((before, at) => {
    const [changed, unchanged] = [FACTORS[at] ?? 1, UNCHANGED[at] ?? 1];
    const totals = (1 - probability + probability * unchanged) / (1 - probability + probability * changed);
    return (before + 1) * totals * (label === 1 ? changed / unchanged : 1);
  });
  const labels = alarm.labels + 1;
  const opening = labels <= OPENING_LABELS ? addToOpening(alarm.opening, probability, label) : alarm.opening;
  const isSurprising = labels === OPENING_LABELS && Math.abs(surpriseOf(opening)) >= OPENING_Z;
  const isRaised = isSurprising || evidenceOf(evidence) >= THRESHOLD;
  // Past the threshold nothing is decided by it any more, and it must not grow beyond what JSON can keep.
  const kept = evidence.map((one) => Math.min(one, THRESHOLD * FACTORS.length));
  return { labels, evidence: kept, opening, raisedAt: alarm.raisedAt ?? (isRaised ? labels : null) };
}

function evidenceOf(evidence: readonly number[]): number {
  return evidence.reduce((sum, one) => sum + one, 0) / FACTORS.length;
}

function addToOpening({ excess, variance, third }: Opening, probability: number, label: number): Opening {
  const spread = probability * (1 - probability);
  return {
    excess: excess + label - probability,
    variance: variance + spread,
    third: third + spread * (1 - 2 * probability),
  };
}

/** In standard deviations of a normal distribution. */
function surpriseOf({ excess, variance, third }: Opening): number {
  if (variance < LEAST_VARIANCE) return 0;
  const z = excess / Math.sqrt(variance);
  return z - ((third / variance ** 1.5) * (z * z - 1)) / 6;
}
