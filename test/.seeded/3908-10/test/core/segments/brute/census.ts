/** What random questions are made of: how often each part of the language stands in them. */
import type { Question } from './question.ts';
import { reachableFrom } from './reach.ts';

export type Census = {
  readonly questions: number;
  readonly holding: number;
  /** By part of the language, in how many questions it stands. */
  readonly parts: ReadonlyMap<string, number>;
};

const NODES = [
  'all',
  'any',
  'not',
  'segment',
  'event',
  'sequence',
  'idle',
  'since',
  'context',
  'stage',
  'random',
];
const EVENT_PARTS = ['count', 'sum', 'avg', 'min', 'max', 'distinct', 'unless', 'before', 'after'];
const BOUNDS = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte'];
const COMPARISONS = [...BOUNDS, 'in', 'nin', 'contains', 'startsWith', 'exists'];
const DURATION_BOUNDS = ['gt', 'gte', 'lt', 'lte'];
const WINDOWS = ['duration', 'session', 'lifetime', 'between', 'today', 'yesterday', 'thisWeek', 'thisMonth'];

/** All there is: a name that is missing from a census stands in no question at all. */
export const PARTS: readonly string[] = [
  ...NODES,
  ...EVENT_PARTS,
  ...COMPARISONS.map((operator) => `where ${operator}`),
  ...BOUNDS.map((operator) => `count ${operator}`),
  ...DURATION_BOUNDS.flatMap((operator) => [`since ${operator}`, `age ${operator}`]),
  ...WINDOWS.map((window) => `within ${window}`),
  ...[
    'where',
    'where bare',
    'where of items',
    'aggregate of items',
    'several names',
    'source',
    'per',
    'per item',
  ],
  ...['unless per', 'unless within', 'unless before', 'unless after', 'Session Started', 'Session Ended'],
  ...[
    'sequence per',
    'sequence within',
    'step within',
    'absent',
    'absent in the middle',
    'absent at the end',
  ],
  ...[
    'trait',
    'anniversary',
    'account facts',
    'account fold',
    'score',
    'score leave',
    'score dwell',
    'idle source',
  ],
  ...['recency', 'frequency', 'monetary', 'r', 'f', 'm'].map((name) => `rfm ${name}`),
];

/** @param holds Whether the question's answer is yes. */
export function takeCensus(
  answered: Iterable<{ readonly question: Question; readonly holds: boolean }>,
): Census {
  const parts = new Map<string, number>();
  let [questions, holding] = [0, 0];
  for (const { question, holds } of answered) {
    questions++;
    if (holds) holding++;
    for (const part of partsOf(question)) parts.set(part, (parts.get(part) ?? 0) + 1);
  }
  return { questions, holding, parts };
}

/** Parts that stand in fewer questions than asked, with how many do. @example findRare(census, 300) // [] */
export function findRare({ parts }: Census, least: number): [part: string, count: number][] {
  return PARTS.map((part): [string, number] => [part, parts.get(part) ?? 0]).filter(
    ([, count]) => count < least,
  );
}

/** The parts that a question's condition is made of, the segments and stages that it names included. */
export function partsOf(question: Question): ReadonlySet<string> {
  const parts = new Set<string>();
  for (const condition of reachableFrom(question)) visit(condition, parts);
  return parts;
}

type Node = Readonly<Record<string, unknown>>;

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const keysOf = (value: unknown): string[] => (isNode(value) ? Object.keys(value) : []);

function visit(condition: unknown, parts: Set<string>): void {
  if (!isNode(condition)) return;
  for (const name of NODES) if (name in condition) parts.add(name);
  for (const inner of [condition.all, condition.any, condition.not, condition.account].flat())
    visit(inner, parts);
  if ('event' in condition) visitEvent(condition, parts);
  if (Array.isArray(condition.sequence)) visitSequence(condition, condition.sequence, parts);
  visitState(condition, parts);
}

function visitState(condition: Node, parts: Set<string>): void {
  if ('idle' in condition && 'source' in condition) parts.add('idle source');
  if ('since' in condition) for (const key of keysOf(condition)) parts.add(`since ${key}`);
  if ('trait' in condition) parts.add('anniversary' in condition ? 'anniversary' : 'trait');
  if ('account' in condition) parts.add(isNode(condition.account) ? 'account fold' : 'account facts');
  for (const key of keysOf(condition.rfm)) parts.add(`rfm ${key}`);
  if ('score' in condition) visitScore(condition, parts);
}

function visitScore(condition: Node, parts: Set<string>): void {
  parts.add('score');
  for (const key of ['leave', 'dwell']) if (key in condition) parts.add(`score ${key}`);
}

function visitMatch(match: Node, parts: Set<string>): void {
  for (const name of [match.event, match.absent].flat()) if (typeof name === 'string') parts.add(name);
  if (Array.isArray(match.event) || Array.isArray(match.absent)) parts.add('several names');
  if ('source' in match) parts.add('source');
  if (!isNode(match.where)) return;
  parts.add('where');
  for (const [path, asked] of Object.entries(match.where)) {
    if (path.includes('.')) parts.add('where of items');
    if (!isNode(asked)) parts.add('where bare');
    for (const operator of keysOf(asked)) parts.add(`where ${operator}`);
  }
}

function visitWindow(window: unknown, parts: Set<string>): void {
  if (isNode(window)) parts.add('within between');
  else if (typeof window === 'string') parts.add(/^\d/.test(window) ? 'within duration' : `within ${window}`);
}

function visitFacts(sides: Node, parts: Set<string>): void {
  for (const side of [sides.before, sides.after]) {
    if (isNode(side)) for (const operator of keysOf(side.age)) parts.add(`age ${operator}`);
  }
}

function visitEvent(condition: Node, parts: Set<string>): void {
  visitMatch(condition, parts);
  visitWindow(condition.within, parts);
  visitFacts(condition, parts);
  for (const name of EVENT_PARTS) if (name in condition) parts.add(name);
  for (const name of ['sum', 'avg', 'min', 'max', 'distinct']) {
    const aggregate = condition[name];
    if (isNode(aggregate) && String(aggregate.of).includes('.')) parts.add('aggregate of items');
  }
  for (const operator of keysOf(condition.count)) parts.add(`count ${operator}`);
  if (typeof condition.per === 'string') parts.add(condition.per.includes('.') ? 'per item' : 'per');
  const { unless } = condition;
  if (!isNode(unless)) return;
  visitMatch(unless, parts);
  visitWindow(unless.within, parts);
  visitFacts(unless, parts);
  if (condition.per !== undefined) parts.add('unless per');
  for (const name of ['within', 'before', 'after']) if (name in unless) parts.add(`unless ${name}`);
}

function visitSequence(condition: Node, steps: readonly unknown[], parts: Set<string>): void {
  for (const name of ['per', 'within']) if (name in condition) parts.add(`sequence ${name}`);
  for (const [place, step] of steps.entries()) {
    if (!isNode(step)) continue;
    visitMatch(step, parts);
    if ('within' in step) parts.add('step within');
    if ('absent' in step) {
      parts.add('absent');
      parts.add(place === steps.length - 1 ? 'absent at the end' : 'absent in the middle');
    }
  }
}
