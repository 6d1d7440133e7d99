/**
 * What a condition asks, in the language of the page. In English that is the line by which it is written, which says it
 * exactly; that line has no other language, and to read it does not take its grammar.
 */
import type {
  AbsentStep,
  Comparison,
  Condition,
  DurationBounds,
  EventCondition,
  EventMatch,
  EventStep,
  FactTimeWithAge,
  NumberBounds,
  RfmBounds,
  Scalar,
  Unless,
  Where,
  Window,
} from '../../../core/segments/condition.ts';
import { AGGREGATES } from '../../../core/segments/condition.ts';
import { describe } from '../../../core/segments/words-describe.ts';
import { GIST, type GistWords } from '../words/condition-gist.ts';
import { languageOf, PSEUDO_LOCALE, wordsOf } from '../words/words.ts';

type Speech = { readonly words: GistWords['gist']; readonly number: (value: number) => string };

/** @example sayCondition({ event: 'Product Viewed', within: '7d' }, 'de') // '„Product Viewed“ innerhalb von 7 Tagen' */
export function sayCondition(condition: Condition, locale: string): string {
  if (languageOf(locale) === 'en' && locale !== PSEUDO_LOCALE) return describe(condition);
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 });
  const speech = { words: wordsOf(GIST, locale).gist, number: (value: number) => numbers.format(value) };
  return gist(condition, speech);
}

const together = (parts: readonly string[], joint = ', '): string =>
  parts.filter((part) => part !== '').join(joint);

function gist(condition: Condition, speech: Speech): string {
  const { words, number } = speech;
  if ('all' in condition) return listed(condition.all, words.and, speech);
  if ('any' in condition) return listed(condition.any, words.or, speech);
  if ('not' in condition) return words.not(gist(condition.not, speech));
  if ('segment' in condition) return words.segment(condition.segment);
  if ('stage' in condition) return words.stage(condition.stage);
  if ('event' in condition) return sayEvent(condition, speech);
  if ('sequence' in condition) {
    const steps = together(
      condition.sequence.map((step) => sayStep(step, speech)),
      words.thenCame,
    );
    const begun = condition.within === undefined ? '' : words.begun(sayWindow(condition.within, speech));
    return together([steps, condition.per === undefined ? '' : words.same(condition.per), begun]);
  }
  if ('idle' in condition)
    return together([words.idle(lengthOf(condition.idle, speech)), from(condition, speech)]);
  if ('since' in condition) {
    const { since, source, ...bounds } = condition;
    return together([words.since(names(since, speech), lengths(bounds, speech)), from({ source }, speech)]);
  }
  if ('rfm' in condition) return sayRfm(condition.rfm, speech);
  if ('score' in condition) {
    const { score, gte, leave, dwell } = condition;
    return together([
      `${words.score(score)} ${words.operators.gte} ${number(gte)}`,
      leave === undefined ? '' : words.leave(number(leave)),
      dwell === undefined ? '' : words.dwell(lengthOf(dwell, speech)),
    ]);
  }
  if ('random' in condition) return words.random(number(condition.random), condition.seed);
  return sayKnown(condition, speech);
}

type Known = Extract<Condition, { trait: string } | { account: unknown } | { context: string }>;

function sayKnown(condition: Known, speech: Speech): string {
  const { words } = speech;
  if ('trait' in condition) {
    const { trait, ...asked } = condition;
    if ('anniversary' in asked) return words.anniversary(trait);
    return `${words.trait(trait)} ${compared(asked, speech)}`;
  }
  if ('context' in condition) {
    const { context, ...asked } = condition;
    return `${words.context(context)} ${compared(asked, speech)}`;
  }
  if (typeof condition.account === 'object') return words.fold(gist(condition.account, speech));
  const { account, ...asked } = condition;
  return `${words.account(account)} ${compared(asked, speech)}`;
}

function listed(list: readonly Condition[], joint: string, speech: Speech): string {
  const [only] = list;
  if (only !== undefined && list.length === 1) return gist(only, speech);
  // What has commas or joints of its own stands in brackets.
  const said = list.map((one) => gist(one, speech));
  return said.map((text, at) => (isJoined(list[at]) ? `(${text})` : text)).join(joint);
}

const isJoined = (condition: Condition | undefined): boolean =>
  condition !== undefined && ['all', 'any', 'sequence'].some((key) => key in condition);

function names(event: string | readonly string[], { words }: Speech): string {
  return [event].flat().map(words.quoted).join(words.or);
}

function sayEvent(condition: EventCondition, speech: Speech): string {
  const { words } = speech;
  const { count, within, per, unless } = condition;
  return together([
    together([names(condition.event, speech), within === undefined ? '' : sayWindow(within, speech)], ' '),
    count === undefined ? '' : words.times(bounded(count, speech)),
    per === undefined ? '' : words.same(per),
    ...matched(condition, speech),
    ...AGGREGATES.flatMap((name) => {
      const { of, ...bounds } = condition[name] ?? {};
      return of === undefined ? [] : [`${words.measures[name](of)} ${bounded(bounds, speech)}`];
    }),
    ...sayFacts(condition, speech),
    unless === undefined ? '' : sayUnless(unless, speech),
  ]);
}

