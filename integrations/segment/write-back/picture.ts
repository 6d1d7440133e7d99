/** What Segment may know of one visitor now, and whether that is news beside what it was told. Pure. */
import type { WriteBackSettings } from './settings.ts';

/** Null: not known, or not allowed any more. */
export type Picture = {
  /** 0 to 1, to three digits. */
  readonly intent: number | null;
  readonly churn: number | null;
  /** Major units of the site's currency. */
  readonly orderValue: number | null;
  /** Keys, in ascending order. */
  readonly segments: readonly string[];
};

export type Thresholds = Pick<WriteBackSettings, 'delta' | 'bands'>;
export type Band = 'low' | 'medium' | 'high';

const STEPS = 1_000;
export const NOTHING_TOLD: Picture = { intent: null, churn: null, orderValue: null, segments: [] };

/** To three digits: more is no knowledge. @example roundShare(0.41666) // 0.417 */
export function roundShare(p: number): number {
  return Math.round(p * STEPS) / STEPS;
}

/** @example bandOf(0.7, [0.3, 0.7]) // 'high' */
export function bandOf(p: number, [low, high]: Thresholds['bands']): Band {
  if (p < low) return 'low';
  return p < high ? 'medium' : 'high';
}

/** Whether a probability has moved far enough, or into another band. */
export function isMoved(before: number | null, now: number | null, { delta, bands }: Thresholds): boolean {
  if (before === null || now === null) return before !== now;
  // In whole steps: 0.35 - 0.3 is less than 0.05 in binary.
  const moved = Math.round(Math.abs(now - before) * STEPS) >= Math.round(delta * STEPS);
  return moved || bandOf(before, bands) !== bandOf(now, bands);
}

/** Whether anything in it is worth a call. @example isNews(NOTHING_TOLD, picture, settings) */
export function isNews(before: Picture, now: Picture, thresholds: Thresholds): boolean {
  return (
    isMoved(before.intent, now.intent, thresholds) ||
    isMoved(before.churn, now.churn, thresholds) ||
    isRevalued(before.orderValue, now.orderValue, thresholds) ||
    before.segments.join() !== now.segments.join()
  );
}

function isRevalued(before: number | null, now: number | null, { delta }: Thresholds): boolean {
  if (before === null || now === null) return before !== now;
  return Math.abs(now - before) >= delta * Math.abs(before) && now !== before;
}
