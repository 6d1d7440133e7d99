/** What somebody does to a form: begins a part, wraps it, takes it away, moves it. */
import type {
  AskField,
  FactField,
  FormNode,
  GroupForm,
  LengthBoundField,
  LengthField,
  MatchField,
  NamesField,
  NewId,
  NodeKind,
  NumberBoundField,
  Operator,
  ScalarField,
  SequenceForm,
  StepField,
  UnlessField,
  WhereField,
  WindowField,
} from './form.ts';

/** What can be begun: the kinds of the language, and absence, which is an event that is not there. */
export const BEGINNINGS = [
  'event',
  'absence',
  'sequence',
  'idle',
  'since',
  'segment',
  'stage',
  'rfm',
  'score',
  'trait',
  'anniversary',
  'context',
  'account',
  'accountFold',
  'random',
  'all',
  'any',
  'not',
] as const satisfies readonly (NodeKind | 'absence')[];
export type Beginning = (typeof BEGINNINGS)[number];

const WEEK: LengthField = { amount: '7', unit: 'd' };
const DAY: LengthField = { amount: '1', unit: 'd' };
const HOUR: LengthField = { amount: '1', unit: 'h' };
const MONTH: LengthField = { amount: '30', unit: 'd' };
export const NO_WINDOW: WindowField = { kind: 'none', length: WEEK, until: { amount: '0', unit: 'd' } };

/** A part with something sensible in it already. @example startNode('idle', newId) // idle for 7 days */
export function startNode(kind: Beginning, newId: NewId): FormNode {
  const id = newId();
  switch (kind) {
    case 'all':
    case 'any':
      return { id, kind, children: [startNode('event', newId)] };
    case 'not':
    case 'accountFold':
      return { id, kind, child: startNode('event', newId) };
    case 'segment':
    case 'stage':
      return { id, kind, key: '' };
    case 'sequence':
      return {
        ...{ id, kind, per: null, within: WEEK },
        steps: [startStep('event', newId), startStep('absent', newId)],
      };
    case 'idle':
      return { id, kind, length: WEEK, source: '' };
    case 'since':
      return { id, kind, names: startNames('Order Completed', newId), source: '', bounds: [startAge(newId)] };
    case 'trait':
    case 'account':
    case 'context':
      return { id, kind, path: '', asks: [startAsk(newId)] };
    case 'anniversary':
      return { id, kind, path: '' };
    case 'rfm':
      return { id, kind, recency: [startAge(newId)], frequency: [], monetary: [], r: [], f: [], m: [] };
    case 'score':
      return { id, kind, score: 'purchase_7d', gte: '0.7', leave: null, dwell: null };
    case 'random':
      return { id, kind, share: '0.1', seed: '' };
    default:
      return startEvent(kind, id, newId);
  }
}

function startEvent(kind: 'event' | 'absence', id: string, newId: NewId): FormNode {
  const isAbsent = kind === 'absence';
  return {
    ...{ id, kind: 'event', per: null, unless: null },
    ...startUnless(isAbsent ? 'Order Completed' : 'Product Viewed', newId),
    window: { ...NO_WINDOW, kind: 'last' },
    measure: {
      kind: isAbsent ? 'count' : 'none',
      of: '',
      bounds: isAbsent ? [{ id: newId(), op: 'eq', text: '0' }] : [],
    },
  };
}

export function startMatch(name: string, newId: NewId): MatchField {
  return { names: startNames(name, newId), where: [], source: '' };
}

export function startUnless(name: string, newId: NewId): UnlessField {
  return { ...startMatch(name, newId), window: NO_WINDOW, before: null, after: null };
}

export function startStep(kind: StepField['kind'], newId: NewId): StepField {
  const isAbsent = kind === 'absent';
  const match = startMatch(isAbsent ? 'Order Completed' : 'Product Added', newId);
  return { id: newId(), kind, ...match, length: isAbsent ? HOUR : null };
}

function startNames(text: string, newId: NewId): NamesField {
  return { isList: false, names: [{ id: newId(), text }] };
}

