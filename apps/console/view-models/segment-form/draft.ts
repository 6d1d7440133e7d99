/** What is being written: one condition, as a form and as a line, whichever of them is typed in. */
import type { Condition } from '../../../../core/segments/condition.ts';
import type { FormNode, NewId } from './form.ts';
import type { PlacedFault } from './places.ts';
import { readForm } from './read.ts';
import { writeForm } from './write.ts';

/** As the server reads it. */
export type Understood = {
  readonly when: Condition;
  readonly words: string;
  readonly doubts: readonly string[];
};

const FIRST_EDITION = 1;

export type SegmentDraft = {
  readonly form: FormNode;
  readonly line: string;
  /** In which of them somebody typed last: the other one follows as soon as that is understood. */
  readonly typed: 'form' | 'line';
  /** Grows with each change. */
  readonly edition: number;
  /** The last that was understood, and which edition it is of. */
  readonly understood: Understood | null;
  readonly understoodEdition: number;
  /** Of the edition of now. */
  readonly fault: PlacedFault | null;
};

/** @example startDraft(readForm(condition, newId), '') */
export function startDraft(form: FormNode, line: string): SegmentDraft {
  return {
    ...{ form, line, typed: line === '' ? 'form' : 'line', edition: FIRST_EDITION },
    ...{ understood: null, understoodEdition: 0, fault: null },
  };
}

export function typeForm(draft: SegmentDraft, form: FormNode): SegmentDraft {
  return { ...draft, form, typed: 'form', edition: draft.edition + 1, fault: null };
}

export function typeLine(draft: SegmentDraft, line: string): SegmentDraft {
  return { ...draft, line, typed: 'line', edition: draft.edition + 1, fault: null };
}

/** What the server is asked. */
export function questionOf({ form, line, typed }: SegmentDraft): { readonly [name: string]: unknown } {
  return typed === 'form' ? { when: writeForm(form) } : { words: line };
}

export type Heard =
  | { readonly ok: true; readonly value: Understood }
  | { readonly ok: false; readonly fault: PlacedFault };

/** What comes of an older edition is of no use any more. */
export function hear(draft: SegmentDraft, edition: number, heard: Heard, newId: NewId): SegmentDraft {
  if (edition !== draft.edition) return draft;
  if (!heard.ok) return { ...draft, fault: heard.fault };
  const { value } = heard;
  const known = { ...draft, understood: value, understoodEdition: edition, fault: null };
  return draft.typed === 'form'
    ? { ...known, line: value.words }
    : { ...known, form: readForm(value.when, newId) };
}

/** Whether somebody typed in it. */
export function isTouched({ edition }: SegmentDraft): boolean {
  return edition > FIRST_EDITION;
}

/** Whether form and line are what the server has understood. */
export function isUnderstood({ edition, understoodEdition }: SegmentDraft): boolean {
  return edition === understoodEdition;
}

export type LinePlace = { readonly before: string; readonly at: string; readonly after: string };

/**
 * The word of a line that a fault speaks of: the server tells its column, from 1.
 *
 * @example placeInLine('viewd a product', 'at column 1: …') // { before: '', at: 'viewd', after: ' a product' }
 */
export function placeInLine(line: string, text: string): LinePlace | null {
  const column = Number(/\bcolumn (\d+)/.exec(text)?.[1] ?? 0);
  if (column === 0) return null;
  const from = Math.min(column - 1, line.length);
  const [word = ''] = /^\s*\S*/.exec(line.slice(from)) ?? [];
  return { before: line.slice(0, from), at: word, after: line.slice(from + word.length) };
}
