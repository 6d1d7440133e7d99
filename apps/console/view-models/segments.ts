/** Segments as they are listed and shown. */
import type { HealthAnswer, SegmentAnswer } from '../api/answers/segments.ts';
import type { Tone } from '../ui/skin.ts';
import type { SegmentsWords } from '../words/segments.ts';
import type { Format } from './format.ts';
import type { Point } from './plot.ts';

export type SegmentRow = {
  readonly key: string;
  readonly name: string;
  readonly size: string;
  readonly badge: { readonly text: string; readonly tone: Tone };
};

/** @example viewSegment(line, words, format).size // '1,204' */
export function viewSegment(
  { key, name, size, state, progress, version }: SegmentAnswer,
  words: SegmentsWords,
  format: Format,
): SegmentRow {
  const isReady = state === 'ready';
  return {
    ...{ key, name },
    // What is built anew has its old members until then.
    size: isReady || version > 1 ? format.count(size) : words.uncounted,
    badge: isReady
      ? { text: words.ready, tone: 'good' }
      : { text: words.building(format.share(progress)), tone: 'waiting' },
  };
}

/** By day, UTC ms of its beginning there. */
export function sizePoints(health: HealthAnswer | null, key: string): readonly Point[] {
  const sizes = health?.segments.find((segment) => segment.key === key)?.sizes ?? [];
  return sizes.map(({ date, size }) => ({ x: Date.parse(date), y: size }));
}

/** At most so many days stand below a plot. */
const MOST_DAYS = 6;

/** @example daysOf(points) // some of the days, the first and the last among them */
export function daysOf(points: readonly Point[]): readonly number[] {
  const step = Math.max(1, Math.ceil((points.length - 1) / (MOST_DAYS - 1)));
  return points.filter((_, place) => place % step === 0).map(({ x }) => x);
}

export type FindingRow = {
  readonly key: string;
  readonly segment: string;
  readonly name: string;
  readonly title: string;
  readonly cure: string;
};

/** One a finding; the largest segment first, since that is where it costs most. */
export function viewFindings({ segments }: HealthAnswer, { health }: SegmentsWords): readonly FindingRow[] {
  return segments
    .toSorted((a, b) => b.size - a.size)
    .flatMap(({ key, name, findings }) =>
      findings.map(({ kind }) => ({ key: `${key} ${kind}`, segment: key, name, ...health.kinds[kind] })),
    );
}

export type PairRow = {
  readonly key: string;
  readonly a: string;
  readonly b: string;
  readonly both: string;
  readonly alike: string;
};

/** @param most So many of the pairs at most. */
export function viewOverlaps(
  { overlaps, segments }: HealthAnswer,
  { health }: SegmentsWords,
  { count, share }: Format,
  most: number,
): readonly PairRow[] {
  const nameOf = namesIn(segments);
  return overlaps.slice(0, most).map(({ a, b, both, either, jaccard }) => ({
    key: `${a} ${b}`,
    a: nameOf(a),
    b: nameOf(b),
    both: health.of(count(both), count(either)),
    alike: share(jaccard),
  }));
}

export type MergeRow = {
  readonly key: string;
  readonly into: string;
  readonly text: string;
  readonly why: string;
};

/** What is said of nearly all who are in one of two is not what is said where one lies within the other. */
export function viewMerges(
  { merges, overlaps, segments }: HealthAnswer,
  { health }: SegmentsWords,
  { share }: Format,
): readonly MergeRow[] {
  const nameOf = namesIn(segments);
  return merges.map(({ merge, into, jaccard }) => {
    const pair = overlaps.find(({ a, b }) => (a === merge && b === into) || (a === into && b === merge));
    const isWithin = pair !== undefined && (pair.a === merge ? pair.inA : pair.inB) === pair.both;
    return {
      key: `${merge} ${into}`,
      into,
      text: health.merge(nameOf(merge), nameOf(into)),
      why: isWithin ? health.within(nameOf(merge), nameOf(into)) : health.mergeWhy(share(jaccard)),
    };
  });
}

function namesIn(segments: HealthAnswer['segments']): (key: string) => string {
  const names = new Map(segments.map(({ key, name }) => [key, name]));
  return (key) => names.get(key) ?? key;
}