export function startAsk(newId: NewId, op: Operator = 'eq'): AskField {
  return withOperator({ id: newId(), op, values: [] }, op, newId);
}

export function startWhere(newId: NewId): WhereField {
  return { id: newId(), path: '', isBare: true, asks: [startAsk(newId)] };
}

export function startBound(newId: NewId): NumberBoundField {
  return { id: newId(), op: 'gte', text: '1' };
}

export function startAge(newId: NewId): LengthBoundField {
  return { id: newId(), op: 'gte', length: MONTH };
}

export function startFact(): FactField {
  return { site: 'Price Increased', age: [] };
}

export function startLength(): LengthField {
  return DAY;
}

const NUMERIC: readonly Operator[] = ['gt', 'gte', 'lt', 'lte'];

/** What it compares with stays, as far as the operator can do with it. */
export function withOperator({ id, values }: AskField, op: Operator, newId: NewId): AskField {
  const [first = { id: newId(), type: 'text', text: '' } as ScalarField] = values;
  if (op === 'exists') return { id, op, values: [{ ...first, type: 'truth', text: 'true' }] };
  // The truth of what there is says nothing of a value.
  const kept: ScalarField = first.type === 'truth' ? { ...first, type: 'text', text: '' } : first;
  if (NUMERIC.includes(op)) return { id, op, values: [{ ...kept, type: 'number' }] };
  if (op === 'startsWith') return { id, op, values: [{ ...kept, type: 'text' }] };
  const isList = op === 'in' || op === 'nin';
  return { id, op, values: isList && values.length > 0 ? values : [first.type === 'truth' ? kept : first] };
}

/** @example wrap(node, 'not', newId) // { kind: 'not', child: node } */
export function wrap(node: FormNode, kind: 'all' | 'any' | 'not', newId: NewId): FormNode {
  const id = newId();
  return kind === 'not' ? { id, kind, child: node } : { id, kind, children: [node] };
}

/** What is left of a part when its own frame goes: of a group its first. Null: it has no frame. */
export function unwrap(node: FormNode): FormNode | null {
  if (node.kind === 'not' || node.kind === 'accountFold') return node.child;
  if (node.kind !== 'all' && node.kind !== 'any') return null;
  return node.children.length === 1 ? (node.children[0] ?? null) : null;
}

/** One more condition beside this one: a group says how they go together. */
export function addBeside(node: FormNode, added: FormNode, newId: NewId): FormNode {
  if (node.kind === 'all' || node.kind === 'any') return addChild(node, added);
  return { id: newId(), kind: 'all', children: [node, added] };
}

export function addChild(group: GroupForm, added: FormNode): GroupForm {
  return { ...group, children: [...group.children, added] };
}

type Named = { readonly id: string };

/** @example replaceIn(children, changed) */
export function replaceIn<T extends Named>(list: readonly T[], changed: T): readonly T[] {
  return list.map((one) => (one.id === changed.id ? changed : one));
}

export function removeFrom<T extends Named>(list: readonly T[], id: string): readonly T[] {
  return list.filter((one) => one.id !== id);
}

/** One place up or down; at the end it stays. */
export function moveIn<T extends Named>(list: readonly T[], id: string, by: 1 | -1): readonly T[] {
  const from = list.findIndex((one) => one.id === id);
  const other = list[from + by];
  const own = list[from];
  if (own === undefined || other === undefined) return list;
  return list.map((one) => (one === own ? other : one === other ? own : one));
}

/** An event step knows the most time since the step before it; an absence says how long. The first step has nothing before it. */
export function withStepKind(step: StepField, kind: StepField['kind']): StepField {
  return { ...step, kind, length: kind === 'absent' ? (step.length ?? HOUR) : null };
}

/** @example withSteps(sequence, []) // nothing lies before the first step */
export function withSteps(sequence: SequenceForm, steps: readonly StepField[]): SequenceForm {
  return {
    ...sequence,
    steps: steps.map((step, place) =>
      place === 0 && step.kind === 'event' && step.length !== null ? { ...step, length: null } : step,
    ),
  };
}
