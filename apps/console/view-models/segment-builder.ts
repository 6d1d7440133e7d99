/** What surrounds a condition that is being written: its name, and how many visitors it would have. */
import type { PreviewAnswer, SegmentAnswer } from '../api/answers/segments.ts';
import type { SegmentFormWords } from '../words/segment-form.ts';
import type { Format } from './format.ts';

/** As it is typed; empty where it is left out. */
export type Around = {
  readonly name: string;
  readonly key: string;
  readonly kpi: string;
  readonly want: string;
  readonly action: string;
  readonly urgencyHours: string;
};

export const NOTHING_AROUND: Around = { name: '', key: '', kpi: '', want: '', action: '', urgencyHours: '' };

/** @example aroundOf(segment).urgencyHours // '12' */
export function aroundOf(segment: Partial<SegmentAnswer>): Around {
  const { name = '', key = '', kpi = '', want = '', action = '', urgencyHours } = segment;
  return {
    name,
    key,
    kpi,
    want,
    action,
    urgencyHours: urgencyHours === undefined ? '' : String(urgencyHours),
  };
}

/** @example slugOf('Keen on Größe 42!') // 'keen-on-groesse-42' */
export function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/ä/g, 'ae')
    .replace(/ö/g, 'oe')
    .replace(/ü/g, 'ue')
    .replace(/ß/g, 'ss')
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 64)
    .replace(/^-+|-+$/g, '');
}

/** What is put; hours that are no number go as they stand, so that the server says so. */
export function bodyOf(
  { name, kpi, want, action, urgencyHours }: Around,
  when: unknown,
  { campaigns }: Pick<SegmentAnswer, 'campaigns'> = {},
): { readonly [name: string]: unknown } {
  const hours = Number(urgencyHours);
  return {
    name: name.trim(),
    when,
    ...(kpi !== '' && { kpi }),
    ...(want.trim() !== '' && { want: want.trim() }),
    ...(action.trim() !== '' && { action: action.trim() }),
    ...(urgencyHours.trim() !== '' && { urgencyHours: Number.isFinite(hours) ? hours : urgencyHours }),
    ...(campaigns !== undefined && { campaigns }),
  };
}

/** Whether two conditions ask the same: keys may stand in another order. */
export function isSameCondition(one: unknown, other: unknown): boolean {
  return JSON.stringify(inOrder(one)) === JSON.stringify(inOrder(other));
}

function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(inOrder);
  return Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, part]) => [name, inOrder(part)]);
}

export type PreviewView = {
  readonly figure: string;
  readonly unit: string;
  readonly text: string;
  /** Why no number is told; null: one is. */
  readonly why: string | null;
};

/** @example viewPreview(preview, words.preview, format).figure // '1,200' */
export function viewPreview(
  { size, low, high, isExact, looked, total, least }: PreviewAnswer,
  words: SegmentFormWords['preview'],
  { count }: Format,
): PreviewView {
  if (size === null) {
    const text = isExact
      ? words.fewExact(count(total))
      : words.fewOf(count(looked), count(high), count(total));
    return { figure: words.few(count(least)), unit: words.visitors, text, why: words.why };
  }
  const text = isExact
    ? words.exact(count(total))
    : words.estimate(count(low), count(high), count(looked), count(total));
  return { figure: isExact ? count(size) : `≈ ${count(size)}`, unit: words.visitors, text, why: null };
}
