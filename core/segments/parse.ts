/**
 * Untrusted input -> the condition language. A condition is known by its leading key, so that every message speaks of
 * the form that was meant: the place as a JSON path, and what to write there.
 */
import { z } from 'zod';
import { accept, type Outcome, type Refusal, refuse } from '../errors.ts';
import {
  type AbsentStep,
  AGGREGATES,
  type Condition,
  type EventStep,
  type SegmentDefinition,
  type SequenceCondition,
  type StageDefinition,
} from './condition.ts';
import { nearest } from './cures.ts';
import { formatPath, type Path, refuseIssue } from './explain-issue.ts';
import { findFault } from './faults.ts';
import { findUnsafe } from './guard.ts';
import { referencesOf } from './references.ts';
import { absentStep, definitionOf, eventStep, makeForms, stagesOf } from './schema.ts';

/** `/v1/segments/health` is no segment. */
const RESERVED_KEYS: readonly string[] = ['health'];
const DEEPEST = 20;
const MOST_NODES = 200;

/** Children are read one by one, each as the form that it is. */
const ANYTHING = z.custom<Condition>();
const FORMS = makeForms({ condition: ANYTHING, step: z.unknown(), count: 'bounds' });
const DEFINITION = definitionOf(ANYTHING);
const STAGES = stagesOf(ANYTHING);

type FormName = keyof typeof FORMS;
const LEADING = Object.keys(FORMS).filter((name) => name !== 'anniversary' && name !== 'fold') as FormName[];

type Reading = { nodes: number };
type Place = { readonly at: Path; readonly depth: number; readonly reading: Reading };

/**
 * A condition. `{ "count": { "sum": … } }` comes back as `{ "sum": … }`, all else as it was given.
 * @returns `invalid_value`, `invalid_name`, `forbidden_key`, `personal_data`, `too_deep` or `too_many_items`.
 * @example parseCondition({ event: 'Product Viewed', within: '7 days' }) // at 'within': write "7d"
 */
export function parseCondition(input: unknown): Outcome<Condition> {
  return findUnsafe(input) ?? readCondition(input, { at: [], depth: 1, reading: { nodes: 0 } });
}

/**
 * A segment as it is put: key, name, condition and what it is for.
 * @example parseDefinition({ key: 'hot', name: 'Hot', when: { any: [] } }) // at 'when.any': add at least one condition
 */
export function parseDefinition(input: unknown): Outcome<SegmentDefinition> {
  const read = findUnsafe(input) ?? readDefinitionShape(input);
  if (!read.ok) return read;
  const { key, when } = read.value;
  if (RESERVED_KEYS.includes(key)) {
    const hint = `"${key}" is taken by an address of the API: take another, like "${key}-1"`;
    return refuse('invalid_value', 'key', hint);
  }
  if (referencesOf(when).segments.includes(key)) {
    return refuse('invalid_value', 'when', `${key} cannot ask for itself: name another segment`);
  }
  return read;
}

/** A segment as one may stand in the store, whatever may be put today. */
export function readDefinitionShape(input: unknown): Outcome<SegmentDefinition> {
  const shell = DEFINITION.safeParse(input);
  if (!shell.success) return refuseIssue(shell.error.issues[0], [], input);
  const when = readCondition(shell.data.when, { at: ['when'], depth: 1, reading: { nodes: 0 } });
  return when.ok ? accept({ ...shell.data, when: when.value }) : when;
}

/**
 * A site's stages, in order.
 * @example parseStages([{ key: 'trial', when: { event: 'Trial Started' } }])
 */
export function parseStages(input: unknown): Outcome<readonly StageDefinition[]> {
  const unsafe = findUnsafe(input);
  if (unsafe !== null) return unsafe;
  const shell = STAGES.safeParse(input);
  if (!shell.success) return refuseIssue(shell.error.issues[0], [], input);
  const stages: StageDefinition[] = [];
  for (const [i, { key, when }] of shell.data.entries()) {
    const read = readCondition(when, { at: [i, 'when'], depth: 1, reading: { nodes: 0 } });
    if (!read.ok) return read;
    if (stages.some((stage) => stage.key === key)) {
      return refuse('invalid_value', `[${i}].key`, `${key} stands here twice: give it another key`);
    }
    if (referencesOf(read.value).stages.length > 0) {
      return refuse('invalid_value', `[${i}].when`, 'a stage cannot ask for a stage: ask for events');
    }
    stages.push({ key, when: read.value });
  }
  return accept(stages);
}

function readCondition(input: unknown, place: Place): Outcome<Condition> {
  const { at, depth, reading } = place;
  if (depth > DEEPEST) {
    return refuse(
      'too_deep',
      formatPath(at),
      `nest at most ${DEEPEST} conditions, or name a part as a segment`,
    );
  }
  const crowd = countNode(reading);
  if (crowd !== null) return crowd;
  const form = findForm(input, at);
  if (!form.ok) return form;
  const own = readOwn(form.value, input, at);
  return own.ok ? readChildren(own.value, place) : own;
}

function countNode(reading: Reading): Refusal | null {
  reading.nodes += 1;
  if (reading.nodes <= MOST_NODES) return null;
  return refuse('too_many_items', '', `write at most ${MOST_NODES} conditions, or name a part as a segment`);
}

const isObject = (input: unknown): input is Record<string, unknown> =>
  typeof input === 'object' && input !== null && !Array.isArray(input);

