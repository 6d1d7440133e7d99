/** Segments, memberships and explanations as the API and the command line answer them: instants in ISO 8601. */
import { readInstant } from '../../core/collect/instant.ts';
import { accept, type Outcome, refuse } from '../../core/errors.ts';
import type { Preview } from '../../core/measurement/segment-preview.ts';
import type { StageDefinition } from '../../core/segments/condition.ts';
import type { ExplainedNode, Explanation } from '../../core/segments/explain.ts';
import type { Held } from '../../core/segments/history.ts';
import type { SegmentStatus } from '../../core/segments/listing.ts';
import { describe } from '../../core/segments/words.ts';

export type SegmentLine = Omit<SegmentStatus, 'definition'> &
  SegmentStatus['definition'] & { readonly words: string };

export function presentSegment({ definition, ...status }: SegmentStatus): SegmentLine {
  return { ...status, ...definition, words: describe(definition.when) };
}

export type PreviewLine = Omit<Preview, 'at'> & { readonly at: string };

export function presentPreview({ at, ...preview }: Preview): PreviewLine {
  return { at: toIso(at), ...preview };
}

export function presentStages(stages: readonly StageDefinition[]) {
  return { stages: stages.map((stage) => ({ ...stage, words: describe(stage.when) })) };
}

export type HeldLine = { readonly key: string; readonly since: string; readonly until: string | null };

export function presentHeld({ key, since, until }: Held): HeldLine {
  return { key, since: toIso(since), until: isoOrNull(until) };
}

export type ExplainedLine = Omit<ExplainedNode, 'until' | 'children'> & {
  readonly until: string | null;
  readonly children: readonly ExplainedLine[];
};
export type ExplanationLine = Omit<Explanation, 'until' | 'node'> & {
  readonly until: string | null;
  readonly at: string;
  readonly node: ExplainedLine;
};

export function presentExplanation(
  { holds, until, withheld, node }: Explanation,
  t: number,
): ExplanationLine {
  return { holds, until: isoOrNull(until), at: toIso(t), withheld, node: presentNode(node) };
}

function presentNode({ until, children, ...node }: ExplainedNode): ExplainedLine {
  return { ...node, until: isoOrNull(until), children: children.map(presentNode) };
}

const EARLIEST = Date.UTC(2000, 0);
const END = Date.UTC(2100, 0);

/**
 * An instant in an address: ISO 8601 or epoch milliseconds; what is left out is now.
 *
 * @example readAt('2026-11-23T12:00:00Z', now) // { ok: true, value: 1795435200000 }
 */
export function readAt(text: string | null | undefined, now: number): Outcome<number> {
  if (text === null || text === undefined) return accept(now);
  const t = readInstant(/^\d{1,15}$/.test(text) ? Number(text) : text);
  if (t === null) {
    return refuse('invalid_value', 'at', 'write ISO 8601, like 2026-11-23T12:00:00Z, or epoch milliseconds');
  }
  return t >= EARLIEST && t < END
    ? accept(t)
    : refuse('time_out_of_range', 'at', 'ask for an instant of the years 2000 to 2099');
}

const toIso = (t: number): string => new Date(t).toISOString();
/** JavaScript writes no instant beyond the year 275760: what would happen then never does. */
const isoOrNull = (t: number | null): string | null => (t === null || t > 8.64e15 ? null : toIso(t));
