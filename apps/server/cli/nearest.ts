import { editDistance } from '../../../core/events/distance.ts';

/** More than half of a word mistyped is another word. */
const MOST_SHARE = 0.5;

/** @example nearest('reply', ['replay', 'erase']) // 'replay' */
export function nearest(word: string, known: readonly string[]): string | null {
  let best: string | null = null;
  let least = Math.max(1, Math.floor(word.length * MOST_SHARE));
  for (const candidate of known) {
    const distance = editDistance(word, candidate, least);
    if (distance > least || (distance === least && best !== null)) continue;
    best = candidate;
    least = distance;
  }
  return best;
}
