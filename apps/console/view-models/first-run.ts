/** What the card of the first run says: everything follows from what is there. */
import type { FirstRunFacts, Lift, Running } from '../api/answers/first-run.ts';
import { TEMPLATES_DE } from '../shopify/words/templates-de.ts';
import type { FirstRunWords } from '../words/first-run.ts';
import { languageOf, wordsOf } from '../words/words.ts';
import { FOUR_WEEKS, stageOf, TWO_WEEKS } from './first-run-stage.ts';
import type { FullFormat } from './full-format.ts';

/** More than this no help on a page has ever been seen to bring. */
const HOPED_FOR = 0.5;
const DAY_MS = 86_400_000;

type Writing = { readonly words: FirstRunWords; readonly format: FullFormat };

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
  const result = isLooking ? viewResult(running?.result ?? null, stage, { words, format }) : null;
  return { stage, title: text.title, text: text.text, when, result };
}

/** The verdict with what was measured, and what to do with it: waiting is no advice once four weeks are over. */
function viewResult(result: Running['result'], stage: 'two' | 'four', { words, format }: Writing) {
  if (result === null || result.visitors === 0) return { ...words.results.none, measured: null };
  const { word, effect } = result;
  const { text, next } = words.results.verdicts[word];
  const isWaiting = word === 'keep_running' || word === 'not_enough_data';
  const write = (change: number): string => `${change > 0 ? '+' : ''}${format.share(change)}`;
  return {
    text,
    next: isWaiting && stage === 'four' ? words.results.undecided : next,
    measured: effect && words.results.measured(write(effect.estimate), write(effect.low), write(effect.high)),
  };
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
