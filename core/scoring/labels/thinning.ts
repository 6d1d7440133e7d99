/** Which examples of a visitor count for themselves: statistics that take each row for news must not hear one story twice. */
import type { VisitorId } from '../../entry.ts';
import { shortTextHash } from '../../identity/hash.ts';
import type { Example } from './examples.ts';

/**
 * Of how many examples one is drawn. Were the first always taken, nothing later in a visit would ever be heard of; with
 * fewer drawn, most visitors would be missed.
 */
const ONE_OF = 4;
const DAY_MS = 86_400_000;

/**
 * Some of a visitor's examples, each later than the last one taken by what the label looks ahead, and by a day at least: so
 * what is known of one was over before the next. Whether one is taken hangs on a hash and on earlier ones alone; a choice
 * among all of a visit would take fewer from long visits, and who buys stays long.
 *
 * @param examples In time order.
 * @example thinExamples(visitor, examples, 604_800_000)
 */
export function thinExamples(
  visitor: VisitorId,
  examples: readonly Example[],
  withinMs: number,
): readonly Example[] {
  const gapMs = Math.max(withinMs, DAY_MS);
  let freeFrom = Number.NEGATIVE_INFINITY;
  return examples.filter(({ t }) => {
    if (t < freeFrom || !isDrawn(visitor, t)) return false;
    freeFrom = t + gapMs;
    return true;
  });
}

function isDrawn(visitor: VisitorId, t: number): boolean {
  return Number.parseInt(shortTextHash(`${visitor} ${t}`).slice(0, 8), 16) % ONE_OF === 0;
}
