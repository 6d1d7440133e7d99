/** What is wrong with a site's segments, and what would cure it. */
import type { Kpi } from '../segments/condition.ts';
import type { Overlap } from './overlap.ts';

/** A segment in force, as it is now. */
export type SegmentFacts = {
  readonly key: string;
  readonly name: string;
  readonly size: number;
  readonly kpi: Kpi | null;
  readonly campaigns: readonly string[];
  /** In force since, UTC ms. */
  readonly from: number;
  /** Latest time that somebody entered or left, UTC ms; null: nobody in the last 30 days. */
  readonly lastMoveAt: number | null;
};

export const FINDINGS = ['no campaign', 'no KPI', 'too small', 'never changes'] as const;
export type Finding = { readonly kind: (typeof FINDINGS)[number]; readonly why: string };

export type Merge = {
  /** Key of the one that could go, and of the one that would take its members. */
  readonly merge: string;
  readonly into: string;
  readonly jaccard: number;
  readonly why: string;
};

/** Fewer members cannot be measured in a reasonable time. */
export const LEAST_MEMBERS = 30;
/** A smaller share of the visitors is hardly worth a treatment of its own. */
export const LEAST_SHARE = 0.001;
export const STILL_DAYS = 30;
/** From this Jaccard index on two segments are nearly one. */
export const NEARLY_ONE = 0.8;

const DAY_MS = 86_400_000;
/** What every suggestion ends with. */
export const ADVICE = 'If a segment lacks a tailored treatment, merge it';

export type Circumstances = {
  readonly visitors: number;
  readonly now: number;
  /** Whether every move of the last 30 days was seen. */
  readonly isComplete: boolean;
};

/** @example findingsOf(segment, { visitors: 12_000, now, isComplete: true }).map(({ kind }) => kind) // ['no KPI'] */
export function findingsOf(segment: SegmentFacts, circumstances: Circumstances): readonly Finding[] {
  const { size, kpi, campaigns } = segment;
  const { visitors } = circumstances;
  const share = visitors === 0 ? 0 : size / visitors;
  const found: (Finding | null)[] = [
    campaigns.length > 0 ? null : { kind: 'no campaign', why: 'Nothing is done for its members.' },
    kpi !== null
      ? null
      : { kind: 'no KPI', why: 'Nobody can say whether it helps: name what it is to move.' },
    size >= LEAST_MEMBERS && share >= LEAST_SHARE
      ? null
      : {
          kind: 'too small',
          why: `${size} of ${visitors} visitors (${percent(share)}): fewer than ${LEAST_MEMBERS}, or under ${percent(LEAST_SHARE)}.`,
        },
    isStill(segment, circumstances)
      ? { kind: 'never changes', why: `Nobody entered or left in ${STILL_DAYS} days.` }
      : null,
  ];
  return found.filter((finding) => finding !== null);
}

function isStill({ from, lastMoveAt }: SegmentFacts, { now, isComplete }: Circumstances): boolean {
  const since = now - STILL_DAYS * DAY_MS;
  return isComplete && from <= since && (lastMoveAt === null || lastMoveAt <= since);
}

/**
 * Pairs of segments of which one could go: nearly the same members, or all members of one within the other.
 *
 * @param overlaps Between these segments, by their places.
 */
export function suggestMerges(
  segments: readonly SegmentFacts[],
  overlaps: readonly Overlap[],
  isSample = false,
): readonly Merge[] {
  return overlaps.flatMap((overlap) => {
    const [a, b] = [segments[overlap.a], segments[overlap.b]];
    return a === undefined || b === undefined ? [] : suggestMerge(a, b, overlap, isSample);
  });
}

function suggestMerge(
  a: SegmentFacts,
  b: SegmentFacts,
  { inA, inB, both, either, jaccard }: Overlap,
  isSample: boolean,
): readonly Merge[] {
  const sampled = isSample ? ' of the sample' : '';
  if (jaccard >= NEARLY_ONE) {
    const [going, staying] = staysBefore(a, b) ? [b, a] : [a, b];
    const why = `${both} of the ${either} members${sampled} of “${a.name}” or “${b.name}” are in both (Jaccard ${jaccard.toFixed(2)}). ${ADVICE}.`;
    return [{ merge: going.key, into: staying.key, jaccard, why }];
  }
  if (both < Math.min(inA, inB)) return [];
  const [inner, outer] = inA < inB ? [a, b] : [b, a];
  const why = `Everybody${sampled} in “${inner.name}” (${both}) is in “${outer.name}” as well. ${ADVICE}.`;
  return [{ merge: inner.key, into: outer.key, jaccard, why }];
}

/** Who is treated stays, then who is larger. */
function staysBefore(a: SegmentFacts, b: SegmentFacts): boolean {
  const isTreated = ({ campaigns }: SegmentFacts): boolean => campaigns.length > 0;
  if (isTreated(a) !== isTreated(b)) return isTreated(a);
  return a.size === b.size ? a.key < b.key : a.size > b.size;
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(2))} %`;
}
