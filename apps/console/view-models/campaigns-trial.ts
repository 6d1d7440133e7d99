/** What a trial on past visitors found, in words. */
import type { DryRunAnswer } from '../api/answers/campaigns.ts';
import type { CampaignTrialWords } from '../words/campaigns-trial.ts';
import type { Format } from './format.ts';

const DAY_MS = 86_400_000;

export type TrialView = {
  readonly isNobody: boolean;
  readonly title: string;
  readonly lines: readonly string[];
  readonly times: readonly { readonly key: string; readonly cells: readonly [string, string] }[];
  readonly reasons: readonly { readonly key: string; readonly cells: readonly [string, string] }[];
};

/** @example viewTrial(answer, words, format).title // '12 of 60 visitors' */
export function viewTrial(run: DryRunAnswer, words: CampaignTrialWords, format: Format): TrialView {
  const { reached, visitors, treatments, control, passedOver, holdout, times, reasons } = run;
  const counted = (count: number, say: (count: string) => string): readonly string[] =>
    count === 0 ? [] : [say(format.count(count))];
  return {
    isNobody: reached === 0,
    title: reached === 0 ? words.nobody : words.reached(format.count(reached), format.count(visitors)),
    lines: [
      ...(reached === 0 ? [words.nobodyText] : counted(treatments, words.treatments)),
      ...counted(control, words.control),
      ...counted(passedOver, words.passedOver),
      ...counted(holdout, words.holdout),
      ...counted(Math.round(dailyOf(run)), words.aDay),
      words.assumes,
    ],
    times: Object.entries(times)
      .map(([many, count]) => [Number(many), count] as const)
      .toSorted(([one], [other]) => one - other)
      .map(([many, count]) => ({
        key: String(many),
        cells: [words.times(format.count(many)), format.count(count)],
      })),
    reasons: Object.entries(reasons)
      .toSorted(([, one], [, other]) => other - one)
      .map(([reason, many]) => ({
        key: reason,
        cells: [words.reasons[reason] ?? reason, format.count(many)],
      })),
  };
}

/** Visitors a day who would take part, whatever arm they are in. */
export function dailyOf({
  from,
  to,
  reached,
  control,
}: Pick<DryRunAnswer, 'from' | 'to' | 'reached' | 'control'>): number {
  return (reached + control) / Math.max(1, (Date.parse(to) - Date.parse(from)) / DAY_MS);
}
