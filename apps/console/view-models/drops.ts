/** How far visitors came on their way to an order, and where they stopped. */
import type { DropsAnswer } from '../api/answers/statistics.ts';
import type { DropsWords } from '../words/drops.ts';
import type { Bar } from './bar.ts';
import type { Format } from './format.ts';

type StepKey = DropsAnswer['drops']['steps'][number]['step'];

export type DropsView = {
  /** Where most stop; null: nobody has come. */
  readonly worst: { readonly text: string; readonly next: string } | null;
  readonly columns: readonly string[];
  readonly bars: readonly Bar[];
  readonly rows: readonly (readonly (string | number)[])[];
  readonly notes: readonly string[];
};

/** @example viewDrops(answer, words, format).worst?.text // 'Most stop after “Looked at a product”: …' */
export function viewDrops(
  { drops, totals, isBehind }: DropsAnswer,
  words: DropsWords,
  format: Format,
): DropsView {
  const { unit, steps } = drops;
  const all = steps[0]?.came ?? 0;
  const worst = steps
    .filter(({ stopped }) => stopped > 0)
    .reduce<(typeof steps)[number] | null>(
      (most, own) => (most === null || own.stopped > most.stopped ? own : most),
      null,
    );
  const tell = (part: number, whole: number): string =>
    whole === 0 ? format.count(part) : words.of(format.count(part), format.share(part / whole));
  const tellNext = (came: number, stopped: number): string =>
    words.wentOn(format.count(came - stopped), format.count(stopped), format.share(stopped / came));
  const isPartly = unit === 'visitors' && totals.viewsOfVisitors < totals.views;
  return {
    worst: worst === null ? null : wordWorst(worst, words, format),
    columns: [words.step, words.came[unit], words.after],
    bars: steps.map(({ step, came, stopped }) => ({
      key: step,
      label: words.steps[step],
      text: tell(came, all),
      from: 0,
      to: all === 0 ? 0 : came / all,
      look: step === worst?.step ? 'against' : 'plain',
      // Nothing lies behind the last one.
      more: [step === 'order' || came === 0 ? '–' : tellNext(came, stopped)],
    })),
    rows: steps.map(({ step, came, stopped }) => [words.steps[step], came, came - stopped, stopped]),
    notes: [
      words.notes[unit],
      ...(isPartly ? [words.partly(format.share(totals.viewsOfVisitors / totals.views))] : []),
      ...(isBehind ? [words.behind] : []),
    ],
  };
}

function wordWorst(
  { step, came, stopped }: { readonly step: StepKey; readonly came: number; readonly stopped: number },
  words: DropsWords,
  format: Format,
): NonNullable<DropsView['worst']> {
  const text = words.worst(
    words.steps[step],
    format.count(stopped),
    format.count(came),
    format.share(stopped / came),
  );
  return { text, next: step === 'order' ? '' : words.next[step] };
}
