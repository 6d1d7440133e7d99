/** A campaign as fields, and a campaign with another value in one of them. What no field is about is listed, and stays. */
import {
  type Draft,
  isFields,
  type Json,
  listLeaves,
  type Path,
  readAt,
  writePath,
} from './campaigns-document.ts';
import { SECTIONS, TRIGGERS, treatmentFieldsOf, triggerOf } from './campaigns-fields.ts';
import type { FieldSpec } from './campaigns-spec.ts';
import { LINES, NAMES, NUMBER, PAIRS, SHARE, type Shape, TEXT } from './campaigns-values.ts';

export type Place = {
  readonly path: Path;
  readonly spec: FieldSpec;
  /** Of a text in several languages: its place without the language. */
  readonly whole?: Path;
};

/** Kinds whose field is a text. */
const SHAPES: { readonly [Kind in FieldSpec['kind']]?: Shape } = {
  text: TEXT,
  choice: TEXT,
  clock: TEXT,
  segment: TEXT,
  number: NUMBER,
  share: SHARE,
  lines: LINES,
  names: NAMES,
  pairs: PAIRS,
};

/** @example shapeOf({ name: 'cooldown', kind: 'share' }).read(0.1) // '10' */
export function shapeOf({ kind, isKept = false }: FieldSpec): Shape {
  const shape = SHAPES[kind] ?? TEXT;
  return isKept ? { ...shape, write: (text) => shape.write(text) ?? '' } : shape;
}

/** Every field that a form of this campaign has, in its order. */
export function listPlaces(draft: Draft): readonly Place[] {
  const trigger = triggerOf(draft.trigger);
  return [
    ...Object.values(SECTIONS).flatMap((specs) => placesOf(draft, specs, [])),
    ...(trigger === null ? [] : placesOf(draft, TRIGGERS[trigger].fields, ['trigger'])),
  ];
}

function placesOf(draft: Draft, specs: readonly FieldSpec[], around: Path): readonly Place[] {
  return specs.flatMap((spec) => placesIn(draft, spec, [...around, spec.name]));
}

function placesIn(draft: Draft, spec: FieldSpec, path: Path): readonly Place[] {
  const { kind, within = [] } = spec;
  const value = readAt(draft, path);
  if (kind === 'group') return value === undefined ? [] : placesOf(draft, within, path);
  if (kind === 'list') {
    const items: readonly Json[] = Array.isArray(value) ? value : [];
    return items.flatMap((_, place) => placesOf(draft, within, [...path, place]));
  }
  if (kind === 'treatment')
    return value === null
      ? [{ path, spec }]
      : [
          { path: [...path, 'kind'], spec: { name: 'kind', kind: 'choice' } },
          ...placesOf(draft, treatmentFieldsOf(value), path),
        ];
  if (isTexts(spec) && isFields(value))
    return Object.keys(value).map((language) => ({ path: [...path, language], spec, whole: path }));
  return [{ path, spec }];
}

/** Whether a field of an object is to be seen. @example isAsked(spec, { scope: 'tag' }) */
export function isAsked({ name, onlyFor, isRare = false }: FieldSpec, around: Json): boolean {
  if (readAt(around, [name]) !== undefined) return true;
  if (onlyFor === undefined) return !isRare;
  return onlyFor.values.includes(String(readAt(around, [onlyFor.name])));
}

/** Kinds that need no more than a part of a line. */
const SHORT: ReadonlySet<FieldSpec['kind']> = new Set([
  'text',
  'number',
  'share',
  'choice',
  'clock',
  'length',
]);

/** Whether fields stand side by side. */
export function isShort(specs: readonly FieldSpec[]): boolean {
  return specs.every(({ kind }) => SHORT.has(kind));
}

/** One text, or one a language. */
export function isTexts({ kind }: FieldSpec): boolean {
  return kind === 'texts' || kind === 'letter';
}

/** State is changed by starting and pausing, and what sets it off is chosen as a whole. */
const ELSEWHERE: readonly string[] = ['state', 'trigger.exitIntent'];

/** What stands in the document and in no field: it can be changed where the document is shown itself. */
export function listUnasked(draft: Draft): readonly string[] {
  const asked = new Set(listPlaces(draft).map(({ path }) => writePath(path)));
  const isAsked = (path: Path): boolean =>
    ELSEWHERE.includes(writePath(path)) ||
    path.some((_, end) => asked.has(writePath(path.slice(0, end + 1))));
  return listLeaves(draft)
    .map(([path]) => path)
    .filter((path) => !isAsked(path))
    .map(writePath);
}
