/** What the card of the first run says: everything follows from what is there. */
import type { FirstRunAnswer, FirstRunFacts, Lift, Running } from '../api/answers/first-run.ts';
import { TEMPLATES_DE } from '../shopify/words/templates-de.ts';
import type { FirstRunWords } from '../words/first-run.ts';
import { languageOf, wordsOf } from '../words/words.ts';
import type { FullFormat } from './full-format.ts';

/** More than this no help on a page has ever been seen to bring. */
const HOPED_FOR = 0.5;
const TWO_WEEKS = 14;
const FOUR_WEEKS = 28;
/** The last word stands for another week. */
const OVER = 35;
const DAY_MS = 86_400_000;

export type Stage =
  | 'empty'
  | 'segments'
  | 'campaign'
  | 'draft'
  | 'paused'
  | 'begun'
  | 'two'
  | 'four'
  | 'over';

type Writing = { readonly words: FirstRunWords; readonly format: FullFormat };

/** @example stageOf({ ...facts, running: null, segmentCount: 0 }) // 'segments' */
export function stageOf({ traffic, segments, running }: FirstRunFacts): Stage {
  if (running !== null && running.liveSince !== null) {
    if (running.days >= OVER) return 'over';
    if (running.state === 'paused') return 'paused';
    if (running.days >= FOUR_WEEKS) return 'four';
    return running.days >= TWO_WEEKS ? 'two' : 'begun';
  }
  if (!segments.some(({ isInstalled }) => isInstalled)) return traffic.visitors === 0 ? 'empty' : 'segments';
  if (running === null) return 'campaign';
  return running.state === 'paused' ? 'paused' : 'draft';
}

/** Null: there is nothing more to do, or somebody put it away. */
export function shownFacts(answer: FirstRunAnswer): FirstRunFacts | null {
  return answer.isPutAway || stageOf(answer) === 'over' ? null : answer;
}

/** The smallest lift first, and what it rests on. */
export function viewLifts({ traffic, lifts }: FirstRunFacts, { words, format }: Writing) {
  const { perDay, rate, isMeasured, visitors } = traffic;
  if (visitors === 0) return { basis: words.lift.noTraffic, rows: [], advice: null };
  const basis = words.lift.basis(format.count(perDay), format.decimal(rate * 100, 1));
  const rows = lifts.map((lift) => ({
    key: String(lift.weeks),
    term: words.lift.after(format.count(lift.weeks)),
    figure: wordLift(lift.lift, words, format),
    text: judge(lift, words),
  }));
  return {
    basis: isMeasured ? basis : `${words.lift.assumed} ${basis}`,
    rows,
    advice: advise(lifts, words, format),
  };
}

function wordLift(lift: number | null, words: FirstRunWords, format: FullFormat): string {
  return lift === null ? words.lift.none : `+${format.share(lift)}`;
}

function judge({ lift, visitors }: Lift, words: FirstRunWords): string {
  if (visitors === 0 || lift === null) return words.lift.impossible;
  return lift > HOPED_FOR ? words.lift.tooMuch : words.lift.fair;
}

/** Only where half and half would show clearly less. */
function advise(lifts: readonly Lift[], words: FirstRunWords, format: FullFormat): string | null {
  const last = lifts.at(-1);
  if (last === undefined || last.even === null) return null;
  const isBetter = last.lift === null || last.even < last.lift * 0.9;
  return isBetter ? words.lift.even(`+${format.share(last.even)}`) : null;
}

/** What to do next, in one line with its reason. */
export function viewNext(facts: FirstRunFacts, { words, format }: Writing) {
  const stage = stageOf(facts);
  const { running } = facts;
  const text = words.next[stage];
  const when = running?.liveSince === undefined ? null : viewDates(running, words, format);
  const isLooking = stage === 'two' || stage === 'four';
  const verdict = isLooking
    ? (words.verdicts[running?.verdict?.word ?? ''] ?? words.verdicts.none ?? '')
    : null;
  return { stage, title: text.title, text: text.text, when, verdict };
}

/** Nothing is learned while it is paused: it will take longer, by nobody knows how much. */
function viewDates({ liveSince, state }: Running, words: FirstRunWords, format: FullFormat): string | null {
  if (liveSince === null || state === 'paused') return null;
  const after = (days: number) => format.day(new Date(Date.parse(liveSince) + days * DAY_MS).toISOString());
  return words.dates(after(TWO_WEEKS), after(FOUR_WEEKS));
}

/** Those to begin with, as they are called in the language of the page. */
export function viewSegments({ segments }: FirstRunFacts, locale: string) {
  const en = Object.fromEntries(segments.map(({ key, name, want }) => [key, { name, want }]));
  const said = wordsOf<StarterWords>({ en, de: { ...en, ...TEMPLATES_DE } }, locale);
  return segments.map(({ key, name, want, isInstalled }) => {
    const own = said[key] ?? { name, want };
    return { key, name: own.name, want: own.want, isInstalled };
  });
}

type StarterWords = { readonly [key: string]: { readonly name: string; readonly want: string } };

/** What is put to have them all, named in the language of whoever adds them. */
export function segmentsToPut({ segments }: FirstRunFacts, locale: string) {
  return segments.flatMap(({ isInstalled, ...own }) => {
    if (isInstalled) return [];
    return [languageOf(locale) === 'de' ? { ...own, ...TEMPLATES_DE[own.key] } : own];
  });
}

/** The suggested campaign as the page says it. */
export function viewCampaign({ campaign }: FirstRunFacts, words: FirstRunWords) {
  if (campaign === null) return null;
  const own = words.campaigns[campaign.template];
  return { template: campaign.template, name: own?.name ?? campaign.name, does: own?.does ?? campaign.does };
}
