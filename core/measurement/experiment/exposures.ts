/** Visitors who were shown two arms: they are left out of both, which is only fair while they are few. */
import { percent } from './verdict-words.ts';

export type ExposureCount = {
  /** Visitors who were shown one arm, by arm; the weights in the same order. */
  readonly visitors: readonly number[];
  readonly weights: readonly number[];
  readonly seenInSeveral: number;
};

export type Exposures = {
  readonly seenInSeveral: number;
  /** Of all who were shown anything. */
  readonly share: number;
  /** A larger share is warned of. */
  readonly mostShare: number;
  readonly rule: 'left_out';
  /** One sentence; null: they are few. */
  readonly warning: string | null;
};

const MOST_SHARE = 0.01;
/**
 * Who is left out was on the way to both arms, so that an uneven split loses another share of the small arm than of the
 * large one, and other visitors: that biases sooner.
 */
const MOST_SHARE_UNEVEN = 0.001;
/** Weights that were meant to be equal, as 0.33, 0.33 and 0.34. */
const MOST_EVEN = 1.1;
const LEAST_WARNED = 10;

/** @example checkExposures({ visitors: [500, 500], weights: [1, 1], seenInSeveral: 20 }).share // 0.0196 */
export function checkExposures({ visitors, weights, seenInSeveral }: ExposureCount): Exposures {
  const all = visitors.reduce((sum, n) => sum + n, seenInSeveral);
  const open = weights.filter((weight) => weight > 0);
  const isEven = Math.max(...open) <= Math.min(...open) * MOST_EVEN;
  const share = all === 0 ? 0 : seenInSeveral / all;
  const mostShare = isEven ? MOST_SHARE : MOST_SHARE_UNEVEN;
  const isMany = share > mostShare && seenInSeveral >= LEAST_WARNED;
  const warning = isMany
    ? `${seenInSeveral.toLocaleString('en-US')} visitors (${percent(share)}) were shown more than one arm and are left out of all; above ${percent(mostShare)} that can bias the result.`
    : null;
  return { seenInSeveral, share, mostShare, rule: 'left_out', warning };
}