function sayUnless(unless: Unless, speech: Speech): string {
  const { event, within } = unless;
  const what = together([names(event, speech), within === undefined ? '' : sayWindow(within, speech)], ' ');
  return speech.words.without(together([what, ...matched(unless, speech), ...sayFacts(unless, speech)]));
}

function matched({ source, where }: Omit<EventMatch, 'event'>, speech: Speech): readonly string[] {
  return [from({ source }, speech), ...sayWhere(where ?? {}, speech)];
}

function sayWhere(where: Where, speech: Speech): readonly string[] {
  return Object.entries(where).map(([path, asked]) =>
    typeof asked === 'object'
      ? `${path} ${compared(asked, speech)}`
      : `${path} ${compared({ eq: asked }, speech)}`,
  );
}

const from = ({ source }: { readonly source?: string | undefined }, { words }: Speech): string =>
  source === undefined ? '' : (words.sources[source] ?? source);

type Facts = { readonly before?: FactTimeWithAge; readonly after?: FactTimeWithAge };

function sayFacts({ before, after }: Facts, speech: Speech): readonly string[] {
  const { words } = speech;
  const say = (fact: FactTimeWithAge | undefined, side: (event: string) => string): readonly string[] => {
    if (fact === undefined) return [];
    const age = fact.age === undefined ? [] : [words.ago(lengths(fact.age, speech))];
    return [together([side(words.quoted(fact.site)), ...age])];
  };
  return [...say(before, words.before), ...say(after, words.after)];
}

function sayStep(step: EventStep | AbsentStep, speech: Speech): string {
  const { words } = speech;
  if ('absent' in step) {
    const absent = words.absent(names(step.absent, speech), lengthOf(step.for, speech));
    return together([absent, ...matched(step, speech)]);
  }
  const within = step.within === undefined ? '' : words.within(lengthOf(step.within, speech));
  return together([together([names(step.event, speech), within], ' '), ...matched(step, speech)]);
}

function sayWindow(window: Window, speech: Speech): string {
  const { words } = speech;
  if (typeof window === 'object')
    return words.between(lengthOf(window.from.slice(1), speech), lengthOf(window.to.slice(1), speech));
  const named = Object.entries(words.windows).find(([name]) => name === window);
  return named === undefined ? words.within(lengthOf(window, speech)) : named[1];
}

function lengthOf(duration: string, { words, number }: Speech): string {
  const [, amount = '0', unit = ''] = /^(\d+)([a-z]+)$/.exec(duration) ?? [];
  const [one = unit, more = unit] = words.units[unit] ?? [];
  return `${number(Number(amount))} ${amount === '1' ? one : more}`;
}

type Asked<T> = { readonly [operator: string]: T | undefined };

function operated<T>(asked: Asked<T>, write: (value: T) => string, { words }: Speech): string {
  const said = Object.entries(asked).flatMap(([name, value]) =>
    value === undefined ? [] : [`${words.operators[name] ?? name} ${write(value)}`],
  );
  return said.join(words.and);
}

const lengths = (bounds: DurationBounds, speech: Speech): string =>
  operated(bounds, (length: string) => lengthOf(length, speech), speech);

/** A lone least number is just that number: “3 times”. */
function bounded(bounds: NumberBounds, speech: Speech): string {
  return operated(bounds, speech.number, speech);
}

function compared({ exists, ...others }: Comparison, speech: Speech): string {
  const { words, number } = speech;
  const write = (value: Scalar): string => {
    if (typeof value === 'number') return number(value);
    return typeof value === 'string' ? words.quoted(value) : String(value);
  };
  const writeAll = (value: Scalar | readonly Scalar[]): string =>
    typeof value === 'object' ? value.map(write).join(', ') : write(value);
  const said = operated<Scalar | readonly Scalar[]>(others, writeAll, speech);
  const known = exists === undefined ? '' : exists ? words.known : words.unknown;
  return together([said, known], words.and);
}

const MEASURED = ['frequency', 'monetary', 'r', 'f', 'm'] as const;

function sayRfm(bounds: RfmBounds, speech: Speech): string {
  const { rfm } = speech.words;
  const { recency } = bounds;
  return together([
    recency === undefined ? '' : `${rfm.recency} ${lengths(recency, speech)}`,
    ...MEASURED.map((name) => {
      const own = bounds[name];
      return own === undefined ? '' : `${rfm[name]} ${bounded(own, speech)}`;
    }),
  ]);
}

/** Every condition within one, by the line that says it. @example linesWithin(condition).get('idle for 3 days') */
export function linesWithin(condition: Condition): ReadonlyMap<string, Condition> {
  return new Map(within(condition).map((one) => [describe(one), one]));
}

function within(condition: Condition): readonly Condition[] {
  if ('all' in condition) return [condition, ...condition.all.flatMap(within)];
  if ('any' in condition) return [condition, ...condition.any.flatMap(within)];
  if ('not' in condition) return [condition, ...within(condition.not)];
  if ('account' in condition && typeof condition.account === 'object')
    return [condition, ...within(condition.account)];
  return [condition];
}
