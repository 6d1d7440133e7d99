/** Segments as they are listed. */
import type { SegmentAnswer } from '../api/answers/segments.ts';
import type { Tone } from '../ui/skin.ts';
import type { SegmentsWords } from '../words/segments.ts';
import type { Format } from './format.ts';

export type SegmentRow = {
  readonly key: string;
  readonly name: string;
  /** The condition in words. */
  readonly when: string;
  readonly size: string;
  readonly badge: { readonly text: string; readonly tone: Tone };
};

/** @example viewSegment(line, words, format).size // '1,204' */
export function viewSegment(
  { key, name, words: when, size, state, progress, version }: SegmentAnswer,
  words: SegmentsWords,
  format: Format,
): SegmentRow {
  const isReady = state === 'ready';
  return {
    ...{ key, name, when },
    size: isReady || version > 1 ? format.count(size) : words.uncounted,
    badge: isReady
      ? { text: words.ready, tone: 'good' }
      : { text: words.building(format.share(progress)), tone: 'waiting' },
  };
}
