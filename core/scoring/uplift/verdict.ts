/** Whether coupons are to go where they change something: only when a trial has shown that somebody knows where. */
import { compareRankings, type Estimate, type UpliftEvidence } from './evidence.ts';
import { type Rankings, rankOutOfFold } from './out-of-fold.ts';
import { checkTrial, type Trial } from './trial.ts';
import type { Learner } from './two-models.ts';

export type UpliftCode =
  | 'better'
  | 'no_better_than_chance'
  | 'no_better_than_likely_buyers'
  | 'no_control'
  | 'no_treatment'
  | 'too_few'
  | 'too_short';

/** What an arm lacks. */
export type Missing = {
  readonly arm: 'control' | 'treatment';
  /** `conversions`: visitors who reached the goal. `others`: who did not. */
  readonly what: 'conversions' | 'others';
  readonly has: number;
  readonly needs: number;
};

export type UpliftVerdict = {
  /** `keep`: go on as before. `abstain`: nothing can be said, and `missing` says what it takes. */
  readonly word: 'promote' | 'keep' | 'abstain';
  readonly code: UpliftCode;
  /** One sentence with the figures. */
  readonly reason: string;
  readonly missing: readonly Missing[];
  /** null where nothing was compared. */
  readonly evidence: UpliftEvidence | null;
};

export type UpliftOptions = {
  /**
   * Conversions in each arm, and as many visitors without one. 100 unless said, as for any model: each arm has a model
   * of its own, and neither is better founded for the other's visitors.
   */
  readonly least?: number;
  /** 5 unless said. */
  readonly folds?: number;
  /** Draws for the intervals, 500 unless said. */
  readonly repeats?: number;
  /** 0.05 unless said. */
  readonly alpha?: number;
  readonly seed?: number;
};

export type JudgedUplift = {
  readonly verdict: UpliftVerdict;
  /** What was judged, by row of the trial; null where nothing was. */
  readonly rankings: Rankings | null;
};

export const LEAST_OF_EACH = 100;

/**
 * Ranks the visitors of a trial by models that did not see them, once by what the treatment changes and once by how
 * likely they are to buy, and says whether the first is to decide from now on. It has to beat both a random order and
 * the likely buyers, each by an interval that lies above 0.
 *
 * @throws RangeError as {@link checkTrial} does.
 * @example judgeUplift(trial, learn).verdict.word // 'abstain': 'It takes 100 conversions in the control, where there are 41.'
 */
export function judgeUplift(trial: Trial, learn: Learner, options: UpliftOptions = {}): JudgedUplift {
  checkTrial(trial);
  const { least = LEAST_OF_EACH, folds = 5, repeats = 500, alpha = 0.05, seed = 1 } = options;
  const missing = findMissing(trial, least);
  if (missing.length > 0) return { verdict: abstain(missing), rankings: null };
  const rankings = rankOutOfFold(trial, learn, { folds, seed });
  return { verdict: weigh(compareRankings(trial, rankings, { repeats, seed, alpha })), rankings };
}

/** What each arm lacks to be learned from; empty where there is enough. @param needs Of conversions, and of others. */
export function findMissing({ treated, outcomes }: Trial, needs: number): readonly Missing[] {
  const has = { control: { conversions: 0, others: 0 }, treatment: { conversions: 0, others: 0 } };
  for (const [row, arm] of treated.entries()) {
    has[arm === 1 ? 'treatment' : 'control'][outcomes[row] === 1 ? 'conversions' : 'others'] += 1;
  }
  return (['control', 'treatment'] as const).flatMap((arm) =>
    (['conversions', 'others'] as const)
      .map((what) => ({ arm, what, has: has[arm][what], needs }))
      .filter((missed) => missed.has < needs),
  );
}

function abstain(missing: readonly Missing[]): UpliftVerdict {
  const empty = missing.filter(({ has }) => has === 0).map(({ arm }) => arm);
  const bares = (['control', 'treatment'] as const).filter(
    (arm) => empty.filter((one) => one === arm).length === 2,
  );
  // Where nobody came at all, no arm is to blame.
  const bare = bares.length === 1 ? bares[0] : undefined;
  const code = bare === undefined ? 'too_few' : bare === 'control' ? 'no_control' : 'no_treatment';
  const lacks = missing.map(describeMissing).join(', and ');
  const cure = bare === 'control' ? ' Keep a holdout that is never treated.' : '';
  return { word: 'abstain', code, reason: `It takes ${lacks}.${cure}`, missing, evidence: null };
}

function describeMissing({ arm, what, has, needs }: Missing): string {
  const whom = what === 'conversions' ? 'conversions' : 'visitors without a conversion';
  return `${needs} ${whom} in the ${arm}, where there are ${has}`;
}

function weigh(evidence: UpliftEvidence): UpliftVerdict {
  const { uplift, advantage } = evidence;
  if (!(uplift.qini.low > 0)) {
    const reason = `Whom it changes is not known better than by chance: Qini ${describeEstimate(uplift.qini)}.`;
    return { word: 'keep', code: 'no_better_than_chance', reason, missing: [], evidence };
  }
  if (!(advantage.low > 0)) {
    const reason = `It is open whether that wins more than asking likely buyers first: Qini differs by ${describeEstimate(advantage)}.`;
    return { word: 'keep', code: 'no_better_than_likely_buyers', reason, missing: [], evidence };
  }
  const reason = `It wins more than asking likely buyers first: Qini is higher by ${describeEstimate(advantage)}.`;
  return { word: 'promote', code: 'better', reason, missing: [], evidence };
}

function describeEstimate({ value, low, high }: Estimate): string {
  const [shown, from, to] = [value, low, high].map((number) => Number(number.toPrecision(3)));
  return `${shown}, between ${from} and ${to}`;
}
