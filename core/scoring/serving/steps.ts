/** The steps of a visitor's scores from an instant on: what has to be logged so that the log says what was in force. */
import { compareEntries, type Entry, type VisitorId } from '../../entry.ts';
import { derivedId } from '../../identity/hash.ts';
import { fold } from '../../profiles/fold.ts';
import type { Profile } from '../../profiles/profile.ts';
import type { FoldRules } from '../../profiles/rules.ts';
import { heldScore } from '../../profiles/scores.ts';
import { subjectOf } from '../features/subject.ts';
import { readFeatures } from '../features/table.ts';
import { mayScore } from '../profiling.ts';
import type { Score } from '../score.ts';

/** A change of less moves nothing. */
export const LEAST_STEP = 0.005;

/** How one label is scored now. */
export type LabelScorer = {
  readonly label: string;
  /** Null: it is the heuristic's. */
  readonly model: number | null;
  readonly score: (row: Float64Array) => Pick<Score, 'p'>;
};

export type StepInput = {
  /** Before the first of `entries`. */
  readonly start: Profile;
  /** The visitor's own, of any type, in order. */
  readonly entries: readonly Entry[];
  /** Steps of earlier instants stand, UTC ms. */
  readonly from: number;
  readonly scorers: readonly LabelScorer[];
  readonly rules: FoldRules;
  readonly zone: string;
  readonly isAnonymous: boolean;
  readonly receivedAt: number;
};

/**
 * Score entries to append. One that the log holds for the same event is corrected under its own id.
 *
 * @example scoreSteps({ start: timeline.checkpoint, entries: timeline.tail, from: event.t, … })
 */
export function scoreSteps(input: StepInput): readonly Entry[] {
  const { segments: _, campaigns: __, ...rules } = input.rules;
  const { start, from, scorers } = input;
  const ordered = input.entries.toSorted(compareEntries);
  const logged = new Map(ordered.flatMap((entry) => (entry.type === 'score' ? [[entry.id, entry]] : [])));
  const steps = createSteps(
    input,
    logged,
    new Map(scorers.map(({ label }) => [label, heldScore(start.scores, label)])),
  );
  let profile = start;
  for (const [at, entry] of ordered.entries()) {
    if (entry.type === 'score') {
      if (entry.t < from) steps.hold(entry);
      continue;
    }
    profile = fold(profile, entry, rules);
    if (entry.type !== 'event' || entry.t < from || !mayScore(profile, entry.t)) continue;
    // One instant has one step: after all that happened then.
    if (ordered.slice(at + 1).some(({ type, t }) => type === 'event' && t === entry.t)) continue;
    const row = readFeatures(subjectOf(profile, entry.t, { ...input, rules }));
    for (const scorer of scorers) steps.take(scorer, { ...entry, visitor: profile.visitor }, row);
  }
  return steps.taken;
}

/** @param inForce By label, before the first step; kept up to date. */
function createSteps(
  { receivedAt }: StepInput,
  logged: ReadonlyMap<string, Entry>,
  inForce: Map<string, number | null>,
) {
  const taken: Entry[] = [];
  return {
    taken,
    hold: (score: Entry): void => {
      inForce.set(score.name, pOf(score));
    },
    take: (scorer: LabelScorer, event: Entry & { readonly visitor: VisitorId }, row: Float64Array): void => {
      const { label } = scorer;
      const own = logged.get(scoreId(event.visitor, label, event.t));
      const { p } = scorer.score(row);
      const before = own === undefined ? (inForce.get(label) ?? null) : pOf(own);
      // What is logged says what is so, not nearly so.
      const isStep = own === undefined ? isFar(before, p) : before !== p;
      inForce.set(label, isStep ? p : before);
      if (isStep) taken.push(scoreEntry(scorer, event, p, receivedAt));
    },
  };
}

export function isFar(before: number | null, p: number): boolean {
  return before === null || Math.abs(p - before) >= LEAST_STEP;
}

function pOf({ properties: { p } }: Entry): number | null {
  return typeof p === 'number' ? p : null;
}

/** One instant of a visitor has one score of a label: made again, it is the same entry. */
function scoreId(visitor: VisitorId, label: string, t: number): string {
  return derivedId('score', visitor, label, t);
}

/** @param at Whose score it is, and as of when. */
export function scoreEntry(
  { label, model }: LabelScorer,
  { site, visitor, t }: Pick<Entry, 'site' | 't'> & { readonly visitor: VisitorId },
  p: number,
  receivedAt: number,
): Entry {
  const id = scoreId(visitor, label, t);
  return {
    site,
    id,
    type: 'score',
    name: label,
    t,
    receivedAt,
    visitor,
    source: 'server',
    properties: { p, model },
  };
}