function findForm(input: unknown, at: Path): Outcome<FormName> {
  const place = formatPath(at);
  if (input === undefined) return refuse('invalid_value', place, 'add it: a condition, like {"event": …}');
  if (Array.isArray(input)) return refuse('invalid_value', place, 'write {"all": [ … ]} or {"any": [ … ]}');
  if (!isObject(input)) return refuse('invalid_value', place, 'write a condition, like {"event": …}');
  const [form, other] = LEADING.filter((name) => Object.hasOwn(input, name));
  if (form === undefined) return refuseFormless(Object.keys(input), at);
  if (other !== undefined) {
    return refuse(
      'invalid_value',
      formatPath([...at, other]),
      `${form} and ${other} are two conditions: put each into an object of its own in {"all": [ … ]}`,
    );
  }
  if (form === 'trait' && Object.hasOwn(input, 'anniversary')) return accept('anniversary');
  return accept(form === 'account' && isObject(input.account) ? 'fold' : form);
}

function refuseFormless(keys: readonly string[], at: Path): Refusal {
  for (const key of keys) {
    const meant = nearest(key, LEADING);
    if (meant !== null) {
      const hint = `it is not known here: did you mean ${JSON.stringify(meant)}?`;
      return refuse('invalid_value', formatPath([...at, key]), hint);
    }
  }
  return refuse('invalid_value', formatPath(at), `say what it asks by one of ${LEADING.join(', ')}`);
}

/** The property whose aggregate stands in `count`: `{ "count": { "sum": … } }` is `{ "sum": … }` said otherwise. */
function findCounted(input: unknown): string | null {
  if (!isObject(input) || !isObject(input.count)) return null;
  return Object.keys(input.count).find((key) => AGGREGATES.some((name) => name === key)) ?? null;
}

function readOwn(form: FormName, input: unknown, at: Path): Outcome<Condition> {
  const counted = findCounted(input);
  if (counted === null || !isObject(input) || !isObject(input.count)) return check(form, input, at);
  const { count, ...rest } = input;
  const other = Object.keys(count).find((key) => key !== counted) ?? AGGREGATES.find((name) => name in rest);
  if (other !== undefined) {
    const hint = `${counted} or ${other}, not both: put two conditions into {"all": [ … ]}`;
    return refuse('invalid_value', formatPath([...at, 'count']), hint);
  }
  return check(form, { ...rest, [counted]: count[counted] }, at, counted);
}

/** @param counted A key that the input has within `count`. */
function check(form: FormName, input: unknown, at: Path, counted?: string): Outcome<Condition> {
  const parsed = FORMS[form].safeParse(input);
  if (parsed.success) return accept(parsed.data as Condition);
  const [issue] = parsed.error.issues;
  const isInCount = counted !== undefined && issue?.path[0] === counted;
  return refuseIssue(issue, isInCount ? [...at, 'count'] : at, input);
}

function readChildren(condition: Condition, place: Place): Outcome<Condition> {
  const { at } = place;
  if ('all' in condition) return mapped(readEach(condition.all, 'all', place), (all) => ({ all }));
  if ('any' in condition) return mapped(readEach(condition.any, 'any', place), (any) => ({ any }));
  if ('not' in condition) return mapped(readBelow(condition.not, ['not'], place), (not) => ({ not }));
  if ('account' in condition && typeof condition.account === 'object') {
    return mapped(readBelow(condition.account, ['account'], place), (account) => ({ account }));
  }
  if ('sequence' in condition) return readSequence(condition, place);
  return findFault(condition, at) ?? accept(condition);
}

function mapped<T>(read: Outcome<T>, make: (value: T) => Condition): Outcome<Condition> {
  return read.ok ? accept(make(read.value)) : read;
}

const readBelow = (input: unknown, below: Path, { at, depth, reading }: Place): Outcome<Condition> =>
  readCondition(input, { at: [...at, ...below], depth: depth + 1, reading });

function readEach(inputs: readonly unknown[], key: string, place: Place): Outcome<readonly Condition[]> {
  const read: Condition[] = [];
  for (const [i, input] of inputs.entries()) {
    const child = readBelow(input, [key, i], place);
    if (!child.ok) return child;
    read.push(child.value);
  }
  return accept(read);
}

function readSequence(condition: SequenceCondition, place: Place): Outcome<Condition> {
  const steps: (EventStep | AbsentStep)[] = [];
  for (const [i, input] of condition.sequence.entries()) {
    const step = countNode(place.reading) ?? readStep(input, [...place.at, 'sequence', i]);
    if (!step.ok) return step;
    steps.push(step.value);
  }
  const whole = { ...condition, sequence: steps };
  return findFault(whole, place.at) ?? accept(whole);
}

function readStep(input: unknown, at: Path): Outcome<EventStep | AbsentStep> {
  const isOne = isObject(input) && Object.hasOwn(input, 'event') !== Object.hasOwn(input, 'absent');
  if (!isOne) {
    const hint = 'write {"event": …, "within": …} or {"absent": …, "for": …}';
    return refuse('invalid_value', formatPath(at), hint);
  }
  const parsed = (Object.hasOwn(input, 'event') ? eventStep : absentStep).safeParse(input);
  if (!parsed.success) return refuseIssue(parsed.error.issues[0], at, input);
  return accept(parsed.data as EventStep | AbsentStep);
}
