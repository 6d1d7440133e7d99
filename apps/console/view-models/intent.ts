/** Labels with how they stand, how their scores lie, and what a model still needs. */
import type { ModelLine, SpreadAnswer } from '../api/answers/models.ts';
import type { Tone } from '../ui/skin.ts';
import type { IntentWords } from '../words/intent.ts';
import type { Bar } from './bar.ts';
import type { FullFormat as Format } from './full-format.ts';

/** What stands first, and is trained by itself. */
export const USUAL_LABEL = 'purchase_7d';

type Known = keyof IntentWords['names'];

/** @example nameLabel('purchase_7d', words) // 'Buys within 7 days' */
export function nameLabel(label: string, { names }: Pick<IntentWords, 'names'>): string {
  return names[label as Known] ?? label;
}

export type LabelView = {
  readonly name: string;
  readonly foretells: string;
  readonly badge: { readonly text: string; readonly tone: Tone };
  readonly state: string;
};

const TONES: Readonly<Record<ModelLine['state'], Tone>> = {
  model: 'good',
  heuristic: 'waiting',
  none: 'plain',
};

/** @example viewLabel(line, words, format).badge.text // 'Learned from your site · Version 3' */
export function viewLabel(
  { label, foretells, definition, state, active }: ModelLine,
  words: IntentWords,
  format: Format,
): LabelView {
  const version = state === 'model' && active !== null ? [words.version(format.count(active))] : [];
  return {
    name: nameLabel(label, words),
    foretells: words.foretells[label as Known] ?? nameOwn(definition, foretells, words, format),
    badge: { text: [words.states[state], ...version].join(' · '), tone: TONES[state] },
    state: words.stateTexts[state],
  };
}

function nameOwn(
  { event, withinMs }: ModelLine['definition'],
  foretells: string,
  { follows }: IntentWords,
  format: Format,
): string {
  return event === undefined ? foretells : follows(event, format.span(withinMs));
}

export type SpreadView = {
  /** Null: too few to be told of. */
  readonly likely: string | null;
  readonly likelyText: string;
  /** What to do about those. */
  readonly advice: string;
  readonly bars: readonly Bar[];
  readonly rows: readonly (readonly (string | number)[])[];
  readonly notes: readonly string[];
};

/** @example viewSpread(answer, 'purchase_7d', words, format).likely // '45' */
export function viewSpread(
  { bins, visitors, likely, seenWithinDays, isSample }: SpreadAnswer,
  label: string,
  { now }: Pick<IntentWords, 'now'>,
  format: Format,
): SpreadView {
  const most = Math.max(1, ...bins.map((bin) => bin.visitors));
  const range = (bin: SpreadAnswer['bins'][number]): string =>
    now.range(format.share(bin.from), format.share(bin.to));
  const of = visitors === 0 ? [] : [now.ofAll(format.count(visitors), format.count(seenWithinDays))];
  return {
    likely: likely.visitors === 0 ? null : format.count(likely.visitors),
    advice: now.segmentText[label as keyof typeof now.segmentText] ?? now.segmentText.other,
    likelyText: [now.likely(format.share(likely.from)), ...of].join(', '),
    bars: bins.map((bin) => ({
      key: String(bin.from),
      label: range(bin),
      text: bin.visitors === 0 ? now.withheld : format.count(bin.visitors),
      from: 0,
      to: bin.visitors / most,
      look: bin.from >= likely.from ? 'against' : 'plain',
    })),
    rows: bins.map((bin) => [range(bin), bin.visitors]),
    notes: [now.note, ...(isSample ? [now.sample] : [])],
  };
}

export type LackingView = {
  readonly text: string;
  readonly counts: readonly {
    readonly key: string;
    readonly label: string;
    readonly text: string;
    readonly share: number;
  }[];
  readonly notes: readonly string[];
};

/** Null where nothing is lacking. @example viewLacking(line, words, format)?.counts[0]?.text // '63 of 100' */
export function viewLacking(
  { label, definition: { kind }, readiness, state }: ModelLine,
  { lacking }: Pick<IntentWords, 'lacking'>,
  format: Format,
): LackingView | null {
  const { lacks, leastOfEach, positives, negatives, pastMs, nextLookAt, enoughAt } = readiness;
  if (lacks === null) return null;
  const count = (key: string, own: string, there: number | null) =>
    there === null || own === ''
      ? []
      : [
          {
            key,
            label: own,
            text: lacking.of(format.count(there), format.count(leastOfEach)),
            share: Math.min(1, there / leastOfEach),
          },
        ];
  const isShort = lacks === 'past' || lacks === 'a_first_look';
  return {
    text: lacking.texts[lacks],
    counts: [
      ...count('did', lacking.did[kind], positives),
      ...(kind === 'event' || kind === 'absence' ? count('didNot', lacking.didNot[kind], negatives) : []),
    ],
    notes: [
      ...(isShort ? [lacking.past(format.span(pastMs))] : []),
      ...(lacks === 'a_training'
        ? []
        : [enoughAt === null ? lacking.unknown : lacking.enoughAt(format.date(enoughAt))]),
      label === USUAL_LABEL ? lacking.nextLook(format.date(nextLookAt)) : lacking.onlyAsked,
      ...(state === 'heuristic' ? [lacking.meanwhile] : []),
    ],
  };
}
