/**
 * A condition as a form: every part of the language as fields that somebody is typing in, so that what is half written has
 * a place too. `read.ts` makes one of a condition, `write.ts` makes the condition again, the very same.
 */
import type { AggregateName, CalendarWord, EventSource } from '../../../../core/segments/condition.ts';

/** Makes names for parts that may change places. */
export type NewId = () => string;

export const OPERATORS = [
  'eq',
  'ne',
  'gt',
  'gte',
  'lt',
  'lte',
  'in',
  'nin',
  'contains',
  'startsWith',
  'exists',
] as const;
export type Operator = (typeof OPERATORS)[number];
export const NUMBER_BOUNDS = ['gte', 'gt', 'lte', 'lt', 'eq', 'ne'] as const;
export type NumberBound = (typeof NUMBER_BOUNDS)[number];
export const LENGTH_BOUNDS = ['gte', 'gt', 'lte', 'lt'] as const;
export type LengthBound = (typeof LENGTH_BOUNDS)[number];
export const UNITS = ['ms', 's', 'm', 'h', 'd', 'w'] as const;
export const SOURCES = ['web', 'server', 'email'] as const satisfies readonly EventSource[];

export const SCALAR_TYPES = ['text', 'number', 'truth'] as const;
export type ScalarType = (typeof SCALAR_TYPES)[number];
export type ScalarField = { readonly id: string; readonly type: ScalarType; readonly text: string };

/** One comparison; `in` and `nin` have several values. */
export type AskField = {
  readonly id: string;
  readonly op: Operator;
  readonly values: readonly ScalarField[];
};
export type LengthField = { readonly amount: string; readonly unit: string };
export type NumberBoundField = { readonly id: string; readonly op: NumberBound; readonly text: string };
export type LengthBoundField = {
  readonly id: string;
  readonly op: LengthBound;
  readonly length: LengthField;
};

export type NamesField = {
  /** A list of one is a list. */
  readonly isList: boolean;
  readonly names: readonly { readonly id: string; readonly text: string }[];
};
export type WhereField = {
  readonly id: string;
  readonly path: string;
  /** `"Shoes"`, which says the same as `{ "eq": "Shoes" }`. */
  readonly isBare: boolean;
  readonly asks: readonly AskField[];
};
export const WINDOWS = [
  'none',
  'last',
  'session',
  'today',
  'yesterday',
  'thisWeek',
  'thisMonth',
  'between',
  'lifetime',
] as const satisfies readonly (CalendarWord | 'none' | 'last' | 'between' | 'session' | 'lifetime')[];
export type WindowKind = (typeof WINDOWS)[number];
/** `length` of the last so long, or where it begins; `until` where it ends. */
export type WindowField = {
  readonly kind: WindowKind;
  readonly length: LengthField;
  readonly until: LengthField;
};
export type FactField = { readonly site: string; readonly age: readonly LengthBoundField[] };
export type MatchField = {
  readonly names: NamesField;
  readonly where: readonly WhereField[];
  readonly source: EventSource | '';
};
export type UnlessField = MatchField & {
  readonly window: WindowField;
  readonly before: FactField | null;
  readonly after: FactField | null;
};
export const MEASURES = ['none', 'count', 'sum', 'avg', 'min', 'max', 'distinct'] as const;
export type MeasureField = {
  readonly kind: 'none' | 'count' | AggregateName;
  readonly of: string;
  readonly bounds: readonly NumberBoundField[];
};
/** @param length Of an event: the most time since the step before, null: any; of an absence: how long. */
export type StepField = MatchField & {
  readonly id: string;
  readonly kind: 'event' | 'absent';
  readonly length: LengthField | null;
};
export const RFM_PARTS = ['frequency', 'monetary', 'r', 'f', 'm'] as const;
export type RfmPart = (typeof RFM_PARTS)[number];

type Part<Kind extends string, Fields> = { readonly id: string; readonly kind: Kind } & Readonly<Fields>;

export type GroupForm = Part<'all' | 'any', { children: readonly FormNode[] }>;
export type WithinForm = Part<'not' | 'accountFold', { child: FormNode }>;
export type KeyForm = Part<'segment' | 'stage', { key: string }>;
export type EventForm = Part<
  'event',
  UnlessField & { per: string | null; measure: MeasureField; unless: UnlessField | null }
>;
export type SequenceForm = Part<
  'sequence',
  { steps: readonly StepField[]; per: string | null; within: LengthField | 'lifetime' | null }
>;
export type IdleForm = Part<'idle', { length: LengthField; source: EventSource | '' }>;
export type SinceForm = Part<
  'since',
  { names: NamesField; source: EventSource | ''; bounds: readonly LengthBoundField[] }
>;
export type KnownForm = Part<'trait' | 'account' | 'context', { path: string; asks: readonly AskField[] }>;
export type AnniversaryForm = Part<'anniversary', { path: string }>;
export type RfmForm = Part<
  'rfm',
  { recency: readonly LengthBoundField[] } & { [name in RfmPart]: readonly NumberBoundField[] }
>;
export type ScoreForm = Part<
  'score',
  { score: string; gte: string; leave: string | null; dwell: LengthField | null }
>;
export type RandomForm = Part<'random', { share: string; seed: string }>;

export type FormNode =
  | GroupForm
  | WithinForm
  | KeyForm
  | EventForm
  | SequenceForm
  | IdleForm
  | SinceForm
  | KnownForm
  | AnniversaryForm
  | RfmForm
  | ScoreForm
  | RandomForm;
export type NodeKind = FormNode['kind'];

/** @example createIds()() // '1' */
export function createIds(): NewId {
  let last = 0;
  return () => {
    last += 1;
    return String(last);
  };
}
