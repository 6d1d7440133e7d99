/** From a condition to its form. */
import {
  type AbsentStep,
  AGGREGATES,
  type Comparison,
  type Condition,
  type DurationBounds,
  type EventCondition,
  type EventMatch,
  type EventStep,
  type FactTimeWithAge,
  type NumberBounds,
  type Scalar,
  type SequenceCondition,
  type Unless,
  type Where,
  type Window,
} from '../../../../core/segments/condition.ts';
import {
  type AskField,
  type EventForm,
  type FactField,
  type FormNode,
  LENGTH_BOUNDS,
  type LengthBoundField,
  type LengthField,
  type MatchField,
  type MeasureField,
  type NamesField,
  type NewId,
  NUMBER_BOUNDS,
  type NumberBoundField,
  OPERATORS,
  type RfmForm,
  type ScalarField,
  type StepField,
  type UnlessField,
  type WhereField,
  type WindowField,
  type WindowKind,
} from './form.ts';

/** @example readForm({ event: 'Product Viewed' }, createIds()).kind // 'event' */
export function readForm(condition: Condition, newId: NewId): FormNode {
  const id = newId();
  if ('all' in condition)
    return { id, kind: 'all', children: condition.all.map((one) => readForm(one, newId)) };
  if ('any' in condition)
    return { id, kind: 'any', children: condition.any.map((one) => readForm(one, newId)) };
  if ('not' in condition) return { id, kind: 'not', child: readForm(condition.not, newId) };
  if ('segment' in condition) return { id, kind: 'segment', key: condition.segment };
  if ('stage' in condition) return { id, kind: 'stage', key: condition.stage };
  if ('event' in condition) return readEvent(condition, id, newId);
  if ('sequence' in condition) return readSequence(condition, id, newId);
  if ('idle' in condition)
    return { id, kind: 'idle', length: readLength(condition.idle), source: condition.source ?? '' };
  if ('since' in condition) {
    const { since, source, ...bounds } = condition;
    return {
      id,
      kind: 'since',
      names: readNames(since, newId),
      source: source ?? '',
      bounds: readLengths(bounds, newId),
    };
  }
  return readState(condition, id, newId);
}

type State = Exclude<
  Condition,
  | { all: unknown }
  | { any: unknown }
  | { not: unknown }
  | { segment: unknown }
  | { stage: unknown }
  | { event: unknown }
  | { sequence: unknown }
  | { idle: unknown }
  | { since: unknown }
>;

function readState(condition: State, id: string, newId: NewId): FormNode {
  if ('rfm' in condition) return readRfm(condition.rfm, id, newId);
  if ('score' in condition) {
    const { score, gte, leave, dwell } = condition;
    return {
      ...{ id, kind: 'score', score, gte: writeNumber(gte) },
      leave: leave === undefined ? null : writeNumber(leave),
      dwell: dwell === undefined ? null : readLength(dwell),
    };
  }
  if ('random' in condition)
    return { id, kind: 'random', share: writeNumber(condition.random), seed: condition.seed };
  if ('trait' in condition) {
    const { trait: path, ...asked } = condition;
    if ('anniversary' in asked) return { id, kind: 'anniversary', path };
    return { id, kind: 'trait', path, asks: readAsks(asked, newId) };
  }
  if ('context' in condition) {
    const { context: path, ...asked } = condition;
    return { id, kind: 'context', path, asks: readAsks(asked, newId) };
  }
  if (typeof condition.account === 'object')
    return { id, kind: 'accountFold', child: readForm(condition.account, newId) };
  const { account: path, ...asked } = condition;
  return { id, kind: 'account', path, asks: readAsks(asked, newId) };
}

function readEvent(condition: EventCondition, id: string, newId: NewId): EventForm {
  const { per, unless } = condition;
  return {
    ...{ id, kind: 'event', ...readUnless(condition, newId), per: per ?? null },
    measure: readMeasure(condition, newId),
    unless: unless === undefined ? null : readUnless(unless, newId),
  };
}

function readUnless(asked: Unless, newId: NewId): UnlessField {
  const { within, before, after } = asked;
  return {
    ...readMatch(asked, newId),
    window: readWindow(within),
    before: before === undefined ? null : readFact(before, newId),
    after: after === undefined ? null : readFact(after, newId),
  };
}

function readMatch({ event, where = {}, source }: EventMatch, newId: NewId): MatchField {
  return { names: readNames(event, newId), where: readWhere(where, newId), source: source ?? '' };
}

