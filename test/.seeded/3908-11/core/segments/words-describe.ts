/** A condition as one line of words. What it says is exact: `words-read.ts` makes the same condition of it. */
import {
  type AbsentStep,
  AGGREGATES,
  type AggregateName,
  type Comparison,
  type Condition,
  type DurationBounds,
  type EventCondition,
  type EventMatch,
  type EventStep,
  type FactTimeWithAge,
  type NumberBounds,
  type RfmBounds,
  type Scalar,
  type ScoreCondition,
  type SequenceCondition,
  type Unless,
  type Where,
  type Window,
} from './condition.ts';
import { type Phrase, phraseOf } from './words-phrases.ts';
import { CALENDAR_TEXTS, isBarePath, UNIT_TEXTS } from './words-vocabulary.ts';

type Names = string | readonly string[];

const join = (...parts: readonly (string | null | undefined)[]): string =>
  parts.filter((part) => part !== null && part !== undefined && part !== '').join(' ');
const quote = (text: string): string => JSON.stringify(text);
const value = (scalar: Scalar): string =>
  typeof scalar === 'string' ? quote(scalar) : Object.is(scalar, -0) ? '-0' : String(scalar);
const values = (list: readonly Scalar[]): string => `(${list.map(value).join(', ')})`;
const path = (text: string): string => (isBarePath(text) ? text : quote(text));

/**
 * One line that says what a condition asks, and nothing else: `readWords` makes the same condition of it.
 * @example describe({ event: 'Product Viewed', count: { gte: 3 }, within: '7d' }) // 'viewed a product 3 times in 7 days'
 */
export function describe(condition: Condition): string {
  if ('all' in condition) return describeList(condition.all, 'all', 'and');
  if ('any' in condition) return describeList(condition.any, 'any', 'or');
  if ('not' in condition) return `not ${bracket(condition.not, [...LISTS, 'not'])}`;
  if ('segment' in condition) return `in segment ${quote(condition.segment)}`;
  if ('stage' in condition) return `in stage ${quote(condition.stage)}`;
  if ('event' in condition) return describeEvent(condition);
  if ('sequence' in condition) return describeSequence(condition);
  if ('idle' in condition) return join('idle for', lengthOf(condition.idle), from(condition.source));
  if ('since' in condition) {
    const { since, source, ...bounds } = condition;
    return join('last', done(since), lengths(bounds), 'ago', from(source));
  }
  if ('rfm' in condition) return describeRfm(condition.rfm);
  if ('score' in condition) return describeScore(condition);
  if ('random' in condition) {
    return `random share ${value(condition.random)} by seed ${quote(condition.seed)}`;
  }
  return describeKnown(condition);
}

type Known = Extract<Condition, { trait: string } | { account: unknown } | { context: string }>;

function describeKnown(condition: Known): string {
  if ('trait' in condition) {
    const { trait, ...asked } = condition;
    if ('anniversary' in asked) return `trait ${path(trait)} has its anniversary today`;
    return `trait ${path(trait)} ${comparisons(asked)}`;
  }
  if ('context' in condition) {
    const { context, ...asked } = condition;
    return `context ${path(context)} ${comparisons(asked)}`;
  }
  if (typeof condition.account === 'object') return `account as a whole (${describe(condition.account)})`;
  const { account, ...asked } = condition;
  return `account ${path(account)} ${comparisons(asked)}`;
}

/** A list of one says so, since one condition alone is not a list. */
function describeList(list: readonly Condition[], key: string, joint: string): string {
  const [only] = list;
  if (only !== undefined && list.length === 1) return `${key} of (${describe(only)})`;
  return list.map((one) => bracket(one, LISTS)).join(` ${joint} `);
}

const LISTS = ['all', 'any', 'sequence'];

function bracket(condition: Condition, open: readonly string[]): string {
  return open.some((key) => key in condition) ? `(${describe(condition)})` : describe(condition);
}

function describeEvent(condition: EventCondition): string {
  const { event, per, count, within, source, where, before, after, unless } = condition;
  const phrase = typeof event === 'string' ? phraseOf(event) : null;
  const isSame = per !== undefined && phrase?.object?.per === per;
  return join(
    isSame ? phrase?.object?.same : done(event),
    isSame || per === undefined ? null : `of the same ${path(per)}`,
    count && describeCount(count),
    within === undefined ? null : windowOf(within),
    from(source),
    where && describeWhere(where),
    ...AGGREGATES.map((name) => describeAggregate(name, condition)),
    before && factTime('before', before),
    after && factTime('after', after),
    unless && describeUnless(unless, within, isSame ? phrase : null),
  );
}

function describeCount({ gte, ...others }: NumberBounds): string {
  const isPlain = gte !== undefined && gte !== 1 && Object.keys(others).length === 0;
  const last = Object.values({ ...others, gte }).filter((bound) => bound !== undefined);
  const times = last.length === 1 && last[0] === 1 ? 'time' : 'times';
  return `${isPlain ? value(gte) : numbers(gte === undefined ? others : { gte, ...others })} ${times}`;
}

function describeAggregate(name: AggregateName, condition: EventCondition): string | null {
  const aggregate = condition[name];
  if (aggregate === undefined) return null;
  const { of, ...bounds } = aggregate;
  const words: Readonly<Record<AggregateName, string>> = {
    sum: `total ${path(of)}`,
    avg: `average ${path(of)}`,
    min: `lowest ${path(of)}`,
    max: `highest ${path(of)}`,
    distinct: `distinct ${path(of)} count`,
  };
  return `whose ${words[name]} is ${numbers(bounds)}`;
}

