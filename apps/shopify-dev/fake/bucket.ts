/** The rate limit of the Admin API: points that come back with time. */
import type { Clock } from '../../../core/ports.ts';

export const BUCKET_POINTS = 2_000;
export const POINTS_A_SECOND = 100;

export type Bucket = {
  /** False when there are too few; nothing is taken then. */
  take(points: number): boolean;
  /** What was asked for and not used comes back at once. */
  giveBack(points: number): void;
  /** Empty from now on: what other apps' calls of the same shop do is not for us to see. */
  drain(): void;
  status(): { maximumAvailable: number; currentlyAvailable: number; restoreRate: number };
};

export function createBucket(clock: Clock): Bucket {
  let points = BUCKET_POINTS;
  let atMs = clock.now();
  function fill(): void {
    const gained = (Math.max(0, clock.now() - atMs) / 1_000) * POINTS_A_SECOND;
    points = Math.min(BUCKET_POINTS, points + gained);
    atMs = clock.now();
  }
  return {
    take(wanted) {
      fill();
      if (points < wanted) return false;
      points -= wanted;
      return true;
    },
    giveBack: (unused) => {
      points = Math.min(BUCKET_POINTS, points + unused);
    },
    drain: () => {
      fill();
      points = 0;
    },
    status() {
      fill();
      return {
        maximumAvailable: BUCKET_POINTS,
        currentlyAvailable: Math.floor(points),
        restoreRate: POINTS_A_SECOND,
      };
    },
  };
}
