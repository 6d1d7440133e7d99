/** The scores in force: by label, the last that was logged. */
import type { Entry } from '../entry.ts';

export type HeldScore = { readonly label: string; readonly p: number; readonly t: number };
/** By label, in code unit order. */
export type Scores = readonly HeldScore[];

export const NO_SCORES: Scores = [];
/** Of labels: a site has fewer at a time, and those that were removed make room. */
const MOST_LABELS = 32;

/** Takes in one score, later than all before it. */
export function stepScores(scores: Scores, { name, t, properties: { p } }: Entry): Scores {
  if (typeof p !== 'number' || !Number.isFinite(p)) return scores;
  const others = scores.filter(({ label }) => label !== name);
  const latest = others.toSorted((a, b) => b.t - a.t).slice(0, MOST_LABELS - 1);
  return [...latest, { label: name, p, t }].toSorted((a, b) => (a.label < b.label ? -1 : 1));
}

/** What a label's score is held at; null: none was logged. */
export function heldScore(scores: Scores, label: string): number | null {
  return scores.find((held) => held.label === label)?.p ?? null;
}
