/** What campaigns changed, each with its interval, or why that cannot be said yet. */
import type { ChangeReport, ChangerAnswer, TreatmentLine } from '../api/answers/overview.ts';
import type { Tone } from '../ui/skin.ts';
import type { Writing } from './overview.ts';

/** The others stand on the page of campaigns. */
export const MOST_CHANGERS = 8;

export type Changer = {
  readonly campaign: ChangerAnswer;
  /** Null: it could not be read. */
  readonly report: ChangeReport | null;
};

export type ChangedRow = {
  readonly key: string;
  readonly name: string;
  readonly badge: { readonly text: string; readonly tone: Tone };
  /** A line for each arm. */
  readonly results: readonly string[];
};

const TONES: Readonly<Record<TreatmentLine['verdict']['word'], Tone>> = {
  ship: 'good',
  stop: 'bad',
  keep_running: 'waiting',
  broken: 'bad',
  not_enough_data: 'plain',
};

/** Those that run, or ran, the latest first. */
export function listChangers(campaigns: readonly ChangerAnswer[]): readonly ChangerAnswer[] {
  return campaigns
    .filter(({ liveSince }) => liveSince !== null)
    .toSorted(
      (a, b) => Number(b.state === 'live') - Number(a.state === 'live') || compare(b.liveSince, a.liveSince),
    );
}

function compare(a: string | null, b: string | null): number {
  return (a ?? '') < (b ?? '') ? -1 : Number((a ?? '') > (b ?? ''));
}

/** @example viewChanged({ campaign, report }, writing).badge.text // 'It helps' */
export function viewChanged({ campaign: { key, name }, report }: Changer, writing: Writing): ChangedRow {
  const { changed } = writing.words;
  if (report === null) return plain(key, name, changed.noReport, changed.noLift);
  const treatments = report.experiment?.treatments ?? [];
  const [best] = treatments.toSorted((a, b) => liftOf(b) - liftOf(a));
  if (best === undefined) return plain(key, name, changed.noControl, changed.noLift);
  const { word } = best.verdict;
  return {
    key,
    name,
    badge: { text: changed.verdicts[word], tone: TONES[word] },
    // Figures that are not to be believed are none.
    results:
      word === 'broken' ? [changed.noLift] : treatments.map((treatment) => wordResult(treatment, writing)),
  };
}

function plain(key: string, name: string, text: string, result: string): ChangedRow {
  return { key, name, badge: { text, tone: 'plain' }, results: [result] };
}

/** What the verdict rests on. */
function effectOf({ basis, cuped, sequential }: TreatmentLine) {
  const effect = basis === 'cuped' && cuped.value !== null ? cuped.value.sequential : sequential;
  return effect.relative.value;
}

function liftOf(treatment: TreatmentLine): number {
  return effectOf(treatment)?.estimate ?? Number.NEGATIVE_INFINITY;
}

function wordResult(treatment: TreatmentLine, { words, format }: Writing): string {
  const effect = effectOf(treatment);
  if (effect === null) return words.changed.noLift;
  const { estimate, interval } = effect;
  const [lift, low, high] = [estimate, interval.low, interval.high].map(format.change);
  return words.changed.lift(treatment.arm.key, lift ?? '', low ?? '', high ?? '');
}