function readMeasure(condition: EventCondition, newId: NewId): MeasureField {
  const name = AGGREGATES.find((one) => condition[one] !== undefined);
  const aggregate = name && condition[name];
  if (name !== undefined && aggregate !== undefined) {
    const { of, ...bounds } = aggregate;
    return { kind: name, of, bounds: readNumbers(bounds, newId) };
  }
  if (condition.count === undefined) return { kind: 'none', of: '', bounds: [] };
  return { kind: 'count', of: '', bounds: readNumbers(condition.count, newId) };
}

function readSequence({ sequence, per, within }: SequenceCondition, id: string, newId: NewId): FormNode {
  return {
    ...{ id, kind: 'sequence', per: per ?? null },
    steps: sequence.map((step) => readStep(step, newId)),
    within: within === undefined ? null : within === 'lifetime' ? within : readLength(within),
  };
}

function readStep(step: EventStep | AbsentStep, newId: NewId): StepField {
  const id = newId();
  if ('absent' in step) {
    const match = readMatch({ ...step, event: step.absent }, newId);
    return { id, kind: 'absent', ...match, length: readLength(step.for) };
  }
  const length = step.within === undefined ? null : readLength(step.within);
  return { id, kind: 'event', ...readMatch(step, newId), length };
}

function readRfm(
  {
    recency = {},
    frequency = {},
    monetary = {},
    r = {},
    f = {},
    m = {},
  }: Extract<Condition, { rfm: unknown }>['rfm'],
  id: string,
  newId: NewId,
): RfmForm {
  const parts = { frequency, monetary, r, f, m };
  const [ofOrders, ofMoney, ofR, ofF, ofM] = Object.values(parts).map((bounds) => readNumbers(bounds, newId));
  return {
    ...{ id, kind: 'rfm', recency: readLengths(recency, newId) },
    frequency: ofOrders ?? [],
    monetary: ofMoney ?? [],
    r: ofR ?? [],
    f: ofF ?? [],
    m: ofM ?? [],
  };
}

function readNames(names: string | readonly string[], newId: NewId): NamesField {
  const isList = typeof names !== 'string';
  return { isList, names: (isList ? names : [names]).map((text) => ({ id: newId(), text })) };
}

function readWhere(where: Where, newId: NewId): readonly WhereField[] {
  return Object.entries(where).map(([path, asked]) => {
    const isBare = typeof asked !== 'object';
    return { id: newId(), path, isBare, asks: readAsks(isBare ? { eq: asked } : asked, newId) };
  });
}

function readAsks(asked: Comparison, newId: NewId): readonly AskField[] {
  return OPERATORS.flatMap((op): AskField[] => {
    const value = asked[op];
    if (value === undefined) return [];
    const values = typeof value === 'object' ? value : [value];
    return [{ id: newId(), op, values: values.map((one) => readScalar(one, newId)) }];
  });
}

function readScalar(value: Scalar, newId: NewId): ScalarField {
  const id = newId();
  if (typeof value === 'string') return { id, type: 'text', text: value };
  if (typeof value === 'number') return { id, type: 'number', text: writeNumber(value) };
  return { id, type: 'truth', text: String(value) };
}

function readNumbers(bounds: NumberBounds, newId: NewId): readonly NumberBoundField[] {
  return NUMBER_BOUNDS.flatMap((op) => {
    const value = bounds[op];
    return value === undefined ? [] : [{ id: newId(), op, text: writeNumber(value) }];
  });
}

function readLengths(bounds: DurationBounds, newId: NewId): readonly LengthBoundField[] {
  return LENGTH_BOUNDS.flatMap((op) => {
    const value = bounds[op];
    return value === undefined ? [] : [{ id: newId(), op, length: readLength(value) }];
  });
}

/** Zero may be written with a minus, and is another number then. */
function writeNumber(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/** @example readLength('7d') // { amount: '7', unit: 'd' } */
function readLength(duration: string): LengthField {
  const [, amount = duration, unit = ''] = /^-?(\d+)([a-z]+)$/.exec(duration) ?? [];
  return { amount, unit };
}

const WEEK: LengthField = { amount: '7', unit: 'd' };
const NOW: LengthField = { amount: '0', unit: 'd' };
const NAMED: readonly string[] = ['session', 'lifetime', 'today', 'yesterday', 'thisWeek', 'thisMonth'];

function readWindow(window: Window | undefined): WindowField {
  if (window === undefined) return { kind: 'none', length: WEEK, until: NOW };
  if (typeof window === 'object')
    return { kind: 'between', length: readLength(window.from), until: readLength(window.to) };
  if (NAMED.includes(window)) return { kind: window as WindowKind, length: WEEK, until: NOW };
  return { kind: 'last', length: readLength(window), until: NOW };
}

function readFact({ site, age = {} }: FactTimeWithAge, newId: NewId): FactField {
  return { site, age: readLengths(age, newId) };
}
