/** Where in a form something is that the server speaks of: places are JSON paths, as in `when.all[0].where["größe"]`. */
import type { FormNode, WhereField } from './form.ts';
import type { Draft } from './write.ts';

/** A place below another. @example below('when.all', 0) // 'when.all[0]' */
export function below(at: string, part: string | number): string {
  if (typeof part === 'number') return `${at}[${part}]`;
  return /^[a-z_]\w*$/i.test(part) ? `${at}${at === '' ? '' : '.'}${part}` : `${at}[${JSON.stringify(part)}]`;
}

/** Whether a place is the other one, or lies within it. */
export function isWithin(at: string, around: string): boolean {
  return at === around || (at.startsWith(around) && /^[.[]/.test(at.slice(around.length)));
}

/**
 * Whether there is a field of its own for it: whatever has a value has one.
 *
 * @example hasField({ when: { idle: '3' } }, 'when.idle') // true
 */
export function hasField(draft: Draft, at: string): boolean {
  return Object.entries(draft).some(([name, value]) => holdsField(value, below('', name), at));
}

function holdsField(value: unknown, place: string, at: string): boolean {
  if (!isWithin(at, place)) return false;
  if (typeof value !== 'object' || value === null) return place === at && value !== undefined;
  if (Array.isArray(value)) return value.some((one, index) => holdsField(one, below(place, index), at));
  return Object.entries(value).some(([name, one]) => holdsField(one, below(place, name), at));
}

/** The places of what a part holds within a frame of its own. */
export function framesIn(node: FormNode, at: string): readonly string[] {
  if (node.kind === 'all' || node.kind === 'any')
    return node.children.map((_, place) => below(below(at, node.kind), place));
  if (node.kind === 'not') return [below(at, 'not')];
  if (node.kind === 'accountFold') return [below(at, 'account')];
  return node.kind === 'sequence' ? node.steps.map((_, place) => below(below(at, 'sequence'), place)) : [];
}

export type PlacedFault = {
  readonly at: string;
  readonly text: string;
  /** As the server wrote it. */
  readonly hint?: string;
};

/** What is said of a frame as a whole: no field of it, nor a frame within it, has it. */
export function faultOfFrame(
  fault: PlacedFault | null,
  draft: Draft,
  at: string,
  frames: readonly string[],
): string | null {
  if (fault === null || !isWithin(fault.at, at) || hasField(draft, fault.at)) return null;
  return frames.some((frame) => isWithin(fault.at, frame)) ? null : fault.text;
}

/** A property that is asked of twice, where one would be lost; null: none. */
export function findDoubled(form: unknown): string | null {
  if (typeof form !== 'object' || form === null) return null;
  for (const [name, value] of Object.entries(form)) {
    const paths = name === 'where' ? (value as readonly WhereField[]).map(({ path }) => path) : [];
    const doubled = paths.find((path, place) => paths.indexOf(path) !== place) ?? findDoubled(value);
    if (doubled !== null) return doubled;
  }
  return null;
}
