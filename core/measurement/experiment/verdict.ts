/** What to do with a treatment, in one word, with the reason. */
import type { Difference, Evidence } from './evidence.ts';
import {
  describeDifference,
  describeGuard,
  describeLift,
  describeSampleRatio,
  describeVisitors,
  percent,
} from './verdict-words.ts';

const WORDS = {
  gain: 'ship',
  loss: 'stop',
  guard_lost: 'stop',
  no_gain: 'stop',
  undecided: 'keep_running',
  sample_ratio_mismatch: 'broken',
  stray_visitors: 'broken',
  too_few_visitors: 'not_enough_data',
  too_few_conversions: 'not_enough_data',
  too_few_days: 'not_enough_data',
  no_variance: 'not_enough_data',
} as const;

export type VerdictCode = keyof typeof WORDS;
export type VerdictWord = (typeof WORDS)[VerdictCode];

export type Verdict = {
  readonly word: VerdictWord;
  readonly code: VerdictCode;
  /** One sentence with the figures. */
  readonly reason: string;
};

/** Shares are of the control's mean, and not below 0. */
export type Thresholds = {
  /** A loss that surely is larger is stopped at once; a smaller one when the days are over. */
  readonly harm: number;
  /** A guard goal that surely loses more stops the treatment at once. */
  readonly guard: number;
  /** With a lift that surely is smaller it is not worth going on; null: any lift is worth it. */
  readonly leastLift: number | null;
  /** Full ones: a week has days on which people look and days on which they buy. */
  readonly leastDays: number;
  /** In each arm. */
  readonly leastVisitors: number;
};

export const USUAL_THRESHOLDS: Thresholds = {
  harm: 0.05,
  guard: 0,
  leastLift: null,
  leastDays: 7,
  leastVisitors: 100,
};

/** With fewer a mean is far from normal, and no interval here holds. */
const LEAST_CONVERSIONS = 10;

type Rule = (evidence: Evidence, thresholds: Thresholds) => Verdict | null;

/** In this order: can anything be believed, is harm done, has it run long enough, what is shown. */
const RULES: readonly Rule[] = [
  askSampleRatio,
  askVisitors,
  askConversions,
  askGuards,
  askHarm,
  askDays,
  askDirection,
  askLeastLift,
];

/**
 * The verdict of the first rule that has one. It rests on the sample ratio and on the sequential interval of the
 * difference, which holds whenever it is asked; losses that are to be tolerated are shares of the control's mean as
 * measured.
 *
 * @example judge(evidence, USUAL_THRESHOLDS).word // 'keep_running'
 */
export function judge(evidence: Evidence, thresholds: Thresholds): Verdict {
  for (const rule of RULES) {
    const verdict = rule(evidence, thresholds);
    if (verdict !== null) return verdict;
  }
  return say('undecided', `It is open whether ${evidence.key} does better: ${describeDifference(evidence)}.`);
}

function say(code: VerdictCode, reason: string): Verdict {
  return { word: WORDS[code], code, reason };
}

function askSampleRatio({ sampleRatio }: Evidence): Verdict | null {
  if (sampleRatio.state !== 'mismatch') return null;
  const code = sampleRatio.strays > 0 ? 'stray_visitors' : 'sample_ratio_mismatch';
  return say(code, describeSampleRatio(sampleRatio));
}

function askVisitors({ visitors, sampleRatio }: Evidence, { leastVisitors }: Thresholds): Verdict | null {
  const isEnough = Math.min(visitors.control, visitors.treatment) >= leastVisitors;
  if (isEnough && sampleRatio.state === 'quiet') return null;
  const need = isEnough
    ? 'too few to tell whether the arms are filled as they should be'
    : `too few: it takes ${leastVisitors} in each arm`;
  return say('too_few_visitors', `There are ${describeVisitors(visitors)}, ${need}.`);
}

function askConversions({ visitors, dueConversions, difference }: Evidence): Verdict | null {
  const there = `There are ${describeVisitors(visitors)}`;
  if (difference === null) return say('no_variance', `${there}, and all of them did the same.`);
  if (dueConversions >= LEAST_CONVERSIONS) return null;
  const few = `but only about ${Math.floor(dueConversions)} in an arm did otherwise than the rest`;
  return say('too_few_conversions', `${there}, ${few}: it takes ${LEAST_CONVERSIONS}.`);
}

function askGuards({ guards }: Evidence, { guard: most }: Thresholds): Verdict | null {
  const lost = guards.find(({ difference }) => difference !== null && losesMore(difference, most));
  return lost === undefined ? null : say('guard_lost', describeGuard(lost));
}

function losesMore({ interval, controlMean }: Difference, share: number): boolean {
  return interval.high < -share * Math.max(0, controlMean);
}

function askHarm(evidence: Evidence, { harm }: Thresholds): Verdict | null {
  const { difference } = evidence;
  if (difference === null || !losesMore(difference, harm)) return null;
  return say('loss', `${describeLift(evidence)}: ${describeDifference(evidence)}.`);
}

function askDays({ days }: Evidence, { leastDays }: Thresholds): Verdict | null {
  if (days >= leastDays) return null;
  return say('too_few_days', `It has run for ${days} full days: it takes ${leastDays}.`);
}

function askDirection(evidence: Evidence): Verdict | null {
  const { difference } = evidence;
  if (difference === null || (difference.interval.low <= 0 && difference.interval.high >= 0)) return null;
  const code = difference.interval.low > 0 ? 'gain' : 'loss';
  return say(code, `${describeLift(evidence)}: ${describeDifference(evidence)}.`);
}

function askLeastLift(evidence: Evidence, { leastLift }: Thresholds): Verdict | null {
  const { difference, key } = evidence;
  if (difference === null || leastLift === null) return null;
  if (difference.interval.high >= leastLift * difference.controlMean) return null;
  return say(
    'no_gain',
    `${key} brings less than the ${percent(leastLift)} that would be worth it: ${describeDifference(evidence)}.`,
  );
}
