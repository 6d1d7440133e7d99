/** How far the first run is: follows from what is there. */
import type { FirstRunAnswer, FirstRunFacts } from '../api/answers/first-run.ts';

export const TWO_WEEKS = 14;
export const FOUR_WEEKS = 28;
/** The last word stands for another week. */
const OVER = 35;

export type Stage =
  | 'empty'
  | 'segments'
  | 'campaign'
  | 'draft'
  | 'paused'
  | 'begun'
  | 'two'
  | 'four'
  | 'over';

/** @example stageOf({ ...facts, running: null, segmentCount: 0 }) // 'segments' */
export function stageOf({ traffic, segments, running }: FirstRunFacts): Stage {
  if (running !== null && running.liveSince !== null) {
    if (running.days >= OVER) return 'over';
    if (running.state === 'paused') return 'paused';
    if (running.days >= FOUR_WEEKS) return 'four';
    return running.days >= TWO_WEEKS ? 'two' : 'begun';
  }
  if (!segments.some(({ isInstalled }) => isInstalled)) return traffic.visitors === 0 ? 'empty' : 'segments';
  if (running === null) return 'campaign';
  return running.state === 'paused' ? 'paused' : 'draft';
}

/** Null: there is nothing more to do, or somebody put it away. */
export function shownFacts(answer: FirstRunAnswer): FirstRunFacts | null {
  return answer.isPutAway || stageOf(answer) === 'over' ? null : answer;
}