/** @param same What "it" is, where the condition speaks of the same thing. */
function describeUnless(unless: Unless, around: Window | undefined, same: Phrase | null): string {
  const { event, within, source, where, before, after } = unless;
  const isAround = JSON.stringify(within) === JSON.stringify(around);
  return join(
    isAround || within !== undefined ? 'without' : 'without ever',
    doing(event, same),
    isAround || within === undefined ? null : windowOf(within),
    from(source),
    where && describeWhere(where),
    before && factTime('before', before),
    after && factTime('after', after),
  );
}

function done(names: Names): string {
  if (typeof names !== 'string') return `did any of ${values(names)}`;
  return phraseOf(names)?.plain ?? `did ${quote(names)}`;
}

function doing(names: Names, same: Phrase | null): string {
  if (typeof names !== 'string') return `any of ${values(names)}`;
  const phrase = phraseOf(names);
  if (phrase === null) return quote(names);
  const isIt = phrase.object !== undefined && phrase.object.noun === same?.object?.noun;
  return isIt ? phrase.object.doingIt : phrase.doing;
}

const from = (source: EventMatch['source']): string | null =>
  source === undefined ? null : `from ${source}`;

function factTime(word: string, { site, age }: FactTimeWithAge): string {
  return join(word, 'the last', quote(site), age && `${lengths(age)} ago`);
}

function describeSequence({ sequence, per, within }: SequenceCondition): string {
  const steps = sequence.map(describeStep).join(', then ');
  const tie = per === undefined ? '' : `, all of the same ${path(per)}`;
  return `first ${steps}${tie}${within === undefined ? '' : `, begun ${windowOf(within)}`}`;
}

function describeStep(step: EventStep | AbsentStep): string {
  if ('absent' in step) {
    const { absent, source, where } = step;
    const length = `for ${lengthOf(step.for)}`;
    return join('without', doing(absent, null), length, from(source), where && describeWhere(where));
  }
  const { event, within, source, where } = step;
  const window = within === undefined ? null : `within ${lengthOf(within)}`;
  return join(done(event), window, from(source), where && describeWhere(where));
}

function describeRfm({ recency, r, f, m, frequency, monetary }: RfmBounds): string {
  const parts = Object.entries({ frequency, monetary, r, f, m }).flatMap(([name, bounds]) =>
    bounds === undefined ? [] : [`${name} ${numbers(bounds)}`],
  );
  return `rfm (${[...(recency === undefined ? [] : [`recency ${lengths(recency)}`]), ...parts].join(', ')})`;
}

function describeScore({ score, gte, leave, dwell }: ScoreCondition): string {
  return join(
    `score ${quote(score)} at least ${value(gte)}`,
    leave === undefined ? null : `until under ${value(leave)}`,
    dwell === undefined ? null : `staying ${lengthOf(dwell)}`,
  );
}

function describeWhere(where: Where): string {
  const parts = Object.entries(where).map(
    ([name, asked]) => `${path(name)} ${typeof asked === 'object' ? comparisons(asked) : value(asked)}`,
  );
  return `with ${parts.join(' and ')}`;
}

function comparisons(asked: Comparison): string {
  const { eq, ne, in: among, nin, contains, startsWith, exists, ...bounds } = asked;
  const parts = [
    eq === undefined ? null : `is ${value(eq)}`,
    ne === undefined ? null : `is not ${value(ne)}`,
    among && `one of ${values(among)}`,
    nin && `none of ${values(nin)}`,
    contains === undefined ? null : `containing ${value(contains)}`,
    startsWith === undefined ? null : `starting with ${quote(startsWith)}`,
    exists === undefined ? null : exists ? 'known' : 'unknown',
    Object.keys(bounds).length === 0 ? null : numbers(bounds),
  ];
  return parts.filter((part) => part !== null && part !== undefined).join(' and ');
}

const BOUND_TEXTS = {
  gte: 'at least',
  gt: 'over',
  lte: 'at most',
  lt: 'under',
  eq: 'exactly',
  ne: 'other than',
} as const;

function joinBounds(
  bounds: NumberBounds | DurationBounds,
  write: (bound: number | string) => string,
): string {
  return Object.entries(BOUND_TEXTS)
    .map(([key, text]) => [text, Reflect.get(bounds, key) as number | string | undefined] as const)
    .flatMap(([text, bound]) => (bound === undefined ? [] : [`${text} ${write(bound)}`]))
    .join(' and ');
}

const numbers = (bounds: NumberBounds): string => joinBounds(bounds, (bound) => value(bound));
const lengths = (bounds: DurationBounds): string => joinBounds(bounds, (bound) => lengthOf(String(bound)));

/** @example lengthOf('7d') // '7 days' */
function lengthOf(duration: string): string {
  const [, count = '', unit = ''] = /^-?(\d+)([a-z]+)$/.exec(duration) ?? [];
  const [one = unit, many = unit] = UNIT_TEXTS.find(([, , short]) => short === unit) ?? [];
  return `${count} ${count === '1' ? one : many}`;
}

function windowOf(window: Window): string {
  if (typeof window === 'object') return `between ${lengthOf(window.from)} and ${lengthOf(window.to)} ago`;
  return CALENDAR_TEXTS.find(([, word]) => word === window)?.[0] ?? `in ${lengthOf(window)}`;
}
